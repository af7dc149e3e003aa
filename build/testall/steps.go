package main

// steps lists every check in the order that finds a mistake soonest.
func steps() []step {
	go_ := func(args ...string) []string { return append([]string{"go"}, args...) }
	return []step{
		{name: "format", argv: []string{"sh", "-c", `test -z "$(gofmt -l app build frontend/*.go sync *.go | tee /dev/stderr)"`}},
		{name: "vet", argv: go_("vet", "./...")},
		{name: "vet for Windows", argv: go_("vet", "./..."), env: []string{"GOOS=windows", "CGO_ENABLED=0"}},
		{name: "frontend", argv: []string{"npm", "--prefix", "frontend", "run", "check"}},
		{name: "generated files", argv: []string{"make", "--no-print-directory", "generated"}},
		{name: "go test", argv: go_("test", "-race", "-json", "-timeout", "20m", "./..."), read: goTests},
	}
}
