package relay

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// What follows is what package portal stands on. Every method takes the firm,
// and whatever concerns a contact checks the contact's access at that moment.

// View runs fn on the firm's state as the portal may see it: shared kinds only
// (SPEC H3). fn must neither change nor keep what it gets; it runs under the
// firm's lock, so it computes and returns.
func (r *Relay) View(ctx context.Context, firm engagement.FirmID, fn func(w *engagement.World)) error {
	t, err := r.tenant(ctx, firm)
	if err != nil {
		return err
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	fn(t.shared)
	return nil
}

// ClientView is a client as its contacts may see it: shared kinds only. Nobody
// changes its values afterwards.
type ClientView struct {
	Firm        *engagement.Firm
	Client      *engagement.Client
	Engagements []*engagement.Engagement // newest first
}

// Look returns a snapshot of a client, or ErrNoClient.
func (r *Relay) Look(ctx context.Context, firm engagement.FirmID, client engagement.ClientID) (ClientView, error) {
	t, err := r.tenant(ctx, firm)
	if err != nil {
		return ClientView{}, err
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	v := ClientView{Client: t.shared.C[client]}
	if v.Client == nil {
		return v, ErrNoClient
	}
	f := t.shared.F
	v.Firm = &f
	for _, id := range t.work[client] {
		if eng := t.shared.E[id]; eng != nil {
			v.Engagements = append(v.Engagements, eng)
		}
	}
	slices.SortFunc(v.Engagements, func(a, b *engagement.Engagement) int {
		return cmp.Or(b.Opened.Compare(a.Opened), strings.Compare(string(a.ID), string(b.ID)))
	})
	return v, nil
}

// ErrNoClient says that the firm has no such client.
var ErrNoClient = errors.New("relay: there is no such client")

// Access says that an address belongs to an active contact of a client.
type Access struct {
	Firm    engagement.FirmID
	Client  engagement.ClientID
	Contact engagement.ContactID
}

// Access lists where an address may sign in, in every firm, the oldest firm
// first. An unknown address has none.
func (r *Relay) Access(ctx context.Context, email string) ([]Access, error) {
	firms, err := r.Firms(ctx)
	if err != nil {
		return nil, err
	}
	var all []Access
	for _, f := range firms {
		contacts, err := r.ContactsByEmail(ctx, f.ID, email)
		if err != nil {
			return nil, err
		}
		for _, c := range contacts {
			for _, client := range c.Clients {
				all = append(all, Access{f.ID, client, c.ID})
			}
		}
	}
	return all, nil
}

// Contact is a person who may sign in, and the clients they serve.
type Contact struct {
	ID      engagement.ContactID
	Name    string
	Email   string
	Clients []engagement.ClientID
}

// ContactsByEmail lists the active contacts of a firm with an address, compared
// by engagement.NormalEmail.
func (r *Relay) ContactsByEmail(ctx context.Context, firm engagement.FirmID, email string) ([]Contact, error) {
	email = engagement.NormalEmail(email)
	return r.contacts(ctx, firm, func(c *engagement.Contact) bool { return engagement.NormalEmail(c.Email) == email })
}

// ContactByID finds an active contact, or nil when no client is served any more.
func (r *Relay) ContactByID(ctx context.Context, firm engagement.FirmID, id engagement.ContactID) (*Contact, error) {
	all, err := r.contacts(ctx, firm, func(c *engagement.Contact) bool { return c.ID == id })
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

func (r *Relay) contacts(ctx context.Context, firm engagement.FirmID, is func(*engagement.Contact) bool) ([]Contact, error) {
	byID := map[engagement.ContactID]*Contact{}
	err := r.View(ctx, firm, func(w *engagement.World) {
		for _, client := range w.C {
			for _, c := range client.Contacts {
				if !c.Active || !is(c) {
					continue
				}
				if byID[c.ID] == nil {
					byID[c.ID] = &Contact{ID: c.ID, Name: c.Name, Email: c.Email}
				}
				byID[c.ID].Clients = append(byID[c.ID].Clients, client.ID)
			}
		}
	})
	all := make([]Contact, 0, len(byID))
	for _, c := range byID {
		slices.Sort(c.Clients)
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Contact) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return all, err
}

// ContactAct is one act of a contact, accepted or refused whole.
type ContactAct struct {
	Contact engagement.ContactID
	// ID makes the act idempotent: the same id again gets the first answer, if
	// that was not a refusal. Empty means a new one.
	ID     engagement.ActionID
	Via    engagement.Via
	Events []Draft
}

// AppendAsContact appends an act of a contact, signed by the firm's portal key.
// Via is set in the private part of every event, whose type must be a JSON
// object with room for "via" (or nil). A refusal is in the result; the error is
// for what could not be decided, such as a full disk.
func (r *Relay) AppendAsContact(ctx context.Context, firm engagement.FirmID, a ContactAct) (wire.Result, error) {
	t, err := r.tenant(ctx, firm)
	if err != nil {
		return wire.Result{}, err
	}
	out := act{By: engagement.ContactActor(a.Contact), ID: a.ID, Drafts: slices.Clone(a.Events)}
	for i := range out.Drafts {
		d := &out.Drafts[i]
		if !validStream(d.Stream) {
			return refused(a.ID, malformed("the history it belongs to has no proper id")), nil
		}
		if d.Private, err = withVia(d.Private, a.Via); err != nil {
			return wire.Result{}, err
		}
	}
	t.looking.mark(a.Contact, r.now())
	return t.append(ctx, out)
}

// Looking says that a contact has the portal in front of them now, so that no
// mail is sent about a message they can see.
func (r *Relay) Looking(ctx context.Context, firm engagement.FirmID, contact engagement.ContactID) error {
	t, err := r.tenant(ctx, firm)
	if err == nil {
		t.looking.mark(contact, r.now())
	}
	return err
}

// looking is when each contact last had the portal in front of them. It is in
// memory: after a restart a contact gets a mail too many.
type looking struct {
	mu   sync.Mutex
	last map[engagement.ContactID]time.Time
}

func (l *looking) mark(c engagement.ContactID, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil {
		l.last = map[engagement.ContactID]time.Time{}
	}
	l.last[c] = at
}

func (l *looking) since(c engagement.ContactID, t time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, ok := l.last[c]
	return ok && !at.Before(t)
}

func withVia(private any, via engagement.Via) (json.RawMessage, error) {
	fields := map[string]json.RawMessage{}
	if private != nil {
		raw, err := json.Marshal(private)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, &fields); err != nil {
			return nil, fmt.Errorf("relay: a contact's private part: %w", err)
		}
	}
	raw, err := json.Marshal(via)
	if err != nil {
		return nil, err
	}
	fields["via"] = raw
	return json.Marshal(fields)
}

// ClientBlobs are the blobs of one client. Nothing outside that client can be
// reached through it.
type ClientBlobs struct {
	store *blob.Store
	scope blob.Scope
}

// Scope is where the bytes of a client are in Store.
func (r *Relay) Scope(firm engagement.FirmID, client engagement.ClientID) blob.Scope {
	return scope{firm, client}.blobs()
}

// Store is the store of bytes of every firm, by [Relay.Scope].
func (r *Relay) Store() *blob.Store { return r.blobs }

// Blobs returns the blobs of a client. The caller has made sure that whoever
// asks may act for the client.
func (r *Relay) Blobs(firm engagement.FirmID, client engagement.ClientID) ClientBlobs {
	return ClientBlobs{r.blobs, scope{firm, client}.blobs()}
}

// Put stores what r yields; see blob.Store.Put.
func (b ClientBlobs) Put(ctx context.Context, r io.Reader) (blob.Hash, int64, error) {
	return b.store.Put(ctx, b.scope, r)
}

// PutPart stores one part of an upload; see blob.Store.PutPart.
func (b ClientBlobs) PutPart(ctx context.Context, hash blob.Hash, data []byte) error {
	return b.store.PutPart(ctx, b.scope, hash, data)
}

// MissingParts says which parts still have to be sent.
func (b ClientBlobs) MissingParts(ctx context.Context, hashes []blob.Hash) ([]blob.Hash, error) {
	return b.store.MissingParts(ctx, b.scope, hashes)
}

// Commit makes a blob of parts that are there; see blob.Store.Commit.
func (b ClientBlobs) Commit(ctx context.Context, m blob.Manifest) error {
	return b.store.Commit(ctx, b.scope, m)
}

// Open reads a blob; see blob.Store.Open.
func (b ClientBlobs) Open(ctx context.Context, hash blob.Hash) (*blob.Reader, error) {
	return b.store.Open(ctx, b.scope, hash)
}

// Has says whether the blob is there.
func (b ClientBlobs) Has(ctx context.Context, hash blob.Hash) (bool, error) {
	return b.store.Has(ctx, b.scope, hash)
}

// Subscribe returns a channel that gets the firm's state whenever something
// changed, and the way to end it. A slow receiver misses steps, never the last;
// the channel is closed when the relay stops. It is a hint: look at View.
func (r *Relay) Subscribe(ctx context.Context, firm engagement.FirmID) (<-chan wire.State, func(), error) {
	t, err := r.tenant(ctx, firm)
	if err != nil {
		return nil, nil, err
	}
	c, end := t.listeners.subscribe()
	return c, end, nil
}

// Stopping is closed when the relay drains: streams end with it.
func (r *Relay) Stopping() <-chan struct{} { return r.ready.stopping() }
