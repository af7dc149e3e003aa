// Package app is the desktop program: what staff can do. It turns a person's
// act into events that are checked, signed and kept on this computer first, and
// turns confirmed events into effects: files placed on the share and
// notifications.
//
// What a person sees is the confirmed fold of the firm's history with the acts
// that wait here folded on top, so being offline is not a mode. Every rule is
// asked of package engagement; this package decides nothing about what may
// happen.
//
// It must never import the frontend, the relay or the portal, and never let a
// type of package engagement reach the interface: views are plain JSON, see
// view.go. The interface hears one event, "changed", and reads again.
package app

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"tieout/app/desktop"
	"tieout/app/folder"
	"tieout/app/store"
	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
)

// Config is what Open needs. Only DataDir and Desktop have no default.
type Config struct {
	DataDir string // on a local disk, held by this process alone
	Desktop desktop.Desktop
	Secrets Secrets // desktop.OpenSecrets(DataDir)
	HTTP    *http.Client
	Clock   desk.Clock // the system's
	Random  io.Reader  // crypto/rand
	PDF     pdf.Engine // a pdf.Worker
	Version string
	// Frame says that the page draws the title bar.
	Frame bool
	// HostDir is a folder of the machine, for the desks of all its users: the one that holds its place there
	// watches and files for all. Empty: each for itself.
	HostDir string
	// Line and Folders change how patient the desk is, and what a share is; tests use it.
	Line    desk.Timing
	Folders FolderConfig
	Disk    Disk // the system's
}

// FolderConfig is the part of folder.Config that is not the program's own.
type FolderConfig struct {
	Timing     folder.Timing
	FS         folder.FS
	NewWatcher func() (folder.Watcher, error)
}

// Secrets keeps small secrets. Get fails with desktop.ErrNoSecret for one that was never set.
type Secrets interface {
	Get(name string) (string, error)
	Set(name, value string) error
	Warning() string
}

// Program is an opened App and what the shell around it needs.
type Program struct {
	// App is the one value bound to the interface.
	App *App
}

// App is the one value bound to the interface. Each exported method is one call of the page: it answers
// with plain views, or fails with a [Failure]. All may be called concurrently.
type App struct {
	cfg     Config
	clock   desk.Clock
	os      desktop.Desktop
	secrets Secrets
	store   *store.Store
	bytes   *blob.Store
	ctx     context.Context
	stop    context.CancelFunc
	running sync.WaitGroup
	news    *news
	jobs    *jobs
	effects *effects
	ahead   *ahead
	savings *savings
	rereads *rereads
	filers  filers
	host    *host
	kept    *retention

	mu       sync.Mutex
	id       desk.Identity // zero until connected
	key      ed25519.PrivateKey
	states   *states
	pending  *pending
	cards    *cards
	link     *desk.Link
	share    *share
	zoned    zoned
	prefs    *preferences // nil until read
	metered  bool         // the connection costs by use
	spoilt   spoilt
	partly   partly
	warned   bool   // of files that were damaged
	unset    bool   // where shares are on this computer was lost
	notified uint64 // events up to here notify nobody any more
	work     uint64 // events that were ever appended or confirmed
}

// Open opens the program over its data folder, begins to watch what is mapped and keeps the line to the
// relay if this computer is connected. It fails with store.ErrInUse while another process has the
// folder, and with desktop.ErrKeyring or store.ErrKey when the key of the data is not to be had.
func Open(cfg Config) (*Program, error) {
	a, err := newApp(cfg)
	if err != nil {
		return nil, err
	}
	if err := a.start(); err != nil {
		return nil, errors.Join(err, (&Program{a}).Close())
	}
	return &Program{a}, nil
}

func newApp(cfg Config) (*App, error) {
	if err := cfg.defaults(); err != nil {
		return nil, err
	}
	a := &App{cfg: cfg, clock: cfg.Clock, os: cfg.Desktop, secrets: cfg.Secrets}
	a.ctx, a.stop = context.WithCancel(context.Background())
	key, err := a.dataKey()
	if err != nil {
		return nil, err
	}
	if a.store, err = store.Open(cfg.DataDir, key, settingIdentity, settingNotified, settingAsk); err != nil {
		return nil, err
	}
	if a.bytes, err = openBytes(filepath.Join(cfg.DataDir, "documents"), key); err != nil {
		return nil, errors.Join(err, a.store.Close())
	}
	a.news, a.jobs = newNews(a), newJobs(a)
	a.effects = newEffects(a)
	a.ahead, a.savings, a.rereads = newAhead(a), &savings{a: a}, &rereads{a: a}
	a.states = newStates(a.store)
	a.pending, a.cards = newPending(a.states), newCards()
	a.share = newShare(a)
	a.host, a.kept = newHost(a), newRetention(a)
	a.partly.a = a
	return a, nil
}

