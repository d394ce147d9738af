package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitrep"
)

// Filter says which reports, claims or figures are asked for. All that is given must hold, and of a claim all of it together; the zero
// Filter asks for everything. A filter about claims, put to reports, asks for those with such a claim.
type Filter struct {
	// Text is words, each in any of its forms, and "phrases" that must all stand in the report as they are, and -words that must not.
	Text string
	// Types are codebook ids, any of which will do.
	Types []string
	// Actor is a name that a party goes by in the report, its alias or its canonical name, in any role.
	Actor string
	// Actors are further names, any of which will do in the place of Actor.
	Actors []string
	// Place is the name of the place, or of the one that it lies within.
	Place string
	// Near is a circle that the place lies in.
	Near *Circle
	// Country is an ISO 3166-1 alpha-2 code.
	Country string
	// From and To are inclusive days, either of which may be left open. Of claims and figures they are when it happened, of reports when
	// they were published.
	From, To sitrep.Date
	// PublishedFrom and PublishedTo are inclusive days between which the report was published, for claims and figures too.
	PublishedFrom, PublishedTo sitrep.Date
	// Undated asks for reports that do not tell when they were published, and for no others.
	Undated bool
	// Publisher is the outlet's name.
	Publisher string
	Measure   sitrep.Measure
	Modality  sitrep.Modality
	// Report is one report.
	Report sitrep.ReportID
	// AsOf asks for the archive as it stood at that time; zero: now.
	AsOf time.Time
	// Copies asks also for copies of what another report says, for claims of copies that the first report of their group makes too, and for
	// versions of a page that were replaced. Where Report is given, or Publisher, copies are given in any case.
	Copies bool
	// Rejected asks also for claims that a person rejected, and for their figures.
	Rejected bool
	// After is where the page before ended (Page.Next), "" for the first page. Limit is how many rows a page has; 0: 50.
	After string
	Limit int
}

// Circle is a circle on the Earth: its centre in WGS 84 degrees, its radius in kilometres.
type Circle struct{ Lat, Lon, Km float64 }

// Page is a part of an answer, in order; Next asks for the part after it, and is "" at the end.
type Page[T any] struct {
	Rows []T
	Next string
}

// defaultLimit and maxLimit bound how many rows a page has.
const (
	defaultLimit = 50
	maxLimit     = 10_000
)

// mostPlaces is how many places of a circle are looked for by the index of words; where more lie in it, claims are looked at one by
// one, and a match is never far.
const mostPlaces = 400

// cursor is where a page ended: a report's key, and within it a claim's number and a figure's.
type cursor struct{ key, n, k int64 }

func (c cursor) String() string { return fmt.Sprintf("%d.%d.%d", c.key, c.n, c.k) }

// ErrCursor is what is wrong with a Filter.After that no page gave.
var ErrCursor = errors.New("is not where a page ended; take it from the page before")

// ErrWords is what is wrong with a Filter.Text in which nothing can be looked for.
var ErrWords = errors.New("has no word to look for; give one of letters or digits")

func parseCursor(s string) (cursor, error) {
	parts := strings.Split(s, ".")
	if len(parts) == 3 {
		key, err1 := strconv.ParseInt(parts[0], 10, 64)
		n, err2 := strconv.ParseInt(parts[1], 10, 64)
		k, err3 := strconv.ParseInt(parts[2], 10, 64)
		if err := errors.Join(err1, err2, err3); err == nil {
			return cursor{key, n, k}, nil
		}
	}
	return cursor{}, fmt.Errorf("%q %w", s, ErrCursor)
}

// sqlText is a condition with its arguments.
type sqlText struct {
	text string
	args []any
}

func (c *sqlText) and(text string, args ...any) {
	c.text += " AND " + text
	c.args = append(c.args, args...)
}

// plan is how a filter is answered.
type plan struct {
	nothing bool  // nothing can match
	seq     int64 // as of this entry; 0: now
	limit   int
	after   *cursor
	words   search  // what is asked of the index of words
	typed   search  // what of it is the person's text
	report  sqlText // conditions on reports r
	claim   sqlText // conditions on claims c; "" for none
	measure int64   // name's number; 0 for any
}

