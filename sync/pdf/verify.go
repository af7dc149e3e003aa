package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"time"
)

// BrokenPart names what is wrong with a sealed file.
type BrokenPart string

const (
	BrokenSignedBytes BrokenPart = "signed bytes"   // what was sealed has changed
	BrokenSeal        BrokenPart = "seal"           // the signature is missing, malformed or false
	BrokenPadding     BrokenPart = "padding"        // the unused room behind the signature is not empty
	BrokenAppended    BrokenPart = "appended data"  // something follows what was sealed
	BrokenApproved    BrokenPart = "approved bytes" // the file does not begin with the approved bytes
)

// Broken is one broken part with a sentence for people.
type Broken struct {
	Part   BrokenPart
	Detail string
}

// Origin says how the seal's certificate is known.
type Origin string

const (
	OriginPinned  Origin = "pinned"  // its fingerprint was known beforehand
	OriginGiven   Origin = "given"   // it is, or was issued by, a certificate the caller trusts
	OriginUnknown Origin = "unknown" // it is known from the file alone, which proves nothing
)

// VerifyOptions says what is known beforehand.
type VerifyOptions struct {
	Pins    [][32]byte          // sha256 of seal certificates in DER
	Trusted []*x509.Certificate // given by the person who checks
	// Approved and ApprovedSize, when given, must be the file's first bytes.
	Approved     [32]byte
	ApprovedSize int64
}

// SealReport describes the last seal.
type SealReport struct {
	Subject     string
	Fingerprint [32]byte // sha256 of the certificate
	Certificate []byte   // DER
	Claimed     string   // /M as written: the signer's own clock
	Stamped     time.Time
	StampedBy   string // subject of the time-stamp service, which is not judged
	Covers      int64  // bytes up to which the seal reaches
}

// Report is the outcome of Verify: Intact and Origin are the two answers.
type Report struct {
	Intact bool
	Broken []Broken
	Origin Origin
	// Genuine says that the key of the seal's certificate made the seal, whatever
	// became of the bytes since. Without it Origin is unknown.
	Genuine bool
	Seal    *SealReport
	// Earlier counts other signatures in the file; they lie under the seal.
	Earlier int
}

func (r *Report) broken(part BrokenPart, format string, args ...any) {
	r.Broken = append(r.Broken, Broken{part, fmt.Sprintf(format, args...)})
}

// Verify checks a sealed file without a network and without the library that
// wrote it. It demands that the last seal's two ranges and its one exact gap
// cover the file from first to last byte, that the gap holds a signature in
// the one spelling that Seal gives it and otherwise zeros, that the signature is
// valid, and that it certifies the document against any change. An error means that the
// file could not be read; a changed file is a Report.
func Verify(ctx context.Context, src Source, o VerifyOptions) (r Report, err error) {
	defer catch(&err)
	r.Origin = OriginUnknown
	found, err := findSignatures(ctx, src)
	if err != nil {
		return r, err
	}
	digest, begins, err := readThrough(ctx, src, found, o)
	if err != nil {
		return r, err
	}
	if len(found) == 0 {
		r.broken(BrokenSeal, "No seal was found in this file.")
	} else {
		r.Earlier = len(found) - 1
		r.judge(src, found[len(found)-1], digest, o)
	}
	if !begins {
		r.broken(BrokenApproved, "The file does not begin with the bytes that were approved.")
	}
	r.Intact = len(r.Broken) == 0
	return r, nil
}

// readThrough hashes what the last seal says it covers, and says whether the
// file begins with the approved bytes, in one pass.
func readThrough(ctx context.Context, src Source, found []located, o VerifyOptions) (digest []byte, begins bool, err error) {
	signed, prefix := sha256.New(), sha256.New()
	end, gap := int64(0), [2]int64{}
	if len(found) > 0 {
		last := found[len(found)-1]
		end, gap = last.end(), [2]int64{last.before, last.after}
	}
	buf := make([]byte, min(1<<20, src.Size))
	for off := int64(0); off < src.Size; {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		n, err := src.ReadAt(buf[:min(int64(len(buf)), src.Size-off)], off)
		if n == 0 && err != nil {
			return nil, false, fmt.Errorf("read the file: %w", err)
		}
		feed(signed, buf[:n], off, 0, gap[0])
		feed(signed, buf[:n], off, gap[1], end)
		feed(prefix, buf[:n], off, 0, o.ApprovedSize)
		off += int64(n)
	}
	begins = o.ApprovedSize <= 0 || src.Size >= o.ApprovedSize && bytes.Equal(prefix.Sum(nil), o.Approved[:])
	return signed.Sum(nil), begins, nil
}

// feed hashes the part of a chunk at off that lies in [from, to).
func feed(h hash.Hash, chunk []byte, off, from, to int64) {
	lo, hi := max(from, off)-off, min(to, off+int64(len(chunk)))-off
	if lo < hi {
		h.Write(chunk[lo:hi])
	}
}

