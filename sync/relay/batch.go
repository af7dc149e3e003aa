package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// batch is what one transaction of a firm's writer knows: the history and the
// state including what earlier actions of the batch did.
type batch struct {
	ctx context.Context
	t   *tenant
	tx  *store.Tx
	now time.Time

	states   engagement.States
	forks    []*engagement.Fork
	head     uint64
	frontier proof.Frontier
	portalN  uint64
	events   []engagement.Event // stored by this batch, in order
	known    *known             // while a push is decided
	erased   bool
	// givingBack says that what is stored was in the log before a restore.
	givingBack bool
	wanted     bool // bytes of such events are missing
	recorded   bool // something happened now
}

func (t *tenant) begin(ctx context.Context, tx *store.Tx) (*batch, error) {
	portal, err := tx.Device(ctx, string(t.keys.portal))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	return &batch{
		ctx: ctx, t: t, tx: tx, now: t.relay.now(), states: t.world,
		head: t.head, frontier: t.frontier, portalN: portal.N,
	}, nil
}

// attempt runs fn behind a savepoint. When it fails neither the transaction nor
// the batch remember it.
func (b *batch) attempt(fn func() error) error {
	before := *b
	err := b.tx.Savepoint(b.ctx, fn)
	if err != nil {
		*b = before
	}
	return err
}

// action is one action in the form that the writer takes.
type action struct {
	id      engagement.ActionID
	device  engagement.KeyID
	n       uint64
	after   engagement.ActionID
	records []engagement.Record
	events  []engagement.Event
	unfit   engagement.Refusal // what was found in the package that it sends out
	unseen  bool               // that package was not looked into
}

var (
	otherDevice = engagement.Refusal{
		Code: engagement.CodeExists, Message: "Another computer sent a change under this name.", Hint: "Nothing was changed.",
	}
	outOfOrder = engagement.Refusal{
		Code: engagement.CodeOutOfOrder, Message: "A later change of this computer arrived before this one.",
		Hint: "Was its data restored from a backup? Enrol it again.",
	}
	afterRefused = engagement.Refusal{
		Code: engagement.CodeAfterRefused, Message: "The step before this one was not accepted.", Hint: "Nothing was changed.",
	}
	noBlob = engagement.Refusal{
		Code: engagement.CodeNoBlob, Message: "The file has not arrived yet.", Hint: "It will be sent first.",
	}
	takenID = engagement.Refusal{
		Code: engagement.CodeExists, Message: "Something else was recorded under this name.", Hint: "Nothing was changed.",
	}
	partlyStored = engagement.Refusal{
		Code: engagement.CodeExists, Message: "Part of this change was recorded before.", Hint: "The rest has to be sent again on its own.",
	}
)

func refused(id engagement.ActionID, r engagement.Refusal) wire.Result {
	return wire.Result{Action: id, Outcome: wire.Refused, Refusal: r}
}

// decide answers an action that is new and in order.
func (b *batch) decide(a *action) (wire.Result, error) {
	if err := b.atRightTime(a.events); err != nil {
		return wire.Result{}, err
	}
	if ok, err := b.follows(a); err != nil || !ok {
		return refused(a.id, afterRefused), err
	}
	if res, done, err := b.twin(a); err != nil || done {
		return res, err
	}
	b.number(a)
	fork, refusal := engagement.CheckAction(b.states, a.events)
	if refusal.OK() {
		refusal = a.unfit
	}
	if !refusal.OK() {
		return refused(a.id, refusal), nil
	}
	if refusal, err := b.hasBlobs(fork, a.events); err != nil || !refusal.OK() {
		return refused(a.id, refusal), err
	}
	if a.unseen { // its bytes, or the right to read them, came only after the look
		return refused(a.id, noBlob), nil
	}
	res := wire.Result{Action: a.id, Outcome: wire.Accepted}
	for i := range a.events {
		res.Seqs = append(res.Seqs, a.events[i].Seq)
	}
	return res, b.attempt(func() error { return b.accept(a, fork) })
}

// follows says whether the action that a needs was accepted.
func (b *batch) follows(a *action) (bool, error) {
	if a.after == "" {
		return true, nil
	}
	stored, err := b.tx.Action(b.ctx, string(b.t.id), string(a.after))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	res, err := stored.Outcome()
	return res.Outcome != wire.Refused && stored.Device == string(a.device), err
}

// twin answers an action whose events are stored already under their derived
// ids (SPEC H5). What is stored under such an id in another stream, or as
// another kind, is no twin.
func (b *batch) twin(a *action) (wire.Result, bool, error) {
	stored, err := b.storedEvents(a)
	if err != nil || len(stored) == 0 {
		return wire.Result{}, false, err
	}
	for i := range stored {
		if !isTwin(&stored[i], a.events) {
			return refused(a.id, takenID), true, nil
		}
	}
	if len(stored) < len(a.events) {
		return refused(a.id, partlyStored), true, nil
	}
	res := wire.Result{Action: a.id, Outcome: wire.Duplicate}
	for i := range stored {
		res.Seqs = append(res.Seqs, stored[i].Seq)
	}
	return res, true, nil
}

func isTwin(stored *store.Event, events []engagement.Event) bool {
	return slices.ContainsFunc(events, func(e engagement.Event) bool {
		return string(e.ID) == stored.ID && string(e.Stream) == stored.Stream && string(e.Kind) == stored.Kind
	})
}

// number gives the action its place, which it keeps if it is accepted.
func (b *batch) number(a *action) {
	for i := range a.events {
		seq := b.head + uint64(i) + 1
		a.records[i].Seq, a.records[i].Received = seq, b.now
		a.events[i].Seq, a.events[i].Received = seq, b.now
	}
}

