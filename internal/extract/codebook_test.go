package extract

import (
	"strings"
	"testing"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/text"
)

var published, _ = sitrep.ParseDate("2020-06-10")

// TestCodebookExamples runs every sentence of the codebook: each match must be found by its own rule and give a claim of its type
// with the slots it names, each miss must give its rule nothing.
func TestCodebookExamples(t *testing.T) {
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(book)
	if err != nil {
		t.Fatal(err)
	}
	for i := range book.Types {
		typ := &book.Types[i]
		t.Run(typ.ID, func(t *testing.T) {
			for j := range typ.Rules {
				ru := &typ.Rules[j]
				for _, e := range ru.Match {
					checkMatch(t, r, typ.ID, ru.ID, e)
				}
				for _, miss := range ru.Miss {
					for _, m := range find(t, r, miss) {
						if m.Rule.ID == ru.ID && m.Type.ID == typ.ID {
							t.Errorf("%s.%s must not match %q", typ.ID, ru.ID, miss)
						}
					}
				}
			}
		})
	}
}

// find gives the raw matches in a sentence.
func find(t *testing.T, r *Reader, sentence string) []rule.Match {
	t.Helper()
	d, err := text.Read([]byte(sentence))
	if err != nil {
		t.Fatalf("%q: %v", sentence, err)
	}
	doc := r.parser.Parse(d)
	n := newNames(r.actors.On(doc, sitrep.Date{}), doc.Entities)
	var out []rule.Match
	for i := range doc.Sents {
		n.survey(parse.Analyse(doc, i))
	}
	for i := range doc.Sents {
		out = append(out, r.rules.Find(parse.Analyse(doc, i), n)...)
	}
	return out
}

func checkMatch(t *testing.T, r *Reader, typ, id string, e codebook.Example) {
	t.Helper()
	found := false
	for _, m := range find(t, r, e.Text) {
		found = found || m.Rule.ID == id && m.Type.ID == typ
	}
	if !found {
		t.Errorf("%s.%s does not match %q", typ, id, e.Text)
		return
	}
	x, err := r.Read(Input{Original: []byte(e.Text), Published: published})
	if err != nil {
		t.Fatalf("%q: %v", e.Text, err)
	}
	var wrong []string
	for i := range x.Claims {
		c := &x.Claims[i]
		if c.Type != typ || !strings.Contains(c.Trigger.Text, e.Trigger) && !strings.Contains(e.Trigger, c.Trigger.Text) {
			continue
		}
		faults := compare(c, e)
		if len(faults) == 0 {
			return
		}
		wrong = append(wrong, faults...)
	}
	if wrong == nil {
		var got []string
		for _, c := range x.Claims {
			got = append(got, c.Type+" "+c.Trigger.Text)
		}
		wrong = []string{"no such claim; got " + strings.Join(got, ", ")}
	}
	t.Errorf("%s.%s %q:\n\t%s", typ, id, e.Text, strings.Join(wrong, "\n\t"))
}

// compare lists what a claim lacks of what its example names.
func compare(c *sitrep.Claim, e codebook.Example) []string {
	var faults []string
	has := func(s, part string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(part)) }
	for _, role := range sitrep.Roles {
		want, ok := e.Roles[role]
		if !ok {
			continue
		}
		got, hit := []string{}, false
		for _, f := range c.Roles[role] {
			got = append(got, f.Text)
			hit = hit || has(f.Text, want) || has(f.Name, want)
		}
		if !hit {
			faults = append(faults, string(role)+": want "+want+", got "+strings.Join(got, " | "))
		}
	}
	if e.Place != "" && (c.Place == nil || !has(c.Place.Text, e.Place) && !has(c.Place.Name, e.Place)) {
		got := "none"
		if c.Place != nil {
			got = c.Place.Text
		}
		faults = append(faults, "place: want "+e.Place+", got "+got)
	}
	for measure, wants := range e.Figures {
		for _, want := range wants {
			hit := false
			for _, f := range c.Figures {
				hit = hit || f.Measure == measure && has(f.Text, want)
			}
			if !hit {
				faults = append(faults, "figure "+string(measure)+": want "+want)
			}
		}
	}
	if e.Source != "" && (c.Attribution == nil || !has(c.Attribution.Source, e.Source)) {
		faults = append(faults, "source: want "+e.Source)
	}
	want := e.Modality
	if want == "" {
		want = sitrep.Actual
	}
	if c.Modality != want {
		faults = append(faults, "modality: want "+string(want)+", got "+string(c.Modality))
	}
	return faults
}
