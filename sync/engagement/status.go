package engagement

import "time"

// Status is where an engagement stands, in the office's words.
type Status string

// The six statuses, and the three that lie on top of them.
const (
	Waiting       Status = "waiting"      // Waiting on information
	InPreparation Status = "preparation"  // In preparation
	InReview      Status = "review"       // In review
	Ready         Status = "ready"        // Ready for delivery
	OutForSigning Status = "signature"    // Out for signature
	Complete      Status = "complete"     // Complete
	OnHold        Status = "on-hold"      // On hold
	OnExtension   Status = "on-extension" // On extension
	Withdrawn     Status = "withdrawn"    // Withdrawn
)

// Internal is what the office reads.
func (s Status) Internal() string { return statusWords[s][0] }

// ForClient is what the client reads. On extension takes the date with it.
func (s Status) ForClient() string { return statusWords[s][1] }

var statusWords = map[Status][2]string{
	Waiting:       {"Waiting on information", "Waiting for you"},
	InPreparation: {"In preparation", "In preparation"},
	InReview:      {"In review", "In review"},
	Ready:         {"Ready for delivery", "Nearly ready"},
	OutForSigning: {"Out for signature", "Ready for you to sign"},
	Complete:      {"Complete", "Complete"},
	OnHold:        {"On hold", "Paused, we'll be in touch"},
	OnExtension:   {"On extension", "Extended"},
	Withdrawn:     {"Withdrawn", "Closed"},
}

// rule is one line of the table that derives the status.
type rule struct {
	status Status
	why    string
	holds  func(e *Engagement) bool
}

// statusRules is the table; the first line that holds decides (SPEC S1).
var statusRules = []rule{
	{Complete, "it was marked complete", func(e *Engagement) bool { return e.Completed != nil }},
	{OutForSigning, "a deliverable waits for a signature", anyDeliverable((*Deliverable).AwaitsSignature)},
	{Ready, "an approved draft is not published yet", anyDraft((*Draft).ReadyToPublish)},
	{InReview, "a draft is with a reviewer", anyDraft((*Draft).InReview)},
	{Complete, "the final deliverable is signed or delivered", anyDeliverable((*Deliverable).FinalDone)},
	{Waiting, "a request is open", (*Engagement).waits},
	{InPreparation, "nothing is open with the client", func(*Engagement) bool { return true }},
}

func anyDeliverable(is func(*Deliverable) bool) func(*Engagement) bool {
	return func(e *Engagement) bool {
		for _, d := range e.Deliverables {
			if is(d) {
				return true
			}
		}
		return false
	}
}

func anyDraft(is func(*Draft) bool) func(*Engagement) bool {
	return func(e *Engagement) bool {
		for _, d := range e.Drafts {
			if is(d) {
				return true
			}
		}
		return false
	}
}

func (e *Engagement) waits() bool {
	for _, r := range e.Requests {
		if r.Open() {
			return true
		}
	}
	return false
}

// derive answers the status by the rule table and the reason.
func (e *Engagement) derive() (Status, string) {
	for _, r := range statusRules {
		if r.holds(e) {
			return r.status, r.why
		}
	}
	return InPreparation, ""
}

// settle runs after every event of the stream: it derives the status and ends
// an override that a deriving event overtook.
func (e *Engagement) settle(a *act) {
	e.Changed = a.When()
	now, _ := e.derive()
	if now == e.Derived {
		return
	}
	e.Derived, e.Since = now, a.When()
	if e.Override != nil && !e.Override.lies() && a.Kind != StatusSet {
		e.Override = nil
	}
}

// Override is a status that a person set. One of the six ends with the next
// event that derives another status; one that lies on top stays until it is
// lifted; both end at Until.
type Override struct {
	To    Status     `json:"to"`
	Why   string     `json:"why,omitempty"`
	Until *time.Time `json:"until,omitempty"`
	By    Actor      `json:"by"`
	At    time.Time  `json:"at"`
}

func (o *Override) lies() bool {
	return o.To == OnHold || o.To == OnExtension || o.To == Withdrawn
}

// StatusSetBody is the body of status.set. An empty To lifts the override.
type StatusSetBody struct {
	To    Status     `json:"to,omitempty"`
	Until *time.Time `json:"until,omitempty"`
}

// WhyPrivate is the private part of kinds that carry a reason in words.
type WhyPrivate struct {
	Why string `json:"why,omitempty"`
	Via *Via   `json:"via,omitempty"`
}

func statusSet(a *act, b *StatusSetBody, p *WhyPrivate) Refusal {
	switch {
	case b.To == "" && a.eng.Override == nil:
		return notOpen("The status follows the work already.")
	case b.To != "" && statusWords[b.To][0] == "":
		return malformed("there is no such status")
	}
	if b.To == "" {
		a.eng.Override = nil
	} else {
		a.eng.Override = &Override{To: b.To, Why: p.Why, Until: b.Until, By: a.By, At: a.When()}
	}
	a.note(string(b.To))
	return accepted
}

// StatusAt is what the office reads at t, and whether a person set it.
func (e *Engagement) StatusAt(t time.Time) (s Status, set bool) {
	o := e.Override
	if o == nil || o.Until != nil && !t.Before(*o.Until) {
		return e.Derived, false
	}
	return o.To, true
}

// Shown is the status as the relay last told the client.
type Shown struct {
	Status Status    `json:"status"`
	Until  string    `json:"until,omitempty"` // the date of an extension
	At     time.Time `json:"at"`
}

// StatusShownBody is the body of status.shown, a consequence by the relay.
type StatusShownBody struct {
	Status Status `json:"status"`
	Until  string `json:"until,omitempty"`
}

func statusShown(a *act, b *StatusShownBody, _ *none) Refusal {
	if statusWords[b.Status][0] == "" || !validDue(b.Until) {
		return malformed("there is no such status, or no such date")
	}
	a.eng.Shown = &Shown{Status: b.Status, Until: b.Until, At: a.When()}
	a.note(string(b.Status))
	return accepted
}
