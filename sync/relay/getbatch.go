package relay

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"

	"tieout/sync/blob"
	"tieout/sync/wire"
)

// answerChunk is how much of an answer is handed on at once.
const answerChunk = 256 << 10

// maxBatchGet bounds the JSON that asks for [wire.MaxAsk] blobs.
const maxBatchGet = 128 << 10

// getBatch answers POST /v1/blobs/{client}/batch-get for whoever may read each
// of them alone.
func (r *Relay) getBatch(w http.ResponseWriter, req *http.Request) error {
	sc, _, err := r.blobCall(w, req, reading)
	if err != nil {
		return err
	}
	hashes, err := readAsk(w, req)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", wire.BatchType)
	w.Header().Set("Cache-Control", "private, no-store")
	out := bufio.NewWriterSize(w, answerChunk)
	defer out.Flush()
	var head []byte
	for sent, i := 0, 0; i < len(hashes) && sent < wire.MaxBatchGet; i++ {
		data, err := r.blobs.Get(req.Context(), sc, hashes[i])
		switch {
		case errors.Is(err, blob.ErrNotFound) || errors.Is(err, blob.ErrDamaged):
			head = wire.AppendHead(head[:0], hashes[i], wire.NotInBatch)
		case err != nil && i == 0:
			return err
		case err != nil:
			return nil // the next call begins with it, and is told
		default:
			head = wire.AppendHead(head[:0], hashes[i], uint32(len(data)))
		}
		_, _ = out.Write(head) // an error stays, and comes back below
		if _, err := out.Write(data); err != nil {
			return nil // the caller left
		}
		sent += len(data)
	}
	return nil
}

func readAsk(w http.ResponseWriter, req *http.Request) ([]blob.Hash, error) {
	var in wire.BatchGet
	if err := json.NewDecoder(http.MaxBytesReader(w, req.Body, maxBatchGet)).Decode(&in); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return nil, errTooLarge
		}
		return nil, malformedRequest("The list of files cannot be read.")
	}
	switch {
	case len(in.Blobs) == 0:
		return nil, malformedRequest("The list of files is empty.")
	case len(in.Blobs) > wire.MaxAsk:
		return nil, errTooLarge
	}
	hashes, err := parseHashes(in.Blobs)
	if err != nil {
		return nil, malformedRequest("A file is not named by its sha256.")
	}
	return hashes, nil
}
