package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/review"
)

// ErrReview says that a review cannot be made: what it is about, or what it says, does not fit.
var ErrReview = errors.New("not reviewed")

// reviewed is the detail of an entry of the log about reviews. What was corrected is told by its digest only, so that it can be erased.
type reviewed struct {
	Person  string         `json:"person"`
	Why     string         `json:"why"`
	Verdict sitrep.Verdict `json:"verdict"`
	Reviews []reviewedRow  `json:"reviews"`
}

type reviewedRow struct {
	N      int64          `json:"n"`
	Claim  sitrep.ClaimID `json:"claim"`
	SHA256 string         `json:"sha256"` // over the fields of the row
}

// reviewSum is the digest of a review, in hexadecimal.
func reviewSum(subject, verdict, person, why, detail string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{subject, verdict, person, why, detail}, "\x00")))
	return hexOf(sum[:])
}

// Review writes down what a person decided, all of it or, with an error, nothing, and gives it as it stands. What queries say of the claims,
// and what they are found by, is then what their readings and the reviews say together; the readings stay as they are. The error is ErrUnknown
// for a claim or a review that is not there, and ErrReview for one that cannot be decided about, or where a pair contradicts earlier ones.
func (a *Archive) Review(ctx context.Context, person, why string, all []review.Decision) ([]review.Row, error) {
	person, why = strings.TrimSpace(plainText(person)), strings.TrimSpace(plainText(why))
	switch {
	case person == "":
		return nil, fmt.Errorf("%w: no reviewer is named; say who decides", ErrReview)
	case why == "":
		return nil, fmt.Errorf("%w: no reason is given; say why", ErrReview)
	case len(all) == 0:
		return nil, fmt.Errorf("%w: nothing is decided; name a claim", ErrReview)
	}
	var out []review.Row
	err := a.change(ctx, "reviewing", func(p *pen) error {
		out = nil
		seq, err := p.next()
		if err != nil {
			return err
		}
		set, err := p.decisions()
		if err != nil {
			return err
		}
		entry := reviewed{Person: person, Why: why, Verdict: all[0].Verdict}
		touched := map[int64]map[int64]bool{} // claims that may read otherwise now, by report
		for _, d := range all {
			about, err := p.reviewable(&d, set)
			if err != nil {
				return err
			}
			detail, err := json.Marshal(d.Detail)
			if err != nil {
				return err
			}
			kept := plainText(string(detail))
			row := review.Row{Seq: seq, Decision: d, Person: person, Why: why}
			if _, err := p.one([]any{&row.N}, "INSERT INTO reviews (seq, subject, verdict, person, why, detail) VALUES (?, ?, ?, ?, ?, ?) RETURNING n",
				seq, string(d.Claim), string(d.Verdict), person, why, kept); err != nil {
				return err
			}
			entry.Reviews = append(entry.Reviews, reviewedRow{row.N, d.Claim, reviewSum(string(d.Claim), string(d.Verdict), person, why, kept)})
			out = append(out, row)
			pair := d
			if old, ok := set.Row(d.Detail.Undoes); ok && d.Verdict == sitrep.Undone {
				pair = old.Decision
			}
			for _, c := range []sitrep.ClaimID{pair.Claim, pair.Detail.With} {
				if err := p.staleClaim(c); err != nil {
					return err
				}
			}
			for claim, report := range about {
				if touched[report] == nil {
					touched[report] = map[int64]bool{}
				}
				touched[report][claim] = true
			}
		}
		first := out[0].N
		set = review.New(append(slices.Clip(set.All()), out...))
		if old, ok := set.Conflict(first); ok {
			return fmt.Errorf("%w: %s: that contradicts review %d (%s %s %s, by %s: %s); undo it first, or leave this as it is", ErrReview,
				all[0].Verdict, old.N, old.Verdict, old.Claim, old.Detail.With, old.Person, old.Why)
		}
		p.decided = set
		for _, report := range slices.Sorted(maps.Keys(touched)) {
			if err := p.rederive(report, seq, touched[report]); err != nil {
				return err
			}
			copies, err := p.copiesOf(report)
			if err != nil {
				return err
			}
			for _, key := range copies {
				if err := p.rederive(key, seq, nil); err != nil {
					return err
				}
			}
		}
		if err := p.record(logReview, string(out[0].Claim), entry); err != nil {
			return err
		}
		for i := range out {
			out[i].Time = timeOf(p.last.time)
		}
		return nil
	})
	switch {
	case errors.Is(err, ErrReview) || errors.Is(err, ErrUnknown):
		return nil, refusal(err) // nothing is wrong with the archive
	case err != nil:
		return nil, err
	}
	return out, nil
}

// refusal is the error without what change put around it.
func refusal(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil || inner == ErrReview || inner == ErrUnknown {
			return err
		}
		err = inner
	}
}

