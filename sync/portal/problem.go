package portal

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// ErrNotFound says that a client or a record is not there.
var ErrNotFound = errors.New("portal: not found")

// Codes of problems, beside those of engagement.Refusal and package wire.
const (
	codeSignIn    = "sign-in"    // nobody is signed in, or the session ended
	codeEnded     = "ended"      // the address has no access any more
	codeExpired   = "expired"    // a link or code that is used, old or unknown
	codeRefused   = "refused"    // a kind of file that is not taken
	codeEmpty     = "empty"      // a file without bytes
	codeParts     = "parts"      // an upload that still lacks parts
	codeMismatch  = "mismatch"   // bytes that are not what they were announced as
	codeNotOpened = "not-opened" // consent before the document was opened
)

// Problem is every error reply: RFC 9457 with a code to branch on and a hint.
type Problem struct {
	Status  int    `json:"status"`
	Title   string `json:"title"`
	Code    string `json:"code"`
	Message string `json:"message" doc:"What did not happen and why, for the person."`
	Hint    string `json:"hint,omitempty" doc:"What to do next."`
}

func (p *Problem) Error() string { return p.Code + ": " + p.Message }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func problem(status int, code, message, hint string) *Problem {
	return &Problem{Status: status, Title: http.StatusText(status), Code: code, Message: message, Hint: hint}
}

func notFound() *Problem {
	return problem(http.StatusNotFound, wire.CodeNotFound, "There is nothing here.", "It may have been removed. Go to Home to see what is there.")
}

func lostFile() *Problem {
	return problem(http.StatusGone, wire.CodeLost, "We don't have this file any more.",
		"It was lost when our server was repaired. Its record is still here; please send the file again, or call the office.")
}

func signInFirst() *Problem {
	return problem(http.StatusUnauthorized, codeSignIn, "You are signed out.", "Sign in again to go on. What you typed is kept.")
}

func accessEnded() *Problem {
	return problem(http.StatusForbidden, codeEnded, "Your access has ended.", "Call the office if this is a surprise.")
}

func tooMany(message string) *Problem {
	return problem(http.StatusTooManyRequests, wire.CodeBusy, message, "Try again in a quarter of an hour.")
}

// noRoom says that the relay's disk is full.
func noRoom(doing string) *Problem {
	const status = http.StatusInsufficientStorage
	if doing == doingUpload || doing == "part" || doing == "commit" {
		return problem(status, wire.CodeFull, "We have no room for this file right now.", "Your file was not sent. Try again later, or call the office.")
	}
	return problem(status, wire.CodeFull, "We have no room for anything new right now.",
		"This was not sent or recorded; what you sent before is safe. Try again later, or call the office.")
}

// statusOf gives a refusal by the rules its HTTP status.
func statusOf(code string) int {
	switch code {
	case engagement.CodeForbidden:
		return http.StatusForbidden
	case engagement.CodeMissing:
		return http.StatusNotFound
	case engagement.CodeMalformed:
		return http.StatusUnprocessableEntity
	}
	return http.StatusConflict
}

// fault turns any error into the problem a person reads. What is unexpected is
// logged without its data and answered in general words.
func (p *Portal) fault(ctx context.Context, doing string, err error) error {
	var known *Problem
	var refusal engagement.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	case errors.As(err, &refusal):
		return problem(statusOf(refusal.Code), refusal.Code, refusal.Message, refusal.Hint)
	case errors.Is(err, ErrNotFound), errors.Is(err, blob.ErrNotFound):
		return notFound()
	case blob.IsFull(err):
		p.log.ErrorContext(ctx, "portal: the store is full", slog.String("doing", doing))
		return noRoom(doing)
	case errors.Is(err, context.Canceled):
		return problem(499, wire.CodeBusy, "The connection was cut.", "Try again.")
	}
	p.log.ErrorContext(ctx, "portal: unexpected", slog.String("doing", doing), slog.Any("err", err))
	return problem(http.StatusInternalServerError, wire.CodeInternal, "This didn't work.", "Nothing was lost. Try again in a moment.")
}

// inOurShape gives huma's own errors (a body that is no JSON, a field that is
// missing) the shape of all the others.
func inOurShape(_ huma.Context, _ string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	code, message := wire.CodeMalformed, "This could not be read."
	switch e.Status {
	case http.StatusRequestEntityTooLarge:
		code, message = wire.CodeTooLarge, "This is too large to send at once."
	case http.StatusInternalServerError:
		code, message = wire.CodeInternal, "This didn't work."
	}
	return problem(e.Status, code, message, "Nothing was lost. Load the page again and try once more."), nil
}
