package api

import (
	"context"
	"net/http"
	"strings"
)

func (a *API) getReport(ctx context.Context, p *IDParam) (*answer, error) {
	id, err := a.reportID(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	return veiled(ctx, a, id, a.o.Asker.Report, veil.report)
}

func (a *API) getClaim(ctx context.Context, p *IDParam) (*answer, error) {
	id, err := a.whole(ctx, p.ID, "c-", "a claim")
	if err != nil {
		return nil, err
	}
	return veiled(ctx, a, id, a.o.Asker.Claim, veil.claim)
}

func (a *API) getEvent(ctx context.Context, p *IDParam) (*answer, error) {
	id, err := a.whole(ctx, p.ID, "", "")
	switch {
	case err != nil:
		return nil, err
	case strings.HasPrefix(id, "r-"):
		return nil, problem(http.StatusNotFound, "%s: is a report, which may tell of several events; %s/events?report=%s lists them", id, Base, id)
	}
	return veiled(ctx, a, id, a.o.Asker.Event, veil.event)
}

// veiled is what find finds of an id, without what is kept from who asks.
func veiled[O any, V interface{ Object() O }](ctx context.Context, a *API, id string, find func(context.Context, string) (V, error), over func(veil, *O)) (*answer, error) {
	found, err := find(ctx, id)
	if err != nil {
		return nil, err
	}
	v, err := a.veilOf(ctx)
	if err != nil {
		return nil, err
	}
	out := found.Object()
	over(v, &out)
	return &answer{body: &out}, nil
}
