// Command testall runs every check of the project in order and ends with one
// line, "N passed, N failed". It is what `make test` calls after the parts are
// installed and built; each step can be run alone with -only.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"
)

// step is one command whose output is shown as it comes and whose tests are
// counted by its reader.
type step struct {
	name string
	argv []string
	env  []string
	// read counts the tests in the output; a nil reader counts the whole
	// command as one test.
	read reader
}

func main() {
	only := flag.String("only", "", "run only the steps whose name contains this")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	var all tally
	var broken []string
	for _, s := range steps() {
		if !strings.Contains(s.name, *only) {
			continue
		}
		fmt.Printf("\n=== %s\n", s.name)
		start := time.Now()
		t := run(ctx, s)
		fmt.Printf("--- %s: %d passed, %d failed, %d skipped (%s)\n",
			s.name, t.passed, t.failed, t.skipped, time.Since(start).Round(time.Second))
		if t.failed > 0 {
			broken = append(broken, s.name)
		}
		all.add(t)
	}
	if len(broken) > 0 {
		fmt.Printf("\nfailed: %s\n", strings.Join(broken, ", "))
	}
	fmt.Printf("\n%d passed, %d failed, %d skipped\n", all.passed, all.failed, all.skipped)
	if all.failed > 0 || all.passed == 0 {
		os.Exit(1)
	}
}
