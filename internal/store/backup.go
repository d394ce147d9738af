package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// A backup is one zstd stream of JSON lines that restores into either dialect: a head, for each table a line that names it and its
// columns and then its rows as arrays, and a last line with the SHA-256 of all lines before it, by which a backup that was cut short or
// changed is known. Blobs are written in base64. The indexes of words and places are made again, and so are events.
// Accounts are in it with the hashes of their passwords; sessions, tokens and links are not, so that a backup lets nobody in.

// backupFormat is the version of that form.
const backupFormat = 1

// table is a table of a backup with its columns: name, and i for a whole number, f for another, t for text, b for a blob. order is how
// its rows are sorted.
type table struct{ name, columns, order string }

// tables are those of a backup, in the order in which they are restored.
var tables = []table{
	{"log", "seq:i time:i kind:t subject:t detail:t hash:b", "seq"},
	{"names", "n:i name:t folded:t", "n"},
	{"readers", "n:i codebook:t models:t places:t", "n"},
	{"originals", "n:i sha256:b media:i size:i plain:i text:i body:b", "n"},
	{"reports", "key:i id:i original:i place:i found:t url:t page:i publisher:i author:i title:t language:t modified:i received:i replaced:i retracted:i erased:i lead:i text:i fault:t given:i notes:t", "key"},
	{"readings", "n:i report:i reader:i since:i until:i body:b", "n"},
	{"places", "n:i name:i within:i country:t lat:f lon:f", "n"},
	{"claims", "report:i reader:i n:i id:i type:i modality:i first:i last:i place:i country:t parties:t confidence:i twin:i since:i until:i", "report, reader, since, n"},
	{"figures", "report:i reader:i since:i n:i k:i measure:i low:i best:i high:i", "report, reader, since, n, k"},
	{"copies", "report:i lead:i since:i until:i", "report, since"},
	{"texts", "n:i rest:i signature:b group:i", "n"},
	{"buckets", "bucket:i rank:i text:i", "bucket, rank, text"},
	{"links", "a:i b:i score:f", "a, b"},
	{"moved", "old:t new:t kind:t seq:i", "old, seq, new"},
	{"reviews", "n:i seq:i subject:t verdict:t person:t why:t detail:t", "n"},
	{"followed", "source:t state:t", "source"},
	{"desk_marks", "mark:t person:t claim:i time:i", "mark, person, claim"},
	{"users", "n:i name:t folded:t display:t mail:t subject:t role:i hash:t disabled:i created:i used:i", "n"},
}

// names are the columns' names, and kinds a letter for each.
func (t table) split() (names []string, kinds string) {
	for _, c := range strings.Fields(t.columns) {
		name, kind, _ := strings.Cut(c, ":")
		names, kinds = append(names, `"`+name+`"`), kinds+kind
	}
	return names, kinds
}

// backupHead is the first line.
type backupHead struct {
	Format int    `json:"sitrep_backup"`
	Log    int64  `json:"log"` // how many entries the log has
	Hash   string `json:"hash,omitempty"`
}

// backupLine is every line but the first.
type backupLine struct {
	Table   string `json:"table,omitempty"`
	Columns string `json:"columns,omitempty"`
	Row     []any  `json:"row,omitempty"`
	SHA256  string `json:"sha256,omitempty"` // of all lines before
	Rows    int    `json:"rows,omitempty"`
}

