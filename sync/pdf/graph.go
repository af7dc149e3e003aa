package pdf

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxDepth bounds every recursion over an object graph. Real files nest a few
// dozen levels; hostile ones nest without end.
const maxDepth = 200

// graph is a document read into memory: its objects by number.
type graph struct {
	ctx       *model.Context
	root      types.Dict
	encrypted bool
	only      []leaf // the pages to take; nil takes all
}

// withoutConfigFolder keeps the library from writing into the user's home.
var withoutConfigFolder = sync.OnceFunc(api.DisableConfigDir)

// readGraph reads a PDF's objects. It does not validate: sound returns fail
// the library's validation, so that is information and never a gate.
func readGraph(ctx context.Context, src Source, password string) (g *graph, err error) {
	defer catch(&err)
	if err := sniff(src); err != nil {
		return nil, err
	}
	withoutConfigFolder()
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	conf.Cmd = model.LISTINFO
	conf.UserPW, conf.OwnerPW = password, password
	conf.Optimize, conf.OptimizeBeforeWriting, conf.OptimizeResourceDicts = false, false, false
	c, err := pdfcpu.ReadWithContext(ctx, src.section(), conf)
	if err != nil {
		return nil, readError(ctx, src, err)
	}
	root, err := c.Catalog()
	if err != nil || root == nil {
		return nil, readError(ctx, src, errors.Join(err, errors.New("no catalog")))
	}
	return &graph{ctx: c, root: root, encrypted: c.Encrypt != nil}, nil
}

func sniff(src Source) error {
	if src.ReaderAt == nil || src.Size == 0 {
		return refuse(CodeEmpty, nil, "This file is empty (0 bytes). Save or download it again.")
	}
	if !bytes.Contains(src.head(1024), []byte("%PDF-")) {
		return refuse(CodeNotPDF, nil, "This is not a PDF, whatever its name says. Open it in the program it came from and print it to PDF.")
	}
	return nil
}

func endsProperly(src Source) bool {
	return bytes.Contains(src.tail(2048), []byte("startxref"))
}

func readError(ctx context.Context, src Source, err error) error {
	msg := err.Error()
	switch {
	case ctx.Err() != nil:
		return refuse(CodeTime, ctx.Err(), "Reading this file took longer than allowed. Print it to a new PDF and try that one.")
	case errors.Is(err, pdfcpu.ErrWrongPassword) || strings.Contains(msg, "correct password"):
		return refuse(CodePassword, err, "This file opens only with a password. Enter it, or ask the sender for a copy without one.")
	case errors.Is(err, pdfcpu.ErrPermissionDenied):
		return refuse(CodePassword, err, "This password opens the file but does not allow changing it. Enter the owner's password, or ask for an unprotected copy.")
	case strings.Contains(msg, "ncrypt"):
		return refuse(CodeEncryption, err, "This file uses a kind of encryption that is not supported. Ask the sender for a copy without it.")
	case !endsProperly(src):
		return refuse(CodeTruncated, err, "The end of this file is missing: the download or copy stopped early. Save it again.")
	}
	return refuse(CodeDamaged, err, "This file is damaged and cannot be read. Open it in a PDF viewer, print it to a new PDF, and use that one.")
}

// deref follows references; nil when the object is absent, free or unreadable.
func (g *graph) deref(o types.Object) types.Object {
	for range maxDepth {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		e, ok := g.ctx.Table[ref.ObjectNumber.Value()]
		if !ok || e == nil || e.Free {
			return nil
		}
		var err error
		if o, err = g.ctx.Dereference(ref); err != nil {
			return nil
		}
	}
	return nil
}

// dict returns a dictionary, or a stream's dictionary, or nil.
func (g *graph) dict(o types.Object) types.Dict {
	switch v := g.deref(o).(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	case *types.StreamDict:
		return v.Dict
	}
	return nil
}

func (g *graph) stream(o types.Object) *types.StreamDict {
	switch v := g.deref(o).(type) {
	case types.StreamDict:
		return &v
	case *types.StreamDict:
		return v
	}
	return nil
}

func (g *graph) array(o types.Object) types.Array {
	a, _ := g.deref(o).(types.Array)
	return a
}

func (g *graph) name(o types.Object) string {
	n, _ := g.deref(o).(types.Name)
	return string(n)
}

func (g *graph) number(o types.Object) (float64, bool) {
	switch v := g.deref(o).(type) {
	case types.Integer:
		return float64(v), true
	case types.Float:
		return float64(v), true
	}
	return 0, false
}

func (g *graph) integer(o types.Object) int {
	n, _ := g.number(o)
	return int(n)
}

// raw returns a string object's bytes.
func (g *graph) raw(o types.Object) []byte {
	switch v := g.deref(o).(type) {
	case types.StringLiteral:
		b, err := types.Unescape(string(v))
		if err != nil {
			return []byte(v)
		}
		return b
	case types.HexLiteral:
		return hexBytes(string(v))
	}
	return nil
}

// text returns a text string as UTF-8.
func (g *graph) text(o types.Object) string { return decodeText(g.raw(o)) }

// content returns a stream's decoded bytes, or nil when it cannot be decoded.
func (g *graph) content(sd *types.StreamDict) []byte {
	if sd == nil {
		return nil
	}
	if sd.Content == nil {
		if err := sd.DecodeWithLimit(64 << 20); err != nil {
			return nil
		}
	}
	return sd.Content
}

// isStream tells a stream from a bare dictionary.
func (g *graph) isStream(o types.Object) bool { return g.stream(o) != nil }

// each visits every live object with its number.
func (g *graph) each(visit func(nr int, o types.Object)) {
	for nr, e := range g.ctx.Table {
		if e == nil || e.Free || nr == 0 {
			continue
		}
		if o := g.deref(*types.NewIndirectRef(nr, 0)); o != nil {
			visit(nr, o)
		}
	}
}
