package app

import (
	"cmp"
	"slices"
	"strings"

	"tieout/sync/engagement"
)

// ClientTable is the firm's clients.
type ClientTable struct {
	Total int         `json:"total"`
	Rows  []ClientRow `json:"rows"`
}

// ClientRow is one client. Type is "person", "company" or "trust".
type ClientRow struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Initials string `json:"initials"`
	Code     string `json:"code"`
	Type     string `json:"type"`
	Contacts string `json:"contacts"` // "Ruth Adeyemi, 1 more"
	Open     int    `json:"open"`     // engagements that are not complete
	Paused   bool   `json:"paused"`   // reminders
	Queued   bool   `json:"queued"`
}

// ClientPage is one client.
type ClientPage struct {
	ClientRow
	People      []ContactRow    `json:"people"`
	Engagements []EngagementRow `json:"engagements"`
	Only        []Person        `json:"only"`
	Can         []string        `json:"can"` // rename-client, invite-contact, revoke-contact, set-reminders, set-client-access
}

// ContactRow is one person who signs in for the client.
type ContactRow struct {
	Person
	Email   string `json:"email"`
	Phone   string `json:"phone"`
	Active  bool   `json:"active"`
	Invited Moment `json:"invited"`
	Pending bool   `json:"pending"`
}

// NewClient creates a client and, where a contact is named, invites them in the same act.
type NewClient struct {
	Type    string     `json:"type"`
	Name    string     `json:"name"`
	Code    string     `json:"code"`
	Contact NewContact `json:"contact"`
}

// NewContact is a person to invite.
type NewContact struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	Phone string `json:"phone"`
	Title string `json:"title"`
}

// Clients answers from this computer; text narrows by name, number and contact.
func (a *App) Clients(text string) (t ClientTable, err error) {
	defer guard("Clients", &err)
	return a.clients(text)
}

// Client answers from this computer.
func (a *App) Client(id string) (p ClientPage, err error) {
	defer guard("Client", &err)
	return a.clientPage(id)
}

// CreateClient makes a client.
func (a *App) CreateClient(n NewClient) (o Outcome, err error) {
	defer guard("CreateClient", &err)
	return a.createClient(n)
}

// RenameClient sets a client's name and number.
func (a *App) RenameClient(client, name, code string) (o Outcome, err error) {
	defer guard("RenameClient", &err)
	return a.renameClient(client, name, code)
}

// InviteContact lets a person sign in for the client.
func (a *App) InviteContact(client string, n NewContact) (o Outcome, err error) {
	defer guard("InviteContact", &err)
	return a.inviteContact(client, n)
}

// RevokeContact ends a person's access to the client.
func (a *App) RevokeContact(client, contact string) (o Outcome, err error) {
	defer guard("RevokeContact", &err)
	return a.revokeContact(client, contact)
}

// SetReminders pauses or resumes reminders to the client.
func (a *App) SetReminders(client string, paused bool) (o Outcome, err error) {
	defer guard("SetReminders", &err)
	return a.setReminders(client, paused)
}

// SetClientAccess restricts who may see the client; an empty list lifts it.
func (a *App) SetClientAccess(client string, only []string) (o Outcome, err error) {
	defer guard("SetClientAccess", &err)
	return a.setClientAccess(client, only)
}

func (a *App) clients(text string) (ClientTable, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	open := map[engagement.ClientID]int{}
	for _, c := range a.allCards() {
		if c.Derived != engagement.Complete {
			open[c.Client]++
		}
	}
	t := ClientTable{Rows: []ClientRow{}}
	for _, c := range a.allClients() {
		if matchesClient(c, text) {
			t.Rows = append(t.Rows, a.clientRow(c, open[c.ID]))
		}
	}
	slices.SortFunc(t.Rows, func(x, y ClientRow) int {
		return cmp.Or(strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), strings.Compare(x.ID, y.ID))
	})
	t.Total = len(t.Rows)
	return t, nil
}

func matchesClient(c *engagement.Client, text string) bool {
	if matches(text, c.Name, c.Code) {
		return true
	}
	for _, who := range c.Contacts {
		if matches(text, who.Name, who.Email) {
			return true
		}
	}
	return false
}

