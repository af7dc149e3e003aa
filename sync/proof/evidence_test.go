package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"strings"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/proof"
)

func known(keys ...string) []ed25519.PublicKey {
	var all []ed25519.PublicKey
	for _, k := range keys {
		all = append(all, public(k))
	}
	return all
}

// D4, D5
func TestEvidenceAnswersTwoLines(t *testing.T) {
	r := signedStory(t).evidence()
	for name, c := range map[string]struct {
		trust proof.Trust
		want  proof.Origin
	}{
		"nobody is trusted":             {proof.Trust{}, proof.OriginUnknown},
		"the desk pinned the key":       {proof.Trust{Firm: "firm1", Pinned: known("other", "log")}, proof.OriginPinned},
		"another firm's desk pinned it": {proof.Trust{Firm: "firm2", Pinned: known("log")}, proof.OriginUnknown},
		"the person named it":           {proof.Trust{Given: known("log")}, proof.OriginTrusted},
		"the person named another key":  {proof.Trust{Given: known("portal", "device")}, proof.OriginUnknown},
		"pinned counts more than named": {proof.Trust{Firm: "firm1", Pinned: known("log"), Given: known("log")}, proof.OriginPinned},
		"other keys of the file pinned": {proof.Trust{Firm: "firm1", Pinned: known("portal", "device")}, proof.OriginUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			report := r.Verify(c.trust)
			if !report.Intact() || report.Origin != c.want {
				t.Fatalf("got %+v, want intact and %s", report, c.want)
			}
			if !bytes.Equal(report.LogKey, public("log")) {
				t.Fatal("the report does not show the log key")
			}
			lines := report.Lines()
			if !strings.HasPrefix(lines[0], "Intact") || !strings.HasPrefix(lines[1], "Origin") {
				t.Fatalf("lines: %q", lines)
			}
		})
	}
}

// D4
func TestEvidenceSurvivesItsFile(t *testing.T) {
	r := signedStory(t).evidence()
	raw, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, report := proof.VerifyFile(raw, proof.Trust{Given: known("log")})
	if !report.Intact() || report.Origin != proof.OriginTrusted {
		t.Fatalf("%+v", report)
	}
	again, err := back.Encode()
	if err != nil || !bytes.Equal(raw, again) {
		t.Fatal("the record is spelled in two ways")
	}
	if bytes.Contains(raw, []byte("LAPTOP")) {
		t.Fatal("the record discloses the names of computers")
	}
}

// D4: whatever byte of the file is changed, the record is not intact.
func TestEvidenceNoticesEveryByte(t *testing.T) {
	raw, err := signedStory(t).evidence().Encode()
	if err != nil {
		t.Fatal(err)
	}
	trust := proof.Trust{Firm: "firm1", Pinned: known("log")}
	step := 37 // a sample that lands in every part; TIEOUT_LONG takes every byte
	if os.Getenv("TIEOUT_LONG") != "" {
		step = 1
	}
	for i := 0; i < len(raw); i += step {
		for _, flip := range []byte{0x01, 0x20} {
			bad := bytes.Clone(raw)
			bad[i] ^= flip
			if _, report := proof.VerifyFile(bad, trust); report.Intact() {
				t.Fatalf("byte %d (%q → %q) can be changed unnoticed", i, raw[i], bad[i])
			}
		}
	}
	for _, n := range []int{0, 1, len(raw) / 2, len(raw) - 1} {
		if _, report := proof.VerifyFile(raw[:n], trust); report.Broken != proof.BrokenRecord {
			t.Fatalf("cut to %d bytes: %+v", n, report)
		}
	}
}

