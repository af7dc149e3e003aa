package folder

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

// What our files on a share are called, after ownPrefix and the upload's id.
const (
	claimSuffix = ".claim"
	partSuffix  = ".part"
)

// note is what a claim says to whoever takes it after a crash: a checked temporary file with this
// identity is about to get, or already has, this name.
type note struct {
	Name   string `json:"name"`
	File   uint64 `json:"file,omitempty"` // inode or file index; 0 where there is none
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Part   int    `json:"part,omitempty"` // the number of the temporary file
}

// partName is the name of an attempt's temporary file. An attempt that found a note counts on: whoever
// wrote that note may be at work still, its claim lost with a connection that was made again unnoticed,
// and must not find under its own name what is not its own.
func partName(id string, number int) string {
	if number == 0 {
		return ownPrefix + id + partSuffix
	}
	return ownPrefix + id + "." + strconv.Itoa(number) + partSuffix
}

// uploadOf is the upload that a temporary file or claim belongs to; false for what is neither.
func uploadOf(name string) (id string, ok bool) {
	stem, isPart := strings.CutSuffix(name, partSuffix)
	stem, isClaim := strings.CutSuffix(stem, claimSuffix)
	id, _, _ = strings.Cut(strings.TrimPrefix(stem, ownPrefix), ".")
	return id, isPart || isClaim
}

// fence takes the temporary file of an earlier attempt out of reach of whoever made it, and says whether it
// brought one that is whole. A rename that has not happened by then fails for want of its file; one that has
// shows in the next listing. So of two desks of which each believes to hold the claim one places the upload.
func (p *placing) fence(ctx context.Context, n note) (left bool, err error) {
	listing, err := p.tree.ReadDir(p.dir)
	if err != nil {
		return false, err
	}
	for _, e := range listing {
		if id, own := uploadOf(e.Name); !own || id != p.r.ID || strings.HasSuffix(e.Name, claimSuffix) {
			continue
		}
		whole := e.Name == partName(p.r.ID, n.Part) && p.isLeft(ctx, e, n)
		if whole {
			err = p.takeAside(path.Join(p.dir, e.Name))
		} else {
			err = p.tree.Remove(path.Join(p.dir, e.Name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		left = left || whole && err == nil
	}
	return left, nil
}

// takeAside renames a left temporary file, and says so when it can be reached by its old name all the same.
func (p *placing) takeAside(left string) error {
	if err := p.tree.RenameNew(left, p.temp()); err != nil {
		return err
	}
	if _, err := p.tree.Lstat(left); !errors.Is(err, fs.ErrNotExist) {
		return cmp.Or(err, ErrInUse)
	}
	return nil
}

func (n note) write(c Claim) error {
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return c.Write(body)
}

// readNote returns false for a claim that is fresh, or whose last holder ended before there was anything
// to say: a note is only ever half written before the rename that it is about.
func readNote(c Claim) (n note, ok bool, err error) {
	body, err := c.Read()
	if err != nil {
		return note{}, false, err
	}
	if json.Unmarshal(body, &n) != nil || n.Name == "" {
		return note{}, false, nil
	}
	return n, true, nil
}

// find looks for the file of an earlier attempt in its folder: by its identity, which a rename by
// staff does not change, or by its name, and in both cases with its bytes. A file that may be it and
// cannot be read now is not taken for another.
func (p *placing) find(ctx context.Context, n note) (Placed, bool, error) {
	if n.SHA256 != p.r.SHA256 {
		return Placed{}, false, nil
	}
	listing, err := p.tree.ReadDir(p.dir)
	if err != nil {
		return Placed{}, false, err
	}
	for _, e := range listing {
		if isOwn(e.Name) || (e.ID != n.File || n.File == 0) && foldName(e.Name) != foldName(n.Name) {
			continue
		}
		same, err := p.hasBytes(ctx, path.Join(p.dir, e.Name), e)
		if err != nil {
			return Placed{}, false, err
		}
		if same {
			placed := p.placed(e.Name, e.Stamp)
			return placed, true, cmp.Or(errors.Join(p.remember(placed), p.removePart()), p.settle(e.Name), p.clearRight(n.Name))
		}
	}
	return Placed{}, false, nil
}

// settle makes a name durable. A server that failed and is back may have lost it before.
func (p *placing) settle(name string) error {
	if err := p.tree.SyncDir(p.dir); err != nil {
		return err
	}
	_, err := p.tree.Lstat(path.Join(p.dir, name))
	return err
}

// clearRight removes what an attempt that crashed left of its right to a name.
func (p *placing) clearRight(name string) error {
	if _, err := p.tree.Lstat(p.rightTo(name)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	right, err := p.tree.Claim(p.rightTo(name))
	if errors.Is(err, ErrClaimed) {
		return nil // somebody at work has it
	}
	if err != nil {
		return err
	}
	return right.Drop()
}

// isLeft is true for the temporary file of an earlier attempt, whole and flushed: the very file that the
// note is about. One that only looks whole may be gone with the next power failure.
func (p *placing) isLeft(ctx context.Context, e Info, n note) bool {
	if n.SHA256 != p.r.SHA256 || n.File == 0 || n.File != e.ID {
		return false
	}
	same, err := p.hasBytes(ctx, path.Join(p.dir, e.Name), e)
	return same && err == nil
}

func (p *placing) hasBytes(ctx context.Context, rel string, info Info) (bool, error) {
	if info.Kind != KindFile || info.Size != p.r.Size {
		return false, nil
	}
	sum, err := sumAt(ctx, p.tree, rel)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return sum == p.r.SHA256, err
}

// sumAt is the SHA-256 of a file, in lower-case hex.
func sumAt(ctx context.Context, tree Tree, rel string) (string, error) {
	file, err := tree.OpenFile(rel)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := copyChunks(ctx, sum, fromStart(file)); err != nil {
		return "", err
	}
	return hexSum(sum), nil
}

// sweep removes claims and temporary files that nobody has come back to for Timing.Litter. The claim
// is taken first, so that nothing is removed under a desk at work. A claim with a note is evidence of a file
// that nobody may have recorded: it goes only after this desk has watched it for as long itself, because a
// computer whose clock is wrong takes everything for old.
func (k *keeper) sweep(tree Tree, l listing, now time.Time) {
	for _, e := range l.litter {
		upload, own := uploadOf(e.Name)
		at := path.Join(path.Dir(e.path()), ownPrefix+upload+claimSuffix)
		first, noted := k.noted[at]
		if !own || now.Sub(e.ModTime) < k.cfg.Timing.Litter || noted && now.Sub(first) < k.cfg.Timing.Litter {
			continue
		}
		claim, err := tree.Claim(at)
		if err != nil {
			continue
		}
		if _, says, err := readNote(claim); err != nil || says && !noted {
			k.noted[at] = now
			claim.Leave()
			continue
		}
		delete(k.noted, at)
		if strings.HasSuffix(e.Name, partSuffix) {
			err = tree.Remove(e.path())
		}
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			claim.Drop()
		} else {
			claim.Leave()
		}
	}
}
