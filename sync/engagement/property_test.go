package engagement

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestMain makes random lives few and the same in every run; -rapid.seed or
// TIEOUT_LONG draws others.
func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv("TIEOUT_LONG") == "" && flag.Lookup("rapid.seed").Value.String() == "0" {
		for name, value := range map[string]string{"rapid.seed": "2026", "rapid.checks": "50"} {
			if err := flag.Set(name, value); err != nil {
				panic(err)
			}
		}
	}
	m.Run()
}

// walk is a random but plausible life: ids come from small pools, so that
// events meet what earlier ones made, and as often miss it.
type walk struct {
	*bench
	t *rapid.T
}

const (
	officeCanary = "OFFICE-ONLY-CANARY"
	sharedCanary = "SHARED-CANARY"
	loose        = Stream("engagement/loose") // has no salt, so that ids may be any
)

// smallBench is as much of a firm as random walks need: the office's secrets
// are marked from the start.
func smallBench(t reporter) *bench {
	b := emptyBench(t)
	b.found()
	for id, r := range map[StaffID]Role{"ada": Administrator, "pat": Partner} {
		b.must(Relay, FirmStream, StaffAdded, StaffAddedBody{id, []Role{r, Preparer}}, Named{string(id)})
		b.addKey(KeyID("dev-"+id), DeviceKey, id)
	}
	b.must(Relay, FirmStream, StaffEmailSet, StaffRef{"pat"}, EmailPrivate{officeCanary + "@reed.example"})
	b.must(pat, FirmStream, RootMapped, RootMappedBody{"r1"}, Named{officeCanary})
	b.client(acme, sharedCanary, "ann", "bob")
	b.must(pat, loose, EngagementOpened, EngagementOpenedBody{
		Client: "acme", Service: Monthly, Period: "2026-02", People: People{Partner: "pat"},
	}, EngagementPrivate{Title: sharedCanary})
	return b
}

// headStart puts a deliverable out for Ann's signature in every other life.
func (w *walk) headStart() {
	if rapid.Bool().Draw(w.t, "head start") {
		return
	}
	body := draftBody("p0", signedBy(false, "ann"))
	body.Size = 10
	w.must(pat, loose, DraftAssembled, body, DraftPrivate{Title: officeCanary})
	w.must(pat, loose, DraftSubmitted, DraftRef{"p0"}, nil)
	d := w.w.E["loose"].Draft("p0")
	approved := w.must(pat, loose, DraftApproved, approval(d), nil)
	w.must(pat, loose, DeliverablePublished, PublishedBody{
		Deliverable: "d0", Draft: "p0", Approval: approved.ID, Blob: d.Blob, Size: d.Size, Pages: d.Pages, Plan: d.Plan, To: d.Plan.Signers,
	}, PublishedPrivate{Title: sharedCanary})
}

// step draws one event and tries it.
func (w *walk) step() {
	k := rapid.SampledFrom(walkKinds).Draw(w.t, "kind")
	if rapid.IntRange(0, 3).Draw(w.t, "lead") > 0 {
		k = rapid.SampledFrom(leads).Draw(w.t, "lead kind")
	}
	by := w.author(k)
	in := map[scope]Stream{onFirm: FirmStream, onClient: acme, onEngagement: loose}[kinds[k].scope]
	w.later(time.Duration(rapid.IntRange(0, 30).Draw(w.t, "hours")) * time.Hour)
	e := w.event(by, in, k, w.body(k), w.private(k))
	w.try(e)
}

