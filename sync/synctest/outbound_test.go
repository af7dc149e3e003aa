package synctest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tieout/app"
)

// row waits until a file of To client stands by the given rule.
func (d *Desk) row(name, code string) app.FileRow {
	d.w.t.Helper()
	var row app.FileRow
	d.w.until(fmt.Sprintf("%s is %s", name, code), func() error {
		panel, err := d.App.Files(d.at().ID)
		if err != nil {
			return err
		}
		for _, r := range panel.Lanes[1].Rows {
			if r.Share.Name == name && !r.Earlier {
				if row = r; r.Code == code {
					return nil
				}
			}
		}
		return fmt.Errorf("%+v", row)
	})
	return row
}

// goesOut sets the firm's policy.
func (d *Desk) goesOut(how string, seconds int) {
	d.w.t.Helper()
	_, err := d.App.SetOutbound(app.Outbound{How: how, Seconds: seconds})
	d.w.ok(d.Name+" sets when files go out", err)
	d.level()
}

func (d *Desk) releases(versions ...string) app.Outcome {
	d.w.t.Helper()
	o, err := d.App.ReleaseFiles(d.at().ID, versions)
	d.w.ok(d.Name+" releases", err)
	return o
}

func (d *Desk) pullsBack(version string) app.Outcome {
	d.w.t.Helper()
	o, err := d.App.PullBack(d.at().ID, version, "wrong year")
	d.w.ok(d.Name+" pulls back", err)
	return o
}

// hasNot fails when a document is among those that the client sees.
func (c *Contact) hasNot(name string) {
	c.w.t.Helper()
	f, err := c.documents()
	c.w.ok(c.Name+" looks at the documents", err)
	for _, d := range f.Office {
		if d.Name == name {
			c.w.fatalf("%s sees %+v", c.Name, d)
		}
	}
}

// F11: with a hold of a minute, what is saved twice goes out once, the newer of
// the two, a minute after the second save.
func TestFilesGoOutWhenTheFirmSaysSo(t *testing.T) {
	w := office(t, 41)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	first, second := Return("one", 1), Return("two", 1)
	dana.goesOut("hold", 60)
	tom.level()

	tom.Save("To client/Letter.pdf", first)
	if r := tom.row("Letter.pdf", "goes-out"); r.Left > 60 || r.Client.Name != "" || !strings.HasPrefix(r.TieWords, "Goes out in ") {
		t.Fatalf("%+v", r)
	}
	dana.row("Letter.pdf", "goes-out") // a colleague sees it too
	w.Pass(40 * time.Second)
	ruth.hasNot("Letter.pdf")
	tom.Save("To client/Letter.pdf", second)
	w.until("the second save is at the relay", func() error {
		if r := tom.row("Letter.pdf", "goes-out"); len(r.Version) == 0 || tom.isLevel() != nil || r.Left < 30 {
			return errNotYet
		}
		return nil
	})
	w.Pass(40 * time.Second)
	w.ok("the relay looks", w.server.relay.Settle(t.Context()))
	ruth.hasNot("Letter.pdf")
	w.Pass(20 * time.Second)
	ruth.Sees("Letter.pdf", 1, second)
	tom.row("Letter.pdf", "tied")

	w.Rest()
}

