package ask

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// misled is an id that leads to another kind of thing than was asked for.
type misled struct{ text string }

func (e *misled) Error() string { return e.text }

// Is says that it was not found.
func (e *misled) Is(target error) bool { return target == ErrNotFound }

// EventView is an event with all its evidence.
type EventView struct {
	// Asked is the id that was asked for: an event goes on to answer to the id that it had before it was joined to another or split.
	Asked string
	Event *sitrep.Event
	// Claims are those of its members and those that dispute it, by id; one that is gone is left out. Origins are where they go back to.
	Claims  map[sitrep.ClaimID]*store.ClaimRow
	Origins map[sitrep.ClaimID]store.Origin
}

// Event is the event of an id, or the one that a claim of that id stands in, either of them whole or its first six digits or more. It reads every report
// of the event, about a millisecond each.
func (a *Asker) Event(ctx context.Context, id string) (*EventView, error) {
	whole, err := a.resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(whole, "r-") {
		return nil, &misled{whole + ": is a report, which may tell of several events; sitrep events --report " + whole + " lists them"}
	}
	v := &EventView{Asked: id, Origins: map[sitrep.ClaimID]store.Origin{}}
	if v.Event, err = a.archive.Event(ctx, whole); err != nil {
		return nil, err
	}
	ids := slices.Clone(v.Event.Disputes)
	for i := range v.Event.Members {
		ids = append(ids, v.Event.Members[i].Claims...)
	}
	if v.Claims, err = a.archive.ClaimsOf(ctx, ids); err != nil {
		return nil, err
	}
	from := sources{Asker: a}
	for _, id := range slices.SortedFunc(maps.Keys(v.Claims), func(a, b sitrep.ClaimID) int {
		return cmp.Or(cmp.Compare(v.Claims[a].Report.ID, v.Claims[b].Report.ID), cmp.Compare(a, b))
	}) {
		if v.Origins[id], err = from.of(ctx, &v.Claims[id].Report, id); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// Object is the view in JSON.
func (v *EventView) Object() wire.WholeEvent {
	out := wire.WholeEvent{Event: *v.Event, Claims: []wire.EventClaim{}}
	add := func(id sitrep.ClaimID, disputes bool) {
		if r := v.Claims[id]; r != nil {
			out.Claims = append(out.Claims, wire.EventClaimOf(r, v.Origins[id], disputes))
		}
	}
	for _, m := range v.ByDay() {
		for _, id := range m.Claims {
			add(id, false)
		}
	}
	for _, id := range v.Event.Disputes {
		add(id, true)
	}
	return out
}

// ByDay are the members in the order in which their reports were published.
func (v *EventView) ByDay() []sitrep.EventMember {
	day := func(m *sitrep.EventMember) string {
		for _, id := range m.Claims {
			if r := v.Claims[id]; r != nil {
				return r.Report.Published.String()
			}
		}
		return ""
	}
	out := slices.Clone(v.Event.Members)
	slices.SortStableFunc(out, func(a, b sitrep.EventMember) int {
		return cmp.Or(strings.Compare(day(&a), day(&b)), cmp.Compare(a.Report, b.Report))
	})
	return out
}

// Leads are the claims that tell events best, by id; one that is gone is left out. It reads the report of each, about a millisecond an event.
func (a *Asker) Leads(ctx context.Context, events []sitrep.Event) (map[sitrep.ClaimID]*store.ClaimRow, error) {
	ids := make([]sitrep.ClaimID, 0, len(events))
	for i := range events {
		if events[i].Lead != "" {
			ids = append(ids, events[i].Lead)
		}
	}
	return a.archive.ClaimsOf(ctx, ids)
}
