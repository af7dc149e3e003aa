package app

// FilesPanel compares the share with what the client sees, row by row. The share side is live, the
// other as of the last word of the relay.
type FilesPanel struct {
	Local   string        `json:"local"` // where the work file is on this computer
	State   string        `json:"state"` // as WorkFile.State
	Reason  string        `json:"reason"`
	AsOf    Moment        `json:"asOf"`
	Live    bool          `json:"live"`    // the relay side is current
	Polling string        `json:"polling"` // why saves are not noticed at once, and how late, or ""
	Contact string        `json:"contact"`
	Tied    int           `json:"tied"`
	Moving  int           `json:"moving"`
	Waiting int           `json:"waiting"` // open elsewhere, waiting or held
	Settle  int           `json:"settle"`
	Notices []FilesNotice `json:"notices"`
	Holds   []Hold        `json:"holds"` // one, or none
	Lanes   []FileLane    `json:"lanes"` // four
	Private []PrivateRow  `json:"private"`
}

// FilesNotice is a condition of the whole work file, in one line. Code is "unreachable", "not-recognised",
// "reading-only", "folder-missing", "complete" or "nobody-filing".
type FilesNotice struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Words string `json:"words"`
}

// FileLane is one of the four folders. Lane is "from-client", "to-client", "for-signature" or "signed".
type FileLane struct {
	Lane       string    `json:"lane"`
	Name       string    `json:"name"`
	ClientName string    `json:"clientName"` // "What you sent us"
	Direction  string    `json:"direction"`  // "portal → share"
	Rows       []FileRow `json:"rows"`
	Empty      string    `json:"empty"`      // words for the share side
	EmptyThere string    `json:"emptyThere"` // and for the client's
}

// FileRow is one file on both sides. Tie is "tied", "moving", "settle" (somebody has to decide), "open"
// (waits for a program to close it), "waiting", "held" (not sent as it is), "withdrawn", "office" (stays
// on the share) or "client-only". Code names the rule that says so: see Explanation.
type FileRow struct {
	Key      string   `json:"key"`
	Document string   `json:"document"`
	Version  string   `json:"version"`
	Share    FileSide `json:"share"`
	Client   FileSide `json:"client"`
	Tie      string   `json:"tie"`
	TieWords string   `json:"tieWords"` // a few: "Waits for Excel to close"
	Code     string   `json:"code"`
	Percent  int      `json:"percent"`
	Left     int      `json:"left"`    // seconds until a version that is held goes out
	Note     string   `json:"note"`    // a line under the row, or ""
	Earlier  bool     `json:"earlier"` // an earlier version: in the history only
	Can      []string `json:"can"`     // open, reveal, withdraw, view, explain, receipt, release, release-after-all, send-now, pull-back
}

// FileSide is one side of a row. An empty Name means there is nothing on this side.
type FileSide struct {
	Name string `json:"name"`
	Meta string `json:"meta"` // "v2", "84 KB", "Seen 9:40 AM", "sending 64%"
	Tag  string `json:"tag"`  // "Latest"
	Path string `json:"path"` // inside the work file
	By   string `json:"by"`   // who has it open
}

// PrivateRow is a folder or file that never leaves the share.
type PrivateRow struct {
	Name   string `json:"name"`
	Folder bool   `json:"folder"`
	Meta   string `json:"meta"` // "38 files", "21 KB"
	Path   string `json:"path"`
}

// Files looks at the share, which may take a moment.
func (a *App) Files(engagement string) (p FilesPanel, err error) {
	defer guard("Files", &err)
	return a.files(engagement)
}

// OpenFolder opens the work file, or one of its folders, in the file manager. path is inside the work
// file and may be empty.
func (a *App) OpenFolder(engagement, path string) (err error) {
	defer guard("OpenFolder", &err)
	return a.openFolder(engagement, path)
}

// OpenFile opens a file of the work file with the program it belongs to.
func (a *App) OpenFile(engagement, path string) (err error) {
	defer guard("OpenFile", &err)
	return a.openFile(engagement, path)
}

// RevealFile shows a file of the work file in the file manager.
func (a *App) RevealFile(engagement, path string) (err error) {
	defer guard("RevealFile", &err)
	return a.revealFile(engagement, path)
}

// WithdrawDocument takes a document back from the client; the file on the share stays.
func (a *App) WithdrawDocument(engagement, document, why string) (o Outcome, err error) {
	defer guard("WithdrawDocument", &err)
	return a.withdrawDocument(engagement, document, why)
}
