package engagement

import (
	"slices"
	"time"
)

// Kinds about when a save in `To client/` reaches the client (SPEC F11).
const (
	OutboundSet        Kind = "outbound.set"         // the firm's policy
	DocumentHeld       Kind = "document.held"        // by the relay, beside the save that it holds
	DocumentReleased   Kind = "document.released"    // it goes out: by a person, or by the relay when a hold ends
	DocumentPulledBack Kind = "document.pulled_back" // one version is taken back
)

// Way is when what staff save in `To client/` goes out.
type Way string

// The ways. A firm that never chose has AtOnce.
const (
	AtOnce    Way = "at-once"
	AfterHold Way = "hold"    // some seconds after the last save
	OnRelease Way = "release" // when somebody presses Release
)

// MaxHold is the longest hold in seconds: a day.
const MaxHold = 24 * 60 * 60

// Outbound is the firm's policy, and the body of outbound.set. The zero value
// is AtOnce.
type Outbound struct {
	How     Way `json:"how,omitempty"`
	Seconds int `json:"seconds,omitempty"` // of AfterHold
}

// Way is how saves go out.
func (o Outbound) Way() Way {
	if o.How == "" {
		return AtOnce
	}
	return o.How
}

func outboundSet(a *act, b *Outbound, _ *none) Refusal {
	switch {
	case b.How != AtOnce && b.How != AfterHold && b.How != OnRelease:
		return malformed("there is no such way for files to go out")
	case b.How == AfterHold && (b.Seconds < 1 || b.Seconds > MaxHold), b.How != AfterHold && b.Seconds != 0:
		return malformed("a hold lasts from a second to a day, and nothing else has one")
	}
	a.firm.Outbound = *b
	return accepted
}

// Held says that a version has not gone out. It stays with a version that never
// went out, because it was replaced or pulled back first.
type Held struct {
	// Until is when the relay lets it out; nil waits for a person.
	Until *time.Time `json:"until,omitempty"`
}

// Released says when a version that was held, or pulled back, went out.
type Released struct {
	At time.Time `json:"at"`
	By Actor     `json:"by"`
}

// PulledBack says who took a version back, and when. It never goes out again
// unless somebody releases it.
type PulledBack struct {
	Event EventID   `json:"event"`
	At    time.Time `json:"at"`
	By    Actor     `json:"by"`
}

// Standing is how a version of `To client/` stands towards the client.
type Standing string

// The standings.
const (
	StandsOut        Standing = "out"
	StandsHeld       Standing = "held"        // goes out at a time
	StandsWaiting    Standing = "waiting"     // for a person to release it
	StandsReplaced   Standing = "replaced"    // by a newer save before it went out
	StandsPulledBack Standing = "pulled-back" // see PulledBack
)

// Out says whether the version went out and is out still.
func (v *Version) Out() bool { return v.Held == nil && v.PulledBack == nil && !v.Past }

// WasOut says whether a client could ever see the version.
func (v *Version) WasOut() bool { return v.Held == nil }

// Sent is when the version went out: when it was saved, unless it was held.
func (v *Version) Sent() time.Time {
	if v.Released != nil {
		return v.Released.At
	}
	return v.At
}

// Standing is how a version of the document stands.
func (d *Document) Standing(v *Version) Standing {
	switch {
	case v.PulledBack != nil:
		return StandsPulledBack
	case v.Held == nil:
		return StandsOut
	case v != d.Latest():
		return StandsReplaced
	case v.Held.Until == nil:
		return StandsWaiting
	}
	return StandsHeld
}

// Shown are the versions that the client can open, the oldest first, and none
// where the document is not there for them. Nobody who serves clients reads
// Versions, Name or Latest of a document.
func (d *Document) Shown() []*Version {
	if d.Withdrawn != nil {
		return nil
	}
	there := false
	for _, v := range slices.Backward(d.Versions) {
		if there = v.Out() && !v.Erased; there || v.Anew {
			break
		}
	}
	if !there {
		return nil
	}
	shown := d.Versions
	if slices.ContainsFunc(shown, func(v *Version) bool { return !v.Out() || v.Erased }) {
		shown = slices.DeleteFunc(slices.Clone(shown), func(v *Version) bool { return !v.Out() || v.Erased })
	}
	return shown
}

// ShownLatest is the version that the client sees, or nil.
func (d *Document) ShownLatest() *Version {
	if shown := d.Shown(); len(shown) > 0 {
		return shown[len(shown)-1]
	}
	return nil
}

// ShownName is what the client knows the document by: the name of the version
// that they see, which a later one may spell otherwise.
func (d *Document) ShownName() string {
	latest, name := d.ShownLatest(), d.Name
	for _, v := range slices.Backward(d.Versions) {
		if v == latest {
			break
		}
		if v.Was != "" {
			name = v.Was
		}
	}
	return name
}

