package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tieout/sync/pdf"
)

// The test binary is its own PDF worker, as the program is.
func TestMain(m *testing.M) {
	pdf.RunWorkerIfAsked()
	os.Exit(m.Run())
}

// said runs the program and answers its exit code and what it wrote.
func said(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(context.Background(), args, &out, &out)
	return code, out.String()
}

func TestHelpTeaches(t *testing.T) {
	code, out := said(t, "--help")
	for _, want := range []string{"firm create", "--tls-cert", "serve", "doctor", "master key"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("help (%d) does not say %q:\n%s", code, want, out)
		}
	}
	if code, out := said(t, "serve", "--help"); code != 0 || !strings.Contains(out, "TIEOUT_SMTP_PASSWORD") {
		t.Errorf("help of serve (%d) does not name its variables:\n%s", code, out)
	}
}

// What would send documents in clear, or mail from nobody, does not start.
func TestWhatDoesNotStart(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	for want, args := range map[string][]string{
		"without TLS":        {"--listen", "0.0.0.0:8080"},
		"both --tls-cert":    {"--tls-cert", "c.pem"},
		"which address mail": {"--smtp-host", "smtp.example"},
		"--listen wants":     {"--listen", "8080"},
		"where the portal":   {"--listen", "0.0.0.0:8080", "--proxy", "10.0.0.0/8"},
		"unknown flag":       {"--nonsense"},
	} {
		code, out := said(t, append([]string{"serve", "--data", data}, args...)...)
		if code == 0 || !strings.Contains(out, want) {
			t.Errorf("serve %v (%d) does not say %q:\n%s", args, code, want, out)
		}
	}
	if code, out := said(t, "firm", "list", "--data", data); code == 0 || !strings.Contains(out, "there is no data") {
		t.Errorf("a folder that is not there (%d): %s", code, out)
	}
}

// An operator's first hour: a firm, another code, a look at the deployment, a
// backup and its restoration.
func TestTheFirstHour(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	code := regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)
	steps := []struct {
		args []string
		exit int
		want string
	}{
		{[]string{"firm", "create", "Mercer & Boyd", "--administrator", "Dana Whitfield", "--email", "dana@mercerboyd.example"}, 0, "mercer-boyd"},
		{[]string{"firm", "create", "Elsewhere", "--administrator", "X", "--zone", "Nowhere/Land"}, 1, "not a time zone"},
		{[]string{"firm", "list"}, 0, "America/New_York"},
		{[]string{"enrol-code", "mercer-boyd", "dana whitfield"}, 0, "It works once"},
		{[]string{"enrol-code", "mercer-boyd", "nobody"}, 1, "no member of the staff"},
		{[]string{"enrol-code", "nobody", "dana"}, 1, "no such firm"},
		{[]string{"sign-in-link", "x@y.example", "--url", "http://127.0.0.1:8080"}, 1, "no client has a contact"},
		{[]string{"doctor", "--url", "http://portal.example"}, 1, "not https"},
		{[]string{"mail", "mercer-boyd"}, 0, ""},
		{[]string{"backup", data + "-copy"}, 0, "master key is not in it"},
		{[]string{"backup", data + "-copy"}, 1, "exists"},
		{[]string{"restore", data + "-copy"}, 1, "into a new folder"},
	}
	for _, s := range steps {
		exit, out := said(t, append(s.args, "--data", data)...)
		if exit != s.exit || !strings.Contains(out, s.want) {
			t.Errorf("%v: exit %d, want %d and %q:\n%s", s.args, exit, s.exit, s.want, out)
		}
		if s.args[0] == "enrol-code" && s.exit == 0 && !code.MatchString(out) {
			t.Errorf("no code: %s", out)
		}
	}
	exit, out := said(t, "restore", data+"-copy", "--data", data+"-new", "--master-key", data+".master-key")
	if exit != 0 {
		t.Fatalf("restore: %s", out)
	}
	if exit, out = said(t, "firm", "list", "--data", data+"-new", "--master-key", data+".master-key"); exit != 0 || !strings.Contains(out, "Mercer & Boyd") {
		t.Errorf("after the restoration (%d): %s", exit, out)
	}
}

func TestTheSpecificationIsOpenAPI31(t *testing.T) {
	code, out := said(t, "openapi")
	var spec struct {
		OpenAPI string                     `json:"openapi"`
		Paths   map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal([]byte(out), &spec); code != 0 || err != nil || !strings.HasPrefix(spec.OpenAPI, "3.1") {
		t.Fatalf("openapi (%d): %v, %q", code, err, spec.OpenAPI)
	}
	for _, path := range []string{
		"/v1/enrol", "/v1/challenge", "/v1/token", "/v1/push", "/v1/pull", "/v1/blobs/missing", "/v1/blobs/{client}/{sha256}",
		"/v1/blobs/{client}/parts/{sha256}", "/v1/blobs/{client}/commit", "/v1/events", "/v1/filing", "/v1/presence",
		"/v1/enrolments", "/v1/evidence/{engagement}/{deliverable}",
	} {
		if spec.Paths[path] == nil {
			t.Errorf("%s is not described", path)
		}
	}
}

// A font that cannot be used is said at the start, not at the first signature.
func TestFontsAreLookedAtBeforeTheyAreNeeded(t *testing.T) {
	for font, want := range map[string]string{"gone.ttf": "no such file", "main_test.go": "not a font"} {
		code, out := said(t, "serve", "--data", filepath.Join(t.TempDir(), "data"), "--font", font)
		if code == 0 || !strings.Contains(out, "--font") || !strings.Contains(out, want) {
			t.Errorf("--font %s (%d) does not say %q: %s", font, code, want, out)
		}
	}
	if fonts, err := findFonts(nil); err != nil || len(fonts) > len(systemFonts) {
		t.Errorf("%d fonts of the system: %v", len(fonts), err)
	}
}

// The same command checks a sealed file anywhere: no data folder, no relay.
func TestVerifyNeedsNoRelay(t *testing.T) {
	file := filepath.Join("..", "..", "verify", "testdata", "signed.pdf")
	if code, out := said(t, "verify", file); code != 0 || !strings.Contains(out, "Intact:") || !strings.Contains(out, "Origin: unknown") {
		t.Errorf("a sealed file (%d): %s", code, out)
	}
	if code, out := said(t, "verify", file, "--trust", strings.Repeat("ab", 32)); code != 1 {
		t.Errorf("of another origin (%d): %s", code, out)
	}
	if code, out := said(t, "verify", "main_test.go"); code != 1 || !strings.Contains(out, "No seal") {
		t.Errorf("no sealed file (%d): %s", code, out)
	}
	for _, args := range [][]string{{"verify", "gone.pdf"}, {"verify"}, {"verify", file, "--truts", "x"}} {
		if code, out := said(t, args...); code != 2 {
			t.Errorf("%v ends with %d: %s", args, code, out)
		}
	}
	if code, out := said(t, "verify", "--help"); code != 0 || !strings.Contains(out, "Exit code") {
		t.Errorf("its help (%d): %s", code, out)
	}
}
