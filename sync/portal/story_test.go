package portal_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/portal"
	"tieout/sync/portal/portaltest"
)

const (
	acme2025 = api + "/clients/acme/engagements/acme-2025"
	letter   = api + "/clients/acme/engagements/acme-letter/deliverables/deliverable-letter"
)

func TestRuthReadsTheThreeQuestions(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	h := read[portal.Home](t, b.do("GET", api+"/clients/acme/home", nil))
	if h.Greeting != "Good afternoon, Ruth" {
		t.Errorf("greeting: %q", h.Greeting)
	}
	var w portal.Work
	for _, one := range h.Work {
		if one.Engagement == portaltest.Return2025 {
			w = one
		}
	}
	if w.StatusText != "Waiting for you" || w.Due != "March 16" || w.Step != 1 || w.Received != 5 || w.Asked != 7 ||
		w.Sentence != "We have 5 of the 7 things we asked for. Tom starts when the last two are in." ||
		w.Last != "“Bank statements, October to December” received today at 2:28 PM. Tom looks at it next." {
		t.Errorf("work: %+v", w)
	}
	var needs []string
	for _, n := range h.Needs {
		needs = append(needs, n.Kind+" "+n.Title+": "+n.DueText)
	}
	if got := strings.Join(needs, "; "); got != "request Shareholder loan agreement: By Friday, Mar 6; request Vehicle purchase invoice: By Friday, Mar 6; "+
		"signature Engagement letter 2025: By Tuesday, Mar 10" {
		t.Errorf("needs: %s", got)
	}
	if len(h.Also) != 1 || h.Also[0].Title != "Your 2025 Form 1040" || h.Also[0].Sentence != "Nothing needed from you." {
		t.Errorf("also: %+v", h.Also)
	}
	var next []string
	for _, n := range h.Next {
		next = append(next, n.Title+" ("+n.Detail+")")
	}
	if got := strings.Join(next, "; "); !strings.Contains(got, "Read Draft financials.pdf (Version 3, sent Feb 26 at 3:20 PM)") ||
		!strings.Contains(got, "Ask Tom and Priya (They usually answer in about 2 hours)") {
		t.Errorf("next: %s", got)
	}
}

func TestRuthAnswersARequestAndGetsAReceipt(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	first := b.upload("acme", "Dealer invoice, page 1.jpg", []byte("\xff\xd8\xff\xe0 one"))
	second := b.upload("acme", "Dealer invoice, page 2.jpg", []byte("\xff\xd8\xff\xe0 two"))
	answer := map[string]any{"key": "answer-van-1", "answer": "files", "uploads": []string{first, second}, "note": "The trade-in is on page 2."}
	got := read[portal.Received](t, b.do("POST", acme2025+"/requests/req-van/answer", answer))
	if got.Thanks != "Received. Thank you, Ruth." || got.Title != "Vehicle purchase invoice" || len(got.Files) != 2 ||
		got.When.Text != "today at 2:41 PM" || got.When.Full != "Wednesday, March 4, 2026, 2:41 PM EST" || !strings.HasPrefix(got.Number, "T-") {
		t.Errorf("receipt: %+v", got)
	}
	if len(got.Left) != 1 || got.Left[0].Title != "Shareholder loan agreement" {
		t.Errorf("left: %+v", got.Left)
	}
	again := read[portal.Received](t, b.do("POST", acme2025+"/requests/req-van/answer", answer)) // the reply was lost
	if again.Number != got.Number || again.When != got.When {
		t.Errorf("a second receipt: %s, %s", again.Number, got.Number)
	}
	r := s.Relay.Engagement(portaltest.Lindqvist, portaltest.Return2025).Request(portaltest.VanInvoice)
	if r.State != engagement.Answered || len(r.Documents) != 2 || r.Note != "The trade-in is on page 2." {
		t.Errorf("the office sees %+v", r)
	}
	third := b.upload("acme", "Dealer invoice, page 3.jpg", []byte("\xff\xd8\xff\xe0 three"))
	answer["uploads"] = []string{first, second, third} // she added one before she tried again
	more := read[portal.Received](t, b.do("POST", acme2025+"/requests/req-van/answer", answer))
	if len(more.Files) != 3 || len(s.Relay.Engagement(portaltest.Lindqvist, portaltest.Return2025).Request(portaltest.VanInvoice).Documents) != 3 {
		t.Errorf("the third page is lost: %+v", more)
	}
	none := map[string]any{"key": "answer-loan-1", "answer": "none", "uploads": []string{}}
	got = read[portal.Received](t, b.do("POST", acme2025+"/requests/req-loan/answer", none))
	if len(got.Files) != 0 || len(got.Left) != 0 {
		t.Errorf("receipt for words: %+v", got)
	}
}

