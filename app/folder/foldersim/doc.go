// Package foldersim is an office share that does not exist: a file server, the desks that use it, a
// relay, the people, the weather and the time, all in one process and all by one seed. The desks are real
// folder.Folders; everything they touch is simulated, and one scheduler decides which of them takes the
// next step, so that a seed is one interleaving and can be lived again.
//
// It owns what real servers do to programs: Samba's rename that looks first and replaces then, replies
// that are lost after the deed, claims that end with their holder or minutes later, names folded or
// decomposed, times in steps of two seconds, shares that vanish, come back empty or are full, notices
// that are dropped, doubled and late, clocks that jump, power that fails.
//
// It must run inside a testing/synctest bubble: that is how the scheduler knows that nothing moves. It is
// for tests; no program contains it.
//
// Caveats: the relay is a model, because the real one belongs to sync/synctest. A person's own program is
// taken to have its bytes on the disk when it closes a file. On a server that renames in two steps neither a
// person who makes a file or renames the folder between the two is simulated, nor a connection that is made
// again unnoticed while a desk has the right to a name: nothing a client can do excludes either, see
// folder.Tree.RenameNew. Staff never restore what was encrypted: they have it sent as it is.
package foldersim
