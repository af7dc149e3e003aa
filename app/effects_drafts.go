package app

import (
	"context"
	"encoding/json"
	"io"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// draftIntent is an assembled draft to be put into For signature.
type draftIntent struct {
	Engagement engagement.EngagementID `json:"engagement"`
	Draft      engagement.DraftID      `json:"draft"`
}

// keepDrafts puts drafts that this computer assembled into For signature.
func (x *effects) keepDrafts(ctx context.Context) (again bool) {
	err := x.a.store.Intents.Each(func(key string, raw []byte) error {
		var i intent
		if json.Unmarshal(raw, &i) != nil || i.Draft == nil {
			return nil
		}
		if err := x.placeDraft(ctx, key, *i.Draft); err != nil {
			again = true
		}
		return nil
	})
	return again || err != nil
}

// placeDraft forgets the intent while the claim is held, so that a stop in between places nothing twice.
func (x *effects) placeDraft(ctx context.Context, key string, i draftIntent) error {
	forget := func(context.Context, folder.Placed) error { return x.a.store.Intents.Delete(key) }
	x.a.mu.Lock()
	e := x.a.pending.view().Engagement(i.Engagement)
	var d *engagement.Draft
	if e != nil && e.Mapping != nil {
		d = e.Draft(i.Draft)
	}
	x.a.mu.Unlock()
	if d == nil {
		return forget(ctx, folder.Placed{}) // nowhere to put it
	}
	folders, err := x.a.share.folders()
	if err != nil {
		return err
	}
	_, err = folders.Place(ctx, folder.PlaceRequest{
		MappingID: string(i.Engagement), Lane: folder.ForSignature, Name: fileName(d.Title, draftName(d)+".pdf"),
		Size: d.Size, SHA256: string(d.Blob), ID: placeID(string(d.ID)),
		Open:    func(ctx context.Context) (io.ReadCloser, error) { return x.a.openHere(ctx, e.Client, d.Blob) },
		Receipt: forget,
	})
	return err
}
