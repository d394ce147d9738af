package store

import (
	"context"
	"database/sql"
)

// mostTallied is of how many reports claims are counted, and mostTalliedPhrases of how many where their texts must be looked at.
const (
	mostTallied        = 2000
	mostTalliedPhrases = 200
)

// Tally is how many claims of each event type reports have.
type Tally struct {
	Types   map[string]int // by codebook id
	Reports int            // that were counted, the newest
	All     bool           // there are no more
}

// Tally counts the claims of the newest reports that f asks for, by type.
func (a *Archive) Tally(ctx context.Context, f Filter) (Tally, error) {
	out := Tally{Types: map[string]int{}, All: true}
	f.After = ""
	p, err := a.plan(ctx, &f, ofReports)
	if err != nil || p.nothing {
		return out, err
	}
	most := mostTallied
	if p.typed.phrases() {
		most = mostTalliedPhrases
	}
	keys, err := a.keys(ctx, p, true, most+1)
	if err != nil {
		return out, err
	}
	if len(keys) > most {
		keys, out.All = keys[:most], false
	}
	out.Reports = len(keys)
	for len(keys) > 0 {
		part := keys[:min(len(keys), 500)]
		keys = keys[len(part):]
		err := a.each(ctx, func(r *sql.Rows) error {
			var name string
			var n int
			err := r.Scan(&name, &n)
			out.Types[name] += n
			return err
		}, "SELECT t.name, count(*) FROM claims c JOIN names t ON t.n = c.type WHERE c.report IN ("+marks(len(part))+") AND c.until IS NULL AND c.modality < ? GROUP BY t.name",
			append(anys(part), rejectedMark)...)
		if err != nil {
			return out, a.fault("searching", err)
		}
	}
	return out, nil
}
