package store

import (
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/review"
)

// modalities are numbered as they are kept.
var modalities = []sitrep.Modality{sitrep.Actual, sitrep.Possible, sitrep.Future, sitrep.Negated}

// about is the sorted set of words that say what a report's claims are about.
type about map[string]bool

func (a about) words() []string {
	out := make([]string, 0, len(a))
	for w := range a {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}

// claimRow is what is kept of a claim to filter by.
type claimRow struct {
	id             int64
	typ            int64
	modality       int
	first, last    any // days, nil for unknown
	place, country any
	parties        any // ",3,17," or nil
	confidence     int // thousandths
	figures        []figureRow
}

type figureRow struct {
	measure         int64
	low, best, high *int
}

// rows makes the rows of x's claims, and adds to words what they are about.
func (p *pen) rows(x *sitrep.Extraction, words about) ([]claimRow, error) {
	entities := make(map[string]*sitrep.Entity, len(x.Entities))
	for i := range x.Entities {
		entities[x.Entities[i].ID] = &x.Entities[i]
	}
	out := make([]claimRow, len(x.Claims))
	for i := range x.Claims {
		c, r := &x.Claims[i], &out[i]
		var err error
		if r.id, err = claimNumber(c.ID); err != nil {
			return nil, fmt.Errorf("report %s: %w", x.Report.ID, err)
		}
		if r.typ, err = p.name(c.Type); err != nil {
			return nil, err
		}
		r.modality = modalityOf(c)
		r.confidence = thousandths(c.Confidence)
		words["t_"+wordOf(c.Type)] = true
		if c.Time != nil {
			r.first, r.last = known(c.Time.From), known(c.Time.To)
			timeWords(c.Time, words)
		}
		if pl := c.Place; pl != nil {
			n, err := p.place(pl.Name, pl.Within, string(pl.Country), pl.Lat, pl.Lon)
			if err != nil {
				return nil, err
			}
			r.place, r.country = n, orNull(string(pl.Country))
			words["p_"+strconv.FormatInt(n, 10)] = true
			if pl.Country != "" {
				words["c_"+wordOf(string(pl.Country))] = true
			}
		}
		if r.parties, err = p.parties(c, entities, words); err != nil {
			return nil, err
		}
		for j := range c.Figures {
			f := &c.Figures[j]
			n, err := p.name(string(f.Measure))
			if err != nil {
				return nil, err
			}
			r.figures = append(r.figures, figureRow{n, f.Low, f.Best, f.High})
			words["m_"+wordOf(string(f.Measure))] = true
		}
	}
	return out, nil
}

// names are those that the claim's fillers go by, in order, each once.
func names(c *sitrep.Claim, entities map[string]*sitrep.Entity) []string {
	var out []string
	add := func(name string) {
		if name = plainText(name); name != "" {
			out = append(out, name)
		}
	}
	for _, role := range sitrep.Roles {
		for i := range c.Roles[role] {
			f := &c.Roles[role][i]
			add(f.Name)
			for _, id := range []string{f.Entity, f.Party} {
				if e := entities[id]; e != nil {
					add(e.Name)
					for _, alias := range e.Aliases {
						add(alias)
					}
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// parties are the numbers of every name that the claim's fillers go by.
func (p *pen) parties(c *sitrep.Claim, entities map[string]*sitrep.Entity, words about) (any, error) {
	var numbers []int64
	for _, name := range names(c, entities) {
		n, err := p.name(name)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	slices.Sort(numbers)
	var b strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&b, ",%d", n)
		words["a_"+strconv.FormatInt(n, 10)] = true
	}
	b.WriteByte(',')
	return b.String(), nil
}

// put writes the rows of one reading.
func (p *pen) put(report, reader, seq int64, rows []claimRow) error {
	for n := range rows {
		if err := p.putRow(report, reader, seq, n, &rows[n]); err != nil {
			return err
		}
	}
	return nil
}

// putRow writes the rows of the claim n of a reading.
func (p *pen) putRow(report, reader, seq int64, n int, r *claimRow) error {
	if _, err := p.do(`INSERT INTO claims (report, reader, n, id, type, modality, first, last, place, country, parties, confidence, since)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, report, reader, n, r.id, r.typ, r.modality, r.first, r.last, r.place, r.country, r.parties,
		r.confidence, seq); err != nil {
		return err
	}
	for k, f := range r.figures {
		if _, err := p.do("INSERT INTO figures (report, reader, since, n, k, measure, low, best, high) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			report, reader, seq, n, k, f.measure, nullInt(f.low), nullInt(f.best), nullInt(f.high)); err != nil {
			return err
		}
	}
	return nil
}

// index writes the words of a report from all readings that are kept of it, and from all that people ever decided about them: what was
// claimed once can still be asked for as of then.
func (p *pen) index(key, original int64, publisher any) error {
	pinned, err := p.pinned(original)
	if err != nil {
		return err
	}
	var frames [][]byte
	if err := p.each(func(r *sql.Rows) error {
		var frame []byte
		err := r.Scan(&frame)
		frames = append(frames, frame)
		return err
	}, "SELECT body FROM readings WHERE report = ? ORDER BY since DESC, n DESC", key); err != nil || len(frames) == 0 {
		return err
	}
	set, err := p.decisions()
	if err != nil {
		return err
	}
	lent, err := p.lent(key, set)
	if err != nil {
		return err
	}
	b := newBag(publisher)
	texts := map[string]bool{}
	for _, f := range frames {
		x := &sitrep.Extraction{Report: sitrep.Report{Text: pinned.text}}
		if err := p.a.openReading(f, x); err != nil {
			return err
		}
		if _, err := p.rows(x, b.about); err != nil {
			return err
		}
		ids := make([]sitrep.ClaimID, len(x.Claims))
		for i := range x.Claims {
			ids[i] = x.Claims[i].ID
			if from, ok := lent[ids[i]]; ok {
				ids = append(ids, from)
			}
		}
		decided := set.Concerning(ids)
		for i := range decided {
			if _, err := p.rows(review.New(decided[:i+1]).ApplyLent(x, lent), b.about); err != nil {
				return err
			}
		}
		if !texts[x.Report.Text] {
			texts[x.Report.Text] = true
			b.add(x.Report.Text)
		}
	}
	return p.a.dialect.putWords(p, key, b)
}

func thousandths(share float64) int { return int(math.Round(1000 * share)) }

func known(d sitrep.Date) any {
	if d.IsZero() {
		return nil
	}
	return dayOf(d)
}

func nullInt(n *int) any {
	if n == nil {
		return nil
	}
	return int64(*n)
}

// wordOf is an id as part of a word of the index.
func wordOf(id string) string { return strings.Join(fold(id), "_") }

// Claims that last long have no words for their months: they stand under longTime. Those that end or begin nowhere known, or last
// longer still, stand under openTime.
const (
	longTime = "d_long"
	openTime = "d_open"

	longMonths = 13
	openYears  = 20
)

// timeWords adds the words for when a claim is said to have happened.
func timeWords(t *sitrep.Period, words about) {
	if t.From.IsZero() && t.To.IsZero() {
		return
	}
	years := t.To.Year() - t.From.Year()
	if t.From.IsZero() || t.To.IsZero() || years > openYears || years < 0 {
		words[openTime] = true
		return
	}
	for y := t.From.Year(); y <= t.To.Year(); y++ {
		words[yearWord(y)] = true
	}
	first, last := month(t.From), month(t.To)
	if last-first > longMonths {
		words[longTime] = true
		return
	}
	for m := first; m <= last; m++ {
		words[monthWord(m)] = true
	}
}

func month(d sitrep.Date) int { return d.Year()*12 + int(d.Month()) - 1 }

func yearWord(y int) string { return fmt.Sprintf("d_%04d", y) }

func monthWord(m int) string { return fmt.Sprintf("d_%04d_%02d", m/12, m%12+1) }
