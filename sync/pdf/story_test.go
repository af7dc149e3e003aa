package pdf

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// The whole story of a signature, on every real form that can be signed: what
// was approved is the beginning of what is sealed, and programs that are not
// ours agree that it is whole.
func TestTheSignatureStoryOnEveryForm(t *testing.T) {
	o := sealOptions(t, ecdsaKey(t))
	var told, asked atomic.Int32
	corpusAll(t, func(t *testing.T, name string, src Source) {
		if asked.Add(1)%4 != 0 && raceDetector {
			return // the story is one of bytes; that nothing races shows on some
		}
		info, err := Preflight(t.Context(), src, PreflightOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var approved bytes.Buffer
		a, err := Assemble(t.Context(), &approved, Package{Title: name, At: noon, PageNumbers: true, Parts: []Part{{Name: name, Source: src}}})
		if info.Blocked() || info.Signed {
			if err == nil {
				t.Error("preflight stops it, and it was assembled")
			}
			return
		}
		if err != nil {
			t.Fatalf("preflight lets it pass: %v", err)
		}
		told.Add(1)
		var marked bytes.Buffer
		if _, err := AppendMarks(t.Context(), &marked, BytesSource(approved.Bytes()), marksOn(a)); err != nil {
			t.Fatal(err)
		}
		sealed := sealedBytes(t, marked.Bytes(), o)
		if !bytes.Equal(sealed[:a.Size], approved.Bytes()) || sha256.Sum256(sealed[:a.Size]) != a.SHA256 {
			t.Error("its first bytes are not the approved ones")
		}
		witnessesAgree(t, sealed)
		known := VerifyOptions{Approved: a.SHA256, ApprovedSize: a.Size, Trusted: o.Chain}
		if r, err := Verify(t.Context(), BytesSource(sealed), known); err != nil || !r.Intact || r.Origin != OriginGiven {
			t.Errorf("our verifier: %+v (%v)", r, err)
		}
		everyKindOfHarm(t, sealed, known)
	})
	least := int32(25)
	if raceDetector {
		least = 4
	}
	if told.Load() < least {
		t.Errorf("only %d forms were signed", told.Load())
	}
}

// marksOn is a signature and its date at the foot of the first page, with the
// certificate and the record.
func marksOn(a Assembly) Marks {
	box := a.Pages[0].CropBox
	sign := Rect{box.X0 + 4, box.Y0 + 4, box.X0 + box.W()/2, box.Y0 + min(34, box.H()/2)}
	date := Rect{sign.X1 + 2, sign.Y0, box.X1 - 4, sign.Y1}
	return Marks{
		Approved: a.SHA256, At: noon, Evidence: []byte("{}\n"), EvidenceName: "evidence.json",
		Marks: []Mark{{Page: 1, Rect: sign, Kind: MarkTyped, Text: "María Łukasz"}, {Page: 1, Rect: date, Kind: MarkText, Text: "Mar 4, 2026"}},
		Certificate: &Certificate{
			Firm: "Baker CPAs", Document: "Form", SHA256: a.SHA256, Pages: len(a.Pages),
			Signers: []CertifiedSigner{{Name: "María Łukasz", Role: "Taxpayer", Signed: noon}}, Events: []CertifiedEvent{{noon, "María Łukasz", "Signed"}},
		},
	}
}

// witnessesAgree asks poppler and qpdf.
func witnessesAgree(t *testing.T, sealed []byte) {
	t.Helper()
	path := saved(t, sealed)
	qpdfClean(t, path)
	says, _ := witness(t, "pdfsig", path)
	for _, want := range []string{"Signature is Valid", "Total document signed", "ETSI.CAdES.detached"} {
		if strings.Count(says, want) != 1 {
			t.Errorf("pdfsig does not say %q once:\n%s", want, says)
		}
	}
}

// everyKindOfHarm changes the sealed file in each of its regions, and demands
// that the part that was changed is the first one named.
func everyKindOfHarm(t *testing.T, sealed []byte, known VerifyOptions) {
	t.Helper()
	from, to := gapOf(t, sealed)
	padding := from + len(bytes.TrimRight(sealed[from:to], "0")) + 8
	end := len(sealed)
	flip, insert := damage["flip"], damage["insert"]
	other := func(b []byte, at int) []byte { c := bytes.Clone(b); c[at] = '7' ^ b[at]&1; return c }
	for _, c := range []struct {
		what    string
		changed []byte
		want    []BrokenPart
	}{
		{"a byte of the approved pages", flip(sealed, int(known.ApprovedSize)/3), []BrokenPart{BrokenSignedBytes}},
		{"the last byte of the approved pages", flip(sealed, int(known.ApprovedSize)-1), []BrokenPart{BrokenSignedBytes}},
		{"a byte of the marks", flip(sealed, (int(known.ApprovedSize)+from)/2), []BrokenPart{BrokenSignedBytes}},
		{"a byte of the last table", flip(sealed, end-20), []BrokenPart{BrokenSignedBytes}},
		{"a digit of the signature", other(sealed, from+60), []BrokenPart{BrokenSeal}},
		{"a digit of the room behind it", other(sealed, padding), []BrokenPart{BrokenPadding}},
		{"a byte more among the pages", insert(sealed, int(known.ApprovedSize)/2), []BrokenPart{BrokenSeal, BrokenAppended, BrokenSignedBytes}},
		{"a byte less among the pages", damage["remove"](sealed, int(known.ApprovedSize)/2), []BrokenPart{BrokenSignedBytes}},
		{"a byte less at the end", sealed[:end-1], []BrokenPart{BrokenSignedBytes}},
		{"half of it", sealed[:end/2], []BrokenPart{BrokenSeal}},
		{"a byte more at the end", append(bytes.Clone(sealed), '\n'), []BrokenPart{BrokenAppended}},
		{"another revision", append(bytes.Clone(sealed), "1 0 obj\n<<>>\nendobj\n%%EOF\n"...), []BrokenPart{BrokenAppended}},
	} {
		r, err := Verify(t.Context(), BytesSource(c.changed), known)
		if err != nil || r.Intact || !slices.Contains(c.want, r.Broken[0].Part) {
			t.Errorf("%s: %+v (%v), want %q", c.what, r.Broken, err, c.want)
		}
	}
}
