package signin

import (
	"container/list"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// mostLimited is of how many names, or addresses, attempts are counted; beyond that the one that was seen longest ago is forgotten.
const mostLimited = 16_384

// limiter bounds attempts by what they are made at. Its memory is bounded, whatever is attempted.
type limiter struct {
	every rate.Limit
	burst int
	clock func() time.Time

	mu    sync.Mutex
	by    map[[32]byte]*list.Element
	order *list.List // of *limited, the one seen last first
}

type limited struct {
	key     [32]byte
	attempt *rate.Limiter
}

// newLimiter allows burst attempts, and another one every so long.
func newLimiter(every time.Duration, burst int, clock func() time.Time) *limiter {
	return &limiter{every: rate.Every(every), burst: burst, clock: clock, by: map[[32]byte]*list.Element{}, order: list.New()}
}

// take counts an attempt and gives how long it is to wait with it, 0 if it is not.
func (l *limiter) take(what string) time.Duration {
	key := sha256.Sum256([]byte(what))
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.by[key]
	if e == nil {
		if len(l.by) >= mostLimited {
			last := l.order.Back()
			l.order.Remove(last)
			delete(l.by, last.Value.(*limited).key)
		}
		e = l.order.PushFront(&limited{key, rate.NewLimiter(l.every, l.burst)})
		l.by[key] = e
	}
	l.order.MoveToFront(e)
	r := e.Value.(*limited).attempt.ReserveN(now, 1)
	after := r.DelayFrom(now)
	if after > 0 {
		r.CancelAt(now) // what is refused does not make the wait longer
	}
	return after
}

// network is what of an address is counted as one: of IPv6 the 64 bits that one customer has.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}
