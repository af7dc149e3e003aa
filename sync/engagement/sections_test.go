package engagement

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// ends are the two worlds of one history, folded the way the relay does.
type ends struct{ office, portal *World }

func newEnds(b *bench) ends { return ends{clone(b.w), clone(b.portal)} }

func (w ends) take(t reporter, events ...Event) {
	t.Helper()
	office, portal := NewFork(w.office), NewFork(w.portal)
	for i := range events {
		if r := Apply(office, &events[i]); !r.OK() {
			continue // the portal is told of what happened only
		}
		if AudienceOf(events[i].Kind) == Shared {
			if r := Apply(portal, &events[i]); !r.OK() {
				t.Fatalf("the office took %s, the portal refuses it: %v", events[i].Kind, r)
			}
		}
	}
	office.Commit(w.office)
	portal.Share(w.office)
	portal.Commit(w.portal)
}

// shelf is where the sections of an engagement are kept.
type shelf struct {
	head     []byte
	sections map[string]Section
	was      Kept
}

// keep puts what changed on the shelf and answers how many sections that was.
func (s *shelf) keep(t reporter, e *Engagement, twin Twin) (n int) {
	t.Helper()
	var err error
	if s.head, err = e.Head(); err != nil {
		t.Fatal(err)
	}
	for section, err := range e.Sections(s.was, twin) {
		if err != nil {
			t.Fatal(err)
		}
		if s.sections == nil {
			s.sections = map[string]Section{}
		}
		s.sections[fmt.Sprint(section.List, section.N)] = section
		n++
	}
	return n
}

func (s *shelf) read(t reporter, twin *Engagement) *Engagement {
	t.Helper()
	e, err := ReadHead(s.head, twin)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []SectionList{DocumentSections, HistorySections} {
		for n := 0; ; n++ {
			section, there := s.sections[fmt.Sprint(list, n)]
			if !there {
				break
			}
			if err := e.Take(section, twin); err != nil {
				t.Fatal(err)
			}
		}
	}
	return e
}

// shelves are the kept states of one engagement at both ends.
type shelves struct{ office, portal shelf }

func (s *shelves) keep(t reporter, w ends) (n int) {
	office, portal := w.office.E["work"], w.portal.E["work"]
	n = s.office.keep(t, office, Twin{}) + s.portal.keep(t, portal, Twin{office, s.office.was})
	s.office.was, _ = office.Keep()
	s.portal.was, _ = portal.Keep()
	return n
}

func (s *shelves) read(t reporter) ends {
	office := s.office.read(t, nil)
	return ends{
		&World{E: map[EngagementID]*Engagement{"work": office}},
		&World{E: map[EngagementID]*Engagement{"work": s.portal.read(t, office)}},
	}
}

// newFiles are saves of n new files.
func (b *bench) newFiles(n int) (all []Event) {
	for i := range n {
		all = append(all, b.saveEvent(DocumentID(fmt.Sprint("d", i)), fmt.Sprint("k", i), "", fmt.Sprint("v", i)))
	}
	return all
}

// H10: whatever happens between the times at which a large engagement is kept,
// what lies in its sections is what it was at the last of them, at both ends.
func TestALargeEngagementSurvivesItsSections(t *testing.T) {
	for seed := range uint64(4) {
		b := newBench(t)
		w, kept := newEnds(b), &shelves{}
		kept.keep(t, w) // while it is small
		for i := range 70 {
			w.take(t, b.event(ann, work, DocumentUploaded, DocumentBody{Document: DocumentID(fmt.Sprint("u", i)), Blob: blobOf("u"), Size: 9}, UploadPrivate{Name: "tb.xlsx"}))
		}
		w.take(t, b.newFiles(2*SectionSize+int(seed))...)
		r := rand.New(rand.NewPCG(seed, 5))
		for step := range 120 {
			w.take(t, b.anyFileEvent(r, w.office.E["work"], step))
			if r.IntN(15) > 0 {
				continue
			}
			kept.keep(t, w)
			again := kept.read(t)
			for _, end := range [][2]*World{{w.office, again.office}, {w.portal, again.portal}} {
				if got, want := encodedState(t, end[1].E["work"]), encodedState(t, end[0].E["work"]); got != want {
					t.Fatalf("seed %d, step %d: it was kept as\n%s\nwant\n%s", seed, step, got, want)
				}
			}
			if r.IntN(2) == 0 { // the program starts again
				w.office.E["work"], w.portal.E["work"] = again.office.E["work"], again.portal.E["work"]
				kept.office.was, _ = w.office.E["work"].Keep()
				kept.portal.was, _ = w.portal.E["work"].Keep()
			}
		}
	}
}

