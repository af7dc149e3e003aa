package relay_test

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// door is one request, and the status that each of those who knock gets.
type door struct {
	method, path             string
	in                       any
	dana, tom, other, nobody int
}

// everyRoute reads the published description: an endpoint that is added without
// a line in the table fails here.
func everyRoute(t *testing.T, table []door) {
	t.Helper()
	raw, err := relay.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(raw, &spec); err != nil || len(spec.Paths) < 10 {
		t.Fatal(err, len(spec.Paths))
	}
	variable := regexp.MustCompile(`\{\w+\}`)
	for path, methods := range spec.Paths {
		pattern := regexp.MustCompile("^" + variable.ReplaceAllString(path, `[^/?]+`) + `(\?.*)?$`)
		for method := range methods {
			if !slices.ContainsFunc(table, func(d door) bool { return strings.EqualFold(d.method, method) && pattern.MatchString(d.path) }) {
				t.Errorf("%s %s is not in the table", method, path)
			}
		}
	}
}

// Every endpoint, for everybody who may knock.
func TestWhoGetsIn(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Reyes", engagement.Preparer)
	gone := o.hire(dana, "Sue Gone", engagement.Manager)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	closed := dana.takeOn("Closed Inc", "x@closed.example")
	ref := dana.putBlob(m.client, []byte("a file"))
	hidden := dana.putBlob(closed.client, []byte("a hidden file"))
	dana.do(event{
		stream: engagement.ClientStream(closed.client), kind: engagement.ClientAccess,
		body: engagement.AccessBody{Only: []engagement.StaffID{o.admin}},
	})
	dana.do(event{stream: engagement.FirmStream, kind: engagement.KeyRevoked, body: engagement.KeyRevokedBody{Key: gone.id}})
	left := o.hire(dana, "Lee Left", engagement.Manager)
	dana.do(event{stream: engagement.FirmStream, kind: engagement.StaffRemoved, body: engagement.StaffRef{Staff: left.staff}})

	theirs, theirAdmin, err := o.relay.CreateFirm(context.Background(), relay.NewFirm{Name: "Other Firm", Zone: "America/Chicago", Administrator: "Olive"})
	if err != nil {
		t.Fatal(err)
	}
	mine := o.firm
	o.firm = theirs
	other := o.enrol(theirAdmin)
	o.firm = mine
	nobody := &desk{o: o}
	liar := &desk{o: o, token: "abc"}

	const ok, no, absent, unknown = http.StatusOK, http.StatusForbidden, http.StatusNotFound, http.StatusUnauthorized
	const bad, stream = http.StatusBadRequest, -1
	blobs := func(c engagement.ClientID) string { return "/v1/blobs/" + string(c) + "/" }
	sum := engagement.DigestOf([]byte("new"))
	batch := wire.AppendFrame(nil, wire.Frame{Sum: blob.Sum([]byte("new")), Data: []byte("new")})
	manifest := map[string]any{"v": 1, "size": 3, "sha256": sum, "parts": []map[string]any{{"len": 3, "sha256": sum}}}
	table := []door{
		{"GET", "/v1/pull?after=0", nil, ok, ok, ok, unknown},
		{"POST", "/v1/push", wire.PushRequest{Actions: []wire.Action{}}, ok, ok, ok, unknown},
		{"GET", "/v1/filing", nil, ok, ok, ok, unknown},
		{"POST", "/v1/presence", wire.PresenceRequest{Roots: share}, ok, ok, ok, unknown},
		{"POST", "/v1/enrolments", wire.EnrolmentRequest{Staff: tom.staff}, ok, ok, absent, unknown},
		{"POST", "/v1/enrolments", wire.EnrolmentRequest{Staff: o.admin}, ok, no, absent, unknown},
		{"POST", "/v1/blobs/missing", wire.MissingRequest{Client: m.client, Blobs: []engagement.BlobRef{ref}}, ok, ok, ok, unknown},
		{"POST", "/v1/blobs/missing", wire.MissingRequest{Client: closed.client, Blobs: []engagement.BlobRef{hidden}}, ok, absent, ok, unknown},
		{"GET", blobs(m.client) + string(ref), nil, ok, ok, absent, unknown},
		{"GET", blobs(closed.client) + string(hidden), nil, ok, absent, absent, unknown},
		{"GET", blobs(m.client) + string(hidden), nil, absent, absent, absent, unknown},
		{"GET", blobs("firm") + string(ref), nil, absent, absent, absent, unknown},
		{"PUT", blobs(m.client) + "parts/" + string(sum), []byte("new"), ok, ok, ok, unknown},
		{"POST", blobs(m.client) + "commit", manifest, ok, ok, ok, unknown},
		{"PUT", blobs(closed.client) + string(sum), []byte("new"), ok, absent, ok, unknown},
		{"PUT", blobs("nobody") + string(sum), []byte("new"), absent, absent, absent, unknown},
		{"POST", blobs(m.client) + "batch", batch, ok, ok, ok, unknown},
		{"POST", blobs(closed.client) + "batch", batch, ok, absent, ok, unknown},
		{"POST", blobs(m.client) + "batch-get", wire.BatchGet{Blobs: []engagement.BlobRef{ref}}, ok, ok, absent, unknown},
		{"POST", blobs(closed.client) + "batch-get", wire.BatchGet{Blobs: []engagement.BlobRef{hidden}}, ok, absent, absent, unknown},
		{"POST", blobs("nobody") + "batch-get", wire.BatchGet{Blobs: []engagement.BlobRef{ref}}, absent, absent, absent, unknown},
		{"PUT", blobs(closed.client) + "parts/" + string(sum), []byte("new"), ok, absent, ok, unknown},
		{"POST", blobs(closed.client) + "commit", manifest, ok, absent, ok, unknown},
		{"POST", "/v1/reoffer", wire.ReofferRequest{Events: []wire.Offered{}}, ok, ok, ok, unknown},
		{"GET", "/v1/wanted", nil, ok, ok, ok, unknown},
		{"GET", "/v1/events", nil, stream, stream, stream, unknown},
		{"POST", "/v1/enrol", wire.EnrolRequest{Code: "AAAA-AAAA-AAAA", Public: make([]byte, 32), Sig: make([]byte, 64)}, bad, bad, bad, bad},
		{"POST", "/v1/challenge", wire.ChallengeRequest{Device: dana.id}, ok, ok, ok, ok},
		{"POST", "/v1/token", wire.TokenRequest{Device: dana.id, Nonce: make([]byte, 32), Sig: make([]byte, 64)}, unknown, unknown, unknown, unknown},
		{"GET", "/v1/nothing", nil, absent, absent, absent, unknown},
		{"GET", "/v1/evidence/" + string(m.engagement) + "/none", nil, absent, absent, absent, unknown},
		{"GET", "/v1/evidence/" + string(closed.engagement) + "/none", nil, absent, absent, absent, unknown},
	}
	everyRoute(t, table)
	for _, c := range table {
		for who, want := range map[string]struct {
			d      *desk
			status int
		}{
			"an administrator": {dana, c.dana}, "a preparer": {tom, c.tom}, "another firm": {other, c.other},
			"nobody": {nobody, c.nobody}, "a wrong token": {liar, c.nobody},
		} {
			if want.status == stream {
				continue // see TestHints
			}
			if got, _ := want.d.call(c.method, c.path, c.in, nil); got != want.status {
				t.Errorf("%s %s by %s: %d, want %d", c.method, c.path, who, got, want.status)
			}
		}
		for who, d := range map[string]*desk{"a withdrawn computer": gone, "somebody who left": left} {
			status, problem := d.call(c.method, c.path, c.in, nil)
			if c.nobody == unknown && c.path != "/v1/token" && (status != unknown || problem.Code != wire.CodeRevoked) {
				t.Errorf("%s %s by %s: %d %v", c.method, c.path, who, status, problem)
			}
		}
	}
	// What another firm wrote under our client's id never reached our client.
	var out wire.MissingReply
	dana.must(ok, "POST", "/v1/blobs/missing", wire.MissingRequest{Client: closed.client, Blobs: []engagement.BlobRef{engagement.BlobRef(sum), hidden}}, &out)
	if len(out.Blobs) != 0 {
		t.Errorf("missing: %v", out.Blobs)
	}
	records, _, _ := other.pull(0)
	for _, r := range records {
		if e, err := r.Decode(); err != nil || e.Stream != engagement.FirmStream {
			t.Errorf("another firm reads %s (%v)", e.Stream, err)
		}
	}
}

