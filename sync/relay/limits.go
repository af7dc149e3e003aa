package relay

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits bounds how often strangers may try: per address, and all together.
type limits struct {
	now func() time.Time

	mu     sync.Mutex
	byAddr map[string]*limiter
	all    *rate.Limiter
}

type limiter struct {
	*rate.Limiter
	used time.Time
}

// An address gets ten tries at once and one more every six seconds; all
// addresses together get a hundred and ten a second.
const (
	triesPerAddr = 10
	triesAll     = 100
	maxAddrs     = 10_000
)

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, byAddr: map[string]*limiter{}, all: rate.NewLimiter(10, triesAll)}
}

// allow says whether the address may try once more.
func (l *limits) allow(addr string) bool {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.byAddr[addr]
	if one == nil {
		if len(l.byAddr) >= maxAddrs {
			l.forget(now)
		}
		one = &limiter{Limiter: rate.NewLimiter(rate.Every(6*time.Second), triesPerAddr)}
		l.byAddr[addr] = one
	}
	one.used = now
	return one.AllowN(now, 1) && l.all.AllowN(now, 1)
}

// forget drops the addresses whose tries have grown back, or all if there are
// none.
func (l *limits) forget(now time.Time) {
	for addr, one := range l.byAddr {
		if now.Sub(one.used) > time.Minute {
			delete(l.byAddr, addr)
		}
	}
	if len(l.byAddr) >= maxAddrs {
		clear(l.byAddr)
	}
}

// ClientIP is the address a request came from: the peer's, or what a declared
// proxy says in X-Forwarded-For, read from the right as far as proxies go.
func (r *Relay) ClientIP(req *http.Request) string {
	peer, err := netip.ParseAddrPort(req.RemoteAddr)
	if err != nil {
		return ""
	}
	addr := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(req.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && r.proxy(addr); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = next.Unmap()
	}
	return addr.String()
}

func (r *Relay) proxy(addr netip.Addr) bool {
	for _, p := range r.opts.Proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}
