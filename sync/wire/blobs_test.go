package wire_test

import (
	"bytes"
	"errors"
	"testing"

	"tieout/sync/wire"
)

func TestABatchComesApartAsItWasPutTogether(t *testing.T) {
	frames := []wire.Frame{{[32]byte{1}, []byte("one")}, {[32]byte{2}, nil}, {[32]byte{3}, bytes.Repeat([]byte{7}, 70000)}}
	var batch []byte
	for _, f := range frames {
		batch = wire.AppendFrame(batch, f)
	}
	if want := wire.BatchSize(3, 3+70000); int64(len(batch)) != want {
		t.Errorf("the batch has %d bytes, not %d", len(batch), want)
	}
	back, err := wire.ReadFrames(batch)
	if err != nil || len(back) != len(frames) {
		t.Fatalf("%d frames come back: %v", len(back), err)
	}
	for i := range frames {
		if back[i].Sum != frames[i].Sum || !bytes.Equal(back[i].Data, frames[i].Data) {
			t.Errorf("frame %d comes back as another", i)
		}
	}
	for n := range len(batch) {
		if got, err := wire.ReadFrames(batch[:n]); err == nil && len(got) >= len(frames) {
			t.Errorf("%d of %d bytes make %d frames", n, len(batch), len(got))
		}
	}
	many := bytes.Repeat(wire.AppendFrame(nil, wire.Frame{}), wire.MaxBatchBlobs+1)
	for name, bad := range map[string][]byte{
		"nothing": nil, "too many": many, "a length beyond the end": append(bytes.Clone(batch[:32]), 0xff, 0xff, 0xff, 0xff, 'x'),
	} {
		if _, err := wire.ReadFrames(bad); !errors.Is(err, wire.ErrBatch) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
