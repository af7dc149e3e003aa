package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"slices"
	"testing"
)

// damage is one way to change a file at a position.
var damage = map[string]func(b []byte, at int) []byte{
	"flip":   func(b []byte, at int) []byte { c := bytes.Clone(b); c[at] ^= 1; return c },
	"case":   func(b []byte, at int) []byte { c := bytes.Clone(b); c[at] ^= 0x20; return c },
	"zero":   func(b []byte, at int) []byte { c := bytes.Clone(b); c[at] = '0' ^ b[at]&1; return c },
	"insert": func(b []byte, at int) []byte { return slices.Insert(bytes.Clone(b), at, ' ') },
	"remove": func(b []byte, at int) []byte { return slices.Delete(bytes.Clone(b), at, at+1) },
	"cut":    func(b []byte, at int) []byte { return bytes.Clone(b[:at]) },
}

var named = []BrokenPart{BrokenSignedBytes, BrokenSeal, BrokenPadding, BrokenAppended, BrokenApproved}

// mustNotice demands that a changed file is called broken, with a named part,
// whether or not the approved bytes are known.
func mustNotice(t *testing.T, changed []byte, how string, at int) {
	t.Helper()
	r, err := Verify(context.Background(), BytesSource(changed), VerifyOptions{})
	if err != nil || r.Intact || len(r.Broken) == 0 {
		t.Fatalf("%s at %d went unnoticed: %+v (%v)", how, at, r, err)
	}
	for _, b := range r.Broken {
		if !slices.Contains(named, b.Part) || b.Detail == "" {
			t.Fatalf("%s at %d: unnamed part %+v", how, at, b)
		}
	}
}

func TestAnyChangedByteOfASmallFileIsNoticed(t *testing.T) {
	plain := sealOptions(t, ecdsaKey(t))
	stamped := sealOptions(t, ecdsaKey(t))
	stamped.Timestamp = authority(t)
	for name, o := range map[string]SealOptions{"plain": plain, "with a time stamp": stamped} {
		sealed := sealedBytes(t, simplePDF("hello", ""), o)
		r, err := Verify(t.Context(), BytesSource(sealed), VerifyOptions{})
		if err != nil || !r.Intact {
			t.Fatalf("the control is not intact: %+v (%v)", r, err)
		}
		for how, change := range damage {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				for _, at := range places(t, sealed, how) {
					if c := change(sealed, at); !bytes.Equal(c, sealed) {
						mustNotice(t, c, how, at)
					}
				}
			})
		}
		mustNotice(t, append(bytes.Clone(sealed), '\n'), "append", len(sealed))
		mustNotice(t, append(bytes.Clone(sealed), simplePDF("more", "")...), "append", len(sealed))
	}
}

// places are where a small file is harmed: a flip at every byte, other harm at
// samples, and in the empty room behind the signature, where one zero is as the
// next, at fewer. Bytes do not race, so the race detector gets samples alone.
func places(t *testing.T, sealed []byte, how string) (all []int) {
	from, to := gapOf(t, sealed)
	room := from + len(bytes.TrimRight(sealed[from:to], "0")) + 64
	step := 11
	switch {
	case raceDetector:
		step = 41
	case how == "flip" && !testing.Short():
		step = 1
	}
	for at := 0; at < len(sealed); at += step {
		if at > room && at < to-64 {
			at += 96
		}
		if at < len(sealed) {
			all = append(all, at)
		}
	}
	return all
}

func TestChangesOfARealFileAreNoticed(t *testing.T) {
	doc, _ := assembled(t, Package{At: noon, Parts: []Part{{Name: "r", Source: corpus(t, "return-az-johnny.pdf")}}})
	sealed := sealedBytes(t, doc, sealOptions(t, rsaKey(t)))
	for how, change := range damage {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			for at := 13; at < len(sealed); at += len(sealed) / 60 {
				if c := change(sealed, at); !bytes.Equal(c, sealed) {
					mustNotice(t, c, how, at)
				}
			}
		})
	}
}

