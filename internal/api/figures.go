package api

import (
	"context"

	"sitrep"
	"sitrep/internal/wire"
)

// FigureList is a page of figures.
type FigureList struct {
	Figures []wire.Figure `json:"figures"` // in the order in which their claims and reports give them
	Next    sitrep.Known  `json:"next"`    // after of the next page, null at the end
	Notes   []string      `json:"notes"`   // what was taken for granted, each in a line
}

// figures registers the operations about figures.
func (a *API) figures() {
	add[ClaimParams, FigureList](a, spec{id: "list-figures", path: "/figures", tag: "figures", summary: "List figures",
		about: "How many were killed, hurt, displaced and so on, as the reports give them, with their range, whom they count, when, where, and who says so. Figures of several reports are not added up: see " +
			"`/figures/sums`.",
		formats: []format{asJSON, asCSV}, example: "/figures?measure=killed&limit=1"}, a.listFigures)
}

func (a *API) listFigures(ctx context.Context, p *ClaimParams) (*answer, error) {
	f, notes, err := a.filter(ctx, p)
	if err != nil {
		return nil, err
	}
	page, err := a.o.Archive.Figures(ctx, f)
	if err != nil {
		return nil, err
	}
	v, err := a.veilOf(ctx)
	if err != nil {
		return nil, err
	}
	rows, from := page.Rows, a.o.Asker.Origins()
	for i := range rows {
		v.over(&rows[i].Claim)
	}
	if formatOf(ctx) == asCSV {
		return table("figures", wire.FigureColumns, len(rows), page.Next, func(i int) ([]wire.Cell, error) {
			o, err := from.Of(ctx, &rows[i].Report, rows[i].Claim.ID)
			return wire.FigureCells(&rows[i], o), err
		}), nil
	}
	out := &FigureList{Figures: []wire.Figure{}, Next: known(page.Next), Notes: notes}
	for i := range rows {
		o, err := from.Of(ctx, &rows[i].Report, rows[i].Claim.ID)
		if err != nil {
			return nil, err
		}
		out.Figures = append(out.Figures, wire.FigureOf(&rows[i], o))
	}
	return &answer{body: out, next: page.Next}, nil
}
