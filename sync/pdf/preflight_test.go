package pdf

import (
	"slices"
	"testing"
)

func codes(info Info, s Severity) (out []Code) {
	for _, f := range info.Findings {
		if f.Severity == s {
			out = append(out, f.Code)
		}
	}
	return out
}

func TestPreflightKnowsWhatIsWrongWithRealFiles(t *testing.T) {
	for _, c := range []struct {
		file, password string
		pages          int
		blocked, asks  []Code
		noted          []Code // at least these
	}{
		{file: "zero-byte.pdf", blocked: []Code{CodeEmpty}},
		{file: "qpdf-bad1.pdf", blocked: []Code{CodeNotPDF}},
		{file: "zero-pages.pdf", blocked: []Code{CodeNoPages}},
		{file: "truncated-return.pdf", blocked: []Code{CodeTruncated}},
		{file: "enc-userpw-password.pdf", blocked: []Code{CodePassword}},
		{file: "enc-userpw-password.pdf", password: "password", pages: 1, noted: []Code{CodeEncrypted}},
		{file: "enc-userpw-password.pdf", password: "wrong", blocked: []Code{CodePassword}},
		{file: "enc-empty-protected.pdf", pages: 1, noted: []Code{CodeEncrypted}},
		{file: "enc-aes256.pdf", blocked: []Code{CodeEncryption}},
		{file: "signed-pdfjs.pdf", pages: 1, asks: []Code{CodeSigned}},
		{file: "portfolio.pdf", pages: 1, blocked: []Code{CodePortfolio}, noted: []Code{CodeAttachments}},
		{file: "with-attachment.pdf", pages: 1, noted: []Code{CodeAttachments}},
		{file: "js-buttons.pdf", pages: 1, noted: []Code{CodeJavaScript}},
		{file: "irs-fw9-a.pdf", pages: 6, noted: []Code{CodeXFA, CodeUsageRights, CodeJavaScript, CodeFields}},
		{file: "return-ny-javier.pdf", pages: 8},
	} {
		t.Run(c.file+" "+c.password, func(t *testing.T) {
			info, err := Preflight(t.Context(), corpus(t, c.file), PreflightOptions{Password: c.password})
			if err != nil {
				t.Fatal(err)
			}
			if len(info.Pages) != c.pages || !slices.Equal(codes(info, Block), c.blocked) || !slices.Equal(codes(info, Ask), c.asks) {
				t.Errorf("pages %d, blocked %v, asks %v", len(info.Pages), codes(info, Block), codes(info, Ask))
			}
			for _, n := range c.noted {
				if !slices.Contains(codes(info, Note), n) {
					t.Errorf("no note of %s in %v", n, codes(info, Note))
				}
			}
		})
	}
	if info, _ := Preflight(t.Context(), corpus(t, "xfa-imm1344e.pdf"), PreflightOptions{}); !slices.Contains(codes(info, Block), CodeXFAOnly) {
		t.Errorf("an Adobe-only form is not blocked: %v", info.Findings)
	}
}

func TestPreflightFindsEFileAuthorizationsAndNothingElse(t *testing.T) {
	for file, want := range map[string][]EFileForm{
		"irs-f8879.pdf":        {{1, "8879"}},
		"az8879-2024.pdf":      {{1, "AZ-8879"}},
		"return-az-johnny.pdf": {{7, "AZ-8879"}}, // inside a bundle
		"vita-consent.pdf":     nil,              // speaks of Form 8879 in a sentence
		"irs-f1040-2025.pdf":   nil,
		"irs-f1040v-2021.pdf":  nil,
		"irs-fw9-a.pdf":        nil,
		"bundle.pdf":           nil,
		"return-ny-javier.pdf": nil,
	} {
		info, err := Preflight(t.Context(), corpus(t, file), PreflightOptions{})
		if err != nil || !slices.Equal(info.EFile, want) {
			t.Errorf("%s: %v (%v), want %v", file, info.EFile, err, want)
		}
	}
}

func TestEFileFormsAreToldByTheirPrint(t *testing.T) {
	title := "IRS e-file Signature Authorization"
	for _, c := range []struct {
		runs []string
		want string
	}{
		{[]string{"Form", "8879-CORP", "E-file Authorization for Corporations"}, "8879-CORP"},
		{[]string{"Form 8879-PE", title + " for Form 1065"}, "8879-PE"},
		{[]string{"8879-EO", title + " for a Tax Exempt Entity"}, "8879-EO"},
		{[]string{"8879-F", title + " for Form 1041"}, "8879-F"},
		{[]string{"8879-WH", title + " for Form 1042"}, "8879-WH"},
		{[]string{"8879-TA", title}, "8879-TA"},
		{[]string{"Form 8878", title + " for Form 4868 or Form 2350"}, "8878"},
		{[]string{"8878-A", "IRS e-file Electronic Funds Withdrawal Authorization for Form 7004"}, "8878-A"},
		{[]string{"CA 8879", "California e-file Signature Authorization for Individuals"}, "CA8879"},
		{[]string{"Form 8879 (Rev. 01-2021)", title}, "8879"},
		{[]string{"Please sign Form 8879 when it arrives.", title}, ""},
		{[]string{"8879", "is our street number"}, ""},
		{[]string{"18879", title}, ""},
		{[]string{"Form 8867", "Paid Preparer's Due Diligence Checklist"}, ""},
	} {
		var runs []shown
		for i, s := range c.runs {
			runs = append(runs, shown{s, i})
		}
		if got := efileOnPage(runs); got != c.want {
			t.Errorf("%q: %q, want %q", c.runs, got, c.want)
		}
	}
}

func TestPreflightGivesSignatureFieldsAndBoxes(t *testing.T) {
	info, err := Preflight(t.Context(), corpus(t, "az8879-2024.pdf"), PreflightOptions{})
	if err != nil {
		t.Fatal(err)
	}
	signatures := 0
	for _, f := range info.Fields {
		if f.Kind == "signature" && f.Page == 1 && f.Rect.W() > 50 && !f.Filled {
			signatures++
		}
	}
	if signatures != 2 {
		t.Errorf("%d signature fields, want 2", signatures)
	}
	info, err = Preflight(t.Context(), corpus(t, "rotation.pdf"), PreflightOptions{})
	if err != nil || len(info.Pages) != 2 || info.Pages[1].Rotate == 0 || info.Pages[1].Width() < info.Pages[1].Height() {
		t.Errorf("rotation: %+v (%v)", info.Pages, err)
	}
}

func TestCommentsStayInTheOffice(t *testing.T) {
	src := BytesSource(simplePDF("x", "/Annots[6 0 R 7 0 R]",
		"<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(ask the client about this)>>",
		"<</Type/Annot/Subtype/Square/Rect[100 100 200 200]>>"))
	info, err := Preflight(t.Context(), src, PreflightOptions{})
	if err != nil || !slices.Contains(codes(info, Note), CodeComments) {
		t.Errorf("%v (%v)", info.Findings, err)
	}
	out, _ := assembled(t, Package{Parts: []Part{{Source: src}}})
	g, err := readGraph(t.Context(), BytesSource(out), "")
	if err != nil {
		t.Fatal(err)
	}
	kept := g.array(g.leaves()[0].dict["Annots"])
	if len(kept) != 1 || g.name(g.dict(kept[0])["Subtype"]) != "Square" {
		t.Errorf("annotations in the package: %v", kept)
	}
}
