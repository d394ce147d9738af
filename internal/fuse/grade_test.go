package fuse

import (
	"slices"
	"strings"
	"testing"

	"sitrep"
)

// eachRule has for every rule of the table the least facts under which it decides, and the facts that are one short of that.
var eachRule = map[string]struct{ holds, short map[string]int }{
	"rejected":    {map[string]int{"rejected": 1, "origins": 2}, map[string]int{"origins": 2}},
	"refuted":     {map[string]int{"origins": 0}, map[string]int{"origins": 1}},
	"responsible": {map[string]int{"responsible": 1, "origins": 1}, map[string]int{"origins": 1}},
	"mandated":    {map[string]int{"mandated": 1, "origins": 1}, map[string]int{"origins": 1}},
	"denied":      {map[string]int{"denials": 1, "origins": 3}, map[string]int{"origins": 3}},
	"numbers":     {map[string]int{"numbers": 2, "origins": 2}, map[string]int{"numbers": 1, "origins": 2}},
	"doers":       {map[string]int{"doers": 2, "origins": 2}, map[string]int{"doers": 1, "origins": 2}},
	"independent": {map[string]int{"origins": 2}, map[string]int{"origins": 1}},
	"alone":       {map[string]int{"origins": 1}, map[string]int{"origins": 2}},
}

func TestEachGradeRuleDecidesAlone(t *testing.T) {
	rules, err := gradeRules(gradesTable)
	if err != nil {
		t.Fatal(err)
	}
	of := func(n map[string]int) facts {
		f := facts{}
		for k, v := range n {
			f[k] = fact{n: v, claims: []sitrep.ClaimID{sitrep.ClaimID("c-" + k)}}
		}
		return f
	}
	for _, r := range rules {
		c, ok := eachRule[r.id]
		if !ok {
			t.Errorf("rule %s has no test", r.id)
			continue
		}
		grade, grounds := judge(rules, of(c.holds))
		if grade != r.grade || grounds[0].Rule != r.id {
			t.Errorf("rule %s: got %s by %s", r.id, grade, grounds[0].Rule)
		}
		if r.needs[0].n > 0 && len(grounds[0].Claims) == 0 {
			t.Errorf("rule %s names no claims", r.id)
		}
		if _, grounds = judge(rules, of(c.short)); slices.ContainsFunc(grounds, func(g sitrep.Ground) bool { return g.Rule == r.id }) {
			t.Errorf("rule %s holds where it must not", r.id)
		}
	}
	if len(rules) != len(eachRule) {
		t.Errorf("%d rules, %d tests", len(rules), len(eachRule))
	}
}

func TestFaultyGradeTablesAreRefused(t *testing.T) {
	for _, table := range []string{"x\tcontested\torigins>=1", "x\tgood\torigins>=1\ty", "x\tcontested\tsun>=1\ty", "x\tcontested\torigins>1\ty", "x\tcontested\torigins=a\ty"} {
		if _, err := gradeRules(table); err == nil {
			t.Errorf("%q: no error", table)
		}
	}
}

// graded is the grade of the event that holds the first claim of the first report, and the rule that gave it.
func graded(t *testing.T, reports ...*sitrep.Extraction) string {
	t.Helper()
	for _, e := range groupOf(t, reports...) {
		for _, m := range e.Members {
			if slices.Contains(m.Claims, reports[0].Claims[0].ID) {
				return string(e.Grade) + " " + e.Grounds[0].Rule
			}
		}
	}
	return "no event"
}

