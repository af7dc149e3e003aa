package engagement

// Refusal says why an event does not change the state. The zero value means
// that it does. Codes cross the wire and are never renamed.
type Refusal struct {
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

// OK says that nothing was refused.
func (r Refusal) OK() bool { return r.Code == "" }

func (r Refusal) Error() string {
	if r.Hint == "" {
		return r.Message
	}
	return r.Message + " " + r.Hint
}

// Codes that callers branch on. Everything else is shown to the person.
const (
	CodeUnknownKind  = "unknown-kind"  // a newer Tieout wrote it; ignored
	CodeForbidden    = "forbidden"     // this author may not do that
	CodeMalformed    = "malformed"     // the body is not what the kind needs
	CodeMissing      = "missing"       // it speaks of something that is not there
	CodeExists       = "exists"        // it is there already
	CodeSuperseded   = "superseded"    // the draft or version was replaced meanwhile
	CodeStaleBase    = "stale-base"    // a save over a version that is not the latest
	CodeSameBytes    = "same-bytes"    // a save of the bytes that are the latest already
	CodeNotApproved  = "not-approved"  // publish without a standing approval of these bytes
	CodeNotOpen      = "not-open"      // the thing is past this step
	CodeEfile        = "efile"         // an e-file authorisation cannot be signed remotely
	CodeReminded     = "reminded"      // one reminder a day
	CodePaused       = "paused"        // reminders are paused for this client
	CodeOutOfTurn    = "out-of-turn"   // another signer comes first
	CodeNoConsent    = "no-consent"    // signing needs consent first
	CodeAfterRefused = "after-refused" // the action that this one needs was refused
	CodeOutOfOrder   = "out-of-order"  // the device's actions arrived out of order
	CodeNoBlob       = "no-blob"       // the bytes are not stored yet
	CodeBadSignature = "bad-signature" // the signature does not verify
)

var accepted Refusal

func malformed(what string) Refusal {
	return Refusal{CodeMalformed, "This change is incomplete: " + what + ".", "Nothing was lost. Update Tieout and try again."}
}

func missing(what string) Refusal {
	return Refusal{CodeMissing, what + " is not there.", "It may have been removed by a colleague."}
}

func exists(what string) Refusal {
	return Refusal{CodeExists, what + " is there already.", ""}
}

func notOpen(what string) Refusal {
	return Refusal{CodeNotOpen, what, ""}
}
