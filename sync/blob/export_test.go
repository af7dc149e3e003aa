package blob

// KnowAtMost sets how many members of bundles are known at once.
func (f *Folder) KnowAtMost(n int64) { f.room = n }