// No signature covers the number that says which syntax a structure uses, so
// it is compared with what its content calls for.
func TestTheVersionOfATimeStampIsNoticed(t *testing.T) {
	o := sealOptions(t, ecdsaKey(t))
	o.Timestamp = authority(t)
	sealed := sealedBytes(t, simplePDF("hello", ""), o)
	token := []byte(hex.EncodeToString(mustMarshal(oidSignedData)))
	at := bytes.LastIndex(sealed, token)
	version := at + bytes.Index(sealed[at:], []byte("020103"))
	if at < 0 || version < at {
		t.Fatal("no time stamp in the seal")
	}
	changed := bytes.Clone(sealed)
	changed[version+5] = '1'
	mustNotice(t, changed, "version", version)
}

func TestVerifyNamesTheBrokenPart(t *testing.T) {
	o := sealOptions(t, rsaKey(t))
	doc := simplePDF("hello", "")
	sealed := sealedBytes(t, doc, o)
	found, err := findSignatures(t.Context(), BytesSource(sealed))
	if err != nil || len(found) != 1 {
		t.Fatal(err)
	}
	gap, end := int(found[0].before), int(found[0].after)
	for _, c := range []struct {
		name    string
		changed []byte
		want    BrokenPart
	}{
		{"a byte of a page", damage["flip"](sealed, 200), BrokenSignedBytes},
		{"the signature value", damage["flip"](sealed, gap+40), BrokenSeal},
		{"the end of the padding", damage["flip"](sealed, end-3), BrokenPadding},
		{"a line after the end", append(bytes.Clone(sealed), '\n'), BrokenAppended},
		{"the last byte missing", sealed[:len(sealed)-1], BrokenSignedBytes},
		{"no seal at all", doc, BrokenSeal},
	} {
		r, err := Verify(t.Context(), BytesSource(c.changed), VerifyOptions{})
		if err != nil || len(r.Broken) == 0 || r.Broken[0].Part != c.want {
			t.Errorf("%s: %+v (%v), want %s", c.name, r.Broken, err, c.want)
		}
	}
	r, err := Verify(t.Context(), BytesSource(sealed), VerifyOptions{Approved: sha256.Sum256([]byte("other")), ApprovedSize: int64(len(doc))})
	if err != nil || len(r.Broken) != 1 || r.Broken[0].Part != BrokenApproved {
		t.Errorf("other approved bytes: %+v (%v)", r.Broken, err)
	}
}

// A certificate that came with the file says nothing about who made the file.
func TestOriginIsKnownOnlyFromOutside(t *testing.T) {
	o := sealOptions(t, ecdsaKey(t))
	other := sealOptions(t, ecdsaKey(t)) // the same name on another key
	sealed := sealedBytes(t, simplePDF("hello", ""), o)
	pin, wrongPin := sha256.Sum256(o.Chain[0].Raw), sha256.Sum256(other.Chain[0].Raw)
	for name, c := range map[string]struct {
		opts VerifyOptions
		want Origin
	}{
		"nothing known":     {VerifyOptions{}, OriginUnknown},
		"pinned":            {VerifyOptions{Pins: [][32]byte{wrongPin, pin}}, OriginPinned},
		"another pin":       {VerifyOptions{Pins: [][32]byte{wrongPin}}, OriginUnknown},
		"given":             {VerifyOptions{Trusted: o.Chain}, OriginGiven},
		"given another one": {VerifyOptions{Trusted: []*x509.Certificate{other.Chain[0]}}, OriginUnknown},
	} {
		r, err := Verify(t.Context(), BytesSource(sealed), c.opts)
		if err != nil || !r.Intact || r.Origin != c.want {
			t.Errorf("%s: intact %v, origin %s (%v)", name, r.Intact, r.Origin, err)
		}
	}
}

func TestVerifyOfHostileFilesEndsWithAnAnswer(t *testing.T) {
	corpusAll(t, func(t *testing.T, name string, src Source) {
		if r, err := Verify(t.Context(), src, VerifyOptions{}); err != nil || r.Intact {
			t.Errorf("%+v (%v)", r, err)
		}
	})
	for _, b := range [][]byte{nil, []byte("/ByteRange"), []byte("/ByteRange [0 1 2"), []byte("1 0 obj <</ByteRange [0 99999999999999 99999999999999999 1]>>"),
		[]byte("/ByteRange[0 0 4 0]"), []byte("<3080>/ByteRange[0 0 6 20]")} {
		if r, err := Verify(t.Context(), BytesSource(b), VerifyOptions{}); err != nil || r.Intact {
			t.Errorf("%q: %+v (%v)", b, r, err)
		}
	}
}
