// Package verify answers what a sealed PDF proves, offline: whether it is
// intact, and where it comes from. It holds the seal (sync/pdf) and the history
// of the signing (sync/proof) against each other, for every program that
// answers this question, and owns the command that strangers run.
//
// It needs no account, no relay and no network. It never calls a key trusted
// that came only with the file, and never mixes the two answers: a file can be
// intact and of unknown origin.
//
// Caveats: it cannot see that a key was withdrawn after it signed, and it does
// not judge the certificate of a time-stamp service.
package verify

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/proof"
)

// Part names what is broken.
type Part string

// The parts, those of the file and those of its evidence.
const (
	SignedBytes   = Part(pdf.BrokenSignedBytes)
	SealPart      = Part(pdf.BrokenSeal)
	Padding       = Part(pdf.BrokenPadding)
	AppendedData  = Part(pdf.BrokenAppended)
	ApprovedBytes = Part(pdf.BrokenApproved)
	RecordPart    = Part(proof.BrokenRecord)
	ProofPart     = Part(proof.BrokenProof)
	Checkpoint    = Part(proof.BrokenCheckpoint)
)

// Origin says how the file's keys are known.
type Origin string

// The origins, the best first.
const (
	Pinned  Origin = "pinned"  // known since this computer joined the firm
	Given   Origin = "given"   // named by the person who asks, as with --trust
	Unknown Origin = "unknown" // known from the file alone, which proves nothing
)

// Trust is what is known before the file is opened.
type Trust struct {
	// Firm is whose LogKeys are pinned.
	Firm    engagement.FirmID
	LogKeys []ed25519.PublicKey
	// Seals are sha256 of pinned seal certificates in DER.
	Seals [][32]byte
	// Certificates and Fingerprints name seals that the person who asks trusts.
	Certificates []*x509.Certificate
	Fingerprints [][32]byte
}

func (t *Trust) empty() bool {
	return len(t.LogKeys)+len(t.Seals)+len(t.Certificates)+len(t.Fingerprints) == 0
}

// Opener takes an attached file out of a PDF. It parses untrusted bytes: a
// pdf.Worker does it in another process.
type Opener interface {
	Attached(ctx context.Context, w io.Writer, src pdf.Source, name string) (bool, error)
}

// Question is one file and what is known about it.
type Question struct {
	PDF pdf.Source
	// Evidence is the file beside the PDF; nil when there is none.
	Evidence []byte
	Trust    Trust
	// Opener finds the record inside the PDF; nil leaves that one unchecked.
	Opener Opener
}

// State of a Finding.
type State string

// The states.
const (
	OK        State = "ok"
	Bad       State = "bad"
	Unchecked State = "unchecked"
)

// Finding is one thing that was looked at. Part is set where State is Bad.
type Finding struct {
	State  State  `json:"state"`
	Part   Part   `json:"part,omitempty"`
	Words  string `json:"words"`
	Detail string `json:"detail,omitempty"`
}

// Signer is one who signed, by the clock of the firm's relay.
type Signer struct {
	Name   string    `json:"name"`
	Signed time.Time `json:"signed"`
}

// Seal is who sealed the file.
type Seal struct {
	By          string `json:"by"`
	Fingerprint string `json:"sha256"` // of the certificate, hex
	// Claimed is the time by the sealing program's own clock, as it is written.
	Claimed string `json:"claimed"`
	// Stamped is the time by a time-stamp service; zero without one.
	Stamped time.Time `json:"stamped,omitzero"`
}

// Answer is the answer. Intact and Origin are two answers that do not depend on
// each other.
type Answer struct {
	Intact bool `json:"intact"`
	// Broken is the first part that is broken, from the file outwards.
	Broken   Part      `json:"broken,omitempty"`
	Origin   Origin    `json:"origin"`
	Findings []Finding `json:"findings"`
	Signers  []Signer  `json:"signers,omitempty"`
	Seal     *Seal     `json:"seal,omitempty"`
	SHA256   string    `json:"sha256"` // of the file, hex
}

