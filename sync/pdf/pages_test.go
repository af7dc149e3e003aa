package pdf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestPagesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string][]int{
		"":             {1, 2, 3, 4, 5, 6, 7, 8, 9},
		"1-3, 7":       {1, 2, 3, 7},
		"7,1–3":        {7, 1, 2, 3}, // in the order written
		" 2 ; 4 - 5 ,": {2, 4, 5},
		"8-":           {8, 9},
		"9":            {9},
	} {
		p, err := ParsePages(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got, err := p.Of(9); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q means %v, want %v (%v)", text, got, want, err)
		}
		for place, page := range want {
			if p.Page(place) != page || p.Position(page) != place {
				t.Errorf("%q: place %d is page %d, and page %d at place %d", text, place, p.Page(place), page, p.Position(page))
			}
		}
	}
	for text, says := range map[string]string{
		"x": "“x” is not a page", "1,,2": "“” is not", "0": "“0” is not", "-3": "“-3” is not", "1-2-3": "“1-2-3” is not", "+1": "“+1” is not",
		"3-1": "3-1” runs backwards", "7-, 2": "“7-” goes to the last page", "99999999999999999999": "is not a page", strings.Repeat("1,", 2000): "is not a page",
	} {
		if _, err := ParsePages(text); CodeOf(err) != CodeInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
	if some := (Pages{{7, 7}, {1, 3}}); some.Position(4) != -1 {
		t.Errorf("page 4 is left out, not at place %d", some.Position(4))
	}
	for text, says := range map[string]string{"3-12": "no page 12", "10-": "no page 10", "2, 1-3": "Page 2 is named twice"} {
		p, err := ParsePages(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Of(9); CodeOf(err) != CodeInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q of 9 pages: %v, want %q", text, err, says)
		}
	}
}

// sharing is a document of three pages that share one dictionary of resources:
// each page shows a form with its own text, the second one by way of a form
// that has no resources of its own.
func sharing() []byte {
	form := func(entries, content string) string {
		return fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 612 792]%s/Length %d>>stream\n%s\nendstream", entries, len(content), content)
	}
	show := func(text string) string { return "BT /F1 18 Tf 72 700 Td (" + text + ") Tj ET" }
	page := func(content int) string {
		return fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R>>", content)
	}
	draw := func(name string) string {
		return fmt.Sprintf("<</Length %d>>stream\n/%s Do\nendstream", len(name)+4, name)
	}
	return handmade([]string{
		"<</Type/Catalog/Pages 2 0 R/Outlines 15 0 R>>",
		"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3/Resources 14 0 R>>",
		page(6), page(7), page(8), draw("X1"), draw("X#32"), draw("X12"),
		form("/Resources 14 0 R", show("FIRST-SECRET")),
		form("", "/X3 Do"),
		form("/Resources 14 0 R", show("THIRD-SECRET")),
		form("/Resources 14 0 R", show("SECOND")),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Font<</F1 13 0 R>>/XObject<</X1 9 0 R/X2 10 0 R/X12 11 0 R/X3 12 0 R>>>>",
		"<</Type/Outlines/First 16 0 R/Last 16 0 R>>",
		"<</Title(THIRD-BOOKMARK)/Parent 15 0 R/Dest[5 0 R/Fit]>>",
	})
}

// What the pages that were left out show is nowhere in the package, not even
// where all pages share one dictionary.
func TestPagesThatWereLeftOutDoNotTravel(t *testing.T) {
	src := BytesSource(sharing())
	whole := expanded(t, Package{Parts: []Part{{Name: "A", Source: src}}})
	for _, control := range []string{"FIRST-SECRET", "SECOND", "THIRD-SECRET"} {
		if !strings.Contains(whole, control) {
			t.Fatalf("the control %s is not found in the whole document", control)
		}
	}
	for _, optimise := range []bool{false, true} {
		one := expanded(t, Package{Optimise: optimise, Parts: []Part{{Name: "A", Source: src, Pages: Pages{{2, 2}}}}})
		if strings.Contains(one, "SECRET") || strings.Contains(one, "THIRD-BOOKMARK") || !strings.Contains(one, "SECOND") {
			t.Errorf("page 2 alone (optimise %v) carries:\n%s", optimise, one)
		}
	}
	out, a := assembled(t, Package{Parts: []Part{{Name: "A", Source: src, Pages: Pages{{3, 3}, {1, 2}}}, {Name: "B", Source: src, Pages: Pages{{2, 2}}}}})
	pages := strings.Split(pageText(t, saved(t, out)), "\f")
	for i, want := range []string{"THIRD-SECRET", "FIRST-SECRET", "SECOND", "SECOND"} {
		if !strings.Contains(pages[i], want) {
			t.Errorf("page %d shows %q, want %q", i+1, pages[i], want)
		}
	}
	if want := []AssembledPart{{"A", 1, 3}, {"B", 4, 1}}; !reflect.DeepEqual(a.Parts, want) {
		t.Errorf("parts: %+v", a.Parts)
	}
}

// expanded is a package with every stream in clear.
func expanded(t *testing.T, p Package) string {
	t.Helper()
	out, _ := assembled(t, p)
	clear := filepath.Join(t.TempDir(), "clear.pdf")
	if said, err := witness(t, "qpdf", "--qdf", "--object-streams=disable", "--stream-data=uncompress", saved(t, out), clear); err != nil {
		t.Fatalf("qpdf: %v\n%s", err, said)
	}
	b, err := os.ReadFile(clear)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A page taken alone looks as it did among the others.
func TestPagesOfRealFilesLookTheSameAlone(t *testing.T) {
	for _, name := range []string{"return-ny-javier.pdf", "irs-f1040-2025.pdf", "irs-f8879.pdf"} {
		src := corpus(t, name)
		all, a := assembled(t, Package{Parts: []Part{{Name: "r", Source: src}}})
		whole := saved(t, all)
		last := len(a.Pages)
		out, _ := assembled(t, Package{Parts: []Part{{Name: "r", Source: src, Pages: Pages{{last, last}}}}})
		if got, want := drawn(t, saved(t, out), 1), drawn(t, whole, last); !bytes.Equal(got, want) {
			t.Errorf("%s: page %d looks different alone", name, last)
		}
		qpdfClean(t, saved(t, out))
	}
}

// drawn is what an independent renderer makes of a page.
func drawn(t *testing.T, path string, page int) []byte {
	t.Helper()
	to := filepath.Join(t.TempDir(), "page")
	n := fmt.Sprint(page)
	if said, err := witness(t, "pdftoppm", "-r", "60", "-f", n, "-l", n, "-singlefile", path, to); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, said)
	}
	b, err := os.ReadFile(to + ".ppm")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPagesThatAreNotThereAreRefusedByName(t *testing.T) {
	parts := []Part{{Name: "A", Source: BytesSource(simplePDF("A", ""))}, {Name: "B", Source: BytesSource(sharing()), Pages: Pages{{2, 5}}}}
	_, err := Assemble(t.Context(), &bytes.Buffer{}, Package{Parts: parts})
	if CodeOf(err) != CodeInvalid || !strings.Contains(err.Error(), "part 2") || !strings.Contains(err.Error(), "no page 5") {
		t.Errorf("pages 2-5 of 3: %v", err)
	}
	parts[1].Pages = Pages{{2, 2}}
	if _, err := Assemble(t.Context(), &bytes.Buffer{}, Package{Parts: parts, Forms: FormsKeep}); CodeOf(err) != CodeInvalid {
		t.Errorf("fields of pages that were left out: %v", err)
	}
}
