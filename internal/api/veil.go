package api

import (
	"context"
	"slices"
	"sync"

	"sitrep"
	"sitrep/internal/account"
	coding "sitrep/internal/desk"
	"sitrep/internal/review"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// A coder is not told what others decided about a claim before having decided about it: two who saw each other's would agree more than
// they do. Editors, who settle what differs, and readers, who decide nothing, are told.

// veil keeps decisions of others from who asks. The zero veil keeps nothing.
type veil struct {
	record *coding.Record
	person string
}

// records keeps what was last made of all decisions.
type records struct {
	mu     sync.Mutex
	set    *review.Set
	record *coding.Record
}

// veilOf is the veil of who asks.
func (a *API) veilOf(ctx context.Context) (veil, error) {
	who := account.From(ctx)
	if !who.Codes() {
		return veil{}, nil
	}
	set, err := a.o.Archive.Decisions(ctx)
	if err != nil {
		return veil{}, err
	}
	a.records.mu.Lock()
	defer a.records.mu.Unlock()
	if a.records.set != set || a.records.record == nil {
		a.records.set, a.records.record = set, coding.Decided(set)
	}
	return veil{a.records.record, who.Name}, nil
}

// over takes from a claim what is kept.
func (v veil) over(c *sitrep.Claim) {
	if v.record != nil && v.record.Veiled(c, v.person) {
		c.Review = nil
	}
}

// rows takes it from claims that are the caller's own.
func (v veil) rows(rows []store.ClaimRow) {
	for i := range rows {
		v.over(&rows[i].Claim)
	}
}

// copied is a claim without what is kept; the one given is left as it is.
func (v veil) copied(c *sitrep.Claim) *sitrep.Claim {
	if c == nil {
		return nil
	}
	out := *c
	v.over(&out)
	return &out
}

// report takes it from a report whole.
func (v veil) report(r *wire.WholeReport) {
	if v.record == nil || r.Reading == nil {
		return
	}
	x := *r.Reading
	x.Claims = slices.Clone(x.Claims)
	for i := range x.Claims {
		v.over(&x.Claims[i])
	}
	r.Reading = &x
}

// claim takes it from a claim whole.
func (v veil) claim(c *wire.WholeClaim) {
	c.Claim = v.copied(c.Claim)
	for i := range c.Readings {
		c.Readings[i].Claim = v.copied(c.Readings[i].Claim)
	}
}

// event takes it from an event whole.
func (v veil) event(e *wire.WholeEvent) {
	for i := range e.Claims {
		v.over(&e.Claims[i].Claim)
	}
}