// D4: a changed field is blamed on the part it belongs to.
func TestEvidenceNamesTheBrokenPart(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(r *proof.Record)
		want proof.Part
	}{
		"version":          {func(r *proof.Record) { r.Version = 2 }, proof.BrokenRecord},
		"firm":             {func(r *proof.Record) { r.Firm = "firm2" }, proof.BrokenRecord},
		"engagement":       {func(r *proof.Record) { r.Engagement = "eng2" }, proof.BrokenRecord},
		"deliverable":      {func(r *proof.Record) { r.Deliverable = "del2" }, proof.BrokenRecord},
		"approved digest":  {func(r *proof.Record) { r.Approved.Sum = sealed }, proof.BrokenRecord},
		"approved size":    {func(r *proof.Record) { r.Approved.Size++ }, proof.BrokenRecord},
		"approved pages":   {func(r *proof.Record) { r.Approved.Pages++ }, proof.BrokenRecord},
		"sealed digest":    {func(r *proof.Record) { r.Sealed.Sum = approved }, proof.BrokenRecord},
		"sealed size":      {func(r *proof.Record) { r.Sealed.Size-- }, proof.BrokenRecord},
		"sealed pages":     {func(r *proof.Record) { r.Sealed.Pages = 0 }, proof.BrokenRecord},
		"no sealed file":   {func(r *proof.Record) { r.Sealed = nil }, proof.BrokenRecord},
		"no seal":          {func(r *proof.Record) { r.Seal = nil }, proof.BrokenRecord},
		"a header":         {func(r *proof.Record) { flip(r.Trail[3].Record.Header, 5) }, proof.BrokenRecord},
		"a signature":      {func(r *proof.Record) { flip(r.Trail[3].Record.Sig, 5) }, proof.BrokenRecord},
		"a private part":   {func(r *proof.Record) { flip(r.Trail[4].Record.Private, 40) }, proof.BrokenRecord},
		"a salt":           {func(r *proof.Record) { flip(r.Trail[4].Record.Private, 0) }, proof.BrokenRecord},
		"a part withheld":  {func(r *proof.Record) { r.Trail[4].Record.Private = nil }, proof.BrokenRecord},
		"the seal's sig":   {func(r *proof.Record) { flip(r.Seal.Record.Sig, 0) }, proof.BrokenRecord},
		"a key's header":   {func(r *proof.Record) { flip(r.Keys[1].Record.Header, 30) }, proof.BrokenRecord},
		"a key's sig":      {func(r *proof.Record) { flip(r.Keys[1].Record.Sig, 30) }, proof.BrokenRecord},
		"a key missing":    {func(r *proof.Record) { r.Keys = r.Keys[1:] }, proof.BrokenRecord},
		"a key twice":      {func(r *proof.Record) { r.Keys = append(r.Keys, r.Keys[1]) }, proof.BrokenRecord},
		"events swapped":   {func(r *proof.Record) { r.Trail[3], r.Trail[4] = r.Trail[4], r.Trail[3] }, proof.BrokenRecord},
		"no approval":      {func(r *proof.Record) { r.Trail = r.Trail[1:] }, proof.BrokenRecord},
		"no signature":     {func(r *proof.Record) { r.Trail = r.Trail[:len(r.Trail)-1] }, proof.BrokenRecord},
		"no consent":       {func(r *proof.Record) { r.Trail = append(r.Trail[:3:3], r.Trail[4:]...) }, proof.BrokenRecord},
		"an event's place": {func(r *proof.Record) { r.Seal.Record.Seq++ }, proof.BrokenProof},
		"an event's time":  {func(r *proof.Record) { shift(r, time.Microsecond) }, proof.BrokenProof},
		"a nanosecond":     {func(r *proof.Record) { shift(r, time.Nanosecond) }, proof.BrokenProof},
		"a time zone":      {func(r *proof.Record) { zone(r) }, proof.BrokenProof},
		"a path":           {func(r *proof.Record) { r.Trail[2].Path[0][7] ^= 1 }, proof.BrokenProof},
		"a path cut":       {func(r *proof.Record) { r.Trail[2].Path = r.Trail[2].Path[1:] }, proof.BrokenProof},
		"a key's path":     {func(r *proof.Record) { r.Keys[0].Path[1][0] ^= 1 }, proof.BrokenProof},
		"the seal's path":  {func(r *proof.Record) { r.Seal.Path[0][0] ^= 1 }, proof.BrokenProof},
		"checkpoint text":  {func(r *proof.Record) { r.Checkpoint = strings.Replace(r.Checkpoint, "epoch1", "epoch2", 1) }, proof.BrokenCheckpoint},
		"checkpoint sig":   {func(r *proof.Record) { r.Checkpoint = r.Checkpoint[:len(r.Checkpoint)-9] + "AAAAAA==\n" }, proof.BrokenCheckpoint},
		"no checkpoint":    {func(r *proof.Record) { r.Checkpoint = "" }, proof.BrokenCheckpoint},
		"no log key":       {func(r *proof.Record) { dropKey(r, "log") }, proof.BrokenCheckpoint},
	} {
		t.Run(name, func(t *testing.T) {
			r := signedStory(t).evidence()
			c.harm(r)
			if report := r.Verify(proof.Trust{}); report.Broken != c.want || report.Why == "" {
				t.Fatalf("got %q (%s), want %q", report.Broken, report.Why, c.want)
			}
		})
	}
}

func flip(b []byte, i int) { b[i] ^= 1 }

func shift(r *proof.Record, d time.Duration) {
	r.Trail[2].Record.Received = r.Trail[2].Record.Received.Add(d)
}

func zone(r *proof.Record) {
	rec := &r.Trail[2].Record
	rec.Received = rec.Received.In(time.FixedZone("", 3600))
}

func dropKey(r *proof.Record, name string) {
	for i := range r.Keys {
		if bytes.Contains(r.Keys[i].Record.Header, []byte(`"key":"`+name+`"`)) {
			r.Keys = append(r.Keys[:i:i], r.Keys[i+1:]...)
			return
		}
	}
}

