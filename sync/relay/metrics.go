package relay

import (
	"net/http"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics are numbers about the relay's work; none names a firm or a client.
type metrics struct {
	registry  *prometheus.Registry
	events    prometheus.Counter
	actions   *prometheus.CounterVec
	blobBytes prometheus.Counter
	requests  *prometheus.HistogramVec
	mails     *prometheus.CounterVec
	seals     *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		events:   prometheus.NewCounter(prometheus.CounterOpts{Name: "tieout_events_total", Help: "Events stored."}),
		actions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tieout_actions_total", Help: "Actions pushed, by outcome."}, []string{"outcome"}),
		blobBytes: prometheus.NewCounter(prometheus.CounterOpts{Name: "tieout_blob_bytes_total", Help: "Bytes of files received."}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tieout_request_seconds", Help: "Time to answer, by route and status."}, []string{"route", "status"}),
		mails: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tieout_mails_total", Help: "Mails, by what became of them."}, []string{"state"}),
		seals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tieout_seals_total", Help: "Seals, by outcome."}, []string{"outcome"}),
	}
	m.registry.MustRegister(m.events, m.actions, m.blobBytes, m.requests, m.mails, m.seals,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// readiness says whether this process should be sent requests.
type readiness struct {
	mu   sync.Mutex
	on   bool
	stop chan struct{}
}

func (s *readiness) set(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop == nil {
		s.stop = make(chan struct{})
	}
	if s.on && !on {
		close(s.stop)
	}
	s.on = on
}

func (s *readiness) get() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.on
}

// stopping is closed when readiness ends, so that streams end with it.
func (s *readiness) stopping() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stop
}

// Drain makes the relay not ready and ends its event streams, so that the HTTP
// server can shut down.
func (r *Relay) Drain() { r.ready.set(false) }

// healthz says that the process answers; readyz, that it should get requests.
func (r *Relay) healthz(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }

func (r *Relay) readyz(w http.ResponseWriter, req *http.Request) {
	if !r.ready.get() || r.db.Ping(req.Context()) != nil {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}
