// Package desk is the desk's end of the line to the relay: it pushes pending
// acts up, blobs first, pulls confirmed history down, and says how the line is.
//
// It verifies everything it is told. Every record's signature is checked
// against the firm's keys, and every stretch of history must lead, leaf by
// leaf, to a checkpoint signed by the log key that was pinned when the desk was
// enrolled. What does not is not handed on, and the line stops.
//
// It owns no state beyond the token of the day: what was pulled and what waits
// lies with its [Home], which the program implements over its own store. It
// must never decide what is allowed, know what an event means beyond keys, or
// import the relay, the portal or the program.
//
// Caveats: server-sent hints only save waiting; the cursor poll is the truth
// and runs without them. No clock of this computer is trusted for anything but
// waiting.
package desk
