package folder

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// Path keys are identities in signed histories: this file may grow, no line in it may change.
func TestPathKeysNeverChange(t *testing.T) {
	golden, err := os.Open("testdata/keys.golden")
	if err != nil {
		t.Fatal(err)
	}
	defer golden.Close()
	lines := 0
	for in := bufio.NewScanner(golden); in.Scan(); {
		if strings.HasPrefix(in.Text(), "#") {
			continue
		}
		parts := strings.Split(in.Text(), "\t")
		var plain [3]string
		for i := range plain {
			if plain[i], err = strconv.Unquote(parts[i]); err != nil {
				t.Fatalf("%q: %v", in.Text(), err)
			}
		}
		if got := PathKey(plain[0], plain[1]); got != plain[2] {
			t.Errorf("PathKey(%+q, %+q) = %+q, was %+q", plain[0], plain[1], got, plain[2])
		}
		lines++
	}
	if lines < 25 {
		t.Errorf("only %d keys checked", lines)
	}
}

func TestTheFoldTableIsFrozen(t *testing.T) {
	sum := sha256.New()
	fmt.Fprint(sum, foldVersion, simpleFolds, assigned)
	const frozen = "9d554042057c52532ee75e4d6f5d29ba0fd2f958b6f9d4d56150b51a55787ef2"
	if got := hex.EncodeToString(sum.Sum(nil)); got != frozen {
		t.Errorf("the table is %s, must stay %s: keys in histories depend on it", got, frozen)
	}
}

// Normalisation comes from a library whose tables grow with Unicode. For the characters of the frozen
// version it must answer for ever as it did: this is Unicode's stability policy, checked.
func TestNormalFormsOfFrozenCharactersNeverChange(t *testing.T) {
	sum := sha256.New()
	for r := rune(0); r < 0x2fa20; r++ { // nothing beyond composes or folds
		if utf8.ValidRune(r) && (r < 0x20000 || r >= 0x2f800) {
			io.WriteString(sum, frozenNFC("a\u0301"+string(r)+"\u0327"))
		}
	}
	const frozen = "0283c87aa3cf810151b87e47de6169dcd58605ad85d744c171139f6578dbf6a2"
	if got := hex.EncodeToString(sum.Sum(nil)); got != frozen {
		t.Errorf("normal forms are %s (Unicode %s), must stay %s", got, norm.Version, frozen)
	}
}

// tricky makes names of letters and marks that compose, decompose and fold in ways of their own.
var tricky = rapid.StringOf(rapid.SampledFrom([]rune("aAjJsSkKßẞıİåÅ\u212aΩ\u2126αΑάᾳᾼΐ\u1fd3ιςσΣ\u0301\u0308\u030a\u030c\u0327\u0345Ꭰꭰᄒ\u1161\u11ab가ﬁ\U0001ccd6\U00010efa .")))

func TestAKeyOfAKeyIsTheKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := tricky.Draw(t, "name")
		once := foldName(name)
		if twice := foldName(once); twice != once {
			t.Fatalf("%+q folds to %+q and that to %+q", name, once, twice)
		}
	})
}

// A scan finds what is known of a folder's files by how their keys begin.
func TestTheKeyOfAFileBeginsWithThatOfItsFolder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, name := tricky.Draw(t, "folder"), tricky.Draw(t, "name")
		if got, want := PathKey("to-client", dir+"/"+name), PathKey("to-client", dir)+"/"+foldName(name); got != want {
			t.Errorf("%q has the key %q, and as a file of its folder %q", dir+"/"+name, got, want)
		}
	})
}

func TestSpellingsOfOneNameHaveOneKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := tricky.Draw(t, "name")
		want := foldName(name)
		for how, spelled := range map[string]string{"NFC": norm.NFC.String(name), "NFD": norm.NFD.String(name)} {
			if got := foldName(spelled); got != want {
				t.Fatalf("%+q has key %+q, its %s %+q has %+q", name, want, how, spelled, got)
			}
		}
	})
}

func FuzzPathKeyKeepsNamesApartOrTogetherForAReason(f *testing.F) {
	f.Add("a/b.pdf")
	f.Add("\xff\xfe bad")
	f.Fuzz(func(t *testing.T, name string) {
		key := PathKey("to-client", name)
		if !strings.HasPrefix(key, "to-client/") {
			t.Errorf("%+q lost its lane: %+q", name, key)
		}
		if strings.Count(key, "/") != strings.Count(name, "/")+1 {
			t.Errorf("%+q gained or lost a folder: %+q", name, key)
		}
		if utf8.ValidString(name) != utf8.ValidString(key) {
			t.Errorf("%+q and %+q are not equally valid", name, key)
		}
	})
}
