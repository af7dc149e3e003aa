package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app"
	"tieout/sync/engagement"
	"tieout/sync/relay"
)

// opens is Ruth opening the latest version of a document in the portal.
func (o *office) opens(j job, name string) {
	o.Helper()
	var ref engagement.DocumentRef
	must(o, o.relay.View(o.Context(), o.firm.ID, func(w *engagement.World) {
		for _, d := range w.E[engagement.EngagementID(j.id)].Documents {
			if d.Name == name {
				ref = engagement.DocumentRef{Document: d.ID, Version: d.Latest().ID}
			}
		}
	}))
	o.contact(j, relay.Draft{Stream: engagement.EngagementStream(engagement.EngagementID(j.id)), Kind: engagement.DocumentViewed, Body: ref})
}

func TestManyFilesGoneAtOnceWaitForAPersonAndTheAnswerIsKept(t *testing.T) {
	for _, c := range []struct {
		withdraw bool
		code     string
		note     string
		left     int
	}{
		{false, "kept", "Kept for Ruth, although they are not on the share.", 1},
		{true, "withdrawn", "They were removed on purpose: withdrawn from Ruth.", 0},
	} {
		t.Run(c.code, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			dir := filepath.Join(j.dir, "To client")
			for i := range 3 {
				o.write(filepath.Join(dir, fmt.Sprintf("Schedule %d.pdf", i)), fmt.Sprint("schedule ", i))
			}
			for i := range 3 {
				dana.explains(j, fmt.Sprintf("Schedule %d.pdf", i), "tied")
			}
			for i := range 3 {
				must(t, os.Remove(filepath.Join(dir, fmt.Sprintf("Schedule %d.pdf", i))))
			}
			x := dana.explains(j, "Schedule 1.pdf", "held-missing")
			if x.Act != "decide-hold" || !strings.Contains(x.Why, "2 other files") || !strings.Contains(x.Why, "Ruth still sees it") {
				t.Errorf("it says %+v", x)
			}
			p, err := dana.Files(j.id)
			must(t, err)
			if len(p.Holds) != 1 || len(p.Holds[0].Files) != 3 || p.Holds[0].Contact != "Ruth" || p.Settle != 3 {
				t.Errorf("the panel holds %+v and has %d to settle", p.Holds, p.Settle)
			}
			o.sees(j, "Schedule 1.pdf", 1)

			_, err = dana.DecideHold(j.id, c.withdraw)
			must(t, err)
			dana.explains(j, "Schedule 1.pdf", c.code)
			dana.level()
			dana.until("the client sees what was decided", func() bool { return o.versions(j, "Schedule 1.pdf") == c.left })
			note := dana.lastNote(j)
			if !strings.Contains(note.Text, c.note) || !strings.Contains(note.Text, "Schedule 1.pdf") || note.By.Name != "Dana Lindqvist" || note.Moment.At == "" {
				t.Errorf("the note is %+v", note)
			}
			if _, err := dana.DecideHold(j.id, c.withdraw); codeOf(err) != engagement.CodeNotOpen {
				t.Errorf("deciding twice: %v", err)
			}
		})
	}
}

// lastNote is the newest thing in the thread of an engagement.
func (c *computer) lastNote(j job) app.ThreadMessage {
	c.o.Helper()
	th, err := c.Thread(j.id)
	must(c.o, err)
	day := th.Days[len(th.Days)-1]
	return day.Items[len(day.Items)-1]
}