// matches says whether every word of text is in one of the strings, whatever its case.
func matches(text string, in ...string) bool {
	all := strings.ToLower(strings.Join(in, "\n"))
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

func (a *App) clientRow(c *engagement.Client, open int) ClientRow {
	row := ClientRow{
		ID: string(c.ID), Name: c.Name, Initials: initials(c.Name), Code: c.Code, Type: string(c.Type), Open: open,
		Paused: c.RemindersPaused, Queued: a.pending.touches(engagement.ClientStream(c.ID)),
	}
	var names []string
	for _, who := range inOrder(c) {
		if who.Active {
			names = append(names, who.Name)
		}
	}
	switch len(names) {
	case 0:
		row.Contacts = "no contact yet"
	case 1:
		row.Contacts = names[0]
	default:
		row.Contacts = names[0] + ", " + counted(len(names)-1, "more", "more")
	}
	return row
}

func (a *App) clientPage(id string) (ClientPage, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	view := a.pending.view()
	c := view.Client(engagement.ClientID(id))
	if c == nil || c.Created.IsZero() || !engagement.MaySee(view, a.id.Staff, engagement.ClientStream(c.ID)) {
		return ClientPage{}, failure(engagement.CodeMissing, "This client is not here.", "It may have been restricted or not arrived yet.")
	}
	p := ClientPage{People: []ContactRow{}, Engagements: []EngagementRow{}, Only: a.persons(c.Only)}
	for _, who := range inOrder(c) {
		row := ContactRow{
			Person: named(string(who.ID), who.Name), Email: who.Email, Phone: who.Phone, Active: who.Active,
			Invited: a.moment(who.Invited), Pending: a.waits(string(who.ID)),
		}
		row.Role = who.Title
		p.People = append(p.People, row)
	}
	open := 0
	for _, card := range a.allCards() {
		if card.Client != c.ID {
			continue
		}
		p.Engagements = append(p.Engagements, a.engagementRow(card))
		if card.Derived != engagement.Complete {
			open++
		}
	}
	slices.SortFunc(p.Engagements, func(x, y EngagementRow) int { return strings.Compare(y.Title, x.Title) })
	p.ClientRow = a.clientRow(c, open)
	can := newCan()
	can.when(a.me() != nil, "rename-client", "invite-contact", "revoke-contact", "set-reminders")
	can.when(a.may(engagement.Partner, engagement.Administrator), "set-client-access")
	p.Can = can
	return p, nil
}

func (a *App) persons(ids []engagement.StaffID) []Person {
	all := []Person{}
	for _, id := range ids {
		all = append(all, a.staffPerson(id))
	}
	return all
}

func (a *App) createClient(n NewClient) (Outcome, error) {
	id, drafts, err := a.newClient(n.Type, n.Name, n.Code)
	if err != nil {
		return Outcome{}, err
	}
	if n.Contact.Name != "" || n.Contact.Email != "" {
		drafts = append(drafts, a.invitation(string(id), n.Contact))
	}
	o, err := a.do(act{Words: "Create " + n.Name}, n.Name+" created", drafts...)
	o.ID = string(id)
	return o, err
}

func (a *App) newClient(kind, name, code string) (engagement.ClientID, []fact, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", nil, failure(CodeInput, "A client needs a name.", "")
	}
	id := engagement.ClientID(a.newID())
	return id, []fact{onClient(string(id), engagement.ClientCreated,
		engagement.ClientCreatedBody{Client: id, Type: engagement.ClientType(kind)},
		engagement.ClientNamed{Name: name, Code: strings.TrimSpace(code)})}, nil
}

func (a *App) renameClient(id, name, code string) (Outcome, error) {
	return a.do(act{Words: "Rename " + name}, "Renamed", onClient(id, engagement.ClientRenamed, nil,
		engagement.ClientNamed{Name: strings.TrimSpace(name), Code: strings.TrimSpace(code)}))
}

func (a *App) invitation(client string, n NewContact) fact {
	return onClient(client, engagement.ContactInvited, engagement.ContactRef{Contact: engagement.ContactID(a.newID())},
		engagement.ContactPrivate{
			Name: strings.TrimSpace(n.Name), Email: strings.TrimSpace(n.Email),
			Phone: strings.TrimSpace(n.Phone), Title: strings.TrimSpace(n.Title),
		})
}

func (a *App) inviteContact(client string, n NewContact) (Outcome, error) {
	return a.do(act{Words: "Invite " + n.Name}, n.Name+" invited", a.invitation(client, n))
}

func (a *App) revokeContact(client, contact string) (Outcome, error) {
	return a.do(act{Words: "End a contact's access"}, "Access ended",
		onClient(client, engagement.ContactRevoked, engagement.ContactRef{Contact: engagement.ContactID(contact)}, nil))
}

func (a *App) setReminders(client string, paused bool) (Outcome, error) {
	words := "Reminders resumed"
	if paused {
		words = "Reminders paused"
	}
	return a.do(act{Words: words}, words, onClient(client, engagement.RemindersSet, engagement.RemindersBody{Paused: paused}, nil))
}

func (a *App) setClientAccess(client string, only []string) (Outcome, error) {
	return a.do(act{Words: "Set who sees a client"}, "Access set",
		onClient(client, engagement.ClientAccess, engagement.AccessBody{Only: staffIDs(only)}, nil))
}

func staffIDs(ids []string) []engagement.StaffID {
	all := []engagement.StaffID{}
	for _, id := range ids {
		all = append(all, engagement.StaffID(id))
	}
	return all
}
