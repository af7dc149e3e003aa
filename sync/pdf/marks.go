package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// MarkKind says how a mark is drawn.
type MarkKind string

const (
	MarkTyped MarkKind = "typed" // a name or initials in a hand
	MarkDrawn MarkKind = "drawn" // strokes
	MarkText  MarkKind = "text"  // a date, a title, plain
	MarkCheck MarkKind = "check" // a tick
)

// Point is a place in a drawing: any unit, x to the right, y down.
type Point struct{ X, Y float64 }

// Mark is what a signer put into one box. Rect is in PDF user space; the mark
// stands upright as the page is read, whatever its rotation.
type Mark struct {
	Page    int // 1-based
	Rect    Rect
	Kind    MarkKind
	Text    string
	Strokes [][]Point
}

// Marks is what AppendMarks adds.
type Marks struct {
	// Approved, when not zero, must be the input's sha256.
	Approved    [32]byte
	Marks       []Mark
	Certificate *Certificate
	// Evidence is embedded byte for byte as a file called EvidenceName.
	Evidence     []byte
	EvidenceName string
	At           time.Time
	// Fonts are TrueType fonts with outlines, tried where the built-in ones
	// (Latin, Greek, Cyrillic) have no glyph. Without one, Chinese, Japanese
	// and Korean use the viewer's own fonts. They are of no use unless NeedsFonts.
	Fonts [][]byte `json:",omitempty"`
}

// NeedsFonts says whether something is written in a script that the built-in fonts
// do not have.
func (m *Marks) NeedsFonts() bool {
	var all []string
	for _, mark := range m.Marks {
		all = append(all, mark.Text)
	}
	if c := m.Certificate; c != nil {
		all = append(all, c.Firm, c.Document)
		for _, s := range c.Signers {
			all = append(all, s.Name, s.Role, s.Email, s.Method, s.UserAgent, s.ConsentVersion)
		}
		for _, e := range c.Events {
			all = append(all, e.By, e.Text)
		}
	}
	return strings.ContainsFunc(strings.Join(all, ""), func(r rune) bool {
		punctuation := r >= 0x1E00 && r < 0x2100 // and accented Latin and Greek
		return r > 0x052F && !punctuation
	})
}

// Marked describes the bytes written.
type Marked struct {
	SHA256          [32]byte
	Size            int64
	Pages           int
	CertificatePage int // the first one; 0 when there is none
	// Undrawn are characters no font could draw: each shows as a box, and the
	// evidence file has the spelling.
	Undrawn []string
	// Substituted are characters left to the viewer's own fonts (Chinese,
	// Japanese, Korean without a font in Marks.Fonts): present and searchable,
	// but invisible in a viewer that has no such font.
	Substituted []string
}

// AppendMarks writes the approved bytes untouched, then one revision with all
// marks, the certificate pages and the evidence file. The same input gives the
// same bytes. Nothing is written when it fails before the first byte.
func AppendMarks(ctx context.Context, w io.Writer, approved Source, m Marks) (out Marked, err error) {
	defer catch(&err)
	r, err := newRevision(ctx, approved)
	if err != nil {
		return Marked{}, err
	}
	if r.g.survey().signed {
		return Marked{}, refuse(CodeSigned, nil, "This PDF is already signed. Marks can only be added before the seal.")
	}
	if err := matches(approved, m.Approved); err != nil {
		return Marked{}, err
	}
	fb := newFontbook(r, m.Fonts)
	if err := r.drawMarks(fb, m.Marks); err != nil {
		return Marked{}, err
	}
	pages := len(r.g.leaves())
	if m.Certificate != nil {
		n, err := r.appendCertificate(fb, *m.Certificate)
		if err != nil {
			return Marked{}, err
		}
		out.CertificatePage = pages + 1
		pages += n
	}
	if m.Evidence != nil {
		if err := r.attachFile(Attachment{Name: m.EvidenceName, Description: "Record of the signing", MIME: "application/json",
			Source: BytesSource(m.Evidence)}, m.At); err != nil {
			return Marked{}, err
		}
	}
	fb.finish()
	out.Undrawn, out.Substituted = listed(fb.undrawn), listed(fb.substituted)
	out.Pages = pages
	return r.emit(ctx, w, out)
}

