package pdf

import (
	"bytes"
	"context"
	"crypto/md5"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// embedded is a file specification in the name tree of attached files.
type embedded struct {
	key  []byte
	spec types.Object
}

// attach stores a file's bytes as an attachment.
func attach(to objects, a Attachment, at time.Time) (embedded, error) {
	content, err := io.ReadAll(a.Source.section())
	if err != nil {
		return embedded{}, fmt.Errorf("read the attachment %q: %w", a.Name, err)
	}
	// ISO 32000-1 table 46 asks for MD5 as a checksum; it protects nothing.
	sum := md5.Sum(content)
	params := types.Dict{"Size": types.Integer(len(content)), "CheckSum": types.NewHexLiteral(sum[:])}
	if !at.IsZero() {
		params["ModDate"], params["CreationDate"] = dateString(at), dateString(at)
	}
	d := types.Dict{"Type": types.Name("EmbeddedFile"), "Params": params}
	if a.MIME != "" {
		d["Subtype"] = types.Name(a.MIME)
	}
	file := add(to, deflated(d, content))
	spec := types.Dict{"Type": types.Name("Filespec"), "F": textString(a.Name), "UF": textString(a.Name),
		"EF": types.Dict{"F": file, "UF": file}, "AFRelationship": types.Name("Data")}
	if a.Description != "" {
		spec["Desc"] = textString(a.Description)
	}
	return embedded{hexBytes(string(textString(a.Name))), add(to, spec)}, nil
}

// Attached writes the bytes of the attached file of that name and says whether
// there is one. Of several, the one that was attached last counts. What a file
// brings along proves nothing by itself: see Verify.
func Attached(ctx context.Context, w io.Writer, src Source, name string) (found bool, err error) {
	defer catch(&err)
	g, err := readGraph(ctx, src, "")
	if err != nil {
		return false, err
	}
	var spec types.Dict
	g.nameTree(g.dict(g.root["Names"])["EmbeddedFiles"], func(_ []byte, o types.Object) {
		if d := g.dict(o); g.fileSpecName(d) == name {
			spec = d
		}
	})
	if spec == nil {
		return false, nil
	}
	files := g.dict(spec["EF"])
	content := g.content(g.stream(files["F"]))
	if content == nil {
		return true, refuse(CodeDamaged, nil, "The file %q inside this PDF cannot be read.", name)
	}
	if _, err := w.Write(content); err != nil {
		return true, fmt.Errorf("write the attached file: %w", err)
	}
	return true, nil
}

// embeddedTree is the name tree of old and new files as one sorted leaf.
func embeddedTree(old, files []embedded) types.Dict {
	all := append(slices.Clone(old), files...)
	slices.SortStableFunc(all, func(a, b embedded) int { return bytes.Compare(a.key, b.key) })
	var names types.Array
	for _, f := range all {
		names = append(names, types.NewHexLiteral(f.key), f.spec)
	}
	return types.Dict{"Names": names}
}

func specs(files []embedded) types.Array {
	var a types.Array
	for _, f := range files {
		a = append(a, f.spec)
	}
	return a
}

func sortedKeys(d types.Dict) []string {
	keys := make([]string, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
