package store

// OpenStopping opens a store as a program does that ends where step fails.
func OpenStopping(dir string, key []byte, step func(what string) error) (*Store, error) {
	return open(dir, key, step)
}
