package desk

import (
	"cmp"
	"slices"

	"sitrep"
	"sitrep/internal/agreement"
	"sitrep/internal/review"
)

// Coding is what one person made of one claim.
type Coding struct {
	Person string
	// Rows are the person's decisions about the claim, in order, without those that the person took back. What another undid is among them:
	// the person still judged so.
	Rows []review.Row
	own  *review.Set // of Rows
}

// Last is the latest of them.
func (c *Coding) Last() *review.Row { return &c.Rows[len(c.Rows)-1] }

// Claim is a claim of a reading as the person has it: as it was read, with the person's own corrections.
func (c *Coding) Claim(x *sitrep.Extraction, n int) sitrep.Claim { return c.own.Apply(x).Claims[n] }

// Record is who decided what. It is not changed once made.
type Record struct {
	codings map[sitrep.ClaimID][]Coding // by the order of names
	order   []sitrep.ClaimID            // by when somebody first decided
	last    map[string][]review.Row     // of each person, in order
}

// Decided makes a record of all decisions. Those about events and about pairs of claims are no codings of a claim.
func Decided(set *review.Set) *Record {
	r := &Record{codings: map[sitrep.ClaimID][]Coding{}, last: map[string][]review.Row{}}
	rows := set.All()
	withdrawn := map[int64]bool{} // by who made them
	for i := range rows {
		if rows[i].Verdict != sitrep.Undone || set.Undone(rows[i].N) {
			continue
		}
		if old, ok := set.Row(rows[i].Detail.Undoes); ok && old.Person == rows[i].Person {
			withdrawn[old.N] = true
		}
	}
	for i := range rows {
		row := rows[i]
		switch {
		case withdrawn[row.N] || row.Verdict == sitrep.Undone:
			continue
		case row.Verdict == sitrep.SameEvent || row.Verdict == sitrep.OtherEvent || row.Detail.Event != "":
			r.last[row.Person] = append(r.last[row.Person], row)
			continue
		}
		r.last[row.Person] = append(r.last[row.Person], row)
		list := r.codings[row.Claim]
		if len(list) == 0 {
			r.order = append(r.order, row.Claim)
		}
		at, found := slices.BinarySearchFunc(list, row.Person, func(c Coding, p string) int { return cmp.Compare(c.Person, p) })
		if !found {
			list = slices.Insert(list, at, Coding{Person: row.Person})
		}
		list[at].Rows = append(list[at].Rows, row)
		r.codings[row.Claim] = list
	}
	for _, list := range r.codings {
		for i := range list {
			list[i].own = review.New(list[i].Rows)
		}
	}
	return r
}

// Of are the codings of a claim, in the order of people's names.
func (r *Record) Of(id sitrep.ClaimID) []Coding { return r.codings[id] }

// By says that the person decided about the claim.
func (r *Record) By(id sitrep.ClaimID, person string) bool {
	return slices.ContainsFunc(r.codings[id], func(c Coding) bool { return c.Person == person })
}

// Blind are the people whose decisions about the claim must not be shown to the person yet: all others, until the person decided.
func (r *Record) Blind(id sitrep.ClaimID, person string) []string {
	if r.By(id, person) {
		return nil
	}
	var out []string
	for i := range r.codings[id] {
		out = append(out, r.codings[id][i].Person)
	}
	return out
}

// Veiled says whether what was decided about a claim must be kept from a person who may judge it: others decided, and the person did not.
func (r *Record) Veiled(c *sitrep.Claim, person string) bool {
	if c.Review == nil || r.By(c.ID, person) {
		return false
	}
	for _, d := range []*sitrep.Review{c.Review.Claim, c.Review.Event} {
		if d != nil && d.Person != person {
			return true
		}
	}
	return slices.ContainsFunc(c.Review.Slots, func(s sitrep.ReviewedSlot) bool { return s.Person != person })
}

// Mine are the latest decisions of a person that the person did not take back, the latest first, at most so many.
func (r *Record) Mine(person string, most int) []review.Row {
	var out []review.Row
	for _, row := range slices.Backward(r.last[person]) {
		if len(out) == most {
			break
		}
		out = append(out, row)
	}
	return out
}

// Shared are the claims that two or more people decided about, by when somebody first did.
func (r *Record) Shared() []sitrep.ClaimID {
	var out []sitrep.ClaimID
	for _, id := range r.order {
		if len(r.codings[id]) > 1 {
			out = append(out, id)
		}
	}
	return out
}

// NoEvent is the type that a claim has for somebody who rejected it.
const NoEvent = "none"

// Judged is a claim that two or more people decided about, with what each of them has in each slot. A slot is left out of those for whom
// there is no event.
type Judged struct {
	Claim  sitrep.ClaimID
	Type   string // as the machine read it
	People []string
	Slots  []JudgedSlot // type first; those that the machine or anybody filled
}

