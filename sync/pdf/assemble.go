package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/sync/errgroup"
)

// Forms says what becomes of form fields.
type Forms int

const (
	// FormsFlatten draws every field into its page and drops the form. It is
	// what a package for signature needs and the default: a field, even a
	// read-only one, is redrawn by each viewer as that viewer thinks best, so
	// only page content is sure to be what was approved.
	FormsFlatten Forms = iota
	// FormsKeep keeps fields fillable, each part's under a name of its own.
	FormsKeep
)

// Part is one document of a package: a PDF, or a JPEG, PNG, TIFF or WEBP image,
// which is placed on a Letter page, upright by its EXIF orientation.
type Part struct {
	Name     string // its bookmark
	Source   Source `json:"-"`
	Password string // opens an encrypted part
	Mark     string // burnt into the top right of each page, such as "Copy"
	Pages    Pages  // the pages to take; all when nil. Nothing of the others travels
}

// Attachment is a file that travels inside the package, byte for byte: the way
// for an already signed PDF.
type Attachment struct {
	Name        string
	Description string
	MIME        string
	Source      Source `json:"-"`
}

// Package is what Assemble makes one PDF of.
type Package struct {
	Title       string
	Parts       []Part
	Attachments []Attachment
	At          time.Time // written as creation date; zero writes none
	PageNumbers bool      // "Page 4 of 48" at the foot
	Bates       *Bates
	Forms       Forms
	KeepLinks   bool // keep links to web addresses; links inside a part are kept always
	Optimise    bool // join identical streams of all parts; slower, smaller
}

// AssembledPart tells where a part lies.
type AssembledPart struct {
	Name      string
	FirstPage int // 1-based
	Pages     int
}

// Assembly describes the bytes written.
type Assembly struct {
	SHA256 [32]byte
	Size   int64
	Pages  []Page
	Parts  []AssembledPart
	EFile  []EFileForm // pages that are IRS e-file authorisations, numbered in the package
}

// Assemble merges the parts in order into one PDF and writes it to w once. The
// same Package gives the same bytes. Nothing is written when it fails.
// Already signed parts, portfolios and Adobe-only forms are refused: the error
// names the part.
func Assemble(ctx context.Context, w io.Writer, p Package) (out Assembly, err error) {
	defer catch(&err)
	graphs, err := readParts(ctx, p)
	if err != nil {
		return Assembly{}, err
	}
	a := &assembler{p: p, b: &builder{}}
	a.fonts = newFontbook(a.b, nil)
	if p.Optimise {
		a.shared = map[[32]byte]int{}
	}
	root, info, err := a.build(ctx, graphs)
	if err != nil {
		return Assembly{}, err
	}
	var buf bytes.Buffer
	if err := a.b.write(&buf, a.version(graphs), root, info); err != nil {
		return Assembly{}, fmt.Errorf("write the package: %w", err)
	}
	if err := selfCheck(ctx, BytesSource(buf.Bytes()), a.out.Pages); err != nil {
		return Assembly{}, err
	}
	a.out.SHA256, a.out.Size = sha256.Sum256(buf.Bytes()), int64(buf.Len())
	if _, err := w.Write(buf.Bytes()); err != nil {
		return Assembly{}, fmt.Errorf("write the package: %w", err)
	}
	return a.out, nil
}

// readParts opens every part once, side by side.
func readParts(ctx context.Context, pack Package) ([]*graph, error) {
	parts := pack.Parts
	if len(parts) == 0 {
		return nil, refuse(CodeInvalid, nil, "A package needs at least one document.")
	}
	graphs := make([]*graph, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range parts {
		group.Go(func() (err error) {
			defer catch(&err)
			if p.Pages != nil && pack.Forms == FormsKeep {
				return inPart(refuse(CodeInvalid, nil, "Form fields can only stay fillable when all pages are taken."), i+1)
			}
			if graphs[i], err = readPart(ctx, p); err == nil {
				err = graphs[i].take(p.Pages)
			}
			if err != nil {
				return inPart(err, i+1)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return graphs, nil
}

func inPart(err error, part int) error {
	var e *Error
	if !errors.As(err, &e) {
		return fmt.Errorf("part %d: %w", part, err)
	}
	named := *e
	named.Part = part
	return &named
}

func readPart(ctx context.Context, p Part) (*graph, error) {
	src := p.Source
	if kind := imageKind(src); kind != "" {
		b, err := imagePDF(src, kind)
		if err != nil {
			return nil, err
		}
		src = BytesSource(b)
	}
	g, err := readGraph(ctx, src, p.Password)
	if err != nil {
		return nil, err
	}
	switch {
	case g.survey().signed:
		return nil, refuse(CodeSigned, nil, "This file is already signed. Merging it would break the signature. Send it along as an attachment instead, untouched.")
	case g.root["Collection"] != nil:
		return nil, refuse(CodePortfolio, nil, "This is a PDF portfolio: a folder of files in one. Save the files inside it one by one, and add those.")
	case g.xfaOnly():
		return nil, refuse(CodeXFAOnly, nil, "This form draws its pages only in Adobe Reader. Open it there, print it to PDF, and use the print.")
	case len(g.leaves()) == 0:
		return nil, refuse(CodeNoPages, nil, "This PDF has no pages. Print the document to PDF again.")
	}
	return g, nil
}

// selfCheck reads our own output back.
func selfCheck(ctx context.Context, src Source, want []Page) error {
	g, err := readGraph(ctx, src, "")
	if err != nil {
		return refuse(CodeSelfCheck, err, "The finished PDF could not be read back, so it was not used. The originals are untouched. Print the parts to PDF again and retry.")
	}
	got := g.leaves()
	same := len(got) == len(want)
	for i := range got {
		same = same && got[i].page.Rotate == want[i].Rotate
	}
	if s := g.survey(); !same || s.dangling > 0 {
		return refuse(CodeSelfCheck, fmt.Errorf("%d pages of %d, %d dangling", len(got), len(want), s.dangling),
			"The finished PDF did not read back as intended, so it was not used. The originals are untouched.")
	}
	return nil
}

// version is the highest that any part asks for.
func (a *assembler) version(graphs []*graph) string {
	for _, g := range graphs {
		if g.ctx.PDF20() {
			return "2.0"
		}
	}
	return "1.7"
}

// dateString is a PDF date with its zone.
func dateString(t time.Time) types.StringLiteral {
	_, off := t.Zone()
	sign := '+'
	if off < 0 {
		sign, off = '-', -off
	}
	return types.StringLiteral(fmt.Sprintf("D:%s%c%02d'%02d'", t.Format("20060102150405"), sign, off/3600, off/60%60))
}
