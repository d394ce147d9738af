package store

import (
	"context"
	"slices"

	"sitrep"
	"sitrep/internal/origin"
)

// Origin is the party that a claim goes back to, and how many say so.
type Origin struct {
	origin.ClaimOrigin
	// Reports is how many reports of the group of copies make the claim, 1 where the report has no copies; Origins is how many origins they
	// have between them.
	Reports, Origins int
}

// Origins tells where every claim of a report's reading goes back to, by claim: of a report as it stood when r was asked for. Whom reports are
// taken from is told by o.
func (a *Archive) Origins(ctx context.Context, o *origin.Outlets, r *ReportRow) (map[sitrep.ClaimID]Origin, error) {
	group, err := a.groupAt(ctx, r)
	if err != nil {
		return nil, err
	}
	set, err := a.decided(ctx, r.seq)
	if err != nil {
		return nil, err
	}
	var own *sitrep.Extraction // as it was read, as the others are, so that what they repeat shows
	var others []*sitrep.Extraction
	var credits []origin.Credit
	bound := map[*sitrep.Extraction]*sitrep.Extraction{} // with what people decided
	for _, m := range group {
		x, err := a.asRead(ctx, m, r.seq)
		if err != nil {
			return nil, err
		}
		if x == nil {
			continue
		}
		if bound[x], err = a.bound(ctx, set, m, x); err != nil {
			return nil, err
		}
		credits = append(credits, o.Credit(&x.Report, x.Blocks))
		if m.key == r.key {
			own = x
		} else {
			others = append(others, x)
		}
	}
	if own == nil {
		return nil, nil
	}
	home := origin.Settle(origin.GroupID("g-"+string(r.Lead)), credits)
	claims := o.Claims(bound[own], home)
	keys := make([][]string, len(claims)) // origins of the claim, one for each report that makes it
	for i := range claims {
		keys[i] = []string{claims[i].Key}
	}
	for _, x := range others {
		theirs := o.Claims(bound[x], home)
		for _, pair := range origin.Retold(own, x) {
			keys[pair[0]] = append(keys[pair[0]], theirs[pair[1]].Key)
		}
	}
	out := make(map[sitrep.ClaimID]Origin, len(claims))
	for i, c := range claims {
		n := len(keys[i])
		slices.Sort(keys[i])
		out[c.Claim] = Origin{c, n, len(slices.Compact(keys[i]))}
	}
	return out, nil
}

// groupAt are the reports of a report's group, its lead first, itself among them, as of when it was asked for.
func (a *Archive) groupAt(ctx context.Context, r *ReportRow) ([]*ReportRow, error) {
	if r.Copies == 0 {
		return []*ReportRow{r}, nil
	}
	lead, err := a.keyOfID(ctx, string(r.Lead))
	if err != nil {
		return nil, err
	}
	condition, more := valid("g", r.seq)
	copies, err := a.numbers(ctx, "SELECT g.report FROM copies g WHERE g.lead = ? AND "+condition+" ORDER BY g.report", append([]any{lead}, more...)...)
	if err != nil {
		return nil, a.fault("reading reports", err)
	}
	keys := append([]int64{lead}, copies...)
	rows, err := a.reportRows(ctx, keys, r.seq)
	if err != nil {
		return nil, err
	}
	out := make([]*ReportRow, len(keys))
	for i, k := range keys {
		out[i] = rows[k]
	}
	return out, nil
}
