package foldersim

import (
	"strings"

	"tieout/app/folder"
)

// straightSink takes files while they are read, some of them only when they are read again.
type straightSink struct{ sink }

// taking is one of them.
type taking struct {
	d     *Desk
	v     folder.Version
	again bool
	body  strings.Builder
}

// Intake implements folder.IntakeSink.
func (s straightSink) Intake(v folder.Version, again bool) (folder.Intake, error) {
	said := s.d.pass("take", v.Rel)
	return &taking{d: s.d, v: v, again: again}, said.fail
}

// Write implements folder.Intake.
func (t *taking) Write(p []byte) (int, error) {
	said := t.d.pass("take some", t.v.Rel)
	if said.fail == nil && !t.again && t.v.Size%3 == 0 {
		said.fail = folder.ErrAgain
	}
	if said.fail != nil {
		return 0, said.fail
	}
	return t.body.Write(p)
}

// Sum implements folder.Intake.
func (t *taking) Sum() (string, error) { return sum(t.body.String()), nil }

// Close implements folder.Intake.
func (t *taking) Close() error { return nil }
