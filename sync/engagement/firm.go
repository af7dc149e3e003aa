package engagement

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Kinds of the firm's own history.
const (
	FirmCreated   Kind = "firm.created"
	StaffAdded    Kind = "staff.added"
	StaffEmailSet Kind = "staff.email_set"
	StaffRoleSet  Kind = "staff.role_set"
	StaffRemoved  Kind = "staff.removed"
	StaffAwaySet  Kind = "staff.away_set"
	KeyAdded      Kind = "key.added"
	KeyRevoked    Kind = "key.revoked"
	RootMapped    Kind = "root.mapped"
	LanesSet      Kind = "lanes.set"
	EpochStarted  Kind = "epoch.started"
)

// Role is what a member of the staff may do. One person may have several.
type Role string

// The roles.
const (
	Partner       Role = "partner"
	Manager       Role = "manager"
	Preparer      Role = "preparer"
	Administrator Role = "administrator"
)

func (r Role) author() author {
	switch r {
	case Partner:
		return byPartner
	case Manager:
		return byManager
	case Preparer:
		return byPreparer
	case Administrator:
		return byAdministrator
	}
	return 0
}

// Firm is the state of the firm stream.
type Firm struct {
	ID    FirmID             `json:"id"`
	Name  string             `json:"name"`
	Zone  string             `json:"zone"` // IANA name; times for clients are shown in it
	Staff map[StaffID]*Staff `json:"staff"`
	Keys  map[KeyID]*Key     `json:"keys"`
	Roots map[RootID]*Root   `json:"roots"`
	Lanes Lanes              `json:"lanes"`
	// Outbound is when what staff save for clients goes out.
	Outbound Outbound `json:"outbound,omitzero"`
	Epoch    EpochID  `json:"epoch"`
	Unknown  int      `json:"unknown,omitempty"`
}

// NewFirm returns the state before the first event.
func NewFirm() *Firm {
	return &Firm{
		Staff: map[StaffID]*Staff{}, Keys: map[KeyID]*Key{}, Roots: map[RootID]*Root{},
		Lanes: DefaultLanes,
	}
}

// Staff is one member of the firm.
type Staff struct {
	ID     StaffID `json:"id"`
	Name   string  `json:"name"`
	Email  string  `json:"email"`
	Roles  []Role  `json:"roles"`
	Active bool    `json:"active"`
	Away   *Away   `json:"away,omitempty"`
}

// Has says whether the person has the role. Nobody has none.
func (s *Staff) Has(r Role) bool { return s != nil && slices.Contains(s.Roles, r) }

// Away says that a person does not answer for a while, and who does.
type Away struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Cover StaffID   `json:"cover,omitempty"`
}

// AwayAt says whether the person is away at t.
func (s *Staff) AwayAt(t time.Time) bool {
	return s.Away != nil && !t.Before(s.Away.From) && t.Before(s.Away.Until)
}

// KeyPurpose says what a key may sign.
type KeyPurpose string

// The purposes.
const (
	DeviceKey KeyPurpose = "device" // a desk's events
	PortalKey KeyPurpose = "portal" // contacts' and the relay's events
	LogKey    KeyPurpose = "log"    // checkpoints of the firm's Merkle log
	SealKey   KeyPurpose = "seal"   // PDF seals; Public is its DER certificate
)

// Key is a public key of the firm. Keys stay in the history so that old
// evidence verifies.
type Key struct {
	ID      KeyID      `json:"id"`
	Purpose KeyPurpose `json:"purpose"`
	Staff   StaffID    `json:"staff,omitempty"`
	Name    string     `json:"name,omitempty"` // what the person called the computer
	Public  []byte     `json:"public"`
	Added   time.Time  `json:"added"`
	Revoked bool       `json:"revoked,omitempty"`
}

// Ed25519 returns the key for verifying events, or nil for a seal certificate.
func (k *Key) Ed25519() ed25519.PublicKey {
	if k.Purpose == SealKey || len(k.Public) != ed25519.PublicKeySize {
		return nil
	}
	return ed25519.PublicKey(k.Public)
}

// Root is a folder of the office file share that holds work files. The path is
// each desk's own affair; the name is what staff call it.
type Root struct {
	ID   RootID `json:"id"`
	Name string `json:"name"`
}

// Lanes names the four folders of a work file that Tieout ties out. Everything
// else in a work file is private.
type Lanes struct {
	FromClient   string `json:"fromClient"`
	ToClient     string `json:"toClient"`
	ForSignature string `json:"forSignature"`
	Signed       string `json:"signed"`
}

// DefaultLanes is what a firm has until it says otherwise.
var DefaultLanes = Lanes{
	FromClient: "From client", ToClient: "To client", ForSignature: "For signature", Signed: "Signed",
}

