// Package relay is the hosted end of Tieout: it authorises, checks, orders and
// keeps the events of many firms, and follows what was committed with seals
// and mail.
//
// # What it owns
//
// The order of a firm's events and the Merkle log over them; who may write and
// read which; durable storage; the firm's portal, log and seal keys. Every
// business rule is package engagement's: the relay calls CheckAction and
// Consequences and adds nothing.
//
// # How it is put together
//
// [Open] opens a data folder and returns a [Relay]. [Relay.Handler] is the HTTP
// API for desks, [Relay.Run] the followers (seals, mail, reminders), and the
// methods in portal.go are what package portal stands on.
//
// Each firm has one writer. It takes what waits, checks every action against
// the state including the earlier actions of the batch, and stores all of it in
// one transaction (SPEC, section 4). Only after the commit are callers
// answered, listeners hinted and the state in memory moved. Nothing is
// enqueued inside the append: mail and seals follow the history by cursor.
//
// # For the portal
//
// Access, ContactsByEmail and ContactByID say who may sign in; Look and View
// read the state as contacts may see it; AppendAsContact writes; Store, Scope
// and Blobs reach a client's bytes; Evidence proves a sealed deliverable;
// Subscribe hints; Ephemeral keeps sessions, links and limits; SendSignIn
// writes the sign-in mail; Looking spares somebody a mail about what is in
// front of them; Stopping ends streams.
//
// # Caveats
//
// A data folder belongs to one process. The state of a firm is held in memory
// from its first use. Private parts, folds and values are sealed with a data
// key per client, wrapped by the master key; the master key belongs outside the
// data folder.
//
// It must never import desk, app or portal.
package relay
