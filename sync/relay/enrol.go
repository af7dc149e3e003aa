package relay

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// codeLife is how long an enrolment code is good for.
const codeLife = 24 * time.Hour

// codeAlphabet is Crockford's: no letter that looks like a digit.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode makes a code of 60 random bits, in groups of four.
func newCode() string {
	var b strings.Builder
	for i, c := range randomBytes(12) {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeAlphabet[c%32])
	}
	return b.String()
}

var codeSpelling = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1")

// codeHash is what is kept of a code, however it was typed.
func codeHash(code string) string {
	sum := sha256.Sum256([]byte("tieout enrolment code 1\x00" + codeSpelling.Replace(strings.ToUpper(code))))
	return hex.EncodeToString(sum[:])
}

// EnrolmentCode makes a code with which a member of the staff enrols one
// computer. Only its hash is kept.
func (r *Relay) EnrolmentCode(ctx context.Context, firm engagement.FirmID, who engagement.StaffID) (string, time.Time, error) {
	t, err := r.tenant(ctx, firm)
	if err != nil {
		return "", time.Time{}, err
	}
	var active bool
	t.view(func(w *engagement.World) { active = w.F.Staff[who] != nil && w.F.Staff[who].Active })
	if !active {
		return "", time.Time{}, errNotFound
	}
	code, now := newCode(), r.now()
	expires := now.Add(codeLife)
	err = r.db.Write(ctx, func(tx *store.Tx) error {
		return tx.PutCode(ctx, store.Code{
			Hash: codeHash(code), Firm: string(firm), Staff: string(who), Expires: expires.UnixMicro(),
		}, now.Add(-codeLife).UnixMicro())
	})
	return code, expires, err
}

// enrolments answers POST /v1/enrolments.
func (r *Relay) enrolments(ctx context.Context, c *caller, in *wire.EnrolmentRequest) (*wire.EnrolmentReply, error) {
	if in.Staff != c.staff && !c.has(engagement.Administrator) {
		return nil, errForbidden
	}
	code, expires, err := r.EnrolmentCode(ctx, c.t.id, in.Staff)
	if err != nil {
		return nil, err
	}
	if in.Staff != c.staff {
		if err := r.mailEnrolment(ctx, c.t, in.Staff, code); err != nil {
			return nil, err
		}
	}
	return &wire.EnrolmentReply{State: c.t.state(), Code: code, Expires: expires}, nil
}

var errBadCode = problem(http.StatusForbidden, wire.CodeBadCode,
	"This code is not right, was used, or is more than a day old.", "Ask an administrator of your firm for a new one.")

// maxDeviceName is how much of a computer's name is kept.
const maxDeviceName = 80

// enrol answers POST /v1/enrol. It is idempotent per code and key.
func (r *Relay) enrol(ctx context.Context, in *wire.EnrolRequest) (*wire.EnrolReply, error) {
	if len(in.Public) != ed25519.PublicKeySize ||
		!ed25519.Verify(in.Public, append([]byte(wire.EnrolContext), in.Code...), in.Sig) {
		return nil, malformedRequest("The computer did not prove that it holds its key.")
	}
	code, err := r.db.Code(ctx, codeHash(in.Code))
	if errors.Is(err, store.ErrNotFound) || err == nil && r.now().UnixMicro() > code.Expires {
		return nil, errBadCode
	}
	if err != nil {
		return nil, err
	}
	t, err := r.tenant(ctx, engagement.FirmID(code.Firm))
	if err != nil {
		return nil, err
	}
	device := engagement.KeyID(code.Device)
	if device == "" {
		if device, err = r.admit(ctx, t, code, in); err != nil {
			return nil, err
		}
	} else if c, _ := t.caller(device); c == nil || !slices.Equal(c.public, in.Public) {
		return nil, errBadCode
	}
	return &wire.EnrolReply{
		State: t.state(), Firm: t.id, Staff: engagement.StaffID(code.Staff), Device: device,
		LogKey: publicOf(t.keys.logKey), SealCert: t.keys.sealCert,
	}, nil
}

// admit makes the computer's key a key of the firm and uses up the code, both
// or neither.
func (r *Relay) admit(ctx context.Context, t *tenant, code store.Code, in *wire.EnrolRequest) (engagement.KeyID, error) {
	device := engagement.KeyID(newID(r.now()))
	name := strings.TrimSpace(in.Name)
	if cut := []rune(name); len(cut) > maxDeviceName {
		name = string(cut[:maxDeviceName])
	}
	res, err := t.append(ctx, act{
		By: engagement.Relay,
		Drafts: []Draft{{
			Stream: engagement.FirmStream, Kind: engagement.KeyAdded, Private: engagement.Named{Name: name},
			Body: engagement.KeyAddedBody{
				Key: device, Purpose: engagement.DeviceKey, Staff: engagement.StaffID(code.Staff), Public: in.Public,
			},
		}},
		also: func(ctx context.Context, tx *store.Tx) error {
			if err := tx.UseCode(ctx, code.Hash, string(device), r.now().UnixMicro()); err != nil {
				return err
			}
			return tx.PutDevice(ctx, store.Device{ID: string(device), Firm: string(t.id)})
		},
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", errBadCode
	case err != nil:
		return "", err
	case res.Outcome != wire.Accepted:
		return "", errBadCode // the person left the firm meanwhile
	}
	return device, nil
}
