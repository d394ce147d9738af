package main

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"sitrep/internal/situation"
	"sitrep/internal/wire"
	"sitrep/internal/wording"
)

// maybeNumber writes a number, "–" for none.
func maybeNumber(n *int) string {
	if n == nil {
		return "–"
	}
	return wording.Number(*n)
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
			{wording.Number(len(s.Happenings)), plain}, {wording.Number(wire.OriginsOf(s)), plain}}
		table = append(table, row[len(row)-len(columns):])
	}
	_ = b.entries(table, true, 0, func(i int) error { // nothing in it can fail
		s := &sums[i]
		for k := range s.Running {
			r := &s.Running[k]
			p := &r.Points[len(r.Points)-1]
			b.paragraph(piece{"    not added  ", faint}, 15, piece{fmt.Sprintf("%s %s by %s: %s", wording.Amount(p.Count.Figure), r.Whom, p.Day, cmp.Or(r.Source, "unknown")), plain})
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
			change = wording.Number(*p.Change)
			if *p.Change > 0 {
				change = "+" + change
			}
		}
		table = append(table, []piece{{wording.Day(p.Day), plain}, {p.Since.String(), plain}, {maybeNumber(p.Low), count}, {maybeNumber(p.Best), count}, {maybeNumber(p.High), count}, {change, plain}})
	}
	_ = b.entries(table, true, 0, func(i int) error { // nothing in it can fail
		p := &s.Points[i]
		b.paragraph(piece{"  " + string(p.Count.Claim.ID), faint}, underIndent, piece{"“" + p.Count.Sentence + "”", plain})
		return nil
	})
}