// H10: of a large engagement what changed is kept again and nothing else: to keep it
// after a save does not take as long as it is large.
func TestOnlyWhatChangedIsKeptAgain(t *testing.T) {
	b := newBench(t)
	w, kept := newEnds(b), &shelves{}
	w.take(t, b.newFiles(10*SectionSize)...)
	if n := kept.keep(t, w); n != 4*10+2 { // the opening is a moment too
		t.Fatalf("%d sections at first", n)
	}
	if n := kept.keep(t, w); n != 0 {
		t.Fatalf("%d sections of what did not change", n)
	}
	d := w.office.E["work"].Documents.At(3 * SectionSize)
	w.take(t, b.saveEvent(d.ID, d.Key, d.Tip, "again"))
	if n := kept.keep(t, w); n != 4 {
		t.Fatalf("%d sections after one save; want one of documents and one of the timeline, at both ends", n)
	}
}

// What only the office learned of a document after it was kept is not read by
// the portal from the office's section.
func TestAReceiptIsNotReadIntoThePortal(t *testing.T) {
	b := newBench(t)
	w, kept := newEnds(b), &shelves{}
	upload := b.event(ann, work, DocumentUploaded, DocumentBody{Document: "u", Blob: blobOf("u"), Size: 9}, UploadPrivate{Name: "tb.xlsx"})
	w.take(t, append(b.newFiles(100), upload)...)
	kept.keep(t, w)
	w.take(t, b.eventNamed(PlacedID(workSalt, "work", upload.ID), pia, work, DocumentPlaced, PlacedBody{upload.ID, sum("u")}, PlacedPrivate{"From client/tb.xlsx"}))
	kept.keep(t, w)
	again := kept.read(t)
	if again.office.E["work"].Document("u").Latest().Placed == nil || again.portal.E["work"].Document("u").Latest().Placed != nil {
		t.Error("the receipt is not the office's alone")
	}
}

// What another end's sections leave out cannot be made up: a section out of its
// place, or without its twin, is refused.
func TestASectionOutOfPlaceIsRefused(t *testing.T) {
	b := newBench(t)
	w, kept := newEnds(b), &shelves{}
	w.take(t, b.newFiles(2*SectionSize)...)
	kept.keep(t, w)
	e, err := ReadHead(kept.portal.head, nil)
	if err != nil {
		t.Fatal(err)
	}
	first, second := kept.portal.sections["documents0"], kept.portal.sections["documents1"]
	if err := e.Take(second, w.office.E["work"]); err == nil {
		t.Error("the second section was taken before the first")
	}
	if err := e.Take(first, nil); err == nil {
		t.Error("documents that the twin has were taken without it")
	}
	if err := e.Take(Section{List: "messages"}, nil); err == nil {
		t.Error("a list that is kept in no sections was taken")
	}
}

// The portal's world holds a document that is the same for the office in the
// office's memory, and one of its own where the office knows more.
func TestTwoWorldsHoldADocumentOnce(t *testing.T) {
	b := newBench(t)
	w := newEnds(b)
	w.take(t, b.newFiles(100)...)
	upload := b.event(ann, work, DocumentUploaded, DocumentBody{Document: "u", Blob: blobOf("u"), Size: 9}, UploadPrivate{Name: "tb.xlsx"})
	w.take(t, upload)
	for at, d := range w.portal.E["work"].Documents.All() {
		if d != w.office.E["work"].Documents.At(at) {
			t.Fatalf("%s is held twice", d.ID)
		}
	}
	w.take(t, b.eventNamed(PlacedID(workSalt, "work", upload.ID), pia, work, DocumentPlaced, PlacedBody{upload.ID, sum("u")}, PlacedPrivate{"From client/tb.xlsx"}))
	if w.office.E["work"].Document("u").Latest().Placed == nil || w.portal.E["work"].Document("u").Latest().Placed != nil {
		t.Error("the receipt is not the office's alone")
	}
	d := w.office.E["work"].Documents.At(7)
	w.take(t, b.saveEvent(d.ID, d.Key, d.Tip, "again"))
	if now := w.portal.E["work"].Document(d.ID); now != w.office.E["work"].Document(d.ID) || len(now.Versions) != 2 || len(d.Versions) != 1 {
		t.Error("a new version is held twice, or by whoever read the document before")
	}
}

