package app

// DraftQueue is drafts that wait: for a reviewer or for publishing.
type DraftQueue struct {
	Rows []DraftRow `json:"rows"`
}

// DraftRow is one assembled package. State is "assembled", "submitted", "returned", "approved",
// "published" or "superseded".
type DraftRow struct {
	ID         string        `json:"id"`
	Engagement EngagementRef `json:"engagement"`
	Number     int           `json:"number"`
	Title      string        `json:"title"`
	State      string        `json:"state"`
	Words      string        `json:"words"` // "sent to review by Tom"
	Pages      int           `json:"pages"`
	Open       int           `json:"open"` // notes not settled
	Answered   int           `json:"answered"`
	Moment     Moment        `json:"moment"`
	Here       bool          `json:"here"` // its bytes are on this computer
	Pending    bool          `json:"pending"`
	Strong     bool          `json:"strong"`
}

// DraftPage is a draft to review or to publish. Its bytes are at URL.
type DraftPage struct {
	DraftRow
	URL       string        `json:"url"`
	Sum       string        `json:"sum"`   // sha256, hex: what an approval covers
	Short     string        `json:"short"` // "9f3c·a1e7"
	Size      string        `json:"size"`
	Parts     []DraftPart   `json:"parts"`
	Signers   []DraftSigner `json:"signers"`
	InOrder   bool          `json:"inOrder"`
	Fields    []FieldBox    `json:"fields"`
	Notes     []ReviewNote  `json:"notes"`
	Checks    []Check       `json:"checks"`
	Approval  string        `json:"approval"` // "Approved by Dana at 3:05 PM", or ""
	Why       string        `json:"why"`      // why it was returned
	Previous  string        `json:"previous"` // the draft it replaced, for comparing
	Newer     string        `json:"newer"`    // the draft that replaced it
	Final     bool          `json:"final"`
	Efile     string        `json:"efile"`
	Can       []string      `json:"can"` // submit-draft, approve-draft, return-draft, withdraw-approval, publish-draft, discard-draft, pin-note
	Primary   Primary       `json:"primary"`
	OfflineOK bool          `json:"offlineOk"` // everything needed to decide is on this computer
}

// DraftPart is one part, with its pages in the package.
type DraftPart struct {
	Name  string `json:"name"`
	First int    `json:"first"`
	Pages int    `json:"pages"`
	Words string `json:"words"` // "4–25"
	Copy  bool   `json:"copy"`
	Efile string `json:"efile"`
	Signs bool   `json:"signs"`
}

// DraftSigner is a contact who signs.
type DraftSigner struct {
	Person
	Email  string `json:"email"`
	Fields int    `json:"fields"`
	Active bool   `json:"active"`
}

// ReviewNote is pinned to a page; X and Y are in points from the page's upper left as displayed.
type ReviewNote struct {
	ID      string       `json:"id"`
	Number  int          `json:"number"`
	Page    int          `json:"page"`
	X       float64      `json:"x"`
	Y       float64      `json:"y"`
	By      Person       `json:"by"`
	Moment  Moment       `json:"moment"`
	Text    string       `json:"text"`
	Settled bool         `json:"settled"`
	Answers []NoteAnswer `json:"answers"`
	Pending bool         `json:"pending"`
}

// NoteAnswer is one reply under a note.
type NoteAnswer struct {
	By     Person `json:"by"`
	Moment Moment `json:"moment"`
	Text   string `json:"text"`
}

// Check is one line of a checklist: only what was really computed. State is "ok", "look" or "stop".
type Check struct {
	Code   string `json:"code"`
	Words  string `json:"words"`
	Detail string `json:"detail"`
	State  string `json:"state"`
	Page   int    `json:"page"`
}

// ReviewQueue lists drafts that wait for a reviewer, the person's own first.
func (a *App) ReviewQueue() (q DraftQueue, err error) {
	defer guard("ReviewQueue", &err)
	return a.reviewQueue()
}

// Draft is one draft, and fetches its bytes where they are not here yet.
func (a *App) Draft(engagement, draft string) (p DraftPage, err error) {
	defer guard("Draft", &err)
	return a.draftPage(engagement, draft)
}

// SubmitDraft sends a draft to review.
func (a *App) SubmitDraft(engagement, draft string) (o Outcome, err error) {
	defer guard("SubmitDraft", &err)
	return a.submitDraft(engagement, draft)
}

// ApproveDraft approves exactly the bytes named by sum, which the person had in front of them. With
// settle, open notes are settled in the same act. Offline it is signed here and sent later.
func (a *App) ApproveDraft(engagement, draft, sum string, settle bool) (o Outcome, err error) {
	defer guard("ApproveDraft", &err)
	return a.approveDraft(engagement, draft, sum, settle)
}

// WithdrawApproval takes an approval back, until the draft is published.
func (a *App) WithdrawApproval(engagement, draft string) (o Outcome, err error) {
	defer guard("WithdrawApproval", &err)
	return a.withdrawApproval(engagement, draft)
}

// ReturnDraft sends a draft back to the preparer.
func (a *App) ReturnDraft(engagement, draft, why string) (o Outcome, err error) {
	defer guard("ReturnDraft", &err)
	return a.returnDraft(engagement, draft, why)
}

// DiscardDraft puts a draft away that nobody needs.
func (a *App) DiscardDraft(engagement, draft string) (o Outcome, err error) {
	defer guard("DiscardDraft", &err)
	return a.discardDraft(engagement, draft)
}

// PinNote pins a review note to a page.
func (a *App) PinNote(engagement, draft string, page int, x, y float64, text string) (o Outcome, err error) {
	defer guard("PinNote", &err)
	return a.pinNote(engagement, draft, page, x, y, text)
}

// AnswerNote replies under a note.
func (a *App) AnswerNote(engagement, draft, note, text string) (o Outcome, err error) {
	defer guard("AnswerNote", &err)
	return a.answerNote(engagement, draft, note, text)
}

// SettleNote settles a note.
func (a *App) SettleNote(engagement, draft, note string) (o Outcome, err error) {
	defer guard("SettleNote", &err)
	return a.settleNote(engagement, draft, note)
}
