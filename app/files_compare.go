package app

import (
	"path"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// comparison is one work file held against one engagement.
type comparison struct {
	a       *App
	e       *engagement.Engagement
	listed  folder.WorkFile
	at      map[string]folder.ListedFile // files of the lanes, by pathFold of the path inside the work file
	local   string                       // the work file on this computer
	seen    bool                         // the share was looked at
	state   string                       // as WorkFile.State
	reason  string
	since   Moment // the state of the share stands since then
	polling string
	rest    rest // why this process does not watch it
	filing  filing
	held    []Hold
	missing map[string]bool    // keys of the files of To client that are held as missing
	refused map[string]refused // by path inside To client: versions the relay did not take
}

// files compares what lies on the share with what the client sees.
func (a *App) files(id string) (FilesPanel, error) {
	c, err := a.compare(id)
	if err != nil {
		return FilesPanel{}, err
	}
	defer a.mu.Unlock()
	return c.panel(), nil
}

// compare holds one work file against its engagement. The share is looked at without the lock; the lock
// is held when it returns without an error.
func (a *App) compare(id string) (comparison, error) {
	who := a.filers.ask(a)
	a.mu.Lock()
	e, err := a.engagement(id)
	if err != nil {
		a.mu.Unlock()
		return comparison{}, err
	}
	w := a.workFile(e)
	a.mu.Unlock()
	var listed folder.WorkFile
	if folders, err := a.share.showing(id); err == nil && (w.State == string(folder.RootOK) || w.State == string(folder.RootReadOnly)) {
		listed, err = folders.List(id)
		switch {
		case err != nil:
			w.State, w.Reason = "unreachable", shareWords(err)
		case !listed.Found:
			w.State, w.Reason = "missing", shareWords(folder.ErrNoWorkFile)
		}
	}
	a.mu.Lock()
	if e, err = a.engagement(id); err != nil {
		a.mu.Unlock()
		return comparison{}, err
	}
	return a.comparison(e, w, listed, who), nil
}

func (a *App) comparison(e *engagement.Engagement, w WorkFile, listed folder.WorkFile, who filing) comparison {
	c := comparison{
		a: a, e: e, listed: listed, local: w.Local, state: w.State, reason: w.Reason, filing: who, at: map[string]folder.ListedFile{},
		seen: w.State == string(folder.RootOK) || w.State == string(folder.RootReadOnly),
	}
	_, news, _ := a.share.root(w.Root)
	c.since, c.polling, c.rest = a.moment(news.Since), news.Polling, a.restOf(e)
	for _, l := range listed.Lanes {
		for _, f := range l.Files {
			c.at[pathFold(path.Join(l.Name, f.Rel))] = f
		}
	}
	c.held, c.missing = a.share.heldOf(e.ID)
	c.refused = a.refusedSaves(e.ID)
	return c
}

func (c comparison) panel() FilesPanel {
	p := FilesPanel{
		Local: c.local, State: c.state, Reason: c.reason, Live: c.a.online(), Polling: c.polling, Notices: c.notices(),
		Holds: append([]Hold{}, c.held...), Lanes: []FileLane{}, Private: privateRows(c.listed), Contact: c.contact(),
	}
	if c.a.link != nil {
		p.AsOf = c.a.moment(c.a.link.Status().Level)
	}
	for _, lane := range folder.Lanes {
		p.Lanes = append(p.Lanes, c.lane(lane))
	}
	for _, l := range p.Lanes {
		for _, r := range l.Rows {
			p.count(r)
		}
	}
	return p
}

func (p *FilesPanel) count(r FileRow) {
	switch {
	case r.Earlier:
	case r.Tie == "tied":
		p.Tied++
	case r.Tie == "moving":
		p.Moving++
	case r.Tie == "settle":
		p.Settle++
	case r.Tie == "open" || r.Tie == "waiting" || r.Tie == "held":
		p.Waiting++
	}
}

// notices are what stands over the table: conditions of the whole work file.
func (c comparison) notices() []FilesNotice {
	all := []FilesNotice{}
	switch c.state {
	case string(folder.RootOK), "unmapped", unbound:
	case string(folder.RootReadOnly):
		all = append(all, FilesNotice{"reading-only", "The share can only be read from this computer.", "What you save is sent. Nothing is filed from here, and no deletion is believed."})
	case "missing":
		all = append(all, FilesNotice{"folder-missing", "The work-file folder is not where it was.", "It may have been renamed or moved. Nothing is concluded from that; map it again."})
	case string(folder.RootEmpty), string(folder.RootSwapped):
		all = append(all, FilesNotice{"not-recognised", doubtWords(c.state) + ".", c.reason + " You can read what is on this computer; filing waits."})
	default:
		all = append(all, FilesNotice{"unreachable", "The share can't be reached" + sinceWords(c.since) + ".", "You can read what is on this computer; filing waits."})
	}
	if c.laneGone() && sent(c.e) {
		all = append(all, FilesNotice{"lane-missing", "The folder “" + c.a.laneName(folder.ToClient) + "” is not there.", laneGoneWords})
	}
	if c.seen && c.rest.code == "complete" {
		all = append(all, FilesNotice{"complete", c.rest.words + ".",
			"Nothing that is saved or deleted there reaches " + c.contact() + " until the status is another one. What " + c.contact() + " sends is filed all the same."})
	}
	waits := 0
	for _, d := range c.e.Documents.All() {
		if v := d.Latest(); d.Lane == engagement.FromClient && v.Placed == nil && !v.Erased {
			waits++
		}
	}
	if why := c.unfiled(); waits > 0 && why != "" {
		all = append(all, FilesNotice{"nobody-filing", why,
			counted(waits, "file", "files") + " from " + c.contact() + " is safe at the relay and is filed when a computer with the share is on."})
	}
	return all
}

// sent says that something went to the client and was not taken back.
func sent(e *engagement.Engagement) bool {
	for _, d := range e.Documents.All() {
		if d.Lane == engagement.ToClient && d.Withdrawn == nil {
			return true
		}
	}
	return false
}

// doubtWords say what is where the share was, as a sentence without its full stop.
func doubtWords(state string) string {
	if state == string(folder.RootEmpty) {
		return "The share's folder is empty"
	}
	return "What lies where the share was is not recognised"
}

func sinceWords(m Moment) string {
	if m.Words == "" {
		return ""
	}
	return " since " + m.Words
}
