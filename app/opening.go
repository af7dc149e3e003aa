package app

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

func (a *App) newEngagementOptions() (NewEngagementOptions, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	o := NewEngagementOptions{
		Clients: []Choice{}, Templates: []TemplateChoice{}, Roots: []Choice{},
		Staff: a.activeStaff(), Partners: a.activeStaff(engagement.Partner),
	}
	for _, c := range a.allClients() {
		o.Clients = append(o.Clients, Choice{ID: string(c.ID), Label: c.Name, Detail: c.Code})
	}
	slices.SortFunc(o.Clients, func(x, y Choice) int { return strings.Compare(strings.ToLower(x.Label), strings.ToLower(y.Label)) })
	for _, t := range engagement.Templates {
		choice := TemplateChoice{Service: string(t.Service), Name: t.Name, Yearly: t.Yearly, Requests: []RequestDraft{}}
		for _, r := range t.Requests {
			choice.Requests = append(choice.Requests, RequestDraft{Title: r.Title, Detail: r.Detail})
		}
		o.Templates = append(o.Templates, choice)
	}
	for id, r := range a.pending.view().Firm().Roots {
		root, _, bound := a.share.root(string(id))
		choice := Choice{ID: string(id), Label: r.Name, Detail: "not on this computer"}
		if bound {
			choice.Detail = root.Path
		}
		o.Roots = append(o.Roots, choice)
	}
	slices.SortFunc(o.Roots, func(x, y Choice) int { return strings.Compare(x.Label, y.Label) })
	return o, nil
}

func (a *App) suggestEngagement(client, service, period string) (EngagementPlan, error) {
	title, due := plan(engagement.Service(service), period)
	p := EngagementPlan{Title: title, Due: due}
	a.mu.Lock()
	name := folder.SafeName(a.clientName(engagement.ClientID(client)))
	p.Root, p.Path = a.suggestPath(engagement.ClientID(client), name, folder.SafeName(title))
	a.mu.Unlock() // a share may leave a question unanswered
	if root, news, bound := a.share.root(p.Root); bound && news.State == folder.RootOK {
		_, err := os.Stat(filepath.Join(root.Path, filepath.FromSlash(p.Path)))
		p.Exists = err == nil
	}
	return p, nil
}

// plan proposes a title and a due date: of a year, the next year's date of the template, moved off a
// weekend; of a month, the day in the month after. The person decides.
func plan(s engagement.Service, period string) (title, due string) {
	t := engagement.TemplateFor(s)
	if t == nil {
		return strings.TrimSpace(period + " " + string(s)), ""
	}
	if month, err := time.Parse("2006-01", period); err == nil {
		return month.Format("Jan 2006") + " accounts", workday(month.AddDate(0, 1, t.DueDay-1))
	}
	year, err := strconv.Atoi(period)
	if err != nil || !t.Yearly {
		return strings.TrimSpace(period + " " + t.Name), ""
	}
	return period + " " + t.Name, workday(time.Date(year+1, time.Month(t.DueMonth), t.DueDay, 0, 0, 0, 0, time.UTC))
}

func workday(t time.Time) string {
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t.Format(time.DateOnly)
}

// suggestPath puts new work beside the client's other work, else beside that of other clients.
func (a *App) suggestPath(client engagement.ClientID, name, title string) (root, rel string) {
	mapped := map[engagement.RootID]int{}
	for _, c := range a.allCards() {
		if c.Mapping == nil {
			continue
		}
		if c.Client == client {
			return string(c.Mapping.Root), path.Join(path.Dir(c.Mapping.Path), title)
		}
		mapped[c.Mapping.Root]++
	}
	var best engagement.RootID
	for id := range a.pending.view().Firm().Roots {
		if best == "" || mapped[id] > mapped[best] || mapped[id] == mapped[best] && id < best {
			best = id
		}
	}
	return string(best), path.Join(name, title)
}

