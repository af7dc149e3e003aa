package synctest

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tieout/app/store"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/proof"
)

// Rest mends everything (the weather, the relay, every desk), waits until nothing moves any more, and
// holds the world against what must be true then:
//
//   - every desk has the relay's history, byte for byte, and folds it to the same state;
//   - nothing waits, and what was refused says why;
//   - the log verifies, and every accepted action is in it once and whole;
//   - every upload lies in one place on the share, with its bytes;
//   - every version that a client was sent is a state in which somebody left the file, and the newest is
//     the file as it is;
//   - nothing that staff wrote was overwritten.
//
// It answers the history.
func (w *World) Rest() []*Witness {
	w.t.Helper()
	w.Weather(Faults{})
	w.RelayUp()
	for _, name := range w.deskNames() {
		w.desks[name].Open()
		w.Online(name)
	}
	asked := 0
	push := func() {
		if asked++; asked%16 == 0 {
			w.Clock.Advance(31 * time.Second) // what failed is tried again
		}
	}
	if err := await(2*patience, push, w.moves); err != nil {
		w.fatalf("it does not come to rest: %v\n%s", err, w.describe())
	}
	var all []*Witness
	for _, f := range w.firms {
		x := f.Witness()
		w.ok("the history", x.onceEach())
		w.ok("the relay", x.sameAsRelay(f))
		w.ok("the share", f.shareIsRight(x))
		all = append(all, x)
	}
	for i, f := range w.firms {
		w.ok("the desks", f.desksAreLevel(all[i]))
	}
	return all
}

// describe is how every desk shows the files of To client, for a story that failed.
func (w *World) describe() string {
	var b strings.Builder
	for _, name := range w.deskNames() {
		d := w.desks[name]
		for _, work := range d.firm.works {
			panel, err := d.App.Files(work.ID)
			fmt.Fprintf(&b, "%s, %s: %s %s %v\n", name, work.Title, panel.State, panel.Reason, errors.Join(err))
			for _, lane := range panel.Lanes {
				for _, row := range lane.Rows {
					if lane.Lane == "to-client" && !row.Earlier {
						fmt.Fprintf(&b, "   %s: %s, %s %s\n", row.Share.Path, row.Tie, row.TieWords, row.Note)
					}
				}
			}
		}
	}
	return b.String()
}

func (w *World) deskNames() []string {
	var names []string
	for name := range w.desks {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// moves says what has not come to rest yet.
func (w *World) moves() error {
	var all []error
	for _, name := range w.deskNames() {
		d := w.desks[name]
		if d.revoked {
			continue
		}
		if err := d.rests(); err != nil {
			all = append(all, fmt.Errorf("%s: %w", name, err))
		}
	}
	if err := errors.Join(all...); err != nil {
		return err
	}
	for _, f := range w.firms {
		all = append(all, f.unfinished())
	}
	return errors.Join(all...)
}

func (d *Desk) rests() error {
	s, err := d.App.SyncStatus()
	if err != nil {
		return err
	}
	for _, r := range s.Refused {
		if !explained[r.Code] {
			return fmt.Errorf("refused: %+v", r)
		}
	}
	for _, h := range s.Holds {
		if err := d.App.DecideHold(h.Engagement.ID, true); err != nil {
			return err
		}
	}
	if len(s.Waiting) > 0 || len(s.Holds) > 0 || s.State != "tied" && s.State != "to-settle" {
		return fmt.Errorf("%s %s: %+v %+v", s.State, s.Detail, s.Waiting, s.Holds)
	}
	return nil
}

// explained are the refusals that a colleague's or a client's act explains.
var explained = map[string]bool{
	engagement.CodeSuperseded: true, engagement.CodeNotOpen: true, engagement.CodeExists: true,
	engagement.CodeNotApproved: true, engagement.CodeReminded: true,
}

// unfinished says what of the firm's files is still on its way, by the relay's own state.
func (f *Firm) unfinished() error {
	var all []error
	for _, work := range f.works {
		all = append(all, f.unsent(work), f.unfiled(work))
	}
	return errors.Join(all...)
}

// unsent compares To client with what the client has.
func (f *Firm) unsent(work *Work) error {
	lane := filepath.Join(work.Dir, "To client")
	names, err := filesIn(lane)
	if err != nil {
		return err
	}
	there := map[string]string{} // what clients have: path to sha256
	err = f.w.server.relay.View(context.Background(), f.record.ID, func(w *engagement.World) {
		for _, d := range w.E[engagement.EngagementID(work.ID)].Documents {
			if d.Lane == engagement.ToClient && d.Withdrawn == nil {
				there[d.Rel] = string(d.Latest().Blob)
			}
		}
	})
	all := []error{err}
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(lane, filepath.FromSlash(name)))
		if err != nil || there[name] != sum(b) {
			all = append(all, fmt.Errorf("%s of %s is not with the client yet: %w", name, work.Title, errors.Join(err, errNotYet)))
		}
		delete(there, name)
	}
	for name := range there {
		all = append(all, fmt.Errorf("%s of %s is still with the client", name, work.Title))
	}
	return errors.Join(all...)
}

