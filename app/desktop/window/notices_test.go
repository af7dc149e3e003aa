package window

import (
	"errors"
	"slices"
	"testing"
)

// A service of the desktop that does not answer holds up nobody who has news. What it shows later comes in
// order.
func TestANoticeThatIsNotAnsweredHoldsUpNobody(t *testing.T) {
	var n notices
	var shown []int
	under, answer, last := make(chan struct{}), make(chan struct{}), make(chan struct{})
	send := func(i int) func() error {
		return func() error {
			if shown = append(shown, i); i == 0 {
				close(under)
				<-answer
				return errors.New("it took too long")
			}
			if i == maxWaiting {
				close(last)
			}
			return nil
		}
	}
	for i := range maxWaiting + 1 {
		if err := n.show(send(i)); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			<-under
		}
	}
	if err := n.show(send(99)); !errors.Is(err, errNotShown) {
		t.Errorf("one more: %v", err)
	}
	close(answer)
	<-last
	if len(shown) != maxWaiting+1 || !slices.IsSorted(shown) {
		t.Errorf("shown %v", shown)
	}
}
