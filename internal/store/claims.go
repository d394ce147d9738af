package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"sitrep"
)

// ClaimsOf gives the claims of the ids, each as the reading of its report that stands has it, by id. An id that no reading has is left
// out; so is a claim of a report that was retracted, or of a version of a page that was replaced, and one that a person rejected.
func (a *Archive) ClaimsOf(ctx context.Context, ids []sitrep.ClaimID) (map[sitrep.ClaimID]*ClaimRow, error) {
	hits, err := a.hitsOf(ctx, ids, " AND c.modality < ?", rejectedMark)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(hits, func(x, y hit) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.n, y.n)) })
	out := make(map[sitrep.ClaimID]*ClaimRow, len(hits))
	err = a.onHits(ctx, &plan{}, hits, func(_ hit, c *sitrep.Claim, r *ReportRow, sentence string) {
		out[c.ID] = &ClaimRow{*c, *r, sentence}
	})
	return out, err
}

// hitsOf finds where the claims of ids stand in readings of reports that stand; and is a further condition on claims c, with its arguments.
func (a *Archive) hitsOf(ctx context.Context, ids []sitrep.ClaimID, and string, args ...any) ([]hit, error) {
	numbers := make([]int64, 0, len(ids))
	for _, id := range ids {
		n, err := claimNumber(id)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	var hits []hit
	for part := range slices.Chunk(numbers, 500) {
		err := a.each(ctx, func(r *sql.Rows) error {
			var h hit
			err := r.Scan(&h.key, &h.reader, &h.n)
			hits = append(hits, h)
			return err
		}, "SELECT c.report, c.reader, c.n FROM claims c JOIN reports r ON r.key = c.report WHERE c.id IN ("+marks(len(part))+
			") AND c.until IS NULL AND r.retracted IS NULL AND r.replaced IS NULL AND r.erased IS NULL"+and, append(anys(part), args...)...)
		if err != nil {
			return nil, a.fault("looking up claims", err)
		}
	}
	return hits, nil
}
