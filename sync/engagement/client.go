package engagement

import (
	"strings"
	"time"
)

// Kinds of a client's history.
const (
	ClientCreated  Kind = "client.created"
	ClientRenamed  Kind = "client.renamed"
	ContactInvited Kind = "contact.invited"
	ContactRevoked Kind = "contact.revoked"
	RemindersSet   Kind = "reminders.set"
	ClientAccess   Kind = "client.access_set"
)

// ClientType says what a client is.
type ClientType string

// The client types.
const (
	Person  ClientType = "person"
	Company ClientType = "company"
	Trust   ClientType = "trust"
)

// Client is the state of a client stream: the firm's customer.
type Client struct {
	ID       ClientID               `json:"id"`
	Type     ClientType             `json:"type"`
	Name     string                 `json:"name"`
	Code     string                 `json:"code,omitempty"` // the firm's own client number
	Contacts map[ContactID]*Contact `json:"contacts"`
	// RemindersPaused stops reminders to this client until somebody resumes them.
	RemindersPaused bool `json:"remindersPaused,omitempty"`
	// Only restricts the client to these members of the staff; empty means all.
	Only    []StaffID `json:"only,omitempty"`
	Created time.Time `json:"created"`
	Unknown int       `json:"unknown,omitempty"`
}

// Contact is a person who signs in for a client. The same ContactID in several
// clients is the same person.
type Contact struct {
	ID      ContactID `json:"id"`
	Name    string    `json:"name"`
	Email   string    `json:"email"`
	Phone   string    `json:"phone,omitempty"`
	Title   string    `json:"title,omitempty"` // "President"; printed beside a signature
	Active  bool      `json:"active"`
	Invited time.Time `json:"invited"`
}

// NewClient returns the state before the first event.
func NewClient(id ClientID) *Client {
	return &Client{ID: id, Contacts: map[ContactID]*Contact{}}
}

// Serves says whether the contact may act for the client now.
func (c *Client) Serves(id ContactID) bool {
	who := c.Contacts[id]
	return who != nil && who.Active
}

// ClientCreatedBody is the body of client.created.
type ClientCreatedBody struct {
	Client ClientID   `json:"client"`
	Type   ClientType `json:"type"`
}

// ClientNamed is the private part of client.created and client.renamed.
type ClientNamed struct {
	Name string `json:"name"`
	Code string `json:"code,omitempty"`
}

func clientCreated(a *act, b *ClientCreatedBody, p *ClientNamed) Refusal {
	switch {
	case b.Client != a.Stream.ClientID():
		return malformed("the client's id is not that of its history")
	case !a.client.Created.IsZero():
		return exists("This client")
	case b.Type != Person && b.Type != Company && b.Type != Trust:
		return malformed("a client is a person, a company or a trust")
	case a.blank(p.Name):
		return malformed("the name is empty")
	}
	a.client.Type, a.client.Name, a.client.Code, a.client.Created = b.Type, p.Name, p.Code, a.When()
	return accepted
}

func clientRenamed(a *act, _ *none, p *ClientNamed) Refusal {
	if a.blank(p.Name) {
		return malformed("the name is empty")
	}
	a.client.Name, a.client.Code = p.Name, p.Code
	return accepted
}

// ContactRef is the body of contact.invited and contact.revoked.
type ContactRef struct {
	Contact ContactID `json:"contact"`
}

// ContactPrivate is the private part of contact.invited.
type ContactPrivate struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	Phone string `json:"phone,omitempty"`
	Title string `json:"title,omitempty"`
}

// NormalEmail is the form in which addresses are compared.
func NormalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func contactInvited(a *act, b *ContactRef, p *ContactPrivate) Refusal {
	email := NormalEmail(p.Email)
	if b.Contact == "" || a.blank(p.Name) || !strings.Contains(email, "@") && !a.gone() {
		return malformed("a contact needs a name and an e-mail address")
	}
	for id, c := range a.client.Contacts {
		if id != b.Contact && c.Active && email != "" && NormalEmail(c.Email) == email {
			return exists("A contact with this e-mail address")
		}
	}
	a.client.Contacts[b.Contact] = &Contact{
		ID: b.Contact, Name: strings.TrimSpace(p.Name), Email: strings.TrimSpace(p.Email),
		Phone: p.Phone, Title: p.Title, Active: true, Invited: a.When(),
	}
	return accepted
}

func contactRevoked(a *act, b *ContactRef, _ *none) Refusal {
	if !a.client.Serves(b.Contact) {
		return missing("This contact")
	}
	a.client.Contacts[b.Contact].Active = false
	return accepted
}

// RemindersBody is the body of reminders.set.
type RemindersBody struct {
	Paused bool `json:"paused"`
}

func remindersSet(a *act, b *RemindersBody, _ *none) Refusal {
	a.client.RemindersPaused = b.Paused
	return accepted
}

// AccessBody restricts a stream to named staff. An empty list lifts it.
type AccessBody struct {
	Only []StaffID `json:"only"`
}

func clientAccess(a *act, b *AccessBody, _ *none) Refusal {
	if r := a.firm.mayRestrict(b.Only); !r.OK() {
		return r
	}
	a.client.Only = listed(b.Only)
	return accepted
}

func (f *Firm) knows(staff []StaffID) Refusal {
	for _, id := range staff {
		if s := f.Staff[id]; s == nil || !s.Active {
			return missing("A member of the staff named here")
		}
	}
	return accepted
}