// reviewable refuses what cannot be decided, completes what an undoing is about, and gives the claims that may read otherwise after it, with
// their reports: numbers and keys.
func (p *pen) reviewable(d *review.Decision, set *review.Set) (map[int64]int64, error) {
	if d.Verdict == sitrep.Undone {
		old, ok := set.Row(d.Detail.Undoes)
		switch {
		case !ok:
			return nil, fmt.Errorf("%w: there is no review %d; sitrep review list names all", ErrUnknown, d.Detail.Undoes)
		case set.Undone(old.N):
			return nil, fmt.Errorf("%w: review %d was undone before; sitrep review list tells by whom", ErrReview, old.N)
		}
		d.Claim = old.Claim
		number, err := claimNumber(old.Claim)
		if err != nil {
			return nil, err
		}
		var report int64
		found, err := p.one([]any{&report}, "SELECT report FROM claims WHERE id = ? AND until IS NULL", number)
		if err != nil || !found {
			return nil, err // it rests, and so does what undoes it
		}
		return map[int64]int64{number: report}, nil
	}
	number, report, err := p.reviewed(d.Claim)
	if err != nil {
		return nil, err
	}
	switch d.Verdict {
	case sitrep.SameEvent, sitrep.OtherEvent:
		if d.Claim == d.Detail.With {
			return nil, fmt.Errorf("%w: %s is named twice; name two claims", ErrReview, d.Claim)
		}
		if _, _, err := p.reviewed(d.Detail.With); err != nil {
			return nil, err
		}
		return nil, nil
	case sitrep.Corrected:
		if len(d.Detail.Set) == 0 {
			return nil, fmt.Errorf("%w: %s: nothing is corrected; set a slot", ErrReview, d.Claim)
		}
	case sitrep.Accepted, sitrep.Rejected:
	default:
		return nil, fmt.Errorf("%w: %s: %q is no verdict", ErrReview, d.Claim, d.Verdict)
	}
	return map[int64]int64{number: report}, nil
}

// reviewed is the number of a claim that can be decided about, and its report's key.
func (p *pen) reviewed(id sitrep.ClaimID) (number, report int64, err error) {
	if number, err = claimNumber(id); err != nil {
		return 0, 0, err
	}
	var retracted, until sql.NullInt64
	var of int64
	found, err := p.one([]any{&report, &of, &retracted, &until}, `SELECT c.report, r.id, r.retracted, c.until FROM claims c JOIN reports r ON r.key = c.report
		WHERE c.id = ? ORDER BY CASE WHEN c.until IS NULL THEN 0 ELSE 1 END, c.report DESC LIMIT 1`, number)
	switch {
	case err != nil:
		return 0, 0, err
	case !found:
		return 0, 0, fmt.Errorf("%w: %s is not in %s; sitrep claims lists what is", ErrUnknown, id, p.a.where)
	case retracted.Valid:
		return 0, 0, fmt.Errorf("%w: the report of %s, %s, was retracted; what it claims stands in no answer any more", ErrReview, id, reportID(of))
	case until.Valid:
		return 0, 0, fmt.Errorf("%w: the reading of %s that stands does not have %s any more; sitrep show %s tells what it has", ErrReview, reportID(of), id, reportID(of))
	}
	return number, report, nil
}

// rederive makes rows of claims of a report anew, those of the numbers or, where claims is nil, all, and its words; its events are no longer
// up to date.
func (p *pen) rederive(report, seq int64, claims map[int64]bool) error {
	if err := p.staleKey(report); err != nil {
		return err
	}
	x, reader, err := p.standing(report)
	if err != nil || x == nil {
		return err
	}
	set, err := p.decisions()
	if err != nil {
		return err
	}
	lent, err := p.lent(report, set)
	if err != nil {
		return err
	}
	rows, err := p.rows(set.ApplyLent(x, lent), about{})
	if err != nil {
		return err
	}
	for n := range rows {
		if claims != nil && !claims[rows[n].id] {
			continue
		}
		var twin sql.NullInt64
		if _, err := p.one([]any{&twin}, "SELECT twin FROM claims WHERE report = ? AND reader = ? AND n = ? AND until IS NULL", report, reader, n); err != nil {
			return err
		}
		if _, err := p.do("UPDATE claims SET until = ? WHERE report = ? AND reader = ? AND n = ? AND until IS NULL", seq, report, reader, n); err != nil {
			return err
		}
		// What this very change wrote before never stood.
		for _, table := range []string{"claims", "figures"} {
			if _, err := p.do("DELETE FROM "+table+" WHERE report = ? AND reader = ? AND n = ? AND since = ?", report, reader, n, seq); err != nil {
				return err
			}
		}
		if err := p.putRow(report, reader, seq, n, &rows[n]); err != nil {
			return err
		}
		if twin.Valid {
			if _, err := p.do("UPDATE claims SET twin = ? WHERE report = ? AND reader = ? AND n = ? AND until IS NULL", twin.Int64, report, reader, n); err != nil {
				return err
			}
		}
	}
	var original int64
	var publisher sql.NullInt64
	if _, err := p.one([]any{&original, &publisher}, "SELECT original, publisher FROM reports WHERE key = ?", report); err != nil {
		return err
	}
	var from any
	if publisher.Valid {
		from = publisher.Int64
	}
	return p.index(report, original, from)
}

