package engagement

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// H5: equal identities have equal ids, and no others.
func TestDerivedIDsAreTheirIdentity(t *testing.T) {
	seen := map[EventID]string{}
	for _, salt := range [][]byte{workSalt, []byte("other salt")} {
		for _, eng := range []EngagementID{"e1", "e2"} {
			for _, a := range []string{"", "a", "b", "a\x00b"} {
				for _, b := range []string{"", "a", "b"} {
					for _, c := range []string{"x", "y"} {
						what := fmt.Sprintf("save %x %s %q %q %q", salt, eng, a, b, c)
						add(t, seen, SaveID(salt, eng, a, EventID(b), Digest(c)), what)
						if SaveID(salt, eng, a, EventID(b), Digest(c)) != SaveID(salt, eng, a, EventID(b), Digest(c)) {
							t.Fatal("one identity, two ids")
						}
					}
				}
			}
			add(t, seen, PlacedID(salt, eng, "v1"), fmt.Sprintf("placed %x %s", salt, eng))
			add(t, seen, SealedID(salt, eng, "v1"), fmt.Sprintf("sealed %x %s", salt, eng))
		}
	}
}

func add(t *testing.T, seen map[EventID]string, id EventID, what string) {
	t.Helper()
	if other, ok := seen[id]; ok {
		t.Errorf("%s and %s have one id", what, other)
	}
	seen[id] = what
	if !validID(string(id)) {
		t.Errorf("%s is no id", id)
	}
}

// H5: parts of an identity cannot run into each other.
func TestDerivedIDsDoNotRunTogether(t *testing.T) {
	if SaveID(workSalt, "e", "a\x00b", "c", "x") == SaveID(workSalt, "e", "a", "b\x00c", "x") {
		t.Error("two identities, one id")
	}
	rapid.Check(t, func(rt *rapid.T) {
		part := rapid.StringMatching(`[ab\x00]{0,4}`)
		a, b := part.Draw(rt, "a"), part.Draw(rt, "b")
		c, d := part.Draw(rt, "c"), part.Draw(rt, "d")
		same := a == c && b == d
		if (SaveID(workSalt, "e", a, EventID(b), "x") == SaveID(workSalt, "e", c, EventID(d), "x")) != same {
			rt.Fatalf("%q %q and %q %q", a, b, c, d)
		}
	})
}

// H5: two desks that see one save write one event.
func TestTwoDesksSeeOneSave(t *testing.T) {
	b := newBench(t)
	id := SaveID(workSalt, "work", "a.pdf", "", sum("v1"))
	b.ok(b.save("d1", "a.pdf", "", "v1"))
	second := b.eventNamed(id, maX, work, DocumentShared, DocumentBody{Document: "d2", Blob: blobOf("v1"), Size: 9}, SharedPrivate{"a.pdf", "a.pdf"})
	if second.ID != b.eng().Base("a.pdf") {
		t.Fatal("the two saves have different ids")
	}
	if r := b.try(second); r.Code != CodeSameBytes {
		t.Fatalf("folded again: %s", r.Code)
	}
}

// H5: going back to an old version is a save of its own.
func TestGoingBackIsASave(t *testing.T) {
	b := newBench(t)
	for _, bytes := range []string{"v1", "v2", "v1", "v2"} {
		b.ok(b.save("d1", "a.pdf", b.eng().Base("a.pdf"), bytes))
	}
	b.ok(b.takeBack("d1", b.eng().Base("a.pdf")))
	b.ok(b.save("d1", "a.pdf", b.eng().Base("a.pdf"), "v2")) // the same bytes, after they were withdrawn
	d := b.eng().Document("d1")
	if len(d.Versions) != 5 || d.Withdrawn != nil || d.Latest().Blob != blobOf("v2") {
		t.Fatalf("%d versions", len(d.Versions))
	}
	ids := map[EventID]bool{}
	for _, v := range d.Versions {
		ids[v.ID] = true
	}
	if len(ids) != 5 {
		t.Fatal("two saves have one id")
	}
}

func TestHashesAreLowerCaseHex(t *testing.T) {
	good := string(sum("x"))
	for s, want := range map[string]bool{
		good: true, strings.ToUpper(good): false, good[1:]: false, good + "0": false, "": false, strings.Repeat("g", 64): false,
	} {
		if BlobRef(s).valid() != want || Digest(s).valid() != want {
			t.Errorf("%q", s)
		}
	}
	if Digest("").Names("") {
		t.Error("nothing names nothing")
	}
}

func TestActorsAndStreams(t *testing.T) {
	if StaffActor("a").Staff() != "a" || StaffActor("a").Contact() != "" || ContactActor("a").Contact() != "a" || Relay.Staff() != "" {
		t.Error("actors")
	}
	if ClientStream("a").ClientID() != "a" || ClientStream("a").EngagementID() != "" || EngagementStream("a").EngagementID() != "a" || FirmStream.ClientID() != "" {
		t.Error("streams")
	}
}
