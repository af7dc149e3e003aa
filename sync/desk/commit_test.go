package desk_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/wire"
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

// deadlines notes how long a commit may take.
type deadlines struct {
	http.RoundTripper
	commit time.Duration
}

func (d *deadlines) RoundTrip(req *http.Request) (*http.Response, error) {
	if at, ok := req.Context().Deadline(); ok && strings.HasSuffix(req.URL.Path, "/commit") {
		d.commit = time.Until(at)
	}
	return d.RoundTripper.RoundTrip(req)
}

// The relay hashes a large file while its parts come in order. One that was interrupted it reads to make a blob of
// it, which the desk waits for, however large it is.
func TestACommitHasTheTimeThatItTakes(t *testing.T) {
	large := noise(11, 40*blob.PartSize)
	key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(large).String())}
	for _, interrupted := range []bool{false, true} {
		l := connect(t)
		limit := &deadlines{RoundTripper: l.r.Client().Transport}
		l.r.Client().Transport = limit
		l.h.blobs[key.Blob] = large
		if interrupted {
			first := large[:blob.PartSize]
			l.r.parts[string(client)+"/"+blob.Sum(first).String()] = first
		}
		if err := l.link.Upload(t.Context(), key, nil); err != nil {
			t.Fatal(err)
		}
		if took := time.Duration(40*blob.PartSize/wire.CommitPace) * time.Second; limit.commit < 30*time.Second || limit.commit < took+25*time.Second {
			t.Errorf("it is given up after %v", limit.commit)
		}
		places := map[string]bool{}
		for _, run := range l.r.runs {
			places[run] = true
		}
		if in := len(places) == 40 && !places[""]; in == interrupted {
			t.Errorf("interrupted %v: the parts say that they are at %v", interrupted, l.r.runs)
		}
	}
}
