package verify_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/proof"
	"tieout/sync/verify"
)

// The test binary is its own PDF worker, as the programs that have the command.
func TestMain(m *testing.M) {
	pdf.RunWorkerIfAsked()
	os.Exit(m.Run())
}

// The sealed file in testdata was made by the first version, in a firm that
// exists for tests alone. It verifies for ever, so it is never made again.
const (
	golden         = "testdata/signed.pdf"
	goldenEvidence = "testdata/signed.evidence.json"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func ask(t *testing.T, file, evidence []byte, trust verify.Trust) verify.Answer {
	t.Helper()
	a, err := verify.File(t.Context(), verify.Question{
		PDF: pdf.BytesSource(file), Evidence: evidence, Trust: trust, Opener: pdf.InProcess{},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// goldenTrust is what a computer of the golden file's firm knows.
func goldenTrust(t *testing.T) (log, seal verify.Trust) {
	t.Helper()
	r, report := proof.VerifyFile(read(t, goldenEvidence), proof.Trust{})
	if !report.Intact() || len(r.SealCertificates()) != 1 {
		t.Fatalf("the golden evidence: %+v", report)
	}
	log = verify.Trust{Firm: r.Firm, LogKeys: []ed25519.PublicKey{report.LogKey}}
	seal = verify.Trust{Seals: [][32]byte{sha256.Sum256(r.SealCertificates()[0])}}
	return log, seal
}

func states(a verify.Answer) (all []verify.State) {
	for _, f := range a.Findings {
		all = append(all, f.State)
	}
	return all
}

// D4, D5
func TestAnOldSealedFileIsIntactForEver(t *testing.T) {
	file, evidence := read(t, golden), read(t, goldenEvidence)
	a := ask(t, file, evidence, verify.Trust{})
	if !a.Intact || a.Broken != "" || a.Origin != verify.Unknown || slices.ContainsFunc(states(a), func(s verify.State) bool { return s != verify.OK }) {
		t.Errorf("with its evidence: %+v", a)
	}
	if len(a.Signers) != 1 || a.Signers[0].Name == "" || a.Signers[0].Signed.IsZero() || a.Seal == nil || len(a.Seal.Fingerprint) != 64 {
		t.Errorf("who signed and sealed: %+v, %+v", a.Signers, a.Seal)
	}
	alone := ask(t, file, nil, verify.Trust{})
	if !alone.Intact || !slices.Equal(alone.Signers, a.Signers) || !slices.Contains(states(alone), verify.Unchecked) {
		t.Errorf("alone: %+v", alone)
	}
}

// D5: each key that is known vouches for the other one, and none for itself.
func TestOriginNeedsAKeyKnownFromOutside(t *testing.T) {
	file, evidence := read(t, golden), read(t, goldenEvidence)
	log, seal := goldenTrust(t)
	_, other, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	stranger := log
	stranger.LogKeys = []ed25519.PublicKey{other.Public().(ed25519.PublicKey)}
	anotherFirm := log
	anotherFirm.Firm = "firm2"
	r, err := proof.Read(evidence)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(r.SealCertificates()[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		trust verify.Trust
		want  verify.Origin
	}{
		"nothing is known":          {verify.Trust{}, verify.Unknown},
		"the log's key is pinned":   {log, verify.Pinned},
		"the seal is pinned":        {seal, verify.Pinned},
		"the certificate is given":  {verify.Trust{Certificates: []*x509.Certificate{cert}}, verify.Given},
		"its fingerprint is given":  {verify.Trust{Fingerprints: seal.Seals}, verify.Given},
		"another log is pinned":     {stranger, verify.Unknown},
		"pinned for another firm":   {anotherFirm, verify.Unknown},
		"another fingerprint given": {verify.Trust{Fingerprints: [][32]byte{{1}}}, verify.Unknown},
	} {
		for beside, raw := range map[string][]byte{"with evidence": evidence, "alone": nil} {
			if a := ask(t, file, raw, c.trust); !a.Intact || a.Origin != c.want {
				t.Errorf("%s, %s: intact %v, origin %s, want %s", name, beside, a.Intact, a.Origin, c.want)
			}
		}
	}
}

// resealed is the golden file with somebody else's seal in the place of the
// firm's.
func resealed(t *testing.T) []byte {
	t.Helper()
	file := read(t, golden)
	end := []byte("%%EOF")
	last := bytes.LastIndex(file, end)
	unsealed := file[:bytes.LastIndex(file[:last], end)+len(end)+1]
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	der, err := pdf.NewSealCertificate(key, "Mercer & Boyd CPAs", at)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := pdf.Seal(t.Context(), &out, pdf.BytesSource(unsealed), pdf.SealOptions{Signer: key, Chain: []*x509.Certificate{cert}, At: at}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// D5: whoever puts their own seal on what a firm made, record and all, does not
// pass for the firm.
func TestSomebodyElsesSealIsNotTheFirms(t *testing.T) {
	forged := resealed(t)
	log, _ := goldenTrust(t)
	for _, evidence := range [][]byte{nil, read(t, goldenEvidence)} {
		a := ask(t, forged, evidence, log)
		if a.Intact || a.Origin != verify.Unknown {
			t.Errorf("intact %v, origin %s", a.Intact, a.Origin)
		}
	}
	if a := ask(t, forged, nil, verify.Trust{}); a.Broken != verify.SealPart {
		t.Errorf("alone, %q is broken: %+v", a.Broken, a.Findings)
	}
}

// indexOf finds where something in a file begins.
func indexOf(t *testing.T, b []byte, what string) int {
	t.Helper()
	at := bytes.LastIndex(b, []byte(what))
	if at < 0 {
		t.Fatalf("there is no %q", what)
	}
	return at
}

func changed(b []byte, at int, to byte) []byte {
	c := bytes.Clone(b)
	if c[at] == to {
		to++
	}
	c[at] = to
	return c
}

// D4: the part that was changed is the one that is named.
func TestTheBrokenPartIsNamed(t *testing.T) {
	file, evidence := read(t, golden), read(t, goldenEvidence)
	gap := indexOf(t, file, "/Contents <") + len("/Contents <")
	padding := gap + bytes.IndexByte(file[gap:], '>') - 4
	point := bytes.Index(evidence, []byte(`"checkpoint": "`)) + len(`"checkpoint": "`)
	path := indexOf(t, evidence, `"path": [`)
	another, err := proof.Read(evidence)
	if err != nil {
		t.Fatal(err)
	}
	another.Sealed.Sum = engagement.DigestOf([]byte("another file"))
	aboutAnother, err := another.Encode()
	if err != nil {
		t.Fatal(err)
	}
	signature := bytes.LastIndex(evidence[:len(evidence)-8], []byte(`\n`)) - 12 // in the checkpoint's note
	digest := path + bytes.IndexByte(evidence[path:], '\n') + 12
	for name, c := range map[string]struct {
		file, evidence []byte
		want           verify.Part
	}{
		"a byte of a page":         {changed(file, 200, 'x'), evidence, verify.SignedBytes},
		"the last bytes gone":      {file[:len(file)-3], evidence, verify.SignedBytes},
		"a byte of the signature":  {changed(file, gap+30, '7'), evidence, verify.SealPart},
		"the room behind it":       {changed(file, padding, '1'), evidence, verify.Padding},
		"a line at the end":        {append(bytes.Clone(file), '\n'), evidence, verify.AppendedData},
		"the evidence's name":      {file, changed(evidence, bytes.Index(evidence, []byte(`"firm": "`))+10, 'x'), verify.RecordPart},
		"the evidence's proof":     {file, changed(evidence, digest, 'A'), verify.ProofPart},
		"the evidence's log":       {file, changed(evidence, signature, 'A'), verify.Checkpoint},
		"no checkpoint":            {file, slices.Concat(evidence[:point], []byte("\"\n}\n")), verify.Checkpoint},
		"evidence about another":   {file, aboutAnother, verify.RecordPart},
		"evidence that is nothing": {file, []byte("{}"), verify.RecordPart},
	} {
		a := ask(t, c.file, c.evidence, verify.Trust{})
		if a.Intact || a.Broken != c.want {
			t.Errorf("%s: %q is broken, want %q: %+v", name, a.Broken, c.want, a.Findings)
		}
	}
}

// D4: no byte can be changed, added or taken away unnoticed, in either file.
func TestNoByteChangesUnnoticed(t *testing.T) {
	file, evidence := read(t, golden), read(t, goldenEvidence)
	harm := map[string]func(b []byte, at int) []byte{
		"flip":   func(b []byte, at int) []byte { return changed(b, at, b[at]^1) },
		"insert": func(b []byte, at int) []byte { return slices.Insert(bytes.Clone(b), at, ' ') },
		"remove": func(b []byte, at int) []byte { return slices.Delete(bytes.Clone(b), at, at+1) },
		"cut":    func(b []byte, at int) []byte { return b[:at] },
	}
	for how, do := range harm {
		for at := 7; at < len(file); at += 1 + len(file)/40 {
			if a := ask(t, do(file, at), nil, verify.Trust{}); a.Intact || a.Broken == "" {
				t.Errorf("%s at %d of the PDF goes unnoticed", how, at)
			}
		}
		for at := 3; at < len(evidence); at += 1 + len(evidence)/40 {
			if a := ask(t, file, do(evidence, at), verify.Trust{}); a.Intact || a.Broken == "" {
				t.Errorf("%s at %d of the evidence goes unnoticed", how, at)
			}
		}
	}
}

// A seal that its certificate's key did not make says nothing of its origin.
func TestABorrowedCertificateIsOfUnknownOrigin(t *testing.T) {
	file := read(t, golden)
	_, seal := goldenTrust(t)
	gap := indexOf(t, file, "/Contents <") + len("/Contents <")
	end := gap + bytes.IndexByte(file[gap:], '>')
	value := gap + len(bytes.TrimRight(file[gap:end], "0")) - 8 // the signature ends the structure
	for _, trust := range []verify.Trust{seal, {Fingerprints: seal.Seals}} {
		if a := ask(t, changed(file, value, '5'), nil, trust); a.Intact || a.Origin != verify.Unknown {
			t.Errorf("a false seal: intact %v, origin %s", a.Intact, a.Origin)
		}
		if a := ask(t, changed(file, 200, 'x'), nil, trust); a.Intact || a.Origin == verify.Unknown {
			t.Errorf("a genuine seal over changed bytes: intact %v, origin %s", a.Intact, a.Origin)
		}
	}
}
