package portaltest

import (
	"bytes"
	"context"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// World is two invented firms with clients, as of Wednesday, March 4, 2026,
// 2:41 PM in New York.
//
// Lindqvist & Moore serve Acme Ltd (contacts Ruth Adeyemi and Samuel Okafor),
// Ruth herself, and Rosewell Farms (Ines Marchetti). Northway Tax serves Olga
// Brandt. Acme's 2025 return waits for two things; its engagement letter waits
// for Ruth's signature; its 2024 return is signed and sealed.
type World struct {
	Clock *Clock
	Relay *Relay
	Short *Short
	Mail  *Mail
	Blobs *blob.Store
}

// Ids of the world.
const (
	Lindqvist engagement.FirmID = "lindqvist"
	Northway  engagement.FirmID = "northway"

	Dana  engagement.StaffID = "dana"  // partner, administrator
	Priya engagement.StaffID = "priya" // manager
	Tom   engagement.StaffID = "tom"   // preparer
	Noel  engagement.StaffID = "noel"  // of Northway

	Acme     engagement.ClientID = "acme"
	RuthSelf engagement.ClientID = "ruth-self"
	Rosewell engagement.ClientID = "rosewell"
	Brandt   engagement.ClientID = "brandt"

	Ruth   engagement.ContactID = "ruth"
	Samuel engagement.ContactID = "samuel"
	Ines   engagement.ContactID = "ines"
	Olga   engagement.ContactID = "olga"

	Return2025   engagement.EngagementID = "acme-2025"
	Return2024   engagement.EngagementID = "acme-2024"
	Letter       engagement.EngagementID = "acme-letter"
	Ruth1040     engagement.EngagementID = "ruth-1040"
	RosewellBook engagement.EngagementID = "rosewell-2025"
	BrandtReturn engagement.EngagementID = "brandt-2025"

	VanInvoice    engagement.RequestID     = "req-van"
	LoanAgreement engagement.RequestID     = "req-loan"
	LetterToSign  engagement.DeliverableID = "deliverable-letter"
	SealedReturn  engagement.DeliverableID = "deliverable-2024"
	Financials    engagement.DocumentID    = "doc-financials"
)

// Addresses of the contacts.
const (
	RuthMail   = "ruth@acme.example"
	SamuelMail = "samuel@acme.example"
	InesMail   = "ines@rosewell.example"
	OlgaMail   = "olga@brandt.example"
)

var newYork = mustZone("America/New_York")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	must(err)
	return z
}

func at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, newYork)
}

// NewWorld tells the story up to now.
func NewWorld() *World {
	clock := NewClock(at(1, 5, 9, 0))
	w := &World{Clock: clock, Relay: NewRelay(clock.Now), Short: &Short{Now: clock.Now}, Mail: &Mail{}}
	master, err := blob.NewMasterKey(bytes.Repeat([]byte{7}, 32))
	must(err)
	w.Blobs, err = blob.New(&blob.Memory{}, &blob.MemoryKeys{}, blob.NewKeyring(master))
	must(err)
	w.people()
	w.letter()
	w.lastYear()
	w.thisYear()
	w.others()
	clock.Set(at(3, 4, 14, 41))
	return w
}

func (w *World) people() {
	r := w.Relay
	r.Found(Lindqvist, "Lindqvist & Moore", "America/New_York", Dana, "Dana Lindqvist")
	r.Hire(Lindqvist, Dana, Priya, "Priya Raman", engagement.Manager)
	r.Hire(Lindqvist, Dana, Tom, "Tom Wilkins", engagement.Preparer)
	w.client(Acme, engagement.Company, "Acme Ltd")
	w.client(RuthSelf, engagement.Person, "Ruth Adeyemi")
	w.client(Rosewell, engagement.Company, "Rosewell Farms")
	w.invite(Acme, Ruth, engagement.ContactPrivate{Name: "Ruth Adeyemi", Email: RuthMail, Title: "President"})
	w.invite(Acme, Samuel, engagement.ContactPrivate{Name: "Samuel Okafor", Email: SamuelMail})
	w.invite(RuthSelf, Ruth, engagement.ContactPrivate{Name: "Ruth Adeyemi", Email: RuthMail})
	w.invite(Rosewell, Ines, engagement.ContactPrivate{Name: "Ines Marchetti", Email: InesMail})
	r.Found(Northway, "Northway Tax", "America/Chicago", Noel, "Noel Archer")
	r.Do(Northway, Noel, engagement.ClientStream(Brandt), engagement.ClientCreated,
		engagement.ClientCreatedBody{Client: Brandt, Type: engagement.Person}, engagement.ClientNamed{Name: "Olga Brandt"})
	r.Do(Northway, Noel, engagement.ClientStream(Brandt), engagement.ContactInvited,
		engagement.ContactRef{Contact: Olga}, engagement.ContactPrivate{Name: "Olga Brandt", Email: OlgaMail})
	r.Do(Northway, Noel, engagement.EngagementStream(BrandtReturn), engagement.EngagementOpened,
		engagement.EngagementOpenedBody{Client: Brandt, Service: engagement.Form1040, Period: "2025", People: engagement.People{Partner: Noel}},
		engagement.EngagementPrivate{Title: "2025 Form 1040", Salt: salt(BrandtReturn)})
}

func (w *World) client(id engagement.ClientID, t engagement.ClientType, name string) {
	w.Relay.Do(Lindqvist, Dana, engagement.ClientStream(id), engagement.ClientCreated,
		engagement.ClientCreatedBody{Client: id, Type: t}, engagement.ClientNamed{Name: name})
}