// F11: what waits goes out when somebody who is offline releases it, once they
// are back; pulled back, the client sees the version before, the office is told
// who opened the other, and the next save waits whatever the policy.
func TestAReleaseMadeOfflineGoesOut(t *testing.T) {
	w := office(t, 43)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	second, third, fourth := Return("two", 1), Return("three", 1), Return("four", 1)
	tom.Save("To client/Letter.pdf", second)
	ruth.Sees("Letter.pdf", 1, second)
	dana.goesOut("release", 0)
	tom.level()
	tom.Save("To client/Letter.pdf", third)
	waits := tom.row("Letter.pdf", "waits-release")
	today, err := tom.App.Today()
	w.ok("today", err)
	if last := today.Groups[len(today.Groups)-1]; last.Kind != "release" || len(last.Items) != 1 || last.Items[0].What != "Letter.pdf" || !last.Items[0].Strong {
		t.Fatalf("%+v", last)
	}
	ruth.Sees("Letter.pdf", 1, second)
	tom.loses()
	tom.releases(waits.Version)
	tom.row("Letter.pdf", "release-waits")
	ruth.Sees("Letter.pdf", 1, second)
	w.Online("tom")
	ruth.Sees("Letter.pdf", 2, third) // and opened it

	w.until("tom knows that Ruth opened it", func() error {
		waits = tom.row("Letter.pdf", "tied")
		return exactlyOne(strings.HasPrefix(waits.Client.Meta, "Seen"))
	})
	if o := tom.releases(waits.Version); o.Words != "It went out already." {
		t.Errorf("released again: %+v", o)
	}
	if o := tom.pullsBack(waits.Version); !strings.Contains(o.Words, "Opened by Ruth ") {
		t.Errorf("pulled back: %s", o.Words)
	}
	tom.level()
	if r := dana.row("Letter.pdf", "pulled-back"); !strings.Contains(r.Note, "Opened by Ruth ") || r.Client.Tag != "Earlier version" {
		t.Errorf("%+v", r)
	}
	ruth.Sees("Letter.pdf", 1, second)
	tom.Restart() // the same bytes still lie in the folder
	tom.level()
	tom.row("Letter.pdf", "pulled-back")

	dana.goesOut("at-once", 0)
	tom.level()
	tom.Save("To client/Letter.pdf", fourth)
	r := tom.row("Letter.pdf", "waits-release")
	tom.releases(r.Version)
	ruth.Sees("Letter.pdf", 2, fourth)
	w.Rest()
}

// F11: pulled back at a desk that is offline, and opened in the meantime: the
// desk says so when it is back. A colleague's release that does not know of a
// pull back undoes nothing.
func TestAPullBackThatCameTooLateSaysSo(t *testing.T) {
	w := office(t, 42)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	first, second := Return("one", 1), Return("two", 1)
	tom.Save("To client/Letter.pdf", first)
	ruth.Sees("Letter.pdf", 1, first)
	before := tom.row("Letter.pdf", "tied").Version
	tom.Save("To client/Letter.pdf", second)
	out := tom.row("Letter.pdf", "tied")
	w.until("the second version is out", func() error {
		out = tom.row("Letter.pdf", "tied")
		return exactlyOne(out.Version != before)
	})
	w.until("dana has it", func() error { return exactlyOne(dana.row("Letter.pdf", "tied").Version == out.Version) })
	tom.loses()
	if o := tom.pullsBack(out.Version); !strings.Contains(o.Words, "when you are back online") {
		t.Errorf("offline: %s", o.Words)
	}
	tom.row("Letter.pdf", "pull-back-waits")
	w.Pass(time.Minute)
	ruth.Sees("Letter.pdf", 2, second)
	w.Online("tom")
	if r := tom.row("Letter.pdf", "pulled-back"); !strings.Contains(r.Note, "Opened by Ruth ") {
		t.Errorf("%+v", r)
	}
	tom.IsTold("A file was opened before it was pulled back")
	ruth.Sees("Letter.pdf", 1, first)

	dana.goesOut("release", 0)
	tom.level()
	tom.Save("To client/Letter.pdf", Return("three", 1))
	waits := tom.row("Letter.pdf", "waits-release")
	dana.row("Letter.pdf", "waits-release")
	dana.loses()
	dana.releases(waits.Version)
	tom.pullsBack(waits.Version)
	tom.level()
	w.Online("dana")
	if c := dana.SeesCard("superseded"); !strings.Contains(c.Message, "pulled back meanwhile") {
		t.Errorf("%+v", c)
	}
	dana.row("Letter.pdf", "pulled-back")
	ruth.Sees("Letter.pdf", 1, first)
}

// loses cuts a desk's line, and waits until the desk knows.
func (d *Desk) loses() {
	d.w.t.Helper()
	d.w.Offline(d.Name)
	d.w.until(d.Name+" knows that the line is cut", func() error {
		if err := d.App.SyncNow(); err != nil {
			return err
		}
		s, err := d.App.SyncStatus()
		if err != nil {
			return err
		}
		return exactlyOne(s.State == "offline")
	})
}

func exactlyOne(is bool) error {
	if is {
		return nil
	}
	return errNotYet
}
