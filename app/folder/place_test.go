package folder_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"tieout/app/folder"
)

// upload is a request to place text.
func upload(id, name, text string) folder.PlaceRequest {
	sum := sha256.Sum256([]byte(text))
	return folder.PlaceRequest{
		MappingID: acme, Lane: folder.FromClient, Name: name, ID: id,
		Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:]),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
}

func (w *world) place(r folder.PlaceRequest) string {
	w.t.Helper()
	placed, err := w.folders.Place(context.Background(), r)
	w.must(err)
	return placed.Rel
}

func (w *world) reads(lane, rel string) string {
	w.t.Helper()
	body, err := os.ReadFile(w.path(lane, rel))
	w.must(err)
	return string(body)
}

// FM20
func TestAnUploadIsPlacedUnderASafeName(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ name, want string }{
		{"W-2 (2024).pdf", "W-2 (2024).pdf"},
		{`..\..\evil.exe`, "evil.exe"},
		{"../../etc/passwd", "passwd"},
		{"CON.pdf", "_CON.pdf"},
		{"invoice\u202efdp.exe", "invoicefdp.exe"},
		{"", "file"},
		{strings.Repeat("long ", 60) + "name.pdf", strings.TrimSpace(strings.Repeat("long ", 60)[:176]) + ".pdf"},
	} {
		if got := w.place(upload(fmt.Sprintf("id-%x", c.name)[:min(40, 3+2*len(c.name))], c.name, "body of "+c.want)); got != c.want {
			t.Errorf("%q was placed as %q, want %q", c.name, got, c.want)
		}
		if got := w.reads("From client", c.want); got != "body of "+c.want {
			t.Errorf("%q holds %q", c.want, got)
		}
	}
}

// FM08, FM13
func TestPlacingNeverReplacesAnything(t *testing.T) {
	w := newWorld(t)
	w.save("From client", "Bank statement.pdf", "staff's own")
	w.save("From client", "BANK STATEMENT (2).PDF", "a twin in other capitals")
	if got := w.place(upload("u1", "Bank statement.pdf", "from the client")); got != "Bank statement (3).pdf" {
		t.Errorf("placed as %q", got)
	}
	if got := w.place(upload("u2", "Bank statement.pdf", "from the client")); got != "Bank statement (4).pdf" {
		t.Errorf("another upload of the same bytes was placed as %q", got)
	}
	if w.reads("From client", "Bank statement.pdf") != "staff's own" || w.reads("From client", "Bank statement (3).pdf") != "from the client" {
		t.Error("a file was replaced")
	}
}

func TestAFileSavedDuringThePlacingIsNotReplaced(t *testing.T) {
	w := newWorld(t)
	once := sync.Once{}
	w.disk.step = func(what, rel string) error {
		if what == "rename" {
			once.Do(func() { w.save("From client", "a.pdf", "staff was faster") })
		}
		return nil
	}
	if got := w.place(upload("u1", "a.pdf", "upload")); got != "a (2).pdf" {
		t.Errorf("placed as %q", got)
	}
	if w.reads("From client", "a.pdf") != "staff was faster" {
		t.Error("the faster file was replaced")
	}
}

