package desk_test

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// relay is the other end of the line: it numbers what it is told, checks no
// rule, and can be told to misbehave.
type relay struct {
	*httptest.Server
	t      *testing.T
	logKey ed25519.PrivateKey
	portal ed25519.PrivateKey
	device ed25519.PublicKey

	mu      sync.Mutex
	epoch   engagement.EpochID
	records []engagement.Record
	results map[engagement.ActionID]wire.Result
	hidden  map[uint64]bool
	refuse  map[engagement.Kind]engagement.Refusal
	blobs   map[string][]byte
	parts   map[string][]byte
	puts    []string
	rotten  int      // parts that a commit finds damaged, one at a time
	runs    []string // of parts, as they say
	asked   int      // questions for what is missing
	packed  int      // bodies that came packed

	holdParts chan struct{} // parts wait until it is closed
	lose      int           // replies to pushes that get lost
	page      int
	breakOff  int // downloads that break off half way
	corrupt   func(*wire.PullReply)
	revoked   bool
	down      bool
	presence  []int
	told      func() // called once, while presence is told
	hints     chan uint64
	offered   []engagement.Record // what desks gave back
	done      int                 // desks that said they had no more
	noReturn  *wire.Error         // answers what is given back
	wanted    []wire.WantedBlob
	silent    chan struct{} // closed when a hint stream was opened
}

const (
	firm   = engagement.FirmID("F1")
	me     = engagement.StaffID("S1")
	device = engagement.KeyID("K-desk")
	client = engagement.ClientID("C1")
)

func newRelay(t *testing.T) *relay {
	r := &relay{
		t: t, epoch: "E1", results: map[engagement.ActionID]wire.Result{}, hidden: map[uint64]bool{},
		refuse: map[engagement.Kind]engagement.Refusal{}, blobs: map[string][]byte{}, parts: map[string][]byte{},
		page: 500, hints: make(chan uint64, 8), silent: make(chan struct{}, 8),
	}
	_, r.logKey, _ = ed25519.GenerateKey(nil)
	_, r.portal, _ = ed25519.GenerateKey(nil)
	mux := http.NewServeMux()
	reply := func(path string, do func(*http.Request) (any, error)) { mux.HandleFunc(path, r.answer(do)) }
	reply("POST /v1/enrol", r.enrol)
	reply("POST /v1/challenge", func(*http.Request) (any, error) { return wire.ChallengeReply{Nonce: []byte("nonce")}, nil })
	reply("POST /v1/token", r.token)
	reply("GET /v1/pull", r.pull)
	reply("POST /v1/push", r.push)
	reply("POST /v1/reoffer", r.reoffer)
	reply("GET /v1/wanted", r.listWanted)
	reply("POST /v1/presence", r.present)
	reply("POST /v1/blobs/missing", r.missing)
	reply("PUT /v1/blobs/{client}/{sum}", r.putBlob)
	mux.HandleFunc("PUT /v1/blobs/{client}/parts/{sum}", func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		hold := r.holdParts
		r.mu.Unlock()
		if hold != nil {
			<-hold
		}
		r.answer(r.putPart)(w, req)
	})
	reply("POST /v1/blobs/{client}/batch", r.putBatch)
	mux.HandleFunc("POST /v1/blobs/{client}/commit", func(w http.ResponseWriter, req *http.Request) {
		if r.rots() {
			w.WriteHeader(http.StatusConflict)
			io.WriteString(w, `{"parts":[]}`)
			return
		}
		r.answer(r.commit)(w, req)
	})
	mux.HandleFunc("GET /v1/blobs/{client}/{sum}", r.getBlob)
	mux.HandleFunc("POST /v1/blobs/{client}/batch-get", r.getBatch)
	mux.HandleFunc("GET /v1/events", r.events)
	r.Server = httptest.NewServer(mux)
	t.Cleanup(r.Server.CloseClientConnections)
	return r
}

