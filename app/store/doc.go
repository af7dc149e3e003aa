// Package store keeps what one desk knows, on its local disk.
//
// Three files. state.db is durable: every write is on the disk when the call
// returns, and what belongs together is written together. It holds the confirmed
// history, the acts that wait for the relay, checkpoints of folded state, and
// small tables. index.db remembers what was seen on the share; it is not synced,
// may lose its last seconds in a crash and is rebuilt when it is damaged, because
// everything in it can be looked up again. settings.sealed has the settings a second
// time: it is written before state.db takes a change, is made level with a sound
// state.db at each start, and speaks only for what a damaged one does not say.
//
// A damaged file is found when it is opened, or by a value that does not open
// while it is used, and then at the next start. It is set aside under a name
// that says so; of state.db the acts that wait, intents, cards and settings are
// brought over as far as they open, settings that do not from the second file, and
// the rest is pulled again. That happens in a new file, which takes the damaged
// one's place when it is whole: a program that ends in between, or a full disk,
// costs nothing. A file that cannot be opened for a reason outside of it is left
// alone. A file of which more than half is free is written anew.
//
// The package must never interpret an event: records and states are opaque bytes
// with a sequence number and a stream. Values are sealed (AES-256-GCM) with the key given
// to Open, names of streams and sequence numbers are not.
//
// Caveat: the folder belongs on a local disk. The databases are memory-mapped and
// locked, which no file share does reliably; Open fails while another process
// holds them.
package store
