package app

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/proof"
	"tieout/sync/verify"
)

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
	evidence, err := verify.Beside(where)
	if err != nil {
		return v, failure(CodeInput, "The evidence file beside this PDF cannot be read.", "Close it where it is open, or check the PDF in a folder of its own.")
	}
	a.mu.Lock()
	known := a.trust()
	a.mu.Unlock()
	ctx, cancel := context.WithTimeout(a.ctx, verifyTime)
	defer cancel()
	answer, err := verify.File(ctx, verify.Question{PDF: src, Evidence: evidence, Opener: a.cfg.PDF, Trust: verify.Trust{
		Firm: known.log.Firm, LogKeys: known.log.Pinned, Seals: known.seals,
	}})
	if err != nil {
		return v, err
	}
	v.say(&answer)
	return v, nil
}

// say puts the two answers in words that a person of the firm reads.
func (v *Verdict) say(a *verify.Answer) {
	v.Intact, v.Broken, v.Origin = a.Intact, string(a.Broken), string(a.Origin)
	_, intact, _ := strings.Cut(a.Lines()[0], ": ")
	v.IntactWords, v.OriginWords = upperFirst(intact), originWords(a.Origin)
	for _, f := range a.Findings {
		v.Lines = append(v.Lines, VerdictLine{Words: f.Words, Detail: f.Detail, State: string(f.State)})
	}
}

func originWords(o verify.Origin) string {
	if o == verify.Pinned {
		return "From your firm: the keys are the ones this computer knows."
	}
	return "Unknown. The keys came with this file; compare them with the firm that sent it."
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
