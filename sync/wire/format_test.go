package wire_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// Both forms say the same, down to the microsecond that the log counts and to a private part that is not there.
func TestBothFormsSayTheSame(t *testing.T) {
	at := time.Date(2026, 4, 14, 23, 59, 59, 999_999_000, time.UTC)
	for _, v := range []any{
		&wire.PushRequest{Actions: []wire.Action{{Records: []engagement.Record{
			{Header: []byte(`{"id":"e1"}`), Private: []byte{0, 255, 'x'}, Sig: bytes.Repeat([]byte{7}, 300)},
			{Header: []byte(`{"id":"e2"}`), Sig: []byte{1}},
		}}}},
		&wire.PullReply{
			State: wire.State{Protocol: 1, Epoch: "E", Head: 1 << 60}, After: 3, Through: 6,
			Records:    []engagement.Record{{Header: []byte("h"), Sig: []byte("s"), Seq: 4, Received: at}},
			Hidden:     []wire.Hidden{{From: 5, To: 6, Leaves: [][]byte{bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)}}},
			Checkpoint: "tieout/firm/epoch\n6\n",
		},
		&wire.PushReply{Results: []wire.Result{
			{Action: "a", Outcome: wire.Accepted, Seqs: []uint64{4, 5}},
			{Action: "b", Outcome: wire.Refused, Refusal: engagement.Refusal{Code: "exists", Message: "It is there.", Hint: "Nothing was changed."}},
		}},
		&wire.Error{Code: wire.CodeMalformed, Message: "This cannot be read.", Hint: "Nothing was changed."},
	} {
		binary := packed(t, v)
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		for kind, data := range map[string][]byte{
			wire.CBORType: binary, "application/problem+cbor": binary,
			wire.JSONType: text, "application/json; charset=utf-8": text, "": text,
		} {
			back := reflect.New(reflect.TypeOf(v).Elem()).Interface()
			if err := wire.DecodeReply(kind, data, back); err != nil || !reflect.DeepEqual(back, v) {
				t.Errorf("%T as %q: %v\n%+v\n%+v", v, kind, err, back, v)
			}
		}
	}
}

func TestWhatIsNoBodyIsRefused(t *testing.T) {
	whole := packed(t, wire.PushRequest{Actions: []wire.Action{{Records: []engagement.Record{{Header: []byte("h"), Sig: []byte("s")}}}}})
	for n := range whole {
		if err := wire.DecodeRequest(whole[:n], new(wire.PushRequest)); err == nil {
			t.Errorf("%d of %d bytes are a body", n, len(whole))
		}
	}
	tooMany := packed(t, wire.PushRequest{Actions: []wire.Action{{Records: make([]engagement.Record, wire.MaxElements+1)}}})
	for name, bad := range map[string][]byte{
		"something behind it": append(bytes.Clone(whole), 0), "JSON": []byte(`{"actions":[]}`), "too many records": tooMany,
		"too deep":         append(append([]byte{0xa1, 0x61, 'x'}, bytes.Repeat([]byte{0x81}, 30)...), 0),
		"an array of 2^60": {0xa1, 0x67, 'a', 'c', 't', 'i', 'o', 'n', 's', 0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0},
	} {
		if err := wire.DecodeRequest(bad, new(wire.PushRequest)); err == nil {
			t.Errorf("%s is a body", name)
		}
	}
}

// A relay that lost much says so, and is understood.
func TestAReplyMayBeLong(t *testing.T) {
	lost := wire.WantedReply{Blobs: make([]wire.WantedBlob, 200_000)}
	var back wire.WantedReply
	if err := wire.DecodeReply(wire.CBORType, packed(t, lost), &back); err != nil || len(back.Blobs) != len(lost.Blobs) {
		t.Errorf("%d of %d: %v", len(back.Blobs), len(lost.Blobs), err)
	}
}

func packed(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := wire.Encode(&b, v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
