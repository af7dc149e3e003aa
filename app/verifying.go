package app

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/proof"
)

// maxEvidence bounds an evidence file.
const maxEvidence = 32 << 20

// verifyTime is how long a check may take.
const verifyTime = 2 * time.Minute

func (a *App) verifyFile(where string) (Verdict, error) {
	v := Verdict{Path: where, Name: filepath.Base(where), Lines: []VerdictLine{}}
	file, err := os.Open(where)
	if err != nil {
		return v, failure(CodeInput, "This file cannot be opened.", "Was it moved or renamed?")
	}
	defer file.Close()
	src, err := pdf.FileSource(file)
	if err != nil {
		return v, err
	}
	sum, err := digestOf(src)
	if err != nil {
		return v, err
	}
	a.mu.Lock()
	trust := a.trust()
	a.mu.Unlock()
	record, report := readEvidence(where, trust.log)
	opts := pdf.VerifyOptions{Pins: trust.seals}
	if record != nil {
		opts.ApprovedSize = record.Approved.Size
		if approved, ok := digest(record.Approved.Sum); ok {
			opts.Approved = approved
		}
	}
	ctx, cancel := context.WithTimeout(a.ctx, verifyTime)
	defer cancel()
	doc, err := pdf.Verify(ctx, src, opts)
	if err != nil {
		return v, err
	}
	v.judge(doc, record, report, sum)
	return v, nil
}

// trust is what this computer knows beforehand: the log key pinned at enrolment, and the firm's seals,
// which the verified history has.
type trust struct {
	log   proof.Trust
	seals [][32]byte
}

func (a *App) trust() trust {
	t := trust{log: proof.Trust{Firm: a.id.Firm}}
	if len(a.id.LogKey) == ed25519.PublicKeySize {
		t.log.Pinned = append(t.log.Pinned, a.id.LogKey)
	}
	if len(a.id.SealCert) > 0 {
		t.seals = append(t.seals, sha256.Sum256(a.id.SealCert))
	}
	for _, k := range a.states.Firm().Keys {
		if k.Purpose == engagement.SealKey {
			t.seals = append(t.seals, sha256.Sum256(k.Public))
		}
	}
	return t
}

// readEvidence reads the evidence that lies beside a PDF. Nil says that there is none.
func readEvidence(where string, t proof.Trust) (*proof.Record, *proof.Report) {
	name := strings.TrimSuffix(where, filepath.Ext(where)) + ".evidence.json"
	file, err := os.Open(name)
	if err != nil {
		return nil, nil
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxEvidence))
	if err != nil {
		return nil, &proof.Report{Broken: proof.BrokenRecord, Why: "it cannot be read", Origin: proof.OriginUnknown}
	}
	record, report := proof.VerifyFile(raw, t)
	return record, &report
}

func digest(d engagement.Digest) (sum [32]byte, ok bool) {
	b, err := hex.DecodeString(string(d))
	if err != nil || len(b) != len(sum) {
		return sum, false
	}
	return [32]byte(b), true
}

// judge puts both reports into two lines that never mix: whether it is whole, and where it comes from.
func (v *Verdict) judge(doc pdf.Report, record *proof.Record, report *proof.Report, sum engagement.Digest) {
	v.Intact = doc.Intact
	for _, b := range doc.Broken {
		v.breaks(string(b.Part), b.Detail)
	}
	if doc.Intact {
		v.line("ok", "The seal covers every byte of the file", sealWords(doc.Seal))
	}
	v.Origin, v.OriginWords = string(doc.Origin), originWords(string(doc.Origin))
	switch {
	case report == nil:
		v.line("unchecked", "No evidence file beside it", "The seal was checked; the history behind it was not.")
	case !report.Intact():
		v.breaks(string(report.Broken), report.Why)
	default:
		v.judgeRecord(record, report, sum)
	}
	v.IntactWords = "Intact. Nothing was changed since it was sealed."
	if !v.Intact {
		v.IntactWords = "Not intact: the " + v.Broken + " is broken."
	}
}

func (v *Verdict) judgeRecord(record *proof.Record, report *proof.Report, sum engagement.Digest) {
	v.line("ok", "Every event of the signing is in the firm's log", counted(len(record.Trail), "event", "events")+" with proofs")
	if record.Sealed != nil {
		if record.Sealed.Sum != sum {
			v.breaks("record", "the evidence is about another file")
		} else {
			v.line("ok", "The evidence names exactly these bytes", shortSum(string(record.Sealed.Sum)))
		}
	}
	if report.Origin != proof.OriginPinned {
		v.line("unchecked", "The log key is not the one of your firm", "Compare it with the firm that sent the file.")
		if v.Origin == string(pdf.OriginPinned) {
			v.Origin, v.OriginWords = string(pdf.OriginUnknown), originWords(string(pdf.OriginUnknown))
		}
	}
}

func (v *Verdict) line(state, words, detail string) {
	v.Lines = append(v.Lines, VerdictLine{Words: words, Detail: detail, State: state})
}

func (v *Verdict) breaks(part, why string) {
	v.Intact = false
	if v.Broken == "" {
		v.Broken = part
	}
	v.line("bad", "The "+part+" is broken", upperFirst(why)+".")
}

func sealWords(s *pdf.SealReport) string {
	if s == nil {
		return ""
	}
	return "by " + s.Subject
}

func originWords(origin string) string {
	switch origin {
	case string(pdf.OriginPinned):
		return "From your firm: the seal is the one this computer knows."
	case string(pdf.OriginGiven):
		return "From a firm you said you trust."
	}
	return "Unknown. The keys came with this file; compare them with the firm that sent it."
}
