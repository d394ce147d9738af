package wire

import (
	"sitrep"
	"sitrep/internal/situation"
)

// Site is a place.
type Site struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Country sitrep.Known `json:"country"` // ISO 3166-1 alpha-2
}

// Sum is figures summed up: low, best and high over distinct happenings; docs/figures.md describes it.
type Sum struct {
	By         string         `json:"by"`
	Key        sitrep.Known   `json:"key"`
	Place      *Site          `json:"place"`
	From       sitrep.Date    `json:"from"`
	To         sitrep.Date    `json:"to"`
	Measure    sitrep.Measure `json:"measure"`
	Low        *int           `json:"low"`
	Best       *int           `json:"best"`
	High       *int           `json:"high"`
	Open       bool           `json:"open"`
	Happenings []Happening    `json:"happenings"`
	Running    []Series       `json:"running"`
	LeftOut    []LeftOut      `json:"left_out"`
}

// Happening is one happening of a sum, with all that is told of it.
type Happening struct {
	Event sitrep.Known        `json:"event"`
	Place *Site               `json:"place"`
	From  sitrep.Date         `json:"from"`
	To    sitrep.Date         `json:"to"`
	Low   *int                `json:"low"`
	Best  *int                `json:"best"`
	High  *int                `json:"high"`
	Told  []sitrep.ToldFigure `json:"told"`
}

// LeftOut is a figure that a sum does not count, and why.
type LeftOut struct {
	sitrep.ToldFigure
	Why string `json:"why"`
}

// Series is counts of a longer time as one origin gives them.
type Series struct {
	Measure  sitrep.Measure  `json:"measure"`
	Place    *Site           `json:"place"`
	Whom     string          `json:"whom"`
	Unit     sitrep.Known    `json:"unit"`
	Origin   string          `json:"origin"`
	Source   string          `json:"source"`
	Standing sitrep.Standing `json:"standing"`
	Points   []Point         `json:"points"`
}

// Point is a value of a series.
type Point struct {
	Day       sitrep.Date     `json:"day"`
	Since     sitrep.Date     `json:"since"`
	Low       *int            `json:"low"`
	Best      *int            `json:"best"`
	High      *int            `json:"high"`
	Change    *int            `json:"change"`
	Of        sitrep.Known    `json:"of"`
	Published sitrep.Date     `json:"published"`
	Report    sitrep.ReportID `json:"report"`
	Claim     sitrep.ClaimID  `json:"claim"`
	Sentence  string          `json:"sentence"`
}

// siteOf makes a Site, nil for an unknown place.
func siteOf(s *situation.Site) *Site {
	if s.ID == "" {
		return nil
	}
	return &Site{s.ID, s.Name, sitrep.Known(s.Country)}
}

// SumOf makes a Sum; by says what sums are made by.
func SumOf(by string, s *situation.Sum) Sum {
	out := Sum{By: by, Key: sitrep.Known(s.Key), Place: siteOf(&s.Site), From: s.From, To: s.To, Measure: s.Measure, Low: s.Low, Best: s.Best, High: s.High, Open: s.Open,
		Happenings: []Happening{}, Running: []Series{}, LeftOut: []LeftOut{}}
	for i := range s.Happenings {
		h := &s.Happenings[i]
		out.Happenings = append(out.Happenings, Happening{sitrep.Known(h.Event), siteOf(&h.Site), h.From, h.To, h.Low, h.Best, h.High, h.Told})
	}
	for i := range s.Running {
		out.Running = append(out.Running, SeriesOf(&s.Running[i]))
	}
	for i := range s.Out {
		out.LeftOut = append(out.LeftOut, LeftOut{s.Out[i].Told(), s.Out[i].Why})
	}
	return out
}

// SeriesOf makes a Series.
func SeriesOf(s *situation.Series) Series {
	out := Series{s.Measure, siteOf(&s.Site), s.Whom, sitrep.Known(s.Unit), s.Origin, s.Source, s.Standing, []Point{}}
	for i := range s.Points {
		p := &s.Points[i]
		out.Points = append(out.Points, Point{p.Day, p.Since, p.Low, p.Best, p.High, p.Change, p.Count.Figure.Of, p.Count.Published, p.Count.Report, p.Count.Claim.ID, p.Count.Sentence})
	}
	return out
}

// SumColumns and SeriesColumns are the columns of sums and of points of series in CSV.
var (
	SumColumns    = []string{"by", "key", "place", "country", "from", "to", "measure", "low", "best", "high", "open", "happenings", "origins", "running", "left_out"}
	SeriesColumns = []string{"measure", "place", "place_id", "country", "whom", "unit", "source", "origin", "standing", "day", "since", "low", "best", "high", "change", "of", "published", "report", "claim", "sentence"}
)

// SumCells are the cells of SumColumns.
func SumCells(by string, s *situation.Sum) []Cell {
	var out record
	out.text(by, s.Key, s.Site.Name, s.Site.Country, s.From.String(), s.To.String(), string(s.Measure))
	out.maybe(s.Low, s.Best, s.High)
	out.text(yesNo(s.Open))
	out.count(len(s.Happenings), OriginsOf(s), len(s.Running), len(s.Out))
	return out
}

// OriginsOf is how many origins a sum rests on: those of its happenings whose value is in the range.
func OriginsOf(s *situation.Sum) int {
	ranges := make([]*sitrep.EventFigure, len(s.Happenings))
	for i := range s.Happenings {
		ranges[i] = &s.Happenings[i].EventFigure
	}
	return situation.OriginsOf(ranges...)
}

// PointCells are the cells of SeriesColumns for a point of a series.
func PointCells(s *situation.Series, p *situation.Point) []Cell {
	var out record
	out.text(string(s.Measure), s.Site.Name, s.Site.ID, s.Site.Country, s.Whom, string(s.Unit), s.Source, s.Origin, string(s.Standing), p.Day.String(), p.Since.String())
	out.maybe(p.Low, p.Best, p.High, p.Change)
	out.text(string(p.Count.Figure.Of), p.Count.Published.String(), string(p.Count.Report), string(p.Count.Claim.ID), p.Count.Sentence)
	return out
}
