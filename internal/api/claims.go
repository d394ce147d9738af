package api

import (
	"context"
	"net/http"

	"sitrep"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// ClaimList is a page of claims.
type ClaimList struct {
	Claims []wire.Claim `json:"claims"` // those of the latest reports first, in each report in its order
	Next   sitrep.Known `json:"next"`   // after of the next page, null at the end
	Notes  []string     `json:"notes"`  // what was taken for granted, each in a line
}

// claims registers the operations about claims.
func (a *API) claims() {
	add[ClaimParams, ClaimList](a, spec{id: "list-claims", path: "/claims", tag: "claims", summary: "List claims",
		about: "Claims that fit all that is asked, those of the latest reports first, each with the sentence that it rests on and where it comes from. What copies repeat is given once, " +
			"with how many reports make the claim and how many origins these have.",
		formats: []format{asJSON, asCSV}, example: "/claims?type=air_strike&limit=1"}, a.listClaims)
	add[IDParam, wire.WholeClaim](a, spec{id: "get-claim", path: "/claims/{id}", tag: "claims", summary: "One claim whole",
		about:  "A claim as the reading that stands has it, with its sentence, its origin, its report, and how earlier readings have it.",
		errors: []int{http.StatusNotFound}, example: "/claims/{claim}"}, a.getClaim)
}

func (a *API) listClaims(ctx context.Context, p *ClaimParams) (*answer, error) {
	f, notes, err := a.filter(ctx, p)
	if err != nil {
		return nil, err
	}
	page, err := a.o.Archive.Claims(ctx, f)
	if err != nil {
		return nil, err
	}
	return a.claimList(ctx, page.Rows, page.Next, notes)
}

// claimList is claims as JSON or CSV.
func (a *API) claimList(ctx context.Context, rows []store.ClaimRow, next string, notes []string) (*answer, error) {
	v, err := a.veilOf(ctx)
	if err != nil {
		return nil, err
	}
	v.rows(rows)
	from := a.o.Asker.Origins()
	if formatOf(ctx) == asCSV {
		return table("claims", wire.ClaimColumns, len(rows), next, func(i int) ([]wire.Cell, error) {
			o, err := from.Of(ctx, &rows[i].Report, rows[i].Claim.ID)
			return wire.ClaimCells(&rows[i], o), err
		}), nil
	}
	out := &ClaimList{Claims: []wire.Claim{}, Next: known(next), Notes: notes}
	for i := range rows {
		o, err := from.Of(ctx, &rows[i].Report, rows[i].Claim.ID)
		if err != nil {
			return nil, err
		}
		out.Claims = append(out.Claims, wire.ClaimOf(&rows[i], o))
	}
	return &answer{body: out, next: next}, nil
}
