package blob

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The files in testdata were written once. They must open for ever: a change
// that breaks this test breaks every stored document.
func TestFormatVersion1StaysReadable(t *testing.T) {
	master, err := NewMasterKey(bytes.Repeat([]byte{0x5a}, keySize))
	if err != nil {
		t.Fatal(err)
	}
	ring := NewKeyring(master)
	if master.ID() != "3d19128e0eb3c05f" {
		t.Errorf("master key id = %s", master.ID())
	}
	material, err := ring.Unwrap(keyLabel("firm/1/client/2"), golden(t, "wrapped.hex"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := newDataKey(material)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSealer()
	if err != nil {
		t.Fatal(err)
	}
	plain, packed := []byte("tie out"), []byte(strings.Repeat("tie out ", 100))
	for _, tc := range []struct {
		file, name string
		kind       kind
		plain      []byte
	}{
		{"plain.hex", "3bf13eceb864c3fdd40c8b33ca233d2c90a7f927199fcf300a1450d3b8747b82", wholeKind, plain},
		{"zstd.hex", "db10df347cec6aac869d7eeaf10b979aa670fd6c4b45b679bdfef1812c354c32", partKind, packed},
	} {
		a := address{"firm/1/client/2", tc.kind, key.name(tc.kind, Sum(tc.plain))}
		if a.name != tc.name {
			t.Errorf("%s: name = %s", tc.file, a.name)
		}
		got, err := s.open(key, a, golden(t, tc.file))
		if err != nil || !bytes.Equal(got, tc.plain) {
			t.Errorf("%s: %q, %v", tc.file, got, err)
		}
	}
}

func TestManifestTextIsFixed(t *testing.T) {
	m := Manifest{V: 1, Size: 3, SHA256: Sum([]byte("abc")), Parts: []Part{{3, Sum([]byte("abc"))}}}
	text, err := m.encode()
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if want := `{"v":1,"size":3,"sha256":"` + abc + `","parts":[{"len":3,"sha256":"` + abc + `"}]}`; err != nil || string(text) != want {
		t.Errorf("manifest = %s, %v", text, err)
	}
}

func golden(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	data, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
