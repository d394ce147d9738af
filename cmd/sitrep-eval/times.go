package main

import (
	"strings"

	"sitrep/internal/parse"
	"sitrep/internal/timex"
)

// times writes the expressions of time with their TIMEX3 types and values.
//
// The corpora of news were annotated as TIMEX3, those of narratives as TIMEX2, and the two differ in what they mark. TIMEX2
// marks ages and nouns that only point at a time told of ("at the time"), takes in what describes a length ("three weeks of
// fighting"), and writes a decade as three digits; TIMEX3 leaves the first two out, ends at the unit, and writes "199X".
func times(d *document) any {
	out := struct {
		ID    string `json:"id"`
		Timex []span `json:"timex"`
	}{d.ID, []span{}}
	if d.doc == nil || d.doc.Tags == nil {
		return out
	}
	r := timex.Read(d.doc, d.Report.Published)
	narrative := r.Genre == timex.Narrative
	for i, list := range r.Timexes {
		for _, t := range list {
			last, value := t.Last, t.Value
			if narrative {
				last = described(d.doc, t, d.doc.Sents[i].Last)
			} else if t.Age || t.Told {
				continue
			} else if n := len(strings.TrimPrefix(value, "BC")); t.Type == "DATE" && (n == 2 || n == 3) && !strings.Contains(value, "_") {
				value += strings.Repeat("X", 4-n)
			}
			start, end := d.span(d.doc.Range(t.First, last))
			out.Timex = append(out.Timex, span{Start: start, End: end, Type: t.Type, Value: value})
		}
	}
	return out
}

// described is the end of a length with the noun phrase that "of" hangs on it.
func described(d *parse.Doc, t timex.Timex, end int) int {
	if t.Type != "DURATION" || t.Last+1 >= end || d.Tokens[t.Last].Norm != "of" {
		return t.Last
	}
	last := t.Last
	for k := t.Last + 1; k < end; k++ {
		switch d.Tags[k] {
		case parse.NOUN, parse.PROPN:
			last = k + 1
		case parse.ADJ, parse.DET, parse.PRON, parse.NUM:
		case parse.CCONJ:
			if k+1 >= end || d.Tags[k+1] != parse.NOUN {
				return last
			}
		case parse.PUNCT:
			if d.Tokens[k].Norm != "-" {
				return last
			}
		default:
			return last
		}
	}
	return last
}
