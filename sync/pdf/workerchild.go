package pdf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// RunWorkerIfAsked turns the process into a worker when it was started as one,
// and then does not return. Call it first in main, and first in TestMain of
// tests that use a Worker.
func RunWorkerIfAsked() {
	if len(os.Args) != 2 || os.Args[1] != workerArgument {
		return
	}
	var j job
	a := answer{}
	if err := json.NewDecoder(os.Stdin).Decode(&j); err != nil {
		a.Error = fmt.Sprintf("understand the job: %v", err)
	} else {
		limitSelf(j.Memory)
		a = j.do()
	}
	if err := json.NewEncoder(os.Stdout).Encode(a); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// limitSelf bounds memory and stack before any untrusted byte is read. The
// hard limit ends the process; the soft one makes the collector work first.
func limitSelf(memory int64) {
	debug.SetMaxStack(64 << 20)
	debug.SetMemoryLimit(memory * 3 / 4)
	limitMemory(memory)
}

func (j job) do() answer {
	result, err := j.perform(context.Background())
	if err != nil {
		return failed(err)
	}
	b, err := json.Marshal(result)
	if err != nil {
		return failed(err)
	}
	return answer{Result: b}
}

func failed(err error) answer {
	var e *Error
	if !errors.As(err, &e) {
		return answer{Error: err.Error()}
	}
	a := answer{Code: e.Code, Part: e.Part, Error: e.Message}
	if e.cause != nil {
		a.Cause = e.cause.Error()
	}
	return a
}

func (j job) perform(ctx context.Context) (any, error) {
	files := make([]Source, len(j.Files))
	for i, path := range j.Files {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("open the file: %w", err)
		}
		defer f.Close()
		if files[i], err = FileSource(f); err != nil {
			return nil, err
		}
	}
	return j.on(ctx, files)
}

func (j job) on(ctx context.Context, files []Source) (any, error) {
	switch j.Op {
	case "preflight":
		var opts PreflightOptions
		return with(j, &opts, func(io.Writer) (any, error) { return Preflight(ctx, files[0], opts) })
	case "assemble":
		var p Package
		return with(j, &p, func(w io.Writer) (any, error) {
			for i := range p.Parts {
				p.Parts[i].Source = files[i]
			}
			for i := range p.Attachments {
				p.Attachments[i].Source = files[len(p.Parts)+i]
			}
			return Assemble(ctx, w, p)
		})
	case "marks":
		var m Marks
		return with(j, &m, func(w io.Writer) (any, error) { return AppendMarks(ctx, w, files[0], m) })
	case "seal":
		var l sealLayout
		return with(j, &l, func(io.Writer) (any, error) { return planSeal(ctx, files[0], l) })
	case "attached":
		var name string
		return with(j, &name, func(w io.Writer) (any, error) { return Attached(ctx, w, files[0], name) })
	}
	return nil, fmt.Errorf("the job %q is not known", j.Op)
}

// with reads the parameters and opens the output, if there is to be one.
func with(j job, params any, do func(io.Writer) (any, error)) (any, error) {
	if err := json.Unmarshal(j.Params, params); err != nil {
		return nil, fmt.Errorf("understand the job: %w", err)
	}
	if j.Out == "" {
		return do(io.Discard)
	}
	out, err := os.OpenFile(j.Out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the output: %w", err)
	}
	result, err := do(out)
	return result, errors.Join(err, out.Close())
}
