package wire

import "tieout/sync/engagement"

// ReofferRequest gives back events that a relay lost because it was restored
// from a backup (SPEC H11). POST /v1/reoffer, by any desk of the firm, as often
// as it likes; at most MaxReoffer events in rising Seq, of one earlier epoch.
//
// Every event is as the relay sent it then: with its old Seq and Received, and
// with its private part unless that was erased. Its inclusion path leads to
// Checkpoint, which the firm's log key signed. So a desk gives back what it may
// read and nothing that was never in the log, and several desks give back
// ranges that differ. What does not verify is CodeNotProven, and then nothing
// of the call is taken.
type ReofferRequest struct {
	// Checkpoint is the newest one of that epoch that the desk verified. It may
	// be empty where there are no events.
	Checkpoint string    `json:"checkpoint,omitempty"`
	Events     []Offered `json:"events"`
	// Last says that the desk has nothing more of any earlier epoch.
	Last bool `json:"last,omitempty"`
}

// Offered is one event and its way to the checkpoint's root, 32 bytes a step.
type Offered struct {
	Record engagement.Record `json:"record"`
	Path   [][]byte          `json:"path"`
}

// Outcomes of an event that is given back.
const (
	// Taken: it is part of the history again, after what the new epoch has.
	Taken = "taken"
	// Known: it is there already, or it only began an earlier epoch.
	Known = "known"
	// Aside: it is stored, and not part of the history: something that it needs
	// is not there, or what was done since contradicts it. It is tried again
	// whenever a desk gives something back.
	Aside = "aside"
)

// Returned is what became of one event, in the order offered. Refusal says why
// it is aside.
type Returned struct {
	Event   engagement.EventID `json:"event"`
	Outcome string             `json:"outcome"`
	Refusal engagement.Refusal `json:"refusal,omitzero"`
}

// ReofferReply answers every event.
type ReofferReply struct {
	State
	Results []Returned `json:"results"`
}

// WantedReply lists bytes of events that were given back and that the relay
// does not have. GET /v1/wanted. It lists those of clients whom the caller may
// see. Whoever has them sends them like any others; what nobody has stays
// listed, and reading it is CodeLost.
type WantedReply struct {
	State
	Blobs []WantedBlob `json:"blobs"`
}

// WantedBlob names bytes of a client, or of the firm where Client is empty, and
// the event that speaks of them.
type WantedBlob struct {
	Client engagement.ClientID `json:"client,omitempty"`
	Blob   engagement.BlobRef  `json:"blob"`
	Event  engagement.EventID  `json:"event"`
}
