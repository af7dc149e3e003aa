package relay

import (
	"context"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// evidenceName is what the record embedded in a sealed PDF is called.
const evidenceName = "evidence.json"

// sealRest is the wait after a seal that failed, doubled up to a day.
const sealRest = time.Minute

// sealing is which deliverables wait for another try. It is in memory: after a
// restart every one is tried at once.
type sealing struct {
	mu    sync.Mutex
	waits map[engagement.DeliverableID]sealWait
}

type sealWait struct {
	until time.Time
	rest  time.Duration
}

// stepSeals seals every deliverable that all have signed. What is to be sealed
// is read off the state, so nothing is missed and nothing is sealed twice.
func (r *Relay) stepSeals(ctx context.Context) error {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return err
	}
	for _, f := range firms {
		t, err := r.tenant(ctx, engagement.FirmID(f.ID))
		if err != nil {
			return err
		}
		if t.isQuiet() {
			continue // the seal may be among what desks give back
		}
		for _, job := range t.unsealed() {
			if err := r.trySeal(ctx, t, job); err != nil {
				return err
			}
		}
	}
	return nil
}

// trySeal seals one and lets no failure hold up the others.
func (r *Relay) trySeal(ctx context.Context, t *tenant, j sealJob) error {
	s := &r.sealing
	s.mu.Lock()
	wait := s.waits[j.d.ID]
	s.mu.Unlock()
	if r.now().Before(wait.until) {
		return nil
	}
	err := r.seal(ctx, t, j)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		delete(s.waits, j.d.ID)
		r.metrics.seals.WithLabelValues("sealed").Inc()
		return nil
	}
	wait.rest = min(max(2*wait.rest, sealRest), 24*time.Hour)
	wait.until = r.now().Add(wait.rest)
	if s.waits == nil {
		s.waits = map[engagement.DeliverableID]sealWait{}
	}
	s.waits[j.d.ID] = wait
	r.metrics.seals.WithLabelValues("failed").Inc()
	r.log.Error("a deliverable could not be sealed yet", "firm", t.id, "deliverable", j.d.ID, "code", string(pdf.CodeOf(err)), "problem", err)
	return nil
}

// sealJob is a deliverable that everybody signed.
type sealJob struct {
	eng   *engagement.Engagement
	d     *engagement.Deliverable
	firm  string
	zone  *time.Location
	staff map[engagement.StaffID]string
}

func (t *tenant) unsealed() []sealJob {
	var jobs []sealJob
	t.view(func(w *engagement.World) {
		for _, eng := range w.E {
			for _, d := range eng.Deliverables {
				if d.State == engagement.IsSigned && d.Seal == nil {
					jobs = append(jobs, newSealJob(w, eng, d))
				}
			}
		}
	})
	slices.SortFunc(jobs, func(a, b sealJob) int { return strings.Compare(string(a.d.ID), string(b.d.ID)) })
	return jobs
}

func newSealJob(w *engagement.World, eng *engagement.Engagement, d *engagement.Deliverable) sealJob {
	j := sealJob{eng: eng, d: d, firm: w.F.Name, zone: time.UTC, staff: map[engagement.StaffID]string{}}
	if zone, err := time.LoadLocation(w.F.Zone); err == nil {
		j.zone = zone
	}
	for id, s := range w.F.Staff {
		j.staff[id] = s.Name
	}
	return j
}

func (j *sealJob) name(a engagement.Actor) string {
	if a.Staff() != "" {
		return j.staff[a.Staff()]
	}
	return j.firm
}

// seal makes the finished file, stores it and appends deliverable.sealed. The
// event has a derived id, so doing it twice is one seal.
func (r *Relay) seal(ctx context.Context, t *tenant, j sealJob) error {
	sc := scope{t.id, j.eng.Client}.blobs()
	record, err := t.evidence(ctx, j.eng.ID, j.d.ID, false)
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	evidence, err := record.Encode()
	if err != nil {
		return err
	}
	work, err := r.newWorkshop()
	if err != nil {
		return err
	}
	defer work.close()
	marked, err := r.mark(ctx, work, sc, &j, record, evidence)
	if err != nil {
		return err
	}
	ref, size, err := r.press(ctx, work, t, sc, &j)
	if err != nil {
		return err
	}
	res, err := t.append(ctx, act{By: engagement.Relay, Drafts: []Draft{{
		ID: engagement.SealedID(j.eng.Salt, j.eng.ID, j.d.ID), Stream: engagement.EngagementStream(j.eng.ID),
		Kind: engagement.DeliverableSealed,
		Body: engagement.SealedBody{
			Deliverable: j.d.ID, Approved: engagement.Digest(j.d.Blob), Blob: ref, Size: size,
			Pages: marked.Pages, Evidence: engagement.DigestOf(evidence),
		},
	}}})
	if err == nil && res.Outcome == wire.Refused {
		err = res.Refusal
	}
	return err
}

