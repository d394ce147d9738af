package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"sitrep/internal/demo"
)

// pictures has the tests write their screenshots into docs/img.
var pictures = flag.Bool("pictures", false, "write screenshots into docs/img")

// webFolder is where the scripts of the pages are built.
const webFolder = "../../internal/ui/web"

// chromium finds the browser, and skips the test where there is none, or where the pages were built without their scripts.
func chromium(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat("../../internal/ui/assets/dist/app.js"); err != nil {
		t.Skip("the pages have no scripts: make web builds them; this test is left out")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no chromium is installed; this test is left out")
	return ""
}

// running is a server that a test started.
type running struct {
	base string // its address without the last slash, "" where it ended before it was there
	c    *exec.Cmd
	said strings.Builder
	over sync.Once
	err  error
}

// started starts "sitrep serve" over an archive; it is stopped at the end of the test at the latest.
func started(t *testing.T, archive string, args ...string) *running {
	t.Helper()
	s := &running{c: exec.Command("sitrep", append([]string{"serve", "--archive", archive, "--listen", "127.0.0.1:0", "--no-browser", "--quiet"}, args...)...)}
	s.c.Stderr = &s.said
	s.c.Env = append(os.Environ(), "SITREP_REVIEWER=", "USER=tester")
	out, err := s.c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.stop() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "sitrep is at "); ok {
			go func() {
				for lines.Scan() {
				}
			}()
			s.base = strings.TrimSuffix(strings.TrimSpace(at), "/")
			return s
		}
	}
	s.over.Do(func() { s.err = s.c.Wait() })
	return s
}

// stop asks the server to end, and gives how it ended.
func (s *running) stop() error {
	s.over.Do(func() {
		_ = s.c.Process.Signal(os.Interrupt)
		s.err = s.c.Wait()
	})
	return s.err
}

// faults is what the server said on standard error, once it has ended.
func (s *running) faults() string {
	_ = s.stop()
	return s.said.String()
}

// served serves an archive without a fault and gives the address without the last slash.
func served(t *testing.T, archive string, args ...string) string {
	t.Helper()
	s := started(t, archive, args...)
	if s.base == "" {
		t.Fatalf("the server did not start: %s", s.faults())
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil || s.said.Len() > 0 {
			t.Errorf("the server ended with %v and said %s", err, s.said.String())
		}
	})
	return s.base
}

// tab is a tab of the browser in which everything is watched that must not happen.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu      sync.Mutex
	faults  []string // on the console, and requests to other hosts
	allowed []string // parts of faults that a test expects
}

// opened opens a tab of the given size in points. scripts says whether pages may run scripts.
func opened(t *testing.T, base string, width, height int64, scripts bool) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.Flag("no-sandbox", true), chromedp.DisableGPU,
		chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	own, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	b := &tab{t: t, base: base}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator, chromedp.WithListener(func(event any) { b.watch(own, event) }))
	t.Cleanup(end)
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // the browser lives as long as the context of the first call
		t.Fatal(err)
	}
	b.run("open a tab", call(network.Enable, network.EnableParams{}), call(log.Enable, cdp.Empty{}),
		call(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 500}),
		call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts}))
	return b
}

// call is a command of the protocol as an action.
func call[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// watch hears of all that happens in the tab. own is the server's address.
func (b *tab) watch(own *url.URL, event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Host != own.Host && u.Scheme != "data" && u.Scheme != "blob" && u.Scheme != "about" {
			b.fault("request to another host: " + e.Request.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value)+a.Description)
			}
			b.fault("console: " + strings.Join(words, " "))
		}
	case *runtime.EventExceptionThrown:
		what := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			what += " " + x.Description
		}
		b.fault("exception: " + what)
	case *cdpage.EventJavascriptDialogOpening:
		b.fault("a dialog: " + e.Message)
	case *log.EventEntryAdded:
		// The software that draws in the place of a graphics card tells how slow it is.
		slow := strings.Contains(e.Entry.Text, "GL Driver Message (OpenGL, Performance")
		if !slow && (e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning) {
			b.fault("log: " + e.Entry.Text + " " + e.Entry.URL)
		}
	}
}

func (b *tab) fault(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, s)
}

// sound reports what happened that must not, since it was last asked.
func (b *tab) sound(where string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
next:
	for _, f := range b.faults {
		for _, ok := range b.allowed {
			if strings.Contains(f, ok) {
				continue next
			}
		}
		b.t.Errorf("%s: %s", where, f)
	}
	b.faults = nil
}

// run carries out actions, within a time.
func (b *tab) run(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		at, _ := chromedp.Run(b.ctx, chromedp.Location())
		b.t.Fatalf("%s, at %s: %v", what, at, err)
	}
}

// eval is what a script gives, after its promises.
func eval[T any](b *tab, what, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		at, _ := chromedp.Run(b.ctx, chromedp.Location())
		b.t.Fatalf("%s, at %s: %v", what, at, err)
	}
	return v
}

