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
		var packed bytes.Buffer
		if err := wire.Encode(&packed, v); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		for kind, data := range map[string][]byte{
			wire.CBORType: packed.Bytes(), "application/problem+cbor": packed.Bytes(),
			wire.JSONType: text, "application/json; charset=utf-8": text, "": text,
		} {
			back := reflect.New(reflect.TypeOf(v).Elem()).Interface()
			if err := wire.Decode(kind, data, back); err != nil || !reflect.DeepEqual(back, v) {
				t.Errorf("%T as %q: %v\n%+v\n%+v", v, kind, err, back, v)
			}
		}
	}
}

func TestWhatIsNoBodyIsRefused(t *testing.T) {
	var whole bytes.Buffer
	if err := wire.Encode(&whole, wire.PushRequest{Actions: []wire.Action{{Records: []engagement.Record{{Header: []byte("h"), Sig: []byte("s")}}}}}); err != nil {
		t.Fatal(err)
	}
	for n := range whole.Len() {
		if err := wire.DecodeCBOR(whole.Bytes()[:n], new(wire.PushRequest)); err == nil {
			t.Errorf("%d of %d bytes are a body", n, whole.Len())
		}
	}
	for name, bad := range map[string][]byte{
		"something behind it": append(bytes.Clone(whole.Bytes()), 0), "JSON": []byte(`{"actions":[]}`),
		"an array of 2^60": {0xa1, 0x67, 'a', 'c', 't', 'i', 'o', 'n', 's', 0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0},
	} {
		if err := wire.DecodeCBOR(bad, new(wire.PushRequest)); err == nil {
			t.Errorf("%s is a body", name)
		}
	}
}
