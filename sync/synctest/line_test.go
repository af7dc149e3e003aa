package synctest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Sending is paused until a time with a zone: what is saved meanwhile waits and says why, what others do
// still arrives, and at the time it goes out by itself.
func TestSendingPausedUntilATimeGoesOnByItself(t *testing.T) {
	w := office(t, 62)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	until := w.Clock.Now().Add(time.Hour).In(time.FixedZone("EST", -5*3600))
	w.ok("pause", tom.App.PauseSending(until.Format(time.RFC3339)))
	ruth.SignIn()
	w.Desk("dana").Close() // one desk is to send it
	content := Return("draft", 2)
	tom.Save("To client/Draft return.pdf", content)
	w.until("it waits and says why", func() error {
		s, err := tom.App.SyncStatus()
		if err == nil && (len(s.Waiting) != 1 || s.Label != "Sending is paused" || !strings.Contains(s.Waiting[0].Why, "paused until")) {
			err = fmt.Errorf("%s: %+v", s.Label, s.Waiting)
		}
		return err
	})
	if err := w.firms[0].unsent(tom.at()); err == nil {
		t.Error("it was sent although sending is paused")
	}
	tom.Restart() // what was set outlives the program
	if s, err := tom.App.SyncStatus(); err != nil || !s.Line.Paused || s.Line.Until != until.Format(time.RFC3339) {
		t.Errorf("after a restart: %+v, %v", s.Line, err)
	}
	w.Pass(time.Hour + time.Minute)
	ruth.Sees("Draft return.pdf", 1, content)
	if s, err := tom.App.SyncStatus(); err != nil || s.Line.Paused {
		t.Errorf("it is still paused: %+v, %v", s.Line, err)
	}
}

// A large file is sent ahead of its act: it is listed with how far it is, a small one saved after it
// arrives first, and a version that is saved before it was sent takes its place.
func TestALargeFileIsSentAheadAndHoldsUpNothing(t *testing.T) {
	w := office(t, 63)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	ruth.SignIn()
	w.Desk("dana").Close()
	w.ok("slow the line down", tom.App.SetLineLimits(1<<20, 0))
	tom.Save("To client/company.qbb", random(1, 10<<20))
	w.until("it is listed with figures", func() error {
		s, err := tom.App.SyncStatus()
		if err == nil && (len(s.Waiting) != 1 || !strings.Contains(s.Waiting[0].Figures, " of ") || s.State != "syncing") {
			err = fmt.Errorf("%s: %+v", s.State, s.Waiting)
		}
		return err
	})
	small := Return("letter", 1)
	tom.Save("To client/letter.pdf", small)
	ruth.Sees("letter.pdf", 1, small)
	if s, err := tom.App.SyncStatus(); err != nil || len(s.Waiting) == 0 {
		t.Errorf("the large file overtook the small one: %+v, %v", s.Waiting, err)
	}
	newer := random(2, 9<<20)
	tom.Save("To client/company.qbb", newer)
	w.until("the newer one takes its place", func() error {
		s, err := tom.App.SyncStatus()
		if err == nil && (len(s.Waiting) != 1 || !strings.Contains(s.Waiting[0].Figures, " of 9.4 MB")) {
			err = fmt.Errorf("%+v", s.Waiting)
		}
		return err
	})
	w.ok("take the limit away", tom.App.SetLineLimits(0, 0))
	ruth.Sees("company.qbb", 1, newer)
	tom.level()
}
