package relay

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits bounds how often an address may knock where no token is asked for.
type limits struct {
	now  func() time.Time
	rate rate.Limit
	room int

	mu     sync.Mutex
	byAddr map[string]*limiter
}

type limiter struct {
	*rate.Limiter
	used time.Time
}

// Codes can be guessed, so an address gets ten tries at once and one more every
// six seconds. Challenges cannot; a whole office behind one address signs in
// again at once after a restart.
const (
	codeTries   = 10
	signInTries = 600
	maxAddrs    = 10_000
)

func newLimits(now func() time.Time, every time.Duration, room int) *limits {
	return &limits{now: now, rate: rate.Every(every), room: room, byAddr: map[string]*limiter{}}
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
		one = &limiter{Limiter: rate.NewLimiter(l.rate, l.room)}
		l.byAddr[addr] = one
	}
	one.used = now
	return one.AllowN(now, 1)
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
