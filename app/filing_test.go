package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"tieout/sync/engagement"
)

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
