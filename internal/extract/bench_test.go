package extract

import (
	"bytes"
	"slices"
	"testing"

	"sitrep"
	"sitrep/internal/gold"
	"sitrep/internal/parse"
	"sitrep/internal/text"
	"sitrep/samples"
)

// timed are the project's own reports that speed is measured on. They stay the same when others are added, so that figures
// of different days can be compared.
var timed = []string{
	"aleppo-agency-2016", "anbar-communique-2016", "antioquia-telex-1989", "bosnia-telex-1993",
	"burkina-communique-2021", "drcongo-agency-2022", "elsalvador-telex-1989", "hodeidah-agency-2018",
	"iraq-agency-2016", "ituri-flash-update-2020", "kharkiv-agency-2023", "kordofan-flash-update-2023",
	"myanmar-flash-2021", "nigeria-paper-2014", "sagaing-paper-2022", "srilanka-paper-2007",
	"sudan-flash-2023", "tigray-agency-2021", "tigray-communique-2020", "ukraine-agency-2022",
	"wanni-communique-2008", "yatenga-paper-2021", "yemen-agency-2018",
}

// BenchmarkStages times each stage over some of the project's own reports, and the whole from bytes to claims. Reports and tokens a
// second are those of one core under -cpu 1.
func BenchmarkStages(b *testing.B) {
	r := reportReader(b)
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(s samples.Sample) bool { return !slices.Contains(timed, s.Name) })
	if len(all) != len(timed) {
		b.Fatalf("%d of %d reports are there", len(all), len(timed))
	}
	var (
		docs   []*parse.Doc
		dates  []sitrep.Date
		words  [][]string // by sentence of all reports
		tags   [][]parse.Tag
		upper  []bool
		tokens int
	)
	for _, s := range all {
		g, err := gold.Load(bytes.NewReader(s.Gold))
		if err != nil {
			b.Fatal(err)
		}
		d, _, err := r.Parse(s.Text)
		if err != nil {
			b.Fatal(err)
		}
		dates = append(dates, g.Date)
		docs = append(docs, d)
		tokens += len(d.Tokens)
		for _, sent := range d.Sents {
			var w []string
			for i := sent.First; i < sent.Last; i++ {
				w = append(w, d.Word(i))
			}
			words, tags, upper = append(words, w), append(tags, d.Tags[sent.First:sent.Last]), append(upper, sent.Upper)
		}
	}
	// what the rules read
	var grammars [][]*parse.Grammar
	var known []*names
	for _, d := range docs {
		n := newNames(r.actors.On(d, sitrep.Date{}), d.Entities)
		var list []*parse.Grammar
		for i := range d.Sents {
			if d.Sents[i].First < d.Sents[i].Last {
				g := parse.Analyse(d, i)
				n.survey(g)
				list = append(list, g)
			}
		}
		grammars, known = append(grammars, list), append(known, n)
	}
	careful := r.Careful()
	var (
		someTags []parse.Tag
		arcs     []parse.Arc
		entities []parse.Entity
	)
	for _, stage := range []struct {
		name string
		run  func()
	}{
		{"text", func() {
			for _, s := range all {
				if _, err := text.Read(s.Text); err != nil {
					b.Fatal(err)
				}
			}
		}},
		{"tag", func() {
			for i := range words {
				someTags = r.parser.Tag(words[i], upper[i], someTags[:0])
			}
		}},
		{"tree", func() {
			for i := range words {
				arcs = r.parser.Tree(words[i], upper[i], tags[i], arcs[:0])
			}
		}},
		{"tree-careful", func() {
			for i := range words {
				arcs = careful.parser.Tree(words[i], upper[i], tags[i], arcs[:0])
			}
		}},
		{"tag-entities", func() { // entities need tags
			for i := range words {
				entities = r.parser.Entities(words[i], upper[i], entities[:0])
			}
		}},
		{"grammar", func() {
			for _, d := range docs {
				for i := range d.Sents {
					parse.Analyse(d, i)
				}
			}
		}},
		{"rules", func() {
			for i, list := range grammars {
				for _, g := range list {
					r.rules.Find(g, known[i])
				}
			}
		}},
		{"extraction", func() { read(b, r, all, dates) }},
		{"extraction-careful", func() { read(b, careful, all, dates) }},
	} {
		b.Run(stage.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				stage.run()
			}
			seconds := b.Elapsed().Seconds()
			b.ReportMetric(float64(len(all)*b.N)/seconds, "reports/s")
			b.ReportMetric(float64(tokens*b.N)/seconds, "tokens/s")
		})
	}
}

func read(b *testing.B, r *Reader, all []samples.Sample, dates []sitrep.Date) {
	for i, s := range all {
		if _, err := r.Read(Input{Original: s.Text, Published: dates[i]}); err != nil {
			b.Fatal(err)
		}
	}
}
