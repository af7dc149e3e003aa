package store_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tieout/app/folder"
)

// Names that are easily taken for one in a folder.
var tricky = []string{"a", "a.pdf", "a b", "a!", "a0", "ab/c", "a/b", "a/b/c", "a/b/d", "a/.x", "a/", "b/a", "ä/ö", "\xff/\xfe"}

// What is known of a folder is found by it, and all that is known by going through the folders.
func TestTheIndexKnowsFolders(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	lives := 0
	rapid.Check(t, func(t *rapid.T) {
		lives++
		mapping, memory := fmt.Sprint(lives), folder.NewMemoryIndex()
		known := map[string]bool{}
		for _, name := range rapid.SliceOfN(rapid.SampledFrom(tricky), 0, 20).Draw(t, "names") {
			o := folder.Observation{Lane: folder.ToClient, Rel: name, Stamp: folder.Stamp{ModTime: time.Unix(1, 0)}, Read: time.Unix(2, 0)}
			known["to-client/"+name] = true
			for _, index := range []folder.Index{s.Seen, memory} {
				if err := index.Put(mapping, "to-client/"+name, o); err != nil {
					t.Fatal(err)
				}
			}
		}
		for folders := []string{"to-client/"}; len(folders) > 0; folders = folders[1:] {
			got, below, err := s.Seen.Folder(mapping, folders[0])
			want, inside, _ := memory.Folder(mapping, folders[0])
			slices.Sort(inside)
			if err != nil || len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) || !slices.Equal(below, inside) {
				t.Fatalf("in %s are %v and %q, want %v and %q, %v", folders[0], got, below, want, inside, err)
			}
			for key := range got {
				delete(known, key)
			}
			folders = append(folders, below...)
		}
		if len(known) > 0 {
			t.Fatalf("in no folder: %v", known)
		}
	})
}

func TestEachGoesThroughMoreThanIsReadAtOnce(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	var all []folder.Noted
	for i := range 1000 {
		all = append(all, folder.Noted{MappingID: "m", Key: fmt.Sprint("to-client/", i)})
	}
	try(t, s.Seen.PutAll(all))
	seen := map[string]int{}
	try(t, s.Seen.Each("m", func(key string, _ folder.Observation) error {
		seen[key]++
		return nil
	}))
	for _, n := range all {
		if seen[n.Key] != 1 {
			t.Fatalf("%s was visited %d times", n.Key, seen[n.Key])
		}
	}
}
