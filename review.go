package sitrep

import "time"

// Verdict is what a person decided.
type Verdict string

// The verdicts. Accepted, Rejected and Corrected are about a claim, the first two about an event as well; SameEvent and OtherEvent about a
// pair of claims; Undone is about an earlier review.
const (
	Accepted   Verdict = "accept"
	Rejected   Verdict = "reject"
	Corrected  Verdict = "correct"
	SameEvent  Verdict = "same"
	OtherEvent Verdict = "different"
	Undone     Verdict = "undo"
)

// Verdicts lists the verdicts.
var Verdicts = []Verdict{Accepted, Rejected, Corrected, SameEvent, OtherEvent, Undone}

// ByReview is what the By of a slot says that a person filled.
const ByReview = "review"

// Review is a decision of a person, as it stands beside what it is about.
type Review struct {
	N       int64     `json:"review"` // its number in the archive, from 1; the higher is the later
	Verdict Verdict   `json:"verdict"`
	Person  string    `json:"by"`
	Why     string    `json:"why"`
	Time    time.Time `json:"time"` // UTC, in whole seconds
}

// Reviewed is what people decided about a claim, and what the machine had read where they corrected it.
type Reviewed struct {
	// Claim is the decision about the claim as a whole that stands: accept, reject or correct; nil where none does.
	Claim *Review `json:"claim,omitempty"`
	// Event is the decision about the event that the claim tells, accept or reject; nil where none stands. Of an event several of whose
	// claims have one, the latest counts.
	Event *Review `json:"event,omitempty"`
	// Slots are the corrections that stand, in the order of the slots.
	Slots []ReviewedSlot `json:"slots,omitempty"`
}

// ReviewedSlot is a slot that a person filled otherwise than the machine. Was is what the machine read and Is what the person says, in words;
// "" is an empty slot.
type ReviewedSlot struct {
	Slot string `json:"slot"`
	Was  string `json:"was"`
	Is   string `json:"is"`
	Review
}

// Rejected says that a person rejected the claim: it is told only to who asks for such.
func (c *Claim) Rejected() bool {
	return c.Review != nil && c.Review.Claim != nil && c.Review.Claim.Verdict == Rejected
}
