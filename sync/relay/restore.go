package relay

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// Backup copies the relay's data to a new folder while it goes on serving: the
// database first, then every object, so that whatever the copied history speaks
// of is in the copy. The master key is not copied.
func (r *Relay) Backup(ctx context.Context, to string) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return fmt.Errorf("relay: backup: %w", err)
	}
	if err := r.db.Snapshot(ctx, filepath.Join(to, databaseFile)); err != nil {
		return fmt.Errorf("relay: backup: %w", err)
	}
	return copyTree(ctx, filepath.Join(r.opts.Dir, blobFolder), filepath.Join(to, blobFolder))
}

// Restore makes the data folder dir from a backup. In every firm a new epoch
// begins at the last event of the backup, and desks give back what came after
// (SPEC H11). Sessions, links and codes are forgotten, because some of them may
// have been used up or ended since; mails that waited are skipped, because they
// have gone out since. opts say where the master key is.
func Restore(ctx context.Context, backup string, opts Options) error {
	if _, err := os.Stat(filepath.Join(backup, databaseFile)); err != nil {
		return fmt.Errorf("relay: this is not a backup: %w", err)
	}
	if err := os.Mkdir(opts.Dir, 0o700); err != nil {
		return fmt.Errorf("relay: a backup is restored into a new folder: %w", err)
	}
	if err := copyTree(ctx, backup, opts.Dir); err != nil {
		return err
	}
	r, err := Open(ctx, opts)
	if err != nil {
		return err
	}
	err = r.db.Write(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.ForgetSessions(ctx), tx.SkipMails(ctx, "it waited when the backup was made"))
	})
	return errors.Join(err, r.startEpochs(ctx), r.Close(ctx))
}

func (r *Relay) startEpochs(ctx context.Context) error {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return err
	}
	for _, f := range firms {
		t, err := r.tenant(ctx, engagement.FirmID(f.ID))
		if err != nil {
			return err
		}
		if err := t.startEpoch(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (t *tenant) startEpoch(ctx context.Context) error {
	t.mu.RLock()
	after, root := t.head, t.frontier.Root()
	t.mu.RUnlock()
	epoch := engagement.EpochID(newID(t.relay.now()))
	res, err := t.append(ctx, act{
		By: engagement.Relay,
		Drafts: []Draft{{
			Stream: engagement.FirmStream, Kind: engagement.EpochStarted,
			Body: engagement.EpochStartedBody{Epoch: epoch, After: after, Root: hex.EncodeToString(root[:])},
		}},
		also: func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(
				tx.SetEpoch(ctx, string(t.id), string(epoch)),
				tx.SetCursor(ctx, string(t.id), mailFollower, after),
				tx.PutRestoration(ctx, store.Restoration{
					Firm: string(t.id), Epoch: string(epoch), After: after, At: t.relay.now().UnixMicro(),
				}),
			)
		},
	})
	if err == nil && res.Outcome != wire.Accepted {
		err = res.Refusal
	}
	return err
}

// copyTree copies a folder's files, each flushed to the disk.
func copyTree(ctx context.Context, from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		return copyFile(path, filepath.Join(to, rel))
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a temporary file that was renamed, or an erasure
	}
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
