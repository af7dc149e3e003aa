package app_test

import (
	"errors"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// slowAnswer is an answer with a file of which only the first bytes come, until more are let through.
type slowAnswer struct {
	path   string
	upTo   atomic.Int64
	moved  chan struct{} // readable once more come, or the line breaks
	broken atomic.Bool
	asked  atomic.Int64 // where the last call began
	read   atomic.Int64 // bytes that came in all calls
}

// comesSlowly has the bytes of a client come up to a place.
func (c *computer) comesSlowly(j job, ref engagement.BlobRef, upTo int64) *slowAnswer {
	s := &slowAnswer{path: "/v1/blobs/" + j.client + "/" + string(ref), moved: make(chan struct{}, 1)}
	s.upTo.Store(upTo)
	c.line.slow.Store(s)
	return s
}

// letThrough lets more come.
func (s *slowAnswer) letThrough(upTo int64) {
	s.upTo.Store(upTo)
	s.moved <- struct{}{}
}

// goOn lets the rest through.
func (s *slowAnswer) goOn() { s.letThrough(math.MaxInt64) }

// breaks breaks the line, or mends it.
func (s *slowAnswer) breaks(is bool) {
	s.broken.Store(is)
	select {
	case s.moved <- struct{}{}:
	default:
	}
}

func (s *slowAnswer) of(r *http.Request, from io.ReadCloser) io.ReadCloser {
	b := &slowBody{ReadCloser: from, s: s, r: r}
	if after, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes="); ok {
		b.at, _ = strconv.ParseInt(strings.TrimSuffix(after, "-"), 10, 64)
	}
	s.asked.Store(b.at)
	return b
}

type slowBody struct {
	io.ReadCloser
	s  *slowAnswer
	r  *http.Request
	at int64
}

func (b *slowBody) Read(p []byte) (int, error) {
	for b.at >= b.s.upTo.Load() && !b.s.broken.Load() {
		select {
		case <-b.s.moved:
		case <-b.r.Context().Done():
			return 0, b.r.Context().Err()
		}
	}
	if b.s.broken.Load() {
		return 0, errors.New("connection reset by peer")
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.s.upTo.Load()-b.at)])
	b.at += int64(n)
	b.s.read.Add(int64(n))
	return n, err
}

// fetches holds the answer with bytes of a client until the line is let go on.
func (c *computer) fetches(j job, ref engagement.BlobRef) *lateAnswer {
	return c.line.keep("/v1/blobs/" + j.client + "/" + string(ref))
}

// filed reads what was filed of Ruth's answers under a name, or says that nothing was.
func (o *office) filed(j job, name string) (content string, is bool) {
	o.Helper()
	at, err := filepath.Glob(filepath.Join(j.dir, "From client", "*", name))
	must(o, err)
	if len(at) == 0 {
		return "", false
	}
	raw, err := os.ReadFile(at[0])
	must(o, err)
	return string(raw), true
}

// A client sends something large over a slow line. What others send meanwhile is filed, and the large file when
// it has come.
func TestALargeUploadHoldsUpNobodyElsesFiling(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.UnbindRoot(j.root))
	large := noise(9 << 20)
	ref := o.uploadAs(j, "D1", "company.qbb", large)
	coming := dana.fetches(j, ref)
	dana.level()
	dana.bind(j)
	<-coming.here
	o.upload(j, "statement.txt", "a statement")
	dana.explains(j, "statement.txt", "filed")
	if _, is := o.filed(j, "company.qbb"); is {
		t.Fatal("the large file is there already: it holds up nothing")
	}
	close(coming.end)
	dana.explains(j, "company.qbb", "filed")
	if got, _ := o.filed(j, "company.qbb"); got != large {
		t.Errorf("%d other bytes were filed", len(got))
	}
}

// Of two files of one name the one that came first gets it, though it is large and comes slowly.
func TestTwoUploadsOfOneNameKeepTheirOrder(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.UnbindRoot(j.root))
	large := noise(9 << 20)
	ref := o.uploadAs(j, "D1", "scan.pdf", large)
	o.uploadAs(j, "D2", "Scan.pdf", "the page that was missing")
	o.upload(j, "another.txt", "something else")
	coming := dana.fetches(j, ref)
	dana.level()
	dana.bind(j)
	<-coming.here
	dana.explains(j, "another.txt", "filed")
	close(coming.end)
	dana.until("both are filed", func() bool { _, second := o.filed(j, "Scan (2).pdf"); return second })
	first, _ := o.filed(j, "scan.pdf")
	second, _ := o.filed(j, "Scan (2).pdf")
	if first != large || second != "the page that was missing" {
		t.Errorf("scan.pdf has %d bytes, Scan (2).pdf %q", len(first), second)
	}
}

