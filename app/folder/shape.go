package folder

import (
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"regexp"
	"strconv"
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
	whole := false
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".pdf":
		whole = endsAsPDF(tail(r, size, pdfTail), size)
	case zipKinds[ext]:
		whole = endsAsZIP(r, size)
	default:
		return shapeUnknown
	}
	if whole {
		return shapeWhole
	}
	return shapeCut
}

// tail returns the last bytes of a file, none when they cannot be read.
func tail(r io.ReaderAt, size, most int64) []byte {
	buf := make([]byte, min(size, most))
	if n, err := r.ReadAt(buf, size-int64(len(buf))); n < len(buf) && err != nil {
		return nil
	}
	return buf
}

var startOfXref = regexp.MustCompile(`startxref\s+(\d{1,18})\s+%%EOF`)

// endsAsPDF is true when the last startxref points into the file. It follows no further: many sound
// files have a cross-reference table that only a forgiving reader finds.
func endsAsPDF(end []byte, size int64) bool {
	if !bytes.Contains(end, []byte("%%EOF")) {
		return false
	}
	found := startOfXref.FindAllSubmatch(end, -1)
	if len(found) == 0 {
		return true
	}
	at, err := strconv.ParseInt(string(found[len(found)-1][1]), 10, 64)
	return err == nil && at < size
}

// endsAsZIP is true when the end record is whole and the directory that it names is where it says, right
// before it. The offset may be short by what was put in front of the archive, and all ones in ZIP64.
func endsAsZIP(r io.ReaderAt, size int64) bool {
	end := tail(r, size, zipTail)
	at := bytes.LastIndex(end, []byte("PK\x05\x06"))
	if at < 0 || len(end)-at < 22 || len(end)-at < 22+int(binary.LittleEndian.Uint16(end[at+20:])) {
		return false
	}
	entries, length := binary.LittleEndian.Uint16(end[at+10:]), int64(binary.LittleEndian.Uint32(end[at+12:]))
	if entries == 0 || length == 1<<32-1 {
		return true
	}
	directory := size - int64(len(end)) + int64(at) - length
	mark := make([]byte, 4)
	if _, err := r.ReadAt(mark, directory); directory < 0 || err != nil {
		return false
	}
	return entries == 1<<16-1 || string(mark) == "PK\x01\x02"
}

// evidence is what is known about a file when it has to be decided whether it is finished.
type evidence struct {
	probe   Probe
	arrived bool // it came whole, by a rename or a move, and nothing was written under its name since
	stable  bool // unchanged for Timing.Stable
	vague   bool // its share tells neither identity nor time of change: a save within a tick of its clock may not show
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
// rests; and where the system cannot say who writes, the file has to rest and end as its kind ends. Where a
// save while the file is read might not show, it has to rest for longer than such a save can hide.
func (e evidence) decide() verdict {
	switch {
	case e.vague && !e.stable && e.probe != ProbeBusy:
		return waitStable
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
