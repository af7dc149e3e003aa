package window

import (
	"errors"
	"testing"
	"time"
)

// A service of the desktop that never answers holds up nobody who has news.
func TestANoticeThatIsNotAnsweredHoldsUpNobody(t *testing.T) {
	var n notices
	answer, came := make(chan struct{}), make(chan struct{})
	send := func() error {
		came <- struct{}{}
		<-answer
		return errors.New("no such service")
	}
	for range maxUnanswered {
		if err := n.show(send); err != nil {
			t.Fatal(err)
		}
		<-came
	}
	if err := n.show(send); !errors.Is(err, errNotShown) {
		t.Errorf("one more: %v", err)
	}
	close(answer)
	for deadline := time.Now().Add(20 * time.Second); n.unanswered.Load() > 0; {
		if time.Now().After(deadline) {
			t.Fatal("they are not forgotten")
		}
		<-time.After(time.Millisecond)
	}
	go func() { <-came }()
	if err := n.show(send); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
