package engagement

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var writeGolden = flag.Bool("golden.write", false, "write golden histories that are not there yet; those that are stay as they are")

// histories are the golden ones: signed records as they were written by the
// version that the file is named after, and the states they fold to.
var histories = map[string]func(b *bench){
	"v1-tour":     tour,
	"v1-erasure":  erasure,
	"v1-refusals": quarrel,
	"v2-reminded": reminded,
	"v3-outbound": outbound,
	"v4-together": together,
	"v5-kept":     kept,
	"v6-gone":     gone,
	"v7-careful":  careful,
}

// H8: golden histories fold the same for ever. A change that makes this test
// fail changes what firms' histories mean: make a new kind instead.
func TestGoldenHistories(t *testing.T) {
	if *writeGolden {
		for name, tell := range histories {
			b := newBench(t)
			tell(b)
			writeOnce(t, name+".jsonl", lines(t, b.records))
		}
	}
	files, err := filepath.Glob("testdata/v*.jsonl")
	if err != nil || len(files) < len(histories) {
		t.Fatalf("%d golden histories, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		t.Run(name, func(t *testing.T) {
			office, portal := foldFile(t, file)
			if *writeGolden {
				writeOnce(t, name+".golden.json", pretty(t, office))
				writeOnce(t, name+".portal.golden.json", pretty(t, portal))
			}
			sameAs(t, name+".golden.json", pretty(t, office))
			sameAs(t, name+".portal.golden.json", pretty(t, portal))
		})
	}
}

// H8: the golden histories meet every kind there is.
func TestGoldenHistoriesMeetEveryKind(t *testing.T) {
	met := map[Kind]bool{}
	for name := range histories {
		for _, r := range readRecords(t, "testdata/"+name+".jsonl") {
			e, err := r.Decode()
			if err != nil {
				t.Fatal(err)
			}
			met[e.Kind] = true
		}
	}
	for _, k := range Kinds() {
		if !met[k] {
			t.Errorf("no golden history has %s", k)
		}
	}
}

// H9: once every private part is erased, the same events are taken and the same
// refused.
func TestErasureChangesNoAnswer(t *testing.T) {
	whole, bare := NewWorld(), NewWorld()
	for _, r := range readRecords(t, "testdata/v1-tour.jsonl") {
		e, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		want := Apply(whole, &e)
		e.PrivateBody = nil
		if got := Apply(bare, &e); got.Code != want.Code {
			t.Fatalf("%s: %q, and %q once it is erased", e.Kind, want.Code, got.Code)
		}
	}
	if words := encoded(t, bare); bytes.Contains(words, []byte("Acme")) || bytes.Contains(words, []byte("203.0.113.7")) {
		t.Fatal("an erased word is still in the state")
	}
}

// E4: the bytes of the golden records were signed by the keys they name.
func TestGoldenRecordsVerify(t *testing.T) {
	for _, name := range []string{"v1-tour", "v4-together"} {
		var signatures Signatures
		for _, r := range readRecords(t, "testdata/"+name+".jsonl") {
			e, err := r.Decode()
			if err != nil || !r.VerifySignature(publicOf(e.Device)) || !signatures.Verify(&r, publicOf(e.Device)) {
				t.Fatalf("%s: event %d: %v", name, r.Seq, err)
			}
		}
	}
}

func foldFile(t *testing.T, file string) (office, portal *World) {
	office, portal = NewWorld(), NewWorld()
	portal.SharedOnly = true
	for _, r := range readRecords(t, file) {
		e, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		Apply(office, &e)
		if AudienceOf(e.Kind) == Shared {
			Apply(portal, &e)
		}
	}
	return office, portal
}

func lines(t *testing.T, records []Record) []byte {
	var all bytes.Buffer
	for _, r := range records {
		all.Write(encoded(t, r))
		all.WriteByte('\n')
	}
	return all.Bytes()
}

