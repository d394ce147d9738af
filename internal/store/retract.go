package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sitrep"
)

// withdrawal is the detail of an entry about a report that was retracted or erased. Reports are those that share the erased bytes.
type withdrawal struct {
	Why     string            `json:"why"`
	SHA256  string            `json:"sha256,omitempty"`
	Reports []sitrep.ReportID `json:"reports,omitempty"`
}

// Retract withdraws a report: it and what it claims no longer stand in any answer but those about the time before, and it vouches for
// no other report. With erase, for what must not be held, its bytes, text, readings and whatever was derived from them are removed
// as well, of every report with the same bytes, and the same bytes are refused from then on; its id, hash, time and reason stay in the
// log. An id that nothing has is ErrUnknown; a report that is withdrawn already is no error.
func (a *Archive) Retract(ctx context.Context, id sitrep.ReportID, why string, erase bool) error {
	number, err := reportNumber(id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(why) == "" {
		return fmt.Errorf("report %s: no reason was given; say why it is retracted", id)
	}
	erased := false
	err = a.regrouping(ctx, "retracting a report", func(p *pen) error {
		erased = false
		var key, original int64
		var retracted, gone sql.NullInt64
		found, err := p.one([]any{&key, &original, &retracted, &gone}, "SELECT key, original, retracted, erased FROM reports WHERE id = ?", number)
		switch {
		case err != nil:
			return err
		case !found:
			return fmt.Errorf("%w: %s is not in %s; sitrep reports lists what is", ErrUnknown, id, a.where)
		case gone.Valid || retracted.Valid && !erase:
			return nil
		case erase:
			erased = true
			return p.erase(ctx, id, original, why)
		}
		seq, err := p.next()
		if err != nil {
			return err
		}
		if _, err := p.do("UPDATE reports SET retracted = ? WHERE key = ?", seq, key); err != nil {
			return err
		}
		if err := p.stale(number); err != nil {
			return err
		}
		g := p.grouping(seq)
		if err := g.remove(id); err != nil {
			return err
		}
		if err := g.settle(); err != nil {
			return err
		}
		return p.record(logRetract, string(id), withdrawal{Why: why})
	})
	if err != nil || !erased {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.dialect.forget(ctx, a); err != nil {
		return a.fault("the report is erased, but clearing the space that it took failed; erase it again when nothing else uses the archive", err)
	}
	return nil
}

// erase removes everything of the reports that share an original.
func (p *pen) erase(ctx context.Context, id sitrep.ReportID, original int64, why string) error {
	seq, err := p.next()
	if err != nil {
		return err
	}
	type one struct{ key, id int64 }
	var all []one
	if err := p.each(func(r *sql.Rows) error {
		var o one
		err := r.Scan(&o.key, &o.id)
		all = append(all, o)
		return err
	}, "SELECT key, id FROM reports WHERE original = ? ORDER BY id", original); err != nil {
		return err
	}
	var sha []byte
	if _, err := p.one([]any{&sha}, "SELECT sha256 FROM originals WHERE n = ?", original); err != nil {
		return err
	}
	w := withdrawal{Why: why, SHA256: hexOf(sha)}
	g := p.grouping(seq)
	names, places := map[int64]bool{}, map[int64]bool{}
	var gone []int64
	events := map[int64]bool{}
	for _, o := range all {
		gone = append(gone, o.id)
		if err := p.eventsOf(o.key, events, names, places); err != nil {
			return err
		}
		w.Reports = append(w.Reports, reportID(o.id))
		if err := p.namesOf(o.key, names, places); err != nil {
			return err
		}
		if err := g.remove(reportID(o.id)); err != nil {
			return err
		}
		if err := p.eraseReviews(o.key); err != nil {
			return err
		}
		for _, s := range []string{"DELETE FROM readings WHERE report = ?", "DELETE FROM claims WHERE report = ?", "DELETE FROM figures WHERE report = ?"} {
			if _, err := p.do(s, o.key); err != nil {
				return err
			}
		}
		if err := p.a.dialect.dropWords(p, o.key); err != nil {
			return err
		}
		if _, err := p.do(`UPDATE reports SET erased = ?, retracted = coalesce(retracted, ?), place = NULL, found = '', url = NULL, page = NULL,
			publisher = NULL, author = NULL, title = NULL, language = NULL, modified = NULL, fault = NULL, notes = NULL WHERE key = ?`, seq, seq, o.key); err != nil {
			return err
		}
	}
	if _, err := p.do("UPDATE originals SET body = NULL, plain = NULL, text = NULL WHERE n = ?", original); err != nil {
		return err
	}
	if err := g.settle(); err != nil {
		return err
	}
	if err := p.unfuse(ctx, gone, events); err != nil {
		return err
	}
	if err := p.dropNames(names, places); err != nil {
		return err
	}
	return p.record(logErase, string(id), w)
}

// namesOf adds the numbers of the names that a report or its claims go by, and of their places.
func (p *pen) namesOf(key int64, names, places map[int64]bool) error {
	var columns [3]sql.NullInt64
	if _, err := p.one([]any{&columns[0], &columns[1], &columns[2]}, "SELECT place, publisher, author FROM reports WHERE key = ?", key); err != nil {
		return err
	}
	for _, c := range columns {
		if c.Valid {
			names[c.Int64] = true
		}
	}
	return p.each(func(r *sql.Rows) error {
		var parties sql.NullString
		var place, name, within sql.NullInt64
		err := r.Scan(&parties, &place, &name, &within)
		if place.Valid {
			places[place.Int64], names[name.Int64], names[within.Int64] = true, true, true
		}
		for _, n := range strings.Split(strings.Trim(parties.String, ","), ",") {
			if n, err := strconv.ParseInt(n, 10, 64); err == nil {
				names[n] = true
			}
		}
		return err
	}, "SELECT c.parties, c.place, q.name, q.within FROM claims c LEFT JOIN places q ON q.n = c.place WHERE c.report = ?", key)
}

// dropNames removes those of the places and names that nothing uses any more.
func (p *pen) dropNames(names, places map[int64]bool) error {
	for _, n := range slices.Sorted(maps.Keys(places)) {
		gone, err := p.do("DELETE FROM places WHERE n = ? AND NOT EXISTS (SELECT 1 FROM claims WHERE place = ?) AND NOT EXISTS (SELECT 1 FROM events WHERE place = ?)", n, n, n)
		if err != nil {
			return err
		}
		if gone > 0 {
			if err := p.a.dialect.unplaced(p, n); err != nil {
				return err
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(names)) {
		like := fmt.Sprintf("%%,%d,%%", n)
		if _, err := p.do(`DELETE FROM names WHERE n = ? AND NOT EXISTS (SELECT 1 FROM reports WHERE place = ? OR publisher = ? OR author = ?)
			AND NOT EXISTS (SELECT 1 FROM originals WHERE media = ?) AND NOT EXISTS (SELECT 1 FROM figures WHERE measure = ?)
			AND NOT EXISTS (SELECT 1 FROM places WHERE name = ? OR within = ?)
			AND NOT EXISTS (SELECT 1 FROM claims WHERE type = ? OR parties LIKE ?) AND NOT EXISTS (SELECT 1 FROM events WHERE type = ? OR measures LIKE ?)`,
			n, n, n, n, n, n, n, n, n, like, n, like); err != nil {
			return err
		}
	}
	p.a.names.clear()
	return nil
}
