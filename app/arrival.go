package app

import (
	"path"
	"strconv"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

func (a *App) arrival(id, about string) (Arrival, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Arrival{}, err
	}
	a.noteOpened(id)
	v := Arrival{
		Engagement: a.refOf(e), About: about, Done: []string{}, Files: []ArrivalFile{},
		Waiting: a.waitingFor(e), Homes: []Choice{}, Can: []string{},
	}
	if r := e.Request(engagement.RequestID(about)); r != nil {
		a.answerOf(&v, e, r)
		return v, nil
	}
	if d := e.Document(engagement.DocumentID(about)); d != nil {
		a.uploadOf(&v, e, d)
		return v, nil
	}
	if d := e.Deliverable(engagement.DeliverableID(about)); d != nil && d.Declined != nil {
		who := a.contact(e.Client, d.Declined.By)
		v.Title, v.Note = d.Title, d.Declined.Why
		v.Lead = who.First + " declined to sign at " + a.moment(d.Declined.At).Words
		return v, nil
	}
	return Arrival{}, failure(engagement.CodeMissing, "This is not here any more.", "A colleague may have settled it.")
}

func (a *App) answerOf(v *Arrival, e *engagement.Engagement, r *engagement.Request) {
	who := a.by(e.Client, r.By)
	v.Title, v.Request, v.Note = r.Title, string(r.ID), r.Note
	if r.Answered != nil {
		v.Lead = "Since " + who.First + " pressed Send " + a.atWords(*r.Answered)
	}
	for _, id := range r.Documents {
		if d := e.Document(id); d != nil {
			v.Files = append(v.Files, a.arrivalFile(e, d))
		}
	}
	a.doneFor(v, e)
	if r.State != engagement.Asked {
		in, all := e.Counts()
		v.Done = append(v.Done, "Request marked received. "+strconv.Itoa(in)+" of "+strconv.Itoa(all)+" are in",
			who.First+" was told “Received, thank you”")
	}
	c := newCan()
	c.when(a.mayWork() && r.State == engagement.Answered, "accept")
	c.when(a.mayWork() && (r.State == engagement.Answered || r.State == engagement.Accepted), "return")
	c.when(v.Folder != "", "open-folder")
	v.Can = c
}

func (a *App) uploadOf(v *Arrival, e *engagement.Engagement, d *engagement.Document) {
	latest := d.Latest()
	who := a.by(e.Client, latest.By)
	v.Title = d.Name
	v.Lead = "Since " + who.First + " pressed Send " + a.atWords(latest.At)
	v.Files = append(v.Files, a.arrivalFile(e, d))
	a.doneFor(v, e)
	v.Done = append(v.Done, who.First+" was told “Received, thank you”")
	for _, r := range e.Requests {
		if r.State != engagement.Cancelled {
			v.Homes = append(v.Homes, Choice{ID: string(r.ID), Label: r.Title, Detail: a.requestWords(r)})
		}
	}
	c := newCan()
	c.when(a.mayWork() && d.Request == "" && len(v.Homes) > 0, "assign")
	c.when(a.mayWork() && d.Request == "", "settle")
	c.when(v.Folder != "", "open-folder")
	v.Can = c
}

// doneFor says what was filed where, as the receipts have it.
func (a *App) doneFor(v *Arrival, e *engagement.Engagement) {
	filed, dir := 0, ""
	for _, f := range v.Files {
		if f.Filed {
			filed, dir = filed+1, path.Dir(f.Path)
		}
	}
	if filed > 0 {
		v.Done = append(v.Done, "Filed "+counted(filed, "file", "files")+" in "+dir)
		v.Folder = dir
	}
}

func (a *App) arrivalFile(e *engagement.Engagement, d *engagement.Document) ArrivalFile {
	v := d.Latest()
	f := ArrivalFile{
		Document: string(d.ID), Version: string(v.ID), Name: d.Name, Size: sizeWords(v.Size), Media: v.Media,
		Pages: a.pagesWords(v.Blob),
	}
	switch {
	case v.Erased:
		f.State = "erased"
	case v.Placed != nil:
		f.Filed, f.Path, f.State = true, v.Placed.Path, "filed"
	default:
		s := a.comparison(e, a.workFile(e), folder.WorkFile{}, a.filers.last(a.link)).notFiled(v.ID)
		f.State = s.why + " " + s.next
	}
	return f
}

// pagesWords says how many pages bytes have, where that was looked up before.
func (a *App) pagesWords(ref engagement.BlobRef) string {
	raw, err := a.store.Seen.Fact(factPages + string(ref))
	if err != nil || raw == nil {
		return ""
	}
	n, err := strconv.Atoi(string(raw))
	if err != nil {
		return ""
	}
	return counted(n, "page", "pages")
}

// factPages names how many pages bytes have.
const factPages = "pages/"
