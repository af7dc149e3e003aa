package folder

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
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
}

func (n note) write(c Claim) error {
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return c.Write(body)
}

// readNote returns false for a claim that is fresh, or whose last holder ended before there was
// anything to say.
func readNote(c Claim) (n note, ok bool) {
	body, err := c.Read()
	if err != nil || json.Unmarshal(body, &n) != nil || n.Name == "" {
		return note{}, false
	}
	return n, true
}

// find looks for the file of an earlier attempt in its folder: by its identity, which a rename by
// staff does not change, or by its name, and in both cases with its bytes.
func (p *placing) find(ctx context.Context, n note) (Placed, bool, error) {
	if n.SHA256 != p.r.SHA256 {
		return Placed{}, false, nil
	}
	listing, err := p.tree.ReadDir(p.dir)
	if err != nil {
		return Placed{}, false, err
	}
	for _, e := range listing {
		ours := e.ID == n.File && n.File != 0 || e.Name == n.Name
		if !ours || isOwn(e.Name) || !p.hasBytes(ctx, path.Join(p.dir, e.Name), e) {
			continue
		}
		p.renamed = true
		placed := p.placed(e.Name, e.Stamp)
		return placed, true, errors.Join(p.remember(placed), p.removePart(), p.tree.SyncDir(p.dir))
	}
	return Placed{}, false, nil
}

// leftPart is true when an earlier attempt left the temporary file whole.
func (p *placing) leftPart(ctx context.Context, n note) bool {
	info, err := p.tree.Lstat(p.temp())
	return err == nil && n.SHA256 == p.r.SHA256 && p.hasBytes(ctx, p.temp(), info)
}

func (p *placing) hasBytes(ctx context.Context, rel string, info Info) bool {
	if info.Kind != KindFile || info.Size != p.r.Size {
		return false
	}
	file, err := p.tree.OpenFile(rel)
	if err != nil {
		return false
	}
	defer file.Close()
	sum := sha256.New()
	_, err = copyChunks(ctx, sum, fromStart(file))
	return err == nil && hexSum(sum) == p.r.SHA256
}

// sweep removes claims and temporary files that nobody has come back to for Timing.Litter. The claim
// is taken first, so that nothing is removed under a desk at work.
func (k *keeper) sweep(tree Tree, l listing, now time.Time) {
	for _, e := range l.litter {
		id := strings.TrimSuffix(strings.TrimSuffix(e.path(), partSuffix), claimSuffix)
		if id == e.path() || now.Sub(e.ModTime) < k.cfg.Timing.Litter {
			continue
		}
		claim, err := tree.Claim(id + claimSuffix)
		if err != nil {
			continue
		}
		if err := tree.Remove(id + partSuffix); err == nil || errors.Is(err, fs.ErrNotExist) {
			claim.Drop()
		} else {
			claim.Leave()
		}
	}
}
