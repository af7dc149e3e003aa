package synctest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tieout/app"
	"tieout/app/desktop"
	"tieout/app/desktop/desktoptest"
)

// path is where something of the work file in front of the desk lies.
func (d *Desk) path(rel string) string { return filepath.Join(d.at().Dir, filepath.FromSlash(rel)) }

// Save saves a file of the work file, as a program does that writes a new file and renames it.
func (d *Desk) Save(rel string, content []byte) {
	d.w.t.Helper()
	d.leaves(rel, content)
	d.w.ok("save "+rel, saveFile(d.path(rel), content))
}

// leaves notes in which state a file is left, before it is.
func (d *Desk) leaves(rel string, content []byte) {
	path := d.path(rel)
	if strings.HasPrefix(rel, "To client/") {
		d.firm.saves[path] = append(d.firm.saves[path], sum(content))
	} else {
		d.firm.own[path] = sum(content)
	}
}

func saveFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp := filepath.Join(filepath.Dir(path), "~$"+filepath.Base(path)+".tmp")
	if err := os.WriteFile(temp, content, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// Finds waits until a file of the work file has this content, whoever put it there.
func (d *Desk) Finds(rel string, content []byte) {
	d.w.t.Helper()
	d.w.until(rel+" lies on the share", func() error {
		got, err := os.ReadFile(d.path(rel))
		if err == nil && !bytes.Equal(got, content) {
			err = fmt.Errorf("it has %d other bytes", len(got))
		}
		return err
	})
}

// Files lists the files in a folder of the work file, all the way down, without Tieout's own.
func (d *Desk) Files(dir string) []string {
	d.w.t.Helper()
	all, err := filesIn(d.path(dir))
	d.w.ok("list "+dir, err)
	return all
}

func filesIn(dir string) ([]string, error) {
	var all []string
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			rel, _ := filepath.Rel(dir, name) // it is below
			all = append(all, filepath.ToSlash(rel))
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	slices.Sort(all)
	return all, err
}

// page is the engagement as this desk shows it.
func (d *Desk) page() (app.EngagementPage, error) { return d.App.Engagement(d.at().ID) }

// Sees waits until the engagement, as this desk shows it, satisfies is.
func (d *Desk) Sees(what string, is func(app.EngagementPage) bool) app.EngagementPage {
	d.w.t.Helper()
	var p app.EngagementPage
	d.w.until(d.Name+" sees "+what, func() (err error) {
		if p, err = d.page(); err == nil && !is(p) {
			err = fmt.Errorf("status %s, %d of %d, %d drafts, %d deliverables", p.Status.Code, p.In, p.Asked, len(p.Drafts), len(p.Deliverables))
		}
		return err
	})
	return p
}

// SeesStatus waits for a status.
func (d *Desk) SeesStatus(code string) {
	d.w.t.Helper()
	d.Sees("the status "+code, func(p app.EngagementPage) bool { return p.Status.Code == code })
}

// SeesFiled waits until an upload shows as filed, and answers where its receipt says it lies.
func (d *Desk) SeesFiled(name string) string {
	d.w.t.Helper()
	where := ""
	d.Sees(name+" filed", func(p app.EngagementPage) bool {
		where = filedAt(p, name)
		return where != ""
	})
	return where
}

func filedAt(p app.EngagementPage, name string) string {
	files := slices.Clone(p.Uploads)
	for _, r := range p.Requests {
		files = append(files, r.Files...)
	}
	for _, f := range files {
		if f.Name == name && f.Filed {
			return f.Path
		}
	}
	return ""
}

// IsTold waits until this desk has shown a notice.
func (d *Desk) IsTold(title string) {
	d.w.t.Helper()
	d.OS.Await(d.w.t, d.Name+" to be told: "+title, func(r desktoptest.Record) bool {
		return slices.ContainsFunc(r.Notices, func(n desktop.Notice) bool { return n.Title == title })
	})
}

// Notices is how many notices this desk has shown.
func (d *Desk) Notices() int { return len(d.OS.Record().Notices) }

// SeesCard waits until the desk explains that an act was not accepted.
func (d *Desk) SeesCard(code string) app.RefusedAct {
	d.w.t.Helper()
	var card app.RefusedAct
	d.w.until(d.Name+" sees the card "+code, func() error {
		s, err := d.App.SyncStatus()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(s.Refused, func(r app.RefusedAct) bool { return r.Code == code })
		if i < 0 {
			return fmt.Errorf("%+v", s.Refused)
		}
		card = s.Refused[i]
		return nil
	})
	return card
}

// Package says what a draft is made of: PDFs of the work file, and who signs where.
type Package struct {
	Title    string
	Parts    []string // inside the work file
	Signer   string   // a contact, or "" for a package that nobody signs
	Replaces string   // a draft
}

// Assemble makes a draft and sends it to review, and answers its id.
func (d *Desk) Assemble(p Package) string {
	d.w.t.Helper()
	id, err := d.TryAssemble(p)
	d.w.ok("assemble "+p.Title, err)
	return id
}

// TryAssemble is Assemble for what may fail.
func (d *Desk) TryAssemble(p Package) (string, error) {
	order := app.AssembleOrder{
		Engagement: d.at().ID, Title: p.Title, Replaces: p.Replaces, Stamps: app.Stamps{PageNumbers: true}, Final: true, Submit: true,
	}
	for _, part := range p.Parts {
		order.Parts = append(order.Parts, app.PartOrder{Path: part, Name: filepath.Base(part)})
	}
	if p.Signer != "" {
		signer := d.contact(p.Signer)
		order.Signers = []string{signer}
		order.Fields = []app.FieldBox{
			{ID: "f1", Kind: "signature", Signer: signer, Page: 1, X: 72, Y: 300, W: 240, H: 40},
			{ID: "f2", Kind: "date", Signer: signer, Page: 1, X: 360, Y: 300, W: 100, H: 20},
		}
	}
	job, err := d.App.StartAssemble(order)
	if err != nil {
		return "", err
	}
	err = await(patience, nil, func() error {
		if job, err = d.App.Job(job.ID); err != nil || job.State == "running" {
			return errors.Join(errNotYet, err)
		}
		return nil
	})
	if err == nil && job.State != "done" {
		err = &app.Failure{Code: job.Code, Message: job.Message, Hint: job.Hint}
	}
	return job.Result, err
}

// contact is the id of a contact of this desk's client.
func (d *Desk) contact(name string) string {
	d.w.t.Helper()
	p, err := d.page()
	d.w.ok("read the engagement", err)
	for _, c := range p.Contacts {
		if strings.EqualFold(c.First, name) {
			return c.ID
		}
	}
	d.w.fatalf("%s is no contact here: %+v", name, p.Contacts)
	return ""
}

// HasDraft waits until a draft can be decided on here, without the relay.
func (d *Desk) HasDraft(id string) app.DraftPage {
	d.w.t.Helper()
	var p app.DraftPage
	d.w.until(d.Name+" has the draft", func() (err error) {
		if p, err = d.App.Draft(d.at().ID, id); err == nil && !p.OfflineOK {
			err = fmt.Errorf("its bytes are not here: %s", p.State)
		}
		return err
	})
	return p
}

// Approve approves the bytes of a draft that are in front of this desk.
func (d *Desk) Approve(draft string) {
	d.w.t.Helper()
	_, err := d.App.ApproveDraft(d.at().ID, draft, d.HasDraft(draft).Sum, true)
	d.w.ok("approve", err)
}

// Publish publishes an approved draft to a contact, and answers the deliverable's id.
func (d *Desk) Publish(draft, to string) string {
	d.w.t.Helper()
	o, err := d.App.PublishDraft(app.PublishOrder{Engagement: d.at().ID, Draft: draft, To: []string{d.contact(to)}})
	d.w.ok("publish", err)
	return o.ID
}

// Sealed waits until a deliverable is sealed and filed, and answers where the copy lies.
func (d *Desk) Sealed(deliverable string) string {
	d.w.t.Helper()
	where := ""
	d.Sees("the sealed copy filed", func(p app.EngagementPage) bool {
		i := slices.IndexFunc(p.Deliverables, func(r app.DeliverableRow) bool { return r.ID == deliverable })
		if i >= 0 && p.Deliverables[i].State == "sealed" {
			where = p.Deliverables[i].Filed
		}
		return where != ""
	})
	return d.path(where)
}

// Writes sends a message to the client.
func (d *Desk) Writes(text string) {
	d.w.t.Helper()
	_, err := d.App.PostMessage(d.at().ID, text, "")
	d.w.ok("write", err)
}

// Revoke ends the access of a colleague's computer.
func (d *Desk) Revoke(name string) {
	d.w.t.Helper()
	t, err := d.App.Staff()
	d.w.ok("read the staff", err)
	for _, row := range t.Rows {
		for _, c := range row.Computers {
			if c.Name == name+"'s computer" {
				_, err := d.App.RevokeComputer(c.ID)
				d.w.ok("end the access of "+name, err)
				d.w.Desk(name).revoked = true
				d.level()
				return
			}
		}
	}
	d.w.fatalf("%s has no computer: %+v", name, t.Rows)
}

// Reads waits for a message in the thread.
func (d *Desk) Reads(text string) app.Thread {
	d.w.t.Helper()
	var th app.Thread
	d.w.until(d.Name+" reads "+text, func() (err error) {
		if th, err = d.App.Thread(d.at().ID); err != nil {
			return err
		}
		for _, day := range th.Days {
			if slices.ContainsFunc(day.Items, func(m app.ThreadMessage) bool { return m.Text == text }) {
				return nil
			}
		}
		return fmt.Errorf("%d days of other messages", len(th.Days))
	})
	return th
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
