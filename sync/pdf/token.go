package pdf

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"time"
)

// tstInfo is RFC 3161 §2.4.2; what follows the time is not read.
type tstInfo struct {
	Version int
	Policy  asn1.ObjectIdentifier
	Imprint struct {
		Alg  pkix.AlgorithmIdentifier
		Hash []byte
	}
	Serial *big.Int
	Time   time.Time
}

// checkToken verifies a time-stamp token over a signature value and returns
// its time.
func checkToken(token, signature []byte) (time.Time, *x509.Certificate, error) {
	m, err := parseMessage(token)
	if err != nil {
		return time.Time{}, nil, err
	}
	if m.token != nil || !m.data.Encapsulated.Type.Equal(oidTSTInfo) {
		return time.Time{}, nil, errors.New("not a time-stamp token")
	}
	var content []byte
	if err := strict(m.data.Encapsulated.Content.Bytes, &content); err != nil {
		return time.Time{}, nil, err
	}
	h := m.hash.New()
	h.Write(content)
	if !bytes.Equal(h.Sum(nil), m.messageDigest()) {
		return time.Time{}, nil, errors.New("the token's content was changed")
	}
	if err := m.checkSignature(oidTSTInfo); err != nil {
		return time.Time{}, nil, err
	}
	at, err := tokenTime(content, signature)
	return at, m.leaf, err
}

func tokenTime(content, signature []byte) (time.Time, error) {
	var seq asn1.RawValue
	if err := strict(content, &seq); err != nil {
		return time.Time{}, err
	}
	var info tstInfo
	rest := seq.Bytes
	for _, field := range []any{&info.Version, &info.Policy, &info.Imprint, &info.Serial} {
		var err error
		if rest, err = asn1.Unmarshal(rest, field); err != nil {
			return time.Time{}, err
		}
	}
	if _, err := asn1.UnmarshalWithParams(rest, &info.Time, "generalized"); err != nil {
		return time.Time{}, err
	}
	hash, err := digestOf(info.Imprint.Alg)
	if err != nil {
		return time.Time{}, err
	}
	h := hash.New()
	h.Write(signature)
	if !bytes.Equal(h.Sum(nil), info.Imprint.Hash) {
		return time.Time{}, errors.New("the token is for another signature")
	}
	return info.Time, nil
}
