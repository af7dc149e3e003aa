package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/wire"
)

// Failure is every error that reaches the interface, as a JSON string: what happened, and what to do
// next. Codes are those of engagement, wire and pdf, and the ones of this package.
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func (f *Failure) Error() string {
	if f.Hint == "" {
		return f.Message
	}
	return f.Message + " " + f.Hint
}

// Codes of this package, beside those of engagement.Refusal, wire.Error and pdf.Error.
const (
	CodeNotConnected = "not-connected" // no firm yet: Connect first
	CodeOffline      = "offline"       // this needs the relay, and it does not answer
	CodeInsecure     = "insecure"      // a relay address that would send keys in the clear
	CodeNotHere      = "not-here"      // the bytes are not on this computer and cannot be fetched now
	CodeShare        = "share"         // the share cannot be reached, or the folder is not there
	CodeDamaged      = "damaged"       // bytes that are not those that were sent
	CodeInput        = "input"         // what was entered cannot be used
	CodePaused       = "paused"        // sending of files is
	CodeUnexpected   = "unexpected"
)

func failure(code, message, hint string) error { return &Failure{code, message, hint} }

// guard is deferred by every bound method. A panic becomes an error, because the window waits for ever
// for the answer of a call that panicked.
func guard(method string, err *error) {
	if p := recover(); p != nil {
		slog.Error("app: a call panicked", "method", method, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		*err = failure(CodeUnexpected, "This didn't work. Nothing was lost.", "Try again, or restart Tieout.")
	}
}

// FormatError turns an error into the JSON string that the interface parses: a Failure. It is given to
// Wails, which would otherwise show objects as "[object Object]".
func FormatError(err error) any {
	b, marshalErr := json.Marshal(asFailure(err))
	if marshalErr != nil {
		return `{"code":"` + CodeUnexpected + `","message":"This didn't work.","hint":""}`
	}
	return string(b)
}

func asFailure(err error) *Failure {
	var f *Failure
	var refusal engagement.Refusal
	var remote *wire.Error
	var doc *pdf.Error
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &refusal):
		return &Failure{refusal.Code, refusal.Message, refusal.Hint}
	case errors.As(err, &remote):
		return &Failure{remote.Code, remote.Message, remote.Hint}
	case blob.IsFull(err):
		return noRoom
	case errors.As(err, &doc):
		return &Failure{string(doc.Code), doc.Message, ""}
	}
	return &Failure{CodeUnexpected, "This didn't work: " + err.Error() + ".", "Nothing was lost. Try again."}
}
