package export

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/situation"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds bytes against a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		at := 0
		for at < len(want) && at < len(got) && want[at] == got[at] {
			at++
		}
		t.Errorf("%s differs from byte %d on: got %.120q; go test ./internal/export -update writes it anew", name, at, got[at:])
	}
}

func p[T any](v T) *T { return &v }

func date(s string) sitrep.Date {
	d, err := sitrep.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// sample is a brief on an invented war: the country, its towns, its outlets and every number are made up.
func sample() *situation.Brief {
	b := &situation.Brief{
		Title:   "Orlun, 1 March to 18 June 2031",
		Scope:   situation.BriefScope{Place: "Orlun", Country: "XV", From: date("2031-03-01"), To: date("2031-06-18"), Lat: p(41.20), Lon: p(12.95)},
		AsOf:    time.Date(2031, 6, 19, 18, 5, 0, 0, time.UTC),
		Since:   time.Date(2031, 5, 18, 0, 0, 0, 0, time.UTC),
		Reports: 1412, Origins: 97,
	}
	b.Sections = []situation.BriefSection{
		{ID: "figures", Title: "Key figures", Tables: []situation.BriefTable{{
			Title: "Key figures", Columns: []string{"Measure", "Low", "Best", "High", "Origins"}, Numbers: []bool{false, true, true, true, true},
			Rows: []situation.BriefRow{
				{Cells: []string{"Killed", "180", "", "640", "9"}, Cites: []int{1, 2}},
				{Cells: []string{"Displaced since 19 February", "145,000", "157,000", "180,000", "3"}, Cites: []int{3}},
			}}},
			Charts: []situation.Chart{sampleRanges()}},
		{ID: "highlights", Title: "Highlights", Statements: []situation.BriefStatement{
			{Text: "Government forces took the Besk bridge on 12 March.", Cites: []int{1}, Grade: sitrep.Affirmed, Event: "e-1"},
			{Text: "An air strike on a grain store in Tamrat killed 14 to 31 people on 14 March; the air force denies it.", Cites: []int{2, 4}, Grade: sitrep.Contested, Event: "e-2"},
			{Text: "More than 12,000 people left the western quarters in a week.", Cites: []int{3}, Grade: sitrep.Single, Event: "e-3"},
		}},
		{ID: "changes", Title: "What changed since 18 May", Statements: []situation.BriefStatement{
			{Text: "The toll of the strike on Tamrat rose from 14 to 31.", Cites: []int{4, 2}},
		}},
		{ID: "events", Title: "Events", Statements: []situation.BriefStatement{
			{Heading: "Air strikes", Text: "Tamrat, 14 March: two aircraft struck a grain store.", Cites: []int{2}, Grade: sitrep.Corroborated, Event: "e-2"},
			{Text: "Orlun, 2 April: a strike hit the water works.", Cites: []int{5}, Grade: sitrep.Discounted, Event: "e-4"},
			{Heading: "Clashes", Text: "Besk, 11 to 12 March: fighting for the bridge.", Cites: []int{1}, Grade: sitrep.Affirmed, Event: "e-1"},
		}, Charts: []situation.Chart{sampleDays(110, 9), sampleMap()}},
		{ID: "control", Title: "Control", Tables: []situation.BriefTable{{
			Title: "Who holds what", Columns: []string{"Place", "Held by", "Since", "Status"}, Numbers: []bool{false, false, false, false},
			Rows: []situation.BriefRow{
				{Cells: []string{"Orlun, old town", "Northern Front", "3 January 2031", "besieged"}, Cites: []int{5}},
				{Cells: []string{"Besk", "Government of Varmia", "12 March 2031", "held"}, Cites: []int{1}},
				{Cells: []string{"Tamrat", "", "", "unknown"}},
			}}}},
		{ID: "gaps", Title: "Gaps", Statements: []situation.BriefStatement{
			{Text: "No report from the east bank of the Lom since 3 June.", Cites: []int{5}},
		}},
		{ID: "disagreements", Title: "Disagreements"}, // empty: not shown
	}
	b.Citations = []situation.Citation{
		{Number: 1, Report: "r-00000000000000a1", Claim: "c-01", Span: sitrep.Span{Start: 120, End: 198}, Quote: "Soldiers raised the flag over the Besk bridge on Wednesday, the ministry said.", Title: "Bridge at Besk falls", Publisher: "Varmia Wire", Published: date("2031-03-12"), URL: "https://wire.example/2031/besk-bridge", Copies: 6},
		{Number: 2, Report: "r-00000000000000a2", Claim: "c-02", Span: sitrep.Span{Start: 0, End: 84}, Quote: "At least 14 people died when two aircraft struck a grain store in Tamrat at noon.", Title: "Grain store struck", Publisher: "Lom Valley Post", Published: date("2031-03-15"), URL: "https://post.example/tamrat?id=3&page=2"},
		{Number: 3, Report: "r-00000000000000a3", Span: sitrep.Span{Start: 512, End: 590}, Quote: "The council counted 12,400 people at the crossing between Monday and Sunday.", Publisher: "Council of Orlun", Published: date("2031-03-20")},
		{Number: 4, Report: "r-00000000000000a4", Span: sitrep.Span{Start: 33, End: 101}, Quote: "قال مسعفون إن واحدا وثلاثين شخصا قتلوا في تمرات.", Title: "تمرات", Publisher: "Radio Tamrat", Published: date("2031-04-02"), URL: "https://radio.example/ar/77", Copies: 1},
		{Number: 5, Report: "r-00000000000000a5", Span: sitrep.Span{Start: 7, End: 40}, Quote: "The old town remains surrounded."},
	}
	return b
}

// sampleDays is a chart of days: so many days, so many series.
func sampleDays(days, series int) situation.Chart {
	r := rand.New(rand.NewPCG(7, uint64(days)))
	names := []string{"air strike", "armed clash", "shelling", "displacement", "territory gained", "killing", "bombing", "arrest", "talks", "aid"}
	c := situation.Chart{Kind: situation.Days, Title: "Events by type", Unit: "events"}
	for i := range days {
		for k := range series {
			if n := r.IntN(12-k) - 3; n > 0 {
				d := date("2031-03-01").AddDays(i)
				c.Days = append(c.Days, situation.ChartDay{From: d, To: d, Series: names[k], N: n})
			}
		}
	}
	return c
}

// sampleRanges is a chart of ranges with every form of a figure.
func sampleRanges() situation.Chart {
	return situation.Chart{Kind: situation.Ranges, Title: "Killed and displaced, by who says so", Unit: "people", Marks: []situation.Mark{
		{Group: "Killed in Tamrat, 14 March", Label: "Ministry of Defence", Day: date("2031-03-15"), Low: p(0), Best: p(0), High: p(0), Cites: []int{1}},
		{Group: "Killed in Tamrat, 14 March", Label: "Radio Tamrat", Day: date("2031-03-15"), Low: p(14), Best: p(14), Cites: []int{2}},
		{Group: "Killed in Tamrat, 14 March", Label: "Radio Tamrat", Day: date("2031-04-02"), Low: p(31), Best: p(31), High: p(31), Cites: []int{4}},
		{Group: "Killed in Tamrat, 14 March", Label: "Lom Valley Observatory for the Protection of Civilians", Day: date("2031-03-16"), Low: p(12), High: p(99), Cites: []int{2}},
		{Group: "Killed in Tamrat, 14 March", Label: "a doctor", Best: p(25), Cites: []int{2}},
		{Group: "Displaced", Label: "Council of Orlun", Day: date("2031-03-20"), Best: p(12400), High: p(12400), Cites: []int{3}},
		{Group: "Displaced", Label: "Relief Desk", Day: date("2031-06-01"), Low: p(145000), Best: p(157000), High: p(180000), Cites: []int{3}},
		{Group: "Displaced", Label: "Village elder", Day: date("2031-03-02"), Low: p(90), Best: p(90), High: p(90), Cites: []int{3}},
	}}
}

// sampleMap is a map with every precision.
func sampleMap() situation.Chart {
	return situation.Chart{Kind: situation.Map, Title: "Where events were told", Unit: "events", Spots: []situation.Spot{
		{Name: "Orlun", Lat: 41.20, Lon: 12.95, Precision: sitrep.City, N: 64, Kind: "armed_clash", Cites: []int{1}},
		{Name: "Besk", Lat: 41.26, Lon: 13.10, Precision: sitrep.City, N: 21, Kind: "armed_clash", Cites: []int{1}},
		{Name: "Tamrat", Lat: 40.92, Lon: 13.35, Precision: sitrep.City, N: 9, Kind: "air_strike", Cites: []int{2, 4}},
		{Name: "Grain store", Lat: 40.925, Lon: 13.37, Precision: sitrep.Exact, N: 2, Kind: "air_strike", Cites: []int{2}},
		{Name: "South-east of Besk", Lat: 41.20, Lon: 13.2, Precision: sitrep.Offset, RadiusKm: 8, N: 3, Kind: "shelling", Cites: []int{1}},
		{Name: "Lom district", Lat: 41.05, Lon: 12.75, Precision: sitrep.District, N: 12, Kind: "displacement", Cites: []int{3}},
		{Name: "Upper Lom", Lat: 41.1, Lon: 13.0, Precision: sitrep.Province, N: 17, Kind: "displacement", Cites: []int{3}},
		{Name: "Varmia", Lat: 42.3, Lon: 14.1, Precision: sitrep.Country, N: 5, Kind: "statement", Cites: []int{3}},
		{Name: "Kestrin", Lat: 41.40, Lon: 12.60, Precision: sitrep.City},
		{Name: "Port Adel", Lat: 40.85, Lon: 12.52, Precision: sitrep.City},
		{Name: "Mirow", Lat: 41.02, Lon: 13.55, Precision: sitrep.City},
	}}
}

// nasty are words that try to be more than words.
var nasty = []string{
	`<script>alert(1)</script>`, `</title></svg><img src=x onerror=alert(1)>`, "pipe | and `code` and *stars* and _lines_", `[link](javascript:alert(1))`,
	"=HYPERLINK(\"http://evil.example\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tTAB", "two\r\nlines\n\n# heading", "nul\x00byte", "bidi \u202eevil\u202c \u2066x\u2069",
	"bad \xff\xfe utf8", "&amp; &lt;b&gt; &#60;", "]]> <!-- --> <![CDATA[", "1. first", "- item", "# head", "> quote", "~~~", "$x$ ${y} {{.}}", "\\ backslash \\| \\[", "http://evil.example www.evil.example", "\ufffe\uffff", "\U000e0041tag",
}

// hostile is a brief in which every text is one of nasty.
func hostile() *situation.Brief {
	i := 0
	next := func() string { i++; return nasty[i%len(nasty)] }
	b := &situation.Brief{Title: next(), Scope: situation.BriefScope{Place: next(), Query: next()}}
	for n := range len(nasty) {
		s := situation.BriefSection{ID: next(), Title: next()}
		s.Statements = []situation.BriefStatement{{Text: next(), Cites: []int{n, 9999}, Grade: sitrep.Grade(next()), Event: sitrep.EventID(next()), Heading: next()}}
		s.Tables = []situation.BriefTable{{Title: next(), Columns: []string{next(), next()}, Rows: []situation.BriefRow{{Cells: []string{next()}, Cites: []int{n}}, {Cells: []string{next(), next(), next()}}}}}
		s.Charts = []situation.Chart{
			{Kind: situation.Days, Title: next(), Unit: next(), Days: []situation.ChartDay{{From: date("2031-03-01"), Series: next(), N: 2}, {Series: next(), N: 1}, {From: date("2031-03-09"), Series: next(), N: -4}}},
			{Kind: situation.Ranges, Title: next(), Marks: []situation.Mark{{Group: next(), Label: next(), Low: p(-3), Best: p(7), High: p(1 << 40)}, {Group: next(), Label: next()}}},
			{Kind: situation.Map, Title: next(), Spots: []situation.Spot{{Name: next(), Lat: 89.9, Lon: 179.9, N: 4, Kind: next()}, {Name: next(), Lat: 400, Lon: 2, N: 3}, {Name: next(), Lat: 89, Lon: -179.9, N: 1, Precision: sitrep.Precision(next())}}},
		}
		b.Sections = append(b.Sections, s)
		b.Citations = append(b.Citations, situation.Citation{Number: n, Report: sitrep.ReportID(next()), Quote: next(), Title: sitrep.Known(next()), Publisher: sitrep.Known(next()), URL: sitrep.Known([]string{"javascript:alert(1)", "data:text/html,x", "https://ok.example/a?b=\"><script>", "HTTPS://ok.example/ä", next()}[n%5])})
	}
	return b
}

// sampleEvents are events of the invented war.
func sampleEvents() ([]sitrep.Event, Leads) {
	events := []sitrep.Event{
		{ID: "e-1", Type: "air_strike", Lead: "c-02", Origins: 3, Members: make([]sitrep.EventMember, 5), From: date("2031-03-14"), To: date("2031-03-14"), Grade: sitrep.Contested, Disputes: []sitrep.ClaimID{"c-9"},
			Place:   &sitrep.EventPlace{Name: "Tamrat", Country: "XV", Division: "Upper Lom", Precision: sitrep.Offset, Lat: p(40.92), Lon: p(13.35), RadiusKm: 2.5},
			Parties: []sitrep.EventParty{{Role: sitrep.Actor, Name: "air force"}, {Role: sitrep.Actor, Name: "air force"}, {Role: sitrep.Actor, Name: "Northern Front; east wing"}, {Role: sitrep.Target, Name: "grain store"}, {Role: sitrep.Victim, Name: "farmers"}},
			Figures: []sitrep.EventFigure{
				{Measure: sitrep.Killed, Low: p(14), Best: p(31), High: p(31), Told: []sitrep.ToldFigure{{Report: "r-1", Origin: "Radio Tamrat", Day: date("2031-03-15"), Low: p(14), Best: p(14), Of: "people", Claim: "c-02", Source: "Radio Tamrat", Standing: sitrep.Press, Out: "an earlier count"}, {Report: "r-2", Origin: "=cmd()", Low: p(31), Best: p(31), High: p(31)}}},
				{Measure: sitrep.Strikes, Best: p(-2)},
			}},
		{ID: "e-2", Type: "talks", Grade: sitrep.Single, Place: &sitrep.EventPlace{Name: "-nowhere", Lat: p(95.0), Lon: p(1.0)}},
		{ID: "e-3", Type: "killing", Place: &sitrep.EventPlace{Name: "South", Lat: p(-0.5), Lon: p(-70.25), Precision: sitrep.Province}},
	}
	return events, func(e *sitrep.Event) Lead {
		if e.ID != "e-1" {
			return Lead{}
		}
		return Lead{Sentence: "At least 14 people, \"most of them farmers\",\ndied in Tamrat.", Report: "r-1", Title: "=1+1", Publisher: "Radio Tamrat", Published: date("2031-03-15"), URL: "https://radio.example/1"}
	}
}
