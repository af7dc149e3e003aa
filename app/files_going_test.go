package app

import (
	"errors"
	"fmt"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

func TestFiguresOfAFileOnItsWay(t *testing.T) {
	for _, c := range []struct {
		up    desk.Transfer
		share float64
		words string
	}{
		{desk.Transfer{Sent: 6_200_000, Size: 9_700_000, Rate: 250_000}, 62. / 97, "6.2 MB of 9.7 MB · 14 s left"},
		{desk.Transfer{Sent: 0, Size: 9_700_000}, 0, "0 B of 9.7 MB"},
		{desk.Transfer{Sent: 9_700_000, Size: 9_700_000, Rate: 250_000}, 1, "9.7 MB of 9.7 MB"},
		{desk.Transfer{Sent: 10, Size: 2_000_000_000, Rate: 100_000}, 10. / 2e9, "10 B of 2.0 GB · 5 h left"},
		{desk.Transfer{}, 0, "0 B of 0 B"},
	} {
		if f := fraction(c.up); f < c.share-1e-9 || f > c.share+1e-9 {
			t.Errorf("%+v is %v of the way, want %v", c.up, f, c.share)
		}
		if w := figures(c.up); w != c.words {
			t.Errorf("%+v: %q, want %q", c.up, w, c.words)
		}
	}
}

func TestWhyASaveCouldNotBeKept(t *testing.T) {
	for code, err := range map[string]error{
		"too-large": fmt.Errorf("keep: %w", blob.ErrTooLarge), "disk-full": blob.ErrFull, "not-here-yet": errNotHereYet,
		"not-allowed": engagement.Refusal{Code: engagement.CodeForbidden, Message: "You may not.", Hint: "Ask."},
		"not-taken":   errors.New("something else"),
	} {
		if no := notTakenOf(err); no.code != code || no.words == "" {
			t.Errorf("%v: %+v, want %s", err, no, code)
		}
	}
}

func TestProgramsAreNamedByWhatTheyOpen(t *testing.T) {
	for name, program := range map[string]string{
		"Plan.xlsx": "Excel", "PLAN.XLS": "Excel", "Letter.docx": "Word", "Slides.pptx": "PowerPoint", "notes.ods": "LibreOffice", "data.bin": "its program",
	} {
		if p := programOf(name); p != program {
			t.Errorf("%s is open in %s, want %s", name, p, program)
		}
	}
}
