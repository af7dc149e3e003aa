package synctest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// TestWhatIsPrivateNeverLeavesTheOffice plants a name and bytes in a private folder of a work file, and
// others in To client, and searches everything that the relay has, was sent, said and wrote. The same
// search must find what was sent on purpose (SPEC F8).
func TestWhatIsPrivateNeverLeavesTheOffice(t *testing.T) {
	const (
		secretName  = "Übergabe Vogelfrei 7Q4X"
		secretBytes = "partner draw forgiven, memo 9ZK2-canary-private"
		openName    = "Offener Brief 3J8W"
		openBytes   = "engagement letter text 5TB1-canary-control"
	)
	w := New(t, 40)
	w.KeepCopies()
	furnish(w)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	tom.Save("Partner only/"+secretName+".txt", []byte(secretBytes))
	tom.Save(secretName+"/notes.txt", []byte(secretBytes))
	tom.Save(secretName+".pdf", Return(secretBytes, 1))
	tom.Save("For signature/"+secretName+".pdf", Return(secretBytes, 1)) // offered, and never sent by itself
	tom.Save("To client/"+openName+".txt", []byte(openBytes))
	ruth.Sees(openName+".txt", 1, []byte(openBytes))
	ruth.Uploads("Bank statements", "bank.pdf", Return("bank", 1))
	tom.Finds(tom.SeesFiled("bank.pdf"), Return("bank", 1))
	for _, d := range []*Desk{tom, dana} { // whoever looks at the folder sends nothing of it
		if _, err := d.App.Files(d.at().ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.App.AssembleSheet(d.at().ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tom.App.CheckPart(tom.at().ID, secretName+".pdf", ""); err != nil {
		t.Fatal(err)
	}
	tom.Assemble(Package{Title: "Return", Parts: []string{"From client/Bank statements/bank.pdf"}})
	tom.Save("Partner only/"+secretName+".txt", []byte(secretBytes+" again"))
	w.Pass(20 * time.Minute)

	x := w.Rest()[0]
	places := w.everythingOf(x)
	secret := search{append(traces([]byte(secretName)), traces([]byte(secretBytes))...)}
	open := map[string]search{"its name": {traces([]byte(openName))}, "its bytes": {traces([]byte(openBytes))}}
	seen := map[string][]string{}
	for place, content := range places {
		for _, trace := range secret.in(content) {
			t.Errorf("what is private is in %s: %q", place, trace)
		}
		for what, s := range open {
			if len(s.in(content)) > 0 {
				seen[what] = append(seen[what], place)
			}
		}
	}
	if len(seen["its name"]) == 0 || len(seen["its bytes"]) == 0 {
		t.Errorf("the search does not find what was sent on purpose: %v", seen)
	}
	t.Logf("%d places; what was sent on purpose is in %v", len(places), seen)
}

// everythingOf is everything that the relay knows, in clear and as it lies on its disk, what desks and
// clients sent it, what it said, and what it wrote to people.
func (w *World) everythingOf(x *Witness) map[string][]byte {
	w.t.Helper()
	places := map[string][]byte{"the log": []byte(w.server.log.String()), "the mail": []byte(w.Mail.String())}
	for i, l := range w.server.lines {
		places[fmt.Sprintf("line %d, from %s", i, l.from)] = l.copied()
	}
	for i := range x.records {
		places["the header of event "+string(x.events[i].ID)] = x.records[i].Header
		places["the private part of event "+string(x.events[i].ID)] = x.records[i].Private
	}
	for name, world := range map[string]*engagement.World{"the office's state": x.office, "the clients' state": x.shared} {
		raw, err := json.Marshal(world)
		w.ok("write the state", err)
		places[name] = raw
	}
	scopes := []engagement.ClientID{""}
	for id := range x.office.C {
		scopes = append(scopes, id)
	}
	r := w.server.relay
	for _, client := range scopes {
		scope := r.Scope(w.firms[0].record.ID, client)
		w.ok("read the blobs", r.Store().Walk(context.Background(), scope, func(e blob.Entry) error {
			b, err := r.Store().Open(context.Background(), scope, e.Hash)
			if err != nil {
				return err
			}
			defer b.Close()
			places["blob "+e.Hash.String()], err = io.ReadAll(b)
			return err
		}))
	}
	w.ok("read the data folder", filepath.WalkDir(filepath.Join(w.server.dir, "relay"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		places["file "+path], err = os.ReadFile(path)
		return err
	}))
	return places
}
