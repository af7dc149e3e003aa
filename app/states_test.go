package app

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"tieout/sync/engagement"
)

// A state is stored a document at a time and is the same state when it is read (SPEC H10).
func TestACheckpointIsTheStateHoweverLargeItIs(t *testing.T) {
	for _, documents := range []int{0, 1, 3} {
		e := engagement.NewEngagement("E")
		e.Title, e.Client, e.Salt = "2025 “1120-S” <draft>", "C", []byte("salt")
		e.Requests = []*engagement.Request{{ID: "R"}}
		for i := range documents {
			at := time.Date(2026, 3, 1, 12, 0, i, 0, time.UTC)
			e.Documents = append(e.Documents, &engagement.Document{
				ID: engagement.DocumentID(fmt.Sprint("d", i)), Lane: engagement.ToClient, Rel: "a \"b\".pdf", Tip: "v", Withdrawn: &at,
				Versions: []*engagement.Version{{ID: "v", Blob: "b", Size: 7, At: at, Seq: uint64(i)}},
			})
			e.History = append(e.History, engagement.Moment{ID: "m", Kind: engagement.DocumentShared, At: at, Pending: i == 1})
		}
		raw, err := encodeEngagement(e)
		if err != nil {
			t.Fatal(err)
		}
		read := engagement.NewEngagement("")
		if err := json.Unmarshal(raw, read); err != nil {
			t.Fatalf("%d documents: %v in %s", documents, err, raw)
		}
		if !reflect.DeepEqual(read, e) {
			t.Errorf("%d documents were read as %+v instead of %+v", documents, read, e)
		}
	}
}