func (r *relay) answer(do func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.down {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		out, err := do(req)
		var e *wire.Error
		if errors.As(err, &e) {
			w.WriteHeader(http.StatusBadRequest)
			out = e
		} else if err != nil {
			panic(http.ErrAbortHandler)
		}
		json.NewEncoder(w).Encode(out)
	}
}

// read reads what a desk sent. The replies are JSON here, which desks read as well.
func read(req *http.Request, in any) {
	data, err := io.ReadAll(req.Body)
	if err == nil {
		if req.Header.Get("Content-Type") == wire.CBORType {
			err = wire.DecodeRequest(data, in)
		} else {
			err = json.Unmarshal(data, in)
		}
	}
	if err != nil {
		panic(err)
	}
}

func (r *relay) state() wire.State {
	return wire.State{Protocol: wire.Protocol, Epoch: r.epoch, Head: uint64(len(r.records)), Wanted: len(r.wanted) > 0}
}

func (r *relay) enrol(req *http.Request) (any, error) {
	var in wire.EnrolRequest
	read(req, &in)
	if in.Code != "GOOD-CODE" || !ed25519.Verify(in.Public, append([]byte(wire.EnrolContext), in.Code...), in.Sig) {
		return nil, &wire.Error{Code: wire.CodeBadCode, Message: "This code is not right."}
	}
	r.device = in.Public
	r.found(in.Public)
	return wire.EnrolReply{State: r.state(), Firm: firm, Staff: me, Device: device, LogKey: r.logKey.Public().(ed25519.PublicKey)}, nil
}

// found begins the history as the real relay does: the first event is signed
// with a key that the second one adds.
func (r *relay) found(public ed25519.PublicKey) {
	add := func(kind engagement.Kind, body, private any) {
		r.add(r.portal, engagement.Header{
			ID: engagement.EventID(fmt.Sprint("e", len(r.records))), Stream: engagement.FirmStream, Action: "found",
			Part: 1, Of: 1, By: engagement.Relay, Device: "K-portal", Kind: kind, Body: raw(body),
		}, raw(private))
	}
	key := func(id engagement.KeyID, p engagement.KeyPurpose, public []byte, staff engagement.StaffID) {
		add(engagement.KeyAdded, engagement.KeyAddedBody{Key: id, Purpose: p, Public: public, Staff: staff}, nil)
	}
	add(engagement.FirmCreated, engagement.FirmCreatedBody{Firm: firm, Zone: "America/New_York"}, engagement.Named{Name: "Lindqvist & Moore"})
	key("K-portal", engagement.PortalKey, r.portal.Public().(ed25519.PublicKey), "")
	add(engagement.StaffAdded, engagement.StaffAddedBody{Staff: me, Roles: []engagement.Role{engagement.Partner}}, engagement.Named{Name: "Dana"})
	key(device, engagement.DeviceKey, public, me)
}

