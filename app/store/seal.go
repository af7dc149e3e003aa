package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
)

// sealer closes values with AES-256-GCM. A closed value is nonce ‖ ciphertext and tag.
type sealer struct {
	aead   cipher.AEAD
	broken func() // told of a value that does not open, or nil
}

// quiet tells nobody.
func (s sealer) quiet() sealer { return sealer{aead: s.aead} }

func (s sealer) damaged() error {
	if s.broken != nil {
		s.broken()
	}
	return ErrDamaged
}

func newSealer(key []byte) (sealer, error) {
	if len(key) != 32 {
		return sealer{}, fmt.Errorf("store: the key has %d bytes and needs 32", len(key))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCM(block)
	return sealer{aead: aead}, err
}

func (s sealer) close(plain []byte) []byte {
	out := make([]byte, s.aead.NonceSize(), s.aead.NonceSize()+len(plain)+s.aead.Overhead())
	if _, err := rand.Read(out); err != nil {
		panic(err) // crypto/rand does not fail
	}
	return s.aead.Seal(out, out, plain, nil)
}

func (s sealer) open(closed []byte) ([]byte, error) {
	n := s.aead.NonceSize()
	if len(closed) < n {
		return nil, s.damaged()
	}
	plain, err := s.aead.Open(nil, closed[:n], closed[n:], nil)
	if err != nil {
		return nil, s.damaged()
	}
	return plain, nil
}
