package relay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/relay/store"
)

// Options say where a relay keeps its data and how it is reached.
type Options struct {
	// Dir is the data folder. It is made if need be.
	Dir string
	// MasterKey is the path of the master key file; empty means beside Dir, as
	// Dir + ".master-key". TIEOUT_MASTER_KEY wins over it.
	MasterKey string
	// PublicURL is how clients reach the portal, without a slash at the end.
	PublicURL string
	// Proxies are the addresses whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// Mailer sends mail; nil means an outbox folder inside Dir.
	Mailer Mailer
	// PDF touches PDFs; nil means pdf.Worker: this program started again.
	PDF pdf.Engine
	// Fonts are files of TrueType fonts for names beyond Latin, Greek and Cyrillic
	// on sealed files, the best first. They are read when such a name is drawn; while
	// one is gone, that file is not sealed. Glyphs in use are embedded.
	Fonts []string
	// MetricsToken opens /metrics to callers that are not on this machine.
	MetricsToken string
	Log          *slog.Logger
	// Beside opens the folder next to the relay that serves from it, to make
	// codes and firms or a backup. Nothing may be appended to a firm then.
	Beside bool
	// Existing refuses to make a new data folder.
	Existing bool
	// Now is the clock; nil means the system's.
	Now func() time.Time
}

// Relay is an open relay. It is safe for concurrent use.
type Relay struct {
	opts     Options
	log      *slog.Logger
	lock     *os.File
	db       *store.DB
	ring     *blob.Keyring
	vault    *vault
	blobs    *blob.Store
	packer   *blob.Packer
	bodies   sync.Pool // *bytes.Buffer, for bodies of batches
	mailer   Mailer
	pdf      pdf.Engine
	wake     wake
	outgoing *outgoing
	sealing  sealing
	desks    *sessions
	codes    *limits
	signIns  *limits
	metrics  *metrics
	ready    readiness

	mu      sync.Mutex
	tenants map[engagement.FirmID]*tenant
}

// ErrClosed says that the relay is stopping.
var ErrClosed = errors.New("relay: it is stopping")

// Open opens the data folder. It fails when another process has it open, or
// when there is data but not the master key it was sealed with.
func Open(ctx context.Context, opts Options) (*Relay, error) {
	r := &Relay{opts: opts, log: opts.Log, tenants: map[engagement.FirmID]*tenant{}, metrics: newMetrics(), outgoing: newOutgoing()}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if r.opts.Now == nil {
		r.opts.Now = time.Now
	}
	if r.opts.MasterKey == "" {
		r.opts.MasterKey = MasterKeyPath(opts.Dir)
	}
	if opts.Existing {
		if _, err := os.Stat(filepath.Join(opts.Dir, databaseFile)); err != nil {
			return nil, fmt.Errorf("there is no data in %s; is --data right?", opts.Dir)
		}
	}
	if err := os.MkdirAll(opts.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("relay: data folder: %w", err)
	}
	var err error
	if !opts.Beside {
		if r.lock, err = lockFolder(opts.Dir); err != nil {
			return nil, err
		}
	}
	if err := r.openFolder(ctx); err != nil {
		return nil, errors.Join(err, r.release())
	}
	return r, nil
}

// MasterKeyPath is where the master key of a data folder is by default: beside
// it, so that a copy of the folder is not a copy of the key.
func MasterKeyPath(dir string) string { return filepath.Clean(dir) + ".master-key" }

// Paths inside the data folder.
const (
	databaseFile = "tieout.db"
	blobFolder   = "blobs"
	outboxFolder = "outbox"
	workFolder   = "work" // what a seal in the making leaves in clear; emptied at every start
)

func (r *Relay) openFolder(ctx context.Context) error {
	path := filepath.Join(r.opts.Dir, databaseFile)
	_, err := os.Stat(path)
	if r.ring, err = blob.OpenKeyring(r.opts.MasterKey, errors.Is(err, os.ErrNotExist)); err != nil {
		return fmt.Errorf("relay: %w", err)
	}
	if r.db, err = store.OpenSQLite(ctx, path); err != nil {
		return err
	}
	objects, err := blob.OpenFolder(filepath.Join(r.opts.Dir, blobFolder))
	if err != nil {
		return err
	}
	if r.blobs, err = blob.New(objects, r.db.BlobKeys(), r.ring); err != nil {
		return err
	}
	if r.packer, err = blob.NewPacker(); err != nil {
		return err
	}
	r.bodies.New = func() any { return new(bytes.Buffer) }
	r.vault = newVault(r.db, r.ring)
	r.desks = newSessions(r.now)
	r.codes = newLimits(r.now, 6*time.Second, codeTries)
	r.signIns = newLimits(r.now, 50*time.Millisecond, signInTries)
	if r.mailer = r.opts.Mailer; r.mailer == nil {
		if r.mailer, err = NewOutbox(filepath.Join(r.opts.Dir, outboxFolder)); err != nil {
			return err
		}
	}
	if r.pdf, err = r.openWorkshop(); err != nil {
		return err
	}
	// The relay's own key, for values that belong to no firm.
	err = r.db.Write(ctx, func(tx *store.Tx) error {
		_, err := r.vault.make(ctx, tx, scope{})
		return err
	})
	r.ready.set(err == nil)
	return err
}

// openWorkshop empties the folder where seals are made and says with what.
func (r *Relay) openWorkshop() (pdf.Engine, error) {
	dir, err := filepath.Abs(filepath.Join(r.opts.Dir, workFolder))
	if err == nil && !r.opts.Beside {
		err = os.RemoveAll(dir)
	}
	if err = errors.Join(err, os.MkdirAll(dir, 0o700)); err != nil {
		return nil, err
	}
	if r.opts.PDF != nil {
		return r.opts.PDF, nil
	}
	return pdf.Worker{TempDir: dir}, nil
}

// now is the relay's clock in the precision that leaves of the log have.
func (r *Relay) now() time.Time { return r.opts.Now().UTC().Truncate(time.Microsecond) }

// Close stops every firm's writer, keeps checkpoints of their states and
// closes the data folder. Stop the HTTP server and Run first.
func (r *Relay) Close(ctx context.Context) error {
	r.ready.set(false)
	r.mu.Lock()
	open := r.tenants
	r.tenants = nil
	r.mu.Unlock()
	var err error
	for _, t := range open {
		err = errors.Join(err, t.close(ctx))
	}
	return errors.Join(err, r.release())
}

func (r *Relay) release() error {
	var err error
	if r.blobs != nil {
		err = r.blobs.Close()
	}
	if r.db != nil {
		err = errors.Join(err, r.db.Close())
	}
	if r.lock != nil {
		err = errors.Join(err, r.lock.Close())
	}
	return err
}

// tenant returns the firm's writer and state, loading it at its first use. An
// unknown firm is ErrNoFirm.
func (r *Relay) tenant(ctx context.Context, id engagement.FirmID) (*tenant, error) {
	r.mu.Lock()
	if r.tenants == nil {
		r.mu.Unlock()
		return nil, ErrClosed
	}
	t := r.tenants[id]
	if t == nil {
		t = newTenant(r, id)
		r.tenants[id] = t
	}
	r.mu.Unlock()
	err := t.start(ctx)
	if err == nil {
		return t, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tenants[id] == t {
		delete(r.tenants, id) // the next use tries again
	}
	return nil, err
}
