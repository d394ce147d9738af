package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/view/name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "view", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); if it is better so, run go test with -update:\n%s", file, diff)
	}
}

const reportText = `Rebels cut the road to Oldmill

OLDMILL, Norland (Agency) - Fighters of the Northern Front, backed by the Free Valley Brigade, cut the road to Oldmill
on Sunday and killed at least 12 soldiers, the governor’s office said. The army denied that it had lost the bridge.

Up to 600 families may flee the district this week. The group is alleged to have shot prisoners.
`

// sample is a report with claims that show every part of the view.
func sample(t *testing.T) *sitrep.Extraction {
	t.Helper()
	span := func(words string) sitrep.Span {
		body := strings.Index(reportText, "Fighters")
		i := strings.Index(reportText[body:], words)
		if i < 0 {
			t.Fatalf("no %q in the report", words)
		}
		return sitrep.Span{Start: body + i, End: body + i + len(words)}
	}
	quote := func(words string) sitrep.Quote { return sitrep.QuoteOf(reportText, span(words)) }
	filler := func(words, name, by string) sitrep.Filler {
		return sitrep.Filler{Quote: quote(words), Name: name, By: by}
	}
	number := func(n int) *int { return &n }
	degrees := func(x float64) *float64 { return &x }
	type roles = map[sitrep.Role][]sitrep.Filler

	front := filler("Fighters of the Northern Front", "Northern Front", "agent")
	front.Mention, front.Entity = "m1", "e1"
	first := sitrep.Span{Start: span("Fighters").Start, End: span("office said.").End}
	second := span("The army denied that it had lost the bridge.")
	third := span("Up to 600 families may flee the district this week.")
	fourth := span("The group is alleged to have shot prisoners.")
	office := &sitrep.Attribution{Span: span("the governor’s office"), Source: "the governor’s office", Name: "governor’s office",
		Stance: sitrep.Said, By: "verb:say"}
	sunday := &sitrep.Period{Quote: quote("Sunday"), From: sitrep.NewDate(2024, 3, 3), To: sitrep.NewDate(2024, 3, 3),
		Precision: sitrep.DayPrecision, By: "weekday"}
	oldmill := &sitrep.Place{Quote: quote("Oldmill"), Name: "Oldmill",
		Lat: degrees(54.5), Lon: degrees(-3.25),
		Country: "XX", Precision: sitrep.City, By: "prep:to"}

	prisoners := []sitrep.Filler{filler("prisoners", "prisoners", "patient")}
	alleged := span("alleged").Start
	hearsay := &sitrep.Attribution{Span: sitrep.Span{Start: alleged, End: alleged}, Stance: sitrep.Alleged, By: "allege"}

	return &sitrep.Extraction{
		Report: sitrep.Report{ID: "r-0123456789abcdef", Title: "Rebels cut the road to Oldmill", Text: reportText,
			Published: sitrep.NewDate(2024, 3, 4), Publisher: "Agency"},
		Codebook: "1", Models: "0123456789ab",
		Notes: []sitrep.Note{{Kind: "truncated", Detail: "the report is longer than is read; its end was left out"}},
		Claims: []sitrep.Claim{
			{ID: "c-4", Type: "killing", Trigger: quote("shot"), Evidence: fourth, Modality: sitrep.Actual, Confidence: 0.4,
				Rule: "killing.shoot", Block: sitrep.Body, Attribution: hearsay,
				Roles: roles{sitrep.Actor: {filler("The group", "Northern Front", "agent")}, sitrep.Victim: prisoners}},
			{ID: "c-2", Type: "killing", Trigger: quote("killed"), Evidence: first, Modality: sitrep.Actual, Confidence: 0.8,
				Rule: "killing.kill", Time: sunday, Attribution: office, Block: sitrep.Body,
				Roles: roles{sitrep.Actor: {front}, sitrep.Victim: {filler("soldiers", "soldiers", "patient")}},
				Figures: []sitrep.Figure{{Quote: quote("at least 12"), Measure: sitrep.Killed, Of: "soldiers",
					Low: number(12), Best: number(12), By: "patient"}}},
			{ID: "c-1", Type: "territory_gained", Trigger: quote("cut"), Evidence: first, Modality: sitrep.Actual, Confidence: 0.75,
				Rule: "encirclement.cut", Place: oldmill, Time: sunday, Attribution: office, Block: sitrep.Body,
				Roles: roles{sitrep.Actor: {front}, sitrep.Ally: {filler("the Free Valley Brigade", "Free Valley Brigade", "comitative")},
					sitrep.Target: {filler("the road", "road", "patient")}}},
			{ID: "c-3", Type: "territory_gained", Trigger: quote("lost"), Evidence: second, Modality: sitrep.Negated,
				ModalityBy: "verb:deny", Confidence: 0.6, Rule: "territory_gained.lose", Block: sitrep.Body,
				Roles: roles{sitrep.Target: {filler("the bridge", "bridge", "patient")}},
				Attribution: &sitrep.Attribution{Span: span("The army"), Source: "The army", Name: "army", Via: "Agency",
					Stance: sitrep.Denied, By: "verb:deny"}},
			{ID: "c-5", Type: "displacement", Trigger: quote("flee"), Evidence: third, Modality: sitrep.Possible,
				ModalityBy: "may", Confidence: 0.5, Rule: "displacement.flee", Block: sitrep.Body,
				Roles: roles{sitrep.Victim: {filler("families", "families", "agent")}},
				Figures: []sitrep.Figure{{Quote: quote("Up to 600"), Measure: sitrep.Displaced, Best: number(600),
					High: number(600), By: "agent", Source: "aid workers"}},
				Time: &sitrep.Period{Quote: quote("this week"), By: "week"}},
		},
	}
}

