package relay

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// mailKind is what a mail says. No kind says more of a client than a first
// name: no document, no amount, no company.
type mailKind string

const (
	mailSignIn   mailKind = "sign-in"
	mailEnrol    mailKind = "enrol"
	mailInvited  mailKind = "invited"
	mailNew      mailKind = "new"      // something new to read
	mailAsked    mailKind = "asked"    // requests asked or returned
	mailReminder mailKind = "reminder" // still open
	mailToSign   mailKind = "to-sign"
	mailYourTurn mailKind = "your-turn"
	mailUnsigned mailKind = "unsigned" // still to sign
	mailSealed   mailKind = "sealed"
	mailMessage  mailKind = "message"
)

// letter is the content of a queued mail, sealed in the store.
type letter struct {
	To      string               `json:"to"`
	Name    string               `json:"name"` // first name
	Contact engagement.ContactID `json:"contact,omitempty"`
	Link    string               `json:"link,omitempty"`
	Code    string               `json:"code,omitempty"`
	// Until is when the mail is worth nothing any more.
	Until time.Time `json:"until,omitzero"`
	// Since is set when the mail is only for somebody who has not looked since.
	Since time.Time `json:"since,omitzero"`
	// New is set when the mail tells that something went out then: it is not sent
	// where nothing that went out since is there any more.
	New time.Time `json:"new,omitzero"`
}

// words of a mail: %[1]s is the firm. The text stands between the greeting and
// the link.
type words struct{ subject, text string }

var mailWords = map[mailKind]words{
	mailSignIn: {"Your sign-in to %[1]s", "Open this link to sign in. It works once, for 15 minutes."},
	mailEnrol: {"Your computer and Tieout at %[1]s",
		"An administrator of %[1]s made a code with which your computer joins Tieout. It works once, for 24 hours."},
	mailInvited: {"%[1]s invites you to its client portal",
		"%[1]s uses a private portal to exchange documents with you. You need no password: enter this e-mail address and you get a link."},
	mailNew:      {"Something new from %[1]s", "%[1]s has put something new in your portal."},
	mailAsked:    {"%[1]s needs something from you", "%[1]s has asked for something. Your portal shows what, and you can answer from your phone."},
	mailReminder: {"A reminder from %[1]s", "%[1]s is still waiting for something from you. Your portal shows what. If you cannot find it, you can say so there."},
	mailToSign:   {"Ready for you to sign at %[1]s", "Something from %[1]s is ready for your signature."},
	mailYourTurn: {"Your turn to sign at %[1]s", "The others have signed. It is your turn now."},
	mailUnsigned: {"A reminder to sign from %[1]s", "Something from %[1]s still waits for your signature. You can read and sign it in your portal, or say there why you will not."},
	mailSealed:   {"Your signed copy from %[1]s", "Everybody has signed. Your signed copy is in your portal."},
	mailMessage:  {"A message from %[1]s", "%[1]s has written to you. You can read it and answer in your portal."},
}

// compose makes the mail's text. Names are cut to one line, so that nothing a
// person typed becomes a header.
func (r *Relay) compose(f Firm, kind mailKind, l letter) Message {
	w := mailWords[kind]
	firm := oneLine(f.Name)
	var b strings.Builder
	fmt.Fprintf(&b, "Hello%s,\n\n", greeting(l.Name))
	b.WriteString(fill(w.text, firm) + "\n\n")
	switch {
	case kind == mailSignIn:
		fmt.Fprintf(&b, "%s\n\nOr type this code where you asked for it: %s\n\nIf you did not ask for this, ignore it.\n\n", l.Link, l.Code)
	case kind == mailEnrol:
		fmt.Fprintf(&b, "Your code: %s\n\n", l.Code)
	default:
		b.WriteString(r.PortalURL(f.Slug) + "\n\n")
	}
	b.WriteString(firm + "\n")
	return Message{From: firm, To: l.To, Subject: fill(w.subject, firm), Text: b.String()}
}

func fill(text, firm string) string { return strings.ReplaceAll(text, "%[1]s", firm) }

func greeting(name string) string {
	if name = oneLine(name); name == "" {
		return ""
	}
	return " " + name
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// firstName is what a mail may say of a person.
func firstName(name string) string {
	first, _, _ := strings.Cut(oneLine(name), " ")
	return first
}

// PortalURL is the address of a firm's sign-in page.
func (r *Relay) PortalURL(slug string) string { return r.opts.PublicURL + "/portal/?at=" + slug }

// mailID makes the same mail the same: an event is one mail of a kind to an
// address.
func mailID(firm engagement.FirmID, kind mailKind, why, to string) string {
	sum := sha256.Sum256([]byte(string(firm) + "\x00" + string(kind) + "\x00" + why + "\x00" + to))
	return hex.EncodeToString(sum[:16])
}

// queue puts a mail in the outbox inside tx. Mails with the same group that
// wait are one mail: it answers whether one waits now.
func (r *Relay) queue(ctx context.Context, tx *store.Tx, t *tenant, q queued) (waits bool, err error) {
	k, err := r.vault.make(ctx, tx, scope{firm: t.id})
	if err != nil {
		return false, err
	}
	plain, err := json.Marshal(q.letter)
	if err != nil {
		return false, err
	}
	to := engagement.NormalEmail(q.letter.To)
	id := mailID(t.id, q.kind, q.why, to)
	return tx.PutMail(ctx, store.Mail{
		ID: id, Firm: string(t.id), Kind: string(q.kind), Grouped: k.name("mail", string(q.kind)+"\x00"+q.group+"\x00"+to),
		Made: r.now().UnixMicro(), Due: q.due.UnixMicro(), State: store.MailWaiting,
		Content: k.seal("mail\x00"+id, plain),
	})
}

// queued is a mail on its way into the outbox.
type queued struct {
	kind   mailKind
	why    string // what it is about: an event id
	group  string // waiting mails of a group are one
	due    time.Time
	letter letter
}

// SignIn is what a sign-in mail says.
type SignIn struct {
	Email string
	Name  string // the contact's
	Link  string
	Code  string
	Until time.Time // after which it is not worth sending any more
}

// SendSignIn queues the mail with a sign-in link and a code. It is sent in a
// moment; how that went is not told to the caller, who may be a stranger.
func (r *Relay) SendSignIn(ctx context.Context, firm engagement.FirmID, m SignIn) error {
	return r.post(ctx, firm, mailSignIn, letter{To: m.Email, Name: firstName(m.Name), Link: m.Link, Code: m.Code, Until: m.Until})
}

// mailEnrolment sends a code to a colleague whose address is known.
func (r *Relay) mailEnrolment(ctx context.Context, t *tenant, who engagement.StaffID, code string) error {
	var l letter
	t.view(func(w *engagement.World) {
		if s := w.F.Staff[who]; s != nil {
			l = letter{To: s.Email, Name: firstName(s.Name), Code: code}
		}
	})
	if l.To == "" {
		return nil
	}
	return r.post(ctx, t.id, mailEnrol, l)
}

// post queues a mail that nothing else is grouped with.
func (r *Relay) post(ctx context.Context, firm engagement.FirmID, kind mailKind, l letter) error {
	t, err := r.tenant(ctx, firm)
	if err != nil {
		return err
	}
	unique := newID(r.now())
	err = r.db.Write(ctx, func(tx *store.Tx) error {
		_, err := r.queue(ctx, tx, t, queued{kind: kind, why: unique, group: unique, due: r.now(), letter: l})
		return err
	})
	if err == nil {
		r.wake.all()
	}
	return err
}
