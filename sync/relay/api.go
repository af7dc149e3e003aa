package relay

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"tieout/sync/wire"
)

// maxBody is the largest body of a typed call: a full push, in base64.
const maxBody = 2 * wire.MaxBatch

// maxOpenBody is the largest body of who is not let in yet.
const maxOpenBody = 64 << 10

// bodyTime is how long such a body may take on a slow line.
const bodyTime = time.Minute

// api builds the desk API on a mux. Package docs of wire are its contract.
type api struct {
	relay *Relay
	mux   *http.ServeMux
	huma  huma.API
}

func newAPI(r *Relay) *api {
	cfg := huma.DefaultConfig("Tieout relay", "1")
	cfg.CreateHooks = nil
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "/openapi", "", ""
	cfg.AllowAdditionalPropertiesByDefault = true // a newer desk may say more
	binary := huma.Format{Marshal: wire.Encode, Unmarshal: unchecked}
	cfg.Formats = map[string]huma.Format{
		wire.JSONType: huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat, wire.CBORType: binary, "cbor": binary,
	}
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "A token of POST /v1/token."},
	}
	cfg.Transformers = []huma.Transformer{asWireError}
	mux := http.NewServeMux()
	a := &api{r, mux, humago.New(mux, cfg)}
	a.enrolment()
	a.history()
	a.presence()
	a.blobs()
	return a
}

// unchecked reads CBOR where it is not checked against a description: what is
// checked is read as a tree of anything first, which can be much of little.
func unchecked(data []byte, v any) error {
	if _, tree := v.(*any); tree {
		return errors.New("it has to be JSON")
	}
	return wire.DecodeRequest(data, v)
}

// asWireError gives errors of the framework, such as a body that cannot be read,
// the one shape that errors have here.
func asWireError(_ huma.Context, _ string, v any) (any, error) {
	switch e := v.(type) {
	case *statusError:
		return e.body, nil
	case *huma.ErrorModel:
		code := wire.CodeMalformed
		switch {
		case e.Status == http.StatusRequestEntityTooLarge:
			return errTooLarge.body, nil
		case e.Status >= 500:
			return errInternal.body, nil
		case e.Status == http.StatusNotFound:
			code = wire.CodeNotFound
		}
		return wire.Error{Code: code, Message: "This request cannot be understood: " + e.Detail + ".", Hint: "Nothing was changed."}, nil
	}
	return v, nil
}

type callerKey struct{}

func callerOf(ctx context.Context) *caller {
	c, _ := ctx.Value(callerKey{}).(*caller)
	return c
}

// call is a typed endpoint; see package wire for the forms its bodies have.
type call struct {
	method, path, id, summary string
	open                      bool // without a token
	// plain leaves the body's shape to fn, which looks at every byte anyway.
	plain bool
}

// on registers a typed endpoint with input I and reply O.
func on[I, O any](a *api, c call, fn func(ctx context.Context, who *caller, in *I) (*O, error)) {
	op := huma.Operation{
		OperationID: c.id, Method: c.method, Path: c.path, Summary: c.summary,
		MaxBodyBytes: maxBody, BodyReadTimeout: bodyTime, Responses: a.problems(), SkipValidateBody: c.plain,
	}
	if c.open {
		op.MaxBodyBytes = maxOpenBody
	} else {
		op.Security = []map[string][]string{{"token": {}}}
	}
	type output struct{ Body *O }
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*output, error) {
		body, err := fn(ctx, callerOf(ctx), in)
		if err != nil {
			return nil, a.relay.answerable(err)
		}
		return &output{body}, nil
	})
}

// body is the input of an endpoint that takes one.
type body[T any] struct{ Body T }

// problems documents the error reply.
func (a *api) problems() map[string]*huma.Response {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[wire.Error](), true, "Error")
	return map[string]*huma.Response{"default": {
		Description: "What happened and what to do; see the codes in package wire.",
		Content:     map[string]*huma.MediaType{"application/json": {Schema: schema}},
	}}
}

func (a *api) enrolment() {
	r := a.relay
	on(a, call{method: "POST", path: "/v1/enrol", id: "enrol", summary: "Exchange an enrolment code for a place in the firm", open: true},
		func(ctx context.Context, _ *caller, in *body[wire.EnrolRequest]) (*wire.EnrolReply, error) {
			return r.enrol(ctx, &in.Body)
		})
	on(a, call{method: "POST", path: "/v1/challenge", id: "challenge", summary: "Ask for a challenge", open: true},
		func(_ context.Context, _ *caller, in *body[wire.ChallengeRequest]) (*wire.ChallengeReply, error) {
			return &wire.ChallengeReply{Nonce: r.desks.challenge(in.Body.Device)}, nil
		})
	on(a, call{method: "POST", path: "/v1/token", id: "token", summary: "Answer a challenge for a token", open: true},
		func(ctx context.Context, _ *caller, in *body[wire.TokenRequest]) (*wire.TokenReply, error) {
			return r.token(ctx, &in.Body)
		})
	on(a, call{method: "POST", path: "/v1/enrolments", id: "make-code", summary: "Make an enrolment code"},
		func(ctx context.Context, c *caller, in *body[wire.EnrolmentRequest]) (*wire.EnrolmentReply, error) {
			return r.enrolments(ctx, c, &in.Body)
		})
}

