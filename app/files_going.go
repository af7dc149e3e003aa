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
			ID: string(t.ID), Words: t.Words, Why: why.of(t), State: "waiting", Engagement: string(t.stream().EngagementID()), Moment: a.moment(t.At),
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
	ahead := why.files
	if a.link != nil {
		ahead = a.aheadWords(a.link.Status(), ahead)
	}
	for _, u := range a.ahead.waiting() {
		i := QueueItem{
			ID: aheadKey(u.Save), Words: sendWords(u.Save.Rel), Why: u.waitsFor(a.clock.Now(), ahead), State: "waiting",
			Engagement: string(u.Save.Engagement), Moment: a.moment(u.Since),
		}
		if up, is := sending[u.Save.Blob]; is {
			i.moves(up)
		}
		items = append(items, i)
	}
	return items
}

// waitWords is why what waits does.
type waitWords struct {
	files string
	// paused says that files wait and other acts do not, up to the act that is first to wait, if one does.
	paused, stuck bool
	from          uint64
}

const goesNow = "Going out now."

func triedAgain(why *Failure) string { return "Trying again: " + why.Error() }

func (w waitWords) of(t *act) string {
	switch {
	case !w.paused:
		return w.files
	case !w.stuck || t.n < w.from:
		return goesNow
	case !t.speaksOfFiles():
		return w.files + " Acts are sent in their order, and a file waits before this one."
	}
	return w.files
}

// lineWords says why everything that waits does, and what moves.
func (a *App) lineWords() (why waitWords, sending map[engagement.BlobRef]desk.Transfer) {
	why.files = "Goes out " + a.later(nil) + "."
	if a.link == nil {
		return why, nil
	}
	line := a.link.Status()
	switch {
	case line.State == desk.Online && line.Err != nil, relayTrouble(line) != nil:
		why.files = triedAgain(asFailure(line.Err))
	case line.State == desk.Online && line.Paused:
		why.files, why.paused = a.pausedWords(line), true
		why.from, why.stuck = a.stuckFrom()
	case line.State == desk.Online:
		why.files = goesNow
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
