package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path"
	"strings"
	"time"

	"tieout/app/folder"
	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/proof"
)

// toFile is one file to be placed, with everything that is needed without the lock.
type toFile struct {
	engagement engagement.EngagementID
	client     engagement.ClientID
	deliver    engagement.DeliverableID // of a sealed copy
	version    engagement.EventID       // the upload, or the seal
	receipt    engagement.EventID       // id of document.placed
	request    folder.PlaceRequest
	blob       engagement.BlobRef
	at         string // the folder it goes to, from the work file
}

// fileOne places one file. What arrived damaged is fetched once more at once, and then at longer intervals.
func (x *effects) fileOne(ctx context.Context, f toFile, makeWay func()) (again bool) {
	if x.rests(f.version) {
		return true
	}
	key := desk.BlobKey{Client: f.client, Blob: f.blob}
	err := x.place(ctx, f, makeWay)
	if isDamage(err) {
		x.a.spoilt.note(key)
		err = x.place(ctx, f, makeWay)
	}
	if isDamage(err) {
		x.a.spoilt.note(key)
		slog.Error("app: a file arrived damaged again", "engagement", f.engagement, "version", f.version, "error", err)
		err = x.rest(f.version)
	}
	if err == nil {
		x.restedEnough(f.version)
	}
	before := x.a.share.troubleOf(f.version)
	x.a.share.trouble(f.engagement, f.version, err)
	if before != x.a.share.troubleOf(f.version) {
		x.a.news.tell(nounSync)
	}
	return err != nil
}

func (x *effects) toFile(id engagement.EngagementID) []toFile {
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	e := x.a.pending.view().Engagement(id)
	if e == nil || e.Mapping == nil || !engagement.MaySee(x.a.pending.view(), x.a.id.Staff, engagement.EngagementStream(id)) {
		return nil
	}
	var all []toFile
	for _, d := range e.Documents.All() {
		for _, v := range d.Versions {
			if d.Lane == engagement.FromClient && v.Placed == nil && !v.Erased && v.Seq > 0 {
				all = append(all, x.a.upload(e, d, v))
			}
		}
	}
	for _, d := range e.Deliverables {
		if d.Seal != nil && d.Placed == nil && d.Seal.Seq > 0 {
			all = append(all, x.a.sealedCopy(e, d))
		}
	}
	return all
}

// upload goes under `From client/<request title>/`.
func (a *App) upload(e *engagement.Engagement, d *engagement.Document, v *engagement.Version) toFile {
	dir := ""
	if r := e.Request(d.Request); r != nil {
		dir = strings.ReplaceAll(r.Title, "/", "-")
	}
	return a.toPlace(e, v.ID, v.Blob, folder.PlaceRequest{Lane: folder.FromClient, Dir: dir, Name: d.Name, Size: v.Size})
}

func (a *App) sealedCopy(e *engagement.Engagement, d *engagement.Deliverable) toFile {
	f := a.toPlace(e, d.Seal.Event, d.Seal.Blob, folder.PlaceRequest{
		Lane: folder.Signed, Name: fileName(d.Title, "signed.pdf"), Size: d.Seal.Size,
	})
	f.deliver = d.ID
	return f
}

func (a *App) toPlace(e *engagement.Engagement, version engagement.EventID, ref engagement.BlobRef, r folder.PlaceRequest) toFile {
	f := toFile{
		engagement: e.ID, client: e.Client, version: version, blob: ref,
		receipt: engagement.PlacedID(e.Salt, e.ID, version), request: r, at: path.Join(a.laneName(r.Lane), r.Dir),
	}
	f.request.MappingID, f.request.SHA256 = string(e.ID), string(ref)
	f.request.ID = placeID(string(f.receipt))
	return f
}

// placeID shortens an id to what a share's file names may carry.
func placeID(id string) string { return id[max(0, len(id)-40):] }

func fileName(title, suffix string) string {
	if strings.HasPrefix(suffix, ".") {
		return title + suffix
	}
	return title + ", " + suffix
}

// errFiled says that a colleague's computer filed it while this one waited its turn.
var errFiled = errors.New("app: it is filed already")

// roundTime is how long filing waits for the relay to say that nobody else has filed.
const roundTime = time.Minute

