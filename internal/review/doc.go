// Package review says what people's decisions make of readings. A reading is what the machine took out of a report, and is never changed;
// a review is what a person decided about one of its claims, kept beside it. Where claims are shown, and where events are made of them, the
// reading stands with its reviews applied:
//
//	set := review.New(rows)  // all decisions, in order
//	x = set.Apply(x)         // x itself where nobody decided about any of its claims
//
// Decisions are only ever added. Of those about one claim and slot the latest binds; undoing one is a decision, too, and can be undone. Since
// decisions name claims by their ids, which hang on the report's words, they go on to hold when the report is read again.
//
// What a slot is set to is worked out once, by a [Resolver], when the decision is made: a place with its point, a party with its names. What a
// decision says therefore does not change with the gazetteer or the registry.
package review

import (
	"cmp"
	"slices"
	"time"

	"sitrep"
)

// Decision is what a person decides about a claim, an event or a pair of claims.
type Decision struct {
	Verdict sitrep.Verdict
	// Claim is what it is about: of an event the claim that leads it, of a pair either of the two. "" for an undoing, which is about
	// what the review undone is about.
	Claim  sitrep.ClaimID
	Detail Detail
}

// Detail is what a verdict needs beside a claim.
type Detail struct {
	// With is the other claim of a pair.
	With sitrep.ClaimID `json:"with,omitempty"`
	// Event is the id by which the event was named that the verdict is about, "" where it is about the claim itself.
	Event sitrep.EventID `json:"event,omitempty"`
	// Undoes is the number of the review that is undone.
	Undoes int64 `json:"undoes,omitempty"`
	// Set is what slots of the claim are corrected to.
	Set []Value `json:"set,omitempty"`
}

// Row is a decision as it is kept: with its number, from 1, the entry of the log that tells of it, and who decided, when and why.
type Row struct {
	N, Seq int64
	Decision
	Person, Why string
	Time        time.Time
}

// Review is the row as it stands beside a claim.
func (r *Row) Review() sitrep.Review {
	return sitrep.Review{N: r.N, Verdict: r.Verdict, Person: r.Person, Why: r.Why, Time: r.Time.UTC().Truncate(time.Second)}
}

// Set is what stands of a list of decisions. It is not changed once made, so that many may ask at once.
type Set struct {
	rows   []Row
	undone []bool
	number map[int64]int // index of rows by number
	claims map[sitrep.ClaimID]*standing
	about  map[sitrep.ClaimID][]int // rows about a claim, in order
	pins   map[pair]int             // the row that binds a pair
}

// standing is what stands about one claim: indexes of rows, -1 for none.
type standing struct {
	claim, event int
	slots        map[string]slotOf
}

// slotOf is the value that a row sets a slot to.
type slotOf struct{ row, value int }

// New takes decisions in the order of their numbers. It keeps rows.
func New(rows []Row) *Set {
	s := &Set{rows: rows, undone: make([]bool, len(rows)), number: make(map[int64]int, len(rows)), claims: map[sitrep.ClaimID]*standing{},
		about: map[sitrep.ClaimID][]int{}, pins: map[pair]int{}}
	for i := range rows {
		s.number[rows[i].N] = i
		s.about[rows[i].Claim] = append(s.about[rows[i].Claim], i)
		if with := rows[i].Detail.With; with != "" {
			s.about[with] = append(s.about[with], i)
		}
	}
	// An undoing that was itself undone undoes nothing, so the latest is looked at first.
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Verdict != sitrep.Undone || s.undone[i] {
			continue
		}
		if k, ok := s.number[rows[i].Detail.Undoes]; ok && k < i {
			s.undone[k] = true
		}
	}
	for i := range rows {
		if !s.undone[i] {
			s.stand(i)
		}
	}
	return s
}

// stand has a row bind in the place of earlier ones.
func (s *Set) stand(i int) {
	r := &s.rows[i]
	switch r.Verdict {
	case sitrep.SameEvent, sitrep.OtherEvent:
		if r.Detail.With != "" { // the report of a claim was erased, and with it what was said
			s.pins[pairOf(r.Claim, r.Detail.With)] = i
		}
		return
	case sitrep.Accepted, sitrep.Rejected, sitrep.Corrected:
	default:
		return
	}
	c := s.claims[r.Claim]
	if c == nil {
		c = &standing{claim: -1, event: -1}
		s.claims[r.Claim] = c
	}
	if r.Detail.Event != "" {
		c.event = i
		return
	}
	c.claim = i
	for k := range r.Detail.Set {
		if c.slots == nil {
			c.slots = map[string]slotOf{}
		}
		c.slots[r.Detail.Set[k].Slot] = slotOf{i, k}
	}
}

// All are the decisions, in order, those that no longer stand among them. They must not be changed.
func (s *Set) All() []Row { return s.rows }

// Len is how many decisions there are, those that no longer stand among them.
func (s *Set) Len() int { return len(s.rows) }

// Row gives a decision by its number.
func (s *Set) Row(n int64) (r Row, ok bool) {
	i, ok := s.number[n]
	if ok {
		r = s.rows[i]
	}
	return r, ok
}

// Stands says that the review of a number binds: it was not undone, and no later one of the same claim and slot stands in its place.
func (s *Set) Stands(n int64) bool {
	i, ok := s.number[n]
	if !ok || s.undone[i] {
		return false
	}
	r := &s.rows[i]
	switch r.Verdict {
	case sitrep.Undone:
		return true
	case sitrep.SameEvent, sitrep.OtherEvent:
		at, ok := s.pins[pairOf(r.Claim, r.Detail.With)]
		return ok && at == i
	}
	c := s.claims[r.Claim]
	if c.claim == i || c.event == i {
		return true
	}
	for _, slot := range c.slots {
		if slot.row == i {
			return true
		}
	}
	return false
}

// Undone says that the review of a number was undone.
func (s *Set) Undone(n int64) bool {
	i, ok := s.number[n]
	return ok && s.undone[i]
}

// About are the decisions about a claim, in order, those that no longer stand among them.
func (s *Set) About(claim sitrep.ClaimID) []Row {
	out := make([]Row, 0, len(s.about[claim]))
	for _, i := range s.about[claim] {
		out = append(out, s.rows[i])
	}
	return out
}

// Concerning are the decisions about any of the claims, in order, each once.
func (s *Set) Concerning(claims []sitrep.ClaimID) []Row {
	var at []int
	for _, c := range claims {
		at = append(at, s.about[c]...)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	out := make([]Row, len(at))
	for k, i := range at {
		out[k] = s.rows[i]
	}
	return out
}

// AsOf is what stood once the entry seq of the log was written.
func (s *Set) AsOf(seq int64) *Set {
	n, _ := slices.BinarySearchFunc(s.rows, seq+1, func(r Row, seq int64) int { return cmp.Compare(r.Seq, seq) })
	if n == len(s.rows) {
		return s
	}
	return New(s.rows[:n])
}