func TestGradesOfReports(t *testing.T) {
	strike := sayso{kind: "air_strike", place: "Alpha", day: 4, killed: 9, doer: "Blue Army"}
	with := func(f sayso, change func(*sayso)) sayso {
		change(&f)
		return f
	}
	by := func(name string) func(*sayso) { return func(f *sayso) { f.says = name } }
	for _, c := range []struct {
		name    string
		reports []*sitrep.Extraction
		want    string
	}{
		{"one outlet", []*sitrep.Extraction{reportOf("a", "A", 5, strike)}, "single alone"},
		{"two outlets", []*sitrep.Extraction{reportOf("a", "A", 5, strike), reportOf("b", "B", 5, strike)}, "corroborated independent"},
		{"two reports of one outlet", []*sitrep.Extraction{reportOf("a", "A", 5, strike), reportOf("b", "A", 5, strike)}, "single alone"},
		{"two outlets that quote one party", []*sitrep.Extraction{reportOf("a", "A", 5, with(strike, by("Red Front"))), reportOf("b", "B", 5, with(strike, by("Red Front")))}, "single alone"},
		{"one report with its own word and that of a party", []*sitrep.Extraction{reportOf("a", "A", 5, strike, with(strike, by("Red Front")))}, "single alone"},
		{"a report that quotes two parties", []*sitrep.Extraction{reportOf("a", "A", 5, with(strike, by("Green Guard")), with(strike, by("Red Front")))}, "corroborated independent"},
		{"the doer says so", []*sitrep.Extraction{reportOf("a", "A", 5, with(strike, by("Blue Army")))}, "confirmed responsible"},
		{"the doer alleges it of another", []*sitrep.Extraction{reportOf("a", "A", 5, with(strike, func(f *sayso) { f.says, f.stance = "Blue Army", sitrep.Alleged }))}, "single alone"},
		{"a party that takes a town says so itself", []*sitrep.Extraction{reportOf("a", "A", 5, sayso{kind: "territory_gained", place: "Alpha", doer: "Blue Army", says: "Blue Army"})}, "single alone"},
		{"the United Nations say so", []*sitrep.Extraction{reportOf("a", "A", 5, with(strike, by("United Nations")))}, "confirmed mandated"},
		{"a body of the United Nations", []*sitrep.Extraction{reportOf("a", "A", 5, with(strike, by("World Food Programme")))}, "confirmed mandated"},
		{"denied", []*sitrep.Extraction{reportOf("a", "A", 5, strike), reportOf("b", "B", 5, with(strike, func(f *sayso) { f.says, f.stance, f.killed = "Blue Army", sitrep.Denied, 0 }))}, "contested denied"},
		{"numbers that cannot both hold", []*sitrep.Extraction{reportOf("a", "A", 5, strike), reportOf("b", "B", 5, with(strike, func(f *sayso) { f.killed = 19 }))}, "contested numbers"},
		{"numbers that counting explains", []*sitrep.Extraction{reportOf("a", "A", 5, strike), reportOf("b", "B", 5, with(strike, func(f *sayso) { f.killed = 10 }))}, "corroborated independent"},
		{"another doer", []*sitrep.Extraction{reportOf("a", "A", 5, strike), reportOf("b", "B", 5, with(strike, func(f *sayso) { f.doer = "Red Front" }))}, "contested doers"},
	} {
		if got := graded(t, c.reports...); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestStandings(t *testing.T) {
	w, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]sitrep.Standing{
		"United Nations": sitrep.Mandated, "UNHCR": sitrep.Mandated, "International Committee of the Red Cross": sitrep.Mandated, "ICC": sitrep.Mandated,
		"Syrian Observatory for Human Rights": sitrep.Counter, "Gaza health ministry": sitrep.Counter, "the general hospital": sitrep.Counter, "Syrian Civil Defence": sitrep.Counter,
		"Iraqi army": sitrep.Named, "Islamic State": sitrep.Named, "Hospitality Board": sitrep.Named,
	} {
		if got := w.body(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	for _, table := range []string{"named\tname\tX", "counter\tlike\tX", "counter\twords", strings.Repeat("\t", 2)} {
		if _, err := standingRules(table); err == nil {
			t.Errorf("%q: no error", table)
		}
	}
}

func TestEveryActorOfTheStandingsIsInTheRegistry(t *testing.T) {
	w, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range w.standings {
		if r.how != "words" && w.registry.Named(r.what) == nil {
			t.Errorf("the registry has no %q", r.what)
		}
	}
}
