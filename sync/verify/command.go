package verify

import (
	"context"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tieout/sync/pdf"
)

// Exit codes of Command, as grep has them. What was asked is whether the file
// is intact, and with --trust or pinned keys also whether it is from there.
const (
	ExitYes     = 0
	ExitNo      = 1
	ExitTrouble = 2 // the question could not be answered
)

// timeLimit is how long one file may take.
const timeLimit = 2 * time.Minute

// Command is `verify` on a command line, with kong's tags. The program that has
// it calls pdf.RunWorkerIfAsked first in main, binds a context.Context and the
// io.Writer for answers, and ends with the ExitCode of Run's error.
type Command struct {
	File     string   `arg:"" help:"The sealed PDF."`
	Evidence string   `help:"Its evidence file. Default: NAME.evidence.json beside NAME.pdf, when there is one." placeholder:"FILE"`
	Trust    []string `help:"The seal certificate of a firm you trust, as a file (PEM or DER) or as its SHA-256 fingerprint in hexadecimal. Repeatable." sep:"none" placeholder:"CERT"`
	JSON     bool     `name:"json" help:"Answer in JSON, for programs."`

	// Known is what the program knows beforehand, for a computer of the firm.
	Known Trust `kong:"-"`
}

// Help teaches what the answer means.
func (*Command) Help() string {
	return `Checks a sealed PDF on this computer alone: without the relay, a network or an
account. It answers two questions that do not depend on each other.

  Intact?  Was any byte changed, added or removed since it was sealed? If so it
           names the part that is broken: signed bytes, seal, padding, appended
           data, approved bytes, record, proof or checkpoint.
  Origin?  Whose seal is it? "pinned": of the firm whose computer this is.
           "given": of the firm named by --trust. "unknown": the keys came with
           the file alone, and anybody can make such a file. Ask the firm for its
           certificate, or compare the fingerprint by telephone.

Exit code: 0 it is intact and, with --trust, from there; 1 it is not; 2 the
question could not be answered. Without --trust a forgery by somebody else's key
is intact, of unknown origin, and ends with 0.

  verify "2025 return, signed.pdf" --trust mercerboyd.pem`
}

// refusal ends a program with a code.
type refusal struct {
	code int
	error
}

// ExitCode is one of the Exit constants.
func (r refusal) ExitCode() int { return r.code }

func trouble(format string, args ...any) error {
	return refusal{ExitTrouble, fmt.Errorf(format, args...)}
}

// Run answers. Its error, if any, has an ExitCode.
func (c *Command) Run(ctx context.Context, out io.Writer) error {
	trust, err := c.trust()
	if err != nil {
		return err
	}
	answer, err := c.ask(ctx, trust)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(out, c.File, &answer)
	} else {
		err = printText(out, c.File, &answer)
	}
	switch {
	case err != nil:
		return trouble("write the answer: %w", err)
	case !answer.Intact:
		return refusal{ExitNo, errors.New("the file is not intact")}
	case !trust.empty() && answer.Origin == Unknown:
		return refusal{ExitNo, errors.New("the file is not from a firm that you trust")}
	}
	return nil
}

func (c *Command) ask(ctx context.Context, trust Trust) (Answer, error) {
	file, err := os.Open(c.File)
	if err != nil {
		return Answer{}, trouble("open the PDF: %w", err)
	}
	defer file.Close()
	src, err := pdf.FileSource(file)
	if err != nil {
		return Answer{}, trouble("%w", err)
	}
	evidence, err := c.evidence()
	if err != nil {
		return Answer{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	answer, err := File(ctx, Question{PDF: src, Evidence: evidence, Trust: trust, Opener: pdf.Worker{}})
	if err != nil {
		return answer, trouble("%w", err)
	}
	return answer, nil
}

// evidence reads the file that was named, or the one that lies beside the PDF.
func (c *Command) evidence() ([]byte, error) {
	read := func() ([]byte, error) { return Beside(c.File) }
	if c.Evidence != "" {
		read = func() ([]byte, error) { return readSmall(c.Evidence) }
	}
	raw, err := read()
	if err != nil {
		return nil, trouble("read the evidence: %w", err)
	}
	return raw, nil
}

// Beside reads NAME.evidence.json beside NAME.pdf; nil says that there is none.
func Beside(path string) ([]byte, error) {
	raw, err := readSmall(strings.TrimSuffix(path, filepath.Ext(path)) + ".evidence.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return raw, err
}

// readSmall reads a file that is no larger than a record may be.
func readSmall(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	room := limited{left: maxRecord}
	if _, err := io.Copy(&room, file); err != nil {
		return nil, err
	}
	return append([]byte{}, room.Bytes()...), nil
}

func (c *Command) trust() (Trust, error) {
	t := c.Known
	for _, given := range c.Trust {
		if f, ok := fingerprint(given); ok {
			t.Fingerprints = append(t.Fingerprints, f)
			continue
		}
		certs, err := readCertificates(given)
		if err != nil {
			return t, trouble("--trust %s: %w", given, err)
		}
		t.Certificates = append(t.Certificates, certs...)
	}
	return t, nil
}

// fingerprint reads 64 hexadecimal digits, with or without colons.
func fingerprint(s string) (sum [32]byte, ok bool) {
	b, err := hex.DecodeString(strings.ReplaceAll(s, ":", ""))
	if err != nil || len(b) != len(sum) {
		return sum, false
	}
	return [32]byte(b), true
}

var errNoCertificate = errors.New("this is neither a certificate file (PEM or DER) nor a SHA-256 fingerprint of 64 hexadecimal digits")

func readCertificates(path string) ([]*x509.Certificate, error) {
	raw, err := readSmall(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoCertificate
	}
	if err != nil {
		return nil, err
	}
	var der []byte
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			der = append(der, block.Bytes...)
		}
	}
	if der == nil {
		der = raw
	}
	certs, err := x509.ParseCertificates(der)
	if err != nil || len(certs) == 0 {
		return nil, errNoCertificate
	}
	return certs, nil
}

func printJSON(out io.Writer, path string, a *Answer) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		File string `json:"file"`
		*Answer
	}{filepath.Base(path), a})
}

var marks = map[State]string{OK: "ok  ", Bad: "BAD ", Unchecked: "--  "}

func printText(out io.Writer, path string, a *Answer) error {
	var b strings.Builder
	lines := a.Lines()
	fmt.Fprintf(&b, "%s\n\n%s\n%s\n\n", plain(filepath.Base(path)), lines[0], lines[1])
	for _, f := range a.Findings {
		fmt.Fprintf(&b, "  %s %s\n", marks[f.State], plain(f.Words))
		if f.Detail != "" {
			fmt.Fprintf(&b, "       %s\n", plain(f.Detail))
		}
	}
	b.WriteByte('\n')
	for _, s := range a.Signers {
		fmt.Fprintf(&b, "Signed by %s, %s\n", plain(s.Name), s.Signed.UTC().Format("2006-01-02 15:04:05 UTC"))
	}
	if a.Seal != nil {
		fmt.Fprintf(&b, "Seal certificate, SHA-256: %s\n", a.Seal.Fingerprint)
	}
	fmt.Fprintf(&b, "File, SHA-256:             %s\n", a.SHA256)
	_, err := io.WriteString(out, b.String())
	return err
}

// plain keeps what a file says from steering the terminal it is printed on.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, s)
}
