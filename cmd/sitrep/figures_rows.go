package main

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/situation"
)

// siteObject is a place in JSON.
type siteObject struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Country sitrep.Known `json:"country"` // ISO 3166-1 alpha-2
}

// sumObject is a sum in JSON; docs/figures.md describes it.
type sumObject struct {
	By         string            `json:"by"`
	Key        sitrep.Known      `json:"key"`
	Place      *siteObject       `json:"place"`
	From       sitrep.Date       `json:"from"`
	To         sitrep.Date       `json:"to"`
	Measure    sitrep.Measure    `json:"measure"`
	Low        *int              `json:"low"`
	Best       *int              `json:"best"`
	High       *int              `json:"high"`
	Open       bool              `json:"open"`
	Happenings []happeningObject `json:"happenings"`
	Running    []seriesObject    `json:"running"`
	LeftOut    []outObject       `json:"left_out"`
}

type happeningObject struct {
	Event sitrep.Known        `json:"event"`
	Place *siteObject         `json:"place"`
	From  sitrep.Date         `json:"from"`
	To    sitrep.Date         `json:"to"`
	Low   *int                `json:"low"`
	Best  *int                `json:"best"`
	High  *int                `json:"high"`
	Told  []sitrep.ToldFigure `json:"told"`
}

type outObject struct {
	sitrep.ToldFigure
	Why string `json:"why"`
}

// seriesObject is a series in JSON.
type seriesObject struct {
	Measure  sitrep.Measure  `json:"measure"`
	Place    *siteObject     `json:"place"`
	Whom     string          `json:"whom"`
	Unit     sitrep.Known    `json:"unit"`
	Origin   string          `json:"origin"`
	Source   string          `json:"source"`
	Standing sitrep.Standing `json:"standing"`
	Points   []pointObject   `json:"points"`
}

type pointObject struct {
	Day       sitrep.Date     `json:"day"`
	Since     sitrep.Date     `json:"since"`
	Low       *int            `json:"low"`
	Best      *int            `json:"best"`
	High      *int            `json:"high"`
	Change    *int            `json:"change"`
	Of        sitrep.Known    `json:"of"`
	Published sitrep.Date     `json:"published"`
	Report    sitrep.ReportID `json:"report"`
	Claim     sitrep.ClaimID  `json:"claim"`
	Sentence  string          `json:"sentence"`
}

func siteObjectOf(s *situation.Site) *siteObject {
	if s.ID == "" {
		return nil
	}
	return &siteObject{s.ID, s.Name, sitrep.Known(s.Country)}
}

func sumObjectOf(by string, s *situation.Sum) sumObject {
	out := sumObject{By: by, Key: sitrep.Known(s.Key), Place: siteObjectOf(&s.Site), From: s.From, To: s.To, Measure: s.Measure, Low: s.Low, Best: s.Best, High: s.High, Open: s.Open,
		Happenings: []happeningObject{}, Running: []seriesObject{}, LeftOut: []outObject{}}
	for i := range s.Happenings {
		h := &s.Happenings[i]
		out.Happenings = append(out.Happenings, happeningObject{sitrep.Known(h.Event), siteObjectOf(&h.Site), h.From, h.To, h.Low, h.Best, h.High, h.Told})
	}
	for i := range s.Running {
		out.Running = append(out.Running, seriesObjectOf(&s.Running[i]))
	}
	for i := range s.Out {
		out.LeftOut = append(out.LeftOut, outObject{s.Out[i].Told(), s.Out[i].Why})
	}
	return out
}

func seriesObjectOf(s *situation.Series) seriesObject {
	out := seriesObject{s.Measure, siteObjectOf(&s.Site), s.Whom, sitrep.Known(s.Unit), s.Origin, s.Source, s.Standing, []pointObject{}}
	for i := range s.Points {
		p := &s.Points[i]
		out.Points = append(out.Points, pointObject{p.Day, p.Since, p.Low, p.Best, p.High, p.Change, p.Count.Figure.Of, p.Count.Published, p.Count.Report, p.Count.Claim.ID, p.Count.Sentence})
	}
	return out
}

// sumColumns and seriesColumns are the columns of sums and of points of series in CSV.
var (
	sumColumns    = []string{"by", "key", "place", "country", "from", "to", "measure", "low", "best", "high", "open", "happenings", "origins", "running", "left_out"}
	seriesColumns = []string{"measure", "place", "place_id", "country", "whom", "unit", "source", "origin", "standing", "day", "since", "low", "best", "high", "change", "of", "published", "report", "claim", "sentence"}
)

func sumCells(by string, s *situation.Sum) []cell {
	var out record
	out.text(by, s.Key, s.Site.Name, s.Site.Country, s.From.String(), s.To.String(), string(s.Measure))
	out.maybe(s.Low, s.Best, s.High)
	out.text(yesNo(s.Open))
	out.count(len(s.Happenings), originsOf(s), len(s.Running), len(s.Out))
	return out
}

