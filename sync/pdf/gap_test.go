package pdf

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/hex"
	"os"
	"testing"
)

// gapOf is where the hexadecimal digits of the last seal begin and end.
func gapOf(t *testing.T, file []byte) (from, to int) {
	t.Helper()
	found, err := findSignatures(t.Context(), BytesSource(file))
	if err != nil || len(found) == 0 {
		t.Fatalf("no seal: %v", err)
	}
	last := found[len(found)-1]
	return int(last.before) + 1, int(last.after) - 1
}

// survivors are the digits of the gap that can be another one unnoticed.
func survivors(t *testing.T, file []byte, step int, digits string) (all []int) {
	t.Helper()
	from, to := gapOf(t, file)
	tried := 0
	for at := from; at < to; at += step {
		for _, d := range []byte(digits) {
			if d == file[at] {
				continue
			}
			tried++
			changed := bytes.Clone(file)
			changed[at] = d
			if r, err := Verify(context.Background(), BytesSource(changed), VerifyOptions{}); err != nil || r.Intact {
				all = append(all, at)
				t.Logf("digit %d of %d, %q to %q (%v)", at-from, to-from, file[at], d, err)
			}
		}
	}
	t.Logf("%d changes of %d digits tried, %d unnoticed", tried, (to-from+step-1)/step, len(all))
	return all
}

// sampled is a step, wider where the race detector makes each one slow.
func sampled(step int) int {
	if raceDetector {
		return 3 * step
	}
	return step
}

// A seal has one spelling: no digit of its gap can be another one. With
// TIEOUT_LONG every digit is tried as every other one, in either case.
func TestNoDigitOfASealCanBeAnother(t *testing.T) {
	step, digits := sampled(13), "01f"
	if os.Getenv("TIEOUT_LONG") != "" {
		step, digits = 1, "0123456789abcdefABCDEF "
	}
	rsaSeal, ecdsaSeal := sealOptions(t, rsaKey(t)), sealOptions(t, ecdsaKey(t))
	for name, o := range map[string]SealOptions{"RSA": rsaSeal, "ECDSA": ecdsaSeal} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if all := survivors(t, sealedBytes(t, simplePDF("hello", ""), o), step, digits); len(all) > 0 {
				t.Errorf("digits at %v can be others", all)
			}
		})
	}
}

// A time-stamp token is somebody else's. The one digit in it that can be
// another one names its signature algorithm as RSA or as RSA with SHA-256.
func TestOneDigitOfATimeStampCanBeAnother(t *testing.T) {
	o := sealOptions(t, ecdsaKey(t))
	o.Timestamp = authority(t)
	file := sealedBytes(t, simplePDF("hello", ""), o)
	from, _ := gapOf(t, file)
	plain, hashed := hex.EncodeToString(mustMarshal(oidRSA)), hex.EncodeToString(mustMarshal(oidRSASHA256))
	free := bytes.LastIndex(file, []byte(plain))
	if other := bytes.LastIndex(file, []byte(hashed)); other > free {
		free = other
	}
	free += len(plain) - 1
	if free < from {
		t.Fatal("the token names no RSA")
	}
	step, digits := sampled(61), "01f"
	if os.Getenv("TIEOUT_LONG") != "" {
		step, digits = 1, "0123456789abcdefABCDEF "
	}
	for _, at := range survivors(t, file, step, digits) {
		if at != free {
			t.Errorf("digit %d can be another", at-from)
		}
	}
	for _, d := range []byte("1b") {
		changed := bytes.Clone(file)
		changed[free] = d
		if r, err := Verify(t.Context(), BytesSource(changed), VerifyOptions{}); err != nil || !r.Intact {
			t.Errorf("a service that writes …%c is refused: %+v (%v)", d, r.Broken, err)
		}
	}
}

// RSA signatures verify alike under two names. Ours has one of them.
func TestASealNamesItsAlgorithmInOneWay(t *testing.T) {
	file := sealedBytes(t, simplePDF("hello", ""), sealOptions(t, rsaKey(t)))
	at := bytes.LastIndex(file, []byte(hex.EncodeToString(mustMarshal(oidRSA)))) + 2*len(mustMarshal(oidRSA)) - 1
	changed := bytes.Clone(file)
	changed[at] = 'b'
	r, err := Verify(t.Context(), BytesSource(changed), VerifyOptions{})
	if err != nil || len(r.Broken) != 1 || r.Broken[0].Part != BrokenSeal {
		t.Errorf("RSA with SHA-256 in the place of RSA: %+v (%v)", r.Broken, err)
	}
}

func TestASealThatWouldNotVerifyIsNotMade(t *testing.T) {
	o := sealOptions(t, ecdsaKey(t))
	o.Timestamp = authority(t)
	stamp := o.Timestamp
	o.Timestamp = func(ctx context.Context, _ []byte) ([]byte, error) { return stamp(ctx, []byte("another signature")) }
	alien := sealOptions(t, ecdsaKey(t))
	alien.Chain = append(alien.Chain, sealOptions(t, ecdsaKey(t)).Chain...)
	swapped := sealOptions(t, ecdsaKey(t))
	swapped.Chain = []*x509.Certificate{alien.Chain[0]}
	for name, o := range map[string]SealOptions{"a stamp of something else": o, "a certificate too many": alien, "another key's certificate": swapped} {
		var out bytes.Buffer
		if _, err := Seal(t.Context(), &out, BytesSource(simplePDF("x", "")), o); CodeOf(err) != CodeSigningError {
			t.Errorf("%s: %v", name, err)
		}
	}
}
