package pdf

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"time"
)

// sealYears is how long a seal certificate is valid: longer than records must
// be kept.
const sealYears = 20

// NewSealCertificate makes the self-signed certificate of a firm's seal key,
// in DER. The serial number is derived from the key, so the same key, name and
// start give the same to-be-signed bytes.
func NewSealCertificate(signer crypto.Signer, firmName string, notBefore time.Time) ([]byte, error) {
	if firmName == "" {
		return nil, refuse(CodeInvalid, nil, "A seal certificate must name the firm.")
	}
	if _, err := signatureAlgorithm(signer.Public()); err != nil {
		return nil, refuse(CodeInvalid, err, "This key cannot seal: it must be RSA of 2048 bits or more, or ECDSA P-256.")
	}
	pub, err := x509.MarshalPKIXPublicKey(signer.Public())
	if err != nil {
		return nil, fmt.Errorf("encode the seal key: %w", err)
	}
	sum := sha256.Sum256(pub)
	template := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(append([]byte{0x01}, sum[:15]...)),
		Subject:      pkix.Name{CommonName: firmName + " document seal", Organization: []string{firmName}},
		NotBefore:    notBefore.UTC(), NotAfter: notBefore.UTC().AddDate(sealYears, 0, 0),
		KeyUsage:           x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		UnknownExtKeyUsage: nil, BasicConstraintsValid: true, SubjectKeyId: sum[:20],
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, signer.Public(), signer)
	if err != nil {
		return nil, fmt.Errorf("make the seal certificate: %w", err)
	}
	return der, nil
}
