package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app"
)

func comes(engagement, state, why string) app.QueueItem {
	return app.QueueItem{Engagement: engagement, State: state, Why: why}
}

// What clients sent and this machine cannot file is told by status and doctor alike: how much, of which engagement, why
// and what to do; and it is no all-clear for whoever monitors it.
func TestStatusAndDoctorSayWhatCannotBeFiled(t *testing.T) {
	full := "The share has no room left. Make room on the share."
	line := app.SyncStatus{State: "to-settle", Banner: "3 files that clients sent are safe at the relay and cannot be filed on the share. " + full, Coming: []app.QueueItem{
		comes("E1", "filing-failed", "It is safe at the relay. "+full), comes("E2", "filing-failed", "It is safe at the relay. "+full),
		comes("E1", "filing-failed", "It is safe at the relay. "+full), comes("E1", "filing", "It is on its way."),
	}}
	s := State{Line: line.State, Banner: line.Banner, Unfiled: line.Unfiled()}
	var out bytes.Buffer
	s.print(&out)
	for _, want := range []string{"2 files of E1: " + full, "1 file of E2: " + full} {
		if !strings.Contains(out.String(), want) || strings.Contains(out.String(), line.Banner) || s.well() {
			t.Errorf("it is well: %v, and status does not say %q once:\n%s", s.well(), want, &out)
		}
	}
	all := checkUploads(line)
	if len(all) != 2 || all[0].State != isFail || !strings.HasPrefix(all[0].What, "2 files that the client of engagement E1 sent") || all[0].Next != full {
		t.Errorf("the doctor finds %+v", all)
	}
	for state, want := range map[string]string{"filing": isOK, "unmapped": isWarn, "": isOK} {
		line := app.SyncStatus{State: "tied"}
		if state != "" {
			line.Coming = []app.QueueItem{comes("E1", state, "")}
		}
		if all := checkUploads(line); len(all) != 1 || all[0].State != want {
			t.Errorf("of %q the doctor says %+v", state, all)
		}
	}
}

// A relay that was restored is told, and is no all-clear either.
func TestStatusAndDoctorTellOfARestore(t *testing.T) {
	words := "The relay was restored from a backup. Leave the computers on."
	s := State{Line: "restored", Banner: words}
	var out bytes.Buffer
	s.print(&out)
	if found := checkRestored(words); !strings.Contains(out.String(), words) || s.well() || len(found) != 1 || found[0].State != isWarn || found[0].What != words {
		t.Errorf("the doctor finds %+v, and status says:\n%s", found, &out)
	}
	if found := checkRestored(""); len(found) > 0 {
		t.Errorf("without a restore the doctor finds %+v", found)
	}
}

// What staff saved and cannot be sent is counted by engagement, and none of it is named.
func TestStatusCountsWhatCannotBeSent(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	work := a.mapped()
	r := a.run()
	f.save("letter.txt", "Dear Ruth")
	f.save("empty.txt", "")
	if err := os.Symlink("/etc/hosts", filepath.Join(f.share, workFile, "To client", "link.txt")); err != nil {
		t.Fatal(err)
	}
	until(t, "both are counted", func() error {
		s, err := a.status()
		if want := (app.StoppedFiles{Engagement: work, Files: 1, Unready: 1}); err == nil && (len(s.Stopped) != 1 || s.Stopped[0] != want) {
			err = fmt.Errorf("%+v", s.Stopped)
		}
		return err
	})
	out := a.says(1, "1 file that cannot be sent and 1 file empty or cut off, of "+work, "status", "--check")
	if strings.Contains(out+r.said.String(), ".txt") {
		t.Errorf("status or log names a client's file:\n%s\n%s", out, r.said)
	}
	if err := os.Remove(filepath.Join(f.share, workFile, "To client", "link.txt")); err != nil {
		t.Fatal(err)
	}
	until(t, "an empty file alone is no alarm", func() error {
		_, err := a.tries("status", "--check")
		return err
	})
}