// FirmCreatedBody is the body of firm.created.
type FirmCreatedBody struct {
	Firm FirmID `json:"firm"`
	Zone string `json:"zone"`
}

// Named is the private part of kinds whose only private fact is a name.
type Named struct {
	Name string `json:"name"`
}

func firmCreated(a *act, b *FirmCreatedBody, p *Named) Refusal {
	if a.firm.ID != "" {
		return exists("The firm")
	}
	if !validID(string(b.Firm)) || b.Zone == "" {
		return malformed("the firm needs an id and a time zone")
	}
	a.firm.ID, a.firm.Zone, a.firm.Name = b.Firm, b.Zone, p.Name
	return accepted
}

// KeyAddedBody is the body of key.added.
type KeyAddedBody struct {
	Key     KeyID      `json:"key"`
	Purpose KeyPurpose `json:"purpose"`
	Staff   StaffID    `json:"staff,omitempty"`
	Public  []byte     `json:"public"`
}

func keyAdded(a *act, b *KeyAddedBody, p *Named) Refusal {
	switch {
	case b.Key == "" || len(b.Public) == 0:
		return malformed("the key is empty")
	case a.firm.Keys[b.Key] != nil || a.firm.hasPublic(b.Public):
		return exists("This key")
	case b.Purpose != DeviceKey && b.Purpose != PortalKey && b.Purpose != LogKey && b.Purpose != SealKey:
		return malformed("there is no such purpose of a key")
	case b.Purpose != DeviceKey && b.Staff != "":
		return malformed("only a computer's key belongs to a person")
	case b.Purpose != SealKey && len(b.Public) != ed25519.PublicKeySize:
		return malformed("the key has the wrong size")
	}
	if b.Purpose == DeviceKey {
		if who := a.firm.Staff[b.Staff]; who == nil || !who.Active {
			return missing("The person this computer belongs to")
		}
	}
	a.firm.Keys[b.Key] = &Key{
		ID: b.Key, Purpose: b.Purpose, Staff: b.Staff, Name: p.Name, Public: b.Public, Added: a.When(),
	}
	return accepted
}

// hasPublic says whether some key has these bytes: a withdrawn key must not come
// back under another name.
func (f *Firm) hasPublic(public []byte) bool {
	for _, k := range f.Keys {
		if bytes.Equal(k.Public, public) {
			return true
		}
	}
	return false
}

// KeyRevokedBody is the body of key.revoked.
type KeyRevokedBody struct {
	Key KeyID `json:"key"`
}

func keyRevoked(a *act, b *KeyRevokedBody, _ *none) Refusal {
	key := a.firm.Keys[b.Key]
	switch {
	case key == nil:
		return missing("This computer")
	case key.Purpose != DeviceKey:
		return malformed("only a computer's key can be withdrawn")
	case key.Revoked:
		return notOpen("This computer's access was withdrawn already.")
	}
	key.Revoked = true
	return accepted
}

// RootMappedBody is the body of root.mapped.
type RootMappedBody struct {
	Root RootID `json:"root"`
}

func rootMapped(a *act, b *RootMappedBody, p *Named) Refusal {
	if b.Root == "" || a.blank(p.Name) {
		return malformed("the root needs an id and a name")
	}
	a.firm.Roots[b.Root] = &Root{ID: b.Root, Name: p.Name}
	return accepted
}

func lanesSet(a *act, b *Lanes, _ *none) Refusal {
	names := map[string]bool{}
	for _, name := range []string{b.FromClient, b.ToClient, b.ForSignature, b.Signed} {
		if !validLane(name) {
			return malformed("a folder's name cannot be used on every computer")
		}
		names[strings.ToLower(name)] = true
	}
	if len(names) != 4 {
		return malformed("the four folders need four different names")
	}
	a.firm.Lanes = *b
	return accepted
}

// validLane says whether the name can be one folder's on Windows and elsewhere.
func validLane(name string) bool {
	return name != "" && len(name) <= 80 && strings.Trim(name, " .") == name &&
		!strings.ContainsAny(name, `<>:"/\|?*`) && !strings.ContainsFunc(name, unicode.IsControl)
}

// EpochStartedBody is the body of epoch.started: the relay begins counting anew
// after a restore, at the last checkpoint it shares with the desks (SPEC H11).
type EpochStartedBody struct {
	Epoch EpochID `json:"epoch"`
	After uint64  `json:"after"`
	Root  string  `json:"root,omitempty"`
}

func epochStarted(a *act, b *EpochStartedBody, _ *none) Refusal {
	if !validID(string(b.Epoch)) || b.Epoch == a.firm.Epoch {
		return malformed("the epoch has no id of its own")
	}
	a.firm.Epoch = b.Epoch
	return accepted
}
