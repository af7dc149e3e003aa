package app

import (
	"slices"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// maxComing is how many files the list behind the pill names.
const maxComing = 200

// coming lists what clients sent, and sealed copies, that are not filed on the share yet, with why. The
// caller holds the lock.
func (a *App) coming(who filing) []QueueItem {
	items := []QueueItem{}
	for _, card := range a.allCards() {
		if card.Unfiled == 0 || len(items) >= maxComing {
			continue
		}
		if e := a.pending.view().Engagement(card.ID); e != nil {
			items = append(items, a.comingOf(e, who)...)
		}
	}
	slices.SortFunc(items, func(x, y QueueItem) int { return strings.Compare(x.Moment.At, y.Moment.At) })
	return items[:min(len(items), maxComing)]
}

func (a *App) comingOf(e *engagement.Engagement, who filing) []QueueItem {
	c := a.comparison(e, a.workFile(e), folder.WorkFile{}, who)
	var items []QueueItem
	item := func(version engagement.EventID, name string, from Moment) {
		s := c.notFiled(version)
		i := QueueItem{
			ID: string(version), Words: "File " + name, Why: s.listed(), State: s.code,
			Engagement: string(e.ID), Moment: from,
		}
		if down, is := c.coming(version); is && s.tie == "moving" {
			i.Version, i.Progress, i.Figures = string(version), fraction(down), figures(down)
			i.Why = "It is on its way to this computer, and filed when all of it has arrived."
		}
		items = append(items, i)
	}
	for _, d := range e.Documents.All() {
		if v := d.Latest(); d.Lane == engagement.FromClient && v.Placed == nil && !v.Erased {
			item(v.ID, d.Name, a.moment(v.At))
		}
	}
	for _, d := range e.Deliverables {
		if d.Seal != nil && d.Placed == nil {
			item(d.Seal.Event, fileName(d.Title, "signed.pdf"), a.moment(d.Seal.At))
		}
	}
	return items
}
