package ui

import (
	"strings"
	"testing"

	"sitrep/internal/account"
	"sitrep/internal/store"
)

// A coder learns from no page what another decided about a claim before having decided about it.
func TestPagesKeepFromACoderWhatAnotherDecided(t *testing.T) {
	c := newCoders(t)
	id := shown(t, c.page("Ada", "/review?queue=sample"))
	held, err := c.archive.Report(t.Context(), string(id))
	if err != nil {
		t.Fatal(err)
	}
	const secret = "Ada read it twice"
	c.post("Ada", "/review/"+string(id), "queue", "sample", "do", "reject", "why", secret)
	paths := []string{"/reports/" + string(held.ID) + "?claim=" + string(id), "/review?claim=" + string(id)}
	events, err := c.archive.Events(t.Context(), store.EventFilter{Filter: store.Filter{Limit: 50}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events.Rows {
		if e.Lead != id {
			c.post("Ada", "/review/"+string(e.Lead), "queue", "sample", "do", "accept", "why", secret)
			paths = append(paths, "/events/"+string(e.ID))
			break
		}
	}
	if len(paths) < 3 {
		t.Fatal("there is no event")
	}
	for _, p := range paths {
		if strings.Contains(c.page("Ben", p), secret) {
			t.Errorf("%s tells Ben what Ada decided", p)
		}
		if p != paths[1] && !strings.Contains(c.page("Ada", p), secret) {
			t.Errorf("%s does not tell Ada what she decided", p)
		}
		if w := c.as("Eve", account.Editor, p, nil); p != paths[1] && !strings.Contains(w.Body.String(), secret) {
			t.Errorf("%s does not tell an editor what Ada decided: %d", p, w.Code)
		}
	}
	if page := c.page("Ben", paths[0]); strings.Contains(page, `class="claim on rejected"`) {
		t.Error("Ben sees that Ada rejected the claim")
	}
	c.post("Ben", "/review/"+string(id), "queue", "second", "do", "accept")
	if !strings.Contains(c.page("Ben", paths[0]), secret) && !strings.Contains(c.page("Ben", paths[0]), "by <bdi>Ben</bdi>") {
		t.Error("Ben, who decided, is told of no decision")
	}
}
