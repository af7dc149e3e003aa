package app

import (
	"slices"
	"strings"
	"time"

	"tieout/sync/engagement"
)

// Outbound is when what staff save in To client goes out. How is "at-once", "hold" or "release"; Seconds
// is how long a hold lasts.
type Outbound struct {
	How     string `json:"how"`
	Seconds int    `json:"seconds"`
}

// SetOutbound says for the whole firm when what is saved in To client goes out, from the next save on.
// It fails with "forbidden" unless the person is a partner or an administrator.
func (a *App) SetOutbound(o Outbound) (out Outcome, err error) {
	defer guard("SetOutbound", &err)
	return a.setOutbound(o)
}

// ReleaseFiles lets versions of an engagement's files go out that wait for it, are held, or were pulled
// back. What went out already is left as it is. The versions are those that the person saw: of a file
// that was saved anew meanwhile, nothing goes out. Several are several acts: one that may not be holds
// up no other, and is the error when none may.
func (a *App) ReleaseFiles(engagement string, versions []string) (o Outcome, err error) {
	defer guard("ReleaseFiles", &err)
	return a.releaseFiles(engagement, versions)
}

// ShareAgain lets the newest version of a document go out that a person took back as a whole, as it was. It fails with
// "not-open" when the document is not taken back any more, or is gone from the share, and with "paused" while sending of
// files is paused.
func (a *App) ShareAgain(engagement, document string) (o Outcome, err error) {
	defer guard("ShareAgain", &err)
	return a.shareAgain(engagement, document)
}

// PullBack takes one version of a file back. The client sees the version before it again, if there is
// one, and what is saved next waits for a person. Pulling back twice is once.
func (a *App) PullBack(engagement, version, why string) (o Outcome, err error) {
	defer guard("PullBack", &err)
	return a.pullBack(engagement, version, why)
}

// WaitingForRelease counts the files that wait for somebody to release them, in all work that the person
// may see.
func (a *App) WaitingForRelease() (n int, err error) {
	defer guard("WaitingForRelease", &err)
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.waitingToGoOut(), nil
}

// outbound is the firm's policy. The caller holds the lock.
func (a *App) outbound() engagement.Outbound { return a.pending.view().Firm().Outbound }

func (a *App) setOutbound(o Outbound) (Outcome, error) {
	words := map[engagement.Way]string{
		engagement.AtOnce:    "What is saved goes out at once from now on",
		engagement.AfterHold: "What is saved is held for a minute from now on",
		engagement.OnRelease: "What is saved waits for Release from now on",
	}[engagement.Way(o.How)]
	return a.do(act{Words: "Set when files go out"}, words,
		onFirm(engagement.OutboundSet, engagement.Outbound{How: engagement.Way(o.How), Seconds: o.Seconds}, nil))
}

func (a *App) releaseFiles(id string, versions []string) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Outcome{}, err
	}
	var all []proposal
	name := ""
	for _, version := range versions {
		body := engagement.ReleasedBody{Version: engagement.EventID(version)}
		d, v := e.Version(body.Version)
		if d != nil {
			body.Document, name = d.ID, d.Name
			if v.PulledBack != nil {
				body.After = v.PulledBack.Event
			} else if v.Released != nil || v.Out() && v.Seq != 0 {
				continue
			}
		}
		all = append(all, proposal{&act{Words: "Release " + name, Quiet: true}, []fact{on(id, engagement.DocumentReleased, body, nil)}})
	}
	if len(all) == 0 {
		return Outcome{Words: "It went out already."}, nil
	}
	failed := a.appendEach(all...)
	done := len(all) - len(slices.DeleteFunc(slices.Clone(failed), func(err error) bool { return err == nil }))
	switch {
	case done == 0:
		return Outcome{}, failed[0]
	case len(all) > 1:
		return a.outcome(counted(done, "file", "files") + " released"), nil
	}
	return a.outcome(name + " released"), nil
}

// shareAgain lets out what was taken back with the whole document, as two acts: the relay holds what is saved over that.
func (a *App) shareAgain(id, document string) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Outcome{}, err
	}
	d := e.Document(engagement.DocumentID(document))
	if d == nil || d.Withdrawn == nil || d.Gone || d.Latest().Erased {
		return Outcome{}, failure(engagement.CodeNotOpen, "This file is not taken back any more.", "What is on the share is what counts now.")
	}
	if a.paused() { // it would hold up what cannot wait, such as pulling a file back
		return Outcome{}, failure(CodePaused, "Sending of files is paused, and this sends one.", "Resume sending in the list behind the pill, and release it then.")
	}
	v := d.Latest()
	again := sharing(e, save{Engagement: e.ID, Rel: d.Rel, Key: d.Key, Blob: v.Blob, Size: v.Size})
	release := on(id, engagement.DocumentReleased, engagement.ReleasedBody{Document: d.ID, Version: again.ID}, nil)
	for _, err := range a.appendEach(
		proposal{&act{Words: "Share " + d.Name + " again"}, []fact{again}},
		proposal{&act{Words: "Release " + d.Name, Quiet: true}, []fact{release}},
	) {
		if err != nil {
			return Outcome{}, err
		}
	}
	return a.outcome(d.Name + " released"), nil
}

