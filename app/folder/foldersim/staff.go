package foldersim

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"tieout/app/folder"
)

// Where staff work.
const (
	toClient   = workPath + "/To client"
	fromClient = workPath + "/From client"
	private    = workPath + "/Workpapers"
)

// docs are names that staff use; they meet each other in capitals, accents and folders.
var docs = []string{"a.pdf", "A.pdf", "b.pdf", "c.xlsx", "r\u00e9sum\u00e9.pdf", "re\u0301sume\u0301.pdf", "sub/d.pdf", "e.txt"}

// names are what clients call their files.
var names = []string{
	"W-2.pdf", "w-2.PDF", "W-2.pdf", "CON.pdf", "a:b.pdf", "r\u00e9sum\u00e9.pdf", "re\u0301sume\u0301.pdf", "trailing. ",
	strings.Repeat("long ", 60) + ".pdf",
}

// writer is a person who saves a file in place, bit by bit.
type writer struct {
	n    *node
	rel  string
	left []string
	next time.Time
}

// act is something that people, clients or the weather do, and what it is called.
type act struct {
	name string
	do   func(*World)
}

// acts has what happens often more than once.
var acts = named(
	(*World).save, (*World).save, (*World).save, (*World).save, (*World).beside, (*World).replace, (*World).replace,
	(*World).begin, (*World).begin, (*World).carryOn, (*World).carryOn, (*World).delete, (*World).rename, (*World).rename,
	(*World).deleteMany, (*World).renameFolder, (*World).putBack, (*World).touchUpload, (*World).upload, (*World).upload,
	(*World).upload, (*World).share, (*World).share, (*World).full, (*World).deny, (*World).lie, (*World).stop, (*World).stop,
	(*World).resume, (*World).resume, (*World).resume, (*World).power, (*World).setClock, (*World).weatherTurns,
	(*World).weatherTurns, (*World).loseHints, (*World).answer, (*World).encrypt, (*World).breaks, (*World).breaks,
)

// encrypt turns everything in the lane into what nobody can read, as a program does that is after money. It
// comes once: what waits from an earlier time may be sent soon after a later one.
func (w *World) encrypt() {
	if w.encrypted || w.rng.IntN(3) > 0 {
		return
	}
	w.staff(func(s *server) error {
		w.encrypted = true
		hit := map[string]string{}
		for _, name := range docs {
			rel := path.Join(toClient, name)
			n, err := s.find(rel)
			if err != nil || n.dir || n.writers > 0 || s.busy[s.folded(rel)] {
				continue
			}
			w.saves++
			n.data, n.desk = fmt.Appendf(nil, "\x01\x02\x03 nobody reads this %05d%s", w.saves, ending), false
			s.touch(n)
			s.world.hint(rel, folder.Hint{Wrote: true})
			hit[string(n.data)] = folder.PathKey(string(folder.ToClient), name)
		}
		for _, d := range w.desks {
			d.struck(hit)
		}
		return nil
	})
}

func named(all ...func(*World)) []act {
	acts := make([]act, len(all))
	for i, do := range all {
		name := runtime.FuncForPC(reflect.ValueOf(do).Pointer()).Name()
		acts[i] = act{"happens: " + name[strings.LastIndex(name, ".")+1:], do}
	}
	return acts
}

// happen is one thing that happens.
func (w *World) happen() {
	a := acts[w.rng.IntN(len(acts))]
	w.gate.note(a.name)
	a.do(w)
	w.note()
}

// body is something to write: always the same length, so that only bytes tell saves apart.
func (w *World) body(rel string) string {
	w.saves++
	return fmt.Sprintf("%%PDF save %05d by staff%s", w.saves, ending)
}

// ending ends a file as any kind of it ends.
var ending = ", %%EOF PK\x05\x06" + strings.Repeat("\x00", 18)

// staff lets a person act on the share. What cannot be reached by them is not done.
func (w *World) staff(do func(s *server) error) {
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	if w.server.away || w.server.empty {
		return
	}
	if err := do(w.server); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
		w.wrong("staff could not act: %v", err)
	}
}

