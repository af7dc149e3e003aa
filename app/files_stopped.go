package app

import (
	"slices"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// StoppedFiles is files on the share of one engagement that are not sent before somebody does something: those that
// cannot be, and those that are empty or look cut off, at which somebody may still be.
type StoppedFiles struct {
	Engagement string `json:"engagement"`
	Files      int    `json:"files"`
	Unready    int    `json:"unready"`
	LaneGone   bool   `json:"laneGone"` // the folder of what goes to the client is not there
}

// stopped counts them as they were when the folders were last looked at. It looks at none.
func (s *share) stopped() []StoppedFiles {
	all := []StoppedFiles{}
	if folders, err := s.folders(); err == nil {
		for _, f := range folders.Stopped() {
			all = append(all, StoppedFiles{f.Mapping, f.Files, f.Unready, f.LaneGone})
		}
	}
	return all
}

// thatMatter leaves out folders that are gone with nothing in them that the client sees. The caller holds the lock.
func (a *App) thatMatter(all []StoppedFiles) []StoppedFiles {
	for i := range all {
		if all[i].LaneGone {
			e := a.pending.view().Engagement(engagement.EngagementID(all[i].Engagement))
			all[i].LaneGone = e != nil && sent(e)
		}
	}
	return slices.DeleteFunc(all, func(f StoppedFiles) bool { return f == StoppedFiles{Engagement: f.Engagement} })
}

// cannotGo counts the files that cannot be sent as they are, and lanesGone the work files without their folder.
func (s *SyncStatus) cannotGo() (n, lanesGone int) {
	for _, f := range s.StoppedFiles {
		n += f.Files
		if f.LaneGone {
			lanesGone++
		}
	}
	return n, lanesGone
}

// stoppedItems lists them for people. The caller holds the lock.
func (a *App) stoppedItems(all []StoppedFiles) []QueueItem {
	items := []QueueItem{}
	for _, f := range all {
		c := a.cards.engagements[engagement.EngagementID(f.Engagement)]
		if c == nil || len(items) >= maxComing {
			continue
		}
		ref := a.refOf(&c.Engagement)
		i := QueueItem{
			ID: "stopped " + f.Engagement, State: "held", Engagement: f.Engagement,
			Words: ref.Client + ", " + ref.Title + ": " + f.words(), Why: "Its files say which, why, and what to do.",
		}
		switch {
		case f.LaneGone:
			i.Words = ref.Client + ", " + ref.Title + ": the folder “" + a.laneName(folder.ToClient) + "” is not there"
			i.Why = laneGoneWords
		case f.Files == 0:
			i.Why = "An empty or torn file is never sent. It goes out by itself once it is whole."
		}
		items = append(items, i)
	}
	return items
}

// laneGoneWords say what a folder means that is not there.
const laneGoneWords = "It may have been renamed, so nothing is concluded from that: what was sent is still seen. Put it back, or make an empty one of that name, and you are asked about its files."

func (f StoppedFiles) words() string {
	unready := counted(f.Unready, "file is empty or looks cut off", "files are empty or look cut off")
	switch {
	case f.Files == 0:
		return unready
	case f.Unready == 0:
		return counted(f.Files, "file", "files") + " cannot be sent"
	}
	return counted(f.Files, "file", "files") + " cannot be sent, and " + unready
}
