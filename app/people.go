package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tieout/sync/engagement"
)

// engagement answers one engagement as it is now, if the person may see it. The caller holds the lock.
func (a *App) engagement(id string) (*engagement.Engagement, error) {
	view := a.pending.view()
	e := view.Engagement(engagement.EngagementID(id))
	if e == nil || e.Client == "" || !engagement.MaySee(view, a.id.Staff, engagement.EngagementStream(e.ID)) {
		return nil, failure(engagement.CodeMissing, "This engagement is not here.", "It may have been restricted or not arrived yet.")
	}
	return e, nil
}

func (a *App) staffMember(id engagement.StaffID) *engagement.Staff {
	return a.pending.view().Firm().Staff[id]
}

// roleNames are in the order in which a person is called by them.
var roleNames = []struct {
	role  engagement.Role
	words string
}{
	{engagement.Partner, "Partner"}, {engagement.Manager, "Manager"},
	{engagement.Preparer, "Preparer"}, {engagement.Administrator, "Administrator"},
}

func (a *App) staffPerson(id engagement.StaffID) Person {
	s := a.staffMember(id)
	if s == nil {
		return Person{}
	}
	p := named(string(id), s.Name)
	p.Me = id == a.id.Staff
	for _, r := range roleNames {
		if s.Has(r.role) {
			p.Role = r.words
			break
		}
	}
	if s.AwayAt(a.now()) {
		p.Away = "away until " + whenWords(s.Away.Until.In(a.zone()), a.now().In(a.zone()))
	}
	return p
}

func named(id, name string) Person {
	return Person{ID: id, Name: name, First: firstName(name), Initials: initials(name)}
}

// activeStaff lists the staff by name; with roles, only those who have one of them.
func (a *App) activeStaff(roles ...engagement.Role) []Person {
	all := []Person{}
	for id, s := range a.pending.view().Firm().Staff {
		has := len(roles) == 0 || slices.ContainsFunc(roles, s.Has)
		if s.Active && has {
			all = append(all, a.staffPerson(id))
		}
	}
	slices.SortFunc(all, func(x, y Person) int { return cmp.Or(strings.Compare(x.Name, y.Name), strings.Compare(x.ID, y.ID)) })
	return all
}

func (a *App) contact(client engagement.ClientID, id engagement.ContactID) Person {
	c := a.clientState(client)
	if c == nil || c.Contacts[id] == nil {
		return Person{ID: string(id)}
	}
	p := named(string(id), c.Contacts[id].Name)
	p.Role = c.Contacts[id].Title
	return p
}

// clientState answers a client from the summaries where nothing waits, so that lists read no histories.
func (a *App) clientState(id engagement.ClientID) *engagement.Client {
	if c := a.clientCard(id); c != nil {
		return c
	}
	return a.client(id)
}

func (a *App) clientName(id engagement.ClientID) string {
	if c := a.clientState(id); c != nil {
		return c.Name
	}
	return "A client"
}

// contacts lists who may act for a client, the first invited first.
func (a *App) contacts(id engagement.ClientID) []Person {
	all := []Person{}
	c := a.clientState(id)
	if c == nil {
		return all
	}
	for _, who := range inOrder(c) {
		if who.Active {
			all = append(all, a.contact(id, who.ID))
		}
	}
	return all
}

func inOrder(c *engagement.Client) []*engagement.Contact {
	var all []*engagement.Contact
	for _, who := range c.Contacts {
		all = append(all, who)
	}
	slices.SortFunc(all, func(x, y *engagement.Contact) int {
		return cmp.Or(x.Invited.Compare(y.Invited), cmp.Compare(x.ID, y.ID))
	})
	return all
}

// by answers who did something in an engagement.
func (a *App) by(client engagement.ClientID, who engagement.Actor) Person {
	switch {
	case who.Staff() != "":
		return a.staffPerson(who.Staff())
	case who.Contact() != "":
		return a.contact(client, who.Contact())
	}
	return Person{ID: string(who), Name: "Tieout", First: "Tieout", Initials: "T"}
}

// actor is the first name of who did something, or "You".
func (a *App) actor(e *engagement.Engagement, who engagement.Actor) string {
	return a.actorOf(e.Client, who)
}

// inside is the actor within a sentence: "approved by you".
func (a *App) inside(e *engagement.Engagement, who engagement.Actor) string {
	if name := a.actor(e, who); name != "You" {
		return name
	}
	return "you"
}

func (a *App) actorOf(client engagement.ClientID, who engagement.Actor) string {
	if who == engagement.StaffActor(a.id.Staff) {
		return "You"
	}
	return cmp.Or(a.by(client, who).First, "Somebody")
}

// may says whether the person has one of the roles.
func (a *App) may(roles ...engagement.Role) bool {
	me := a.me()
	return me != nil && me.Active && slices.ContainsFunc(roles, me.Has)
}

// can collects the names of acts that are allowed.
type can []string

func (c *can) when(allowed bool, names ...string) {
	if allowed {
		*c = append(*c, names...)
	}
}

func newCan() can { return can{} }

// ref names an engagement wherever another thing belongs to it.
func (a *App) ref(c *card) EngagementRef {
	if c == nil {
		return EngagementRef{}
	}
	return a.refOf(&c.Engagement)
}

func (a *App) refOf(e *engagement.Engagement) EngagementRef {
	name := a.clientName(e.Client)
	return EngagementRef{
		ID: string(e.ID), Title: e.Title, ClientID: string(e.Client), Client: name, Initials: initials(name),
		Status: a.status(e),
	}
}

func (a *App) status(e *engagement.Engagement) Status {
	s, set := e.StatusAt(a.now())
	v := a.statusOf(s)
	v.Since, v.SetByHand = a.moment(e.Since), set
	if set {
		v.Since, v.SetWhy = a.moment(e.Override.At), e.Override.Why
	}
	if set && s == engagement.OnExtension && e.Due != "" {
		v.ForClient = fmt.Sprintf("Extended to %s", a.dayOf(e.Due))
	}
	return v
}

func (a *App) statusOf(s engagement.Status) Status {
	return Status{
		Code: string(s), Words: s.Internal(), ForClient: s.ForClient(),
		ClientHeld: s == engagement.Waiting || s == engagement.OutForSigning,
	}
}
