package desk

import (
	"context"
	"crypto/ed25519"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// Clock is the time this package waits by.
type Clock interface {
	Now() time.Time
	// After returns a channel that is readable once d has passed, and a function
	// that gives it up.
	After(d time.Duration) (<-chan time.Time, func())
}

// Identity is who this desk is, as its enrolment said.
type Identity struct {
	Relay  string             `json:"relay"` // the address
	Firm   engagement.FirmID  `json:"firm"`
	Staff  engagement.StaffID `json:"staff"`
	Device engagement.KeyID   `json:"device"`
	Epoch  engagement.EpochID `json:"epoch"` // at enrolment
	LogKey []byte             `json:"logKey"`
	// SealCert is the DER certificate of the firm's seal.
	SealCert []byte `json:"sealCert"`
}

// Config is what New needs. Only Clock, Timing, HTTP and Changed have defaults.
type Config struct {
	Identity Identity
	Key      ed25519.PrivateKey // the device's
	Home     Home
	HTTP     *http.Client
	Clock    Clock
	Timing   Timing
	// Changed is called when Status may answer differently. It returns at once.
	Changed func()
}

// Timing is how patient the line is. Zero fields take the defaults.
type Timing struct {
	Poll      time.Duration // between looks while hints are not to be had: 15 s
	Idle      time.Duration // between looks while hints come: 5 min
	Heartbeat time.Duration // silence after which hints are given up: 45 s
	Retry     time.Duration // first pause after a failure, doubling: 1 s
	RetryMax  time.Duration // longest such pause: 60 s
	Presence  time.Duration // between words that this desk is on: 45 s
	Call      time.Duration // longest a call may take, blobs excepted: 30 s
}

func (t Timing) withDefaults() Timing {
	for _, f := range []struct {
		at  *time.Duration
		def time.Duration
	}{
		{&t.Poll, 15 * time.Second}, {&t.Idle, 5 * time.Minute}, {&t.Heartbeat, 45 * time.Second},
		{&t.Retry, time.Second}, {&t.RetryMax, time.Minute}, {&t.Presence, 45 * time.Second},
		{&t.Call, 30 * time.Second},
	} {
		if *f.at <= 0 {
			*f.at = f.def
		}
	}
	return t
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) After(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// Link is the line of one desk. Run keeps it.
type Link struct {
	cfg  Config
	base *url.URL
	wake chan struct{}

	pace   *pacer
	packer *blob.Packer
	own    own
	// patience is that of an Early at its beginning.
	patience time.Duration

	mu      sync.Mutex
	moving  map[BlobKey]*transfer // up
	coming  map[BlobKey]*transfer // down
	status  Status
	token   string
	expires time.Time
	filing  []engagement.RootID
	told    time.Time // when presence was last told
	hinting bool      // hints come
	// settling and wanted are what the relay last said of a restore.
	settling, wanted bool
	begun            uint64 // rounds
	ended            uint64
	result           error         // of the last round that ended
	news             chan struct{} // closed and replaced when a round ends
}

// New fails when the relay's address is not one: see [CheckAddress].
func New(cfg Config) (*Link, error) {
	base, err := CheckAddress(cfg.Identity.Relay)
	if err != nil {
		return nil, err
	}
	if len(cfg.Key) != ed25519.PrivateKeySize || cfg.Home == nil {
		return nil, errors.New("desk: a line needs the device's key and a home")
	}
	if cfg.HTTP == nil {
		cfg.HTTP = http.DefaultClient
	}
	if cfg.Clock == nil {
		cfg.Clock = systemClock{}
	}
	cfg.Timing = cfg.Timing.withDefaults()
	packer, err := blob.NewPacker()
	if err != nil {
		return nil, err
	}
	l := &Link{
		cfg: cfg, base: base, wake: make(chan struct{}, 1), pace: newPacer(cfg.Clock), packer: packer, patience: patience,
		moving: map[BlobKey]*transfer{}, coming: map[BlobKey]*transfer{}, news: make(chan struct{}),
	}
	l.status = Status{State: Connecting, Since: cfg.Clock.Now()}
	return l, nil
}

// Wake asks for a round now.
func (l *Link) Wake() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// SetFiling says on which shares this desk can place files, in one order. The
// relay is told with the next round.
func (l *Link) SetFiling(on []engagement.RootID) {
	l.mu.Lock()
	changed := !slices.Equal(l.filing, on)
	l.filing = on
	if changed {
		l.told = time.Time{}
	}
	l.mu.Unlock()
	if changed {
		l.Wake()
	}
}

// Run keeps the line until ctx ends. Rounds that fail are tried again with
// growing pauses; a line that is revoked, outdated or distrusted is tried
// again only when somebody calls Wake.
func (l *Link) Run(ctx context.Context) {
	var hints sync.WaitGroup
	hints.Go(func() { l.listen(ctx) })
	defer hints.Wait()
	pause := time.Duration(0)
	for ctx.Err() == nil {
		level, err := l.round(ctx)
		if ctx.Err() != nil {
			return
		}
		switch {
		case err == nil && level:
			pause = 0
			l.wait(ctx, l.idle())
		case err == nil:
			pause = 0
		case stateOf(err) == Offline || stateOf(err) == Online:
			pause = min(max(2*pause, l.cfg.Timing.Retry), l.cfg.Timing.RetryMax)
			l.wait(ctx, pause/2+rand.N(pause/2+1))
		default:
			l.wait(ctx, 0)
		}
	}
}

// idle is how long to wait when there is nothing to do.
func (l *Link) idle() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.cfg.Timing.Poll
	if l.hinting {
		d = l.cfg.Timing.Idle
	}
	if until, paused := l.pace.paused(); paused && !until.IsZero() {
		d = min(d, max(until.Sub(l.cfg.Clock.Now()), time.Millisecond))
	}
	return min(d, l.cfg.Timing.Presence)
}

// wait ends after d, when woken, or with ctx. With d 0 only the last two count.
func (l *Link) wait(ctx context.Context, d time.Duration) {
	var timer <-chan time.Time
	if d > 0 {
		var giveUp func()
		timer, giveUp = l.cfg.Clock.After(d)
		defer giveUp()
	}
	select {
	case <-ctx.Done():
	case <-l.wake:
	case <-timer:
	}
}

// Round waits for a round that begins after the call, and answers how it went:
// with nil, everything the relay had when Round was called is here, and
// everything that waited here was offered to it.
func (l *Link) Round(ctx context.Context) error {
	l.mu.Lock()
	want := l.begun + 1
	l.mu.Unlock()
	l.Wake()
	for {
		l.mu.Lock()
		ended, result, news := l.ended, l.result, l.news
		l.mu.Unlock()
		if ended >= want {
			return result
		}
		select {
		case <-news:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// round is one exchange with the relay. level says that nothing is left to do.
func (l *Link) round(ctx context.Context) (level bool, err error) {
	l.mu.Lock()
	l.begun++
	l.mu.Unlock()
	l.update(func(s *Status) { s.Busy = true })
	level, err = l.exchange(ctx)
	if ctx.Err() == nil {
		l.concluded(err, level)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended, l.result = l.begun, err
	close(l.news)
	l.news = make(chan struct{})
	return level, err
}

// exchange takes what is new and sends what waits.
func (l *Link) exchange(ctx context.Context) (level bool, err error) {
	if err := l.pull(ctx); err != nil {
		return false, err
	}
	if err := l.reveal(ctx); err != nil {
		return false, err
	}
	unsent := l.sendWanted(ctx)
	if unsent != nil && stateOf(unsent) != Online {
		return false, unsent
	}
	sent, err := l.pushAll(ctx)
	if err = errors.Join(err, unsent); err != nil {
		return false, err
	}
	if err := l.present(ctx); err != nil {
		return false, err
	}
	return !sent, nil
}
