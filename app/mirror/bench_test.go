package mirror

import (
	"fmt"
	"testing"
	"time"

	"tieout/app/folder"
)

// BenchmarkManySmallDocuments puts 200 documents of 20 KB a round, twenty to a
// folder, durable when it ends.
func BenchmarkManySmallDocuments(b *testing.B) {
	const n, size = 200, 20 << 10
	c, err := Open(b.TempDir(), "engagement", folder.NewMemoryIndex(), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	b.SetBytes(n * size)
	round := 0
	for b.Loop() {
		all := make([]Whole, n)
		for i := range all {
			data := make([]byte, size)
			copy(data, fmt.Sprint(round, i))
			is := checked(string(data))
			all[i] = Whole{Doc{fmt.Sprint(round, i), fmt.Sprintf("r%d/f%d/%d.pdf", round, i/20, i), is.Hash().String(), size}, is}
		}
		for i, err := range append(c.PutAll(all), c.Sync()) {
			if err != nil {
				b.Fatal(i, err)
			}
		}
		round++
	}
}
