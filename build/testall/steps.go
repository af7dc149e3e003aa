package main

// steps lists every check in the order that finds a mistake soonest.
func steps() []step {
	shell := func(line string) []string { return []string{"sh", "-c", line} }
	inFrontend := func(line string) []string { return shell("cd frontend && " + line) }
	return []step{
		{name: "format", argv: shell(`test -z "$(gofmt -l app build sync frontend/*.go *.go | tee /dev/stderr)"`)},
		{name: "vet", argv: []string{"go", "vet", "./..."}},
		{name: "vet for Windows", argv: []string{"go", "vet", "./..."}, env: []string{"GOOS=windows", "CGO_ENABLED=0"}},
		{name: "generated files", argv: []string{"make", "--no-print-directory", "generated"}},
		{name: "frontend lint", argv: inFrontend("npx tsc --noEmit && npx biome check")},
		{name: "frontend tests", argv: inFrontend("npx vitest run --reporter=tap-flat"), read: tapTests},
		{name: "portal first load", argv: inFrontend("npm run --silent size")},
		{name: "go test", argv: shell("go test -race -json -timeout 20m ./..."), read: goTests},
		{name: "journeys in the browser", argv: inFrontend("node e2e/run.mjs"), read: tapTests},
		{name: "production window", argv: []string{"build/smoke/run.sh"}},
	}
}
