package extract

import (
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// remainders are the words that open the name of what followed something: "Aftermath of the siege of Kobani".
var remainders = map[string]bool{"aftermath": true, "timeline": true, "background": true, "list": true}

// heading says that the sentence is none, but a line that names a subject as the heading of a page does: "2021 protests in Myanmar",
// "March 2025 clashes". It has no verb, no full stop, and opens with a year, with a month and a year, or with a word for what followed
// or sums up something.
func heading(g *parse.Grammar) bool {
	d := g.Doc
	if len(g.Verbs) > 0 || g.Last-g.First < 2 || g.Last-g.First > 12 {
		return false
	}
	switch d.Tokens[g.Last-1].Norm {
	case ".", "!", "?", ":":
		return false
	}
	k := g.First
	if remainders[d.Tokens[k].Norm] && d.Tokens[k+1].Norm == "of" {
		return true
	}
	if months[d.Tokens[k].Norm] {
		k++
	}
	return d.Tokens[k].Shape != text.Punct && yearly(d.Tokens[k].Norm) && k+1 < g.Last
}

// months are the names of months, of which May is a verb too.
var months = map[string]bool{"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true, "august": true,
	"september": true, "october": true, "november": true, "december": true}

// yearly says that a word is a year: four digits from 1900 to 2099.
func yearly(w string) bool {
	if len(w) != 4 || w[:2] != "19" && w[:2] != "20" {
		return false
	}
	return w[2] >= '0' && w[2] <= '9' && w[3] >= '0' && w[3] <= '9'
}
