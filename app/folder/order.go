package folder

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// SortByPath sorts as an office reads a list of files: what is in a folder stands together, numbers count
// as numbers ("Statement 2" before "Statement 10"), and neither capitals nor accents tear names apart.
func SortByPath[T any](all []T, pathOf func(T) string) {
	type place struct {
		path  string
		names [][]byte // what each name of the path sorts by
		item  T
	}
	order, room := collate.New(language.Und, collate.Numeric), new(collate.Buffer)
	known := map[string][]byte{}
	key := func(name string) []byte {
		k, ok := known[name]
		if !ok {
			k = bytes.Clone(order.KeyFromString(room, name))
			known[name] = k
			room.Reset()
		}
		return k
	}
	places := make([]place, len(all))
	for i, item := range all {
		p := place{path: pathOf(item), item: item}
		for name := range strings.SplitSeq(p.path, "/") {
			p.names = append(p.names, key(name))
		}
		places[i] = p
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(slices.CompareFunc(a.names, b.names, bytes.Compare), strings.Compare(a.path, b.path))
	})
	for i := range places {
		all[i] = places[i].item
	}
}