// walkKinds are all kinds but those that would end the walk early; leads are
// those that lead somewhere.
var (
	walkKinds = slices.DeleteFunc(sortedKinds(), func(k Kind) bool {
		return slices.Contains([]Kind{FirmCreated, KeyAdded, KeyRevoked, StaffRemoved, StaffRoleSet, EngagementAccess, ClientAccess, ContactRevoked}, k)
	})
	leads = []Kind{
		RequestAsked, RequestAnswered, RequestReturned, DocumentUploaded, DocumentShared, DraftAssembled, DraftSubmitted, DraftApproved,
		DeliverablePublished, SignatureConsented, SignatureGiven, SignatureGiven, DeliverableSealed, DeliverableSealed, MessagePosted, MessageRouted,
		NotePinned, NotePosted, StatusSet, DocumentPlaced, DocumentHeld, DocumentReleased, DocumentPulledBack, DocumentKept,
	}
)

func sortedKinds() []Kind {
	all := Kinds()
	slices.Sort(all)
	return all
}

// author is mostly one of whom the kind expects.
func (w *walk) author(k Kind) Actor {
	all := []Actor{pat, ada, ann, bob, Relay}
	may := slices.DeleteFunc(slices.Clone(all), func(a Actor) bool {
		e := Event{Header: Header{Kind: k, By: a, Device: deviceOf(a), Stream: loose}}
		return !mayAct(w.w, &e).OK()
	})
	if len(may) == 0 || rapid.IntRange(0, 9).Draw(w.t, "stranger") == 0 {
		may = all
	}
	return rapid.SampledFrom(may).Draw(w.t, "by")
}

// body is one object with every field that a body can have.
func (w *walk) body(k Kind) map[string]any {
	pick := func(field string, from ...any) any { return rapid.SampledFrom(from).Draw(w.t, field) }
	bytes := pick("bytes", sum("a"), sum("a"), sum("b"))
	plan := signedBy(false, "ann")
	body := map[string]any{
		"request": pick("request", "q1", "q2"), "requests": []string{"q1", "q1", "q2"}, "document": pick("document", "u1", "u2", "u3"),
		"draft": pick("draft", "p1", "p2"), "deliverable": pick("deliverable", "d0", "d1", "d2"), "message": pick("message", "m1", "m2", "m3"),
		"note": pick("note", "n1", "n2"), "about": pick("about", "q1", "m1", "u1", "m2"), "blob": bytes, "sum": bytes, "approved": bytes,
		"size": pick("size", 10, 10, 10, 99, 0, -1), "pages": pick("pages", 3, 3, 3, 4, 0), "page": 1, "plan": plan, "to": []string{"ann"},
		"answer": pick("answer", "files", "none"), "documents": []string{}, "reason": "other", "text": sum("consent"), "version": w.recent(),
		"base": "", "approval": "", "parts": []Part{{Sum: sum("x"), Pages: 3, First: 1}}, "evidence": sum("e"), "status": "waiting",
		"authority": "IRS", "on": "2026-04-15", "due": pick("due", "", "2026-04-15", "soon"), "root": "r1", "staff": "pat", "kind": "reply",
		"client": "acme", "contact": pick("contact", "ann", "cy"), "epoch": w.recent(), "events": []string{"e1"}, "blobs": []Digest{sum("b")},
		"roles": []Role{Manager}, "fromClient": "A", "toClient": "B", "forSignature": "C", "signed": "D", "type": "person",
		"partner": "pat", "paused": pick("paused", true, false, false),
	}
	w.fit(k, body)
	return body
}

