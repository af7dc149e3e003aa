package foldersim

import (
	"fmt"
	"path"
	"strings"
	"time"

	"tieout/app/folder"
)

// note takes down in which state staff left each file, and since when it is there.
func (w *World) note() {
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	now := w.clocks.now()
	there := map[string]bool{}
	w.lane(func(rel, key string, n *node) {
		there[key] = true
		if _, ok := w.present[key]; !ok {
			w.present[key] = now
		}
		if n.writers > 0 {
			return
		}
		if w.closed[key] == nil {
			w.closed[key] = map[string]bool{}
		}
		w.closed[key][string(n.data)] = true
	})
	for key := range w.present {
		if !there[key] {
			delete(w.present, key)
		}
	}
}

// lane visits what staff published, or would have.
func (w *World) lane(visit func(rel, key string, n *node)) {
	at := toClient
	for from, to := range w.aside {
		at = strings.Replace(at, from, to, 1)
	}
	dir, err := w.server.below(w.server.root, at)
	if err != nil {
		return
	}
	w.server.each(dir, "", func(rel string, n *node) {
		if !strings.HasPrefix(path.Base(rel), ".tieout-") && !strings.HasSuffix(rel, ".tmp") {
			visit(rel, folder.PathKey(string(folder.ToClient), rel), n)
		}
	})
}

// judgeVersion holds a version against the states in which staff left the file.
func (w *World) judgeVersion(d *Desk, v folder.Version, body string) {
	if sum(body) != v.SHA256 || int64(len(body)) != v.Size {
		w.wrong("desk %d reports %s with bytes that are not what it says", d.ID, v.Rel)
	}
	if v.Lane == folder.ToClient && !w.closed[v.Key][body] {
		w.wrong("desk %d reports a state of %s that nobody left it in: %q", d.ID, v.Rel, body)
	}
}

// judgeGone allows nothing to be withdrawn that has been there all along.
func (w *World) judgeGone(d *Desk, g folder.Gone) {
	if since, ok := w.present[g.Key]; ok && w.clocks.now().Sub(since) > 10*time.Second {
		w.wrong("desk %d withdraws %s, which is there", d.ID, g.Rel)
	}
}

// placed counts the names that desks give to uploads. The server calls it.
func (w *World) placed(to string, n *node) {
	if strings.HasPrefix(path.Base(to), ".tieout-") {
		return
	}
	for _, u := range w.relay.uploads {
		if u.body == string(n.data) {
			u.names++
			if u.names > 1 && !u.early {
				w.wrong("%s is filed a second time, as %s", u.id, to)
			}
		}
	}
}

// unplaced takes back what a power failure undid.
func (w *World) unplaced(to string, n *node) {
	for _, u := range w.relay.uploads {
		if u.body == string(n.data) && !strings.HasPrefix(path.Base(to), ".tieout-") {
			u.names--
		}
	}
}

// rest ends all trouble and lets everybody do what is left to do.
func (w *World) rest() {
	w.gate.note("rest")
	w.server.mu.Lock()
	w.storm, w.server.away, w.server.empty, w.server.full = false, false, false, false
	w.server.mu.Unlock()
	for len(w.writers) > 0 {
		w.carryOn()
	}
	for len(w.server.busy) > 0 && w.step() {
		w.gate.waiting()
	}
	w.putBack()
	w.server.each(w.server.root, "", func(_ string, n *node) { n.denied = false })
	w.note()
	for _, d := range w.desks {
		if d.dead {
			w.start(d)
		}
	}
	weeks := 0
	for began := w.clocks.now(); !w.isWrong(); {
		if w.step() {
			continue
		}
		w.answer()
		if len(w.gate.waiting()) > 0 { // what the answers set off
			continue
		}
		if w.unsettled() == "" {
			break
		}
		w.pass(time.Hour)
		if w.clocks.now().Sub(began) > 10*time.Minute {
			if weeks++; weeks > 5 { // long enough for every file to be read again for no reason
				w.wrong("no rest: %s", w.unsettled())
			}
			w.clocks.mu.Lock()
			w.clocks.passed += 8 * 24 * time.Hour
			w.clocks.mu.Unlock()
			began = w.clocks.now()
		}
	}
	w.judgeShare()
}

// unsettled says what is left to do.
func (w *World) unsettled() string {
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	count := map[string]int{}
	w.lane(func(rel, key string, n *node) { count[key]++ })
	left := ""
	w.lane(func(rel, key string, n *node) {
		d := w.relay.docs[key]
		if count[key] > 1 || len(n.data) == 0 {
			return
		}
		if d == nil || d.withdrawn || d.versions[len(d.versions)-1] != string(n.data) {
			left += fmt.Sprintf("%s is not with the client as it is: %q. ", rel, n.data)
		}
	})
	for key, d := range w.relay.docs {
		if count[key] == 0 && !d.withdrawn && !d.kept {
			left += fmt.Sprintf("%s is gone and still with the client. ", key)
		}
	}
	for _, u := range w.relay.uploads {
		if len(u.receipts) == 0 {
			left += fmt.Sprintf("%s has no receipt. ", u.id)
		}
	}
	return left
}

// places are those that its receipts name. One name has several spellings: a desk that makes a file says
// it as it was asked to, and one that finds the file as the server does.
func (u *upload) places() map[string]bool {
	keys := map[string]bool{}
	for _, rel := range u.receipts {
		keys[folder.PathKey(string(u.lane), rel)] = true
	}
	return keys
}

// judgeShare looks for every upload in its one place, and for litter.
func (w *World) judgeShare() {
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	for _, u := range w.relay.uploads {
		var at []string
		w.server.each(w.server.root, "", func(rel string, n *node) {
			if string(n.data) == u.body && !strings.HasPrefix(n.name, ".tieout-") {
				at = append(at, rel)
			}
		})
		if !u.touched && len(at) != 1 && !w.isWrong() {
			w.wrong("%s lies at %q, its receipts say %q", u.id, at, u.receipts)
		}
		if len(u.places()) > 1 && !u.touched {
			w.wrong("%s has receipts for several places: %q", u.id, u.receipts)
		}
	}
}
