// Package blob keeps bytes by the sha256 of their plaintext and never hands
// out a byte it has not verified.
//
// A blob of up to PartSize bytes is one object. A larger one is a manifest
// that lists parts, each a content-addressed object of its own, so an upload
// resumes at the first part that is missing and an edited file sends only the
// parts that changed. The name of a blob is always the sha256 of its whole
// plaintext, however it was cut.
//
// Everything belongs to a Scope. Dedupe, Has and Missing never look beyond
// one: the same bytes in another scope are another object under another key,
// and nobody can learn from one scope what another holds.
//
// At rest every object is sealed with AES-256-GCM under the data key of its
// scope; data keys are wrapped by a master key that lives outside the data
// folder. Stored names are keyed digests, so a folder without its keys tells
// how many objects there are and about how large, and nothing else. The format
// is written down in FORMAT.md and does not change under a version number.
//
// Store is one implementation over the small Objects interface; Folder and
// Memory implement it, and package blobtest is the contract of any other.
//
// The package must never know what a file is for, and imports nothing of
// Tieout.
//
// Caveat: a Store orders its own deletions against its own writes. Several
// processes over the same objects must see to it that Delete, DeleteScope and
// Sweep of a scope do not run while another process writes to that scope.
package blob
