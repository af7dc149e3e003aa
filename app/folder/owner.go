package folder

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// openBy says who has a file open, from the owner files that Office ("~$name", for long names without
// the first two letters) and LibreOffice (".~lock.name#") put beside it. It is "" when nobody has,
// and "someone" when the owner file says nothing. Only shown, never relied on: crashes leave such
// files behind.
func openBy(tree Tree, dir, name string, listing []Info) string {
	for _, e := range listing {
		if e.Kind != KindFile || !ownsBy(e.Name, name) {
			continue
		}
		who, err := readOwner(tree, path.Join(dir, e.Name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if who == "" {
			who = "someone"
		}
		return who
	}
	return ""
}

// ownsBy says whether owner is the owner file of the document called name.
func ownsBy(owner, name string) bool {
	if doc, ok := strings.CutPrefix(owner, ".~lock."); ok {
		return doc == name+"#"
	}
	doc, ok := strings.CutPrefix(owner, "~$")
	if !ok {
		return false
	}
	letters := []rune(name)
	return strings.EqualFold(doc, name) || len(letters) > 2 && strings.EqualFold(doc, string(letters[2:]))
}

func readOwner(tree Tree, rel string) (string, error) {
	file, err := tree.OpenFile(rel)
	if err != nil {
		return "", err
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, 1024))
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(path.Base(rel), ".~lock.") {
		return libreOwner(string(body)), nil
	}
	return officeOwner(body), nil
}

// libreOwner reads the name of a LibreOffice owner file: the name a person gave to the program or, for
// most give none, to the computer (sal/osl lock files: name, login, computer, time, profile).
func libreOwner(body string) string {
	fields := strings.SplitN(body, ",", 3)
	for _, field := range fields[:min(len(fields), 2)] {
		if who := cleanName(field); who != "" {
			return who
		}
	}
	return ""
}

// officeOwner reads the name of an Office owner file: a length byte and that many bytes in the
// writer's code page.
func officeOwner(body []byte) string {
	if len(body) < 2 || int(body[0]) > min(len(body)-1, 54) {
		return ""
	}
	who, err := charmap.Windows1252.NewDecoder().Bytes(body[1 : 1+body[0]])
	if err != nil {
		return ""
	}
	return cleanName(string(who))
}

func cleanName(s string) string {
	if !utf8.ValidString(s) {
		return ""
	}
	s = strings.TrimSpace(strings.Map(safeRune, s))
	return shorten(s, 60)
}
