package app

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tieout/app/store"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// refused is a card as it is kept.
type refused struct {
	Words      string                  `json:"words"`
	Refusal    engagement.Refusal      `json:"refusal"`
	Retry      string                  `json:"retry,omitempty"`
	Engagement engagement.EngagementID `json:"engagement,omitempty"`
	Draft      engagement.DraftID      `json:"draft,omitempty"`
	At         time.Time               `json:"at"`
	// With is what was refused because this was.
	With []string `json:"with,omitempty"`
}

// Settle implements desk.Home. A refused act goes with everything that needed it, and leaves one card;
// a save over a version that is not the latest any more is planned again.
func (h *home) Settle(answers []desk.Settled) error {
	a := h.a
	a.mu.Lock()
	defer a.mu.Unlock()
	s := store.Settled{Taken: map[uint64]uint64{}, Cards: map[string][]byte{}, Intents: map[string][]byte{}}
	at, err := a.position()
	if err != nil {
		return err
	}
	for _, answer := range answers {
		if err := a.settle(&s, answer, at.Frontier.Size); err != nil {
			return err
		}
	}
	if err := a.store.Settle(s); err != nil {
		return err
	}
	for _, t := range a.pending.acts {
		t.seq = cmp.Or(s.Taken[t.n], t.seq)
	}
	a.pending.drop(s.Drop...)
	if len(s.Drop) > 0 {
		a.news.tell(nounEverything)
	}
	if len(s.Intents) > 0 {
		a.effects.kick()
	}
	a.news.tell(nounSync)
	return nil
}

// settle notes what follows from one answer; cursor is how far the history reaches here.
func (a *App) settle(s *store.Settled, answer desk.Settled, cursor uint64) error {
	t := a.pending.find(answer.ID)
	switch {
	case t == nil:
		return nil
	case answer.Outcome == wire.Refused:
		return a.settleRefused(s, t, answer.Refusal)
	case len(answer.Seqs) == 0:
		return fmt.Errorf("app: the relay took %s without a number", t.ID)
	}
	if last := slices.Max(answer.Seqs); last > cursor {
		s.Taken[t.n] = last
	} else {
		s.Drop = append(s.Drop, t.n) // its twin was here before it
	}
	return nil
}

func (a *App) settleRefused(s *store.Settled, t *act, why engagement.Refusal) error {
	if slices.Contains(s.Drop, t.n) {
		return nil // it went with the act that it needed
	}
	card := refused{
		Words: t.Words, Refusal: why, Retry: t.Retry, Engagement: t.stream().EngagementID(), Draft: t.Draft, At: a.now(),
	}
	s.Drop = append(s.Drop, t.n)
	for _, later := range a.needing(t.ID) {
		s.Drop = append(s.Drop, later.n)
		card.With = append(card.With, later.Words)
	}
	if t.Save != nil && why.Code == engagement.CodeStaleBase { // planned again, see effects.replan
		raw, err := json.Marshal(intent{Save: t.Save})
		s.Intents[string(t.ID)] = raw
		return err
	}
	if t.Save != nil && why.Code == engagement.CodeNoBlob && a.ahead.readAgain(*t.Save) == nil {
		return nil // the bytes that were kept are damaged; those on the share are not
	}
	if err := a.unwithdrawn(s, t); err != nil {
		return err
	}
	if t.Quiet && quiet[why.Code] {
		return nil
	}
	raw, err := json.Marshal(card)
	s.Cards[string(t.ID)] = raw
	return err
}

// unwithdrawn has a file read again that was not withdrawn after all: a save of it that waited was dropped with the
// withdrawal.
func (a *App) unwithdrawn(s *store.Settled, t *act) error {
	v, _ := a.withdrawnBy(&t.events[0])
	if v.Key == "" {
		return nil
	}
	raw, err := json.Marshal(intent{Save: &v})
	s.Intents[string(t.ID)] = raw // see effects.replan
	return err
}

// withdrawnBy answers which file an event withdraws, if it does, and whether because it was gone from the share. The
// caller holds the lock.
func (a *App) withdrawnBy(event *engagement.Event) (v save, gone bool) {
	var body engagement.WithdrawnBody
	if event.Kind != engagement.DocumentWithdrawn || json.Unmarshal(event.Body, &body) != nil {
		return v, false
	}
	e := a.pending.view().Engagement(event.Stream.EngagementID())
	if e == nil {
		return v, false
	}
	d := e.Document(body.Document)
	if d == nil || d.Key == "" {
		return v, false
	}
	return save{Engagement: e.ID, Rel: d.Rel, Key: d.Key}, body.Gone
}

// doubts has files looked at again that other computers found gone from the share and this one knows: one may have been
// put back meanwhile, or come back with a backup, and is sent as such. The caller holds the lock.
func (a *App) doubts(events []engagement.Event) error {
	intents := map[string][]byte{}
	for i := range events {
		v, gone := a.withdrawnBy(&events[i])
		if !gone || v.Key == "" {
			continue
		}
		if _, known, err := a.store.Seen.Get(string(v.Engagement), v.Key); err != nil || !known {
			continue // what is not known is reported by itself
		}
		raw, err := json.Marshal(intent{Save: &v})
		if err != nil {
			return err
		}
		intents[string(events[i].ID)] = raw
	}
	if len(intents) == 0 {
		return nil
	}
	return a.store.Intents.PutAll(intents)
}

// quiet is why the program's own acts are refused when a colleague's computer was faster.
var quiet = map[string]bool{
	engagement.CodeSameBytes: true, engagement.CodeExists: true, engagement.CodeNotOpen: true,
	engagement.CodeStaleBase: true, engagement.CodeAfterRefused: true, engagement.CodeMissing: true,
}

// needing lists the acts that name this one as needed, and theirs.
func (a *App) needing(id engagement.ActionID) []*act {
	var all []*act
	for _, t := range a.pending.acts {
		if t.After == id {
			all = append(append(all, t), a.needing(t.ID)...)
		}
	}
	return all
}

// refusals are the cards to show, the newest first.
func (a *App) refusals() ([]RefusedAct, error) {
	all := []RefusedAct{}
	err := a.store.Cards.Each(func(id string, raw []byte) error {
		var c refused
		if json.Unmarshal(raw, &c) != nil {
			return nil
		}
		r := RefusedAct{
			ID: id, Title: c.Words + " was not accepted", Message: c.Refusal.Message, Hint: c.Refusal.Hint,
			Code: c.Refusal.Code, Draft: string(c.Draft), Retry: c.Retry, Moment: a.moment(c.At),
			Engagement: a.ref(a.card(c.Engagement)),
		}
		for _, with := range c.With {
			r.Hint += " " + with + " was not sent either."
		}
		all = append(all, r)
		return nil
	})
	slices.SortFunc(all, func(x, y RefusedAct) int { return cmp.Compare(y.Moment.At, x.Moment.At) })
	return all, err
}

func (a *App) dismissRefused(id string) error {
	defer a.news.tell(nounSync)
	return a.store.Cards.Delete(id)
}
