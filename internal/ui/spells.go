package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/situation"
)

// spellRow is a spell as tables show it.
type spellRow struct {
	Place, PlaceHref string
	Country          string
	From, To         string
	Holder, Href     string // Holder is "" where nobody says who it was
	Swatch           string // class of the holder's fill
	Status           situation.Status
	Against          string // who contests or besieges it
	Grade            sitrep.Grade
	Origins          int
	LastTold         string // where no end is told
	Faded            bool   // that is long ago
	Cites            cited
}

// cited are the citations of one line: the first of them, and the rest to be unfolded.
type cited struct {
	First, Rest []Cite
	Left        int // how many more there are
}

// How many citations stand in a line, and how many more can be unfolded.
const (
	citesShown  = 4
	citesFolded = 24
)

// citesOf numbers the claims of a line. The latest come first: claims are in order of days.
func citesOf(c *Cites, claims []sitrep.ClaimID) cited {
	return citedOf(len(claims), func(i int) Cite { return c.Of("", claims[len(claims)-1-i]) })
}

// citedOf are the citations of a line that has n. Those that are not listed get no number.
func citedOf(n int, cite func(i int) Cite) cited {
	var out cited
	for i := range min(n, citesShown+citesFolded) {
		if i < citesShown {
			out.First = append(out.First, cite(i))
		} else {
			out.Rest = append(out.Rest, cite(i))
		}
	}
	out.Left = n - len(out.First) - len(out.Rest)
	return out
}

// support is how well a spell is supported, in the words of grades.
func support(s *situation.Spell) sitrep.Grade {
	switch {
	case s.Status == situation.Claimed:
		return sitrep.Contested
	case s.Origins > 1:
		return sitrep.Corroborated
	}
	return sitrep.Single
}

// fills says which of the fills of a picture stands for which party.
type fills struct {
	class map[string]string
	order []holder
}

// holder is a party with its fill.
type holder struct{ Class, Name, Href string }

// sideClasses are the fills by the number of a pattern: flat, dots, bars, and for all further parties a grid. They are told apart by their form.
var sideClasses = [board.Patterns + 1]string{"a", "b", "c", "d"}

// sides deals out the fills of a picture to its parties, the weightiest first. Each has that which is its own in every picture (board.Pattern); where two
// have the same, the weightier has it, and the other that of all others.
func sides(b *board.Board, parties []string) map[string]string {
	out := map[string]string{}
	var taken [board.Patterns]bool
	for _, id := range parties {
		n := b.Pattern(id)
		if n < board.Patterns && taken[n] {
			n = board.Patterns
		}
		if n < board.Patterns {
			taken[n] = true
		}
		out[id] = sideClasses[n]
	}
	return out
}

// fillsOf deals out the fills of a picture, to those first that held places for most days until a day.
func fillsOf(b *board.Board, spells []*situation.Spell, until sitrep.Date) *fills {
	days := map[string]int{}
	names := map[string]string{}
	for _, s := range spells {
		if s.Holder.ID == "" || s.Status == situation.Claimed {
			continue
		}
		end := s.To
		if end.IsZero() || until.Before(end) {
			end = until
		}
		days[s.Holder.ID] += max(1, daysFrom(s.From, end)+1)
		names[s.Holder.ID] = s.Holder.Name
	}
	ids := mostOf(days, len(days))
	out := &fills{class: sides(b, ids)}
	var rest []holder
	for _, id := range ids {
		h := holder{out.class[id], names[id], atActor(id)}
		if h.Class == sideClasses[board.Patterns] {
			rest = append(rest, h)
		} else {
			out.order = append(out.order, h)
		}
	}
	slices.SortFunc(out.order, func(x, y holder) int { return strings.Compare(x.Class, y.Class) })
	if len(rest) > 1 {
		rest = []holder{{Class: rest[0].Class, Name: fmt.Sprintf("%d other parties", len(rest))}}
	}
	out.order = append(out.order, rest...)
	return out
}

// of is the fill of a party, "u" for nobody known.
func (s *fills) of(id string) string { return cmp.Or(s.class[id], "u") }

// spellRowOf puts a spell into words, as it is known on a day.
func spellRowOf(s *situation.Spell, known *fills, c *Cites, until sitrep.Date) spellRow {
	row := spellRow{Place: s.Site.Name, PlaceHref: atSite(&s.Site), Country: s.Site.Country, From: dayWords(s.From), To: dayWords(s.To), Holder: s.Holder.Name, Swatch: known.of(s.Holder.ID),
		Status: s.Status, Grade: support(s), Origins: s.Origins, Cites: citesOf(c, s.Claims)}
	if s.Holder.ID != "" {
		row.Href = atActor(s.Holder.ID)
	}
	if s.To.IsZero() {
		row.LastTold, row.Faded = dayWords(s.LastTold), s.Faded(until)
	}
	if s.FirstTold {
		row.From = "by " + row.From
	}
	row.Against = partyNames(s.Rivals)
	return row
}

// partyNames lists parties: "A, B".
func partyNames(list []situation.Party) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}
