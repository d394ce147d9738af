package timex

import (
	"sitrep"
	"sitrep/internal/parse"
)

// DatelineDate gives the full date that stands in a dateline, or in a short line at the head of a report ("GENEVA, 12
// March 2017 (OCHA) –", "Date: 3 May 2022"); zero where block b is no such line or names no year.
func DatelineDate(d *parse.Doc, b int) sitrep.Date {
	blk := d.Blocks[b]
	if blk.Kind == sitrep.Boilerplate || blk.Kind == sitrep.Caption {
		return sitrep.Date{}
	}
	var r *reader // made for the first sentence that needs it: it looks at every word of the document
	for i := range d.Sents {
		s := d.Sents[i]
		if s.Block != b {
			continue
		}
		if blk.Kind == sitrep.Body && (s.Last-s.First > 14 || d.Tokens[s.Last-1].Norm == "." || b > 3) {
			return sitrep.Date{}
		}
		if r == nil {
			r = newReader(d)
		}
		for _, x := range r.sentence(i) {
			if x.m[fYear] != 0 && x.m[fMonth] != 0 && x.m[fDay] != 0 {
				if day := new(state).resolve(x.m).point.date(); !day.IsZero() {
					return day
				}
			}
		}
		if blk.Kind == sitrep.Body {
			return sitrep.Date{}
		}
	}
	return sitrep.Date{}
}
