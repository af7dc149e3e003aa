//go:build linux

package sambatest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tieout/app/folder"
)

// person works on the files of an office from a computer without Tieout.
type person struct {
	o *office
	s *session
}

func (o *office) person() person { return person{o, connect(o.t)} }

// How programs of the staff open files: to write a new one, to work on one that is there, to have one for
// themselves alone, to rename or remove one.
var (
	howNew   = how{genericRead | genericWrite, withReaders, isFile, makeNew, normal}
	howEdit  = how{genericRead | genericWrite, withReaders, isFile, openThere, normal}
	howAlone = how{genericRead | genericWrite, 0, isFile, openThere, normal}
	howMove  = how{toDelete | toAttributes, withAll, isFile, openThere, 0}
)

func (p person) opens(h how, parts ...string) handle {
	p.o.t.Helper()
	got, err := p.s.open(p.o.onShare(parts...), h)
	must(p.o.t, err)
	return got
}

func (p person) writes(h handle, offset int, text string) {
	p.o.t.Helper()
	_, err := h.ask("write", args{"offset": offset, "data": []byte(text)})
	must(p.o.t, err)
}

func (p person) closes(h handle) {
	p.o.t.Helper()
	must(p.o.t, h.close())
}

// saves writes a new file and shuts it.
func (p person) saves(text string, parts ...string) {
	p.o.t.Helper()
	h := p.opens(howNew, parts...)
	p.writes(h, 0, text)
	p.closes(h)
}

// moves renames a file, over another when there is one.
func (p person) moves(from, to []string) {
	p.o.t.Helper()
	h := p.opens(howMove, from...)
	_, err := h.ask("rename", args{"to": p.o.onShare(to...), "replace": true})
	must(p.o.t, err)
	p.closes(h)
}

func (p person) removes(parts ...string) {
	p.o.t.Helper()
	h := p.opens(howMove, parts...)
	_, err := h.ask("remove", nil)
	must(p.o.t, err)
	p.closes(h)
}

// state of a file in "To client" as a desk shows it.
func (d *desk) state(rel string) folder.State {
	d.t.Helper()
	listed, err := d.folders.List(work)
	must(d.t, err)
	for _, l := range listed.Lanes {
		for _, f := range l.Files {
			if l.Lane == folder.ToClient && f.Rel == rel {
				return f.State
			}
		}
	}
	return ""
}

// versions are the bytes of everything that a desk reported, in order.
func (d *desk) versions() (all []string) {
	for _, h := range d.sink.AllSaved() {
		all = append(all, h.Rel+": "+string(h.Bytes))
	}
	return all
}

// saw waits until a desk has reported exactly these versions, and no torn one.
func (d *desk) saw(want ...string) {
	d.t.Helper()
	until(d.t, fmt.Sprintf("%.200q is reported", want), func() bool { return len(d.versions()) >= len(want) })
	if got := d.versions(); strings.Join(got, "\n") != strings.Join(want, "\n") || len(d.sink.Torn()) > 0 {
		d.t.Errorf("reported %.300q, want %.300q; torn: %q", got, want, d.sink.Torn())
	}
}

// FM05, FM08: while somebody writes on one computer, desks on two others wait, and see that somebody writes.
func TestAFileInTheMakingIsSeenOnceAndWhole(t *testing.T) {
	o := newOffice(t)
	desks := []*desk{o.desk(patience), o.desk(patience)}
	o.open(desks[0])
	staff := o.person()
	half := "%PDF-1.7\n" + strings.Repeat("numbers ", 5000)
	h := staff.opens(howNew, "To client", "Return.pdf")
	staff.writes(h, 0, half)
	for _, d := range desks {
		until(t, "the desk sees that somebody writes", func() bool { return d.state("Return.pdf") == folder.StateOpen })
	}
	staff.writes(h, len(half), "%%EOF\n")
	for _, d := range desks {
		d.saw()
	}
	staff.closes(h)
	for _, d := range desks {
		d.saw("Return.pdf: " + half + "%%EOF\n")
	}
	again := staff.opens(howEdit, "To client", "Return.pdf")
	staff.writes(again, 0, "%PDF-2.0")
	staff.closes(again)
	for _, d := range desks {
		d.saw("Return.pdf: "+half+"%%EOF\n", "Return.pdf: %PDF-2.0"+half[8:]+"%%EOF\n")
	}
}

// FM06: Office writes beside the document, puts the old one aside, renames and tidies up. One version comes
// of it, from each desk.
func TestAnOfficeSaveIsOneVersion(t *testing.T) {
	o := newOffice(t)
	desks := []*desk{o.desk(patience), o.desk(patience)}
	o.open(desks[0])
	staff := o.person()
	staff.saves("first", "To client", "Letter.docx")
	for _, d := range desks {
		d.saw("Letter.docx: first")
	}
	staff.saves("owner", "To client", "~$Letter.docx")
	staff.saves("second", "To client", "~WRD0001.tmp")
	staff.moves([]string{"To client", "Letter.docx"}, []string{"To client", "~WRL0002.tmp"})
	staff.moves([]string{"To client", "~WRD0001.tmp"}, []string{"To client", "Letter.docx"})
	staff.removes("To client", "~WRL0002.tmp")
	staff.removes("To client", "~$Letter.docx")
	for _, d := range desks {
		d.saw("Letter.docx: first", "Letter.docx: second")
		if gone := d.sink.AllGone(); len(gone) > 0 {
			t.Errorf("reported gone: %v", gone)
		}
	}
}

