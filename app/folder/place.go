package folder

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// PlaceRequest asks for one file to be put into a work file.
type PlaceRequest struct {
	MappingID string
	Lane      Lane
	Dir       string // folders inside the lane, "/" between them; "" is the lane itself. Made safe part by part
	Name      string // as the sender called it; made safe
	Size      int64
	SHA256    string // lower-case hex; what arrives is checked against it
	// ID is unique to the upload, the same on every desk and in every attempt: letters, digits, "-", "_".
	ID string
	// Open gives the bytes, from the start, each time it is called.
	Open func(context.Context) (io.ReadCloser, error)
	// Filed, when set, says whether a receipt is known already. It is asked once the claim is held: a
	// desk that was faster has recorded its receipt by then. When it is, Place fails with ErrFiled.
	Filed func(context.Context) (bool, error)
	// Receipt, when set, records durably that the file was placed. It is called while the claim is
	// held, so that another desk places the file again only if this one neither recorded it nor left
	// it to be found. When it fails the file stays, and the next attempt finds it and calls it again.
	Receipt func(context.Context, Placed) error
}

// Placed is where a file went.
type Placed struct {
	Rel    string // inside the lane, with "/"
	Key    string
	SHA256 string
	Stamp  Stamp
}

// ErrFiled means that the file was placed and recorded before. Nothing was done.
var ErrFiled = errors.New("the file has been filed already")

// ErrWrongBytes means that what Open gave is not what Size and SHA256 say. Nothing was placed.
var ErrWrongBytes = errors.New("the file arrived damaged")

var placeID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func (r PlaceRequest) check() error {
	switch {
	case !placeID.MatchString(r.ID):
		return fmt.Errorf("%q cannot be the id of an upload", r.ID)
	case r.Open == nil || r.Size < 0 || len(r.SHA256) != 2*sha256.Size:
		return errors.New("a file to place needs its bytes, size and sha256")
	}
	for _, lane := range Lanes {
		if r.Lane == lane {
			return nil
		}
	}
	return fmt.Errorf("%q is not a lane", r.Lane)
}

