package pdf

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1"
	_ "crypto/sha256" // digests that signatures name
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
)

// message is a parsed CMS signature with one signer. Every byte of it is
// either signed, compared with what it must be, or covered by a certificate's
// own signature; anything else in it is refused.
//
// A seal has one spelling: see spelled. A time-stamp token is somebody else's,
// so two things in it can change unnoticed, neither of which says anything: its
// signature algorithm is named as RSA or as RSA with the digest (services write
// either, and RFC 5652 does not sign it), and the signature on the last
// certificate that it brings is not checked when the issuer's is not there.
type message struct {
	der    []byte
	data   signedData
	signer signerInfo
	attrs  map[string][]byte // the single value of each signed attribute, by OID
	certs  []*x509.Certificate
	leaf   *x509.Certificate
	hash   crypto.Hash
	token  []byte
}

// strict decodes DER that must be used up to the last byte and encode back to
// itself.
func strict(der []byte, v any) error {
	rest, err := asn1.Unmarshal(der, v)
	if err == nil && len(rest) > 0 {
		err = errors.New("bytes after the structure")
	}
	return err
}

func parseMessage(der []byte) (*message, error) {
	var outer contentInfo
	if err := strict(der, &outer); err != nil {
		return nil, err
	}
	m := &message{der: der, attrs: map[string][]byte{}}
	if !outer.Type.Equal(oidSignedData) {
		return nil, errors.New("not signed data")
	}
	if err := strict(outer.Content.Bytes, &m.data); err != nil {
		return nil, err
	}
	if err := m.canonical(outer, der); err != nil {
		return nil, err
	}
	if len(m.data.Signers) != 1 || len(m.data.DigestAlgs) != 1 {
		return nil, errors.New("not one signer with one digest")
	}
	version := 3 // RFC 5652 §5.1; nothing signs the number
	if m.data.Encapsulated.Type.Equal(oidData) {
		version = 1
	}
	if m.data.Version != version {
		return nil, errors.New("not the version that its content calls for")
	}
	m.signer = m.data.Signers[0]
	if m.signer.Version != 1 || len(m.data.CRLs.FullBytes) > 0 {
		return nil, errors.New("unexpected version or revocation lists")
	}
	var err error
	if m.hash, err = digestOf(m.signer.DigestAlg); err != nil {
		return nil, err
	}
	if h, err := digestOf(m.data.DigestAlgs[0]); err != nil || h != m.hash {
		return nil, errors.New("digest algorithms differ")
	}
	if err := m.readCertificates(); err != nil {
		return nil, err
	}
	if err := m.readAttributes(); err != nil {
		return nil, err
	}
	return m, m.readToken()
}

// canonical demands that the structure, written again, gives the same bytes.
func (m *message) canonical(outer contentInfo, der []byte) error {
	// The decoder takes raw values whatever their tags. Written again from
	// their content under the right tags, they must give the same bytes.
	outer.Content = tagged(0, outer.Content)
	m.data.Certificates, m.data.Encapsulated.Content = tagged(0, m.data.Certificates), tagged(0, m.data.Encapsulated.Content)
	for i := range m.data.Signers {
		s := &m.data.Signers[i]
		s.Signed, s.Unsigned = tagged(0, s.Signed), tagged(1, s.Unsigned)
	}
	inner, err := asn1.Marshal(m.data)
	if err != nil {
		return err
	}
	outer.Content.Bytes = inner
	again, err := asn1.Marshal(outer)
	if err != nil || !bytes.Equal(again, der) {
		return errors.New("not in canonical form")
	}
	return nil
}

// tagged is a raw value under a context tag; an absent one stays absent.
func tagged(tag int, v asn1.RawValue) asn1.RawValue {
	if len(v.FullBytes) == 0 {
		return v
	}
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: v.Bytes}
}

func digestOf(a pkix.AlgorithmIdentifier) (crypto.Hash, error) {
	if p := a.Parameters.FullBytes; len(p) > 0 && !bytes.Equal(p, []byte{5, 0}) {
		return 0, errors.New("unexpected digest parameters")
	}
	switch {
	case a.Algorithm.Equal(oidSHA256):
		return crypto.SHA256, nil
	case a.Algorithm.Equal(oidSHA384):
		return crypto.SHA384, nil
	case a.Algorithm.Equal(oidSHA512):
		return crypto.SHA512, nil
	}
	return 0, errors.New("a digest algorithm that is not accepted")
}

// readCertificates finds the signer's and demands that every other one issued
// the one before it, up to a self-signed end if there is one.
func (m *message) readCertificates() error {
	certs, err := x509.ParseCertificates(m.data.Certificates.Bytes)
	if err != nil {
		return fmt.Errorf("certificates: %w", err)
	}
	for _, c := range certs {
		if bytes.Equal(c.RawIssuer, m.signer.ID.Issuer.FullBytes) && c.SerialNumber.Cmp(m.signer.ID.Serial) == 0 {
			m.leaf = c
		}
	}
	if m.leaf == nil {
		return errors.New("the signer's certificate is missing")
	}
	return m.walkChain(certs)
}

func (m *message) walkChain(certs []*x509.Certificate) error {
	left := slices.Clone(certs)
	for c := m.leaf; c != nil; {
		m.certs = append(m.certs, c)
		left = slices.DeleteFunc(left, func(o *x509.Certificate) bool { return o == c })
		if bytes.Equal(c.RawIssuer, c.RawSubject) { // its own issuer: the end
			if err := issued(c, c); err != nil {
				return err
			}
			break
		}
		i := slices.IndexFunc(left, func(p *x509.Certificate) bool { return bytes.Equal(p.RawSubject, c.RawIssuer) })
		if i < 0 {
			break
		}
		if err := issued(left[i], c); err != nil {
			return err
		}
		c = left[i]
	}
	if len(left) > 0 {
		return errors.New("a certificate that belongs to nothing")
	}
	return nil
}