func raw(v any) json.RawMessage {
	if v == nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func (r *relay) add(key ed25519.PrivateKey, h engagement.Header, private json.RawMessage) {
	rec, err := engagement.Seal(h, private, make([]byte, engagement.SaltSize), key)
	if err != nil {
		r.t.Error(err)
	}
	r.number(&rec)
}

func (r *relay) number(rec *engagement.Record) {
	rec.Seq = uint64(len(r.records)) + 1
	rec.Received = time.Unix(1_800_000_000+int64(rec.Seq), 0).UTC()
	r.records = append(r.records, *rec)
}

func (r *relay) token(req *http.Request) (any, error) {
	var in wire.TokenRequest
	read(req, &in)
	if r.revoked {
		return nil, &wire.Error{Code: wire.CodeRevoked, Message: "This computer's access was withdrawn."}
	}
	if !ed25519.Verify(r.device, append([]byte(wire.TokenContext), in.Nonce...), in.Sig) {
		return nil, &wire.Error{Code: wire.CodeUnauthorized, Message: "No."}
	}
	return wire.TokenReply{State: r.state(), Token: "token", For: 900}, nil
}

func (r *relay) pull(req *http.Request) (any, error) {
	after, _ := strconv.ParseUint(req.URL.Query().Get("after"), 10, 64)
	reply := wire.PullReply{State: r.state(), After: after, Through: min(after+uint64(r.page), uint64(len(r.records)))}
	var front proof.Frontier
	for i := range r.records[:reply.Through] {
		rec := r.records[i]
		leaf := proof.LeafHash(&rec)
		front.Append(leaf)
		switch {
		case rec.Seq <= after:
		case r.hidden[rec.Seq]:
			if n := len(reply.Hidden); n > 0 && reply.Hidden[n-1].To == rec.Seq-1 {
				reply.Hidden[n-1].To = rec.Seq
				reply.Hidden[n-1].Leaves = append(reply.Hidden[n-1].Leaves, leaf[:])
			} else {
				reply.Hidden = append(reply.Hidden, wire.Hidden{From: rec.Seq, To: rec.Seq, Leaves: [][]byte{leaf[:]}})
			}
		default:
			reply.Records = append(reply.Records, rec)
		}
	}
	reply.Checkpoint = proof.Checkpoint{Firm: firm, Epoch: r.epoch, Size: reply.Through, Root: front.Root()}.Sign(r.logKey)
	if r.corrupt != nil {
		r.corrupt(&reply)
	}
	return reply, nil
}

func (r *relay) push(req *http.Request) (any, error) {
	var in wire.PushRequest
	read(req, &in)
	reply := wire.PushReply{}
	for _, a := range in.Actions {
		res := r.take(a)
		reply.Results = append(reply.Results, res)
		if res.Refusal.Code == engagement.CodeNoBlob {
			break
		}
	}
	reply.State = r.state()
	if r.lose > 0 {
		r.lose--
		return nil, errors.New("lost")
	}
	return reply, nil
}

func (r *relay) take(a wire.Action) wire.Result {
	first, err := a.Records[0].Decode()
	if err != nil {
		r.t.Error(err)
	}
	if res, ok := r.results[first.Action]; ok {
		return res
	}
	res := wire.Result{Action: first.Action, Outcome: wire.Accepted}
	for i := range a.Records {
		e, _ := a.Records[i].Decode()
		for _, b := range engagement.Blobs(&e) {
			if r.blobs[string(client)+"/"+string(b)] == nil {
				return wire.Result{Action: first.Action, Outcome: wire.Refused, Refusal: engagement.Refusal{Code: engagement.CodeNoBlob}}
			}
		}
		if refusal, no := r.refuse[e.Kind]; no {
			res.Outcome, res.Refusal, res.Seqs = wire.Refused, refusal, nil
			r.results[first.Action] = res
			return res
		}
	}
	for i := range a.Records {
		r.number(&a.Records[i])
		res.Seqs = append(res.Seqs, uint64(len(r.records)))
	}
	r.results[first.Action] = res
	return res
}

func (r *relay) present(req *http.Request) (any, error) {
	var in wire.PresenceRequest
	read(req, &in)
	r.presence = append(r.presence, len(in.Roots))
	if told := r.told; told != nil {
		r.told = nil
		told()
	}
	return r.state(), nil
}

func (r *relay) missing(req *http.Request) (any, error) {
	var in wire.MissingRequest
	read(req, &in)
	r.asked++
	reply := wire.MissingReply{State: r.state()}
	for _, b := range in.Blobs {
		if r.blobs[string(in.Client)+"/"+string(b)] == nil {
			reply.Blobs = append(reply.Blobs, b)
		}
	}
	for _, b := range in.Parts {
		if r.parts[string(in.Client)+"/"+string(b)] == nil {
			reply.Parts = append(reply.Parts, b)
		}
	}
	return reply, nil
}

// unpacked reads a body, which may have come packed.
func (r *relay) unpacked(req *http.Request) ([]byte, error) {
	data, err := io.ReadAll(req.Body)
	if err != nil || req.Header.Get("Content-Encoding") != wire.ZstdEncoding {
		return data, err
	}
	p, err := blob.NewPacker()
	if err != nil {
		return nil, err
	}
	r.packed++
	return p.Unpack(data, wire.MaxBatch+1<<20)
}

func (r *relay) body(req *http.Request) ([]byte, error) {
	data, err := r.unpacked(req)
	if err == nil && len(data) > blob.PartSize {
		return nil, &wire.Error{Code: wire.CodeTooLarge, Message: "Too large."}
	}
	if sum := req.PathValue("sum"); sum != "" && blob.Sum(data).String() != sum {
		return nil, &wire.Error{Code: wire.CodeMalformed, Message: "Not those bytes."}
	}
	return data, err
}

func (r *relay) putBlob(req *http.Request) (any, error) {
	data, err := r.body(req)
	r.blobs[req.PathValue("client")+"/"+req.PathValue("sum")] = data
	r.puts = append(r.puts, "whole")
	return r.state(), err
}

func (r *relay) putBatch(req *http.Request) (any, error) {
	data, err := r.unpacked(req)
	if err != nil {
		return nil, err
	}
	frames, err := wire.ReadFrames(data)
	if err != nil {
		return nil, err
	}
	reply := wire.BatchReply{State: r.state()}
	for _, f := range frames {
		sum := blob.Hash(f.Sum).String()
		one := wire.BatchResult{Blob: engagement.BlobRef(sum)}
		if blob.Sum(f.Data).String() == sum {
			r.blobs[req.PathValue("client")+"/"+sum] = f.Data
		} else {
			one.Code = wire.CodeMalformed
		}
		reply.Blobs = append(reply.Blobs, one)
	}
	r.puts = append(r.puts, fmt.Sprintf("batch of %d", len(frames)))
	return reply, nil
}

func (r *relay) putPart(req *http.Request) (any, error) {
	data, err := r.body(req)
	if err != nil {
		return nil, err
	}
	r.parts[req.PathValue("client")+"/"+req.PathValue("sum")] = data
	r.puts, r.runs = append(r.puts, "part"), append(r.runs, req.Header.Get(wire.RunHeader))
	return r.state(), nil
}

// rots finds one part damaged, as long as some are to be.
func (r *relay) rots() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name := range r.parts {
		if r.rotten > 0 {
			r.rotten--
			delete(r.parts, name)
			return true
		}
	}
	return false
}

