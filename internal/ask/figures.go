package ask

import (
	"cmp"
	"context"

	"sitrep"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

// Sums are figures summed up by g over distinct happenings. It costs what Counts does.
func (a *Asker) Sums(ctx context.Context, f store.Filter, g situation.Grouping) ([]situation.Sum, error) {
	list, err := a.Counts(ctx, f)
	if err != nil {
		return nil, err
	}
	return situation.New(a.registry, a.gazetteer).Sums(list, g), nil
}

// Series are the counts of a longer time, each origin's apart. It costs what Counts does.
func (a *Asker) Series(ctx context.Context, f store.Filter) ([]situation.Series, error) {
	list, err := a.Counts(ctx, f)
	if err != nil {
		return nil, err
	}
	return situation.New(a.registry, a.gazetteer).SeriesOf(list), nil
}

// Counts are the figures that f asks for, each with its origin and, where events are kept, its event. The zero Filter asks for all of the archive.
// From and To of f are when it happened, or of what gives no day when it was published. Limit and After are passed over.
//
// It reads every report that has one of the figures, and all of a large archive in some minutes; board keeps the answer.
func (a *Asker) Counts(ctx context.Context, f store.Filter) ([]situation.Count, error) {
	teller, err := a.teller()
	if err != nil {
		return nil, err
	}
	first, last := f.From, f.To
	f.From, f.To = sitrep.Date{}, sitrep.Date{} // of what gives no day that of its report counts
	if !first.IsZero() && f.PublishedFrom.IsZero() {
		f.PublishedFrom = first
	}
	events, err := a.eventsOf(ctx, &f, first, last)
	if err != nil {
		return nil, err
	}
	from := sources{Asker: a}
	f.Limit, f.After = mostAtOnce, ""
	var out []situation.Count
	for {
		page, err := a.archive.Figures(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			r := &page.Rows[i]
			x := situation.Count{Telling: situation.Telling{Claim: &r.Claim, Report: r.Report.ID, Published: r.Report.Published, Sentence: r.Sentence}, Figure: &r.Figure, N: nth(&r.Claim, &r.Figure)}
			if e, ok := events[r.Claim.ID]; ok {
				x.Event, x.EventFrom, x.EventTo = e.ID, e.From, e.To
			}
			if (!first.IsZero() || !last.IsZero()) && !x.During(first, last) {
				continue
			}
			o, err := from.of(ctx, &r.Report, r.Claim.ID)
			if err != nil {
				return nil, err
			}
			x.Origin, x.Source, x.Standing = teller.Voice(&o.ClaimOrigin, r.Figure.Source)
			x.Origin = cmp.Or(x.Origin, string(r.Report.ID))
			out = append(out, x)
		}
		if page.Next == "" {
			return out, nil
		}
		f.After = page.Next
	}
}

// eventDays is what Counts keeps of an event.
type eventDays struct {
	ID       sitrep.EventID
	From, To sitrep.Date
}

// eventsOf are the kept events of a measure, a country and a time, by their claims. Of the past none are kept, so that there figures are told apart by
// day and place.
func (a *Asker) eventsOf(ctx context.Context, f *store.Filter, first, last sitrep.Date) (map[sitrep.ClaimID]eventDays, error) {
	out := map[sitrep.ClaimID]eventDays{}
	if !f.AsOf.IsZero() {
		return out, nil
	}
	ask := store.EventFilter{Filter: store.Filter{Measure: f.Measure, Country: f.Country, From: first, To: last, Limit: mostAtOnce}}
	for {
		page, err := a.archive.Events(ctx, ask)
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			e := &page.Rows[i]
			for _, m := range e.Members {
				for _, c := range m.Claims {
					out[c] = eventDays{e.ID, e.From, e.To}
				}
			}
		}
		if page.Next == "" {
			return out, nil
		}
		ask.After = page.Next
	}
}

// nth is the place of a figure in its claim, from 0.
func nth(c *sitrep.Claim, f *sitrep.Figure) int {
	for i := range c.Figures {
		if c.Figures[i].Span == f.Span && c.Figures[i].Measure == f.Measure {
			return i
		}
	}
	return -1
}
