package portal

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// option changes an operation before it is registered.
type option func(*huma.Operation)

func status(code int) option { return func(o *huma.Operation) { o.DefaultStatus = code } }

// register adds one operation. Every one can fail with a Problem.
func register[I, O any](p *Portal, method, path, id, summary string, do func(context.Context, *I) (*O, error), opts ...option) {
	op := huma.Operation{
		Method: method, Path: prefix + path, OperationID: id, Summary: summary,
		Responses: map[string]*huma.Response{"default": problemResponse(p.api)},
	}
	for _, o := range opts {
		o(&op)
	}
	huma.Register(p.api, op, do)
}

func problemResponse(api huma.API) *huma.Response {
	schema := api.OpenAPI().Components.Schemas.Schema(problemType, true, "Problem")
	return &huma.Response{
		Description: "It did not happen, and why.",
		Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: schema}},
	}
}

// specJSON is the API's description, without the error shape that huma adds
// and this API never sends.
func (p *Portal) specJSON() ([]byte, error) {
	delete(p.api.OpenAPI().Components.Schemas.Map(), "ErrorModel")
	delete(p.api.OpenAPI().Components.Schemas.Map(), "ErrorDetail")
	b, err := json.MarshalIndent(p.api.OpenAPI(), "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}

// writeProblem answers outside huma.
func writeProblem(w http.ResponseWriter, e *Problem) {
	w.Header().Set("Content-Type", e.ContentType(""))
	w.WriteHeader(e.Status)
	_ = json.NewEncoder(w).Encode(e) // the connection is the only thing that can fail
}

var problemType = reflect.TypeFor[Problem]()

// body wraps what a read answers.
type body[T any] struct{ Body T }

func answer[T any](v T) *body[T] { return &body[T]{v} }

func truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
