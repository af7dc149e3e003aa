package engagement

import (
	"strings"
	"testing"
	"time"
)

// permissions is who may write what, as the firm was promised it: p partner, m
// manager, r preparer, a administrator, s anybody about themselves, c contact,
// + relay. Kinds the client may read are in the second half. This table is
// written by hand and not computed from the package's own.
const permissions = `
office firm staff.email_set           a +
office firm staff.away_set            a s
office firm key.added                 +
office firm key.revoked               a +
office firm root.mapped               p m r a
office firm lanes.set                 a
office firm outbound.set              p a
office firm epoch.started             +
office client reminders.set           p m r a
office client client.access_set       p a
office engagement engagement.mapped   p m r a
office engagement engagement.access_set p a
office engagement status.set          p m r
office engagement document.placed     p m r a
office engagement document.kept       p m r a
office engagement note.posted         p m r a
office engagement arrival.routed      +
office engagement task.assigned       p m r a
office engagement task.done           p m r a
office engagement task.snoozed        p m r a
office engagement draft.assembled     p m r
office engagement draft.submitted     p m r
office engagement draft.returned      p m
office engagement draft.approved      p
office engagement approval.withdrawn  p
office engagement draft.discarded     p m r
office engagement review_note.pinned  p m r
office engagement review_note.answered p m r
office engagement review_note.settled p m r

shared firm firm.created              +
shared firm staff.added               a +
shared firm staff.role_set            a
shared firm staff.removed             a
shared client client.created          p m r a
shared client client.renamed          p m r a
shared client contact.invited         p m r a
shared client contact.revoked         p m r a
shared engagement engagement.opened   p m r a
shared engagement engagement.people_set p m r
shared engagement engagement.due_set  p m r
shared engagement status.shown        +
shared engagement filing.confirmed    p m r
shared engagement engagement.completed p m r
shared engagement engagement.reopened p m r
shared engagement erased              p a
shared engagement request.asked       p m r
shared engagement request.withdrawn   p m r
shared engagement request.reminded    p m r +
shared engagement request.answered    c
shared engagement request.accepted    p m r
shared engagement request.returned    p m r
shared engagement document.uploaded   c
shared engagement document.assigned   p m r
shared engagement document.shared     p m r a
shared engagement document.withdrawn  p m r a
shared engagement document.viewed     c
shared engagement document.held       +
shared engagement document.released   p m r a +
shared engagement document.pulled_back p m r a
shared engagement message.posted      p m r c
shared engagement message.routed      +
shared engagement deliverable.published p m r
shared engagement deliverable.viewed  c
shared engagement deliverable.withdrawn p m r
shared engagement deliverable.sealed  +
shared engagement signature.reminded  p m r +
shared engagement signature.consented c
shared engagement signature.given     c
shared engagement signature.declined  c
`

// A1, H3: kind × author, and the audience of every kind.
func TestWhoMayAct(t *testing.T) {
	b := newBench(t)
	streams := map[string]Stream{"firm": FirmStream, "client": acme, "engagement": work}
	seen := map[Kind]bool{}
	for line := range strings.Lines(permissions) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		k, may := Kind(f[2]), strings.Join(f[3:], "")
		seen[k] = true
		if !Known(k) {
			t.Errorf("%s is not a kind", k)
		}
		if (AudienceOf(k) == Shared) != (f[0] == "shared") {
			t.Errorf("%s: its audience should be %s", k, f[0])
		}
		for as, by := range map[string]Actor{"p": pat, "m": maX, "r": pia, "a": ada, "c": ann, "+": Relay} {
			e := b.event(by, streams[f[1]], k, nil, nil)
			want := strings.Contains(may, as) || strings.Contains(may, "s") && by.Staff() != ""
			if r := mayAct(b.w, &e); r.OK() != want || !want && r.Code != CodeForbidden {
				t.Errorf("%s by %s: got %q %v", k, by, r.Code, r)
			}
		}
	}
	for _, k := range Kinds() {
		if !seen[k] {
			t.Errorf("%s is not in the table of permissions", k)
		}
	}
}

// A person with two roles may do what either may.
func TestRolesAddUp(t *testing.T) {
	b := newBench(t)
	for _, k := range []Kind{DraftApproved, DraftReturned, DraftAssembled} {
		if e := b.event(sam, work, k, nil, nil); !mayAct(b.w, &e).OK() {
			t.Errorf("a partner and manager may not %s", k)
		}
	}
	if e := b.event(sam, FirmStream, LanesSet, nil, nil); mayAct(b.w, &e).OK() {
		t.Error("two roles make no administrator")
	}
}

