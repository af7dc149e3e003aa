package app

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tieout/app/folder"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
)

// maxParts is how many files of a work file are offered.
const maxParts = 500

func (a *App) assembleSheet(id string) (AssembleSheet, error) {
	a.mu.Lock()
	e, err := a.engagement(id)
	if err != nil {
		a.mu.Unlock()
		return AssembleSheet{}, err
	}
	s := AssembleSheet{
		Engagement: a.refOf(e), Local: a.workFile(e).Local, Files: []PartChoice{}, Parts: []PartAgain{}, Missing: []string{},
		Fields: []FieldBox{}, Signers: a.contacts(e.Client), Chosen: []string{}, Final: true,
		Title: e.Title, Stamps: Stamps{PageNumbers: true, BatesStart: 1}, Number: len(e.Drafts) + 1,
	}
	last := replaceable(e)
	if last != nil {
		s.Replaces, s.Title, s.InOrder, s.Final = string(last.ID), last.Title, last.Plan.InOrder, last.Final
	}
	offered := a.laneName(folder.ForSignature)
	a.mu.Unlock()
	if s.Files, err = a.partChoices(id, offered); err != nil {
		return s, err
	}
	if last != nil {
		a.again(&s, last)
	}
	return s, nil
}

// usable are the files that can become a part.
var usable = map[string]bool{".pdf": true, ".jpg": true, ".jpeg": true, ".png": true, ".tif": true, ".tiff": true, ".webp": true}

// partChoices lists what can become a part, by listing alone: nothing is read.
func (a *App) partChoices(id, offered string) ([]PartChoice, error) {
	dir, err := a.workPath(id, "")
	if err != nil {
		return []PartChoice{}, err
	}
	w := partWalk{dir: dir, offered: offered, choices: []PartChoice{}}
	if err := filepath.WalkDir(dir, w.visit); err != nil {
		return w.choices, failure(CodeShare, "The work file cannot be looked at.", "Is the share connected?")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range w.choices {
		w.choices[i].Moment = a.moment(w.saved[i])
	}
	slices.SortFunc(w.choices, func(x, y PartChoice) int {
		return cmp.Or(order(!x.Offered, !y.Offered), strings.Compare(strings.ToLower(x.Path), strings.ToLower(y.Path)))
	})
	return w.choices, nil
}

// partWalk collects what can become a part.
type partWalk struct {
	dir, offered string
	choices      []PartChoice
	saved        []time.Time
}

func (w *partWalk) visit(at string, d fs.DirEntry, err error) error {
	hidden := at != w.dir && d != nil && (strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "~$"))
	switch {
	case err != nil:
		return skipUnreadable(at, w.dir, d, err)
	case hidden && d.IsDir():
		return fs.SkipDir
	case hidden || !d.Type().IsRegular() || !usable[strings.ToLower(filepath.Ext(at))]:
		return nil
	}
	info, err := d.Info()
	if err != nil {
		return nil // gone between the listing and the look
	}
	rel, err := filepath.Rel(w.dir, at)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	lane, _, inside := strings.Cut(rel, "/")
	w.choices = append(w.choices, PartChoice{
		Path: rel, Name: d.Name(), Folder: strings.TrimPrefix(path.Dir(rel), "."), Size: sizeWords(info.Size()),
		Offered: inside && strings.EqualFold(lane, w.offered),
	})
	w.saved = append(w.saved, info.ModTime())
	if len(w.choices) == maxParts {
		return fs.SkipAll
	}
	return nil
}

// skipUnreadable goes on past a folder that cannot be listed, unless it is the work file itself.
func skipUnreadable(at, dir string, d fs.DirEntry, err error) error {
	switch {
	case at == dir:
		return err
	case d != nil && d.IsDir():
		return fs.SkipDir
	}
	return nil
}

