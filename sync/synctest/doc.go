// Package synctest is a whole world in one process: a real relay with its portal, real desks over a
// fake desktop, clients in their browsers, a network with faults, a clock that can be set, and real
// folders as the office share. It owns the verbs in which stories about several people are told, and
// the invariants that hold when everything has come to rest.
//
// Alone below sync it may import package app. It is for tests and benchmarks; no program contains it.
//
// Caveats: a seed fixes who does what, and the faults of each line in the order of its calls. Goroutines
// and file systems keep their own time, so a seed replays a story, not an interleaving. Stopping a desk
// or the relay here is orderly; what a killed process leaves behind is a matter of the tests that start
// real ones.
package synctest
