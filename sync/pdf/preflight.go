package pdf

import (
	"context"
	"errors"
	"slices"
)

// Severity says what a finding asks of people.
type Severity string

const (
	Block Severity = "block" // cannot be used as it is
	Ask   Severity = "ask"   // a person must decide
	Note  Severity = "note"  // good to know; handled
)

// Finding is one thing worth knowing about a file. Page is 1-based, 0 for the
// whole file.
type Finding struct {
	Code     Code
	Severity Severity
	Page     int
	Message  string
}

// Info is what Preflight found. Findings come in a fixed order for the same file.
type Info struct {
	Kind        string // "pdf", "image", or "" when it is neither
	Title       string
	Pages       []Page
	Encrypted   bool
	Signed      bool
	Fields      []Field
	Attachments []string
	EFile       []EFileForm
	Findings    []Finding
}

// Blocked tells whether any finding blocks use as a part.
func (i Info) Blocked() bool {
	return slices.ContainsFunc(i.Findings, func(f Finding) bool { return f.Severity == Block })
}

// PreflightOptions: Password opens an encrypted file; either of its two will do.
type PreflightOptions struct{ Password string }

// Preflight looks at a file before it is used. A file that cannot be used is
// not an error but an Info with a blocking finding; the error is for the
// context's end alone.
func Preflight(ctx context.Context, src Source, opts PreflightOptions) (info Info, err error) {
	defer catch(&err)
	if kind := imageKind(src); kind != "" {
		return preflightImage(ctx, src, kind), nil
	}
	g, err := readGraph(ctx, src, opts.Password)
	if err != nil {
		var e *Error
		if ctx.Err() != nil || !errors.As(err, &e) {
			return Info{}, err
		}
		info.Encrypted = e.Code == CodePassword || e.Code == CodeEncryption
		if e.Code != CodeEmpty && e.Code != CodeNotPDF {
			info.Kind = "pdf"
		}
		info.add(e.Code, Block, e.Message)
		return info, nil
	}
	return g.preflight(src), nil
}

func (i *Info) add(code Code, s Severity, msg string) {
	i.Findings = append(i.Findings, Finding{Code: code, Severity: s, Message: msg})
}

func (g *graph) preflight(src Source) Info {
	pages := g.leaves()
	info := Info{Kind: "pdf", Title: g.text(g.dict(g.infoRef())["Title"]), Encrypted: g.encrypted}
	for _, l := range pages {
		info.Pages = append(info.Pages, l.page)
	}
	info.Fields = g.fields(pages)
	info.Attachments = g.attachmentNames()
	info.EFile = g.efileForms(pages, info.Fields)
	seen := g.survey()
	info.Signed = seen.signed
	info.refusals(g, seen, src)
	info.notes(g, seen)
	return info
}

// refusals are the findings that block or need a decision.
func (i *Info) refusals(g *graph, s survey, src Source) {
	if len(i.Pages) == 0 {
		i.add(CodeNoPages, Block, "This PDF has no pages. Print the document to PDF again.")
	}
	if !endsProperly(src) {
		i.add(CodeTruncated, Ask, "The end of this file is missing. Some pages may be lost: compare it with the original, or save it again.")
	}
	if g.root["Collection"] != nil {
		i.add(CodePortfolio, Block, "This is a PDF portfolio: a folder of files in one. Open it, save the files inside it one by one, and add those.")
	}
	if s.signed {
		i.add(CodeSigned, Ask, "This file is already signed. Merging it would break the signature, so it can only travel along as an attachment, untouched.")
	}
	if g.xfaOnly() {
		i.add(CodeXFAOnly, Block, "This form draws its pages only in Adobe Reader. Open it there, print it to PDF, and use the print.")
	}
	for _, f := range i.EFile {
		i.Findings = append(i.Findings, Finding{CodeEFile, Ask, f.Page,
			"This page is Form " + f.Form + ", an IRS e-file authorization. It can be printed and signed, or signed in the office; it cannot be sent for remote signature."})
	}
}

// notes are the findings that Assemble takes care of.
func (i *Info) notes(g *graph, s survey) {
	note := func(when bool, code Code, msg string) {
		if when {
			i.add(code, Note, msg)
		}
	}
	note(i.Encrypted, CodeEncrypted, "This file is encrypted. The package is made from its decrypted pages.")
	note(len(i.Attachments) > 0, CodeAttachments, "This file carries attached files. They are left out of the package.")
	note(g.form()["XFA"] != nil && !g.xfaOnly(), CodeXFA, "This form carries a second, Adobe-only version of itself. The ordinary pages are used.")
	note(s.javascript, CodeJavaScript, "This file carries scripts. They are removed.")
	note(g.usageRights(), CodeUsageRights, "This form carries Adobe usage rights. They are removed.")
	note(s.launch, CodeLaunch, "This file carries actions that open programs, other files or web forms. They are removed.")
	note(s.comments, CodeComments, "This file carries comments. They are left out of the package.")
	note(s.dangling > 0, CodeDangling, "This file refers to parts of itself that are missing. Compare the pages with the original.")
	note(len(i.Fields) > 0, CodeFields, "This file has form fields. In a package for signature their values are made part of the page.")
}