func (a *App) checkPart(id, rel, password string) (PartCheck, error) {
	c := PartCheck{Path: rel, Name: path.Base(rel), Sizes: []PageBox{}, Findings: []Finding{}, Fields: []FieldBox{}, EfilePages: []int{}}
	file, err := a.openPart(id, rel)
	if err != nil {
		return c, err
	}
	defer file.Close()
	src, err := pdf.FileSource(file)
	if err != nil {
		return c, err
	}
	info, err := a.cfg.PDF.Preflight(a.ctx, src, pdf.PreflightOptions{Password: password})
	if err != nil {
		return c, err
	}
	c.Pages, c.Signed, c.Blocked = len(info.Pages), info.Signed, info.Blocked()
	for _, p := range info.Pages {
		c.Sizes = append(c.Sizes, PageBox{Width: number(p.Width()), Height: number(p.Height()), Rotate: p.Rotate})
	}
	for _, f := range info.EFile {
		c.Efile = cmp.Or(c.Efile, f.Form)
		c.EfilePages = append(c.EfilePages, f.Page)
	}
	for _, f := range info.Findings {
		c.Password = c.Password || f.Code == pdf.CodePassword
		c.Findings = append(c.Findings, Finding{Code: string(f.Code), Severity: string(f.Severity), Page: f.Page, Message: f.Message})
	}
	for i, f := range info.Fields {
		if f.Kind == "signature" && f.Page > 0 && !f.Filled {
			c.Fields = append(c.Fields, FieldBox{
				ID: "f" + strconv.Itoa(i), Kind: string(engagement.SignatureField), Page: f.Page,
				X: number(f.Rect.X0), Y: number(f.Rect.Y0), W: number(f.Rect.W()), H: number(f.Rect.H()),
			})
		}
	}
	return c, nil
}

func (a *App) startAssemble(order AssembleOrder) (Job, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(order.Engagement)
	switch {
	case err != nil:
		return Job{}, err
	case !a.mayWork():
		return Job{}, engagement.Refusal{Code: engagement.CodeForbidden, Message: "Your role does not include this.", Hint: "An administrator of your firm can change what you may do."}
	case len(order.Parts) == 0:
		return Job{}, failure(CodeInput, "A package needs at least one part.", "Add the return to start.")
	}
	client := e.Client
	return a.jobs.start("Assembling", func(ctx context.Context, tell progress) (string, error) {
		return a.assemble(ctx, order, client, tell)
	}), nil
}

// assemble makes the bytes once; nothing makes them again. What is approved and sent is what was
// written here.
func (a *App) assemble(ctx context.Context, order AssembleOrder, client engagement.ClientID, tell progress) (string, error) {
	pack, sums, done, err := a.pack(order, tell)
	defer done()
	if err != nil {
		return "", err
	}
	tell("Putting "+counted(len(pack.Parts), "part", "parts")+" together", 0.3)
	var out bytes.Buffer
	made, err := a.cfg.PDF.Assemble(ctx, &out, pack)
	if err != nil {
		return "", err
	}
	tell("Keeping the package", 0.8)
	sum := hex.EncodeToString(made.SHA256[:])
	if err := a.keepBytes(ctx, scope(client), bytes.NewReader(out.Bytes()), sum); err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := a.store.Seen.SetFact(factPages+sum, []byte(strconv.Itoa(len(made.Pages)))); err != nil {
		return "", err
	}
	return a.assembled(order, made, sums, sum)
}

// pack reads the parts from the share into a package, with the digest of each. done closes them.
func (a *App) pack(order AssembleOrder, tell progress) (p pdf.Package, sums []engagement.Digest, done func(), err error) {
	var open []*os.File
	done = func() {
		for _, f := range open {
			f.Close()
		}
	}
	p = pdf.Package{Title: order.Title, PageNumbers: order.Stamps.PageNumbers, At: a.now().UTC()}
	if order.Stamps.Bates != "" {
		p.Bates = &pdf.Bates{Prefix: order.Stamps.Bates, Start: max(1, order.Stamps.BatesStart), Digits: 6}
	}
	for i, part := range order.Parts {
		tell("Reading "+part.Name, 0.3*float64(i)/float64(len(order.Parts)))
		pages, err := pdf.ParsePages(part.Pages)
		if err != nil {
			return p, nil, done, &partFailure{err, i + 1}
		}
		file, err := a.openPart(order.Engagement, part.Path)
		if err != nil {
			return p, nil, done, &partFailure{err, i + 1}
		}
		open = append(open, file)
		src, err := pdf.FileSource(file)
		if err != nil {
			return p, nil, done, &partFailure{err, i + 1}
		}
		sum, err := digestOf(src)
		if err != nil {
			return p, nil, done, &partFailure{err, i + 1}
		}
		sums = append(sums, sum)
		in := pdf.Part{Name: cmp.Or(part.Name, path.Base(part.Path)), Source: src, Password: part.Password, Pages: pages}
		if part.Copy {
			in.Mark = "Client copy"
		}
		p.Parts = append(p.Parts, in)
	}
	return p, sums, done, nil
}

func digestOf(src pdf.Source) (engagement.Digest, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(src, 0, src.Size)); err != nil {
		return "", err
	}
	return engagement.Digest(hex.EncodeToString(sum.Sum(nil))), nil
}