// JudgedSlot is a slot with its value for each of the people, in their order, "" for an empty one.
type JudgedSlot struct {
	Slot   string
	Values []string
	Coded  []bool // false where the person says that there is no event
}

// Same says that everybody who coded the slot has the same.
func (s *JudgedSlot) Same() bool {
	first := -1
	for i := range s.Values {
		if !s.Coded[i] {
			continue
		}
		if first >= 0 && s.Values[i] != s.Values[first] {
			return false
		}
		first = i
	}
	return true
}

// Same says that everybody has the same in all slots.
func (j *Judged) Same() bool {
	return !slices.ContainsFunc(j.Slots, func(s JudgedSlot) bool { return !s.Same() })
}

// Judge compares what people have in a claim of a reading as the machine made it.
func (r *Record) Judge(x *sitrep.Extraction, n int) Judged {
	c := &x.Claims[n]
	j := Judged{Claim: c.ID, Type: c.Type}
	list := r.codings[c.ID]
	made := make([]sitrep.Claim, len(list))
	rejected := make([]bool, len(list))
	for i := range list {
		j.People = append(j.People, list[i].Person)
		made[i] = list[i].Claim(x, n)
		rejected[i] = list[i].Last().Verdict == sitrep.Rejected
	}
	for _, slot := range Slots() {
		s := JudgedSlot{Slot: slot}
		filled := review.Words(c, slot) != ""
		for i := range made {
			v := review.Words(&made[i], slot)
			if rejected[i] {
				v = ""
				if slot == "type" {
					v = NoEvent
				}
			}
			filled = filled || v != ""
			s.Values, s.Coded = append(s.Values, v), append(s.Coded, !rejected[i] || slot == "type")
		}
		if filled {
			j.Slots = append(j.Slots, s)
		}
	}
	return j
}

// Slots are all slots that can differ, in the order in which they are shown: those of a review, then the measures of figures.
func Slots() []string {
	out := slices.Clone(review.Slots)
	for _, m := range sitrep.Measures {
		out = append(out, string(m))
	}
	return out
}

// Agreement is how far people agree, about one type or one slot.
type Agreement struct {
	Name string // codebook id of the type, or the slot
	agreement.Result
}

// ByType measures agreement about the type of what the machine read as each type: whether it is that, another, or no event. The type that
// most claims have comes first.
func ByType(all []Judged, o agreement.Options) []Agreement {
	units := map[string][]agreement.Unit{}
	for i := range all {
		if u := unitOf(&all[i], "type"); u != nil {
			units[all[i].Type] = append(units[all[i].Type], u)
		}
	}
	return measured(units, o)
}

// BySlot measures agreement about each slot of claims that two people or more take for an event; type also of those that anybody rejected.
func BySlot(all []Judged, o agreement.Options) []Agreement {
	units := map[string][]agreement.Unit{}
	for i := range all {
		for k := range all[i].Slots {
			slot := all[i].Slots[k].Slot
			if u := unitOf(&all[i], slot); u != nil {
				units[slot] = append(units[slot], u)
			}
		}
	}
	order := Slots()
	out := measured(units, o)
	slices.SortStableFunc(out, func(x, y Agreement) int { return cmp.Compare(slices.Index(order, x.Name), slices.Index(order, y.Name)) })
	return out
}

// ByPair measures agreement about types between every two people.
func ByPair(all []Judged) []agreement.Pair {
	var units []agreement.Unit
	for i := range all {
		if u := unitOf(&all[i], "type"); u != nil {
			units = append(units, u)
		}
	}
	return agreement.Pairs(units)
}

// unitOf is what people have in a slot, nil where fewer than two coded it.
func unitOf(j *Judged, slot string) agreement.Unit {
	at := slices.IndexFunc(j.Slots, func(s JudgedSlot) bool { return s.Slot == slot })
	if at < 0 {
		return nil
	}
	var u agreement.Unit
	for i, v := range j.Slots[at].Values {
		if j.Slots[at].Coded[i] {
			u = append(u, agreement.Rating{Coder: j.People[i], Value: v})
		}
	}
	if len(u) < 2 {
		return nil
	}
	return u
}

func measured(units map[string][]agreement.Unit, o agreement.Options) []Agreement {
	out := make([]Agreement, 0, len(units))
	for name, u := range units {
		out = append(out, Agreement{name, agreement.Of(u, o)})
	}
	slices.SortFunc(out, func(x, y Agreement) int { return cmp.Or(cmp.Compare(y.Units, x.Units), cmp.Compare(x.Name, y.Name)) })
	return out
}
