package desk

import "context"

// Lacks asks the relay which of the blobs it does not have; what it has is durable there.
func (l *Link) Lacks(ctx context.Context, keys []BlobKey) (map[BlobKey]bool, error) {
	return l.missing(ctx, keys)
}
