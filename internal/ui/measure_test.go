package ui

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/demo"
)

var (
	measure       = flag.Bool("measure", false, "measure the map in a browser")
	measureEvents = flag.Int("measure.events", 50_000, "how many events the measured map has")
	mapPicture    = flag.String("measure.picture", "", "file for a picture of the measured map")
)

// policy is serve.Policy, which this package does not know of.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// manyEvents is a board of made-up events of three years, most of them at places of their own about a hundred towns, as the worst a map can be asked to draw.
func manyEvents(b *board.Board, n int) *board.Board {
	out := *b
	r := rand.New(rand.NewPCG(1, 2))
	var towns [100][2]float64
	for i := range towns {
		towns[i] = [2]float64{30 + 8*r.Float64(), 36 + 12*r.Float64()}
	}
	kinds := []string{"armed_clash", "air_strike", "shelling", "killing", "displacement", "advance", "talks", "deployment"}
	first := sitrep.NewDate(2016, time.January, 1)
	out.Events, out.Places = nil, nil
	for i := range n {
		town := towns[int(math.Sqrt(r.Float64())*float64(len(towns)))]
		lat, lon := town[0]+r.NormFloat64()*0.3, town[1]+r.NormFloat64()*0.3
		p := &board.Place{Name: fmt.Sprint("Place ", i), Country: "IQ", Precision: []sitrep.Precision{sitrep.Exact, sitrep.Exact, sitrep.Neighbourhood, sitrep.City}[r.IntN(4)], Lat: &lat, Lon: &lon, Events: 1}
		day := first.AddDays(r.IntN(1096))
		kind := kinds[r.IntN(len(kinds))]
		out.Places = append(out.Places, p)
		out.Events = append(out.Events, board.Event{ID: sitrep.EventID(fmt.Sprintf("e-%016x", i)), Type: kind, Family: b.FamilyOf(kind), Grade: sitrep.Grades[r.IntN(4)], Origins: 1 + r.IntN(3),
			Reports: 1, Claims: 1, From: day, To: day, Place: p})
	}
	return &out
}