// Backup writes the archive as it stands at one moment, while others may write to it.
func (a *Archive) Backup(ctx context.Context, w io.Writer) error {
	m, done, err := a.moment(ctx)
	if err != nil {
		return err
	}
	defer done()
	z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	sum := sha256.New()
	out := json.NewEncoder(io.MultiWriter(z, sum))
	head := backupHead{Format: backupFormat}
	var last []byte
	err = m.one(ctx, []any{&head.Log, &last}, "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return a.fault("backing up", err)
	}
	head.Hash = hex.EncodeToString(last)
	if err := out.Encode(head); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	rows := 0
	for _, t := range tables {
		if err := out.Encode(backupLine{Table: t.name, Columns: t.columns}); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		n, err := m.backupTable(ctx, t, out)
		if err != nil {
			return a.fault("backing up", err)
		}
		rows += n
	}
	if err := out.Encode(backupLine{SHA256: hex.EncodeToString(sum.Sum(nil)), Rows: rows}); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

func (a *Archive) backupTable(ctx context.Context, t table, out *json.Encoder) (int, error) {
	columns, kinds := t.split()
	n := 0
	err := a.each(ctx, func(r *sql.Rows) error {
		into := make([]any, len(kinds))
		for i, k := range kinds {
			switch k {
			case 'i':
				into[i] = new(sql.NullInt64)
			case 'f':
				into[i] = new(sql.NullFloat64)
			case 't':
				into[i] = new(sql.NullString)
			default:
				into[i] = new([]byte)
			}
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		n++
		row := make([]any, len(into))
		for i, v := range into {
			switch v := v.(type) {
			case *sql.NullInt64:
				if v.Valid {
					row[i] = v.Int64
				}
			case *sql.NullFloat64:
				if v.Valid {
					row[i] = v.Float64
				}
			case *sql.NullString:
				if v.Valid {
					row[i] = v.String
				}
			case *[]byte:
				if *v != nil {
					row[i] = base64.StdEncoding.EncodeToString(*v)
				}
			}
		}
		return out.Encode(backupLine{Row: row})
	}, "SELECT "+strings.Join(columns, ", ")+" FROM "+t.name+" ORDER BY "+t.order)
	return n, err
}

// ErrBackup says that a file is no backup, or one that is damaged.
var ErrBackup = errors.New("not a whole backup")

// backupReader reads the lines of a backup and sums them up.
type backupReader struct {
	r   *bufio.Reader
	sum hash.Hash
	n   int // line
}

// longestLine bounds a line, so that a bad file takes bounded memory: the largest report's frame in base64, and room.
const longestLine = largest

func (b *backupReader) next(v any) error {
	b.n++
	var line []byte
	for {
		part, err := b.r.ReadSlice('\n')
		line = append(line, part...)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return fmt.Errorf("%w: it ends in line %d; make another", ErrBackup, b.n)
		}
		if len(line) > longestLine {
			return fmt.Errorf("%w: line %d is too long; make another", ErrBackup, b.n)
		}
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("%w: line %d is not what a backup holds; make another", ErrBackup, b.n)
	}
	if l, ok := v.(*backupLine); !ok || l.SHA256 == "" {
		b.sum.Write(line)
	}
	return nil
}

// backupMagic begins a frame of zstd (RFC 8878, 3.1.1), which a backup is.
const backupMagic = "\x28\xb5\x2f\xfd"

// MayBeBackup says by its first four bytes whether a file can be a backup.
func MayBeBackup(head []byte) bool { return string(head) == backupMagic }

// Restore fills an empty archive from a backup: all of it or, with an error, nothing. Then it verifies the archive, and what that
// finds is in Findings. A file that is no backup, or that was cut short or changed, is ErrBackup.
func (a *Archive) Restore(ctx context.Context, r io.Reader) (Findings, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20), zstd.WithDecoderMaxMemory(largest))
	if err != nil {
		return Findings{}, err
	}
	defer z.Close()
	b := &backupReader{r: bufio.NewReaderSize(z, 1<<16), sum: sha256.New()}
	err = a.change(ctx, "restoring", func(p *pen) error {
		var held int
		if _, err := p.one([]any{&held}, "SELECT (SELECT count(*) FROM log) + (SELECT count(*) FROM reports)"); err != nil {
			return err
		}
		if held > 0 {
			return fmt.Errorf("archive %s is not empty; restore into a new one", a.where)
		}
		head := backupHead{}
		if err := b.next(&head); err != nil {
			return err
		}
		if head.Format > backupFormat {
			return fmt.Errorf("%w: the backup was made by a newer sitrep; use that", ErrNewer)
		}
		if head.Format != backupFormat {
			return fmt.Errorf("%w: it has no head; name a file that sitrep backup wrote", ErrBackup)
		}
		if err := p.restoreTables(ctx, b); err != nil {
			return err
		}
		for _, s := range a.dialect.sequences() {
			if _, err := p.conn.ExecContext(p.ctx, s); err != nil {
				return err
			}
		}
		if err := p.restoreIndexes(ctx); err != nil {
			return err
		}
		if err := p.refuse(); err != nil {
			return err
		}
		return p.record(logRestore, "", map[string]any{"log": head.Log, "hash": head.Hash})
	})
	if err != nil {
		return Findings{}, err
	}
	if _, err := a.Fuse(ctx); err != nil {
		return Findings{}, err
	}
	return a.Verify(ctx, VerifyOptions{})
}

