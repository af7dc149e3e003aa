package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"tieout/sync/relay/store"
)

// engines are the databases that keep the contract, each by how a test gets a
// fresh one.
var engines = map[string]func(t *testing.T) *store.DB{
	"sqlite": func(t *testing.T) *store.DB {
		db, err := store.OpenSQLite(context.Background(), filepath.Join(t.TempDir(), "a b?c.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db
	},
}

// onEvery runs one clause of the contract on every engine.
func onEvery(t *testing.T, clause func(t *testing.T, db *store.DB)) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) { clause(t, open(t)) })
	}
}

var ctx = context.Background()

func mustWrite(t *testing.T, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func founded(t *testing.T, db *store.DB, firm string) {
	t.Helper()
	mustWrite(t, db, func(tx *store.Tx) error {
		return tx.CreateFirm(ctx, store.Firm{ID: firm, Slug: "slug-" + firm, Epoch: "e1"},
			[]store.FirmKey{{Firm: firm, Purpose: "log", ID: "k-" + firm, Public: []byte{1}, Wrapped: []byte{2}}})
	})
}

func TestAFirmIsThereWithItsKeysOrNotAtAll(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		founded(t, db, "f1")
		err := db.Write(ctx, func(tx *store.Tx) error {
			return tx.CreateFirm(ctx, store.Firm{ID: "f2", Slug: "slug-f1"}, nil)
		})
		if !errors.Is(err, store.ErrExists) {
			t.Errorf("a taken slug: %v", err)
		}
		if _, err := db.Firm(ctx, "f2"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("half a firm: %v", err)
		}
		keys, err := db.FirmKeys(ctx, "f1")
		if err != nil || len(keys) != 1 || keys[0].ID != "k-f1" {
			t.Errorf("keys: %+v, %v", keys, err)
		}
	})
}

func event(firm string, seq uint64, id string) store.Event {
	return store.Event{Firm: firm, Seq: seq, ID: id, Stream: "firm", Header: []byte("h"), Sig: []byte("s"), Nodes: make([]byte, 32), Private: []byte("p")}
}

func TestEventsAndHeadMoveTogether(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		founded(t, db, "f1")
		founded(t, db, "f2")
		mustWrite(t, db, func(tx *store.Tx) error {
			if err := tx.Append(ctx, []store.Event{event("f1", 1, "a"), event("f1", 2, "b"), event("f2", 1, "a")}); err != nil {
				return err
			}
			return tx.MoveHead(ctx, 0, store.Head{Firm: "f1", Head: 2, Frontier: "{}"})
		})
		for name, want := range map[string]struct {
			e    store.Event
			from uint64
			err  error
		}{
			"a taken id":     {event("f1", 3, "a"), 2, store.ErrExists},
			"a taken number": {event("f1", 2, "c"), 2, store.ErrExists},
			"a moved head":   {event("f1", 3, "c"), 1, store.ErrMoved},
		} {
			err := db.Write(ctx, func(tx *store.Tx) error {
				if err := tx.Append(ctx, []store.Event{want.e}); err != nil {
					return err
				}
				return tx.MoveHead(ctx, want.from, store.Head{Firm: "f1", Head: 3, Frontier: "{}"})
			})
			if !errors.Is(err, want.err) {
				t.Errorf("%s: %v, want %v", name, err, want.err)
			}
		}
		all, err := db.Events(ctx, "f1", 0, 10)
		if err != nil || len(all) != 2 || all[1].ID != "b" {
			t.Errorf("events: %+v, %v", all, err)
		}
		if h, err := db.Head(ctx, "f1"); err != nil || h.Head != 2 {
			t.Errorf("head: %+v, %v", h, err)
		}
		rest, err := db.Events(ctx, "f1", 1, 10)
		if err != nil || len(rest) != 1 || rest[0].Seq != 2 {
			t.Errorf("after 1: %+v, %v", rest, err)
		}
	})
}

// A step that could not be ended is said to have failed, and would be stored with the rest all the same.
func TestAStepThatCouldNotBeEndedIsNotStored(t *testing.T) {
	stop := errors.New("stop")
	for name, end := range map[string]error{"undone": stop, "kept": nil} {
		t.Run(name, func(t *testing.T) {
			onEvery(t, func(t *testing.T, db *store.DB) {
				founded(t, db, "f1")
				err := db.Write(ctx, func(tx *store.Tx) error {
					leaves, leave := context.WithCancel(ctx)
					step := tx.Savepoint(leaves, func() error {
						err := tx.Append(ctx, []store.Event{event("f1", 1, name)})
						leave()
						return errors.Join(err, end)
					})
					if !errors.Is(step, context.Canceled) || end != nil && !errors.Is(step, end) {
						t.Errorf("the step: %v", step)
					}
					return nil
				})
				if !errors.Is(err, context.Canceled) || errors.Is(err, stop) {
					t.Errorf("stored: %v", err)
				}
				if all, err := db.Events(ctx, "f1", 0, 10); err != nil || len(all) > 0 {
					t.Errorf("events: %+v, %v", all, err)
				}
			})
		})
	}
}

