package store

// OpenStopping opens a store as a program does that ends where step fails.
func OpenStopping(dir string, key []byte, step func(what string) error) (*Store, error) {
	return open(dir, key, step)
}

// WithoutCheck opens a store of which not every value is read first, as of one that is large.
func WithoutCheck(dir string, key []byte, once ...string) (*Store, error) {
	defer func(was int64) { wholeCheck = was }(wholeCheck)
	wholeCheck = 0
	return Open(dir, key, once...)
}
