package pdf

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/digitorus/timestamp"
)

// seal makes a firm's key and certificate.
func sealOptions(t *testing.T, key crypto.Signer) SealOptions {
	t.Helper()
	der, err := NewSealCertificate(key, "Baker & Łódź CPAs, LLP", noon)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return SealOptions{Signer: key, Chain: []*x509.Certificate{cert}, At: noon, Name: "Baker", Reason: "Sealed after the last signature"}
}

func ecdsaKey(t *testing.T) crypto.Signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func rsaKey(t *testing.T) crypto.Signer {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sealedBytes(t *testing.T, src []byte, o SealOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	s, err := Seal(t.Context(), &b, BytesSource(src), o)
	if err != nil {
		t.Fatalf("seal: %v (%v)", err, errors.Unwrap(err))
	}
	if s.SHA256 != sha256.Sum256(b.Bytes()) || s.Size != int64(b.Len()) || !bytes.HasPrefix(b.Bytes(), src) {
		t.Error("the result does not describe the bytes, or the input is no prefix of them")
	}
	return b.Bytes()
}

// authority is a time-stamp service in this process.
func authority(t *testing.T) func(context.Context, []byte) ([]byte, error) {
	t.Helper()
	key := rsaKey(t)
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Test TSA"},
		NotBefore: noon.Add(-time.Hour), NotAfter: noon.AddDate(5, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return func(_ context.Context, signature []byte) ([]byte, error) {
		sum := sha256.Sum256(signature)
		ts := timestamp.Timestamp{HashAlgorithm: crypto.SHA256, HashedMessage: sum[:], Time: noon.UTC(), Policy: []int{1, 2, 3},
			AddTSACertificate: true, Certificates: nil}
		resp, err := ts.CreateResponseWithOpts(cert, key, crypto.SHA256)
		if err != nil {
			return nil, err
		}
		parsed, err := timestamp.ParseResponse(resp)
		if err != nil {
			return nil, err
		}
		return parsed.RawToken, nil
	}
}

func TestASealIsValidForIndependentWitnesses(t *testing.T) {
	doc, a := assembled(t, Package{At: noon, PageNumbers: true, Parts: []Part{{Name: "8879", Source: corpus(t, "irs-f8879.pdf")}}})
	rsaOnly := sealOptions(t, rsaKey(t))
	visible := sealOptions(t, ecdsaKey(t))
	visible.Visible = &VisibleSeal{Page: 1, Rect: Rect{400, 20, 560, 60}, Lines: []string{"Sealed by Baker & Łódź", "Mar 4, 2026"}}
	stamped := sealOptions(t, ecdsaKey(t))
	stamped.Timestamp = authority(t)
	for name, o := range map[string]SealOptions{"RSA": rsaOnly, "ECDSA visible": visible, "ECDSA with time stamp": stamped} {
		t.Run(name, func(t *testing.T) {
			sealed := sealedBytes(t, doc, o)
			path := saved(t, sealed)
			qpdfClean(t, path)
			says, _ := witness(t, "pdfsig", path)
			for _, want := range []string{"Signature is Valid", "Total document signed", "ETSI.CAdES.detached"} {
				if !strings.Contains(says, want) {
					t.Errorf("pdfsig does not say %q:\n%s", want, says)
				}
			}
			opensslAgrees(t, sealed)
			r, err := Verify(t.Context(), BytesSource(sealed), VerifyOptions{Trusted: o.Chain, Approved: a.SHA256, ApprovedSize: a.Size})
			if err != nil || !r.Intact || r.Origin != OriginGiven || r.Seal.Covers != int64(len(sealed)) {
				t.Errorf("our verifier: %+v (%v)", r, err)
			}
			if (o.Timestamp != nil) != r.Seal.Stamped.Equal(noon) {
				t.Errorf("time stamp: %v", r.Seal.Stamped)
			}
		})
	}
}

// opensslAgrees hands the two ranges and the gap to openssl.
func opensslAgrees(t *testing.T, sealed []byte) {
	t.Helper()
	found, err := findSignatures(t.Context(), BytesSource(sealed))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v %v", found, err)
	}
	s := found[0]
	der, _, ok := leadingDER(sealed[s.before+1 : s.after-1])
	if !ok {
		t.Fatal("no signature in the gap")
	}
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	content := append(bytes.Clone(sealed[:s.before]), sealed[s.after:]...)
	out, err := witness(t, "openssl", "cms", "-verify", "-binary", "-noverify", "-inform", "DER",
		"-in", write("sig.der", der), "-content", write("content", content), "-out", filepath.Join(dir, "out"))
	if err != nil || !strings.Contains(out, "successful") {
		t.Errorf("openssl: %v\n%s", err, out)
	}
}

func TestSealRefusesWhatItMustNotSeal(t *testing.T) {
	o := sealOptions(t, ecdsaKey(t))
	once := sealedBytes(t, simplePDF("x", ""), o)
	for name, c := range map[string]struct {
		src  Source
		want Code
	}{
		"encrypted":      {corpus(t, "enc-empty-protected.pdf"), CodeEncrypted},
		"no pages":       {corpus(t, "zero-pages.pdf"), CodeNoPages},
		"already sealed": {BytesSource(once), CodeSealed},
		"not a PDF":      {BytesSource([]byte("hello")), CodeNotPDF},
		"empty":          {BytesSource(nil), CodeEmpty},
	} {
		var out bytes.Buffer
		if _, err := Seal(t.Context(), &out, c.src, o); CodeOf(err) != c.want || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes written", name, err, out.Len())
		}
	}
	if _, err := NewSealCertificate(ecdsaKey(t), "", noon); CodeOf(err) != CodeInvalid {
		t.Errorf("a seal without a firm's name: %v", err)
	}
}