func TestACodeWorksOnceAndForADay(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	code, _, err := o.relay.EnrolmentCode(ctx, o.firm.ID, o.admin)
	if err != nil {
		t.Fatal(err)
	}
	_, key, _ := ed25519.GenerateKey(nil)
	first := &desk{o: o, key: key}
	typed := strings.ToLower(strings.ReplaceAll(code, "-", " "))
	var a, b wire.EnrolReply
	first.must(http.StatusOK, "POST", "/v1/enrol", first.enrolment(typed), &a)
	first.must(http.StatusOK, "POST", "/v1/enrol", first.enrolment(typed), &b) // the reply was lost
	if a.Device != b.Device || a.Device == "" || len(a.SealCert) == 0 {
		t.Errorf("first %+v, again %+v", a, b)
	}
	_, key, _ = ed25519.GenerateKey(nil)
	second := &desk{o: o, key: key}
	refuse := func(in wire.EnrolRequest, status int, code string) {
		t.Helper()
		if got, problem := second.call("POST", "/v1/enrol", in, nil); got != status || problem.Code != code {
			t.Errorf("status %d, %+v; want %d, %s", got, problem, status, code)
		}
	}
	refuse(second.enrolment(code), http.StatusForbidden, wire.CodeBadCode)
	refuse(second.enrolment("AAAA-AAAA-AAAA"), http.StatusForbidden, wire.CodeBadCode)
	stolen := second.enrolment(code)
	stolen.Public = first.key.Public().(ed25519.PublicKey)
	refuse(stolen, http.StatusBadRequest, wire.CodeMalformed)
	late, _, err := o.relay.EnrolmentCode(ctx, o.firm.ID, o.admin)
	if err != nil {
		t.Fatal(err)
	}
	o.clock.pass(24*time.Hour + time.Second)
	refuse(second.enrolment(late), http.StatusForbidden, wire.CodeBadCode)
	for range 20 {
		_, _ = second.call("POST", "/v1/enrol", second.enrolment("AAAA-AAAA-AAAA"), nil)
	}
	refuse(second.enrolment("AAAA-AAAA-AAAA"), http.StatusTooManyRequests, wire.CodeBusy)
}

