package relay

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// Finding is the answer of one check of a deployment. Problem is empty when all
// is well; Hint says what to do.
type Finding struct {
	Check   string
	Detail  string
	Problem string
	Hint    string
}

// Doctor checks an open relay's deployment and changes nothing.
func (r *Relay) Doctor(ctx context.Context) []Finding {
	all := []Finding{r.checkDisk(ctx), r.checkMasterKey(), r.checkURL(), r.checkMail(ctx)}
	firms, err := r.Firms(ctx)
	if err != nil {
		return append(all, Finding{Check: "firms", Problem: err.Error(), Hint: "Is this the right master key?"})
	}
	if len(firms) == 0 {
		all = append(all, Finding{Check: "firms", Problem: "there is no firm yet", Hint: "tieout-relay firm create NAME"})
	}
	for _, f := range firms {
		all = append(all, r.checkClock(ctx, f), r.checkSeal(ctx, f))
		all = append(all, r.checkRestore(ctx, f)...)
	}
	return all
}

// checkDisk writes and reads back one object.
func (r *Relay) checkDisk(ctx context.Context) Finding {
	f := Finding{Check: "disk", Detail: r.opts.Dir}
	probe := filepath.Join(r.opts.Dir, workFolder, "doctor")
	err := os.WriteFile(probe, randomBytes(blob.PartSize), 0o600)
	if err == nil {
		err = os.Remove(probe)
	}
	if err == nil {
		err = r.db.Ping(ctx)
	}
	if err != nil {
		f.Problem, f.Hint = err.Error(), "Free some space, or see who owns the data folder."
	}
	return f
}

func (r *Relay) checkMasterKey() Finding {
	f := Finding{Check: "master key", Detail: r.opts.MasterKey}
	if os.Getenv(blob.MasterKeyEnv) != "" {
		f.Detail = "from " + blob.MasterKeyEnv
		return f
	}
	dir, err := filepath.Abs(r.opts.Dir)
	key, keyErr := filepath.Abs(r.opts.MasterKey)
	if err == nil && keyErr == nil {
		if rel, err := filepath.Rel(dir, key); err == nil && filepath.IsLocal(rel) {
			f.Problem = "it lies inside the data folder, so a copy of the folder is a copy of the key"
			f.Hint = "Move it elsewhere and give its place with --master-key."
		}
	}
	return f
}

func (r *Relay) checkURL() Finding {
	f := Finding{Check: "address", Detail: r.opts.PublicURL}
	u, err := url.Parse(r.opts.PublicURL)
	switch {
	case r.opts.PublicURL == "" || err != nil || u.Host == "":
		f.Problem, f.Hint = "clients do not know where the portal is", "Give --url https://portal.example.com."
	case u.Scheme != "https" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1":
		f.Problem, f.Hint = "it is not https", "Anything public needs TLS."
	}
	return f
}

func (r *Relay) checkMail(ctx context.Context) Finding {
	f := Finding{Check: "mail"}
	smtp, ok := r.mailer.(*SMTP)
	if !ok {
		f.Detail = "written to " + filepath.Join(r.opts.Dir, outboxFolder)
		f.Problem, f.Hint = "no mail server is set, so clients cannot sign in by themselves", "Give --smtp-host and what goes with it."
		return f
	}
	f.Detail = fmt.Sprintf("%s:%d", smtp.Host, smtp.Port)
	if err := smtp.Check(ctx); err != nil {
		f.Problem, f.Hint = err.Error(), "See the mail server's name, port, user and password."
	}
	return f
}

// checkClock holds the clock against the newest event: time does not go back.
func (r *Relay) checkClock(ctx context.Context, firm Firm) Finding {
	f := Finding{Check: "clock", Detail: firm.Slug}
	t, err := r.tenant(ctx, firm.ID)
	if err != nil {
		f.Problem = err.Error()
		return f
	}
	t.mu.RLock()
	newest := t.newest
	t.mu.RUnlock()
	wrong, err := t.clockWrong(ctx)
	switch {
	case err != nil:
		f.Problem = err.Error()
	case newest.After(r.now().Add(time.Minute)):
		f.Problem, f.Hint = "the newest event is from the future", "Set the server's clock; run a time service."
	case wrong:
		f.Problem, f.Hint = "the newest event is years old", "Set the server's clock; run a time service."
	}
	if wrong {
		f.Problem += ", so nothing is recorded"
		f.Hint += " If the clock is right: tieout-relay accept-clock."
	}
	return f
}

// checkSeal makes a signature with the firm's seal key and verifies it.
func (r *Relay) checkSeal(ctx context.Context, firm Firm) Finding {
	f := Finding{Check: "seal", Detail: firm.Slug}
	t, err := r.tenant(ctx, firm.ID)
	if err == nil {
		err = t.keys.trySeal(r.now(), engagement.FirmID(firm.ID))
	}
	if err != nil {
		f.Problem, f.Hint = err.Error(), "Is this the right master key?"
	}
	return f
}

func (k *firmKeys) trySeal(now time.Time, firm engagement.FirmID) error {
	cert, err := x509.ParseCertificate(k.sealCert)
	if err != nil {
		return err
	}
	digest := sha256.Sum256([]byte(firm))
	sig, err := k.sealKey.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		return err
	}
	if err := cert.CheckSignature(x509.ECDSAWithSHA256, []byte(firm), sig); err != nil {
		return err
	}
	if now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
		return fmt.Errorf("the firm's certificate is good from %s to %s only", cert.NotBefore.Format(time.DateOnly), cert.NotAfter.Format(time.DateOnly))
	}
	return nil
}
