package situation

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
)

// scope is over what time a figure counts.
type scope int

const (
	ofHappening scope = iota
	overTime          // all so far, or those in a state
	rate              // so many a day
	inAMonth          // of one happening of which no more than a month or a year is told
)

// longDays is how many days a happening takes at most, shortDays how many one takes of which a whole month is told.
const (
	longDays  = 31
	shortDays = 7
)

var (
	// monthWords name a whole month or so, withinWords some day in it.
	monthWords  = pattern(`(?i)\b(january|february|march|april|may|june|july|august|september|october|november|december|months?|weeks|days)\b`)
	withinWords = pattern(`(?i)\b(earlier|later|ago|early|late|mid|before|after|until|by)\b`)
	rateWords   = pattern(`(?i)^[^.;]{0,40}?\b((a|per|each|every) (day|week|month|year|hour|night)|daily|weekly|monthly|annually|yearly)\b`)
	// soFarWords say that all are counted from some day on.
	soFarWords = pattern(`(?i)\b(so far|to date|thus far|cumulative(ly)?|altogether|this year|year[- ]to[- ]date|since (the )?(start|beginning|outbreak|onset|launch|war|conflict|fighting|hostilities|operations?|offensive|invasion|uprising|revolution|siege|crisis|unrest|ceasefire|truce|coup|civil war|insurgency|escalation|military operations?)\b[^,.;]*|since (\d{1,2} )?(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?|since (late |early |mid-?)?(the )?(\d{4}|\d{1,2}\b)|(in|over|during) (the )?(past|last) (\w+ )?(months?|years?|decades?)|(in|over|after|during) (\w+|\d+) (months|years|decades)( of)?)`)
	// warWords name a war or an operation within which all are counted.
	warWords = pattern(`(?i)\b(during|over the course of|in the course of|throughout|by|in|because of|due to|as a result of) (the |its |their |this )?([\p{L}-]+ ){0,3}(war|conflict|civil war|campaign|uprising|insurgency|crisis|occupation|genocide|recent (fighting|violence|clashes))\b`)
	// mostWords begin a comparison: "the deadliest attack since 2014".
	mostWords = pattern(`(?i)\b(first|worst|deadliest|bloodiest|biggest|largest|heaviest|highest|most|lowest|worse|latest|not seen)\b[^.;]{0,80}\b(since|this year|in years|so far|(in|over) (the )?(past|last)|in (\w+|\d+) (months|years|decades))\b|\btime\b[^.;]{0,40}\bsince\b`)
	// stateWords say that people are counted who are in a state.
	stateWords   = pattern(`(?i)\b(are|is|remain|remains|were|was) (now |currently |still |internally |already )*(displaced|homeless|trapped|besieged|in need|facing|living|sheltering)\b|\b(internally )?displaced (people|persons|civilians|families)\b|\bIDPs\b|\brefugees (in|from)\b`)
	perfectWords = pattern(`(?i)\b(have|has|had) (now |already |been |since |also |internally |forcibly |fled |newly )*(been )?(now |already |internally |forcibly )*(displaced|fled|uprooted|returned|left|escaped|killed|died|lost|injured|wounded|forced)\b`)
	stateTypes   = map[sitrep.Measure]bool{sitrep.InNeed: true, sitrep.Trapped: true, sitrep.Remains: true}
)

// clauseEnds part the clauses of a sentence.
var clauseEnds = pattern(`(?i)[;:]|,? \b(while|whereas|but|bringing|raising|pushing|taking|increasing|after|before)\b|, (with|and|as|including|which|where|who)\b`)

// clauseAt is the clause of a sentence that holds the bytes from start to end.
func clauseAt(s string, start, end int) string {
	from, to := 0, len(s)
	for _, m := range clauseEnds.FindAllStringIndex(s, -1) {
		if m[0] < start {
			from = m[0]
		}
		if m[0] >= end {
			to = m[0]
			break
		}
	}
	return s[from:to]
}

var (
	// tollWords say that a number is what all come to: "bringing the death toll to 41,000".
	tollWords = pattern(`(?i)\b(bring|rais|push|tak|increas|lift)(s|es|ing|e|ed)?\b[^.,;]{0,60}\b(tolls?|total|number)\b|\btolls? (in|across|since|of the) `)
	// ofDeed names the one happening that a toll is of.
	ofDeed = pattern(`(?i)\b(tolls?|number of \w+) (from|of|in) (the|an?|[\p{L}]+day's|yesterday's|last) ([\p{L}-]+ ){0,3}(attacks?|bombing|blast|explosion|strike|airstrike|shooting|massacre|raid|ambush|crash|earthquake|fire|collapse|clash(es)?|riots?|incident|assault|disaster|shelling|siege of)\b`)
)

// manyOfMonth is the number from which those of a month are taken for all of it, and not for one happening in it.
const manyOfMonth = 100

// manyOfTime is the number from which a count of killed, hurt, missing or held whose day is not told counts a longer time: no single happening is reported so.
const manyOfTime = 1000

