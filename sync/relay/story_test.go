package relay_test

import (
	"bytes"
	"context"
	"net/http"
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// Two desks and a contact: what one writes the others read, in one order.
func TestTwoDesksAndAContact(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Reyes", engagement.Preparer)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")

	ask := engagement.RequestID(newULID())
	tom.do(event{
		stream: m.stream(), kind: engagement.RequestAsked, body: engagement.RequestAskedBody{Request: ask},
		private: engagement.RequestPrivate{Title: "Trial balance"},
	})

	ctx := context.Background()
	pdf := []byte("%PDF-1.7 trial balance")
	hash, size, err := o.relay.Blobs(o.firm.ID, m.client).Put(ctx, bytes.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	doc := engagement.DocumentID(newULID())
	res, err := o.relay.AppendAsContact(ctx, o.firm.ID, relay.ContactAct{
		Contact: m.contact, ID: engagement.ActionID(newULID()), Via: engagement.Via{Session: "s1", Method: "link"},
		Events: []relay.Draft{
			{
				Stream: m.stream(), Kind: engagement.DocumentUploaded, Private: engagement.UploadPrivate{Name: "tb.pdf"},
				Body: engagement.DocumentBody{Document: doc, Blob: engagement.BlobRef(hash.String()), Size: size},
			},
			{
				Stream: m.stream(), Kind: engagement.RequestAnswered,
				Body: engagement.RequestAnsweredBody{Request: ask, Answer: engagement.WithFiles, Documents: []engagement.DocumentID{doc}},
			},
		},
	})
	if err != nil || res.Outcome != wire.Accepted {
		t.Fatalf("the contact's answer: %+v, %v", res, err)
	}

	world, pubs := engagement.NewWorld(), map[engagement.KeyID]*engagement.Key{}
	records, hidden, last := dana.pull(0)
	if len(hidden) > 0 || uint64(len(records)) != last.Head {
		t.Fatalf("pulled %d records and %d hidden ranges of %d", len(records), len(hidden), last.Head)
	}
	var edge proof.Frontier
	for i := range records {
		e, err := records[i].Decode()
		if err != nil {
			t.Fatal(err)
		}
		if e.Seq != uint64(i)+1 {
			t.Fatalf("event %d has number %d", i+1, e.Seq)
		}
		if r := engagement.Apply(world, &e); !r.OK() {
			t.Fatalf("%s: %s", e.Kind, r.Error())
		}
		pubs = world.F.Keys
		if k := pubs[e.Device]; i >= 2 && (k == nil || !records[i].VerifySignature(k.Ed25519())) {
			t.Errorf("the signature of %s does not verify", e.Kind)
		}
		edge.Append(proof.LeafHash(&records[i]))
	}
	logKey := keyFor(world, engagement.LogKey)
	c, err := proof.OpenCheckpoint(last.Checkpoint, logKey.Ed25519())
	if err != nil || c.Root != edge.Root() || c.Size != last.Head || c.Epoch != last.Epoch {
		t.Errorf("checkpoint %+v (%v), want root %v", c, err, edge.Root())
	}

	eng := world.Engagement(m.engagement)
	if r := eng.Request(ask); r.State != engagement.Answered || r.Title != "Trial balance" {
		t.Errorf("the request is %+v", r)
	}
	if task := eng.Task(string(ask)); task == nil || task.To != o.admin {
		t.Errorf("nobody was given the arrival: %+v", task)
	}
	if eng.Shown == nil || eng.Shown.Status != engagement.InPreparation {
		t.Errorf("the client reads %+v", eng.Shown)
	}
	var got []byte
	tom.must(http.StatusOK, "GET", "/v1/blobs/"+string(m.client)+"/"+hash.String(), nil, &got)
	if !bytes.Equal(got, pdf) {
		t.Errorf("the upload came back as %q", got)
	}
	if err := o.relay.View(ctx, o.firm.ID, func(w *engagement.World) {
		e := w.Engagement(m.engagement)
		if !e.SharedOnly || e.Request(ask).State != engagement.Answered || len(e.Tasks) != 0 {
			t.Errorf("the portal sees %+v", e)
		}
	}); err != nil {
		t.Fatal(err)
	}
}

func keyFor(w *engagement.World, p engagement.KeyPurpose) *engagement.Key {
	for _, k := range w.F.Keys {
		if k.Purpose == p {
			return k
		}
	}
	return nil
}