// partFailure is a failure of one part, from 1.
type partFailure struct {
	error
	part int
}

func (p *partFailure) Unwrap() error { return p.error }

func partOf(err error) int {
	var part *partFailure
	var doc *pdf.Error
	switch {
	case errors.As(err, &part):
		return part.part
	case errors.As(err, &doc):
		return doc.Part
	}
	return 0
}

// assembled records the draft, and its sending to review where that was asked for, in one act.
func (a *App) assembled(order AssembleOrder, made pdf.Assembly, sums []engagement.Digest, sum string) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(order.Engagement)
	if err != nil {
		return "", err
	}
	id := engagement.DraftID(a.newID())
	plan, err := a.fieldPlan(order, made)
	if err != nil {
		return "", err
	}
	parts, private := packedParts(order, made, sums)
	private.Title = cmp.Or(strings.TrimSpace(order.Title), e.Title)
	body := engagement.DraftBody{
		Draft: id, Replaces: engagement.DraftID(order.Replaces), Blob: engagement.BlobRef(sum), Size: made.Size,
		Pages: len(made.Pages), Plan: plan, Parts: parts, Final: order.Final,
	}
	facts := []fact{on(order.Engagement, engagement.DraftAssembled, body, private)}
	if order.Submit {
		facts = append(facts, on(order.Engagement, engagement.DraftSubmitted, engagement.DraftRef{Draft: id}, nil))
	}
	words := fmt.Sprintf("Assemble draft %d of %s", len(e.Drafts)+1, a.clientName(e.Client))
	t := act{Words: words, Draft: id}
	// A draft that replaces one that waits here stands and falls with it.
	t.After = a.pending.waitingFor(func(ev *engagement.Event) bool {
		return order.Replaces != "" && ev.Kind == engagement.DraftAssembled && draftOf(ev) == body.Replaces
	})
	if _, err := a.append(t, facts...); err != nil {
		return "", err
	}
	raw, err := json.Marshal(intent{Draft: &draftIntent{Engagement: e.ID, Draft: id}})
	if err != nil {
		return "", err
	}
	if err := a.store.Intents.Put("draft/"+string(id), raw); err != nil {
		return "", err
	}
	a.effects.kick()
	return string(id), nil
}

func packedParts(order AssembleOrder, made pdf.Assembly, sums []engagement.Digest) (parts []engagement.Part, private engagement.DraftPrivate) {
	for i, p := range made.Parts {
		part := engagement.Part{Sum: sums[i], Pages: p.Pages, First: p.FirstPage, Copy: order.Parts[i].Copy}
		for _, f := range made.EFile {
			if f.Page >= p.FirstPage && f.Page < p.FirstPage+p.Pages {
				part.Efile = f.Form
			}
		}
		parts = append(parts, part)
		private.Parts = append(private.Parts, p.Name)
		private.Files = append(private.Files, path.Base(order.Parts[i].Path))
		private.Pages = append(private.Pages, strings.TrimSpace(order.Parts[i].Pages))
	}
	return parts, private
}

// fieldPlan puts the fields of an order onto the pages of the package.
func (a *App) fieldPlan(order AssembleOrder, made pdf.Assembly) (engagement.Plan, error) {
	plan := engagement.Plan{Signers: []engagement.ContactID{}, InOrder: order.InOrder, Fields: []engagement.Field{}}
	for _, s := range order.Signers {
		plan.Signers = append(plan.Signers, engagement.ContactID(s))
	}
	for _, f := range order.Fields {
		field := engagement.Field{
			ID: cmp.Or(f.ID, a.newID()), Kind: engagement.FieldKind(f.Kind), Signer: engagement.ContactID(f.Signer),
			Page: f.Page, X: number(f.X), Y: number(f.Y), W: number(f.W), H: number(f.H),
		}
		if f.Part > 0 && f.Part <= len(made.Parts) {
			pages, err := pdf.ParsePages(order.Parts[f.Part-1].Pages)
			if err != nil {
				return plan, &partFailure{err, f.Part}
			}
			at := pages.Position(f.Page)
			if at < 0 || at >= made.Parts[f.Part-1].Pages {
				return plan, &partFailure{failure(CodeInput, fmt.Sprintf("A field is on page %d, which is left out.", f.Page), "Take that page as well, or remove the field."), f.Part}
			}
			field.Page = made.Parts[f.Part-1].FirstPage + at
		}
		plan.Fields = append(plan.Fields, field)
	}
	return plan, nil
}
