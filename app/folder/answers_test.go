package folder_test

import (
	"context"
	"errors"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"tieout/app/folder"
)

// FM12: a network share does what it is asked and the answer is lost on the way.
func TestARenameWhoseAnswerIsLostIsNotDoneAgain(t *testing.T) {
	w := newWorld(t)
	lost := errors.New("the answer did not come in time")
	w.cfg.FS = losing{w.disk, &lost}
	w.stop()
	w.start()
	r := upload("u1", "a.pdf", "bytes")
	if _, err := w.folders.Place(context.Background(), r); !errors.Is(err, lost) {
		t.Fatalf("got %v", err)
	}
	lost = nil
	if got := w.place(r); got != "a.pdf" {
		t.Errorf("placed as %q", got)
	}
	if got := w.names("From client"); got != "a.pdf" {
		t.Errorf("the lane holds %s", got)
	}
}

// losing renames and then says that it did not.
type losing struct {
	folder.FS
	answer *error
}

func (l losing) Open(at string) (folder.Tree, error) {
	tree, err := l.FS.Open(at)
	return losingTree{tree, l.answer}, err
}

type losingTree struct {
	folder.Tree
	answer *error
}

func (l losingTree) RenameNew(from, to string) error {
	return errors.Join(l.Tree.RenameNew(from, to), *l.answer)
}

// FM12: what an earlier attempt noted outlives attempts that get no further.
func TestAnAttemptThatGetsNowhereForgetsNothing(t *testing.T) {
	w := newWorld(t)
	r := upload("u1", "a.pdf", "bytes")
	offline := errors.New("the relay cannot be reached")
	r.Receipt = func(context.Context, folder.Placed) error { return offline }
	if _, err := w.folders.Place(context.Background(), r); !errors.Is(err, offline) {
		t.Fatalf("got %v", err)
	}
	r.Filed = func(context.Context) (bool, error) { return false, offline }
	if _, err := w.folders.Place(context.Background(), r); !errors.Is(err, offline) {
		t.Fatalf("got %v", err)
	}
	r.Filed, r.Receipt = nil, nil
	if got := w.place(r); got != "a.pdf" {
		t.Errorf("placed as %q", got)
	}
	if got := w.names("From client"); got != "a.pdf" {
		t.Errorf("the lane holds %s", got)
	}
}

// FM28: rights are inherited from the folder in which a file is made, not from where it is moved to.
func TestTheTemporaryFileIsMadeWhereTheFileWillLie(t *testing.T) {
	w := newWorld(t)
	var made []string
	w.disk.step = func(what, rel string) error {
		if what == "create" {
			made = append(made, path.Dir(rel))
		}
		return nil
	}
	r := upload("u1", "a.pdf", "bytes")
	r.Dir = "Banking"
	w.place(r)
	if want := path.Join(acmePath, "From client", "Banking"); strings.Join(made, ", ") != want {
		t.Errorf("files were made in %v, want one in %s", made, want)
	}
}

// FM23: a computer whose clock is years ahead takes every claim for an old one. One that says where a file
// may lie that nobody has recorded stays.
func TestAClaimThatSaysSomethingIsNotSweptForItsAge(t *testing.T) {
	w := newWorld(t)
	r := upload("u1", "a.pdf", "bytes")
	r.Receipt = func(context.Context, folder.Placed) error { return os.ErrDeadlineExceeded }
	if _, err := w.folders.Place(context.Background(), r); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	past := time.Now().AddDate(-3, 0, 0)
	w.must(os.Chtimes(w.path("From client", ".tieout-u1.claim"), past, past))
	w.quiet()
	r.Receipt = nil
	if got := w.place(r); got != "a.pdf" {
		t.Errorf("placed as %q", got)
	}
	if got := w.names("From client"); got != "a.pdf" {
		t.Errorf("the lane holds %s", got)
	}
}
