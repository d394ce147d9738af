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
	v, err := a.o.Asker.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	kept, err := a.veilOf(ctx)
	if err != nil {
		return nil, err
	}
	out := v.Object()
	kept.report(&out)
	return &answer{body: &out}, nil
}

func (a *API) getClaim(ctx context.Context, p *IDParam) (*answer, error) {
	id, err := a.whole(ctx, p.ID, "c-", "a claim")
	if err != nil {
		return nil, err
	}
	v, err := a.o.Asker.Claim(ctx, id)
	if err != nil {
		return nil, err
	}
	kept, err := a.veilOf(ctx)
	if err != nil {
		return nil, err
	}
	out := v.Object()
	kept.claim(&out)
	return &answer{body: &out}, nil
}

func (a *API) getEvent(ctx context.Context, p *IDParam) (*answer, error) {
	id, err := a.whole(ctx, p.ID, "", "")
	switch {
	case err != nil:
		return nil, err
	case strings.HasPrefix(id, "r-"):
		return nil, problem(http.StatusNotFound, "%s: is a report, which may tell of several events; %s/events?report=%s lists them", id, Base, id)
	}
	v, err := a.o.Asker.Event(ctx, id)
	if err != nil {
		return nil, err
	}
	kept, err := a.veilOf(ctx)
	if err != nil {
		return nil, err
	}
	out := v.Object()
	for i := range out.Claims {
		kept.over(&out.Claims[i].Claim)
	}
	return &answer{body: &out}, nil
}
