package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// Record is one confirmed event: opaque bytes with a place in the firm's history.
type Record struct {
	Seq    uint64
	Stream string
	Data   []byte
}

// Hidden is a range of the history that this desk may not read: the log's leaf hashes, 32 bytes each.
type Hidden struct {
	From, To uint64
	Leaves   []byte
}

// Confirmed is what one pull brought. It is stored whole or not at all.
type Confirmed struct {
	// Position is where the desk stands after it, opaque.
	Position []byte
	Records  []Record
	Hidden   []Hidden
	// Drop lists acts of the outbox that are part of the history now.
	Drop []uint64
}

// Confirm stores what a pull brought. Storing the same records again changes nothing.
func (s *Store) Confirm(c Confirmed) error {
	records := slices.Clone(c.Records)
	slices.SortFunc(records, func(a, b Record) int {
		if n := strings.Compare(a.Stream, b.Stream); n != 0 {
			return n
		}
		return int(int64(a.Seq) - int64(b.Seq))
	})
	return s.db.Update(func(tx *bolt.Tx) error {
		if err := s.putRecords(tx, records); err != nil {
			return err
		}
		for _, h := range c.Hidden {
			if err := tx.Bucket(bucketHidden).Put(number(h.To), append(number(h.From), h.Leaves...)); err != nil {
				return err
			}
		}
		for _, n := range c.Drop {
			if err := tx.Bucket(bucketOutbox).Delete(number(n)); err != nil {
				return err
			}
		}
		if c.Position == nil {
			return nil
		}
		return tx.Bucket(bucketMeta).Put(keyPosition, s.seal.close(c.Position))
	})
}

func (s *Store) putRecords(tx *bolt.Tx, records []Record) error {
	history, seqs, streams := tx.Bucket(bucketHistory), tx.Bucket(bucketSeq), tx.Bucket(bucketStreams)
	history.FillPercent, seqs.FillPercent = 0.9, 0.9
	for _, r := range records {
		if err := history.Put(historyKey(r.Stream, r.Seq), s.seal.close(r.Data)); err != nil {
			return err
		}
		if last := streams.Get([]byte(r.Stream)); last == nil || binary.BigEndian.Uint64(last) < r.Seq {
			if err := streams.Put([]byte(r.Stream), number(r.Seq)); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(records, func(a, b Record) int { return int(int64(a.Seq) - int64(b.Seq)) })
	for _, r := range records {
		if err := seqs.Put(number(r.Seq), []byte(r.Stream)); err != nil {
			return err
		}
	}
	return nil
}

// Position returns what the last Confirm stored, or nil.
func (s *Store) Position() (position []byte, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		closed := tx.Bucket(bucketMeta).Get(keyPosition)
		if closed == nil {
			return nil
		}
		position, err = s.seal.open(closed)
		return err
	})
	return position, err
}

// Stream returns the records of one stream above after, in order. limit 0 means all.
func (s *Store) Stream(stream string, after uint64, limit int) (records []Record, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		cursor := tx.Bucket(bucketHistory).Cursor()
		prefix := append([]byte(stream), 0)
		for k, v := cursor.Seek(historyKey(stream, after+1)); bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
			data, err := s.seal.open(v)
			if err != nil {
				return fmt.Errorf("%w: an event of the history", err)
			}
			records = append(records, Record{binary.BigEndian.Uint64(k[len(prefix):]), stream, data})
			if limit > 0 && len(records) == limit {
				return nil
			}
		}
		return nil
	})
	return records, err
}

// Records returns up to limit records above after, of all streams, in order.
func (s *Store) Records(after uint64, limit int) (records []Record, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		history := tx.Bucket(bucketHistory)
		cursor := tx.Bucket(bucketSeq).Cursor()
		for k, stream := cursor.Seek(number(after + 1)); k != nil && len(records) < limit; k, stream = cursor.Next() {
			seq := binary.BigEndian.Uint64(k)
			data, err := s.seal.open(history.Get(historyKey(string(stream), seq)))
			if err != nil {
				return fmt.Errorf("%w: event %d", err, seq)
			}
			records = append(records, Record{seq, string(stream), data})
		}
		return nil
	})
	return records, err
}

// HiddenRanges returns the ranges that this desk may not read, in order.
func (s *Store) HiddenRanges() (ranges []Hidden, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketHidden).ForEach(func(k, v []byte) error {
			ranges = append(ranges, Hidden{
				From: binary.BigEndian.Uint64(v), To: binary.BigEndian.Uint64(k), Leaves: bytes.Clone(v[8:]),
			})
			return nil
		})
	})
	return ranges, err
}

