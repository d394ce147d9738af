package wire

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

func TestRecordsComeBackFromCSVAndHoldNoFormula(t *testing.T) {
	in := []string{"plain", "a,b", `say "no"`, "two\nlines", "two\r\nlines", "=1+1", "+1", "-1", "@sum", "\ttab", "\rreturn", "", " space", "a=b", "١٢", "#x"}
	want := slices.Clone(in)
	for i, s := range want {
		if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
			want[i] = "'" + s
		}
	}
	// The reader of the standard library makes one line end of two.
	want[4] = "two\nlines"
	var b strings.Builder
	WriteRecord(&b, append(Texts(in), Cell{"-12.5", true}))
	if !strings.HasSuffix(b.String(), "\r\n") {
		t.Errorf("the record ends otherwise: %q", b.String())
	}
	got, err := csv.NewReader(strings.NewReader(b.String())).Read()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, append(want, "-12.5")) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryColumnHasACell(t *testing.T) {
	lat := -1.5
	claim := sitrep.Claim{Place: &sitrep.Place{Lat: &lat, Lon: &lat}, Time: &sitrep.Period{}, Attribution: &sitrep.Attribution{}, Figures: []sitrep.Figure{{Low: new(int)}}}
	for _, c := range []sitrep.Claim{{}, claim} {
		if got := len(ClaimCells(&store.ClaimRow{Claim: c}, store.Origin{})); got != len(ClaimColumns) {
			t.Errorf("%d cells for %d columns of claims", got, len(ClaimColumns))
		}
		for _, f := range []sitrep.Figure{{}, {Low: new(int), Factor: 5.5}} {
			if got := len(FigureCells(&store.FigureRow{Claim: c, Figure: f}, store.Origin{})); got != len(FigureColumns) {
				t.Errorf("%d cells for %d columns of figures", got, len(FigureColumns))
			}
		}
	}
	if got := len(ReportCells(&store.ReportRow{})); got != len(ReportColumns) {
		t.Errorf("%d cells for %d columns of reports", got, len(ReportColumns))
	}
	for _, list := range [][]string{ClaimColumns, FigureColumns, ReportColumns} {
		sorted := slices.Sorted(slices.Values(list))
		if len(slices.Compact(sorted)) != len(list) {
			t.Errorf("a column's name stands twice in %q", list)
		}
	}
}

// Pages count the origins of a sum in the same way.
func TestOriginsOfASumAreThoseWhoseValueStands(t *testing.T) {
	h := situation.Happening{}
	h.Told = []sitrep.ToldFigure{{Origin: "a"}, {Origin: "a"}, {Origin: "b", Out: "a later count is higher"}, {Origin: "c"}}
	if got := OriginsOf(&situation.Sum{Happenings: []situation.Happening{h}}); got != 2 {
		t.Errorf("%d origins", got)
	}
}