// TestMapInABrowser measures the map: when events and land are there, and the longest task of the page's thread while it is moved, comes closer and plays.
//
//	go test ./internal/ui -run MapInABrowser -measure -v
func TestMapInABrowser(t *testing.T) {
	if !*measure {
		t.Skip("measures for a minute; give -measure")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium is installed; this test is left out")
	}
	if _, err := os.Stat("assets/dist/map.js"); err != nil {
		t.Skip("the pages have no scripts: make web builds them; this test is left out")
	}
	a := demo.Archive(t)
	p, err := New(Options{Archive: a, Boards: fixed{manyEvents(demoBoard(t, a), *measureEvents)}})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	for _, path := range []string{"/map/data", "/map/names"} { // a server has them after the first who looks
		if resp, err := http.Get(server.URL + path); err == nil {
			resp.Body.Close()
		}
	}

	trace := &traced{}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Flag("no-sandbox", true), chromedp.DisableGPU,
		chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Flag("hide-scrollbars", true))...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator, chromedp.WithListener(trace.hear))
	t.Cleanup(end)
	do := func(what string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	do("start")
	do("open", command(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 900, DeviceScaleFactor: 1}))
	marks := func() map[string]float64 {
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`JSON.stringify(Object.fromEntries([...performance.getEntriesByType("mark"), ...performance.getEntriesByType("paint")].map(m => [m.name, m.startTime])))`))
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]float64{}
		if err := json.Unmarshal([]byte(text), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	load := func() map[string]float64 {
		do("load", chromedp.Navigate(server.URL+"/map"))
		for range 100 {
			if m := marks(); m["map-ground"] > 0 {
				return m
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("the map is not drawn after ten seconds: %v", marks())
		return nil
	}
	for i := range 3 {
		m := load()
		t.Logf("load %d: first paint of the page %.0f ms, events drawn %.0f ms, land drawn %.0f ms", i+1, m["first-contentful-paint"], m["map-events"], m["map-ground"])
		if i == 0 && m["map-ground"] > 2500 {
			t.Errorf("the map is there after %.0f ms, want 2,500 at most", m["map-ground"])
		}
	}
	time.Sleep(2 * time.Second) // finer coasts come

	box, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`(() => { const b = document.querySelector("#map").getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; })()`))
	if err != nil {
		t.Fatal(err)
	}
	drag := func(dx, dy float64) {
		x, y := box[0], box[1]
		do("press", command(input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMousePressed, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1}))
		for i := range 60 {
			f := float64(i+1) / 60
			do("drag", command(input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x + dx*f, Y: y + dy*f, Button: input.MouseButtonLeft, Buttons: 1}))
			time.Sleep(8 * time.Millisecond)
		}
		do("let go", command(input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseReleased, X: x + dx, Y: y + dy, Button: input.MouseButtonLeft, ClickCount: 1}))
		time.Sleep(700 * time.Millisecond)
	}
	press := func(selector string) {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("document.querySelector(%q).click()", selector))); err != nil {
			t.Fatal(err)
		}
	}
	pan := func() {
		for _, d := range [][2]float64{{-260, 0}, {260, 120}, {0, -240}, {150, 120}} {
			drag(d[0], d[1])
		}
	}
	for _, step := range []struct {
		name string
		bar  float64 // ms; 0 for none
		run  func()
	}{
		{"panning over all of it", 100, pan},
		{"coming closer, five times", 0, func() {
			for range 5 {
				press(`[data-map-zoom="1"]`)
				time.Sleep(600 * time.Millisecond)
			}
		}},
		{"panning close by", 100, pan},
		{"going back", 0, func() { press(`[data-map-zoom="0"]`); time.Sleep(time.Second) }},
		{"playing for five seconds", 0, func() { press(".map-time button"); time.Sleep(5 * time.Second); press(".map-time button") }},
	} {
		trace.start(t, ctx)
		step.run()
		clock, own := trace.stop(t, ctx)
		t.Logf("%s: longest tasks of the page's thread %.1f ms, of the processor %.1f ms; %d tasks", step.name, clock[:min(len(clock), 4)], own[:min(len(own), 4)], len(clock))
		if step.bar > 0 && clock[0] > step.bar {
			t.Errorf("%s: a task took %.0f ms (%.0f of the processor), want %.0f at most", step.name, clock[0], own[0], step.bar)
		}
	}
	if *mapPicture != "" {
		image, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(*mapPicture, image, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// command is a command of the protocol as an action.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// traced gathers the tasks of a page's main thread.
type traced struct {
	mu     sync.Mutex
	events []traceEvent
	done   chan struct{}
}

type traceEvent struct {
	Name string          `json:"name"`
	Ph   string          `json:"ph"`
	Pid  int             `json:"pid"`
	Tid  int             `json:"tid"`
	Dur  float64         `json:"dur"`  // µs
	Own  float64         `json:"tdur"` // µs of the processor: less than Dur where the machine has other things to do
	Args json.RawMessage `json:"args"`
}

func (r *traced) hear(event any) {
	switch e := event.(type) {
	case *tracing.EventDataCollected:
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, v := range e.Value {
			var t traceEvent
			if json.Unmarshal(v, &t) == nil {
				r.events = append(r.events, t)
			}
		}
	case *tracing.EventTracingComplete:
		close(r.done)
	}
}

func (r *traced) start(t *testing.T, ctx context.Context) {
	t.Helper()
	r.events, r.done = nil, make(chan struct{})
	err := chromedp.Do(ctx, command(tracing.Start, tracing.StartParams{TransferMode: tracing.StartTransferModeReportEvents, TraceConfig: &tracing.TraceConfig{IncludedCategories: []string{"toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"}}}))
	if err != nil {
		t.Fatal(err)
	}
}

// stop gives how long the tasks of the pages' main threads took, in milliseconds, the longest first: on the clock, and of the processor.
func (r *traced) stop(t *testing.T, ctx context.Context) (clock, own []float64) {
	t.Helper()
	if err := chromedp.Do(ctx, command(tracing.End, cdp.Empty{})); err != nil {
		t.Fatal(err)
	}
	select {
	case <-r.done:
	case <-time.After(20 * time.Second):
		t.Fatal("the trace does not end")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	main := map[[2]int]bool{}
	for _, e := range r.events {
		if e.Name == "thread_name" && string(e.Args) == `{"name":"CrRendererMain"}` {
			main[[2]int{e.Pid, e.Tid}] = true
		}
	}
	for _, e := range r.events {
		if (e.Name == "RunTask" || e.Name == "ThreadControllerImpl::RunTask") && e.Ph == "X" && main[[2]int{e.Pid, e.Tid}] {
			clock, own = append(clock, e.Dur/1000), append(own, e.Own/1000)
		}
	}
	if len(clock) == 0 {
		t.Fatalf("the trace has no task of a page among %d events", len(r.events))
	}
	slices.Sort(clock)
	slices.Sort(own)
	slices.Reverse(clock)
	slices.Reverse(own)
	return clock, own
}
