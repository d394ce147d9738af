package timex

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// values is what a value may look like.
var values = regexp.MustCompile(`^(P(T?(X|\d+(\.\d)?)(S|M|H)|(X|\d+(\.\d)?)(D|WE|W|M|Q|Y|DE|CE|ML))` +
	`|(PAST|PRESENT|FUTURE)_REF` +
	`|(FY)?(BC)?[\dX]{2,4}(-(SP|SU|FA|WI|H[12]|Q[1-4X]|W[\dX]{2}(-(WE|[1-7]))?|[\dX]{2}(-[\dX]{2}(T(MO|MI|AF|EV|NI|DT|\d\d:\d\dZ?))?)?))?)$`)

// sane says what is wrong with a reading, "" for nothing.
func sane(d *parse.Doc, published sitrep.Date) string {
	r := Read(d, published)
	if !reflect.DeepEqual(r, Read(d, published)) {
		return "two readings differ"
	}
	for i, s := range d.Sents {
		at := s.First
		for _, x := range r.Timexes[i] {
			words := d.Words(x.First, x.Last)
			switch {
			case x.First < at || x.Last <= x.First || x.Last > s.Last:
				return words + ": overlaps, or leaves its sentence"
			case !x.From.IsZero() && !x.To.IsZero() && x.To.Before(x.From):
				return words + ": ends before it begins"
			case !values.MatchString(x.Value):
				return words + ": odd value " + x.Value
			case x.Type != "DATE" && x.Type != "TIME" && x.Type != "DURATION" && x.Type != "SET":
				return words + ": odd type " + x.Type
			case (x.Type == "DURATION" || x.Type == "SET" && x.Value[0] == 'P') != (x.Value[0] == 'P' && !strings.HasSuffix(x.Value, "_REF")):
				return words + ": " + x.Type + " of value " + x.Value
			}
			at = x.Last
		}
		at = s.First
		for _, e := range r.Exprs[i] {
			switch {
			case e.First < at || e.Last <= e.First || e.Last > s.Last:
				return d.Words(e.First, e.Last) + ": overlaps, or leaves its sentence"
			case !e.From.IsZero() && !e.To.IsZero() && e.To.Before(e.From):
				return d.Words(e.First, e.Last) + ": ends before it begins"
			}
			at = e.Last
		}
	}
	return ""
}

func TestReadingsAreSane(t *testing.T) {
	words := strings.Fields(`on Monday , since the start of last May 12 2014 - to and between early mid three weeks ago past 24 hours night 4 FEB 90 . Sunday
		later BC 490 480 year a next following century quarter first third 30 Christmas Ramadan 1435 13 Rajab 5:30 p.m. GMT half every two decades 1990s ' In end that same
		the of week month January Feb. 29 fiscal earlier this before after "`)
	p := newParser(t)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 24).Draw(t, "words"), " ")
		d, err := text.Read([]byte(s))
		if err != nil {
			t.Skip()
		}
		doc := p.Parse(d)
		if doc.Tags == nil {
			t.Skip()
		}
		for _, day := range []sitrep.Date{sunday, {}, date("2016-02-29")} {
			if wrong := sane(doc, day); wrong != "" {
				t.Fatalf("%q on %s: %s", s, day, wrong)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"Troops entered on Sunday, two days later and at 5:30 p.m.", "In 490 BC, the 28th of that month.", "From 3 to 5 May 2003, 1914-18, mid-to-late March", "13 Rajab 1438"} {
		f.Add(s)
	}
	p := newParser(f)
	f.Fuzz(func(t *testing.T, s string) {
		d, err := text.Read([]byte(s))
		if err != nil || len(s) > 2000 {
			t.Skip()
		}
		if wrong := sane(p.Parse(d), sunday); wrong != "" {
			t.Fatalf("%q: %s", s, wrong)
		}
	})
}

func newParser(t testing.TB) *parse.Parser {
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRulesThatSayNothingSoundAreRefused(t *testing.T) {
	for _, c := range []struct{ words, rules, want string }{
		{"month\t1", "", "three columns"},
		{"month\tJANUARY\tjanuary", "", "unknown value"},
		{"month\t1\tjanuary", "rule a\n<moon>", "no class"},
		{"month\t1\tjanuary", "rule a\n{day}", "not defined"},
		{"month\t1\tjanuary", "rule a\njanuary => moon=1", "unknown field"},
		{"month\t1\tjanuary", "rule a\njanuary?", "matches nothing"},
		{"moon\t1\tjanuary", "rule a\n<moon>", "into no field"},
		{"", "def a\nx\ndef a\ny", "stands twice"},
	} {
		if _, err := compile(c.words, c.rules); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q %q: %v, want an error that says %q", c.words, c.rules, err, c.want)
		}
	}
}
