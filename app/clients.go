package app

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
