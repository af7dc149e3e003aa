package blob_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"tieout/sync/blob"
)

func TestTheMasterKeyIsMadeOnceAndOnlyOnTheFirstStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "etc", "master.key")
	if _, err := blob.OpenKeyring(path, false); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("a lost master key: %v", err)
	}
	rings := make([]*blob.Keyring, 8)
	var wg sync.WaitGroup
	for i := range rings {
		wg.Go(func() {
			var err error
			if rings[i], err = blob.OpenKeyring(path, true); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	again, err := blob.OpenKeyring(path, false)
	if err != nil {
		t.Fatal(err)
	}
	for i, ring := range rings {
		if !again.Current(ring.Wrap("x", []byte("secret"))) {
			t.Errorf("start %d got another key", i)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestAMasterKeyOthersCanReadIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists instead of modes")
	}
	path := filepath.Join(t.TempDir(), "master.key")
	if _, err := blob.OpenKeyring(path, true); err != nil {
		t.Fatal(err)
	}
	for mode, refused := range map[os.FileMode]bool{0o640: true, 0o604: true, 0o620: true, 0o600: false, 0o400: false} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := blob.OpenKeyring(path, true)
		if (err != nil) != refused {
			t.Errorf("mode %04o: %v", mode, err)
		}
		if refused && !strings.Contains(fmt.Sprint(err), "chmod 600") {
			t.Errorf("mode %04o: the error does not say what to do: %v", mode, err)
		}
	}
}

func TestMasterKeysComeFromTheEnvironmentFirst(t *testing.T) {
	older, newer := strings.Repeat("0a", 32), strings.Repeat("0b", 32)
	nowhere := filepath.Join(t.TempDir(), "none")
	t.Setenv(blob.MasterKeyEnv, older)
	old, err := blob.OpenKeyring(nowhere, false)
	if err != nil {
		t.Fatal(err)
	}
	wrapped := old.Wrap("seal key", []byte("secret"))
	t.Setenv(blob.MasterKeyEnv, "# rotated in May\n"+newer+"\r\n"+older+"\n")
	ring, err := blob.OpenKeyring(nowhere, false)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ring.Unwrap("seal key", wrapped); err != nil || string(got) != "secret" {
		t.Errorf("Unwrap of what the older key wrapped = %q, %v", got, err)
	}
	if ring.Current(wrapped) || !ring.Current(ring.Wrap("x", nil)) {
		t.Error("the first key is not the current one")
	}
	for _, bad := range []string{"\n", "# note only", "abc", strings.Repeat("0a", 31), older + older, newer + " " + older} {
		t.Setenv(blob.MasterKeyEnv, bad)
		if _, err := blob.OpenKeyring(nowhere, true); err == nil || strings.Contains(err.Error(), "0a0a") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestAWrappedSecretOpensOnlyAsWhatItIs(t *testing.T) {
	master, err := blob.NewMasterKey(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	other, err := blob.NewMasterKey(bytes.Repeat([]byte{2}, 32))
	if err != nil {
		t.Fatal(err)
	}
	ring := blob.NewKeyring(master)
	wrapped := ring.Wrap("seal key of firm/1", []byte("secret"))
	if _, err := ring.Unwrap("seal key of firm/2", wrapped); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("another label: %v", err)
	}
	if _, err := blob.NewKeyring(other).Unwrap("seal key of firm/1", wrapped); !errors.Is(err, blob.ErrUnknownKey) {
		t.Errorf("another master key: %v", err)
	}
	for i := range wrapped {
		spoilt := bytes.Clone(wrapped)
		spoilt[i] ^= 1
		if _, err := ring.Unwrap("seal key of firm/1", spoilt); err == nil {
			t.Errorf("byte %d changed and nobody noticed", i)
		}
		if _, err := ring.Unwrap("seal key of firm/1", wrapped[:i]); err == nil {
			t.Errorf("cut to %d bytes and nobody noticed", i)
		}
	}
}

func TestAMasterKeyPrintsItsIDOnly(t *testing.T) {
	secret := bytes.Repeat([]byte{0xab}, 32)
	master, err := blob.NewMasterKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		text := fmt.Sprintf(verb, master)
		if strings.Contains(text, "abab") || strings.Contains(text, "171, 171") || strings.Contains(text, "171 171") {
			t.Errorf("%s prints the key: %s", verb, text)
		}
	}
	if len(master.ID()) != 16 {
		t.Errorf("ID = %q", master.ID())
	}
}
