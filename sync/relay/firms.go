package relay

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// NewFirm says what a firm starts with.
type NewFirm struct {
	Name string
	// Zone is an IANA time zone name; times for clients are shown in it.
	Zone          string
	Administrator string // their name
	Email         string // theirs; may be empty
	// Roles of the administrator beside Administrator.
	Roles []engagement.Role
}

// Firm is a firm of this relay.
type Firm struct {
	ID   engagement.FirmID
	Slug string // what commands call it: its name in a-z, 0-9 and -
	Name string
	Zone string
}

// CreateFirm makes a firm with its keys, its first events and one
// administrator, all of it or nothing.
func (r *Relay) CreateFirm(ctx context.Context, n NewFirm) (Firm, engagement.StaffID, error) {
	n.Name = strings.TrimSpace(n.Name)
	if n.Name == "" || strings.TrimSpace(n.Administrator) == "" {
		return Firm{}, "", errors.New("a firm needs a name and an administrator")
	}
	if _, err := time.LoadLocation(n.Zone); err != nil || n.Zone == "" {
		return Firm{}, "", fmt.Errorf("%q is not a time zone; give one such as America/New_York", n.Zone)
	}
	slug, err := r.freeSlug(ctx, n.Name)
	if err != nil {
		return Firm{}, "", err
	}
	f := Firm{ID: engagement.FirmID(newID(r.now())), Slug: slug, Name: n.Name, Zone: n.Zone}
	who := engagement.StaffID(newID(r.now()))
	return f, who, r.found(ctx, f, who, n)
}

// found stores the firm and its first action in one transaction.
func (r *Relay) found(ctx context.Context, f Firm, who engagement.StaffID, n NewFirm) error {
	keys, rows, err := r.makeKeys(f.ID, f.Name)
	if err != nil {
		return err
	}
	epoch := engagement.EpochID(newID(r.now()))
	t := newTenant(r, f.ID)
	t.keys, t.slug, t.epoch, t.started = keys, f.Slug, epoch, true
	t.world, t.shared = engagement.NewWorld(), engagement.NewWorld()
	t.shared.SharedOnly = true
	t.work = indexOf(t.world)
	go t.write()
	res, err := t.append(ctx, act{
		By: engagement.Relay, Drafts: foundingDrafts(f, who, n, keys, epoch), founding: true,
		also: func(ctx context.Context, tx *store.Tx) error {
			row := store.Firm{ID: string(f.ID), Slug: f.Slug, Epoch: string(epoch), Created: r.now().UnixMicro()}
			return tx.CreateFirm(ctx, row, rows)
		},
	})
	if err == nil && res.Outcome != wire.Accepted {
		err = res.Refusal
	}
	r.mu.Lock()
	if err == nil && r.tenants != nil {
		r.tenants[f.ID] = t
		r.mu.Unlock()
		return nil
	}
	r.mu.Unlock()
	if err == nil {
		return t.close(ctx)
	}
	close(t.quit)
	<-t.done
	return err
}

func foundingDrafts(f Firm, who engagement.StaffID, n NewFirm, k firmKeys, epoch engagement.EpochID) []Draft {
	on := func(kind engagement.Kind, body, private any) Draft {
		return Draft{Stream: engagement.FirmStream, Kind: kind, Body: body, Private: private}
	}
	key := func(id engagement.KeyID, p engagement.KeyPurpose, public []byte) Draft {
		return on(engagement.KeyAdded, engagement.KeyAddedBody{Key: id, Purpose: p, Public: public}, nil)
	}
	roles := []engagement.Role{engagement.Administrator}
	for _, role := range n.Roles {
		if role != engagement.Administrator {
			roles = append(roles, role)
		}
	}
	drafts := []Draft{
		on(engagement.FirmCreated, engagement.FirmCreatedBody{Firm: f.ID, Zone: f.Zone}, engagement.Named{Name: f.Name}),
		key(k.portal, engagement.PortalKey, publicOf(k.portalKey)),
		key(k.log, engagement.LogKey, publicOf(k.logKey)),
		key(k.seal, engagement.SealKey, k.sealCert),
		on(engagement.EpochStarted, engagement.EpochStartedBody{Epoch: epoch}, nil),
		on(engagement.StaffAdded, engagement.StaffAddedBody{Staff: who, Roles: roles}, engagement.Named{Name: n.Administrator}),
	}
	if n.Email != "" {
		drafts = append(drafts, on(engagement.StaffEmailSet, engagement.StaffRef{Staff: who}, engagement.EmailPrivate{Email: n.Email}))
	}
	return drafts
}

// freeSlug makes the firm's name fit for a command line: "Mercer & Boyd CPAs"
// becomes mercer-boyd-cpas.
func (r *Relay) freeSlug(ctx context.Context, name string) (string, error) {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return "", err
	}
	taken := map[string]bool{"": true}
	for _, f := range firms {
		taken[f.Slug] = true
	}
	base := slugOf(name)
	for n := 1; ; n++ {
		slug := base
		if n > 1 || base == "" {
			slug = strings.TrimPrefix(base+"-"+strconv.Itoa(n), "-")
		}
		if !taken[slug] {
			return slug, nil
		}
	}
}

func slugOf(name string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(norm.NFKD.String(name)) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case c < 0x300 && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 40 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}

// Firms lists every firm, the oldest first.
func (r *Relay) Firms(ctx context.Context) ([]Firm, error) {
	rows, err := r.db.Firms(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Firm, len(rows))
	for i, row := range rows {
		t, err := r.tenant(ctx, engagement.FirmID(row.ID))
		if err != nil {
			return nil, err
		}
		all[i] = t.firm()
	}
	return all, nil
}

// ErrNoFirm says that this relay has no such firm.
var ErrNoFirm = errors.New("there is no such firm here")

// FirmBySlug finds a firm by its slug or id, or ErrNoFirm.
func (r *Relay) FirmBySlug(ctx context.Context, slug string) (Firm, error) {
	rows, err := r.db.Firms(ctx)
	if err != nil {
		return Firm{}, err
	}
	for _, row := range rows {
		if row.Slug == slug || row.ID == slug {
			t, err := r.tenant(ctx, engagement.FirmID(row.ID))
			if err != nil {
				return Firm{}, err
			}
			return t.firm(), nil
		}
	}
	return Firm{}, ErrNoFirm
}

func (t *tenant) firm() Firm {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return Firm{ID: t.id, Slug: t.slug, Name: t.world.F.Name, Zone: t.world.F.Zone}
}

// StaffNamed lists the active members of a firm's staff with a name, an address
// or an id.
func (r *Relay) StaffNamed(ctx context.Context, firm engagement.FirmID, name string) ([]engagement.Staff, error) {
	t, err := r.tenant(ctx, firm)
	if err != nil {
		return nil, err
	}
	var found []engagement.Staff
	t.view(func(w *engagement.World) {
		for id, s := range w.F.Staff {
			is := strings.EqualFold(s.Name, name) || s.Email != "" && engagement.NormalEmail(s.Email) == engagement.NormalEmail(name)
			if s.Active && (is || string(id) == name) {
				found = append(found, *s)
			}
		}
	})
	return found, nil
}