func TestATokenEndsAfterAQuarterOfAnHourAndAChallengeAfterOneUse(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	var ch wire.ChallengeReply
	dana.must(http.StatusOK, "POST", "/v1/challenge", wire.ChallengeRequest{Device: dana.id}, &ch)
	dana.must(http.StatusOK, "POST", "/v1/token", dana.answer(ch), nil)
	dana.must(http.StatusUnauthorized, "POST", "/v1/token", dana.answer(ch), nil)
	dana.must(http.StatusOK, "POST", "/v1/challenge", wire.ChallengeRequest{Device: dana.id}, &ch)
	o.clock.pass(time.Minute)
	dana.must(http.StatusUnauthorized, "POST", "/v1/token", dana.answer(ch), nil)
	o.clock.pass(14 * time.Minute)
	if status, problem := dana.call("GET", "/v1/filing", nil, nil); status != http.StatusUnauthorized || problem.Code != wire.CodeUnauthorized {
		t.Errorf("with an old token: %d %+v", status, problem)
	}
}

func TestProtocolAndShape(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	req, err := http.NewRequest("GET", o.http.URL+"/v1/pull", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+dana.token)
	for header, want := range map[string]int{strconv.Itoa(wire.Protocol): http.StatusOK, "1": http.StatusUpgradeRequired, "99": http.StatusUpgradeRequired} {
		req.Header.Set(wire.ProtocolHeader, header)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("protocol %s: %d, want %d", header, res.StatusCode, want)
		}
	}
	for body, want := range map[string]string{
		`{`: wire.CodeMalformed, `{"actions":7}`: wire.CodeMalformed, `{"actions":[],"later":true}`: "",
		`{"actions":[{"records":[{"header":"` + strings.Repeat("A", 9<<20) + `","sig":""}]}]}`: wire.CodeTooLarge,
	} {
		status, problem := dana.call("POST", "/v1/push", []byte(body), nil)
		if (problem == nil) != (want == "") || problem != nil && problem.Code != want {
			t.Errorf("%.40s: %d %+v, want %q", body, status, problem, want)
		}
	}
	req, _ = http.NewRequest("POST", o.http.URL+"/v1/push", strings.NewReader("{}"))
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %d", res.StatusCode)
	}
}

