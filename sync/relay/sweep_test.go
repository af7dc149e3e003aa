package relay_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// has says which of the texts the relay has as files of a client.
func (o *office) has(m matter, texts ...string) (here []string) {
	o.t.Helper()
	for _, text := range texts {
		has, err := o.relay.Blobs(o.firm.ID, m.client).Has(context.Background(), blob.Sum([]byte(text)))
		if err != nil {
			o.t.Fatal(err)
		}
		if has {
			here = append(here, text)
		}
	}
	return here
}

// until moves the relay's clock to a time after now, by the clock of the disk.
func (o *office) until(after time.Duration) {
	o.clock.pass(time.Until(o.clock.now()) * -1)
	o.clock.pass(after)
}

// What nobody ever spoke of goes after two weeks. What an event speaks of stays,
// whatever became of it, and so does what came a moment ago.
func TestBytesThatNobodySpeaksOfAreSwept(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.save(m, "a.pdf", []byte("sent"))
	dana.save(m, "b.pdf", []byte("sent and replaced"))
	draft := engagement.DraftID(newULID())
	ref := dana.putBlob(m.client, []byte("assembled and discarded"))
	dana.do(event{
		stream: m.stream(), kind: engagement.DraftAssembled, private: engagement.DraftPrivate{Title: "2025", Parts: []string{"a.pdf"}},
		body: engagement.DraftBody{Draft: draft, Blob: ref, Size: 23, Pages: 1, Parts: []engagement.Part{{Sum: engagement.Digest(ref), Pages: 1, First: 1}}},
	})
	dana.do(event{stream: m.stream(), kind: engagement.DraftDiscarded, body: engagement.DraftRef{Draft: draft}})
	dana.putBlob(m.client, []byte("given up"))
	kept := []string{"sent", "sent and replaced", "assembled and discarded"}
	all := append(slices.Clone(kept), "given up")

	o.until(13 * 24 * time.Hour)
	o.settle()
	if here := o.has(m, all...); !slices.Equal(here, all) {
		t.Errorf("after 13 days there is %q", here)
	}
	o.until(15 * 24 * time.Hour)
	o.settle()
	if here := o.has(m, all...); !slices.Equal(here, kept) {
		t.Errorf("after 15 days there is %q, want %q", here, kept)
	}
}

// A push that comes just when its old bytes are swept is told to send them again.
func TestWhatIsSweptIsAskedForAgain(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	data := []byte("late")
	ref := dana.putBlob(m.client, data)
	save := dana.act(event{
		id: engagement.SaveID(m.salt, m.engagement, "to/late.pdf", "", engagement.Digest(ref)), stream: m.stream(), kind: engagement.DocumentShared,
		body:    engagement.DocumentBody{Document: engagement.DocumentID(newULID()), Blob: ref, Size: int64(len(data))},
		private: engagement.SharedPrivate{Rel: "late.pdf", Key: "to/late.pdf"},
	})
	o.until(15 * 24 * time.Hour)
	o.settle()
	dana.signIn()
	if res := dana.push(save); res[0].Refusal.Code != engagement.CodeNoBlob {
		t.Fatalf("without its bytes: %+v", res)
	}
	dana.putBlob(m.client, data)
	if res := dana.push(save); res[0].Outcome != wire.Accepted {
		t.Errorf("with its bytes: %+v", res)
	}
}

// While a restored relay may still get events back, nothing is swept.
func TestNothingIsSweptWhileDesksGiveBack(t *testing.T) {
	o := newOffice(t)
	o.until(0)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.putBlob(m.client, []byte("spoken of after the backup"))
	saved := o.backup()
	_, _, at := dana.pull(0)
	dana.save(m, "a.pdf", []byte("spoken of after the backup"))
	mine := dana.copyHistory()
	o.lose(saved)
	o.until(15 * 24 * time.Hour)
	o.settle()
	if len(o.has(m, "spoken of after the backup")) == 0 {
		t.Fatal("it was swept")
	}
	dana.signIn()
	dana.giveBack(mine.offer(t, at.Head), true)
	o.until(16 * 24 * time.Hour)
	o.settle()
	if len(o.has(m, "spoken of after the backup")) == 0 {
		t.Error("it was swept after it was spoken of")
	}
}