// init adds what authors may not do: with another's key, in another's name, for
// a client they do not serve.
func init() {
	as := func(by Actor, device KeyID) func(b *bench) Refusal {
		return func(b *bench) Refusal {
			e := b.event(by, work, DueSet, DueBody{}, nil)
			e.Device = device
			return b.try(e)
		}
	}
	refusals["access"] = []refusal{
		{"an unknown key", CodeForbidden, as(pia, "dev-unknown")},
		{"a colleague's key", CodeForbidden, as(pia, "dev-max")},
		{"the portal's key in a person's name", CodeForbidden, as(pia, "portal")},
		{"a person's key in the relay's name", CodeForbidden, as(Relay, "dev-pia")},
		{"a person's key in a client's name", CodeForbidden, as(ann, "dev-pia")},
		{"nobody at all", CodeForbidden, as("", "portal")},
		{"a member of nothing", CodeForbidden, as("staff/", "portal")},
		{"an invented kind of author", CodeForbidden, as("robot/r2", "portal")},
		{"a withdrawn key", CodeForbidden, func(b *bench) Refusal {
			b.must(ada, FirmStream, KeyRevoked, KeyRevokedBody{"dev-pia"}, nil)
			return b.do(pia, work, DueSet, DueBody{}, nil)
		}},
		{"somebody who left", CodeForbidden, func(b *bench) Refusal {
			b.must(ada, FirmStream, StaffRemoved, StaffRef{"pia"}, nil)
			return b.do(pia, work, DueSet, DueBody{}, nil)
		}},
		{"somebody who came back with the old computer", CodeForbidden, func(b *bench) Refusal {
			b.must(ada, FirmStream, StaffRemoved, StaffRef{"pia"}, nil)
			b.must(ada, FirmStream, StaffAdded, StaffAddedBody{"pia", []Role{Preparer}}, Named{"Pia"})
			return b.do(pia, work, DueSet, DueBody{}, nil)
		}},
		{"a leftover key of somebody who left", CodeForbidden, func(b *bench) Refusal {
			b.must(ada, FirmStream, StaffRemoved, StaffRef{"pia"}, nil)
			b.w.F.Keys["dev-pia"].Revoked = false
			return b.do(pia, work, DueSet, DueBody{}, nil)
		}},
		{"the wrong role", CodeForbidden, func(b *bench) Refusal { return b.do(pia, work, DraftApproved, nil, nil) }},
		{"a person plays the relay", CodeForbidden, func(b *bench) Refusal {
			return b.do(ada, FirmStream, EpochStarted, EpochStartedBody{Epoch: "x"}, nil)
		}},
		{"the relay plays a person", CodeForbidden, func(b *bench) Refusal { return b.do(Relay, work, DraftApproved, nil, nil) }},
		{"a client plays the office", CodeForbidden, func(b *bench) Refusal { return b.do(ann, work, DueSet, DueBody{}, nil) }},
		{"another client's contact", CodeForbidden, func(b *bench) Refusal {
			return b.do(zoe, work, MessagePosted, MessageBody{Message: "m"}, TextPrivate{Text: "x", Via: via("zoe")})
		}},
		{"a contact who left", CodeForbidden, func(b *bench) Refusal {
			b.must(ada, acme, ContactRevoked, ContactRef{"ann"}, nil)
			return b.post(ann, "m", "")
		}},
		{"a contact in an engagement that is not there", CodeForbidden, func(b *bench) Refusal {
			return b.do(ann, "engagement/none", MessagePosted, MessageBody{Message: "m"}, TextPrivate{Text: "x"})
		}},
		{"a contact who signed in under another client's address", CodeForbidden, func(b *bench) Refusal {
			b.must(ada, zeta, ContactInvited, ContactRef{"ann"}, ContactPrivate{Name: "Ann", Email: "mallory@zeta.example"})
			return b.do(ann, work, MessagePosted, MessageBody{Message: "m"},
				TextPrivate{Text: "x", Via: &Via{Email: "mallory@zeta.example"}})
		}},
		{"work restricted to others", CodeForbidden, func(b *bench) Refusal {
			b.must(pat, work, EngagementAccess, AccessBody{[]StaffID{"pat"}}, nil)
			return b.do(maX, work, DueSet, DueBody{}, nil)
		}},
		{"a client restricted to others", CodeForbidden, func(b *bench) Refusal {
			b.must(pat, acme, ClientAccess, AccessBody{[]StaffID{"pat"}}, nil)
			return b.do(maX, work, DueSet, DueBody{}, nil)
		}},
		{"an administrator looks into restricted work", CodeForbidden, func(b *bench) Refusal {
			b.must(pat, acme, ClientAccess, AccessBody{[]StaffID{"pat"}}, nil)
			return b.do(ada, work, EngagementAccess, AccessBody{}, nil)
		}},
	}
}

