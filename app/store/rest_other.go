//go:build !linux

package store

import bolt "go.etcd.io/bbolt"

// unmapped does nothing: elsewhere the system takes such pages back when it needs them.
func unmapped(*bolt.DB) error { return nil }
