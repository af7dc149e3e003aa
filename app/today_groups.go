package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tieout/sync/engagement"
)

func (a *App) today() (Today, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	refused, err := a.refusals()
	if err != nil {
		return Today{}, err
	}
	all := a.allCards()
	now := a.now().In(a.zone())
	t := Today{
		Date: now.Format("Monday, January 2"), Due: a.dueBar(all), Groups: a.groups(all), Moved: a.moved(all), Refused: refused,
	}
	n := 0
	for _, g := range t.Groups {
		for _, item := range g.Items {
			if item.Strong {
				n++
			}
		}
	}
	t.Summary = a.summary(n, t.Moved.Count)
	return t, nil
}

func (a *App) summary(mine, moved int) string {
	first := ""
	if me := a.me(); me != nil {
		first = ", " + firstName(me.Name)
	}
	words := "Nothing needs you" + first + "."
	if mine > 0 {
		words = counted(mine, "thing needs", "things need") + " you" + first + "."
	}
	if moved > 0 {
		words += " " + counted(moved, "thing", "things") + " moved without you."
	}
	return words
}

// badges are the counts beside the navigation: what is this person's turn.
func (a *App) badges() Badges {
	b := Badges{}
	for _, g := range a.groups(a.allCards()) {
		for _, item := range g.Items {
			if !item.Strong {
				continue
			}
			b.Today++
			switch g.Kind {
			case "message":
				b.Messages++
			case "review":
				b.Review++
			}
		}
	}
	for _, row := range a.queue(engagement.DraftIsApproved) {
		if row.Strong {
			b.Publish++
		}
	}
	return b
}

func (a *App) groups(all []*card) []TodayGroup {
	groups := []TodayGroup{
		{Kind: "arrived", Title: "Arrived from clients", Hint: "filed for you; confirm it is what you asked for", Items: a.arrivedItems(all)},
		{Kind: "message", Title: "Messages for you", Items: a.messageItems(all)},
		{Kind: "review", Title: "To review", Items: a.reviewItems(all)},
		{Kind: "signature", Title: "Signatures outstanding", Items: a.signatureItems(all)},
	}
	// Most firms let everything go out at once: there is nothing to say then.
	if waits := a.releaseItems(all); len(waits) > 0 {
		groups = append(groups, TodayGroup{Kind: "release", Title: "Waiting for your release", Hint: "saved for clients; nobody sees it yet", Items: waits})
	}
	return groups
}

// myTasks visits what waits for the person now: open, theirs and not put away.
func (a *App) myTasks(all []*card, visit func(c *card, t *engagement.Task)) {
	for _, c := range all {
		for _, t := range c.Tasks {
			if t.Done == nil && t.To == a.id.Staff && (t.Snoozed == nil || !a.now().Before(*t.Snoozed)) {
				visit(c, t)
			}
		}
	}
}

func (a *App) item(c *card, kind, about string, at time.Time) TodayItem {
	return TodayItem{
		ID: kind + "/" + about, Kind: kind, Engagement: a.ref(c), About: about, Who: a.clientName(c.Client),
		Moment: a.moment(at), Queued: a.pending.touches(engagement.EngagementStream(c.ID)),
	}
}

// newest sorts rows, the newest first.
func newest(items []TodayItem) []TodayItem {
	slices.SortFunc(items, func(x, y TodayItem) int {
		return cmp.Or(order(!x.Strong, !y.Strong), strings.Compare(y.Moment.At, x.Moment.At), strings.Compare(x.ID, y.ID))
	})
	return items
}

func (a *App) arrivedItems(all []*card) []TodayItem {
	items := []TodayItem{}
	a.myTasks(all, func(c *card, t *engagement.Task) {
		if t.Kind == engagement.TaskReply {
			return
		}
		i := a.item(c, "arrived", t.About, t.At)
		i.Strong = true
		switch r, d := c.Request(engagement.RequestID(t.About)), c.Document(engagement.DocumentID(t.About)); {
		case t.Kind == engagement.TaskDecline:
			i.What, i.Tag, i.TagWarns = "Declined to sign", "Call them", true
			if p := c.Deliverable(engagement.DeliverableID(t.About)); p != nil {
				i.What = "Declined to sign " + p.Title
			}
		case r != nil:
			i.What, i.Meta = r.Title, arrivalMeta(r, c.Files[string(r.ID)])
		case d != nil:
			i.What, i.Tag, i.TagWarns, i.Meta = "Sent without a request: "+d.Name, "Needs a home", true, "1 file"
		default:
			return
		}
		items = append(items, i)
	})
	return newest(items)
}

func arrivalMeta(r *engagement.Request, files int) string {
	switch r.Answer {
	case engagement.CannotFind:
		return "can't find it"
	case engagement.ThereIsnt:
		return "there isn't one"
	}
	return counted(files, "file", "files")
}

func (a *App) messageItems(all []*card) []TodayItem {
	items := []TodayItem{}
	a.myTasks(all, func(c *card, t *engagement.Task) {
		m := c.Message(engagement.MessageID(t.About))
		if t.Kind != engagement.TaskReply || m == nil {
			return
		}
		i := a.item(c, "message", t.About, m.At)
		i.Strong, i.Who, i.What, i.Meta = true, a.by(c.Client, m.By).Name, snippet(m.Text, 80), a.clientName(c.Client)
		items = append(items, i)
	})
	return newest(items)
}

