package ui

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/store"
)

// pairs finds claims that may tell the same happening, and the others of the claim's event.
func (p *Pages) pairs(ctx context.Context, v *reviewClaim, rc *store.ReadClaim) error {
	c := rc.Claim()
	events, err := p.archive.EventsOf(ctx, []sitrep.ClaimID{c.ID})
	if err != nil {
		return err
	}
	in := map[sitrep.ClaimID]bool{c.ID: true}
	var others []sitrep.ClaimID
	if len(events) > 0 {
		v.Event, v.Members = events[0].ID, len(events[0].Members)
		for _, m := range events[0].Members {
			for _, id := range m.Claims {
				in[id] = true
				if m.Report != rc.Report.ID && len(others) < 2*mostKeyed {
					others = append(others, id)
				}
			}
		}
	}
	f := store.Filter{Types: []string{c.Type}, Limit: 4 * mostKeyed, Copies: true}
	if c.Place != nil && c.Place.Name != "" {
		f.Place = c.Place.Name
	}
	if c.Time != nil && !c.Time.From.IsZero() && !c.Time.To.IsZero() {
		f.From, f.To = c.Time.From.AddDays(-3), c.Time.To.AddDays(3)
	} else if d := rc.Report.Published; !d.IsZero() {
		f.PublishedFrom, f.PublishedTo = d.AddDays(-3), d.AddDays(7)
	} else if f.Place == "" {
		f.Limit = 0
	}
	if f.Limit > 0 {
		page, err := p.archive.Claims(ctx, f)
		if err != nil {
			return err
		}
		for i := range page.Rows {
			if r := &page.Rows[i]; !in[r.Claim.ID] && r.Report.ID != rc.Report.ID && len(v.Likely) < mostKeyed {
				v.Likely = append(v.Likely, deskPairOf(r, len(v.Likely)+1))
			}
		}
	}
	rows, err := p.archive.ClaimsOf(ctx, others)
	if err != nil {
		return err
	}
	for _, id := range others {
		if r := rows[id]; r != nil && len(v.Likened) < mostKeyed {
			v.Likened = append(v.Likened, deskPairOf(r, len(v.Likened)+1))
		}
	}
	return nil
}

func deskPairOf(r *store.ClaimRow, n int) pairChoice {
	aside := string(cmp.Or(r.Report.Publisher, r.Report.Title))
	if d := dayWords(r.Report.Published); d != "" {
		aside = strings.TrimPrefix(aside+", "+d, ", ")
	}
	return pairChoice{Key: strconv.Itoa(n), Claim: r.Claim.ID, Title: claimTitle(&r.Claim), Aside: aside, Quote: quoteOf(r)}
}
