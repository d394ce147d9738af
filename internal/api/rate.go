package api

import (
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"sitrep/internal/account"
)

// mostCallers is how many callers are remembered at a time. A caller that is forgotten starts anew, with all that may be asked at once.
const mostCallers = 10_000

// rates bounds how often each caller asks.
type rates struct {
	every rate.Limit
	burst int
	clock func() time.Time

	mu      sync.Mutex
	callers map[string]*rate.Limiter
}

func newRates(l Limits, clock func() time.Time) *rates {
	return &rates{every: rate.Limit(l.Rate), burst: l.Burst, clock: clock, callers: map[string]*rate.Limiter{}}
}

// allow says whether a caller may ask now, and else how long to wait.
func (r *rates) allow(caller string) (wait time.Duration, ok bool) {
	now := r.clock()
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.callers[caller]
	if l == nil {
		if len(r.callers) >= mostCallers {
			r.forget(now)
		}
		l = rate.NewLimiter(r.every, r.burst)
		r.callers[caller] = l
	}
	if l.AllowN(now, 1) {
		return 0, true
	}
	return time.Duration(float64(time.Second) / float64(r.every)), false
}

// forget drops the callers that have not asked for so long that they may ask all at once again, and if that is nobody, all.
func (r *rates) forget(now time.Time) {
	for caller, l := range r.callers {
		if l.TokensAt(now) >= float64(r.burst) {
			delete(r.callers, caller)
		}
	}
	if len(r.callers) >= mostCallers {
		clear(r.callers)
	}
}

// callerOf is by whom requests are counted: the account, else the address.
func callerOf(who account.User, r *http.Request) string {
	if who.ID != 0 {
		return "user " + strconv.FormatInt(who.ID, 10)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return "address " + host
}
