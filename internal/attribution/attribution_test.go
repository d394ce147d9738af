package attribution_test

import (
	"strings"
	"testing"

	"sitrep/codebook"
	"sitrep/internal/attribution"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// frames lists the frames of a sentence as "source|stance|words spoken for".
func frames(t *testing.T, sentence string) string {
	t.Helper()
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	d, err := text.Read([]byte(sentence))
	if err != nil {
		t.Fatal(err)
	}
	g := parse.Analyse(p.Parse(d), 0)
	var out []string
	for _, f := range attribution.New(book.Attribution).Find(g, func(g *parse.Grammar, p int) bool { return !g.Phrases[p].Time }) {
		var scope []string
		for i := g.First; i < g.Last; i++ {
			if f.Covers(i) {
				scope = append(scope, d.Word(i))
			}
		}
		out = append(out, d.Words(f.First, f.Last)+"|"+string(f.Stance)+"|"+strings.Join(scope, " "))
	}
	return strings.Join(out, "\n")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ name, sentence, want string }{
		{"before", "The mayor said that rebels left.", "The mayor|said|that rebels left ."},
		{"of a number", "Traders spoke of 30 dead.", "Traders|said|of 30 dead ."},
		{"after", "Rebels left, the mayor said.", "the mayor|said|Rebels left ,"},
		{"inverted after a quotation", `"Rebels left," said the mayor.`, `the mayor|said|" Rebels left , "`},
		{"an office with its place", "Rebels left, the governor of Nineveh said.", "the governor of Nineveh|said|Rebels left ,"},
		{"according to", "Rebels left, according to the mayor.", "the mayor|said|Rebels left , ."},
		{"confirmed", "The mayor confirmed that rebels left.", "The mayor|confirmed|that rebels left ."},
		{"denied", "The mayor denied that rebels left.", "The mayor|denied|that rebels left ."},
		{"claimed", "The group claimed that rebels left.", "The group|alleged|that rebels left ."},
		{"nobody named", "Rebels are alleged to have left.", "|alleged|Rebels are alleged to have left ."},
		{"hearsay", "Rebels reportedly left.", "|alleged|Rebels reportedly left ."},
		{"no frame", "Rebels left the town.", ""},
		{"a negated verb says nothing", "The mayor did not say that rebels left.", ""},
		{"a place that opens the sentence", "In Geneva, the agency said rebels left.", "the agency|said|rebels left ."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := frames(t, c.sentence); got != c.want {
				t.Errorf("%q:\n got %s\nwant %s", c.sentence, got, c.want)
			}
		})
	}
}
