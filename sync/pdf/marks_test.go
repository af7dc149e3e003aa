package pdf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// signing is a package ready for marks, with all that a signing leaves behind.
func signing(t *testing.T) (doc []byte, a Assembly, m Marks) {
	t.Helper()
	doc, a = assembled(t, Package{At: noon, PageNumbers: true, Parts: []Part{
		{Name: "Engagement letter", Source: BytesSource(simplePDF("Engagement letter", ""))},
		{Name: "Turned", Source: BytesSource(simplePDF("Turned page", "/Rotate 90/CropBox[36 36 576 756]"))},
	}})
	m = Marks{Approved: a.SHA256, At: noon, EvidenceName: "record.json", Evidence: []byte(`{"signers":["María Łukasz","Ωραία Иванова"]}`),
		Marks: []Mark{
			{Page: 1, Rect: Rect{100, 310, 330, 340}, Kind: MarkTyped, Text: "María Łukasz"},
			{Page: 1, Rect: Rect{400, 310, 480, 330}, Kind: MarkText, Text: "03/04/2026"},
			{Page: 1, Rect: Rect{100, 200, 330, 240}, Kind: MarkDrawn, Strokes: [][]Point{{{0, 0}, {50, 40}, {100, 0}}, {{20, 20}}}},
			{Page: 2, Rect: Rect{200, 200, 240, 500}, Kind: MarkTyped, Text: "Ωραία Иванова"},
			{Page: 2, Rect: Rect{300, 200, 330, 230}, Kind: MarkCheck},
		},
		Certificate: &Certificate{Firm: "Baker & Łódź CPAs, LLP", Document: "Engagement letter.pdf", SHA256: a.SHA256, Pages: len(a.Pages),
			Signers: []CertifiedSigner{{Name: "María Łukasz", Role: "Taxpayer", Email: "maria.lukasz@example.com", Method: "Link and code by e-mail",
				IP: "203.0.113.7", UserAgent: "Mozilla/5.0 (iPhone)", ConsentVersion: "3", Viewed: noon, Consented: noon, Signed: noon}},
			Events: []CertifiedEvent{{noon, "Baker", "Published the package"}, {noon, "María Łukasz", "Signed"}}}}
	return doc, a, m
}

func TestMarksLeaveTheApprovedBytesAsAPrefix(t *testing.T) {
	doc, a, m := signing(t)
	var marked bytes.Buffer
	got, err := AppendMarks(t.Context(), &marked, BytesSource(doc), m)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(marked.Bytes(), doc) || got.Size != int64(marked.Len()) || got.CertificatePage != 3 || got.Pages != 3 || len(got.Undrawn) > 0 {
		t.Errorf("%+v", got)
	}
	sealed := sealedBytes(t, marked.Bytes(), sealOptions(t, ecdsaKey(t)))
	path := saved(t, sealed)
	qpdfClean(t, path)
	text := pageText(t, path)
	for _, want := range []string{"María Łukasz", "03/04/2026", "Ωραία Иванова", "Certificate of signing", "m•••@example.com",
		"203.0.113.7", "Mar 4, 2026, 12:00:00 PM (UTC-06:00)", fmt.Sprintf("%x", a.SHA256), "Page 1 of 2", "Certificate page 1 of 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the pages", want)
		}
	}
	if strings.Contains(text, "maria.lukasz") {
		t.Error("the whole e-mail address is printed")
	}
	kept := filepath.Join(t.TempDir(), "record.json")
	if msg, err := witness(t, "pdfdetach", "-savefile", "record.json", "-o", kept, path); err != nil {
		t.Fatalf("%v %s", err, msg)
	}
	if b, err := os.ReadFile(kept); err != nil || !bytes.Equal(b, m.Evidence) {
		t.Errorf("the record's bytes changed: %s (%v)", b, err)
	}
	r, err := Verify(t.Context(), BytesSource(sealed), VerifyOptions{Approved: a.SHA256, ApprovedSize: a.Size})
	if err != nil || !r.Intact {
		t.Errorf("%+v (%v)", r, err)
	}
	var again bytes.Buffer
	if _, err := AppendMarks(t.Context(), &again, BytesSource(doc), m); err != nil || !bytes.Equal(again.Bytes(), marked.Bytes()) {
		t.Errorf("the same marks gave other bytes (%v)", err)
	}
}

