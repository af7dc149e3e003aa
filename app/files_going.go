package app

import (
	"time"

	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// queued lists what waits for the relay, and why.
func (a *App) queued() []QueueItem {
	items := []QueueItem{}
	why, sending := a.lineWords()
	for _, t := range a.pending.acts {
		i := QueueItem{
			ID: string(t.ID), Words: t.Words, Why: why, State: "waiting", Engagement: string(t.stream().EngagementID()), Moment: a.moment(t.At),
		}
		if t.Save != nil {
			i.Version = string(t.events[0].ID)
		}
		if t.seq > 0 {
			i.State, i.Why = "confirming", "At the relay; the confirmation is on its way."
		}
		for j := range t.events {
			for _, ref := range engagement.Blobs(&t.events[j]) {
				if up, is := sending[ref]; is {
					i.moves(up)
				}
			}
		}
		items = append(items, i)
	}
	if a.link != nil {
		why = a.aheadWords(a.link.Status(), why)
	}
	for _, u := range a.ahead.waiting() {
		i := QueueItem{
			ID: aheadKey(u.Save), Words: sendWords(u.Save.Rel), Why: why, State: "waiting",
			Engagement: string(u.Save.Engagement), Moment: a.moment(u.Since),
		}
		if up, is := sending[u.Save.Blob]; is {
			i.moves(up)
		}
		items = append(items, i)
	}
	return items
}

// lineWords says why everything that waits does, and what moves.
func (a *App) lineWords() (why string, sending map[engagement.BlobRef]desk.Transfer) {
	why = "Goes out when you are back online."
	if a.link == nil {
		return why, nil
	}
	line := a.link.Status()
	switch {
	case line.State == desk.Online && line.Err != nil:
		why = "Trying again: " + asFailure(line.Err).Message
	case line.State == desk.Online && line.Paused:
		why = a.pausedWords(line)
	case line.State == desk.Online:
		why = "Going out now."
	}
	sending = map[engagement.BlobRef]desk.Transfer{}
	for _, up := range line.Transfers {
		sending[up.Key.Blob] = up
	}
	return why, sending
}

// pausedWords says that files wait because sending is paused, and until when.
func (a *App) pausedWords(line desk.Status) string {
	if line.Until.IsZero() {
		return "Sending of files is paused."
	}
	return "Sending of files is paused until " + a.zoned12(line.Until) + "."
}

func (i *QueueItem) moves(up desk.Transfer) {
	i.State, i.Progress, i.Figures = "sending", fraction(up), figures(up)
}

func fraction(up desk.Transfer) float64 {
	if up.Size <= 0 {
		return 0
	}
	return min(1, float64(up.Sent)/float64(up.Size))
}

// figures are how much of a file is there and how long the rest takes: "6.2 MB of 9.7 MB · 12 s left".
func figures(up desk.Transfer) string {
	words := sizeWords(up.Sent) + " of " + sizeWords(up.Size)
	if left, told := up.Left(); told && left >= time.Second {
		words += " · " + ago(left) + " left"
	}
	return words
}
