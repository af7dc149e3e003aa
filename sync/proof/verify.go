package proof

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tieout/sync/engagement"
)

// Part names what is broken in evidence.
type Part string

// The parts. The verifier of the PDF has more, for the file itself.
const (
	BrokenRecord     Part = "record"     // the events, their signatures, or what they say
	BrokenProof      Part = "proof"      // an event is not in the log the checkpoint is of
	BrokenCheckpoint Part = "checkpoint" // the checkpoint is not by a log key of the record
)

// Origin says why the log key is believed to be the firm's.
type Origin string

// The origins. A key that came only with the file is of unknown origin.
const (
	OriginPinned  Origin = "pinned"
	OriginTrusted Origin = "trusted"
	OriginUnknown Origin = "unknown"
)

// Trust is the log keys that the verifier knows from elsewhere.
type Trust struct {
	// Firm is whose keys are pinned; a record of another firm is not theirs.
	Firm engagement.FirmID
	// Pinned came with the desk's enrolment or is the relay's own.
	Pinned []ed25519.PublicKey
	// Given was named by the person who asks, as with --trust.
	Given []ed25519.PublicKey
}

// Report is the answer to one verification.
type Report struct {
	// Broken is empty when everything is intact; Why is one sentence about it.
	Broken Part
	Why    string
	Origin Origin
	// LogKey is the key that signed the checkpoint, for a person to compare. It
	// is nil when no key of the record did.
	LogKey ed25519.PublicKey
}

// Intact says that nothing is broken.
func (r Report) Intact() bool { return r.Broken == "" }

// Lines are the two lines that a person reads.
func (r Report) Lines() [2]string {
	intact := "Intact: every event is signed, in the log, and names the same bytes."
	if !r.Intact() {
		intact = fmt.Sprintf("Not intact: the %s is broken: %s.", r.Broken, r.Why)
	}
	switch r.Origin {
	case OriginPinned:
		return [2]string{intact, "Origin: the log key is the one pinned for this firm."}
	case OriginTrusted:
		return [2]string{intact, "Origin: the log key is one you said you trust."}
	}
	return [2]string{intact, "Origin: unknown. The keys came with this file; compare the log key with the firm."}
}

// VerifyFile reads and verifies a record as it lies in a file. A file that
// cannot be read is a broken record.
func VerifyFile(raw []byte, trust Trust) (*Record, Report) {
	r, err := Read(raw)
	if err != nil {
		return nil, Report{Broken: BrokenRecord, Why: reason(err), Origin: OriginUnknown}
	}
	return r, r.Verify(trust)
}

// Verify checks the record offline. It checks the events first, then the
// checkpoint, then the way from one to the other, and names the first part that
// is broken. Origin is other than unknown only when the checkpoint's signature
// verifies by a key of trust.
//
// It cannot see a key's withdrawal: the relay refuses events by withdrawn keys,
// so an event in the log is by a key that stood when it was accepted.
func (r *Record) Verify(trust Trust) Report {
	report := Report{Origin: OriginUnknown}
	fail := func(part Part, err error) Report {
		report.Broken, report.Why = part, reason(err)
		return report
	}
	keys, err := r.keyring()
	point, by, pointErr := r.checkpoint(keys)
	if pointErr == nil {
		report.LogKey, report.Origin = by, trust.origin(point.Firm, by)
	}
	if err != nil {
		return fail(BrokenRecord, err)
	}
	if _, err := r.fold(keys); err != nil {
		return fail(BrokenRecord, err)
	}
	if pointErr != nil {
		return fail(BrokenCheckpoint, pointErr)
	}
	if point.Firm != r.Firm {
		return fail(BrokenRecord, errors.New("it names another firm than its checkpoint"))
	}
	if err := r.included(point); err != nil {
		return fail(BrokenProof, err)
	}
	return report
}

func (t Trust) origin(firm engagement.FirmID, key ed25519.PublicKey) Origin {
	same := func(k ed25519.PublicKey) bool { return bytes.Equal(k, key) }
	switch {
	case firm == t.Firm && slices.ContainsFunc(t.Pinned, same):
		return OriginPinned
	case slices.ContainsFunc(t.Given, same):
		return OriginTrusted
	}
	return OriginUnknown
}

// keyring reads the record's keys. Each is added by the relay, signed by a
// portal key that was added before it; the firm's first portal key signs its
// own addition.
func (r *Record) keyring() (ring, error) {
	keys := ring{}
	for i := range r.Keys {
		rec := &r.Keys[i].Record
		k, e, err := readKey(rec)
		if err != nil {
			return keys, err
		}
		if e.By != engagement.Relay || keys[k.Key] != nil {
			return keys, fmt.Errorf("the key %s was not added by the relay, once", k.Key)
		}
		keys[k.Key] = &addedKey{k, rec.Seq}
		if err := keys.check(rec, &e); err != nil {
			return keys, err
		}
	}
	return keys, nil
}

// checkpoint opens the signed note by a log key of the record.
func (r *Record) checkpoint(keys ring) (Checkpoint, ed25519.PublicKey, error) {
	for _, k := range keys {
		if k.Purpose != engagement.LogKey {
			continue
		}
		if c, err := OpenCheckpoint(r.Checkpoint, k.Public); err == nil {
			return c, k.Public, nil
		}
	}
	return Checkpoint{}, nil, errors.New("no log key of the record signed the checkpoint")
}

func (r *Record) included(c Checkpoint) error {
	all := r.entries()
	for i := range r.Keys {
		all = append(all, &r.Keys[i])
	}
	for _, entry := range all {
		at := entry.Record.Received
		if !at.Equal(at.Truncate(time.Microsecond)) || at.Location() != time.UTC {
			return fmt.Errorf("the time of event %d is finer than the log keeps", entry.Record.Seq)
		}
		if CheckInclusion(c, &entry.Record, entry.Path) != nil {
			return fmt.Errorf("event %d is not in the log as it stands here", entry.Record.Seq)
		}
	}
	return nil
}

type addedKey struct {
	engagement.KeyAddedBody
	seq uint64
}

type ring map[engagement.KeyID]*addedKey

// check verifies an event's signature by a key of the ring that its author may
// use and that was there before the event.
func (keys ring) check(rec *engagement.Record, e *engagement.Event) error {
	k := keys[e.Device]
	purpose, staff := engagement.PortalKey, e.By.Staff()
	if staff != "" {
		purpose = engagement.DeviceKey
	}
	switch {
	case k == nil:
		return fmt.Errorf("the key of event %d is not in the record", rec.Seq)
	case k.Purpose != purpose || staff != "" && k.Staff != staff:
		return fmt.Errorf("event %d is signed by somebody else's key", rec.Seq)
	case k.seq > rec.Seq || k.seq == rec.Seq && e.Kind != engagement.KeyAdded:
		return fmt.Errorf("event %d is older than its key", rec.Seq)
	case !rec.VerifySignature(k.Public):
		return fmt.Errorf("the signature of event %d does not verify", rec.Seq)
	}
	return nil
}

func reason(err error) string {
	return strings.NewReplacer("proof: ", "", "engagement: ", "").Replace(err.Error())
}
