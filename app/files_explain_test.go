package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tieout/app"
	"tieout/app/folder"
)

// explain asks why a file is not there.
func (c *computer) explain(j job, what string) app.Explanation {
	c.o.Helper()
	x, err := c.ExplainFile(j.id, what)
	must(c.o, err)
	return x
}

// until the answer about a file is of one kind.
func (c *computer) explains(j job, what, code string) app.Explanation {
	c.o.Helper()
	var x app.Explanation
	c.until(what+" is "+code, func() bool {
		x = c.explain(j, what)
		return x.Code == code
	})
	return x
}

// at is a place in the work file.
func (j job) at(rel string) string { return filepath.Join(j.dir, filepath.FromSlash(rel)) }

// fileOfEachKind fills a work file.
func (o *office) fileOfEachKind(dana *computer, j job) {
	o.Helper()
	for rel, content := range map[string]string{
		"To client/Letter.pdf": "Dear Ruth", "To client/Taken back.pdf": "too early", "To client/Empty.xlsx": "",
		"To client/Budget.xlsx": "one", "To client/BUDGET.xlsx": "two", "To client/~$Letter.docx": "\x04Lena",
		"Workpapers/tb.xlsx": "x", "Fee notes.docx": "x", "From client/Own.pdf": "x", "For signature/8879.pdf": "%PDF-1.4",
	} {
		o.write(j.at(rel), content)
	}
	must(o, os.Symlink(j.at("Fee notes.docx"), j.at("To client/Link.docx")))
	o.upload(j, "October 2025.pdf", "a statement")
	dana.explains(j, "Letter.pdf", "tied")
	back := dana.explains(j, "Taken back.pdf", "tied")
	_, err := dana.WithdrawDocument(j.id, dana.documentOf(j, back.Path), "too early")
	must(o, err)
	dana.explains(j, "October 2025.pdf", "filed")
	dana.level()
}

func TestEveryFileOfAWorkFileIsExplained(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.fileOfEachKind(dana, j)
	for _, c := range []struct{ what, code, why, next string }{
		{"To client/Letter.pdf", "tied", "Ruth can see it since", ""},
		{"letter.PDF", "tied", "Ruth can see it since", ""},
		{"lett", "tied", "Ruth can see it since", ""},
		{j.at("To client/Letter.pdf"), "tied", "Ruth can see it since", ""},
		{"Taken back.pdf", "withdrawn", "You took it back from Ruth at", "release it after all"},
		{"Empty.xlsx", "empty", "no content", "Save it with its content"},
		{"To client/Budget.xlsx", "several", "", "Choose one"},
		{"Link.docx", "unreadable", "link", "the file itself"},
		{"~$Letter.docx", "temporary", "program at work", "Look for the document itself"},
		{".tieout-abc.part", "temporary", "program at work", "Look for the document itself"},
		{"Workpapers/tb.xlsx", "private", "“Workpapers”", "save a copy in To client"},
		{"tb.xlsx", "private", "“Workpapers”", "save a copy in To client"},
		{"Fee notes.docx", "private", "beside the four folders", "save a copy in To client"},
		{"Own.pdf", "staff-copy", "goes nowhere", "save a copy in To client"},
		{"8879.pdf", "part", "never leave by themselves", "Add it to a draft"},
		{"October 2025.pdf", "filed", "From client/Bank statements, Oct–Dec 2025/October 2025.pdf", ""},
		{"nothing of the kind", "not-found", "no file of that name", "Look at the spelling"},
		{filepath.Join(o.share, "Elsewhere", "x.pdf"), "elsewhere", "not in the folder of an engagement", "Save it in To client"},
	} {
		x := dana.explain(j, c.what)
		if x.Code != c.code || !strings.Contains(x.Why, c.why) || !strings.Contains(x.Next, c.next) || x.Title == "" {
			t.Errorf("%s: %+v; want %s, %q, %q", c.what, x, c.code, c.why, c.next)
		}
		if c.next == "" && x.Next != "" {
			t.Errorf("%s is as it should be, and asks for %q", c.what, x.Next)
		}
	}
}

func TestAQuestionFindsTheFileThatIsMeant(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.fileOfEachKind(dana, j)
	if x, err := dana.ExplainFile("", j.at("To client/Letter.pdf")); err != nil || x.Engagement.ID != j.id {
		t.Errorf("a dropped file finds its engagement: %+v, %v", x.Engagement, err)
	}
	for _, twin := range dana.explain(j, "To client/Budget.xlsx").Others {
		x := dana.explain(j, twin.ID)
		if x.Code != "twin" || !strings.Contains(x.Why, "udget.xlsx") && !strings.Contains(x.Why, "UDGET.xlsx") {
			t.Errorf("the twin %s: %+v", twin.Label, x)
		}
	}
	if _, err := dana.ExplainFile(j.id, "  "); codeOf(err) != app.CodeInput {
		t.Errorf("nothing named: %v", err)
	}
}

