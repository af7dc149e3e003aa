package relay

import (
	"context"
	"errors"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// ErrGone says that a value was never there, was taken, or has expired.
var ErrGone = errors.New("relay: gone")

// Ephemeral keeps values that expire, of one firm or of the relay: sessions,
// sign-in links, limits. Keys are kept as digests under a data key and values
// sealed with it. A space keeps one use apart from another.
type Ephemeral struct {
	relay *Relay
	firm  engagement.FirmID
}

// Ephemeral returns the expiring values of a firm, or with an empty id those
// that belong to no firm.
func (r *Relay) Ephemeral(firm engagement.FirmID) Ephemeral { return Ephemeral{r, firm} }

func (e Ephemeral) hash(ctx context.Context, space, key string) (*dataKey, string, error) {
	k, err := e.relay.vault.key(ctx, scope{firm: e.firm})
	if errors.Is(err, store.ErrNotFound) {
		return nil, "", ErrNoFirm
	}
	if err != nil {
		return nil, "", err
	}
	return k, k.name("ephemeral\x00"+space, key), nil
}

func valuePlace(space, hash string) string { return "value\x00" + space + "\x00" + hash }

// Put stores or replaces a value until it expires.
func (e Ephemeral) Put(ctx context.Context, space, key string, value []byte, expires time.Time) error {
	k, hash, err := e.hash(ctx, space, key)
	if err != nil {
		return err
	}
	return e.relay.db.PutValue(ctx, store.Value{
		Firm: string(e.firm), Space: space, Hash: hash, Bytes: k.seal(valuePlace(space, hash), append([]byte{}, value...)),
		Expires: expires.UnixMicro(),
	})
}

// Get returns a value, or ErrGone.
func (e Ephemeral) Get(ctx context.Context, space, key string) ([]byte, error) {
	return e.read(ctx, space, key, e.relay.db.Value)
}

// Take returns a value and deletes it: of concurrent calls one gets it and the
// others ErrGone.
func (e Ephemeral) Take(ctx context.Context, space, key string) ([]byte, error) {
	return e.read(ctx, space, key, e.relay.db.TakeValue)
}

func (e Ephemeral) read(
	ctx context.Context, space, key string,
	from func(ctx context.Context, firm, space, hash string, now int64) (store.Value, error),
) ([]byte, error) {
	k, hash, err := e.hash(ctx, space, key)
	if err != nil {
		return nil, err
	}
	v, err := from(ctx, string(e.firm), space, hash, e.relay.now().UnixMicro())
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrGone
	}
	if err != nil {
		return nil, err
	}
	return k.open(valuePlace(space, hash), v.Bytes)
}

// Delete forgets a value. No value is no error.
func (e Ephemeral) Delete(ctx context.Context, space, key string) error {
	_, hash, err := e.hash(ctx, space, key)
	if err != nil {
		return err
	}
	return e.relay.db.DropValue(ctx, string(e.firm), space, hash)
}

// Count adds one to a counter and returns it; the first count sets when it
// expires. It is for limits: five tries, three mails an hour.
func (e Ephemeral) Count(ctx context.Context, space, key string, expires time.Time) (int64, error) {
	_, hash, err := e.hash(ctx, space, key)
	if err != nil {
		return 0, err
	}
	return e.relay.db.CountValue(ctx, string(e.firm), space, hash, e.relay.now().UnixMicro(), expires.UnixMicro())
}
