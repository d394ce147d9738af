package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/origin"
)

// VerifyOptions say how much is verified. The zero value looks at every original and entry of the log, and derives what 200 reports
// claim from their stored readings.
type VerifyOptions struct {
	// Sample is of how many reports everything that is derived is derived again; 0: 200, below 0: all.
	Sample int
	// Reread reads a report of the sample anew, so that its reading can be compared with the stored one if the reader is the same; nil:
	// readings are taken as they are.
	Reread func(ctx context.Context, u Unread) (*sitrep.Extraction, error)
	// Events has all events made anew and compared with those that are kept. That takes as long as making them, and as much memory.
	Events bool
	// Progress hears of how many originals were looked at, nil: nobody does.
	Progress func(done int)
}

// Findings are what Verify found: how much it looked at, and each fault in a line.
type Findings struct {
	Entries, Reports, Originals int
	Sampled, Reread             int
	Faults                      []string
}

func (f *Findings) fault(format string, args ...any) {
	f.Faults = append(f.Faults, fmt.Sprintf(format, args...))
}

// groupAll is up to how many reports all groups of copies are formed anew; of more, those of the sample are looked at.
const groupAll = 20_000

// Verify looks whether the archive is what it says: every original against its hash, every entry of the log against the one before,
// the reports of each batch against its digest, and of a sample whether rows, words and groups are those that the stored readings
// give. It reads one moment of the archive, which may be written to meanwhile. The error is of reading; what is wrong is in Findings.
func (a *Archive) Verify(ctx context.Context, o VerifyOptions) (Findings, error) {
	var f Findings
	m, done, err := a.moment(ctx)
	if err != nil {
		return f, err
	}
	defer done()
	lines, err := m.dialect.sound(ctx, m)
	if err != nil {
		return f, a.fault("verifying", err)
	}
	f.Faults = append(f.Faults, lines...)
	for _, step := range []func(context.Context, *VerifyOptions, *Findings) error{m.verifyLog, m.verifyOriginals, m.verifyReviews, m.verifyUsers, m.verifySample, m.verifyGroups, m.verifyEvents} {
		if err := step(ctx, &o, &f); err != nil {
			return f, a.fault("verifying", err)
		}
	}
	return f, nil
}

// verifyLog follows the chain and recomputes the digest of each batch.
func (a *Archive) verifyLog(ctx context.Context, _ *VerifyOptions, f *Findings) error {
	batches := map[int64]summary{}
	var last entry
	err := a.each(ctx, func(r *sql.Rows) error {
		var e entry
		if err := r.Scan(&e.seq, &e.time, &e.kind, &e.subject, &e.detail, &e.hash); err != nil {
			return err
		}
		f.Entries++
		switch {
		case e.seq != last.seq+1:
			f.fault("log: entry %d follows entry %d; entries are missing", e.seq, last.seq)
		case !bytes.Equal(e.hash, e.sum(last.hash)):
			f.fault("log: entry %d (%s, %s) was changed, or one before it", e.seq, e.kind, timeOf(e.time).Format("2006-01-02 15:04:05"))
		case e.time < last.time:
			f.fault("log: entry %d is older than the one before", e.seq)
		}
		if e.kind == logAdd {
			var s summary
			if err := json.Unmarshal([]byte(e.detail), &s); err != nil {
				f.fault("log: entry %d has no digest", e.seq)
			}
			batches[e.seq] = s
		}
		last = e
		return nil
	}, "SELECT seq, time, kind, subject, detail, hash FROM log ORDER BY seq")
	if err != nil {
		return err
	}
	var seq int64
	var of []string
	check := func() {
		s, ok := batches[seq]
		delete(batches, seq)
		switch {
		case len(of) == 0:
		case !ok:
			f.fault("log: entry %d, of which %d reports say that they came with it, added none", seq, len(of))
		case s.Reports != len(of):
			f.fault("log: entry %d added %d reports; %d are held", seq, s.Reports, len(of))
		case s.Digest != digest(of):
			f.fault("log: entry %d added other reports than those that are held of it", seq)
		}
		of = nil
	}
	err = a.each(ctx, func(r *sql.Rows) error {
		var received, id int64
		var sha []byte
		if err := r.Scan(&received, &id, &sha); err != nil {
			return err
		}
		f.Reports++
		if received != seq {
			check()
			seq = received
		}
		of = append(of, digestLine(reportID(id), sha))
		return nil
	}, "SELECT r.received, r.id, o.sha256 FROM reports r JOIN originals o ON o.n = r.original ORDER BY r.received")
	if err != nil {
		return err
	}
	check()
	for n, s := range batches {
		if s.Reports > 0 {
			f.fault("log: entry %d added %d reports; none is held", n, s.Reports)
		}
	}
	var held int
	if err := a.one(ctx, []any{&held}, "SELECT count(*) FROM reports"); err != nil {
		return err
	}
	if held != f.Reports {
		f.fault("reports: %d of %d have no original", held-f.Reports, held)
	}
	slices.Sort(f.Faults)
	return nil
}