// ReviewFilter says which reviews are asked for. All that is given must hold; the zero ReviewFilter asks for all.
type ReviewFilter struct {
	Claim  sitrep.ClaimID // it, or a pair that it is in
	Person string
	N      int64 // the one of that number
}

// ReviewRow is a review of an answer.
type ReviewRow struct {
	review.Row
	// Stands says that it binds; Undone that it was undone. Where neither holds, a later one of the same claim and slots binds.
	Stands, Undone bool
}

// Reviews gives the reviews that f asks for, the latest first.
func (a *Archive) Reviews(ctx context.Context, f ReviewFilter) ([]ReviewRow, error) {
	set, err := a.decided(ctx, 0)
	if err != nil {
		return nil, err
	}
	rows := set.All()
	if f.Claim != "" {
		rows = set.About(f.Claim)
	}
	var out []ReviewRow
	for _, r := range slices.Backward(rows) {
		if (f.Person == "" || r.Person == f.Person) && (f.N == 0 || r.N == f.N) {
			out = append(out, ReviewRow{r, set.Stands(r.N), set.Undone(r.N)})
		}
	}
	return out, nil
}

// Pins are the pairs of claims of which people decided that they tell one happening, or that they do not.
func (a *Archive) Pins(ctx context.Context) ([]fuse.Pin, error) {
	set, err := a.decided(ctx, 0)
	if err != nil {
		return nil, err
	}
	return set.Pins(), nil
}

// verifyReviews compares the reviews with what the log says of them.
func (a *Archive) verifyReviews(ctx context.Context, _ *VerifyOptions, f *Findings) error {
	type logged struct {
		seq int64
		reviewedRow
	}
	told := map[int64]logged{}
	err := a.each(ctx, func(r *sql.Rows) error {
		var seq int64
		var detail string
		if err := r.Scan(&seq, &detail); err != nil {
			return err
		}
		var d reviewed
		if err := json.Unmarshal([]byte(detail), &d); err != nil {
			f.fault("log: entry %d does not say what was reviewed", seq)
		}
		for _, w := range d.Reviews {
			told[w.N] = logged{seq, w}
		}
		return nil
	}, "SELECT seq, detail FROM log WHERE kind = ? ORDER BY seq", logReview)
	if err != nil {
		return err
	}
	blank := map[int64]int64{} // reviews that say nothing any more, with their claims
	err = a.each(ctx, func(r *sql.Rows) error {
		var n, seq int64
		var subject, verdict, person, why, detail string
		if err := r.Scan(&n, &seq, &subject, &verdict, &person, &why, &detail); err != nil {
			return err
		}
		w, ok := told[n]
		delete(told, n)
		switch {
		case !ok || w.seq != seq:
			f.fault("reviews: no entry of the log tells of review %d", n)
		case w.SHA256 != reviewSum(subject, verdict, person, why, detail):
			if number, err := claimNumber(sitrep.ClaimID(subject)); err == nil && detail == "" && why == "" {
				blank[n] = number
				return nil
			}
			f.fault("reviews: review %d was changed", n)
		}
		return nil
	}, "SELECT n, seq, subject, verdict, person, why, detail FROM reviews ORDER BY n")
	if err != nil {
		return err
	}
	for _, n := range slices.Sorted(maps.Keys(blank)) {
		var held int // of an erased report no claims are kept
		if err := a.one(ctx, []any{&held}, "SELECT count(*) FROM claims WHERE id = ?", blank[n]); err != nil {
			return err
		}
		if held > 0 {
			f.fault("reviews: review %d was changed", n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(told)) {
		f.fault("reviews: review %d, which entry %d of the log tells of, is gone", n, told[n].seq)
	}
	return nil
}

// eraseReviews removes what reviews say of the claims of a report that is erased. Who decided stays, as the log tells it.
func (p *pen) eraseReviews(report int64) error {
	var ids []int64
	if err := p.each(func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		ids = append(ids, n)
		return err
	}, "SELECT DISTINCT id FROM claims WHERE report = ?", report); err != nil {
		return err
	}
	for _, n := range ids {
		if _, err := p.do("UPDATE reviews SET why = '', detail = '' WHERE subject = ?", string(claimID(n))); err != nil {
			return err
		}
		if _, err := p.do("DELETE FROM desk_marks WHERE claim = ?", n); err != nil {
			return err
		}
	}
	p.erased, p.decided = true, nil
	return nil
}
