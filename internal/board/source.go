package board

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/origin"
	"sitrep/internal/store"
)

// Source is an origin that claims go back to: an agency, a body, a person in office, or an outlet by its own word.
type Source struct {
	Key  string // as origin.ClaimOrigin has it
	Name string
	Kind origin.Kind // Party, Agency or Outlet: those without a name ("officials") are told apart inside a group of copies alone
	// Country tells it from others of its name, as origin.ClaimOrigin has it; Shared says that another has its name, written this way or another.
	Country string
	Shared  bool
	// Claims are those that go back to it, each once; Reports are the reports with such claims, copies among them.
	Claims, Reports int
	// Outlets are who passes it on, those with most reports first.
	Outlets []Passing
	// First and Last are the days of publication of the first and the last of these reports, unknown where none is dated.
	First, Last sitrep.Date
	// Latest are some of its claims, the latest first.
	Latest []Saying
}

// Passing is how many reports of an outlet ("" for those that name none) pass an origin on.
type Passing struct {
	Outlet  string
	Reports int
}

// Saying is a claim of an origin.
type Saying struct {
	Claim  sitrep.ClaimID
	Report sitrep.ReportID
	Day    sitrep.Date // of publication
}

// mostSayings is how many claims a source has with it.
const mostSayings = 6

// passed is what one report passes on of one origin.
type passed struct {
	origin.ClaimOrigin
	outlet string
	day    sitrep.Date
	claims []Saying // that no report of its group makes before it
}

// passedOn is what a report passes on, an origin each, in order of their keys.
func passedOn(s *store.Standing, origins []origin.ClaimOrigin) []passed {
	by := map[string]*passed{}
	for i := range s.Claims {
		c := &s.Claims[i]
		if k := origins[i].Kind; c.Rejected() || origins[i].Name == "" || k == origin.Unnamed || k == origin.Group {
			continue
		}
		x := by[origins[i].Key]
		if x == nil {
			x = &passed{ClaimOrigin: origins[i], outlet: string(s.Report.Publisher), day: s.Published}
			by[origins[i].Key] = x
		}
		if !s.Twins[i] {
			x.claims = append(x.claims, Saying{c.ID, s.Report.ID, s.Published})
		}
	}
	out := make([]passed, 0, len(by))
	for _, k := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[k])
	}
	return out
}

// pass takes in what a report passes on.
func (g *gathered) pass(x *passed) {
	s := g.sources[x.Key]
	if s == nil {
		s = &Source{Key: g.once(x.Key), Name: g.once(x.Name), Kind: x.Kind, Country: g.once(x.Country)}
		g.sources[s.Key] = s
		g.passing[s.Key] = map[string]int{}
	}
	if name := g.once(x.Name); name < s.Name { // claims spell it differently: the first by letters, whatever order they come in
		s.Name = name
	}
	s.Reports++
	s.Claims += len(x.claims)
	g.passing[s.Key][g.once(x.outlet)]++
	if !x.day.IsZero() {
		if s.First.IsZero() || x.day.Before(s.First) {
			s.First = x.day
		}
		if s.Last.Before(x.day) {
			s.Last = x.day
		}
	}
	s.Latest = append(s.Latest, x.claims...)
	if len(s.Latest) > 4*mostSayings {
		s.Latest = latestSayings(s.Latest)
	}
}

func latestSayings(list []Saying) []Saying {
	slices.SortFunc(list, func(a, b Saying) int {
		return cmp.Or(compareDays(b.Day, a.Day), strings.Compare(string(a.Claim), string(b.Claim)))
	})
	return slices.Clone(list[:min(len(list), mostSayings)])
}

// sourcesOf puts the sources in order: those that most outlets pass on first.
func (g *gathered) sourcesOf() []Source {
	out := make([]Source, 0, len(g.sources))
	named := map[string]int{} // how many have a name
	for _, s := range g.sources {
		named[geo.Fold(s.Name)]++
	}
	for _, k := range slices.Sorted(maps.Keys(g.sources)) {
		s := g.sources[k]
		for name, n := range g.passing[k] {
			s.Outlets = append(s.Outlets, Passing{name, n})
		}
		slices.SortFunc(s.Outlets, func(a, b Passing) int {
			return cmp.Or(cmp.Compare(b.Reports, a.Reports), strings.Compare(a.Outlet, b.Outlet))
		})
		s.Latest = latestSayings(s.Latest)
		s.Shared = named[geo.Fold(s.Name)] > 1
		out = append(out, *s)
	}
	slices.SortStableFunc(out, func(a, b Source) int {
		return cmp.Or(cmp.Compare(len(b.Outlets), len(a.Outlets)), cmp.Compare(b.Reports, a.Reports), strings.Compare(a.Key, b.Key))
	})
	return out
}