func (a *api) history() {
	r := a.relay
	on(a, call{method: "POST", path: "/v1/push", id: "push", summary: "Push actions in the device's order", plain: true},
		func(ctx context.Context, c *caller, in *body[wire.PushRequest]) (*wire.PushReply, error) {
			return r.push(ctx, c, &in.Body)
		})
	on(a, call{method: "POST", path: "/v1/reoffer", id: "reoffer", summary: "Give back events that a restored relay lost"},
		func(ctx context.Context, c *caller, in *body[wire.ReofferRequest]) (*wire.ReofferReply, error) {
			return r.reoffer(ctx, c, &in.Body)
		})
	on(a, call{method: "GET", path: "/v1/wanted", id: "wanted", summary: "Which bytes of events that were given back are missing"},
		func(ctx context.Context, c *caller, _ *struct{}) (*wire.WantedReply, error) { return r.wanted(ctx, c) })
	type from struct {
		After uint64 `query:"after" doc:"The number of the last event that the desk has."`
	}
	on(a, call{method: "GET", path: "/v1/pull", id: "pull", summary: "Read a stretch of the firm's history"},
		func(ctx context.Context, c *caller, in *from) (*wire.PullReply, error) {
			return r.pull(ctx, c, in.After)
		})
	a.raw("GET /v1/evidence/{engagement}/{deliverable}", "evidence", "The evidence record of a sealed deliverable, in its one spelling", r.evidenceFor)
	a.raw("GET /v1/events", "events", "Hints that something changed, as server-sent events", r.events)
}

func (a *api) presence() {
	r := a.relay
	on(a, call{method: "POST", path: "/v1/presence", id: "presence", summary: "Say that this desk is on and on which shares it files"},
		func(ctx context.Context, c *caller, in *body[wire.PresenceRequest]) (*wire.State, error) {
			return r.say(ctx, c, &in.Body)
		})
	on(a, call{method: "GET", path: "/v1/filing", id: "filing", summary: "Who places uploads on the share"},
		func(ctx context.Context, c *caller, _ *struct{}) (*wire.FilingReply, error) { return r.filing(ctx, c) })
}

func (a *api) blobs() {
	r := a.relay
	on(a, call{method: "POST", path: "/v1/blobs/missing", id: "missing", summary: "Ask which blobs and parts have to be sent"},
		func(ctx context.Context, c *caller, in *body[wire.MissingRequest]) (*wire.MissingReply, error) {
			return r.missing(ctx, c, &in.Body)
		})
	a.raw("PUT /v1/blobs/{client}/{sha256}", "put-blob", "Send a whole blob of up to 1 MiB", r.putBlob)
	a.raw("PUT /v1/blobs/{client}/parts/{sha256}", "put-part", "Send one part of a larger blob", r.putPart)
	a.raw("POST /v1/blobs/{client}/batch", "put-batch", "Send many small blobs at once", r.putBatch)
	a.raw("POST /v1/blobs/{client}/batch-get", "get-batch", "Read many small blobs at once", r.getBatch)
	a.raw("POST /v1/blobs/{client}/commit", "commit-blob", "Make a blob of parts that are there", r.commitBlob)
	a.raw("GET /v1/blobs/{client}/{sha256}", "get-blob", "Read a blob, with Range", r.orLost(r.getBlob))
}

// Handler is the relay's HTTP interface: the desk API under /v1, its
// description at /openapi.json, and /healthz, /readyz and /metrics.
func (r *Relay) Handler() http.Handler {
	a := newAPI(r)
	a.mux.HandleFunc("/v1/", func(w http.ResponseWriter, _ *http.Request) { r.fail(w, errNotFound) })
	a.mux.HandleFunc("GET /healthz", r.healthz)
	a.mux.HandleFunc("GET /readyz", r.readyz)
	a.mux.Handle("GET /metrics", r.metricsHandler())
	return r.measure(a.mux, http.NewCrossOriginProtection().Handler(r.authenticate(inKnownForm(a.mux))))
}

// inKnownForm has answers be JSON for who does not ask for CBOR and nothing else.
// What huma makes of other headers can be a panic: "application/json;," is one.
func inKnownForm(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get("Accept") != wire.CBORType {
			req.Header.Del("Accept")
		}
		next.ServeHTTP(w, req)
	})
}

// OpenAPI is the description of the desk API, OpenAPI 3.1 as JSON.
func OpenAPI() ([]byte, error) {
	return newAPI(&Relay{metrics: newMetrics()}).huma.OpenAPI().MarshalJSON()
}