func pretty(t *testing.T, w *World) []byte {
	b, err := json.MarshalIndent(w, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

func readRecords(t testing.TB, file string) []Record {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []Record
	in := bufio.NewScanner(bytes.NewReader(raw))
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var r Record
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func writeOnce(t *testing.T, name string, content []byte) {
	f, err := os.OpenFile(filepath.Join("testdata", name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func sameAs(t *testing.T, name string, got []byte) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s, line %d:\n got %s\nwant %s", name, i+1, g[i], w[i])
		}
	}
	if len(g) != len(w) {
		t.Fatalf("%s: %d lines, want %d", name, len(g), len(w))
	}
}

// tour is an engagement's life that meets every kind.
func tour(b *bench) {
	b.must(ada, FirmStream, LanesSet, Lanes{"In", "Out", "To sign", "Signed"}, nil)
	b.must(Relay, FirmStream, StaffEmailSet, StaffRef{"pia"}, EmailPrivate{"pia@reed.example"})
	b.must(pia, FirmStream, StaffAwaySet, StaffAwayBody{"pia", &Away{monday, monday.Add(48 * time.Hour), "sam"}}, nil)
	b.must(pia, acme, ClientRenamed, nil, ClientNamed{Name: "Acme Inc", Code: "A-17"})
	b.must(pat, zeta, ClientAccess, AccessBody{[]StaffID{"pat"}}, nil)
	b.must(pia, acme, RemindersSet, RemindersBody{true}, nil)
	b.must(pia, acme, RemindersSet, RemindersBody{false}, nil)
	b.must(pia, work, WorkFileMapped, MappedBody{"share"}, MappedPrivate{"Acme/2025 Form 1120-S"})
	b.must(pat, work, PeopleSet, People{Partner: "pat", Preparer: "pia"}, nil)
	b.must(pat, work, DueSet, DueBody{"2026-09-15"}, nil)
	b.must(pat, work, EngagementAccess, AccessBody{[]StaffID{"pat", "pia", "max", "sam"}}, nil)
	tourOfRequests(b)
	tourOfFiles(b)
	tourOfMessages(b)
	tourOfReview(b)
	tourOfSigning(b)
	b.must(pia, work, FilingConfirmed, FilingBody{"IRS", true, "2026-03-12"}, FilingPrivate{"1234562026071abc"})
	b.must(pia, work, EngagementCompleted, nil, nil)
	b.must(pia, work, EngagementReopened, nil, nil)
	b.must(ada, acme, ContactRevoked, ContactRef{"bob"}, nil)
	b.must(ada, FirmStream, KeyRevoked, KeyRevokedBody{"dev-max"}, nil)
	b.must(ada, FirmStream, StaffRoleSet, StaffAddedBody{"max", []Role{Preparer}}, nil)
	b.must(ada, FirmStream, StaffRemoved, StaffRef{"max"}, nil)
	b.must(Relay, FirmStream, EpochStarted, EpochStartedBody{"ep2", 7, "r00t"}, nil)
}

func tourOfRequests(b *bench) {
	for _, id := range []RequestID{"q1", "q2", "q3"} {
		b.ok(b.ask(id))
	}
	b.must(Relay, work, StatusShown, StatusShownBody{Status: Waiting}, nil)
	b.ok(b.remind("q1", "q2"))
	b.must(pia, work, RequestWithdrawn, RequestRef{"q3"}, nil)
	b.ok(b.upload("u1"))
	b.ok(b.answer("q1", "u1"))
	b.must(Relay, work, ArrivalRouted, RoutedBody{"q1", TaskArrival, "sam", CoversPreparer}, nil)
	b.must(pia, work, RequestReturned, RequestReturnedBody{"q1", "wrong-period"}, WhyPrivate{Why: "2024"})
	b.ok(b.upload("u2"))
	b.ok(b.assignTo("u2", "q1"))
	b.must(pia, work, RequestAccepted, RequestRef{"q1"}, nil)
}

func tourOfFiles(b *bench) {
	b.ok(b.place(b.eng().Document("u1").Tip, "u1"))
	b.ok(b.save("s1", "letters/first.pdf", "", "v1"))
	b.ok(b.look("s1", b.eng().Base("letters/first.pdf")))
	b.ok(b.save("s1", "letters/first.pdf", b.eng().Base("letters/first.pdf"), "v2"))
	b.ok(b.takeBack("s1", ""))
	b.ok(b.save("s1", "letters/first.pdf", b.eng().Base("letters/first.pdf"), "v1"))
	b.must(pat, work, Erased, ErasedBody{Events: []EventID{"e1"}, Blobs: []Digest{sum("v2")}}, nil)
}

func tourOfMessages(b *bench) {
	b.routed("m1")
	b.routed("m2")
	b.must(pia, work, TaskAssigned, TaskBody{About: "m1", To: "max"}, nil)
	b.must(pia, work, TaskSnoozed, TaskBody{About: "m2", Until: at(monday.Add(48 * time.Hour))}, nil)
	b.must(pia, work, TaskDone, TaskBody{About: "m2"}, nil)
	b.must(pia, work, NotePosted, MessageBody{Message: "n1", About: "q1"}, TextPrivate{Text: "late again"})
	b.ok(b.post(maX, "m3", "m1"))
}

func tourOfReview(b *bench) {
	b.ok(b.assemble(draftBody("p0", Plan{})))
	b.must(pia, work, DraftDiscarded, DraftRef{"p0"}, nil)
	b.ok(b.assemble(draftBody("p1", signedBy(true, "ann", "bob"))))
	b.ok(b.submit("p1"))
	b.ok(b.pin("p1", "n1", 2))
	b.must(pia, work, NoteAnswered, ReviewNoteBody{Draft: "p1", Note: "n1"}, TextPrivate{Text: "fixed"})
	b.ok(b.settle("p1", "n1"))
	b.must(maX, work, DraftReturned, DraftRef{"p1"}, WhyPrivate{Why: "see note"})
	b.ok(b.submit("p1"))
	b.ok(b.approve("p1"))
	b.must(pat, work, ApprovalWithdrawn, DraftRef{"p1"}, WhyPrivate{Why: "wait"})
	b.ok(b.approve("p1"))
	b.must(pia, work, StatusSet, StatusSetBody{To: OnExtension, Until: at(monday.Add(9 * 24 * time.Hour))}, WhyPrivate{Why: "Form 7004"})
}

func tourOfSigning(b *bench) {
	b.ok(b.publish(b.publishing("d1", "p1")))
	b.ok(b.view(ann, "d1"))
	b.signed("d1", ann, bob)
	b.ok(b.seal(sealing(b.eng().Deliverable("d1"))))
	b.ok(b.place(b.eng().Deliverable("d1").Seal.Event, "sealed d1"))
	b.sent("d2", signedBy(false, "ann"))
	b.replaced("d2", "d3")
	b.ok(b.decline(ann, "d3"))
	b.sent("d4", signedBy(false, "ann"))
	b.ok(b.pullBack("d4"))
}

// reminded is a draft of some pages that was sent, and its signers' reminders.
func reminded(b *bench) {
	body := draftBody("p1", signedBy(true, "ann", "bob"))
	b.ok(b.do(pia, work, DraftAssembled, body, DraftPrivate{
		Title: "2025 return", Parts: []string{"Letter", "Return"}, Files: []string{"letter.pdf", "1120-S.pdf"}, Pages: []string{"", "1-2"},
	}))
	b.ok(b.submit("p1"))
	b.ok(b.approve("p1"))
	b.ok(b.publish(b.publishing("d1", "p1")))
	b.ok(b.nudge("d1"))
	b.later(ReminderRest)
	b.signed("d1", ann)
	b.ok(b.nudge("d1"))
}

// together is a history in which what one computer did in a row is signed together.
func together(b *bench) {
	reminded(b)
	device := func(i int) KeyID {
		e, err := b.records[i].Decode()
		if err != nil {
			b.t.Fatal(err)
		}
		return e.Device
	}
	for from, i := 0, 1; i <= len(b.records); i++ {
		if i < len(b.records) && device(i) == device(from) {
			continue
		}
		var row []*Record
		for j := from; j < i; j++ {
			row = append(row, &b.records[j])
		}
		if err := Sign(secretOf(device(from)), row...); err != nil {
			b.t.Fatal(err)
		}
		from = i
	}
}

// erasure is a history of which every private part is gone.
func erasure(b *bench) {
	tour(b)
	for i := range b.records {
		b.records[i].Private = nil
	}
}

// quarrel is a history in which much was refused, as a foreign relay or a later
// rule might leave it: folding drops the same events on every end.
func quarrel(b *bench) {
	tour(b)
	kept := b.records[:0:0]
	for i, r := range b.records {
		if i%7 != 6 || i < 40 {
			kept = append(kept, r)
		}
	}
	b.records = kept
}
