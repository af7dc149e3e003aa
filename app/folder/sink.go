package folder

import (
	"bytes"
	"io"
	"os"
	"slices"
	"time"
)

// Sink hears what happened in the folders. Saved, Offered and Gone come at least once for each fact
// and again after an error, a crash or a lost index; the receiver makes them idempotent. They may be
// called from several goroutines, for one file never at the same time. The others are hints, return
// at once, and must not call back.
type Sink interface {
	Saved(Saved) error
	Offered(Offered) error
	Gone(Gone) error
	// Held tells that files are missing, or have become something else, in a number that a person has to
	// look at, or, with no files, that the matter is settled, or the work file is not kept there any more: where
	// there is reason to, it is asked again then.
	Held(Hold)
	// Changed tells that List of the work file would answer differently.
	Changed(mappingID string)
	Root(RootStatus)
}

// Version is one finished state of a file of a work file.
type Version struct {
	MappingID string
	Lane      Lane
	Rel       string // path inside the lane, as spelled on disk, with "/"
	Key       string // PathKey(Lane, Rel)
	SHA256    string // lower-case hex, of the bytes
	Size      int64
	ModTime   time.Time
	// Data is the bytes of a file of up to SmallFile. They are the receiver's to read until the call
	// returns.
	Data []byte
	// SpoolPath is a private copy of a larger one on the local disk. It is the receiver's to read or move
	// away until the call returns; what is left then is removed.
	SpoolPath string
	// Intake has the bytes of a larger one instead, if the receiver wanted it so.
	Intake Intake
}

// Open reads the bytes of what has no Intake.
func (v Version) Open() (io.ReadCloser, error) {
	if v.SpoolPath == "" {
		return io.NopCloser(bytes.NewReader(v.Data)), nil
	}
	return os.Open(v.SpoolPath)
}

// Saved is a version that staff saved in ToClient.
type Saved struct {
	Version
	// Doubted says that the work file was in doubt when the file was found there, and the file was not known: it may
	// have come back from a backup. So may one that was asked for by Again or Doubt.
	Doubted bool
}

// Offered is a PDF that staff saved in ForSignature: a part offered for a draft.
type Offered struct{ Version }

// Gone is a file that was reported before and is proven absent: two clean listings of its folder, the
// root's marker in place before and after each.
type Gone struct {
	MappingID string
	Lane      Lane
	Rel       string
	Key       string
	SHA256    string // of the last version reported
	// Before are those of which the receiver has one if it did not take the last one: see Observation.
	Before []string
	// Read is when this desk last read it: see Observation.
	Read time.Time
}

// Was says whether the file, when it was last known, was the version that the receiver has.
func (g Gone) Was(sha256 string) bool { return g.SHA256 == sha256 || slices.Contains(g.Before, sha256) }

func (g Gone) same(o Gone) bool {
	return g.MappingID == o.MappingID && g.Lane == o.Lane && g.Rel == o.Rel && g.Key == o.Key &&
		g.SHA256 == o.SHA256 && slices.Equal(g.Before, o.Before)
}

// Hold lists files missing from one work file at once, until Decide, and saves held back, until SendChanged.
type Hold struct {
	MappingID string
	Missing   []Gone // in key order
	Since     time.Time
	// Changed are saves that are not sent: see Folders.SendChanged.
	Changed []Changed
}

// Changed is a save that is no longer what its name says, one of several on its root.
type Changed struct {
	Lane  Lane
	Rel   string
	Key   string
	Since time.Time
	// SHA256 is of the bytes that were found, in lower-case hex.
	SHA256 string
}

// Same is true when just the same is held, since the same time.
func (h Hold) Same(o Hold) bool {
	return h.Since.Equal(o.Since) && slices.EqualFunc(h.Missing, o.Missing, Gone.same) && slices.Equal(h.Changed, o.Changed)
}

// hasMissing is true when a person was asked about a file that is missing.
func (h Hold) hasMissing(key string) bool {
	return slices.ContainsFunc(h.Missing, func(g Gone) bool { return g.Key == key })
}

// hasChanged is true when a person was asked about these bytes of a file.
func (h Hold) hasChanged(key, sha256 string) bool {
	return slices.ContainsFunc(h.Changed, func(c Changed) bool { return c.Key == key && c.SHA256 == sha256 })
}

// State of a file, for people.
type State string

// The states. Detail of FileState explains those from StateEmpty to StateRefused.
const (
	StateSettled    State = "settled"    // nothing to do: known, or in a lane that is not read
	StateSettling   State = "settling"   // just changed, about to be read
	StateOpen       State = "open"       // somebody is writing it
	StateEmpty      State = "empty"      // no bytes yet; not sent until it has some
	StateTwin       State = "twin"       // another name differs only in case or accents; neither is sent
	StateUnfinished State = "unfinished" // looks cut off, on a share that cannot say who is writing
	StateUnreadable State = "unreadable" // cannot be opened, or is not a plain file
	StateHeld       State = "held"       // changed into something else; not sent until time or a person allows it
	StateRefused    State = "refused"    // read, but not taken over yet; tried again by itself
	StateResting    State = "resting"    // not looked at by this process: see Config.Resting
	StateLaneGone   State = "lane-gone"  // of no file: the folder is not there, with all that is known in it
)

// FileState is the state of one file and, in plain words, the reason. By names who has the file open,
// as far as Office or LibreOffice tell.
type FileState struct {
	State  State
	Detail string
	By     string
	Next   string // of StateUnreadable: what somebody has to do
}
