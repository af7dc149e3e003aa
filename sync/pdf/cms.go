package pdf

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// Object identifiers of RFC 5652, 5035 and 3161.
var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertV1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSigningCertV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidTimestamp     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidTSTInfo       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSASHA256     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidECDSASHA256   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// The structures of RFC 5652 as far as PAdES uses them.
type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	DigestAlgs   []pkix.AlgorithmIdentifier `asn1:"set"`
	Encapsulated encapsulated
	Certificates asn1.RawValue `asn1:"optional,tag:0"`
	CRLs         asn1.RawValue `asn1:"optional,tag:1"`
	Signers      []signerInfo  `asn1:"set"`
}

type encapsulated struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"optional,explicit,tag:0"`
}

type signerInfo struct {
	Version   int
	ID        issuerAndSerial
	DigestAlg pkix.AlgorithmIdentifier
	Signed    asn1.RawValue `asn1:"optional,tag:0"`
	SigAlg    pkix.AlgorithmIdentifier
	Signature []byte
	Unsigned  asn1.RawValue `asn1:"optional,tag:1"`
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values asn1.RawValue
}

// essCertIDv2 is RFC 5035 §4; without an algorithm the hash is SHA-256.
type essCertIDv2 struct {
	Algorithm pkix.AlgorithmIdentifier `asn1:"optional"`
	Hash      []byte
	Issuer    asn1.RawValue `asn1:"optional"`
}

type signingCertificateV2 struct {
	Certs    []essCertIDv2
	Policies asn1.RawValue `asn1:"optional"`
}

// essCertID is RFC 2634 §5.4, whose hash is SHA-1.
type essCertID struct {
	Hash   []byte
	Issuer asn1.RawValue `asn1:"optional"`
}

type signingCertificate struct {
	Certs    []essCertID
	Policies asn1.RawValue `asn1:"optional"`
}

var derNull = asn1.RawValue{Tag: asn1.TagNull}

func sha256Algorithm() pkix.AlgorithmIdentifier {
	return pkix.AlgorithmIdentifier{Algorithm: oidSHA256}
}

func mustMarshal(v any) []byte {
	b, err := asn1.Marshal(v)
	if err != nil {
		panic(fmt.Errorf("encode ASN.1: %w", err)) // our own fixed shapes
	}
	return b
}

// derSet is a SET OF in DER: members in ascending order of their encoding.
func derSet(tag int, class int, members ...[]byte) asn1.RawValue {
	slices.SortFunc(members, bytes.Compare)
	return asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: bytes.Join(members, nil)}
}

func newAttribute(oid asn1.ObjectIdentifier, value []byte) []byte {
	return mustMarshal(attribute{oid, derSet(asn1.TagSet, asn1.ClassUniversal, value)})
}

// signDetached makes the CMS of a PAdES signature (ETSI EN 319 142-1): content
// type, message digest and signing-certificate-v2 are signed; the time is the
// dictionary's /M or the token's, never an attribute. token may be nil; it is
// given the signature value and returns an RFC 3161 token over it.
func signDetached(digest [32]byte, signer crypto.Signer, chain []*x509.Certificate, token func(signature []byte) ([]byte, error)) ([]byte, error) {
	alg, err := signatureAlgorithm(signer.Public())
	if err != nil {
		return nil, err
	}
	c := sealed{digest: digest[:], chain: chain, algorithm: alg}
	// What is signed is the attributes as a SET; what is stored is the same
	// with the tag [0] (RFC 5652 §5.4).
	toSign := sha256.Sum256(mustMarshal(derSet(asn1.TagSet, asn1.ClassUniversal, c.attributes()...)))
	if c.signature, err = signer.Sign(rand.Reader, toSign[:], crypto.SHA256); err != nil {
		return nil, refuse(CodeSigningError, err, "The seal key did not sign. The unsealed file is untouched; try again.")
	}
	if token != nil {
		if c.token, err = token(c.signature); err != nil {
			return nil, refuse(CodeSigningError, err, "The time-stamp service did not answer. The unsealed file is untouched; try again later.")
		}
	}
	return c.encode(), nil
}

// sealed is everything that a seal's CMS says. encode is its only spelling:
// what signs it leaves room for others, and Verify takes none of them.
type sealed struct {
	digest    []byte
	chain     []*x509.Certificate
	algorithm pkix.AlgorithmIdentifier
	signature []byte
	token     []byte // nil without a time stamp
}

func (c *sealed) attributes() [][]byte {
	certHash := sha256.Sum256(c.chain[0].Raw)
	return [][]byte{
		newAttribute(oidContentType, mustMarshal(oidData)),
		newAttribute(oidMessageDigest, mustMarshal(c.digest)),
		newAttribute(oidSigningCertV2, mustMarshal(signingCertificateV2{Certs: []essCertIDv2{{Hash: certHash[:]}}})),
	}
}

func (c *sealed) encode() []byte {
	leaf := c.chain[0]
	info := signerInfo{Version: 1, ID: issuerAndSerial{asn1.RawValue{FullBytes: leaf.RawIssuer}, leaf.SerialNumber},
		DigestAlg: sha256Algorithm(), Signed: derSet(0, asn1.ClassContextSpecific, c.attributes()...), SigAlg: c.algorithm, Signature: c.signature}
	if c.token != nil {
		info.Unsigned = derSet(1, asn1.ClassContextSpecific, newAttribute(oidTimestamp, c.token))
	}
	var certs [][]byte
	for _, cert := range c.chain {
		certs = append(certs, cert.Raw)
	}
	data := mustMarshal(signedData{Version: 1, DigestAlgs: []pkix.AlgorithmIdentifier{sha256Algorithm()},
		Encapsulated: encapsulated{Type: oidData}, Certificates: derSet(0, asn1.ClassContextSpecific, certs...),
		Signers: []signerInfo{info}})
	return mustMarshal(contentInfo{oidSignedData, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: data}})
}

func signatureAlgorithm(pub crypto.PublicKey) (pkix.AlgorithmIdentifier, error) {
	switch k := pub.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() >= 2048 {
			return pkix.AlgorithmIdentifier{Algorithm: oidRSA, Parameters: derNull}, nil
		}
	case *ecdsa.PublicKey:
		if k.Curve.Params().BitSize == 256 {
			return pkix.AlgorithmIdentifier{Algorithm: oidECDSASHA256}, nil
		}
	}
	return pkix.AlgorithmIdentifier{}, errors.New("a seal key must be RSA of 2048 bits or more, or ECDSA P-256")
}