// place puts one file onto the share. Of all computers that have the share, the one that holds the claim
// asks the relay whether there is a receipt, and lets go of the claim only when the relay has its own.
func (x *effects) place(ctx context.Context, f toFile, makeWay func()) error {
	folders, err := x.a.share.folders()
	if err != nil {
		return err
	}
	if err := x.a.fetchMakingWay(ctx, f.client, f.blob, makeWay); err != nil {
		return err
	}
	f.request.Open = func(ctx context.Context) (io.ReadCloser, error) {
		if err := x.stillUnfiled(ctx, f); err != nil {
			return nil, err
		}
		return x.a.openBlob(ctx, f.client, f.blob)
	}
	f.request.Receipt = func(ctx context.Context, placed folder.Placed) error {
		if f.deliver != "" {
			if err := x.placeEvidence(ctx, folders, f, placed); err != nil {
				return err
			}
		}
		return x.receipt(ctx, f, placed)
	}
	_, err = folders.Place(ctx, f.request)
	if err == nil || errors.Is(err, errFiled) {
		return nil
	}
	return notPlaced{f.at, err}
}

// round has the line exchange everything once.
func (x *effects) round(ctx context.Context) error {
	link := x.a.theLink()
	if link == nil {
		return desk.ErrUnreachable
	}
	ctx, cancel := context.WithTimeout(ctx, roundTime)
	defer cancel()
	return link.Round(ctx)
}

func (x *effects) stillUnfiled(ctx context.Context, f toFile) error {
	if err := x.round(ctx); err != nil {
		return err
	}
	if x.a.settling() { // the receipt of a colleague may be among what the relay lost
		return desk.ErrUnreachable
	}
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	if x.a.receiptsWait() {
		return desk.ErrUnreachable
	}
	e := x.a.pending.view().Engagement(f.engagement)
	if e == nil {
		return errFiled
	}
	if d := e.Deliverable(f.deliver); d != nil {
		if d.Placed != nil {
			return errFiled
		}
		return nil
	}
	if _, v := e.Version(f.version); v == nil || v.Placed != nil || v.Erased {
		return errFiled
	}
	return nil
}

// receipt records where a file was placed and waits until the relay has it.
func (x *effects) receipt(ctx context.Context, f toFile, placed folder.Placed) error {
	if err := x.appendReceipt(f, placed); err != nil {
		return err
	}
	if err := x.round(ctx); err != nil {
		return err
	}
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	for _, t := range x.a.pending.acts {
		if t.seq == 0 && t.events[0].ID == f.receipt {
			return desk.ErrUnreachable
		}
	}
	return nil
}

func (x *effects) appendReceipt(f toFile, placed folder.Placed) error {
	a := x.a
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pending.has(f.receipt) {
		return nil
	}
	d := on(string(f.engagement), engagement.DocumentPlaced,
		engagement.PlacedBody{Version: f.version, Sum: engagement.Digest(f.blob)},
		engagement.PlacedPrivate{Path: path.Join(a.laneName(f.request.Lane), placed.Rel)})
	d.ID = f.receipt
	_, err := a.append(act{Words: "File " + path.Base(placed.Rel), Quiet: true}, d)
	return unless(err, engagement.CodeExists)
}

// placeEvidence puts the evidence record beside a sealed copy, once: it happens while the copy's claim is
// held, and what an interrupted attempt left is found by its name.
func (x *effects) placeEvidence(ctx context.Context, folders *folder.Folders, f toFile, copied folder.Placed) error {
	name := strings.TrimSuffix(copied.Rel, ".pdf") + ".evidence.json"
	where, err := folders.Path(f.request.MappingID, folder.Signed, name)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(where); err == nil {
		return nil
	}
	link := x.a.theLink()
	if link == nil {
		return desk.ErrUnreachable
	}
	raw, err := link.Evidence(ctx, f.engagement, f.deliver)
	if err != nil {
		return err
	}
	x.a.mu.Lock()
	trust := x.a.trust()
	x.a.mu.Unlock()
	if _, report := proof.VerifyFile(raw, trust.log); !report.Intact() || report.Origin != proof.OriginPinned {
		return fmt.Errorf("app: the relay's evidence does not verify: %s %s", report.Broken, report.Why)
	}
	_, err = folders.Place(ctx, folder.PlaceRequest{
		MappingID: f.request.MappingID, Lane: folder.Signed, Name: name, Size: int64(len(raw)),
		SHA256: blob.Sum(raw).String(), ID: "e" + placeID(string(f.receipt)),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil },
	})
	return err
}