// The seal must hold on files of every making, not only on our own.
func TestSealKeepsEveryFileOfTheCorpusWhole(t *testing.T) {
	o := sealOptions(t, ecdsaKey(t))
	var sealedCount atomic.Int32
	corpusAll(t, func(t *testing.T, name string, src Source) {
		var out bytes.Buffer
		if _, err := Seal(t.Context(), &out, src, o); err != nil {
			if CodeOf(err) == "" {
				t.Errorf("unclear: %v", err)
			}
			return
		}
		sealedCount.Add(1)
		pages, fields := counts(t, src)
		if p, f := counts(t, BytesSource(out.Bytes())); p != pages || f != fields+1 {
			t.Errorf("fields %d → %d, pages %d → %d", fields, f, pages, p)
		}
		says, _ := witness(t, "pdfsig", saved(t, out.Bytes()))
		if !strings.Contains(says, "Total document signed") || !strings.Contains(says, "Signature is Valid") {
			t.Errorf("pdfsig:\n%s", says)
		}
		r, err := Verify(t.Context(), BytesSource(out.Bytes()), VerifyOptions{})
		if err != nil || !r.Intact || r.Origin != OriginUnknown {
			t.Errorf("our verifier: %+v (%v)", r, err)
		}
	})
	if n := sealedCount.Load(); n < 25 {
		t.Errorf("only %d files could be sealed", n)
	}
}

func counts(t *testing.T, src Source) (pages, fields int) {
	t.Helper()
	g, err := readGraph(t.Context(), src, "")
	if err != nil {
		t.Fatal(err)
	}
	leaves := g.leaves()
	return len(leaves), len(g.fields(leaves))
}

func TestASealNeedsItsTimeStamp(t *testing.T) {
	o := sealOptions(t, ecdsaKey(t))
	o.Timestamp = func(context.Context, []byte) ([]byte, error) { return nil, errors.New("503") }
	if _, err := Seal(t.Context(), &bytes.Buffer{}, BytesSource(simplePDF("x", "")), o); CodeOf(err) != CodeSigningError {
		t.Errorf("a silent time-stamp service: %v", err)
	}
}
