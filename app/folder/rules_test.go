package folder

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSafeNames(t *testing.T) {
	for in, want := range map[string]string{
		"W-2.pdf":                      "W-2.pdf",
		"Ana's letter, signed (2).pdf": "Ana's letter, signed (2).pdf",
		"会社 決算.xlsx":                   "会社 決算.xlsx",
		"":                             "file",
		"...":                          "file",
		" . ":                          "file",
		"a.pdf. .":                     "a.pdf",
		"  a.pdf":                      "a.pdf",
		`C:\fakepath\W-2.pdf`:          "W-2.pdf",
		`..\..\evil.exe`:               "evil.exe",
		"../../x":                      "x",
		"dir/":                         "file",
		`Q1: "net" <10%>?.pdf`:         "Q1_ _net_ _10%__.pdf",
		"CON":                          "_CON",
		"con.pdf":                      "_con.pdf",
		"Aux .tar.gz":                  "_Aux .tar.gz",
		"COM1.txt":                     "_COM1.txt",
		"lpt³":                         "_lpt³",
		"COM10.txt":                    "COM10.txt",
		"CONtract.pdf":                 "CONtract.pdf",
		"NUL":                          "_NUL",
		"a\x00b\nc\td.pdf":             "abcd.pdf",
		"photo\u202egnp.exe":           "photognp.exe",
		"\u2066iso\u2069late.pdf":      "isolate.pdf",
		"Re\u0301sume\u0301.pdf":       "R\u00e9sum\u00e9.pdf",
		"bad \xff.pdf":                 "bad _.pdf",
		".htaccess":                    "file.htaccess",
		"~$book.xlsx":                  "filebook.xlsx",
		".tieout-x.part":               "file.tieout-x.part",
		"scan.tmp":                     "scan.tmp.file",
		"Thumbs.db":                    "Thumbs.db.file",
		"desktop.ini":                  "desktop.ini.file",
	} {
		if got := SafeName(in); got != want {
			t.Errorf("SafeName(%+q) = %+q, want %+q", in, got, want)
		}
	}
}

func TestEverySafeNameIsSafe(t *testing.T) {
	odd := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aA.~$ CONcom1\\/:\u202e\u0301\xff{}tmp"))), rapid.StringN(100, 400, 2000))
	rapid.Check(t, func(t *rapid.T) {
		in := odd.Draw(t, "name")
		for n := range 3 {
			name := numbered(SafeName(in), n+1)
			switch {
			case name == "" || len(name) > maxName || !utf8.ValidString(name):
				t.Fatalf("%+q became %+q: %d bytes", in, name, len(name))
			case strings.ContainsAny(name, `<>:"/\|?*`) || strings.ContainsFunc(name, unicode.IsControl):
				t.Fatalf("%+q became %+q: forbidden characters", in, name)
			case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") || strings.HasPrefix(name, "."):
				t.Fatalf("%+q became %+q: hidden, or changed by Windows", in, name)
			case isReserved(name) || isIgnored(name):
				t.Fatalf("%+q became %+q: a device, or a scratch file", in, name)
			}
		}
		if once := SafeName(in); SafeName(once) != once {
			t.Fatalf("%+q became %+q and that %+q", in, once, SafeName(once))
		}
	})
}

// FM14: what clashes gets a name of its own, and nobody ever removes one.
func TestNumberedNamesKeepTheirExtension(t *testing.T) {
	long := strings.Repeat("é", 100)
	for _, c := range []struct {
		name string
		n    int
		want string
	}{
		{"a.pdf", 1, "a.pdf"},
		{"a.pdf", 2, "a (2).pdf"},
		{"a (2).pdf", 3, "a (2) (3).pdf"},
		{"no extension", 2, "no extension (2)"},
		{SafeName(long + ".pdf"), 10, strings.Repeat("é", 85) + " (10).pdf"},
	} {
		if got := numbered(c.name, c.n); got != c.want || len(got) > maxName {
			t.Errorf("numbered(%q, %d) = %q, want %q", c.name, c.n, got, c.want)
		}
	}
}