// D1: the meaning is checked even when every signature and proof is genuine.
func TestEvidenceRefusesAGenuineLogThatProvesNothing(t *testing.T) {
	other := engagement.DigestOf([]byte("something else"))
	for name, tell := range map[string]func(s *story){
		"published on another approval": func(s *story) {
			s.approve()
			s.publish("event-1")
			s.consent("ann")
			s.sign("ann", "Ann", "")
			s.consent("bob")
			s.sign("bob", "Bob", "")
		},
		"signed without consent": func(s *story) {
			s.publish(s.approve())
			s.sign("ann", "Ann", "")
			s.consent("bob")
			s.sign("bob", "Bob", "")
		},
		"signed out of turn": func(s *story) { s.publish(s.approve()); s.consent("bob"); s.sign("bob", "Bob", "") },
		"signed twice": func(s *story) {
			s.publish(s.approve())
			s.consent("ann")
			s.sign("ann", "Ann", "")
			s.sign("ann", "Ann", "")
		},
		"signed by a stranger": func(s *story) { s.publish(s.approve()); s.consent("eve"); s.sign("eve", "Eve", "") },
		"nobody signed":        func(s *story) { s.publish(s.approve()) },
		"one did not sign":     func(s *story) { s.publish(s.approve()); s.consent("ann"); s.sign("ann", "Ann", "") },
		"other bytes signed": func(s *story) {
			s.publish(s.approve())
			s.consent("ann")
			s.act("portal", "contact/ann", engagement.SignatureGiven,
				engagement.SignatureBody{Deliverable: "del1", Sum: other, Plan: plan.Digest()}, engagement.SignaturePrivate{Name: "Ann"})
		},
		"another person's key": func(s *story) {
			s.act("other", "staff/dana", engagement.DraftApproved, engagement.ApprovalBody{Draft: "draft1", Sum: approved, Pages: 3, Plan: plan.Digest()}, nil)
			s.publish("event-7")
			s.consent("ann")
			s.sign("ann", "Ann", "")
			s.consent("bob")
			s.sign("bob", "Bob", "")
		},
		"the client approves": func(s *story) {
			r := s.act("portal", "contact/ann", engagement.DraftApproved, engagement.ApprovalBody{Draft: "draft1", Sum: approved, Pages: 3, Plan: plan.Digest()}, nil)
			e, err := r.Decode()
			if err != nil {
				s.t.Fatal(err)
			}
			s.publish(e.ID)
			s.consent("ann")
			s.sign("ann", "Ann", "")
			s.consent("bob")
			s.sign("bob", "Bob", "")
		},
		"a desk signs for the client": func(s *story) {
			s.publish(s.approve())
			s.consent("ann")
			s.act("device", "contact/ann", engagement.SignatureGiven,
				engagement.SignatureBody{Deliverable: "del1", Sum: approved, Plan: plan.Digest()}, engagement.SignaturePrivate{Name: "Ann"})
		},
		"an event of another kind": func(s *story) {
			s.publish(s.approve())
			s.act("device", "staff/dana", engagement.EngagementCompleted, struct{}{}, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &story{history: newHistory(t)}
			tell(s)
			if r, err := proof.Build(s.input()); err == nil {
				t.Fatalf("evidence was made: %+v", r.Verify(proof.Trust{}))
			} else if !strings.Contains(err.Error(), "record") {
				t.Fatalf("the record should be blamed: %v", err)
			}
		})
	}
}

// D5: keys made up for the purpose verify as intact and of unknown origin.
func TestAForgedFirmIsOfUnknownOrigin(t *testing.T) {
	r := signedStory(t).evidence()
	real := proof.Trust{Firm: "firm1", Pinned: []ed25519.PublicKey{testKey("real").Public().(ed25519.PublicKey)}}
	if report := r.Verify(real); !report.Intact() || report.Origin != proof.OriginUnknown {
		t.Fatalf("%+v", report)
	}
}

// D6
func TestTheEmbeddedRecordEndsWithTheLastSignature(t *testing.T) {
	s := signedStory(t)
	in := s.input()
	in.Seal = nil
	r, err := proof.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	if r.Seal != nil || r.Sealed != nil || !r.Verify(proof.Trust{}).Intact() {
		t.Fatal("the embedded record should stand without the seal")
	}
	embedded, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if s.evidence().Embeds(embedded) || r.Embeds(embedded) {
		t.Fatal("this seal is over other evidence, and an unsealed record is over none")
	}
	if !s.evidence().Embeds([]byte("embedded")) {
		t.Fatal("the seal names the record it was made over")
	}
	if certs := r.SealCertificates(); len(certs) != 1 || !bytes.Equal(certs[0], public("xseal")) {
		t.Fatalf("seal certificates: %x", certs)
	}
}

func TestReadTellsANewerRecordFromABrokenOne(t *testing.T) {
	if _, err := proof.Read([]byte(`{"version":2,"more":true}`)); err != proof.ErrNewerEvidence {
		t.Fatal(err)
	}
	if _, err := proof.Read([]byte(`{"version":1}`)); err != proof.ErrNotEvidence {
		t.Fatal(err)
	}
}
