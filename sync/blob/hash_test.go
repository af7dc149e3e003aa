package blob_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"tieout/sync/blob"
)

func TestHashHasOneSpelling(t *testing.T) {
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, "abc"
	if got := blob.Sum([]byte("abc")).String(); got != abc {
		t.Fatalf("Sum = %s", got)
	}
	hash, err := blob.Parse(abc)
	if err != nil || hash != blob.Sum([]byte("abc")) {
		t.Fatalf("Parse = %s, %v", hash, err)
	}
	for _, bad := range []string{"", abc[1:], abc + "0", strings.ToUpper(abc), strings.Replace(abc, "b", "g", 1), " " + abc[1:]} {
		if _, err := blob.Parse(bad); err == nil {
			t.Errorf("Parse(%q) succeeded", bad)
		}
	}
	text, err := json.Marshal(map[blob.Hash]blob.Hash{hash: hash})
	if want := `{"` + abc + `":"` + abc + `"}`; err != nil || string(text) != want {
		t.Errorf("JSON = %s, %v", text, err)
	}
	var back map[blob.Hash]blob.Hash
	if err := json.Unmarshal(text, &back); err != nil || back[hash] != hash {
		t.Errorf("from JSON = %v, %v", back, err)
	}
	if !(blob.Hash{}).IsZero() || hash.IsZero() {
		t.Error("IsZero")
	}
}

// What is handed on as checked has the hash that it says.
func TestCheckedIsWhatItsHashNames(t *testing.T) {
	data := []byte("a W-2")
	is, err := blob.Check(blob.Sum(data), data)
	if err != nil || is.Hash() != blob.Sum(data) || string(is.Bytes()) != "a W-2" {
		t.Errorf("Check = %s %q, %v", is.Hash(), is.Bytes(), err)
	}
	if is, err := blob.Check(blob.Sum([]byte("another")), data); !errors.Is(err, blob.ErrMismatch) || is.Bytes() != nil || !is.Hash().IsZero() {
		t.Errorf("other bytes: %s %q, %v", is.Hash(), is.Bytes(), err)
	}
}
