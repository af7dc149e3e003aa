package folder

import (
	"context"
	"sync"
)

// pulse tells a keeper at work from one that waits for a share that does not answer: a call to such a
// share cannot be taken back, so somebody else has to say so. It counts looks and reads no clock: the
// clock may have been set.
type pulse struct {
	telling sync.Mutex // held while the share is said to be silent, or to answer again
	mu      sync.Mutex
	beats   uint64 // calls made so far
	resting bool   // none is under way
	seen    uint64 // beats, at the last look
	missing int    // looks that found the same call under way
	silent  bool
}

// patience is how many looks at one call it takes to call the share silent.
const patience = 4

// beat notes that the next call is made or, resting, that none is. It is true when the share had been
// called silent: it has answered.
func (p *pulse) beat(resting bool) (answered bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.beats++
	p.resting = resting
	return p.silent
}

// look is true when the call under way has to be called unanswered.
func (p *pulse) look() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.resting || p.beats != p.seen {
		p.seen, p.missing = p.beats, 0
		return false
	}
	p.missing++
	return p.missing >= patience && !p.silent
}

// turn makes the share silent, or not, and is true when that is news. A call that came back meanwhile
// makes nothing silent.
func (p *pulse) turn(silent bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.silent == silent || silent && (p.resting || p.beats != p.seen) {
		return false
	}
	p.silent = silent
	return true
}

// missed is true while the share does not answer.
func (p *pulse) missed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.silent
}

// beat is called before each call that a share may leave unanswered.
func (k *keeper) beat() { k.noteBeat(false) }

func (k *keeper) noteBeat(resting bool) {
	if !k.pulse.beat(resting) {
		return
	}
	k.pulse.telling.Lock()
	defer k.pulse.telling.Unlock()
	if k.pulse.turn(false) {
		k.cfg.Sink.Root(k.status)
	}
}

// listen says when the share does not answer. It makes no call that might not come back either.
func (k *keeper) listen(ctx context.Context) {
	for {
		next, giveUp := k.cfg.Clock.After(k.cfg.Timing.Hang / patience)
		select {
		case <-ctx.Done():
			giveUp()
			return
		case <-next:
			if k.pulse.look() {
				k.tellSilence()
			}
		}
	}
}

func (k *keeper) tellSilence() {
	k.pulse.telling.Lock()
	defer k.pulse.telling.Unlock()
	if k.pulse.turn(true) {
		k.cfg.Sink.Root(k.silence())
	}
}

// silence is the status of a share that does not answer.
func (k *keeper) silence() RootStatus {
	return RootStatus{
		RootID: k.root.ID, Path: k.root.Path, State: RootUnreachable,
		Reason: "The share does not answer. Nothing is concluded from that; work goes on when it does.",
	}
}

// await waits for the end of a keeper, but not for a share that does not answer.
func (k *keeper) await(ended <-chan struct{}) {
	if k.pulse.missed() {
		return
	}
	late, giveUp := k.cfg.Clock.After(k.cfg.Timing.Hang)
	defer giveUp()
	select {
	case <-ended:
	case <-late:
	}
}
