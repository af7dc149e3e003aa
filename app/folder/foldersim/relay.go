package foldersim

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"tieout/app/folder"
)

// relay is what the other side knows.
type relay struct {
	mu       sync.Mutex
	docs     map[string]*doc // by path key
	uploads  []*upload
	restored int // desks that have not caught up since the relay was restored from a backup
}

// doc is what the client sees of one file.
type doc struct {
	versions  []string
	withdrawn bool
	kept      bool // a person decided that it stays although the file is gone
}

// upload is something to be filed.
type upload struct {
	id, name, dir, body string
	lane                folder.Lane
	receipts            []string // where it was filed, as recorded
	names               int      // how often a desk gave its bytes a name
	touched             bool     // staff renamed, moved, changed or deleted it
	early               bool     // and that before its receipt
}

func sum(body string) string {
	h := sha256.Sum256([]byte(body))
	return hex.EncodeToString(h[:])
}

func (r *relay) saved(key, body string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d := r.docs[key]
	if d == nil {
		d = &doc{}
		r.docs[key] = d
	}
	if n := len(d.versions); n == 0 || d.versions[n-1] != body || d.withdrawn {
		d.versions = append(d.versions, body)
	}
	d.withdrawn, d.kept = false, false
}

func (r *relay) gone(g folder.Gone) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d := r.docs[g.Key]
	if d != nil && g.Was(sum(d.versions[len(d.versions)-1])) {
		d.withdrawn = true
	}
}

func (r *relay) unfiled() []*upload {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(r.uploads), func(u *upload) bool { return len(u.receipts) > 0 })
}

func (r *relay) filed(u *upload) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(u.receipts) > 0
}

func (r *relay) receipt(u *upload, rel string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	u.receipts = append(u.receipts, rel)
}

// moved notes that staff moved the folder in which uploads lie that have no receipt yet.
func (r *relay) moved() {
	for _, u := range r.unfiled() {
		u.touched, u.early = true, true
	}
}