// fit gives fields that mean different things in different kinds their form.
func (w *walk) fit(k Kind, body map[string]any) {
	eng := w.w.E["loose"]
	switch k {
	case StatusSet:
		body["to"] = rapid.SampledFrom([]any{"", "review", "on-hold", "complete", "lost"}).Draw(w.t, "to")
		body["until"] = rapid.SampledFrom([]any{nil, w.now.Add(time.Hour)}).Draw(w.t, "until")
	case MessageRouted, ArrivalRouted, TaskAssigned:
		body["to"] = "pat"
	case TaskSnoozed, TaskDone:
		body["to"], body["until"] = "pat", w.now
	case DraftApproved:
		body["plan"] = signedBy(false, "ann").Digest()
	case SignatureGiven:
		body["deliverable"], body["plan"] = "d0", signedBy(false, "ann").Digest()
	case SignatureConsented:
		body["version"] = "2026"
		fallthrough
	case SignatureDeclined, SignatureReminded:
		if rapid.IntRange(0, 9).Draw(w.t, "other deliverable") > 0 {
			body["deliverable"] = "d0"
		}
	case DocumentShared:
		body["base"] = rapid.SampledFrom([]EventID{"", eng.Base("k1"), eng.Base("k2")}).Draw(w.t, "base")
	case RequestAnswered:
		if body["answer"] == "files" {
			body["documents"] = []string{rapid.SampledFrom([]string{"u1", "u2", "u3"}).Draw(w.t, "file")}
		}
	case DeliverablePublished:
		if d := eng.Draft(DraftID(body["draft"].(string))); d != nil && d.Approval != nil {
			body["approval"], body["blob"], body["size"] = d.Approval.Event, d.Blob, d.Size
		}
	case OutboundSet:
		body["how"], body["seconds"] = AfterHold, 60
	case DocumentHeld, DocumentReleased, DocumentPulledBack, DocumentKept:
		if mine := ours(eng); len(mine) > 0 {
			d := rapid.SampledFrom(mine).Draw(w.t, "of the office")
			v := rapid.SampledFrom(d.Versions[max(0, len(d.Versions)-2):]).Draw(w.t, "version of it")
			body["document"], body["version"] = d.ID, v.ID
			if v.PulledBack != nil {
				body["after"] = v.PulledBack.Event
			}
		}
		body["until"] = rapid.SampledFrom([]any{nil, w.now.Add(time.Hour)}).Draw(w.t, "held until")
	case DocumentPlaced:
		if eng.Documents.Len() > 0 {
			v := rapid.SampledFrom(eng.Documents.Slice()).Draw(w.t, "filed").Latest()
			body["version"], body["sum"] = v.ID, v.Blob
		}
		return
	case DeliverableSealed:
		body["deliverable"], body["size"] = "d0", 99
	}
	if d := eng.Deliverable(DeliverableID(body["deliverable"].(string))); d != nil && rapid.IntRange(0, 9).Draw(w.t, "other bytes") > 0 {
		body["sum"], body["approved"] = d.Blob, d.Blob
	}
}

// ours are the documents of the office.
func ours(e *Engagement) []*Document {
	return slices.DeleteFunc(e.Documents.Slice(), func(d *Document) bool { return d.Lane != ToClient })
}

// recent is the id of one of the last events, for kinds that name a version.
func (w *walk) recent() EventID {
	last := w.events[max(0, len(w.events)-6):]
	return rapid.SampledFrom(last).Draw(w.t, "recent").ID
}

// private is one object with every text that a private part can have, marked by
// the audience of the kind.
func (w *walk) private(k Kind) map[string]any {
	mark := sharedCanary
	if AudienceOf(k) == Office {
		mark = officeCanary
	}
	p := map[string]any{
		"name": mark, "title": mark, "detail": mark, "text": mark, "why": mark, "path": mark, "rel": mark + ".pdf",
		"key": rapid.SampledFrom([]string{"k1", "k2"}).Draw(w.t, "key"), "email": mark + "@x.example", "phone": mark, "submission": mark,
		"note": mark, "code": mark,
	}
	if k == DraftAssembled {
		p["parts"] = []string{mark}
	}
	return p
}