func TestMarksAreRefusedWhereTheyDoNotBelong(t *testing.T) {
	doc, _, good := signing(t)
	one := func(change func(*Marks)) Marks {
		m := good
		m.Marks = slices.Clone(good.Marks[:1])
		change(&m)
		return m
	}
	sealed := sealedBytes(t, doc, sealOptions(t, ecdsaKey(t)))
	for name, c := range map[string]struct {
		src  []byte
		m    Marks
		want Code
	}{
		"other bytes than approved": {doc, one(func(m *Marks) { m.Approved[0] ^= 1 }), CodeInvalid},
		"no such page":              {doc, one(func(m *Marks) { m.Marks[0].Page = 9 }), CodeInvalid},
		"outside the page":          {doc, one(func(m *Marks) { m.Marks[0].Rect.X1 = 5000 }), CodeInvalid},
		"an unknown kind":           {doc, one(func(m *Marks) { m.Marks[0].Kind = "stamp" }), CodeInvalid},
		"nothing drawn":             {doc, one(func(m *Marks) { m.Marks[0].Kind = MarkDrawn }), CodeInvalid},
		"after the seal":            {sealed, one(func(m *Marks) { m.Approved = [32]byte{} }), CodeSigned},
	} {
		var out bytes.Buffer
		if _, err := AppendMarks(t.Context(), &out, BytesSource(c.src), c.m); CodeOf(err) != c.want || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes written", name, err, out.Len())
		}
	}
}

// A name must not be lost for want of a glyph: what the built-in fonts lack
// comes from a font that is given, or is reported.
func TestNamesInOtherScripts(t *testing.T) {
	doc, _, m := signing(t)
	m.Marks = []Mark{{Page: 1, Rect: Rect{100, 300, 300, 340}, Kind: MarkTyped, Text: "李明 Lee 수 שלום"}}
	got, err := AppendMarks(t.Context(), &bytes.Buffer{}, BytesSource(doc), m)
	if err != nil || !slices.Equal(got.Substituted, []string{"明", "李", "수"}) || len(got.Undrawn) != 4 {
		t.Errorf("without a font: %+v (%v)", got, err)
	}
	font, err := os.ReadFile("/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf")
	if err != nil {
		absent(t, "embedding a CJK font; install fonts-droid-fallback")
	}
	m.Fonts = [][]byte{font}
	var out bytes.Buffer
	got, err = AppendMarks(t.Context(), &out, BytesSource(doc), m)
	if err != nil || len(got.Substituted) > 0 {
		t.Errorf("with a font: %+v (%v)", got, err)
	}
	if out.Len()-len(doc) > 150_000 {
		t.Errorf("%d bytes for a few glyphs", out.Len()-len(doc))
	}
	path := saved(t, out.Bytes())
	qpdfClean(t, path)
	if text := pageText(t, path); !strings.Contains(text, "李明") || !strings.Contains(text, "수") {
		t.Error("the name cannot be read back")
	}
}

func TestTheCertificateRunsOverSeveralPages(t *testing.T) {
	doc, _, m := signing(t)
	for i := range 120 {
		m.Certificate.Events = append(m.Certificate.Events, CertifiedEvent{noon, "María Łukasz", fmt.Sprintf("Read page %d. %s", i, strings.Repeat("Long words wrap. ", i%9))})
	}
	var out bytes.Buffer
	got, err := AppendMarks(t.Context(), &out, BytesSource(doc), m)
	if err != nil || got.Pages < 6 {
		t.Fatalf("%+v (%v)", got, err)
	}
	text := pageText(t, saved(t, out.Bytes()))
	for _, want := range []string{"Read page 0.", "Read page 119.", fmt.Sprintf("Certificate page %d of %d", got.Pages-2, got.Pages-2)} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the pages", want)
		}
	}
}

func TestEmailsAreMasked(t *testing.T) {
	for in, want := range map[string]string{"ann@example.com": "a•••@example.com", "Ł@x.pl": "Ł•••@x.pl", "": "", "phone": "phone"} {
		if got := maskEmail(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
