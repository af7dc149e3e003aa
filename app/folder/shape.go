package folder

import (
	"bytes"
	"io"
	"path"
	"strings"
)

// shape says whether a file's end looks like the end of its kind.
type shape uint8

const (
	shapeUnknown shape = iota // a kind without a telling end
	shapeWhole
	shapeCut
)

// zipKinds are the endings of files that are ZIP archives, of which Office documents are the most.
var zipKinds = map[string]bool{
	".zip": true, ".xlsx": true, ".xlsm": true, ".xlsb": true, ".xltx": true, ".docx": true, ".docm": true,
	".dotx": true, ".pptx": true, ".pptm": true, ".vsdx": true, ".odt": true, ".ods": true, ".odp": true, ".jar": true,
}

// Where the ends are found: ISO 32000-2 §7.5.5 puts %%EOF last, viewers look for it in the last
// kilobyte; APPNOTE §4.3.16 allows 65,535 bytes of comment after the 22 of the end record.
const (
	pdfTail = 1024
	zipTail = 65535 + 22
)

// shapeOf looks at the end of a file. It is asked only where the system cannot say who is writing.
func shapeOf(name string, r io.ReaderAt, size int64) shape {
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".pdf":
		return endsWith(r, size, pdfTail, "%%EOF")
	case zipKinds[ext]:
		return endsWith(r, size, zipTail, "PK\x05\x06")
	}
	return shapeUnknown
}

func endsWith(r io.ReaderAt, size int64, tail int64, mark string) shape {
	buf := make([]byte, min(size, tail))
	if _, err := r.ReadAt(buf, size-int64(len(buf))); err != nil && err != io.EOF {
		return shapeCut
	}
	if bytes.Contains(buf, []byte(mark)) {
		return shapeWhole
	}
	return shapeCut
}

// evidence is what is known about a file when it has to be decided whether it is finished.
type evidence struct {
	probe   Probe
	arrived bool // it came whole, by a rename or a move, and nothing was written under its name since
	stable  bool // unchanged for Timing.Stable
	shape   shape
}

type verdict uint8

const (
	publish verdict = iota
	waitWriter
	waitStable
	waitWhole
)

// decide says whether a file is finished. Nobody writing is the proof; a program that keeps a document
// open for its whole session, as Office does, is outweighed by a whole file that arrived by rename and
// rests; and where the system cannot say who writes, the file has to rest and end as its kind ends.
func (e evidence) decide() verdict {
	switch {
	case e.probe == ProbeQuiet:
		return publish
	case e.probe == ProbeBusy && e.arrived && e.stable && e.shape == shapeWhole:
		return publish
	case e.probe == ProbeBusy:
		return waitWriter
	case !e.stable:
		return waitStable
	case e.shape == shapeCut:
		return waitWhole
	}
	return publish
}