func TestAnAnswerNeedsFilesOrWords(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	for _, body := range []map[string]any{
		{"key": "12345678", "answer": "files", "uploads": []string{}},
		{"key": "12345678", "answer": "none", "uploads": []string{"x"}},
		{"key": "12345678", "answer": "maybe", "uploads": []string{}},
	} {
		if r := b.do("POST", acme2025+"/requests/req-van/answer", body); r.StatusCode != http.StatusUnprocessableEntity || r.problem.Message == "" {
			t.Errorf("%v: %d %s", body, r.StatusCode, r.body)
		}
	}
}

func TestRuthWritesAndReads(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	unread := func() int { return read[portal.Me](t, b.do("GET", api+"/me", nil)).Clients[0].Unread }
	if unread() != 3 {
		t.Errorf("unread: %d", unread())
	}
	threads := read[portal.Messages](t, b.do("GET", api+"/clients/acme/messages", nil)).Threads
	th := threads[0]
	last := th.Days[len(th.Days)-1].Messages
	if th.Engagement != portaltest.Return2025 || th.People != "Tom and Priya" || th.Days[len(th.Days)-1].Title != "Today" {
		t.Errorf("thread: %+v", th)
	}
	if m := last[len(last)-1]; m.Name != "Priya Raman" || m.Role != "covering for Tom" || m.Clock != "2:20 PM" || m.About == nil || !m.About.Open {
		t.Errorf("the answer: %+v", m)
	}
	b.do("POST", acme2025+"/messages/read", map[string]any{}).want(t, http.StatusNoContent, "")
	if unread() != 0 {
		t.Errorf("still unread: %d", unread())
	}
	post := map[string]any{"key": "message-1", "text": "  I’ll send it \x00tonight.  "}
	for range 2 { // the reply was lost
		th = read[portal.Thread](t, b.do("POST", acme2025+"/messages", post))
	}
	last = th.Days[len(th.Days)-1].Messages
	if m := last[len(last)-1]; len(last) != 3 || !m.Mine || m.Text != "I’ll send it tonight." {
		t.Errorf("posted: %+v", last)
	}
	b.do("POST", acme2025+"/messages", map[string]any{"key": "message-2", "text": " \n "}).want(t, http.StatusUnprocessableEntity, "malformed")
}