// E2, E3, H1, H3, H9, H10: on every step of a random life Check and Apply agree, a
// refusal changes nothing, the portal takes what the office took of the shared
// kinds, and the state survives its checkpoint. (bench holds all of this.)
// And no office-only byte is in the portal's world.
func TestRandomLives(t *testing.T) {
	met := map[Kind]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		w := &walk{bench: smallBench(rt), t: rt}
		w.headStart()
		for range rapid.IntRange(20, 60).Draw(rt, "steps") {
			w.step()
			w.listsWhatWaits()
		}
		if !bytes.Contains(encoded(rt, w.w), []byte(officeCanary)) || !bytes.Contains(encoded(rt, w.portal), []byte(sharedCanary)) {
			rt.Fatal("the control canaries are not found")
		}
		if bytes.Contains(encoded(rt, w.portal), []byte(officeCanary)) {
			rt.Fatalf("an office-only text is in the portal's world: %s", encoded(rt, w.portal))
		}
		w.foldsAgain()
		for _, e := range w.events {
			met[e.Kind] = true
		}
	})
	for _, k := range leads {
		if !met[k] {
			t.Errorf("no random life has %s, so these lives prove little", k)
		}
	}
}

// listsWhatWaits holds that whatever waits to go out is listed, once, and that
// nothing is that was never held.
func (w *walk) listsWhatWaits() {
	for _, e := range w.w.E {
		listed := slices.Sorted(e.Holding.All())
		if len(slices.Compact(slices.Clone(listed))) != len(listed) {
			w.t.Fatalf("%s are listed", listed)
		}
		for _, d := range e.Documents.All() {
			_, is := slices.BinarySearch(listed, d.ID)
			if d.Waits() && !is || is && d.Latest().Held == nil {
				w.t.Fatalf("%s waits: %t; is listed: %t", d.ID, d.Waits(), is)
			}
		}
	}
}

// foldsAgain holds H1 and H9: the same records fold to the same state, with and
// without what was erased of them.
func (w *walk) foldsAgain() {
	again, erased := NewWorld(), NewWorld()
	for i := range w.events {
		e := w.events[i]
		if r := Apply(again, &e); !r.OK() {
			w.t.Fatalf("%s was taken before and is refused now: %v", e.Kind, r)
		}
		e.PrivateBody = nil
		if r := Apply(erased, &e); !r.OK() {
			w.t.Fatalf("%s is refused once its private part is erased: %v", e.Kind, r)
		}
	}
	if !reflect.DeepEqual(again, w.w) {
		w.t.Fatalf("the same events folded to another state")
	}
}

// E6: events of different engagements may come in any order.
func TestIndependentEventsMayComeInAnyOrder(t *testing.T) {
	b := newBench(t)
	start := clone(b.w)
	from := len(b.events)
	for i := range 12 {
		id := fmt.Sprint(i)
		b.ok(b.ask(RequestID("q" + id)))
		b.must(pia, odd, RequestAsked, RequestAskedBody{Request: RequestID("q" + id)}, RequestPrivate{Title: id})
		b.ok(b.answer(RequestID("q" + id)))
		b.must(zoe, odd, MessagePosted, MessageBody{Message: MessageID("m" + id)}, TextPrivate{Text: id, Via: via("zoe")})
	}
	b.sent("d1", signedBy(false, "ann"))
	events := b.events[from:]
	for seed := range uint64(50) {
		w := clone(start)
		for _, e := range shuffle(events, seed) {
			b.ok(Apply(w, &e))
		}
		if !reflect.DeepEqual(w, b.w) {
			t.Fatalf("seed %d: another order, another state", seed)
		}
	}
}

// shuffle keeps the order inside each stream and no other.
func shuffle(events []Event, seed uint64) []Event {
	r := rand.New(rand.NewPCG(seed, 1))
	by := map[Stream][]Event{}
	var streams []Stream
	for _, e := range events {
		if by[e.Stream] == nil {
			streams = append(streams, e.Stream)
		}
		by[e.Stream] = append(by[e.Stream], e)
	}
	var all []Event
	for len(all) < len(events) {
		s := streams[r.IntN(len(streams))]
		if len(by[s]) > 0 {
			all, by[s] = append(all, by[s][0]), by[s][1:]
		}
	}
	return all
}