// visit goes to an address of the server and waits until the page is there, the view derived.
func (b *tab) visit(path string) {
	b.t.Helper()
	for range 40 {
		b.run("visit "+path, chromedp.Navigate(b.base+path), chromedp.WaitReady(chromedp.CSS("main")))
		if b.count("main .loading") == 0 {
			return
		}
		time.Sleep(250 * time.Millisecond)
	}
	b.t.Fatalf("%s: the view is not derived after ten seconds", path)
}

// at is the path, query and fragment of the page.
func (b *tab) at() string {
	b.t.Helper()
	return eval[string](b, "where", "location.pathname + location.search + location.hash")
}

// follow clicks on the first element of a selector and waits until another page is there.
func (b *tab) follow(selector string) {
	b.t.Helper()
	b.run("click "+selector, chromedp.WaitReady(chromedp.CSS(selector)))
	eval[chromedp.Void](b, "mark the page", "document.documentElement.dataset.left = 'yes'")
	b.run("click "+selector, chromedp.Click(chromedp.CSS(selector)))
	b.arrived("after a click on " + selector)
}

// arrived waits for a page that was not marked as left.
func (b *tab) arrived(what string) {
	b.t.Helper()
	for range 100 {
		ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && document.documentElement.dataset.left !== 'yes'"))
		cancel()
		if err == nil && there {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("%s: no other page came; still at %s", what, b.at())
}

// press presses single keys, one after the other, as a person does.
func (b *tab) press(keys string) {
	b.t.Helper()
	for _, k := range keys {
		b.run("press "+string(k), chromedp.KeyEvent(string(k)))
	}
}

// until waits for something to hold, by a script.
func (b *tab) until(what, script string) {
	b.t.Helper()
	for range 100 {
		if eval[bool](b, what, script) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.t.Fatalf("at %s: ten seconds passed and not yet: %s", b.at(), what)
}

// text is the text of the first element of a selector, as it is shown.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, "read "+selector, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

// count is how many elements a selector has.
func (b *tab) count(selector string) int {
	b.t.Helper()
	return eval[int](b, "count "+selector, fmt.Sprintf("document.querySelectorAll(%q).length", selector))
}

// hrefs are the addresses of all links of a selector.
func (b *tab) hrefs(selector string) []string {
	b.t.Helper()
	return eval[[]string](b, "links "+selector, fmt.Sprintf("[...document.querySelectorAll(%q)].map(a => a.getAttribute('href'))", selector))
}

// dark has the system ask for dark pages, or light ones.
func (b *tab) dark(on bool) {
	b.t.Helper()
	scheme := "light"
	if on {
		scheme = "dark"
	}
	b.run("choose "+scheme, call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
}

// picture writes what the tab shows into docs/img, where that is asked for.
func (b *tab) picture(name string) {
	b.t.Helper()
	if !*pictures {
		return
	}
	image, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.MkdirAll("../../docs/img", 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("../../docs/img", name+".png"), image, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// axe is the text of axe-core.
var axe = sync.OnceValues(func() ([]byte, error) {
	return os.ReadFile(filepath.Join(webFolder, "node_modules", "axe-core", "axe.min.js"))
})

// accessible reports what axe-core finds on the page by WCAG 2.2, A and AA, and what sticks out of its width.
func (b *tab) accessible(where string) {
	b.t.Helper()
	script, err := axe()
	if err != nil {
		b.t.Fatalf("%v; npm ci in internal/ui/web fetches axe-core", err)
	}
	eval[chromedp.Void](b, "axe-core on "+where, string(script))
	found := eval[string](b, "axe-core on "+where, `axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}}).
		then(r => JSON.stringify(r.violations.map(v => ({id: v.id, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + (n.any[0]?.message ?? ''))}))))`)
	var violations []struct {
		ID    string
		Nodes []string
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range violations {
		b.t.Errorf("%s: axe-core %s: %s", where, v.ID, strings.Join(v.Nodes, " | "))
	}
	wide := eval[[]string](b, "width of "+where, `document.documentElement.scrollWidth > innerWidth + 1 ? [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 &&
		!e.closest('.scroll, .nav, svg')).slice(0, 3).map(e => e.outerHTML.slice(0, 120)) : []`)
	if len(wide) > 0 {
		b.t.Errorf("%s: is wider than the window: %q", where, wide)
	}
}

// ready waits until a server has made its view of the archive, and says how long that took.
func ready(t *testing.T, base string) time.Duration {
	t.Helper()
	began := time.Now()
	for time.Since(began) < 5*time.Minute {
		if answer, err := http.Get(base + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return time.Since(began)
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the server is not ready after five minutes")
	return 0
}

// demoServed serves the demo.
func demoServed(t *testing.T) string {
	t.Helper()
	chromium(t)
	return served(t, demo.File(t))
}
