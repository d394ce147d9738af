package main

import (
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"sitrep/internal/demo"
)

// A newcomer opens the demo, goes to the map, picks an event and reads the sentence that it rests on.
func TestANewcomerFindsTheSentence(t *testing.T) {
	b := opened(t, demoServed(t), 1280, 900, true)
	b.visit("/")
	if got := b.text("main"); !strings.Contains(got, "Killed") || !strings.Contains(got, "Sirte") {
		t.Errorf("the situation tells of no dead, or of no Sirte: %.500s", got)
	}
	b.picture("situation")
	b.follow(`main a[href^="/map"]`)
	b.until("a map is drawn", `document.querySelector('main canvas') !== null`)
	b.until("the ground is drawn", `document.querySelector('main canvas.maplibregl-canvas') !== null`)
	time.Sleep(time.Second) // what is drawn fades in
	b.picture("map")
	b.sound("map")
	b.visit("/?place=Sirte&to=2031-03-06&grade=contested")
	b.follow(`main .events a[href^="/events/e-"]`)
	if n := b.count("main .cite"); n == 0 {
		t.Errorf("%s: no citation", b.at())
	}
	b.picture("event")
	b.follow("main .cite")
	if at := b.at(); !strings.HasPrefix(at, "/reports/r-") || !strings.Contains(at, "#c-") {
		t.Errorf("the citation led to %s", at)
	}
	b.until("the claim is the one the reader is on", `document.querySelector('.claim.on, .claim:target') !== null`)
	b.picture("reader")
	b.sound("reader")
}

// withPeople makes accounts in an archive, each with the password given below.
func withPeople(t *testing.T, archive string, roles map[string]string) {
	t.Helper()
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(roles))) { // the administrator, zed, first
		c := exec.Command("sitrep", "user", "add", name, "--role", roles[name], "--archive", archive)
		c.Stdin = strings.NewReader(password + "\n")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("user add %s: %v: %s", name, err, out)
		}
	}
}

const password = "four words nobody guesses"

// signedIn opens a tab and signs in there.
func signedIn(t *testing.T, base, name string) *tab {
	t.Helper()
	b := opened(t, base, 1280, 900, true)
	b.visit("/review")
	if at := b.at(); !strings.HasPrefix(at, "/login") {
		t.Fatalf("who is not signed in comes to %s", at)
	}
	b.accessible("sign in")
	b.run("type name and password", chromedp.SendKeys(chromedp.CSS("#name"), name), chromedp.SendKeys(chromedp.CSS("#password"), password))
	b.follow("main form button")
	if at := b.at(); !strings.HasPrefix(at, "/review") {
		t.Fatalf("%s came to %s: %.300s", name, at, b.text("main"))
	}
	return b
}

// strike presses a key that leads to another page.
func (b *tab) strike(key string) {
	b.t.Helper()
	eval[chromedp.Void](b, "mark the page", "document.documentElement.dataset.left = 'yes'")
	b.press(key)
	b.arrived("after the key " + key)
}

// Two coders decide about the same twenty claims by single keys, neither sees the other's decision first, and the desk tells how far they agree.
func TestTwoCodersReviewByKeyboard(t *testing.T) {
	chromium(t)
	archive := demo.File(t)
	withPeople(t, archive, map[string]string{"ada": "coder", "ben": "coder", "zed": "administrator"})
	base := served(t, archive)
	const claims = 20
	ada := signedIn(t, base, "ada")
	ada.visit("/review?queue=sample")
	ada.picture("review")
	for i := range claims {
		key := "a"
		if i%5 == 4 {
			key = "x"
		}
		ada.strike(key)
	}
	ada.sound("ada's desk")
	ben := signedIn(t, base, "ben")
	ben.visit("/review?queue=second")
	for i := range claims {
		if text := ben.text("main"); strings.Contains(text, "accepted") || strings.Contains(text, "rejected") {
			if strings.Contains(ben.text(".desk aside, .desk section:last-of-type"), "ada") && !strings.Contains(text, "Hidden") {
				t.Errorf("ben sees what ada decided about claim %d", i+1)
			}
		}
		key := "a"
		if i%4 == 3 {
			key = "x"
		}
		ben.strike(key)
	}
	ben.visit("/review/agreement")
	ben.accessible("agreement")
	ben.sound("agreement")
	ben.picture("agreement")
	if text := ben.text("main"); !strings.Contains(text, "20 claims decided by two people") {
		t.Errorf("agreement: %.600s", text)
	}
	// An undo by key takes the last decision back.
	ben.visit("/review")
	before := ben.text(".queue header")
	ben.strike("a")
	ben.strike("u")
	if after := ben.text(".queue header"); after != before {
		t.Errorf("after a decision and an undo the queue is %q, was %q", after, before)
	}
}

// A reader on a phone, with scripts and without: the report with its claims, and tables in the place of pictures.
func TestAReaderOnAPhone(t *testing.T) {
	base := demoServed(t)
	for _, scripts := range []bool{true, false} {
		b := opened(t, base, 390, 844, true) // axe-core needs scripts; the pages are tried without below
		if !scripts {
			b.run("switch scripts off", call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
		}
		b.visit("/search?q=market")
		link := b.hrefs(`main a[href^="/reports/r-"]`)
		if len(link) == 0 {
			t.Fatalf("scripts %t: the search finds no report", scripts)
		}
		path, _, _ := strings.Cut(link[0], "#")
		b.visit(path)
		if n := b.count(".report .claim"); n == 0 {
			t.Errorf("scripts %t: no claim is marked in the report", scripts)
		}
		if scripts {
			b.picture("phone")
		}
		for _, p := range []string{"/", "/map", "/timeline", "/figures", "/places/Sirte", "/actors", "/sources"} {
			b.visit(p)
			if b.count("main table tbody tr") == 0 {
				t.Errorf("scripts %t: %s has no table", scripts, p)
			}
			if wide := eval[bool](b, "width", "document.documentElement.scrollWidth > innerWidth + 1"); wide {
				t.Errorf("scripts %t: %s is wider than a phone", scripts, p)
			}
		}
		b.sound("a phone")
	}
}