func (w *World) invite(client engagement.ClientID, id engagement.ContactID, who engagement.ContactPrivate) {
	w.Relay.Do(Lindqvist, Dana, engagement.ClientStream(client), engagement.ContactInvited, engagement.ContactRef{Contact: id}, who)
}

// Revoke ends a contact's access to a client of Lindqvist & Moore.
func (w *World) Revoke(client engagement.ClientID, id engagement.ContactID) {
	w.Relay.Do(Lindqvist, Dana, engagement.ClientStream(client), engagement.ContactRevoked, engagement.ContactRef{Contact: id}, nil)
}

func (w *World) open(id engagement.EngagementID, client engagement.ClientID, service engagement.Service, title, due string) {
	w.Relay.Do(Lindqvist, Priya, engagement.EngagementStream(id), engagement.EngagementOpened,
		engagement.EngagementOpenedBody{
			Client: client, Service: service, Period: "2025", Due: due,
			People: engagement.People{Partner: Dana, Manager: Priya, Preparer: Tom},
		}, engagement.EngagementPrivate{Title: title, Salt: salt(id)})
}

func salt(id engagement.EngagementID) []byte { return public("salt", string(id)) }

// Staff records what somebody at Lindqvist & Moore did in an engagement.
func (w *World) Staff(by engagement.StaffID, e engagement.EngagementID, kind engagement.Kind, body, private any) engagement.EventID {
	return w.Relay.Do(Lindqvist, by, engagement.EngagementStream(e), kind, body, private)
}

// Put stores bytes for a client of Lindqvist & Moore.
func (w *World) Put(client engagement.ClientID, data []byte) engagement.BlobRef {
	hash, _, err := w.Blobs.Put(context.Background(), w.Relay.Scope(Lindqvist, client), bytes.NewReader(data))
	must(err)
	return engagement.BlobRef(hash.String())
}

// Share saves a file in an engagement's folder for the client.
func (w *World) Share(by engagement.StaffID, e engagement.EngagementID, client engagement.ClientID, id engagement.DocumentID, name, media string, data []byte) {
	ref := w.Put(client, data)
	base := w.Relay.Engagement(Lindqvist, e).Base(name)
	event := engagement.SaveID(salt(e), e, name, base, engagement.Digest(ref))
	w.Relay.DoAs(Lindqvist, by, event, engagement.EngagementStream(e), engagement.DocumentShared,
		engagement.DocumentBody{Document: id, Base: base, Blob: ref, Size: int64(len(data)), Media: media},
		engagement.SharedPrivate{Rel: name, Key: name})
}

// Publish assembles, approves and publishes a package.
func (w *World) Publish(e engagement.EngagementID, client engagement.ClientID, id engagement.DeliverableID, title, note string, pdf []byte, pages int, plan engagement.Plan, to ...engagement.ContactID) {
	w.publish(e, client, id, "", title, note, pdf, pages, plan, to)
}

// Correct publishes a package in place of another.
func (w *World) Correct(e engagement.EngagementID, client engagement.ClientID, id, replaces engagement.DeliverableID, title string, pdf []byte, pages int, plan engagement.Plan, to ...engagement.ContactID) {
	w.publish(e, client, id, replaces, title, "", pdf, pages, plan, to)
}

func (w *World) publish(e engagement.EngagementID, client engagement.ClientID, id, replaces engagement.DeliverableID, title, note string, pdf []byte, pages int, plan engagement.Plan, to []engagement.ContactID) {
	ref := w.Put(client, pdf)
	draft := engagement.DraftID("draft-" + id)
	w.Staff(Tom, e, engagement.DraftAssembled, engagement.DraftBody{
		Draft: draft, Blob: ref, Size: int64(len(pdf)), Pages: pages, Plan: plan, Final: true,
		Parts: []engagement.Part{{Sum: engagement.Digest(ref), Pages: pages, First: 1}},
	}, engagement.DraftPrivate{Title: title, Parts: []string{title}})
	w.Staff(Tom, e, engagement.DraftSubmitted, engagement.DraftRef{Draft: draft}, nil)
	approval := w.Staff(Dana, e, engagement.DraftApproved,
		engagement.ApprovalBody{Draft: draft, Sum: engagement.Digest(ref), Pages: pages, Plan: plan.Digest()}, nil)
	w.Staff(Priya, e, engagement.DeliverablePublished, engagement.PublishedBody{
		Deliverable: id, Draft: draft, Approval: approval, Replaces: replaces, Blob: ref, Size: int64(len(pdf)), Pages: pages,
		Plan: plan, To: to, Final: true,
	}, engagement.PublishedPrivate{Title: title, Note: note})
}

// Seal finishes a deliverable that everybody signed.
func (w *World) Seal(e engagement.EngagementID, client engagement.ClientID, id engagement.DeliverableID, pdf []byte, pages int) {
	d := w.Relay.Engagement(Lindqvist, e).Deliverable(id)
	ref := w.Put(client, pdf)
	w.Relay.DoAs(Lindqvist, "", engagement.SealedID(salt(e), e, id), engagement.EngagementStream(e), engagement.DeliverableSealed,
		engagement.SealedBody{
			Deliverable: id, Approved: engagement.Digest(d.Blob), Blob: ref, Size: int64(len(pdf)), Pages: pages,
			Evidence: engagement.DigestOf([]byte(id)),
		}, nil)
}
