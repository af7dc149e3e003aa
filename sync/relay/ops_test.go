package relay_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay"
)

func TestTheAddressBehindAProxy(t *testing.T) {
	o := newOfficeWith(t, func(opts *relay.Options) { opts.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	for _, c := range []struct{ peer, forwarded, want string }{
		{"203.0.113.9:1", "", "203.0.113.9"},
		{"203.0.113.9:1", "198.51.100.1", "203.0.113.9"},
		{"10.0.0.1:1", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.1:1", "1.1.1.1, 198.51.100.1", "198.51.100.1"},
		{"10.0.0.1:1", "198.51.100.1, 10.0.0.2", "198.51.100.1"},
		{"10.0.0.1:1", "nonsense", "10.0.0.1"},
		{"[::ffff:10.0.0.1]:1", "2001:db8::1", "2001:db8::1"},
	} {
		req := httptest.NewRequest("GET", "/", nil)
		req.RemoteAddr = c.peer
		if c.forwarded != "" {
			req.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := o.relay.ClientIP(req); got != c.want {
			t.Errorf("%s forwarding for %q: %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
}

func TestWhoSeesTheMetrics(t *testing.T) {
	o := newOfficeWith(t, func(opts *relay.Options) { opts.MetricsToken = "secret" })
	h := o.relay.Handler()
	for _, c := range []struct {
		peer, forwarded, token string
		want                   int
	}{
		{"127.0.0.1:1", "", "", http.StatusOK},
		{"127.0.0.1:1", "203.0.113.9", "", http.StatusNotFound},
		{"203.0.113.9:1", "", "", http.StatusNotFound},
		{"203.0.113.9:1", "", "wrong", http.StatusNotFound},
		{"203.0.113.9:1", "", "secret", http.StatusOK},
	} {
		req := httptest.NewRequest("GET", "/metrics", nil)
		req.RemoteAddr = c.peer
		if c.forwarded != "" {
			req.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if c.token != "" {
			req.Header.Set("Authorization", "Bearer "+c.token)
		}
		res := httptest.NewRecorder()
		h.ServeHTTP(res, req)
		if res.Code != c.want || (c.want == http.StatusOK) != strings.Contains(res.Body.String(), "tieout_events_total") {
			t.Errorf("%+v: %d", c, res.Code)
		}
	}
}

func TestReadinessEndsWithDraining(t *testing.T) {
	o := newOffice(t)
	d := &desk{o: o}
	for path, want := range map[string]int{"/readyz": http.StatusOK, "/healthz": http.StatusOK} {
		var body []byte
		d.must(want, "GET", path, nil, &body)
	}
	o.relay.Drain()
	res, err := http.Get(o.http.URL + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("while draining: %d", res.StatusCode)
	}
}

// Run follows by itself: a signature is sealed without anybody asking.
func TestRunFollows(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	hints, end, err := o.relay.Subscribe(ctx, o.firm.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	ran := make(chan struct{})
	go func() { o.relay.Run(ctx); close(ran) }()
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	approved := onePage()
	del, plan := dana.publish(m, approved)
	o.sign(m, del, plan, engagement.DigestOf(approved))
	for sealed := false; !sealed; {
		if err := o.relay.View(ctx, o.firm.ID, func(w *engagement.World) {
			sealed = w.Engagement(m.engagement).Deliverable(del).State == engagement.IsSealed
		}); err != nil {
			t.Fatal(err)
		}
		if sealed {
			break
		}
		select {
		case <-hints:
		case <-ctx.Done():
			t.Fatal("it was not sealed")
		}
	}
	stop()
	<-ran
}
