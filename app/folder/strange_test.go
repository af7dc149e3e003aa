package folder

import (
	"testing"
	"time"
)

// FM03: what a file is shows in how it begins. What is left out of the table is never odd.
func TestWhatIsNotWhatItsNameSays(t *testing.T) {
	noise := "\x8f\x01\x02\x9c\x00\x07\xfe\x13\x1a\x05\x88\x03"
	for _, c := range []struct {
		name, head string
		odd        bool
	}{
		{"a.pdf", "%PDF-1.7\n", false}, {"a.PDF", "junk of a mailer\n%PDF-1.4", false}, {"a.pdf", noise, true}, {"a.pdf", "<html>", true},
		{"a.xlsx", "PK\x03\x04", false}, {"a.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", false}, {"a.xlsx", noise, true},
		{"a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", false}, {"a.doc", "{\\rtf1", false}, {"a.doc", noise, true},
		{"a.jpg", "\xff\xd8\xff\xe0", false}, {"a.jpg", noise, true},
		{"a.csv", "Name;Betrag\nM\xfcller;1", false}, {"a.txt", "\xff\xfeh\x00i\x00", false}, {"a.txt", noise, true}, {"a.csv", "", false},
		{"a.qbw", noise, false}, {"a.tax2025", noise, false}, {"a", noise, false},
	} {
		if got := isOdd(c.name, []byte(c.head)); got != c.odd {
			t.Errorf("%s that begins with %q is odd: %v", c.name, c.head, got)
		}
	}
	for rel, want := range map[string]string{
		"a.pdf.locked": "a.pdf", "sub/a.xlsx.8f3a": "sub/a.xlsx", "a.pdf": "", "a.b.pdf": "", "a.locked": "", "a.txt.csv": "",
	} {
		if got := namedAfter(rel); got != want {
			t.Errorf("%s is named after %q, want %q", rel, got, want)
		}
	}
}

// A strange save waits for its time or for a person; with the alarm on only for a person.
func TestHowLongAStrangeSaveWaits(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for _, c := range []struct {
		p       pending
		alarmed bool
		want    bool
	}{
		{pending{}, false, true},
		{pending{strange: now.Add(-lately + time.Second)}, false, true},
		{pending{strange: now.Add(-lately)}, false, false},
		{pending{strange: now.Add(-24 * time.Hour)}, true, true},
		{pending{strange: now, allowed: true}, true, false},
	} {
		if got := c.p.waits(now, c.alarmed); got != c.want {
			t.Errorf("strange since %v, alarm %v, allowed %v: waits %v", c.p.strange, c.alarmed, c.p.allowed, got)
		}
	}
}

// FM22: times are compared, never reckoned with: another time is another state, whenever it is.
func TestStampsAreComparedAsTheyAre(t *testing.T) {
	for _, year := range []int{1601, 1970, 1980, 2026, 2100, 2400} {
		at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		one := Stamp{Size: 5, ModTime: at}
		for _, shift := range []time.Duration{0, time.Nanosecond, -time.Nanosecond, 50 * 365 * 24 * time.Hour, -50 * 365 * 24 * time.Hour} {
			if got := one.Same(Stamp{Size: 5, ModTime: at.Add(shift)}); got != (shift == 0) {
				t.Errorf("in %d, %v apart: the same %v", year, shift, got)
			}
		}
		if one.Same(Stamp{Size: 6, ModTime: at}) {
			t.Errorf("in %d: two lengths are the same", year)
		}
	}
}
