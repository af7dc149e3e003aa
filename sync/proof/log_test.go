package proof_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/sync/engagement"
	"tieout/sync/proof"
)

// logOf is a log of so many leaves, by the reference implementation.
func logOf(t *testing.T, size int) *history {
	h := &history{t: t}
	for i := range size {
		r, err := engagement.Seal(engagement.Header{ID: engagement.EventID(fmt.Sprint("e", i))}, nil, nil, testKey("device"))
		if err != nil {
			t.Fatal(err)
		}
		h.number(r)
	}
	return h
}

func (h *history) point() proof.Checkpoint {
	h.t.Helper()
	c, err := proof.OpenCheckpoint(h.checkpoint("log"), public("log"))
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// W6: the frontier is the tree, at every size.
func TestFrontierIsTheTree(t *testing.T) {
	h := logOf(t, 70)
	var f proof.Frontier
	for size := range len(h.records) + 1 {
		want, err := tlog.TreeHash(int64(size), h.reader())
		if err != nil {
			t.Fatal(err)
		}
		if f.Root() != want || f.Size != uint64(size) {
			t.Fatalf("size %d: another root", size)
		}
		if size < len(h.records) {
			before := f
			f.Append(proof.LeafHash(&h.records[size]))
			if before.Root() != want {
				t.Fatalf("size %d: appending changed a copy", size)
			}
		}
	}
}

// W6: every event is in the log at its place, and at no other.
func TestInclusion(t *testing.T) {
	h := logOf(t, 21)
	c := h.point()
	for i := range h.records {
		r := h.records[i]
		path, err := h.path(r.Seq)
		if err != nil {
			t.Fatal(err)
		}
		if err := proof.CheckInclusion(c, &r, path); err != nil {
			t.Fatalf("event %d: %v", r.Seq, err)
		}
		for _, seq := range []uint64{0, r.Seq + 1, c.Size + 1} {
			moved := r
			moved.Seq = seq
			if proof.CheckInclusion(c, &moved, path) == nil {
				t.Fatalf("event %d is also event %d", r.Seq, seq)
			}
		}
	}
}

// W6: a log that was rewritten does not continue the one a desk pinned.
func TestConsistency(t *testing.T) {
	h := logOf(t, 13)
	old := h.point()
	for range 9 {
		h.number(h.records[0])
	}
	now := h.point()
	path, err := tlog.ProveTree(int64(now.Size), int64(old.Size), h.reader())
	if err != nil {
		t.Fatal(err)
	}
	if err := proof.CheckConsistency(old, now, path); err != nil {
		t.Fatal(err)
	}
	if err := proof.CheckConsistency(proof.Checkpoint{Epoch: now.Epoch}, now, nil); err != nil {
		t.Fatalf("every log continues the empty one: %v", err)
	}
	rewritten := old
	rewritten.Root[0] ^= 1
	elsewhere := old
	elsewhere.Epoch = "epoch2"
	for name, c := range map[string]proof.Checkpoint{"rewritten": rewritten, "another epoch": elsewhere} {
		if proof.CheckConsistency(c, now, path) == nil {
			t.Errorf("%s: taken as the same log", name)
		}
	}
}

// W7: a checkpoint says firm, epoch, size and root, in one spelling and by the
// firm's log key only.
func TestCheckpoints(t *testing.T) {
	h := logOf(t, 5)
	note := h.checkpoint("log")
	c := h.point()
	if c.Firm != "firm1" || c.Epoch != "epoch1" || c.Size != 5 {
		t.Fatalf("%+v", c)
	}
	bad := map[string]string{
		"nothing": "", "no signature": strings.Split(note, "\n\n")[0], "a line more": note + "x\n", "no last line break": strings.TrimSuffix(note, "\n"),
		"Windows line breaks": strings.ReplaceAll(note, "\n", "\r\n"), "another size": strings.Replace(note, "\n5\n", "\n6\n", 1),
		"two signatures": note + strings.SplitAfter(note, "\n\n")[1],
	}
	for i := range note {
		for _, flip := range []byte{1, 2, 32} {
			b := []byte(note)
			b[i] ^= flip
			bad[fmt.Sprintf("byte %d with %d", i, flip)] = string(b)
		}
	}
	for name, text := range bad {
		if _, err := proof.OpenCheckpoint(text, public("log")); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if _, err := proof.OpenCheckpoint(note, public("device")); err == nil {
		t.Error("another key opened it")
	}
	if _, err := proof.OpenCheckpoint(note, nil); err == nil {
		t.Error("no key opened it")
	}
	for _, firm := range []engagement.FirmID{"a/b", "a\nb", ""} {
		odd := proof.Checkpoint{Firm: firm, Epoch: "e", Size: 1}
		if got, err := proof.OpenCheckpoint(odd.Sign(testKey("log")), public("log")); err == nil && got.Firm != firm {
			t.Errorf("a checkpoint of %q reads as one of %q", firm, got.Firm)
		}
	}
}