// A4
func TestRestrictedWorkIsForTheNamed(t *testing.T) {
	b := newBench(t)
	b.must(pat, acme, ClientAccess, AccessBody{[]StaffID{"pat", "pia"}}, nil)
	b.must(pat, work, EngagementAccess, AccessBody{[]StaffID{"pat", "max"}}, nil)
	for _, c := range []struct {
		who    StaffID
		stream Stream
		want   bool
	}{
		{"pat", acme, true}, {"pat", work, true},
		{"pia", acme, true}, {"pia", work, false},
		{"max", acme, false}, {"max", work, false}, // named for the work, but not for its client
		{"ada", acme, false}, {"ada", work, false},
		{"max", zeta, true}, {"max", odd, true}, {"max", FirmStream, true},
	} {
		if got := MaySee(b.w, c.who, c.stream); got != c.want {
			t.Errorf("%s sees %s: %v", c.who, c.stream, got)
		}
	}
	b.must(pat, work, EngagementAccess, AccessBody{[]StaffID{}}, nil)
	if !MaySee(b.w, "pia", work) {
		t.Error("an empty list should lift the restriction")
	}
}

// A5
func TestRestrictedWorkIsNotLostWithItsLastPartner(t *testing.T) {
	b := newBench(t)
	b.must(pat, work, EngagementAccess, AccessBody{[]StaffID{"pat", "pia"}}, nil)
	if MaySee(b.w, "ada", work) {
		t.Fatal("Ada is not named")
	}
	b.must(ada, FirmStream, StaffRemoved, StaffRef{"pat"}, nil)
	if !MaySee(b.w, "ada", work) || MaySee(b.w, "max", work) || !MaySee(b.w, "pia", work) {
		t.Fatal("now the administrators, and who is still named, should see it")
	}
	b.must(ada, work, EngagementAccess, AccessBody{[]StaffID{"sam"}}, nil)
	if MaySee(b.w, "ada", work) || !MaySee(b.w, "sam", work) {
		t.Fatal("Sam has it now")
	}
}

// A7
func TestTheOnlyAdministratorCanBeAPartnerToo(t *testing.T) {
	b := newBench(t)
	b.ok(b.do(ada, FirmStream, StaffRoleSet, StaffAddedBody{"ada", []Role{Administrator, Partner}}, nil))
	b.must(ada, FirmStream, StaffRoleSet, StaffAddedBody{"max", []Role{Manager, Administrator}}, nil)
	b.ok(b.do(ada, FirmStream, StaffRoleSet, StaffAddedBody{"ada", []Role{Administrator}}, nil)) // giving up is free
}

// A8
func TestLeavingEndsEveryComputer(t *testing.T) {
	b := newBench(t)
	b.addKey("dev-pia-home", DeviceKey, "pia")
	b.must(ada, FirmStream, StaffRemoved, StaffRef{"pia"}, nil)
	for _, k := range []KeyID{"dev-pia", "dev-pia-home"} {
		if !b.w.F.Keys[k].Revoked {
			t.Errorf("%s still stands", k)
		}
	}
	if b.w.F.Keys["dev-max"].Revoked || b.w.F.Keys["dev-pia"].Ed25519() == nil {
		t.Error("others' keys stand, and a withdrawn key still verifies old events")
	}
}

// A6
func TestRouting(t *testing.T) {
	for name, c := range map[string]struct {
		given   func(b *bench)
		to      StaffID
		because Because
	}{
		"the preparer":              {func(*bench) {}, "pia", IsPreparer},
		"who covers for her":        {away("pia", "max"), "max", CoversPreparer},
		"the manager when nobody":   {away("pia", ""), "max", IsManager},
		"the manager when both out": {func(b *bench) { away("pia", "sam")(b); away("sam", "")(b) }, "max", IsManager},
		"the partner":               {func(b *bench) { leave(b, "pia"); leave(b, "max") }, "pat", IsPartner},
		"an administrator":          {func(b *bench) { leave(b, "pia"); leave(b, "max"); leave(b, "pat") }, "ada", IsAdministrator},
		"past who may not see it": {func(b *bench) {
			b.must(pat, work, EngagementAccess, AccessBody{[]StaffID{"pat", "max"}}, nil)
		}, "max", IsManager},
		"past cover who may not see it": {func(b *bench) {
			away("pia", "sam")(b)
			b.must(pat, acme, ClientAccess, AccessBody{[]StaffID{"pat", "pia"}}, nil)
		}, "pat", IsPartner},
		"somebody who may see it": {func(b *bench) {
			b.must(pat, acme, ClientAccess, AccessBody{[]StaffID{"sam"}}, nil)
		}, "sam", IsNamed},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			c.given(b)
			to, because := RouteIn(b.w, b.eng(), monday.Add(24*time.Hour))
			if to != c.to || because != c.because {
				t.Fatalf("got %s because %s, want %s because %s", to, because, c.to, c.because)
			}
		})
	}
}

func away(who, cover StaffID) func(b *bench) {
	return func(b *bench) {
		b.must(ada, FirmStream, StaffAwaySet, StaffAwayBody{who, &Away{monday, monday.Add(72 * time.Hour), cover}}, nil)
	}
}

func leave(b *bench, who StaffID) { b.must(ada, FirmStream, StaffRemoved, StaffRef{who}, nil) }
