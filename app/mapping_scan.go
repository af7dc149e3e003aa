package app

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// maxFolders is how many folders a scan looks at before it stops.
const maxFolders = 20_000

// mapSheet looks for work files two folders deep, as "Client/Engagement".
func (a *App) mapSheet(id string) (MapSheet, error) {
	root, news, bound := a.share.root(id)
	if !bound {
		return MapSheet{}, failure(CodeShare, shareWords(folder.ErrUnknownRoot), "")
	}
	s := MapSheet{Root: id, Path: root.Path, Pattern: []string{"Client", "Engagement"}, Rows: []MapRow{}}
	clients, err := subfolders(root.Path)
	if err != nil {
		return s, failure(CodeShare, "The share cannot be looked at.", news.Reason)
	}
	a.mu.Lock()
	known := a.knownFolders(engagement.RootID(id))
	lanes := a.pending.view().Firm().Lanes
	year := a.now().In(a.zone()).Year()
	a.mu.Unlock()
	seen := 0
	for _, client := range clients {
		works, err := subfolders(filepath.Join(root.Path, client))
		if err != nil {
			continue // what cannot be listed is not offered
		}
		for _, work := range works {
			if seen++; seen > maxFolders {
				break
			}
			row := known.row(client, work, year)
			row.look(filepath.Join(root.Path, client, work), laneNames(lanes))
			s.add(row)
		}
	}
	s.Clients = len(clients)
	s.Summary = counted(len(clients), "client folder", "client folders") + ", " + counted(len(s.Rows), "work file", "work files")
	if news.State == folder.RootOK {
		s.Summary = "read and write tested · " + s.Summary
	}
	return s, nil
}

func subfolders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "$") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

func (s *MapSheet) add(row MapRow) {
	switch row.State {
	case "ready":
		s.Ready++
		s.Adds += len(folder.Lanes) - row.Lanes
	case "look":
		s.Look++
	default:
		s.Off++
	}
	s.Rows = append(s.Rows, row)
}

// knownFolders is what the firm has already, to recognise folders by.
type knownFolders struct {
	clients map[string]*engagement.Client
	contact map[engagement.ClientID]string
	mapped  map[string]engagement.EngagementID // by path
	open    map[string]engagement.EngagementID // by client and title
}

func (a *App) knownFolders(root engagement.RootID) knownFolders {
	k := knownFolders{
		clients: map[string]*engagement.Client{}, contact: map[engagement.ClientID]string{},
		mapped: map[string]engagement.EngagementID{}, open: map[string]engagement.EngagementID{},
	}
	for _, c := range a.allClients() {
		k.clients[plainName(c.Name)] = c
		if who := a.contacts(c.ID); len(who) > 0 {
			k.contact[c.ID] = who[0].Name
		}
	}
	for _, c := range a.allCards() {
		if c.Mapping != nil && c.Mapping.Root == root {
			k.mapped[c.Mapping.Path] = c.ID
		}
		k.open[string(c.Client)+"/"+plainName(c.Title)] = c.ID
	}
	return k
}

var unplain = regexp.MustCompile(`[^\p{L}\p{N}]+`)

// plainName is a name without what people spell differently: "Calloway, Jon & Beth" and "calloway jon
// beth" are one.
func plainName(s string) string {
	return strings.Trim(unplain.ReplaceAllString(strings.ToLower(s), " "), " ")
}

func (k knownFolders) row(client, work string, year int) MapRow {
	row := MapRow{
		Path: path.Join(client, work), Client: client, Title: work, Private: []string{}, Shared: []string{}, State: "ready", Result: "Ready",
	}
	row.Service, row.Period = readTitle(work)
	if c := k.clients[plainName(client)]; c != nil {
		row.Client, row.ClientID, row.Contact = c.Name, string(c.ID), k.contact[c.ID]
		row.Engagement = string(k.open[row.ClientID+"/"+plainName(work)])
	}
	switch {
	case k.mapped[row.Path] != "":
		row.Engagement, row.State, row.Result = string(k.mapped[row.Path]), "mapped", "Mapped already"
	case row.Service == "" || row.Period == "":
		row.State, row.Result = "look", "Which service and period is this?"
	case row.Period < fmt.Sprint(year-1):
		row.State, row.Result = "off", "Prior year, kept off"
	case row.ClientID == "":
		row.Result = "Ready; makes the client"
	}
	return row
}

// serviceWords recognise a service in a folder's name, the longest first.
var serviceWords = []struct {
	words   *regexp.Regexp
	service engagement.Service
}{
	{regexp.MustCompile(`(?i)\b1120[- ]?S\b`), engagement.Form1120S},
	{regexp.MustCompile(`(?i)\b1065\b`), engagement.Form1065},
	{regexp.MustCompile(`(?i)\b1040\b`), engagement.Form1040},
	{regexp.MustCompile(`(?i)\b(accounts|bookkeeping|monthly)\b`), engagement.Monthly},
}

