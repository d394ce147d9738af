package ask_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/store"
)

func TestAnEventIsShownWithAllItsEvidence(t *testing.T) {
	a := asker(t)
	page, err := a.Archive().Events(t.Context(), store.EventFilter{Filter: store.Filter{Limit: 500}})
	if err != nil {
		t.Fatal(err)
	}
	leads, err := a.Leads(t.Context(), page.Rows)
	if err != nil {
		t.Fatal(err)
	}
	joined := 0
	for i := range page.Rows {
		e := &page.Rows[i]
		v, err := a.Event(t.Context(), string(e.ID))
		if err != nil {
			t.Fatal(err)
		}
		var ids []sitrep.ClaimID
		for _, m := range v.Event.Members {
			ids = append(ids, m.Claims...)
		}
		rests(t, a, append(ids, v.Event.Disputes...), v.Claims, v.Origins)
		if joined < len(v.Event.Members) {
			joined = len(v.Event.Members)
		}
		days := v.ByDay()
		if !slices.IsSortedFunc(days, func(x, y sitrep.EventMember) int {
			return strings.Compare(v.Claims[x.Claims[0]].Report.Published.String(), v.Claims[y.Claims[0]].Report.Published.String())
		}) {
			t.Errorf("%s: its reports come in no order", e.ID)
		}
		if got := v.Object(); len(got.Claims) != len(ids)+len(v.Event.Disputes) {
			t.Errorf("%s has %d claims in JSON, of %d", e.ID, len(got.Claims), len(ids))
		}
		if r := leads[e.Lead]; r == nil || r.Sentence != v.Claims[e.Lead].Sentence {
			t.Errorf("%s: its lead is %v", e.ID, r)
		}
		byClaim, err := a.Event(t.Context(), string(e.Lead)[:len("c-")+12])
		if err != nil || byClaim.Event.ID != e.ID {
			t.Errorf("by its claim %s: %v, %v", e.Lead, byClaim, err)
		}
	}
	if joined < 2 {
		t.Error("no event has two reports")
	}
}