// Documents that differ in anything are two.
func TestEveryDifferenceMakesTwoDocuments(t *testing.T) {
	whole := func() *Document {
		return &Document{Withdrawn: at(monday), Versions: []*Version{{
			Kept: at(monday), Views: []View{{}}, Placed: &Placed{}, Held: &Held{Until: at(monday)}, Released: &Released{}, PulledBack: &PulledBack{},
		}}}
	}
	if !whole().equal(whole()) {
		t.Fatal("two equal documents differ")
	}
	all := len(facts(reflect.ValueOf(whole()).Elem(), ""))
	if all < 30 {
		t.Fatalf("a document has %d facts only", all)
	}
	for i := range all {
		d := whole()
		f := facts(reflect.ValueOf(d).Elem(), "")[i]
		f.change()
		if d.equal(whole()) || whole().equal(d) {
			t.Errorf("a difference in %s goes unnoticed", f.name)
		}
	}
}

// fact is one field somewhere in a value.
type fact struct {
	name string
	v    reflect.Value
}

func facts(v reflect.Value, name string) []fact {
	all := []fact{{name, v}}
	switch {
	case v.Type() == timeType:
	case v.Kind() == reflect.Struct:
		all = nil
		for i := range v.NumField() {
			all = append(all, facts(v.Field(i), name+"."+v.Type().Field(i).Name)...)
		}
	case v.Kind() == reflect.Pointer:
		all = append(all, facts(v.Elem(), name)...)
	case v.Kind() == reflect.Slice:
		all = append(all, facts(reflect.Indirect(v.Index(0)), name+"[0]")...)
	}
	return all
}

func (f fact) change() {
	switch f.v.Interface().(type) {
	case time.Time:
		f.v.Set(reflect.ValueOf(monday.Add(time.Hour)))
		return
	}
	switch f.v.Kind() {
	case reflect.String:
		f.v.SetString("x")
	case reflect.Bool:
		f.v.SetBool(true)
	case reflect.Int64:
		f.v.SetInt(7)
	case reflect.Uint64:
		f.v.SetUint(7)
	default:
		f.v.SetZero() // a pointer or a list that is there
	}
}

// A relay holds every document of a firm, in both worlds: a document with one
// version takes less than a kilobyte in all, at first and as it is read again.
func TestADocumentTakesLessThanAKilobyte(t *testing.T) {
	const many, most = 4_000, 1024
	b := newBench(panics{})
	held := heapNow()
	w, kept := newEnds(b), &shelves{}
	for i := range many {
		rel := fmt.Sprintf("Client %03d/Work %02d/Workpaper %06d.xlsx", i/200, i/20%10, i)
		key := strings.ToLower(rel)
		e := b.eventNamed(SaveID(workSalt, "work", key, "", sum(rel)), pia, work, DocumentShared, DocumentBody{
			Document: DocumentID(fmt.Sprintf("01JZY6M3V5QK8T9A%010d", i)), Blob: blobOf(rel), Size: 20480,
			Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		}, SharedPrivate{Rel: rel, Key: key})
		w.take(t, e)
	}
	b.records = nil
	if each := (heapNow() - held) / many; each > most {
		t.Errorf("a document takes %d bytes", each)
	}
	kept.keep(t, w)
	w = ends{}
	held = heapNow()
	w = kept.read(t)
	if each := (heapNow() - held) / many; each > most {
		t.Errorf("a document that was read takes %d bytes", each)
	}
	runtime.KeepAlive(w)
	runtime.KeepAlive(kept)
}

func heapNow() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // the first may leave what it was marking
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
