package app

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// deadLine passes bytes on to a server until it is cut: then it swallows them, as a router does that was
// switched off.
type deadLine struct {
	net.Listener
	server string
	cut    atomic.Bool
}

func (d *deadLine) run() {
	for {
		here, err := d.Accept()
		if err != nil {
			return
		}
		there, err := net.Dial("tcp", d.server)
		if err != nil {
			here.Close()
			continue
		}
		go d.pass(here, there)
		go d.pass(there, here)
	}
}

func (d *deadLine) pass(to io.WriteCloser, from io.Reader) {
	defer to.Close()
	room := make([]byte, 4096)
	for {
		n, err := from.Read(room)
		if err != nil {
			return
		}
		if !d.cut.Load() {
			if _, err := to.Write(room[:n]); err != nil {
				return
			}
		}
	}
}

// A call over a line that is dead ends soon, however long it may take over one that is not.
func TestADeadLineIsNoticed(t *testing.T) {
	const silence, ping = 200 * time.Millisecond, 2 * time.Second
	called, answer := make(chan struct{}, 1), make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		called <- struct{}{}
		select {
		case <-answer:
		case <-r.Context().Done():
		}
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	defer server.CloseClientConnections()
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line := &deadLine{Listener: front, server: server.Listener.Addr().String()}
	defer line.Close()
	go line.run()
	client := newHTTP(silence, ping)
	defer client.CloseIdleConnections()
	client.Transport.(*http.Transport).TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
	call := func() chan error {
		ended := make(chan error, 1)
		go func() {
			res, err := client.Get("https://" + front.Addr().String())
			if err == nil {
				err = res.Body.Close()
			}
			ended <- err
		}()
		<-called
		return ended
	}
	slow := call()
	select {
	case err := <-slow:
		t.Errorf("a slow answer is not awaited: %v", err)
	case <-time.After(silence + ping + time.Second):
	}
	answer <- struct{}{}
	if err := <-slow; err != nil {
		t.Errorf("a slow answer: %v", err)
	}
	dead := call()
	line.cut.Store(true)
	select {
	case err := <-dead:
		if err == nil {
			t.Error("answered over a dead line")
		}
	case <-time.After(20 * time.Second):
		t.Error("nobody notices that the line is dead")
	}
}
