package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/origin"
)

// Added counts what became of a batch.
type Added struct {
	New     int // reports that were not held
	Known   int // reports that were
	Changed int // of the new, those that are a new version of a page already held
	// Refused are reports that were erased and must not be held again.
	Refused []Refused
}

// Refused is a report that is not taken in.
type Refused struct {
	ID  sitrep.ReportID
	Why string // one line
}

// Known says which of the reports are held, those that could not be read among them. Those that were erased are not: Add refuses them and
// says why.
func (a *Archive) Known(ctx context.Context, ids []sitrep.ReportID) (map[sitrep.ReportID]bool, error) {
	out := make(map[sitrep.ReportID]bool, len(ids))
	for part := range slices.Chunk(ids, 500) {
		args := make([]any, len(part))
		for i, id := range part {
			n, err := reportNumber(id)
			if err != nil {
				return nil, err
			}
			args[i] = n
		}
		err := a.each(ctx, func(r *sql.Rows) error {
			var n int64
			err := r.Scan(&n)
			out[reportID(n)] = true
			return err
		}, "SELECT id FROM reports WHERE erased IS NULL AND id IN ("+marks(len(part))+")", args...)
		if err != nil {
			return nil, a.fault("looking up reports", err)
		}
	}
	return out, nil
}

// incoming is an entry on its way in.
type incoming struct {
	*Entry
	report sitrep.Report
	id     int64
	key    int64 // as it will be where nothing else has it
	sha    []byte
	text   string // cleaned text, "" where reading failed
}

func newIncoming(e *Entry) (*incoming, error) {
	if e.Item == nil {
		return nil, errors.New("an entry without its item")
	}
	in := &incoming{Entry: e}
	if e.Extraction != nil {
		in.report = e.Extraction.Report
		in.text = in.report.Text
	} else {
		in.report = sitrep.Report{Published: e.Item.Published, Publisher: e.Item.Publisher, Author: e.Item.Author, URL: e.Item.URL, Language: e.Item.Language}
		in.report.Identify(e.Item.Received)
	}
	sum := sha256.Sum256(e.Item.Received)
	in.sha = sum[:]
	if in.report.SHA256 != hex.EncodeToString(in.sha) {
		return nil, fmt.Errorf("report %s: was read from other bytes than are to be kept", in.report.ID)
	}
	var err error
	if in.id, err = reportNumber(in.report.ID); err != nil {
		return nil, err
	}
	in.key = keyOf(dayOf(in.report.Published), in.id)
	return in, nil
}

// Add takes in a batch, all of it or, with an error, nothing of it. Once it returns without one the batch is on disk. Reports that
// are held already are left as they are, but for one whose reading had failed and now comes with one. The order of a batch does not
// matter.
func (a *Archive) Add(ctx context.Context, batch []Entry) (Added, error) {
	all := make([]*incoming, len(batch))
	for i := range batch {
		in, err := newIncoming(&batch[i])
		if err != nil {
			return Added{}, err
		}
		all[i] = in
	}
	// In order of key, so that indexes grow in order; FTS5 writes out what it holds in memory whenever a lower key follows.
	slices.SortStableFunc(all, func(x, y *incoming) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(uint64(x.id), uint64(y.id)))
	})
	var done Added
	err := a.regrouping(ctx, "adding reports", func(p *pen) error {
		done = Added{}
		return p.add(all, &done)
	})
	if err != nil {
		return Added{}, err
	}
	return done, nil
}

func (p *pen) add(all []*incoming, done *Added) error {
	seq, err := p.next()
	if err != nil {
		return err
	}
	var lines []string
	var mended []*incoming
	g := p.grouping(seq)
	for _, in := range all {
		original, erased, err := p.original(in)
		if err != nil {
			return err
		}
		if erased != "" {
			done.Refused = append(done.Refused, Refused{in.report.ID, erased})
			continue
		}
		_, state, err := p.held(in)
		if err != nil {
			return err
		}
		switch state {
		case held:
			done.Known++
			continue
		case unread:
			done.Known++
			if in.Extraction != nil {
				mended = append(mended, in)
			}
			continue
		}
		changed, err := p.insert(in, original, seq, g)
		if err != nil {
			return err
		}
		done.New++
		if changed {
			done.Changed++
		}
		lines = append(lines, digestLine(in.report.ID, in.sha))
	}
	if len(lines) > 0 {
		if err := g.settle(); err != nil {
			return err
		}
		if err := p.record(logAdd, "", summary{Reports: len(lines), Digest: digest(lines)}); err != nil {
			return err
		}
	}
	return p.mendAll(mended)
}

