package relay

import (
	"crypto/rand"
	"time"

	"github.com/oklog/ulid/v2"

	"tieout/sync/engagement"
)

// newID makes a ULID.
func newID(at time.Time) string {
	return ulid.MustNew(ulid.Timestamp(at), rand.Reader).String()
}

// validStream says whether the stream's id is a ULID in its one spelling
// (SPEC H5): it becomes part of the name of a data key and a folder.
func validStream(s engagement.Stream) bool {
	id := string(s.ClientID()) + string(s.EngagementID())
	if s == engagement.FirmStream {
		return true
	}
	parsed, err := ulid.ParseStrict(id)
	return err == nil && parsed.String() == id
}
