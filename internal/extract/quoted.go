package extract

import (
	"sitrep"
	"sitrep/internal/attribution"
)

// Words between quotation marks go on over sentences, of which only one names the speaker: «"They came at dawn," said Okello. "They burned
// nine houses."» What a sentence tells inside the marks is said by whoever the sentence before named last, or by whoever the
// sentence names that closes them.

// quotation is what is known of quoted words while a block is read.
type quotation struct {
	block *sitrep.Block
	// open says that marks were opened and not closed yet.
	open bool
	// speaker is who was named last, told how many sentences ago; nil for nobody.
	speaker *sitrep.Attribution
	ago     int
	// from is the first claim told since the marks were opened.
	from int
}

// heardSince is how many sentences a speaker's words go on over that do not name him.
const heardSince = 6

// quoted marks the tokens of a sentence that stand between quotation marks, and moves the quotation on to its end.
func (rd *reading) quoted(s *sentence) (in []bool) {
	q, g := &rd.quotes, s.g
	if q.block != s.block {
		*q = quotation{block: s.block, speaker: q.speaker, ago: q.ago}
	}
	if !q.open {
		q.from = len(rd.claims)
	}
	in = make([]bool, g.Last-g.First)
	for k := g.First; k < g.Last; k++ {
		if g.Doc.Tokens[k].Norm == `"` {
			q.open = !q.open
			continue
		}
		in[k-g.First] = q.open
	}
	return in
}

// allQuoted says that a sentence is nothing but quoted words.
func allQuoted(in []bool) bool {
	n := 0
	for _, is := range in {
		if is {
			n++
		}
	}
	return n > 0 && n >= len(in)-3 // the marks and the full stop
}

// speakQuoted gives the claims of a sentence that is all quoted, from claim first on, their speaker, and remembers whom a sentence names.
func (rd *reading) speakQuoted(s *sentence, in []bool, first int) {
	q := &rd.quotes
	named := -1
	for i := range s.frames {
		f := &s.frames[i]
		if f.First < f.Last && f.Verb >= 0 && f.Stance != sitrep.Denied && !in[f.Cue-s.g.First] {
			named = i
		}
	}
	if named < 0 {
		if q.ago++; q.speaker == nil || q.ago > heardSince || !allQuoted(in) {
			if !allQuoted(in) {
				q.speaker = nil
			}
			return
		}
		for i := first; i < len(rd.claims); i++ {
			rd.saidBy(i, q.speaker)
		}
		return
	}
	f := &s.frames[named]
	q.speaker, q.ago = rd.sourceOf(s, f), 0
	if in[0] && f.Cue > s.g.First && closes(s, in, f) { // the words before are whoever's that the marks are closed for
		for i := q.from; i < first; i++ {
			rd.saidBy(i, q.speaker)
		}
	}
}

// closes says that a frame follows the marks that close the words that a sentence begins with.
func closes(s *sentence, in []bool, f *attribution.Frame) bool {
	k := 0
	for k < len(in) && in[k] {
		k++
	}
	return k < len(in) && min(f.First, f.Cue)-s.g.First <= k+2
}

// saidBy gives claim i a speaker where it has none of its own, or one that was only carried on to it.
func (rd *reading) saidBy(i int, who *sitrep.Attribution) {
	c := &rd.claims[i]
	if c.Attribution != nil && c.Attribution.By != "quoted" {
		return
	}
	a := *who
	a.By = "quoted"
	if a.Stance == sitrep.Alleged || a.Stance == sitrep.Confirmed {
		a.Stance = sitrep.Said
	}
	c.Attribution = &a
}
