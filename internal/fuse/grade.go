package fuse

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/origin"
)

//go:embed grades.tsv
var gradesTable string

// facts are what grades rest on, each with the claims that show it.
var factNames = []string{"rejected", "origins", "responsible", "mandated", "denials", "numbers", "doers"}

type facts map[string]fact

type fact struct {
	n      int
	claims []sitrep.ClaimID
}

type condition struct {
	fact    string
	atLeast bool
	n       int
}

type gradeRule struct {
	id    string
	grade sitrep.Grade
	needs []condition
	means string
}

func gradeRules(table string) ([]gradeRule, error) {
	var out []gradeRule
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 4 || !slices.Contains(sitrep.Grades, sitrep.Grade(c[1])) {
			return nil, fmt.Errorf("grades: %q: want an id, a grade, conditions and a meaning between tabs", line)
		}
		r := gradeRule{id: c[0], grade: sitrep.Grade(c[1]), means: c[3]}
		for _, need := range strings.Fields(c[2]) {
			name, number, ok := strings.Cut(need, "=")
			name, atLeast := strings.CutSuffix(name, ">")
			n, err := strconv.Atoi(number)
			if !ok || err != nil || !slices.Contains(factNames, name) {
				return nil, fmt.Errorf("grades: rule %s: %q is no condition: want a fact (%s), >= or =, and a number", c[0], need, strings.Join(factNames, ", "))
			}
			r.needs = append(r.needs, condition{name, atLeast, n})
		}
		out = append(out, r)
	}
	return out, nil
}

func (r *gradeRule) holds(f facts) bool {
	for _, c := range r.needs {
		if n := f[c.fact].n; c.atLeast && n < c.n || !c.atLeast && n != c.n {
			return false
		}
	}
	return true
}

// grade sets the grade of an event and its grounds: of all rules that hold, the first is the grade's.
func (t *Teller) grade(h *happening, e *sitrep.Event) {
	f := t.facts(h, e)
	e.Grade, e.Grounds = judge(t.grades, f)
}

func judge(rules []gradeRule, f facts) (sitrep.Grade, []sitrep.Ground) {
	grade := sitrep.Single
	grounds := []sitrep.Ground{}
	for i := range rules {
		r := &rules[i]
		if !r.holds(f) {
			continue
		}
		if len(grounds) == 0 {
			grade = r.grade
		}
		g := sitrep.Ground{Rule: r.id, Claims: []sitrep.ClaimID{}}
		for _, c := range r.needs {
			g.Claims = append(g.Claims, f[c.fact].claims...)
		}
		slices.Sort(g.Claims)
		g.Claims = slices.Compact(g.Claims)
		grounds = append(grounds, g)
	}
	return grade, grounds
}

// harms are the families of deeds of which the word of who did them is an admission, not a boast.
var harms = map[string]bool{"violence": true, "detention": true, "abuse": true, "grave": true}

func (t *Teller) facts(h *happening, e *sitrep.Event) facts {
	f := facts{}
	note := func(name string, claims ...sitrep.ClaimID) {
		x := f[name]
		x.n++
		x.claims = append(x.claims, claims...)
		f[name] = x
	}
	from := sources(h.told)
	for _, k := range slices.Sorted(maps.Keys(from)) {
		var claims []sitrep.ClaimID
		for _, n := range from[k] {
			claims = append(claims, n.c.ID)
		}
		note("origins", claims...)
	}
	for _, n := range h.told {
		if n.origin.Kind != origin.Party {
			continue
		}
		sides := t.partySides(n)
		switch s := t.standing(&n.origin, sides, h.doers); {
		case n.c.Attribution != nil && n.c.Attribution.Stance == sitrep.Alleged:
		case s == sitrep.Doer && harms[h.family] && h.means != "interception", h.family == ground && slices.ContainsFunc(sides, func(k string) bool { return h.others[k] }):
			note("responsible", n.c.ID)
		case s == sitrep.Mandated:
			note("mandated", n.c.ID)
		}
	}
	for _, n := range h.against {
		note("denials", n.c.ID)
	}
	t.numbers(e, note)
	t.doers(h, note)
	rejected(h, note)
	return f
}

// rejected notes what a person last decided about the event, if it was to reject it, and claims that were all rejected.
func rejected(h *happening, note func(string, ...sitrep.ClaimID)) {
	var last *sitrep.Review
	var at sitrep.ClaimID
	all := true
	for _, n := range h.told {
		all = all && n.c.Rejected()
		if r := n.c.Review; r != nil && r.Event != nil && (last == nil || r.Event.N > last.N) {
			last, at = r.Event, n.c.ID
		}
	}
	switch {
	case last != nil && last.Verdict == sitrep.Rejected:
		note("rejected", at)
	case all:
		for _, n := range h.told {
			note("rejected", n.c.ID)
		}
	}
}

// numbers notes counts of different origins that cannot both hold.
func (t *Teller) numbers(e *sitrep.Event, note func(string, ...sitrep.ClaimID)) {
	for i := range e.Figures {
		told := e.Figures[i].Told
		for j := range told {
			for k := range told[:j] {
				a, b := &told[k], &told[j]
				if a.Out != "" || b.Out != "" || a.Origin == b.Origin || a.Claim == "" || b.Claim == "" {
					continue
				}
				l1, h1 := ends(a.Low, a.Best, a.High)
				l2, h2 := ends(b.Low, b.Best, b.High)
				if l1 <= h2 && l2 <= h1 || alike(value(a), value(b)) {
					continue
				}
				note("numbers", a.Claim)
				note("numbers", b.Claim)
				return
			}
		}
	}
}

// alike says that two counts differ by no more than counting does: by a fifth, or by two.
func alike(a, b int) bool {
	d := max(a, b) - min(a, b)
	return d <= 2 || 5*d <= max(a, b)
}

// doers notes parties that independent origins name for one deed and that are not of one side.
func (t *Teller) doers(h *happening, note func(string, ...sitrep.ClaimID)) {
	if h.means == "clash" || !harms[h.family] {
		return
	}
	for j, b := range h.told {
		for _, a := range h.told[:j] {
			if len(a.doers) == 0 || len(b.doers) == 0 || a.origin.Key == b.origin.Key ||
				slices.ContainsFunc(a.doers, func(k string) bool { return slices.Contains(b.doers, k) }) {
				continue
			}
			note("doers", a.c.ID)
			note("doers", b.c.ID)
			return
		}
	}
}
