package relay_test

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// A full disk is said so, and what was there stays.
func TestAFullDisk(t *testing.T) {
	mounted := t.TempDir()
	if err := syscall.Mount("tmpfs", mounted, "tmpfs", 0, "size=3m"); err != nil {
		t.Skipf("SKIPPED, THE FULL DISK IS NOT TESTED: mounting a small file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(mounted, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	o := newOfficeWith(t, func(opts *relay.Options) {
		opts.Dir = filepath.Join(mounted, "data")
		opts.MasterKey = filepath.Join(mounted, "key")
	})
	defer o.close() // before the disk goes
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	filler := filepath.Join(mounted, "filler")
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	_ = f.Close()

	big := dana.act(ask(m, strings.Repeat("long ", 40_000)))
	if status, problem := dana.call("POST", "/v1/push", wire.PushRequest{Actions: []wire.Action{big}}, nil); status != http.StatusInsufficientStorage || problem.Code != wire.CodeFull {
		t.Fatalf("a push on a full disk: %d %+v", status, problem)
	}
	data := bytes.Repeat([]byte{1, 2, 3, 5, 7, 11}, 1000)
	rand.NewChaCha8([32]byte{}).Read(data)
	if status, problem := dana.call("PUT", "/v1/blobs/firm/"+blob.Sum(data).String(), data, nil); status != http.StatusInsufficientStorage || problem.Code != wire.CodeFull {
		t.Errorf("a file on a full disk: %d %+v", status, problem)
	}
	_, err = o.relay.AppendAsContact(t.Context(), o.firm.ID, relay.ContactAct{Contact: m.contact, Events: []relay.Draft{{
		Stream: m.stream(), Kind: engagement.MessagePosted, Body: engagement.MessageBody{Message: "M1"},
		Private: engagement.TextPrivate{Text: strings.Repeat("long ", 40_000)},
	}}})
	if code, status, ok := relay.Explain(err); !ok || code != wire.CodeFull || status != http.StatusInsufficientStorage {
		t.Errorf("a client's message on a full disk: %v", err)
	}
	var desks wire.FilingReply // what needs no room goes on: who files is in memory
	dana.must(http.StatusOK, "POST", "/v1/presence", wire.PresenceRequest{Roots: []engagement.RootID{"R"}}, nil)
	if dana.must(http.StatusOK, "GET", "/v1/filing", nil, &desks); len(desks.Desks) != 1 {
		t.Errorf("on a full disk these file: %+v", desks)
	}
	before, _, _ := dana.pull(0)
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if res := dana.push(big); res[0].Outcome != wire.Accepted {
		t.Errorf("after making room: %+v", res)
	}
	o.restart()
	dana.signIn()
	if after, _, _ := dana.pull(0); len(after) <= len(before) {
		t.Errorf("%d events after, %d before", len(after), len(before))
	}
}
