package ui

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/wire"
)

// figureColumns head the table of figures.
var figureColumns = []string{"kind", "event", "measure", "from", "to", "place", "country", "low", "best", "high", "whom", "source", "standing", "left_out", "report", "claim"}

// figuresFile writes every value that the page of figures rests on: a row for each value that an origin gives of a happening ("happening"), of a longer time
// ("series"), and for each that counts in no sum ("left out").
func (p *Pages) figuresFile(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	q, scope, _, err := p.figuresAsked(r, b)
	if err != nil {
		return err
	}
	scope.Measure = q.Measure
	var out strings.Builder
	wire.WriteRecord(&out, wire.Texts(figureColumns))
	write := func(cells ...wire.Cell) { wire.WriteRecord(&out, cells) }
	text := func(s string) wire.Cell { return wire.Texts([]string{s})[0] }
	count := func(n *int) wire.Cell {
		if n == nil {
			return text("")
		}
		return text(strconv.Itoa(*n))
	}
	day := func(d sitrep.Date) wire.Cell { return text(d.String()) }
	place := func(p *board.Place) (wire.Cell, wire.Cell) {
		if p == nil {
			return text(""), text("")
		}
		return text(p.Name), text(p.Country)
	}
	for _, h := range b.HappeningsOf(scope) {
		name, country := place(h.Place)
		for i := range h.Told {
			t := &h.Told[i]
			write(text("happening"), text(string(h.Event)), text(string(h.Measure)), day(h.From), day(h.To), name, country, count(t.Low), count(t.Best), count(t.High), text(string(t.Of)), text(t.Source),
				text(string(t.Standing)), text(t.Out), text(string(t.Report)), text(string(t.Claim)))
		}
	}
	for _, s := range b.SeriesOf(scope) {
		name, country := place(s.Place)
		for i := range s.Points {
			t := &s.Points[i]
			write(text("series"), text(""), text(string(s.Measure)), day(t.Since), day(t.Day), name, country, count(t.Low), count(t.Best), count(t.High), text(t.Of), text(s.Source), text(string(s.Standing)), text(""),
				text(string(t.Report)), text(string(t.Claim)))
		}
	}
	for _, l := range b.LeftOf(scope) {
		name, country := place(l.Place)
		write(text("left out"), text(""), text(string(l.Measure)), day(l.Day), day(l.Day), name, country, count(l.Low), count(l.Best), count(l.High), text(l.Of), text(l.Source), text(""), text(l.Why), text(string(l.Report)),
			text(string(l.Claim)))
	}
	return sendFile(w, "sitrep-figures.csv", "text/csv; charset=utf-8", bytes.NewBufferString(out.String()))
}
