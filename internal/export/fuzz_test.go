package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/situation"
)

// saying is a brief in which every text is s.
func saying(s string, n int) *situation.Brief {
	k := sitrep.Known(s)
	return &situation.Brief{
		Title: s, Scope: situation.BriefScope{Place: s, Country: s, Query: s},
		Sections: []situation.BriefSection{{ID: s, Title: s,
			Statements: []situation.BriefStatement{{Text: s, Cites: []int{1, n}, Grade: sitrep.Grade(s), Event: sitrep.EventID(s), Heading: s}},
			Tables:     []situation.BriefTable{{Title: "A" + s, Columns: []string{s, s}, Rows: []situation.BriefRow{{Cells: []string{s, s}, Cites: []int{1}}}}},
			Charts: []situation.Chart{
				{Kind: situation.Days, Title: s, Unit: s, Days: []situation.ChartDay{{From: date("2031-03-01").AddDays(n % 4000), Series: s, N: n}, {From: date("2031-03-01"), N: 1}}},
				{Kind: situation.Ranges, Title: s, Marks: []situation.Mark{{Group: s, Label: s, Low: &n, Best: p(1)}, {Group: s, High: &n}}},
				{Kind: situation.Map, Title: s, Spots: []situation.Spot{{Name: s, Lat: float64(n) / 7, Lon: float64(n), N: n, Kind: s, Precision: sitrep.Precision(s)}, {Name: s, N: 1}}},
			}}},
		Citations: []situation.Citation{{Number: 1, Report: sitrep.ReportID(s), Quote: s, Title: k, Publisher: k, URL: k}, {Number: max(2, n), URL: "https://x.example/" + k}},
	}
}

func TestLongTextsTakeNoTime(t *testing.T) {
	start := time.Now()
	b := saying(strings.Repeat("سوق <b>| ", 10_000), 7)
	for _, f := range Formats {
		written(t, f, b)
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("took %s", d)
	}
}

func FuzzBriefIsWhatItSays(f *testing.F) {
	for i, s := range nasty {
		f.Add(s, i*i*i-9)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		b := saying(s, n)
		if !json.Valid(written(t, JSON, b)) {
			t.Error("no JSON")
		}
		page := written(t, HTML, b)
		for _, e := range elements(t, page) {
			switch e.name {
			case "script", "img", "iframe", "object", "embed", "base", "form", "link":
				t.Errorf("%q: <%s> in the page", s, e.name)
			}
			for k := range e.attrs {
				if strings.HasPrefix(k, "on") || k == "src" {
					t.Errorf("%q: <%s %s> in the page", s, e.name, k)
				}
			}
		}
		for name, text := range unpack(t, b) {
			if err := wellFormed([]byte(text)); err != nil {
				t.Errorf("%q: %s: %v", s, name, err)
			}
		}
		for i := range b.Sections[0].Charts {
			drawn(t, b.Sections[0].Charts[i], 0)
		}
		if bytes.ContainsAny(written(t, Markdown, b), "\x00\u202e") {
			t.Errorf("%q: steers in Markdown", s)
		}
	})
}