func (a *App) reviewItems(all []*card) []TodayItem {
	items := []TodayItem{}
	for _, c := range all {
		for _, d := range c.Drafts {
			if !d.InReview() || !a.mayReview(&c.Engagement) {
				continue
			}
			i := a.item(c, "review", string(d.ID), *d.Submitted)
			i.What, i.Meta = c.Title+", "+draftName(d), counted(d.Pages, "page", "pages")
			i.Strong = a.reviews(&c.Engagement)
			if n := answered(d); n > 0 {
				i.Tag = counted(n, "note", "notes") + " answered"
			}
			items = append(items, i)
		}
	}
	return newest(items)
}

// answered counts open notes with a reply.
func answered(d *engagement.Draft) int {
	n := 0
	for _, note := range d.Notes {
		if !note.Settled && len(note.Answers) > 0 {
			n++
		}
	}
	return n
}

// mayReview says whether the person's role lets them decide on drafts; reviews, whether it is their turn
// on this engagement.
func (a *App) mayReview(*engagement.Engagement) bool {
	return a.may(engagement.Partner, engagement.Manager)
}

func (a *App) reviews(e *engagement.Engagement) bool {
	return e.People.Partner == a.id.Staff || e.People.Manager == a.id.Staff && a.may(engagement.Manager)
}

func (a *App) signatureItems(all []*card) []TodayItem {
	items := []TodayItem{}
	for _, c := range all {
		if !c.works(a.id.Staff) {
			continue
		}
		for _, d := range c.Deliverables {
			if !d.AwaitsSignature() {
				continue
			}
			i := a.item(c, "signature", string(d.ID), d.At)
			i.What = d.Title
			if n := len(d.Views); n > 0 {
				i.What += ", opened, not signed"
			}
			i.Meta = fmt.Sprintf("%d of %d", len(d.Signed), len(d.Plan.Signers))
			i.Moment.Words = ago(a.now().Sub(d.At))
			items = append(items, i)
		}
	}
	return newest(items)
}

// dueBar is the next due date of the person's open work, or of the firm's when they have none.
func (a *App) dueBar(all []*card) DueBar {
	bar := DueBar{Counts: []StatusCount{}}
	due := a.nextDue(all, func(c *card) bool { return c.works(a.id.Staff) })
	if due == "" {
		due = a.nextDue(all, func(*card) bool { return true })
	}
	if due == "" {
		return bar
	}
	var same []*card
	for _, c := range all {
		if c.Due == due {
			same = append(same, c)
		}
	}
	d := a.due(due, false)
	day, err := time.ParseInLocation(time.DateOnly, due, a.zone())
	if err != nil {
		return bar
	}
	bar.Date, bar.Words, bar.Counts = due, "Due "+day.Format("Mon, Jan 2"), a.statusCounts(same)
	bar.Detail = counted(len(same), "engagement", "engagements") + " · " + daysLeft(d.Days)
	return bar
}

func daysLeft(n int) string {
	switch {
	case n < 0:
		return counted(-n, "day", "days") + " late"
	case n == 0:
		return "today"
	}
	return counted(n, "day", "days")
}

// nextDue is the first due date from today on, else the latest one that is past.
func (a *App) nextDue(all []*card, of func(*card) bool) string {
	today := a.now().In(a.zone()).Format(time.DateOnly)
	next, late := "", ""
	for _, c := range all {
		switch {
		case c.Due == "" || !c.isOpen(a) || !of(c):
		case c.Due < today:
			late = max(late, c.Due)
		case next == "" || c.Due < next:
			next = c.Due
		}
	}
	return cmp.Or(next, late)
}

// moved is what others, clients and the program itself did today.
func (a *App) moved(all []*card) MovedToday {
	m := MovedToday{Items: []TodayItem{}}
	begin := midnight(a.now().In(a.zone()))
	counts := map[string]int{}
	for _, c := range all {
		for _, moment := range c.History {
			if moment.At.Before(begin) || moment.By == engagement.StaffActor(a.id.Staff) {
				continue
			}
			line, told := a.told(&c.Engagement, moment)
			if !told {
				continue
			}
			m.Count++
			counts[movedKind(moment.Kind)]++
			i := a.item(c, "moved", string(moment.ID), moment.At)
			i.What = line.Words
			m.Items = append(m.Items, i)
		}
	}
	m.Items = newest(m.Items)
	m.Items = m.Items[:min(len(m.Items), 100)]
	var words []string
	for _, k := range movedKinds {
		if n := counts[k.one]; n > 0 {
			words = append(words, counted(n, k.one, k.many))
		}
	}
	m.Words = strings.Join(words, " · ")
	return m
}

var movedKinds = []struct{ one, many string }{
	{"file filed", "files filed"}, {"status moved", "statuses moved"},
	{"reminder", "reminders"}, {"signed copy", "signed copies"},
}

func movedKind(k engagement.Kind) string {
	switch k {
	case engagement.DocumentPlaced:
		return "file filed"
	case engagement.StatusShown:
		return "status moved"
	case engagement.RequestReminded, engagement.SignatureReminded:
		return "reminder"
	case engagement.DeliverableSealed:
		return "signed copy"
	}
	return ""
}
