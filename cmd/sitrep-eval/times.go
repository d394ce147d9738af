package main

import (
	"sitrep/internal/timex"
)

// times writes the expressions of time with their TIMEX3 types and values.
func times(d *document) any {
	out := struct {
		ID    string `json:"id"`
		Timex []span `json:"timex"`
	}{d.ID, []span{}}
	if d.doc == nil || d.doc.Tags == nil {
		return out
	}
	r := timex.Read(d.doc, d.Report.Published)
	for _, list := range r.Timexes {
		for _, t := range list {
			start, end := d.span(d.doc.Range(t.First, t.Last))
			out.Timex = append(out.Timex, span{Start: start, End: end, Type: t.Type, Value: t.Value})
		}
	}
	return out
}
