package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sitrep"
	"sitrep/internal/demo"
	"sitrep/internal/review"
	"sitrep/internal/store"
)

// codedByAda gives an archive of the demo of which Ada decided about n claims, and those.
func codedByAda(t *testing.T, n int) (string, []sitrep.ClaimID) {
	t.Helper()
	file := demo.File(t)
	archive, err := store.Open(context.Background(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	rows, err := archive.DeskClaims(t.Context())
	if err != nil || len(rows) < n {
		t.Fatalf("the demo has %d claims to review: %v", len(rows), err)
	}
	var claims []sitrep.ClaimID
	for _, c := range rows[:n] {
		if _, err := archive.Review(t.Context(), "Ada", "Ada read it twice", []review.Decision{{Verdict: sitrep.Accepted, Claim: c.ID}}); err != nil {
			t.Fatal(err)
		}
		claims = append(claims, c.ID)
	}
	return file, claims
}

// asked is the claim that the desk asks about, "" for none.
func (b *tab) asked() string {
	b.t.Helper()
	at := eval[string](b, "the claim", `document.querySelector("#decide")?.getAttribute("action") ?? ""`)
	return strings.TrimPrefix(at, "/review/")
}

// comes waits until a page is there of which a script gives true: until, over the pages that come meanwhile.
func (b *tab) comes(what, script string) {
	b.t.Helper()
	for range 200 {
		ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && (`+script+`)`)) // a page that is left gives an error
		cancel()
		if err == nil && ok {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	b.t.Fatalf("%s does not come: %s", what, b.text("main"))
}

// A coder's path: twenty claims that somebody else decided, by single keys and nothing else.
func TestTwentyClaimsByKeyboard(t *testing.T) {
	chromium(t)
	const n = 20
	file, claims := codedByAda(t, n)
	b := opened(t, served(t, file), 1280, 900, true)
	b.visit("/review?queue=second")
	done := 0
	for i := 0; done < n; i++ {
		id := b.asked()
		if done == 0 && id != string(claims[0]) {
			t.Fatalf("the desk asks about %q first, not about what Ada decided first", id)
		}
		if text := b.text("main"); !strings.Contains(text, "Hidden until you decide") || strings.Contains(text, "Ada read it twice") {
			t.Fatalf("what Ada decided is not hidden: %s", text)
		}
		switch {
		case i == 3: // comes back to it at the end
			b.press(" ")
			b.comes("the next claim", `location.search.includes("queue=second") && !document.querySelector("#decide[action$='`+id+`']")`)
			continue
		case done%5 == 1:
			b.press("x")
		case done%5 == 2: // the modality is another
			b.press("8")
			b.comes("the open slot", `document.querySelector("[name=is-modality]").offsetParent !== null`)
			b.press("2")
			b.comes("the correction", `document.querySelector("[data-accept]").textContent === "Correct"`)
			b.press("a")
		default:
			b.press("a")
		}
		done++
		b.comes("the next claim", `location.search.includes("done=") && !document.querySelector("#decide[action$='`+id+`']")`)
		if done == n-1 {
			b.visit("/review?queue=later")
			if b.asked() == "" {
				t.Fatal("what was put off is not kept")
			}
		}
	}
	if text := b.text("main"); !strings.Contains(text, "Your last claim, compared") {
		t.Error("the last claim is not compared")
	}
	b.press("u")
	b.comes("what was undone", `document.querySelector(".told")?.innerText.includes("Undone") ?? false`)
	b.press("x")
	b.comes("the rejection", `document.querySelector(".told")?.innerText.includes("Rejected") ?? false`)
	b.visit("/review/agreement")
	if text := b.text("main"); !strings.Contains(text, "20 claims decided by two people") {
		t.Errorf("agreement does not count them: %s", text)
	}
	b.sound("the desk")
	reviews := decidedBut(t, file, "Ada")
	verdicts := map[sitrep.Verdict]int{}
	for _, r := range reviews {
		verdicts[r.Verdict]++
	}
	if verdicts[sitrep.Accepted] != 12 || verdicts[sitrep.Rejected] != 5 || verdicts[sitrep.Corrected] != 4 || verdicts[sitrep.Undone] != 1 {
		t.Errorf("what was written down: %v", verdicts)
	}
}

// decidedBut are the reviews of everybody but one person.
func decidedBut(t *testing.T, file, person string) []store.ReviewRow {
	t.Helper()
	archive := demo.Open(t, file, store.Options{ReadOnly: true})
	rows, err := archive.Reviews(t.Context(), store.ReviewFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(rows, func(r store.ReviewRow) bool { return r.Person == person })
}

// Merging by keys, and what is open has the numbers.
func TestKeysOfTheDesk(t *testing.T) {
	base := demoServed(t)
	b := opened(t, base, 1280, 900, true)
	b.visit("/review")
	id := b.asked()
	b.press("5")
	b.comes("the place's candidates", `document.querySelector("[name=to-place]").offsetParent !== null`)
	b.accessible("an open slot")
	b.press("\u001b")
	b.comes("the closed slot", `document.querySelector("[name=to-place]").offsetParent === null`)
	b.press("n")
	b.comes("the note", `document.activeElement?.id === "why"`)
	// The browser is told of a key and of its character one after the other here, so that the latter arrives in the field.
	eval[chromedp.Void](b, "empty the note", `document.querySelector("#why").value = ""`)
	b.press("ax8 ")
	if got := eval[string](b, "the note", `document.querySelector("#why").value`); got != "ax8 " || b.asked() != id {
		t.Errorf("keys in a field do something else: %q", got)
	}
	b.press("\u001bm")
	b.comes("the pair", `document.querySelector("details.pair[open] summary")?.dataset.key === "m"`)
	b.accessible("an open pair")
	b.sound("the desk")
	for _, path := range []string{"/review", "/review?queue=contested&slot=place", "/review/agreement"} {
		phone := opened(t, base, 390, 844, true)
		phone.visit(path)
		phone.accessible(path + " on a phone")
		b.dark(true)
		b.visit(path)
		b.accessible(path + " in the dark")
	}
}

// Without scripts a slot opens by its box, and the form does the same.
func TestTheDeskWithoutScripts(t *testing.T) {
	b := opened(t, demoServed(t), 1280, 900, false)
	b.visit("/review")
	b.run("open the slot", chromedp.Click(chromedp.CSS(`input[aria-label="Correct the modality"]`)))
	b.run("choose", chromedp.Click(chromedp.CSS(`[name=is-modality][value="=negated"]`)), chromedp.Click(chromedp.CSS(`button[value=accept]`)), chromedp.WaitVisible(chromedp.CSS(".told")))
	if at, err := chromedp.Run(b.ctx, chromedp.Location()); err != nil || !strings.Contains(at, "done=") {
		t.Errorf("the desk is at %s: %v", at, err)
	}
	b.sound("the desk without scripts")
}
