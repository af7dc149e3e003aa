package app

import (
	"slices"
	"strings"

	"tieout/sync/engagement"
)

// maxHits is how many of each kind a search shows.
const maxHits = 8

func (a *App) search(text string) (SearchResults, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	text = strings.TrimSpace(text)
	r := SearchResults{Results: []SearchResult{}}
	if text == "" {
		r.Recent = true
		for _, id := range a.preferences().Opened {
			if c := a.card(engagement.EngagementID(id)); c != nil {
				r.Results = append(r.Results, a.engagementHit(c))
			}
		}
		return r, nil
	}
	r.Results = append(r.Results, a.clientHits(text)...)
	r.Results = append(r.Results, a.engagementHits(text)...)
	return r, nil
}

func (a *App) engagementHit(c *card) SearchResult {
	return SearchResult{
		Kind: "engagement", ID: string(c.ID), Engagement: string(c.ID), Title: a.clientName(c.Client), Detail: c.Title,
		Status: a.status(&c.Engagement),
	}
}

func (a *App) clientHits(text string) []SearchResult {
	var hits []SearchResult
	for _, c := range a.allClients() {
		if matchesClient(c, text) {
			hits = append(hits, SearchResult{Kind: "client", ID: string(c.ID), Title: c.Name, Detail: a.clientRow(c, 0).Contacts})
		}
	}
	return best(hits)
}

// engagementHits looks through titles, and through the names of requests and files of what is open.
func (a *App) engagementHits(text string) []SearchResult {
	var engagements, things []SearchResult
	for _, c := range a.allCards() {
		name := a.clientName(c.Client)
		if matches(text, name, c.Title) {
			engagements = append(engagements, a.engagementHit(c))
		}
		for _, r := range c.Requests {
			if matches(text, r.Title, name) && !matches(text, name) {
				things = append(things, SearchResult{Kind: "request", ID: string(r.ID), Engagement: string(c.ID), Title: r.Title, Detail: name + " · " + c.Title})
			}
		}
		for _, d := range c.Documents.All() {
			if matches(text, d.Name, name) && !matches(text, name) {
				hit := SearchResult{Kind: "file", ID: string(d.Latest().ID), Engagement: string(c.ID), Title: d.Name, Detail: name + " · " + c.Title}
				if p := d.Latest().Placed; p != nil {
					hit.Path = p.Path
				}
				things = append(things, hit)
			}
		}
	}
	return append(best(engagements), best(things)...)
}

func best(hits []SearchResult) []SearchResult {
	slices.SortFunc(hits, func(x, y SearchResult) int {
		if n := strings.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title)); n != 0 {
			return n
		}
		return strings.Compare(y.Detail, x.Detail)
	})
	return hits[:min(maxHits, len(hits))]
}
