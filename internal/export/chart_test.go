package export

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/situation"
)

// drawn is a chart as a picture that stands alone.
func drawn(t *testing.T, c situation.Chart, width int) string {
	t.Helper()
	var out bytes.Buffer
	if err := SVG(&out, &c, Drawing{Width: width}); err != nil {
		t.Fatal(err)
	}
	if err := wellFormed(out.Bytes()); err != nil {
		t.Errorf("%s: %v", c.Title, err)
	}
	if bad := regexp.MustCompile(`NaN|Inf|="-0"`).FindString(out.String()); bad != "" {
		t.Errorf("%s: has %s", c.Title, bad)
	}
	return out.String()
}

func TestChartsAreDrawn(t *testing.T) {
	for name, c := range map[string]situation.Chart{"days": sampleDays(110, 9), "ranges": sampleRanges(), "map": sampleMap()} {
		golden(t, name+".svg", []byte(drawn(t, c, 0)))
		golden(t, name+"-narrow.svg", []byte(drawn(t, c, phoneWidth)))
	}
}

// odd are charts of little, of too much and of nonsense.
func odd() []situation.Chart {
	one := date("2031-03-04")
	many := situation.Chart{Kind: situation.Map, Title: "many"}
	for i := range 300 {
		many.Spots = append(many.Spots, situation.Spot{Name: fmt.Sprint("Quarter ", i), Lat: 36 + float64(i%17)/50, Lon: 43 + float64(i%23)/50, N: i % 9})
	}
	return []situation.Chart{
		{Kind: situation.Days, Title: "nothing"}, {Kind: situation.Ranges, Title: "nothing"}, {Kind: situation.Map, Title: "nothing"},
		{Kind: situation.Days, Title: "one", Days: []situation.ChartDay{{From: one, To: one, N: 1}}},
		{Kind: situation.Days, Title: "no day", Days: []situation.ChartDay{{N: 3}}},
		{Kind: situation.Days, Title: "all time", Days: []situation.ChartDay{{From: sitrep.NewDate(1, 1, 1), N: 1 << 62}, {From: sitrep.NewDate(9999, 12, 31), N: 1 << 62}}},
		{Kind: situation.Days, Title: "backwards", Days: []situation.ChartDay{{From: one, To: one.AddDays(-9), N: 2}}},
		{Kind: situation.Ranges, Title: "one", Marks: []situation.Mark{{Best: p(0)}}},
		{Kind: situation.Ranges, Title: "far", Marks: []situation.Mark{{Low: p(math.MinInt), Best: p(1), High: p(math.MaxInt)}, {Low: p(9), High: p(3)}, {Low: p(1), Best: p(1), High: p(1)}}},
		{Kind: situation.Ranges, Title: "many", Marks: slices.Repeat([]situation.Mark{{Label: "x", Best: p(3)}}, 200)},
		{Kind: situation.Map, Title: "one", Spots: []situation.Spot{{Lat: 1, Lon: 1, N: 1}}},
		{Kind: situation.Map, Title: "town", Spots: []situation.Spot{{Name: "Kestrin", Lat: 1, Lon: 1}}},
		{Kind: situation.Map, Title: "no points", Spots: []situation.Spot{{Lat: math.NaN(), N: 1}, {Lat: math.Inf(1), N: 1}, {Lat: 4, Lon: 999, N: 1}}},
		{Kind: situation.Map, Title: "poles", Spots: []situation.Spot{{Lat: 90, N: 1}, {Lat: -90, Lon: 180, N: 1 << 40}, {Lat: 0, Lon: -180, N: -4}}},
		{Kind: situation.Map, Title: "country", Spots: []situation.Spot{{Name: "Varmia", Lat: 42, Lon: 14, N: 9, Precision: sitrep.Country}}},
		{Kind: situation.Map, Title: "vague", Spots: []situation.Spot{{Name: "About", Lat: 42, Lon: 14, N: 9, Precision: sitrep.Offset, RadiusKm: 1e9}, {Lat: 41, Lon: 13, N: 1, Precision: sitrep.Offset, RadiusKm: math.Inf(1)}}},
		many,
	}
}

func TestOddChartsAreDrawnToo(t *testing.T) {
	for _, c := range odd() {
		for _, w := range []int{-5, 0, phoneWidth, 2000} {
			drawn(t, c, w)
		}
		chartTable(&c)
	}
}

