package synctest

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// BenchmarkSaveToPortal is the time from a saved file on the share until the portal has the version.
func BenchmarkSaveToPortal(b *testing.B) {
	w := office(b, 50)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	ruth.SignIn()
	n := 0
	for b.Loop() {
		n++
		content := Return(fmt.Sprint("state ", n), 2)
		tom.Save("To client/letter.pdf", content)
		latency(b, func() error { return w.firms[0].unsent(tom.at()) })
	}
}

// BenchmarkUploadToFolder is the time from the client's receipt until the file lies on the share.
func BenchmarkUploadToFolder(b *testing.B) {
	w := office(b, 51)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	ruth.SignIn()
	n := 0
	for b.Loop() {
		n++
		b.StopTimer()
		name := fmt.Sprintf("scan %d.pdf", n)
		ruth.Uploads("", name, Return(name, 2))
		b.StartTimer()
		latency(b, func() error { _, err := os.Stat(tom.path("From client/" + name)); return err })
		if n%100 == 0 {
			w.Clock.Advance(20 * time.Minute) // so many uploads are a limit of the portal
		}
	}
}

// latency waits for something with looks so close together that they are not what is measured.
func latency(b *testing.B, is func() error) {
	b.Helper()
	end, look := time.Now().Add(patience), time.NewTicker(200*time.Microsecond)
	defer look.Stop()
	for is() != nil {
		if time.Now().After(end) {
			b.Fatal("it never happened")
		}
		<-look.C
	}
}