// originsOf is how many origins the happenings of a sum go back to.
func originsOf(s *situation.Sum) int {
	origins := map[string]bool{}
	for i := range s.Happenings {
		for _, t := range s.Happenings[i].Told {
			origins[t.Origin] = true
		}
	}
	return len(origins)
}

func pointCells(s *situation.Series, p *situation.Point) []cell {
	var out record
	out.text(string(s.Measure), s.Site.Name, s.Site.ID, s.Site.Country, s.Whom, string(s.Unit), s.Source, s.Origin, string(s.Standing), p.Day.String(), p.Since.String())
	out.maybe(p.Low, p.Best, p.High, p.Change)
	out.text(string(p.Count.Figure.Of), p.Count.Published.String(), string(p.Count.Report), string(p.Count.Claim.ID), p.Count.Sentence)
	return out
}

// maybeNumber writes a number, "–" for none.
func maybeNumber(n *int) string {
	if n == nil {
		return "–"
	}
	return number(*n)
}

// sumTable writes a line for each sum, and under it what was counted over a longer time and what was left out.
func (b *block) sumTable(by string, sums []situation.Sum) {
	columns := []string{strings.ToUpper(by), "MEASURE", "LOW", "BEST", "HIGH", "HAPPENINGS", "ORIGINS"}
	if by == "measure" {
		columns = columns[1:]
	}
	table := [][]piece{headings(columns...)}
	for i := range sums {
		s := &sums[i]
		key := s.Key
		if by == "place" || by == "event" {
			key = strings.TrimSpace(siteName(&s.Site) + " " + map[bool]string{true: s.From.String()}[by == "event"])
		}
		if by == "event" {
			key = strings.TrimSpace(s.Key + "  " + key)
		}
		if key == "" {
			key = "(none)"
		}
		high := maybeNumber(s.High)
		if s.Open && s.High != nil {
			high += " or more"
		}
		row := []piece{{key, plain}, {strings.ReplaceAll(string(s.Measure), "_", " "), kind}, {maybeNumber(s.Low), count}, {maybeNumber(s.Best), count}, {high, count},
			{number(len(s.Happenings)), plain}, {number(originsOf(s)), plain}}
		table = append(table, row[len(row)-len(columns):])
	}
	_ = b.entries(table, true, 0, func(i int) error { // nothing in it can fail
		s := &sums[i]
		for k := range s.Running {
			r := &s.Running[k]
			p := &r.Points[len(r.Points)-1]
			b.paragraph(piece{"    not added  ", faint}, 15, piece{fmt.Sprintf("%s %s by %s: %s", amount(p.Count.Figure), r.Whom, p.Day, cmp.Or(r.Source, "unknown")), plain})
		}
		why := map[string]int{}
		var order []string
		for _, o := range s.Out {
			if why[o.Why] == 0 {
				order = append(order, o.Why)
			}
			why[o.Why]++
		}
		var words []string
		for _, w := range order {
			words = append(words, strconv.Itoa(why[w])+" "+w)
		}
		if len(words) > 0 {
			b.paragraph(piece{"    left out   ", faint}, 15, piece{strings.Join(words, "; "), plain})
		}
		return nil
	})
}

// seriesTable writes a heading for a series and a line for each point, with its sentence.
func (b *block) seriesTable(s *situation.Series) {
	head := []string{strings.ReplaceAll(string(s.Measure), "_", " ")}
	if s.Unit != "" {
		head = append(head, "in households")
	}
	for _, w := range []string{s.Whom, siteName(&s.Site), cmp.Or(s.Source, "unknown")} {
		if w != "" {
			head = append(head, w)
		}
	}
	b.paragraph(piece{}, 0, piece{strings.Join(head, " · "), heading})
	table := [][]piece{headings("DAY", "SINCE", "LOW", "BEST", "HIGH", "CHANGE")}
	for i := range s.Points {
		p := &s.Points[i]
		change := ""
		if p.Change != nil {
			change = number(*p.Change)
			if *p.Change > 0 {
				change = "+" + change
			}
		}
		table = append(table, []piece{{dayOf(p.Day), plain}, {p.Since.String(), plain}, {maybeNumber(p.Low), count}, {maybeNumber(p.Best), count}, {maybeNumber(p.High), count}, {change, plain}})
	}
	_ = b.entries(table, true, 0, func(i int) error { // nothing in it can fail
		p := &s.Points[i]
		b.paragraph(piece{"  " + string(p.Count.Claim.ID), faint}, underIndent, piece{"“" + p.Count.Sentence + "”", plain})
		return nil
	})
}
