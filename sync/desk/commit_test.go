package desk_test

import (
	"errors"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// What the relay finds damaged when a file is put together is sent again at once, and the line is as it was.
func TestPartsThatTheRelayFindsDamagedAreSentAgain(t *testing.T) {
	for _, rotten := range []int{1, 2, 3} {
		l := connect(t)
		l.run()
		l.level()
		large := noise(7, 3*blob.PartSize+9)
		key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(large).String())}
		l.h.blobs[key.Blob] = large
		l.r.with(func() { l.r.rotten = rotten })
		err := l.link.Upload(t.Context(), key, nil)
		there := false
		l.r.with(func() { there = l.r.blobs[string(client)+"/"+string(key.Blob)] != nil })
		if there != (rotten < 3) || there != (err == nil) || errors.Is(err, desk.ErrUnreachable) || l.link.Status().State != desk.Online {
			t.Errorf("%d found damaged: there %v, %v", rotten, there, err)
		}
	}
}
