package fuse

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sitrep"
)

// sayso is a claim of a test report with what matters for telling happenings apart.
type sayso struct {
	kind, place string
	day         int // of January 2017, 0 for none
	killed      int // 0 for none
	doer        string
	says        string // who says so
	modality    sitrep.Modality
	stance      sitrep.Stance // of who says so; "" is plainly said
}

// towns are places of test reports, far from each other.
var towns = map[string][2]float64{"Alpha": {10, 10}, "Beta": {12, 12}, "Gamma": {14, 14}}

// reportOf makes a report of claims, each in a sentence of its own, published on a day of January 2017 by an outlet.
func reportOf(id, outlet string, published int, facts ...sayso) *sitrep.Extraction {
	x := &sitrep.Extraction{Report: sitrep.Report{ID: sitrep.ReportID(id), Publisher: sitrep.Known(outlet), Published: sitrep.NewDate(2017, 1, published)}}
	entities := map[string]string{}
	entity := func(name string) string {
		if name == "" {
			return ""
		}
		if entities[name] == "" {
			entities[name] = fmt.Sprintf("e%d", len(entities)+1)
			x.Entities = append(x.Entities, sitrep.Entity{ID: entities[name], Type: sitrep.ActorMention, Name: name, Kind: "armed_group"})
		}
		return entities[name]
	}
	for i, f := range facts {
		start := len(x.Report.Text)
		x.Report.Text += fmt.Sprintf("This is sentence %d which tells of %s at %s by %s.%s", i, f.kind, f.place, f.doer, strings.Repeat(" ", 60))
		c := sitrep.Claim{ID: sitrep.ClaimID(fmt.Sprintf("c-%s-%02d", id, i)), Type: f.kind, Evidence: sitrep.Span{Start: start, End: len(x.Report.Text) - 60}, Modality: sitrep.Actual,
			Block: sitrep.Body, Confidence: .9, Roles: map[sitrep.Role][]sitrep.Filler{}}
		c.Trigger = sitrep.QuoteOf(x.Report.Text, sitrep.Span{Start: start, End: start + 4})
		if f.modality != "" {
			c.Modality = f.modality
		}
		if at, ok := towns[f.place]; ok {
			c.Place = &sitrep.Place{Name: f.place, Lat: &at[0], Lon: &at[1], Country: "XX", Precision: sitrep.City}
		}
		if f.day > 0 {
			d := sitrep.NewDate(2017, 1, f.day)
			c.Time = &sitrep.Period{From: d, To: d, Precision: sitrep.DayPrecision}
		}
		if f.killed > 0 {
			n := f.killed
			c.Figures = []sitrep.Figure{{Measure: sitrep.Killed, Low: &n, Best: &n, High: &n}}
		}
		if f.doer != "" {
			c.Roles[sitrep.Actor] = []sitrep.Filler{{Name: f.doer, Entity: entity(f.doer)}}
		}
		if f.says != "" {
			c.Attribution = &sitrep.Attribution{Source: f.says, Name: f.says, Entity: entity(f.says), Stance: cmp.Or(f.stance, sitrep.Said)}
		}
		x.Claims = append(x.Claims, c)
	}
	return x
}

