package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// OnRelay is everything a portal stands on, by a real relay.
func OnRelay(r *relay.Relay) (Relay, Blobs, Short, Mailer) {
	return onRelay{r}, r.Store(), short{r.Ephemeral("")}, mailer{r}
}

type onRelay struct{ *relay.Relay }

func (o onRelay) Access(ctx context.Context, email string) ([]Access, error) {
	found, err := o.Relay.Access(ctx, email)
	all := make([]Access, len(found))
	for i, a := range found {
		all[i] = Access(a)
	}
	return all, err
}

func (o onRelay) Look(ctx context.Context, firm engagement.FirmID, client engagement.ClientID) (View, error) {
	v, err := o.Relay.Look(ctx, firm, client)
	if errors.Is(err, relay.ErrNoClient) || errors.Is(err, relay.ErrNoFirm) {
		err = ErrNotFound
	}
	return View(v), err
}

func (o onRelay) Append(ctx context.Context, firm engagement.FirmID, a Act) (Receipt, error) {
	act := relay.ContactAct{Contact: a.By, ID: a.Action, Via: a.Via}
	for _, f := range a.Facts {
		act.Events = append(act.Events, relay.Draft{Stream: f.Stream, Kind: f.Kind, Body: f.Body, Private: f.Private})
	}
	res, err := o.AppendAsContact(ctx, firm, act)
	switch {
	case err != nil:
		return Receipt{}, explained(err)
	case res.Outcome == wire.Refused:
		return Receipt{}, res.Refusal
	}
	return Receipt{Seq: res.Seqs[0]}, nil
}

// explained puts into words for a client what keeps the relay from recording. A
// full disk is put into words where it is known what it kept from being done.
func explained(err error) error {
	code, status, ok := relay.Explain(err)
	switch {
	case !ok:
		return err
	case code == wire.CodeFull:
		return fmt.Errorf("%w: %w", blob.ErrFull, err)
	}
	return problem(status, code, "We cannot record this right now.", "Nothing was recorded or lost. Try again in a while, or call the office.")
}

func (o onRelay) Watch(ctx context.Context, firm engagement.FirmID) (<-chan struct{}, error) {
	states, end, err := o.Subscribe(ctx, firm)
	if err != nil {
		return nil, err
	}
	changes := make(chan struct{}, 1)
	go func() {
		defer close(changes)
		defer end()
		for {
			select {
			case <-ctx.Done():
				return
			case _, more := <-states:
				if !more {
					return
				}
				select {
				case changes <- struct{}{}:
				default: // one is waiting to be seen already
				}
			}
		}
	}()
	return changes, nil
}

func (o onRelay) Evidence(ctx context.Context, firm engagement.FirmID, e engagement.EngagementID, d engagement.DeliverableID) ([]byte, error) {
	record, err := o.Relay.Evidence(ctx, firm, e, d)
	if errors.Is(err, relay.ErrNoEvidence) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return record.Encode()
}

func (o onRelay) Host(ctx context.Context, at string) (Host, error) {
	if at != "" {
		f, err := o.FirmBySlug(ctx, at)
		if errors.Is(err, relay.ErrNoFirm) {
			return Host{}, nil
		}
		return Host{Firm: f.ID, Name: f.Name}, err
	}
	firms, err := o.Firms(ctx)
	if err != nil || len(firms) != 1 {
		return Host{}, err
	}
	return Host{Firm: firms[0].ID, Name: firms[0].Name}, nil
}

// short keeps the portal's values in a space of their own.
type short struct{ values relay.Ephemeral }

const space = "portal"

func (s short) Put(ctx context.Context, key string, value []byte, expires time.Time) error {
	return explained(s.values.Put(ctx, space, key, value, expires))
}

func (s short) Get(ctx context.Context, key string) ([]byte, bool, error) {
	return found(s.values.Get(ctx, space, key))
}

func (s short) Take(ctx context.Context, key string) ([]byte, bool, error) {
	return found(s.values.Take(ctx, space, key))
}

func found(value []byte, err error) ([]byte, bool, error) {
	if errors.Is(err, relay.ErrGone) {
		return nil, false, nil
	}
	return value, err == nil, explained(err)
}

func (s short) Delete(ctx context.Context, key string) error {
	return explained(s.values.Delete(ctx, space, key))
}

func (s short) Count(ctx context.Context, key string, expires time.Time) (int, error) {
	n, err := s.values.Count(ctx, space, key, expires)
	return int(n), explained(err)
}

type mailer struct{ relay *relay.Relay }

func (m mailer) SignIn(ctx context.Context, mail SignInMail) error {
	return explained(m.relay.SendSignIn(ctx, mail.Firm, relay.SignIn{
		Email: mail.To, Name: mail.Name, Link: mail.Link, Code: mail.Code, Until: mail.Until,
	}))
}