// restoreTables reads tables to the last line.
func (p *pen) restoreTables(ctx context.Context, b *backupReader) error {
	var insert, kinds string
	rows := 0
	for {
		so := b.sum.Sum(nil)
		var l backupLine
		if err := b.next(&l); err != nil {
			return err
		}
		switch {
		case l.SHA256 != "":
			if l.SHA256 != hex.EncodeToString(so) || l.Rows != rows {
				return fmt.Errorf("%w: its lines were changed; make another", ErrBackup)
			}
			return nil
		case l.Table != "":
			known := false
			for _, t := range tables {
				if t.name == l.Table && t.columns == l.Columns {
					var columns []string
					columns, kinds = t.split()
					insert = "INSERT INTO " + t.name + " (" + strings.Join(columns, ", ") + ") VALUES (" + marks(len(columns)) + ")"
					known = true
				}
			}
			if !known {
				return fmt.Errorf("%w: line %d names a table that this sitrep does not know; use the one that made it", ErrBackup, b.n)
			}
		default:
			if rows++; rows%1000 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			args, err := values(l.Row, kinds)
			if err != nil || insert == "" {
				return fmt.Errorf("%w: line %d is not a row of its table; make another", ErrBackup, b.n)
			}
			if _, err := p.do(insert, args...); err != nil {
				return err
			}
		}
	}
}

// values turns a row of JSON into arguments.
func values(row []any, kinds string) ([]any, error) {
	bad := errors.New("not a row")
	if len(row) != len(kinds) {
		return nil, bad
	}
	out := make([]any, len(row))
	for i, v := range row {
		if v == nil {
			continue
		}
		number, isNumber := v.(json.Number)
		text, isText := v.(string)
		var err error
		switch k := kinds[i]; {
		case k == 'i' && isNumber:
			out[i], err = number.Int64()
		case k == 'f' && isNumber:
			out[i], err = number.Float64()
		case k == 't' && isText:
			out[i] = plainText(text)
		case k == 'b' && isText:
			out[i], err = base64.StdEncoding.DecodeString(text)
		default:
			return nil, bad
		}
		if err != nil {
			return nil, bad
		}
	}
	return out, nil
}

// restoreIndexes makes the indexes of places and words.
func (p *pen) restoreIndexes(ctx context.Context) error {
	type at struct {
		n        int64
		lat, lon float64
	}
	var places []at
	if err := p.each(func(r *sql.Rows) error {
		var a at
		err := r.Scan(&a.n, &a.lat, &a.lon)
		places = append(places, a)
		return err
	}, "SELECT n, lat, lon FROM places WHERE lat IS NOT NULL ORDER BY n"); err != nil {
		return err
	}
	for _, a := range places {
		if err := p.a.dialect.placed(p, a.n, a.lat, a.lon); err != nil {
			return err
		}
	}
	type report struct {
		key, original int64
		publisher     sql.NullInt64
	}
	var reports []report
	if err := p.each(func(r *sql.Rows) error {
		var o report
		err := r.Scan(&o.key, &o.original, &o.publisher)
		reports = append(reports, o)
		return err
	}, "SELECT key, original, publisher FROM reports WHERE erased IS NULL ORDER BY key"); err != nil {
		return err
	}
	for i, o := range reports {
		if i%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		var publisher any
		if o.publisher.Valid {
			publisher = o.publisher.Int64
		}
		if err := p.index(o.key, o.original, publisher); err != nil {
			return err
		}
	}
	return nil
}
