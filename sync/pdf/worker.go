package pdf

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// workerArgument makes a program that calls RunWorkerIfAsked a worker.
const workerArgument = "pdf-worker"

// Worker opens PDFs in a child process: this program, started once per call
// with the argument "pdf-worker". A file that crashes, hangs or exhausts the
// child is an error with a clear code and nothing else. The zero value is
// ready to use and safe for concurrent calls.
//
// Sources that are not files are copied to a private temporary folder, which
// is removed before the call returns. Seal keys never reach the child: it lays
// the seal out, and the parent signs.
type Worker struct {
	Executable string        // os.Executable() when empty
	Timeout    time.Duration // per call; 2 minutes when zero
	Memory     int64         // bytes of private memory; 1.5 GiB when zero
	TempDir    string        // os.TempDir() when empty
}

const (
	defaultTimeout = 2 * time.Minute
	defaultMemory  = 3 << 29
	maxReply       = 64 << 20
)

// job is what a child is told on its standard input; answer is what it says.
type job struct {
	Op     string
	Memory int64
	Files  []string
	Out    string
	Params json.RawMessage
}

type answer struct {
	Result json.RawMessage `json:",omitempty"`
	Code   Code            `json:",omitempty"`
	Part   int             `json:",omitempty"`
	Error  string          `json:",omitempty"`
	Cause  string          `json:",omitempty"`
}

// Preflight is Preflight in a child.
func (k Worker) Preflight(ctx context.Context, src Source, opts PreflightOptions) (info Info, err error) {
	err = k.run(ctx, "preflight", []Source{src}, opts, nil, &info)
	return info, err
}

// Assemble is Assemble in a child.
func (k Worker) Assemble(ctx context.Context, w io.Writer, p Package) (out Assembly, err error) {
	var files []Source
	for _, part := range p.Parts {
		files = append(files, part.Source)
	}
	for _, a := range p.Attachments {
		files = append(files, a.Source)
	}
	err = k.run(ctx, "assemble", files, p, w, &out)
	return out, err
}

// AppendMarks is AppendMarks in a child.
func (k Worker) AppendMarks(ctx context.Context, w io.Writer, approved Source, m Marks) (out Marked, err error) {
	err = k.run(ctx, "marks", []Source{approved}, m, w, &out)
	return out, err
}

// Seal lays the seal out in a child and signs here.
func (k Worker) Seal(ctx context.Context, w io.Writer, src Source, o SealOptions) (Sealed, error) {
	var plan sealPlan
	if err := k.run(ctx, "seal", []Source{src}, o.layout(), nil, &plan); err != nil {
		return Sealed{}, err
	}
	return plan.sign(ctx, w, src, o)
}

// Attached is Attached in a child.
func (k Worker) Attached(ctx context.Context, w io.Writer, src Source, name string) (found bool, err error) {
	err = k.run(ctx, "attached", []Source{src}, name, w, &found)
	return found, err
}

func (k Worker) run(ctx context.Context, op string, files []Source, params any, w io.Writer, result any) error {
	dir, err := os.MkdirTemp(k.TempDir, "tieout-pdf-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer os.RemoveAll(dir)
	j := job{Op: op, Memory: k.memory()}
	if w != nil {
		j.Out = filepath.Join(dir, "out.pdf")
	}
	if j.Params, err = json.Marshal(params); err != nil {
		return fmt.Errorf("describe the job: %w", err)
	}
	for i, f := range files {
		path, err := spool(f, filepath.Join(dir, fmt.Sprintf("in%d", i)))
		if err != nil {
			return err
		}
		j.Files = append(j.Files, path)
	}
	a, err := k.start(ctx, dir, j)
	if err != nil {
		return err
	}
	if a.Error != "" {
		return a.failure()
	}
	if err := json.Unmarshal(a.Result, result); err != nil {
		return workerFailed(err)
	}
	return deliver(w, j.Out)
}

func (k Worker) memory() int64 {
	if k.Memory > 0 {
		return k.Memory
	}
	return defaultMemory
}

// spool gives a path to the file's bytes.
func spool(src Source, path string) (string, error) {
	if f, ok := src.ReaderAt.(*os.File); ok {
		if st, err := os.Stat(f.Name()); err == nil && st.Size() == src.Size && filepath.IsAbs(f.Name()) {
			return f.Name(), nil
		}
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("copy the file for the worker: %w", err)
	}
	if src.ReaderAt != nil {
		_, err = io.Copy(out, src.section())
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return "", fmt.Errorf("copy the file for the worker: %w", err)
	}
	return path, nil
}

// start runs one child to its end.
func (k Worker) start(ctx context.Context, dir string, j job) (answer, error) {
	exe := k.Executable
	if exe == "" {
		var err error
		if exe, err = os.Executable(); err != nil {
			return answer{}, fmt.Errorf("find this program: %w", err)
		}
	}
	timeout := k.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	in, err := json.Marshal(j)
	if err != nil {
		return answer{}, fmt.Errorf("describe the job: %w", err)
	}
	var out, log capped
	out.left, log.left = maxReply, 8<<10
	cmd := exec.CommandContext(ctx, exe, workerArgument)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &log
	cmd.Dir, cmd.Env = dir, workerEnvironment(dir)
	cmd.WaitDelay = 2 * time.Second
	err = cmd.Run()
	if ctx.Err() != nil {
		return answer{}, refuse(CodeTime, ctx.Err(), "Reading this file took longer than allowed. Print it to a new PDF and try that one.")
	}
	var a answer
	if decodeErr := json.Unmarshal(out.Bytes(), &a); err != nil || decodeErr != nil {
		return answer{}, workerFailed(fmt.Errorf("%w: %s", errors.Join(err, decodeErr), log.Bytes()))
	}
	return a, nil
}

func workerFailed(cause error) error {
	return refuse(CodeWorker, cause, "This file could not be read: it is damaged, or needs more memory than a document should. Nothing else is affected. Open it in a PDF viewer, print it to a new PDF, and use that one.")
}

func (a answer) failure() error {
	var cause error
	if a.Cause != "" {
		cause = errors.New(a.Cause)
	}
	if a.Code == "" {
		return errors.New(a.Error)
	}
	return &Error{Code: a.Code, Part: a.Part, Message: a.Error, cause: cause}
}

// workerEnvironment is what a program needs to start, and nothing that could
// hold a secret.
func workerEnvironment(dir string) []string {
	env := []string{"TMPDIR=" + dir, "TEMP=" + dir, "TMP=" + dir, "HOME=" + dir}
	for _, k := range []string{"SystemRoot", "GOCOVERDIR"} {
		if v, ok := os.LookupEnv(k); ok {
			env = append(env, k+"="+v)
		}
	}
	return env
}

func deliver(w io.Writer, path string) error {
	if w == nil {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return workerFailed(err)
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("write the finished PDF: %w", err)
	}
	return nil
}

// capped keeps the first bytes written to it and drops the rest.
type capped struct {
	bytes.Buffer
	left int
}

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	c.Buffer.Write(p[:n])
	return len(p), nil
}