var ofDeeds = map[sitrep.Measure]bool{sitrep.Killed: true, sitrep.Injured: true, sitrep.KilledOrInjured: true, sitrep.Missing: true, sitrep.Abducted: true, sitrep.Detained: true}

// afterStretch follow a stretch of time between two days: "a day earlier".
var afterStretch = pattern(`(?i)^ (earlier|later|ago|before|after|from|since|away)\b`)

// isRate says that what follows a number makes it one of so many a day.
func isRate(after string) bool {
	m := rateWords.FindStringIndex(after)
	return m != nil && !afterStretch.MatchString(after[m[1]:])
}

// scopeOf says over what time a figure counts.
func scopeOf(f *Count) scope {
	c, s := f.Claim, f.Sentence
	start, end := f.Figure.Start-c.Evidence.Start, f.Figure.End-c.Evidence.Start
	if start < 0 || end > len(s) || start > end {
		start, end = 0, 0 // a figure of another sentence: the whole is looked at
	} else {
		whole := s
		s = clauseAt(whole, start, end)
		if isRate(whole[end:]) {
			return rate
		}
	}
	most := mostWords.MatchString(f.Sentence)
	soFar := soFarWords.MatchString(s) && !most
	total := f.Figure.Kind == sitrep.Total && tollWords.MatchString(s) && !ofDeed.MatchString(s)
	n := valueOf(&Point{Low: f.Figure.Low, Best: f.Figure.Best, High: f.Figure.High})
	m := f.Figure.Measure
	t := c.Time
	dated := t != nil && !t.From.IsZero() && !t.To.IsZero()
	switch {
	case m == "" || f.Figure.Kind != sitrep.Total && besideTotal(f):
		return ofHappening // "36 are killed, bringing the toll since December to 1,186"
	case soFar || total || stateTypes[m]:
		return overTime
	case dated && !most && spansMonth(t):
		if ofDeeds[m] && c.Type != "casualties" && n < manyOfMonth && !sinceWord.MatchString(t.Text) {
			return inAMonth
		}
		return overTime
	case f.Event != "":
		return ofHappening
	case ofDeeds[m] && n >= manyOfTime && (!dated || f.Figure.Kind == sitrep.Total):
		return overTime
	case dated:
		return ofHappening
	case (m == sitrep.Displaced || m == sitrep.Returned) && (stateWords.MatchString(s) || perfectWords.MatchString(s)):
		return overTime
	case !most && warWords.MatchString(s) && (perfectWords.MatchString(s) || f.Figure.Kind == sitrep.Total):
		return overTime
	}
	return ofHappening
}

// spansMonth says that a period is a month, some weeks or longer.
func spansMonth(t *sitrep.Period) bool {
	n := days(t.From, t.To)
	return n > longDays || n > shortDays && monthWords.MatchString(t.Text) && !withinWords.MatchString(t.Text)
}

var sinceWord = pattern(`(?i)\b(since|between|past|last|over|during)\b`)

// besideTotal says that another figure of the claim is the total of the same measure.
func besideTotal(f *Count) bool {
	return slices.ContainsFunc(f.Claim.Figures, func(o sitrep.Figure) bool {
		return o.Kind == sitrep.Total && o.Measure == f.Figure.Measure && o.Span != f.Figure.Span
	})
}

// spanOf is the days of a figure of a happening: those of its claim, or of its report where the claim's are a longer time that another figure or a comparison is about.
func spanOf(f *Count) (from, to sitrep.Date, ok bool) {
	from, to, _, ok = clock(&f.Telling)
	if ok && days(from, to) > longDays && !f.Published.IsZero() {
		return f.Published, f.Published, true
	}
	return from, to, ok
}

// doubtOf says why a claim is not told as fact, "" where it is.
func doubtOf(c *sitrep.Claim) string {
	switch certainty(c) {
	case Planned:
		return OutPlanned
	case Perhaps:
		return OutPossible
	case Disputed:
		return OutDenied
	}
	return ""
}

// lies is the place of a telling, a country where it names no more; the zero Site where it names none.
func (s *sites) lies(t *Telling) Site {
	if site, ok := s.of(t); ok {
		return site
	}
	p := t.Claim.Place
	switch {
	case p == nil:
		return Site{}
	case p.Country != "":
		name := nameOf(p)
		if p.Precision == sitrep.Country {
			return Site{ID: "country:" + string(p.Country), Name: name, Country: string(p.Country), Kind: geo.Country}
		}
		return Site{ID: "told:" + geo.Fold(name) + ":" + string(p.Country), Name: name, Country: string(p.Country)}
	case nameOf(p) != "":
		return Site{ID: "told:" + geo.Fold(nameOf(p)) + ":", Name: nameOf(p)}
	}
	return Site{}
}

