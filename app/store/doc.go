// Package store keeps what one desk knows, on its local disk.
//
// Two files. state.db is durable: every write is on the disk when the call
// returns, and what belongs together is written together. It holds the confirmed
// history, the acts that wait for the relay, checkpoints of folded state, and
// small tables. index.db remembers what was seen on the share; it is not synced,
// may lose its last seconds in a crash and is rebuilt when it is damaged, because
// everything in it can be looked up again.
//
// The package must never interpret an event: records and states are opaque bytes
// with a sequence number and a stream. Values are sealed (AES-256-GCM) with the key given
// to Open, names of streams and sequence numbers are not.
//
// Caveat: the folder belongs on a local disk. Both files are memory-mapped and
// locked, which no file share does reliably; Open fails while another process
// holds them.
package store