// unfiled says which uploads and sealed copies have no receipt.
func (f *Firm) unfiled(work *Work) error {
	p, err := f.w.Desk(f.boss).App.Engagement(work.ID)
	if err != nil {
		return err
	}
	files := slices.Clone(p.Uploads)
	for _, r := range p.Requests {
		files = append(files, r.Files...)
	}
	var all []error
	for _, file := range files {
		if !file.Filed {
			all = append(all, fmt.Errorf("%s is not filed: %s", file.Name, file.State))
		}
	}
	for _, d := range p.Deliverables {
		if d.State == "signed" || d.State == "sealed" && d.Filed == "" {
			all = append(all, fmt.Errorf("%s is %s and not filed", d.Title, d.State))
		}
	}
	return errors.Join(all...)
}

// shareIsRight holds the share against the history.
func (f *Firm) shareIsRight(x *Witness) error {
	where := map[string][]string{} // sha256 to the files that have it
	var wrong []error
	all, err := filesIn(f.Share)
	if err != nil {
		return err
	}
	for _, rel := range all {
		b, err := os.ReadFile(filepath.Join(f.Share, filepath.FromSlash(rel)))
		if err != nil {
			return err
		}
		where[sum(b)] = append(where[sum(b)], rel)
	}
	known := f.known(x)
	for content, at := range where {
		if !known[content] && !f.isEvidence(at[0]) {
			wrong = append(wrong, fmt.Errorf("nobody knows what %v is", at))
		}
	}
	for path, content := range f.own {
		if b, err := os.ReadFile(path); err != nil || sum(b) != content {
			wrong = append(wrong, fmt.Errorf("%s is not as its owner left it: %w", path, errors.Join(err)))
		}
	}
	for _, e := range x.office.E {
		for _, d := range e.Documents {
			for _, v := range d.Versions {
				wrong = append(wrong, f.versionIsRight(e, d, v, where))
			}
		}
		for _, d := range e.Deliverables {
			if d.Seal != nil && len(where[string(d.Seal.Blob)]) != 1 {
				wrong = append(wrong, fmt.Errorf("the sealed %s lies at %v", d.Title, where[string(d.Seal.Blob)]))
			}
			if d.State == engagement.IsSigned {
				wrong = append(wrong, fmt.Errorf("%s is signed and not sealed", d.Title))
			}
		}
	}
	return errors.Join(wrong...)
}

// isEvidence says whether a file is a sound evidence record. Its spelling depends on when it was asked
// for.
func (f *Firm) isEvidence(rel string) bool {
	raw, err := os.ReadFile(filepath.Join(f.Share, filepath.FromSlash(rel)))
	if err != nil || !strings.HasSuffix(rel, ".evidence.json") {
		return false
	}
	_, report := proof.VerifyFile(raw, proof.Trust{})
	return report.Intact()
}

// known is everything else that may lie on the share: what staff wrote, what clients sent, drafts and
// sealed copies.
func (f *Firm) known(x *Witness) map[string]bool {
	all := map[string]bool{}
	for _, content := range f.own {
		all[content] = true
	}
	for _, saves := range f.saves {
		for _, content := range saves {
			all[content] = true
		}
	}
	for _, e := range x.office.E {
		for _, d := range e.Documents {
			all[string(d.Latest().Blob)] = true
		}
		for _, d := range e.Drafts {
			all[string(d.Blob)] = true
		}
		for _, d := range e.Deliverables {
			if d.Seal != nil {
				all[string(d.Seal.Blob)] = true
			}
		}
	}
	return all
}

