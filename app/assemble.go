package app

// AssembleSheet is what a draft can be made of: the PDFs of the work file, the people who can sign,
// and the last draft to start from.
type AssembleSheet struct {
	Engagement EngagementRef `json:"engagement"`
	Local      string        `json:"local"`
	Files      []PartChoice  `json:"files"`
	Parts      []PartAgain   `json:"parts"`   // the last draft's, found again on the share, in order
	Missing    []string      `json:"missing"` // names of its parts that are not there any more
	Fields     []FieldBox    `json:"fields"`  // the last draft's, by part and page of that part's file
	Signers    []Person      `json:"signers"` // who can sign
	Chosen     []string      `json:"chosen"`  // who signed the last draft's plan and still can, in order
	InOrder    bool          `json:"inOrder"`
	Final      bool          `json:"final"`
	Replaces   string        `json:"replaces"`
	Title      string        `json:"title"`
	Stamps     Stamps        `json:"stamps"`
	Number     int           `json:"number"` // of the draft to be made
}

// PartChoice is a PDF of the work file.
type PartChoice struct {
	Path    string `json:"path"` // inside the work file
	Name    string `json:"name"`
	Folder  string `json:"folder"`
	Size    string `json:"size"`
	Moment  Moment `json:"moment"`
	Offered bool   `json:"offered"` // saved in For signature
}

// PartAgain is a file that was a part of the last draft, as it was taken then.
type PartAgain struct {
	PartChoice
	Title string `json:"title"` // its bookmark
	Pages string `json:"pages"` // "1-3, 7"; "" is all
	Copy  bool   `json:"copy"`
}

// PartCheck is what was found in one file before it is used.
type PartCheck struct {
	Path  string    `json:"path"`
	Name  string    `json:"name"`
	Pages int       `json:"pages"`
	Sizes []PageBox `json:"sizes"`
	Efile string    `json:"efile"` // "8879": cannot be signed remotely
	// EfilePages are the pages of that form; empty when it is the whole file.
	EfilePages []int     `json:"efilePages"`
	Signed     bool      `json:"signed"`
	Blocked    bool      `json:"blocked"`
	Password   bool      `json:"password"` // it asks for one
	Findings   []Finding `json:"findings"`
	// Fields are signature and date boxes that the file itself offers, as suggestions.
	Fields []FieldBox `json:"fields"`
}

// PageBox is a page as displayed, in points.
type PageBox struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	Rotate int     `json:"rotate"`
}

// Finding is one thing worth knowing. Severity is "block", "ask" or "note".
type Finding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Page     int    `json:"page"`
	Message  string `json:"message"`
}

// FieldBox is a place for a mark, in PDF user space (points, origin lower left of the unrotated page)
// on a page of the package from 1. Kind is signature, date, initials or checkbox. In suggestions and in
// orders Page counts within the part's file when Part is set, from 1.
type FieldBox struct {
	ID     string  `json:"id"`
	Kind   string  `json:"kind"`
	Signer string  `json:"signer"`
	Part   int     `json:"part"`
	Page   int     `json:"page"`
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	W      float64 `json:"w"`
	H      float64 `json:"h"`
}

// Stamps are burnt in when the draft is assembled, so that what is approved is what is sent.
type Stamps struct {
	PageNumbers bool   `json:"pageNumbers"`
	Bates       string `json:"bates"` // prefix, or "" for none
	BatesStart  int    `json:"batesStart"`
}

// PartOrder is one part of an order, in order.
type PartOrder struct {
	Path string `json:"path"`
	Name string `json:"name"` // bookmark
	Copy bool   `json:"copy"` // stamp "Client copy"
	// Pages are the pages to take, "1-3, 7" or, last, "9-" to the end, in the order to take them; "" is all.
	Pages    string `json:"pages"`
	Password string `json:"password"`
}

// AssembleOrder makes a draft. Replaces names the draft it supersedes, or "".
type AssembleOrder struct {
	Engagement string      `json:"engagement"`
	Title      string      `json:"title"`
	Replaces   string      `json:"replaces"`
	Parts      []PartOrder `json:"parts"`
	Stamps     Stamps      `json:"stamps"`
	Signers    []string    `json:"signers"` // contacts, in order
	InOrder    bool        `json:"inOrder"`
	Fields     []FieldBox  `json:"fields"`
	Final      bool        `json:"final"`  // its signature or delivery completes the work
	Submit     bool        `json:"submit"` // send to review at once
}

// Job is a piece of work that takes a while. State is "running", "done", "failed" or "cancelled".
// A changed event with the noun "job" says that it moved on.
type Job struct {
	ID       string  `json:"id"`
	State    string  `json:"state"`
	Words    string  `json:"words"`
	Progress float64 `json:"progress"` // 0 to 1
	// Result names what was made: for an assemble job the draft.
	Result  string `json:"result"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Part    int    `json:"part"` // the part a failure is about, from 1
}

// AssembleSheet looks at the share, which may take a moment.
func (a *App) AssembleSheet(engagement string) (s AssembleSheet, err error) {
	defer guard("AssembleSheet", &err)
	return a.assembleSheet(engagement)
}

// CheckPart reads one file of the work file and says whether it can be used. Nothing leaves the share.
func (a *App) CheckPart(engagement, path, password string) (c PartCheck, err error) {
	defer guard("CheckPart", &err)
	return a.checkPart(engagement, path, password)
}

// StartAssemble makes a draft in the background: see Job.
func (a *App) StartAssemble(order AssembleOrder) (j Job, err error) {
	defer guard("StartAssemble", &err)
	return a.startAssemble(order)
}

// Job says how far a piece of work is. Finished ones are kept until the program ends.
func (a *App) Job(id string) (j Job, err error) {
	defer guard("Job", &err)
	return a.job(id)
}

// CancelJob stops it; what was begun is undone.
func (a *App) CancelJob(id string) (err error) {
	defer guard("CancelJob", &err)
	return a.cancelJob(id)
}
