package app

import (
	"cmp"
	"slices"
	"strings"

	"tieout/sync/engagement"
)

// timeline is the history in words, the newest first.
func (a *App) timeline(e *engagement.Engagement) []TimelineItem {
	all := []TimelineItem{}
	for i := len(e.History) - 1; i >= 0; i-- {
		m := e.History[i]
		item, told := a.told(e, m)
		if !told {
			continue
		}
		item.ID, item.Moment, item.Pending, item.Target = string(m.ID), a.moment(m.At), m.Pending, m.Subject
		all = append(all, item)
	}
	return all
}

// line says one kind of moment: the icon, and what the actor did, with the subject's name.
type line struct{ icon, did string }

var lines = map[engagement.Kind]line{
	engagement.EngagementOpened:     {"status", "opened the engagement"},
	engagement.PeopleSet:            {"people", "set who works on it"},
	engagement.DueSet:               {"status", "set the due date"},
	engagement.WorkFileMapped:       {"folder", "mapped the work file"},
	engagement.FilingConfirmed:      {"seal", "recorded the filing with %s"},
	engagement.EngagementCompleted:  {"status", "completed the engagement"},
	engagement.EngagementReopened:   {"status", "opened the engagement again"},
	engagement.Erased:               {"status", "erased private parts of the history"},
	engagement.RequestAsked:         {"request", "asked for %s"},
	engagement.RequestWithdrawn:     {"request", "withdrew the request for %s"},
	engagement.RequestReminded:      {"reminder", "reminded about %s"},
	engagement.RequestAnswered:      {"upload", "answered %s"},
	engagement.RequestAccepted:      {"request", "accepted %s"},
	engagement.RequestReturned:      {"request", "asked for a fix of %s"},
	engagement.DocumentUploaded:     {"upload", "sent %s"},
	engagement.DocumentAssigned:     {"request", "filed %s under a request"},
	engagement.DocumentShared:       {"publish", "shared %s"},
	engagement.DocumentWithdrawn:    {"publish", "withdrew %s"},
	engagement.DocumentReleased:     {"publish", "released %s"},
	engagement.DocumentPulledBack:   {"publish", "pulled back %s"},
	engagement.DocumentViewed:       {"seen", "opened %s"},
	engagement.DocumentPlaced:       {"folder", "filed %s on the share"},
	engagement.MessagePosted:        {"message", "wrote a message"},
	engagement.NotePosted:           {"message", "left a note for the office"},
	engagement.TaskAssigned:         {"people", "handed a task over"},
	engagement.TaskDone:             {"request", "settled a task"},
	engagement.DraftAssembled:       {"review", "assembled %s"},
	engagement.DraftSubmitted:       {"review", "sent %s to review"},
	engagement.DraftReturned:        {"review", "returned %s"},
	engagement.DraftApproved:        {"review", "approved %s"},
	engagement.ApprovalWithdrawn:    {"review", "withdrew the approval of %s"},
	engagement.DraftDiscarded:       {"review", "put %s away"},
	engagement.NotePinned:           {"review", "pinned a note to %s"},
	engagement.NoteAnswered:         {"review", "answered a note on %s"},
	engagement.NoteSettled:          {"review", "settled a note on %s"},
	engagement.DeliverablePublished: {"publish", "published %s"},
	engagement.DeliverableViewed:    {"seen", "opened %s"},
	engagement.DeliverableWithdrawn: {"publish", "took %s back"},
	engagement.SignatureReminded:    {"reminder", "sent a reminder to sign %s"},
	engagement.SignatureConsented:   {"sign", "agreed to sign %s electronically"},
	engagement.SignatureGiven:       {"sign", "signed %s"},
	engagement.SignatureDeclined:    {"sign", "declined to sign %s"},
}

// told puts one moment in words; the program's own bookkeeping is left out.
func (a *App) told(e *engagement.Engagement, m engagement.Moment) (TimelineItem, bool) {
	switch m.Kind {
	case engagement.StatusShown:
		return TimelineItem{Icon: "status", Words: "The client reads “" + engagement.Status(m.Subject).ForClient() + "”"}, true
	case engagement.StatusSet:
		if m.Subject == "" {
			return TimelineItem{Icon: "status", Words: a.actor(e, m.By) + " let the status follow the work"}, true
		}
		return TimelineItem{Icon: "status", Words: a.actor(e, m.By) + " moved it to " + engagement.Status(m.Subject).Internal()}, true
	case engagement.DeliverableSealed:
		return TimelineItem{Icon: "seal", Words: a.subject(e, m) + " was sealed"}, true
	case engagement.MessageRouted, engagement.ArrivalRouted:
		return a.toldRouted(e, m)
	case engagement.DocumentShared, engagement.DocumentReleased, engagement.DocumentPulledBack, engagement.DocumentWithdrawn:
		if item, told := a.toldOutbound(e, m); told {
			return item, true
		}
	}
	l, known := lines[m.Kind]
	if !known {
		return TimelineItem{}, false
	}
	item := TimelineItem{Icon: l.icon, Words: a.actor(e, m.By) + " " + strings.Replace(l.did, "%s", a.subject(e, m), 1)}
	switch m.Kind {
	case engagement.MessagePosted, engagement.NotePosted:
		if msg := e.Message(engagement.MessageID(m.Subject)); msg != nil {
			item.Detail = snippet(msg.Text, 90)
		}
	case engagement.DocumentPlaced:
		item.Detail = a.placedAt(e, m.Subject)
	}
	return item, true
}

func (a *App) toldRouted(e *engagement.Engagement, m engagement.Moment) (TimelineItem, bool) {
	for _, t := range e.Tasks {
		if t.About == m.Subject {
			return TimelineItem{Icon: "people", Words: "Routed to " + a.inside(e, engagement.StaffActor(t.To)), Detail: a.because(e, t.To, t.Because)}, true
		}
	}
	return TimelineItem{}, false
}

// subject is the name of what a moment is about.
func (a *App) subject(e *engagement.Engagement, m engagement.Moment) string {
	if r := e.Request(engagement.RequestID(m.Subject)); r != nil {
		return cmp.Or(r.Title, "a request")
	}
	if d := e.Document(engagement.DocumentID(m.Subject)); d != nil {
		return cmp.Or(d.Name, "a file")
	}
	if d := e.Draft(engagement.DraftID(m.Subject)); d != nil {
		return draftName(d)
	}
	if d := e.Deliverable(engagement.DeliverableID(m.Subject)); d != nil {
		return cmp.Or(d.Title, "a package")
	}
	return cmp.Or(m.Subject, "it")
}

func (a *App) placedAt(e *engagement.Engagement, subject string) string {
	if d := e.Document(engagement.DocumentID(subject)); d != nil && d.Latest().Placed != nil {
		return d.Latest().Placed.Path
	}
	if d := e.Deliverable(engagement.DeliverableID(subject)); d != nil && d.Placed != nil {
		return d.Placed.Path
	}
	return ""
}

// activity is the last thing that a list shows of an engagement, and whether it waits for the office.
func (a *App) activity(c *card) (words string, at Moment, fresh bool) {
	for i := len(c.History) - 1; i >= 0; i-- {
		m := c.History[i]
		if m.Kind == engagement.StatusShown || m.Kind == engagement.DocumentPlaced {
			continue
		}
		item, told := a.told(&c.Engagement, m)
		if !told {
			continue
		}
		fresh = m.By.Contact() != "" && slices.ContainsFunc(c.Tasks, func(t *engagement.Task) bool { return t.Done == nil })
		return item.Words, a.moment(m.At), fresh
	}
	return "", a.moment(c.Opened), false
}
