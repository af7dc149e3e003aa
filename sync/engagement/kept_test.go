package engagement

import "testing"

func (b *bench) keeps(v EventID) Refusal {
	return b.do(pia, work, DocumentKept, DocumentRef{"d1", v}, nil)
}

// F4: what is gone from the share and kept all the same is kept as the version that it was. The client
// notices nothing, and the next save is as any other.
func TestAVersionIsKeptForTheClient(t *testing.T) {
	b := newBench(t)
	v := b.saves("v1")
	shown := len(b.eng().Document("d1").Shown())
	b.ok(b.keeps(v))
	first := *b.eng().Document("d1").Latest().Kept
	b.ok(b.keeps(v)) // it came back, and went again
	if again := *b.eng().Document("d1").Latest().Kept; !again.After(first) {
		t.Errorf("kept again at %v", again)
	}
	if d := b.eng().Document("d1"); d.Latest().Kept == nil || d.Withdrawn != nil || len(d.Shown()) != shown {
		t.Errorf("kept: %+v", d.Latest())
	}
	if next := b.saves("v2"); b.eng().Document("d1").Latest().Kept != nil || b.eng().Document("d1").Latest().ID != next {
		t.Error("the next save is kept as well")
	}
	b.ok(b.takeBack("d1", ""))
}

// kept is a golden history, written by the version that it is named after.
func kept(b *bench) {
	b.ok(b.keeps(b.saves("v1")))
	b.ok(b.keeps(b.saves("v2")))
	b.ok(b.takeBack("d1", ""))
	b.saves("v1")
}
