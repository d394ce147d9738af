package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What is measured, and over which archive.
var (
	measure  = flag.Bool("measure", false, "measure how long pages take and how the server bears many readers")
	measured = flag.String("measured", "", "archive to measure over; \"\": one of 100,000 reports made up by chance")
	minutes  = flag.Float64("minutes", 5, "how long many readers read")
)

// pageVariants gives addresses of pages of an archive: every kind, with what is asked taken from the archive itself.
func pageVariants(t *testing.T, base string) map[string][]string {
	t.Helper()
	type rows struct {
		Reports, Events, Claims []struct {
			ID     string
			Report struct{ ID string }
			Claim  struct{ ID string }
			Place  *struct{ Name, Country string }
			To     string
		}
	}
	ask := func(path string) (out rows) {
		r, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", path, r.Status)
		}
		if err := json.NewDecoder(r.Body).Decode(&out); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return out
	}
	out := map[string][]string{}
	add := func(kind string, paths ...string) { out[kind] = append(out[kind], paths...) }
	for _, p := range []string{"/", "/map", "/map/data", "/timeline", "/figures", "/reports", "/events", "/places", "/actors", "/sources", "/brief", "/review", "/review/agreement"} {
		add(p, p)
	}
	events := ask("/api/v1/events?limit=200").Events
	for i, e := range events {
		add("/events/{id}", "/events/"+e.ID)
		if e.Place == nil || i%10 != 0 {
			continue
		}
		q := "place=" + strings.ReplaceAll(e.Place.Name, " ", "+")
		add("/places/{name}", "/places/"+strings.ReplaceAll(e.Place.Name, " ", "%20"))
		add("/?place", "/?"+q)
		if len(e.To) >= 7 {
			month := e.To[:7]
			add("/?country&month", "/?country="+e.Place.Country+"&from="+month+"&to="+month)
			add("/timeline?country&month", "/timeline?country="+e.Place.Country+"&from="+month+"&to="+month)
			add("/figures?country&month", "/figures?country="+e.Place.Country+"&from="+month+"&to="+month)
			add("/map?country&month", "/map?country="+e.Place.Country+"&from="+month+"&to="+month)
		}
	}
	for _, r := range ask("/api/v1/reports?limit=200").Reports {
		add("/reports/{id}", "/reports/"+r.ID)
	}
	for _, w := range []string{"shelled", "army", "civilians+killed", "%22officer+number%22", "market", "nothingofthat"} {
		add("/search", "/search?q="+w)
	}
	return out
}

// took is how long an answer took, with its status.
func took(ctx context.Context, client *http.Client, url string) (time.Duration, int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, 0, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	began := time.Now()
	a, err := client.Do(r)
	if err != nil {
		return time.Since(began), 0, err
	}
	defer a.Body.Close()
	_, err = io.Copy(io.Discard, a.Body)
	return time.Since(began), a.StatusCode, err
}

// share is the value below which the share p of sorted values lies.
func share(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

// TestMeasureServer prints how long each kind of page takes, one reader at a time, and what 200 readers who ask for 50 pages a second in all see.
func TestMeasureServer(t *testing.T) {
	if !*measure {
		t.Skip("measured with: go test ./cmd/sitrep -run TestMeasureServer -measure -v -timeout 60m [-measured ARCHIVE]")
	}
	where := *measured
	if where == "" {
		where = filepath.Join(t.TempDir(), "archive")
		news := filepath.Join(t.TempDir(), "news.jsonl")
		writeReports(t, news, 100_000, newRandom())
		if out, err := exec.Command("sitrep", "ingest", "--archive", where, news).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	base := served(t, where)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200, DisableCompression: true}}
	t.Logf("ready after %.1f s", ready(t, base).Seconds())
	kinds := pageVariants(t, base)
	var all []string
	var every []time.Duration
	for _, kind := range slices.Sorted(func(yield func(string) bool) {
		for k := range kinds {
			if !yield(k) {
				return
			}
		}
	}) {
		var times []time.Duration
		for i := range max(40, len(kinds[kind])) {
			path := kinds[kind][i%len(kinds[kind])]
			d, status, err := took(t.Context(), client, base+path)
			if err != nil || status != http.StatusOK {
				t.Errorf("%s: %d, %v", path, status, err)
			}
			times = append(times, d)
		}
		every = append(every, times...)
		slices.Sort(times)
		t.Logf("%-26s p50 %6.1f ms  p95 %6.1f ms  max %6.1f ms", kind, ms(share(times, .5)), ms(share(times, .95)), ms(times[len(times)-1]))
		all = append(all, kinds[kind]...)
	}
	slices.Sort(every)
	t.Logf("%-26s p50 %6.1f ms  p95 %6.1f ms", "all", ms(share(every, .5)), ms(share(every, .95)))
	load(t, client, base, all)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// load has 200 readers ask for pages, each every four seconds, at times drawn by chance.
func load(t *testing.T, client *http.Client, base string, paths []string) {
	const readers, each = 200, 4 * time.Second
	ctx, stop := context.WithTimeout(t.Context(), time.Duration(*minutes*float64(time.Minute)))
	defer stop()
	var mu sync.Mutex
	var times []time.Duration
	faults := map[string]int{}
	var all sync.WaitGroup
	for i := range readers {
		all.Go(func() {
			random := rand.New(rand.NewPCG(8, uint64(i)))
			wait := time.NewTimer(time.Duration(random.Int64N(int64(each))))
			for {
				select {
				case <-ctx.Done():
					return
				case <-wait.C:
				}
				wait.Reset(each/2 + time.Duration(random.Int64N(int64(each))))
				path := paths[random.IntN(len(paths))]
				d, status, err := took(context.WithoutCancel(ctx), client, base+path)
				mu.Lock()
				times = append(times, d)
				if err != nil {
					faults[err.Error()]++
				} else if status != http.StatusOK {
					faults[strconv.Itoa(status)]++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(times)
	t.Logf("200 readers for %g minutes: %d answers (%.1f a second), p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.0f ms, faults %s", *minutes, len(times),
		float64(len(times))/(*minutes*60), ms(share(times, .5)), ms(share(times, .95)), ms(share(times, .99)), ms(times[len(times)-1]), fmt.Sprint(faults))
	if len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
}
