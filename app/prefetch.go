package app

import (
	"context"

	"tieout/sync/engagement"
)

// wanted names bytes that this person will need, also without a connection.
type wanted struct {
	client engagement.ClientID
	blob   engagement.BlobRef
}

// bringDrafts fetches the drafts that wait for this person's review, so that they can be decided on a
// train. again says that one could not be fetched yet.
func (x *effects) bringDrafts(ctx context.Context) (again bool) {
	for _, w := range x.wanted() {
		if ctx.Err() != nil {
			return false
		}
		if err := x.a.fetch(ctx, w.client, w.blob); err != nil {
			again = true
		}
	}
	return again
}

func (x *effects) wanted() []wanted {
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	var all []wanted
	for _, c := range x.a.cards.engagements {
		for _, d := range c.Drafts {
			if d.InReview() && x.a.reviews(&c.Engagement) && !x.a.here(c.Client, d.Blob) {
				all = append(all, wanted{c.Client, d.Blob})
			}
		}
	}
	return all
}
