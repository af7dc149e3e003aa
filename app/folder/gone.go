package folder

import (
	"maps"
	"slices"
	"sort"
	"time"
)

// tooMany says whether so many of the known files missing at once is more likely a mishap than a
// person deleting: more than ten and a fifth, or all of several.
func tooMany(missing, known int) bool {
	return missing > max(10, known/5) || missing > 1 && missing >= known
}

// absence is the evidence that files of one work file are gone, and what was said about it. It is a
// value: what changes it makes another one.
type absence struct {
	since map[string]time.Time // by key: the first clean listing without the file
	// known is how many files were known that somebody misses when the first of those was missed, less what was
	// believed gone: what is read meanwhile does not make more of them few.
	known int
	hold  *Hold
	// told are the times at which files were withdrawn lately: many in a row are as much of a mishap as
	// many at once.
	told []time.Time
}

// lately is how far back withdrawn files count towards too many.
const lately = 10 * time.Minute

// holdsMore is true when something is held that a person was not asked about.
func (a absence) holdsMore(asked Hold) bool {
	return a.hold != nil && slices.ContainsFunc(a.hold.Missing, func(g Gone) bool { return !asked.hasMissing(g.Key) })
}

// doubted drops all evidence: a listing was not clean, or the root is not to be believed.
func (a absence) doubted() absence {
	a.since = map[string]time.Time{}
	return a
}

// weighed takes a clean listing: which of the known files it lacks. It returns those proven gone, by two
// listings at least settle apart.
func (a absence) weighed(lacking map[string]Observation, known int, now time.Time, settle time.Duration) (after absence, proven []string) {
	after = absence{since: make(map[string]time.Time, len(lacking)), known: known, hold: a.hold}
	if len(a.since) > 0 {
		after.known = min(a.known, known)
	}
	for key := range lacking {
		first, ok := a.since[key]
		if !ok {
			first = now
		} else if now.Sub(first) >= settle {
			proven = append(proven, key)
		}
		after.since[key] = first
	}
	for _, at := range a.told {
		if now.Sub(at) < lately {
			after.told = append(after.told, at)
		}
	}
	sort.Strings(proven)
	return after, proven
}

// believed is the absence after one file was reported or forgotten.
func (a absence) believed(key string, o Observation) absence {
	a.since = maps.Clone(a.since)
	delete(a.since, key)
	if o.missed() {
		a.known--
	}
	return a
}

// seen is the absence after a hint of a file that is there: whoever answers for what is missing does not
// answer for it. Where nobody hints, an answer goes by the last listing, and what came back since is sent anew.
func (a absence) seen(key string) absence {
	if _, missed := a.since[key]; missed {
		a.since = maps.Clone(a.since)
		delete(a.since, key)
	}
	return a
}

// next is when another listing can prove more; zero when there is nothing to prove.
func (a absence) next(settle time.Duration) (at time.Time) {
	if a.hold != nil {
		return at
	}
	for _, first := range a.since {
		if due := first.Add(settle); at.IsZero() || due.Before(at) {
			at = due
		}
	}
	return at
}

// split parts the keys of files that nobody has to be told about.
func split(keys []string, all map[string]Observation) (quiet, missed []string) {
	for _, key := range keys {
		if all[key].missed() {
			missed = append(missed, key)
		} else {
			quiet = append(quiet, key)
		}
	}
	return quiet, missed
}

func goneOf(mapping, key string, o Observation) Gone {
	return Gone{MappingID: mapping, Lane: o.Lane, Rel: o.Rel, Key: key, SHA256: o.SHA256, Before: o.Before, Read: o.Read}
}