func matches(src Source, want [32]byte) error {
	if want == ([32]byte{}) {
		return nil
	}
	got, err := copyTo(io.Discard, src)
	if err != nil {
		return fmt.Errorf("read the approved file: %w", err)
	}
	if got != want {
		return refuse(CodeInvalid, nil, "These are not the bytes that were approved, so no marks were added. Fetch the approved file again.")
	}
	return nil
}

// emit checks the result, then writes file and revision.
func (r *revision) emit(ctx context.Context, w io.Writer, out Marked) (Marked, error) {
	tail, err := r.bytes()
	if err != nil {
		return Marked{}, err
	}
	g, err := readGraph(ctx, joined{r.src, tail}.source(), "")
	if err != nil || len(g.leaves()) != out.Pages {
		return Marked{}, refuse(CodeSelfCheck, err, "The marked PDF did not read back as intended, so it was not used. The approved file is untouched.")
	}
	h := sha256.New()
	to := io.MultiWriter(w, h)
	if _, err := copyTo(to, r.src); err != nil {
		return Marked{}, fmt.Errorf("copy the approved file: %w", err)
	}
	if _, err := to.Write(tail); err != nil {
		return Marked{}, fmt.Errorf("write the marks: %w", err)
	}
	out.SHA256, out.Size = [32]byte(h.Sum(nil)), r.src.Size+int64(len(tail))
	return out, nil
}

func (r *revision) drawMarks(fb *fontbook, marks []Mark) error {
	leaves := r.g.leaves()
	ops := make([]bytes.Buffer, len(leaves))
	for i, m := range marks {
		if m.Page < 1 || m.Page > len(leaves) || leaves[m.Page-1].nr == 0 {
			return refuse(CodeInvalid, nil, "Mark %d is for page %d, which this document of %d pages does not have.", i+1, m.Page, len(leaves))
		}
		p := leaves[m.Page-1].page
		m.Rect = m.Rect.normal()
		if in := m.Rect.intersect(p.CropBox); in != m.Rect || in.W() < 4 || in.H() < 4 {
			return refuse(CodeInvalid, nil, "The box of mark %d is not on the visible part of page %d. Place it again.", i+1, m.Page)
		}
		if err := m.draw(&ops[m.Page-1], fb, p); err != nil {
			return err
		}
	}
	for i, l := range leaves {
		if ops[i].Len() > 0 {
			page := r.editable(l.nr)
			page["Resources"] = r.withFonts(l, fb)
			page["Contents"] = r.contents(l)
			appendContent(r, page, ops[i].Bytes())
		}
	}
	return nil
}

// withFonts is the page's resources with our fonts, leaving what it shares
// with other pages alone.
func (r *revision) withFonts(l leaf, fb *fontbook) types.Dict {
	res := cloneDict(r.g.dict(l.resources))
	fonts := cloneDict(r.g.dict(res["Font"]))
	for k, v := range fb.resources() {
		fonts[k] = v
	}
	res["Font"] = fonts
	return res
}

// contents is a page's content as a flat array.
func (r *revision) contents(l leaf) types.Array {
	if a := r.g.array(l.dict["Contents"]); a != nil {
		return append(types.Array{}, a...)
	}
	if r.g.isStream(l.dict["Contents"]) {
		return types.Array{l.dict["Contents"]}
	}
	return nil
}

// attachFile adds a file to those the document carries.
func (r *revision) attachFile(a Attachment, at time.Time) error {
	catalog := r.catalog()
	names := cloneDict(r.g.dict(catalog["Names"]))
	var old []embedded
	r.g.nameTree(names["EmbeddedFiles"], func(k []byte, v types.Object) { old = append(old, embedded{k, v}) })
	f, err := attach(r, a, at)
	if err != nil {
		return err
	}
	names["EmbeddedFiles"] = embeddedTree(old, []embedded{f})
	catalog["Names"] = names
	catalog["AF"] = append(append(types.Array{}, r.g.array(catalog["AF"])...), f.spec)
	return nil
}
