package portal

import (
	"context"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// Relay is what the portal needs of the relay. Every method may be called
// concurrently.
type Relay interface {
	// Access lists where an active contact has this address, in a stable order:
	// the same order every time. The address is in engagement.NormalEmail form.
	// An unknown address has none, which is no error.
	Access(ctx context.Context, email string) ([]Access, error)
	// Look returns a client as its contacts may see it. The values are a
	// snapshot: neither side changes them afterwards. ErrNotFound for a client
	// or firm that is not there.
	Look(ctx context.Context, firm engagement.FirmID, client engagement.ClientID) (View, error)
	// Append records one act of a contact, whole or not at all, signed by the
	// portal key. A refusal by the rules comes back as engagement.Refusal in the
	// error chain. It is idempotent by Act.Action.
	Append(ctx context.Context, firm engagement.FirmID, act Act) (Receipt, error)
	// Watch sends whenever the firm's history grew, coalesced, until ctx ends;
	// then the channel is closed.
	Watch(ctx context.Context, firm engagement.FirmID) (<-chan struct{}, error)
	// Evidence is the evidence record of a sealed deliverable, as JSON.
	Evidence(ctx context.Context, firm engagement.FirmID, e engagement.EngagementID, d engagement.DeliverableID) ([]byte, error)
	// Scope is where the bytes of a client are kept.
	Scope(firm engagement.FirmID, client engagement.ClientID) blob.Scope
	// Looking says that a contact has the portal in front of them now.
	Looking(ctx context.Context, firm engagement.FirmID, contact engagement.ContactID) error
	// Host names the firm whose address was opened, by the name in it, or the
	// only firm where none is named; a zero Host where that is nobody.
	Host(ctx context.Context, at string) (Host, error)
}

// Host is a firm as a stranger may know it.
type Host struct {
	Firm engagement.FirmID
	Name string
}

// Access says that an address acts as a contact of a client.
type Access struct {
	Firm    engagement.FirmID
	Client  engagement.ClientID
	Contact engagement.ContactID
}

// View is a client as the portal sees it: shared kinds only.
type View struct {
	Firm   *engagement.Firm
	Client *engagement.Client
	// Engagements of the client, newest first.
	Engagements []*engagement.Engagement
}

// Act is what one press of a button appends.
type Act struct {
	Action engagement.ActionID
	By     engagement.ContactID
	// Via joins the private part of every fact.
	Via   engagement.Via
	Facts []Fact
}

// Fact is one event of an act. Body and Private are encoded as JSON objects;
// Private may be nil.
type Fact struct {
	Stream  engagement.Stream
	Kind    engagement.Kind
	Body    any
	Private any
}

// Receipt is the number the relay gave the first event of an act.
type Receipt struct{ Seq uint64 }

// Blobs is the store of bytes; *blob.Store is one.
type Blobs interface {
	PutPart(ctx context.Context, scope blob.Scope, hash blob.Hash, data []byte) error
	Commit(ctx context.Context, scope blob.Scope, m blob.Manifest) error
	Open(ctx context.Context, scope blob.Scope, hash blob.Hash) (*blob.Reader, error)
}

// Short is the relay's store for what is not history: sessions, sign-ins,
// uploads under way, read cursors and counters. Every replica sees the same.
type Short interface {
	// Put stores value under key until it expires, replacing what was there.
	Put(ctx context.Context, key string, value []byte, expires time.Time) error
	// Get answers false for what is not there or has expired.
	Get(ctx context.Context, key string) (value []byte, found bool, err error)
	// Take is Get and Delete in one step: of concurrent calls one finds it.
	Take(ctx context.Context, key string) (value []byte, found bool, err error)
	Delete(ctx context.Context, key string) error
	// Count adds one to a counter and answers its new value; the first call
	// starts it and says when it ends.
	Count(ctx context.Context, key string, expires time.Time) (int, error)
}

// SignInMail is the one mail of a sign-in.
type SignInMail struct {
	Firm  engagement.FirmID
	From  string // the firm's name
	To    string
	Name  string // the contact's
	Code  string // "012345"
	Link  string
	Until time.Time // in the firm's zone
}

// Mailer sends the sign-in mail. It may take its time: nobody waits for it.
type Mailer interface {
	SignIn(ctx context.Context, m SignInMail) error
}