// what is asked for.
const (
	ofReports = iota
	ofClaims
	ofFigures
)

func (a *Archive) plan(ctx context.Context, f *Filter, what int) (*plan, error) {
	p := &plan{limit: f.Limit}
	if p.limit <= 0 {
		p.limit = defaultLimit
	}
	p.limit = min(p.limit, maxLimit)
	if f.After != "" {
		c, err := parseCursor(f.After)
		if err != nil {
			return nil, err
		}
		p.after = &c
	}
	if err := a.planReports(ctx, f, what, p); err != nil {
		return nil, err
	}
	if err := a.planClaims(ctx, f, what, p); err != nil {
		return nil, err
	}
	p.typed = parseSearch(f.Text)
	p.words.all = append(p.words.all, p.typed.all...)
	p.words.none = p.typed.none
	if f.Text != "" && len(p.typed.all) == 0 && len(p.typed.none) == 0 {
		return nil, fmt.Errorf("%q %w", f.Text, ErrWords)
	}
	return p, nil
}

func (a *Archive) planReports(ctx context.Context, f *Filter, what int, p *plan) error {
	r := &p.report
	copies := f.Copies || f.Report != "" || f.Publisher != ""
	if !f.AsOf.IsZero() {
		var seq sql.NullInt64
		if err := a.one(ctx, []any{&seq}, "SELECT max(seq) FROM log WHERE time <= ?", f.AsOf.UnixMicro()); err != nil {
			return a.fault("reading its log", err)
		}
		if !seq.Valid {
			p.nothing = true
			return nil
		}
		p.seq = seq.Int64
		r.and("r.received <= ? AND (r.retracted IS NULL OR r.retracted > ?) AND r.erased IS NULL", p.seq, p.seq)
		if !f.Copies {
			r.and("(r.replaced IS NULL OR r.replaced > ?)", p.seq)
		}
		if !copies && what == ofReports {
			r.and("NOT EXISTS (SELECT 1 FROM copies g WHERE g.report = r.key AND g.since <= ? AND (g.until IS NULL OR g.until > ?))", p.seq, p.seq)
		}
	} else {
		r.and("r.retracted IS NULL AND r.erased IS NULL")
		if !f.Copies && f.Report == "" {
			r.and("r.replaced IS NULL")
		}
		if !copies && what == ofReports {
			r.and("r.lead IS NULL")
		}
	}
	if f.Report != "" {
		n, err := reportNumber(f.Report)
		if err != nil {
			return err
		}
		r.and("r.id = ?", n)
	}
	if f.Publisher != "" {
		numbers, err := a.called(ctx, f.Publisher)
		if err != nil {
			return err
		}
		if len(numbers) == 0 {
			p.nothing = true
			return nil
		}
		r.and("r.publisher IN ("+marks(len(numbers))+")", anys(numbers)...)
		p.words.all = append(p.words.all, numberedWords("u_", numbers))
	}
	if what == ofReports {
		r.published(f.From, f.To)
	}
	r.published(f.PublishedFrom, f.PublishedTo)
	if f.Undated {
		r.and("r.key < ?", int64(unknownDay+1)<<32)
	}
	return nil
}

// published asks for reports between two days, either of which may be open.
func (c *sqlText) published(from, to sitrep.Date) {
	if !from.IsZero() {
		c.and("r.key >= ?", dayOf(from)<<32)
	}
	if !to.IsZero() {
		c.and("r.key < ?", (dayOf(to)+1)<<32)
		if from.IsZero() {
			c.and("r.key >= ?", int64(unknownDay+1)<<32)
		}
	}
}

