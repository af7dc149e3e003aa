package relay

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// scope is whose data key seals something: a client's or the firm's own.
type scope struct {
	firm   engagement.FirmID
	client engagement.ClientID // empty for the firm
}

func (s scope) key() string { return string(s.firm) + "/" + string(s.client) }

// blobs is the scope of the bytes.
func (s scope) blobs() blob.Scope {
	if s.client == "" {
		return blob.Scope("firm/" + string(s.firm))
	}
	return blob.Scope("firm/" + string(s.firm) + "/client/" + string(s.client))
}

// vault seals what lies in the database: AES-256-GCM under a data key per
// scope, which the master key wraps. Without a scope's data key every copy of
// its private parts is unreadable.
type vault struct {
	db   *store.DB
	ring *blob.Keyring

	mu   sync.Mutex
	keys map[scope]*dataKey
}

type dataKey struct {
	aead  cipher.AEAD
	names []byte
}

const (
	forPrivate    = "private"
	sealedVersion = 1
)

func newVault(db *store.DB, ring *blob.Keyring) *vault {
	return &vault{db: db, ring: ring, keys: map[scope]*dataKey{}}
}

func vaultLabel(s scope) string { return "tieout relay private key 1\x00" + s.key() }

// key returns the scope's key, or store.ErrNotFound.
func (v *vault) key(ctx context.Context, s scope) (*dataKey, error) {
	v.mu.Lock()
	k := v.keys[s]
	v.mu.Unlock()
	if k != nil {
		return k, nil
	}
	wrapped, err := v.db.Secret(ctx, forPrivate, s.key())
	if err != nil {
		return nil, err
	}
	return v.remember(s, wrapped)
}

func (v *vault) remember(s scope, wrapped []byte) (*dataKey, error) {
	k, err := v.unwrap(s, wrapped)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.keys[s] = k
	return k, nil
}

func (v *vault) unwrap(s scope, wrapped []byte) (*dataKey, error) {
	secret, err := v.ring.Unwrap(vaultLabel(s), wrapped)
	if err != nil {
		return nil, fmt.Errorf("relay: data key: %w", err)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("tieout relay names 1"))
	return &dataKey{aead, mac.Sum(nil)}, nil
}

// make returns the scope's key and, if there is none, makes one inside tx. The
// key is only remembered once it is known to be stored: by a later call of key.
func (v *vault) make(ctx context.Context, tx *store.Tx, s scope) (*dataKey, error) {
	k, err := v.key(ctx, s)
	if !errors.Is(err, store.ErrNotFound) {
		return k, err
	}
	wrapped, err := tx.CreateSecret(ctx, forPrivate, s.key(), v.ring.Wrap(vaultLabel(s), randomBytes(32)))
	if err != nil {
		return nil, err
	}
	return v.unwrap(s, wrapped)
}

// seal seals plain for one place, which must be named again to open it. Nil
// stays nil.
func (k *dataKey) seal(place string, plain []byte) []byte {
	if plain == nil {
		return nil
	}
	out := append([]byte{sealedVersion}, randomBytes(k.aead.NonceSize())...)
	return k.aead.Seal(out, out[1:], plain, []byte(place))
}

var errDamaged = errors.New("relay: stored bytes are damaged")

func (k *dataKey) open(place string, sealed []byte) ([]byte, error) {
	if sealed == nil {
		return nil, nil
	}
	n := 1 + k.aead.NonceSize()
	if len(sealed) < n || sealed[0] != sealedVersion {
		return nil, errDamaged
	}
	plain, err := k.aead.Open(nil, sealed[1:n], sealed[n:], []byte(place))
	if err != nil {
		return nil, errDamaged
	}
	return plain, nil
}

// name is a keyed digest of something that may be short, such as an address.
func (k *dataKey) name(space, text string) string {
	mac := hmac.New(sha256.New, k.names)
	mac.Write([]byte(space + "\x00" + text))
	return hex.EncodeToString(mac.Sum(nil))
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
