package relay

import (
	"context"
	"errors"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
)

// checkPackages looks into every package that the actions send out for remote
// signature (SPEC D8): what a desk says of its parts is not enough, because an
// IRS e-file authorisation must not be signed remotely (IRS Pub. 1345). It runs
// before the writer, which takes no notice of it for an action that is known.
func (c *caller) checkPackages(ctx context.Context, actions []*action) error {
	for _, a := range actions {
		for i := range a.events {
			e := &a.events[i]
			if e.Kind != engagement.DeliverablePublished {
				continue
			}
			body := read[engagement.PublishedBody](e)
			client := c.clientOf(e.Stream, actions)
			if len(body.Plan.Signers) == 0 {
				continue
			}
			if client == "" || !c.seesClient(client) {
				a.unseen = true
				continue
			}
			unfit, err := c.t.relay.unfit(ctx, scope{c.t.id, client}, body.Blob)
			switch {
			case errors.Is(err, blob.ErrNotFound):
				a.unseen = true
			case err != nil:
				return err
			case !unfit.OK():
				a.unfit = unfit
			}
		}
	}
	return nil
}

// seesClient says whether the caller may read what belongs to a client: nobody
// learns from a refusal what is in a file that they may not open.
func (c *caller) seesClient(client engagement.ClientID) (yes bool) {
	c.t.view(func(w *engagement.World) { yes = c.sees(w, engagement.ClientStream(client)) })
	return yes
}

// clientOf answers whose work a stream is, also when it is only being opened.
func (c *caller) clientOf(s engagement.Stream, actions []*action) (client engagement.ClientID) {
	c.t.view(func(w *engagement.World) {
		if eng := w.Engagement(s.EngagementID()); eng != nil {
			client = eng.Client
		}
	})
	for _, a := range actions {
		for i := range a.events {
			if e := &a.events[i]; client == "" && e.Stream == s && e.Kind == engagement.EngagementOpened {
				client = read[engagement.EngagementOpenedBody](e).Client
			}
		}
	}
	return client
}

// unfit says why a package cannot be sent for remote signature; an error matching
// blob.ErrNotFound, that its bytes are not here.
func (r *Relay) unfit(ctx context.Context, sc scope, ref engagement.BlobRef) (engagement.Refusal, error) {
	hash, err := blob.Parse(string(ref))
	if err != nil {
		return malformed("the package is not named by its sha256"), nil
	}
	bytes, err := r.blobs.Open(ctx, sc.blobs(), hash)
	if err != nil {
		return engagement.Refusal{}, err
	}
	defer bytes.Close()
	info, err := r.pdf.Preflight(ctx, pdf.Source{ReaderAt: bytes, Size: bytes.Size()}, pdf.PreflightOptions{})
	var known *pdf.Error
	switch {
	case ctx.Err() != nil:
		return engagement.Refusal{}, ctx.Err()
	case err != nil && !errors.As(err, &known):
		return engagement.Refusal{}, err
	case err != nil || info.Blocked():
		return engagement.Refusal{
			Code: engagement.CodeMalformed, Message: "The relay cannot read this package, so nobody can be asked to sign it.",
			Hint: "Nothing was sent. Assemble it again.",
		}, nil
	case len(info.EFile) > 0:
		return engagement.Refusal{
			Code:    engagement.CodeEfile,
			Message: "Form " + info.EFile[0].Form + " authorises e-filing and cannot be signed remotely yet.",
			Hint:    "Nothing was sent. Let the client print, sign and photograph it, or sign it in your office.",
		}, nil
	}
	return engagement.Refusal{}, nil
}
