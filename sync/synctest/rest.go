package synctest

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"tieout/app/store"
	"tieout/sync/desk"
	"tieout/sync/engagement"
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
	all := w.settle()
	for i, f := range w.firms {
		x := all[i]
		w.ok("the history", x.onceEach())
		w.ok("the relay", x.sameAsRelay(f))
		w.ok("the share", f.shareIsRight(x))
		w.ok("the desks", f.desksAreLevel(x))
	}
	for _, name := range w.deskNames() {
		w.desks[name].Open()
	}
	return all
}

// settle waits until nothing moves, switches every desk off and answers the history of every firm. A
// desk that began something while it was switched off, or was switched off before it had heard of the
// last events, is switched on again to end it.
func (w *World) settle() []*Witness {
	w.t.Helper()
	asked := 0
	push := func() {
		if asked++; asked%16 == 0 {
			w.Clock.Advance(31 * time.Second) // what failed is tried again
		}
	}
	var restless error
	for range 5 {
		if err := await(2*patience, push, w.moves); err != nil {
			w.fatalf("it does not come to rest: %v\n%s", err, w.describe())
		}
		for _, name := range w.deskNames() {
			w.desks[name].Close()
		}
		var all []*Witness
		for _, f := range w.firms {
			all = append(all, f.Witness())
		}
		if restless = w.waiting(all); restless == nil {
			return all
		}
		for _, name := range w.deskNames() {
			w.desks[name].Open()
		}
	}
	w.fatalf("it does not stay at rest: %v", restless)
	return nil
}

// waiting says which desks that are off have acts that wait, or have not read the whole history.
func (w *World) waiting(all []*Witness) error {
	var wrong []error
	for i, f := range w.firms {
		for _, name := range w.deskNames() {
			if d := w.desks[name]; d.firm == f && !d.revoked {
				wrong = append(wrong, d.withStore(func(s *store.Store) error { return waitingIn(s, name, all[i]) }))
			}
		}
	}
	return errors.Join(wrong...)
}

func waitingIn(s *store.Store, name string, x *Witness) error {
	waits, err := s.Outbox()
	if err != nil {
		return err
	}
	if len(waits) > 0 {
		return fmt.Errorf("%s: %d acts wait, the first is %s", name, len(waits), waits[0].Data)
	}
	at, err := position(s)
	if unread := len(x.records) - int(at.Frontier.Size); err == nil && unread > 1 { // one is the witness's own enrolment
		err = fmt.Errorf("%s has not read the last %d of %d events", name, unread, len(x.records))
	}
	return err
}

func position(s *store.Store) (at desk.Position, err error) {
	raw, err := s.Position()
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	return at, err
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
		if _, err := d.App.DecideHold(h.Engagement.ID, h.Files, true); err != nil {
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

// desksAreLevel holds what every desk, switched off, keeps on disk against the history.
func (f *Firm) desksAreLevel(x *Witness) error {
	var wrong []error
	for _, name := range f.w.deskNames() {
		if d := f.w.desks[name]; d.firm == f && !d.revoked {
			if err := d.withStore(func(s *store.Store) error { return keeps(s, x) }); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
			}
		}
	}
	return errors.Join(wrong...)
}

// withStore opens the data of a desk that is off.
func (d *Desk) withStore(do func(*store.Store) error) error {
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
	return errors.Join(do(s), s.Close())
}

// keeps holds one desk's data against the history. The witness has read its own enrolment beside it.
func keeps(s *store.Store, x *Witness) error {
	if aside := s.SetAside(); len(aside) > 0 {
		return fmt.Errorf("damaged files were set aside: %v", aside)
	}
	at, err := position(s)
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

// sameJSON compares values: a desk stores a large state with its fields in another order.
func sameJSON(a, b []byte) (bool, error) {
	var of [2]any
	for i, raw := range [][]byte{a, b} {
		in := json.NewDecoder(bytes.NewReader(raw))
		in.UseNumber()
		if err := in.Decode(&of[i]); err != nil {
			return false, err
		}
	}
	return reflect.DeepEqual(of[0], of[1]), nil
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
		if same, err := sameJSON(ours, c.State); err != nil || !same {
			return errors.Join(err, fmt.Errorf("%s folds to something else:\n%s\n%s", stream, c.State, ours))
		}
		compared++
	}
	if len(x.office.E) > 0 && compared == 0 {
		return errors.New("no stream could be compared")
	}
	return nil
}
