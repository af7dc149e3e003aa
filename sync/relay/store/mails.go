package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Mail is one mail on its way. Content is sealed by the caller and forgotten
// once the mail is out of our hands.
type Mail struct {
	bun.BaseModel `bun:"table:mails"`

	ID      string `bun:"id,pk"`
	Firm    string `bun:"firm"`
	Kind    string `bun:"kind"`
	Grouped string `bun:"grouped"` // mails of one group that wait are one mail
	Made    int64  `bun:"made"`    // µs since 1970
	Due     int64  `bun:"due"`
	State   string `bun:"state"`
	Tries   int    `bun:"tries"`
	Problem string `bun:"problem"`
	Content []byte `bun:"content"`
}

// States of a mail.
const (
	MailWaiting = "waiting"
	MailSent    = "sent"    // the mail server took it
	MailFailed  = "failed"  // refused for good, or given up
	MailSkipped = "skipped" // no longer needed when it was due
)

// PutMail queues a mail, unless its id is known or one of its group waits
// already. It answers whether one of its group waits now: others of the group
// need not be put then.
func (t *Tx) PutMail(ctx context.Context, m Mail) (waits bool, err error) {
	n, err := t.tx.NewSelect().Model((*Mail)(nil)).
		Where("firm = ? AND grouped = ? AND state = ?", m.Firm, m.Grouped, MailWaiting).Count(ctx)
	if err != nil || n > 0 {
		return n > 0, t.engine.classify(err)
	}
	if n, err = t.tx.NewSelect().Model((*Mail)(nil)).Where("id = ?", m.ID).Count(ctx); err != nil || n > 0 {
		return false, t.engine.classify(err)
	}
	return m.State == MailWaiting, t.insert(ctx, &m)
}

// DueMails returns waiting mails that are due at now, oldest first.
func (d *DB) DueMails(ctx context.Context, now int64, limit int) ([]Mail, error) {
	var all []Mail
	err := d.readers.NewSelect().Model(&all).Where("state = ? AND due <= ?", MailWaiting, now).
		Order("due", "id").Limit(int64(limit)).Scan(ctx)
	return all, d.engine.classify(err)
}

// SkipMails ends every mail that waits, of all firms.
func (t *Tx) SkipMails(ctx context.Context, why string) error {
	_, err := t.tx.NewUpdate().Model((*Mail)(nil)).Set("state = ?, problem = ?, content = NULL", MailSkipped, why).
		Where("state = ?", MailWaiting).Exec(ctx)
	return t.engine.classify(err)
}

// UpdateMail stores what became of a mail.
func (d *DB) UpdateMail(ctx context.Context, m Mail) error {
	return d.Write(ctx, func(tx *Tx) error {
		_, err := tx.tx.NewUpdate().Model(&m).WherePK().Exec(ctx)
		return err
	})
}

// Mails returns the newest mails of a firm.
func (d *DB) Mails(ctx context.Context, firm string, limit int) ([]Mail, error) {
	var all []Mail
	err := d.readers.NewSelect().Model(&all).Where("firm = ?", firm).Order("made DESC", "id").Limit(int64(limit)).Scan(ctx)
	return all, d.engine.classify(err)
}