func issued(parent, c *x509.Certificate) error {
	if err := parent.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature); err != nil {
		return fmt.Errorf("a certificate is not signed by its issuer: %w", err)
	}
	return nil
}

func (m *message) readAttributes() error {
	attrs, err := attributes(m.signer.Signed.Bytes)
	if err != nil {
		return err
	}
	m.attrs = attrs
	return nil
}

func attributes(b []byte) (map[string][]byte, error) {
	out := map[string][]byte{}
	for len(b) > 0 {
		var a attribute
		rest, err := asn1.Unmarshal(b, &a)
		if err != nil {
			return nil, fmt.Errorf("attributes: %w", err)
		}
		if _, twice := out[a.Type.String()]; twice || !bytes.Equal(b[:len(b)-len(rest)], mustMarshal(attribute{a.Type, asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: a.Values.Bytes}})) {
			return nil, errors.New("attributes repeat or are no sets")
		}
		out[a.Type.String()] = a.Values.Bytes
		b = rest
	}
	return out, nil
}

func (m *message) readToken() error {
	attrs, err := attributes(m.signer.Unsigned.Bytes)
	if err != nil {
		return err
	}
	m.token = attrs[oidTimestamp.String()]
	if len(attrs) > 1 || len(attrs) == 1 && m.token == nil {
		return errors.New("unsigned attributes that nothing protects")
	}
	return nil
}

// messageDigest is the digest of the content that the signer states.
func (m *message) messageDigest() []byte {
	var d []byte
	if strict(m.attrs[oidMessageDigest.String()], &d) != nil {
		return nil
	}
	return d
}

// checkSignature verifies the signature over the signed attributes and that
// these name the content type and the certificate.
func (m *message) checkSignature(contentType asn1.ObjectIdentifier) error {
	var stated asn1.ObjectIdentifier
	if err := strict(m.attrs[oidContentType.String()], &stated); err != nil || !stated.Equal(contentType) {
		return errors.New("the content type is not as it must be")
	}
	if !m.data.Encapsulated.Type.Equal(contentType) || contentType.Equal(oidData) != (len(m.data.Encapsulated.Content.Bytes) == 0) {
		return errors.New("the signed content is not where it must be")
	}
	if err := m.checkSigningCertificate(); err != nil {
		return err
	}
	if len(m.signer.Signed.Bytes) == 0 {
		return errors.New("no signed attributes")
	}
	h := m.hash.New()
	h.Write(mustMarshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: m.signer.Signed.Bytes})) // [0] is stored, SET is signed
	return m.verify(h.Sum(nil))
}

// checkSigningCertificate demands that what is signed names the certificate, as
// RFC 3161 and PAdES do.
func (m *message) checkSigningCertificate() error {
	var got, want []byte
	var v1 signingCertificate
	var v2 signingCertificateV2
	switch {
	case strict(m.attrs[oidSigningCertV2.String()], &v2) == nil && len(v2.Certs) > 0:
		h := crypto.SHA256
		if a := v2.Certs[0].Algorithm; a.Algorithm != nil {
			var err error
			if h, err = digestOf(a); err != nil {
				return err
			}
		}
		sum := h.New()
		sum.Write(m.leaf.Raw)
		got, want = v2.Certs[0].Hash, sum.Sum(nil)
	case strict(m.attrs[oidSigningCertV1.String()], &v1) == nil && len(v1.Certs) > 0:
		sum := sha1.Sum(m.leaf.Raw) // old time-stamp services know no other
		got, want = v1.Certs[0].Hash, sum[:]
	}
	if want == nil || !bytes.Equal(got, want) {
		return errors.New("the certificate is not the one that was signed with")
	}
	return nil
}

// spelled demands the one spelling of a seal.
func (m *message) spelled() error {
	alg, err := signatureAlgorithm(m.leaf.PublicKey)
	if err != nil {
		return err
	}
	end := m.certs[len(m.certs)-1]
	if len(m.certs) > 1 && !bytes.Equal(end.RawIssuer, end.RawSubject) {
		return errors.New("the certificates do not end in their root")
	}
	again := sealed{digest: m.messageDigest(), chain: m.certs, algorithm: alg, signature: m.signer.Signature, token: m.token}
	if !bytes.Equal(again.encode(), m.der) {
		return errors.New("not written as a seal is")
	}
	return nil
}

func (m *message) verify(digest []byte) error {
	a := m.signer.SigAlg
	params := a.Parameters.FullBytes
	switch key := m.leaf.PublicKey.(type) {
	case *rsa.PublicKey:
		known := a.Algorithm.Equal(oidRSA)
		for i, h := range map[int]crypto.Hash{11: crypto.SHA256, 12: crypto.SHA384, 13: crypto.SHA512} {
			known = known || h == m.hash && a.Algorithm.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, i})
		}
		if !known || len(params) > 0 && !bytes.Equal(params, []byte{5, 0}) {
			return errors.New("a signature algorithm that is not accepted")
		}
		return rsa.VerifyPKCS1v15(key, m.hash, digest, m.signer.Signature)
	case *ecdsa.PublicKey:
		known := false
		for i, h := range map[int]crypto.Hash{2: crypto.SHA256, 3: crypto.SHA384, 4: crypto.SHA512} {
			known = known || h == m.hash && a.Algorithm.Equal(asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, i})
		}
		if !known || len(params) > 0 {
			return errors.New("a signature algorithm that is not accepted")
		}
		if !ecdsa.VerifyASN1(key, digest, m.signer.Signature) {
			return errors.New("the signature does not match")
		}
		return nil
	}
	return errors.New("a kind of key that is not accepted")
}
