package main

import (
	"strings"
	"testing"
	"time"
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
	b.visit("/?place=Sirte")
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
