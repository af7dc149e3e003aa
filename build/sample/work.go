package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tieout/app/folder"
	"tieout/build/sample/paper"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// work is one engagement of the sample, told act by act. The first thing that
// fails is kept in err and ends the telling.
type work struct {
	o        *office
	ctx      context.Context
	client   engagement.ClientID
	id       engagement.EngagementID
	salt     []byte
	path     string // relative to the share
	name     string // of the client
	contact  engagement.ContactID
	preparer string
	requests map[string]engagement.RequestID
	drafts   map[string]*draft
	tips     map[string]engagement.EventID
	docs     map[string]engagement.DocumentID
	upload   map[string]engagement.DocumentID
	err      error
}

type draft struct {
	body  engagement.DraftBody
	title string
	ok    engagement.EventID // the approval
	out   engagement.DeliverableID
}

// tell runs an act unless an earlier one failed.
func (w *work) tell(act func() error) {
	if w.err == nil {
		w.err = act()
	}
}

func (w *work) stream() engagement.Stream { return engagement.EngagementStream(w.id) }

// staffDo appends an act of a member of the staff.
func (w *work) staffDo(who string, kind engagement.Kind, body, private any) {
	w.tell(func() error {
		return w.o.staff[who].do(w.ctx, fact{stream: w.stream(), kind: kind, body: body, private: private})
	})
}

// contactDo appends an act of the client's contact and lets the relay follow.
func (w *work) contactDo(events ...relay.Draft) {
	w.tell(func() error {
		for i := range events {
			events[i].Stream = w.stream()
		}
		res, err := w.o.relay.AppendAsContact(w.ctx, w.o.firm.ID, relay.ContactAct{
			Contact: w.contact, Events: events,
			Via: engagement.Via{Session: "sample", Method: "link", IP: "203.0.113.24", Agent: "Sample browser"},
		})
		if err == nil && res.Outcome != wire.Accepted {
			err = fmt.Errorf("%s: %w", events[0].Kind, res.Refusal)
		}
		return err
	})
}

// open opens the engagement with its requests and maps its folder.
func (w *work) open(who string, service engagement.Service, title, period, due string, people engagement.People, asks []ask) {
	w.salt = make([]byte, 32)
	w.tell(func() error { _, err := rand.Read(w.salt); return err })
	facts := []fact{{
		stream: w.stream(), kind: engagement.EngagementOpened,
		body:    engagement.EngagementOpenedBody{Client: w.client, Service: service, Period: period, Due: due, People: people},
		private: engagement.EngagementPrivate{Title: title, Salt: w.salt},
	}}
	for _, a := range asks {
		id := engagement.RequestID(newID())
		w.requests[a.title] = id
		facts = append(facts, fact{
			stream: w.stream(), kind: engagement.RequestAsked,
			body: engagement.RequestAskedBody{Request: id, Due: a.due}, private: engagement.RequestPrivate{Title: a.title, Detail: a.detail},
		})
	}
	facts = append(facts, fact{
		stream: w.stream(), kind: engagement.WorkFileMapped, body: engagement.MappedBody{Root: w.o.root},
		private: engagement.MappedPrivate{Path: w.path},
	})
	w.tell(func() error { return w.o.staff[who].do(w.ctx, facts...) })
	for _, lane := range []string{"From client", "To client", "For signature", "Signed"} {
		w.tell(func() error { return os.MkdirAll(w.on(lane), 0o755) })
	}
}

type ask struct{ title, detail, due string }

// on is a path on the share inside the work file.
func (w *work) on(parts ...string) string {
	return filepath.Join(append([]string{w.o.share, filepath.FromSlash(w.path)}, parts...)...)
}

// file writes a file of the staff into the work file.
func (w *work) file(rel string, made []byte, err error) {
	w.tell(func() error {
		if err != nil {
			return err
		}
		path := w.on(filepath.FromSlash(rel))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, made, 0o644)
	})
}

func (w *work) put(b []byte) (ref engagement.BlobRef) {
	w.tell(func() error {
		hash, _, err := w.o.relay.Blobs(w.o.firm.ID, w.client).Put(w.ctx, bytes.NewReader(b))
		ref = engagement.BlobRef(hash.String())
		return err
	})
	return ref
}

