package proof

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tieout/sync/engagement"
)

// facts is what the events of a record say, once they agree with each other.
type facts struct {
	record    *Record
	approval  *step[engagement.ApprovalBody, struct{}]
	published *step[engagement.PublishedBody, engagement.PublishedPrivate]
	views     []step[engagement.DeliverableRef, engagement.ViaPrivate]
	consents  []step[engagement.ConsentBody, engagement.ViaPrivate]
	signed    []step[engagement.SignatureBody, engagement.SignaturePrivate]
	order     []moment
}

// step is one event with its typed parts.
type step[B, P any] struct {
	id   engagement.EventID
	by   engagement.Actor
	at   time.Time
	body B
	priv P
}

type moment struct {
	kind engagement.Kind
	by   engagement.Actor
	at   time.Time
}

// fold reads the trail and the seal, and holds them against each other and
// against the files that the record names.
func (r *Record) fold(keys ring) (*facts, error) {
	if r.Version != EvidenceVersion {
		return nil, fmt.Errorf("its version is %d", r.Version)
	}
	f := &facts{record: r}
	last := uint64(0)
	for _, entry := range r.entries() {
		rec := &entry.Record
		e, err := rec.Decode()
		switch {
		case err != nil:
			return nil, err
		case rec.Seq <= last:
			return nil, errors.New("its events are not in the order of the history")
		case e.Stream != engagement.EngagementStream(r.Engagement):
			return nil, fmt.Errorf("event %d is of another engagement", rec.Seq)
		case e.Kind != engagement.DraftApproved && e.Private != "" && rec.Private == nil:
			return nil, fmt.Errorf("event %d lacks its private part", rec.Seq)
		}
		last = rec.Seq
		if err := keys.check(rec, &e); err != nil {
			return nil, err
		}
		if entry == r.Seal {
			err = f.seal(&e)
		} else {
			err = f.take(&e)
		}
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", rec.Seq, err)
		}
		f.order = append(f.order, moment{e.Kind, e.By, e.Received})
	}
	return f, f.complete()
}

// take reads one event of the trail.
func (f *facts) take(e *engagement.Event) error {
	switch e.Kind {
	case engagement.DraftApproved:
		if f.approval != nil || f.published != nil || e.By.Staff() == "" {
			return errors.New("it is approved twice, after it was published, or not by the office")
		}
		f.approval = new(step[engagement.ApprovalBody, struct{}])
		return f.approval.read(e, false)
	case engagement.DeliverablePublished:
		return f.publish(e)
	}
	if f.published == nil || e.By.Contact() == "" {
		return errors.New("it comes before publishing, or not from a contact")
	}
	switch e.Kind {
	case engagement.DeliverableViewed:
		return f.view(e)
	case engagement.SignatureConsented:
		return f.consent(e)
	case engagement.SignatureGiven:
		return f.sign(e)
	}
	return fmt.Errorf("%s has no place in evidence", e.Kind)
}

func (s *step[B, P]) read(e *engagement.Event, disclosed bool) error {
	s.id, s.by, s.at = e.ID, e.By, e.Received
	if err := json.Unmarshal(e.Body, &s.body); err != nil {
		return errors.New("its body cannot be read")
	}
	if !disclosed || len(e.PrivateBody) == 0 {
		return nil
	}
	if err := json.Unmarshal(e.PrivateBody, &s.priv); err != nil {
		return errors.New("its private part cannot be read")
	}
	return nil
}

// publish holds the published package against the approval and the record.
func (f *facts) publish(e *engagement.Event) error {
	p, r := new(step[engagement.PublishedBody, engagement.PublishedPrivate]), f.record
	if err := p.read(e, true); err != nil {
		return err
	}
	b := &p.body
	switch {
	case f.approval == nil || f.published != nil:
		return errors.New("it was not approved before, or is published twice")
	case b.Deliverable != r.Deliverable:
		return errors.New("it publishes another deliverable")
	case !r.Approved.Sum.Names(b.Blob) || r.Approved.Size != b.Size || r.Approved.Pages != b.Pages:
		return errors.New("it publishes other bytes than the record names")
	case b.Draft != f.approval.body.Draft || b.Approval != f.approval.id || e.By.Staff() == "":
		return errors.New("it publishes another draft, or on another approval")
	case f.approval.body.Sum != r.Approved.Sum || f.approval.body.Pages != b.Pages || f.approval.body.Plan != b.Plan.Digest():
		return errors.New("other bytes were approved than published")
	}
	f.published = p
	return nil
}

