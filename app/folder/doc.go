// Package folder keeps the work-file folders on the office's shares: it knows where they lie, notices
// what staff save in them, and places what clients send.
//
// A work file is a folder of a root (a mapped share). Four of its sub-folders are lanes, two of them
// read: a file saved in "To client" is reported as Saved, a PDF saved in "For signature" as Offered.
// The rest is private: listed for the eyes at this desk, never opened, never hashed. Place puts files
// into lanes and never replaces one.
//
// Three promises hold through crashes, vanishing shares and several desks on one share: a version that
// is reported is a whole one that somebody finished saving; nothing is reported gone that is merely out
// of reach; an upload is placed once, whole, and over nothing. Change notices are hints; scans are the
// truth.
//
// The package knows a work file as an id and a path and nothing more of what it is about. It must never
// touch the network, and never log: names of files are clients' data. It imports nothing of Tieout.
//
// Caveats: on Linux a file is known to be finished only where leases work (local file systems, own
// files or CAP_LEASE); elsewhere it has to rest and end as its kind ends, and List says so while it
// waits. A file that is rewritten in place where no notice tells of it is found by the next full pass:
// after a quarter of an hour, on a network share after an hour. A share that hangs holds up the
// goroutine of its own root, no other, and is said to hang; calls to it that are under way cannot be
// taken back. Written for Linux and Windows.
package folder
