package wire

import (
	"sitrep"
	"sitrep/internal/review"
	"sitrep/internal/store"
)

// Event is an event as lists give it; docs/fusion.md describes it.
type Event struct {
	sitrep.Event
	Sentence sitrep.Known `json:"sentence"` // that the lead rests on
}

// EventOf makes an Event; lead is the claim that tells it best, nil where that is gone.
func EventOf(e *sitrep.Event, lead *store.ClaimRow) Event {
	out := Event{Event: *e}
	if lead != nil {
		out.Sentence = sitrep.Known(lead.Sentence)
	}
	return out
}

// WholeEvent is an event with all its claims.
type WholeEvent struct {
	sitrep.Event
	Claims []EventClaim `json:"claims"`
}

// EventClaim is a claim of an event.
type EventClaim struct {
	Claim    sitrep.Claim `json:"claim"`
	Sentence string       `json:"sentence"`
	Origin   Origin       `json:"origin"`
	Report   Report       `json:"report"`
	Disputes bool         `json:"disputes"` // it denies the event, or tells it in a way that cannot be squared
}

// EventClaimOf makes an EventClaim.
func EventClaimOf(r *store.ClaimRow, o store.Origin, disputes bool) EventClaim {
	return EventClaim{r.Claim, r.Sentence, OriginOf(o), ReportOf(&r.Report), disputes}
}

// Review is what a person decided; docs/review.md describes it.
type Review struct {
	sitrep.Review
	Claim  sitrep.ClaimID `json:"claim"`
	With   sitrep.Known   `json:"with"`
	Event  sitrep.Known   `json:"event"`
	Undoes int64          `json:"undoes,omitempty"`
	Set    []review.Value `json:"set"`
	State  string         `json:"state"` // stands, replaced or undone
}

// ReviewOf makes a Review.
func ReviewOf(r *store.ReviewRow) Review {
	set := r.Detail.Set
	if set == nil {
		set = []review.Value{}
	}
	return Review{r.Review(), r.Claim, sitrep.Known(r.Detail.With), sitrep.Known(r.Detail.Event), r.Detail.Undoes, set, ReviewState(r)}
}

// ReviewState says whether a review binds: "stands", "undone", or "replaced" by a later one.
func ReviewState(r *store.ReviewRow) string {
	switch {
	case r.Undone:
		return "undone"
	case r.Stands:
		return "stands"
	}
	return "replaced"
}
