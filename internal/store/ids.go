package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"sitrep"
)

// Bounds of an abbreviated id.
const (
	leastDigits = 6  // hexadecimal digits that must be given
	idDigits    = 16 // of a whole id
	mostMeant   = 10 // ids that an error names
)

// Resolve gives the whole id that id stands for: a report's ("r-…"), a claim's ("c-…") or an event's ("e-…"), whole or its first six or more hexadecimal
// digits, which may stand without "r-" and then mean a report's where one begins so, else a claim's. A group of copies ("g-r-…") stands for its first report. The error is ErrUnknown where nothing
// begins so, and ErrSeveral, naming the ids, where several do.
func (a *Archive) Resolve(ctx context.Context, id string) (string, error) {
	prefix, digits := "", strings.TrimPrefix(strings.ToLower(strings.TrimSpace(id)), "g-")
	if p, rest, ok := strings.Cut(digits, "-"); ok {
		prefix, digits = p+"-", rest
	}
	low, err := strconv.ParseUint(digits+strings.Repeat("0", max(0, idDigits-len(digits))), 16, 64)
	if err != nil || len(digits) > idDigits || prefix != "" && prefix != "r-" && prefix != "c-" && prefix != "e-" {
		return "", fmt.Errorf("%w: %q; ids look like r-0123456789abcdef (a report), c-… (a claim) or e-… (an event)", ErrUnknown, id)
	}
	if len(digits) < leastDigits {
		return "", fmt.Errorf("%w: %q is too short; give at least %d digits of an id", ErrUnknown, id, leastDigits)
	}
	high := low | (math.MaxUint64 >> (4 * len(digits)))
	if len(digits) == idDigits {
		high = low
	}
	var found []string
	raw := func(n uint64) int64 { return int64(n) }
	for _, kind := range []struct {
		prefix, statement string
		number            func(uint64) int64
		id                func(int64) string
	}{
		{"r-", "SELECT id FROM reports WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", raw, func(n int64) string { return string(reportID(n)) }},
		{"c-", "SELECT DISTINCT id FROM claims WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", raw, func(n int64) string { return string(claimID(n)) }},
		{"e-", "SELECT n FROM events WHERE n BETWEEN ? AND ? ORDER BY n LIMIT ?", ordered, func(n int64) string { return string(eventID(n)) }},
	} {
		if prefix != "" && prefix != kind.prefix || len(found) > 0 {
			continue
		}
		// Both ends have the same first bit, so their order is that of the numbers without sign.
		err := a.each(ctx, func(r *sql.Rows) error {
			var n int64
			err := r.Scan(&n)
			found = append(found, kind.id(n))
			return err
		}, kind.statement, kind.number(low), kind.number(high), mostMeant+1)
		if err != nil {
			return "", a.fault("looking up "+id, err)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		moved, err := a.movedFrom(ctx, prefix, digits)
		if err != nil || moved != "" {
			return moved, err
		}
		return "", fmt.Errorf("%w: %s is not in %s; sitrep reports, claims and events list what is", ErrUnknown, id, a.where)
	case len(found) > mostMeant:
		found = append(found[:mostMeant], "more")
	}
	return "", fmt.Errorf("%q %w: %s; give more digits", id, ErrSeveral, strings.Join(found, ", "))
}

// SameBytes are the reports whose bytes as received are those of a report, itself among them, by id: what erasing it takes with it.
func (a *Archive) SameBytes(ctx context.Context, id sitrep.ReportID) ([]ReportRow, error) {
	key, err := a.keyOfID(ctx, string(id))
	if err != nil {
		return nil, err
	}
	return a.rowsOf(ctx, "SELECT key FROM reports WHERE original = (SELECT original FROM reports WHERE key = ?) ORDER BY id", key)
}

// movedFrom is the one id that begins so and went elsewhere, "" for none or several.
func (a *Archive) movedFrom(ctx context.Context, prefix, digits string) (string, error) {
	var found []string
	err := a.each(ctx, func(r *sql.Rows) error {
		var old string
		err := r.Scan(&old)
		if rest, ok := strings.CutPrefix(old, prefix); ok && (prefix != "" || len(old) > 2) {
			if prefix == "" {
				rest = old[2:]
			}
			if strings.HasPrefix(rest, digits) {
				found = append(found, old)
			}
		}
		return err
	}, "SELECT DISTINCT old FROM moved WHERE old LIKE ? ORDER BY old", "%-"+digits+"%")
	if found = slices.Compact(found); err == nil && len(found) == 1 {
		return found[0], nil
	}
	return "", a.fault("looking up an id", err)
}
