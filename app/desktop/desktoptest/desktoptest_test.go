package desktoptest_test

import (
	"os"
	"path/filepath"
	"testing"

	"tieout/app/desktop"
	"tieout/app/desktop/desktoptest"
)

func TestTheFakeRemembersAndRefusesLikeTheRealOne(t *testing.T) {
	fake := &desktoptest.Fake{}
	dir := t.TempDir()
	pdf, exe := filepath.Join(dir, "a.pdf"), filepath.Join(dir, "a.exe")
	for _, path := range []string{pdf, exe} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := fake.OpenFile(pdf); err != nil {
		t.Error(err)
	}
	if err := fake.OpenFile(exe); err == nil {
		t.Error("the fake opens programs")
	}
	if err := fake.Reveal(exe); err != nil {
		t.Error(err)
	}
	if err := fake.OpenFolder(pdf); err == nil {
		t.Error("the fake opens a file as a folder")
	}
	got := fake.Record()
	if len(got.Opened) != 1 || got.Opened[0] != pdf || len(got.Shown) != 1 || len(got.Folders) != 0 {
		t.Errorf("record = %+v", got)
	}
}

func TestAwaitSeesWhatComesLater(t *testing.T) {
	fake := &desktoptest.Fake{}
	go func() {
		for seq := range 3 {
			fake.Emit("changed", seq)
		}
	}()
	got := fake.Await(t, "three events", func(r desktoptest.Record) bool { return len(r.Events) == 3 })
	if got.Events[2] != (desktoptest.Event{Name: "changed", Payload: 2}) {
		t.Errorf("events = %+v", got.Events)
	}
}

func TestTheUserOfTheFakeAnswersClicksAndDrops(t *testing.T) {
	fake := &desktoptest.Fake{}
	fake.Click("nobody listens")
	fake.Drop(desktop.Drop{})
	var tag string
	var drop desktop.Drop
	fake.OnNotice(func(clicked string) { tag = clicked })
	fake.OnFileDrop(func(d desktop.Drop) { drop = d })
	fake.Click("request/7")
	fake.Drop(desktop.Drop{X: 3, Paths: []string{"/a"}})
	if tag != "request/7" || drop.X != 3 || fake.Record().Raised != 2 {
		t.Errorf("tag = %q, drop = %+v, record = %+v", tag, drop, fake.Record())
	}
	fake.Answer("/srv/clients")
	for _, want := range []string{"/srv/clients", ""} {
		if got, err := fake.ChooseFolder("x", ""); got != want || err != nil {
			t.Errorf("ChooseFolder = %q, %v; want %q", got, err, want)
		}
	}
}
