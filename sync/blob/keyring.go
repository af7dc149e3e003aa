package blob

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

const (
	keySize   = 32
	keyIDSize = 8
	nonceSize = 12
	tagSize   = 16

	wrapMagic   = "TIEK"
	wrapVersion = 1
	wrapHeader  = len(wrapMagic) + 1 + keyIDSize + nonceSize
)

// MasterKey wraps data keys. Its id is derived from it, so the id a wrapped
// key carries says which master key is wanted. Printing one shows the id only.
type MasterKey struct {
	id   [keyIDSize]byte
	aead cipher.AEAD
}

// NewMasterKey takes 32 random bytes.
func NewMasterKey(secret []byte) (MasterKey, error) {
	if len(secret) != keySize {
		return MasterKey{}, fmt.Errorf("blob: a master key has %d bytes, not %d", keySize, len(secret))
	}
	sum := sha256.Sum256(append([]byte("tieout master key id 1\x00"), secret...))
	return MasterKey{[keyIDSize]byte(sum[:keyIDSize]), newGCM(secret)}, nil
}

// ID is safe to show and to log.
func (m MasterKey) ID() string { return hex.EncodeToString(m.id[:]) }

// String implements fmt.Stringer without giving the key away.
func (m MasterKey) String() string { return "master key " + m.ID() }

// GoString implements fmt.GoStringer without giving the key away.
func (m MasterKey) GoString() string { return m.String() }

// Keyring wraps small secrets, such as data keys and seal keys, under its
// current master key and unwraps those of any master key it holds.
// To rotate: open a keyring with the new key first and the old one after,
// rewrap everything, then drop the old key.
type Keyring struct{ masters []MasterKey }

// NewKeyring returns a keyring whose current master key is the first.
func NewKeyring(current MasterKey, older ...MasterKey) *Keyring {
	return &Keyring{append([]MasterKey{current}, older...)}
}

// Wrap seals secret. The label says what it is for and must be given again to
// unwrap, so one wrapped secret cannot stand in for another.
func (k *Keyring) Wrap(label string, secret []byte) []byte {
	master := k.masters[0]
	out := make([]byte, 0, wrapHeader+len(secret)+tagSize)
	out = append(out, wrapMagic...)
	out = append(out, wrapVersion)
	out = append(out, master.id[:]...)
	nonce := newNonce()
	out = append(out, nonce...)
	return master.aead.Seal(out, nonce, secret, wrapContext(out, label))
}

// Unwrap opens what Wrap sealed under the same label. ErrUnknownKey says that
// its master key is not in the ring, ErrDamaged that label or bytes are not
// what they were.
func (k *Keyring) Unwrap(label string, wrapped []byte) ([]byte, error) {
	master, err := k.masterOf(wrapped)
	if err != nil {
		return nil, err
	}
	header := wrapped[:wrapHeader]
	secret, err := master.aead.Open(nil, header[wrapHeader-nonceSize:], wrapped[wrapHeader:], wrapContext(header, label))
	if err != nil {
		return nil, fmt.Errorf("%w: wrapped key", ErrDamaged)
	}
	return secret, nil
}

// Current reports whether wrapped is sealed under the current master key.
func (k *Keyring) Current(wrapped []byte) bool {
	master, err := k.masterOf(wrapped)
	return err == nil && master.id == k.masters[0].id
}

func (k *Keyring) masterOf(wrapped []byte) (MasterKey, error) {
	if len(wrapped) < wrapHeader+tagSize || string(wrapped[:len(wrapMagic)]) != wrapMagic {
		return MasterKey{}, fmt.Errorf("%w: not a wrapped key", ErrDamaged)
	}
	if v := wrapped[len(wrapMagic)]; v != wrapVersion {
		return MasterKey{}, fmt.Errorf("blob: wrapped key of version %d; a newer Tieout wrote it", v)
	}
	id := [keyIDSize]byte(wrapped[len(wrapMagic)+1:])
	for _, master := range k.masters {
		if master.id == id {
			return master, nil
		}
	}
	return MasterKey{}, fmt.Errorf("%w: wrapped under master key %x", ErrUnknownKey, id)
}

// wrapContext binds a wrapped secret to its header and label.
func wrapContext(header []byte, label string) []byte {
	fixed := header[: wrapHeader-nonceSize : wrapHeader-nonceSize]
	return append(fixed, label...)
}

func newGCM(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // every caller holds keySize bytes
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has the block size GCM wants
	}
	return aead
}

func newNonce() []byte { return randomBytes(nonceSize) }

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand crashes the program instead
	return b
}
