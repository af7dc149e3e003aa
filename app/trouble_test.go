package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app"
	"tieout/sync/wire"
)

// trouble is what a relay answers to calls that would have it keep something, below a path.
type trouble struct {
	path   string
	status int
	says   wire.Error
}

func (t *trouble) answer() *http.Response {
	raw, _ := json.Marshal(t.says)
	return &http.Response{
		StatusCode: t.status, Header: http.Header{"Content-Type": {wire.JSONType}}, Body: io.NopCloser(bytes.NewReader(raw)),
	}
}

// noRoom is what a relay says whose disk is.
func noRoom(path string) *trouble {
	return &trouble{path, http.StatusInsufficientStorage, wire.Error{
		Code: wire.CodeFull, Message: "The relay's disk is full, so nothing was stored.",
		Hint: "Your work is safe on this computer and is sent again later. Tell whoever runs the relay.",
	}}
}

// The relay's disk is full. Nobody is told that they are offline, which they are not: the pill, the banner, the
// list, the file and the toast say what the relay says, and whom to tell. It goes on by itself when there is room.
func TestAFullServerSaysSoInItsOwnWords(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.line.trouble.Store(noRoom("/v1/blobs/"))
	o.write(filepath.Join(j.dir, "To client", "letter.txt"), "Dear Ruth")
	dana.until("the pill says it", func() bool { return dana.status().Label == "Relay trouble" })
	s := dana.status()
	if s.Banner != noRoom("").says.Error() || len(s.Waiting) != 1 || !strings.Contains(s.Waiting[0].Why, "disk is full") {
		t.Errorf("%q: %+v", s.Banner, s.Waiting)
	}
	if said := dana.prog.Trouble(); said != noRoom("").says.Error() {
		t.Errorf("an agent says %q", said)
	}
	why := dana.explains(j, "letter.txt", "retrying")
	if !strings.Contains(why.Why, "disk is full") || !strings.Contains(why.Next, "Tell whoever runs the relay") {
		t.Errorf("the file: %+v", why)
	}
	if done, err := dana.PostMessage(j.id, "Is it there?", ""); err != nil || !strings.HasSuffix(done.Words, "Goes out when the relay takes it again.") {
		t.Errorf("the toast: %+v, %v", done, err)
	}
	dana.line.trouble.Store(nil)
	dana.level()
	o.sees(j, "letter.txt", 1)
}

// A large save whose bytes the relay does not take says why, and does not look as if it were on its way for ever.
func TestALargeFileThatTheServerDoesNotTakeSaysWhy(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.line.trouble.Store(noRoom("/v1/blobs/" + j.client + "/parts"))
	o.write(filepath.Join(j.dir, "To client", "ledger.csv"), noise(9<<20))
	var row app.FileRow
	dana.until("the row says it", func() bool { row = dana.rowOf(j, "ledger.csv"); return row.TieWords == "Trying again" })
	s := dana.status()
	if s.Detail != "trying again" || s.Banner != noRoom("").says.Error() || len(s.Waiting) != 1 || !strings.Contains(s.Waiting[0].Why, "disk is full") {
		t.Errorf("%s, %q: %+v", s.Detail, s.Banner, s.Waiting)
	}
	why := dana.explains(j, "ledger.csv", "retrying")
	if row.Tie != "waiting" || !strings.Contains(why.Why, "disk is full") || !strings.Contains(why.Next, "Tell whoever runs the relay") {
		t.Errorf("%+v: %+v", row, why)
	}
	if said := dana.prog.Trouble(); said != noRoom("").says.Error() {
		t.Errorf("an agent says %q", said)
	}
	dana.line.trouble.Store(nil)
	dana.until("it is out", func() bool { return o.versions(j, "ledger.csv") == 1 })
	dana.level()
	if s := dana.status(); s.Banner != "" {
		t.Errorf("afterwards: %q", s.Banner)
	}
}