// mendAll gives reports whose reading had failed the reading that they now come with.
func (p *pen) mendAll(all []*incoming) error {
	if len(all) == 0 {
		return nil
	}
	seq, err := p.next()
	if err != nil {
		return err
	}
	var lines []string
	g := p.grouping(seq)
	for _, in := range all {
		key, state, err := p.held(in) // a batch may hold a report twice
		if err != nil {
			return err
		}
		if state != unread {
			continue
		}
		if err := p.mend(in, key, seq, g); err != nil {
			return err
		}
		lines = append(lines, digestLine(in.report.ID, in.sha))
	}
	if err := g.settle(); err != nil {
		return err
	}
	return p.record(logRead, "", summary{Reports: len(lines), Digest: digest(lines)})
}

// What the archive holds of a report.
const (
	absent = iota
	held
	unread // held, but could not be read
)

func (p *pen) held(in *incoming) (key int64, state int, err error) {
	var fault sql.NullString
	found, err := p.one([]any{&key, &fault}, "SELECT key, fault FROM reports WHERE id = ?", in.id)
	switch {
	case err != nil || !found:
		return 0, absent, err
	case fault.Valid:
		return key, unread, nil
	}
	return key, held, nil
}

// original is the number of the bytes received, which are kept where they are not. erased says why they must not be.
func (p *pen) original(in *incoming) (n int64, erased string, err error) {
	var gone bool
	found, err := p.one([]any{&n, &gone}, "SELECT n, body IS NULL FROM originals WHERE sha256 = ?", in.sha)
	switch {
	case err != nil:
		return 0, "", err
	case found && gone:
		erased, err = p.whyErased(n)
		return n, erased, err
	case found:
		return n, "", nil
	}
	media, err := p.name(in.Item.Media)
	if err != nil {
		return 0, "", err
	}
	whole, plain, text := in.Item.Received, any(nil), any(nil)
	if in.Item.Text != nil && !bytes.Equal(in.Item.Text, in.Item.Received) {
		whole, plain = append(bytes.Clone(whole), in.Item.Text...), int64(len(in.Item.Text))
	}
	if in.Extraction != nil && in.text != string(in.Item.Plain()) {
		whole, text = append(bytes.Clone(whole), in.text...), int64(len(in.text))
	}
	frame, err := p.a.originals.pack(whole)
	if err != nil {
		return 0, "", err
	}
	_, err = p.one([]any{&n}, "INSERT INTO originals (sha256, media, size, plain, text, body) VALUES (?, ?, ?, ?, ?, ?) RETURNING n",
		in.sha, media, len(in.Item.Received), plain, text, frame)
	return n, "", err
}