func TestASavepointUndoesOneStep(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		founded(t, db, "f1")
		stop := errors.New("stop")
		mustWrite(t, db, func(tx *store.Tx) error {
			put := func(seq uint64, id string, end error) error {
				return tx.Savepoint(ctx, func() error {
					if err := tx.Append(ctx, []store.Event{event("f1", seq, id)}); err != nil {
						return err
					}
					inner := tx.Savepoint(ctx, func() error {
						return errors.Join(tx.Append(ctx, []store.Event{event("f1", seq+100, "inner-"+id)}), stop)
					})
					if !errors.Is(inner, stop) {
						t.Errorf("inner step: %v", inner)
					}
					return end
				})
			}
			if err := put(1, "undone", stop); !errors.Is(err, stop) {
				t.Errorf("outer step: %v", err)
			}
			return put(1, "kept", nil)
		})
		all, err := db.Events(ctx, "f1", 0, 10)
		if err != nil || len(all) != 1 || all[0].ID != "kept" {
			t.Errorf("events: %+v, %v", all, err)
		}
	})
}

func TestAnErasedPrivatePartIsGone(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		founded(t, db, "f1")
		other := event("f1", 2, "b")
		other.Stream = "client/x"
		mustWrite(t, db, func(tx *store.Tx) error {
			if err := tx.Append(ctx, []store.Event{event("f1", 1, "a"), other}); err != nil {
				return err
			}
			return tx.ErasePrivate(ctx, "f1", "firm", []string{"a", "b"})
		})
		all, err := db.EventsByID(ctx, "f1", []string{"b", "a"})
		if err != nil || len(all) != 2 || all[0].Private != nil || string(all[1].Private) != "p" {
			t.Errorf("events: %+v, %v", all, err)
		}
	})
}

func TestActionsCountPerDevice(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		mustWrite(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.PutDevice(ctx, store.Device{ID: "d", Firm: "f1"}),
				tx.PutAction(ctx, store.Action{Firm: "f1", ID: "a", Device: "d", N: 7, Result: []byte(`{"outcome":"refused"}`)}),
				tx.PutAction(ctx, store.Action{Firm: "f2", ID: "b", Device: "e", N: 7, Result: []byte(`{}`)}),
				tx.PutDevice(ctx, store.Device{ID: "d", Firm: "f1", N: 7}))
		})
		d, err := db.Device(ctx, "d")
		if err != nil || d.N != 7 || d.Firm != "f1" {
			t.Errorf("device: %+v, %v", d, err)
		}
		mustWrite(t, db, func(tx *store.Tx) error {
			a, err := tx.Action(ctx, "f1", "a")
			if err != nil {
				return err
			}
			res, err := a.Outcome()
			if res.Outcome != "refused" {
				t.Errorf("result: %+v", res)
			}
			_, missing := tx.Action(ctx, "f1", "b")
			if !errors.Is(missing, store.ErrNotFound) {
				t.Errorf("an unknown action: %v", missing)
			}
			for _, ids := range [][]string{{"b", "a", "c"}, {"c"}, {}} {
				known, asked := tx.Actions(ctx, "f1", ids)
				if asked != nil || len(known) != len(ids)/3 || len(known) == 1 && string(known["a"].Result) != string(a.Result) {
					t.Errorf("of %q are known %v, %v", ids, known, asked)
				}
			}
			return err
		})
	})
}

func TestASecretIsMadeOnce(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		for _, try := range []string{"first", "second"} {
			mustWrite(t, db, func(tx *store.Tx) error {
				got, err := tx.CreateSecret(ctx, "private", "s", []byte(try))
				if string(got) != "first" {
					t.Errorf("%s try: %q", try, got)
				}
				return err
			})
		}
		if _, err := db.Secret(ctx, "blobs", "s"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another use: %v", err)
		}
	})
}

func TestACodeIsUsedOnce(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		mustWrite(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.PutCode(ctx, store.Code{Hash: "h", Firm: "f", Staff: "s", Expires: 100}, 0),
				tx.PutCode(ctx, store.Code{Hash: "late", Firm: "f", Staff: "s", Expires: 10}, 0))
		})
		use := func(hash, device string, now int64) error {
			return db.Write(ctx, func(tx *store.Tx) error { return tx.UseCode(ctx, hash, device, now) })
		}
		if err := use("late", "d1", 50); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an expired code: %v", err)
		}
		if err := use("h", "d1", 50); err != nil {
			t.Error(err)
		}
		if err := use("h", "d2", 50); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a used code: %v", err)
		}
		if c, err := db.Code(ctx, "h"); err != nil || c.Device != "d1" {
			t.Errorf("code: %+v, %v", c, err)
		}
	})
}

