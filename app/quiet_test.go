package app_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// drowsy is a clock by which a desk thinks after a few moments that it had nothing to do for a while.
type drowsy struct{ rests chan bool }

func (drowsy) Now() time.Time { return time.Now() }

func (c drowsy) After(d time.Duration) (<-chan time.Time, func()) {
	if d == 3*time.Second {
		d = time.Millisecond
		select {
		case c.rests <- true:
		default:
		}
	}
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// A desk that gives its memory back at any moment knows all that it knew, and goes on from there.
func TestADeskThatRestsForgetsNothing(t *testing.T) {
	o := newOffice(t)
	rests := make(chan bool, 1)
	c := o.newComputer()
	c.time = drowsy{rests}
	c.start()
	o.enrol(c, o.admin)
	j := o.acme(c, o.admin)
	for i := range 5 {
		o.write(filepath.Join(j.dir, "To client", "return.txt"), fmt.Sprint("version ", i+1))
		c.until("the save is out", func() bool { return o.versions(j, "return.txt") == i+1 })
		o.upload(j, fmt.Sprintf("scan %d.txt", i), fmt.Sprint("upload ", i))
		c.level()
		for range 9 {
			<-rests
		}
	}
	c.until("all five versions and all five uploads are in the panel", func() bool {
		panel, err := c.Files(j.id)
		must(t, err)
		rows := 0
		for _, lane := range panel.Lanes {
			rows += len(lane.Rows)
		}
		return rows == 10
	})
}
