package origin

import (
	_ "embed"
	"strings"
	"testing"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/text"
)

//go:embed testdata/credits-second.txt
var creditsSecond string

//go:embed testdata/credits-first.txt
var creditsFirst string

// creditCase is a report of our own and whom it is credited to.
type creditCase struct {
	name, credit string
	report       sitrep.Report
}

func creditCases(t testing.TB, file string) []creditCase {
	var out []creditCase
	for _, part := range strings.Split(file, "\n== ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		fields, body, ok := strings.Cut(rest, "\n\n")
		if !ok {
			t.Fatalf("%s: no text", name)
		}
		c := creditCase{name: name}
		for line := range strings.Lines(fields) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch key {
			case "publisher":
				c.report.Publisher = sitrep.Known(value)
			case "url":
				c.report.URL = sitrep.Known(value)
			case "author":
				c.report.Author = sitrep.Known(value)
			case "credit":
				c.credit = value
			default:
				t.Fatalf("%s: no field %q", name, key)
			}
		}
		c.report.Text = strings.TrimSpace(body) + "\n"
		out = append(out, c)
	}
	return out
}

func outlets(t testing.TB) *Outlets {
	t.Helper()
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	r, err := actor.Load(book.Layers...)
	if err != nil {
		t.Fatal(err)
	}
	return NewOutlets(r)
}

func TestCredits(t *testing.T) {
	o := outlets(t)
	for _, file := range []string{creditsFirst, creditsSecond} {
		for _, c := range creditCases(t, file) {
			t.Run(c.name, func(t *testing.T) {
				d, err := text.Read([]byte(c.report.Text))
				if err != nil {
					t.Fatal(err)
				}
				c.report.Text = d.Text
				got := o.Credit(&c.report, d.Blocks)
				said := string(got.Kind) + " " + got.Name
				if got == (Credit{}) {
					said = "none"
				}
				if said != c.credit {
					t.Errorf("got %s (%s), want %s", said, got.By, c.credit)
				}
				if got.Span != (sitrep.Span{}) && (got.Start < 0 || got.End > len(d.Text) || got.Start >= got.End) {
					t.Errorf("span %v of a text of %d bytes", got.Span, len(d.Text))
				}
			})
		}
	}
}
