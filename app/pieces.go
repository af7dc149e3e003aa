package app

import (
	"crypto/sha256"
	"encoding/json"

	"tieout/app/store"
	"tieout/sync/engagement"
)

// A large engagement is stored in pieces, so that what is in memory at once, and what is written again when
// it has grown, is not all of it.
const (
	// pieceLength is how many documents, and how many lines of the timeline, are in a piece.
	pieceLength = 512
	// pieceBytes is about how much is written in one transaction.
	pieceBytes = 4 << 20
)

// mark is the SHA-256 of a piece.
type mark []byte

// inPieces is an engagement as its checkpoint has it: what is not in a piece, and the pieces that belong to it.
type inPieces struct {
	*engagement.Engagement
	Pieces []mark `json:"pieces,omitempty"`
}

// piece is some documents of an engagement, and some lines of its timeline.
type piece struct {
	Documents []*engagement.Document `json:"documents"`
	History   []engagement.Moment    `json:"history"`
}

// encode answers the checkpoint of an engagement, when what it speaks of is stored.
func (s *states) encode(e *engagement.Engagement) ([]byte, error) {
	if e == nil || max(e.Documents.Len(), len(e.History)) <= pieceLength {
		return json.Marshal(e)
	}
	kept := s.kept[e.ID]
	delete(s.kept, e.ID) // until all is stored
	rest := *e
	rest.Documents, rest.History = engagement.Documents{}, nil
	all := inPieces{Engagement: &rest}
	var changed []store.Piece
	size := 0
	for documents, history := e.Documents.Slice(), e.History; len(documents)+len(history) > 0; {
		var p piece
		p.Documents, documents = cut(documents)
		p.History, history = cut(history)
		data, err := p.encode()
		if err != nil {
			return nil, err
		}
		sum, n := sha256.Sum256(data), len(all.Pieces)
		all.Pieces = append(all.Pieces, sum[:])
		if n < len(kept) && [sha256.Size]byte(kept[n]) == sum {
			continue
		}
		changed, size = append(changed, store.Piece{N: n, Data: data}), size+len(data)
		if size >= pieceBytes {
			if err := s.store.SavePieces(string(engagement.EngagementStream(e.ID)), changed); err != nil {
				return nil, err
			}
			changed, size = nil, 0
		}
	}
	if err := s.store.SavePieces(string(engagement.EngagementStream(e.ID)), changed); err != nil {
		return nil, err
	}
	s.kept[e.ID] = all.Pieces
	return json.Marshal(all)
}

// cut takes what belongs into one piece from a list.
func cut[T any](list []T) (some, rest []T) {
	n := min(len(list), pieceLength)
	return list[:n], list[n:]
}

// encode is json.Marshal, one at a time: all at once take several times the memory of the result, which the
// encoder keeps.
func (p *piece) encode() ([]byte, error) {
	out := append(make([]byte, 0, 800*len(p.Documents)+300*len(p.History)), '{')
	out, err := appendList(out, "documents", p.Documents)
	if err != nil {
		return nil, err
	}
	if out, err = appendList(append(out, ','), "history", p.History); err != nil {
		return nil, err
	}
	return append(out, '}'), nil
}

// appendList appends a field that is a list.
func appendList[T any](out []byte, name string, list []T) ([]byte, error) {
	out = append(append(append(out, '"'), name...), `":[`...)
	for i := range list {
		raw, err := json.Marshal(&list[i])
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, raw...)
	}
	return append(out, ']'), nil
}

// decode reads a checkpoint into state. It is not whole when a piece is not there as it was then: state is as
// before the first event.
func (s *states) decode(raw []byte, state any) (whole bool, err error) {
	e, large := state.(*engagement.Engagement)
	if !large {
		return true, json.Unmarshal(raw, state)
	}
	all := inPieces{Engagement: e}
	if err := json.Unmarshal(raw, &all); err != nil {
		return false, err
	}
	id, stream := e.ID, string(engagement.EngagementStream(e.ID))
	for n, want := range all.Pieces {
		data, err := s.store.Piece(stream, n)
		if err != nil {
			return false, err
		}
		if sum := sha256.Sum256(data); string(sum[:]) != string(want) {
			*e = *engagement.NewEngagement(id)
			return false, nil
		}
		var p piece
		if err := json.Unmarshal(data, &p); err != nil {
			return false, err
		}
		for _, d := range p.Documents {
			e.Documents.Add(d)
		}
		e.History = append(e.History, p.History...)
	}
	if all.Pieces != nil {
		s.kept[id] = all.Pieces
	}
	return true, nil
}