// A hint arrives with every change, and the stream ends with the access.
func TestHints(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Reyes", engagement.Preparer)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", o.http.URL+"/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+tom.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	next := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		return ""
	}
	first := next()
	dana.takeOn("Acme Ltd", "maria@acme.example")
	second := next()
	for second == first { // a hint may come twice
		second = next()
	}
	if !strings.Contains(second, `"head":`) {
		t.Errorf("first %s, second %s", first, second)
	}
	dana.do(event{stream: engagement.FirmStream, kind: engagement.StaffRemoved, body: engagement.StaffRef{Staff: tom.staff}})
	for next() != "" {
	}
	if ctx.Err() != nil {
		t.Error("the stream went on after the access had ended")
	}
}

// share is where desks of these tests file.
var share = []engagement.RootID{"share"}

func TestWhoFiles(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	filing := func() (out wire.FilingReply) {
		dana.must(http.StatusOK, "GET", "/v1/filing", nil, &out)
		return out
	}
	if f := filing(); len(f.Desks) != 0 || f.Since != nil {
		t.Errorf("before: %+v", f)
	}
	began := o.clock.now()
	dana.must(http.StatusOK, "POST", "/v1/presence", wire.PresenceRequest{Roots: share}, nil)
	o.clock.pass(time.Minute)
	dana.must(http.StatusOK, "POST", "/v1/presence", wire.PresenceRequest{Roots: share}, nil)
	if f := filing(); len(f.Desks) != 1 || f.Desks[0].Device != dana.id || !f.Desks[0].Since.Equal(began) {
		t.Errorf("while it files: %+v", f)
	}
	last := o.clock.now()
	o.clock.pass(5 * time.Minute)
	if f := filing(); len(f.Desks) != 0 || f.Since == nil || !f.Since.Equal(last) {
		t.Errorf("after it fell silent: %+v", f)
	}
}

// After a restart nobody is told that nobody files before the desks had time to say that they do; since when
// nobody does outlives it.
func TestWhoFilesAfterARestart(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	filing := func() (out wire.FilingReply) {
		dana.must(http.StatusOK, "GET", "/v1/filing", nil, &out)
		return out
	}
	restart := func() {
		o.restart()
		dana.signIn()
	}
	say := func() {
		dana.must(http.StatusOK, "POST", "/v1/presence", wire.PresenceRequest{Roots: share}, nil)
	}
	restart()
	if f := filing(); f.Unsure || f.Since != nil {
		t.Errorf("nobody ever filed: %+v", f)
	}
	say()
	restart()
	if f := filing(); !f.Unsure || f.Since != nil || len(f.Desks) != 0 {
		t.Errorf("somebody filed: %+v", f)
	}
	say()
	if f := filing(); f.Unsure || len(f.Desks) != 1 {
		t.Errorf("it said so again: %+v", f)
	}
	restart()
	began := o.clock.now()
	o.clock.pass(5 * time.Minute)
	for range 2 {
		if f := filing(); f.Unsure || f.Since == nil || !f.Since.Equal(began) {
			t.Errorf("it did not come back: %+v, not %v", f, began)
		}
		restart()
	}
}
