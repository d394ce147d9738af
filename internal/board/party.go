package board

import (
	"slices"

	"sitrep"
	"sitrep/internal/situation"
)

// Standing is a party with its main relations, nil where no report tells of one as a fact.
func (b *Board) Standing(party string) *situation.Standing {
	if i, ok := b.standingAt[party]; ok {
		return &b.Actors.Standings[i]
	}
	return nil
}

// RelationsOf gives the relations of a party, those that most events tell of first.
func (b *Board) RelationsOf(party string) []*situation.Relation {
	var out []*situation.Relation
	for i := range b.Actors.Relations {
		r := &b.Actors.Relations[i]
		if _, ok := r.Other(party); ok {
			out = append(out, r)
		}
	}
	return out
}

// TookPart gives the events that a party took part in as claims tell as a fact, newest first.
func (b *Board) TookPart(party string) []*Event {
	out := make([]*Event, 0, len(b.tookPart[party]))
	for _, n := range b.tookPart[party] {
		out = append(out, &b.Events[n])
	}
	return out
}

// index finds parties by their ids, and the events that they took part in by their claims.
func (b *Board) index(claims map[sitrep.ClaimID]int32) {
	b.standingAt = make(map[string]int, len(b.Actors.Standings))
	b.tookPart = make(map[string][]int32, len(b.Actors.Standings))
	for i := range b.Actors.Standings {
		s := &b.Actors.Standings[i]
		b.standingAt[s.ID] = i
		var list []int32
		for _, id := range s.Claims {
			if event, ok := claims[id]; ok {
				list = append(list, event)
			}
		}
		slices.Sort(list)
		b.tookPart[s.ID] = slices.Compact(list)
	}
}