// share saves a file in `To client/` and sends it.
func (w *work) share(who, rel string, made []byte, err error) {
	w.file("To client/"+rel, made, err)
	ref, key := w.put(made), folder.PathKey("to-client", rel)
	doc := w.docs[rel]
	if doc == "" {
		doc = engagement.DocumentID(newID())
		w.docs[rel] = doc
	}
	id := engagement.SaveID(w.salt, w.id, key, w.tips[rel], engagement.Digest(ref))
	w.tell(func() error {
		return w.o.staff[who].do(w.ctx, fact{
			id: id, stream: w.stream(), kind: engagement.DocumentShared,
			body:    engagement.DocumentBody{Document: doc, Base: w.tips[rel], Blob: ref, Size: int64(len(made)), Media: mediaOf(rel)},
			private: engagement.SharedPrivate{Rel: rel, Key: key},
		})
	})
	w.tips[rel] = id
}

func mediaOf(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pdf":
		return "application/pdf"
	case ".jpg":
		return "image/jpeg"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "application/octet-stream"
}

// sent is one file that a contact sends.
type sent struct {
	name string
	made []byte
}

// answer uploads files for a request, and files them as a desk would.
func (w *work) answer(title string, files ...sent) {
	ids, drafts := w.uploads(files)
	w.contactDo(append(drafts, relay.Draft{
		Kind: engagement.RequestAnswered,
		Body: engagement.RequestAnsweredBody{Request: w.requests[title], Answer: engagement.WithFiles, Documents: ids},
	})...)
	w.fileThem(title, ids, files)
}

// sendUnasked uploads files that belong to no request.
func (w *work) sendUnasked(files ...sent) {
	ids, drafts := w.uploads(files)
	w.contactDo(drafts...)
	w.fileThem("", ids, files)
}

func (w *work) uploads(files []sent) (ids []engagement.DocumentID, drafts []relay.Draft) {
	for _, f := range files {
		id := engagement.DocumentID(newID())
		ids = append(ids, id)
		drafts = append(drafts, relay.Draft{
			ID: engagement.EventID(id), Kind: engagement.DocumentUploaded,
			Body:    engagement.DocumentBody{Document: id, Blob: w.put(f.made), Size: int64(len(f.made)), Media: mediaOf(f.name)},
			Private: engagement.UploadPrivate{Name: f.name},
		})
	}
	return ids, drafts
}

func (w *work) fileThem(dir string, ids []engagement.DocumentID, files []sent) {
	for i, f := range files {
		rel := filepath.ToSlash(filepath.Join("From client", strings.ReplaceAll(dir, "/", "-"), f.name))
		w.file(rel, f.made, nil)
		version := engagement.EventID(ids[i])
		w.tell(func() error {
			return w.o.staff[w.preparer].do(w.ctx, fact{
				id: engagement.PlacedID(w.salt, w.id, version), stream: w.stream(), kind: engagement.DocumentPlaced,
				body: engagement.PlacedBody{Version: version, Sum: engagement.DigestOf(f.made)}, private: engagement.PlacedPrivate{Path: rel},
			})
		})
	}
}

func (w *work) cannotFind(title, note string) {
	w.contactDo(relay.Draft{
		Kind:    engagement.RequestAnswered,
		Body:    engagement.RequestAnsweredBody{Request: w.requests[title], Answer: engagement.CannotFind},
		Private: engagement.NotePrivate{Note: note},
	})
}

func (w *work) accept(who string, titles ...string) {
	for _, t := range titles {
		w.staffDo(who, engagement.RequestAccepted, engagement.RequestRef{Request: w.requests[t]}, nil)
	}
}

func (w *work) say(text string) {
	w.contactDo(relay.Draft{
		Kind: engagement.MessagePosted, Body: engagement.MessageBody{Message: engagement.MessageID(newID())},
		Private: engagement.TextPrivate{Text: text},
	})
}

func (w *work) reply(who, text string) {
	w.staffDo(who, engagement.MessagePosted, engagement.MessageBody{Message: engagement.MessageID(newID())}, engagement.TextPrivate{Text: text})
}

// part is one document of a draft.
type part struct {
	name string
	made []byte
	copy bool
}

