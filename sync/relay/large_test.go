package relay_test

import (
	"fmt"
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// H10: a restart changes nothing of an engagement that is kept in sections either:
// when it was kept, when it was kept and changed since, when its history is
// folded anew, and when an older program kept it whole.
func TestARestartChangesNothingOfALargeEngagement(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	ref := dana.putBlob(m.client, []byte("a form"))
	res := o.contact(m, engagement.DocumentUploaded,
		engagement.DocumentBody{Document: engagement.DocumentID(newULID()), Blob: ref, Size: 6}, engagement.UploadPrivate{Name: "W-2.pdf"})
	records, _, _ := dana.pull(res.Seqs[0] - 1)
	upload, err := records[0].Decode()
	if err != nil {
		t.Fatal(err)
	}
	dana.saveMany(m, ref, 0, 600)
	for _, then := range []struct {
		what string
		do   func()
	}{
		{"as it was kept", func() {}},
		{"gone on since", func() { dana.saveMany(m, ref, 600, 10) }},
		{"with a receipt that only the office has", func() {
			dana.do(event{
				id: engagement.PlacedID(m.salt, m.engagement, upload.ID), stream: m.stream(), kind: engagement.DocumentPlaced,
				body:    engagement.PlacedBody{Version: upload.ID, Sum: engagement.Digest(ref)},
				private: engagement.PlacedPrivate{Path: "From client/W-2.pdf"},
			})
		}},
		{"from its history", func() { relay.DropFolds(t, o.relay, o.firm.ID) }},
		{"as an older program kept it", func() { relay.KeepWhole(t, o.relay, o.firm.ID) }},
		{"gone on after that", func() { dana.saveMany(m, ref, 610, 10) }},
		{"as it is kept again", func() {}},
	} {
		then.do()
		office, portal := relay.OfficeState(t, o.relay, o.firm.ID), o.portalState()
		o.restart()
		if relay.OfficeState(t, o.relay, o.firm.ID) != office || o.portalState() != portal {
			t.Errorf("%s: after a restart the state is another one", then.what)
		}
		dana.signIn()
	}
}

// saveMany pushes n new files of the same bytes.
func (d *desk) saveMany(m matter, ref engagement.BlobRef, from, n int) {
	d.o.t.Helper()
	for at := from; at < from+n; at += wire.MaxPush {
		var acts []wire.Action
		for i := at; i < min(at+wire.MaxPush, from+n); i++ {
			acts = append(acts, d.act(save(m, i, ref, 6)))
		}
		for _, res := range d.push(acts...) {
			if res.Outcome != wire.Accepted {
				d.o.t.Fatalf("%+v", res)
			}
		}
	}
}

// save is what a desk says of file i of a large folder.
func save(m matter, i int, ref engagement.BlobRef, size int) event {
	rel := fmt.Sprintf("client%03d/eng%02d/workpaper %04d.xlsx", i/200, i/20%10, i%20)
	return event{
		id: engagement.SaveID(m.salt, m.engagement, rel, "", engagement.Digest(ref)), stream: m.stream(), kind: engagement.DocumentShared,
		body: engagement.DocumentBody{
			Document: engagement.DocumentID(newULID()), Blob: ref, Size: int64(size),
			Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		},
		private: engagement.SharedPrivate{Rel: rel, Key: rel},
	}
}
