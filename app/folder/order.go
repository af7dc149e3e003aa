package folder

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// SortByPath sorts as an office reads a list of files: what is in a folder stands together, numbers count
// as numbers ("Statement 2" before "Statement 10"), and neither capitals nor accents tear names apart.
func SortByPath[T any](all []T, pathOf func(T) string) {
	type place struct {
		names [][]byte // what each name of the path sorts by, and the name, where two sort alike
		item  T
	}
	order, room := collate.New(language.Und), new(collate.Buffer)
	known := map[string][]byte{}
	key := func(name string) []byte {
		k, ok := known[name]
		if !ok {
			k = bytes.Clone(order.KeyFromString(room, evenNumbers(name)))
			known[name] = k
			room.Reset()
		}
		return k
	}
	places := make([]place, len(all))
	for i, item := range all {
		p := place{item: item}
		for name := range strings.SplitSeq(pathOf(item), "/") {
			p.names = append(p.names, key(name), []byte(name))
		}
		places[i] = p
	}
	slices.SortFunc(places, func(a, b place) int { return slices.CompareFunc(a.names, b.names, bytes.Compare) })
	for i := range places {
		all[i] = places[i].item
	}
}

var numbers = regexp.MustCompile(`[0-9]+`)

// evenNumbers writes all numbers of a name with as many digits, so that they sort by what they count.
func evenNumbers(name string) string {
	return numbers.ReplaceAllStringFunc(name, func(n string) string {
		n = strings.TrimLeft(n, "0")
		return strings.Repeat("0", max(0, 20-len(n))) + n
	})
}