func TestAReportIsShownWithItsCopies(t *testing.T) {
	a := asker(t)
	page, err := a.Archive().Reports(t.Context(), store.Filter{Copies: true, Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	copied := 0
	for i := range page.Rows {
		id := string(page.Rows[i].ID)
		v, err := a.Report(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Copies) != page.Rows[i].Copies || len(v.Origins) != len(v.Held.Extraction.Claims) {
			t.Errorf("%s has %d copies and %d origins", id, len(v.Copies), len(v.Origins))
		}
		for _, c := range v.Copies {
			copied++
			other, err := a.Archive().Report(t.Context(), string(c.ID))
			if err != nil {
				t.Fatal(err)
			}
			words := 0
			for _, p := range c.Passages {
				words += p.Words
				if got, want := ends(p.A.Of(v.Held.Extraction.Report.Text)), ends(p.B.Of(other.Extraction.Report.Text)); got != want {
					t.Errorf("%s shares %q with %s, which has %q", id, got, c.ID, want)
				}
			}
			if !c.Compared || words == 0 {
				t.Errorf("%s shares nothing with its copy %s", id, c.ID)
			}
		}
		object := v.Object()
		text, err := json.Marshal(object)
		if err != nil || strings.Contains(string(text), ":null,\"copies") || len(object.Origins) != len(v.Origins) || len(object.Copies) != len(v.Copies) {
			t.Errorf("%s in JSON: %v", id, err)
		}
		for _, c := range v.Held.Extraction.Claims {
			by, err := a.Report(t.Context(), string(c.ID))
			if err != nil || by.Held.ID != v.Held.ID && by.Held.Lead != v.Held.Lead {
				t.Errorf("the report of claim %s is %v, %v", c.ID, by, err)
			}
		}
	}
	if copied == 0 {
		t.Error("no report has copies")
	}
}

// ends are the first and the last three words of a passage; between, a copy may have a word of its own.
func ends(s string) string {
	words := strings.Fields(strings.ToLower(s))
	n := min(3, len(words))
	return strings.Join(words[:n], " ") + " … " + strings.Join(words[len(words)-n:], " ")
}

func TestAClaimIsShownAsEveryReadingHasIt(t *testing.T) {
	a := asker(t)
	page, err := a.Archive().Claims(t.Context(), store.Filter{Limit: 500})
	if err != nil || len(page.Rows) == 0 {
		t.Fatal(err)
	}
	from := a.Origins()
	for i := range page.Rows {
		r := &page.Rows[i]
		v, err := a.Claim(t.Context(), string(r.Claim.ID))
		if err != nil {
			t.Fatal(err)
		}
		if c := v.Current(); c == nil || c.ID != r.Claim.ID || len(v.Readings) != 1 || v.Readings[0].Claim == nil {
			t.Errorf("%s: %+v", r.Claim.ID, v)
		}
		if o := v.Object(); string(o.Sentence) != r.Sentence || o.Origin == nil || o.Claim == nil {
			t.Errorf("%s in JSON is %+v", r.Claim.ID, o)
		}
		many, err := from.Of(t.Context(), &r.Report, r.Claim.ID)
		if err != nil {
			t.Fatal(err)
		}
		one, err := a.Origin(t.Context(), &r.Report, r.Claim.ID)
		if err != nil || fmt.Sprint(one) != fmt.Sprint(many) || fmt.Sprint(one) != fmt.Sprint(v.Origins[r.Claim.ID]) {
			t.Errorf("%s goes back to %v, %v and %v; %v", r.Claim.ID, one, many, v.Origins[r.Claim.ID], err)
		}
	}
}

func TestIdsThatLeadNowhereAreNotFound(t *testing.T) {
	a := asker(t)
	report := string(first(t, a).Report.ID)
	claim := string(first(t, a).Claim.ID)
	for _, id := range []string{"", "x", "r-0000000000000000", "c-0000000000000000", "e-0000000000000000", "r-12", "%", "' OR 1=1", "\x00", strings.Repeat("f", 5000)} {
		if _, err := a.Report(t.Context(), id); !errors.Is(err, ask.ErrNotFound) {
			t.Errorf("report %.20q: %v", id, err)
		}
		if _, err := a.Claim(t.Context(), id); !errors.Is(err, ask.ErrNotFound) {
			t.Errorf("claim %.20q: %v", id, err)
		}
		if _, err := a.Event(t.Context(), id); !errors.Is(err, ask.ErrNotFound) {
			t.Errorf("event %.20q: %v", id, err)
		}
	}
	if _, err := a.Event(t.Context(), report); !errors.Is(err, ask.ErrNotFound) {
		t.Errorf("an event by a report's id: %v", err)
	}
	if _, err := a.Claim(t.Context(), report); !errors.Is(err, ask.ErrNotFound) {
		t.Errorf("a claim by a report's id: %v", err)
	}
	if _, err := a.Report(t.Context(), claim); err != nil {
		t.Errorf("the report of a claim: %v", err)
	}
	event, err := a.Event(t.Context(), claim)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Report(t.Context(), string(event.Event.ID)); !errors.Is(err, ask.ErrNotFound) {
		t.Errorf("a report by an event's id: %v", err)
	}
}

// first is a claim of an event.
func first(t *testing.T, a *ask.Asker) *store.ClaimRow {
	t.Helper()
	page, err := a.Archive().Events(t.Context(), store.EventFilter{Filter: store.Filter{Limit: 1}})
	if err != nil || len(page.Rows) == 0 {
		t.Fatal(err)
	}
	leads, err := a.Leads(t.Context(), page.Rows)
	if err != nil {
		t.Fatal(err)
	}
	return leads[page.Rows[0].Lead]
}
