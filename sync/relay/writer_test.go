package relay

import (
	"context"
	"errors"
	"testing"
)

// The writer may do what was asked of it after the asker left: what it finds then is for nobody. The race
// detector sees a caller who looks all the same.
func TestWhoStopsWaitingSeesNothingOfTheAnswer(t *testing.T) {
	asked := &tenant{jobs: make(chan *job), quit: make(chan struct{}), done: make(chan struct{})}
	ctx, leave := context.WithCancel(t.Context())
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		j := <-asked.jobs
		leave()
		if err := j.work(nil); err != nil {
			t.Error(err)
		}
	}()
	found, err := answer(ctx, asked, func(*batch) (string, error) { return "found", nil })
	if found != "" || !errors.Is(err, context.Canceled) {
		t.Errorf("answered %q, %v", found, err)
	}
	<-worked
}
