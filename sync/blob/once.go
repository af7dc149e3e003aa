package blob

import (
	"context"
	"sync"
)

// OnceObjects are Objects that can read what is not soon read again without
// keeping it at hand.
type OnceObjects interface {
	Objects
	// GetOnce is Get. What it answers may lie in room.
	GetOnce(ctx context.Context, key string, room []byte) ([]byte, error)
}

var _ OnceObjects = (*Folder)(nil)

// longBlob is from how many parts on a blob is read once.
const longBlob = 32

// getObject returns the verified plaintext of an object of some kind.
type getObject func(context.Context, Hash) (object, error)

// object is the plaintext of an object, which may lie in lent room.
type object struct {
	plain []byte
	room  *[]byte
	rooms *sync.Pool
}

// spent gives the room back. Nobody may look at the bytes after that.
func (o *object) spent() {
	if o.room != nil {
		o.rooms.Put(o.room)
	}
	*o = object{}
}

// keep answers the bytes for good.
func (o *object) keep() []byte {
	o.room = nil
	return o.plain
}

// getter reads the objects of a blob that is of so many.
func (l lease) getter(k kind, parts int) getObject {
	once, ok := l.store.objects.(OnceObjects)
	if !ok || k != partKind || parts < longBlob {
		return func(ctx context.Context, hash Hash) (object, error) {
			plain, err := l.get(ctx, k, hash)
			return object{plain: plain}, err
		}
	}
	return func(ctx context.Context, hash Hash) (object, error) { return l.openOnce(ctx, once, l.at(k, hash)) }
}

// openOnce is open for what is not soon read again.
func (l lease) openOnce(ctx context.Context, objects OnceObjects, a address) (o object, err error) {
	o = object{room: l.store.sealed.Get().(*[]byte), rooms: &l.store.sealed}
	sealed, err := objects.GetOnce(ctx, a.key(), (*o.room)[:cap(*o.room)])
	if err == nil {
		*o.room = sealed
		o.plain, err = l.store.sealer.open(l.key, a, sealed)
	}
	if err != nil {
		o.spent()
	}
	return o, err
}