func (cfg *Config) defaults() error {
	if cfg.DataDir == "" || cfg.Desktop == nil {
		return errors.New("app: a data folder and a desktop are needed")
	}
	if cfg.Secrets == nil {
		secrets, err := desktop.OpenSecrets(cfg.DataDir)
		if err != nil {
			return err
		}
		cfg.Secrets = secrets
	}
	if cfg.Clock == nil {
		cfg.Clock = systemClock{}
	}
	if cfg.Random == nil {
		cfg.Random = random
	}
	if cfg.PDF == nil {
		cfg.PDF = pdf.Worker{}
	}
	if cfg.Disk == nil {
		cfg.Disk = diskOf
	}
	if cfg.HTTP == nil {
		cfg.HTTP = newHTTP(lineSilence, linePing)
	}
	return nil
}

func openBytes(dir string, key []byte) (*blob.Store, error) {
	objects, err := blob.OpenFolder(filepath.Join(dir, "objects"))
	if err != nil {
		return nil, err
	}
	master, err := blob.NewMasterKey(key)
	if err != nil {
		return nil, err
	}
	return blob.New(objects, blob.FolderKeys{Root: filepath.Join(dir, "keys")}, blob.NewKeyring(master))
}

// start reads what the store holds and begins everything that runs.
func (a *App) start() error {
	a.mu.Lock()
	err := errors.Join(a.loadIdentity(), a.readUnset(), a.load())
	lanes := a.states.Firm().Lanes
	a.mu.Unlock()
	if err != nil {
		return err
	}
	if err := a.catchUp(); err != nil {
		return err
	}
	if err := a.share.open(lanes); err != nil {
		return err
	}
	a.share.follow()
	a.os.OnNotice(a.noticeClicked)
	a.os.OnFileDrop(func(d desktop.Drop) { a.news.drop(d.Paths) })
	a.running.Go(a.news.run)
	a.running.Go(a.effects.run)
	a.running.Go(a.effects.runLarge)
	a.running.Go(a.host.run)
	a.running.Go(a.watchMeter)
	a.running.Go(a.ahead.run)
	a.running.Go(a.rest)
	a.running.Go(a.kept.run)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.id.Device == "" {
		return nil
	}
	return a.startLink()
}

// load reads the acts that wait and the summaries, and looks which of them are behind.
func (a *App) load() error {
	if err := a.readNotified(); err != nil {
		return err
	}
	if err := a.states.open(); err != nil {
		return err
	}
	at, err := a.position()
	if err != nil {
		return err
	}
	a.states.head = at.Frontier.Size
	if err := a.cards.open(a.store); err != nil {
		return err
	}
	if err := a.ahead.open(); err != nil {
		return err
	}
	return a.pending.open(a.store)
}

// startLink begins to keep the line to the relay. The caller holds the lock.
func (a *App) startLink() error {
	link, err := desk.New(desk.Config{
		Identity: a.id, Key: a.key, Home: &home{a}, HTTP: a.cfg.HTTP, Clock: a.clock, Timing: a.cfg.Line,
		Changed: func() { a.news.tell(nounSync) },
	})
	if err != nil {
		return err
	}
	a.link = link
	a.setPace()
	a.running.Go(func() { link.Run(a.ctx) })
	a.effects.kick() // what was looked at before there was a line is told
	return nil
}

// closePatience is how long Close waits for what is under way. A call to a share that does not answer may
// never come back, and nothing comes of it then.
const closePatience = 15 * time.Second

// Close ends everything that runs, but a call to a share that does not come back, and closes the data folder.
func (p *Program) Close() error {
	a := p.App
	a.stop()
	err := a.share.close()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.running.Wait()
		a.jobs.wait()
	}()
	late, giveUp := a.clock.After(cmp.Or(a.cfg.Folders.Timing.Hang, closePatience))
	defer giveUp()
	select {
	case <-ended:
	case <-late:
		slog.Warn("app: closed beside a call that did not come back")
	}
	return errors.Join(err, a.keepAll(), a.host.close(), a.bytes.Close(), a.closeStore())
}

// closeStore closes the data. What somebody was told of damaged files is not said again at the next start.
func (a *App) closeStore() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var err error
	if a.warned {
		err = a.store.Told()
	}
	return errors.Join(err, a.store.Close())
}

// Secrets of this computer.
const (
	secretData     = "data-key"   // seals everything in the data folder
	secretDevice   = "device-key" // signs this person's acts
	secretIdentity = "identity"   // who this desk is, should the store be lost
)

// dataKey is the key that seals the data folder, made on the first start.
func (a *App) dataKey() ([]byte, error) {
	text, err := a.secrets.Get(secretData)
	if err == nil {
		key, err := hex.DecodeString(text)
		if err != nil || len(key) != 32 {
			return nil, fmt.Errorf("app: the key of this computer's data cannot be read")
		}
		return key, nil
	}
	if !errors.Is(err, desktop.ErrNoSecret) {
		return nil, err
	}
	key := make([]byte, 32)
	if _, err := io.ReadFull(a.cfg.Random, key); err != nil {
		return nil, err
	}
	return key, a.secrets.Set(secretData, hex.EncodeToString(key))
}

func (a *App) now() time.Time { return a.clock.Now() }

// me is the person at this desk, or nil before the firm is known.
func (a *App) me() *engagement.Staff { return a.pending.view().Firm().Staff[a.id.Staff] }
