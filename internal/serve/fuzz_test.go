package serve_test

import (
	"strings"
	"testing"
	"time"

	"sitrep/internal/demo"
)

// FuzzAddresses asks pages and API whatever comes: the answer is never that the program is at fault, and it comes soon.
func FuzzAddresses(f *testing.F) {
	s := newSite(f, demo.Archive(f))
	for _, path := range scoped {
		f.Add(path, "country=LY&from=2031-03&to=2031-04&type=shelling&grade=single&origins=1&q=market")
	}
	f.Add("/reports/r-0000000000000000", "claim=c-0000000000000000")
	f.Add("/map/at", "lat=1e309&lon=NaN&day=2031-04-02")
	f.Add("/api/v1/events", "after=0.0.0&limit=-1&bbox=1,2,3,4")
	f.Add("/review", "queue=second&claim=c-0&from=-1&skip=x")
	f.Add("/places/%ff", "after=%00;x=1")
	f.Fuzz(func(t *testing.T, path, query string) {
		if !strings.HasPrefix(path, "/") || len(path)+len(query) > 4000 || strings.HasPrefix(path, "/metrics") || strings.Contains(path, "stream") || strings.ContainsAny(path, "?#") {
			return
		}
		here := *s
		here.t = t
		began := time.Now()
		here.asked("GET "+path+"?"+query, here.do("GET", path+"?"+query, ""), time.Since(began))
	})
}
