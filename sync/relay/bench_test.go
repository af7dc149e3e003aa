package relay_test

import (
	"net/http"
	"testing"

	"tieout/sync/wire"
)

// Twenty acts in one engagement of usual size, one push, through HTTP to the
// disk and back.
func BenchmarkPush(b *testing.B) {
	o := newOffice(b)
	dana := o.enrol(o.admin)
	for b.Loop() {
		b.StopTimer()
		m := dana.takeOn("Acme Ltd", "maria@acme.example")
		var in wire.PushRequest
		for range 20 {
			in.Actions = append(in.Actions, dana.act(ask(m, "x")))
		}
		b.StartTimer()
		dana.must(http.StatusOK, "POST", "/v1/push", in, nil)
	}
	b.ReportMetric(20*float64(b.N)/b.Elapsed().Seconds(), "actions/s")
}
