package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hostileWords run, open elements, leave attributes and turn around what follows, where they are taken for more than words.
const hostileWords = "\"'><script>window.evil=1;alert(1)</script><img src=x onerror=\"window.evil=2;alert(2)\"><svg onload=alert(3)><a href=\"javascript:window.evil=4\">x</a>{{.Title}}${7*7} \u202Egnp\u202C\u2066\u200F\u2028"

// hostileArchive is an archive of reports whose every word that can be is hostile.
func hostileArchive(t *testing.T) string {
	t.Helper()
	var lines strings.Builder
	for i, day := range []string{"2031-04-01", "2031-04-02", "2031-04-03"} {
		text := "Islamic State fighters attacked Libyan troops in Sirte on Monday, killing four soldiers, residents said.\n\nGunmen of the " + hostileWords + " Front shelled the market of Sirte in Libya on Tuesday, killing at least " + []string{"12", "15", "20"}[i] + " people, the \"" + hostileWords + "\" Brigade said. " +
			"The " + hostileWords + " hospital said that 30 civilians were wounded in Misrata. The army denied that it had attacked the clinic. " + strings.Repeat("a\u0301\u0302\u0303", 500)
		line, err := json.Marshal(map[string]string{"title": "Shells hit Sirte " + hostileWords, "text": text, "url": "javascript:alert(" + day + ")", "date": day, "publisher": "Wire " + day + hostileWords, "author": hostileWords})
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	dir := t.TempDir()
	news, where := filepath.Join(dir, `"><script>alert(9)</script>`), filepath.Join(dir, "sitrep.db")
	news = strings.ReplaceAll(news, "/script", "_script") + ".jsonl"
	if err := os.WriteFile(news, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("sitrep", "ingest", "--archive", where, news).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return where
}

// In a browser nothing of a report runs, on any page: no dialog, no exception, no element that the words would make.
func TestHostileWordsInABrowser(t *testing.T) {
	chromium(t)
	b := opened(t, served(t, hostileArchive(t)), 1280, 900, true)
	b.allowed = []string{"status of 404", "status of 400"}
	paths := []string{"/", "/map", "/timeline", "/figures", "/reports", "/events", "/places", "/places/Sirte", "/actors", "/sources", "/search?q=Sirte", "/search?q=script", "/brief?country=LY", "/review", "/review/agreement", "/api"}
	for _, l := range [][2]string{{"/reports", `main a[href^="/reports/r-"]`}, {"/events", `main a[href^="/events/e-"]`}, {"/actors", `main a[href^="/actors/"]`}, {"/sources", `main a[href^="/sources/"]`}} {
		b.visit(l[0])
		hrefs := b.hrefs(l[1])
		if len(hrefs) == 0 {
			t.Errorf("%s: no link %s", l[0], l[1])
		}
		for _, h := range hrefs[:min(len(hrefs), 3)] {
			path, _, _ := strings.Cut(h, "#")
			paths = append(paths, path)
		}
	}
	for _, path := range paths {
		b.visit(path)
		if n := eval[int](b, "elements of "+path, `[...document.querySelectorAll('*')].filter(e => e.localName === 'script' && !(e.getAttribute('src') ?? '').startsWith('/static/') && e.type !== 'application/json' ||
			['iframe', 'object', 'embed', 'base'].includes(e.localName) || e.localName === 'img' && !e.src.startsWith('blob:') && !e.src.startsWith('data:') || /^(javascript|data|vbscript):/i.test((e.getAttribute('href') ?? '').trim()) && e.rel !== 'icon' ||
			[...e.attributes].some(a => /^on/i.test(a.name) || /[<>"'{}]/.test(a.name))).length + (window.evil === undefined ? 0 : 1000)`); n > 0 {
			t.Errorf("%s: %d elements made of data, or scripts that ran", path, n)
		}
		b.sound(path)
	}
}
