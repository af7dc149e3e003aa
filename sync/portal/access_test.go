package portal_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"tieout/sync/portal"
	"tieout/sync/portal/portaltest"
)

// endpoints is every way to Acme's data, with ids that are there.
func endpoints() []struct {
	method, path string
	body         any
} {
	const (
		c      = api + "/clients/acme"
		e      = c + "/engagements/acme-2025"
		letter = c + "/engagements/acme-letter/deliverables/deliverable-letter"
		files  = "/portal/files/acme/"
	)
	sum := strings.Repeat("0", 64)
	return []struct {
		method, path string
		body         any
	}{
		{"GET", c + "/home", nil},
		{"GET", c + "/requests", nil},
		{"GET", c + "/documents", nil},
		{"GET", c + "/messages", nil},
		{"GET", c + "/live", nil},
		{"GET", c + "/uploads/unknown", nil},
		{"GET", letter, nil},
		{"GET", files + "acme-letter/deliverables/deliverable-letter/document", nil},
		{"GET", files + "acme-2024/deliverables/deliverable-2024/signed", nil},
		{"GET", files + "acme-2024/deliverables/deliverable-2024/evidence", nil},
		{"GET", files + "acme-2025/documents/doc-req-bank/unknown", nil},
		{"POST", c + "/uploads", map[string]any{"name": "a.pdf", "size": 3}},
		{"PUT", c + "/uploads/unknown/parts/0?sha256=" + sum, []byte("abc")},
		{"POST", c + "/uploads/unknown/commit", map[string]any{"sha256": sum}},
		{"POST", e + "/requests/req-van/answer", map[string]any{"key": "12345678", "answer": "none", "uploads": []string{}}},
		{"POST", e + "/documents", map[string]any{"key": "12345678", "uploads": []string{"x"}}},
		{"POST", e + "/messages", map[string]any{"key": "12345678", "text": "hello"}},
		{"POST", e + "/messages/read", map[string]any{}},
		{"POST", letter + "/consent", map[string]any{"sum": sum, "text": sum}},
		{"POST", letter + "/sign", map[string]any{"sum": sum, "plan": sum, "name": "R"}},
		{"POST", letter + "/decline", map[string]any{"sum": sum}},
	}
}

func TestNobodyElseReachesAClient(t *testing.T) {
	s := newStage(t)
	gone := s.signedIn(portaltest.SamuelMail)
	s.Revoke(portaltest.Acme, portaltest.Samuel)
	for _, who := range []struct {
		name    string
		browser *browser
		status  int
		code    string
	}{
		{"nobody", s.browser(), http.StatusUnauthorized, "sign-in"},
		{"a contact of another client", s.signedIn(portaltest.InesMail), http.StatusNotFound, "not-found"},
		{"a contact of another firm", s.signedIn(portaltest.OlgaMail), http.StatusNotFound, "not-found"},
		{"a contact whose access was withdrawn", gone, http.StatusForbidden, "ended"},
	} {
		for _, e := range endpoints() {
			t.Run(who.name+" "+e.method+" "+e.path, func(t *testing.T) {
				who.browser.do(e.method, e.path, e.body).want(t, who.status, who.code)
			})
		}
	}
}

// TestRuthReachesAllOfIt is the control: the same requests are not turned away
// at the gate when they are hers.
func TestRuthReachesAllOfIt(t *testing.T) {
	s := newStage(t)
	ruth := s.signedIn(portaltest.RuthMail)
	for _, e := range endpoints() {
		if strings.HasSuffix(e.path, "/live") {
			continue
		}
		r := ruth.do(e.method, e.path, e.body)
		unknown := strings.Contains(e.path, "unknown") || strings.HasSuffix(e.path, "/documents") && e.method == "POST"
		if r.problem.Code == "sign-in" || r.problem.Code == "ended" || r.StatusCode >= 500 || (r.StatusCode == http.StatusNotFound) != unknown {
			t.Errorf("%s %s: %d %s", e.method, e.path, r.StatusCode, r.body)
		}
	}
}

