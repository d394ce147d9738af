package ui

import (
	"context"
	"maps"
	"slices"

	"sitrep"
)

// printedCite is a citation with its sentence, as a printed page ends with it.
type printedCite struct {
	N     int
	Quote quote
}

// mostSentences is how many sentences a printed page ends with.
const mostSentences = 200

// printedCites gives the first sentences of citations, by their numbers, and of how many citations there are more.
func (p *Pages) printedCites(ctx context.Context, c *Cites) (list []printedCite, of int, err error) {
	if c == nil || len(c.numbers) == 0 {
		return nil, 0, nil
	}
	ids := slices.SortedFunc(maps.Keys(c.numbers), func(a, b sitrep.ClaimID) int { return c.numbers[a] - c.numbers[b] })
	rows, err := p.archive.ClaimsOf(ctx, ids[:min(len(ids), mostSentences)])
	if err != nil {
		return nil, 0, err
	}
	for _, id := range ids {
		if row := rows[id]; row != nil {
			list = append(list, printedCite{c.numbers[id], quoteOf(row)})
		}
	}
	return list, len(ids), nil
}
