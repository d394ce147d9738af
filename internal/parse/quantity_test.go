package parse

import (
	"strings"
	"testing"

	"sitrep/internal/text"
)

// TestQuantitiesAreOneWord holds that hedges take no part in the rest of the tree, and that the phrases hold them.
func TestQuantitiesAreOneWord(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct{ sentence, phrase, verb string }{
		{"Up to 600 inmates died in the prison.", "Up to 600 inmates", "died"},
		{"Close to 400 inmates died in the prison.", "Close to 400 inmates", "died"},
		{"Upwards of 300 villagers were killed.", "Upwards of 300 villagers", "killed"},
		{"Between 20 and 30 soldiers were killed.", "Between 20 and 30 soldiers", "killed"},
		{"Between 1.5 and 2 million people have fled.", "Between 1.5 and 2 million people", "fled"},
		{"A minimum of 17 civilians died.", "A minimum of 17 civilians", "died"},
		{"Five or six hostages were killed.", "Five or six hostages", "killed"},
		{"Twenty or so militants were killed.", "Twenty or so militants", "killed"},
		{"One hundred and forty people were killed.", "One hundred and forty people", "killed"},
		{"NOT LESS THAN FIVE JUDGES WERE MURDERED.", "NOT LESS THAN FIVE JUDGES", "MURDERED"},
	} {
		d, err := text.Read([]byte(c.sentence))
		if err != nil {
			t.Fatal(err)
		}
		doc := p.Parse(d)
		g := Analyse(doc, 0)
		if len(g.Verbs) != 1 || len(g.Verbs[0].Subjects) != 1 || doc.Word(g.Verbs[0].Head) != c.verb {
			t.Errorf("%q: got %s", c.sentence, frames(g))
			continue
		}
		ph := &g.Phrases[g.Verbs[0].Subjects[0]]
		if got := doc.Words(ph.First, ph.Last); got != c.phrase || ph.Prep >= 0 {
			t.Errorf("%q: the subject is %q", c.sentence, got)
		}
		if a := doc.Arcs[ph.Head]; a.Head != g.Verbs[0].Head || !strings.HasPrefix(a.Rel, "nsubj") {
			t.Errorf("%q: %q hangs on %d as %s", c.sentence, doc.Word(ph.Head), a.Head, a.Rel)
		}
		for i := ph.First; i < ph.Head; i++ {
			if h := doc.Arcs[i].Head; h < ph.First || h > ph.Head {
				t.Errorf("%q: %q hangs on %d", c.sentence, doc.Word(i), h)
			}
		}
	}
}

// TestKindsThatTheGrammarTells holds the kinds of numbers that only tags tell.
func TestKindsThatTheGrammarTells(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct {
		sentence string
		cardinal bool
	}{
		{"It began in 2014.", false},
		{"They met in Sochi in early 2014, officials said.", false},
		{"They counted 2,014 people.", true},
		{"They arrested 2000 people.", true},
		{"Group 47 left the town.", false},
	} {
		d, err := text.Read([]byte(c.sentence))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Parse(d).Numbers(0); len(got) != 1 || (got[0].Kind == 0) != c.cardinal {
			t.Errorf("%q: got %+v", c.sentence, got)
		}
	}
}
