package main

import (
	"fmt"
	"strings"
	"testing"
)

// Whoever writes a program tries operations on the page of the API: a list by its form, a report that is posted, and a mistake.
func TestTheAPIIsTriedInABrowser(t *testing.T) {
	address := demoServed(t)
	b := opened(t, address, 1280, 900, true)
	b.visit("/api")
	eval[bool](b, "opening all forms", `{ for (const d of document.querySelectorAll("details")) d.open = true; true }`)
	b.accessible("/api with its forms open")
	// outcome fills a field, presses a button and waits for what comes of it.
	outcome := func(operation, field, value, button string) string {
		return eval[string](b, "trying "+operation, fmt.Sprintf(`(async () => {
			const op = document.getElementById("op-%s"), field = document.getElementById(%q);
			if (field) field.value = %q;
			op.querySelector(%q).click();
			for (let i = 0; i < 200; i++) {
				await new Promise(r => setTimeout(r, 50));
				if (op.querySelector("[data-answer]").textContent) break;
			}
			return op.querySelector("[data-outcome]").innerText;
		})()`, operation, field, value, button))
	}
	if s := outcome("list-claims", "list-claims-limit", "1", "[data-here]"); !strings.Contains(s, "GET /api/v1/claims?limit=1") || !strings.Contains(s, "200") || !strings.Contains(s, `"sentence"`) {
		t.Errorf("the outcome is %.300s", s)
	}
	if s := outcome("get-place", "get-place-id", "gn:2210554", "[data-here]"); !strings.Contains(s, "GET /api/v1/places/gn%3A2210554") || !strings.Contains(s, `"Sirte"`) {
		t.Errorf("the outcome is %.300s", s)
	}
	if s := outcome("extract", "", "", `button[type="submit"]`); !strings.Contains(s, "POST /api/v1/extract · 200") || !strings.Contains(s, `"claims"`) {
		t.Errorf("the outcome is %.300s", s)
	}
	b.accessible("/api with answers")
	b.allowed = []string{"status of 400"}
	if s := outcome("list-events", "list-events-from", "yesterday", "[data-here]"); !strings.Contains(s, "400") || !strings.Contains(s, "from: is no day") {
		t.Errorf("the outcome is %.300s", s)
	}
	b.sound("/api tried")
	plain := opened(t, address, 390, 844, false)
	plain.visit("/api")
	if plain.count("#op-list-claims form[action='/api/try/list-claims'] button[type='submit']:not([hidden])") != 1 {
		t.Error("without scripts there is no button")
	}
}
