package app

import (
	"context"
	"sync"
	"time"

	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// filers is the last word of the relay on who files uploads on the share.
type filers struct {
	mu    sync.Mutex
	reply wire.FilingReply
	asked time.Time
	known bool
}

// filersAge is how old that word may be before it is asked for again.
const filersAge = 20 * time.Second

// words says who files. The relay is asked in the background: a screen does not wait for it.
func (f *filers) words(a *App) (string, bool) {
	link := a.theLink()
	if link == nil {
		return "", false
	}
	f.mu.Lock()
	due := a.now().Sub(f.asked) >= filersAge
	if due {
		f.asked = a.now()
	}
	reply, known := f.reply, f.known
	f.mu.Unlock()
	if due && a.ctx.Err() == nil {
		a.running.Go(func() { f.ask(a, link) })
	}
	if !known {
		return "", false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.filingWords(reply)
}

func (f *filers) ask(a *App, link *desk.Link) {
	ctx, cancel := context.WithTimeout(a.ctx, askTime)
	defer cancel()
	reply, err := link.Filing(ctx)
	if err != nil {
		return // the line says that it is down
	}
	f.mu.Lock()
	f.reply, f.known = reply, true
	f.mu.Unlock()
	a.news.tell(nounSync)
}

func (a *App) filingWords(reply wire.FilingReply) (string, bool) {
	if len(reply.Desks) == 0 {
		if reply.Since != nil {
			return "Nobody is filing since " + a.moment(*reply.Since).Words, true
		}
		return "Nobody is filing", true
	}
	var names []string
	for _, d := range reply.Desks {
		names = append(names, a.deskName(d.Device, d.Staff))
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
