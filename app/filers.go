package app

import (
	"cmp"
	"context"
	"sync"
	"time"

	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// filers is the last word of the relay on who files uploads on the share, as long as the relay answers.
type filers struct {
	mu    sync.Mutex
	reply wire.FilingReply
	asked time.Time
	known bool
}

// filersAge is how old that word may be before it is asked for again, where the line is not polled more
// often.
const filersAge = 20 * time.Second

// ask answers who files, as far as is known. The relay is asked in the background: a screen does not
// wait for it.
func (f *filers) ask(a *App) filing {
	link := a.theLink()
	if link == nil {
		return filing{}
	}
	f.mu.Lock()
	due := a.now().Sub(f.asked) >= min(filersAge, cmp.Or(a.cfg.Line.Poll, filersAge))
	if due {
		f.asked = a.now()
	}
	f.mu.Unlock()
	if due && a.ctx.Err() == nil {
		a.running.Go(func() { f.fetch(a, link) })
	}
	return f.last(link)
}

// last answers who files as the relay said last, if it answers now.
func (f *filers) last(link *desk.Link) filing {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.known || link == nil || link.Status().State != desk.Online {
		return filing{}
	}
	return filing{f.reply, true}
}

func (f *filers) fetch(a *App, link *desk.Link) {
	ctx, cancel := context.WithTimeout(a.ctx, askTime)
	defer cancel()
	reply, err := link.Filing(ctx) // an error is told by the line
	f.mu.Lock()
	f.reply, f.known = reply, err == nil && !reply.Unsure
	f.mu.Unlock()
	a.news.tell(nounSync)
}

// Filer is a computer that files what clients send on the share.
type Filer struct {
	Name  string `json:"name"` // "this computer", "Priya's laptop"
	Who   string `json:"who"`
	Since Moment `json:"since"`
	Here  bool   `json:"here"`
}

// filersNow lists who files; it is empty when nobody does, while filing waits, and when it is not known.
func (a *App) filersNow(who filing) []Filer {
	all := []Filer{}
	if a.link != nil && a.link.Status().Restored {
		return all
	}
	for _, d := range who.reply.Desks {
		all = append(all, Filer{a.deskName(d.Device, d.Staff), a.staffPerson(d.Staff).Name, a.moment(d.Since), d.Device == a.id.Device})
	}
	return all
}

// filingWords says who files, in a sentence, and whether nobody does.
func (a *App) filingWords(who filing) (string, bool) {
	switch {
	case a.link != nil && a.link.Status().Restored:
		return "Filing waits until the relay, which was restored from a backup, has back what it lost", false
	case !who.known:
		return "", false
	case who.nobody():
		return a.nobodyFiles(who.reply.Since), true
	}
	var names []string
	for _, f := range a.filersNow(who) {
		names = append(names, f.Name)
	}
	return "Filing: " + list(names), false
}

func (a *App) deskName(device engagement.KeyID, staff engagement.StaffID) string {
	if device == a.id.Device {
		return "this computer"
	}
	if k := a.pending.view().Firm().Keys[device]; k != nil && k.Name != "" {
		return k.Name
	}
	return a.staffPerson(staff).First + "'s computer"
}
