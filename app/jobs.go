package app

import (
	"context"
	"sync"
)

// jobs are pieces of work that take a while, with progress and an end.
type jobs struct {
	a       *App
	running sync.WaitGroup

	mu   sync.Mutex
	byID map[string]*job
}

type job struct {
	Job
	cancel context.CancelFunc
}

func newJobs(a *App) *jobs { return &jobs{a: a, byID: map[string]*job{}} }

// progress tells how far a job is: words for the bar, and a fraction.
type progress func(words string, fraction float64)

// start runs work in the background. What it returns names what was made.
func (j *jobs) start(words string, work func(ctx context.Context, tell progress) (string, error)) Job {
	ctx, cancel := context.WithCancel(j.a.ctx)
	t := &job{Job{ID: j.a.newID(), State: "running", Words: words}, cancel}
	j.mu.Lock()
	j.byID[t.ID] = t
	began := t.Job
	j.mu.Unlock()
	j.running.Go(func() {
		defer cancel()
		result, err := j.guarded(ctx, work, func(words string, fraction float64) {
			j.update(t, func() { t.Words, t.Progress = words, fraction })
		})
		j.update(t, func() { t.end(ctx, result, err) })
	})
	return began
}

func (j *jobs) guarded(ctx context.Context, work func(context.Context, progress) (string, error), tell progress) (result string, err error) {
	defer guard("job", &err)
	return work(ctx, tell)
}

func (t *job) end(ctx context.Context, result string, err error) {
	switch {
	case err == nil:
		t.State, t.Result, t.Progress = "done", result, 1
	case ctx.Err() != nil:
		t.State = "cancelled"
	default:
		f := asFailure(err)
		t.State, t.Code, t.Message, t.Hint, t.Part = "failed", f.Code, f.Message, f.Hint, partOf(err)
	}
}

func (j *jobs) update(t *job, change func()) {
	j.mu.Lock()
	change()
	j.mu.Unlock()
	j.a.news.tell(nounJob)
}

// wait ends when no job runs.
func (j *jobs) wait() { j.running.Wait() }

func (a *App) job(id string) (Job, error) {
	a.jobs.mu.Lock()
	defer a.jobs.mu.Unlock()
	if t := a.jobs.byID[id]; t != nil {
		return t.Job, nil
	}
	return Job{}, failure(CodeInput, "There is no such job.", "It may have been started before Tieout was restarted.")
}

func (a *App) cancelJob(id string) error {
	a.jobs.mu.Lock()
	defer a.jobs.mu.Unlock()
	if t := a.jobs.byID[id]; t != nil {
		t.cancel()
	}
	return nil
}