func TestHostileTextIsTextInPictures(t *testing.T) {
	for _, s := range hostile().Sections {
		for _, c := range s.Charts {
			svg := drawn(t, c, 0)
			if strings.Contains(svg, "<script") || strings.Contains(svg, "<img") || strings.ContainsAny(svg, "\u202e\x00") {
				t.Errorf("live text in %.200s", svg)
			}
		}
	}
}

func TestUnknownKindOfChartIsAnError(t *testing.T) {
	c := situation.Chart{Kind: "pie", Title: "Pie"}
	var out bytes.Buffer
	if err := SVG(&out, &c, Drawing{}); err == nil || !strings.Contains(err.Error(), "pie") {
		t.Errorf("got %v", err)
	}
}

func TestBarsHoldEveryCount(t *testing.T) {
	for _, days := range []int{1, 2, 9, 69, 70, 71, 200, 489, 490, 900, 5000} {
		c := sampleDays(days, 9)
		want := 0
		for _, d := range c.Days {
			want += d.N
		}
		b := binned(&c)
		got := 0
		for i := range b.from {
			got += b.of(i)
		}
		if got != want || b.sum != want {
			t.Errorf("%d days: bars hold %d of %d", days, got, want)
		}
		if len(b.from) > mostBars+2 {
			t.Errorf("%d days: %d bars", days, len(b.from))
		}
		if len(b.series) > mostSeries+1 {
			t.Errorf("%d days: series %q", days, b.series)
		}
	}
}

func TestWeeksBeginOnMondayOrWhereTheDataSay(t *testing.T) {
	long := sampleDays(110, 1)
	if b := binned(&long); b.by != byWeek || b.from[0] != date("2031-02-24") { // the Monday before Saturday, 1 March
		t.Errorf("days as weeks: by %s from %s", b.by, b.from[0])
	}
	own := situation.Chart{Kind: situation.Days, Days: []situation.ChartDay{
		{From: date("2031-03-05"), To: date("2031-03-11"), N: 2}, {From: date("2031-03-12"), To: date("2031-03-18"), N: 3}}}
	if b := binned(&own); b.by != byWeek || len(b.from) != 2 || b.from[0] != date("2031-03-05") || b.of(1) != 3 {
		t.Errorf("weeks of the data: %+v", b)
	}
}

func TestRoundSteps(t *testing.T) {
	for _, c := range [][3]int{{1, 5, 1}, {5, 5, 1}, {6, 5, 2}, {10, 5, 2}, {11, 5, 5}, {103, 6, 20}, {1000, 5, 200}, {0, 5, 1}} {
		if got := step(c[0], c[1]); got != c[2] {
			t.Errorf("0 to %d in %d: steps of %d, want %d", c[0], c[1], got, c[2])
		}
	}
}

func TestWordsAreCutToTheRoomThatIsThere(t *testing.T) {
	for _, c := range []struct {
		in    string
		width float64
	}{{"Council of Orlun", 400}, {"Council of Orlun", 60}, {"Council", 13}, {"x", 1}, {"", 5}, {strings.Repeat("long ", 400_000), 100}, {"قال مسعفون إن واحدا", 50}} {
		got := shorten(c.in, c.width)
		if wide(c.in) <= c.width && got != c.in {
			t.Errorf("%.20q has room in %v: got %q", c.in, c.width, got)
		}
		if wide(c.in) > c.width && (!strings.HasSuffix(got, "…") || c.width > textSize && wide(got) > c.width+textSize/2) {
			t.Errorf("%.20q in %v: got %.40q", c.in, c.width, got)
		}
	}
}

func TestCirclesHaveAreasByNumber(t *testing.T) {
	c := situation.Chart{Kind: situation.Map, Spots: []situation.Spot{{Name: "A", Lat: 1, Lon: 1, N: 100}, {Name: "B", Lat: 1.1, Lon: 1.2, N: 25}}}
	m := regexp.MustCompile(`class="spot"[^>]* r="([0-9.]+)"`).FindAllStringSubmatch(drawn(t, c, 0), -1)
	if len(m) != 2 {
		t.Fatalf("%d circles", len(m))
	}
	a, _ := strconv.ParseFloat(m[0][1], 64)
	b, _ := strconv.ParseFloat(m[1][1], 64)
	if math.Abs(a/b-2) > 0.05 {
		t.Errorf("four times the number: radii %v and %v", a, b)
	}
}

