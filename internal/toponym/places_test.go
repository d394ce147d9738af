package toponym

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

//go:embed testdata/places.txt
var placesTXT string

// caseOf is one report of places.txt with what is said of it.
type caseOf struct {
	name, report string
	line         int
	claims       []string
}

func cases() []caseOf {
	var out []caseOf
	n := 0
	for line := range strings.Lines(placesTXT) {
		n++
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "= "):
			out = append(out, caseOf{name: line[2:], line: n})
		case strings.HasPrefix(line, "+ "), strings.HasPrefix(line, "- "), strings.HasPrefix(line, "? "), strings.HasPrefix(line, "@ "):
			out[len(out)-1].claims = append(out[len(out)-1].claims, line)
		default:
			out[len(out)-1].report += line + "\n"
		}
	}
	return out
}

func TestPlaces(t *testing.T) {
	p, err := parse.New()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := actor.Load(codebook.Layer{FS: codebook.Data()})
	if err != nil {
		t.Fatal(err)
	}
	all := cases()
	if len(all) < 100 {
		t.Errorf("%d cases, want at least 100", len(all))
	}
	for _, c := range all {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			td, err := text.Read([]byte(c.report))
			if err != nil {
				t.Fatal(err)
			}
			d := p.Parse(td)
			r := Find(d, reg.On(d, sitrep.Date{}), geo.Default(), "")
			for _, claim := range c.claims {
				if fault := check(r, claim); fault != "" {
					t.Errorf("places.txt:%d: %s: %s\n\t%s", c.line, claim, fault, strings.TrimSpace(c.report))
				}
			}
		})
	}
}

func TestHomeOfAnAddress(t *testing.T) {
	for address, want := range map[string]string{"https://www.example.co.uk/news/1": "GB", "http://example.iq": "IQ", "example.com": "", "https://example.tv/a.de": "",
		"": "", "https://example.com.au:8080/x": "AU", "not an address": ""} {
		if got := home(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}

// check says what is wrong with what was found, "" for nothing.
func check(r *Report, claim string) string {
	cols := strings.Split(claim[2:], "|")
	for i := range cols {
		cols[i] = strings.TrimSpace(cols[i])
	}
	var m *Mention
	for i := range r.Mentions {
		if x := &r.Mentions[i]; x.Name == cols[0] {
			m = x
			break
		}
	}
	if claim[0] == '-' {
		if m != nil {
			return fmt.Sprintf("taken for a place: %v", m.Why)
		}
		return ""
	}
	if m == nil {
		return "not found"
	}
	lat, lon, precision, ok := m.Point()
	switch claim[0] {
	case '?':
		if ok {
			return fmt.Sprintf("placed at %.2f, %.2f with %.2f", lat, lon, m.Score)
		}
		return ""
	case '@':
		if m.Place.ID != "" || m.Within.Name != cols[1] {
			return fmt.Sprintf("is %s (%s), within %q", m.Place.Name, m.Place.Country, m.Within.Name)
		}
		return ""
	}
	if len(cols) != 4 {
		return "wants four columns"
	}
	got := fmt.Sprintf("is %s %q in %s at %.2f, %.2f, %s, score %.2f, candidates %d", m.Place.ID, m.Place.Name, m.Place.Country, lat, lon, precision, m.Score, len(m.Candidates))
	if cols[1] != "" && m.Place.Country != cols[1] || cols[3] != "" && string(precision) != cols[3] {
		return got
	}
	if cols[2] == "" {
		return ""
	}
	near := 40.0
	f := strings.Fields(cols[2])
	var at [3]float64
	for i := range f {
		v, err := strconv.ParseFloat(f[i], 64)
		if err != nil {
			return err.Error()
		}
		at[i] = v
	}
	if len(f) == 3 {
		near = at[2]
	}
	if !ok || geo.Distance(lat, lon, at[0], at[1]) > near {
		return got
	}
	return ""
}
