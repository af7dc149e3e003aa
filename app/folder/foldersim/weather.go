package foldersim

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"tieout/app/folder"
)

// upload has a client send something.
func (w *World) upload() {
	n := len(w.relay.uploads)
	if n >= 6 {
		return
	}
	u := &upload{
		id: fmt.Sprintf("upload-%d", n), name: names[w.rng.IntN(len(names))*w.rng.IntN(2)], lane: folder.FromClient,
		body: fmt.Sprintf("%%PDF upload %d by the client %%%%EOF", n),
	}
	if w.rng.IntN(3) == 0 {
		u.dir = "Bank: statements"
	}
	if w.rng.IntN(4) == 0 {
		u.lane = folder.ForSignature
	}
	w.relay.mu.Lock()
	defer w.relay.mu.Unlock()
	w.relay.uploads = append(w.relay.uploads, u)
}

// share takes the share away, puts an empty folder in its place, sometimes with a copy of the marker by
// which somebody meant to repair it, or brings it back.
func (w *World) share() {
	s := w.server
	s.mu.Lock()
	defer s.mu.Unlock()
	switch back := s.away || s.empty; {
	case back:
		s.away, s.empty = false, false
		s.mounts++
	case w.rng.IntN(2) == 0:
		s.away = true
	default:
		s.empty, s.hollow = true, s.node("share", true)
		if w.rng.IntN(2) == 0 { // the folders are there, as after a restore that broke off
			s.skeleton()
		}
		if real := s.root.kids[s.folded(marker)]; w.rng.IntN(2) == 0 {
			forged := s.node(real.name, false)
			forged.data = real.data
			s.hollow.kids[s.folded(real.name)] = forged
			if !s.traits.IDs { // then only its age tells it from the real one
				forged.mtime = real.mtime.Add(time.Minute)
			}
		}
	}
}

func (s *server) skeleton() {
	at := s.hollow
	for _, name := range strings.Split(toClient, "/") {
		kid := s.node(name, true)
		at.kids[s.folded(name)] = kid
		at = kid
	}
}

func (w *World) full() {
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	w.server.full = !w.server.full
}

// deny takes or gives the right to read a file.
func (w *World) deny() {
	w.staff(func(s *server) error {
		n, err := s.find(w.doc())
		if err == nil {
			n.denied = !n.denied
		}
		return err
	})
}

// stop ends a desk: killed, without power, or as it should be.
func (w *World) stop() {
	d := w.desks[w.rng.IntN(len(w.desks))]
	if d.dead {
		return
	}
	switch w.rng.IntN(4) {
	case 0:
		w.quit(d)
	case 1:
		w.crash(d, true)
	default:
		w.crash(d, false)
	}
}

func (w *World) resume() {
	for _, d := range w.desks {
		if d.dead {
			w.start(d)
			return
		}
	}
}

// power fails for the server: it is gone for a while, with what was not flushed.
func (w *World) power() {
	w.server.powerFails()
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	w.server.away = !w.server.empty
}

// setClock sets the clock of a desk, by minutes or by years.
func (w *World) setClock() {
	d := w.desks[w.rng.IntN(len(w.desks))]
	d.clock.set([]time.Duration{-time.Hour, time.Hour, -5 * 365 * 24 * time.Hour, 30 * 365 * 24 * time.Hour}[w.rng.IntN(4)])
}

// breaks has a connection broken and made again. Where a rename has two steps it does not come while the
// desk has the right to a name: see the package's caveats.
func (w *World) breaks() {
	if d := w.desks[w.rng.IntN(len(w.desks))]; w.server.traits.Again && !d.dead && !(w.server.traits.TwoSteps && w.server.naming(d)) {
		w.gate.note(fmt.Sprintf("the connection of desk %d is made again", d.ID))
		w.server.broken(d)
	}
}

func (w *World) weatherTurns() { w.storm = !w.storm }

// loseHints is an overflow.
func (w *World) loseHints() {
	d := w.desks[w.rng.IntN(len(w.desks))]
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	w.hints = nil
	if !d.dead {
		d.watcher.HintBox.Lose()
	}
}

// answer has a person decide about what is held.
func (w *World) answer() {
	for _, d := range w.desks {
		h, ok := d.held()
		if d.dead || !ok {
			continue
		}
		withdraw := w.rng.IntN(2) == 0
		w.gate.note(fmt.Sprintf("desk %d: %d missing files, withdraw %v", d.ID, len(h.Missing), withdraw))
		if !withdraw {
			for _, g := range h.Missing {
				if doc := w.relay.docs[g.Key]; doc != nil {
					doc.kept = true
				}
			}
		}
		d.mu.Lock()
		d.garbage = nil
		delete(d.holds, work) // it may be asked again
		d.mu.Unlock()
		if err := errors.Join(d.folders.Decide(h, withdraw), d.folders.SendChanged(h)); err != nil {
			w.wrong("an answer is refused: %v", err)
		}
	}
}
