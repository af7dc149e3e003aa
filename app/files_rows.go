package app

import (
	"log/slog"
	"path"
	"slices"
	"strconv"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

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

// row is a row that stands as s says.
func (s standing) row(r FileRow) FileRow {
	r.Tie, r.TieWords, r.Code, r.Percent, r.Left = s.tie, s.words, s.code, s.percent, int(s.left.Seconds())
	if s.needsWords() {
		r.Note = s.why
	}
	r.Can = append(r.Can, "explain")
	if r.Can == nil {
		r.Can = []string{}
	}
	return r
}

// received pairs uploads with where they were filed. Staff may have renamed or moved them since: the
// client keeps seeing what they sent.
func (c comparison) received() []FileRow {
	rows, filed := []FileRow{}, map[string]bool{}
	for _, d := range c.e.Documents.All() {
		if d.Lane != engagement.FromClient {
			continue
		}
		v := d.Latest()
		row := FileRow{
			Key: string(v.ID), Document: string(d.ID), Version: string(v.ID),
			Client: FileSide{Name: d.Name, Meta: c.a.moment(v.At).Words}, Can: []string{"view"},
		}
		if v.Placed != nil {
			filed[pathFold(v.Placed.Path)] = true
			row.Share, row.Can = c.placedSide(v.Placed, sizeWords(v.Size)), append(row.Can, "receipt")
			if row.Share.Path != "" {
				row.Can = append(row.Can, "open", "reveal")
			}
		}
		rows = append(rows, c.uploaded(d).row(row))
	}
	return append(rows, c.placedByStaff(folder.FromClient, filed)...)
}

// placedSide is a filed file as it lies on the share, or a word that it was moved.
func (c comparison) placedSide(p *engagement.Placed, meta string) FileSide {
	if c.seen && !c.lies(p.Path) {
		return FileSide{Name: path.Base(p.Path), Meta: "moved since"}
	}
	return FileSide{Name: path.Base(p.Path), Meta: meta, Path: p.Path}
}

// placedByStaff lists what staff put into a lane that Tieout fills.
func (c comparison) placedByStaff(lane folder.Lane, filed map[string]bool) []FileRow {
	rows := []FileRow{}
	for _, f := range c.onShare(lane) {
		side := c.shareSide(lane, f)
		if !filed[pathFold(side.Path)] {
			rows = append(rows, c.staffStands(lane).row(FileRow{Key: f.Key, Share: side, Can: []string{"open", "reveal"}}))
		}
	}
	return rows
}

// staffStands is a file that staff put where nothing goes out.
func (c comparison) staffStands(lane folder.Lane) standing {
	to := c.a.laneName(folder.ToClient)
	if lane == folder.ForSignature {
		return standing{code: "part", tie: "office", words: "Never leaves by itself", why: "Files in " + c.a.laneName(lane) + " never leave by themselves. A PDF saved here is offered as a part of a draft.",
			next: "Add it to a draft; the package goes out when it is approved and published."}
	}
	return standing{code: "staff-copy", tie: "office", words: "Stays in the office", why: "Files in " + c.a.laneName(lane) + " come from " + c.contact() + " and the seal; what the office puts there goes nowhere.",
		next: "To show it to " + c.contact() + ", save a copy in " + to + "."}
}

// shared pairs the files of To client with the documents the client sees, by path key.
func (c comparison) shared() []FileRow {
	rows, paired := []FileRow{}, map[string]bool{}
	for _, f := range c.onShare(folder.ToClient) {
		d := c.e.DocumentByKey(f.Key)
		rows = append(rows, c.sharedRow(f, d))
		if d != nil && !paired[f.Key] {
			rows = append(rows, c.earlier(d)...)
		}
		paired[f.Key] = true
	}
	for _, d := range c.e.Documents.All() {
		if d.Lane != engagement.ToClient || paired[d.Key] || d.Withdrawn != nil && c.seen {
			continue
		}
		row := FileRow{Key: d.Key, Document: string(d.ID), Version: string(d.Latest().ID), Client: c.clientSide(d), Can: []string{"view"}}
		if d.Withdrawn == nil && c.a.me() != nil && d.ShownLatest() == d.Latest() {
			row.Can = append(row.Can, "withdraw")
		} else {
			row.Can = append(row.Can, c.outboundActs(d)...)
		}
		rows = append(rows, c.notOnShare(d).row(c.shown(row, d)))
		rows = append(rows, c.earlier(d)...)
	}
	return rows
}

// shown adds the receipt of a version that the client could see.
func (c comparison) shown(row FileRow, d *engagement.Document) FileRow {
	if v := d.Latest(); v.Seq > 0 && v.WasOut() {
		row.Can = append(row.Can, "receipt")
	}
	return row
}

func (c comparison) sharedRow(f folder.ListedFile, d *engagement.Document) FileRow {
	row := FileRow{Key: f.Key, Share: c.shareSide(folder.ToClient, f), Can: []string{"open", "reveal"}}
	if f.State == folder.StateTwin {
		row.Key += "#" + f.Rel
	}
	if d != nil {
		row.Document, row.Version, row.Client = string(d.ID), string(d.Latest().ID), c.clientSide(d)
		row.Can = append(append(row.Can, "view"), c.outboundActs(d)...)
		if n := len(d.Versions); n > 1 {
			row.Share.Meta = "v" + strconv.Itoa(n)
		}
		row = c.shown(row, d)
	}
	return c.onShareStands(f, d).row(row)
}

// clientSide is what the client sees of a document, which may be an earlier version than the newest.
func (c comparison) clientSide(d *engagement.Document) FileSide {
	v, shown := d.Latest(), d.ShownLatest()
	if d.Withdrawn == nil && shown == nil {
		return FileSide{} // the words of the tie stand in its place
	}
	if shown == nil {
		return FileSide{Name: d.Name, Meta: "withdrawn"}
	}
	side := FileSide{Name: d.ShownName(), Meta: c.a.moment(shown.Sent()).Words}
	switch {
	case shown != v:
		side.Tag = "Earlier version"
	case len(d.Shown()) > 1:
		side.Tag = "Latest"
	}
	_, waits := c.releaseWaits(d, shown)
	switch {
	case shown.Seq == 0 || waits:
		side.Meta = "queued"
	case len(shown.Views) > 0:
		side.Meta = "Seen " + c.a.moment(shown.Views[0].At).Words
	}
	return side
}

// earlier are the versions before the newest: what of them the client finds in the history.
func (c comparison) earlier(d *engagement.Document) []FileRow {
	rows, shown := []FileRow{}, d.Shown()
	for i, v := range slices.Backward(d.Versions[:len(d.Versions)-1]) {
		row := FileRow{
			Key: d.Key + "#" + string(v.ID), Document: string(d.ID), Version: string(v.ID), Earlier: true, Tie: "tied",
			Share:  FileSide{Name: d.Name + ", v" + strconv.Itoa(i+1), Meta: c.a.moment(v.At).Words},
			Client: FileSide{Name: "Earlier version", Meta: "in history"}, TieWords: "Replaced", Can: []string{"view"},
		}
		switch stands := d.Standing(v); {
		case stands == engagement.StandsReplaced:
			row.Tie, row.TieWords, row.Client = "withdrawn", "Never went out", FileSide{}
		case stands == engagement.StandsPulledBack:
			row.Tie, row.TieWords, row.Client = "withdrawn", "Pulled back. "+c.a.openedWords(c.e, v), FileSide{}
		case !slices.Contains(shown, v):
			row.Tie, row.TieWords, row.Client = "withdrawn", "Not seen any more", FileSide{}
		}
		rows = append(rows, row)
	}
	return rows
}

// toSign lists what lies in For signature beside the packages that are out.
func (c comparison) toSign() []FileRow {
	rows := c.placedByStaff(folder.ForSignature, nil)
	for _, d := range c.e.Deliverables {
		if !d.AwaitsSignature() {
			continue
		}
		out := standing{code: "out-for-signature", tie: "client-only", words: "Out for signature", why: "It was published and waits for " + c.a.nextSigners(c.e, d) + " to sign.",
			next: "Remind them. The sealed copy is filed in " + c.a.laneName(folder.Signed) + " when the last one has signed."}
		rows = append(rows, out.row(FileRow{
			Key: string(d.ID), Client: FileSide{Name: d.Title, Meta: strconv.Itoa(len(d.Signed)) + " of " + strconv.Itoa(len(d.Plan.Signers)) + " signed"},
			Can: []string{"view"},
		}))
	}
	return rows
}

func (c comparison) signed() []FileRow {
	rows, filed := []FileRow{}, map[string]bool{}
	for _, d := range c.e.Deliverables {
		if d.Seal == nil {
			continue
		}
		row := FileRow{Key: string(d.ID), Version: string(d.Seal.Event), Client: FileSide{Name: d.Title, Meta: "Signed " + c.a.moment(d.Seal.At).Words}, Can: []string{"view"}}
		if d.Placed != nil {
			row.Share, row.Can = c.placedSide(d.Placed, "sealed"), append(row.Can, "receipt")
			filed[pathFold(d.Placed.Path)] = true
			filed[pathFold(evidencePath(d.Placed.Path))] = true
			if row.Share.Path != "" {
				row.Can = append(row.Can, "open", "reveal")
			}
		}
		rows = append(rows, c.sealedStands(d).row(row))
	}
	return append(rows, c.placedByStaff(folder.Signed, filed)...)
}

// evidencePath is where the evidence of a sealed copy lies.
func evidencePath(sealed string) string {
	return strings.TrimSuffix(sealed, path.Ext(sealed)) + ".evidence.json"
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
	body := engagement.WithdrawnBody{Document: engagement.DocumentID(document), Careful: true}
	name, key := "a document", ""
	if d := e.Document(body.Document); d != nil {
		body.Version, name, key = d.Tip, d.Name, d.Key
	}
	o, err := a.doLocked(act{Words: "Withdraw " + name}, name+" withdrawn. The file on the share stays",
		on(id, engagement.DocumentWithdrawn, body, engagement.WhyPrivate{Why: strings.TrimSpace(why)}))
	if err != nil {
		return Outcome{}, err
	}
	if err := a.ahead.drop(e.ID, key); err != nil { // what was saved and not sent goes out no more
		slog.Error("app: a save of what was withdrawn is still kept", "error", err)
	}
	return o, nil
}
