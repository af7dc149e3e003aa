package relay

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/relay/store"
)

// firmKeys are a firm's own keys, opened.
type firmKeys struct {
	portal    engagement.KeyID
	portalKey ed25519.PrivateKey
	log       engagement.KeyID
	logKey    ed25519.PrivateKey
	seal      engagement.KeyID
	sealKey   crypto.Signer
	sealCert  []byte // DER
}

func keyLabel(firm engagement.FirmID, p engagement.KeyPurpose) string {
	return "tieout relay firm key 1\x00" + string(firm) + "\x00" + string(p)
}

// makeKeys makes the keys of a new firm, and what of them is stored.
func (r *Relay) makeKeys(firm engagement.FirmID, name string) (firmKeys, []store.FirmKey, error) {
	var k firmKeys
	var rows []store.FirmKey
	keep := func(p engagement.KeyPurpose, public []byte, private any) (engagement.KeyID, error) {
		der, err := x509.MarshalPKCS8PrivateKey(private)
		if err != nil {
			return "", err
		}
		id := newID(r.now())
		rows = append(rows, store.FirmKey{
			Firm: string(firm), Purpose: string(p), ID: id, Public: public, Wrapped: r.ring.Wrap(keyLabel(firm, p), der),
		})
		return engagement.KeyID(id), nil
	}
	var err error
	if k.portalKey, k.portal, err = makeEd25519(keep, engagement.PortalKey); err != nil {
		return k, nil, err
	}
	if k.logKey, k.log, err = makeEd25519(keep, engagement.LogKey); err != nil {
		return k, nil, err
	}
	signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return k, nil, err
	}
	k.sealKey = signer
	if k.sealCert, err = pdf.NewSealCertificate(signer, name, r.now().Add(-time.Hour)); err != nil {
		return k, nil, err
	}
	k.seal, err = keep(engagement.SealKey, k.sealCert, signer)
	return k, rows, err
}

func makeEd25519(
	keep func(engagement.KeyPurpose, []byte, any) (engagement.KeyID, error), p engagement.KeyPurpose,
) (ed25519.PrivateKey, engagement.KeyID, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, "", err
	}
	id, err := keep(p, public, private)
	return private, id, err
}

// openKeys unwraps a firm's keys.
func (r *Relay) openKeys(ctx context.Context, firm engagement.FirmID) (firmKeys, error) {
	var k firmKeys
	rows, err := r.db.FirmKeys(ctx, string(firm))
	if err != nil {
		return k, err
	}
	for _, row := range rows {
		if err := r.openKey(&k, firm, row); err != nil {
			return k, fmt.Errorf("relay: %s key: %w", row.Purpose, err)
		}
	}
	if k.portalKey == nil || k.logKey == nil || k.sealKey == nil {
		return k, fmt.Errorf("relay: firm %s lacks a key", firm)
	}
	return k, nil
}

func (r *Relay) openKey(k *firmKeys, firm engagement.FirmID, row store.FirmKey) error {
	p := engagement.KeyPurpose(row.Purpose)
	der, err := r.ring.Unwrap(keyLabel(firm, p), row.Wrapped)
	if err != nil {
		return err
	}
	private, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return err
	}
	id := engagement.KeyID(row.ID)
	switch key := private.(type) {
	case ed25519.PrivateKey:
		if p == engagement.PortalKey {
			k.portal, k.portalKey = id, key
		} else {
			k.log, k.logKey = id, key
		}
	case crypto.Signer:
		k.seal, k.sealKey, k.sealCert = id, key, row.Public
	}
	return nil
}

func publicOf(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }
