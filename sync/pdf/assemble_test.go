package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// One client's text must never show on another's page. B's content refers to
// an object that B does not have; whatever number A's secret stream gets, B's
// page must stay without it.
func TestADanglingReferenceNeverShowsAnotherDocument(t *testing.T) {
	secret := "SECRET-OF-DOC-A 123-45-6789"
	a := simplePDF(secret, "")
	for dangling := 4; dangling < 24; dangling++ {
		b := handmade([]string{
			"<</Type/Catalog/Pages 2 0 R>>",
			"<</Type/Pages/Kids[3 0 R]/Count 1>>",
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 %d 0 R>>/XObject<</X %d 0 R>>>>/Contents[%d 0 R]>>", dangling+1, dangling, dangling),
		})
		out, got := assembled(t, Package{Parts: []Part{{Name: "A", Source: BytesSource(a)}, {Name: "B", Source: BytesSource(b)}}, PageNumbers: true})
		path := saved(t, out)
		text, err := witness(t, "pdftotext", "-f", "2", "-l", "2", path, "-")
		if err != nil || strings.Contains(text, "SECRET") {
			t.Fatalf("object %d: page 2 says %q (%v)", dangling, text, err)
		}
		if !strings.Contains(pageText(t, path), secret) || len(got.Pages) != 2 {
			t.Fatal("the control is not on page 1 either")
		}
	}
}

func TestAssembleMergesInOrderWithBookmarksAndStamps(t *testing.T) {
	p := Package{Title: "2025 return", At: noon, PageNumbers: true, Bates: &Bates{"ACME-", 41, 6}, Parts: []Part{
		{Name: "Form 1040", Source: corpus(t, "irs-f1040-2025.pdf"), Mark: "Copy"},
		{Name: "Łódź – W-9", Source: corpus(t, "irs-fw9-a.pdf")},
		{Name: "New York", Source: corpus(t, "return-ny-javier.pdf")},
	}}
	out, a := assembled(t, p)
	if len(a.Pages) != 16 || a.Parts[1].FirstPage != 3 || a.Parts[2].FirstPage != 9 || a.Size != int64(len(out)) {
		t.Errorf("%+v", a.Parts)
	}
	path := saved(t, out)
	qpdfClean(t, path)
	text := pageText(t, path)
	pages := strings.Split(text, "\f")
	for i := range 16 {
		if want := fmt.Sprintf("Page %d of 16", i+1); !strings.Contains(pages[i], want) {
			t.Errorf("page %d lacks %q", i+1, want)
		}
		if want := fmt.Sprintf("ACME-%06d", 41+i); !strings.Contains(pages[i], want) {
			t.Errorf("page %d lacks %q", i+1, want)
		}
	}
	for _, n := range []string{"Form 1040", "Łódź – W-9", "New York"} {
		if !strings.Contains(outlineOf(t, out), n) {
			t.Errorf("no bookmark %q", n)
		}
	}
	again, _ := assembled(t, p)
	if !bytes.Equal(out, again) {
		t.Error("the same package gave other bytes")
	}
	p.Optimise = true
	smaller, b := assembled(t, p)
	if len(b.Pages) != 16 || len(smaller) > len(out) {
		t.Errorf("joined streams: %d bytes from %d", len(smaller), len(out))
	}
	qpdfClean(t, saved(t, smaller))
}

func outlineOf(t *testing.T, b []byte) string {
	t.Helper()
	g, err := readGraph(t.Context(), BytesSource(b), "")
	if err != nil {
		t.Fatal(err)
	}
	c := &copier{g: g, nums: map[int]int{}}
	for _, l := range g.leaves() {
		c.nums[l.nr] = l.nr
	}
	var all []string
	for _, m := range c.bookmarks(g.destinations()) {
		all = append(all, m.title)
	}
	return strings.Join(all, "\n")
}

// Stamps must be where the reader looks for them: at the foot, whatever the
// page's size, rotation or crop.
func TestStampsStandUprightAtTheFootOfEveryPage(t *testing.T) {
	var parts []Part
	for _, n := range []string{"rotation.pdf", "sizes.pdf", "landscape.pdf"} {
		parts = append(parts, Part{Source: corpus(t, n)})
	}
	for _, rotate := range []int{0, 90, 180, 270, -90} {
		parts = append(parts, Part{Source: BytesSource(simplePDF("x", fmt.Sprintf("/Rotate %d/CropBox[36 72 500 700]", rotate)))})
	}
	out, a := assembled(t, Package{Parts: parts, PageNumbers: true})
	bbox, err := witness(t, "pdftotext", "-bbox", "-cropbox", saved(t, out), "-")
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(bbox, "<page ")[1:]
	word := regexp.MustCompile(`xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Page<`)
	for i, pg := range a.Pages {
		m := word.FindStringSubmatch(pages[i])
		if m == nil {
			t.Errorf("page %d (%+v) has no stamp", i+1, pg)
			continue
		}
		var v [4]float64
		for k := range v {
			v[k], _ = strconv.ParseFloat(m[k+1], 64)
		}
		upright := v[2]-v[0] > v[3]-v[1]
		atFoot := v[3] > pg.Height()-30 && v[3] <= pg.Height()
		if !upright || !atFoot || v[0] < pg.Width()/2-60 || v[0] > pg.Width()/2 {
			t.Errorf("page %d (%.0f × %.0f, rotate %d): stamp at %v", i+1, pg.Width(), pg.Height(), pg.Rotate, v)
		}
	}
}

func TestAssembleTakesOrClearlyRefusesEveryFileOfTheCorpus(t *testing.T) {
	corpusAll(t, func(t *testing.T, name string, src Source) {
		var out bytes.Buffer
		a, err := Assemble(t.Context(), &out, Package{At: noon, PageNumbers: true, Parts: []Part{{Name: name, Source: src}}})
		if err != nil {
			if CodeOf(err) == "" || !strings.HasPrefix(err.Error(), "part 1: ") || out.Len() > 0 {
				t.Errorf("unclear: %v, %d bytes written", err, out.Len())
			}
			return
		}
		path := saved(t, out.Bytes())
		qpdfClean(t, path)
		g, err := readGraph(t.Context(), BytesSource(out.Bytes()), "")
		if err != nil {
			t.Fatal(err)
		}
		s := g.survey()
		if s.javascript || s.launch || s.dangling > 0 || g.root["AcroForm"] != nil || len(a.Pages) == 0 {
			t.Errorf("scripts, actions, dangling references or fields remain: %+v", s)
		}
	})
}

func TestFlattenedFieldsShowTheirValues(t *testing.T) {
	src := corpus(t, "return-az-johnny.pdf")
	out, _ := assembled(t, Package{Parts: []Part{{Source: src}}})
	text := pageText(t, saved(t, out))
	for _, want := range []string{"Johnny L", "Hotelier", "321 Creek Drive"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is gone", want)
		}
	}
	// A value without an appearance is drawn from the value.
	form := handmade([]string{
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/DA(/Helv 10 Tf 0 g)>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<<>>/Annots[4 0 R]>>",
		"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Wanda Example)/Rect[72 700 300 720]/F 4>>",
	})
	out, _ = assembled(t, Package{Parts: []Part{{Source: BytesSource(form)}}})
	if text := pageText(t, saved(t, out)); !strings.Contains(text, "Wanda Example") {
		t.Errorf("page says %q", text)
	}
}

func TestFieldsCanStayFields(t *testing.T) {
	one := Part{Name: "8879", Source: corpus(t, "irs-f8879.pdf")}
	out, _ := assembled(t, Package{Parts: []Part{one, {Name: "1040", Source: corpus(t, "irs-f1040-2025.pdf")}, one}, Forms: FormsKeep})
	qpdfClean(t, saved(t, out))
	info, err := Preflight(t.Context(), BytesSource(out), PreflightOptions{})
	if err != nil || len(info.Fields) != 19+199+19 {
		t.Errorf("%d fields (%v)", len(info.Fields), err)
	}
	names := map[string]bool{}
	for _, f := range info.Fields {
		names[f.Name] = true
	}
	if len(names) < 200 {
		t.Errorf("only %d distinct names", len(names))
	}
}

func TestASignedFileIsRefusedAndTravelsAsAnAttachment(t *testing.T) {
	signed := corpus(t, "signed-pdfsign30.pdf")
	_, err := Assemble(t.Context(), &bytes.Buffer{}, Package{Parts: []Part{{Source: BytesSource(simplePDF("x", ""))}, {Source: signed}}})
	if CodeOf(err) != CodeSigned || !strings.Contains(err.Error(), "part 2") || !strings.Contains(err.Error(), "attachment") {
		t.Errorf("refusal: %v", err)
	}
	out, _ := assembled(t, Package{At: noon, Parts: []Part{{Source: BytesSource(simplePDF("cover", ""))}},
		Attachments: []Attachment{{Name: "Signed – Łódź.pdf", MIME: "application/pdf", Source: signed}}})
	path := saved(t, out)
	qpdfClean(t, path)
	kept := filepath.Join(t.TempDir(), "kept.pdf")
	if msg, err := witness(t, "pdfdetach", "-save", "1", "-o", kept, path); err != nil {
		t.Fatalf("%v %s", err, msg)
	}
	got, err := os.ReadFile(kept)
	if err != nil || !bytes.Equal(got, signed.window(0, signed.Size)) {
		t.Errorf("the attachment's bytes changed (%v)", err)
	}
}

func TestAnEncryptedPartIsDecryptedWithItsPassword(t *testing.T) {
	src := corpus(t, "enc-userpw-password.pdf")
	if _, err := Assemble(t.Context(), &bytes.Buffer{}, Package{Parts: []Part{{Source: src}}}); CodeOf(err) != CodePassword {
		t.Errorf("without a password: %v", err)
	}
	out, _ := assembled(t, Package{Parts: []Part{{Source: src, Password: "password"}}})
	path := saved(t, out)
	qpdfClean(t, path)
	want, err := witness(t, "pdftotext", "-upw", "password", saved(t, src.window(0, src.Size)), "-")
	if err != nil {
		t.Fatal(err)
	}
	got, _ := witness(t, "pdftotext", path, "-")
	if strings.TrimSpace(want) == "" || strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("text after decryption differs:\n%q\n%q", got, want)
	}
}

// A phone photo stored lying on its side (EXIF orientation 6) stands upright.
func TestAPhotoBecomesALetterPageTheRightWayUp(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 80, 60))
	for y := range 60 {
		for x := range 80 {
			img.Set(x, y, color.White)
			if x < 20 { // stored left edge = displayed top
				img.Set(x, y, color.Black)
			}
		}
	}
	var j bytes.Buffer
	if err := jpeg.Encode(&j, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("\xFF\xE1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00")
	photo := append(append(bytes.Clone(j.Bytes()[:2]), exif...), j.Bytes()[2:]...)
	info, err := Preflight(t.Context(), BytesSource(photo), PreflightOptions{})
	if err != nil || info.Kind != "image" || len(info.Pages) != 1 || info.Pages[0].Width() != 612 {
		t.Fatalf("%+v %v", info, err)
	}
	out, _ := assembled(t, Package{Parts: []Part{{Source: BytesSource(photo)}}})
	path := saved(t, out)
	qpdfClean(t, path)
	png := strings.TrimSuffix(path, ".pdf")
	if msg, err := witness(t, "pdftoppm", "-r", "72", "-png", "-singlefile", path, png); err != nil {
		t.Fatalf("%v %s", err, msg)
	}
	f, err := os.Open(png + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shown, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	dark := func(x, y int) bool { r, _, _, _ := shown.At(x, y).RGBA(); return r < 0x8000 }
	// 60 × 80 points in the middle of the page: dark above, light below.
	if !dark(306, 396-35) || dark(306, 396+35) || dark(306-27, 396) {
		t.Error("the photo is not upright")
	}
}