// judge checks the last seal from the outside in.
func (r *Report) judge(src Source, s located, digest []byte, o VerifyOptions) {
	r.Seal = &SealReport{Covers: s.end(), Claimed: s.claimed}
	if s.end() > src.Size {
		r.broken(BrokenSignedBytes, "The seal covers %d bytes but the file has only %d: its end is missing.", s.end(), src.Size)
	}
	if s.end() < src.Size {
		r.broken(BrokenAppended, "%d bytes follow what was sealed.", src.Size-s.end())
	}
	if !s.certifies {
		r.broken(BrokenSeal, "The last signature does not certify the document against changes.")
	}
	der, ok := r.gap(src, s)
	if !ok {
		return
	}
	m, err := parseMessage(der)
	if err == nil {
		err = m.spelled()
	}
	if err != nil {
		r.broken(BrokenSeal, "The signature is malformed (%v).", err)
		return
	}
	r.Seal.Certificate, r.Seal.Fingerprint = m.leaf.Raw, sha256.Sum256(m.leaf.Raw)
	r.Seal.Subject = m.leaf.Subject.String()
	if m.hash.Size() != len(digest) {
		r.broken(BrokenSeal, "The signature uses a digest other than SHA-256.")
		return
	}
	if err := m.checkSignature(oidData); err != nil {
		r.broken(BrokenSeal, "The signature is false (%v).", err)
	} else {
		r.Genuine, r.Origin = true, originOf(m.certs, o)
		if !bytes.Equal(m.messageDigest(), digest) {
			r.broken(BrokenSignedBytes, "Bytes that were sealed have changed.")
		}
	}
	r.judgeTime(m)
}

func (r *Report) judgeTime(m *message) {
	if m.token == nil {
		return
	}
	at, tsa, err := checkToken(m.token, m.signer.Signature)
	if err != nil {
		r.broken(BrokenSeal, "The time stamp is false (%v).", err)
		return
	}
	r.Seal.Stamped, r.Seal.StampedBy = at, tsa.Subject.String()
}

// gap reads the signature from between the two ranges.
func (r *Report) gap(src Source, s located) ([]byte, bool) {
	n := s.after - s.before
	if n < 4 || n > 1<<20 || s.after > src.Size {
		r.broken(BrokenSeal, "The place of the signature makes no sense.")
		return nil, false
	}
	b := make([]byte, n)
	if _, err := src.ReadAt(b, s.before); err != nil && err != io.EOF {
		r.broken(BrokenSeal, "The signature cannot be read.")
		return nil, false
	}
	if b[0] != '<' || b[n-1] != '>' {
		r.broken(BrokenSeal, "The ranges do not meet the signature exactly.")
		return nil, false
	}
	digits := b[1 : n-1]
	der, used, ok := leadingDER(digits)
	if !ok {
		r.broken(BrokenSeal, "The signature is not written as it must be.")
		return nil, false
	}
	if len(bytes.Trim(digits[used:], "0")) > 0 {
		r.broken(BrokenPadding, "The room behind the signature is not empty.")
	}
	return der, true
}

// leadingDER decodes one DER value from hexadecimal digits of one case and
// says how many digits it took.
func leadingDER(digits []byte) (der []byte, used int, ok bool) {
	if len(digits) < 8 || len(digits)%2 != 0 {
		return nil, 0, false
	}
	head, err := hex.DecodeString(string(digits[:8]))
	if err != nil || head[0] != 0x30 {
		return nil, 0, false
	}
	n := 0
	switch {
	case head[1] < 0x80:
		n = 2 + int(head[1])
	case head[1] == 0x81:
		n = 3 + int(head[2])
	case head[1] == 0x82:
		n = 4 + int(head[2])<<8 + int(head[3])
	default:
		return nil, 0, false
	}
	if 2*n > len(digits) {
		return nil, 0, false
	}
	text := digits[:2*n]
	if !bytes.Equal(text, bytes.ToLower(text)) && !bytes.Equal(text, bytes.ToUpper(text)) {
		return nil, 0, false
	}
	der, err = hex.DecodeString(string(text))
	return der, 2 * n, err == nil
}

// originOf compares what the file brought with what was known before.
func originOf(chain []*x509.Certificate, o VerifyOptions) Origin {
	leaf := chain[0]
	for _, pin := range o.Pins {
		if pin == sha256.Sum256(leaf.Raw) {
			return OriginPinned
		}
	}
	for _, trusted := range o.Trusted {
		for i, c := range chain {
			if bytes.Equal(c.Raw, trusted.Raw) && (i == 0 || trusted.IsCA) {
				return OriginGiven
			}
		}
		end := chain[len(chain)-1]
		if trusted.IsCA && end.CheckSignatureFrom(trusted) == nil {
			return OriginGiven
		}
	}
	return OriginUnknown
}
