package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// reads waits until a script gives what is wanted.
func (b *tab) reads(what, script, want string) {
	b.t.Helper()
	b.comes(what, fmt.Sprintf("(%s) === %q", script, want))
}

// A citation is followed to its claim; keys go from claim to claim, switch marks, unfold how it was read and take the citation along.
func TestTheReaderByKeys(t *testing.T) {
	base := demoServed(t)
	b := opened(t, base, 1280, 900, true)
	b.visit("/search?q=market")
	b.visit(b.hrefs(".found a[data-open]")[0])
	claims := b.hrefs(".claimlist .cn")
	if len(claims) < 2 {
		t.Fatalf("%d claims", len(claims))
	}
	const on = `document.querySelector(".report .claim.on .cn")?.textContent ?? ""`
	b.run("go to the first claim", chromedp.Navigate(eval[string](b, "where", "location.origin + location.pathname")+claims[0]), chromedp.WaitReady(chromedp.CSS("main")))
	b.reads("the claim of the address", on, "1")
	press := func(key string) { b.run("press "+key, chromedp.KeyEvent(key)) }
	press("j")
	b.reads("j", on, "2")
	b.reads("the address after j", "location.search + location.hash", claims[1])
	b.reads("what is said after j", `document.querySelector("[data-reader-says]").textContent.slice(0, 8)`, "Claim 2:")
	press("k")
	b.reads("k", on, "1")
	b.run("go back", chromedp.NavigateBack())
	b.reads("back", on, "2")
	press("e")
	b.reads("e", `String(document.querySelector("details.explain").open)`, "true")
	press("m")
	b.reads("m", `String(document.querySelector("[data-reader]").classList.contains("unmarked"))`, "true")
	press("m")
	b.reads("m again", `String(document.querySelector("[data-reader]").classList.contains("unmarked"))`, "false")
	press("y")
	b.reads("y", `document.querySelector("[data-reader-says]").textContent`, "Citation copied")
	b.sound("the reader")

	bare := opened(t, base, 1280, 900, false)
	bare.visit(fmt.Sprint(eval[string](b, "where", "location.pathname"), claims[1]))
	bare.reads("without scripts", on, "2")
}
