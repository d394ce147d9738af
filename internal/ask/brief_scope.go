package ask

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// where settles which place is asked about.
func (q *briefing) where(ctx context.Context) error {
	name := q.ask.Place
	q.km = cmp.Or(q.ask.Within, DefaultWithin)
	if p, ok := q.gazetteer.ByID(name); ok {
		if q.scope.Country != "" && p.Country != "" && p.Country != q.scope.Country {
			return elsewhere(name, q.scope.Country, p)
		}
		q.settle(p)
		return nil
	}
	all := q.gazetteer.Choices(name)
	var choices []geo.Choice
	for _, c := range all {
		if q.scope.Country == "" || c.Country == q.scope.Country {
			choices = append(choices, c)
		}
	}
	if len(choices) == 0 {
		if len(all) > 0 {
			return elsewhere(name, q.scope.Country, all[0].Place)
		}
		return nil // by its name alone
	}
	first := choices[0]
	if settled := slices.IndexFunc(choices, func(c geo.Choice) bool { return c.Kind.Settled() }); settled > 0 && first.Country == choices[settled].Country && broad(first.Kind) && first.Kind != geo.Country {
		first = choices[settled]
	}
	if len(choices) > 1 && first.Weight < clearly*choices[1].Weight && q.scope.Country == "" {
		// Of namesakes the one that the archive tells most of is meant.
		if err := q.called(ctx, name); err != nil {
			return err
		}
		for _, s := range q.controller.Sites(q.tellings()) {
			if i := slices.IndexFunc(choices, func(c geo.Choice) bool { return c.ID == s.ID }); i >= 0 {
				first = choices[i]
				break
			}
		}
	}
	for _, o := range choices {
		if o.ID != first.ID && o.Country != first.Country && o.Weight*clearly >= first.Weight {
			q.note("place", fmt.Sprintf("%s is taken for %s, %s; there is also %s, %s", name, placed(first.Place), first.ID, placed(o.Place), o.ID))
			break
		}
	}
	q.settle(first.Place)
	return nil
}

// elsewhere is the error of a place that does not lie in the country that was named with it.
func elsewhere(name, country string, p geo.Place) error {
	return wrong("place", name, fmt.Sprintf("no place of that name or id is known in %s; there is %s, %s: name its country, or leave the country away", country, placed(p), p.ID))
}

func (q *briefing) settle(p geo.Place) {
	q.place = &p
	q.scope.Place, q.scope.Country = p.Name, cmp.Or(q.scope.Country, p.Country)
	if p.Located {
		lat, lon := p.Lat, p.Lon
		q.scope.Lat, q.scope.Lon = &lat, &lon
	}
}

// claims fetches what is in scope, by publication, then place in the report.
func (q *briefing) claims(ctx context.Context) ([]*store.ClaimRow, error) {
	var filters []store.Filter
	base := store.Filter{Text: q.ask.Query}
	switch {
	case q.ask.Place == "":
		base.Country = q.scope.Country
		filters = append(filters, base)
	case q.place != nil && broad(q.place.Kind):
		base.Country = q.scope.Country
		filters = append(filters, base)
	default:
		named := base
		named.Place = q.ask.Place
		if q.place == nil {
			named.Country = q.scope.Country
		} else {
			named.Place = q.place.Name
			if q.place.Located {
				around := base
				around.Near = &store.Circle{Lat: q.place.Lat, Lon: q.place.Lon, Km: q.km}
				filters = append(filters, around)
			}
		}
		filters = append(filters, named)
	}
	found := map[sitrep.ClaimID]*store.ClaimRow{}
	for _, f := range filters {
		for _, f := range q.inTime(f) {
			rows, err := q.fetch(ctx, f)
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				if q.during(r) && q.within(&r.Claim) && !(f.Near != nil && len(r.Claim.Place.Candidates) > 1) {
					found[r.Claim.ID] = r
				}
			}
		}
	}
	if q.ask.Place != "" || q.ask.Country != "" {
		if err := q.besides(ctx, found); err != nil {
			return nil, err
		}
	}
	out := make([]*store.ClaimRow, 0, len(found))
	for _, r := range found {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *store.ClaimRow) int {
		return cmp.Or(strings.Compare(a.Report.Published.String(), b.Report.Published.String()), strings.Compare(string(a.Report.ID), string(b.Report.ID)),
			cmp.Compare(a.Claim.Evidence.Start, b.Claim.Evidence.Start), strings.Compare(string(a.Claim.ID), string(b.Claim.ID)))
	})
	return out, nil
}