// verifyOriginals opens every original and compares its hash.
func (a *Archive) verifyOriginals(ctx context.Context, o *VerifyOptions, f *Findings) error {
	return a.each(ctx, func(r *sql.Rows) error {
		var n int64
		var sha []byte
		var gone bool
		var fr framed
		if err := r.Scan(append([]any{&n, &sha, &gone}, fr.into()...)...); err != nil {
			return err
		}
		f.Originals++
		if o.Progress != nil && f.Originals%1000 == 0 {
			o.Progress(f.Originals)
		}
		if fr.body == nil {
			if !gone {
				f.fault("original %s: its bytes are gone and no entry of the log says that they were erased", hexOf(sha))
			}
			return nil
		}
		k, err := a.openOriginal(fr)
		if err != nil {
			f.fault("original %s: %v", hexOf(sha), err)
			return nil
		}
		if sum := sha256.Sum256(k.received); !bytes.Equal(sum[:], sha) {
			f.fault("original %s: its bytes were changed", hexOf(sha))
		}
		return nil
	}, "SELECT o.n, o.sha256, EXISTS (SELECT 1 FROM reports r WHERE r.original = o.n AND r.erased IS NOT NULL) AND o.body IS NULL, "+framedColumns+" FROM originals o ORDER BY o.n")
}

// sample are the keys of reports that stand, spread evenly.
func (a *Archive) sample(ctx context.Context, n int) ([]int64, error) {
	all, err := a.numbers(ctx, "SELECT key FROM reports WHERE erased IS NULL ORDER BY key")
	if n == 0 {
		n = 200
	}
	if err != nil || n < 0 || len(all) <= n {
		return all, err
	}
	out := make([]int64, n)
	for i := range out {
		out[i] = all[i*len(all)/n]
	}
	return out, nil
}

