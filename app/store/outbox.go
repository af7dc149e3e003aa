package store

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// Action is one act that waits for the relay. N is the desk's own count: acts are sent in its order.
type Action struct {
	N    uint64
	Data []byte
	// Seq is 0 until the relay took it; then it is the last number it was given, and the act stays here
	// until the history up to there is.
	Seq uint64
}

// Append stores the acts that build answers, at the price of one sync of the disk. They are numbered in
// their order from next on, which is what build is told. When it fails, or the disk does, nothing is stored
// and the numbers may be used again; N may have gaps.
func (s *Store) Append(build func(next uint64) ([][]byte, error)) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		outbox := tx.Bucket(bucketOutbox)
		next := outbox.Sequence() + 1
		acts, err := build(next)
		if err != nil || len(acts) == 0 {
			return err
		}
		for i, data := range acts {
			if err := outbox.Put(number(next+uint64(i)), append(number(0), s.seal.close(data)...)); err != nil {
				return err
			}
		}
		return outbox.SetSequence(next + uint64(len(acts)) - 1)
	})
}

// RaiseN sees to it that the next N is above n.
func (s *Store) RaiseN(n uint64) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		if outbox := tx.Bucket(bucketOutbox); outbox.Sequence() < n {
			return outbox.SetSequence(n)
		}
		return nil
	})
}

// Outbox returns the acts that are not part of the history yet, in order.
func (s *Store) Outbox() (all []Action, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketOutbox).ForEach(func(k, v []byte) error {
			if len(v) < 8 {
				return ErrDamaged
			}
			data, err := s.seal.open(v[8:])
			if err != nil {
				return fmt.Errorf("%w: an act that waits to be sent", err)
			}
			all = append(all, Action{N: binary.BigEndian.Uint64(k), Data: data, Seq: binary.BigEndian.Uint64(v)})
			return nil
		})
	})
	return all, err
}

// Settled is what the relay answered to acts of the outbox. It is stored whole or not at all.
type Settled struct {
	Taken map[uint64]uint64 // n -> the last number it was given
	Drop  []uint64          // refused, or part of the history already
	Cards map[string][]byte // to show for what was refused
	// Intents are begun in the same breath: to plan again what was refused.
	Intents map[string][]byte
}

// Settle stores what the relay answered.
func (s *Store) Settle(a Settled) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		outbox := tx.Bucket(bucketOutbox)
		for n, seq := range a.Taken {
			v := outbox.Get(number(n))
			if v == nil {
				continue
			}
			if err := outbox.Put(number(n), append(number(seq), v[8:]...)); err != nil {
				return err
			}
		}
		for _, n := range a.Drop {
			if err := outbox.Delete(number(n)); err != nil {
				return err
			}
		}
		if err := s.putAll(tx, s.Cards, a.Cards); err != nil {
			return err
		}
		return s.putAll(tx, s.Intents, a.Intents)
	})
}

func (s *Store) putAll(tx *bolt.Tx, t *Table, values map[string][]byte) error {
	for key, value := range values {
		if err := tx.Bucket(t.name).Put([]byte(key), s.seal.close(value)); err != nil {
			return err
		}
	}
	return nil
}

// Return puts acts that were sent once back into the outbox under their own numbers, as after the relay
// lost them. Acts that are there stay as they are, but count as not sent.
func (s *Store) Return(acts []Action) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		outbox := tx.Bucket(bucketOutbox)
		for _, a := range acts {
			if err := outbox.Put(number(a.N), append(number(0), s.seal.close(a.Data)...)); err != nil {
				return err
			}
		}
		return nil
	})
}