// FM11. A desk whose claim ended with its connection, and which does not know it yet, begins to write the upload
// beside the one that has the claim now. What it began is not taken for whole.
func TestWhatAnotherDeskIsStillWritingIsNotPlaced(t *testing.T) {
	w := newWorld(t)
	text := strings.Repeat("all of it ", 1000)
	r := upload("u1", "a.pdf", text)
	begin := func() {
		w.disk.listed.Store(nil)
		w.save("From client", ".tieout-u1.part", text[:10])
	}
	claimed := sync.Once{}
	r.Filed = func(context.Context) (bool, error) {
		claimed.Do(func() { w.disk.listed.Store(&begin) })
		return false, nil
	}
	var err error
	for range 3 {
		if _, err = w.folders.Place(t.Context(), r); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := w.reads("From client", "a.pdf"); got != text {
		t.Errorf("%d of %d bytes were placed", len(got), len(text))
	}
}

func TestFoldersOfARequestAreMadeAndReused(t *testing.T) {
	w := newWorld(t)
	w.must(os.Mkdir(w.path("From client", "BANKING"), 0o755))
	r := upload("u1", "a.pdf", "one")
	r.Dir = "Banking/../Q1: January/"
	if got := w.place(r); got != "BANKING/Q1_ January/a.pdf" {
		t.Errorf("placed as %q", got)
	}
}

// FM11
func TestNothingOfOursIsLeftBeside(t *testing.T) {
	w := newWorld(t)
	w.place(upload("u1", "a.pdf", "one"))
	if got := w.names("From client"); got != "a.pdf" {
		t.Errorf("the lane holds %s", got)
	}
}

func TestBytesThatAreNotAsAnnouncedAreNotPlaced(t *testing.T) {
	w := newWorld(t)
	for name, spoil := range map[string]func(*folder.PlaceRequest){
		"other bytes": func(r *folder.PlaceRequest) { r.SHA256 = strings.Repeat("0", 64) },
		"too short":   func(r *folder.PlaceRequest) { r.Size++ },
		"too long":    func(r *folder.PlaceRequest) { r.Size-- },
	} {
		r := upload("u1", "a.pdf", "bytes")
		spoil(&r)
		if _, err := w.folders.Place(context.Background(), r); !errors.Is(err, folder.ErrWrongBytes) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := w.names("From client"); got != "" {
		t.Errorf("the lane holds %s", got)
	}
}

// FM11
func TestABrokenDownloadLeavesNothing(t *testing.T) {
	w := newWorld(t)
	r := upload("u1", "a.pdf", "bytes")
	good := r.Open
	broken := errors.New("connection lost")
	r.Open = func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("by"), failing{broken})), nil
	}
	if _, err := w.folders.Place(context.Background(), r); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if got := w.names("From client"); got != "" {
		t.Errorf("the lane holds %s", got)
	}
	r.Open = good
	if got := w.place(r); got != "a.pdf" {
		t.Errorf("placed as %q", got)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// The file is there, but nobody could write that down: the next attempt, by any desk, finds it. FM12.
func TestAFileWhoseReceiptFailedIsNotPlacedTwice(t *testing.T) {
	w := newWorld(t)
	r := upload("u1", "a.pdf", "bytes")
	noReceipt := errors.New("the outbox is full")
	r.Receipt = func(context.Context, folder.Placed) error { return noReceipt }
	if _, err := w.folders.Place(context.Background(), r); !errors.Is(err, noReceipt) {
		t.Fatalf("got %v", err)
	}
	w.must(os.Rename(w.path("From client", "a.pdf"), w.path("From client", "Ana's W-2.pdf"))) // staff may do that
	var receipt folder.Placed
	r.Receipt = func(_ context.Context, p folder.Placed) error { receipt = p; return nil }
	if got := w.place(r); got != "Ana's W-2.pdf" || receipt.Rel != got || receipt.SHA256 != r.SHA256 {
		t.Errorf("found as %q, receipt %+v", got, receipt)
	}
	if got := w.names("From client"); got != "Ana's W-2.pdf" {
		t.Errorf("the lane holds %s", got)
	}
}

// The file of an attempt that nobody recorded is found, and is gone again with the power of the server before its
// name is durable: it is not recorded then. FM09, FM12.
func TestAFileThatThePowerFailureTookIsNotRecorded(t *testing.T) {
	w := newWorld(t)
	r := upload("u1", "a.pdf", "bytes")
	noReceipt := errors.New("the outbox is full")
	r.Receipt = func(context.Context, folder.Placed) error { return noReceipt }
	if _, err := w.folders.Place(t.Context(), r); !errors.Is(err, noReceipt) {
		t.Fatalf("got %v", err)
	}
	fails := sync.Once{}
	w.disk.step = func(what, _ string) error {
		if what == "sync folder" {
			fails.Do(func() { w.must(os.Remove(w.path("From client", "a.pdf"))) })
		}
		return nil
	}
	r.Receipt = func(_ context.Context, p folder.Placed) error {
		if got := w.reads("From client", p.Rel); got != "bytes" {
			t.Errorf("%s was recorded and holds %q", p.Rel, got)
		}
		return nil
	}
	if _, err := w.folders.Place(t.Context(), r); err == nil {
		t.Error("it is said to be there")
	}
	if got := w.place(r); got != "a.pdf" || w.reads("From client", got) != "bytes" {
		t.Errorf("placed as %q", got)
	}
}

// FM16
func TestTwoDesksThatRaceToPlaceAnUploadPlaceItOnce(t *testing.T) {
	w := newWorld(t)
	other, err := folder.Open(folder.Config{Spool: t.TempDir(), Index: folder.NewMemoryIndex(), Sink: w.sink, Timing: quick})
	w.must(err)
	t.Cleanup(func() { other.Close() })
	w.must(other.Follow(folder.Mapping{ID: acme, RootID: w.root.ID, Path: acmePath}))
	w.must(other.Attach(w.root))
	var receipts sync.Map // stands for the history that both desks see
	var want []string
	for i := range 30 {
		r := upload(fmt.Sprint("u", i), fmt.Sprintf("%02d.pdf", i), "bytes")
		r.Filed = func(context.Context) (bool, error) { _, filed := receipts.Load(r.ID); return filed, nil }
		r.Receipt = func(_ context.Context, p folder.Placed) error { receipts.Store(r.ID, p.Rel); return nil }
		want = append(want, r.Name)
		var race sync.WaitGroup
		for _, desk := range []*folder.Folders{w.folders, other} {
			race.Go(func() {
				_, err := desk.Place(context.Background(), r)
				for errors.Is(err, folder.ErrClaimed) {
					_, err = desk.Place(context.Background(), r)
				}
				if err != nil && !errors.Is(err, folder.ErrFiled) {
					t.Error(err)
				}
			})
		}
		race.Wait()
	}
	if got := w.names("From client"); got != strings.Join(want, ", ") {
		t.Errorf("the lane holds %s", got)
	}
}

func TestPlacedDraftsAreNotOfferedBackButEditsAre(t *testing.T) {
	w := newWorld(t)
	r := upload("draft-1", "Form 8879.pdf", pdf("the draft"))
	r.Lane = folder.ForSignature
	w.place(r)
	w.save("For signature", "other.pdf", pdf("by hand"))
	w.until("the other is offered", func() bool { return len(w.sink.AllOffered()) > 0 })
	w.quiet()
	w.stop()
	w.start()
	w.quiet()
	if got := w.sink.AllOffered(); len(got) != 1 || got[0].Rel != "other.pdf" {
		t.Fatalf("offered %v", got)
	}
	w.must(os.Remove(w.path("For signature", "other.pdf")))
	w.save("For signature", "Form 8879.pdf", pdf("changed by hand"))
	w.until("the edit is offered", func() bool { return len(w.sink.AllOffered()) == 2 })
}

func TestADraftThatStaffDeletesIsNotMissed(t *testing.T) {
	w := newWorld(t)
	r := upload("draft-1", "Form 8879.pdf", pdf("the draft"))
	r.Lane = folder.ForSignature
	w.place(r)
	w.must(os.Remove(w.path("For signature", "Form 8879.pdf")))
	w.until("it is forgotten", func() bool {
		_, ok, _ := w.index.Get(acme, "for-signature/form 8879.pdf")
		return !ok
	})
	if gone := w.sink.AllGone(); len(gone) > 0 {
		t.Errorf("gone: %v", gone)
	}
}

func TestPlacingRefusesWhatItCannotDoSafely(t *testing.T) {
	w := newWorld(t)
	place := func(change func(*folder.PlaceRequest)) error {
		r := upload("u1", "a.pdf", "bytes")
		change(&r)
		_, err := w.folders.Place(context.Background(), r)
		return err
	}
	if err := place(func(r *folder.PlaceRequest) { r.MappingID = "nobody" }); !errors.Is(err, folder.ErrUnknownMapping) {
		t.Errorf("unknown work file: %v", err)
	}
	for what, change := range map[string]func(*folder.PlaceRequest){
		"an id that is a path": func(r *folder.PlaceRequest) { r.ID = "../u1" },
		"no id":                func(r *folder.PlaceRequest) { r.ID = "" },
		"no lane":              func(r *folder.PlaceRequest) { r.Lane = "Workpapers" },
	} {
		if place(change) == nil {
			t.Errorf("%s was accepted", what)
		}
	}
	w.must(os.Rename(w.path(), w.path()+" moved"))
	if err := place(func(*folder.PlaceRequest) {}); !errors.Is(err, folder.ErrNoWorkFile) {
		t.Errorf("no work file: %v", err)
	}
	w.must(os.Rename(w.share, w.share+" aside"))
	var root *folder.RootError
	if err := place(func(*folder.PlaceRequest) {}); !errors.As(err, &root) || root.Status.State != folder.RootUnreachable {
		t.Errorf("no share: %v", err)
	}
}

func TestAbandonedTemporaryFilesAreRemovedInTheEnd(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{".tieout-old.part", ".tieout-old.claim", ".tieout-older.part", ".tieout-new.part"} {
		w.save("From client", name, "left behind")
	}
	past := time.Now().Add(-25 * time.Hour)
	for _, name := range []string{".tieout-old.part", ".tieout-old.claim", ".tieout-older.part"} {
		w.must(os.Chtimes(w.path("From client", name), past, past))
	}
	w.until("the old ones are gone", func() bool {
		w.folders.Rescan("")
		return w.names("From client") == ".tieout-new.part"
	})
}
