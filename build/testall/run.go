package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// tally is how many tests ended how.
type tally struct{ passed, failed, skipped int }

func (t *tally) add(o tally) {
	t.passed += o.passed
	t.failed += o.failed
	t.skipped += o.skipped
}

// reader shows a command's output to the person and counts its tests.
type reader func(out io.Reader) tally

// run runs one step. A command that ends badly without a failed test counts as
// one failure, and one that ends well without any test as one pass.
func run(ctx context.Context, s step) tally {
	cmd := exec.CommandContext(ctx, s.argv[0], s.argv[1:]...)
	cmd.Env = append(os.Environ(), s.env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		fmt.Println(err)
		return tally{failed: 1}
	}
	read := s.read
	if read == nil {
		read = show
	}
	t := read(out)
	err = cmd.Wait()
	switch {
	case err != nil && t.failed == 0:
		fmt.Println(err)
		t.failed = 1
	case err == nil && t == (tally{}):
		t.passed = 1
	}
	return t
}

func show(out io.Reader) tally {
	_, _ = io.Copy(os.Stdout, out)
	return tally{}
}

// goTests reads `go test -json`: it prints what failed, what was skipped and a
// line per package.
func goTests(out io.Reader) tally {
	var t tally
	said := map[string]*strings.Builder{}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		var e struct{ Action, Package, Test, Output string }
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		t.add(goEvent(e.Action, e.Package, e.Test, e.Output, said))
	}
	return t
}

func goEvent(action, pkg, test, output string, said map[string]*strings.Builder) (t tally) {
	key := pkg + " " + test
	if said[key] == nil {
		said[key] = &strings.Builder{}
	}
	switch action {
	case "output", "build-output":
		said[key].WriteString(output)
	case "pass":
		if test == "" {
			fmt.Printf("ok    %s\n", pkg)
		} else {
			t.passed++
		}
	case "skip":
		if test != "" {
			t.skipped++
			fmt.Print(said[key])
		}
	case "fail", "build-fail":
		fmt.Print(said[key])
		if test == "" {
			tellUnfinished(pkg, said)
		}
		fmt.Printf("FAIL  %s\n", key)
		t.failed++
	}
	if action != "output" && action != "build-output" {
		delete(said, key)
	}
	return t
}

// tellUnfinished prints what the tests said that ran when their package ended: who hung, and where.
func tellUnfinished(pkg string, said map[string]*strings.Builder) {
	for key, words := range said {
		if strings.HasPrefix(key, pkg+" ") && key != pkg+" " && words.Len() > 0 {
			fmt.Printf("unfinished: %s\n%s", key, words)
			delete(said, key)
		}
	}
}

// tapTests reads the TAP of node's test runner and of vitest's tap reporter.
func tapTests(out io.Reader) tally {
	var t tally
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		fmt.Println(lines.Text())
		line := strings.TrimSpace(lines.Text())
		suite := strings.HasSuffix(line, "{")
		switch {
		case suite:
		case strings.HasPrefix(line, "ok ") && strings.Contains(line, "# SKIP"):
			t.skipped++
		case strings.HasPrefix(line, "ok "):
			t.passed++
		case strings.HasPrefix(line, "not ok "):
			t.failed++
		}
	}
	return t
}
