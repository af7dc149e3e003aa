package wire

import (
	"encoding/binary"
	"errors"
	"time"

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
//
// They come down together as well:
//
//	POST /v1/blobs/{client}/batch-get    a [BatchGet]
//
// The answer is the same frames for the blobs that were asked for, in their
// order. Instead of a number of bytes, [NotInBatch] says of a blob that it is
// not there, is damaged or is one of parts: to ask for it alone says which. An
// answer has at least one frame and may end before the last blob, after
// MaxBatchGet bytes at the latest; the rest is asked for again. Only blobs of
// which all bytes came are answered, so one that breaks off inside a frame has
// answered what was before it.
const (
	MaxBatchBlobs = 200
	MaxBatchGet   = 8 << 20
	BatchType     = "application/vnd.tieout.blobs"
	ZstdEncoding  = "zstd"
)

// BlobTime is how long the relay lets one part or one batch take on a slow line.
const BlobTime = 5 * time.Minute

// CommitPace is how many bytes a second the relay reads at least to make a blob of
// parts that did not come in a run: both sides wait for a commit accordingly.
const CommitPace = 8 << 20

// CommitTime is how much longer than another call a commit of so many bytes may take
// by that.
func CommitTime(size int64) time.Duration {
	const most = 1 << 40 // beyond any blob, so that it does not overflow
	return time.Duration(min(max(size, 0), most)/CommitPace) * time.Second
}

// RunHeader tells with a part where it is in a run: "ID PLACE", an id of 1 to 64
// bytes without a space that the sender makes anew for each file it reads, and the
// number of the part in the file, from 0. It is a help: the relay hashes the
// whole while its parts come, and reads them again where they did not.
const RunHeader = "Tieout-Run"

// BatchGet asks for 1 to [MaxAsk] blobs of a client.
type BatchGet struct {
	Blobs []engagement.BlobRef `json:"blobs"`
}

// FrameHead is how many bytes come before those of a blob in a batch.
const FrameHead = 32 + 4

// NotInBatch stands for the number of bytes of a blob that an answer does not
// have. In a batch that is sent it is no number.
const NotInBatch = 1<<32 - 1

// AppendHead adds what comes before the bytes of a blob.
func AppendHead(batch []byte, sum [32]byte, size uint32) []byte {
	return binary.BigEndian.AppendUint32(append(batch, sum[:]...), size)
}

// ReadHead is the reverse of AppendHead.
func ReadHead(head [FrameHead]byte) (sum [32]byte, size uint32) {
	return [32]byte(head[:32]), binary.BigEndian.Uint32(head[32:])
}

// BatchSize is how long n blobs of size bytes together are in a batch.
func BatchSize(n int, size int64) int64 { return int64(n)*FrameHead + size }

// Frame is one blob of a batch.
type Frame struct {
	Sum  [32]byte
	Data []byte
}

// AppendFrame adds a blob to a batch.
func AppendFrame(batch []byte, f Frame) []byte {
	return append(AppendHead(batch, f.Sum, uint32(len(f.Data))), f.Data...)
}

// ErrBatch means that a body is no batch, or has too many blobs.
var ErrBatch = errors.New("wire: this is not a batch of files")

// ReadFrames splits a batch. The frames share its bytes.
func ReadFrames(batch []byte) ([]Frame, error) {
	var all []Frame
	for len(batch) > 0 {
		if len(batch) < FrameHead || len(all) == MaxBatchBlobs {
			return nil, ErrBatch
		}
		var f Frame
		sum, size := ReadHead([FrameHead]byte(batch))
		batch = batch[FrameHead:]
		if uint64(size) > uint64(len(batch)) {
			return nil, ErrBatch
		}
		f.Sum, f.Data, batch = sum, batch[:size:size], batch[size:]
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
