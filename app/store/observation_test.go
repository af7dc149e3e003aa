package store

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"tieout/app/folder"
)

func TestObservationsComeBackAsTheyWere(t *testing.T) {
	for i, o := range []folder.Observation{
		{},
		{ // everything that there is
			Stamp: folder.Stamp{Size: 1 << 40, ModTime: time.Unix(1700000000, 123456789), ID: 1<<64 - 1, Change: -5},
			Lane:  folder.ForSignature, Rel: "bad \xff name.pdf", SHA256: strings.Repeat("0a", 32), Racy: true, Own: true, Unsure: true, Odd: true,
			Read: time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), Before: []string{strings.Repeat("0b", 32), strings.Repeat("0c", 32)},
		},
		{Lane: "a lane of another version", Rel: strings.Repeat("deep/", 300) + "a.pdf", Own: true},
	} {
		for f := range reflect.ValueOf(o).NumField() {
			if field := reflect.ValueOf(o).Field(f); i == 1 && field.IsZero() {
				t.Errorf("nothing is tried for %s", reflect.TypeOf(o).Field(f).Name)
			}
		}
		raw, err := encodeObservation(o)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := decodeObservation(raw)
		if !ok || !got.ModTime.Equal(o.ModTime) || !got.Read.Equal(o.Read) {
			t.Fatalf("%+v came back as %+v, %v", o, got, ok)
		}
		got.ModTime, got.Read = o.ModTime, o.Read
		if !reflect.DeepEqual(got, o) {
			t.Errorf("%+v came back as %+v", o, got)
		}
		for n := range raw {
			if _, ok := decodeObservation(raw[:n]); ok {
				t.Errorf("%d of %d bytes are believed", n, len(raw))
			}
		}
	}
	if _, ok := decodeObservation([]byte(`{"Size":5}`)); ok {
		t.Error("what an older version wrote is believed")
	}
}