// verifySample derives rows and words of a sample anew from the readings that stand.
func (a *Archive) verifySample(ctx context.Context, o *VerifyOptions, f *Findings) error {
	keys, err := a.sample(ctx, o.Sample)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(keys, 200) {
		rows, err := a.rowsThere(ctx, part, 0)
		if err != nil {
			return err
		}
		for _, key := range part {
			f.Sampled++
			row := rows[key]
			if row == nil {
				f.fault("a report has no original or no entry of the log")
				continue
			}
			x, err := a.asRead(ctx, row, 0)
			switch {
			case err != nil:
				f.fault("report %s: its reading cannot be opened: %v", row.ID, err)
			case x == nil && row.Fault == "":
				f.fault("report %s: has neither a reading nor a reason why not", row.ID)
			case x != nil:
				if err := a.verifyReading(ctx, row, x, o, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (a *Archive) verifyReading(ctx context.Context, row *ReportRow, x *sitrep.Extraction, o *VerifyOptions, f *Findings) error {
	set, err := a.decided(ctx, 0)
	if err != nil {
		return err
	}
	stands, err := a.bound(ctx, set, row, x)
	if err != nil {
		return err
	}
	want := derived(stands)
	got, words, err := a.derivedRows(ctx, row.key)
	if err != nil {
		return err
	}
	if !slices.Equal(want, got) {
		f.fault("report %s: the rows of its claims are not those of its reading", row.ID)
	}
	b := newBag(nil)
	b.about = words
	b.add(x.Report.Text)
	all := b.distinct()
	if len(all) > 200 {
		all = all[:200]
	}
	if len(all) > 0 {
		var s search
		for _, w := range all {
			s.all = append(s.all, []phrase{{w}})
		}
		tables, condition := a.dialect.matching()
		var n int
		if err := a.one(ctx, []any{&n}, "SELECT count(*) FROM "+tables+" WHERE "+condition+" AND "+a.dialect.matchingKey()+" = ?", a.dialect.expression(s), row.key); err != nil {
			return err
		}
		if n != 1 {
			f.fault("report %s: is not found by its own words", row.ID)
		}
	}
	if o.Reread == nil {
		return nil
	}
	u, err := a.unread(ctx, row)
	if err != nil {
		return err
	}
	again, err := o.Reread(ctx, u)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		f.fault("report %s: was read once and cannot be read again: %v", row.ID, err)
	case again.Codebook == x.Codebook && again.Models == x.Models && again.Places == x.Places:
		f.Reread++
		one, err1 := lean(x, "")
		two, err2 := lean(again, "")
		if err := cmp.Or(err1, err2); err != nil || !bytes.Equal(one, two) {
			f.fault("report %s: read again it says something else than was stored", row.ID)
		}
	}
	return nil
}

// derived are the rows that a reading gives, each in a line.
func derived(x *sitrep.Extraction) []string {
	entities := map[string]*sitrep.Entity{}
	for i := range x.Entities {
		entities[x.Entities[i].ID] = &x.Entities[i]
	}
	var out []string
	for i := range x.Claims {
		c := &x.Claims[i]
		parties := names(c, entities)
		var place, country string
		if c.Place != nil {
			place, country = plainText(c.Place.Name), plainText(string(c.Place.Country))
		}
		var first, last any
		if c.Time != nil {
			first, last = known(c.Time.From), known(c.Time.To)
		}
		out = append(out, fmt.Sprintf("%d %s %s %d %v %v %q %s %q %d", i, c.ID, c.Type, modalityOf(c), first, last, place, country,
			strings.Join(parties, "|"), thousandths(c.Confidence)))
		for k, g := range c.Figures {
			out = append(out, fmt.Sprintf("%d.%d %s %v %v %v", i, k, g.Measure, nullInt(g.Low), nullInt(g.Best), nullInt(g.High)))
		}
	}
	return out
}

// derivedRows are the rows that are kept, in the same form, and words that they give.
func (a *Archive) derivedRows(ctx context.Context, key int64) ([]string, about, error) {
	type row struct {
		line, parties string
		n             int64
	}
	var claims []row
	words := about{}
	err := a.each(ctx, func(r *sql.Rows) error {
		var n, id, modality, confidence int64
		var typ string
		var first, last, place any
		var called, country, parties sql.NullString
		if err := r.Scan(&n, &id, &typ, &modality, &first, &last, &place, &called, &country, &parties, &confidence); err != nil {
			return err
		}
		words["t_"+wordOf(typ)] = true
		if country.Valid {
			words["c_"+wordOf(country.String)] = true
		}
		claims = append(claims, row{fmt.Sprintf("%d %s %s %d %v %v %q %s %%q %d", n, claimID(id), typ, modality, first, last, called.String, country.String, confidence), parties.String, n})
		return nil
	}, `SELECT c.n, c.id, t.name, c.modality, c.first, c.last, c.place, q.name, c.country, c.parties, c.confidence FROM claims c JOIN names t ON t.n = c.type
		LEFT JOIN places p ON p.n = c.place LEFT JOIN names q ON q.n = p.name WHERE c.report = ? AND c.until IS NULL ORDER BY c.n`, key)
	if err != nil {
		return nil, nil, err
	}
	figures := map[int64][]string{}
	err = a.each(ctx, func(r *sql.Rows) error {
		var n, k int64
		var measure string
		var low, best, high any
		if err := r.Scan(&n, &k, &measure, &low, &best, &high); err != nil {
			return err
		}
		words["m_"+wordOf(measure)] = true
		figures[n] = append(figures[n], fmt.Sprintf("%d.%d %s %v %v %v", n, k, measure, low, best, high))
		return nil
	}, `SELECT f.n, f.k, m.name, f.low, f.best, f.high FROM figures f JOIN names m ON m.n = f.measure JOIN claims c ON c.report = f.report AND c.reader = f.reader
		AND c.since = f.since AND c.n = f.n WHERE f.report = ? AND c.until IS NULL ORDER BY f.n, f.k`, key)
	if err != nil {
		return nil, nil, err
	}
	var out []string
	for _, c := range claims {
		var called []string
		for _, n := range strings.Split(strings.Trim(c.parties, ","), ",") {
			if n == "" {
				continue
			}
			words["a_"+n] = true
			number, err := strconv.ParseInt(n, 10, 64)
			if err != nil {
				return nil, nil, err
			}
			var name string
			if err := a.one(ctx, []any{&name}, "SELECT coalesce((SELECT name FROM names WHERE n = ?), '')", number); err != nil {
				return nil, nil, err
			}
			called = append(called, name)
		}
		slices.Sort(called)
		out = append(out, fmt.Sprintf(c.line, strings.Join(called, "|")))
		out = append(out, figures[c.n]...)
	}
	return out, words, nil
}

// verifyGroups forms the groups of copies anew, where there are not too many, and compares.
func (a *Archive) verifyGroups(ctx context.Context, _ *VerifyOptions, f *Findings) error {
	var loose int
	if err := a.one(ctx, []any{&loose}, `SELECT count(*) FROM reports r LEFT JOIN texts t ON t.n = r.text LEFT JOIN reports l ON l.key = r.lead
		WHERE r.text IS NOT NULL AND (t.n IS NULL OR coalesce(l.id, r.id) <> t."group")`); err != nil {
		return err
	}
	if loose > 0 {
		f.fault("groups: %d reports are copies of another report than their text's group says", loose)
	}
	if f.Reports > groupAll {
		return nil
	}
	keys, err := a.numbers(ctx, "SELECT key FROM reports WHERE retracted IS NULL AND replaced IS NULL AND fault IS NULL ORDER BY key")
	if err != nil {
		return err
	}
	memory := &origin.Memory{}
	keeper := origin.NewKeeper(memory, origin.Options{})
	leads := map[sitrep.ReportID]sitrep.ReportID{}
	for part := range slices.Chunk(keys, 200) {
		rows, err := a.rowsThere(ctx, part, 0)
		if err != nil {
			return err
		}
		for _, k := range part {
			row := rows[k]
			if row == nil {
				continue // told before
			}
			x, err := a.current(ctx, row, 0)
			if err != nil || x == nil {
				continue // told before
			}
			s := origin.Sign(x.Report.Text, x.Blocks)
			if _, err := keeper.Add(ctx, origin.Member{Report: row.ID, Published: row.Published}, &s); err != nil {
				return err
			}
			leads[row.ID] = row.Lead
		}
	}
	for g, members := range memory.Groups() {
		for _, m := range members {
			if leads[m] != g.First() {
				f.fault("groups: report %s is kept as a copy of %s and is one of %s", m, leads[m], g.First())
			}
		}
	}
	slices.Sort(f.Faults)
	return nil
}
