package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"tieout/sync/command"
)

// The door is how commands reach a running agent: HTTP on a port of the
// loopback that the system chose, for whoever can read the token in doorFile.
// The file is the agent's user's alone (0600), in a folder that is too (0700).
const doorFile = "agent.json"

// address is the content of doorFile.
type address struct {
	At    string `json:"at"`
	Token string `json:"token"`
}

// verb is one thing a running agent is asked, by its name in the path.
type verb func(ctx context.Context, o *office, in json.RawMessage) (any, error)

// on makes a verb of a function with its own input and answer.
func on[I, O any](fn func(ctx context.Context, o *office, in I) (O, error)) verb {
	return func(ctx context.Context, o *office, raw json.RawMessage) (any, error) {
		var in I
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("this request cannot be understood: %w", err)
		}
		return fn(ctx, o, in)
	}
}

// verbs are everything that commands do with an opened data folder.
var verbs = map[string]verb{
	"status": on(readStatus), "doctor": on(examine), "sync": on(synchronise),
	"roots": on(listRoots), "roots/bind": on(bindRoot), "roots/unbind": on(unbindRoot), "roots/add": on(addRoot),
	"map": on(mapFolders), "engagements": on(listEngagements), "line": on(setLine),
	"holds": on(listHolds), "holds/answer": on(answerHold),
}

// ask has a verb done: by the agent that runs, or here, in the data folder that
// nobody holds.
func ask[O any](ctx context.Context, c *cli, name string, in any) (out O, err error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return out, err
	}
	answer, err := askRunning(ctx, c.Data, name, raw)
	if errors.Is(err, errNotRunning) {
		answer, err = askHere(ctx, c, name, raw)
	}
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(answer, &out)
}

// askAgent has a verb done by the agent that runs, and by nobody else.
func askAgent[O any](ctx context.Context, c *cli, name string, in any) (out O, err error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return out, err
	}
	answer, err := askRunning(ctx, c.Data, name, raw)
	if errors.Is(err, errNotRunning) {
		return out, &command.Exit{Code: 3, Err: err}
	}
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(answer, &out)
}

func askHere(ctx context.Context, c *cli, name string, in json.RawMessage) (answer []byte, err error) {
	o, err := open(c)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	out, err := verbs[name](ctx, o, in)
	if err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

// errNotRunning means that no agent answers for the data folder.
var errNotRunning = errors.New("no agent is running on this data folder")

// askRunning asks the agent that holds the data folder.
func askRunning(ctx context.Context, data, name string, in []byte) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(data, doorFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNotRunning
	}
	var at address
	if err != nil || json.Unmarshal(raw, &at) != nil {
		return nil, fmt.Errorf("the file %s cannot be read; run this command as the agent's user", doorFile)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+at.At+"/"+name, bytes.NewReader(in))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+at.Token)
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req) // by no proxy
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, errNotRunning // its agent was killed
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the agent stopped while it was asked: %w", err)
	case resp.StatusCode == http.StatusUnauthorized:
		return nil, errNotRunning // another program has the port by now
	case resp.StatusCode != http.StatusOK:
		return nil, errors.New(string(bytes.TrimSpace(answer)))
	}
	return answer, nil
}

// door is open while the agent runs.
type door struct {
	server *http.Server
	file   string
	token  string
	served chan error
}

// openDoor lets commands in until close.
func openDoor(ctx context.Context, o *office) (*door, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	d := &door{file: filepath.Join(o.data, doorFile), token: rand.Text(), served: make(chan error, 1)}
	d.server = &http.Server{
		Handler: d.handler(o), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	raw, err := json.Marshal(address{l.Addr().String(), d.token})
	if err == nil {
		err = os.Remove(d.file) // of an agent that was killed: on a full disk that is the room for the next
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = replace(d.file, raw)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	go func() { d.served <- d.server.Serve(l) }()
	return d, nil
}

// replace writes a file that only this user can read, whole or not at all.
func replace(file string, data []byte) error {
	fresh := file + ".new"
	if err := os.WriteFile(fresh, data, 0o600); err != nil {
		_ = os.Remove(fresh) // on a full disk it takes room from the next
		return err
	}
	return os.Rename(fresh, file)
}

func (d *door) handler(o *office) http.Handler {
	mux := http.NewServeMux()
	for name, do := range verbs {
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
			if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+d.token)) != 1 {
				http.Error(w, "This is for the agent's own user.", http.StatusUnauthorized)
				return
			}
			answer(w, r, o, do)
		})
	}
	return mux
}

func answer(w http.ResponseWriter, r *http.Request, o *office, do verb) {
	in, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 16<<20))
	if err != nil {
		http.Error(w, "The request is too large.", http.StatusRequestEntityTooLarge)
		return
	}
	out, err := do(r.Context(), o, in)
	if err != nil {
		http.Error(w, plain(err), http.StatusConflict)
		return
	}
	if err := json.NewEncoder(w).Encode(out); err != nil {
		return // who asked has gone
	}
}

// close ends the door; who waits at it is told.
func (d *door) close() error {
	err := errors.Join(os.Remove(d.file), d.server.Close())
	if served := <-d.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
