package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// revision collects objects to append to a file that stays as it is (an
// incremental update, ISO 32000-1 §7.5.6). New objects are numbered above
// everything the file has or refers to, so that a dangling reference in it can
// never start to point at something we add.
type revision struct {
	g       *graph
	src     Source
	next    int
	changed map[int]types.Object
}

func newRevision(ctx context.Context, src Source) (*revision, error) {
	g, err := readGraph(ctx, src, "")
	if err != nil {
		return nil, err
	}
	if g.encrypted {
		return nil, refuse(CodeEncrypted, nil, "An encrypted PDF cannot be added to. Assemble it into a package first; that decrypts it.")
	}
	if len(g.leaves()) == 0 {
		return nil, refuse(CodeNoPages, nil, "This PDF has no pages.")
	}
	next := max(g.survey().maxRef, g.ctx.MaxObjNr) + 1
	if g.ctx.XRefTable.Size != nil {
		next = max(next, *g.ctx.XRefTable.Size)
	}
	return &revision{g: g, src: src, next: next, changed: map[int]types.Object{}}, nil
}

func (r *revision) reserve() int {
	r.next++
	return r.next - 1
}

func (r *revision) set(nr int, o types.Object) { r.changed[nr] = o }

// editable returns a copy of an existing dictionary that will be written anew.
func (r *revision) editable(nr int) types.Dict {
	if d, ok := r.changed[nr].(types.Dict); ok {
		return d
	}
	d := cloneDict(r.g.dict(ref(nr)))
	r.changed[nr] = d
	return d
}

func (r *revision) catalog() types.Dict { return r.editable(r.g.ctx.Root.ObjectNumber.Value()) }

func (r *revision) generation(nr int) int {
	if e := r.g.ctx.Table[nr]; e != nil && e.Generation != nil {
		return *e.Generation
	}
	return 0
}

// bytes is what follows the file: objects, cross-reference section of the kind
// the file ends with (readers do not like kinds mixed), trailer.
func (r *revision) bytes() ([]byte, error) {
	prev, stream, err := lastXRef(r.src)
	if err != nil {
		return nil, err
	}
	out := []byte("\n")
	offsets := map[int]int64{}
	for _, nr := range slices.Sorted(maps.Keys(r.changed)) {
		offsets[nr] = r.src.Size + int64(len(out))
		object := appendIndirect(nil, nr, r.changed[nr])
		if gen := r.generation(nr); gen > 0 {
			object = bytes.Replace(object, fmt.Appendf(nil, "%d 0 obj", nr), fmt.Appendf(nil, "%d %d obj", nr, gen), 1)
		}
		out = append(out, object...)
	}
	trailer := types.Dict{"Root": *r.g.ctx.Root, "Prev": types.Integer(prev), "ID": r.id(out)}
	if r.g.ctx.Info != nil {
		trailer["Info"] = *r.g.ctx.Info
	}
	at := r.src.Size + int64(len(out))
	if stream {
		nr := r.reserve()
		offsets[nr] = at
		out = append(out, r.xrefStream(nr, trailer, offsets)...)
	} else {
		out = append(out, r.xrefTable(trailer, offsets)...)
	}
	return fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", at), nil
}

// id keeps the file's first identifier and changes the second with the content.
func (r *revision) id(content []byte) types.Array {
	sum := sha256.Sum256(content)
	second := types.NewHexLiteral(sum[:16])
	if len(r.g.ctx.ID) > 0 {
		return types.Array{types.NewHexLiteral(r.g.raw(r.g.ctx.ID[0])), second}
	}
	return types.Array{second, second}
}

func (r *revision) xrefTable(trailer types.Dict, offsets map[int]int64) []byte {
	out := []byte("xref\n")
	for _, g := range consecutive(offsets) {
		out = fmt.Appendf(out, "%d %d\n", g[0], len(g))
		for _, nr := range g {
			out = fmt.Appendf(out, "%010d %05d n \n", offsets[nr], r.generation(nr))
		}
	}
	trailer["Size"] = types.Integer(r.next)
	return append(appendObject(append(out, "trailer\n"...), trailer), '\n')
}

func (r *revision) xrefStream(nr int, d types.Dict, offsets map[int]int64) []byte {
	var rows []byte
	var index types.Array
	for _, g := range consecutive(offsets) {
		index = append(index, types.Integer(g[0]), types.Integer(len(g)))
		for _, n := range g {
			var v [8]byte
			binary.BigEndian.PutUint64(v[:], uint64(offsets[n]))
			rows = append(append(rows, 1), v[3:]...)
			rows = binary.BigEndian.AppendUint16(rows, uint16(r.generation(n)))
		}
	}
	d["Type"], d["Size"], d["Index"] = types.Name("XRef"), types.Integer(r.next), index
	d["W"] = types.Array{types.Integer(1), types.Integer(5), types.Integer(2)}
	return appendIndirect(nil, nr, deflated(d, rows))
}

// consecutive groups object numbers into runs.
func consecutive(offsets map[int]int64) [][]int {
	var out [][]int
	for _, nr := range slices.Sorted(maps.Keys(offsets)) {
		if n := len(out); n > 0 && out[n-1][len(out[n-1])-1] == nr-1 {
			out[n-1] = append(out[n-1], nr)
			continue
		}
		out = append(out, []int{nr})
	}
	return out
}

// lastXRef finds where the file's last cross-reference section starts and
// whether it is a stream.
func lastXRef(src Source) (at int64, stream bool, err error) {
	tail := src.tail(2048)
	i := bytes.LastIndex(tail, []byte("startxref"))
	damaged := refuse(CodeDamaged, nil, "The end of this PDF is damaged, so nothing can be added to it. Assemble it into a package first.")
	if i < 0 {
		return 0, false, damaged
	}
	word := (&lexer{b: tail, pos: i + len("startxref")}).next()
	at, e := strconv.ParseInt(strings.TrimSpace(string(word.text)), 10, 64)
	if e != nil || at <= 0 || at >= src.Size {
		return 0, false, damaged
	}
	return at, !bytes.HasPrefix(bytes.TrimLeft(src.window(at, 32), "\r\n\t \x00"), []byte("xref")), nil
}

// joined is a file with its appended revision, without copying the file.
type joined struct {
	src  Source
	tail []byte
}

func (j joined) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	if off < j.src.Size {
		want := min(int64(len(p)), j.src.Size-off)
		m, err := j.src.ReadAt(p[:want], off)
		if int64(m) < want {
			return m, err
		}
		n = m
	}
	if n < len(p) {
		m, err := bytes.NewReader(j.tail).ReadAt(p[n:], off+int64(n)-j.src.Size)
		return n + m, err
	}
	return n, nil
}

func (j joined) source() Source { return Source{j, j.src.Size + int64(len(j.tail))} }

// copyTo streams the file through a hash, so that its bytes are read once.
func copyTo(w io.Writer, src Source) (sum [32]byte, err error) {
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), src.section())
	if err == nil && n != src.Size {
		err = io.ErrUnexpectedEOF
	}
	return [32]byte(h.Sum(nil)), err
}
