package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tieout/app/folder"
	"tieout/build/sample/paper"
	"tieout/sync/engagement"
	"tieout/sync/relay"
)

// diary is what happened in the firm, in the order it happened. Entries are
// written client by client and lived day by day.
type diary struct {
	o       *office
	ctx     context.Context
	today   time.Time
	entries []entry
}

type entry struct {
	at  time.Time
	act func() error
}

// on notes that an act happened some days ago at a time of day, "9:40".
func (d *diary) on(daysAgo int, clock string, act func() error) {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err) // a literal of this program
	}
	y, m, day := d.today.In(d.o.zone).AddDate(0, 0, -daysAgo).Date()
	at := time.Date(y, m, day, t.Hour(), t.Minute(), 0, 0, d.o.zone)
	if !at.Before(d.today) {
		at = d.today.Add(-time.Hour).Add(time.Duration(t.Hour()) * time.Minute)
	}
	d.entries = append(d.entries, entry{at, act})
}

// live runs the diary from its first day to today.
func (d *diary) live() error {
	slices.SortStableFunc(d.entries, func(a, b entry) int { return a.at.Compare(b.at) })
	for _, e := range d.entries {
		if e.at.After(d.o.now) {
			d.o.now = e.at
		}
		if err := e.act(); err != nil {
			return fmt.Errorf("%s: %w", e.at.Format("Jan 2 15:04"), err)
		}
		if err := d.o.relay.Settle(d.ctx); err != nil {
			return err
		}
	}
	d.o.now = d.today
	return d.o.relay.Settle(d.ctx)
}

// Staff of the sample firm. Dana is the partner whose desk opens.
var hires = []struct {
	first, name, email string
	roles              []engagement.Role
}{
	{"Dana", "Dana Lindqvist", "dana@lindqvistmoore.example", []engagement.Role{engagement.Partner, engagement.Administrator}},
	{"Priya", "Priya Raman", "priya@lindqvistmoore.example", []engagement.Role{engagement.Manager}},
	{"Tom", "Tom Okafor", "tom@lindqvistmoore.example", []engagement.Role{engagement.Preparer}},
	{"Lena", "Lena Fischer", "lena@lindqvistmoore.example", []engagement.Role{engagement.Preparer}},
}

const firmName = "Lindqvist & Moore"

var letterhead = paper.Firm{Name: "Lindqvist & Moore CPAs", Address: "18 Wharf Street, Kingston, NY 12401"}

// found makes the firm, hires its staff and maps the share.
func (o *office) found(ctx context.Context) error {
	var admin engagement.StaffID
	var err error
	o.firm, admin, err = o.relay.CreateFirm(ctx, relay.NewFirm{
		Name: firmName, Zone: zoneName, Administrator: "Marcus Hale", Email: "marcus@lindqvistmoore.example",
	})
	if err != nil {
		return err
	}
	marcus, err := o.enrol(ctx, "Marcus", admin)
	if err != nil {
		return err
	}
	for _, h := range hires {
		if err := o.hire(ctx, marcus, h.first, h.name, h.email, h.roles); err != nil {
			return err
		}
	}
	root, err := folder.MapRoot(folder.OS(), o.share)
	if err != nil {
		return err
	}
	o.root = engagement.RootID(root.ID)
	return marcus.do(ctx, fact{
		stream: engagement.FirmStream, kind: engagement.RootMapped, body: engagement.RootMappedBody{Root: o.root},
		private: engagement.Named{Name: "Clients (S:)"},
	})
}

func (o *office) hire(ctx context.Context, by *desk, first, name, email string, roles []engagement.Role) error {
	id := engagement.StaffID(newID())
	err := by.do(ctx,
		fact{
			stream: engagement.FirmStream, kind: engagement.StaffAdded,
			body: engagement.StaffAddedBody{Staff: id, Roles: roles}, private: engagement.Named{Name: name},
		},
		fact{
			stream: engagement.FirmStream, kind: engagement.StaffEmailSet,
			body: engagement.StaffRef{Staff: id}, private: engagement.EmailPrivate{Email: email},
		})
	if err != nil {
		return err
	}
	_, err = o.enrol(ctx, first, id)
	return err
}

// person is a contact of the sample.
type person struct {
	id                 engagement.ContactID
	name, email, title string
}

// takeOn creates a client with one contact and returns what its engagements
// start from.
func (d *diary) takeOn(kind engagement.ClientType, name, code string, p *person) engagement.ClientID {
	id := engagement.ClientID(newID())
	if p.id == "" {
		p.id = engagement.ContactID(newID())
	}
	stream := engagement.ClientStream(id)
	d.on(45, "9:00", func() error {
		return d.o.staff["Priya"].do(d.ctx,
			fact{
				stream: stream, kind: engagement.ClientCreated, body: engagement.ClientCreatedBody{Client: id, Type: kind},
				private: engagement.ClientNamed{Name: name, Code: code},
			},
			fact{
				stream: stream, kind: engagement.ContactInvited, body: engagement.ContactRef{Contact: p.id},
				private: engagement.ContactPrivate{Name: p.name, Email: p.email, Title: p.title},
			})
	})
	return id
}

// job starts telling one engagement.
func (d *diary) job(client engagement.ClientID, name, title, preparer string, p *person) *work {
	return &work{
		o: d.o, ctx: d.ctx, client: client, id: engagement.EngagementID(newID()), path: name + "/" + title, name: name,
		contact: p.id, preparer: preparer, requests: map[string]engagement.RequestID{}, drafts: map[string]*draft{},
		tips: map[string]engagement.EventID{}, docs: map[string]engagement.DocumentID{},
	}
}

// team is who works on an engagement.
func (d *diary) team(preparer string) engagement.People {
	return engagement.People{Partner: d.o.staff["Dana"].id, Manager: d.o.staff["Priya"].id, Preparer: d.o.staff[preparer].id}
}

// due is a date so many days from today.
func (d *diary) due(in int) string {
	return d.today.In(d.o.zone).AddDate(0, 0, in).Format(time.DateOnly)
}

// open opens an engagement from its template 30 days ago; extra replaces the
// template's requests when there are any.
func (d *diary) open(w *work, service engagement.Service, title, period string, due int, extra ...ask) {
	asks := extra
	if len(asks) == 0 {
		for _, r := range engagement.TemplateFor(service).Requests {
			asks = append(asks, ask{r.Title, r.Detail, d.due(due - 10)})
		}
	}
	d.on(30, "10:05", func() error {
		w.open(w.preparer, service, title, period, d.due(due), d.team(w.preparer), asks)
		return w.err
	})
}

// then notes one act of an engagement.
func (d *diary) then(w *work, daysAgo int, clock string, act func()) {
	d.on(daysAgo, clock, func() error {
		act()
		if w.err != nil {
			return fmt.Errorf("%s: %w", w.path, w.err)
		}
		return nil
	})
}