func (a *App) pullBack(id, version, why string) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Outcome{}, err
	}
	body := engagement.DocumentRef{Version: engagement.EventID(version)}
	d, v := e.Version(body.Version)
	name := "a file"
	if d != nil {
		body.Document, name = d.ID, d.Name
		if v.PulledBack != nil {
			return Outcome{Words: name + " is pulled back. " + a.openedWords(e, v)}, nil
		}
	}
	t, err := a.append(act{Words: "Pull back " + name, Quiet: true}, on(id, engagement.DocumentPulledBack, body, engagement.WhyPrivate{Why: strings.TrimSpace(why)}))
	if err != nil {
		return Outcome{}, err
	}
	o := Outcome{Pending: true}
	switch later := a.later(t); {
	case a.stuck(t) && a.online():
		o.Words = name + " is not pulled back yet: sending is paused, and what waits to be sent goes first. " + resumeWords
	case later != "":
		o.Words = name + " is pulled back " + later + ". Who opened it until then is said here."
	case a.filesBefore(t) > 0:
		o.Words = name + " is pulled back right after " + counted(a.filesBefore(t), "file", "files") +
			" being sent. To pull it back first, pause sending in the list behind the pill. Who opened it until then is said here."
	case !v.WasOut():
		o.Words = name + " pulled back. Nobody could see it."
	default:
		o.Words = name + " pulled back. " + a.openedWords(e, v)
	}
	return o, nil
}

// resumeWords are what to do about a file that is pulled back while sending is paused, behind others.
const resumeWords = "Resume sending in the list behind the pill, and it is pulled back right after that."

// openedWords says who opened a version, and when, as far as it is known here.
func (a *App) openedWords(e *engagement.Engagement, v *engagement.Version) string {
	if !v.WasOut() {
		return "Nobody could see it."
	}
	if len(v.Views) == 0 {
		return "Nobody has opened it."
	}
	var who []string
	for _, view := range v.Views {
		who = append(who, a.by(e.Client, view.By).Name+", "+a.stampWords(view.At))
	}
	return "Opened by " + strings.Join(who, "; and by ") + "."
}

// stampWords is a time that is read later too: "Nov 21, 2:03 PM EST".
func (a *App) stampWords(t time.Time) string {
	t = t.In(a.zone())
	if t.Year() != a.now().In(a.zone()).Year() {
		return t.Format("Jan 2, 2006, 3:04 PM MST")
	}
	return t.Format("Jan 2, 3:04 PM MST")
}

// lastMoment is the newest moment of a kind about a document.
func lastMoment(e *engagement.Engagement, kind engagement.Kind, about engagement.DocumentID) (engagement.Moment, bool) {
	for i := len(e.History) - 1; i >= 0; i-- {
		if m := e.History[i]; m.Kind == kind && m.Subject == string(about) {
			return m, true
		}
	}
	return engagement.Moment{}, false
}

// toldOutbound tells of a save that was held, of one that went out by itself, and of who had opened what
// was pulled back. The other words are those of lines.
func (a *App) toldOutbound(e *engagement.Engagement, m engagement.Moment) (TimelineItem, bool) {
	d := e.Document(engagement.DocumentID(m.Subject))
	if d == nil {
		return TimelineItem{}, false
	}
	name, item := a.subject(e, m), TimelineItem{Icon: "publish"}
	if m.Kind == engagement.DocumentWithdrawn {
		item.Words, item.Detail = name+" is gone from the share", "The client sees it no longer."
		return item, d.Gone && d.Tip == m.ID // who removed it, nobody knows
	}
	for _, v := range d.Versions {
		switch {
		case m.Kind == engagement.DocumentShared && m.ID == v.ID && (v.Held != nil || v.Released != nil):
			item.Words = a.actor(e, m.By) + " saved " + name
			item.Detail = "Held"
			return item, true
		case m.Kind == engagement.DocumentReleased && m.By == engagement.Relay && v.Released != nil && v.Released.At.Equal(m.At):
			item.Words = name + " went out"
			return item, true
		case m.Kind == engagement.DocumentPulledBack && v.PulledBack != nil && v.PulledBack.Event == m.ID:
			item.Words, item.Detail = a.actor(e, m.By)+" pulled back "+name, a.openedWords(e, v)
			return item, true
		}
	}
	if m.Kind == engagement.DocumentReleased && m.By == engagement.Relay {
		item.Words = name + " went out"
		return item, true
	}
	return item, false
}

// releaseItems are the work files of which something waits for a release, by engagement.
func (a *App) releaseItems(all []*card) []TodayItem {
	items := []TodayItem{}
	for _, c := range all {
		waits := waiting(&c.Engagement)
		if len(waits) == 0 || !c.works(a.id.Staff) {
			continue
		}
		first := waits[0]
		i := a.item(c, "release", string(c.ID), first.Latest().At)
		i.Strong, i.What, i.Meta = true, first.Name, counted(len(waits), "file", "files")
		if n := len(waits) - 1; n > 0 {
			i.What += " and " + counted(n, "other", "others")
		}
		items = append(items, i)
	}
	return newest(items)
}

// waiting are the documents of which a version waits for a person to release it.
func waiting(e *engagement.Engagement) []*engagement.Document {
	var all []*engagement.Document
	for id := range e.Holding.All() {
		if d := e.Document(id); d != nil && d.Standing(d.Latest()) == engagement.StandsWaiting {
			all = append(all, d)
		}
	}
	return all
}

func (a *App) waitingToGoOut() int {
	n := 0
	for _, c := range a.allCards() {
		n += len(waiting(&c.Engagement))
	}
	return n
}
