package relay

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// retries are the waits after each failed try; after the last the mail failed.
var retries = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
}

// stepSend sends the mails that are due. One that fails waits and does not hold
// up the others.
func (r *Relay) stepSend(ctx context.Context) error {
	for {
		due, err := r.db.DueMails(ctx, r.now().UnixMicro(), 50)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, m := range due {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if m, err = r.send(ctx, m); err != nil {
				return err
			}
			if err := r.db.UpdateMail(ctx, m); err != nil {
				return err
			}
			r.metrics.mails.WithLabelValues(m.State).Inc()
		}
	}
}

// send tries one mail and answers what became of it.
func (r *Relay) send(ctx context.Context, m store.Mail) (store.Mail, error) {
	t, l, err := r.letter(ctx, &m)
	if errors.Is(err, errDamaged) || errors.Is(err, store.ErrNotFound) {
		return ended(m, store.MailFailed, "its content cannot be read any more"), nil
	}
	if err != nil {
		return m, err
	}
	now := r.now()
	switch {
	case !l.Until.IsZero() && now.After(l.Until):
		return ended(m, store.MailSkipped, "it came too late"), nil
	case !l.Since.IsZero() && t.looking.since(l.Contact, l.Since):
		return ended(m, store.MailSkipped, "they were looking"), nil
	case !l.New.IsZero() && !t.hasNew(l.Contact, l.New):
		return ended(m, store.MailSkipped, "it was taken back"), nil
	}
	msg := r.compose(t.firm(), mailKind(m.Kind), l)
	msg.ID, msg.At = m.ID, now
	err = r.mailer.Send(ctx, msg)
	var refused *PermanentError
	switch {
	case err == nil:
		return ended(m, store.MailSent, ""), nil
	case ctx.Err() != nil:
		return m, ctx.Err()
	case errors.As(err, &refused):
		return ended(m, store.MailFailed, "the mail server refused it for good"), nil
	case m.Tries >= len(retries):
		return ended(m, store.MailFailed, "the mail server could not be reached"), nil
	}
	// The error may quote the address, so only its kind is kept and logged.
	r.log.Warn("a mail waits for another try", "firm", m.Firm, "kind", m.Kind, "tries", m.Tries+1)
	m.Due = now.Add(retries[m.Tries]).UnixMicro()
	m.Tries++
	m.Problem = "the mail server did not take it yet"
	return m, nil
}

// hasNew says whether a contact can open something that went out since.
func (t *tenant) hasNew(contact engagement.ContactID, since time.Time) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for id, client := range t.shared.C {
		if !client.Serves(contact) {
			continue
		}
		for _, work := range t.work[id] {
			if eng := t.shared.E[work]; eng != nil && isNew(eng, since) {
				return true
			}
		}
	}
	return false
}

func isNew(eng *engagement.Engagement, since time.Time) bool {
	for _, d := range eng.Documents.All() {
		if v := d.ShownLatest(); d.Lane == engagement.ToClient && v != nil && !v.Sent().Before(since) {
			return true
		}
	}
	return slices.ContainsFunc(eng.Deliverables, func(d *engagement.Deliverable) bool { return d.Live() && !d.At.Before(since) })
}

func ended(m store.Mail, state, why string) store.Mail {
	m.State, m.Problem, m.Content = state, why, nil
	m.Tries++
	return m
}

func (r *Relay) letter(ctx context.Context, m *store.Mail) (*tenant, letter, error) {
	var l letter
	t, err := r.tenant(ctx, engagement.FirmID(m.Firm))
	if err != nil {
		return nil, l, err
	}
	k, err := r.vault.key(ctx, scope{firm: t.id})
	if err != nil {
		return nil, l, err
	}
	plain, err := k.open("mail\x00"+m.ID, m.Content)
	if err != nil {
		return nil, l, err
	}
	if err := json.Unmarshal(plain, &l); err != nil {
		return nil, l, errDamaged
	}
	return t, l, nil
}

// MailState is what became of one mail. It does not say to whom it went.
type MailState struct {
	Kind    string
	Made    time.Time
	State   string // waiting, sent, failed or skipped
	Tries   int
	Problem string
}

// Mails lists the newest mails of a firm.
func (r *Relay) Mails(ctx context.Context, firm engagement.FirmID, limit int) ([]MailState, error) {
	rows, err := r.db.Mails(ctx, string(firm), limit)
	all := make([]MailState, len(rows))
	for i, m := range rows {
		all[i] = MailState{m.Kind, fromMicros(m.Made), m.State, m.Tries, m.Problem}
	}
	return all, err
}
