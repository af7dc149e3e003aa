//go:build !linux

package mirror

import "errors"

// readOnly leaves files writable: Windows does not rename over read-only ones.
const readOnly = 0o644

// strictNames is true where the system refuses names that others allow.
const strictNames = true

func exchange(_, _ string) error { return errors.ErrUnsupported }
