package wire

import (
	"encoding/binary"
	"errors"

	"tieout/sync/engagement"
)

// Small blobs travel together:
//
//	POST /v1/blobs/{client}/batch    up to MaxBatchBlobs blobs, MaxBatch bytes
//
// The body is frames one after the other: sha256 of the bytes (32), their number
// (4, big-endian), the bytes. Each blob is verified and answered by itself; all
// that are answered without a code are durable when the reply comes, at the
// price of one round of flushes. Sending a batch again changes nothing.
//
// The bodies of a batch, a whole blob and a part may have Content-Encoding zstd:
// one frame, whose content is what is meant.
const (
	MaxBatchBlobs = 200
	BatchType     = "application/vnd.tieout.blobs"
	ZstdEncoding  = "zstd"
)

// frameHead is what comes before the bytes of a blob in a batch.
const frameHead = 32 + 4

// BatchSize is how long n blobs of size bytes together are in a batch.
func BatchSize(n int, size int64) int64 { return int64(n)*frameHead + size }

// Frame is one blob of a batch.
type Frame struct {
	Sum  [32]byte
	Data []byte
}

// AppendFrame adds a blob to a batch.
func AppendFrame(batch []byte, f Frame) []byte {
	batch = append(batch, f.Sum[:]...)
	batch = binary.BigEndian.AppendUint32(batch, uint32(len(f.Data)))
	return append(batch, f.Data...)
}

// ErrBatch means that a body is no batch, or has too many blobs.
var ErrBatch = errors.New("wire: this is not a batch of files")

// ReadFrames splits a batch. The frames share its bytes.
func ReadFrames(batch []byte) ([]Frame, error) {
	var all []Frame
	for len(batch) > 0 {
		if len(batch) < frameHead || len(all) == MaxBatchBlobs {
			return nil, ErrBatch
		}
		f := Frame{Sum: [32]byte(batch)}
		size := uint64(binary.BigEndian.Uint32(batch[32:]))
		batch = batch[frameHead:]
		if size > uint64(len(batch)) {
			return nil, ErrBatch
		}
		f.Data, batch = batch[:size:size], batch[size:]
		all = append(all, f)
	}
	if len(all) == 0 {
		return nil, ErrBatch
	}
	return all, nil
}

// BatchReply answers every blob of a batch, in order.
type BatchReply struct {
	State
	Blobs []BatchResult `json:"blobs"`
}

// BatchResult is what became of one blob. An empty Code means that it is stored.
type BatchResult struct {
	Blob engagement.BlobRef `json:"blob"`
	Code string             `json:"code,omitempty"`
}