// mark writes the approved bytes with the marks and the certificate page.
func (r *Relay) mark(ctx context.Context, work *workshop, sc blob.Scope, j *sealJob, record *proof.Record, evidence []byte) (pdf.Marked, error) {
	hash, err := blob.Parse(string(j.d.Blob))
	if err != nil {
		return pdf.Marked{}, err
	}
	approved, err := r.blobs.Open(ctx, sc, hash)
	if err != nil {
		return pdf.Marked{}, fmt.Errorf("the approved file: %w", err)
	}
	defer approved.Close()
	facts, err := record.Certificate(j.zone, j.name)
	if err != nil {
		return pdf.Marked{}, err
	}
	cert := certificate(j, &facts, hash)
	m := pdf.Marks{
		Approved: hash, Marks: marks(j), Certificate: &cert, Evidence: evidence, EvidenceName: evidenceName, At: r.now(),
	}
	if m.Fonts, err = r.fonts(&m); err != nil {
		return pdf.Marked{}, err
	}
	marked, err := r.pdf.AppendMarks(ctx, work.marked, pdf.Source{ReaderAt: approved, Size: approved.Size()}, m)
	if n := len(marked.Substituted) + len(marked.Undrawn); n > 0 {
		r.log.Warn("a sealed file has characters that no font here draws; give the relay one that does with --font", "deliverable", j.d.ID, "characters", n)
	}
	return marked, err
}

// fonts reads those that the marks need. They are megabytes, and few seals need them.
func (r *Relay) fonts(m *pdf.Marks) (fonts [][]byte, err error) {
	if !m.NeedsFonts() {
		return nil, nil
	}
	for _, path := range r.opts.Fonts {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("a font that the relay was started with: %w", err)
		}
		fonts = append(fonts, b)
	}
	return fonts, nil
}

// press seals the marked file and stores it.
func (r *Relay) press(ctx context.Context, work *workshop, t *tenant, sc blob.Scope, j *sealJob) (engagement.BlobRef, int64, error) {
	src, err := pdf.FileSource(work.marked)
	if err != nil {
		return "", 0, err
	}
	cert, err := x509.ParseCertificate(t.keys.sealCert)
	if err != nil {
		return "", 0, err
	}
	sealed, err := r.pdf.Seal(ctx, work.sealed, src, pdf.SealOptions{
		Signer: t.keys.sealKey, Chain: []*x509.Certificate{cert}, At: r.now(), Name: j.firm, Reason: "Signed by everybody asked",
	})
	if err != nil {
		return "", 0, err
	}
	if _, err := work.sealed.Seek(0, io.SeekStart); err != nil {
		return "", 0, err
	}
	hash, size, err := r.blobs.Put(ctx, sc, work.sealed)
	if err != nil {
		return "", 0, err
	}
	if hash != blob.Hash(sealed.SHA256) {
		return "", 0, errors.New("relay: the sealed file changed on its way")
	}
	return engagement.BlobRef(hash.String()), size, nil
}

// workshop is a private folder for one seal, gone afterwards. Files in it are
// in clear, as a child process has to read them.
type workshop struct {
	dir            string
	marked, sealed *os.File
}

func (r *Relay) newWorkshop() (*workshop, error) {
	dir, err := os.MkdirTemp(filepath.Join(r.opts.Dir, workFolder), "seal-")
	if err != nil {
		return nil, err
	}
	w := &workshop{dir: dir}
	if w.marked, err = os.Create(filepath.Join(dir, "marked.pdf")); err == nil {
		w.sealed, err = os.Create(filepath.Join(dir, "sealed.pdf"))
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *workshop) close() {
	for _, f := range []*os.File{w.marked, w.sealed} {
		if f != nil {
			_ = f.Close() // nothing of it is kept
		}
	}
	_ = os.RemoveAll(w.dir)
}

func sum(d engagement.Digest) (out [32]byte) {
	raw, err := hex.DecodeString(string(d))
	if err == nil {
		copy(out[:], raw)
	}
	return out
}
