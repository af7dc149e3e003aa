package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// builder holds the objects of a new document and writes them once. The
// library's own writer stamps the clock and random ids and numbers objects in
// map order; this one gives the same bytes for the same objects.
type builder struct {
	objs []types.Object // number n is objs[n-1]
}

func (b *builder) reserve() int {
	b.objs = append(b.objs, nil)
	return len(b.objs)
}

func (b *builder) set(nr int, o types.Object) { b.objs[nr-1] = o }

// deflated makes a compressed stream.
func deflated(d types.Dict, content []byte) types.StreamDict {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(content) // a bytes.Buffer takes every write
	_ = w.Close()
	d = cloneDict(d)
	d["Filter"] = types.Name("FlateDecode")
	return types.StreamDict{Dict: d, Raw: z.Bytes()}
}

// perObjectStream bounds how much a reader must inflate to reach one object.
const perObjectStream = 200

// place is where an object went: an offset, or an index in an object stream.
type place struct {
	offset int64
	stream int
	index  int
}

// write puts out the whole document: streams as they are, everything else in
// object streams, then a cross-reference stream (ISO 32000-1 §7.5.7–7.5.8).
func (b *builder) write(w io.Writer, version string, root types.IndirectRef, info types.Object) error {
	out := &countingWriter{w: w, hash: sha256.New()}
	fmt.Fprintf(out, "%%PDF-%s\n%%\xE2\xE3\xCF\xD3\n", version)
	places := make([]place, len(b.objs)+1)
	var small []int
	for i, o := range b.objs {
		if _, ok := o.(types.StreamDict); !ok {
			small = append(small, i+1)
			continue
		}
		places[i+1].offset = out.n
		out.Write(appendIndirect(nil, i+1, o))
	}
	for len(small) > 0 {
		n := min(perObjectStream, len(small))
		nr := len(places)
		places = append(places, place{offset: out.n})
		for i, m := range small[:n] {
			places[m] = place{stream: nr, index: i}
		}
		out.Write(appendIndirect(nil, nr, b.objectStream(small[:n])))
		small = small[n:]
	}
	start := out.n
	places = append(places, place{offset: start})
	id := types.NewHexLiteral(out.hash.Sum(nil)[:16])
	xref := types.Dict{"Type": types.Name("XRef"), "Size": types.Integer(len(places)), "Root": root,
		"W": types.Array{types.Integer(1), types.Integer(5), types.Integer(2)}, "ID": types.Array{id, id}}
	if info != nil {
		xref["Info"] = info
	}
	out.Write(appendIndirect(nil, len(places)-1, deflated(xref, xrefRows(places))))
	fmt.Fprintf(out, "startxref\n%d\n%%%%EOF\n", start)
	return out.err
}

func (b *builder) objectStream(nrs []int) types.StreamDict {
	var index, body []byte
	for _, nr := range nrs {
		index = fmt.Appendf(index, "%d %d ", nr, len(body))
		body = append(appendObject(body, b.objs[nr-1]), '\n')
	}
	return deflated(types.Dict{"Type": types.Name("ObjStm"), "N": types.Integer(len(nrs)), "First": types.Integer(len(index))},
		append(index, body...))
}

func xrefRows(places []place) []byte {
	rows := []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}
	for _, p := range places[1:] {
		kind, value, third := byte(1), uint64(p.offset), uint16(0)
		if p.stream > 0 {
			kind, value, third = 2, uint64(p.stream), uint16(p.index)
		}
		var v [8]byte
		binary.BigEndian.PutUint64(v[:], value)
		rows = append(append(rows, kind), v[3:]...)
		rows = binary.BigEndian.AppendUint16(rows, third)
	}
	return rows
}

// countingWriter counts and hashes what passes and keeps the first error.
type countingWriter struct {
	w    io.Writer
	n    int64
	hash interface {
		io.Writer
		Sum([]byte) []byte
	}
	err error
}

func (c *countingWriter) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(p)
	c.hash.Write(p[:n])
	c.n += int64(n)
	c.err = err
	return n, err
}