func (f *facts) view(e *engagement.Event) error {
	var v step[engagement.DeliverableRef, engagement.ViaPrivate]
	if err := v.read(e, true); err != nil {
		return err
	}
	if v.body.Deliverable != f.record.Deliverable || v.body.Sum != "" && v.body.Sum != f.record.Approved.Sum {
		return errors.New("another deliverable was opened")
	}
	f.views = append(f.views, v)
	return nil
}

func (f *facts) consent(e *engagement.Event) error {
	var c step[engagement.ConsentBody, engagement.ViaPrivate]
	if err := c.read(e, true); err != nil {
		return err
	}
	switch {
	case c.body.Deliverable != f.record.Deliverable || c.body.Sum != f.record.Approved.Sum:
		return errors.New("consent was given to signing something else")
	case c.body.Text == "" || c.body.Version == "" || f.consentOf(e.By) != nil:
		return errors.New("the consent names no text, or was given twice")
	}
	f.consents = append(f.consents, c)
	return nil
}

func (f *facts) sign(e *engagement.Event) error {
	var s step[engagement.SignatureBody, engagement.SignaturePrivate]
	if err := s.read(e, true); err != nil {
		return err
	}
	plan := f.published.body.Plan
	turn := slices.Index(plan.Signers, e.By.Contact())
	switch {
	case s.body.Deliverable != f.record.Deliverable || s.body.Sum != f.record.Approved.Sum || s.body.Plan != plan.Digest():
		return errors.New("other bytes, or other places, were signed")
	case turn < 0 || f.signatureOf(e.By) != nil:
		return errors.New("the signer was not asked, or signed twice")
	case plan.InOrder && turn != len(f.signed):
		return errors.New("it was signed out of turn")
	case f.consentOf(e.By) == nil:
		return errors.New("it was signed without consent")
	}
	f.signed = append(f.signed, s)
	return nil
}

// seal holds the seal event against the two files.
func (f *facts) seal(e *engagement.Event) error {
	var b engagement.SealedBody
	r := f.record
	switch {
	case json.Unmarshal(e.Body, &b) != nil || e.Kind != engagement.DeliverableSealed || e.By != engagement.Relay:
		return errors.New("it is not a seal by the relay")
	case b.Deliverable != r.Deliverable || b.Approved != r.Approved.Sum:
		return errors.New("it seals something else than was approved")
	case r.Sealed == nil || !r.Sealed.Sum.Names(b.Blob) || r.Sealed.Size != b.Size || r.Sealed.Pages != b.Pages:
		return errors.New("it seals another file than the record names")
	}
	return nil
}

func (f *facts) complete() error {
	switch {
	case f.approval == nil || f.published == nil:
		return errors.New("approval or publishing is missing")
	case len(f.signed) == 0 || len(f.signed) != len(f.published.body.Plan.Signers):
		return errors.New("a signature is missing")
	case f.record.Sealed != nil && f.record.Seal == nil:
		return errors.New("the seal is missing")
	}
	return nil
}

func (f *facts) consentOf(by engagement.Actor) *step[engagement.ConsentBody, engagement.ViaPrivate] {
	for i := range f.consents {
		if f.consents[i].by == by {
			return &f.consents[i]
		}
	}
	return nil
}

func (f *facts) signatureOf(by engagement.Actor) *step[engagement.SignatureBody, engagement.SignaturePrivate] {
	for i := range f.signed {
		if f.signed[i].by == by {
			return &f.signed[i]
		}
	}
	return nil
}
