package portal

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Config is what a portal is made of. Relay, Blobs, Short, Mail and Public are
// required.
type Config struct {
	Relay Relay
	Blobs Blobs
	Short Short
	Mail  Mailer
	// Pages holds portal.html and assets/. Nil serves the API alone.
	Pages fs.FS
	// Public is the address clients type, such as https://portal.example.com.
	// With https, cookies are Secure and bound to the host.
	Public *url.URL
	// ClientIP answers the address a request came from, behind whatever proxy
	// was declared. Nil takes the connection's.
	ClientIP func(*http.Request) string
	// MaxFile is the most bytes of one file; 0 is 2 GiB.
	MaxFile int64
	Now     func() time.Time // nil is time.Now
	Random  io.Reader        // nil is crypto/rand
	Log     *slog.Logger     // nil is slog.Default
}

// DefaultMaxFile is the most bytes of one uploaded file.
const DefaultMaxFile = 2 << 30

// Portal serves the page at /portal/, its files under /assets/, and the address
// a firm hands out, /{firm}, which leads to the page. It is an http.Handler;
// mount it at "/", beside whatever has a longer path, and close it when the
// server stops.
type Portal struct {
	relay    Relay
	blobs    Blobs
	short    Short
	pages    fs.FS
	public   *url.URL
	clientIP func(*http.Request) string
	maxFile  int64
	now      func() time.Time
	random   io.Reader
	log      *slog.Logger

	sessions *scs.SessionManager
	handler  http.Handler
	api      huma.API
	post     *post
	streams  streams
	stop     context.CancelFunc
	stopped  context.Context
	closing  sync.Once
}

// New makes a portal. It starts one goroutine that hands over mail; Close ends
// it.
func New(c Config) (*Portal, error) {
	if c.Relay == nil || c.Blobs == nil || c.Short == nil || c.Mail == nil || c.Public == nil {
		return nil, errors.New("portal: Relay, Blobs, Short, Mail and Public are required")
	}
	p := &Portal{
		relay: c.Relay, blobs: c.Blobs, short: c.Short, pages: c.Pages, public: c.Public,
		clientIP: c.ClientIP, maxFile: c.MaxFile, now: c.Now, random: c.Random, log: c.Log,
	}
	p.fillIn()
	p.stopped, p.stop = context.WithCancel(context.Background())
	p.sessions = p.newSessions()
	p.post = newPost(p.stopped, c.Mail, p.log)
	mux := http.NewServeMux()
	p.api = humago.New(mux, apiConfig())
	p.routes(mux)
	p.handler = p.guard(mux)
	return p, nil
}

func (p *Portal) fillIn() {
	if p.clientIP == nil {
		p.clientIP = connectionIP
	}
	if p.maxFile == 0 {
		p.maxFile = DefaultMaxFile
	}
	if p.now == nil {
		p.now = time.Now
	}
	if p.random == nil {
		p.random = rand.Reader
	}
	if p.log == nil {
		p.log = slog.Default()
	}
}

func connectionIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Close ends the live streams and waits until mail under way was handed over
// or ctx ends.
func (p *Portal) Close(ctx context.Context) error {
	var err error
	p.closing.Do(func() { err = p.post.drain(ctx); p.stop() })
	return err
}

// ServeHTTP implements http.Handler.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

const prefix = "/portal/api"

func apiConfig() huma.Config {
	c := huma.DefaultConfig("Tieout client portal", "1")
	c.CreateHooks = nil
	c.Transformers = []huma.Transformer{inOurShape}
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	return c
}

// Spec is the OpenAPI 3.1 description of the API as indented JSON.
func Spec() ([]byte, error) {
	p := &Portal{}
	p.fillIn()
	p.public = &url.URL{Scheme: "https", Host: "portal.invalid"}
	p.sessions = p.newSessions()
	mux := http.NewServeMux()
	p.api = humago.New(mux, apiConfig())
	p.routes(mux)
	return p.specJSON()
}

func (p *Portal) routes(mux *http.ServeMux) {
	p.signInRoutes()
	p.meRoutes()
	p.homeRoutes()
	p.requestRoutes()
	p.uploadRoutes()
	p.documentRoutes()
	p.messageRoutes()
	p.deliverableRoutes()
	mux.HandleFunc("GET "+prefix+"/clients/{client}/live", p.live)
	mux.HandleFunc("GET /portal/files/{client}/{engagement}/documents/{document}/{version}", p.documentFile)
	mux.HandleFunc("GET /portal/files/{client}/{engagement}/deliverables/{deliverable}/{copy}", p.deliverableFile)
	mux.HandleFunc("GET /portal/{$}", p.page)
	mux.HandleFunc("GET /assets/", p.asset)
	mux.HandleFunc("GET /{$}", p.doorOf)
	mux.HandleFunc("GET /{at}", p.doorOf)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { writeProblem(w, notFound()) })
}

// guard is what every request passes: no cross-origin writes, the session, and
// the headers that keep a page to itself.
func (p *Portal) guard(next http.Handler) http.Handler {
	next = p.sessions.LoadAndSave(p.withRequest(next))
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		h.Set("Content-Security-Policy", apiPolicy)
		h.Set("Cache-Control", "no-store")
		if p.public.Scheme == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

const apiPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"
