package app

import "testing"

// While the line moves, what is saved beyond some thousands waits where it is until there is room. On a line
// that does not move it is kept here, however much that is.
func TestSavesWaitForRoomWhileTheLineMoves(t *testing.T) {
	a := large(t, 0)
	a.mu.Lock()
	for n := range uint64(maxWaiting) {
		a.pending.acts = append(a.pending.acts, &act{n: n})
	}
	a.mu.Unlock()
	a.awaitRoom(func() bool { return false })
	asked, room := make(chan bool, 2), make(chan bool)
	go func() {
		a.awaitRoom(func() bool { asked <- true; return true })
		close(room)
	}()
	<-asked
	select {
	case <-room:
		t.Fatal("there is no room")
	default:
	}
	drop := func(n uint64) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.pending.drop(n)
	}
	for n := range uint64(maxWaiting/2 - 1) {
		drop(n)
		select {
		case <-room:
			t.Fatalf("%d acts make room", n+1)
		case <-asked:
		}
	}
	drop(maxWaiting - 1)
	<-room
}
