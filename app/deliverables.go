package app

// DeliverableRow is a published package. State is "out", "delivered", "signed", "sealed", "declined",
// "withdrawn" or "replaced".
type DeliverableRow struct {
	ID      string      `json:"id"`
	Draft   string      `json:"draft"`
	Title   string      `json:"title"`
	State   string      `json:"state"`
	Words   string      `json:"words"` // "1 of 2 signed · opened 9:40 AM"
	Moment  Moment      `json:"moment"`
	Pages   int         `json:"pages"`
	Signers []SignerRow `json:"signers"`
	URL     string      `json:"url"` // the newest bytes: sealed when there is a seal
	Filed   string      `json:"filed"`
	Why     string      `json:"why"`
	Pending bool        `json:"pending"`
	Can     []string    `json:"can"` // remind-signer, withdraw-deliverable, view, open-folder
}

// SignerRow says where one signer stands. State is "signed", "declined", "next" or "later".
type SignerRow struct {
	Person
	State string `json:"state"`
	Words string `json:"words"` // "signed 2:41 PM", "opened yesterday", "not opened"
}

// PublishSheet is the last look before a package leaves: exactly what was approved, to whom.
type PublishSheet struct {
	Draft      DraftPage `json:"draft"`
	Recipients []Person  `json:"recipients"` // who can get it
	To         []string  `json:"to"`         // who gets it unless changed: signers, else everybody
	Replaces   []Choice  `json:"replaces"`   // live deliverables it could replace
	Checks     []Check   `json:"checks"`
	Label      string    `json:"label"` // "Publish to Ines for signature"
	Explain    string    `json:"explain"`
	Stop       string    `json:"stop"`  // why it cannot be published, or ""
	Print      bool      `json:"print"` // print, sign and photograph is offered instead
}

// PublishOrder publishes an approved draft.
type PublishOrder struct {
	Engagement string   `json:"engagement"`
	Draft      string   `json:"draft"`
	To         []string `json:"to"`
	Note       string   `json:"note"`
	Replaces   string   `json:"replaces"`
}

// PublishQueue lists approved drafts that nobody has published.
func (a *App) PublishQueue() (q DraftQueue, err error) {
	defer guard("PublishQueue", &err)
	return a.publishQueue()
}

// PublishSheet shows what would be sent.
func (a *App) PublishSheet(engagement, draft string) (s PublishSheet, err error) {
	defer guard("PublishSheet", &err)
	return a.publishSheet(engagement, draft)
}

// PublishDraft sends exactly the approved bytes. Behind an approval that still waits here, it queues as
// a second act that is refused with the first.
func (a *App) PublishDraft(p PublishOrder) (o Outcome, err error) {
	defer guard("PublishDraft", &err)
	return a.publishDraft(p)
}

// RemindSigner writes to the signers whose turn it is.
func (a *App) RemindSigner(engagement, deliverable string) (o Outcome, err error) {
	defer guard("RemindSigner", &err)
	return a.remindSigner(engagement, deliverable)
}

// WithdrawDeliverable takes a package back that is not fully signed.
func (a *App) WithdrawDeliverable(engagement, deliverable, why string) (o Outcome, err error) {
	defer guard("WithdrawDeliverable", &err)
	return a.withdrawDeliverable(engagement, deliverable, why)
}
