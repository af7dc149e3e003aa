// Package engagement owns what every event of a firm's history means: the
// event envelope, the state it folds to, and every business rule. It is the
// vocabulary of Tieout, shared by desks, the relay and the portal.
//
// It is pure. It does no I/O, reads no clock and no randomness, and imports no
// other package of Tieout: time arrives in the events, identity arrives from
// the caller.
//
// # How it is used
//
// [Apply] folds one event into the state of its stream and is total: an event
// that no longer makes sense changes nothing and returns a [Refusal]. [Check]
// asks whether an event may happen: it is Apply on a clone plus the question
// who may act, so every rule exists once. The relay calls Check before it
// gives an event its number; a desk calls the same Check before it queues one.
// [Consequences] computes what the relay records beside a client's or staff
// member's act: the status the client reads, and who a message is routed to.
//
// # Caveats
//
// A kind's meaning never changes; a new meaning is a new kind (SPEC H8). The
// golden histories in testdata must fold to the same state for ever.
package engagement