func TestRuthReadsConsentsAndSigns(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	d := read[portal.Deliverable](t, b.do("GET", letter, nil))
	if !d.You.Turn || d.You.Opened || len(d.Fields) != 4 || d.Fields[0].ID != "f1" || d.Sentence != "Ready for you to read and sign." {
		t.Fatalf("deliverable: %+v", d)
	}
	consent := map[string]any{"sum": d.Sum, "text": d.Consent.Digest}
	sign := map[string]any{"sum": d.Sum, "plan": d.Plan, "name": "Ruth Adeyemi", "ink": [][]float64{{0, 0.5, 0.4, 0.2, 1, 0.6}}}
	b.do("POST", letter+"/consent", consent).want(t, http.StatusConflict, "not-opened")

	file := b.do("GET", d.File, nil, "Range", "bytes=0-7").want(t, http.StatusPartialContent, "")
	if string(file.body) != "%PDF-1.7" {
		t.Fatalf("bytes: %q", file.body)
	}
	b.do("POST", letter+"/sign", sign).want(t, http.StatusConflict, "no-consent")
	b.do("POST", letter+"/consent", map[string]any{"sum": d.Sum, "text": strings.Repeat("0", 64)}).want(t, http.StatusConflict, "superseded")
	d = read[portal.Deliverable](t, b.do("POST", letter+"/consent", consent))
	if !d.You.Opened || !d.You.Consented {
		t.Errorf("you: %+v", d.You)
	}
	b.do("POST", letter+"/sign", map[string]any{"sum": d.Sum, "plan": d.Plan, "name": "Ruth", "ink": [][]float64{{0, 2}}}).want(t, http.StatusUnprocessableEntity, "malformed")
	for range 2 {
		d = read[portal.Deliverable](t, b.do("POST", letter+"/sign", sign))
	}
	if d.State != engagement.IsSigned || !d.You.Signed || d.Sentence != "Everybody has signed. The sealed copy follows in a moment." {
		t.Errorf("signed: %+v", d)
	}
	given := s.Relay.Engagement(portaltest.Lindqvist, portaltest.Letter).Deliverable(portaltest.LetterToSign).Signed[0]
	if given.Via == nil || given.Via.Email != portaltest.RuthMail || given.Via.Method != "code" || given.Via.Agent != "Story/1" ||
		given.Via.IP != "127.0.0.1" || given.Via.Session == "" || len(given.Ink) != 1 {
		t.Errorf("the evidence: %+v", given)
	}

	s.Seal(portaltest.Letter, portaltest.Acme, portaltest.LetterToSign, append(portaltest.LetterPDF(), "% sealed"...), 5)
	d = read[portal.Deliverable](t, b.do("GET", letter, nil))
	if !strings.HasSuffix(string(b.do("GET", d.Signed, nil).want(t, http.StatusOK, "").body), "% sealed") {
		t.Error("the sealed copy is another file")
	}
	b.do("GET", d.Evidence, nil).want(t, http.StatusOK, "")
	if d.Proof == nil || d.Proof.SignedBy != "Ruth Adeyemi, President, Acme Ltd" || d.Proof.When != "Wednesday, March 4, 2026, 2:41 PM EST" ||
		d.Proof.ConfirmedBy != "Portal sign-in with a code sent to "+portaltest.RuthMail || len(d.Proof.Seal) != 64 {
		t.Errorf("proof: %+v", d.Proof)
	}
}

func TestRuthDeclinesWithAReason(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	d := read[portal.Deliverable](t, b.do("GET", letter, nil))
	d = read[portal.Deliverable](t, b.do("POST", letter+"/decline", map[string]any{"sum": d.Sum, "why": "The fee is wrong."}))
	if d.State != engagement.IsDeclined || !strings.HasPrefix(d.Sentence, "Signing was declined.") {
		t.Errorf("%+v", d)
	}
	if got := s.Relay.Engagement(portaltest.Lindqvist, portaltest.Letter).Deliverable(portaltest.LetterToSign).Declined; got.Why != "The fee is wrong." {
		t.Errorf("the office reads %+v", got)
	}
}

func TestACorrectedVersionStopsTheSigningOfTheOldOne(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	d := read[portal.Deliverable](t, b.do("GET", letter, nil))
	b.do("GET", d.File, nil)
	read[portal.Deliverable](t, b.do("POST", letter+"/consent", map[string]any{"sum": d.Sum, "text": d.Consent.Digest}))
	s.Correct(portaltest.Letter, portaltest.Acme, "deliverable-corrected", portaltest.LetterToSign, "Engagement letter 2025",
		append(portaltest.LetterPDF(), '\n'), 4, portaltest.LetterPlan(), portaltest.Ruth)
	b.do("POST", letter+"/sign", map[string]any{"sum": d.Sum, "plan": d.Plan, "name": "Ruth Adeyemi"}).want(t, http.StatusConflict, "superseded")
	d = read[portal.Deliverable](t, b.do("GET", letter, nil))
	if d.State != engagement.IsReplaced || d.ReplacedBy != "deliverable-corrected" {
		t.Errorf("%+v", d)
	}
}

