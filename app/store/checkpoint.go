package store

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// Checkpoint is the state of one stream, folded up to Seq by a program whose fold has Version. Summary
// is what lists show of it; a nil State or Summary leaves the stored one as it is.
type Checkpoint struct {
	Stream  string
	Seq     uint64
	State   []byte
	Summary []byte
}

// SaveCheckpoints stores checkpoints of one version of the fold. They are an aid: losing one costs
// folding the stream again.
func (s *Store) SaveCheckpoints(version uint32, all []Checkpoint) error {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Checkpoint) int { return strings.Compare(a.Stream, b.Stream) })
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, c := range all {
			if err := s.putFolded(tx.Bucket(bucketState), version, c, c.State); err != nil {
				return err
			}
			if err := s.putFolded(tx.Bucket(bucketSummary), version, c, c.Summary); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) putFolded(b *bolt.Bucket, version uint32, c Checkpoint, data []byte) error {
	if data == nil {
		return nil
	}
	b.FillPercent = 0.9
	head := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(nil, version), c.Seq)
	return b.Put([]byte(c.Stream), append(head, s.seal.close(data)...))
}

// Piece is a part of a large state that is stored by itself, at the N-th place of its stream.
type Piece struct {
	N    int
	Data []byte
}

// SavePieces stores pieces of the state of a stream, before the checkpoint that speaks of them. A crash in
// between leaves pieces that are newer than it: it has to name what belongs to it.
func (s *Store) SavePieces(stream string, pieces []Piece) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketPieces)
		b.FillPercent = 0.9
		for _, p := range pieces {
			if err := b.Put(pieceKey(stream, p.N), s.seal.close(p.Data)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Piece returns a piece, or nil for one that is not there or does not open.
func (s *Store) Piece(stream string, n int) (data []byte, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		closed := tx.Bucket(bucketPieces).Get(pieceKey(stream, n))
		if closed == nil {
			return nil
		}
		if data, err = s.seal.quiet().open(closed); err != nil {
			data = nil // it is folded again
		}
		return nil
	})
	return data, err
}

func pieceKey(stream string, n int) []byte { return historyKey(stream, uint64(n)) }

// dropPieces forgets the pieces of a stream.
func dropPieces(tx *bolt.Tx, stream string) error {
	var keys [][]byte
	cursor := tx.Bucket(bucketPieces).Cursor()
	prefix := append([]byte(stream), 0)
	for k, _ := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = cursor.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := tx.Bucket(bucketPieces).Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// Checkpoint returns the state of a stream folded by this version, or a zero Checkpoint.
func (s *Store) Checkpoint(version uint32, stream string) (c Checkpoint, err error) {
	c.Stream = stream
	err = s.view(func(tx *bolt.Tx) error {
		c.Seq, c.State, err = s.folded(tx.Bucket(bucketState).Get([]byte(stream)), version)
		return err
	})
	return c, err
}

// Summaries visits the summary of every stream with the given prefix, until visit fails. Those of
// another version are left out.
func (s *Store) Summaries(version uint32, prefix string, visit func(stream string, seq uint64, summary []byte) error) error {
	return s.db.View(func(tx *bolt.Tx) error {
		cursor := tx.Bucket(bucketSummary).Cursor()
		for k, v := cursor.Seek([]byte(prefix)); k != nil && strings.HasPrefix(string(k), prefix); k, v = cursor.Next() {
			seq, summary, err := s.folded(v, version)
			if err != nil || summary == nil {
				continue // it is folded again
			}
			if err := visit(string(k), seq, summary); err != nil {
				return err
			}
		}
		return nil
	})
}

// folded answers nothing for what another version made or what does not open: it is folded again.
func (s *Store) folded(v []byte, version uint32) (uint64, []byte, error) {
	if len(v) < 12 || binary.BigEndian.Uint32(v) != version {
		return 0, nil, nil
	}
	data, err := s.seal.quiet().open(v[12:])
	if err != nil {
		return 0, nil, nil
	}
	return binary.BigEndian.Uint64(v[4:]), data, nil
}