func (a *Archive) planClaims(ctx context.Context, f *Filter, what int, p *plan) error {
	c := &p.claim
	any := func(words []phrase) { p.words.all = append(p.words.all, words) }
	if len(f.Types) > 0 {
		var numbers []int64
		var words []phrase
		for _, t := range f.Types {
			n, found, err := a.numberOf(ctx, t)
			if err != nil {
				return err
			}
			if found {
				numbers = append(numbers, n)
				words = append(words, phrase{"t_" + wordOf(t)})
			}
		}
		if len(numbers) == 0 {
			p.nothing = true
			return nil
		}
		c.and("c.type IN ("+marks(len(numbers))+")", anys(numbers)...)
		any(words)
	}
	if f.Actor != "" {
		var numbers []int64
		for _, name := range append([]string{f.Actor}, f.Actors...) {
			more, err := a.called(ctx, name)
			if err != nil {
				return err
			}
			numbers = append(numbers, more...)
		}
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
		if len(numbers) == 0 {
			p.nothing = true
			return nil
		}
		likes := make([]string, len(numbers))
		args := make([]interface{}, len(numbers))
		for i, n := range numbers {
			likes[i], args[i] = "c.parties LIKE ?", fmt.Sprintf("%%,%d,%%", n)
		}
		c.and("("+strings.Join(likes, " OR ")+")", args...)
		any(numberedWords("a_", numbers))
	}
	if f.Place != "" || f.Near != nil {
		places, err := a.placesOf(ctx, f)
		if err != nil {
			return err
		}
		if len(places) == 0 {
			p.nothing = true
			return nil
		}
		list := make([]string, len(places))
		for i, n := range places {
			list[i] = strconv.FormatInt(n, 10)
		}
		c.and("c.place IN (" + strings.Join(list, ",") + ")")
		if len(places) <= mostPlaces {
			any(numberedWords("p_", places))
		}
	}
	if f.Country != "" {
		c.and("c.country = ?", strings.ToUpper(f.Country))
		any([]phrase{{"c_" + wordOf(f.Country)}})
	}
	if what != ofReports && !(f.From.IsZero() && f.To.IsZero()) {
		c.and("(c.first IS NOT NULL OR c.last IS NOT NULL)")
		if !f.From.IsZero() {
			c.and("(c.last IS NULL OR c.last >= ?)", dayOf(f.From))
		}
		if !f.To.IsZero() {
			c.and("(c.first IS NULL OR c.first <= ?)", dayOf(f.To))
		}
		if words := periodWords(f.From, f.To); words != nil {
			any(words)
		}
	}
	if f.Modality != "" {
		m := slices.Index(modalities, f.Modality)
		if m < 0 {
			return fmt.Errorf("%q is no modality; give actual, possible, future or negated", f.Modality)
		}
		c.and("c.modality IN (?, ?)", m, m+rejectedMark)
	}
	if f.Measure != "" {
		n, found, err := a.numberOf(ctx, string(f.Measure))
		if err != nil {
			return err
		}
		if !found {
			p.nothing = true
			return nil
		}
		p.measure = n
		any([]phrase{{"m_" + wordOf(string(f.Measure))}})
	}
	if what == ofReports && c.text == "" && p.measure == 0 {
		return nil
	}
	if p.seq > 0 {
		c.and("c.since <= ? AND (c.until IS NULL OR c.until > ?)", p.seq, p.seq)
	} else {
		c.and("c.until IS NULL")
	}
	if !f.Rejected {
		c.and("c.modality < ?", rejectedMark)
	}
	if !f.Copies && f.Report == "" && f.Publisher == "" && what != ofReports {
		if p.seq > 0 {
			c.and("(c.twin IS NULL OR NOT EXISTS (SELECT 1 FROM copies g WHERE g.report = c.report AND g.since <= ? AND (g.until IS NULL OR g.until > ?)))", p.seq, p.seq)
		} else {
			c.and("c.twin IS NULL")
		}
	}
	if what == ofFigures && p.measure == 0 {
		c.and("EXISTS (SELECT 1 FROM figures f WHERE f.report = c.report AND f.reader = c.reader AND f.since = c.since AND f.n = c.n)")
	} else if p.measure != 0 {
		c.and("EXISTS (SELECT 1 FROM figures f WHERE f.report = c.report AND f.reader = c.reader AND f.since = c.since AND f.n = c.n AND f.measure = ?)", p.measure)
	}
	return nil
}

