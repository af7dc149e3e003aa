package relay_test

import (
	"bytes"
	"io"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// spoken makes a call whose body is of one form and whose answer is asked for in another.
func (d *desk) spoken(method, path, kind string, body []byte, accept string, out any) (status int, answered string) {
	d.o.t.Helper()
	req, err := http.NewRequest(method, d.o.http.URL+path, bytes.NewReader(body))
	if err != nil {
		d.o.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+d.token)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Accept", accept)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		d.o.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	answered = res.Header.Get("Content-Type")
	if err == nil {
		err = wire.DecodeReply(answered, raw, out)
	}
	if err != nil {
		d.o.t.Fatalf("%s %s: %v in %q", method, path, err, raw)
	}
	return res.StatusCode, answered
}

// E1: the bytes of events are the same in both forms. Who asks for CBOR is answered in it, also when something is
// wrong; who asks for nothing is answered in JSON.
func TestThePushIsTakenAndTheHistoryGivenInBothForms(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	var packed bytes.Buffer
	if err := wire.Encode(&packed, wire.PushRequest{Actions: []wire.Action{dana.act(ask(m, "Trial balance"))}}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is known
		var reply wire.PushReply
		status, kind := dana.spoken("POST", "/v1/push", wire.CBORType, packed.Bytes(), wire.CBORType, &reply)
		if status != http.StatusOK || kind != wire.CBORType || len(reply.Results) != 1 || reply.Results[0].Outcome != wire.Accepted {
			t.Errorf("%d, %q: %+v", status, kind, reply)
		}
	}
	var text, binary wire.PullReply
	if _, kind := dana.spoken("GET", "/v1/pull?after=0", "", nil, "", &text); kind != wire.JSONType {
		t.Errorf("who asks for nothing gets %q", kind)
	}
	if _, kind := dana.spoken("GET", "/v1/pull?after=0", "", nil, wire.CBORType, &binary); kind != wire.CBORType {
		t.Errorf("who asks for CBOR gets %q", kind)
	}
	if !reflect.DeepEqual(text, binary) || len(text.Records) < 3 {
		t.Errorf("the history is\n%+v and\n%+v", text, binary)
	}
	for i := range text.Records {
		if !bytes.Equal(text.Records[i].Leaf(), binary.Records[i].Leaf()) {
			t.Errorf("event %d has two leaves", i)
		}
	}
	for _, body := range [][]byte{packed.Bytes()[:20], []byte("{}"), {0xff}} {
		var problem wire.Error
		status, kind := dana.spoken("POST", "/v1/push", wire.CBORType, body, wire.CBORType, &problem)
		if status < 400 || status >= 500 || kind != "application/problem+cbor" || problem.Code != wire.CodeMalformed || problem.Message == "" {
			t.Errorf("%q: %d, %q, %+v", body, status, kind, problem)
		}
	}
	var problem wire.Error
	if status, _ := dana.spoken("GET", "/v1/pull?after=no", "", nil, wire.CBORType, &problem); status < 400 || problem.Code != wire.CodeMalformed {
		t.Errorf("%d, %+v", status, problem)
	}
	if res := dana.push(dana.act(ask(m, "Bank letter"))); res[0].Outcome != wire.Accepted || res[0].Refusal != (engagement.Refusal{}) {
		t.Errorf("in JSON: %+v", res)
	}
}

// What is checked against its description is JSON alone, and who is not let in has little room: what is small on its
// way can be much in memory.
func TestOnlyAPushIsReadInCBOR(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	var in bytes.Buffer
	if err := wire.Encode(&in, wire.ChallengeRequest{Device: dana.id}); err != nil {
		t.Fatal(err)
	}
	var problem wire.Error
	if status, _ := dana.spoken("POST", "/v1/challenge", wire.CBORType, in.Bytes(), "*/*", &problem); status < 400 || status >= 500 || problem.Code != wire.CodeMalformed {
		t.Errorf("in CBOR: %d, %+v", status, problem)
	}
	long := slices.Concat([]byte(`{"device":"`), bytes.Repeat([]byte("x"), 70<<10), []byte(`"}`))
	if status, _ := dana.spoken("POST", "/v1/challenge", wire.JSONType, long, "", &problem); status != http.StatusRequestEntityTooLarge {
		t.Errorf("70 KB: %d, %+v", status, problem)
	}
	dana.token = "none"
	if status, kind := dana.spoken("GET", "/v1/pull?after=0", "", nil, wire.CBORType, &problem); status != http.StatusUnauthorized || kind != wire.JSONType {
		t.Errorf("who is not let in: %d, %q, %+v", status, kind, problem)
	}
}

// Whatever somebody says they accept, they get an answer.
func TestAnyAcceptIsAnswered(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	for _, accept := range []string{"*/*", "text/html, */*;q=0.5", ";", ";,", ";;", "a;", "a; ,", "a;b,c;", "application/json;", "application/json;,", "application/json;;", "application/cbor;q", ";q=\xff"} {
		var reply wire.PullReply
		if status, kind := dana.spoken("GET", "/v1/pull?after=0", "", nil, accept, &reply); status != http.StatusOK || kind != wire.JSONType {
			t.Errorf("who accepts %q is answered %d in %q", accept, status, kind)
		}
	}
}