// Reveal stores records of hidden ranges and replaces the ranges by those that are left. States folded
// from the streams without these records are dropped.
func (s *Store) Reveal(records []Record, left []Hidden) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		if err := s.putRecords(tx, slices.Clone(records)); err != nil {
			return err
		}
		for _, r := range records {
			if err := dropStates(tx, r.Stream); err != nil {
				return err
			}
		}
		if err := tx.DeleteBucket(bucketHidden); err != nil {
			return err
		}
		hidden, err := tx.CreateBucket(bucketHidden)
		if err != nil {
			return err
		}
		for _, h := range left {
			if err := hidden.Put(number(h.To), append(number(h.From), h.Leaves...)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Streams returns every stream with its last sequence number.
func (s *Store) Streams() (map[string]uint64, error) {
	all := map[string]uint64{}
	err := s.view(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketStreams).ForEach(func(k, v []byte) error {
			all[string(k)] = binary.BigEndian.Uint64(v)
			return nil
		})
	})
	return all, err
}

// Rewind forgets everything above a sequence number, with the states that were folded from it, and
// stores the position to go on from.
func (s *Store) Rewind(after uint64, position []byte) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		if err := dropRecords(tx, after); err != nil {
			return err
		}
		if err := dropHidden(tx.Bucket(bucketHidden), after); err != nil {
			return err
		}
		return tx.Bucket(bucketMeta).Put(keyPosition, s.seal.close(position))
	})
}

// dropRecords reads everything it needs before it deletes anything: a cursor is not to be trusted in a
// bucket that was deleted from in the same transaction.
func dropRecords(tx *bolt.Tx, after uint64) error {
	history, seqs := tx.Bucket(bucketHistory), tx.Bucket(bucketSeq)
	var gone []Record
	last := map[string]uint64{} // what is left of each stream
	cursor := seqs.Cursor()
	for k, v := cursor.Seek(number(after + 1)); k != nil; k, v = cursor.Next() {
		r := Record{Seq: binary.BigEndian.Uint64(k), Stream: string(v)}
		gone = append(gone, r)
		if _, seen := last[r.Stream]; !seen {
			last[r.Stream] = lastUpTo(history, r.Stream, after)
		}
	}
	for _, r := range gone {
		if err := history.Delete(historyKey(r.Stream, r.Seq)); err != nil {
			return err
		}
		if err := seqs.Delete(number(r.Seq)); err != nil {
			return err
		}
	}
	for stream, seq := range last {
		if err := dropStates(tx, stream); err != nil {
			return err
		}
		if err := tx.Bucket(bucketStreams).Delete([]byte(stream)); err != nil {
			return err
		}
		if seq == 0 {
			continue
		}
		if err := tx.Bucket(bucketStreams).Put([]byte(stream), number(seq)); err != nil {
			return err
		}
	}
	return nil
}

// lastUpTo answers the last record of a stream that is not above seq, or 0.
func lastUpTo(history *bolt.Bucket, stream string, seq uint64) uint64 {
	cursor := history.Cursor()
	k, _ := cursor.Seek(historyKey(stream, seq+1))
	if k == nil {
		k, _ = cursor.Last()
	} else {
		k, _ = cursor.Prev()
	}
	prefix := append([]byte(stream), 0)
	if !bytes.HasPrefix(k, prefix) {
		return 0
	}
	return binary.BigEndian.Uint64(k[len(prefix):])
}

func dropStates(tx *bolt.Tx, stream string) error {
	for _, b := range [][]byte{bucketState, bucketSummary} {
		if err := tx.Bucket(b).Delete([]byte(stream)); err != nil {
			return err
		}
	}
	return dropPieces(tx, stream)
}

func dropHidden(hidden *bolt.Bucket, after uint64) error {
	var gone []Hidden
	cursor := hidden.Cursor()
	for k, v := cursor.Seek(number(after + 1)); k != nil; k, v = cursor.Next() {
		gone = append(gone, Hidden{binary.BigEndian.Uint64(v), binary.BigEndian.Uint64(k), bytes.Clone(v[8:])})
	}
	for _, h := range gone {
		if err := hidden.Delete(number(h.To)); err != nil {
			return err
		}
		if h.From > after {
			continue
		}
		keep := min(uint64(len(h.Leaves)), 32*(after-h.From+1))
		if err := hidden.Put(number(after), append(number(h.From), h.Leaves[:keep]...)); err != nil {
			return err
		}
	}
	return nil
}

// Forget replaces the bytes of stored records, as when their private parts were erased.
func (s *Store) Forget(records []Record) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, r := range records {
			key := historyKey(r.Stream, r.Seq)
			if tx.Bucket(bucketHistory).Get(key) == nil {
				continue
			}
			if err := tx.Bucket(bucketHistory).Put(key, s.seal.close(r.Data)); err != nil {
				return err
			}
			if err := dropStates(tx, r.Stream); err != nil {
				return err
			}
		}
		return nil
	})
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func historyKey(stream string, seq uint64) []byte {
	key := make([]byte, 0, len(stream)+9)
	return binary.BigEndian.AppendUint64(append(append(key, stream...), 0), seq)
}
