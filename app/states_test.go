package app

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"tieout/app/store"
	"tieout/sync/engagement"
)

// thick is an engagement with some documents.
func thick(documents int) *engagement.Engagement {
	e := engagement.NewEngagement("E")
	e.Title, e.Client, e.Salt = "2025 “1120-S” <draft>", "C", []byte("salt")
	e.Requests = []*engagement.Request{{ID: "R"}}
	for i := range documents {
		at := time.Date(2026, 3, 1, 12, 0, i, 0, time.UTC)
		e.Documents.Add(&engagement.Document{
			ID: engagement.DocumentID(fmt.Sprint("d", i)), Lane: engagement.ToClient, Rel: "a \"b\".pdf", Tip: "v", Withdrawn: &at,
			Versions: []*engagement.Version{{ID: "v", Blob: "b", Size: 7, At: at, Seq: uint64(i)}},
		})
		e.History = append(e.History, engagement.Moment{ID: "m", Kind: engagement.DocumentShared, At: at, Pending: i == 1})
	}
	return e
}

// keep stores a state as a desk does.
func keep(t *testing.T, s *states, e *engagement.Engagement) {
	t.Helper()
	s.engagements[e.ID], s.seqs[engagement.EngagementStream(e.ID)] = e, 7
	point, err := s.checkpoint(engagement.EngagementStream(e.ID))
	if err == nil {
		err = s.store.SaveCheckpoints(engagement.FoldVersion, []store.Checkpoint{point})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// kept reads the state that is stored, as after a start.
func kept(t *testing.T, s *states) *engagement.Engagement {
	t.Helper()
	after := newStates(s.store)
	after.last = map[string]uint64{string(engagement.EngagementStream("E")): 7}
	return after.Engagement("E")
}

// A state is stored in pieces when it is large, and is the same state when it is read (SPEC H10).
func TestACheckpointIsTheStateHoweverLargeItIs(t *testing.T) {
	s := large(t, 0).states
	for _, documents := range []int{0, 1, 3, pieceLength, pieceLength + 1, 3 * pieceLength} {
		e := thick(documents)
		e.History = append(e.History, e.History...)
		keep(t, s, e)
		if read := kept(t, s); !reflect.DeepEqual(read, e) {
			t.Errorf("%d documents were read as %d with %d lines", documents, read.Documents.Len(), len(read.History))
		}
	}
}

// What has not changed of a large state is not written again, and what has is.
func TestOnlyThePiecesOfAStateThatChangedAreWritten(t *testing.T) {
	s := large(t, 0).states
	e := thick(4 * pieceLength)
	keep(t, s, e)
	stream := string(engagement.EngagementStream("E"))
	if err := s.store.SavePieces(stream, []store.Piece{{N: 0, Data: []byte("left alone")}, {N: 2, Data: []byte("written over")}}); err != nil {
		t.Fatal(err)
	}
	e.Documents.At(2 * pieceLength).Name = "changed.pdf"
	e.History = append(e.History, engagement.Moment{ID: "new"})
	keep(t, s, e)
	for n, want := range []bool{true, false, false, false, false} {
		data, err := s.store.Piece(stream, n)
		if got := string(data) == "left alone"; err != nil || got != want || len(data) == 0 {
			t.Errorf("piece %d: left alone %v, %d bytes, %v", n, got, len(data), err)
		}
	}
}

// A crash between a piece and the checkpoint that speaks of it leaves no state that never was.
func TestAPieceThatIsNewerThanItsCheckpointIsNotBelieved(t *testing.T) {
	s := large(t, 0).states
	e := thick(2 * pieceLength)
	keep(t, s, e)
	e.Documents.At(0).Name = "changed.pdf"
	if _, err := s.checkpoint(engagement.EngagementStream("E")); err != nil { // and here the power fails
		t.Fatal(err)
	}
	if read := kept(t, s); read.Documents.Len() > 0 || len(read.History) > 0 || read.Title != "" {
		t.Errorf("read is %q with %d documents, want what is folded again from the history, which is empty", read.Title, read.Documents.Len())
	}
}
