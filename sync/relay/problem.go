package relay

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"tieout/sync/blob"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// statusError is a wire.Error with its HTTP status.
type statusError struct {
	status int
	body   wire.Error
}

func problem(status int, code, message, hint string) *statusError {
	return &statusError{status, wire.Error{Code: code, Message: message, Hint: hint}}
}

// Error implements error.
func (e *statusError) Error() string { return e.body.Error() }

// GetStatus implements huma.StatusError.
func (e *statusError) GetStatus() int { return e.status }

var (
	errForbidden = problem(http.StatusForbidden, wire.CodeForbidden,
		"Your role does not include this.", "An administrator of your firm can change what you may do.")
	errNotFound = problem(http.StatusNotFound, wire.CodeNotFound,
		"This is not here, or you may not see it.", "")
	errFull = problem(http.StatusInsufficientStorage, wire.CodeFull,
		"The relay's disk is full, so nothing was stored.", "Your work is safe on this computer and is sent again later. Tell whoever runs the relay.")
	errLost = problem(http.StatusGone, wire.CodeLost,
		"This file was lost when the relay was restored from a backup, and no computer has sent it again.",
		"Its record is complete. Send the file again, or ask the client for it.")
	errStopping = problem(http.StatusServiceUnavailable, wire.CodeBusy,
		"The relay is restarting.", "Your work is safe on this computer and is sent again in a moment.")
	errTooOften = problem(http.StatusTooManyRequests, wire.CodeBusy,
		"There were too many tries from here.", "Wait a minute and try again.")
	errTooLarge = problem(http.StatusRequestEntityTooLarge, wire.CodeTooLarge,
		"This is more than one call may carry.", "Send it in smaller pieces.")
	errInternal = problem(http.StatusInternalServerError, wire.CodeInternal,
		"Something went wrong at the relay.", "Nothing was lost. Try again in a moment.")
	errUpdate = problem(http.StatusUpgradeRequired, wire.CodeUpdate,
		"This Tieout and the relay do not understand each other.", "Update Tieout.")
)

func malformedRequest(message string) *statusError {
	return problem(http.StatusBadRequest, wire.CodeMalformed, message, "Nothing was changed.")
}

// answerable turns any error into one that may be shown. What it does not know
// is logged and shown as internal.
func (r *Relay) answerable(err error) *statusError {
	var known *statusError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, store.ErrFull), errors.Is(err, blob.ErrFull):
		return errFull
	case errors.Is(err, ErrClosed):
		return errStopping
	case errors.As(err, &tooLarge), errors.Is(err, blob.ErrTooLarge):
		return errTooLarge
	case errors.Is(err, blob.ErrMismatch), errors.Is(err, blob.ErrManifest):
		return malformedRequest("These are not the bytes they were announced as.")
	case errors.Is(err, blob.ErrNotFound):
		return errNotFound
	case errors.Is(err, context.Canceled):
		return errStopping
	}
	r.log.Error("a request failed", "problem", err)
	return errInternal
}

// Explain says what a failure of the relay means in general, with its HTTP
// status: that its disk is full, its clock wrong, or that it stops. ok is false
// for everything else.
func Explain(err error) (code string, status int, ok bool) {
	for _, known := range []struct {
		is error
		as *statusError
	}{{store.ErrFull, errFull}, {blob.ErrFull, errFull}, {ErrClosed, errStopping}, {errClock, errClock}} {
		if errors.Is(err, known.is) {
			return known.as.body.Code, known.as.status, true
		}
	}
	return "", 0, false
}

// fail writes an error reply.
func (r *Relay) fail(w http.ResponseWriter, err error) {
	e := r.answerable(err)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(e.status)
	_ = json.NewEncoder(w).Encode(e.body) // the caller may have left
}