// While a large file comes the panel and the list behind the pill say how far it is.
func TestAnUploadThatComesSaysHowFarItIs(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.UnbindRoot(j.root))
	ref := o.uploadAs(j, "D1", "company.qbb", noise(12<<20))
	slow := dana.comesSlowly(j, ref, 3*blob.PartSize)
	dana.level()
	dana.bind(j)
	dana.until("a quarter is there", func() bool {
		coming := dana.status().Coming
		return len(coming) == 1 && coming[0].Progress == 0.25
	})
	i := dana.status().Coming[0]
	if !strings.HasPrefix(i.Figures, "3.1 MB of 12.6 MB") || i.Version == "" || i.State != "filing" || !strings.Contains(i.Why, "on its way to this computer") {
		t.Errorf("the list behind the pill has %+v", i)
	}
	x := dana.explain(j, "company.qbb")
	if x.Code != "filing" || x.Tie != "moving" || !strings.Contains(x.Why, "3.1 MB of 12.6 MB") || !strings.Contains(x.Why, "safe at the relay") {
		t.Errorf("asked, it says %+v", x)
	}
	slow.goOn()
	dana.explains(j, "company.qbb", "filed")
	dana.until("nothing comes", func() bool { return len(dana.status().Coming) == 0 })
}

// halfOfALargeUpload is an office in whose computer half of something large has come when the line broke.
func halfOfALargeUpload(t *testing.T) (o *office, dana *computer, j job, large string, slow *slowAnswer) {
	t.Helper()
	o = newOffice(t)
	dana = o.newComputer()
	dana.time = &hasty{}
	dana.start()
	o.enrol(dana, o.admin)
	j = o.acme(dana, o.admin)
	must(t, dana.UnbindRoot(j.root))
	large = noise(12 << 20)
	ref := o.uploadAs(j, "D1", "company.qbb", large)
	slow = dana.comesSlowly(j, ref, 6*blob.PartSize)
	dana.level()
	dana.bind(j)
	dana.until("half of it is there", func() bool {
		coming := dana.status().Coming
		return len(coming) == 1 && coming[0].Progress == 0.5
	})
	slow.breaks(true)
	dana.explains(j, "company.qbb", "filing-again")
	return o, dana, j, large, slow
}

// The line breaks while something large comes, for good this time. What is here already is not fetched again, not
// even by a computer that was switched off meanwhile.
func TestALargeUploadThatBreaksOffGoesOnWhereItWas(t *testing.T) {
	for name, meanwhile := range map[string]func(*computer){
		"after a while":   func(*computer) {},
		"after a restart": func(c *computer) { c.stop() },
	} {
		t.Run(name, func(t *testing.T) {
			o, dana, j, large, slow := halfOfALargeUpload(t)
			meanwhile(dana)
			slow.read.Store(0)
			slow.upTo.Store(math.MaxInt64)
			slow.breaks(false)
			if dana.prog == nil {
				dana.start()
			}
			dana.explains(j, "company.qbb", "filed")
			if got, _ := o.filed(j, "company.qbb"); got != large {
				t.Errorf("%d other bytes were filed", len(got))
			}
			if from, came := slow.asked.Load(), slow.read.Load(); from < 5*blob.PartSize || from+came != int64(len(large)) {
				t.Errorf("half was there, and %d bytes were fetched from %d on", came, from)
			}
		})
	}
}

// What is left of a file that came in part has rotted: it is fetched from there on.
func TestWhatCameInPartIsNotBelievedUnread(t *testing.T) {
	o, dana, j, large, slow := halfOfALargeUpload(t)
	dana.stop()
	dana.spoilsWhatItKeeps()
	slow.upTo.Store(math.MaxInt64)
	slow.breaks(false)
	dana.start()
	dana.explains(j, "company.qbb", "filed")
	if got, _ := o.filed(j, "company.qbb"); got != large || slow.asked.Load() != 0 {
		t.Errorf("%d other bytes were filed, fetched from %d on", len(got), slow.asked.Load())
	}
}

// Two clients send something large. The smaller one, which came later, does not wait for the other, which goes on
// where it was.
func TestALargeUploadMakesWayForASmallerOne(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.UnbindRoot(j.root))
	large, smaller := noise(24<<20), noise(9<<20)
	ref := o.uploadAs(j, "D1", "company.qbb", large)
	slow := dana.comesSlowly(j, ref, 5*blob.PartSize)
	dana.level()
	dana.bind(j)
	dana.until("it comes", func() bool { coming := dana.status().Coming; return len(coming) == 1 && coming[0].Progress > 0 })
	o.upload(j, "scans.pdf", smaller)
	dana.level()
	slow.letThrough(20 * blob.PartSize)
	dana.explains(j, "scans.pdf", "filed")
	if _, is := o.filed(j, "company.qbb"); is {
		t.Fatal("the large file is there already: it made no way")
	}
	slow.goOn()
	dana.explains(j, "company.qbb", "filed")
	if got, _ := o.filed(j, "company.qbb"); got != large || slow.asked.Load() != 0 {
		t.Errorf("%d other bytes were filed, fetched from %d on", len(got), slow.asked.Load())
	}
}
