package pdf

import (
	"bytes"
	"math"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// appendObject writes an object as it stands in a file. Dictionary keys are
// sorted, so the same object always gives the same bytes.
func appendObject(b []byte, o types.Object) []byte {
	switch v := o.(type) {
	case types.Dict:
		return appendDict(b, v)
	case types.Array:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendObject(b, e)
		}
		return append(b, ']')
	case types.Name:
		return append(append(b, '/'), types.EncodeName(string(v))...)
	case types.Integer:
		return strconv.AppendInt(b, int64(v), 10)
	case types.Float:
		return appendFloat(b, float64(v))
	case types.Boolean:
		return strconv.AppendBool(b, bool(v))
	case types.StringLiteral:
		return append(append(append(b, '('), v...), ')')
	case types.HexLiteral:
		return append(append(append(b, '<'), v...), '>')
	case verbatim:
		return append(b, v...)
	case types.IndirectRef:
		b = strconv.AppendInt(b, int64(v.ObjectNumber), 10)
		b = append(b, ' ')
		b = strconv.AppendInt(b, int64(v.GenerationNumber), 10)
		return append(b, " R"...)
	}
	return append(b, "null"...)
}

func appendDict(b []byte, d types.Dict) []byte {
	keys := make([]string, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b = append(b, "<<"...)
	for _, k := range keys {
		b = append(append(b, '/'), types.EncodeName(k)...)
		b = append(b, ' ')
		b = appendObject(b, d[k])
	}
	return append(b, ">>"...)
}

func appendFloat(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.AppendInt(b, int64(f), 10)
	}
	b = strconv.AppendFloat(b, f, 'f', 8, 64)
	b = bytes.TrimRight(b, "0")
	return bytes.TrimRight(b, ".")
}

// appendIndirect writes "n g obj … endobj". A stream gets a direct /Length.
func appendIndirect(b []byte, nr int, o types.Object) []byte {
	b = strconv.AppendInt(b, int64(nr), 10)
	b = append(b, " 0 obj\n"...)
	if sd, ok := o.(types.StreamDict); ok {
		d := cloneDict(sd.Dict)
		d["Length"] = types.Integer(len(sd.Raw))
		b = appendDict(b, d)
		b = append(b, "\nstream\n"...)
		b = append(b, sd.Raw...)
		b = append(b, "\nendstream"...)
	} else {
		b = appendObject(b, o)
	}
	return append(b, "\nendobj\n"...)
}

// cloneDict copies one level: enough to add or drop keys without touching what
// other pages share.
func cloneDict(d types.Dict) types.Dict {
	c := make(types.Dict, len(d)+2)
	for k, v := range d {
		c[k] = v
	}
	return c
}

func ref(nr int) types.IndirectRef { return *types.NewIndirectRef(nr, 0) }
