//go:build ignore

// This program wrote fold_table.go, once. The table is frozen: path keys are identities in signed
// histories, so a newer Unicode must not change them. It refuses any version but the frozen one and
// stays here so that anyone can check where the numbers came from.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"log"
	"os"
	"unicode"

	"golang.org/x/text/cases"
)

const frozen = "15.0.0"

type fold struct{ from, to rune }

func main() {
	if unicode.Version != frozen {
		log.Fatalf("the table is frozen at Unicode %s, this Go has %s", frozen, unicode.Version)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "// Written once from Unicode %s by fold_gen.go. Frozen: never regenerate, never edit.\n\npackage folder\n\n", frozen)
	fmt.Fprintf(&out, "// foldVersion is the version of Unicode the two tables below were taken from.\nconst foldVersion = %q\n\n", frozen)
	writeFolds(&out)
	writeAssigned(&out)
	src, err := format.Source(out.Bytes())
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("fold_table.go", src, 0o644); err != nil {
		log.Fatal(err)
	}
}

// target is the simple case folding (statuses C and S of CaseFolding.txt) of r.
func target(r rune) rune {
	if unicode.SimpleFold(r) == r {
		return r
	}
	if unicode.Is(unicode.Cherokee, r) {
		return unicode.ToUpper(r) // the one script that folds upwards; cases.Fold has it the other way
	}
	if full := []rune(cases.Fold().String(string(r))); len(full) == 1 {
		return full[0]
	}
	return unicode.ToLower(r)
}

func writeFolds(out *bytes.Buffer) {
	var folds []fold
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if to := target(r); to != r {
			folds = append(folds, fold{r, to})
		}
	}
	fmt.Fprintf(out, "// simpleFolds maps lo, lo+step … hi by adding delta, in order of lo.\nvar simpleFolds = [...]foldRange{\n")
	for i := 0; i < len(folds); {
		n, step := run(folds[i:])
		fmt.Fprintf(out, "{%#x, %#x, %d, %d},", folds[i].from, folds[i+n-1].from, step, folds[i].to-folds[i].from)
		if i += n; i%3 == 0 || n > 1 {
			out.WriteByte('\n')
		}
	}
	fmt.Fprintf(out, "\n}\n\n")
}

// run is how many folds from the first share one delta and one step (1 or 2).
func run(folds []fold) (n int, step rune) {
	n, step = 1, 1
	for n < len(folds) && folds[n].to-folds[n].from == folds[0].to-folds[0].from {
		gap := folds[n].from - folds[n-1].from
		if gap > 2 || (n > 1 && gap != step) {
			break
		}
		step = gap
		n++
	}
	return n, step
}

func writeAssigned(out *bytes.Buffer) {
	fmt.Fprintf(out, "// assigned holds lo, hi of every run of characters that exist in this version of Unicode.\nvar assigned = [...][2]rune{\n")
	lo := rune(-1)
	col := 0
	for r := rune(0); r <= unicode.MaxRune+1; r++ {
		is := r <= unicode.MaxRune && unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z,
			unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
		switch {
		case is && lo < 0:
			lo = r
		case !is && lo >= 0:
			fmt.Fprintf(out, "{%#x, %#x},", lo, r-1)
			if col++; col%6 == 0 {
				out.WriteByte('\n')
			}
			lo = -1
		}
	}
	fmt.Fprintf(out, "\n}\n")
}
