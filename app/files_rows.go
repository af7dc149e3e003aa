package app

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// files compares what lies on the share with what the client sees. The share is looked at without the
// lock.
func (a *App) files(id string) (FilesPanel, error) {
	a.mu.Lock()
	e, err := a.engagement(id)
	if err != nil {
		a.mu.Unlock()
		return FilesPanel{}, err
	}
	w := a.workFile(e)
	a.mu.Unlock()
	var listed folder.WorkFile
	if folders, err := a.share.folders(); err == nil && (w.State == string(folder.RootOK) || w.State == string(folder.RootReadOnly)) {
		listed, err = folders.List(id)
		switch {
		case err != nil:
			w.State, w.Reason = "unreachable", shareWords(err)
		case !listed.Found:
			w.State, w.Reason = "missing", shareWords(folder.ErrNoWorkFile)
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, err = a.engagement(id); err != nil {
		return FilesPanel{}, err
	}
	return a.panel(e, w, listed), nil
}

func (a *App) panel(e *engagement.Engagement, w WorkFile, listed folder.WorkFile) FilesPanel {
	p := FilesPanel{
		Local: w.Local, State: w.State, Reason: w.Reason, Live: a.online(), Lanes: []FileLane{}, Private: privateRows(listed),
		Contact: "the client",
	}
	if a.link != nil {
		p.AsOf = a.moment(a.link.Status().Level)
	}
	if who := a.contacts(e.Client); len(who) > 0 {
		p.Contact = who[0].First
	}
	c := comparison{a: a, e: e, listed: listed, seen: w.State == "ok" || w.State == string(folder.RootReadOnly)}
	for _, lane := range folder.Lanes {
		p.Lanes = append(p.Lanes, c.lane(lane))
	}
	for _, l := range p.Lanes {
		for _, r := range l.Rows {
			switch {
			case r.Earlier:
			case r.Tie == "tied":
				p.Tied++
			case r.Tie == "moving":
				p.Moving++
			case r.Tie == "settle":
				p.Settle++
			}
		}
	}
	return p
}

func privateRows(listed folder.WorkFile) []PrivateRow {
	rows := []PrivateRow{}
	for _, f := range listed.Private {
		meta := counted(f.Files, "file", "files")
		if f.More {
			meta = "more than " + meta
		}
		rows = append(rows, PrivateRow{Name: f.Name, Folder: true, Meta: meta, Path: f.Name})
	}
	if listed.Loose > 0 {
		rows = append(rows, PrivateRow{Name: "Loose files", Meta: counted(listed.Loose, "file", "files")})
	}
	return rows
}

// comparison is one work file held against one engagement.
type comparison struct {
	a      *App
	e      *engagement.Engagement
	listed folder.WorkFile
	seen   bool // the share was looked at
}

// laneWords are what stands over the two sides of a lane, and in an empty one.
var laneWords = map[folder.Lane][4]string{
	folder.FromClient:   {"What you sent us", "portal → share", "Empty. What the client sends is filed here.", "Nothing sent yet"},
	folder.ToClient:     {"From us", "share → portal", "Empty. What you save here the client sees.", "Nothing here yet"},
	folder.ForSignature: {"Ready to sign", "share → portal", "Empty. An assembled draft is put here.", "Nothing to sign"},
	folder.Signed:       {"Signed documents", "portal → share", "Empty. Signed copies are filed here.", "Nothing signed yet"},
}

func (c comparison) lane(lane folder.Lane) FileLane {
	words := laneWords[lane]
	l := FileLane{
		Lane: string(lane), Name: c.a.laneName(lane), ClientName: words[0], Direction: words[1],
		Empty: words[2], EmptyThere: words[3], Rows: []FileRow{},
	}
	switch lane {
	case folder.FromClient:
		l.Rows = c.received()
	case folder.ToClient:
		l.Rows = c.shared()
	case folder.ForSignature:
		l.Rows = c.toSign()
	case folder.Signed:
		l.Rows = c.signed()
	}
	return l
}

func (c comparison) onShare(lane folder.Lane) []folder.ListedFile {
	for _, l := range c.listed.Lanes {
		if l.Lane == lane {
			return l.Files
		}
	}
	return nil
}

// shareSide is a file as it lies on the share.
func (c comparison) shareSide(lane folder.Lane, f folder.ListedFile) FileSide {
	return FileSide{
		Name: f.Rel, Meta: sizeWords(f.Size), Path: path.Join(c.laneFolder(lane), f.Rel), By: f.By,
	}
}

// laneFolder is what a lane is called on disk, which may differ in case from what the firm calls it.
func (c comparison) laneFolder(lane folder.Lane) string {
	for _, l := range c.listed.Lanes {
		if l.Lane == lane && l.Name != "" {
			return l.Name
		}
	}
	return c.a.laneName(lane)
}

// received pairs uploads with where they were filed. Staff may have renamed or moved them since: the
// client keeps seeing what they sent.
func (c comparison) received() []FileRow {
	rows := []FileRow{}
	for _, d := range c.e.Documents {
		if d.Lane != engagement.FromClient {
			continue
		}
		v := d.Latest()
		row := FileRow{
			Key: string(v.ID), Document: string(d.ID), Version: string(v.ID), Tie: "waiting",
			Client: FileSide{Name: d.Name, Meta: c.a.moment(v.At).Words}, Can: []string{"view"},
		}
		f := c.a.arrivalFile(c.e, d)
		row.TieWords = f.State
		if f.Filed {
			row.Tie, row.TieWords = "tied", "Filed "+c.a.moment(v.Placed.At).Words
			row.Share = FileSide{Name: path.Base(f.Path), Meta: f.Size, Path: f.Path}
			row.Can = append(row.Can, "open", "reveal")
		} else if f.State != "waiting" {
			row.Note = f.State
		}
		rows = append(rows, row)
	}
	return rows
}

// shared pairs the files of To client with the documents the client sees, by path key.
func (c comparison) shared() []FileRow {
	rows, paired := []FileRow{}, map[string]bool{}
	for _, f := range c.onShare(folder.ToClient) {
		d := c.e.DocumentByKey(f.Key)
		paired[f.Key] = true
		rows = append(rows, c.sharedRow(f, d))
		if d != nil {
			rows = append(rows, c.earlier(d)...)
		}
	}
	for _, d := range c.e.Documents {
		if d.Lane != engagement.ToClient || paired[d.Key] || d.Withdrawn != nil && c.seen {
			continue
		}
		row := FileRow{Key: d.Key, Document: string(d.ID), Version: string(d.Latest().ID), Client: c.clientSide(d), Tie: "client-only", Can: []string{"view"}}
		row.TieWords = "Not on the share"
		if !c.seen {
			row.Tie, row.TieWords = "waiting", "The share cannot be looked at"
		}
		if d.Withdrawn == nil && c.a.me() != nil {
			row.Can = append(row.Can, "withdraw")
		}
		rows = append(rows, row)
		rows = append(rows, c.earlier(d)...)
	}
	return rows
}

func (c comparison) sharedRow(f folder.ListedFile, d *engagement.Document) FileRow {
	row := FileRow{Key: f.Key, Share: c.shareSide(folder.ToClient, f), Can: []string{"open", "reveal"}}
	if d != nil {
		row.Document, row.Version, row.Client = string(d.ID), string(d.Latest().ID), c.clientSide(d)
		row.Can = append(row.Can, "view")
		if d.Withdrawn == nil && c.a.me() != nil {
			row.Can = append(row.Can, "withdraw")
		}
		if n := len(d.Versions); n > 1 {
			row.Share.Meta = "v" + strconv.Itoa(n)
		}
	}
	row.Tie, row.TieWords, row.Percent = c.tie(f, d)
	if f.State != folder.StateSettled && f.State != folder.StateSettling {
		row.Note = f.Detail
	}
	return row
}

// tie says how the two sides stand to each other.
func (c comparison) tie(f folder.ListedFile, d *engagement.Document) (state, words string, percent int) {
	switch {
	case f.State == folder.StateTwin:
		return "settle", "Two names differ only in case", 0
	case f.State == folder.StateOpen:
		return "waiting", cmp.Or(openWords(f.By), f.Detail), 0
	case f.State != folder.StateSettled:
		return "waiting", cmp.Or(f.Detail, "About to be read"), 0
	case d == nil:
		return "waiting", "About to be read", 0
	case d.Withdrawn != nil:
		return "share-only", "Withdrawn " + c.a.momentOf(d.Withdrawn).Words, 0
	case d.Latest().Seq == 0:
		if c.a.link != nil && c.a.online() {
			return "moving", "Sending", int(100 * c.a.link.Status().Sending[d.Latest().Blob])
		}
		return "waiting", "Goes out when you are back online", 0
	}
	return "tied", "Tied out", 100
}

func openWords(by string) string {
	if by == "" {
		return ""
	}
	return by + " has this open. Tieout sends it when they close it."
}

func (c comparison) clientSide(d *engagement.Document) FileSide {
	v := d.Latest()
	side := FileSide{Name: d.Name, Meta: c.a.moment(v.At).Words}
	if len(d.Versions) > 1 {
		side.Tag = "Latest"
	}
	switch {
	case d.Withdrawn != nil:
		side.Meta, side.Tag = "withdrawn", ""
	case v.Seq == 0:
		side.Meta = "queued"
	case len(v.Views) > 0:
		side.Meta = "Seen " + c.a.moment(v.Views[0].At).Words
	}
	return side
}

// earlier are the versions that the client finds in the history.
func (c comparison) earlier(d *engagement.Document) []FileRow {
	rows := []FileRow{}
	for i, v := range slices.Backward(d.Versions[:len(d.Versions)-1]) {
		rows = append(rows, FileRow{
			Key: d.Key + "#" + string(v.ID), Document: string(d.ID), Version: string(v.ID), Earlier: true, Tie: "tied",
			Share:  FileSide{Name: d.Name + ", v" + strconv.Itoa(i+1), Meta: c.a.moment(v.At).Words},
			Client: FileSide{Name: "Earlier version", Meta: "in history"}, TieWords: "Replaced", Can: []string{"view"},
		})
	}
	return rows
}

// toSign lists what lies in For signature beside the packages that are out.
func (c comparison) toSign() []FileRow {
	rows := []FileRow{}
	for _, f := range c.onShare(folder.ForSignature) {
		rows = append(rows, FileRow{
			Key: f.Key, Share: c.shareSide(folder.ForSignature, f), Tie: "share-only",
			TieWords: "Never leaves by itself", Can: []string{"open", "reveal"},
		})
	}
	for _, d := range c.e.Deliverables {
		if !d.AwaitsSignature() {
			continue
		}
		rows = append(rows, FileRow{
			Key: string(d.ID), Client: FileSide{Name: d.Title, Meta: strconv.Itoa(len(d.Signed)) + " of " + strconv.Itoa(len(d.Plan.Signers)) + " signed"},
			Tie: "client-only", TieWords: "Out for signature", Can: []string{"view"},
		})
	}
	return rows
}

func (c comparison) signed() []FileRow {
	rows := []FileRow{}
	for _, d := range c.e.Deliverables {
		if d.Seal == nil {
			continue
		}
		row := FileRow{
			Key: string(d.ID), Client: FileSide{Name: d.Title, Meta: "Signed " + c.a.moment(d.Seal.At).Words},
			Tie: "waiting", TieWords: cmp.Or(c.a.share.troubleOf(d.Seal.Event), "About to be filed"), Can: []string{"view"},
		}
		if d.Placed != nil {
			row.Share = FileSide{Name: path.Base(d.Placed.Path), Meta: "sealed", Path: d.Placed.Path}
			row.Tie, row.TieWords = "tied", "Filed "+c.a.moment(d.Placed.At).Words
			row.Can = append(row.Can, "open", "reveal")
		}
		rows = append(rows, row)
	}
	return rows
}

func (a *App) openFolder(id, rel string) error {
	where, err := a.workPath(id, rel)
	if err != nil {
		return err
	}
	return a.os.OpenFolder(where)
}

func (a *App) openFile(id, rel string) error {
	where, err := a.workPath(id, rel)
	if err != nil {
		return err
	}
	return a.os.OpenFile(where)
}

func (a *App) revealFile(id, rel string) error {
	where, err := a.workPath(id, rel)
	if err != nil {
		return err
	}
	return a.os.Reveal(where)
}

func (a *App) withdrawDocument(id, document, why string) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Outcome{}, err
	}
	body := engagement.DocumentRef{Document: engagement.DocumentID(document)}
	name := "a document"
	if d := e.Document(body.Document); d != nil {
		body.Version, name = d.Tip, d.Name
	}
	return a.doLocked(act{Words: "Withdraw " + name}, name+" withdrawn. The file on the share stays",
		on(id, engagement.DocumentWithdrawn, body, engagement.WhyPrivate{Why: strings.TrimSpace(why)}))
}
