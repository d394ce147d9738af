package ui

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/demo"
)

func TestFiguresAreSoundAndCiteWhatTheySay(t *testing.T) {
	get, b := overview(t, demo.Archive(t))
	place := b.Places[0]
	for _, path := range []string{"/figures", "/figures?measure=killed", "/figures?measure=killed&by=month", "/figures?measure=injured&by=day", "/figures?measure=displaced", "/figures?measure=trained",
		"/figures?place=" + place.Key(), "/figures?measure=killed&grade=single", "/figures?measure=displaced&series=nothing"} {
		w := get(path)
		if w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
			continue
		}
		if faults := faultsOf(w.Body.String()); len(faults) > 0 {
			t.Errorf("%s: %s", path, strings.Join(faults, "; "))
		}
	}
	page := get("/figures?measure=killed").Body.String()
	sums := b.SumsOf(b.HappeningsOf(board.Scope{Measure: sitrep.Killed}))
	if len(sums) != 1 || !strings.Contains(page, `<p class="val">`+number(*sums[0].Best)+` <small>killed</small>`) || len(citesOn(page)) < 5 {
		t.Errorf("the page does not show the sum %v with its citations", sums)
	}
	for query, field := range map[string]string{"measure=dead": "measure", "by=hour": "by"} {
		if w := get("/figures?" + query); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `<span class="mono">`+field+`</span>`) {
			t.Errorf("%s: %d, want 400 that names %s", query, w.Code, field)
		}
	}
}

func TestAValueIsSelectedInTableChartAndSentence(t *testing.T) {
	get, b := overview(t, demo.Archive(t))
	if len(b.Series) == 0 {
		t.Fatal("nothing is counted over a longer time")
	}
	x := &b.Series[0]
	for i := range b.Series {
		if len(b.Series[i].Points) > len(x.Points) {
			x = &b.Series[i]
		}
	}
	claim := x.Points[0].Claim
	q := figuresAsk{Measure: x.Measure, Series: seriesKey(x)}
	page := get(q.href("/figures", "at", string(claim))).Body.String()
	for _, want := range []string{`<tr data-row class="on" aria-current="true">`, `<circle class="on"`, `<div class="mt" id="evidence">`, "/reports/" + string(x.Points[0].Report) + "#" + string(claim)} {
		if !strings.Contains(page, want) {
			t.Errorf("with a value selected the page lacks %s", want)
		}
	}
	if strings.Count(page, `class="on"`) < 3 { // row, and a mark in either chart
		t.Error("row and marks are not selected together")
	}
	if w := get("/figures?at=c-0000000000000000"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown claim: %d, want 404", w.Code)
	}
}

// Days under a chart stand apart, so that none is written over the next.
func TestDaysOfChartsStandApart(t *testing.T) {
	get, _ := overview(t, demo.Archive(t))
	page := get("/figures?measure=displaced").Body.String()
	charts := strings.Split(page, `<svg class="chart"`)[1:]
	if len(charts) < 2 {
		t.Fatalf("%d charts", len(charts))
	}
	for _, chart := range charts {
		chart, _, _ = strings.Cut(chart, "</svg>")
		last := -1000.0
		for n, m := range chartDay.FindAllStringSubmatch(chart, -1) {
			x, err := strconv.ParseFloat(m[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			least := 75.0 // a day is 65 wide and stands about its point; the first begins there
			if n == 1 {
				least = 105
			}
			if x-last < least {
				t.Errorf("days at %g and %g", last, x)
			}
			last = x
		}
		if last < 0 {
			t.Error("a chart has no days")
		}
	}
}

var chartDay = regexp.MustCompile(`<text x="([0-9.]+)" y="[0-9.]+" text-anchor="[a-z]+">\d+ [A-Z][a-z]{2} \d{4}</text>`)

func TestWhereNoHappeningIsOfADayOtherSumsAreOffered(t *testing.T) {
	get, _ := overview(t, demo.Archive(t))
	page := get("/figures?measure=returned&by=day").Body.String()
	for _, want := range []string{`id="groups"`, `>by place</a>`, "1 happening lasts longer than a step and counts in none", `<table class="fold happ">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if faults := faultsOf(page); len(faults) > 0 {
		t.Error(strings.Join(faults, "; "))
	}
}

func TestEveryValueIsInTheFile(t *testing.T) {
	get, b := overview(t, demo.Archive(t))
	want := len(b.Left)
	for i := range b.Happenings {
		want += len(b.Happenings[i].Told)
	}
	for i := range b.Series {
		want += len(b.Series[i].Points)
	}
	rows, err := csv.NewReader(get("/figures.csv").Body).ReadAll()
	if err != nil || len(rows) != want+1 || want == 0 {
		t.Errorf("%d rows, %v; want %d under a head", len(rows), err, want)
	}
	rows, err = csv.NewReader(get("/figures.csv?measure=killed").Body).ReadAll()
	if err != nil || len(rows) < 2 || len(rows) > want {
		t.Errorf("killed: %d rows, %v", len(rows), err)
	}
	for _, r := range rows[1:] {
		if r[2] != "killed" {
			t.Errorf("a row of %s among the killed", r[2])
		}
	}
}

func TestTheBestOfALongerTimeIsOfTheWeightiestOriginOfLate(t *testing.T) {
	n := func(v int) *int { return &v }
	at := func(day, v int) board.Point {
		return board.Point{Day: sitrep.NewDate(2017, time.March, day), Low: n(v), Best: n(v), High: n(v)}
	}
	list := []board.Series{
		{Source: "Press", Standing: sitrep.Press, Points: []board.Point{at(1, 10), at(40, 90)}},
		{Source: "UN", Standing: sitrep.Mandated, Points: []board.Point{at(20, 60)}},
		{Source: "Ministry", Standing: sitrep.Counter, Points: []board.Point{at(39, 80)}},
		{Source: "Old UN", Standing: sitrep.Mandated, Points: []board.Point{at(2, 5)}},
	}
	r := latestOf(list)
	if r.Source.Source != "UN" || *r.Best.Best != 60 || *r.Low != 60 || *r.High != 90 {
		t.Errorf("best %d by %s, %d to %d; want 60 by UN, 60 to 90", *r.Best.Best, r.Source.Source, *r.Low, *r.High)
	}
}

func TestNumbersOfAxesAreShort(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 950: "950", 5000: "5,000", 50000: "50k", 150000: "150k", 2.5e6: "2.5m", 1e6: "1m"} {
		if got := shortNumber(v); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
	for v, want := range map[float64]float64{0: 1, 1: 1, 3: 5, 2.2: 2.5, 11: 20, 99: 100, 100: 100} {
		if got := roundUp(v); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v rounds up to %v, want %v", v, got, want)
		}
	}
}

func TestCitationsThatAreNotListedGetNoNumber(t *testing.T) {
	var cites Cites
	got := citedOf(citesShown+citesFolded+7, func(i int) Cite { return cites.Of("", sitrep.ClaimID(fmt.Sprint("c-", i))) })
	if len(got.First) != citesShown || len(got.Rest) != citesFolded || got.Left != 7 {
		t.Errorf("%d, %d and %d more", len(got.First), len(got.Rest), got.Left)
	}
	if next := cites.Of("", "c-next").N; next != citesShown+citesFolded+1 {
		t.Errorf("the next citation is number %d", next)
	}
}
