package fuse

import (
	"testing"

	"sitrep"
)

func TestWhatPeopleCorrectIsNotChosenAgain(t *testing.T) {
	w, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	lat, lon, n := 36.3705, 37.5157, 12
	day := sitrep.NewDate(2017, 2, 18)
	x := &sitrep.Extraction{Report: sitrep.Report{ID: "r-1", Text: "Shelling killed nine in Aleppo on Sunday.", Published: sitrep.NewDate(2017, 3, 1)}, Claims: []sitrep.Claim{{ID: "c-0000000000000001", Type: "shelling", Modality: sitrep.Actual,
		Evidence: sitrep.Span{End: 41}, Trigger: sitrep.Quote{Span: sitrep.Span{End: 8}, Text: "Shelling"},
		Place:   &sitrep.Place{Name: "Al-Bab", Country: "SY", Precision: sitrep.City, Lat: &lat, Lon: &lon},
		Time:    &sitrep.Period{From: day, To: day, Precision: sitrep.DayPrecision},
		Figures: []sitrep.Figure{{Measure: sitrep.Killed, Low: &n, Best: &n}}}}}
	before := w.Accounts(x, "")[0]
	c := &x.Claims[0]
	c.Review = &sitrep.Reviewed{}
	c.Place.By, c.Time.By, c.Figures[0].By = sitrep.ByReview, sitrep.ByReview, sitrep.ByReview
	a := w.Accounts(x, "")[0]
	if len(a.Places) != 1 || a.Places[0].Entity != "gn:174018" || len(a.Days) != 1 || a.Days[0].Day != day || a.From != day {
		t.Errorf("the account lies in %+v on %+v", a.Places, a.Days)
	}
	if k := a.count(sitrep.Killed); k == nil || *k.Low != 12 || k.High != nil || k.options != nil {
		t.Errorf("killed are %+v", k)
	}
	if k := before.count(sitrep.Killed); k != nil && k.options == nil || len(before.Days) < 2 {
		t.Error("nothing is chosen where nobody corrected; the test tells nothing")
	}
}
