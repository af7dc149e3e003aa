package pdf

import (
	"context"
	"io"
)

// Engine is what can be done with untrusted PDFs. InProcess does it here;
// Worker does it in a child process that may fail without harm. Both keep one
// contract. Verify is not part of it: it parses nothing it need not trust.
type Engine interface {
	Preflight(ctx context.Context, src Source, opts PreflightOptions) (Info, error)
	Assemble(ctx context.Context, w io.Writer, p Package) (Assembly, error)
	AppendMarks(ctx context.Context, w io.Writer, approved Source, m Marks) (Marked, error)
	Seal(ctx context.Context, w io.Writer, src Source, o SealOptions) (Sealed, error)
	Attached(ctx context.Context, w io.Writer, src Source, name string) (bool, error)
}

// InProcess runs the package's functions in the calling process. It is for
// files this program made itself, and for tests.
type InProcess struct{}

var _, _ Engine = InProcess{}, Worker{}

// Preflight is the function of that name.
func (InProcess) Preflight(ctx context.Context, src Source, opts PreflightOptions) (Info, error) {
	return Preflight(ctx, src, opts)
}

// Assemble is the function of that name.
func (InProcess) Assemble(ctx context.Context, w io.Writer, p Package) (Assembly, error) {
	return Assemble(ctx, w, p)
}

// AppendMarks is the function of that name.
func (InProcess) AppendMarks(ctx context.Context, w io.Writer, approved Source, m Marks) (Marked, error) {
	return AppendMarks(ctx, w, approved, m)
}

// Seal is the function of that name.
func (InProcess) Seal(ctx context.Context, w io.Writer, src Source, o SealOptions) (Sealed, error) {
	return Seal(ctx, w, src, o)
}

// Attached is the function of that name.
func (InProcess) Attached(ctx context.Context, w io.Writer, src Source, name string) (bool, error) {
	return Attached(ctx, w, src, name)
}