// documentOf finds the document of a path inside the work file.
func (c *computer) documentOf(j job, path string) string {
	c.o.Helper()
	p, err := c.Files(j.id)
	must(c.o, err)
	for _, l := range p.Lanes {
		for _, r := range l.Rows {
			if r.Share.Path == path {
				return r.Document
			}
		}
	}
	c.o.Fatalf("no row of %s", path)
	return ""
}

func TestAFiledUploadThatStaffMovedIsNotFiledTwiceAndSaysSo(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.upload(j, "October 2025.pdf", "a statement")
	x := dana.explains(j, "October 2025.pdf", "filed")
	if r := x.Receipt; r.Kind != "filed" || r.Where != x.Path || r.Desk != "this computer" || len(r.Sum) != 64 || r.Short != r.Sum[:4]+"·"+r.Sum[4:8] || !strings.Contains(r.When, " E") {
		t.Errorf("the receipt is %+v", r)
	}
	must(t, os.Rename(filepath.Join(j.dir, filepath.FromSlash(x.Path)), filepath.Join(j.dir, "Workpapers.pdf")))
	moved := dana.explains(j, "October 2025.pdf", "filed-moved")
	if !strings.Contains(moved.Why, "not filed twice") || moved.Receipt.Sum != x.Receipt.Sum || !moved.Steps[2].Done {
		t.Errorf("after the move: %+v", moved)
	}
}

func TestAReceiptSaysSinceWhenTheClientSawASaveAndWhetherTheyOpenedIt(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.write(filepath.Join(j.dir, "To client", "Letter.pdf"), "Dear Ruth")
	x := dana.explains(j, "Letter.pdf", "tied")
	if x.Receipt.Kind != "shown" || x.Receipt.Seen != "Ruth has not opened it yet" || x.Steps[4].Done {
		t.Errorf("before: %+v", x)
	}
	o.opens(j, "Letter.pdf")
	dana.level()
	dana.until("the desk knows that Ruth opened it", func() bool { return dana.explain(j, "Letter.pdf").Steps[4].Done })
	if x = dana.explain(j, "Letter.pdf"); !strings.HasPrefix(x.Receipt.Seen, "Ruth opened it ") {
		t.Errorf("after: %+v", x.Receipt)
	}
}

func TestAFileThatSomebodyHasOpenNamesThemAndTheProgram(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dir := filepath.Join(j.dir, "To client")
	must(t, os.MkdirAll(dir, 0o755))
	o.write(filepath.Join(dir, ".~lock.Plan.xlsx#"), "Lena Brandt,lena,desk,22.11.2026 10:00,file:///x")
	plan, err := os.OpenFile(filepath.Join(dir, "Plan.xlsx"), os.O_CREATE|os.O_RDWR, 0o644)
	must(t, err)
	_, err = plan.WriteString("half of it")
	must(t, err)
	x := dana.explains(j, "Plan.xlsx", "open")
	if x.Why != "Lena Brandt has this open in Excel. Tieout sends it when they close it." || x.Steps[1].Done {
		t.Errorf("while it is open: %+v", x)
	}
	row := dana.toClient(j)
	if row.Tie != "open" || row.TieWords != "Waits for Excel to close" || row.Share.By != "Lena Brandt" || row.Note != x.Why {
		t.Errorf("the row is %+v", row)
	}
	must(t, plan.Close())
	dana.explains(j, "Plan.xlsx", "tied")
}

func TestWhatKeepsAWholeWorkFileWaitingIsSaid(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.write(filepath.Join(j.dir, "To client", "Letter.pdf"), "Dear Ruth")
	dana.explains(j, "Letter.pdf", "tied")

	dana.offline()
	o.write(filepath.Join(j.dir, "To client", "Second.pdf"), "later")
	if x := dana.explains(j, "Second.pdf", "offline"); !strings.Contains(x.Why, "offline since") || !x.Steps[1].Done || x.Steps[2].Done {
		t.Errorf("offline: %+v", x)
	}
	dana.online()
	dana.explains(j, "Second.pdf", "tied")

	must(t, os.Rename(o.share, o.share+".away"))
	if x := dana.explains(j, "Letter.pdf", "unreachable"); !strings.Contains(x.Why, "since") || !strings.Contains(x.Why, "Ruth still sees it") || x.Act != "sync-now" {
		t.Errorf("without the share: %+v", x)
	}
	p, err := dana.Files(j.id)
	must(t, err)
	if len(p.Notices) != 1 || p.Notices[0].Code != "unreachable" || !strings.Contains(p.Notices[0].Title, "can't be reached since") {
		t.Errorf("the panel says %+v", p.Notices)
	}
	must(t, os.Rename(o.share+".away", o.share))
	dana.explains(j, "Letter.pdf", "tied")

	other := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	if x := other.explain(j, "Letter.pdf"); x.Code != "unbound" || x.Act != "open-settings" {
		t.Errorf("a computer without the share: %+v", x)
	}
	bare, err := dana.OpenEngagement(app.NewEngagement{Client: j.client, Service: "1120-S", Period: "2026", Partner: string(o.admin)})
	must(t, err)
	if x := dana.explain(job{id: bare.ID}, "Letter.pdf"); x.Code != "unmapped" || x.Act != "map-work-file" {
		t.Errorf("without a folder: %+v", x)
	}
}

