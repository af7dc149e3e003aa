package folder

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// What encrypts an office's files, or damages them in bulk, shows in what they are: a PDF that was one and
// is none any more, a workbook that is neither an archive nor an encrypted document, a known file under its
// name with something put behind it. People do that to one file by accident. They do not do it to several
// within minutes, whatever they save, copy or roll forward at the end of a year.
//
// So a save of that sort waits for lately before it is sent, and when there are alarming many of them on a
// root none is sent until a person says so. What is new, and what always was otherwise than its name says,
// never waits.

// What a share that comes from a backup has in older versions waits for a person too, however few they are: see
// look.older.

// alarming is how many strange saves of one root are no accident.
const alarming = 3

// begins says how files of an ending begin; the first bytes are enough for all of these. An Office
// document with a password is a compound file. https://www.iana.org/assignments/media-types
var begins = func() map[string][]string {
	const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	all := map[string][]string{
		".doc": {compound, "{\\rtf", "PK", "<"}, ".xls": {compound, "PK", "<", "\t\x08", "\x09\x02", "\x09\x04"}, ".ppt": {compound, "PK"}, ".msg": {compound},
		".rtf": {"{\\rtf"}, ".png": {"\x89PNG"}, ".gif": {"GIF8"}, ".jpg": {"\xff\xd8\xff"}, ".jpeg": {"\xff\xd8\xff"},
		".tif": {"II*\x00", "MM\x00*", "II+\x00", "MM\x00+"}, ".tiff": {"II*\x00", "MM\x00*", "II+\x00", "MM\x00+"},
	}
	for ext := range zipKinds {
		all[ext] = []string{"PK", compound}
	}
	return all
}()

// textKinds are the endings of files that people can read as they are.
var textKinds = map[string]bool{".txt": true, ".csv": true, ".xml": true, ".htm": true, ".html": true, ".json": true, ".tsv": true}

// headBytes is how much of a file tells its kind. Viewers look for the mark of a PDF in the first kilobyte.
const headBytes = 1024

// isOdd is true for a file that certainly is not what its name says. head is how it begins.
func isOdd(name string, head []byte) bool {
	head = head[:min(len(head), headBytes)]
	ext := strings.ToLower(path.Ext(name))
	if ext == ".pdf" {
		return !bytes.Contains(head, []byte("%PDF"))
	}
	if textKinds[ext] {
		return !isText(head)
	}
	marks, known := begins[ext]
	return known && !slices.ContainsFunc(marks, func(mark string) bool { return bytes.HasPrefix(head, []byte(mark)) })
}

// isText is true for what has a meaning as text in any spelling of bytes: what is encrypted has control
// characters everywhere.
func isText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) || utf8.Valid(head) && !bytes.ContainsRune(head, 0) {
		return true
	}
	controls := 0
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' {
			controls++
		}
	}
	return controls*50 <= len(head)
}

// namedAfter is the name that a file may have had before something was put behind it; "" for an ending
// that people use.
func namedAfter(rel string) string {
	ext := strings.ToLower(path.Ext(rel))
	before := strings.TrimSuffix(rel, path.Ext(rel))
	if _, known := begins[ext]; known || textKinds[ext] || ext == ".pdf" || ext == "" || path.Ext(before) == "" {
		return ""
	}
	return before
}

// isNamedAfter is true for a new file that has a known file's name with something put behind it.
func (k *keeper) isNamedAfter(p *pending, has bool) bool {
	before := namedAfter(p.entry.rel)
	if has || before == "" {
		return false
	}
	_, known, err := k.cfg.Index.Get(p.wf.ID, PathKey(string(p.entry.lane), before))
	return known && err == nil
}

// waits says whether a strange save is not to be sent yet: it is when a person said so, or when lately has
// passed and nothing is alarming.
func (p *pending) waits(now time.Time, alarmed bool) bool {
	return !p.allowed && (p.strange.IsZero() || alarmed || now.Sub(p.strange) < lately)
}

// setAside takes a strange save. It is looked at again when it may be sent, or has changed.
func (k *keeper) setAside(p *pending, out outcome, now time.Time) {
	p.found, p.older = out.sha, out.older
	if p.strange.IsZero() {
		p.strange = now
	}
	p.tries++
	k.strange[p.ref()] = p
	k.alarmed = k.alarmed || p.older || len(k.strange) >= alarming
	p.due = laterOf(p.strange, now.Add(-lately)).Add(lately + time.Second)
	k.turns.put(p)
	p.state = FileState{State: StateHeld, Detail: "It changed and is no longer what its name says. It is sent in a few minutes, unless more files change like that."}
	k.show(p)
	for _, other := range k.strange {
		if k.alarmed {
			other.state.Detail = "Several files changed and are no longer what their names say. None of them is sent until somebody decides."
			if other.older {
				other.state.Detail = "The share was found again with an older version of this file than was there before. It is not sent until somebody decides."
			}
			k.show(other)
		}
	}
}

// tellStrange has a person asked about strange saves as soon as they are alarming, and tells when the
// matter is settled: every one of them is as it was, gone, or sent.
func (k *keeper) tellStrange() {
	maps.DeleteFunc(k.strange, func(ref fileRef, p *pending) bool { return k.pending[ref] != p || p.strange.IsZero() })
	k.alarmed = k.alarmed && len(k.strange) > 0
	if !k.alarmed && !k.alarmTold {
		return
	}
	k.alarmTold = k.alarmed
	held := map[string][]Changed{}
	for ref, p := range k.strange {
		if k.alarmed {
			held[ref.mapping] = append(held[ref.mapping], Changed{p.entry.lane, p.entry.rel, ref.key, p.strange, p.found})
		}
	}
	for _, wf := range k.order {
		all := held[wf.ID]
		slices.SortFunc(all, func(a, b Changed) int { return strings.Compare(a.Key, b.Key) })
		if !slices.Equal(all, wf.strange) {
			wf.strange = all
			k.changed[wf.ID] = true
			k.tellHold(wf)
		}
	}
}

// hold is all that is held of a work file.
func (wf *workFile) hold() Hold {
	h := Hold{MappingID: wf.ID, Changed: wf.strange}
	if wf.absence.hold != nil {
		h.Missing, h.Since = wf.absence.hold.Missing, wf.absence.hold.Since
	}
	return h
}

func (k *keeper) tellHold(wf *workFile) { wf.board.hold(k.cfg.Sink, wf.hold()) }

// sendStrange has the strange saves of a work file sent as they are that a person was asked about.
func (k *keeper) sendStrange(wf *workFile, asked Hold, now time.Time) {
	for ref, p := range k.strange {
		if ref.mapping == wf.ID && asked.hasChanged(ref.key, p.found) {
			p.allowed, p.due = true, now
			k.turns.put(p)
		}
	}
}
