package desk

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// pull takes everything that is new.
func (l *Link) pull(ctx context.Context) error {
	for {
		at, err := l.cfg.Home.Position()
		if err != nil {
			return err
		}
		if at.Epoch == "" {
			at.Epoch = l.cfg.Identity.Epoch
		}
		reply, err := l.pullAfter(ctx, at.Frontier.Size)
		if err != nil {
			return err
		}
		if reply.Epoch != at.Epoch {
			if err := l.restore(ctx, at, reply.State); err != nil {
				return err
			}
			continue
		}
		if reply.Head < at.Frontier.Size {
			return fmt.Errorf("%w: it has %d events and had %d", ErrDistrusted, reply.Head, at.Frontier.Size)
		}
		batch, err := l.verify(at, reply)
		if err != nil {
			return err
		}
		l.update(func(s *Status) { s.Head = reply.Head }) // what follows from the batch asks whether it is all there is
		if len(batch.Records)+len(batch.Hidden) > 0 {
			if err := l.cfg.Home.Confirm(*batch); err != nil {
				return err
			}
		}
		l.update(func(s *Status) { s.Cursor = batch.Position.Frontier.Size })
		if reply.Through >= reply.Head {
			return nil
		}
	}
}

func (l *Link) pullAfter(ctx context.Context, after uint64) (*wire.PullReply, error) {
	var reply wire.PullReply
	err := l.call(ctx, http.MethodGet, "/v1/pull?after="+strconv.FormatUint(after, 10), nil, &reply)
	if err == nil {
		l.mu.Lock()
		l.settling, l.wanted = reply.Settling, reply.Wanted
		l.mu.Unlock()
	}
	return &reply, err
}

func distrust(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDistrusted, fmt.Sprintf(format, args...))
}

// verify follows the reply leaf by leaf from at to its checkpoint.
func (l *Link) verify(at Position, reply *wire.PullReply) (*Batch, error) {
	if reply.After != at.Frontier.Size || reply.Through < reply.After {
		return nil, distrust("it answered another question")
	}
	keys, err := newKeyring(l.cfg.Home, &l.own, reply.Records)
	if err != nil {
		return nil, err
	}
	front := at.Frontier
	events, err := follow(&front, reply, keys)
	if err != nil {
		return nil, err
	}
	if err := l.pinned(reply.Checkpoint, reply.Epoch, front); err != nil {
		return nil, err
	}
	return &Batch{
		Position: Position{Epoch: reply.Epoch, Frontier: front, Checkpoint: reply.Checkpoint},
		Records:  reply.Records, Events: events, Hidden: reply.Hidden, Head: reply.Head,
	}, nil
}

// follow appends every leaf of the reply to front, records and hidden ones in
// their order.
func follow(front *proof.Frontier, reply *wire.PullReply, keys *keyring) (events []engagement.Event, err error) {
	records, hidden := reply.Records, reply.Hidden
	for front.Size < reply.Through {
		next := front.Size + 1
		switch {
		case len(records) > 0 && records[0].Seq == next:
			e, err := keys.check(&records[0])
			if err != nil {
				return nil, distrust("event %d: %v", next, err)
			}
			events = append(events, e)
			front.Append(proof.LeafHash(&records[0]))
			records = records[1:]
		case len(hidden) > 0 && hidden[0].From == next:
			if err := appendHidden(front, hidden[0], reply.Through); err != nil {
				return nil, err
			}
			hidden = hidden[1:]
		default:
			return nil, distrust("event %d is missing", next)
		}
	}
	if len(records)+len(hidden) > 0 {
		return nil, distrust("it has events beyond its own end")
	}
	return events, nil
}

// appendHidden takes the leaves of events that this desk may not read.
func appendHidden(front *proof.Frontier, h wire.Hidden, through uint64) error {
	if h.To < h.From || h.To > through || uint64(len(h.Leaves)) != h.To-h.From+1 {
		return distrust("the hidden events from %d are not what they are said to be", h.From)
	}
	for _, leaf := range h.Leaves {
		if len(leaf) != len(proof.Hash{}) {
			return distrust("a hidden event has no hash")
		}
		front.Append(proof.Hash(leaf))
	}
	return nil
}

// pinned holds a checkpoint against the log as it was computed here.
func (l *Link) pinned(note string, epoch engagement.EpochID, front proof.Frontier) error {
	c, err := proof.OpenCheckpoint(note, l.cfg.Identity.LogKey)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %v", ErrDistrusted, err)
	case c.Firm != l.cfg.Identity.Firm || c.Epoch != epoch:
		return fmt.Errorf("%w: the checkpoint is of another firm or epoch", ErrDistrusted)
	case c.Size != front.Size || c.Root != front.Root():
		return fmt.Errorf("%w: the checkpoint is of another history", ErrDistrusted)
	}
	return nil
}

// keyring is the firm's keys and those that a stretch of history adds.
type keyring struct {
	home  Home
	own   *own
	added map[engagement.KeyID]ed25519.PublicKey

	signatures engagement.Signatures
}

// newKeyring looks at what is added first: the first event of a firm is signed
// with a key that the second one adds. That all of them are the firm's is proven
// by the checkpoint.
func newKeyring(home Home, own *own, records []engagement.Record) (*keyring, error) {
	k := &keyring{home: home, own: own, added: map[engagement.KeyID]ed25519.PublicKey{}}
	for i := range records {
		if !bytes.Contains(records[i].Header, []byte(engagement.KeyAdded)) {
			continue
		}
		e, err := records[i].Decode()
		if err != nil {
			return nil, fmt.Errorf("%w: event %d: %v", ErrDistrusted, records[i].Seq, err)
		}
		if e.Kind != engagement.KeyAdded || e.Stream != engagement.FirmStream {
			continue
		}
		var body engagement.KeyAddedBody
		if err := json.Unmarshal(e.Body, &body); err != nil {
			return nil, fmt.Errorf("%w: event %d: %v", ErrDistrusted, e.Seq, err)
		}
		if body.Purpose != engagement.SealKey && k.key(body.Key) == nil {
			k.added[body.Key] = body.Public
		}
	}
	return k, nil
}

func (k *keyring) key(id engagement.KeyID) ed25519.PublicKey {
	if public := k.added[id]; public != nil {
		return public
	}
	return k.home.Key(id)
}

// check decodes a record and verifies its signature.
func (k *keyring) check(r *engagement.Record) (engagement.Event, error) {
	e, err := r.Decode()
	if err != nil {
		return e, err
	}
	if k.own.took(r) {
		return e, nil
	}
	if public := k.key(e.Device); public == nil || !k.signatures.Verify(r, public) {
		return e, errors.New("the signature does not verify")
	}
	return e, nil
}
