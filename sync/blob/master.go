package blob

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
)

// MasterKeyEnv names the environment variable that is used instead of the
// master key file when it is set.
const MasterKeyEnv = "TIEOUT_MASTER_KEY"

// OpenKeyring reads the master keys from the environment variable
// TIEOUT_MASTER_KEY or, when that is unset, from the file at path. Either
// holds one key of 64 hexadecimal digits a line; the first is current, the
// others are kept to read what they wrapped. Lines starting with # are notes.
//
// A file that anybody but its owner can read is refused (on Windows, where
// permissions are lists, this is not checked). The file belongs outside the
// data folder and outside its backups: whoever has both can read everything,
// and without it nothing can be read.
//
// On the first start the file is made, mode 0600, with a new key. Pass
// firstStart only while there is no data yet: afterwards a missing file is
// fs.ErrNotExist and must never be papered over with a second key.
func OpenKeyring(path string, firstStart bool) (*Keyring, error) {
	if text := os.Getenv(MasterKeyEnv); text != "" {
		ring, err := parseKeyring(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", MasterKeyEnv, err)
		}
		return ring, nil
	}
	text, err := readPrivate(path)
	if errors.Is(err, fs.ErrNotExist) && firstStart {
		if err := createMasterKey(path); err != nil {
			return nil, err
		}
		text, err = readPrivate(path)
	}
	if err != nil {
		return nil, err
	}
	ring, err := parseKeyring(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return ring, nil
}

func parseKeyring(text string) (*Keyring, error) {
	var keys []MasterKey
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		secret, err := hex.DecodeString(line)
		if err != nil {
			return nil, errors.New("a master key must be 64 hexadecimal digits on a line of its own")
		}
		key, err := NewMasterKey(secret)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("there is no master key in it")
	}
	return NewKeyring(keys[0], keys[1:]...), nil
}

// createMasterKey makes the file; if another process was first, its key stays.
func createMasterKey(path string) error {
	text := "# Tieout master key. Keep a copy in a safe place: without it no document can be read.\n" +
		hex.EncodeToString(randomBytes(keySize)) + "\n"
	_, err := writeAbsent(path, []byte(text))
	return err
}

func readPrivate(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("master key file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&0o077 != 0 {
		return "", fmt.Errorf("master key file %s can be read by others (mode %04o); "+
			"nothing was opened; run: chmod 600 %[1]s", path, mode)
	}
	text, err := io.ReadAll(io.LimitReader(file, 1<<16))
	return string(text), err
}
