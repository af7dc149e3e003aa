package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"tieout/sync/engagement"
)

// EvidenceVersion is the version of [Record] that this program writes and
// reads.
const EvidenceVersion = 1

// Record is the evidence of one signed deliverable: everything that a stranger
// needs to check, without us, who agreed to which bytes and when. It is
// embedded in the sealed PDF with the events up to the last signature, and lies
// beside it as `<name>.evidence.json` with the seal event as well.
//
// A record proves what the firm's log says. Whether that log is the firm's is a
// question of its key, which a record cannot answer about itself: see [Trust].
type Record struct {
	Version     int                      `json:"version"`
	Firm        engagement.FirmID        `json:"firm"`
	Engagement  engagement.EngagementID  `json:"engagement"`
	Deliverable engagement.DeliverableID `json:"deliverable"`
	// Approved is the package as the partner approved it and as it was signed.
	Approved File `json:"approved"`
	// Sealed is the finished PDF, of which Approved is the literal prefix. It is
	// there when Seal is.
	Sealed *File `json:"sealed,omitempty"`
	// Keys are the key.added events of every key that signed an event here, of
	// the log key, and of the firm's seal certificates. Names of computers are
	// not disclosed.
	Keys []Entry `json:"keys"`
	// Trail is the approval, the publishing, and every view, consent and
	// signature, in the order of the firm's history. The private part of an
	// approval is not disclosed; of the others it always is.
	Trail []Entry `json:"trail"`
	// Seal is deliverable.sealed.
	Seal *Entry `json:"seal,omitempty"`
	// Checkpoint is the signed state of the log that all paths lead to.
	Checkpoint string `json:"checkpoint"`
}

// File names bytes. Pages is 0 where it is not stated.
type File struct {
	Sum   engagement.Digest `json:"sha256"`
	Size  int64             `json:"size"`
	Pages int               `json:"pages,omitempty"`
}

// Entry is one event and its way to the checkpoint's root.
type Entry struct {
	Record engagement.Record `json:"record"`
	Path   []Hash            `json:"path"`
}

// Input is what [Build] makes a record of.
type Input struct {
	Firm engagement.FirmID
	// Trail is the records of engagement.Deliverable's Approval and Trail.
	Trail []engagement.Record
	// Keys may hold every key.added of the firm; Build keeps the needed ones.
	Keys []engagement.Record
	// Seal is nil until the deliverable is sealed.
	Seal *engagement.Record
	// Checkpoint is the signed note that covers all of them.
	Checkpoint string
	// Path answers the inclusion path of an event in the checkpoint's log.
	Path func(seq uint64) ([]Hash, error)
}

// Build makes the evidence record. It fails when the result would not verify:
// nobody is handed evidence that proves nothing.
func Build(in Input) (*Record, error) {
	r := &Record{Version: EvidenceVersion, Firm: in.Firm, Checkpoint: in.Checkpoint}
	if err := r.addTrail(in); err != nil {
		return nil, err
	}
	if err := r.addKeys(in); err != nil {
		return nil, err
	}
	if report := r.Verify(Trust{}); !report.Intact() {
		return nil, fmt.Errorf("proof: this evidence would not verify: %s: %s", report.Broken, report.Why)
	}
	return r, nil
}

func (r *Record) addTrail(in Input) error {
	trail := slices.Clone(in.Trail)
	slices.SortFunc(trail, bySeq)
	for _, rec := range trail {
		e, err := rec.Decode()
		if err != nil {
			return err
		}
		switch e.Kind {
		case engagement.DraftApproved:
			rec.Private = nil
		case engagement.DeliverablePublished:
			var b engagement.PublishedBody
			if err := json.Unmarshal(e.Body, &b); err != nil {
				return fmt.Errorf("proof: published: %w", err)
			}
			r.Engagement, r.Deliverable = e.Stream.EngagementID(), b.Deliverable
			r.Approved = File{engagement.Digest(b.Blob), b.Size, b.Pages}
		}
		if r.Trail, err = in.include(r.Trail, rec); err != nil {
			return err
		}
	}
	if in.Seal == nil {
		return nil
	}
	return r.addSeal(in)
}

func (r *Record) addSeal(in Input) error {
	e, err := in.Seal.Decode()
	if err != nil {
		return err
	}
	var b engagement.SealedBody
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return fmt.Errorf("proof: sealed: %w", err)
	}
	seal, err := in.include(nil, *in.Seal)
	if err != nil {
		return err
	}
	r.Sealed = &File{engagement.Digest(b.Blob), b.Size, b.Pages}
	r.Seal = &seal[0]
	return nil
}