// insert writes a report that is not held, and says whether it is a new version of a page that is.
func (p *pen) insert(in *incoming, original, seq int64, g *grouping) (changed bool, err error) {
	key, err := p.free(in.key)
	if err != nil {
		return false, err
	}
	folder, rest := apart(plainText(in.Item.From))
	place, err := p.maybeName(folder)
	if err != nil {
		return false, err
	}
	publisher, err := p.maybeName(string(in.report.Publisher))
	if err != nil {
		return false, err
	}
	author, err := p.maybeName(string(in.report.Author))
	if err != nil {
		return false, err
	}
	var page, modified, fault, notes any
	if len(in.Item.Notes) > 0 {
		b, err := json.Marshal(in.Item.Notes)
		if err != nil {
			return false, err
		}
		notes = plainText(string(b))
	}
	given := 0
	if !in.Item.Published.IsZero() {
		given = 1
	}
	if in.report.URL != "" {
		page = pageOf(string(in.report.URL))
	}
	if !in.Item.Modified.IsZero() {
		modified = in.Item.Modified.Unix()
	}
	if in.Extraction == nil {
		fault = plainText(cmp.Or(in.Fault, "could not be read"))
	}
	if _, err := p.do(`INSERT INTO reports (key, id, original, place, found, url, page, publisher, author, title, language, modified, received, fault, given, notes)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, key, in.id, original, place, rest, orNull(string(in.report.URL)), page, publisher, author,
		orNull(string(in.report.Title)), orNull(string(in.report.Language)), modified, seq, fault, given, notes); err != nil {
		return false, err
	}
	stands := true
	if in.report.URL != "" {
		if changed, stands, err = p.version(string(in.report.URL), key, seq, g); err != nil {
			return false, err
		}
	}
	if in.Extraction == nil {
		return changed, nil
	}
	if err := p.read(key, publisher, original, in.Extraction, seq); err != nil {
		return false, err
	}
	if stands {
		if err := p.stale(in.id); err != nil {
			return false, err
		}
		err = g.add(in.report.ID, in.report.Published, in.signature())
	}
	return changed, err
}

// signature is the one that came with the entry, else it is made.
func (in *incoming) signature() *origin.Signature {
	if in.Signature != nil {
		return in.Signature
	}
	s := origin.Sign(in.Extraction.Report.Text, in.Extraction.Blocks)
	return &s
}

// read writes what was read out of a report that is held.
func (p *pen) read(key int64, publisher any, original int64, x *sitrep.Extraction, seq int64) error {
	pinned, err := p.pinned(original)
	if err != nil {
		return err
	}
	frame, err := p.a.packReading(x, pinned.text)
	if err != nil {
		return err
	}
	reader, err := p.reader(x.Codebook, x.Models, x.Places)
	if err != nil {
		return err
	}
	if _, err := p.do("INSERT INTO readings (report, reader, since, body) VALUES (?, ?, ?, ?)", key, reader, seq, frame); err != nil {
		return err
	}
	set, err := p.decisions()
	if err != nil {
		return err
	}
	b := newBag(publisher)
	rows, err := p.rows(set.Apply(x), b.about)
	if err != nil {
		return err
	}
	if err := p.put(key, reader, seq, rows); err != nil {
		return err
	}
	b.add(x.Report.Text)
	return p.a.dialect.putWords(p, key, b)
}

// mend gives one its reading; its key may change with the date that was found.
func (p *pen) mend(in *incoming, key, seq int64, g *grouping) error {
	if _, err := p.do("UPDATE reports SET fault = NULL WHERE key = ?", key); err != nil {
		return err
	}
	return p.reread(key, in.Extraction, in.Signature, seq, g)
}

// reread makes x the reading that stands of a report that is held.
func (p *pen) reread(key int64, x *sitrep.Extraction, s *origin.Signature, seq int64, g *grouping) error {
	var original, id int64
	var publisher, replaced, retracted sql.NullInt64
	if _, err := p.one([]any{&id, &original, &publisher, &replaced, &retracted}, "SELECT id, original, publisher, replaced, retracted FROM reports WHERE key = ?", key); err != nil {
		return err
	}
	if err := p.stale(id); err != nil {
		return err
	}
	if want := keyOf(dayOf(x.Report.Published), id); keyDay(want) != keyDay(key) {
		if err := g.remove(x.Report.ID); err != nil {
			return err
		}
		var err error
		if key, err = p.rekey(key, want); err != nil {
			return err
		}
	}
	if _, err := p.do("UPDATE reports SET title = ?, language = ? WHERE key = ?", orNull(string(x.Report.Title)), orNull(string(x.Report.Language)), key); err != nil {
		return err
	}
	for _, table := range []string{"readings", "claims"} {
		if _, err := p.do("UPDATE "+table+" SET until = ? WHERE report = ? AND until IS NULL", seq, key); err != nil {
			return err
		}
	}
	var from any
	if publisher.Valid {
		from = publisher.Int64
	}
	if err := p.read(key, from, original, x, seq); err != nil {
		return err
	}
	g.x.told[key] = true
	if err := p.index(key, original, from); err != nil || replaced.Valid || retracted.Valid {
		return err
	}
	if s == nil {
		made := origin.Sign(x.Report.Text, x.Blocks)
		s = &made
	}
	return g.add(x.Report.ID, x.Report.Published, s)
}

// rekey gives a report the key, or the next one that is free.
func (p *pen) rekey(old, key int64) (int64, error) {
	key, err := p.free(key)
	if err != nil {
		return 0, err
	}
	for _, column := range []string{"reports.key", "readings.report", "claims.report", "figures.report", "copies.report", "copies.lead", "reports.lead"} {
		table, name, _ := strings.Cut(column, ".")
		if _, err := p.do("UPDATE "+table+" SET "+name+" = ? WHERE "+name+" = ?", key, old); err != nil {
			return 0, err
		}
	}
	return key, p.a.dialect.dropWords(p, old)
}

// free is key, or the next one that no report has.
func (p *pen) free(key int64) (int64, error) {
	for ; ; key++ {
		var taken int64
		found, err := p.one([]any{&taken}, "SELECT key FROM reports WHERE key = ?", key)
		if err != nil || !found {
			return key, err
		}
	}
}

// pinned is what is kept of a report's bytes.
func (p *pen) pinned(original int64) (kept, error) {
	var f framed
	if _, err := p.one(f.into(), "SELECT "+framedColumns+" FROM originals o WHERE o.n = ?", original); err != nil {
		return kept{}, err
	}
	return p.a.openOriginal(f)
}

// kept are a report's bytes: as received, the plain text taken out of them, and that text cleaned.
type kept struct {
	received, plain []byte
	text            string
}

// framed is a row of originals, as framedColumns reads it.
type framed struct {
	size        int64
	plain, text sql.NullInt64
	body        []byte
}

const framedColumns = "o.size, o.plain, o.text, o.body"

func (f *framed) into() []any { return []any{&f.size, &f.plain, &f.text, &f.body} }

// openOriginal takes a frame apart; of what was erased it gives nothing.
func (a *Archive) openOriginal(f framed) (kept, error) {
	if f.body == nil {
		return kept{}, nil
	}
	whole, err := a.originals.open(f.body)
	if err != nil {
		return kept{}, err
	}
	if f.size < 0 || f.plain.Int64 < 0 || f.text.Int64 < 0 || f.size+f.plain.Int64+f.text.Int64 != int64(len(whole)) {
		return kept{}, fmt.Errorf("a stored original has %d bytes in place of %d", len(whole), f.size+f.plain.Int64+f.text.Int64)
	}
	k := kept{received: whole[:f.size:f.size]}
	if k.plain = k.received; f.plain.Valid {
		k.plain = whole[f.size : f.size+f.plain.Int64]
	}
	if k.text = string(k.plain); f.text.Valid {
		k.text = string(whole[f.size+f.plain.Int64:])
	}
	return k, nil
}

// pageOf is the number under which versions of a page are looked up; the URL is compared as well.
func pageOf(url string) int64 {
	h := fnv.New64a()
	h.Write([]byte(url))
	return int64(h.Sum64())
}

// apart cuts a path into the part that repeats and the rest.
func apart(from string) (folder, rest string) {
	i := strings.LastIndexAny(from, "/!:\\") + 1
	return from[:i], from[i:]
}

// version orders the versions of a page: the latest stands for the report, the others are replaced by it. It says whether there is
// more than one, and whether the one with that key is the latest. Later is what was modified later (published, where no modification is told), else received later, else has the higher id.
func (p *pen) version(url string, key, seq int64, g *grouping) (several, stands bool, err error) {
	type version struct {
		key, id, received int64
		modified          sql.NullInt64
		replaced          sql.NullInt64
	}
	var all []version
	err = p.each(func(r *sql.Rows) error {
		var v version
		err := r.Scan(&v.key, &v.id, &v.received, &v.modified, &v.replaced)
		all = append(all, v)
		return err
	}, "SELECT key, id, received, modified, replaced FROM reports WHERE page = ? AND url = ? AND erased IS NULL", pageOf(url), plainText(url))
	if err != nil || len(all) < 2 {
		return false, true, err
	}
	when := func(v version) int64 {
		if v.modified.Valid {
			return v.modified.Int64
		}
		return keyDay(v.key) * 86400
	}
	latest := slices.MaxFunc(all, func(x, y version) int {
		return cmp.Or(cmp.Compare(when(x), when(y)), cmp.Compare(x.received, y.received), cmp.Compare(uint64(x.id), uint64(y.id)))
	})
	for _, v := range all {
		if v.key == latest.key || v.replaced.Valid {
			continue
		}
		if _, err := p.do("UPDATE reports SET replaced = ? WHERE key = ?", seq, v.key); err != nil {
			return false, false, err
		}
		if err := p.moved(string(reportID(v.id)), string(reportID(latest.id)), "replaced", seq); err != nil {
			return false, false, err
		}
		if err := p.stale(v.id); err != nil {
			return false, false, err
		}
		if v.key != key {
			if err := g.remove(reportID(v.id)); err != nil {
				return false, false, err
			}
		}
	}
	return true, latest.key == key, nil
}

// moved records that an id no longer stands for itself.
func (p *pen) moved(old, new, kind string, seq int64) error {
	_, err := p.do("INSERT INTO moved (old, new, kind, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", old, new, kind, seq)
	return err
}

// whyErased is the line that a report whose bytes were erased is refused with.
func (p *pen) whyErased(original int64) (string, error) {
	var at sql.NullInt64
	var why sql.NullString
	if _, err := p.one([]any{&at, &why}, `SELECT l.time, l.detail FROM reports r JOIN log l ON l.seq = r.erased WHERE r.original = ?
		ORDER BY l.seq LIMIT 1`, original); err != nil {
		return "", err
	}
	return fmt.Sprintf("erased on %s: %s", timeOf(at.Int64).Format("2006-01-02"), reason(why.String)), nil
}
