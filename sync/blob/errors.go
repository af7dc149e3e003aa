package blob

import (
	"errors"
	"fmt"
)

// Errors a caller can act on. They are matched with errors.Is; the text is
// fit for a log and names no client data beyond hashes.
var (
	// ErrNotFound: the scope holds no such blob, part, object or key.
	ErrNotFound = errors.New("blob: not found")
	// ErrDamaged: what is stored is not what was written. Putting the same
	// bytes again repairs it.
	ErrDamaged = errors.New("blob: stored bytes are damaged")
	// ErrMismatch: the bytes given are not the bytes they were announced as.
	// Nothing was stored under the announced name.
	ErrMismatch = errors.New("blob: the bytes do not match their sha256")
	// ErrFull: the disk or quota is full. Nothing half-written was left under
	// a final name; free some space and try again.
	ErrFull = errors.New("blob: the disk is full")
	// ErrTooLarge: the blob has more than MaxParts parts.
	ErrTooLarge = errors.New("blob: too large")
	// ErrManifest: a manifest that breaks the rules of Manifest.
	ErrManifest = errors.New("blob: bad manifest")
	// ErrScope: a scope that breaks the rules of Scope.
	ErrScope = errors.New("blob: bad scope")
	// ErrScopeDeleted: the scope was deleted while this write was under way;
	// the write did not happen.
	ErrScopeDeleted = errors.New("blob: the scope was deleted meanwhile")
	// ErrUnknownKey: the data key is wrapped under a master key that is not
	// loaded. Nothing is lost while that master key exists somewhere.
	ErrUnknownKey = errors.New("blob: master key not loaded")
)

// MissingPartsError says which parts Commit still needs: those never sent and
// those found damaged. Send them with PutPart and commit again.
type MissingPartsError struct{ Parts []Hash }

func (e *MissingPartsError) Error() string {
	return fmt.Sprintf("blob: %d part(s) missing, the first is %s", len(e.Parts), e.Parts[0])
}
