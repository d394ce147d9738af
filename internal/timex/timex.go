// Package timex answers one question: when. It finds the words that tell a time and says which days they mean.
//
// Reading goes in three steps. Patterns of words (rules.txt over words.tsv, see grammar.go) give what an expression says by
// itself: "two days later" is plus two days, "17 October" a day and a month. The document's genre is told from its times
// (genre.go). Then the expressions are resolved in order: in news against the report's date, in a narrative against the last
// time told of (resolve.go, calendar.go). testdata/ holds what must come out, phrase by phrase, and what is no time at all.
//
// Where the report's date is unknown nothing that depends on it is resolved.
package timex

import (
	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Timex is one expression as TIMEX3 has it (TimeML annotation guidelines 1.2.1), with the days that it covers.
type Timex struct {
	First, Last int    // tokens, half-open
	Type        string // DATE, TIME, DURATION or SET
	Value       string // ISO 8601 with X for what is unknown, or PAST_REF, PRESENT_REF, FUTURE_REF
	Mod         string // TIMEX3's mod: START, MID, END, APPROX, LESS_THAN …, "" for none
	// From and To are the days covered, both inclusive, zero where they could not be told.
	From, To  sitrep.Date
	Precision sitrep.Precision
	Rule      string // of rules.txt
	Age       bool   // says how old somebody is
	Told      bool   // only points at a time told of before: "at the time", "during this period"
	yearOf    bool   // stands before a noun as in YearOf
	recent    bool   // "recent days": a PAST_REF that dates all the same
}

// Expr is a time that can date a claim: an expression, or two that bound a range. Tokens First…Last are all its words, with
// "since" and "between … and"; From and To are inclusive and zero where they could not be told.
type Expr struct {
	First, Last int
	From, To    sitrep.Date
	Precision   sitrep.Precision
	Rule        string
}

// YearOf is the rule of a year that stands before a noun and dates what that noun names and nothing else: "the 2003 invasion".
const YearOf = "year of"

// Reading is all that a document says of time.
type Reading struct {
	Genre   Genre
	Timexes [][]Timex // by sentence, in order and not overlapping
	Exprs   [][]Expr  // by sentence, in order and not overlapping
}

// match is an expression before it is resolved.
type match struct {
	first, last int
	m           meaning
	rule        string
}

// Read finds the times of a document. Published is the report's date, zero where it is unknown.
func Read(d *parse.Doc, published sitrep.Date) *Reading {
	r := newReader(d)
	all := make([][]match, len(d.Sents))
	for i := range d.Sents {
		all[i] = r.sentence(i)
	}
	s := state{named: -1}
	if !published.IsZero() {
		s.now = dayPoint(published)
	}
	s.genre = genreOf(all, s.now)
	out := &Reading{Genre: s.genre, Timexes: make([][]Timex, len(d.Sents)), Exprs: make([][]Expr, len(d.Sents))}
	s.survey(all)
	for i := range d.Sents {
		s.sent, s.block = i, d.Sents[i].Block
		s.headline = d.Blocks[s.block].Kind == sitrep.Title
		r.first, r.last = d.Sents[i].First, d.Sents[i].Last
		out.Timexes[i] = s.read(r, all[i])
		out.Exprs[i] = r.periods(out.Timexes[i], published)
	}
	return out
}

// sentence finds the expressions of a sentence; they do not overlap.
func (r *reader) sentence(i int) []match {
	var out []match
	r.first, r.last = r.d.Sents[i].First, r.d.Sents[i].Last
	for k := r.first; k < r.last; {
		c, ok := r.at(k)
		if !ok {
			k++
			continue
		}
		out = append(out, match{k, c.end, c.m, c.act.name})
		k = c.end
	}
	return r.spread(out)
}

// spread finds what an expression shares with the words before or after it: the month of "from 3 to 5 May", the year of
// "between March and June 2003" and "1914-18".
func (r *reader) spread(list []match) []match {
	if len(list) == 0 {
		return nil
	}
	joins := func(k int) bool {
		switch r.norm(k) {
		case "-", "to", "and", "or", "until", "through", "till", ",", "/":
			return true
		}
		return false
	}
	out := make([]match, 0, len(list)+1)
	for i, x := range list {
		free := r.first // the first token that no expression has taken
		if len(out) > 0 {
			free = out[len(out)-1].last
		}
		// "3 to 5 May", "the 3rd and 4th of May"
		if x.m[fDay] != 0 && x.m[fMonth] != 0 && r.shape(x.first) != text.Lower {
			var before []match
			for k := x.first; k-2 >= free && joins(k-1); k -= 2 {
				got := readNth(r, k-2, meaning{}, fDay, number(1, 31, 2)(r, k-2, meaning{}, fDay, nil))
				if len(got) == 0 || got[0].end != k-1 || r.norm(k-1) == "," && r.norm(x.first-1) != "and" && r.norm(x.first-1) != "or" {
					break
				}
				if _, digits := r.digits(x.first); !digits && r.shape(x.first) != r.shape(k-2) && r.norm(x.first) != "the" {
					break
				}
				m := x.m
				m[fDay] = got[0].m[fDay]
				before = append(before, match{k - 2, k - 1, m, x.rule})
			}
			for k := len(before) - 1; k >= 0; k-- {
				out = append(out, before[k])
			}
		}
		// "ten or fifteen years"
		if x.m[fUnit] != 0 && x.m[fN] != 0 && x.m[fRel] == 0 && x.first-2 >= free && (r.norm(x.first-1) == "or" || r.norm(x.first-1) == "to" || r.norm(x.first-1) == "-") {
			if n, end, ok := r.cardinal(x.first - 2); ok && end == x.first-1 && r.words[x.first] != nil && r.norm(x.first) != "a" && n < int(x.m[fN]) {
				m := x.m
				m[fN] = int16(n)
				out = append(out, match{x.first - 2, x.first - 1, m, x.rule})
			}
		}
		// "March and June 2003"
		if x.m[fYear] == 0 && x.m[fMonth] != 0 && x.m[fRel] == 0 && i+1 < len(list) {
			y := list[i+1]
			if y.m[fYear] != 0 && (y.m[fMonth] != 0 || y.m[fSeason] != 0) && y.first == x.last+1 && joins(x.last) && (y.m[fMonth] >= x.m[fMonth] || y.m[fMonth] == 0) {
				x.m[fYear], x.m[fEra] = y.m[fYear], y.m[fEra]
			}
		}
		out = append(out, x)
		next := r.last
		if i+1 < len(list) {
			next = list[i+1].first
		}
		k := x.last
		if k+1 >= next || !joins(k) || r.norm(k) == "," {
			continue
		}
		n, ok := r.digits(k + 1)
		switch {
		case !ok:
		case x.m[fMonth] != 0 && x.m[fDay] != 0 && x.m[fYear] == 0 && n > int(x.m[fDay]) && n <= 31 && r.tag(k+2) != parse.NOUN && r.norm(x.last-1) != "of" && monthFirst(r, x):
			m := x.m // "May 3-5", "May 3 and 5, 2003"
			m[fDay] = int16(n)
			end := k + 2
			if r.norm(end) == "," {
				if y := readYear(r, end+1, meaning{}, fYear, nil); len(y) > 0 {
					m[fYear] = y[0].m[fYear]
					out[len(out)-1].m[fYear] = m[fYear]
					end += 2
				}
			}
			out = append(out, match{k + 1, end, m, x.rule})
		case x.m[fYear] != 0 && x.m[fMonth] == 0 && x.last-x.first <= 2 && (r.norm(k) == "-" || r.norm(k) == "/") && len(r.norm(k+1)) == 2 && n > int(x.m[fYear])%100:
			m := x.m // "1914-18"
			m[fYear] += int16(n - int(x.m[fYear])%100)
			out = append(out, match{k + 1, k + 2, m, x.rule})
		}
	}
	return out
}

// monthFirst says that a date is written with its month first.
func monthFirst(r *reader, x match) bool {
	_, ok := r.digits(x.last - 1)
	return ok
}

// read resolves the expressions of a sentence in order.
func (s *state) read(r *reader, list []match) []Timex {
	var out []Timex
	for _, x := range list {
		m := x.m
		if _, ok := yearNamed(&m, &s.bc); ok {
			s.named++
		}
		if len(out) > 0 && out[len(out)-1].Last == x.first-1 {
			m = s.endOf(r.norm(x.first-1), m)
		}
		s.ahead = r.ahead(x.first, x.last) && !s.headline
		s.anew = r.norm(x.first-1) == "again" || r.norm(x.first-2) == "again"
		s.past = !s.ahead && r.behind(x.first, x.last)
		f := s.resolve(m)
		if f.typ == "" {
			continue
		}
		t := Timex{First: x.first, Last: x.last, Type: f.typ, Value: f.value, Mod: modNames[m[fMod]], From: f.from, To: f.to, Precision: f.precision,
			Rule: x.rule, Age: m[fAge] != 0, Told: m[fRel] == rTold || m[fRel] == rSome && x.last-x.first == 1, recent: m[fRef] == refPast && m[fUnit] != 0}
		if m[fYear] != 0 && x.last-x.first == 1 && m[fMonth] == 0 {
			switch r.norm(x.first - 1) {
			case "the", "'s", "its", "their":
				switch r.tag(x.last) {
				case parse.NOUN, parse.PROPN, parse.ADJ, parse.VERB:
					t.yearOf = true
				}
			}
		}
		out = append(out, t)
		s.remember(f, m)
	}
	return out
}

// endOf gives a day or month without a year, which ends a range that begins with the last point told of, the first year in
// which it comes after that; a second day of the same month, its year.
func (s *state) endOf(join string, m meaning) meaning {
	if m[fMonth] == 0 || m[fYear] != 0 || m[fRel] != 0 || s.ref.year == 0 || s.ref.month == 0 || s.ref.bc {
		return m
	}
	switch join {
	case "to", "through", "until", "till", "-":
	case "and", "or", ",":
		if m[fDay] == 0 || int(m[fMonth]) != int(s.ref.month) {
			return m
		}
	default:
		return m
	}
	m[fYear] = int16(s.ref.year)
	if int(m[fMonth]) < int(s.ref.month) {
		m[fYear]++
	}
	return m
}

// remember moves the text's own time on.
func (s *state) remember(f finding, m meaning) {
	p := f.point
	if p.grain == noGrain || p.year == 0 || f.typ == "SET" {
		return
	}
	s.follow(p, m)
	s.ref, s.refBlock, s.refSent = p, s.block, s.sent
	if p.grain >= dayGrain && p.day > 0 {
		s.day, s.dayBlock = p, s.block
	}
	if m[fYear] != 0 && m[fDecade] == 0 && m[fCentury] == 0 {
		s.year, s.yearBlock, s.yearSent, s.told = p, s.block, s.sent, 0
	} else if s.near() && p.year == s.year.year && p.bc == s.year.bc {
		s.yearSent = s.sent
		s.told++
	}
}
