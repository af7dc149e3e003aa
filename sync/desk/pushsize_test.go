package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// Long acts go up in as many pushes as it takes: none is too large for the
// relay.
func TestLongActsAreSpreadOverPushes(t *testing.T) {
	l := connect(t)
	var pushes, largest atomic.Int64
	serve := l.r.Config.Handler
	l.r.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/v1/push" {
			pushes.Add(1)
			largest.Store(max(largest.Load(), req.ContentLength))
		}
		serve.ServeHTTP(w, req)
	})
	const acts = 22
	for i := range acts {
		l.h.act(engagement.ActionID(fmt.Sprint("long", i)), engagement.MessagePosted, map[string]string{"text": strings.Repeat("long ", 60_000)})
	}
	l.r.with(func() { l.r.page = 5 })
	l.run()
	l.level()
	if n := largest.Load(); n > 2*wire.MaxBatch || pushes.Load() > 5 {
		t.Errorf("%d pushes, the largest of %d bytes", pushes.Load(), n)
	}
	l.r.with(func() {
		if len(l.r.records) != 4+acts {
			t.Errorf("%d of %d acts arrived", len(l.r.records)-4, acts)
		}
	})
}
