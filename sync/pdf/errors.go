package pdf

import (
	"errors"
	"fmt"
)

// Code names a reason that a caller can act on. Codes are stable; messages are
// for people and may change.
type Code string

const (
	CodeEmpty        Code = "empty"           // the file has no bytes
	CodeNotPDF       Code = "not-pdf"         // neither a PDF nor an image we can place
	CodeTruncated    Code = "truncated"       // the end of the file is missing
	CodeDamaged      Code = "damaged"         // the object graph cannot be read
	CodeNoPages      Code = "no-pages"        // nothing to show
	CodePassword     Code = "password-needed" // cannot be opened without a password
	CodeEncrypted    Code = "encrypted"       // encrypted, but opens without a password
	CodeEncryption   Code = "encryption-kind" // an encryption that is not supported
	CodeSigned       Code = "signed"          // carries a digital signature
	CodePortfolio    Code = "portfolio"       // a container of other files
	CodeAttachments  Code = "attachments"     // carries embedded files
	CodeXFA          Code = "xfa"             // an XFA form with ordinary pages too
	CodeXFAOnly      Code = "xfa-only"        // pages exist only inside Adobe's XFA engine
	CodeJavaScript   Code = "javascript"      // carries scripts
	CodeUsageRights  Code = "usage-rights"    // Reader-extended; editing invalidates it
	CodeLaunch       Code = "launch"          // starts programs or fetches files
	CodeComments     Code = "comments"        // carries reviewers' comments
	CodeDangling     Code = "dangling"        // refers to objects that do not exist
	CodeFields       Code = "fields"          // has form fields
	CodeEFile        Code = "irs-efile-authorization"
	CodeInvalid      Code = "invalid-request" // the caller asked for the impossible
	CodeSealed       Code = "sealed"          // already carries a certification seal
	CodeTooLarge     Code = "too-large"       // over a size or pixel limit
	CodeTime         Code = "time-limit"      // the time given was used up
	CodeWorker       Code = "worker-failed"   // the child process ended unexpectedly
	CodeSelfCheck    Code = "self-check"      // what we wrote did not read back as intended
	CodeUndrawable   Code = "undrawable"      // characters with no glyph in any font at hand
	CodeSigningError Code = "signing-failed"  // the key or the time-stamp service refused
)

// Error is every refusal of this package. Message is one or two plain
// sentences: what happened and what to do next. Part is 1-based, 0 when the
// refusal is not about one part of a package.
type Error struct {
	Code    Code
	Part    int
	Message string
	cause   error
}

func (e *Error) Error() string {
	if e.Part > 0 {
		return fmt.Sprintf("part %d: %s", e.Part, e.Message)
	}
	return e.Message
}

// Unwrap gives the technical cause, for logs of a developer's own machine.
func (e *Error) Unwrap() error { return e.cause }

func refuse(code Code, cause error, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), cause: cause}
}

// CodeOf returns the code of an Error in err's chain, or "".
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// catch turns a panic of the parser into an Error. It is deferred at every
// exported entry, because low-level parser calls do panic on hostile files.
func catch(err *error) {
	if r := recover(); r != nil {
		*err = refuse(CodeDamaged, fmt.Errorf("panic: %v", r),
			"This file is damaged in a way that cannot be repaired here. Open it in a PDF viewer, print it to a new PDF, and use that one.")
	}
}
