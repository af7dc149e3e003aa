package desk_test

import (
	"errors"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// cutUp cuts data and hands each part to take.
func cutUp(t *testing.T, data []byte, take func(blob.Hash, []byte) error) (blob.Manifest, error) {
	t.Helper()
	c := blob.NewCutter(take)
	if _, err := c.Write(data); err != nil {
		return blob.Manifest{}, err
	}
	return c.End()
}

// A file that the line keeps up with is there when it was read, by parts that tell their place. Parts that are
// there already are asked about and left alone.
func TestAFileIsSentWhileItIsRead(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	l.link.BePatient(time.Hour)
	large := noise(8, 20*blob.PartSize+5)
	key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(large).String())}
	for range 2 {
		e := l.link.SendEarly(t.Context(), client, 20*blob.PartSize)
		m, err := cutUp(t, large, e.Part)
		if err == nil {
			err = errors.Join(e.Sent(), e.Commit(m))
		}
		if all := l.link.Status().Transfers; len(all) != 1 || all[0].Key != e.Key() || all[0].Sent != m.Size {
			t.Errorf("it is shown as %+v", all)
		}
		if e.Close(); err != nil {
			t.Fatal(err)
		}
		if all := l.link.Status().Transfers; len(all) != 0 {
			t.Errorf("it is there and still shown as %+v", all)
		}
	}
	if err := l.link.Upload(t.Context(), key, nil); err != nil {
		t.Fatal(err)
	}
	l.r.with(func() {
		if len(l.r.puts) != 21 || string(l.r.blobs[string(client)+"/"+string(key.Blob)]) != string(large) {
			t.Errorf("21 parts took %d calls", len(l.r.puts))
		}
		places := map[string]bool{}
		for _, run := range l.r.runs {
			places[run] = true
		}
		if len(places) != 21 {
			t.Errorf("the parts say that they are at %v", l.r.runs)
		}
	})
}

// A line that answers nothing, or may send nothing, says so soon and holds up nobody who reads a file. What it
// took is not sent again.
func TestALineThatIsTooSlowForAFileSaysSo(t *testing.T) {
	large := noise(9, 20*blob.PartSize)
	paused := connect(t)
	paused.run()
	paused.level()
	paused.link.SetPace(desk.Pace{Paused: true})
	gone := connect(t)
	gone.r.Close()
	for what, l := range map[string]*line{"paused": paused, "gone": gone} {
		l.link.BePatient(time.Millisecond)
		e := l.link.SendEarly(t.Context(), client, 20*blob.PartSize)
		m, err := cutUp(t, large, e.Part)
		if err == nil {
			t.Errorf("%s: it took %d parts", what, len(m.Parts))
		}
		if what == "paused" && !errors.Is(err, desk.ErrSlow) {
			t.Errorf("%s: %v", what, err)
		}
		e.Close()
		if n := l.partsSent(); n != 0 {
			t.Errorf("%s: %d parts were sent", what, n)
		}
	}
}

// A file that ends before the line is found too slow is not said to be there.
func TestAFileThatIsNotAllThereIsNotSaidToBe(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	l.link.SetPace(desk.Pace{Paused: true})
	l.link.BePatient(time.Millisecond)
	e := l.link.SendEarly(t.Context(), client, 20*blob.PartSize)
	defer e.Close()
	if _, err := cutUp(t, noise(9, 2*blob.PartSize), e.Part); err != nil {
		t.Fatal(err)
	}
	if err := e.Sent(); !errors.Is(err, desk.ErrSlow) {
		t.Errorf("it is said to be there: %v", err)
	}
	l.r.with(func() {
		if len(l.r.blobs) != 0 {
			t.Errorf("there are %d blobs", len(l.r.blobs))
		}
	})
}