// holding says whether a save has to be held, by the firm's policy or because
// something of the document was taken back. The relay records it in the
// transaction of the save, so that no desk has to know of the policy and none
// that missed it lets anything out.
func holding(after States, eng *Engagement, e *Event) (Consequence, bool) {
	if e.Kind != DocumentShared {
		return Consequence{}, false
	}
	d, _ := eng.Version(e.ID)
	if d == nil {
		return Consequence{}, false
	}
	b := HeldBody{Document: d.ID, Version: e.ID}
	policy := after.Firm().Outbound
	switch {
	case d.Careful || policy.Way() == OnRelease:
	case policy.Way() == AfterHold:
		until := e.When().Add(time.Duration(policy.Seconds) * time.Second)
		b.Until = &until
	default:
		return Consequence{}, false
	}
	return consequence(e.Stream, DocumentHeld, b), true
}

// HeldBody is the body of document.held.
type HeldBody struct {
	Document DocumentID `json:"document"`
	Version  EventID    `json:"version"`
	Until    *time.Time `json:"until,omitempty"`
}

func documentHeld(a *act, b *HeldBody, _ *none) Refusal {
	d, v := a.eng.Version(b.Version)
	switch {
	case d == nil || d.ID != b.Document || d.Lane != ToClient:
		return missing("This version")
	case v != d.Latest():
		return newerSave()
	case !v.Out() || v.Released != nil:
		return notOpen("This version was held before.")
	}
	d = a.eng.change(d)
	v = d.version(b.Version)
	v.Held, v.Anew = &Held{Until: b.Until}, a.eng.anew(d, v)
	a.eng.Holding.add(d.ID)
	a.eng.Veiled++ // the save itself
	return accepted
}

func newerSave() Refusal {
	return Refusal{CodeSuperseded, "A newer version of this file was saved meanwhile.", "Decide on that one."}
}

// ReleasedBody is the body of document.released.
type ReleasedBody struct {
	Document DocumentID `json:"document"`
	Version  EventID    `json:"version"`
	// After is the pull back that this overrules: whoever releases without
	// knowing of one does not undo it.
	After EventID `json:"after,omitempty"`
}

func documentReleased(a *act, b *ReleasedBody, _ *none) Refusal {
	d, v := a.eng.Version(b.Version)
	switch {
	case d == nil || d.ID != b.Document || d.Lane != ToClient || v.Erased:
		return missing("This version")
	case d.Withdrawn != nil:
		return notOpen("This document was withdrawn.")
	case v != d.Latest():
		return newerSave()
	case v.Out() && (v.Seq != 0 || v.Released != nil): // whether the relay holds one that it has not seen is not known
		return notOpen("This version went out already.")
	case v.PulledBack != nil && (a.By == Relay || b.After != v.PulledBack.Event):
		return Refusal{CodeSuperseded, "This version was pulled back meanwhile.", "It stays in the office. Release it again if it should go out all the same."}
	case a.By == Relay && (v.Held == nil || v.Held.Until == nil || a.When().Before(*v.Held.Until)):
		return notOpen("Nothing lets this version out by itself now.")
	}
	d = a.eng.change(d)
	v = d.version(b.Version)
	a.eng.letGo(d)
	v.Held, v.PulledBack, v.Released = nil, nil, &Released{At: a.When(), By: a.By}
	d.Careful = false
	a.note(string(d.ID))
	return accepted
}

func documentPulledBack(a *act, b *DocumentRef, _ *WhyPrivate) Refusal {
	d, v := a.eng.Version(b.Version)
	switch {
	case d == nil || d.ID != b.Document || d.Lane != ToClient || v.Erased:
		return missing("This version")
	case d.Withdrawn != nil:
		return notOpen("This document was withdrawn already.")
	case v.PulledBack != nil:
		return notOpen("This version was pulled back already.")
	case d.Standing(v) == StandsReplaced:
		return newerSave()
	}
	d = a.eng.change(d)
	v = d.version(b.Version)
	if v == d.Latest() {
		a.eng.letGo(d)
	}
	v.PulledBack, v.Anew = &PulledBack{Event: a.ID, At: a.When(), By: a.By}, a.eng.anew(d, v)
	d.Careful = true
	if !v.WasOut() {
		a.eng.Veiled++
	}
	a.note(string(d.ID))
	return accepted
}

// letGo says that nothing of the document waits to go out any more. It is said
// before the document changes.
func (e *Engagement) letGo(d *Document) {
	if len(d.Versions) > 0 && d.Latest().Held != nil { // else it is not listed
		e.Holding.remove(d.ID)
	}
}

// anew says whether the document had been withdrawn when the version was saved:
// what the client saw before that does not come back without it.
func (e *Engagement) anew(d *Document, v *Version) bool {
	at := slices.Index(d.Versions, v)
	if at < 1 {
		return false
	}
	before, below := d.Versions[at-1].ID, false
	for _, m := range slices.Backward(e.History) {
		switch {
		case m.ID == v.ID:
			below = true
		case !below:
		case m.ID == before:
			return false
		case m.Kind == DocumentWithdrawn && m.Subject == string(d.ID):
			return true
		}
	}
	return false
}
