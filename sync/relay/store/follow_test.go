package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"tieout/sync/relay/store"
)

func TestFoldsAreOfOneMoment(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		put := func(seq uint64, folds ...store.Fold) {
			mustWrite(t, db, func(tx *store.Tx) error {
				for _, f := range folds {
					f.Firm, f.World, f.Scope = "f", "office", "of "+f.Stream
					if err := tx.PutFold(ctx, f); err != nil {
						return err
					}
				}
				return tx.MarkFolds(ctx, store.FoldMark{Firm: "f", Seq: seq, Version: 1})
			})
		}
		kept := func() (all []string) {
			err := db.EachFold(ctx, "f", func(f store.Fold) error {
				all = append(all, fmt.Sprint(f.Stream, f.List, f.N, string(f.State)))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		put(1, store.Fold{Stream: "e", List: "h", N: 10, State: []byte("x")}, store.Fold{Stream: "e", List: "h", N: 9, State: []byte("y")},
			store.Fold{Stream: "f", State: []byte("z")}, store.Fold{Stream: "e", State: []byte("one")})
		put(2, store.Fold{Stream: "e", List: "h", N: 10, State: []byte("w")})
		want := []string{"e0one", "eh9y", "eh10w", "f0z"}
		m, err := db.FoldMark(ctx, "f")
		if seen := kept(); err != nil || m.Seq != 2 || !slices.Equal(seen, want) {
			t.Errorf("mark %+v, folds %q, %v; want %q", m, seen, err, want)
		}
		scopes, err := db.FoldScopes(ctx, "f")
		if slices.Sort(scopes); err != nil || !slices.Equal(scopes, []string{"of e", "of f"}) {
			t.Errorf("scopes: %q, %v", scopes, err)
		}
		mustWrite(t, db, func(tx *store.Tx) error { return tx.DropFolds(ctx, "f") })
		if _, err := db.FoldMark(ctx, "f"); !errors.Is(err, store.ErrNotFound) || kept() != nil {
			t.Errorf("dropped: %v, %q", err, kept())
		}
	})
}

func TestMailsOfAGroupAreOneWhileTheyWait(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		put := func(id string, want bool) {
			t.Helper()
			mustWrite(t, db, func(tx *store.Tx) error {
				waits, err := tx.PutMail(ctx, store.Mail{ID: id, Firm: "f", Grouped: "g", Due: 10, State: store.MailWaiting})
				if waits != want {
					t.Errorf("after %s a mail of its group waits: %t", id, waits)
				}
				return err
			})
		}
		put("1", true)
		put("2", true)
		due, err := db.DueMails(ctx, 10, 5)
		if err != nil || len(due) != 1 || due[0].ID != "1" {
			t.Fatalf("due: %+v, %v", due, err)
		}
		due[0].State = store.MailSent
		if err := db.UpdateMail(ctx, due[0]); err != nil {
			t.Fatal(err)
		}
		put("1", false) // told again after a crash
		put("3", true)
		if due, err = db.DueMails(ctx, 10, 5); err != nil || len(due) != 1 || due[0].ID != "3" {
			t.Errorf("due later: %+v, %v", due, err)
		}
	})
}

// Who follows a few kinds is given those alone, and nothing of them that is
// sealed.
func TestEventsOfSomeKinds(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		mustWrite(t, db, func(tx *store.Tx) error {
			var all []store.Event
			for seq, kind := range []string{"a", "b", "a", "c", "b", "a"} {
				all = append(all, store.Event{Firm: "f", Seq: uint64(seq + 1), ID: fmt.Sprint(seq), Stream: "s", Kind: kind,
					Header: []byte(kind), Private: []byte("p"), Sig: []byte("s"), Nodes: []byte("n")})
			}
			return tx.Append(ctx, all)
		})
		for _, c := range []struct {
			after, through uint64
			kinds          []string
			limit          int
			want           []uint64
		}{
			{0, 6, []string{"a", "c"}, 9, []uint64{1, 3, 4, 6}},
			{1, 4, []string{"a"}, 9, []uint64{3}},
			{0, 6, []string{"b"}, 1, []uint64{2}},
			{0, 6, []string{"d"}, 9, nil},
		} {
			rows, err := db.EventsOf(ctx, "f", c.after, c.through, c.kinds, c.limit)
			var seqs []uint64
			for _, e := range rows {
				seqs = append(seqs, e.Seq)
				if string(e.Header) != e.Kind || e.Private != nil || e.Sig != nil {
					t.Errorf("%+v", e)
				}
			}
			if err != nil || !slices.Equal(seqs, c.want) {
				t.Errorf("%+v: %d, %v", c, seqs, err)
			}
		}
	})
}

func TestCursorsAndMarks(t *testing.T) {
	onEvery(t, func(t *testing.T, db *store.DB) {
		for _, want := range []uint64{0, 3, 9} {
			if want > 0 {
				mustWrite(t, db, func(tx *store.Tx) error { return tx.SetCursor(ctx, "f", "mail", want) })
			}
			if got, err := db.Cursor(ctx, "f", "mail"); err != nil || got != want {
				t.Errorf("cursor %d, %v; want %d", got, err, want)
			}
		}
		if err := errors.Join(db.SetMark(ctx, "f", "m", "a"), db.SetMark(ctx, "f", "m", "b")); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Mark(ctx, "f", "m"); err != nil || got != "b" {
			t.Errorf("mark %q, %v", got, err)
		}
	})
}
