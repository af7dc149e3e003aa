package portal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tieout/sync/engagement"
)

// The steps a client follows, in order.
var steps = []string{"Collecting", "Preparing", "Reviewing", "Ready", "Signing", "Done"}

var stepOf = map[engagement.Status]int{
	engagement.Waiting: 1, engagement.InPreparation: 2, engagement.InReview: 3,
	engagement.Ready: 4, engagement.OutForSigning: 5, engagement.Complete: 6,
}

// shown is the status the client was last told, or what the shared history
// amounts to where nothing was told yet.
func shown(e *engagement.Engagement) (engagement.Status, string) {
	if e.Shown != nil {
		return e.Shown.Status, e.Shown.Until
	}
	return e.Derived, ""
}

func statusText(c clock, e *engagement.Engagement) string {
	status, _ := shown(e)
	if until := extended(c, e); until != "" {
		return status.ForClient() + " to " + until
	}
	return status.ForClient()
}

// extended is the day of an extension in words, or "".
func extended(c clock, e *engagement.Engagement) string {
	if status, until := shown(e); status == engagement.OnExtension {
		return c.long(until)
	}
	return ""
}

// happening is the sentence under the status: what goes on and whose turn it is.
func happening(f *engagement.Firm, e *engagement.Engagement, me engagement.ContactID) string {
	status, _ := shown(e)
	who := lead(f, e)
	switch status {
	case engagement.Waiting:
		return waiting(e, who)
	case engagement.InPreparation:
		return who + " is working on it. Nothing is needed from you right now."
	case engagement.InReview:
		return "It is prepared and a second person is checking it. Nothing is needed from you right now."
	case engagement.Ready:
		return "It is checked and we are getting it ready to send to you."
	case engagement.OutForSigning:
		return signing(e, me)
	case engagement.Complete:
		return done(e)
	case engagement.OnHold:
		return "We have paused this. " + who + " will write to you before it goes on."
	case engagement.OnExtension:
		return "We filed for more time, so nothing is late."
	case engagement.Withdrawn:
		return "This is closed. Your documents stay here."
	}
	return ""
}

func waiting(e *engagement.Engagement, who string) string {
	in, all := e.Counts()
	left := all - in
	switch {
	case all == 0 || left == 0:
		return who + " is waiting to hear from you."
	case left == all && all == 1:
		return "We asked you for one thing. " + who + " starts when it is in."
	case left == all:
		return "We asked you for " + number(all) + " things. " + who + " starts when they are in."
	case left == 1:
		return fmt.Sprintf("We have %d of the %d things we asked for. %s starts when the last one is in.", in, all, who)
	}
	return fmt.Sprintf("We have %d of the %d things we asked for. %s starts when the last %s are in.", in, all, who, number(left))
}

func signing(e *engagement.Engagement, me engagement.ContactID) string {
	others := false
	for _, d := range e.Deliverables {
		if !d.AwaitsSignature() {
			continue
		}
		if slices.Contains(d.Next(), me) {
			return "It is ready. Please read it and sign. That takes about five minutes."
		}
		others = true
	}
	if others {
		return "It is with another signer. We will tell you if we need you."
	}
	return "It is ready to sign."
}

func done(e *engagement.Engagement) string {
	for _, f := range slices.Backward(e.Filings) {
		if f.Accepted {
			return "It is filed, and " + authority(f.Authority) + " accepted it. Your copies are in Documents."
		}
	}
	return "This is finished. Your copies are in Documents."
}

// authority is a tax authority inside a sentence.
func authority(name string) string {
	if name == "IRS" {
		return "the IRS"
	}
	return name
}

// latest is the last thing worth telling, or "".
func latest(c clock, f *engagement.Firm, e *engagement.Engagement) string {
	for _, m := range slices.Backward(e.History) {
		if s := told(c, f, e, m); s != "" {
			return s
		}
	}
	return ""
}

func told(c clock, f *engagement.Firm, e *engagement.Engagement, m engagement.Moment) string {
	at := c.when(m.At).Text
	who := actorName(f, nil, m.By)
	switch m.Kind {
	case engagement.RequestAnswered, engagement.RequestAccepted, engagement.RequestReturned:
		return toldOfRequest(f, e, m, at, who)
	case engagement.DocumentUploaded:
		if d := e.Document(engagement.DocumentID(m.Subject)); d != nil && d.Request == "" {
			return fmt.Sprintf("%s received %s. %s looks at it next.", d.Name, at, lead(f, e))
		}
	case engagement.DocumentShared, engagement.DocumentReleased:
		return toldOfDocument(c, f, e, m)
	case engagement.MessagePosted:
		if m.By.Staff() != "" {
			return fmt.Sprintf("%s wrote to you %s.", who, at)
		}
		return "Your message went to " + people(f, e) + " " + at + "."
	case engagement.FilingConfirmed:
		return toldOfFiling(c, e, m)
	case engagement.DeliverablePublished, engagement.SignatureGiven, engagement.SignatureDeclined, engagement.DeliverableSealed:
		return toldOfDeliverable(e, m, at, who)
	}
	return ""
}

// toldOfDocument tells of a version when it went out, and of none that is not
// out now.
func toldOfDocument(c clock, f *engagement.Firm, e *engagement.Engagement, m engagement.Moment) string {
	d := e.Document(engagement.DocumentID(m.Subject))
	if d == nil {
		return ""
	}
	for _, ver := range d.Shown() {
		if ver.ID == m.ID && ver.Released == nil || ver.Released != nil && ver.Released.At.Equal(m.At) {
			return fmt.Sprintf("%s sent you %s %s.", actorName(f, nil, ver.By), d.ShownName(), c.when(m.At).Text)
		}
	}
	return ""
}