// hasBlobs says whether all bytes that the events speak of are stored where
// they belong (SPEC H2).
func (b *batch) hasBlobs(after engagement.States, events []engagement.Event) (engagement.Refusal, error) {
	for i := range events {
		refs := engagement.Blobs(&events[i])
		if len(refs) == 0 {
			continue
		}
		sc, ok := scopeOf(b.t.id, after, events[i].Stream)
		hashes, err := parseHashes(refs)
		if !ok || err != nil {
			return malformed("a file is not named by its sha256"), nil
		}
		missing, err := b.t.relay.blobs.Missing(b.ctx, sc.blobs(), hashes)
		if err != nil {
			return engagement.Refusal{}, err
		}
		if len(missing) > 0 {
			return noBlob, nil
		}
	}
	return engagement.Refusal{}, nil
}

func parseHashes(refs []engagement.BlobRef) ([]blob.Hash, error) {
	hashes := make([]blob.Hash, len(refs))
	for i, ref := range refs {
		var err error
		if hashes[i], err = blob.Parse(string(ref)); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

func malformed(what string) engagement.Refusal {
	return engagement.Refusal{Code: engagement.CodeMalformed, Message: "This change is incomplete: " + what + ".", Hint: "Nothing was changed."}
}

// accept stores the action and what follows from it.
func (b *batch) accept(a *action, fork *engagement.Fork) error {
	before := b.states
	if err := b.store(a.records, a.events, fork); err != nil {
		return err
	}
	follow := engagement.Consequences(before, fork, a.events)
	if len(follow) == 0 {
		return nil
	}
	drafts := make([]Draft, len(follow))
	for i, c := range follow {
		drafts[i] = Draft{Stream: c.Stream, Kind: c.Kind, Body: c.Body}
	}
	c, err := b.sign(act{By: engagement.Relay, Drafts: drafts})
	if err != nil {
		return err
	}
	b.number(c)
	after, refusal := engagement.CheckAction(b.states, c.events)
	if !refusal.OK() {
		// The act itself stands: it was right by every rule.
		b.t.relay.log.Error("a consequence was refused", "firm", b.t.id, "code", refusal.Code)
		return nil
	}
	return b.store(c.records, c.events, after)
}

// store appends numbered records to the history and the log.
func (b *batch) store(records []engagement.Record, events []engagement.Event, fork *engagement.Fork) error {
	rows := make([]store.Event, len(records))
	for i := range records {
		row, err := b.row(&records[i], &events[i], fork)
		if err != nil {
			return err
		}
		if b.known != nil {
			b.known.events[row.ID] = store.Event{ID: row.ID, Seq: row.Seq, Stream: row.Stream, Kind: row.Kind}
		}
		leaf := proof.LeafHash(&records[i])
		row.Nodes = completedNodes(&b.frontier, leaf)
		b.frontier.Append(leaf)
		rows[i] = row
		if err := b.erase(&events[i]); err != nil {
			return err
		}
	}
	b.head += uint64(len(records))
	b.recorded = b.recorded || !b.givingBack
	b.forks = append(b.forks, fork)
	b.states = fork
	b.events = append(b.events, events...)
	return b.tx.Append(b.ctx, rows)
}

func (b *batch) row(r *engagement.Record, e *engagement.Event, after engagement.States) (store.Event, error) {
	sc, ok := scopeOf(b.t.id, after, e.Stream)
	if !ok {
		return store.Event{}, fmt.Errorf("relay: a stream without a client was accepted")
	}
	row := store.Event{
		Firm: string(b.t.id), Seq: r.Seq, ID: string(e.ID), Stream: string(e.Stream), Kind: string(e.Kind),
		Scope: string(sc.client), Header: r.Header, Sig: r.Sig, Received: r.Received.UnixMicro(),
	}
	if len(r.Private) == 0 {
		return row, nil
	}
	k, err := b.t.relay.vault.make(b.ctx, b.tx, sc)
	if err != nil {
		return row, err
	}
	row.Private = k.seal(privatePlace(row.Firm, row.ID), r.Private)
	return row, nil
}

// erase forgets the private parts that an erasure names (SPEC H9).
func (b *batch) erase(e *engagement.Event) error {
	if e.Kind != engagement.Erased || !b.givingBack && b.t.holds() {
		return nil // what is held is erased by the follower, see stepErase
	}
	var body engagement.ErasedBody
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return err
	}
	ids := make([]string, len(body.Events))
	for i, id := range body.Events {
		ids[i] = string(id)
	}
	b.erased = true
	if err := b.tx.ErasePrivate(b.ctx, string(b.t.id), string(e.Stream), ids); err != nil {
		return err
	}
	return b.tx.DropFolds(b.ctx, string(b.t.id))
}

// remember keeps the answer, so that the same push gets it again, and moves the
// device's count.
func (b *batch) remember(a *action, res wire.Result) error {
	raw, err := json.Marshal(res)
	if err != nil {
		return err
	}
	row := store.Action{Firm: string(b.t.id), ID: string(a.id), Device: string(a.device), N: a.n, Result: raw}
	if err := b.tx.PutAction(b.ctx, row); err != nil {
		return err
	}
	if b.known != nil { // the count is stored with the last action, see pushAll
		b.known.actions[row.ID], b.known.device.N = row, a.n
		return nil
	}
	return b.tx.PutDevice(b.ctx, store.Device{ID: row.Device, Firm: row.Firm, N: row.N})
}
