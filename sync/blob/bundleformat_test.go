package blob

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The bundle was written once, on 2026-03-03 15:04:05 UTC, and must be read
// for ever.
const (
	goldenHead = "54494555" + "01000000" + "00064c2003b32340" + "00000002" + "0000000e" +
		"036f6e6500000003" + "016200000000" + "6f88f18c7bcf4bb51df9e40b7c4c7c875597a55af85f34ed195e2acdc6bea858"
	goldenBundle = goldenHead + "01616263" + "01" + goldenHead + "00000046"
)

func TestBundleVersion1StaysReadable(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 3, 3, 15, 4, 5, 0, time.UTC)
	wrote, _, err := writeBundle(dir, []bundled{{"one", []byte("abc")}, {"b", nil}}, at)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(wrote.path)
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(raw); got != goldenBundle {
		t.Errorf("a bundle is\n%s, not\n%s", got, goldenBundle)
	}
	golden, err := hex.DecodeString(goldenBundle)
	path := filepath.Join(dir, "golden")
	if err == nil {
		err = os.WriteFile(path, golden, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	b, members, err := readBundle(path)
	if err != nil || !b.created.Equal(at) || b.live != 2 {
		t.Fatalf("it was written %v with %d members, %v", b, len(members), err)
	}
	if data, err := members["one"].read(&lastRead{}); err != nil || string(data) != "abc" {
		t.Errorf("a member is %q, %v", data, err)
	}
}