// whoms are kinds of people that are counted apart, with the words that tell them, in the order in which they are looked for.
var whoms = []struct {
	name  string
	words lateRegexp
}{
	{"children", pattern(`(?i)\b(child(ren)?|kids?|minors?|infants?|bab(y|ies)|boys?|girls?|students?|pupils?)\b`)},
	{"women", pattern(`(?i)\b(wom[ae]n)\b`)},
	{"journalists", pattern(`(?i)\b(journalists?|reporters?|media workers?|press)\b`)},
	{"aid workers", pattern(`(?i)\b(aid workers?|humanitarian workers?|staff|employees|volunteers?|UNRWA|medics?|health ?(care)? workers?|doctors?|paramedics?|peacekeepers?)\b`)},
	{"hostages", pattern(`(?i)\b(hostages?|captives?)\b`)},
	{"police", pattern(`(?i)\b(police\w*|officers?)\b`)},
	{"soldiers", pattern(`(?i)\b(personnel|IDF|soldiers?|troops?|servicem[ae]n|servicemembers?|marines?|army|forces|conscripts?|reservists?)\b`)},
	{"fighters", pattern(`(?i)\b(fighters?|militants?|rebels?|insurgents?|jihadis?(ts?)?|terrorists?|gunm[ae]n|combatants?|militiam[ae]n|members?)\b`)},
	{"refugees", pattern(`(?i)\b(refugees?|migrants?)\b`)},
	{"civilians", pattern(`(?i)\b(civilians?|non-combatants?)\b`)},
}

// whomOf says whom a figure counts: a kind of people, after that those of another country than the place, else people.
func (s *sites) whomOf(f *Count, site Site) string {
	of := string(f.Figure.Of)
	for _, w := range whoms {
		if w.words.MatchString(of) {
			return w.name
		}
	}
	words := strings.Fields(of)
	if n := len(words); n > 0 && words[n-1] != strings.ToLower(words[n-1]) { // "Israelis", where the place is no part of Israel
		for _, c := range geo.Countries() {
			for _, d := range c.Demonyms {
				if strings.EqualFold(words[n-1], d) || strings.EqualFold(words[n-1], d+"s") {
					if c.Alpha2 == site.Country {
						return "people"
					}
					return strings.TrimSuffix(words[n-1], "s") + "s"
				}
			}
		}
	}
	return "people"
}

// series puts counts of a longer time together by measure, place, whom, unit and origin. Of one day and number of an origin the first report counts.
func series(list []Count, where *sites) []Series {
	all := map[string]*Series{}
	for i := range list {
		f := &list[i]
		if doubtOf(f.Claim) != "" {
			continue
		}
		site := where.lies(&f.Telling)
		if f.Figure.Kind == sitrep.Part && where.whomOf(f, site) == "people" {
			continue // of whom nothing more is said
		}
		s := Series{Measure: f.Figure.Measure, Site: site, Whom: where.whomOf(f, site), Unit: f.Figure.Unit, Origin: f.Origin, Source: f.Source, Standing: f.Standing}
		key := strings.Join([]string{string(s.Measure), site.ID, s.Whom, string(s.Unit), s.Origin}, "\t")
		if all[key] == nil {
			all[key] = &s
		}
		p := Point{Day: f.Published, Low: f.Figure.Low, Best: f.Figure.Best, High: f.Figure.High, Count: *f}
		if t := f.Claim.Time; t != nil {
			if !t.To.IsZero() && (p.Day.IsZero() || t.To.Before(p.Day)) {
				p.Day = t.To
			}
			if !t.From.IsZero() && days(t.From, p.Day) > shortDays { // a shorter time is that of another figure: "37 in the past day, 44,466 in all"
				p.Since = t.From
			}
		}
		all[key].Points = append(all[key].Points, p)
	}
	var out []Series
	for _, s := range all {
		s.settle()
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Series) int {
		return cmp.Or(cmp.Compare(slices.Index(sitrep.Measures, a.Measure), slices.Index(sitrep.Measures, b.Measure)), strings.Compare(a.Site.Name, b.Site.Name), strings.Compare(a.Site.ID, b.Site.ID),
			strings.Compare(a.Whom, b.Whom), strings.Compare(string(a.Unit), string(b.Unit)), strings.Compare(a.Source, b.Source), strings.Compare(a.Origin, b.Origin))
	})
	return out
}

// settle orders the points of a series, drops repetitions, and tells what changed.
func (s *Series) settle() {
	slices.SortFunc(s.Points, func(a, b Point) int {
		return cmp.Or(strings.Compare(a.Day.String(), b.Day.String()), cmp.Compare(valueOf(&a), valueOf(&b)), strings.Compare(a.Count.Published.String(), b.Count.Published.String()),
			strings.Compare(string(a.Count.Claim.ID), string(b.Count.Claim.ID)), cmp.Compare(a.Count.N, b.Count.N))
	})
	s.Points = slices.CompactFunc(s.Points, func(a, b Point) bool { return a.Day == b.Day && valueOf(&a) == valueOf(&b) })
	for i := 1; i < len(s.Points); i++ {
		n := valueOf(&s.Points[i]) - valueOf(&s.Points[i-1])
		s.Points[i].Change = &n
	}
}

// valueOf is the number by which values are compared: the best, else the lower, else the upper end.
func valueOf(p *Point) int {
	for _, n := range []*int{p.Best, p.Low, p.High} {
		if n != nil {
			return *n
		}
	}
	return 0
}