func TestLaneNamesHaveToWorkOnEveryShare(t *testing.T) {
	if err := DefaultLaneNames().Check(); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "a/b", `a\b`, "CON", "x.", ".hidden", "FROM CLIENT", "q?", "notes.tmp"} {
		names := DefaultLaneNames()
		names[Signed] = bad
		if names.Check() == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestWhatCountsAsFinished(t *testing.T) {
	for _, c := range []struct {
		evidence
		want verdict
	}{
		{evidence{probe: ProbeQuiet}, publish},
		{evidence{probe: ProbeQuiet, shape: shapeCut}, publish},
		{evidence{probe: ProbeQuiet, vague: true}, waitStable},
		{evidence{probe: ProbeQuiet, vague: true, stable: true}, publish},
		{evidence{probe: ProbeBusy, vague: true}, waitWriter},
		{evidence{probe: ProbeBusy}, waitWriter},
		{evidence{probe: ProbeBusy, stable: true, shape: shapeWhole}, waitWriter},
		{evidence{probe: ProbeBusy, arrived: true, shape: shapeWhole}, waitWriter},
		{evidence{probe: ProbeBusy, arrived: true, stable: true, shape: shapeUnknown}, waitWriter},
		{evidence{probe: ProbeBusy, arrived: true, stable: true, shape: shapeCut}, waitWriter},
		{evidence{probe: ProbeBusy, arrived: true, stable: true, shape: shapeWhole}, publish},
		{evidence{probe: ProbeUnable}, waitStable},
		{evidence{probe: ProbeUnable, shape: shapeWhole}, waitStable},
		{evidence{probe: ProbeUnable, stable: true}, publish},
		{evidence{probe: ProbeUnable, stable: true, shape: shapeWhole}, publish},
		{evidence{probe: ProbeUnable, stable: true, shape: shapeCut}, waitWhole},
	} {
		if got := c.decide(); got != c.want {
			t.Errorf("%+v: %d, want %d", c.evidence, got, c.want)
		}
	}
}

func TestTheEndsOfFiles(t *testing.T) {
	var packed bytes.Buffer
	zipped := zip.NewWriter(&packed)
	if w, err := zipped.Create("word/document.xml"); err != nil {
		t.Fatal(err)
	} else if _, err := io.WriteString(w, "<w:document/>"); err != nil || zipped.Close() != nil {
		t.Fatal(err)
	}
	archive := packed.String()
	for _, c := range []struct {
		name, body string
		want       shape
	}{
		{"a.pdf", "%PDF-1.7 … %%EOF\r\n", shapeWhole},
		{"A.PDF", "%PDF-1.7 …", shapeCut},
		{"a.pdf", "%%EOF" + strings.Repeat("x", 2000), shapeCut},
		{"a.pdf", "", shapeCut},
		{"a.xlsx", "PK\x03\x04…PK\x05\x06" + strings.Repeat("\x00", 18), shapeWhole},
		{"a.docx", "PK\x03\x04…", shapeCut},
		{"a.docx", archive, shapeWhole},
		{"a.docx", "in front" + archive, shapeWhole},
		{"a.docx", archive[:len(archive)-1], shapeCut},
		{"a.docx", archive[:len(archive)-60] + archive[len(archive)-22:], shapeCut}, // the directory is not there
		{"a.pdf", "%PDF-1.7 startxref\n9\n%%EOF\n", shapeWhole},
		{"a.pdf", "%PDF-1.7 startxref\n4711\n%%EOF\n", shapeCut}, // points behind the end
		{"a.csv", "1,2", shapeUnknown},
	} {
		if got := shapeOf(c.name, bytes.NewReader([]byte(c.body)), int64(len(c.body))); got != c.want {
			t.Errorf("%s %.20q: %d, want %d", c.name, c.body, got, c.want)
		}
	}
}

func TestWhatWindowsErrorsMean(t *testing.T) {
	for _, c := range []struct {
		code    uint32
		probe   Probe
		meaning error
		claim   error
	}{
		{0, ProbeQuiet, nil, nil},
		{winSharingViolation, ProbeBusy, ErrInUse, ErrClaimed},
		{winLockViolation, ProbeBusy, ErrInUse, ErrInUse},
		{winDeletePending, ProbeBusy, ErrInUse, ErrClaimed},
		{winFileNotFound, ProbeBusy, fs.ErrNotExist, fs.ErrNotExist},
		{winAccessDenied, ProbeUnable, fs.ErrPermission, fs.ErrPermission},
		{winAlreadyExists, ProbeUnable, fs.ErrExist, fs.ErrExist},
		{winFileExists, ProbeUnable, fs.ErrExist, fs.ErrExist},
		{winDiskFull, ProbeUnable, ErrDiskFull, ErrDiskFull},
		{winHandleDiskFull, ProbeUnable, ErrDiskFull, ErrDiskFull},
		{winWriteProtect, ProbeUnable, ErrReadOnly, ErrReadOnly},
		{64, ProbeUnable, nil, nil}, // the network name is no longer available
	} {
		if got := winProbe(c.code); got != c.probe {
			t.Errorf("probe %d: %d, want %d", c.code, got, c.probe)
		}
		if got := winMeaning(c.code); !errors.Is(got, c.meaning) {
			t.Errorf("meaning %d: %v, want %v", c.code, got, c.meaning)
		}
		if got := winClaim(c.code); !errors.Is(got, c.claim) {
			t.Errorf("claim %d: %v, want %v", c.code, got, c.claim)
		}
	}
}

// FM30
func TestWhatStandsForAFileOnWindows(t *testing.T) {
	const symlink, junction, cloud = 0xA000000C, 0xA0000003, 0x9000001A
	for _, c := range []struct {
		attributes, tag uint32
		want            reparseStep
	}{
		{0x20, 0, reparsePlain},
		{0x20, symlink, reparsePlain}, // the tag means something only with the attribute
		{winReparsePoint, winTagDedup, reparseFollow},
		{winReparsePoint, symlink, reparseRefuse},
		{winReparsePoint, cloud, reparseRefuse},
		{winReparsePoint | winDirectory, junction, reparseRefuse},
		{winDirectory, 0, reparseRefuse},
	} {
		if got := winReparse(c.attributes, c.tag); got != c.want {
			t.Errorf("attributes %#x, tag %#x: %d, want %d", c.attributes, c.tag, got, c.want)
		}
	}
}

func TestHowAServerAnswersWhoAsksForASecondName(t *testing.T) {
	for code, want := range map[uint32]linkStep{
		0: linkDone, winNotSupported: linkUnable, winInvalidFunction: linkUnable, winAccessDenied: linkUnable,
		winAlreadyExists: linkFailed, winFileExists: linkFailed, winSharingViolation: linkFailed, winFileNotFound: linkFailed,
		64: linkFailed, // the network name is no longer available: it may have been done
	} {
		if got := winLink(code); got != want {
			t.Errorf("code %d: %d, want %d", code, got, want)
		}
	}
}

func TestHowManyMissingAreTooMany(t *testing.T) {
	for _, c := range []struct {
		missing, known int
		want           bool
	}{
		{1, 1, false}, {2, 2, true}, {2, 3, false}, {10, 11, false}, {11, 20, true}, {10, 10, true},
		{11, 60, false}, {20, 100, false}, {21, 100, true}, {0, 0, false},
	} {
		if got := tooMany(c.missing, c.known); got != c.want {
			t.Errorf("%d of %d: %v", c.missing, c.known, got)
		}
	}
}

func TestAFileIsGoneOnlyAfterTwoListingsApart(t *testing.T) {
	now := time.Now()
	a := absence{since: map[string]time.Time{}}
	lacking := map[string]Observation{"k": {}}
	weigh := func(after time.Duration, lacking map[string]Observation) int {
		now = now.Add(after)
		next, proven := a.weighed(lacking, 9, now, 5*time.Second)
		a = next
		return len(proven)
	}
	if weigh(0, lacking) != 0 || weigh(time.Second, lacking) != 0 {
		t.Error("believed too early")
	}
	if weigh(4*time.Second, lacking) != 1 {
		t.Error("not believed after two listings")
	}
	weigh(time.Second, nil) // it is back
	if weigh(10*time.Second, lacking) != 0 {
		t.Error("evidence from before it was back was used")
	}
	a = a.doubted()
	if weigh(10*time.Second, lacking) != 0 {
		t.Error("evidence from before a doubt was used")
	}
}

func TestHintsOfOnePathBecomeOne(t *testing.T) {
	arrived, wrote, left := Hint{Path: "p", Arrived: true}, Hint{Path: "p", Wrote: true}, Hint{Path: "p", Left: true}
	for _, c := range []struct {
		said []Hint
		want Hint
	}{
		{[]Hint{arrived, wrote, wrote}, Hint{Path: "p", Arrived: true, Wrote: true}},
		{[]Hint{wrote, arrived}, arrived}, // replaced by rename: the writes were into the old file
		{[]Hint{wrote, left}, left},
		{[]Hint{left, arrived}, arrived},
		{[]Hint{left, arrived, wrote}, Hint{Path: "p", Arrived: true, Wrote: true}},
	} {
		box := NewHintBox()
		for _, h := range c.said {
			box.Add(h)
		}
		<-box.Wake()
		if got, lost := box.Take(); lost || len(got) != 1 || got[0] != c.want {
			t.Errorf("%+v became %+v", c.said, got)
		}
	}
}

func TestTooManyHintsBecomeAScan(t *testing.T) {
	box := NewHintBox()
	for i := range maxHints + 1 {
		box.Add(Hint{Path: fmt.Sprint(i)})
	}
	if hints, lost := box.Take(); !lost || len(hints) != maxHints {
		t.Errorf("%d hints, lost: %v", len(hints), lost)
	}
	if hints, lost := box.Take(); lost || len(hints) != 0 {
		t.Error("taken twice")
	}
}

func TestOwnerFiles(t *testing.T) {
	for _, c := range []struct {
		owner, doc string
		want       bool
	}{
		{"~$book.xlsx", "book.xlsx", true},
		{"~$port 2025.docx", "Report 2025.docx", true},
		{"~$other.xlsx", "book.xlsx", false},
		{".~lock.book.ods#", "book.ods", true},
		{".~lock.book.ods", "book.ods", false},
		{"book.xlsx", "book.xlsx", false},
	} {
		if got := ownsBy(c.owner, c.doc); got != c.want {
			t.Errorf("%q of %q: %v", c.owner, c.doc, got)
		}
	}
	for body, want := range map[string]string{
		"\x0aAna Miller" + strings.Repeat(" ", 44): "Ana Miller",
		"\x04J\xfcrg": "Jürg",
		"\xffshort":   "",
		"":            "",
	} {
		if got := officeOwner([]byte(body)); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

func TestOwnerFilesOfLibreOffice(t *testing.T) {
	for body, want := range map[string]string{
		"Ana Miller,ana,pc-7,21.11.2026 14:02,file:///home/ana/.config/libreoffice/4;": "Ana Miller",
		",ana,pc-7,21.11.2026 14:02,file:///home/ana/.config/libreoffice/4;":           "ana",
		",,pc-7,21.11.2026 14:02,;": "",
		"":                          "",
		"\x00\x00":                  "",
	} {
		if got := libreOwner(body); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

func TestMappingsStayInsideTheRoot(t *testing.T) {
	for path, ok := range map[string]bool{
		"Clients/Acme/2025": true, ".": true, "": false, "/Clients": false, "../x": false, "a/../../x": false,
		"a//b": false, `a\b`: false, "a/": false,
	} {
		if err := (Mapping{ID: "m", RootID: "r", Path: path}).Check(); (err == nil) != ok {
			t.Errorf("%q: %v", path, err)
		}
	}
}
