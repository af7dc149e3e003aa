package folder

// ManySink is a Sink that takes several versions at the price of few flushes.
type ManySink interface {
	Sink
	// SavedAll is Saved for each; the errors are theirs.
	SavedAll([]Saved) []error
}

// ManyIndex is an Index that keeps several observations at the price of one write.
type ManyIndex interface {
	Index
	// PutAll is Put for each. With an error some may be kept.
	PutAll([]Noted) error
}

// Noted is an observation and whose it is.
type Noted struct {
	MappingID string
	Key       string
	Observation
}

func putAll(x Index, all []Noted) error {
	if many, ok := x.(ManyIndex); ok && len(all) > 1 {
		return many.PutAll(all)
	}
	for _, n := range all {
		if err := x.Put(n.MappingID, n.Key, n.Observation); err != nil {
			return err
		}
	}
	return nil
}

func (l look) version(out outcome) Version {
	return Version{
		MappingID: l.mapping.ID, Lane: l.entry.lane, Rel: l.entry.rel, Key: l.entry.key,
		SHA256: out.sha, Size: out.stamp.Size, ModTime: out.stamp.ModTime,
	}
}

// report reports small files that were found, and leaves the bytes to nobody.
func (r *looker) report(all []looked) {
	versions := make([]Version, len(all))
	for i := range all {
		versions[i] = all[i].version(all[i].outcome)
		versions[i].Data, all[i].data = all[i].data, nil
	}
	r.reportEach(all, versions)
}

// reportEach tells the index first: a desk that ends between the receiver's answer and the index would
// not miss the file if it is deleted meanwhile.
func (r *looker) reportEach(all []looked, versions []Version) {
	unsure := make([]Noted, len(all))
	for i, v := range versions {
		unsure[i] = Noted{v.MappingID, v.Key, unsureOf(all[i], v)}
	}
	err := putAll(r.index, unsure)
	if err == nil {
		r.tell(all, versions)
		return
	}
	for i := range all {
		all[i].refused(err)
	}
}

// tell reports to the sink.
func (r *looker) tell(all []looked, versions []Version) {
	var saved []Saved
	var whose []int
	for i, v := range versions {
		if v.Lane == ForSignature {
			all[i].refused(r.sink.Offered(Offered{v}))
			continue
		}
		saved, whose = append(saved, Saved{v, all[i].doubted}), append(whose, i)
	}
	many, ok := r.sink.(ManySink)
	if ok && len(saved) > 1 {
		for i, err := range many.SavedAll(saved) {
			all[whose[i]].refused(err)
		}
		return
	}
	for i, v := range saved {
		all[whose[i]].refused(r.sink.Saved(v))
	}
}

// refused makes it the outcome that a version could not be handed over; nil leaves it as it is.
func (l *looked) refused(err error) {
	if err != nil {
		l.outcome = outcome{what: sinkRefused, stamp: l.stamp, err: plainOf(err)}
	}
}
