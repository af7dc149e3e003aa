package engagement

import "testing"

func (b *bench) misses(d DocumentID, version EventID) Refusal {
	return b.do(pia, work, DocumentWithdrawn, WithdrawnBody{Document: d, Version: version, Gone: true, Final: true}, nil)
}

// missed is how it was recorded first.
func (b *bench) missed(d DocumentID, version EventID) Refusal {
	return b.do(pia, work, DocumentWithdrawn, WithdrawnBody{Document: d, Version: version, Gone: true}, nil)
}

// F4: what was gone from the share is told from what somebody took back, until it is saved anew.
func TestWhatIsGoneIsToldFromWhatSomebodyTookBack(t *testing.T) {
	b := newBench(t)
	b.ok(b.misses("d1", b.saves("v1")))
	if d := b.eng().Document("d1"); d.Withdrawn == nil || !d.Gone {
		t.Errorf("gone: %+v", d)
	}
	b.saves("v2")
	if d := b.eng().Document("d1"); d.Withdrawn != nil || d.Gone {
		t.Errorf("saved anew: %+v", d)
	}
	b.ok(b.takeBack("d1", ""))
	if d := b.eng().Document("d1"); d.Withdrawn == nil || d.Gone {
		t.Errorf("taken back: %+v", d)
	}
}

// gone is a golden history, written by the version that it is named after.
func gone(b *bench) {
	b.ok(b.missed("d1", b.saves("v1")))
	b.saves("v2")
	b.ok(b.takeBack("d1", ""))
	b.ok(b.missed("d1", b.saves("v1")))
}

// careful is a golden history, written by the version that it is named after.
func careful(b *bench) {
	b.saves("v1")
	b.takesBack()
	b.ok(b.letOut(pia, b.saves("v2")))
	b.ok(b.misses("d1", b.saves("v3")))
	b.finds("v3")
}