// groupOf puts what reports tell into one group, as a set would that took them for one happening, and gives its events.
func groupOf(t testing.TB, reports ...*sitrep.Extraction) []sitrep.Event {
	t.Helper()
	group, read := accountsOf(t, reports)
	events, err := Happenings(group, read)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func accountsOf(t testing.TB, reports []*sitrep.Extraction) ([]*Account, func(sitrep.ReportID) (*sitrep.Extraction, error)) {
	t.Helper()
	w := weights(t)
	by := map[sitrep.ReportID]*sitrep.Extraction{}
	var group []*Account
	for _, x := range reports {
		by[x.Report.ID] = x
		group = append(group, w.Accounts(x, "")...)
	}
	return group, func(r sitrep.ReportID) (*sitrep.Extraction, error) { return by[r], nil }
}

// claimsOf writes events as the claims of each, so that a test can say what it wants to see.
func claimsOf(events []sitrep.Event) []string {
	var out []string
	for _, e := range events {
		var ids []string
		for _, m := range e.Members {
			for _, c := range m.Claims {
				ids = append(ids, strings.TrimPrefix(string(c), "c-"))
			}
		}
		out = append(out, e.Type+": "+strings.Join(ids, " "))
	}
	slices.Sort(out)
	return out
}

func TestClaimsOfOneHappeningAreOneEvent(t *testing.T) {
	for _, c := range []struct {
		name    string
		reports []*sitrep.Extraction
		want    []string
	}{
		{"two reports of one attack", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "bombing", place: "Alpha", day: 4, killed: 9}),
			reportOf("b", "B", 6, sayso{kind: "bombing", place: "Alpha", day: 4, killed: 11})}, []string{"bombing: a-00 b-00"}},
		{"the dead go with the deed", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "air_strike", place: "Alpha"}, sayso{kind: "casualties", killed: 9})},
			[]string{"air_strike: a-00 a-01"}},
		{"two towns in one report", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "advance", place: "Alpha"}, sayso{kind: "advance", place: "Beta"})},
			[]string{"advance: a-00", "advance: a-01"}},
		{"two numbers in one report", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "bombing", killed: 9}, sayso{kind: "bombing", killed: 12})},
			[]string{"bombing: a-00", "bombing: a-01"}},
		{"the dead of no place", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "casualties", day: 4, killed: 90}), reportOf("b", "B", 5, sayso{kind: "casualties", day: 4, killed: 70})},
			[]string{"casualties: a-00", "casualties: b-00"}},
		{"an origin's lower count of a later day", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "killing", place: "Alpha", killed: 78}), reportOf("b", "A", 6, sayso{kind: "killing", place: "Alpha", killed: 71})},
			[]string{"killing: a-00", "killing: b-00"}},
		{"two that impose sanctions", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "sanction", place: "Alpha", doer: "Red Front"}), reportOf("b", "B", 5, sayso{kind: "sanction", place: "Alpha", doer: "Blue Army"})},
			[]string{"sanction: a-00", "sanction: b-00"}},
		{"what was destroyed and who was killed, by two reports", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "killing", place: "Alpha"}), reportOf("b", "B", 5, sayso{kind: "property_destruction", place: "Alpha"})},
			[]string{"killing: a-00", "property_destruction: b-00"}},
		{"families are kept apart", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "bombing", place: "Alpha"}, sayso{kind: "displacement", place: "Alpha"}, sayso{kind: "advance", place: "Alpha"})},
			[]string{"advance: a-02", "bombing: a-00", "displacement: a-01"}},
		{"a strike is no car bomb", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "bombing", place: "Alpha"}, sayso{kind: "air_strike", place: "Alpha"})},
			[]string{"air_strike: a-01", "bombing: a-00"}},
		{"days apart", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "bombing", place: "Alpha", day: 4}), reportOf("b", "B", 9, sayso{kind: "bombing", place: "Alpha", day: 8})},
			[]string{"bombing: a-00", "bombing: b-00"}},
		{"numbers that no toll comes to", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "bombing", place: "Alpha", killed: 3}), reportOf("b", "B", 5, sayso{kind: "bombing", place: "Alpha", killed: 90})},
			[]string{"bombing: a-00", "bombing: b-00"}},
	} {
		if d := diff.Diff(c.want, claimsOf(groupOf(t, c.reports...))); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestHappeningsHangOnNoOrderAndHoldEveryClaimOnce(t *testing.T) {
	types := []string{"bombing", "air_strike", "casualties", "attack", "advance", "displacement", "talks", "statement"}
	rapid.Check(t, func(rt *rapid.T) {
		var reports []*sitrep.Extraction
		want := map[sitrep.ClaimID]bool{}
		for i := range rapid.IntRange(1, 12).Draw(rt, "reports") {
			var facts []sayso
			for range rapid.IntRange(0, 5).Draw(rt, "claims") {
				f := sayso{kind: rapid.SampledFrom(types).Draw(rt, "type"), place: rapid.SampledFrom([]string{"", "Alpha", "Beta"}).Draw(rt, "place"),
					day: rapid.IntRange(0, 4).Draw(rt, "day"), killed: rapid.IntRange(0, 12).Draw(rt, "killed"), doer: rapid.SampledFrom([]string{"", "Red Front", "Blue Army"}).Draw(rt, "doer"),
					modality: rapid.SampledFrom([]sitrep.Modality{sitrep.Actual, sitrep.Actual, sitrep.Negated, sitrep.Future}).Draw(rt, "modality")}
				facts = append(facts, f)
			}
			x := reportOf(fmt.Sprintf("r%02d", i), rapid.SampledFrom([]string{"A", "B", ""}).Draw(rt, "outlet"), rapid.IntRange(1, 6).Draw(rt, "published"), facts...)
			for _, c := range x.Claims {
				if c.Modality == sitrep.Actual && c.Type != "statement" {
					want[c.ID] = true
				}
			}
			reports = append(reports, x)
		}
		group, read := accountsOf(t, reports)
		first, err := Happenings(group, read)
		if err != nil {
			rt.Fatal(err)
		}
		got := map[sitrep.ClaimID]int{}
		for _, e := range first {
			for _, m := range e.Members {
				for _, c := range m.Claims {
					got[c]++
				}
			}
		}
		for c := range maps.Keys(want) {
			if got[c] != 1 {
				rt.Fatalf("%s stands in %d events", c, got[c])
			}
		}
		if len(got) != len(want) {
			rt.Fatalf("%d claims in events, want %d", len(got), len(want))
		}
		again, err := Happenings(rapid.Permutation(group).Draw(rt, "order"), read)
		if err != nil {
			rt.Fatal(err)
		}
		if d := diff.Diff(first, again, diff.Comparer(func(a, b sitrep.Date) bool { return a == b })); d != "" {
			rt.Fatal(d)
		}
	})
}

func TestPinsBindClaimsOfAGroup(t *testing.T) {
	one := reportOf("a", "A", 5, sayso{kind: "bombing", place: "Alpha", day: 4}, sayso{kind: "displacement", place: "Beta"})
	other := reportOf("b", "B", 5, sayso{kind: "bombing", place: "Alpha", day: 4})
	group, read := accountsOf(t, []*sitrep.Extraction{one, other})
	for _, c := range []struct {
		name string
		pins []Pin
		want []string
	}{
		{"none", nil, []string{"bombing: a-00 b-00", "displacement: a-01"}},
		{"apart", []Pin{{A: "c-b-00", B: "c-a-00"}}, []string{"bombing: a-00", "bombing: b-00", "displacement: a-01"}},
		{"as one", []Pin{{A: "c-a-01", B: "c-b-00", Same: true}}, []string{"bombing: a-00 a-01 b-00"}},
		{"as one by way of another", []Pin{{A: "c-a-01", B: "c-x", Same: true}, {A: "c-x", B: "c-b-00", Same: true}}, []string{"bombing: a-00 a-01 b-00"}},
		{"apart wins", []Pin{{A: "c-a-01", B: "c-b-00", Same: true}, {A: "c-b-00", B: "c-a-01"}}, []string{"bombing: a-00 b-00", "displacement: a-01"}},
		{"claims that are not there", []Pin{{A: "c-x", B: "c-y", Same: true}, {A: "c-x", B: "c-z"}}, []string{"bombing: a-00 b-00", "displacement: a-01"}},
	} {
		events, err := Happenings(group, read, c.pins...)
		if err != nil {
			t.Fatal(err)
		}
		if d := diff.Diff(c.want, claimsOf(events)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestWhatPeopleRejectedSaysNothingOfItsEvent(t *testing.T) {
	strike := sayso{kind: "air_strike", place: "Alpha", day: 4, killed: 9}
	worse := strike
	worse.killed = 12
	reject := func(x *sitrep.Extraction) *sitrep.Extraction {
		x.Claims[0].Review = &sitrep.Reviewed{Claim: &sitrep.Review{N: 1, Verdict: sitrep.Rejected}}
		return x
	}
	events := groupOf(t, reportOf("a", "A", 5, strike), reject(reportOf("b", "B", 5, worse)))
	if len(events) != 1 || len(events[0].Members) != 2 || events[0].Grade != sitrep.Single || written(&events[0].Figures[0]) != "9/9/9" {
		t.Errorf("one of two claims rejected: %+v", events)
	}
	events = groupOf(t, reject(reportOf("a", "A", 5, strike)), reject(reportOf("b", "B", 5, worse)))
	if len(events) != 1 || events[0].Grade != sitrep.Discounted {
		t.Errorf("both rejected: %+v", events)
	}
	one := reportOf("a", "A", 5, strike)
	one.Claims[0].Review = &sitrep.Reviewed{Event: &sitrep.Review{N: 4, Verdict: sitrep.Rejected}}
	other := reportOf("b", "B", 5, strike)
	if events = groupOf(t, one, other); events[0].Grade != sitrep.Discounted {
		t.Errorf("the event rejected: got %s", events[0].Grade)
	}
	other.Claims[0].Review = &sitrep.Reviewed{Event: &sitrep.Review{N: 5, Verdict: sitrep.Accepted}}
	if events = groupOf(t, one, other); events[0].Grade != sitrep.Corroborated {
		t.Errorf("the event rejected, then accepted: got %s", events[0].Grade)
	}
}

func TestDaysOfAnEventEndWithWhatIsToldOfIt(t *testing.T) {
	days := func(edit func(c *sitrep.Claim)) string {
		x := reportOf("r1", "A", 10, sayso{kind: "attack", place: "Alpha"})
		edit(&x.Claims[0])
		e := groupOf(t, x)
		if len(e) != 1 {
			t.Fatalf("%d events", len(e))
		}
		return e[0].From.String() + "/" + e[0].To.String()
	}
	from, to := sitrep.NewDate(2017, 1, 8), sitrep.NewDate(2017, 3, 1)
	for _, c := range []struct {
		name string
		edit func(c *sitrep.Claim)
		want string
	}{
		{"no day", func(c *sitrep.Claim) {}, "/2017-01-10"},
		{"a day", func(c *sitrep.Claim) { c.Time = &sitrep.Period{From: from, To: from} }, "2017-01-08/2017-01-08"},
		{"going on", func(c *sitrep.Claim) { c.Time = &sitrep.Period{From: from, To: to} }, "2017-01-08/2017-01-10"},
		{"a day to come", func(c *sitrep.Claim) { c.Time = &sitrep.Period{From: to, To: to} }, "/2017-01-10"},
		{"the next day, elsewhere on the Earth", func(c *sitrep.Claim) { d := sitrep.NewDate(2017, 1, 11); c.Time = &sitrep.Period{From: d, To: d} }, "2017-01-11/2017-01-11"},
	} {
		if got := days(c.edit); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