// safeDir makes each folder of a path safe and drops the empty ones.
func safeDir(dir string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.ReplaceAll(dir, `\`, "/"), "/") {
		if part != "" && part != "." && part != ".." {
			parts = append(parts, SafeName(part))
		}
	}
	return path.Join(parts...)
}

// Place puts a file onto the share, once for each ID however often and from however many desks it is
// asked. The final name appears with all bytes, checked and durable, or not at all; nothing that is
// there is ever replaced, a clash becomes "name (2).pdf". A crash at any point leaves at most hidden
// files of ours, which the next attempt finishes or removes. The watcher does not report the file.
//
// Errors: ErrUnknownMapping, ErrUnknownRoot, *RootError (matches ErrReadOnly when it is that),
// ErrNoWorkFile, ErrClaimed, ErrFiled, ErrDiskFull, ErrWrongBytes, ErrNoSafeRename, and what Open, Receipt and
// the system return. All but ErrWrongBytes and ErrFiled are worth another attempt later.
func (f *Folders) Place(ctx context.Context, r PlaceRequest) (Placed, error) {
	if err := r.check(); err != nil {
		return Placed{}, err
	}
	k, m, err := f.find(r.MappingID)
	if err != nil {
		return Placed{}, err
	}
	tree, err := f.openRoot(k, true)
	if err != nil {
		return Placed{}, err
	}
	defer tree.Close()
	laneAt, err := ensureLane(tree, m.Mapping, f.cfg.Lanes, r.Lane)
	if err != nil {
		return Placed{}, err
	}
	dir, err := ensureDir(tree, laneAt, safeDir(r.Dir))
	if err != nil {
		return Placed{}, err
	}
	claim, err := tree.Claim(path.Join(dir, ownPrefix+r.ID+claimSuffix))
	if err != nil {
		return Placed{}, err
	}
	p := placing{r: r, tree: tree, lane: laneAt, dir: dir, claim: claim, index: f.cfg.Index}
	placed, err := p.run(ctx)
	f.Rescan(r.MappingID)
	return placed, err
}

// ensureDir makes the folders of rel inside base, taking those that are there in whatever case they
// are spelled, and returns the path.
func ensureDir(tree Tree, base, rel string) (string, error) {
	for part := range strings.SplitSeq(rel, "/") {
		if part == "" {
			continue
		}
		listing, err := tree.ReadDir(base)
		if err != nil {
			return "", err
		}
		at := path.Join(base, part)
		if there := spelledAs(listing, part); there.Name != "" && there.Kind == KindDir {
			at = path.Join(base, there.Name)
		} else if err := tree.Mkdir(at); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		base = at
	}
	return base, nil
}

// spelledAs finds the entry that a share would take for name; its Name is "" when there is none.
func spelledAs(listing []Info, name string) Info {
	for _, e := range listing {
		if foldName(e.Name) == foldName(name) {
			return e
		}
	}
	return Info{}
}

// placing is one attempt, with the claim held.
type placing struct {
	r     PlaceRequest
	tree  Tree
	lane  string // folder of the lane, from the root
	dir   string // folder of the file, from the root
	claim Claim
	index Index
	// blank is set while the claim certainly says nothing of a file that may lie there unrecorded.
	blank bool
	part  int // the number of the temporary file: see partName
}

func (p *placing) temp() string { return path.Join(p.dir, partName(p.r.ID, p.part)) }

// run ends the claim in every case. It leaves the claim's note where a file may lie that nobody has
// recorded: that is what the next attempt finds it by. An answer that was lost is no answer.
func (p *placing) run(ctx context.Context) (Placed, error) {
	placed, err := p.place(ctx)
	if err == nil && p.r.Receipt != nil {
		err = p.r.Receipt(ctx, placed)
	}
	switch {
	case err != nil && (p.blank || errors.Is(err, ErrFiled)):
		return Placed{}, errors.Join(err, p.claim.Drop())
	case err != nil:
		return Placed{}, errors.Join(err, p.claim.Leave())
	}
	if err := p.claim.Drop(); err != nil {
		p.claim.Leave() // the file is placed and recorded; the sweep removes the note
	}
	return placed, nil
}

func (p *placing) place(ctx context.Context) (Placed, error) {
	note, ok, err := readNote(p.claim)
	if err != nil {
		return Placed{}, err
	}
	p.blank = !ok
	if p.r.Filed != nil {
		if filed, err := p.r.Filed(ctx); filed || err != nil {
			return Placed{}, cmp.Or(err, ErrFiled)
		}
	}
	if ok {
		p.part = note.Part + 1
	}
	left, err := p.fence(ctx, note)
	if err != nil {
		return Placed{}, err
	}
	if ok {
		if placed, found, err := p.find(ctx, note); found || err != nil {
			return placed, err
		}
	}
	if !left {
		if note, err = p.write(ctx); err != nil {
			return Placed{}, errors.Join(err, p.removePart())
		}
	}
	note.Part = p.part
	placed, err := p.name(ctx, note)
	if err != nil {
		return Placed{}, errors.Join(err, p.removePart())
	}
	return placed, nil
}

func (p *placing) removePart() error {
	if err := p.tree.Remove(p.temp()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// write makes the temporary file, beside the final name so that it inherits the folder's rights, and
// notes its identity once its bytes are checked and durable.
func (p *placing) write(ctx context.Context) (note, error) {
	bytes, err := p.r.Open(ctx)
	if err != nil {
		return note{}, err
	}
	defer bytes.Close()
	file, err := p.tree.Create(p.temp())
	if err != nil {
		return note{}, err
	}
	defer file.Close()
	sum := sha256.New()
	n, err := copyChunks(ctx, io.MultiWriter(file, sum), io.LimitReader(bytes, p.r.Size+1))
	if err != nil {
		return note{}, err
	}
	if n != p.r.Size || hexSum(sum) != p.r.SHA256 {
		return note{}, ErrWrongBytes
	}
	if err := file.Sync(); err != nil {
		return note{}, err
	}
	stamp, err := file.Stamp()
	if err != nil {
		return note{}, err
	}
	if err := file.Close(); err != nil {
		return note{}, err
	}
	return note{File: stamp.ID, SHA256: p.r.SHA256, Size: p.r.Size}, nil
}

// name gives the finished file its final name.
func (p *placing) name(ctx context.Context, n note) (Placed, error) {
	safe := SafeName(p.r.Name)
	for i := 1; ; i++ {
		if err := ctx.Err(); err != nil {
			return Placed{}, err
		}
		listing, err := p.tree.ReadDir(p.dir)
		if err != nil {
			return Placed{}, err
		}
		n.Name, i = freeName(listing, safe, i)
		placed, err := p.nameAs(n)
		if errors.Is(err, fs.ErrExist) || errors.Is(err, ErrClaimed) {
			continue // somebody was faster with this name
		}
		return placed, err
	}
}

// freeName is the first of the names a clash leads to, from the given number on, that the listing does not
// have in any spelling.
func freeName(listing []Info, safe string, from int) (name string, number int) {
	taken := make(map[string]bool, len(listing))
	for _, e := range listing {
		taken[foldName(e.Name)] = true
	}
	for taken[foldName(numbered(safe, from))] {
		from++
	}
	return numbered(safe, from), from
}

// nameAs renames with the right to the name held: servers that look first and replace then would let two
// desks with two files both have it. The note is durable before, so that a crash on either side of the
// rename is told from the other.
func (p *placing) nameAs(n note) (Placed, error) {
	right, err := p.tree.Claim(p.rightTo(n.Name))
	if err != nil {
		return Placed{}, err
	}
	placed, err := p.rename(n, right)
	if right.Drop() != nil {
		right.Leave() // the sweep removes it
	}
	return placed, err
}

// rightTo is the claim that stands for a name, the same for all its spellings.
func (p *placing) rightTo(name string) string {
	sum := sha256.Sum256([]byte(foldName(name)))
	return path.Join(p.dir, ownPrefix+"name-"+hex.EncodeToString(sum[:8])+claimSuffix)
}

// rename tells the index first: between the rename and a later entry the watcher would take the file
// for one that staff saved. Right before the rename both rights are used through their handles: they are
// lost, and nothing is done, when the connection ended meanwhile, though paths may go on.
func (p *placing) rename(n note, right Claim) (Placed, error) {
	temp, err := p.tree.Lstat(p.temp())
	if err != nil {
		return Placed{}, err
	}
	if n.File != 0 && temp.ID != n.File || temp.Size != p.r.Size {
		return Placed{}, ErrInUse // it is another desk's, which believes to hold the claim
	}
	placed := p.placed(n.Name, temp.Stamp)
	if err := p.remember(placed); err != nil {
		return Placed{}, err
	}
	p.blank = false
	if err := n.write(p.claim); err != nil {
		return Placed{}, err
	}
	if _, err := right.Read(); err != nil {
		return Placed{}, err
	}
	err = p.tree.RenameNew(p.temp(), path.Join(p.dir, n.Name))
	if errors.Is(err, fs.ErrExist) && p.r.Lane.observed() {
		err = errors.Join(err, p.index.Delete(p.r.MappingID, placed.Key)) // the name is another's file
	}
	if err != nil {
		return Placed{}, err
	}
	return placed, p.settle(n.Name)
}

func (p *placing) placed(name string, s Stamp) Placed {
	rel := strings.TrimPrefix(path.Join(p.dir, name), p.lane+"/")
	s.Change = 0 // renaming moves it
	return Placed{Rel: rel, Key: PathKey(string(p.r.Lane), rel), SHA256: p.r.SHA256, Stamp: s}
}

func (p *placing) remember(placed Placed) error {
	if !p.r.Lane.observed() {
		return nil
	}
	return p.index.Put(p.r.MappingID, placed.Key, Observation{
		Stamp: placed.Stamp, Lane: p.r.Lane, Rel: placed.Rel, SHA256: placed.SHA256, Own: true,
	})
}