func TestClaimsView(t *testing.T) {
	golden(t, "claims.txt", page{}.claims("oldmill.txt", sample(t)))
	golden(t, "claims-narrow.txt", page{width: 48}.claims("oldmill.txt", sample(t)))
	golden(t, "claims-colour.txt", page{colour: true}.claims("oldmill.txt", sample(t)))
}

func TestDerivationView(t *testing.T) {
	golden(t, "derivation.txt", page{}.derivation("oldmill.txt", sample(t)))
}

func TestViewsOfAReportWithoutClaims(t *testing.T) {
	e := &sitrep.Extraction{Report: sitrep.Report{ID: "r-1", Text: "Regen.", Language: "de"}, Codebook: "1", Models: "0123456789ab",
		Notes: []sitrep.Note{{Kind: "language", Detail: "the report is in \"de\"; only English is read"}}}
	golden(t, "none.txt", append(page{}.claims("regen.txt", e), page{}.derivation("regen.txt", e)...))
}

func TestLinesFitThePage(t *testing.T) {
	e := sample(t)
	for width := minWidth; width <= maxWidth; width++ {
		p := page{width: width}
		for _, view := range [][]byte{p.claims("oldmill.txt", e), p.derivation("oldmill.txt", e)} {
			for line := range strings.Lines(string(view)) {
				if n := columns(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("width %d: a line of %d columns: %q", width, n, line)
				}
			}
		}
	}
}

func TestLongEvidenceIsShownAroundItsTrigger(t *testing.T) {
	text := strings.Repeat("é and ", 300) + "rebels attacked the town " + strings.Repeat("é and ", 300)
	at := strings.Index(text, "attacked")
	e := &sitrep.Extraction{Report: sitrep.Report{Text: text}, Claims: []sitrep.Claim{{Type: "attack",
		Trigger: sitrep.QuoteOf(text, sitrep.Span{Start: at, End: at + 8}), Evidence: sitrep.Span{End: len(text)}}}}
	got := string(page{}.claims("x", e))
	if len(got) > 2*longQuote || !strings.Contains(got, "rebels attacked the town") || !strings.Contains(got, "“… ") ||
		!strings.Contains(got, " …”") || strings.Contains(got, "�") {
		t.Errorf("got %d bytes: %q", len(got), got)
	}
}

func TestReportsCannotSteerTheTerminal(t *testing.T) {
	text := "Rebels\x1b[2J attacked\u202e\x07 the\x9b town\r\n.\x00"
	at := strings.Index(text, "attacked")
	e := &sitrep.Extraction{Report: sitrep.Report{Title: sitrep.Known(text), Text: text}}
	e.Claims = []sitrep.Claim{{Type: "attack",
		Trigger: sitrep.QuoteOf(text, sitrep.Span{Start: at, End: at + 8}), Evidence: sitrep.Span{End: len(text)}}}
	for _, view := range [][]byte{page{}.claims("x\x1b]0;y\x07", e), page{}.derivation("x\x1b]0;y\x07", e)} {
		steers := func(r rune) bool { return r != '\n' && (r < ' ' || r == 0x7f || r == '\u202e' || r == 0x9b) }
		if i := strings.IndexFunc(string(view), steers); i >= 0 {
			t.Errorf("byte %d of %q steers the terminal", i, view)
		}
	}
}

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{"": 0, "Mosul": 5, "Côte d’Or": 9, "Co\u0302te": 4, "摩苏尔": 6, "الموصل": 6, "→ 12–99": 7} {
		if got := columns(s); got != want {
			t.Errorf("%q takes %d columns, want %d", s, got, want)
		}
	}
}
