package synctest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestALargeUploadGoesOnAfterAKill kills a desk (kill -9) at 40 % of a large upload. After its start it
// sends what is missing and nothing else. TIEOUT_BENCH_MB says how large; without it there are 48 MB.
func TestALargeUploadGoesOnAfterAKill(t *testing.T) {
	size := number("TIEOUT_BENCH_MB", 48) << 20
	w := office(t, 61)
	program, err := buildRelay(t.TempDir())
	w.ok("build the relay", err)
	p := w.leave(t, program)
	p.kill("dana") // one desk is to send it
	p.kill("tom")
	c := newCounting(t, p.port, int64(size)*2/5)
	p.line = c.host
	w.ok("save a large file", writeLarge(filepath.Join(w.firms[0].primary.Dir, "To client", "company.qbb"), size))
	p.start("tom")
	<-c.reached
	p.kill("tom")
	before := c.total()
	p.start("tom")
	<-c.recorded
	sent := c.total()
	t.Logf("%d of %d bytes were sent before the kill, %d in all", before, size, sent)
	if before > int64(size)*9/10 {
		t.Errorf("it was killed too late to tell anything")
	}
	if sent > int64(size)*11/10 {
		t.Errorf("%d bytes were sent for a file of %d", sent, size)
	}
	p.back()
	if err := w.firms[0].unsent(w.firms[0].primary); err != nil {
		t.Error(err)
	}
}

func writeLarge(path string, size int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	for at := 0; at < size; at += 1 << 20 {
		if _, err := file.Write(random(uint64(at), 1<<20)); err != nil {
			return err
		}
	}
	return file.Close()
}

// counting is a line to a relay process that counts the bytes of files on it.
type counting struct {
	host     string
	mark     int64
	reached  chan struct{} // closed at mark
	recorded chan struct{} // closed when acts were taken after a large file was

	mu        sync.Mutex
	bytes     int64
	committed bool
}

func newCounting(t *testing.T, port string, mark int64) *counting {
	t.Helper()
	c := &counting{mark: mark, reached: make(chan struct{}), recorded: make(chan struct{})}
	to := &url.URL{Scheme: "http", Host: port}
	proxy := &httputil.ReverseProxy{
		FlushInterval: -1,
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host },
		ModifyResponse: func(r *http.Response) error {
			c.answered(r.Request.URL.Path, r.StatusCode)
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			r.Body = &counted{r.Body, c}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	c.host = strings.TrimPrefix(server.URL, "http://")
	return c
}

func (c *counting) total() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bytes
}

func (c *counting) answered(path string, status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case status != http.StatusOK:
	case strings.HasSuffix(path, "/commit"):
		c.committed = true
	case path == "/v1/push" && c.committed:
		select {
		case <-c.recorded:
		default:
			close(c.recorded)
		}
	}
}

type counted struct {
	io.ReadCloser
	c *counting
}

// Read implements io.Reader.
func (r *counted) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.c.mu.Lock()
	defer r.c.mu.Unlock()
	before := r.c.bytes
	r.c.bytes += int64(n)
	if before < r.c.mark && r.c.bytes >= r.c.mark {
		close(r.c.reached)
	}
	return n, err
}
