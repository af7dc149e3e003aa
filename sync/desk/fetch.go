package desk

import (
	"context"
	"io"
)

// FetchFrom is Fetch for a blob whose first bytes are here already: take reads
// what follows from on. The caller checks the whole.
func (l *Link) FetchFrom(ctx context.Context, key BlobKey, from int64, take func(io.Reader) error) error {
	r := &download{l: l, ctx: ctx, key: key, at: from, size: -1}
	defer r.close()
	return take(r)
}