// Lines are the two lines that a person reads.
func (a *Answer) Lines() [2]string {
	intact := "Intact: nothing was changed since it was sealed."
	if !a.Intact {
		intact = fmt.Sprintf("Not intact: the %s %s broken.", a.Broken, areOrIs(a.Broken))
	}
	switch a.Origin {
	case Pinned:
		return [2]string{intact, "Origin: the firm whose keys this computer was given when it joined."}
	case Given:
		return [2]string{intact, "Origin: the firm you said you trust."}
	}
	return [2]string{intact, "Origin: unknown. The keys came with this file; compare the seal's fingerprint with the firm."}
}

func areOrIs(p Part) string {
	if p == SignedBytes || p == ApprovedBytes {
		return "are"
	}
	return "is"
}

// recordName is what the relay calls the record inside a sealed PDF.
const recordName = "evidence.json"

// maxRecord bounds a record that is read into memory.
const maxRecord = 32 << 20

// File answers for one file. A changed, forged or meaningless file is an
// Answer; an error says that the file could not be read or the time was up.
func File(ctx context.Context, q Question) (Answer, error) {
	c := check{trust: q.Trust, answer: Answer{Intact: true, Origin: Unknown, Findings: []Finding{}}}
	if err := c.digest(q.PDF); err != nil {
		return c.answer, err
	}
	if q.Evidence != nil {
		c.beside = c.read(q.Evidence)
	}
	if err := c.open(ctx, q); err != nil {
		return c.answer, err
	}
	opts := pdf.VerifyOptions{Pins: q.Trust.Seals, Trusted: q.Trust.Certificates}
	if r := c.record(); r != nil {
		opts.Approved, opts.ApprovedSize = sum(r.Approved.Sum), r.Approved.Size
	}
	doc, err := pdf.Verify(ctx, q.PDF, opts)
	if err != nil {
		return c.answer, err
	}
	c.judge(&doc)
	return c.answer, nil
}

// evidence is one record with what became of it.
type evidence struct {
	raw    []byte
	record *proof.Record
	report proof.Report
}

func (e *evidence) intact() bool { return e != nil && e.report.Intact() }

// check is one question while it is answered.
type check struct {
	trust          Trust
	sum            engagement.Digest
	inside, beside *evidence
	answer         Answer
}

func (c *check) digest(src pdf.Source) error {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(src, 0, src.Size)); err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	c.answer.SHA256 = hex.EncodeToString(h.Sum(nil))
	c.sum = engagement.Digest(c.answer.SHA256)
	return nil
}

func (c *check) read(raw []byte) *evidence {
	e := &evidence{raw: raw}
	e.record, e.report = proof.VerifyFile(raw, proof.Trust{Firm: c.trust.Firm, Pinned: c.trust.LogKeys})
	return e
}

// open looks for the record inside. A file that cannot be parsed has none; what
// is wrong with it the seal will tell.
func (c *check) open(ctx context.Context, q Question) error {
	if q.Opener == nil {
		return nil
	}
	room := limited{left: maxRecord}
	found, err := q.Opener.Attached(ctx, &room, q.PDF, recordName)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil && found {
		c.inside = c.read(room.Bytes())
	}
	if err != nil && pdf.CodeOf(err) == "" {
		return err
	}
	return nil
}

// limited is a buffer that takes no more than it should.
type limited struct {
	bytes.Buffer
	left int
}

var errTooLarge = errors.New("the record inside this file is larger than any record")

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errTooLarge
	}
	return l.Buffer.Write(p)
}

// record is the one to hold the file against: the one beside it says more.
func (c *check) record() *proof.Record {
	switch {
	case c.beside.intact():
		return c.beside.record
	case c.inside.intact():
		return c.inside.record
	}
	return nil
}

func sum(d engagement.Digest) (out [32]byte) {
	if b, err := hex.DecodeString(string(d)); err == nil {
		copy(out[:], b)
	}
	return out
}