// periodWords are the words of which a claim in the period has at least one; nil where that would be too many to ask for.
func periodWords(from, to sitrep.Date) []phrase {
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return nil
	}
	var out []phrase
	switch first, last := month(from), month(to); {
	case last-first < 24:
		for m := first; m <= last; m++ {
			out = append(out, phrase{monthWord(m)})
		}
		out = append(out, phrase{longTime})
	case to.Year()-from.Year() < 50:
		for y := from.Year(); y <= to.Year(); y++ {
			out = append(out, phrase{yearWord(y)})
		}
	default:
		return nil
	}
	return append(out, phrase{openTime})
}

func numberedWords(prefix string, numbers []int64) []phrase {
	out := make([]phrase, len(numbers))
	for i, n := range numbers {
		out[i] = phrase{prefix + strconv.FormatInt(n, 10)}
	}
	return out
}

func anys(numbers []int64) []any {
	out := make([]any, len(numbers))
	for i, n := range numbers {
		out[i] = n
	}
	return out
}

// numberOf is the number of exactly that name.
func (a *Archive) numberOf(ctx context.Context, name string) (n int64, found bool, err error) {
	err = a.one(ctx, []any{&n}, "SELECT n FROM names WHERE folded = ? AND name = ?", foldName(plainText(name)), plainText(name))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return n, err == nil, a.fault("looking up a name", err)
}

// called are the numbers of every name that is written so but for capitals, marks and the like.
func (a *Archive) called(ctx context.Context, name string) ([]int64, error) {
	var out []int64
	folded := foldName(plainText(name))
	if folded == "" {
		return nil, nil
	}
	err := a.each(ctx, func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		out = append(out, n)
		return err
	}, "SELECT n FROM names WHERE folded = ? ORDER BY n", folded)
	return out, a.fault("looking up a name", err)
}

// find gives the keys of reports that the plan asks for, newest first, at most limit. Those after key are looked at, and the report of
// key itself where with says so.
func (a *Archive) find(ctx context.Context, p *plan, after *int64, with bool, limit int) ([]int64, error) {
	tables, key := "reports r", "r.key"
	var where sqlText
	if len(p.words.all) > 0 {
		var condition string
		tables, condition = a.dialect.matching()
		key = a.dialect.matchingKey()
		where.and(condition, a.dialect.expression(p.words))
	} else if len(p.words.none) > 0 {
		none := slices.DeleteFunc(slices.Clone(p.words.none), func(p phrase) bool { return len(p) > 1 })
		if len(none) > 0 {
			where.and(a.dialect.without(), a.dialect.expression(search{all: [][]phrase{none}}))
		}
	}
	if after != nil && with {
		where.and(key+" <= ?", *after)
	} else if after != nil {
		where.and(key+" < ?", *after)
	}
	where.text += p.report.text
	where.args = append(where.args, p.report.args...)
	if p.claim.text != "" {
		where.and("EXISTS (SELECT 1 FROM claims c WHERE c.report = r.key"+p.claim.text+")", p.claim.args...)
	}
	statement := "SELECT r.key FROM " + tables + " WHERE " + strings.TrimPrefix(where.text, " AND ") + " ORDER BY " + key + " DESC LIMIT " + strconv.Itoa(limit)
	keys, err := a.numbers(ctx, statement, where.args...)
	return keys, a.fault("searching", err)
}

// keys is find, with what the index of words cannot tell looked at in the texts.
func (a *Archive) keys(ctx context.Context, p *plan, with bool, limit int) ([]int64, error) {
	var after *int64
	if p.after != nil {
		after = &p.after.key
	}
	if !p.typed.phrases() {
		return a.find(ctx, p, after, with, limit)
	}
	var out []int64
	for {
		found, err := a.find(ctx, p, after, with, 2*limit+50)
		if err != nil || len(found) == 0 {
			return out, err
		}
		texts, err := a.texts(ctx, found)
		if err != nil {
			return nil, err
		}
		for _, k := range found {
			if p.typed.holds(fold(texts[k])) {
				if out = append(out, k); len(out) == limit {
					return out, nil
				}
			}
		}
		after, with = &found[len(found)-1], false
	}
}
