package relay

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// How long mails wait for more of their kind.
const (
	savesRest   = 10 * time.Minute // several saves are one mail
	asksRest    = 10 * time.Minute
	messageRest = 2 * time.Minute // they may be looking
)

const mailFollower = "mail" // in the store

// toldOf is every kind that somebody may get a mail about, see [notice.mails].
var toldOf = map[engagement.Kind]bool{
	engagement.ContactInvited: true, engagement.DocumentShared: false, engagement.DocumentReleased: true,
	engagement.RequestAsked: true, engagement.RequestReturned: true, engagement.RequestReminded: true,
	engagement.MessagePosted: true, engagement.DeliverablePublished: true, engagement.SignatureReminded: true,
	engagement.SignatureGiven: true, engagement.DeliverableSealed: true,
}

// stepMail turns new events into waiting mails.
func (r *Relay) stepMail(ctx context.Context) error {
	return r.eachNew(ctx, follower{mailFollower, toldOf}, func(t *tenant, events []engagement.Event) (func(*store.Tx) error, error) {
		var mails []queued
		told, err := r.db.GivenBackIn(ctx, string(t.id), events[0].Seq-1, events[len(events)-1].Seq)
		if err != nil {
			return nil, err
		}
		t.view(func(w *engagement.World) {
			for i := range events {
				if told[events[i].Seq] {
					continue // before the relay was restored
				}
				n := notice{w: w, e: &events[i], now: r.now()}
				mails = append(mails, n.mails()...)
			}
		})
		if len(mails) == 0 {
			return nil, nil
		}
		return func(tx *store.Tx) error { return r.queueAll(ctx, tx, t, mails) }, nil
	})
}

// queueAll queues mails. Of a thousand saves one mail of each group waits, and
// the others are not tried.
func (r *Relay) queueAll(ctx context.Context, tx *store.Tx, t *tenant, mails []queued) error {
	type group struct {
		kind      mailKind
		group, to string
	}
	waiting := map[group]bool{}
	for _, m := range mails {
		g := group{m.kind, m.group, m.letter.To}
		if waiting[g] {
			continue
		}
		var err error
		if waiting[g], err = r.queue(ctx, tx, t, m); err != nil {
			return err
		}
	}
	return nil
}

// notice is one event on its way to being told.
type notice struct {
	w   *engagement.World
	e   *engagement.Event
	now time.Time
}

// mails says who is told about the event. The state is of now: somebody whose
// access ended meanwhile gets nothing.
func (n notice) mails() []queued {
	eng := n.w.Engagement(n.e.Stream.EngagementID())
	switch n.e.Kind {
	case engagement.ContactInvited:
		return n.to(n.w.Client(n.e.Stream.ClientID()), mailInvited, n.now, read[engagement.ContactRef](n.e).Contact)
	case engagement.DocumentShared:
		return n.out(eng, n.e.ID)
	case engagement.DocumentReleased:
		return n.out(eng, read[engagement.ReleasedBody](n.e).Version)
	case engagement.RequestAsked, engagement.RequestReturned:
		return n.everybody(eng, mailAsked, asksRest)
	case engagement.RequestReminded:
		return n.everybody(eng, mailReminder, 0)
	case engagement.MessagePosted:
		if n.e.By.Staff() == "" {
			return nil
		}
		return n.unlessLooking(n.everybody(eng, mailMessage, messageRest))
	}
	return n.aboutDeliverable(eng)
}

// out tells of a version by the event with which it went out, if it is out
// still (SPEC F11).
func (n notice) out(eng *engagement.Engagement, version engagement.EventID) []queued {
	if eng == nil {
		return nil
	}
	d, v := eng.Version(version)
	if d == nil || !slices.Contains(d.Shown(), v) || (v.Released != nil) != (n.e.Kind == engagement.DocumentReleased) {
		return nil
	}
	all := n.everybody(eng, mailNew, savesRest)
	for i := range all {
		all[i].letter.New = v.Sent()
	}
	return all
}

func (n notice) aboutDeliverable(eng *engagement.Engagement) []queued {
	if eng == nil {
		return nil
	}
	d := eng.Deliverable(read[engagement.DeliverableRef](n.e).Deliverable)
	if d == nil || !d.Live() {
		return nil
	}
	client := n.w.Client(eng.Client)
	switch n.e.Kind {
	case engagement.DeliverablePublished:
		if len(d.Plan.Signers) == 0 {
			return n.to(client, mailNew, n.now, d.To...)
		}
		return n.to(client, mailToSign, n.now, d.Next()...)
	case engagement.SignatureReminded:
		return n.to(client, mailUnsigned, n.now, d.Next()...)
	case engagement.SignatureGiven:
		if !d.Plan.InOrder {
			return nil
		}
		return n.to(client, mailYourTurn, n.now, d.Next()...)
	case engagement.DeliverableSealed:
		return n.to(client, mailSealed, n.now, d.To...)
	}
	return nil
}

func read[B any](e *engagement.Event) B {
	var b B
	_ = json.Unmarshal(e.Body, &b) // the rules read the same body before
	return b
}

// everybody is the active contacts of the engagement's client, after a rest.
func (n notice) everybody(eng *engagement.Engagement, kind mailKind, rest time.Duration) []queued {
	if eng == nil {
		return nil
	}
	client := n.w.Client(eng.Client)
	if client == nil {
		return nil
	}
	var all []engagement.ContactID
	for id := range client.Contacts {
		all = append(all, id)
	}
	return n.to(client, kind, n.now.Add(rest), all...)
}

func (n notice) to(client *engagement.Client, kind mailKind, due time.Time, contacts ...engagement.ContactID) []queued {
	if client == nil {
		return nil
	}
	var out []queued
	for _, id := range contacts {
		c := client.Contacts[id]
		if c == nil || !c.Active || c.Email == "" {
			continue
		}
		out = append(out, queued{
			kind: kind, why: string(n.e.ID), due: due,
			letter: letter{To: c.Email, Name: firstName(c.Name), Contact: id},
		})
	}
	return out
}

func (n notice) unlessLooking(all []queued) []queued {
	for i := range all {
		all[i].letter.Since = n.e.When()
	}
	return all
}
