package main

import (
	"fmt"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/wording"
)

// slotIndent is the column in which the fillers of a claim's slots stand.
const slotIndent = 15

// notSaid is what is shown for a slot that nothing fills.
const notSaid = "not said"

// derivation shows how each claim of a report was found: the rule, and for every slot the words that filled it, their
// byte offsets, and what filled it.
func (p page) derivation(name string, e *sitrep.Extraction) []byte {
	b := p.newBlock()
	b.head(name, e, wording.Plural(len(e.Claims), "claim")+", codebook "+e.Codebook+", models "+e.Models)
	n := 0
	for _, g := range grouped(e.Claims) {
		for _, c := range g.claims {
			n++
			b.line()
			b.derived(n, c, e.Report.Text)
		}
	}
	if n == 0 {
		b.line()
		b.paragraph(piece{}, quoteIndent, piece{"No claims: no rule of the codebook matched this report.", plain})
	}
	b.notes(e.Notes)
	return []byte(b.out.String())
}

func (b *block) derived(n int, c *sitrep.Claim, text string) {
	b.line(piece{strconv.Itoa(n) + ". ", plain}, piece{wording.Label(c), kind}, piece{"  " + string(c.ID), faint})
	b.slot("evidence", quoted(c.Evidence.Of(text)), at(c.Evidence), "")
	b.slot("trigger", quoted(c.Trigger.Text), at(c.Trigger.Span), "rule "+c.Rule)
	for _, role := range sitrep.Roles {
		list := c.Roles[role]
		if len(list) == 0 {
			b.slot(string(role), notSaid, "", "")
		}
		for _, f := range list {
			b.slot(string(role), quoted(f.Text), at(f.Span), f.By, stands(f.Text, f.Name, f.Entity), identified("mention", f.Mention))
		}
	}
	if p := c.Place; p == nil {
		b.slot("place", notSaid, "", "")
	} else {
		b.slot("place", quoted(p.Text), at(p.Span), p.By, located(p)...)
	}
	if t := c.Time; t == nil {
		b.slot("time", notSaid, "", "")
	} else {
		b.slot("time", quoted(t.Text), at(t.Span), t.By, "is "+period(t))
	}
	if len(c.Figures) == 0 {
		b.slot("figures", notSaid, "", "")
	}
	for i := range c.Figures {
		f := &c.Figures[i]
		b.slot("figure", quoted(f.Text), at(f.Span), f.By, counted(f)...)
	}
	if c.ModalityBy == "" {
		b.slot("modality", string(c.Modality), "", "", "plainly told")
	} else {
		b.slot("modality", string(c.Modality), "", c.ModalityBy)
	}
	if a := c.Attribution; a == nil {
		b.slot("source", notSaid, "", "", "the report says it outright")
	} else {
		via := ""
		if a.Via != "" {
			via = "passed on by " + string(a.Via)
		}
		words := "nobody is named"
		if a.Source != "" {
			words = quoted(a.Source)
		}
		b.slot("source", words, at(a.Span), a.By, stands(a.Source, a.Name, a.Entity), string(a.Stance), via)
	}
	if c.Review != nil {
		for i := range c.Review.Slots {
			s := &c.Review.Slots[i]
			b.slot("review", wording.Slot(s), "", s.Person, s.Why)
		}
	}
	block := ""
	if c.Block != sitrep.Body && c.Block != "" {
		block = "told in a " + string(c.Block)
	}
	b.slot("confidence", strconv.FormatFloat(c.Confidence, 'f', 2, 64), "", "", block)
}

// slot writes one slot: the words, where they stand, what filled it, and what else is known; empty parts are left out.
func (b *block) slot(name, words, at, by string, more ...string) {
	runs := []piece{{words, plain}}
	if words == notSaid {
		runs[0].style = faint
	}
	if at != "" {
		runs = append(runs, piece{" " + at, faint})
	}
	if by != "" {
		runs = append(runs, piece{" ← " + by, kind})
	}
	for _, m := range more {
		if m != "" {
			runs = append(runs, piece{" · ", faint}, piece{m, plain})
		}
	}
	b.paragraph(piece{"   " + name, plain}, slotIndent, runs...)
}

func quoted(s string) string { return "“" + s + "”" }

// at writes a span as the JSON output gives it: 0-based byte offsets into report.text, the end not included.
func at(s sitrep.Span) string { return fmt.Sprintf("[%d:%d]", s.Start, s.End) }

// stands says what words stand for, where that is more than the words themselves.
func stands(words, name, entity string) string {
	switch {
	case strings.Contains(strings.ToLower(words), strings.ToLower(name)):
		return identified("entity", entity)
	case entity == "":
		return "stands for " + name
	}
	return "stands for " + name + " (" + entity + ")"
}

func identified(what, id string) string {
	if id == "" {
		return ""
	}
	return what + " " + id
}

func located(p *sitrep.Place) []string {
	out := []string{stands(p.Text, p.Name, p.Entity)}
	if p.Country != "" {
		out = append(out, "in "+string(p.Country))
	}
	if p.Lat != nil && p.Lon != nil {
		point := fmt.Sprintf("at %.4f, %.4f", *p.Lat, *p.Lon)
		if p.RadiusKm > 0 {
			point += fmt.Sprintf(" within %g km", p.RadiusKm)
		}
		out = append(out, point)
	} else {
		out = append(out, "point not known")
	}
	if p.Precision != "" {
		out = append(out, "precision "+string(p.Precision))
	}
	if p.Within != "" {
		out = append(out, "point of "+p.Within)
	}
	for _, c := range p.Candidates {
		out = append(out, fmt.Sprintf("or %s (%s, %.2f)", c.Name, c.Entity, c.Score))
	}
	return out
}

func period(t *sitrep.Period) string {
	if t.From.IsZero() && t.To.IsZero() {
		return "not known: the report's date is needed, or the words name no day"
	}
	s := wording.When(t)
	if t.Precision != "" {
		s += " (" + string(t.Precision) + ")"
	}
	return s
}

func counted(f *sitrep.Figure) []string {
	out := []string{fmt.Sprintf("%s: low %s, best %s, high %s", f.Measure, known(f.Low), known(f.Best), known(f.High))}
	if f.Of != "" {
		out = append(out, "of "+quoted(string(f.Of)))
	}
	switch f.Kind {
	case sitrep.Increment:
		out = append(out, "beyond those counted before")
	case sitrep.Total:
		out = append(out, "what all come to")
	case sitrep.Part:
		out = append(out, "part of a number told beside it")
	}
	if f.Factor > 0 {
		out = append(out, fmt.Sprintf("households, each counted as %g people", f.Factor))
	}
	if f.Source != "" {
		out = append(out, "said by "+f.Source)
	}
	return out
}

func known(n *int) string {
	if n == nil {
		return notSaid
	}
	return wording.Number(*n)
}
