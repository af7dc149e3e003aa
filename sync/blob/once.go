package blob

import "context"

// OnceObjects are Objects that can read what is not soon read again without
// keeping it at hand.
type OnceObjects interface {
	Objects
	// GetOnce is Get.
	GetOnce(ctx context.Context, key string) ([]byte, error)
}

var _ OnceObjects = (*Folder)(nil)

// longBlob is from how many parts on a blob is read once.
const longBlob = 32

// getObject returns the verified plaintext of an object of some kind.
type getObject func(context.Context, Hash) ([]byte, error)

// getter reads the objects of a blob that is of so many.
func (l lease) getter(k kind, parts int) getObject {
	once, ok := l.store.objects.(OnceObjects)
	if !ok || k != partKind || parts < longBlob {
		return func(ctx context.Context, hash Hash) ([]byte, error) { return l.get(ctx, k, hash) }
	}
	return func(ctx context.Context, hash Hash) ([]byte, error) {
		return l.openBy(ctx, once.GetOnce, l.at(k, hash))
	}
}
