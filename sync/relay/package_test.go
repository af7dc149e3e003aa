package relay_test

import (
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// D8: a desk that says nothing of a Form 8879 in its package does not get it to a
// client's screen: the relay looks for itself.
func TestTheRelayLooksIntoWhatIsToBeSigned(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"an ordinary page":  {onePage("2025 Form 1120-S", "Please sign Form 8879 in our office."), ""},
		"an authorisation":  {onePage("Form 8879", "IRS e-file Signature Authorization"), engagement.CodeEfile},
		"a state's":         {onePage("AZ-8879", "E-file Signature Authorization"), engagement.CodeEfile},
		"what is no PDF":    {[]byte("trust me, this is a return"), engagement.CodeMalformed},
		"a PDF without end": {onePage("return")[:60], engagement.CodeMalformed},
	} {
		_, _, res := dana.tryPublish(m, c.data)
		if res.Refusal.Code != c.code || c.code != "" && (res.Outcome != wire.Refused || res.Refusal.Message == "" || res.Refusal.Hint == "") {
			t.Errorf("%s: %+v, want %q", name, res, c.code)
		}
	}
}

// Who may not open a client's files does not learn what is in them by publishing
// one: the answer is the same for every file.
func TestARefusalTellsNothingOfAFileThatIsNotTheirs(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Reyes", engagement.Partner)
	closed := dana.takeOn("Closed Inc", "x@closed.example")
	dana.do(event{
		stream: engagement.ClientStream(closed.client), kind: engagement.ClientAccess,
		body: engagement.AccessBody{Only: []engagement.StaffID{o.admin}},
	})
	var answers []string
	for _, data := range [][]byte{onePage("return"), onePage("Form 8879", "IRS e-file Signature Authorization"), []byte("no PDF")} {
		plan := engagement.Plan{Signers: []engagement.ContactID{closed.contact}}
		res := tom.push(tom.act(event{
			stream: closed.stream(), kind: engagement.DeliverablePublished, private: engagement.PublishedPrivate{Title: "2025 return"},
			body: engagement.PublishedBody{
				Deliverable: engagement.DeliverableID(newULID()), Draft: engagement.DraftID(newULID()), Blob: dana.putBlob(closed.client, data),
				Size: int64(len(data)), Pages: 1, Plan: plan, To: []engagement.ContactID{closed.contact}, Final: true,
			},
		}))[0]
		if res.Outcome != wire.Refused {
			t.Fatalf("published: %+v", res)
		}
		answers = append(answers, res.Refusal.Code+res.Refusal.Message)
	}
	if answers[0] != answers[1] || answers[0] != answers[2] {
		t.Errorf("the answers differ: %q", answers)
	}
}