func TestValuesExpireAndCount(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		if err := db.PutValue(ctx, store.Value{Firm: "f", Space: "s", Hash: "h", Bytes: []byte("v"), Expires: 100}); err != nil {
			t.Fatal(err)
		}
		if v, err := db.Value(ctx, "f", "s", "h", 99); err != nil || string(v.Bytes) != "v" {
			t.Errorf("value: %+v, %v", v, err)
		}
		if _, err := db.Value(ctx, "f", "s", "h", 100); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an expired value: %v", err)
		}
		if _, err := db.TakeValue(ctx, "f", "s", "h", 99); err != nil {
			t.Error(err)
		}
		if _, err := db.TakeValue(ctx, "f", "s", "h", 99); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a taken value: %v", err)
		}
		for i, now := range []int64{0, 50, 99, 100} {
			want := []int64{1, 2, 3, 1}[i]
			if n, err := db.CountValue(ctx, "f", "s", "tries", now, now+100); err != nil || n != want {
				t.Errorf("count at %d: %d, %v; want %d", now, n, err, want)
			}
		}
		if err := db.SweepValues(ctx, 1000); err != nil {
			t.Fatal(err)
		}
		if n, err := db.CountValue(ctx, "f", "s", "tries", 1000, 1100); err != nil || n != 1 {
			t.Errorf("count after the sweep: %d, %v", n, err)
		}
	})
}

func TestASnapshotIsWholeAndOpens(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		founded(t, db, "f1")
		path := filepath.Join(t.TempDir(), "copy.db")
		if err := db.Snapshot(ctx, path); err != nil {
			t.Fatal(err)
		}
		copied, err := store.OpenSQLite(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		defer copied.Close()
		if f, err := copied.Firm(ctx, "f1"); err != nil || f.Slug != "slug-f1" {
			t.Errorf("in the copy: %+v, %v", f, err)
		}
	})
}

func TestWhatARestoreLeavesToDo(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		if _, err := db.Restoration(ctx, "f"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("before any: %v", err)
		}
		for _, epoch := range []string{"e1", "e2"} {
			mustWrite(t, db, func(tx *store.Tx) error {
				return errors.Join(
					tx.PutRestoration(ctx, store.Restoration{Firm: "f", Epoch: epoch, After: 7, At: 9}),
					tx.PutDone(ctx, "f", epoch, "d-"+epoch), tx.PutDone(ctx, "f", epoch, "d-"+epoch),
					tx.PutAside(ctx, store.KeptAside{Firm: "f", ID: "b" + epoch, Epoch: epoch, OldSeq: 9, Code: "x", Record: []byte("r")}),
					tx.PutAside(ctx, store.KeptAside{Firm: "f", ID: "a" + epoch, Epoch: epoch, OldSeq: 10, Code: "x", Record: []byte("r")}),
					tx.PutWanted(ctx, store.Wanted{Firm: "f", Client: "c", Blob: "sha", Event: epoch}),
				)
			})
		}
		mustWrite(t, db, func(tx *store.Tx) error {
			return errors.Join(
				tx.PutAside(ctx, store.KeptAside{Firm: "f", ID: "be1", Code: "y", Record: []byte("later")}), tx.DropAside(ctx, "f", "ae2"),
				tx.PutGivenBack(ctx, []store.GivenBack{{Firm: "f", Seq: 3}, {Firm: "f", Seq: 5}, {Firm: "g", Seq: 4}}),
			)
		})
		if r, err := db.Restoration(ctx, "f"); err != nil || r.Epoch != "e2" || r.After != 7 {
			t.Errorf("the last restore: %+v, %v", r, err)
		}
		if done, err := db.Done(ctx, "f", "e2"); err != nil || len(done) != 1 || done[0] != "d-e2" {
			t.Errorf("done: %q, %v", done, err)
		}
		aside, err := db.Aside(ctx, "f")
		if err != nil || len(aside) != 3 || aside[0].ID != "be1" || aside[0].Code != "y" || string(aside[0].Record) != "r" || aside[2].ID != "be2" {
			t.Errorf("aside: %+v, %v", aside, err)
		}
		if w, err := db.Wanted(ctx, "f"); err != nil || len(w) != 1 || w[0].Event != "e1" {
			t.Errorf("wanted: %+v, %v", w, err)
		}
		if back, err := db.GivenBackIn(ctx, "f", 3, 5); err != nil || len(back) != 1 || !back[5] {
			t.Errorf("given back: %v, %v", back, err)
		}
	})
}