// What people do with a document that was filed is theirs: it is neither filed again nor written over, also
// by a desk that lost its receipt, and also while they have it open for themselves alone.
func TestWhatStaffMakeOfAFiledDocumentStays(t *testing.T) {
	o := newOffice(t)
	first, second := o.desk(still), o.desk(still)
	o.open(first)
	staff := o.person()
	u := o.upload("upload", "", "W-2.pdf", "the client's bytes")
	unrecorded := u
	unrecorded.Receipt = func(context.Context, folder.Placed) error { return errGone }
	if err := first.place(unrecorded); !errors.Is(err, errGone) {
		t.Fatalf("filed without a receipt: %v", err)
	}
	h := staff.opens(howAlone, "From client", "W-2.pdf")
	if err := second.place(u); !errors.Is(err, folder.ErrInUse) {
		t.Errorf("filed while nobody can look whether it is there: %v", err)
	}
	staff.writes(h, 0, "THE")
	staff.closes(h)
	must(t, second.place(u))
	want := map[string]string{"W-2.pdf": "THE client's bytes", "W-2 (2).pdf": "the client's bytes"}
	o.holds("From client", want)
	if err := first.place(u); !errors.Is(err, folder.ErrFiled) {
		t.Errorf("filed again: %v", err)
	}
	o.holds("From client", want)
}

// In the very moment in which an upload gets its name, somebody saves a file of that name.
func TestAFileSavedWhileItsNameIsGivenIsKept(t *testing.T) {
	o := newOffice(t)
	d := o.desk(still)
	o.open(d)
	staff := o.person()
	saved, want := 0, map[string]string{}
	for i := range rounds {
		dir := fmt.Sprintf("%03d", i)
		id := "upload-" + dir
		ended, once := make(chan error, 1), sync.Once{}
		d.session.hook(func(act string, _ args) {
			if act == "rename" || act == "link" {
				once.Do(func() { go func() { ended <- staff.creates(dir, "saved by staff") }() })
			}
		})
		must(t, d.place(o.upload(id, dir, "W-2.pdf", "bytes of "+id)))
		if err := <-ended; err == nil {
			saved++
			want[dir+"/W-2.pdf"] = "saved by staff"
		} else if !errors.Is(err, nameCollision) {
			t.Fatal(err)
		}
		if at := o.filed(id)[0]; want[at] == "" {
			want[at] = "bytes of " + id
		} else {
			t.Errorf("filed as %s, over what staff saved there", at)
		}
	}
	o.holds("From client", want)
	if saved == 0 || saved == rounds {
		t.Errorf("no race: %d of %d were saved", saved, rounds)
	}
	t.Logf("staff were faster in %d of %d rounds", saved, rounds)
}

// creates saves a new file, or fails because there is one.
func (p person) creates(dir, text string) error {
	h, err := p.s.open(p.o.onShare("From client", dir, "W-2.pdf"), howNew)
	if err != nil {
		return err
	}
	_, err = h.ask("write", args{"offset": 0, "data": []byte(text)})
	return errors.Join(err, h.close())
}

// Somebody opens a document in the moment in which it has its name and our temporary one still, and for
// themselves alone: it is filed all the same, and the other name is gone when they are done.
func TestADocumentOpenedAsSoonAsItIsThereIsFiled(t *testing.T) {
	o := newOffice(t)
	timing := patience
	timing.Litter = 200 * time.Millisecond
	d := o.desk(timing)
	o.open(d)
	staff := o.person()
	var opened handle
	var linked atomic.Bool
	var once sync.Once
	d.session.hook(func(act string, a args) {
		if act == "link" {
			linked.Store(true)
		}
		if linked.Load() && act == "open" && a["path"] == o.onShare("From client", ".tieout-upload.part") {
			once.Do(func() { opened = staff.opens(howAlone, "From client", "W-2.pdf") })
		}
	})
	must(t, d.place(o.upload("upload", "", "W-2.pdf", "the client's bytes")))
	if filed := o.filed("upload"); len(filed) != 1 || filed[0] != "W-2.pdf" {
		t.Errorf("receipts for %q", filed)
	}
	staff.writes(opened, 0, "THE")
	staff.closes(opened)
	until(t, "nothing of ours is left", func() bool {
		left, err := os.ReadDir(o.onDisk("From client"))
		must(t, err)
		return len(left) == 1
	})
	o.holds("From client", map[string]string{"W-2.pdf": "THE client's bytes"})
}

// FM17, FM18: the server takes names in other capitals for the same, and names in other accents for others.
// To people they are one name: an upload goes beside it.
func TestANameThatPeopleTakeForTheSameIsTaken(t *testing.T) {
	o := newOffice(t)
	d := o.desk(still)
	o.open(d)
	staff := o.person()
	staff.saves("capitals", "From client", "w-2 MÜLLER.PDF")
	staff.saves("accents", "From client", "Re\u0301sume\u0301.pdf")
	must(t, d.place(o.upload("one", "", "W-2 Müller.pdf", "first upload")))
	must(t, d.place(o.upload("two", "", "R\u00e9sum\u00e9.pdf", "second upload")))
	o.holds("From client", map[string]string{
		"w-2 MÜLLER.PDF": "capitals", "W-2 Müller (2).pdf": "first upload",
		"Re\u0301sume\u0301.pdf": "accents", "R\u00e9sum\u00e9 (2).pdf": "second upload",
	})
}
