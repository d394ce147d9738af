package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"sitrep"
	"sitrep/internal/origin"
)

// The groups of copies are kept for origin.Keeper, which decides; see that package for what is kept and why. Texts go by the first
// eight bytes of their id, in its order, since bucket entries are many; two texts that share these, one pair in 2^64, would be taken
// for one. Reports that were retracted, and versions that were replaced, are not in it.
//
// What queries need of it is reports.lead, the first report of the group of a report that is not itself the first; copies keeps what
// it was at other times.

// index is the Index of one change of the archive.
type index struct {
	p       *pen
	seq     int64
	texts   map[int64]bool // whose group was set
	members map[int64]bool // keys of reports that came or went
	told    map[int64]bool // keys of reports that were read anew
}

var _ origin.Index = (*index)(nil)

// ordered turns a number without sign into one whose order with sign is the same.
func ordered(u uint64) int64 { return int64(u ^ 1<<63) }

func unordered(n int64) uint64 { return uint64(n) ^ 1<<63 }

func textNumber(t origin.TextID) int64 { return ordered(binary.BigEndian.Uint64(t[:8])) }

func textRest(t origin.TextID) int64 { return int64(binary.BigEndian.Uint64(t[8:])) }

func textID(n, rest int64) (t origin.TextID) {
	binary.BigEndian.PutUint64(t[:8], unordered(n))
	binary.BigEndian.PutUint64(t[8:], uint64(rest))
	return t
}

func groupNumber(g origin.GroupID) (any, error) {
	if g == "" {
		return nil, nil
	}
	return reportNumber(g.First())
}

func groupID(n sql.NullInt64) origin.GroupID {
	if !n.Valid {
		return ""
	}
	return origin.GroupID("g-" + string(reportID(n.Int64)))
}

func (x *index) Member(_ context.Context, report sitrep.ReportID) (m origin.Member, t origin.TextID, ok bool, err error) {
	id, err := reportNumber(report)
	if err != nil {
		return m, t, false, err
	}
	var key, n, rest int64
	found, err := x.p.one([]any{&key, &n, &rest}, "SELECT r.key, t.n, t.rest FROM reports r JOIN texts t ON t.n = r.text WHERE r.id = ?", id)
	if err != nil || !found {
		return m, t, false, err
	}
	return origin.Member{Report: report, Published: dateOf(keyDay(key))}, textID(n, rest), true, nil
}

func (x *index) AddMember(_ context.Context, t origin.TextID, m origin.Member) error {
	return x.member(m.Report, textNumber(t))
}

func (x *index) RemoveMember(_ context.Context, _ origin.TextID, report sitrep.ReportID) error {
	return x.member(report, nil)
}

func (x *index) member(report sitrep.ReportID, text any) error {
	id, err := reportNumber(report)
	if err != nil {
		return err
	}
	var key int64
	found, err := x.p.one([]any{&key}, "UPDATE reports SET text = ? WHERE id = ? RETURNING key", text, id)
	if err == nil && !found {
		err = fmt.Errorf("report %s is not held", report)
	}
	x.members[key] = true
	return err
}

func (x *index) First(_ context.Context, t origin.TextID) (m origin.Member, ok bool, err error) {
	var key, id int64
	const from, dated = "SELECT key, id FROM reports WHERE text = ?", (unknownDay + 1) << 32
	found, err := x.p.one([]any{&key, &id}, from+" AND key >= ? ORDER BY key LIMIT 1", textNumber(t), int64(dated))
	if err == nil && !found {
		found, err = x.p.one([]any{&key, &id}, from+" ORDER BY key LIMIT 1", textNumber(t))
	}
	if err != nil || !found {
		return m, false, err
	}
	return origin.Member{Report: reportID(id), Published: dateOf(keyDay(key))}, true, nil
}

// A signature is kept without the text's id, which is the row's.
const idEnd = 1 + len(origin.TextID{})

