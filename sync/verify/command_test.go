package verify_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/sync/pdf"
	"tieout/sync/proof"
	"tieout/sync/verify"
)

// run is the command; it answers the exit code and what it printed.
func run(t *testing.T, c verify.Command) (int, string) {
	t.Helper()
	var out bytes.Buffer
	err := c.Run(t.Context(), &out)
	if err == nil {
		return verify.ExitYes, out.String()
	}
	var coded interface{ ExitCode() int }
	if !errors.As(err, &coded) {
		t.Fatalf("%v has no exit code", err)
	}
	return coded.ExitCode(), out.String() + err.Error()
}

// laid puts files in a folder and answers it.
func laid(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAStrangerChecksAFileOnTheCommandLine(t *testing.T) {
	file, evidence := read(t, golden), read(t, goldenEvidence)
	r, err := proof.Read(evidence)
	if err != nil {
		t.Fatal(err)
	}
	der := r.SealCertificates()[0]
	_, seal := goldenTrust(t)
	dir := laid(t, map[string][]byte{
		"a.pdf": file, "a.evidence.json": evidence, "alone.pdf": file, "elsewhere.json": evidence,
		"cert.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), "cert.der": der, "not.pem": []byte("hello"),
		"forged.pdf": changed(file, 200, 'x'), "longer.pdf": append(bytes.Clone(file), '\n'), "text.pdf": []byte("hello"), "empty.pdf": nil,
		"mine.pdf": resealed(t),
	})
	in := func(name string) string { return filepath.Join(dir, name) }
	finger := hex.EncodeToString(seal.Seals[0][:])
	colons := strings.Join(pairs(finger), ":")
	for name, c := range map[string]struct {
		cmd  verify.Command
		code int
		says []string
	}{
		"nothing known":       {verify.Command{File: in("a.pdf")}, 0, []string{"\nIntact:", "\nOrigin: unknown", "Signed by ", finger, "over exactly these bytes"}},
		"a PEM certificate":   {verify.Command{File: in("a.pdf"), Trust: []string{in("cert.pem")}}, 0, []string{"Origin: the firm you said you trust"}},
		"a DER certificate":   {verify.Command{File: in("alone.pdf"), Trust: []string{in("cert.der")}}, 0, []string{"No evidence file beside it", "you said you trust"}},
		"a fingerprint":       {verify.Command{File: in("a.pdf"), Trust: []string{colons}}, 0, []string{"you said you trust"}},
		"another fingerprint": {verify.Command{File: in("a.pdf"), Trust: []string{strings.Repeat("ab", 32)}}, 1, []string{"\nIntact:", "Origin: unknown", "not from a firm that you trust"}},
		"evidence elsewhere":  {verify.Command{File: in("alone.pdf"), Evidence: in("elsewhere.json")}, 0, []string{"over exactly these bytes"}},
		"a pinned seal":       {verify.Command{File: in("a.pdf"), Known: seal}, 0, []string{"this computer was given"}},
		"a changed file":      {verify.Command{File: in("forged.pdf")}, 1, []string{"Not intact: the signed bytes are broken"}},
		"a longer file":       {verify.Command{File: in("longer.pdf")}, 1, []string{"Not intact: the appended data is broken", "1 bytes follow"}},
		"somebody else's":     {verify.Command{File: in("mine.pdf")}, 1, []string{"Not intact: the seal is broken"}},
		"no PDF":              {verify.Command{File: in("text.pdf")}, 1, []string{"No seal was found"}},
		"an empty file":       {verify.Command{File: in("empty.pdf")}, 1, []string{"No seal was found"}},
		"no file":             {verify.Command{File: in("gone.pdf")}, 2, []string{"open the PDF"}},
		"no evidence there":   {verify.Command{File: in("a.pdf"), Evidence: in("gone.json")}, 2, []string{"read the evidence"}},
		"no certificate":      {verify.Command{File: in("a.pdf"), Trust: []string{in("not.pem")}}, 2, []string{"neither a certificate"}},
		"a certificate gone":  {verify.Command{File: in("a.pdf"), Trust: []string{in("gone.pem")}}, 2, []string{"neither a certificate"}},
	} {
		code, said := run(t, c.cmd)
		if code != c.code {
			t.Errorf("%s ends with %d, want %d:\n%s", name, code, c.code, said)
		}
		for _, want := range c.says {
			if !strings.Contains(said, want) {
				t.Errorf("%s does not say %q:\n%s", name, want, said)
			}
		}
	}
}

func pairs(s string) (all []string) {
	for ; len(s) > 1; s = s[2:] {
		all = append(all, s[:2])
	}
	return all
}

func TestAProgramReadsTheAnswer(t *testing.T) {
	dir := laid(t, map[string][]byte{"a.pdf": changed(read(t, golden), 200, 'x'), "a.evidence.json": read(t, goldenEvidence)})
	code, said := run(t, verify.Command{File: filepath.Join(dir, "a.pdf"), JSON: true})
	var answer struct {
		File, SHA256, Broken, Origin string
		Intact                       *bool
		Findings                     []struct{ State, Part, Words string }
		Seal                         struct{ By, SHA256 string }
	}
	if err := json.NewDecoder(strings.NewReader(said)).Decode(&answer); err != nil {
		t.Fatalf("%v:\n%s", err, said)
	}
	if code != verify.ExitNo || answer.File != "a.pdf" || answer.Intact == nil || *answer.Intact || answer.Broken != "signed bytes" ||
		answer.Origin != "unknown" || len(answer.SHA256) != 64 || len(answer.Findings) < 3 || len(answer.Seal.SHA256) != 64 {
		t.Errorf("exit %d, %+v", code, answer)
	}
}

// What a file says of itself does not steer the terminal.
func TestNoFileSteersTheTerminal(t *testing.T) {
	name := "a\x1b[2J\u202e.pdf"
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), read(t, golden), 0o600); err != nil {
		t.Skip("this file system has no such names: " + err.Error())
	}
	if _, said := run(t, verify.Command{File: filepath.Join(dir, name)}); strings.ContainsAny(said, "\x1b\u202e") {
		t.Errorf("it printed %q", said)
	}
}

func TestTheHelpExplainsTheAnswer(t *testing.T) {
	help := new(verify.Command).Help()
	for _, want := range []string{"Intact?", "Origin?", "Exit code", "--trust", string(pdf.BrokenPadding)} {
		if !strings.Contains(help, want) {
			t.Errorf("the help does not say %q", want)
		}
	}
}