func (r *relay) commit(req *http.Request) (any, error) {
	var m blob.Manifest
	json.NewDecoder(req.Body).Decode(&m)
	var whole []byte
	for _, p := range m.Parts {
		whole = append(whole, r.parts[req.PathValue("client")+"/"+p.SHA256.String()]...)
	}
	if m.Check() != nil || blob.Sum(whole) != m.SHA256 {
		return nil, &wire.Error{Code: wire.CodeMalformed, Message: "Not that blob."}
	}
	r.blobs[req.PathValue("client")+"/"+m.SHA256.String()] = whole
	return r.state(), nil
}

func (r *relay) getBlob(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	data := r.blobs[req.PathValue("client")+"/"+req.PathValue("sum")]
	breaks := r.breakOff > 0
	if breaks {
		r.breakOff--
	}
	r.mu.Unlock()
	if breaks {
		from := 0
		if after, ok := strings.CutPrefix(req.Header.Get("Range"), "bytes="); ok {
			from, _ = strconv.Atoi(strings.TrimSuffix(after, "-"))
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, len(data)))
			w.WriteHeader(http.StatusPartialContent)
		} else {
			w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		}
		w.Write(data[from : from+(len(data)-from)/2])
		panic(http.ErrAbortHandler)
	}
	http.ServeContent(w, req, "", time.Time{}, strings.NewReader(string(data)))
}

func (r *relay) events(w http.ResponseWriter, req *http.Request) {
	w.WriteHeader(http.StatusOK)
	w.(http.Flusher).Flush()
	select {
	case r.silent <- struct{}{}:
	default:
	}
	for {
		select {
		case head := <-r.hints:
			fmt.Fprintf(w, "data: {\"head\":%d}\n\n", head)
			w.(http.Flusher).Flush()
		case <-req.Context().Done():
			return
		}
	}
}

func (r *relay) with(do func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	do()
}
