package app

import (
	"crypto/rand"
	"net"
	"net/http"
	"time"

	"github.com/oklog/ulid/v2"
)

var random = rand.Reader

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) After(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// A line that died without a word, as behind a router that was switched off, is noticed after these: the first
// is how long nothing comes until the relay is asked for a sign of life, the second how long that may take.
const (
	lineSilence = 30 * time.Second
	linePing    = 15 * time.Second
)

// newHTTP has no time limit of its own: calls have theirs, and a large file takes what it takes. A line that
// is dead ends them all, where it speaks HTTP/2.
func newHTTP(silence, ping time.Duration) *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		IdleConnTimeout:     90 * time.Second,
		MaxIdleConnsPerHost: 8,
		ForceAttemptHTTP2:   true,
		// Large windows: what comes over a long line is not to wait for it at every megabyte. Large frames: many small
		// files are to cost little.
		HTTP2: &http.HTTP2Config{
			MaxReceiveBufferPerConnection: 16 << 20, MaxReceiveBufferPerStream: 8 << 20, MaxReadFrameSize: 256 << 10,
			SendPingTimeout: silence, PingTimeout: ping, WriteByteTimeout: silence,
		},
	}}
}

// newID makes a ULID: they sort by the time they were made.
func (a *App) newID() string {
	id, err := ulid.New(ulid.Timestamp(a.now()), a.cfg.Random)
	if err != nil {
		panic(err) // the random source does not fail
	}
	return id.String()
}
