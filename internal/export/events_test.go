package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestEventsAreWrittenAsTables(t *testing.T) {
	events, leads := sampleEvents()
	var table, figures, points bytes.Buffer
	for _, err := range []error{EventsCSV(&table, events, leads), FiguresCSV(&figures, events), EventsGeoJSON(&points, events, leads)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "events.csv", table.Bytes())
	golden(t, "figures.csv", figures.Bytes())
	golden(t, "events.geojson", points.Bytes())
	for _, text := range []string{table.String(), figures.String()} {
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll() // which refuses rows of another length
		if err != nil {
			t.Fatal(err)
		}
		if want := len(events) + 1; strings.HasPrefix(text, "event,type,grade,from,to,place,division") && len(rows) != want {
			t.Errorf("%d rows, want %d", len(rows), want)
		}
	}
}

func TestNoEventsGiveAHeaderAndAnEmptyCollection(t *testing.T) {
	var table, points bytes.Buffer
	if err := errors.Join(EventsCSV(&table, nil, nil), EventsGeoJSON(&points, nil, nil)); err != nil {
		t.Fatal(err)
	}
	if strings.Count(table.String(), "\r\n") != 1 || !strings.HasPrefix(table.String(), "event,") {
		t.Errorf("got %q", table.String())
	}
	var c struct {
		Type     string
		Features []any
	}
	if err := json.Unmarshal(points.Bytes(), &c); err != nil || c.Type != "FeatureCollection" || c.Features == nil || len(c.Features) != 0 {
		t.Errorf("got %s, %v", points.String(), err)
	}
}

func TestGeoJSONHasPointsWhereTheyAreKnown(t *testing.T) {
	events, leads := sampleEvents()
	var out bytes.Buffer
	if err := EventsGeoJSON(&out, events, leads); err != nil {
		t.Fatal(err)
	}
	var c struct {
		Features []struct {
			ID         string
			Geometry   *struct{ Coordinates []float64 }
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(out.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	if g := c.Features[0].Geometry; g == nil || g.Coordinates[0] != 13.35 || g.Coordinates[1] != 40.92 {
		t.Errorf("longitude comes first: got %v", g)
	}
	if c.Features[1].Geometry != nil {
		t.Error("a latitude of 95 degrees became a point")
	}
	if r := c.Features[0].Properties["radius_km"]; r != 2.5 {
		t.Errorf("radius: got %v", r)
	}
	if r, ok := c.Features[2].Properties["radius_km"]; r != nil || !ok {
		t.Errorf("a radius that is not told: got %v", r)
	}
}

func checkQuoted(t *testing.T, in string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(quoted(in) + ",end\r\n")).ReadAll()
	if err != nil || len(rows) != 1 || len(rows[0]) != 2 || rows[0][1] != "end" {
		t.Fatalf("%q: %q is not one field: %v, %v", in, quoted(in), rows, err)
	}
	got := rows[0][0]
	if got != plain(in) && got != "'"+plain(in) {
		t.Errorf("%q: reads back as %q", in, got)
	}
	if got != "" && strings.ContainsAny(got[:1], "=+-@\t\r\n") || strings.HasPrefix(got, "＝") {
		t.Errorf("%q: a spreadsheet would run %q", in, got)
	}
}

func TestCSVHoldsNoFormula(t *testing.T) {
	for _, in := range append([]string{" =1", "\n=1", "\u00a0@x", "＝1", `"=1`, "a\"b,c;d"}, nasty...) {
		checkQuoted(t, in)
	}
	if got := quoted("=1"); got != "'=1" {
		t.Errorf("got %q", got)
	}
}

func TestNumbersOfCSVStayNumbers(t *testing.T) {
	events, _ := sampleEvents()
	var out bytes.Buffer
	if err := errors.Join(FiguresCSV(&out, events), EventsCSV(&out, events, nil)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{",-2,", ",-70.25,", ",-0.5,", ",'=cmd(),", ",'-nowhere,"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in %s", want, out.String())
		}
	}
}

func TestFaultsOfTheWriterAreTold(t *testing.T) {
	events, leads := sampleEvents()
	for n, err := range []error{EventsCSV(broken{}, events, leads), FiguresCSV(broken{}, events), EventsGeoJSON(broken{}, events, leads), Brief(broken{}, Markdown, sample()), Brief(broken{}, JSON, sample())} {
		if !errors.Is(err, errBroken) {
			t.Errorf("writer %d: got %v", n, err)
		}
	}
}

var errBroken = errors.New("disk full")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func FuzzCSVField(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkQuoted(t, s) })
}
