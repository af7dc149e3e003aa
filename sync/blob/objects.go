package blob

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Objects is where sealed objects live. An object is at most about 16 MiB and
// never changes once written. Keys are segments of a-z, 0-9, "-" and "_"
// joined by "/". Every method may be called concurrently. Bytes that are handed
// in belong to the caller again when the method returns.
//
// Any implementation must pass blobtest.Run.
type Objects interface {
	// PutIfAbsent stores data under key unless the key is taken, and reports
	// whether it did. Of concurrent calls exactly one is told true. When it
	// returns without error the object under key is durable and whole. A full
	// disk is ErrFull.
	PutIfAbsent(ctx context.Context, key string, data []byte) (created bool, err error)
	// Get returns the object, or ErrNotFound. The caller owns the bytes and
	// may overwrite them.
	Get(ctx context.Context, key string) ([]byte, error)
	// Stat returns what is known without reading, or ErrNotFound.
	Stat(ctx context.Context, key string) (Info, error)
	// Delete removes the object. Removing what is absent is no error.
	Delete(ctx context.Context, key string) error
	// List calls visit for every object whose key starts with prefix, which
	// ends in "/", in no promised order. It stops at visit's first error and
	// returns it. visit must not write to the same Objects.
	List(ctx context.Context, prefix string, visit func(Info) error) error
}

// Info describes a stored object.
type Info struct {
	Key      string
	Size     int64     // sealed bytes
	Modified time.Time // when it was stored, by the store's clock
}

func checkKey(key string) error {
	for segment := range strings.SplitSeq(key, "/") {
		if !plainName(segment) {
			return fmt.Errorf("blob: %q is not an object key", key)
		}
	}
	return nil
}
