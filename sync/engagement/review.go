package engagement

import "time"

// ReviewNote is pinned to a place on a page.
type ReviewNote struct {
	ID      NoteID       `json:"id"`
	Number  int          `json:"number"`
	Page    int          `json:"page"`
	X       float64      `json:"x"`
	Y       float64      `json:"y"`
	By      Actor        `json:"by"`
	At      time.Time    `json:"at"`
	Text    string       `json:"text"`
	Answers []NoteAnswer `json:"answers,omitempty"`
	Settled bool         `json:"settled,omitempty"`
}

// NoteAnswer is one reply under a review note.
type NoteAnswer struct {
	By   Actor     `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

func (d *Draft) note(id NoteID) *ReviewNote {
	for _, n := range d.Notes {
		if n.ID == id {
			return n
		}
	}
	return nil
}

// ReviewNoteBody is the body of the review note kinds; page and place matter to
// review_note.pinned only.
type ReviewNoteBody struct {
	Draft DraftID `json:"draft"`
	Note  NoteID  `json:"note"`
	Page  int     `json:"page,omitempty"`
	X     float64 `json:"x,omitempty"`
	Y     float64 `json:"y,omitempty"`
}

func notePinned(a *act, b *ReviewNoteBody, p *TextPrivate) Refusal {
	d := a.eng.Draft(b.Draft)
	switch {
	case d == nil:
		return missing("This draft")
	case b.Note == "" || b.Page < 1 || b.Page > d.Pages || !(max(b.X, -b.X, b.Y, -b.Y) <= userSpace):
		return malformed("the note has no place on a page")
	case d.note(b.Note) != nil:
		return exists("This note")
	case a.blank(p.Text):
		return malformed("the note is empty")
	}
	d.Notes = append(d.Notes, &ReviewNote{
		ID: b.Note, Number: len(d.Notes) + 1, Page: b.Page, X: b.X, Y: b.Y, By: a.By, At: a.When(), Text: p.Text,
	})
	a.note(string(d.ID))
	return accepted
}

func (a *act) noteOf(b *ReviewNoteBody) (*ReviewNote, Refusal) {
	d := a.eng.Draft(b.Draft)
	if d == nil {
		return nil, missing("This draft")
	}
	n := d.note(b.Note)
	if n == nil {
		return nil, missing("This note")
	}
	return n, accepted
}

func noteAnswered(a *act, b *ReviewNoteBody, p *TextPrivate) Refusal {
	n, r := a.noteOf(b)
	switch {
	case !r.OK():
		return r
	case a.blank(p.Text):
		return malformed("the answer is empty")
	}
	n.Answers = append(n.Answers, NoteAnswer{By: a.By, At: a.When(), Text: p.Text})
	a.note(string(b.Draft))
	return accepted
}

func noteSettled(a *act, b *ReviewNoteBody, _ *none) Refusal {
	n, r := a.noteOf(b)
	switch {
	case !r.OK():
		return r
	case n.Settled:
		return notOpen("This note is settled already.")
	}
	n.Settled = true
	a.note(string(b.Draft))
	return accepted
}
