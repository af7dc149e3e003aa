package synctest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// exchange is one request on its way through a handler, without a socket: the reply streams to the
// caller as the handler writes it, and breaks when the line does.
type exchange struct {
	header  http.Header
	started chan struct{} // closed when the status is known
	ended   chan struct{} // closed when the handler has returned
	begin   sync.Once
	status  int
	sent    http.Header // the header as it was when the reply began
	out     *io.PipeWriter
	body    *io.PipeReader
}

// serve begins an exchange. The handler's context ends with ctx.
func serve(ctx context.Context, h http.Handler, req *http.Request, body []byte, from string, broken func(error)) *exchange {
	x := &exchange{header: http.Header{}, started: make(chan struct{}), ended: make(chan struct{})}
	x.body, x.out = io.Pipe()
	in := req.Clone(ctx)
	in.Body, in.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	in.RequestURI, in.Host, in.RemoteAddr = req.URL.RequestURI(), req.URL.Host, from+":40000"
	stop := context.AfterFunc(ctx, func() { x.out.CloseWithError(context.Cause(ctx)) })
	go func() {
		defer close(x.ended)
		defer stop()
		defer x.recover(broken)
		h.ServeHTTP(x, in)
		x.WriteHeader(http.StatusOK)
		x.out.Close()
	}()
	return x
}

func (x *exchange) recover(broken func(error)) {
	p := recover()
	if p == nil {
		return
	}
	if err, is := p.(error); !is || !errors.Is(err, http.ErrAbortHandler) {
		broken(fmt.Errorf("a handler panicked: %v\n%s", p, debug.Stack()))
	}
	x.out.CloseWithError(io.ErrUnexpectedEOF)
	x.begin.Do(func() { close(x.started) }) // with no status
}

// Header implements http.ResponseWriter.
func (x *exchange) Header() http.Header { return x.header }

// WriteHeader implements http.ResponseWriter.
func (x *exchange) WriteHeader(status int) {
	x.begin.Do(func() {
		x.status, x.sent = status, x.header.Clone()
		close(x.started)
	})
}

// Write implements http.ResponseWriter.
func (x *exchange) Write(b []byte) (int, error) {
	x.WriteHeader(http.StatusOK)
	return x.out.Write(b)
}

// Flush implements http.Flusher.
func (x *exchange) Flush() { x.WriteHeader(http.StatusOK) }

// SetReadDeadline and SetWriteDeadline are there for handlers that ask for them; bodies are whole here.
func (x *exchange) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline is as SetReadDeadline.
func (x *exchange) SetWriteDeadline(time.Time) error { return nil }

// reply waits until the reply begins.
func (x *exchange) reply(ctx context.Context, req *http.Request, hangUp func()) (*http.Response, error) {
	select {
	case <-x.started:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if x.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", x.status, http.StatusText(x.status)), StatusCode: x.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: x.sent, Body: &hangsUp{x.body, hangUp}, ContentLength: -1, Request: req,
	}, nil
}

// finish reads the reply to its end, for a caller that never hears it.
func (x *exchange) finish() {
	_, _ = io.Copy(io.Discard, x.body) // a reply that breaks ends as well
	<-x.ended
}

// hangsUp ends the exchange when its reader has had enough.
type hangsUp struct {
	io.ReadCloser
	hangUp func()
}

func (h *hangsUp) Close() error {
	h.hangUp()
	return h.ReadCloser.Close()
}