// Who files is the relay's word: without the relay nobody is said to file, and nobody is said not to.
func TestWhoFilesIsNotKnownOffline(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	o.acme(dana, o.admin)
	dana.until("somebody files", func() bool { return len(dana.status().Filers) == 1 })
	dana.offline()
	dana.until("it is not known", func() bool { s := dana.status(); return len(s.Filers) == 0 && s.Filing == "" && !s.NoFiler })
	dana.online()
	dana.until("somebody files", func() bool { return len(dana.status().Filers) == 1 })
}

func TestAnUploadThatNobodyFilesSaysSinceWhen(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.until("somebody files", func() bool { return len(dana.status().Filers) == 1 && dana.status().Filers[0].Here })
	must(t, dana.UnbindRoot(j.root))
	dana.until("nobody files", func() bool { return dana.status().NoFiler })
	o.upload(j, "October 2025.pdf", "a statement")
	x := dana.explains(j, "October 2025.pdf", "nobody-filing")
	if !strings.HasPrefix(x.Why, "Nobody is filing since ") || !strings.Contains(x.Why, " (E") || !strings.Contains(x.Why, "safe at the relay") {
		t.Errorf("it says %+v", x)
	}
	dana.until("the list behind the pill has it", func() bool { return len(dana.status().Coming) > 0 })
	coming := dana.status().Coming
	if len(coming) != 1 || coming[0].State != "nobody-filing" || coming[0].Words != "File October 2025.pdf" {
		t.Errorf("the list behind the pill has %+v", coming)
	}
	if s := dana.status(); s.State != "nobody-filing" || s.Detail != "1 file waiting" || !strings.HasPrefix(s.Banner, "Nobody is filing since ") {
		t.Errorf("the pill says %s, %s, and the banner %q", s.Label, s.Detail, s.Banner)
	}
	arrived, err := dana.Arrival(j.id, string(j.request))
	must(t, err)
	if len(arrived.Files) != 1 || !strings.HasPrefix(arrived.Files[0].State, "Nobody is filing since ") {
		t.Errorf("Today says %+v", arrived.Files)
	}

	other := o.desk(o.admin) // it files, but on another share
	_, err = other.AddRoot(t.TempDir(), "Archive")
	must(t, err)
	dana.until("another computer files", func() bool { return len(dana.status().Filers) == 1 && !dana.status().NoFiler })
	dana.until("but not this work", func() bool {
		x := dana.explain(j, "October 2025.pdf")
		return x.Code == "nobody-filing" && strings.HasPrefix(x.Why, "Nobody is filing this work: ")
	})
	if s := dana.status(); s.State != "nobody-filing" || !strings.HasPrefix(s.Banner, "Nobody is filing 1 file that clients sent: ") {
		t.Errorf("the pill says %s, and the banner %q", s.Label, s.Banner)
	}

	must(t, dana.BindRoot(j.root, o.share))
	dana.explains(j, "October 2025.pdf", "filed")
	dana.until("nothing comes", func() bool { return len(dana.status().Coming) == 0 })
	dana.until("it is tied out", func() bool { return dana.status().State == "tied" && dana.status().Banner == "" })
}

// readOnly is a share that may be read and not written.
type readOnly struct{ folder.FS }

func (f readOnly) Open(path string) (folder.Tree, error) {
	tree, err := f.FS.Open(path)
	return readOnlyTree{tree}, err
}

type readOnlyTree struct{ folder.Tree }

func (readOnlyTree) Writable() bool { return false }

func TestAComputerThatMayOnlyReadSendsAndDoesNotFile(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.stop()
	tom := o.newComputer()
	tom.fs = readOnly{folder.OS()}
	tom.start()
	o.enrol(tom, o.admin)
	must(t, tom.BindRoot(j.root, o.share))
	tom.until("it only reads", func() bool { return tom.status().Roots[0].State == "reading only" })
	o.write(filepath.Join(j.dir, "To client", "Letter.pdf"), "Dear Ruth")
	tom.explains(j, "Letter.pdf", "tied")
	o.upload(j, "October 2025.pdf", "a statement")
	tom.until("it is here", func() bool { return tom.explain(j, "October 2025.pdf").Code != "not-found" })
	if x := tom.explain(j, "October 2025.pdf"); !strings.Contains(x.Why, "This computer may read the share but not write to it.") {
		t.Errorf("it says %+v", x)
	}
	p, err := tom.Files(j.id)
	must(t, err)
	if !slices.ContainsFunc(p.Notices, func(n app.FilesNotice) bool { return n.Code == "reading-only" }) {
		t.Errorf("the panel says %+v", p.Notices)
	}
	if b := tom.status().Banner; !strings.Contains(b, "can only be read from this computer") {
		t.Errorf("the banner says %q", b)
	}
	must(t, os.Remove(filepath.Join(j.dir, "To client", "Letter.pdf")))
	tom.explains(j, "Letter.pdf", "reading-only")
}