func (in *Input) include(to []Entry, rec engagement.Record) ([]Entry, error) {
	path, err := in.Path(rec.Seq)
	if err != nil {
		return nil, fmt.Errorf("proof: inclusion of event %d: %w", rec.Seq, err)
	}
	if path == nil {
		path = []Hash{}
	}
	return append(to, Entry{rec, path}), nil
}

// addKeys keeps the keys that signed what is in the record, those that signed
// their addition in turn, the log's and the seals'.
func (r *Record) addKeys(in Input) error {
	added := map[engagement.KeyID]engagement.Record{}
	signedBy := map[engagement.KeyID]engagement.KeyID{}
	var need []engagement.KeyID
	for _, rec := range in.Keys {
		k, e, err := readKey(&rec)
		if err != nil {
			return err
		}
		rec.Private = nil
		added[k.Key], signedBy[k.Key] = rec, e.Device
		if k.Purpose == engagement.LogKey || k.Purpose == engagement.SealKey {
			need = append(need, k.Key)
		}
	}
	for _, entry := range r.entries() {
		e, err := entry.Record.Decode()
		if err != nil {
			return err
		}
		need = append(need, e.Device)
	}
	var keep []engagement.Record
	for len(need) > 0 {
		id := need[0]
		need = need[1:]
		if rec, ok := added[id]; ok {
			delete(added, id)
			keep = append(keep, rec)
			need = append(need, signedBy[id])
		}
	}
	slices.SortFunc(keep, bySeq)
	var err error
	for _, rec := range keep {
		if r.Keys, err = in.include(r.Keys, rec); err != nil {
			return err
		}
	}
	return nil
}

func readKey(rec *engagement.Record) (engagement.KeyAddedBody, engagement.Event, error) {
	var k engagement.KeyAddedBody
	e, err := rec.Decode()
	if err != nil {
		return k, e, err
	}
	if e.Kind != engagement.KeyAdded || e.Stream != engagement.FirmStream {
		return k, e, errors.New("proof: an event among the keys adds no key")
	}
	if err := json.Unmarshal(e.Body, &k); err != nil {
		return k, e, fmt.Errorf("proof: key: %w", err)
	}
	return k, e, nil
}

func bySeq(a, b engagement.Record) int {
	switch {
	case a.Seq < b.Seq:
		return -1
	case a.Seq > b.Seq:
		return 1
	}
	return 0
}

// entries lists the trail and the seal.
func (r *Record) entries() []*Entry {
	all := make([]*Entry, 0, len(r.Trail)+1)
	for i := range r.Trail {
		all = append(all, &r.Trail[i])
	}
	if r.Seal != nil {
		all = append(all, r.Seal)
	}
	return all
}

// SealCertificates are the firm's seal certificates (DER) that the record
// carries. They are as good as the record's origin and no better.
func (r *Record) SealCertificates() [][]byte {
	var all [][]byte
	for i := range r.Keys {
		if k, _, err := readKey(&r.Keys[i].Record); err == nil && k.Purpose == engagement.SealKey {
			all = append(all, k.Public)
		}
	}
	return all
}

// Embeds says whether the seal event names these bytes as the record that is
// embedded in the sealed PDF. A record without a seal embeds nothing.
func (r *Record) Embeds(embedded []byte) bool {
	if r.Seal == nil {
		return false
	}
	e, err := r.Seal.Record.Decode()
	var b engagement.SealedBody
	return err == nil && json.Unmarshal(e.Body, &b) == nil && b.Evidence == engagement.DigestOf(embedded)
}

// Encode is the record's one and only spelling: indented JSON and a final
// newline. engagement.SealedBody.Evidence is the digest of these bytes.
func (r *Record) Encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", " ")
	if err := enc.Encode(r); err != nil {
		return nil, fmt.Errorf("proof: evidence: %w", err)
	}
	return b.Bytes(), nil
}

// Errors of [Read].
var (
	ErrNewerEvidence = errors.New("proof: this evidence was written by a newer version of Tieout; update to check it")
	ErrNotEvidence   = errors.New("proof: this is not an evidence record as Tieout writes it")
)

// Read reads what Encode wrote. It refuses every other spelling of the same
// record, so that no two programs can read one file differently.
func Read(raw []byte) (*Record, error) {
	var v struct {
		Version int `json:"version"`
	}
	r := new(Record)
	if json.Unmarshal(raw, &v) == nil && v.Version > EvidenceVersion {
		return nil, ErrNewerEvidence
	}
	if err := json.Unmarshal(raw, r); err != nil {
		return nil, ErrNotEvidence
	}
	again, err := r.Encode()
	if err != nil || !bytes.Equal(again, raw) {
		return nil, ErrNotEvidence
	}
	return r, nil
}