func (a *App) openEngagement(n NewEngagement) (Outcome, error) {
	a.mu.Lock()
	id := engagement.EngagementID(a.newID())
	drafts, err := a.opening(id, n)
	var o Outcome
	if err == nil {
		o, err = a.doLocked(act{Words: "Open " + n.Title}, n.Title+" opened", drafts...)
	}
	a.mu.Unlock()
	if err != nil {
		return Outcome{}, err
	}
	o.ID = string(id)
	if n.MakeFolder && n.Root != "" {
		if err := a.makeWorkFile(id, engagement.RootID(n.Root), n.Path); err != nil {
			o.Words += " Its folder could not be made: " + shareWords(err)
		}
	}
	return o, nil
}

// opening makes the events of opening an engagement. The caller holds the lock.
func (a *App) opening(id engagement.EngagementID, n NewEngagement) ([]fact, error) {
	stream := engagement.EngagementStream(id)
	title, due := plan(engagement.Service(n.Service), n.Period)
	n.Title = cmp.Or(strings.TrimSpace(n.Title), title)
	if n.Title == "" || n.Client == "" {
		return nil, failure(CodeInput, "An engagement needs a client and a title.", "")
	}
	salt := make([]byte, 32)
	if _, err := io.ReadFull(a.cfg.Random, salt); err != nil {
		return nil, err
	}
	drafts := []fact{{
		Stream: stream, Kind: engagement.EngagementOpened,
		Body: engagement.EngagementOpenedBody{
			Client: engagement.ClientID(n.Client), Service: engagement.Service(n.Service), Period: n.Period,
			Due: cmp.Or(n.Due, due), People: PeopleChoice{n.Partner, n.Manager, n.Preparer}.people(),
		},
		Private: engagement.EngagementPrivate{Title: n.Title, Salt: salt},
	}}
	asked, err := a.asked(stream, n.Requests)
	if err != nil {
		return nil, err
	}
	drafts = append(drafts, asked...)
	if n.Root == "" {
		return drafts, nil
	}
	mapped, err := mapping(stream, n.Root, n.Path)
	return append(drafts, mapped), err
}

func mapping(stream engagement.Stream, root, rel string) (fact, error) {
	rel = filepath.ToSlash(strings.Trim(rel, `/\`))
	if err := (folder.Mapping{ID: "x", RootID: root, Path: rel}).Check(); err != nil || rel == "" {
		return fact{}, failure(CodeInput, fmt.Sprintf("%q is not a folder inside the share.", rel), "Choose the folder of the work file.")
	}
	return fact{
		Stream: stream, Kind: engagement.WorkFileMapped,
		Body: engagement.MappedBody{Root: engagement.RootID(root)}, Private: engagement.MappedPrivate{Path: rel},
	}, nil
}

func (a *App) mapWorkFile(id, root, rel string, makeFolder bool) (Outcome, error) {
	d, err := mapping(engagement.EngagementStream(engagement.EngagementID(id)), root, rel)
	if err != nil {
		return Outcome{}, err
	}
	o, err := a.do(act{Words: "Map a work file"}, "Mapped", d)
	if err != nil {
		return o, err
	}
	a.share.follow()
	if makeFolder {
		if err := a.makeWorkFile(engagement.EngagementID(id), engagement.RootID(root), rel); err != nil {
			o.Words += " The folder could not be made: " + shareWords(err)
		}
	}
	return o, nil
}

// makeWorkFile makes a work file's folder and its lanes where they are missing.
func (a *App) makeWorkFile(id engagement.EngagementID, root engagement.RootID, rel string) error {
	folders, err := a.share.folders()
	if err != nil {
		return err
	}
	m := folder.Mapping{ID: string(id), RootID: string(root), Path: filepath.ToSlash(strings.Trim(rel, `/\`))}
	if err := folders.Follow(m); err != nil {
		return err
	}
	err = folders.EnsureLanes(string(id))
	if errors.Is(err, folder.ErrNoWorkFile) {
		err = folders.CreateWorkFile(string(id))
	}
	return err
}
