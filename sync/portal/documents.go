package portal

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"tieout/sync/engagement"
)

// Documents is everything both sides have sent, by engagement.
type Documents struct {
	Folders []Folder `json:"folders" nullable:"false"`
}

// Folder is one engagement's documents.
type Folder struct {
	Engagement engagement.EngagementID `json:"engagement"`
	Title      string                  `json:"title"`
	Count      int                     `json:"count"`
	Office     []Document              `json:"office" nullable:"false" doc:"From the firm."`
	Sent       []Document              `json:"sent" nullable:"false" doc:"From the client."`
	Signed     []Document              `json:"signed" nullable:"false"`
}

// Document is one row: the latest version, and the earlier ones under it.
type Document struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Kind    string    `json:"kind" enum:"pdf,image,sheet,word,other"`
	Tag     string    `json:"tag,omitempty" enum:"latest,received,accepted,again,to-sign,sealed,signed,declined"`
	Detail  string    `json:"detail" doc:"A line under the name."`
	For     string    `json:"for,omitempty" doc:"The request it answers."`
	Latest  Version   `json:"latest"`
	Earlier []Version `json:"earlier" nullable:"false" doc:"Newest first."`
	// Deliverable is set where the row opens the signing pages.
	Deliverable engagement.DeliverableID `json:"deliverable,omitempty"`
}

// Version is one state of a document's bytes.
type Version struct {
	Number int    `json:"number"`
	When   When   `json:"when"`
	Size   int64  `json:"size"`
	Media  string `json:"media"`
	Href   string `json:"href" doc:"The bytes, for a viewer; with ?download=1 as a download."`
	Opened bool   `json:"opened" doc:"By this person."`
}

func (p *Portal) documentRoutes() {
	register(p, http.MethodGet, "/clients/{client}/documents", "documents", "Everything both sides have sent.", p.documents)
}

func (p *Portal) documents(ctx context.Context, in *AtClient) (*body[Documents], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	out := Documents{Folders: []Folder{}}
	for _, e := range v.sorted() {
		out.Folders = append(out.Folders, v.folder(e))
	}
	return answer(out), nil
}

func (v *visit) folder(e *engagement.Engagement) Folder {
	f := Folder{Engagement: e.ID, Title: e.Title, Office: []Document{}, Sent: []Document{}, Signed: []Document{}}
	for _, d := range e.Deliverables {
		if !v.reaches(d) || !d.Live() {
			continue
		}
		if d.Seal != nil || d.State == engagement.IsSigned {
			f.Signed = append(f.Signed, v.bundle(e, d))
		} else {
			f.Office = append(f.Office, v.bundle(e, d))
		}
	}
	for _, d := range e.Documents.All() {
		doc, ok := v.document(e, d)
		switch {
		case !ok:
		case d.Lane == engagement.ToClient:
			f.Office = append(f.Office, doc)
		default:
			f.Sent = append(f.Sent, doc)
		}
	}
	for _, list := range [][]Document{f.Office, f.Sent, f.Signed} {
		slices.SortStableFunc(list, func(a, b Document) int { return b.Latest.When.At.Compare(a.Latest.When.At) })
	}
	f.Count = len(f.Office) + len(f.Sent) + len(f.Signed)
	return f
}

// document is a row of a document, unless nothing of it is out (SPEC F11).
func (v *visit) document(e *engagement.Engagement, d *engagement.Document) (Document, bool) {
	c := v.clock()
	versions := []Version{}
	for i, ver := range d.Shown() {
		versions = append(versions, Version{
			Number: i + 1, When: c.when(ver.Sent()), Size: ver.Size, Media: ver.Media,
			Href: v.documentHref(e, d, ver), Opened: viewedBy(ver.Views, v.at.Contact) != nil,
		})
	}
	if len(versions) == 0 {
		return Document{}, false
	}
	slices.Reverse(versions)
	name := d.ShownName()
	out := Document{
		ID: string(d.ID), Name: name, Kind: kindOf(name, versions[0].Media), Latest: versions[0], Earlier: versions[1:],
	}
	out.Tag, out.Detail, out.For = v.standing(c, e, d, &versions[0])
	return out, true
}

// standing says what became of a document.
func (v *visit) standing(c clock, e *engagement.Engagement, d *engagement.Document, latest *Version) (tag, detail, title string) {
	if d.Lane == engagement.ToClient {
		detail = "Sent " + latest.When.Text
		if latest.Number > 1 {
			return "latest", fmt.Sprintf("Version %d, sent %s", latest.Number, latest.When.Text), ""
		}
		return "", detail, ""
	}
	detail = "Received " + latest.When.Text
	r := e.Request(d.Request)
	if r == nil {
		return "received", detail, ""
	}
	switch r.State {
	case engagement.Accepted:
		return "accepted", "Accepted " + c.when(*r.Settled).Text, r.Title
	case engagement.Returned:
		return "again", "We asked for this again", r.Title
	}
	return "received", detail, r.Title
}

// bundle is a row of a deliverable.
func (v *visit) bundle(e *engagement.Engagement, d *engagement.Deliverable) Document {
	c := v.clock()
	out := Document{
		ID: string(d.ID), Name: d.Title, Kind: "pdf", Detail: "Sent " + c.when(d.At).Text, Deliverable: d.ID, Earlier: []Version{},
		Latest: Version{
			Number: 1, When: c.when(d.At), Size: d.Size, Media: "application/pdf",
			Href: v.deliverableHref(e, d, "document"), Opened: viewedBy(d.Views, v.at.Contact) != nil,
		},
	}
	switch {
	case d.Seal != nil:
		out.Tag, out.Detail = "sealed", "Signed and sealed "+c.when(d.Seal.At).Text
		out.Latest = Version{
			Number: 1, When: c.when(d.Seal.At), Size: d.Seal.Size, Media: "application/pdf",
			Href: v.deliverableHref(e, d, "signed"), Opened: true,
		}
	case d.State == engagement.IsSigned:
		out.Tag, out.Detail = "signed", "Signed. The sealed copy follows in a moment."
	case d.State == engagement.IsDeclined:
		out.Tag, out.Detail = "declined", "Signing was declined "+c.when(d.Declined.At).Text
	case slices.Contains(d.Next(), v.at.Contact):
		out.Tag = "to-sign"
	}
	return out
}

func viewedBy(views []engagement.View, who engagement.ContactID) *time.Time {
	for i := range views {
		if views[i].By.Contact() == who {
			return &views[i].At
		}
	}
	return nil
}

// reaches says whether a deliverable was sent to this person. Another contact
// of the same client may not be meant to see it.
func (v *visit) reaches(d *engagement.Deliverable) bool {
	return slices.Contains(d.To, v.at.Contact) || slices.Contains(d.Plan.Signers, v.at.Contact)
}

func (v *visit) documentHref(e *engagement.Engagement, d *engagement.Document, ver *engagement.Version) string {
	return fmt.Sprintf("/portal/files/%s/%s/documents/%s/%s", v.at.Client, e.ID, d.ID, ver.ID)
}

func (v *visit) deliverableHref(e *engagement.Engagement, d *engagement.Deliverable, which string) string {
	return fmt.Sprintf("/portal/files/%s/%s/deliverables/%s/%s", v.at.Client, e.ID, d.ID, which)
}