var (
	yearWords  = regexp.MustCompile(`\b(20\d\d)\b`)
	monthDigit = regexp.MustCompile(`\b(20\d\d)[-_. ](0[1-9]|1[0-2])\b`)
	monthNames = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (20\d\d)\b`)
	months     = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// readTitle reads "2025 Form 1120-S" as that service of 2025, and "Jan 2026 accounts" as a month's.
func readTitle(s string) (service, period string) {
	for _, w := range serviceWords {
		if w.words.MatchString(s) {
			service = string(w.service)
			break
		}
	}
	if m := monthDigit.FindStringSubmatch(s); m != nil {
		return cmp.Or(service, string(engagement.Monthly)), m[1] + "-" + m[2]
	}
	if m := monthNames.FindStringSubmatch(s); m != nil && service == string(engagement.Monthly) {
		n := slices.Index(months, strings.ToLower(m[1])[:3]) + 1
		return service, fmt.Sprintf("%s-%02d", m[2], n)
	}
	if m := yearWords.FindStringSubmatch(s); m != nil && service != string(engagement.Monthly) {
		period = m[1]
	}
	return service, period
}

// look counts what is in the lanes and names what stays private. Nothing is opened.
func (row *MapRow) look(dir string, lanes folder.LaneNames) {
	found, err := os.ReadDir(dir)
	if err != nil {
		row.State, row.Result = "look", "This folder cannot be listed"
		return
	}
	for _, e := range found {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if name := laneCalled(lanes, e.Name()); name != "" && e.IsDir() {
			row.Lanes++
			files, _ := os.ReadDir(filepath.Join(dir, e.Name())) // what cannot be listed counts as empty here
			row.Shared = append(row.Shared, name+": "+counted(len(files), "file", "files"))
			continue
		}
		row.Private = append(row.Private, e.Name())
	}
	if missing := len(folder.Lanes) - row.Lanes; missing > 0 && row.State == "ready" {
		row.Result = strings.TrimPrefix(row.Result+", adds "+counted(missing, "folder", "folders"), "Ready, ")
		row.Result = upperFirst(row.Result)
	}
}

func laneCalled(lanes folder.LaneNames, name string) string {
	for _, lane := range folder.Lanes {
		if strings.EqualFold(lanes[lane], name) {
			return lanes[lane]
		}
	}
	return ""
}

func (a *App) mapFolders(m MapOrder) (Job, error) {
	if len(m.Rows) == 0 {
		return Job{}, failure(CodeInput, "Nothing is chosen.", "Choose the folders to map.")
	}
	return a.jobs.start("Mapping", func(ctx context.Context, tell progress) (string, error) {
		made := map[string]string{} // clients made on the way, by name
		for i, row := range m.Rows {
			if err := ctx.Err(); err != nil {
				return "", err
			}
			tell("Mapping "+row.Path, float64(i)/float64(len(m.Rows)))
			if err := a.mapFolder(m, row, made); err != nil {
				return "", err
			}
		}
		a.share.follow()
		return counted(len(m.Rows), "engagement", "engagements") + " mapped", nil
	}), nil
}

// mapFolder maps one folder; what is missing before it is made, each in an act of its own.
func (a *App) mapFolder(m MapOrder, row MapChoice, made map[string]string) error {
	if row.Engagement != "" {
		_, err := a.mapWorkFile(row.Engagement, m.Root, row.Path, true)
		return err
	}
	client := cmp.Or(row.ClientID, made[plainName(row.Client)])
	if client == "" {
		o, err := a.createClient(NewClient{Type: cmp.Or(row.Type, clientType(row)), Name: row.Client})
		if err != nil {
			return err
		}
		client = o.ID
		made[plainName(row.Client)] = client
	}
	n := NewEngagement{
		Client: client, Service: row.Service, Period: row.Period, Title: row.Title, Root: m.Root, Path: row.Path,
		Partner: m.Partner, Manager: m.Manager, Preparer: m.Preparer, MakeFolder: true,
	}
	if t := engagement.TemplateFor(engagement.Service(row.Service)); t != nil && m.Ask {
		for _, r := range t.Requests {
			n.Requests = append(n.Requests, RequestDraft{Title: r.Title, Detail: r.Detail})
		}
	}
	_, err := a.openEngagement(n)
	return err
}

// clientType guesses what a client is from what is done for it.
func clientType(row MapChoice) string {
	if row.Service == string(engagement.Form1040) {
		return string(engagement.Person)
	}
	return string(engagement.Company)
}
