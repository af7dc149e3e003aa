package relay

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"tieout/sync/wire"
)

// open answers the limit of an endpoint without a token, or nil.
func (r *Relay) open(path string) *limits {
	switch path {
	case "/v1/enrol":
		return r.codes
	case "/v1/challenge", "/v1/token":
		return r.signIns
	}
	return nil
}

// authenticate lets requests under /v1 in by their token.
func (r *Relay) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if !strings.HasPrefix(req.URL.Path, "/v1/") {
			next.ServeHTTP(w, req)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		c, err := r.admits(req)
		if err != nil {
			r.fail(w, err)
			return
		}
		next.ServeHTTP(w, req.WithContext(context.WithValue(req.Context(), callerKey{}, c)))
	})
}

// admits answers who calls; nobody at the open endpoints.
func (r *Relay) admits(req *http.Request) (*caller, error) {
	if spoken := req.Header.Get(wire.ProtocolHeader); spoken != "" && spoken != strconv.Itoa(wire.Protocol) {
		return nil, errUpdate
	}
	if !r.ready.get() {
		return nil, errStopping
	}
	if limit := r.open(req.URL.Path); limit != nil {
		if !limit.allow(r.ClientIP(req)) {
			return nil, errTooOften
		}
		return nil, nil
	}
	token, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil, errToken
	}
	s, ok := r.desks.find(token)
	if !ok {
		return nil, errToken
	}
	t, err := r.tenant(req.Context(), s.firm)
	if err != nil {
		return nil, err
	}
	c, err := t.caller(s.device)
	if c == nil {
		return nil, errToken
	}
	return c, err
}

// raw registers an endpoint outside JSON and describes it.
func (a *api) raw(pattern, id, summary string, fn func(http.ResponseWriter, *http.Request) error) {
	a.mux.HandleFunc(pattern, func(w http.ResponseWriter, req *http.Request) {
		if err := fn(w, req); err != nil {
			a.relay.fail(w, err)
		}
	})
	method, path, _ := strings.Cut(pattern, " ")
	op := &huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary,
		Security: []map[string][]string{{"token": {}}}, Responses: a.problems(),
	}
	for _, name := range []string{"client", "sha256", "engagement", "deliverable"} {
		if strings.Contains(path, "{"+name+"}") {
			op.Parameters = append(op.Parameters, &huma.Param{
				Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString},
			})
		}
	}
	describeBody(op)
	a.huma.OpenAPI().AddOperation(op)
}

// describeBody says what goes in and comes out of an endpoint outside JSON.
func describeBody(op *huma.Operation) {
	bytes := map[string]*huma.MediaType{"application/octet-stream": {}}
	switch id := op.OperationID; {
	case id == "put-batch":
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{wire.BatchType: {}}}
		op.Responses["200"] = &huma.Response{Description: "Every blob is answered.", Content: map[string]*huma.MediaType{"application/json": {}}}
	case id == "get-batch":
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {}}}
		op.Responses["200"] = &huma.Response{Description: "The blobs that are there.", Content: map[string]*huma.MediaType{wire.BatchType: {}}}
	case op.Method == http.MethodPut:
		op.RequestBody = &huma.RequestBody{Required: true, Content: bytes}
		op.Responses["200"] = &huma.Response{Description: "It is stored."}
	case id == "get-blob":
		op.Responses["200"] = &huma.Response{Description: "The bytes.", Content: bytes}
	case id == "evidence":
		op.Responses["200"] = &huma.Response{Description: "proof.Record.", Content: map[string]*huma.MediaType{"application/json": {}}}
	case id == "events":
		op.Responses["200"] = &huma.Response{
			Description: "Events named hint, whose data is the state.",
			Content:     map[string]*huma.MediaType{"text/event-stream": {}},
		}
	default:
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {}}}
		op.Responses["200"] = &huma.Response{Description: "The blob is there."}
		op.Responses["409"] = &huma.Response{Description: "The parts that are not."}
	}
}

// measure times answers by route, never by path.
func (r *Relay) measure(mux *http.ServeMux, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_, route := mux.Handler(req)
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		began := time.Now()
		next.ServeHTTP(seen, req)
		r.metrics.requests.WithLabelValues(route, strconv.Itoa(seen.status)).Observe(time.Since(began).Seconds())
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// metricsHandler answers callers on this machine, or with the metrics token.
func (r *Relay) metricsHandler() http.Handler {
	show := promhttp.HandlerFor(r.metrics.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		token := strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")
		right := r.opts.MetricsToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(r.opts.MetricsToken)) == 1
		peer, err := netip.ParseAddrPort(req.RemoteAddr)
		local := err == nil && peer.Addr().Unmap().IsLoopback() && req.Header.Get("X-Forwarded-For") == ""
		if !right && !local {
			http.NotFound(w, req)
			return
		}
		show.ServeHTTP(w, req)
	})
}
