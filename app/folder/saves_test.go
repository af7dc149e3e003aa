package folder_test

import (
	"os"
	"testing"
	"time"
)

func TestASavedFileIsReportedWithinATenthOfASecond(t *testing.T) {
	w := newWorld(t)
	w.settled()
	best := map[string]time.Duration{"in place": time.Hour, "temp and rename": time.Hour}
	for i := range 5 {
		body := pdf("round " + string(rune('a'+i)))
		for how, save := range map[string]func(){
			"in place": func() { w.save("To client", "in place.pdf", body) },
			"temp and rename": func() {
				w.save("To client", "~save.tmp", body)
				w.must(os.Rename(w.path("To client", "~save.tmp"), w.path("To client", "temp and rename.pdf")))
			},
		} {
			save()
			closed := time.Now()
			w.untilSaved(how+".pdf", body)
			all := w.sink.AllSaved()
			best[how] = min(best[how], all[len(all)-1].At.Sub(closed))
		}
	}
	t.Log("fastest of five:", best)
	if best["in place"] > 150*time.Millisecond || best["temp and rename"] > 100*time.Millisecond {
		t.Errorf("too slow even at best: %v", best)
	}
}
