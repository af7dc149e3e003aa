package store

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"time"

	"tieout/app/folder"
)

// observationVersion begins every observation on disk. One of another version is as good as none: the
// file is read again.
const observationVersion = 1

// Bits of the second byte.
const (
	bitRacy = 1 << iota
	bitOwn
	bitUnsure
	bitOdd
	bitBefore // how many versions were before, and each, follow
)

var errObservation = errors.New("an observation on disk is damaged")

// encodeObservation is short and quick to read, because a desk reads a hundred thousand of them when it
// starts. Names are bytes: on a share they need not be text.
func encodeObservation(o folder.Observation) ([]byte, error) {
	sum, err := hex.DecodeString(o.SHA256)
	if err != nil {
		return nil, err
	}
	b := []byte{observationVersion, bitIf(o.Racy, bitRacy) | bitIf(o.Own, bitOwn) | bitIf(o.Unsure, bitUnsure) | bitIf(o.Odd, bitOdd) | bitIf(len(o.Before) > 0, bitBefore)}
	b = binary.AppendVarint(b, o.Size)
	b = appendTime(b, o.ModTime)
	b = binary.AppendUvarint(b, o.ID)
	b = binary.AppendVarint(b, o.Change)
	b = appendTime(b, o.Read)
	for _, part := range []string{string(o.Lane), o.Rel, string(sum)} {
		b = append(binary.AppendUvarint(b, uint64(len(part))), part...)
	}
	if len(o.Before) == 0 {
		return b, nil
	}
	b = binary.AppendUvarint(b, uint64(len(o.Before)))
	for _, before := range o.Before {
		sum, err := hex.DecodeString(before)
		if err != nil {
			return nil, err
		}
		b = append(binary.AppendUvarint(b, uint64(len(sum))), sum...)
	}
	return b, nil
}

func bitIf(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}

func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendUvarint(binary.AppendVarint(b, t.Unix()), uint64(t.Nanosecond()))
}

// decodeObservation is false for what this version did not write.
func decodeObservation(raw []byte) (folder.Observation, bool) {
	if len(raw) < 2 || raw[0] != observationVersion {
		return folder.Observation{}, false
	}
	r := observationReader{raw: raw[2:]}
	o := folder.Observation{
		Stamp: folder.Stamp{Size: r.signed(), ModTime: r.time(), ID: r.unsigned(), Change: r.signed()},
		Read:  r.time(), Racy: raw[1]&bitRacy != 0, Own: raw[1]&bitOwn != 0, Unsure: raw[1]&bitUnsure != 0, Odd: raw[1]&bitOdd != 0,
	}
	o.Lane, o.Rel = knownLane(r.part()), string(r.part())
	o.SHA256 = hex.EncodeToString(r.part())
	if raw[1]&bitBefore != 0 {
		for n := r.unsigned(); n > 0 && r.err == nil; n-- {
			o.Before = append(o.Before, hex.EncodeToString(r.part()))
		}
	}
	return o, r.err == nil
}

// knownLane spares a copy of the same few words for each of many files.
func knownLane(id []byte) folder.Lane {
	for _, lane := range folder.Lanes {
		if string(id) == string(lane) {
			return lane
		}
	}
	return folder.Lane(id)
}

// observationReader reads values until one is not whole.
type observationReader struct {
	raw []byte
	err error
}

func (r *observationReader) signed() int64 {
	v, n := binary.Varint(r.raw)
	r.skip(n)
	return v
}

func (r *observationReader) unsigned() uint64 {
	v, n := binary.Uvarint(r.raw)
	r.skip(n)
	return v
}

func (r *observationReader) time() time.Time {
	seconds, nanos := r.signed(), r.unsigned()
	return time.Unix(seconds, int64(nanos))
}

func (r *observationReader) part() []byte {
	n := r.unsigned()
	if n > uint64(len(r.raw)) {
		r.err = errObservation
		return nil
	}
	part := r.raw[:n]
	r.raw = r.raw[n:]
	return part
}

func (r *observationReader) skip(n int) {
	if n <= 0 {
		r.err, r.raw = errObservation, nil
		return
	}
	r.raw = r.raw[n:]
}