// assemble makes a draft of parts; signer's boxes, if any, are on the part given.
func (w *work) assemble(who, title, replaces string, final bool, signs []engagement.Field, parts ...part) {
	p := pdf.Package{Title: title, At: w.o.now, PageNumbers: len(parts) > 1}
	var names []string
	for _, x := range parts {
		mark := ""
		if x.copy {
			mark = "Copy"
		}
		p.Parts = append(p.Parts, pdf.Part{Name: x.name, Source: pdf.BytesSource(x.made), Mark: mark})
		names = append(names, x.name)
	}
	var out bytes.Buffer
	var made pdf.Assembly
	w.tell(func() (err error) { made, err = pdf.Assemble(w.ctx, &out, p); return err })
	d := &draft{title: title, body: engagement.DraftBody{
		Draft: engagement.DraftID(newID()), Blob: w.put(out.Bytes()), Size: int64(out.Len()), Pages: len(made.Pages), Final: final,
	}}
	for i, x := range made.Parts {
		d.body.Parts = append(d.body.Parts, engagement.Part{
			Sum: engagement.DigestOf(parts[i].made), Pages: x.Pages, First: x.FirstPage, Copy: parts[i].copy,
		})
	}
	if len(signs) > 0 {
		d.body.Plan = engagement.Plan{Signers: []engagement.ContactID{w.contact}, Fields: signs}
	}
	if replaces != "" {
		d.body.Replaces = w.drafts[replaces].body.Draft
	}
	key := fmt.Sprintf("%s %d", title, len(w.drafts)+1)
	w.drafts[key] = d
	w.file("For signature/"+key+".pdf", out.Bytes(), nil)
	w.staffDo(who, engagement.DraftAssembled, d.body, engagement.DraftPrivate{Title: title, Parts: names})
	w.staffDo(who, engagement.DraftSubmitted, engagement.DraftRef{Draft: d.body.Draft}, nil)
}

// fields turns the letter's boxes into fields of the contact.
func (w *work) fields(boxes []paper.Box) []engagement.Field {
	var all []engagement.Field
	for i, b := range boxes {
		kind := engagement.SignatureField
		if i%2 == 1 {
			kind = engagement.DateField
		}
		all = append(all, engagement.Field{
			ID: fmt.Sprintf("f%d", i+1), Kind: kind, Signer: w.contact, Page: b.Page, X: b.X, Y: b.Y, W: b.W, H: b.H,
		})
	}
	return all
}

func (w *work) note(who, key string, page int, x, y float64, text, answerBy, answer string) {
	n := engagement.ReviewNoteBody{Draft: w.drafts[key].body.Draft, Note: engagement.NoteID(newID()), Page: page, X: x, Y: y}
	w.staffDo(who, engagement.NotePinned, n, engagement.TextPrivate{Text: text})
	if answer != "" {
		w.staffDo(answerBy, engagement.NoteAnswered, n, engagement.TextPrivate{Text: answer})
	}
}

func (w *work) approve(who, key string) {
	d := w.drafts[key]
	d.ok = engagement.EventID(newID())
	w.tell(func() error {
		return w.o.staff[who].do(w.ctx, fact{
			id: d.ok, stream: w.stream(), kind: engagement.DraftApproved,
			body: engagement.ApprovalBody{
				Draft: d.body.Draft, Sum: engagement.Digest(d.body.Blob), Pages: d.body.Pages, Plan: d.body.Plan.Digest(),
			},
		})
	})
}

func (w *work) publish(who, key string) {
	d := w.drafts[key]
	d.out = engagement.DeliverableID(newID())
	w.staffDo(who, engagement.DeliverablePublished, engagement.PublishedBody{
		Deliverable: d.out, Draft: d.body.Draft, Approval: d.ok, Blob: d.body.Blob, Size: d.body.Size, Pages: d.body.Pages,
		Plan: d.body.Plan, To: []engagement.ContactID{w.contact}, Final: d.body.Final,
	}, engagement.PublishedPrivate{Title: d.title})
}

// sign views, consents and signs as the contact; the relay seals.
func (w *work) sign(key, name string) {
	d := w.drafts[key]
	ref := engagement.DeliverableRef{Deliverable: d.out, Sum: engagement.Digest(d.body.Blob)}
	w.contactDo(relay.Draft{Kind: engagement.DeliverableViewed, Body: ref})
	w.contactDo(relay.Draft{Kind: engagement.SignatureConsented, Body: engagement.ConsentBody{
		Deliverable: d.out, Sum: ref.Sum, Text: engagement.DigestOf([]byte("sample consent")), Version: "sample",
	}})
	w.contactDo(relay.Draft{
		Kind:    engagement.SignatureGiven,
		Body:    engagement.SignatureBody{Deliverable: d.out, Sum: ref.Sum, Plan: d.body.Plan.Digest()},
		Private: engagement.SignaturePrivate{Name: name},
	})
	w.tell(func() error { return w.o.relay.Settle(w.ctx) })
}