func (x *index) AddText(_ context.Context, s *origin.Signature, buckets []uint64, rank uint64) error {
	b, err := s.MarshalBinary()
	if err != nil {
		return err
	}
	n := textNumber(s.Text)
	if _, err := x.p.do("INSERT INTO texts (n, rest, signature) VALUES (?, ?, ?) ON CONFLICT (n) DO UPDATE SET rest = excluded.rest, signature = excluded.signature",
		n, textRest(s.Text), slices.Delete(b, 1, idEnd)); err != nil {
		return err
	}
	for _, k := range buckets {
		if _, err := x.p.do("INSERT INTO buckets (bucket, rank, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", ordered(k), ordered(rank), n); err != nil {
			return err
		}
	}
	return nil
}

func (x *index) RemoveText(_ context.Context, t origin.TextID, buckets []uint64, rank uint64) error {
	n := textNumber(t)
	for _, k := range buckets {
		if _, err := x.p.do("DELETE FROM buckets WHERE bucket = ? AND rank = ? AND text = ?", ordered(k), ordered(rank), n); err != nil {
			return err
		}
	}
	_, err := x.p.do("DELETE FROM texts WHERE n = ?", n)
	return err
}

func (x *index) Signatures(_ context.Context, texts []origin.TextID) ([]*origin.Signature, error) {
	out := make([]*origin.Signature, len(texts))
	for i, t := range texts {
		var b []byte
		found, err := x.p.one([]any{&b}, "SELECT signature FROM texts WHERE n = ?", textNumber(t))
		if err == nil && (!found || len(b) == 0) {
			err = fmt.Errorf("no text %x", t)
		}
		if err != nil {
			return nil, err
		}
		out[i] = &origin.Signature{}
		if err := out[i].UnmarshalBinary(slices.Insert(b, 1, t[:]...)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// entries reads entries of buckets; a statement gives rank, text and the rest of the text's id.
func (x *index) entries(statement string, args ...any) ([]origin.Entry, error) {
	var out []origin.Entry
	err := x.p.each(func(r *sql.Rows) error {
		var rank, n, rest int64
		err := r.Scan(&rank, &n, &rest)
		out = append(out, origin.Entry{Rank: unordered(rank), Text: textID(n, rest)})
		return err
	}, statement, args...)
	return out, err
}

func (x *index) Bucket(_ context.Context, bucket uint64, limit int) ([]origin.Entry, error) {
	return x.entries("SELECT b.rank, b.text, t.rest FROM buckets b JOIN texts t ON t.n = b.text WHERE b.bucket = ? ORDER BY b.rank, b.text LIMIT ?", ordered(bucket), limit)
}

func (x *index) Around(_ context.Context, bucket uint64, at origin.Entry, n int) (before, after []origin.Entry, err error) {
	const from = "SELECT b.rank, b.text, t.rest FROM buckets b JOIN texts t ON t.n = b.text WHERE b.bucket = ? AND (b.rank, b.text) "
	k, rank, text := ordered(bucket), ordered(at.Rank), textNumber(at.Text)
	before, err = x.entries(from+"< (?, ?) ORDER BY b.rank DESC, b.text DESC LIMIT ?", k, rank, text, n)
	if err == nil {
		after, err = x.entries(from+"> (?, ?) ORDER BY b.rank, b.text LIMIT ?", k, rank, text, n)
	}
	return before, after, err
}

func (x *index) Link(_ context.Context, a, b origin.TextID, score float64) error {
	for _, p := range [2][2]origin.TextID{{a, b}, {b, a}} {
		if _, err := x.p.do("INSERT INTO links (a, b, score) VALUES (?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET score = excluded.score",
			textNumber(p[0]), textNumber(p[1]), score); err != nil {
			return err
		}
	}
	return nil
}

func (x *index) Unlink(_ context.Context, a, b origin.TextID) error {
	for _, p := range [2][2]origin.TextID{{a, b}, {b, a}} {
		if _, err := x.p.do("DELETE FROM links WHERE a = ? AND b = ?", textNumber(p[0]), textNumber(p[1])); err != nil {
			return err
		}
	}
	return nil
}

func (x *index) Links(_ context.Context, t origin.TextID) ([]origin.Link, error) {
	var out []origin.Link
	err := x.p.each(func(r *sql.Rows) error {
		var n, rest int64
		var l origin.Link
		err := r.Scan(&n, &rest, &l.Score)
		l.To = textID(n, rest)
		out = append(out, l)
		return err
	}, "SELECT l.b, t.rest, l.score FROM links l JOIN texts t ON t.n = l.b WHERE l.a = ? ORDER BY l.b", textNumber(t))
	return out, err
}

func (x *index) Group(_ context.Context, t origin.TextID) (origin.GroupID, error) {
	var n sql.NullInt64
	_, err := x.p.one([]any{&n}, `SELECT "group" FROM texts WHERE n = ?`, textNumber(t))
	return groupID(n), err
}

func (x *index) GroupTexts(_ context.Context, g origin.GroupID) ([]origin.TextID, error) {
	n, err := groupNumber(g)
	if err != nil {
		return nil, err
	}
	var out []origin.TextID
	err = x.p.each(func(r *sql.Rows) error {
		var n, rest int64
		err := r.Scan(&n, &rest)
		out = append(out, textID(n, rest))
		return err
	}, `SELECT n, rest FROM texts WHERE "group" = ? ORDER BY n`, n)
	return out, err
}

func (x *index) SetGroup(_ context.Context, t origin.TextID, g origin.GroupID) error {
	n, err := groupNumber(g)
	if err != nil {
		return err
	}
	if _, err := x.p.do(`UPDATE texts SET "group" = ? WHERE n = ?`, n, textNumber(t)); err != nil {
		return err
	}
	x.texts[textNumber(t)] = true
	return nil
}

// grouping is the grouping of reports that one change makes.
type grouping struct {
	x      *index
	keeper *origin.Keeper
}

func (p *pen) grouping(seq int64) *grouping {
	x := &index{p: p, seq: seq, texts: map[int64]bool{}, members: map[int64]bool{}, told: map[int64]bool{}}
	return &grouping{x, origin.NewKeeper(x, origin.Options{})}
}

// add puts a report that is held into a group.
func (g *grouping) add(id sitrep.ReportID, published sitrep.Date, s *origin.Signature) error {
	c, err := g.keeper.Add(g.x.p.ctx, origin.Member{Report: id, Published: published}, s)
	if err != nil {
		return err
	}
	return g.moved(c)
}

// remove takes a report out of its group, if it is in one.
func (g *grouping) remove(id sitrep.ReportID) error {
	c, err := g.keeper.Remove(g.x.p.ctx, id)
	if err != nil {
		return err
	}
	return g.moved(c)
}

func (g *grouping) moved(c origin.Change) error {
	for _, m := range c.Moved {
		kind := "merged"
		if len(m.To) > 1 {
			kind = "split"
		}
		for _, to := range m.To {
			if err := g.x.p.moved(string(m.From), string(to), kind, g.x.seq); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle writes what the change of groups means for reports.
func (g *grouping) settle() error {
	x := g.x
	type member struct {
		key        int64
		lead, want sql.NullInt64
	}
	var all []member
	scan := func(r *sql.Rows) error {
		var m member
		err := r.Scan(&m.key, &m.lead, &m.want)
		all = append(all, m)
		return err
	}
	const from = `SELECT r.key, r.lead, f.key FROM reports r LEFT JOIN texts t ON t.n = r.text LEFT JOIN reports f ON f.id = t."group" WHERE `
	for _, n := range slices.Sorted(maps.Keys(x.texts)) {
		if err := x.p.each(scan, from+"r.text = ?", n); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(x.members)) {
		if err := x.p.each(scan, from+"r.key = ?", key); err != nil {
			return err
		}
	}
	done := map[int64]bool{}
	for _, m := range all {
		if m.want.Valid && m.want.Int64 == m.key {
			m.want.Valid = false
		}
		if done[m.key] || m.lead.Valid == m.want.Valid && (!m.want.Valid || m.lead.Int64 == m.want.Int64) {
			continue
		}
		done[m.key] = true
		if err := x.lead(m.key, m.lead, m.want); err != nil {
			return err
		}
	}
	return g.retell(done)
}

// retell looks again at which claims of copies are told by the first of their group, where either was read anew; those of done were
// looked at.
func (g *grouping) retell(done map[int64]bool) error {
	type pair struct{ key, lead int64 }
	var all []pair
	for _, key := range slices.Sorted(maps.Keys(g.x.told)) {
		if err := g.x.p.each(func(r *sql.Rows) error {
			var c pair
			err := r.Scan(&c.key, &c.lead)
			all = append(all, c)
			return err
		}, "SELECT key, lead FROM reports WHERE (key = ? OR lead = ?) AND lead IS NOT NULL ORDER BY key", key, key); err != nil {
			return err
		}
	}
	for _, c := range all {
		if done[c.key] {
			continue
		}
		done[c.key] = true
		if err := g.x.twins(c.key, c.lead); err != nil {
			return err
		}
	}
	return nil
}

// twins marks those claims of a copy that the first report of its group makes too, so that they count once.
func (x *index) twins(key, lead int64) error {
	if _, err := x.p.do("UPDATE claims SET twin = NULL WHERE report = ? AND twin IS NOT NULL", key); err != nil {
		return err
	}
	first, err := x.p.current(lead)
	if err != nil || first == nil {
		return err
	}
	copied, err := x.p.current(key)
	if err != nil || copied == nil {
		return err
	}
	repeated := origin.Retold(first, copied)
	for _, p := range repeated {
		if _, err := x.p.do("UPDATE claims SET twin = ? WHERE report = ? AND until IS NULL AND n = ?", x.seq, key, p[1]); err != nil {
			return err
		}
	}
	set, err := x.p.decisions()
	if err != nil || !set.Any(first) {
		return err
	}
	return x.p.rederive(key, x.seq, nil)
}

// current is the reading of a report that stands, as it was read, without what its row says; nil where there is none.
func (p *pen) current(key int64) (*sitrep.Extraction, error) {
	x, _, err := p.standing(key)
	return x, err
}

// standing is current, with the number of the reader.
func (p *pen) standing(key int64) (x *sitrep.Extraction, reader int64, err error) {
	var f framed
	var body []byte
	found, err := p.one(append([]any{&body, &reader}, f.into()...), "SELECT g.body, g.reader, "+framedColumns+` FROM reports r JOIN readings g ON g.report = r.key AND g.until IS NULL
		JOIN originals o ON o.n = r.original WHERE r.key = ?`, key)
	if err != nil || !found {
		return nil, 0, err
	}
	k, err := p.a.openOriginal(f)
	if err != nil {
		return nil, 0, err
	}
	x = &sitrep.Extraction{Report: sitrep.Report{Text: k.text}}
	return x, reader, p.a.openReading(body, x)
}

// returned has a report that is a copy of another no more stand without what was decided about that one's claims.
func (x *index) returned(key, was int64) error {
	set, err := x.p.decisions()
	if err != nil || set.Len() == 0 {
		return err
	}
	first, err := x.p.current(was) // nil where it was erased
	if err != nil || first != nil && !set.Any(first) {
		return err
	}
	return x.p.rederive(key, x.seq, nil)
}

// lead writes down which report a report is a copy of.
func (x *index) lead(key int64, was, is sql.NullInt64) error {
	if _, err := x.p.do("UPDATE reports SET lead = ? WHERE key = ?", is, key); err != nil {
		return err
	}
	if err := x.p.staleKey(key); err != nil {
		return err
	}
	if was.Valid {
		if err := x.returned(key, was.Int64); err != nil {
			return err
		}
		if _, err := x.p.do("UPDATE copies SET until = ? WHERE report = ? AND until IS NULL", x.seq, key); err != nil {
			return err
		}
		if _, err := x.p.do("DELETE FROM copies WHERE report = ? AND since = until", key); err != nil {
			return err
		}
	}
	if !is.Valid {
		_, err := x.p.do("UPDATE claims SET twin = NULL WHERE report = ? AND twin IS NOT NULL", key)
		return err
	}
	if _, err := x.p.do("INSERT INTO copies (report, lead, since) VALUES (?, ?, ?)", key, is.Int64, x.seq); err != nil {
		return err
	}
	return x.twins(key, is.Int64)
}