func TestOpeningADocumentIsRecordedOnce(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	doc := find(read[portal.Documents](t, b.do("GET", api+"/clients/acme/documents", nil)), string(portaltest.Financials))
	if doc.Tag != "latest" || doc.Latest.Number != 3 || len(doc.Earlier) != 2 || doc.Latest.Opened {
		t.Fatalf("document: %+v", doc)
	}
	for range 3 {
		b.do("GET", doc.Latest.Href, nil, "Range", "bytes=0-99").want(t, http.StatusPartialContent, "")
	}
	views := s.Relay.Engagement(portaltest.Lindqvist, portaltest.Return2025).Document(portaltest.Financials).Latest().Views
	if len(views) != 1 || views[0].By != engagement.ContactActor(portaltest.Ruth) {
		t.Errorf("views: %+v", views)
	}
	s.Staff(portaltest.Tom, portaltest.Return2025, engagement.DocumentWithdrawn, engagement.DocumentRef{Document: portaltest.Financials}, nil)
	b.do("GET", doc.Latest.Href, nil).want(t, http.StatusNotFound, "not-found")
	if gone := find(read[portal.Documents](t, b.do("GET", api+"/clients/acme/documents", nil)), string(portaltest.Financials)); gone.ID != "" {
		t.Error("a document that was taken back is still listed")
	}
}

func TestTheLiveStreamTellsOnlyWhatThisClientCanSee(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", s.server.URL+api+"/clients/acme/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := (&http.Client{Jar: b.http.Jar}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	next := func() string {
		event := ""
		for lines.Scan() {
			switch line := lines.Text(); {
			case line == "" && event != "":
				return event
			case strings.HasPrefix(line, "event: "), strings.HasPrefix(line, "data: "):
				event += line + "|"
			}
		}
		return event
	}
	first := next()
	if !strings.HasPrefix(first, "event: hint|data: {\"seq\":\"") {
		t.Fatalf("first: %q", first)
	}
	s.Staff(portaltest.Tom, portaltest.RosewellBook, engagement.MessagePosted, // another client's
		engagement.MessageBody{Message: "m-rosewell"}, engagement.TextPrivate{Text: "hello"})
	s.Staff(portaltest.Tom, portaltest.Return2025, engagement.NotePosted, // the office's own
		engagement.MessageBody{Message: "m-note"}, engagement.TextPrivate{Text: "hm"})
	s.Staff(portaltest.Tom, portaltest.Return2025, engagement.MessagePosted,
		engagement.MessageBody{Message: "m-acme"}, engagement.TextPrivate{Text: "hello"})
	second := next()
	if second == first || !strings.HasPrefix(second, "event: hint") {
		t.Errorf("second: %q", second)
	}
	s.Revoke(portaltest.Acme, portaltest.Ruth)
	if end := next(); !strings.HasPrefix(end, "event: end") {
		t.Errorf("after the access ended: %q", end)
	}
}

// TestConsentSaysWhatTheLawAsks holds the text against the eight points of
// 15 U.S.C. 7001(c), and its version against its wording.
func TestConsentSaysWhatTheLawAsks(t *testing.T) {
	s := newStage(t)
	d := read[portal.Deliverable](t, s.signedIn(portaltest.RuthMail).do("GET", letter, nil))
	if len(d.Consent.Paragraphs) != 8 || d.Consent.Version != portal.ConsentVersion {
		t.Fatalf("consent: %+v", d.Consent)
	}
	var all strings.Builder
	for _, p := range d.Consent.Paragraphs {
		all.WriteString(p.Heading + " " + p.Text + " ")
	}
	for _, point := range []string{"on paper", "withdraw", "no fee and no penalty", "covers this one document", "change your e-mail address",
		"copy on paper", "web browser", "If you can read it", "ask for your consent again"} {
		if !strings.Contains(all.String(), point) {
			t.Errorf("the text does not say %q", point)
		}
	}
	const golden = "5f4b030e"
	if !strings.HasPrefix(string(d.Consent.Digest), golden) {
		t.Errorf("the wording changed (%s): give it a new ConsentVersion", d.Consent.Digest)
	}
}