// inTime asks for what was published in the period, and for what was published later and tells of it.
func (q *briefing) inTime(f store.Filter) []store.Filter {
	f.PublishedFrom, f.PublishedTo = q.scope.From, q.scope.To
	out := []store.Filter{f}
	if !q.scope.To.IsZero() {
		later := f
		later.PublishedFrom, later.PublishedTo = q.scope.To.AddDays(1), sitrep.Date{}
		later.From, later.To = q.scope.From, q.scope.To
		out = append(out, later)
	}
	if q.narrow() && !(q.scope.From.IsZero() && q.scope.To.IsZero()) {
		undated := f
		undated.PublishedFrom, undated.PublishedTo, undated.Undated = sitrep.Date{}, sitrep.Date{}, true
		out = append(out, undated)
	}
	return out
}

// narrow says that the brief is not about all that the archive holds.
func (q *briefing) narrow() bool { return q.ask.Place+q.ask.Country+q.ask.Query != "" }

// during says that a claim is about the period: by the day that it gives, else by that of its report. One about a longer time counts where
// its report was published in the period. What has no day at all counts, too, where the brief is about something: it is told apart.
func (q *briefing) during(r *store.ClaimRow) bool {
	from, to := q.scope.From, q.scope.To
	in := func(first, last sitrep.Date) bool {
		return (from.IsZero() || !last.Before(from)) && (to.IsZero() || !to.Before(first))
	}
	published := !r.Report.Published.IsZero() && in(r.Report.Published, r.Report.Published)
	t := r.Claim.Time
	if t == nil || t.From.IsZero() && t.To.IsZero() {
		return published || from.IsZero() && to.IsZero() || r.Report.Published.IsZero() && q.narrow()
	}
	first, last := t.From, t.To
	if first.IsZero() || last.IsZero() {
		return published
	}
	if !in(first, last) {
		return false
	}
	return published || (from.IsZero() || !first.Before(from)) && (to.IsZero() || !to.Before(last))
}

// within says that a claim's place lies in the division that is asked for, where one is; all else was asked of the archive.
func (q *briefing) within(c *sitrep.Claim) bool {
	if q.place == nil || q.ask.Place == "" || c.Place == nil {
		return true
	}
	p := c.Place
	if !broad(q.place.Kind) {
		return p.Country == "" || q.scope.Country == "" || string(p.Country) == q.scope.Country
	}
	if q.place.Kind == geo.Country {
		return true
	}
	names := []string{p.Name, p.Within}
	for _, name := range names {
		if geo.Fold(name) == geo.Fold(q.place.Name) {
			return true
		}
		for _, b := range q.gazetteer.Candidates(name) {
			if b.ID == q.place.ID {
				return true
			}
			if p.Lat != nil && p.Lon != nil && b.Located && geo.Distance(b.Lat, b.Lon, *p.Lat, *p.Lon) <= aroundKm {
				return b.Admin1 == q.place.Name && b.Country == q.place.Country
			}
		}
	}
	return false
}

// unplaced says that a claim names no place, or one by a common noun alone: "the market".
func unplaced(c *sitrep.Claim) bool {
	p := c.Place
	return p == nil || p.Country == "" && p.Lat == nil && strings.ToLower(p.Name) == p.Name
}

// mostReports is how many reports are asked for their claims without a place.
const mostReports = 2000

// besides adds the claims without a place of reports whose every other claim is in scope: who says to have done it, what was said of it.
func (q *briefing) besides(ctx context.Context, found map[sitrep.ClaimID]*store.ClaimRow) error {
	reports := map[sitrep.ReportID]bool{}
	for _, r := range found {
		reports[r.Report.ID] = true
	}
	list := make([]sitrep.ReportID, 0, len(reports))
	for id := range reports {
		list = append(list, id)
	}
	slices.Sort(list)
	for _, id := range list[:min(mostReports, len(list))] {
		rows, err := q.fetch(ctx, store.Filter{Report: id})
		if err != nil {
			return err
		}
		about := true
		for _, r := range rows {
			about = about && (unplaced(&r.Claim) || found[r.Claim.ID] != nil)
		}
		for _, r := range rows {
			if about && unplaced(&r.Claim) && q.during(r) {
				found[r.Claim.ID] = r
			}
		}
	}
	return nil
}
