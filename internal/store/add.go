package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
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

// Known says which of the reports are held; those that were erased, or could not be read, count as held.
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
		}, "SELECT id FROM reports WHERE id IN ("+marks(len(part))+")", args...)
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
	err := a.change(ctx, "adding reports", func(p *pen) error {
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
		original, erased, err := p.original(in)
		if err != nil {
			return err
		}
		if erased != "" {
			done.Refused = append(done.Refused, Refused{in.report.ID, erased})
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
		if err := p.record(logAdd, "", batch{Reports: len(lines), Digest: digest(lines)}); err != nil {
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
	return p.record(logRead, "", batch{Reports: len(lines), Digest: digest(lines)})
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
	whole, length := in.Item.Received, any(nil)
	if in.text != string(whole) {
		whole, length = append(bytes.Clone(whole), in.text...), int64(len(in.text))
	}
	frame, err := p.a.originals.pack(whole)
	if err != nil {
		return 0, "", err
	}
	_, err = p.one([]any{&n}, "INSERT INTO originals (sha256, media, size, text, body) VALUES (?, ?, ?, ?, ?) RETURNING n",
		in.sha, media, len(in.Item.Received), length, frame)
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
	var page, modified, fault any
	if in.report.URL != "" {
		page = pageOf(string(in.report.URL))
	}
	if !in.Item.Modified.IsZero() {
		modified = in.Item.Modified.Unix()
	}
	if in.Extraction == nil {
		fault = plainText(cmp.Or(in.Fault, "could not be read"))
	}
	if _, err := p.do(`INSERT INTO reports (key, id, original, place, found, url, page, publisher, author, title, language, modified, received, fault)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, key, in.id, original, place, rest, orNull(string(in.report.URL)), page, publisher, author,
		orNull(string(in.report.Title)), orNull(string(in.report.Language)), modified, seq, fault); err != nil {
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
	_, pinned, err := p.pinned(original)
	if err != nil {
		return err
	}
	frame, err := p.a.packReading(x, pinned)
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
	words := about{}
	rows, err := p.rows(x, words)
	if err != nil {
		return err
	}
	if publisher != nil {
		words[fmt.Sprintf("u_%d", publisher)] = true
	}
	if err := p.put(key, reader, seq, rows); err != nil {
		return err
	}
	return p.a.dialect.putWords(p, key, &bag{words: fold(x.Report.Text), about: words.words()})
}

// mend does so for one, whose key may change with the date that reading found.
func (p *pen) mend(in *incoming, key, seq int64, g *grouping) error {
	var original int64
	var publisher, replaced sql.NullInt64
	if _, err := p.one([]any{&original, &publisher, &replaced}, "SELECT original, publisher, replaced FROM reports WHERE key = ?", key); err != nil {
		return err
	}
	if in.key != key {
		free, err := p.free(in.key)
		if err != nil {
			return err
		}
		if _, err := p.do("UPDATE reports SET key = ? WHERE key = ?", free, key); err != nil {
			return err
		}
		key = free
	}
	if _, err := p.do("UPDATE reports SET fault = NULL, title = ?, language = ? WHERE key = ?", orNull(string(in.report.Title)),
		orNull(string(in.report.Language)), key); err != nil {
		return err
	}
	if in.text != string(in.Item.Received) {
		frame, err := p.a.originals.pack(append(bytes.Clone(in.Item.Received), in.text...))
		if err != nil {
			return err
		}
		if _, err := p.do("UPDATE originals SET text = ?, body = ? WHERE n = ? AND text = 0", len(in.text), frame, original); err != nil {
			return err
		}
	}
	var from any
	if publisher.Valid {
		from = publisher.Int64
	}
	if err := p.read(key, from, original, in.Extraction, seq); err != nil || replaced.Valid {
		return err
	}
	return g.add(in.report.ID, in.report.Published, in.signature())
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

// pinned are the original bytes and the text that is kept with them.
func (p *pen) pinned(original int64) (bytes []byte, text string, err error) {
	var frame []byte
	var size int64
	var length sql.NullInt64
	if _, err := p.one([]any{&size, &length, &frame}, "SELECT size, text, body FROM originals WHERE n = ?", original); err != nil {
		return nil, "", err
	}
	return p.a.openOriginal(frame, size, length)
}

// openOriginal takes a frame apart into the bytes received and the text.
func (a *Archive) openOriginal(frame []byte, size int64, length sql.NullInt64) (bytes []byte, text string, err error) {
	if frame == nil {
		return nil, "", nil // erased
	}
	whole, err := a.originals.open(frame)
	if err != nil {
		return nil, "", err
	}
	if size < 0 || size+length.Int64 != int64(len(whole)) {
		return nil, "", fmt.Errorf("a stored original has %d bytes in place of %d", len(whole), size+length.Int64)
	}
	if !length.Valid {
		return whole, string(whole), nil
	}
	return whole[:size:size], string(whole[size:]), nil
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
	return fmt.Sprintf("erased on %s: %s", moment(at.Int64).Format("2006-01-02"), reason(why.String)), nil
}
