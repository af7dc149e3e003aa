package engagement

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// signedTogether are the records of so many saves of one moment.
func signedTogether(t *testing.T, n int) []*Record {
	t.Helper()
	all := make([]*Record, n)
	for i := range all {
		h := header()
		h.ID = EventID(fmt.Sprint("e", i))
		r, err := Unsigned(h, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		all[i] = &r
	}
	if err := Sign(secretOf("dev-pia"), all...); err != nil {
		t.Fatal(err)
	}
	return all
}

// E4: however many are signed together, each verifies by itself.
func TestWhatIsSignedTogetherVerifiesAlone(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 7, 8, 9, MaxSignedTogether - 1, MaxSignedTogether, MaxSignedTogether + 1, 2*MaxSignedTogether + 5} {
		var signatures Signatures
		for i, r := range signedTogether(t, n) {
			if !r.VerifySignature(publicOf("dev-pia")) || !signatures.Verify(r, publicOf("dev-pia")) {
				t.Fatalf("%d of %d does not verify", i, n)
			}
			if r.VerifySignature(publicOf("dev-max")) || signatures.Verify(r, publicOf("dev-max")) {
				t.Fatalf("%d of %d verifies by another key", i, n)
			}
		}
	}
}

// E4: every bit of every header and signature is covered, also once the others were verified.
func TestEveryByteIsSignedTogether(t *testing.T) {
	const n = 5
	all := signedTogether(t, n)
	var signatures Signatures
	for _, r := range all {
		signatures.Verify(r, publicOf("dev-pia"))
	}
	refused := func(why string, r Record) {
		t.Helper()
		if r.VerifySignature(publicOf("dev-pia")) || signatures.Verify(&r, publicOf("dev-pia")) {
			t.Fatalf("%s: it verifies", why)
		}
	}
	for at, whole := range all {
		for i := range whole.Header {
			header := bytes.Clone(whole.Header)
			header[i] ^= 1
			refused(fmt.Sprintf("header byte %d of %d", i, at), Record{Header: header, Sig: whole.Sig})
		}
		for i := range whole.Sig {
			for bit := range 8 {
				sig := bytes.Clone(whole.Sig)
				sig[i] ^= 1 << bit
				refused(fmt.Sprintf("signature byte %d, bit %d of %d", i, bit, at), Record{Header: whole.Header, Sig: sig})
			}
		}
		for cut := range whole.Sig {
			refused(fmt.Sprintf("%d bytes of the signature of %d", cut, at), Record{Header: whole.Header, Sig: whole.Sig[:cut]})
		}
		refused("a longer signature", Record{Header: whole.Header, Sig: slices.Concat(whole.Sig, make([]byte, 32))})
		refused("another's signature", Record{Header: whole.Header, Sig: all[(at+1)%n].Sig})
	}
}

// E4: what is a hash in the tree is no header, and what was signed together is nothing that was signed alone.
func TestATreeIsNoHeader(t *testing.T) {
	all := signedTogether(t, 2)
	sig := all[0].Sig
	direct := Record{Header: slices.Concat([]byte{2}, sig[64:96]), Sig: sig[:64]}
	if direct.VerifySignature(publicOf("dev-pia")) {
		t.Error("the root counts as a header")
	}
	var signed tree
	signed.size, signed.root = sig[96], tlog.Hash(sig[64:])
	alone := Record{Header: signed.signed()[len(signContext):]} // what the tree was signed as, were the contexts one
	if err := Sign(secretOf("dev-pia"), &alone); err != nil {
		t.Fatal(err)
	}
	if (&Record{Header: all[0].Header, Sig: slices.Concat(alone.Sig, sig[64:])}).VerifySignature(publicOf("dev-pia")) {
		t.Error("a record that was signed alone counts as signed together")
	}
}

// What was signed together costs one check of a key, not one for each.
func BenchmarkVerify(b *testing.B) {
	for _, n := range []int{1, MaxSignedTogether} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			all := make([]*Record, n)
			for i := range all {
				r, err := Unsigned(header(), nil, nil)
				if err != nil {
					b.Fatal(err)
				}
				all[i] = &r
			}
			if err := Sign(secretOf("dev-pia"), all...); err != nil {
				b.Fatal(err)
			}
			public := publicOf("dev-pia")
			for b.Loop() {
				var signatures Signatures
				for _, r := range all {
					if !signatures.Verify(r, public) {
						b.Fatal("it does not verify")
					}
				}
			}
		})
	}
}