func (f *Firm) versionIsRight(e *engagement.Engagement, d *engagement.Document, v *engagement.Version, where map[string][]string) error {
	at := where[string(v.Blob)]
	if d.Lane == engagement.FromClient {
		if v.Placed == nil {
			return fmt.Errorf("the upload %s has no receipt", d.Name)
		}
		if len(at) != 1 {
			return fmt.Errorf("the upload %s lies at %q, its receipt says %q", d.Name, at, v.Placed.Path)
		}
		return nil
	}
	path := filepath.Join(f.Share, filepath.FromSlash(e.Mapping.Path), "To client", filepath.FromSlash(d.Rel))
	if !slices.Contains(f.saves[path], string(v.Blob)) {
		return fmt.Errorf("nobody left %s as its version %s has it", d.Rel, v.ID)
	}
	if v == d.Latest() && d.Withdrawn == nil {
		if b, err := os.ReadFile(path); err != nil || sum(b) != string(v.Blob) {
			return fmt.Errorf("the newest version of %s is not the file: %w", d.Rel, errors.Join(err))
		}
	}
	return nil
}

// desksAreLevel holds what every desk keeps on disk against the history.
func (f *Firm) desksAreLevel(x *Witness) error {
	var wrong []error
	for _, name := range f.w.deskNames() {
		if d := f.w.desks[name]; d.firm == f && !d.revoked {
			d.Close()
			if err := d.keeps(x); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
			}
			d.Open()
		}
	}
	return errors.Join(wrong...)
}

// keeps opens the closed desk's data. The witness has read further by its own enrolment at most.
func (d *Desk) keeps(x *Witness) (err error) {
	text, err := d.secrets.Get("data-key")
	if err != nil {
		return err
	}
	key, err := hex.DecodeString(text)
	if err != nil {
		return err
	}
	s, err := store.Open(d.dir, key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if aside := s.SetAside(); len(aside) > 0 {
		return fmt.Errorf("damaged files were set aside: %v", aside)
	}
	waits, err := s.Outbox()
	if err != nil || len(waits) > 0 {
		return fmt.Errorf("%d acts wait on disk: %w", len(waits), errors.Join(err))
	}
	raw, err := s.Position()
	var at desk.Position
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	if err != nil {
		return err
	}
	if err := sameHistory(s, at, x); err != nil {
		return err
	}
	return sameFold(s, x)
}

func sameHistory(s *store.Store, at desk.Position, x *Witness) error {
	records, err := s.Records(0, len(x.records)+1)
	if err != nil {
		return err
	}
	if len(records) > len(x.records) || uint64(len(records)) != at.Frontier.Size || len(records)+1 < len(x.records) {
		return fmt.Errorf("it has %d events and stands at %d of %d", len(records), at.Frontier.Size, len(x.records))
	}
	for i, r := range records {
		ours, err := json.Marshal(&x.records[i])
		if err != nil {
			return err
		}
		if !bytes.Equal(r.Data, ours) {
			return fmt.Errorf("event %d is not what the relay has", r.Seq)
		}
	}
	return nil
}

// sameFold compares the checkpoints that the desk keeps with the witness's state of the same streams.
func sameFold(s *store.Store, x *Witness) error {
	compared := 0
	last, err := s.Streams()
	if err != nil {
		return err
	}
	for stream, seq := range last {
		c, err := s.Checkpoint(engagement.FoldVersion, stream)
		if err != nil {
			return err
		}
		if c.State == nil || c.Seq != seq {
			continue // folded anew when it is asked for
		}
		var state any = x.office.E[engagement.Stream(stream).EngagementID()]
		if id := engagement.Stream(stream).ClientID(); id != "" {
			state = x.office.C[id]
		} else if stream == string(engagement.FirmStream) {
			continue // the witness's own enrolment is in it
		}
		ours, err := json.Marshal(state)
		if err != nil {
			return err
		}
		if !bytes.Equal(ours, c.State) {
			return fmt.Errorf("%s folds to something else:\n%s\n%s", stream, c.State, ours)
		}
		compared++
	}
	if len(x.office.E) > 0 && compared == 0 {
		return errors.New("no stream could be compared")
	}
	return nil
}