func (w *World) doc() string { return path.Join(toClient, docs[w.rng.IntN(len(docs))]) }

// open finds a file to write to, or makes it. A file that a colleague is writing cannot be opened.
func (s *server) open(rel string) (*node, error) {
	if s.busy[s.folded(rel)] {
		return nil, fs.ErrExist // see the package's caveats
	}
	if dir := path.Dir(rel); dir != toClient && dir != fromClient && dir != private {
		if _, err := s.find(dir); errors.Is(err, fs.ErrNotExist) {
			if err := s.put(dir, s.node(path.Base(dir), true)); err != nil {
				return nil, err
			}
		}
	}
	n, err := s.find(rel)
	if errors.Is(err, fs.ErrNotExist) {
		n = s.node(path.Base(rel), false)
		return n, s.put(rel, n)
	}
	if err == nil && (n.writers > 0 || n.dir) {
		return nil, fs.ErrExist
	}
	return n, err
}

func (s *server) write(n *node, rel, body string) {
	n.data = append(n.data, body...)
	s.touch(n)
	s.world.hint(rel, folder.Hint{Wrote: true})
}

// save writes a file in place, at once.
func (w *World) save() {
	w.staff(func(s *server) error {
		rel := w.doc()
		n, err := s.open(rel)
		if err == nil {
			n.data, n.desk = nil, false
			s.write(n, rel, w.body(rel))
		}
		return err
	})
}

// beside saves a file among those of the client, under a name that clients use too.
func (w *World) beside() {
	w.staff(func(s *server) error {
		rel := path.Join(fromClient, "W-2.pdf")
		if _, err := s.find(rel); err == nil {
			return nil
		}
		n, err := s.open(rel)
		if err == nil {
			s.write(n, rel, w.body(rel))
		}
		return err
	})
}

// begin begins to write a file bit by bit.
func (w *World) begin() {
	w.staff(func(s *server) error {
		rel := w.doc()
		n, err := s.open(rel)
		if err != nil || s.traits.Unable && strings.HasSuffix(rel, ".txt") { // nothing tells such a file's end
			return err
		}
		n.writers++
		n.data, n.desk = nil, false
		s.touch(n)
		body := w.body(rel)
		w.writers = append(w.writers, &writer{n: n, rel: rel, left: []string{body[:8], body[8:16], body[16:]}, next: w.clocks.now()})
		return nil
	})
}

// carryOn writes the next bit, and closes the file after the last.
func (w *World) carryOn() {
	if len(w.writers) == 0 {
		return
	}
	p := w.writers[w.rng.IntN(len(w.writers))]
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	w.server.write(p.n, p.rel, p.left[0])
	if p.left = p.left[1:]; len(p.left) == 0 {
		p.n.writers--
		w.writers = slices.DeleteFunc(w.writers, func(o *writer) bool { return o == p })
	}
}

// replace saves as Office does: a new file beside, the old one away, the new one in its place.
func (w *World) replace() {
	w.staff(func(s *server) error {
		rel := w.doc()
		old, err := s.open(rel)
		if err != nil {
			return err
		}
		temp := path.Join(path.Dir(rel), fmt.Sprintf("~WRL%04d.tmp", w.saves))
		n := s.node(path.Base(temp), false)
		if err := s.put(temp, n); err != nil {
			return err
		}
		s.write(n, temp, w.body(rel))
		return errors.Join(s.take(rel), s.take(temp), s.put(path.Join(path.Dir(rel), old.name), n))
	})
}

func (w *World) delete() {
	w.staff(func(s *server) error {
		rel := w.doc()
		if n, err := s.find(rel); err != nil || n.writers > 0 {
			return err
		}
		return s.take(rel)
	})
}