func toldOfRequest(f *engagement.Firm, e *engagement.Engagement, m engagement.Moment, at, who string) string {
	r := e.Request(engagement.RequestID(m.Subject))
	if r == nil || r.State == engagement.Cancelled {
		return ""
	}
	switch m.Kind {
	case engagement.RequestAccepted:
		return fmt.Sprintf("%s accepted “%s” %s.", who, r.Title, at)
	case engagement.RequestReturned:
		return fmt.Sprintf("%s asked about “%s” again %s.", who, r.Title, at)
	}
	if r.Answer == engagement.WithFiles {
		return fmt.Sprintf("“%s” received %s. %s looks at it next.", r.Title, at, lead(f, e))
	}
	return fmt.Sprintf("You answered “%s” %s. %s looks at it next.", r.Title, at, lead(f, e))
}

func toldOfFiling(c clock, e *engagement.Engagement, m engagement.Moment) string {
	for _, f := range slices.Backward(e.Filings) {
		if f.Authority != m.Subject {
			continue
		}
		verb := "did not accept"
		if f.Accepted {
			verb = "accepted"
		}
		name := authority(f.Authority)
		return strings.ToUpper(name[:1]) + name[1:] + " " + verb + " it on " + c.long(f.On) + "."
	}
	return ""
}

func toldOfDeliverable(e *engagement.Engagement, m engagement.Moment, at, who string) string {
	d := e.Deliverable(engagement.DeliverableID(m.Subject))
	if d == nil || !d.Live() {
		return ""
	}
	switch m.Kind {
	case engagement.DeliverablePublished:
		return fmt.Sprintf("%s sent you “%s” %s.", who, d.Title, at)
	case engagement.SignatureGiven:
		return fmt.Sprintf("“%s” signed %s.", d.Title, at)
	case engagement.SignatureDeclined:
		return fmt.Sprintf("Signing “%s” was declined %s.", d.Title, at)
	}
	return fmt.Sprintf("“%s” signed and sealed %s.", d.Title, at)
}

// lead is the first name of who does the work.
func lead(f *engagement.Firm, e *engagement.Engagement) string {
	for _, id := range []engagement.StaffID{e.People.Preparer, e.People.Manager, e.People.Partner} {
		if s := f.Staff[id]; s != nil && s.Active {
			return firstName(s.Name)
		}
	}
	return "Your accountant"
}

// people names who answers: the preparer and the manager, or the partner.
func people(f *engagement.Firm, e *engagement.Engagement) string {
	var names []string
	for _, id := range []engagement.StaffID{e.People.Preparer, e.People.Manager, e.People.Partner} {
		s := f.Staff[id]
		if s == nil || !s.Active || slices.Contains(names, firstName(s.Name)) {
			continue
		}
		if names = append(names, firstName(s.Name)); len(names) == 2 {
			break
		}
	}
	if len(names) == 0 {
		return f.Name
	}
	return strings.Join(names, " and ")
}

// actorName is somebody's first name; the office where it has none.
func actorName(f *engagement.Firm, c *engagement.Client, by engagement.Actor) string {
	if s := f.Staff[by.Staff()]; s != nil {
		return firstName(s.Name)
	}
	if c != nil {
		if who := c.Contacts[by.Contact()]; who != nil {
			return firstName(who.Name)
		}
	}
	return f.Name
}

func firstName(name string) string {
	if f := strings.Fields(name); len(f) > 0 {
		return f[0]
	}
	return name
}

func initials(name string) string {
	var b strings.Builder
	words := strings.Fields(name)
	for i, w := range words {
		if i == 0 || i == len(words)-1 {
			b.WriteString(strings.ToUpper(string([]rune(w)[:1])))
		}
	}
	return b.String()
}

var numbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

func number(n int) string {
	if n >= 0 && n < len(numbers) {
		return numbers[n]
	}
	return strconv.Itoa(n)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// usualAnswer is how long the office usually takes to answer a message: the
// median of the last ten answers, in words, or "" with fewer than three.
func usualAnswer(all []*engagement.Engagement) string {
	type gap struct {
		at   time.Time
		took time.Duration
	}
	var gaps []gap
	for _, e := range all {
		var asked time.Time
		for _, m := range e.Messages {
			switch {
			case m.By.Contact() != "" && asked.IsZero():
				asked = m.At
			case m.By.Staff() != "" && !asked.IsZero():
				gaps = append(gaps, gap{m.At, m.At.Sub(asked)})
				asked = time.Time{}
			}
		}
	}
	if len(gaps) < 3 {
		return ""
	}
	slices.SortFunc(gaps, func(a, b gap) int { return b.at.Compare(a.at) })
	gaps = gaps[:min(len(gaps), 10)]
	slices.SortFunc(gaps, func(a, b gap) int { return int(a.took - b.took) })
	return "They usually answer in about " + roughly(gaps[len(gaps)/2].took)
}

func roughly(d time.Duration) string {
	switch {
	case d < 50*time.Minute:
		return plural(max(5, int(d.Minutes()+2.5)/5*5), "minute", "minutes")
	case d < 90*time.Minute:
		return "an hour"
	case d < 22*time.Hour:
		return plural(int(d.Hours()+0.5), "hour", "hours")
	}
	return plural(max(1, int(d.Hours()/24+0.5)), "day", "days")
}