func TestWideAreasAreNoPins(t *testing.T) {
	for _, precision := range []sitrep.Precision{sitrep.District, sitrep.Province, sitrep.Country} {
		c := situation.Chart{Kind: situation.Map, Spots: []situation.Spot{{Name: "Wide", Lat: 42, Lon: 14, N: 9, Precision: precision}, {Name: "Town", Lat: 42.1, Lon: 14.2}}}
		svg := drawn(t, c, 0)
		if strings.Contains(svg, `class="spot"`) || !strings.Contains(svg, `class="area"`) {
			t.Errorf("%s: not drawn as an area", precision)
		}
		c.Spots = append(c.Spots, situation.Spot{Name: "Point", Lat: 42.1, Lon: 14.2, N: 2, Precision: sitrep.Exact})
		if svg = drawn(t, c, 0); strings.Count(svg, `class="spot"`) != 1 || precision == sitrep.Country && !strings.Contains(svg, "known no better: Wide 9") {
			t.Errorf("%s: beside a point", precision)
		}
	}
}

func TestAFewFarPlacesAreNamedUnderTheMap(t *testing.T) {
	c := sampleMap()
	c.Spots = append(c.Spots, situation.Spot{Name: "Far", Lat: -30, Lon: 100, N: 2, Precision: sitrep.City})
	svg := drawn(t, c, 0)
	if !strings.Contains(svg, "Outside the map: Far 2.") || strings.Count(svg, `class="spot"`) != 5 {
		t.Error("a place that is far off makes the map small")
	}
	c.Spots[len(c.Spots)-1].N = 50
	if svg = drawn(t, c, 0); strings.Contains(svg, "Outside the map") {
		t.Error("a third of all events is left out")
	}
}

func TestNamesOnMapsDoNotOverlap(t *testing.T) {
	charts := []situation.Chart{sampleMap()}
	for _, c := range odd() {
		if c.Kind == situation.Map {
			charts = append(charts, c)
		}
	}
	text := regexp.MustCompile(`<text class="l? ?halo" x="([0-9.-]+)" y="([0-9.-]+)">([^<]*)</text>`)
	for _, c := range charts {
		var boxes []box
		for _, m := range text.FindAllStringSubmatch(drawn(t, c, 0), -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			b := box{x, y - 11, x + wide(m[3]) - 0.2, y + 2.8}
			if slices.ContainsFunc(boxes, b.meets) {
				t.Errorf("%s: %q lies over another name", c.Title, m[3])
			}
			boxes = append(boxes, b)
		}
		if c.Title == "many" && len(boxes) < 10 {
			t.Errorf("only %d names", len(boxes))
		}
	}
}

func TestOpenEndsAreArrows(t *testing.T) {
	for _, c := range []struct {
		mark         situation.Mark
		arrows, caps int
	}{
		{situation.Mark{Low: p(5), Best: p(5)}, 1, 1},
		{situation.Mark{Best: p(5), High: p(9)}, 1, 1},
		{situation.Mark{Low: p(5), High: p(9)}, 0, 2},
		{situation.Mark{Low: p(5), Best: p(5), High: p(5)}, 0, 0},
		{situation.Mark{Best: p(5)}, 0, 0},
	} {
		svg := drawn(t, situation.Chart{Kind: situation.Ranges, Marks: []situation.Mark{c.mark}}, 0)
		arrows := strings.Count(svg, `<path class="pt"`)
		caps := len(regexp.MustCompile(`<path class="bar" d="M[0-9.]+ [0-9.]+V`).FindAllString(svg, -1))
		if arrows != c.arrows || caps != c.caps {
			t.Errorf("%s: %d arrows and %d caps", figure(c.mark.Low, c.mark.Best, c.mark.High), arrows, caps)
		}
	}
}

func TestAChartInAPageBringsNoStyleOfItsOwn(t *testing.T) {
	for _, c := range append(odd(), sampleDays(110, 9), sampleRanges(), sampleMap()) {
		got, err := Inline(&c, Drawing{})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got, "style") {
			t.Errorf("%s: has style: %.300s", c.Title, got)
		}
	}
}