// deleteMany empties the lane.
func (w *World) deleteMany() {
	if w.rng.IntN(3) > 0 {
		return
	}
	w.staff(func(s *server) error {
		for _, name := range docs {
			rel := path.Join(toClient, name)
			if n, err := s.find(rel); err == nil && n.writers == 0 && !n.dir {
				if err := s.take(rel); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// rename renames a file, often only in its capitals, or moves it to where nobody looks.
func (w *World) rename() {
	w.staff(func(s *server) error {
		rel := w.doc()
		to := []string{w.doc(), path.Join(private, fmt.Sprint("moved ", w.saves)), path.Join(path.Dir(rel), strings.ToUpper(path.Base(rel)))}[w.rng.IntN(3)]
		w.saves++
		n, err := s.find(rel)
		if err != nil || n.writers > 0 {
			return err
		}
		if there, err := s.find(to); err == nil && there != n || path.Dir(to) != path.Dir(rel) && path.Dir(to) != private || s.busy[s.folded(to)] {
			return nil
		}
		return errors.Join(s.take(rel), s.put(to, n))
	})
}

// renameFolder takes a lane or the whole work file out of the way for a while.
func (w *World) renameFolder() {
	if len(w.aside) > 0 || w.rng.IntN(3) > 0 {
		return
	}
	w.staff(func(s *server) error {
		if len(s.busy) > 0 {
			return nil // see the package's caveats
		}
		rel := []string{toClient, fromClient, workPath}[w.rng.IntN(3)]
		n, err := s.find(rel)
		if err != nil {
			return err
		}
		w.aside[rel] = rel + " (old)"
		w.relay.moved()
		return errors.Join(s.take(rel), s.put(rel+" (old)", n))
	})
}

func (w *World) putBack() {
	w.staff(func(s *server) error {
		if len(s.busy) > 0 {
			return nil
		}
		for rel, old := range w.aside {
			n, err := s.find(old)
			if err != nil {
				return err
			}
			if made, err := s.find(rel); err == nil { // a desk made the folder anew meanwhile: staff keep both
				w.relay.moved()
				for _, name := range slices.Sorted(maps.Keys(made.kids)) {
					kid := made.kids[name]
					w.saves++
					kid.name = fmt.Sprint(kid.name, " ", w.saves)
					n.kids[s.folded(kid.name)] = kid
				}
			}
			delete(w.aside, rel)
			return errors.Join(s.take(old), s.put(rel, n))
		}
		return nil
	})
}

// lie changes a file and leaves its length and times as they were, as some programs do.
func (w *World) lie() {
	w.staff(func(s *server) error {
		n, err := s.find(w.doc())
		if err == nil && n.writers == 0 && !n.dir && len(n.data) == len(w.body("")) { // a lie about the length would show
			n.data, n.desk = []byte(w.body("")), false
			n.change++
		}
		return err
	})
}

// touchUpload does what people do with files they were sent.
func (w *World) touchUpload() {
	if len(w.relay.uploads) == 0 {
		return
	}
	u := w.relay.uploads[w.rng.IntN(len(w.relay.uploads))]
	w.staff(func(s *server) error {
		at, n := s.holding(u.body)
		if n == nil || strings.HasPrefix(n.name, ".tieout-") {
			return nil
		}
		u.early = u.early || len(u.receipts) == 0
		u.touched = true
		w.saves++
		switch w.rng.IntN(4) {
		case 0:
			return s.take(at)
		case 1:
			return errors.Join(s.take(at), s.put(path.Join(path.Dir(at), fmt.Sprint("by staff ", w.saves, ".pdf")), n))
		case 2:
			return errors.Join(s.take(at), s.put(path.Join(private, fmt.Sprint("moved ", w.saves)), n))
		}
		n.data, n.desk = []byte(w.body("")), false
		s.touch(n)
		return nil
	})
}

// holding finds a file by what is in it.
func (s *server) holding(body string) (at string, found *node) {
	s.each(s.root, "", func(rel string, n *node) {
		if found == nil && bytes.Equal(n.data, []byte(body)) {
			at, found = rel, n
		}
	})
	return at, found
}
