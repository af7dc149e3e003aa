package blob

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
)

// The sealed form of an object; FORMAT.md describes it byte by byte.
const (
	sealMagic   = "TIEB"
	sealVersion = 1
	sealHeader  = len(sealMagic) + 1 + 1 + keyIDSize + 4 + nonceSize

	flagZstd = 1
)

// dataKey is what one scope seals with. It is made from a random id and
// secret; names and contents use keys derived from the secret.
type dataKey struct {
	id    [keyIDSize]byte
	aead  cipher.AEAD
	names []byte
}

const dataKeySize = keyIDSize + keySize // id ‖ secret, as wrapped

func newDataKey(material []byte) (*dataKey, error) {
	if len(material) != dataKeySize {
		return nil, fmt.Errorf("%w: data key of %d bytes", ErrDamaged, len(material))
	}
	secret := material[keyIDSize:]
	contents, err := hkdf.Expand(sha256.New, secret, "tieout blob contents 1", keySize)
	if err != nil {
		return nil, err
	}
	names, err := hkdf.Expand(sha256.New, secret, "tieout blob names 1", keySize)
	if err != nil {
		return nil, err
	}
	return &dataKey{[keyIDSize]byte(material), newGCM(contents), names}, nil
}

// address is where an object belongs: its scope, its kind and its keyed name.
type address struct {
	scope string
	kind  kind
	name  string
}

// kind keeps whole blobs, manifests and parts apart, so that a blob that
// happens to equal a part of another is deleted and counted on its own.
type kind string

const (
	wholeKind    kind = "b"
	manifestKind kind = "m"
	partKind     kind = "p"
)

func (a address) key() string { return folderOf(a.scope, a.kind) + a.name }

// folderOf is the key prefix of one kind; "_" keeps it apart from the scopes
// that start with this one.
func folderOf(scope string, k kind) string { return scopeFolder(scope) + string(k) + "/" }

func scopeFolder(scope string) string { return scope + "/_/" }

// name is a keyed digest: without the data key nobody can test a folder for a
// file they know.
func (k *dataKey) name(of kind, hash Hash) string {
	mac := hmac.New(sha256.New, k.names)
	mac.Write([]byte(of))
	mac.Write(hash[:])
	return hex.EncodeToString(mac.Sum(nil))
}

// sealer seals and opens objects. It is safe for concurrent use.
type sealer struct{ *Packer }

func newSealer() (sealer, error) {
	p, err := NewPacker()
	return sealer{p}, err
}

// seal returns the stored form of plain at address a, in out where it has the
// room.
func (s sealer) seal(out []byte, key *dataKey, a address, plain []byte) []byte {
	body, flags := s.squeeze(plain)
	out = append(slices.Grow(out[:0], sealHeader+len(body)+tagSize), sealMagic...)
	out = append(out, sealVersion, flags)
	out = append(out, key.id[:]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(plain)))
	nonce := newNonce()
	out = append(out, nonce...)
	return key.aead.Seal(out, nonce, body, sealContext(out, a))
}

// open returns the plaintext of what seal stored at a. Anything else is
// ErrDamaged, another key's id included: names come from the data key, so only
// objects sealed under it belong at a. It decrypts in place: sealed is spent.
func (s sealer) open(key *dataKey, a address, sealed []byte) ([]byte, error) {
	if len(sealed) < sealHeader+tagSize || string(sealed[:len(sealMagic)]) != sealMagic {
		return nil, fmt.Errorf("%w: not a sealed object", ErrDamaged)
	}
	header, rest := sealed[:sealHeader], sealed[len(sealMagic):sealHeader]
	if rest[0] != sealVersion {
		return nil, fmt.Errorf("%w: version %d is not known here", ErrDamaged, rest[0])
	}
	flags, id, size := rest[1], rest[2:2+keyIDSize], binary.BigEndian.Uint32(rest[2+keyIDSize:])
	if [keyIDSize]byte(id) != key.id {
		return nil, fmt.Errorf("%w: %s says data key %x", ErrDamaged, a.key(), id)
	}
	rest = sealed[sealHeader:]
	body, err := key.aead.Open(rest[:0], header[sealHeader-nonceSize:], rest, sealContext(header, a))
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, a.key())
	}
	return s.unsqueeze(body, flags, size)
}

// sealContext binds an object to its header and its place, so that swapping
// two objects, or flipping a flag, is damage.
func sealContext(header []byte, a address) []byte {
	fixed := sealHeader - nonceSize
	context := header[:fixed:fixed]
	context = append(context, a.scope...)
	context = append(context, 0)
	context = append(context, a.kind...)
	context = append(context, 0)
	return append(context, a.name...)
}

func (s sealer) squeeze(plain []byte) (body []byte, flags byte) {
	if packed, ok := s.Pack(plain); ok {
		return packed, flagZstd
	}
	return plain, 0
}

func (s sealer) unsqueeze(body []byte, flags byte, size uint32) ([]byte, error) {
	if flags&^flagZstd != 0 || size > maxPlain {
		return nil, fmt.Errorf("%w: flags %#x, %d bytes", ErrDamaged, flags, size)
	}
	if flags&flagZstd != 0 {
		var err error
		if body, err = s.dec.DecodeAll(body, make([]byte, 0, size)); err != nil {
			return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
		}
	}
	if len(body) != int(size) {
		return nil, fmt.Errorf("%w: %d of %d bytes", ErrDamaged, len(body), size)
	}
	return body, nil
}
