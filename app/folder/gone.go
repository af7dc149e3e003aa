package folder

import (
	"sort"
	"time"
)

// tooMany says whether so many of the known files missing at once is more likely a mishap than a
// person deleting: more than ten and a fifth, or all of several.
func tooMany(missing, known int) bool {
	return missing > max(10, known/5) || missing > 1 && missing == known
}

// absence collects the evidence that files of one work file are gone.
type absence struct {
	since map[string]time.Time // by key: the first clean listing without the file
	hold  *Hold
}

// doubt drops all evidence: a listing was not clean, or the root is not to be believed.
func (a *absence) doubt() { clear(a.since) }

// weigh takes a clean listing: which of the known files it lacks. It returns those proven gone, by two
// listings at least settle apart.
func (a *absence) weigh(lacking map[string]Observation, now time.Time, settle time.Duration) (proven []string) {
	for key := range a.since {
		if _, still := lacking[key]; !still {
			delete(a.since, key)
		}
	}
	for key := range lacking {
		first, ok := a.since[key]
		if !ok {
			a.since[key] = now
		} else if now.Sub(first) >= settle {
			proven = append(proven, key)
		}
	}
	sort.Strings(proven)
	return proven
}

// next is when another listing can prove more; zero when there is nothing to prove.
func (a *absence) next(settle time.Duration) (at time.Time) {
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

func goneOf(mapping, key string, o Observation) Gone {
	return Gone{MappingID: mapping, Lane: o.Lane, Rel: o.Rel, Key: key, SHA256: o.SHA256}
}
