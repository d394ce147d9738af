package ui

import (
	"fmt"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/demo"
	"sitrep/internal/store"
)

func TestAPrintedPageSaysHowManySentencesItLeavesOut(t *testing.T) {
	a := demo.Archive(t)
	p, err := New(Options{Archive: a})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := a.Claims(t.Context(), store.Filter{Limit: 1})
	if err != nil || len(rows.Rows) == 0 {
		t.Fatal(err)
	}
	write := func(more int) string {
		var c Cites
		c.Of(rows.Rows[0].Report.ID, rows.Rows[0].Claim.ID)
		for i := range more {
			c.Of("", sitrep.ClaimID(fmt.Sprintf("c-%016x", i)))
		}
		w := httptest.NewRecorder()
		if err := p.write(w, httptest.NewRequestWithContext(t.Context(), "GET", "/keys", nil), 200, "keys", page{Title: "Keys", Data: keyTable, Cites: &c}); err != nil {
			t.Fatal(err)
		}
		return w.Body.String()
	}
	if body := write(mostSentences + 100); !strings.Contains(body, "1 of 301: the others") {
		t.Errorf("it does not say how many it leaves out: %.300s", body)
	}
	if body := write(0); strings.Contains(body, "the others") {
		t.Error("it says that it leaves some out")
	}
}

// Printed, a page ends with the sentence of every number on it.
func TestAPrintedPageEndsWithItsSentences(t *testing.T) {
	get, _ := overview(t, demo.Archive(t))
	number := regexp.MustCompile(`aria-label="Evidence (\d+)"`)
	for _, path := range []string{"/", "/figures", "/events", "/places", "/places/Sirte", "/actors", "/sources"} {
		page, list, ok := strings.Cut(get(path).Body.String(), `<section class="cited"`)
		if !ok {
			t.Errorf("%s: no list of sentences", path)
			continue
		}
		for _, m := range number.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(list, "<b>["+m[1]+"]</b>") {
				t.Errorf("%s: [%s] stands for no sentence", path, m[1])
			}
		}
	}
}