// TestEveryEndpointIsInTheTable reads the published description: an endpoint
// that is added without its line above fails here.
func TestEveryEndpointIsInTheTable(t *testing.T) {
	spec, err := portal.Spec()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range regexp.MustCompile(`"(/portal/api/clients/[^"]*)": \{`).FindAllStringSubmatch(string(spec), -1) {
		pattern := regexp.MustCompile("^" + regexp.MustCompile(`\{\w+\}`).ReplaceAllString(path[1], `[^/?]+`) + `(\?.*)?$`)
		found := false
		for _, e := range endpoints() {
			found = found || pattern.MatchString(e.path)
		}
		if !found {
			t.Errorf("%s is not in the table", path[1])
		}
	}
}

func TestAnotherContactOfTheClientDoesNotReachWhatWasNotSentToThem(t *testing.T) {
	s := newStage(t)
	samuel := s.signedIn(portaltest.SamuelMail)
	samuel.do("GET", api+"/clients/acme/home", nil).want(t, http.StatusOK, "")
	samuel.do("GET", api+"/clients/acme/engagements/acme-letter/deliverables/deliverable-letter", nil).want(t, http.StatusNotFound, "not-found")
	samuel.do("GET", "/portal/files/acme/acme-letter/deliverables/deliverable-letter/document", nil).want(t, http.StatusNotFound, "not-found")
	docs := samuel.do("GET", api+"/clients/acme/documents", nil)
	if strings.Contains(string(docs.body), "deliverable-letter") || !strings.Contains(string(docs.body), "doc-financials") {
		t.Errorf("Samuel's documents: %s", docs.body)
	}
}

func TestPagesKeepToThemselves(t *testing.T) {
	s := newStage(t)
	for path, cache := range map[string]string{"/portal/": "no-cache", "/assets/app.js": "public, max-age=31536000, immutable", api + "/welcome": "no-store"} {
		r := s.browser().do("GET", path, nil).want(t, http.StatusOK, "")
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "default-src 'none'") ||
			r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers %v", path, r.Header)
		}
		if r.Header.Get("Cache-Control") != cache {
			t.Errorf("%s: cached as %q", path, r.Header.Get("Cache-Control"))
		}
	}
	for _, path := range []string{"/portal/desktop.html", "/portal/../go.mod", "/assets/", "/assets/../desktop.html", "/portal/nothing", "/desktop.html", "/no-such-firm"} {
		if r := s.browser().do("GET", path, nil); r.StatusCode == http.StatusOK {
			t.Errorf("%s was served", path)
		}
	}
}

func TestTheAddressAFirmHandsOutLeadsToItsPage(t *testing.T) {
	s := newStage(t)
	for path, lands := range map[string]string{"/": "/portal/", "/portal": "/portal/", "/northway": "/portal/?at=northway"} {
		r := s.browser().do("GET", path, nil).want(t, http.StatusOK, "")
		if got := r.Request.URL.RequestURI(); got != lands {
			t.Errorf("%s leads to %s", path, got)
		}
	}
	for at, name := range map[string]string{"northway": "Northway Tax", "nobody": "", "": ""} {
		if w := read[portal.Welcome](t, s.browser().do("GET", api+"/welcome?at="+at, nil)); w.Firm != name || w.Me != nil || w.Ended {
			t.Errorf("%q is welcomed by %q", at, w.Firm)
		}
	}
}

// compact leaves the layout of the file to the formatter of the pages.
func compact(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestSpecIsTheOneThePagesWereBuiltFrom holds frontend/src/portal/api.json
// against this code. TIEOUT_WRITE_SPEC=1 writes it.
func TestSpecIsTheOneThePagesWereBuiltFrom(t *testing.T) {
	const path = "../../frontend/src/portal/api.json"
	spec, err := portal.Spec()
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("TIEOUT_WRITE_SPEC") != "" {
		if err := os.WriteFile(path, spec, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(compact(t, stored), compact(t, spec)) {
		t.Error("the API changed: run `npm run portal-api` in frontend/ and look at what the pages make of it")
	}
}
