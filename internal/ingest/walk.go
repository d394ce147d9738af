package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// Stdin is the source that names standard input.
const Stdin = "-"

// Options say how sources are read. The zero value reads everything that needs no other package, with the default limits.
type Options struct {
	// Fields name the fields of JSON objects and the columns of tables: the key is one of FieldNames, the value the name in the input,
	// in JSON also a path with dots ("article.body"). What is not named is found by its usual names.
	Fields map[string]string
	Limits Limits
	// Stdin is what the source "-" reads; nil is empty.
	Stdin io.Reader
	// Page reads an HTML page; contentType is the declared media type with its parameters and url the page's address, "" where unknown.
	// nil takes the text between the tags.
	Page func(b []byte, contentType, url string) (Item, error)
	// PDF reads a PDF file; nil refuses them.
	PDF func(b []byte) (Item, error)
	// Feed reads an RSS or Atom feed or a sitemap; nil refuses them.
	Feed func(b []byte, url string) ([]Item, error)
	// Taken is told as bytes of files on disk are read, or passed over: in all as many as Size counts. nil: nobody is.
	Taken func(bytes int64)
}

// Limits bound what is read. Zero is the default of each.
type Limits struct {
	File     int64 // bytes of a file that is one report: page, PDF, docx, mail; also of one in a mailbox or web archive (50 MB)
	Record   int64 // bytes of a line, row or object that is one report, of a plain text, and of the text taken out of any file (16 MB)
	Unpacked int64 // bytes that one source may unpack to, in all (64 GB)
	Ratio    int64 // how many times its size an archive may unpack to, once that is over 64 MB (200)
	Depth    int   // archives in one another (3)
	Members  int   // files in one archive (200,000)
}

func (l Limits) orDefault() Limits {
	set := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&l.File, Limit)
	set(&l.Record, 16<<20)
	set(&l.Unpacked, 64<<30)
	set(&l.Ratio, 200)
	if l.Depth <= 0 {
		l.Depth = 3
	}
	if l.Members <= 0 {
		l.Members = 200_000
	}
	return l
}

// LeftOut is the error given to refused for what was passed over because it is no report, and is nothing to mend: pictures in an archive
// of pages, empty members, records of pages that had not changed. N counts them.
type LeftOut struct {
	What string
	N    int
}

func (l *LeftOut) Error() string { return fmt.Sprintf("%d %s left out", l.N, l.What) }

// Walk reads sources (files, folders, "-") in their order and gives found each report in it, one after the other: folders and what lies in
// them sorted by name, archives and files of many reports in their own order. What cannot be read goes to refused, with where it is and
// an error of one line that says what is wrong and what to do; it stops nothing. Walk ends with the error of found or of ctx, with no
// other. Both functions are called from the calling goroutine.
func (o Options) Walk(ctx context.Context, sources []string, found func(Item) error, refused func(from string, err error)) error {
	w := o.walker(ctx, found, refused)
	for _, s := range sources {
		if err := w.source(s); err != nil {
			return err
		}
	}
	return nil
}

// Input is one file's bytes from elsewhere than the file system, for Read.
type Input struct {
	From string // where it is, for people; its ending helps to tell its kind
	// Media is the declared media type, "" where unknown, and URL the address.
	Media, URL string
	Body       io.Reader
}

// Read reads one input as Walk does.
func (o Options) Read(ctx context.Context, in Input, found func(Item) error, refused func(from string, err error)) error {
	w := o.walker(ctx, found, refused)
	w.fresh()
	return w.read(&piece{from: in.From, name: in.From, media: in.Media, url: in.URL, r: bufio.NewReaderSize(in.Body, window)})
}

func (o Options) walker(ctx context.Context, found func(Item) error, refused func(string, error)) *walker {
	o.Limits = o.Limits.orDefault()
	return &walker{Options: o, ctx: ctx, found: found, refuse: refused, folders: map[string]bool{}}
}

// walker is one walk. Its methods return an error only to end the walk.
type walker struct {
	Options
	ctx      context.Context
	found    func(Item) error
	refuse   func(string, error)
	folders  map[string]bool // those read, by their real path, so that links cannot lead round in circles
	unpacked int64           // bytes unpacked of the source so far
}

// window is how much of the beginning of a file is looked at to tell its kind, in bytes.
const window = 64 << 10

// piece is a file wherever it lies: on disk, in an archive, in a mail.
type piece struct {
	from string // for people
	name string // whose ending may tell the kind, "" where there is none
	r    *bufio.Reader
	// disk is the file, where r reads an uncompressed file on disk from its start; at is its size then.
	disk *os.File
	at   int64
	// media and url are as declared around it.
	media, url string
	depth      int // archives around it
	// note is put on all its reports.
	note []noted
}

// noted is a note in short.
type noted struct{ kind, detail string }

func (w *walker) fresh() { w.unpacked = 0 }

func (w *walker) source(name string) error {
	w.fresh()
	if name == Stdin {
		in := w.Stdin
		if in == nil {
			in = bytes.NewReader(nil)
		}
		return w.read(&piece{from: "standard input", r: bufio.NewReaderSize(in, window)})
	}
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		return w.folder(name)
	}
	return w.file(name)
}

func (w *walker) folder(dir string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	resolved, err := filepath.EvalSymlinks(dir)
	if err == nil {
		resolved, err = filepath.Abs(resolved)
	}
	if err != nil {
		w.refuse(label(dir), fmt.Errorf("cannot be read (%v); check the path", reason(err)))
		return nil
	}
	if w.folders[resolved] {
		w.refuse(label(dir), &LeftOut{"folder already read under another name", 1})
		return nil
	}
	w.folders[resolved] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.refuse(label(dir), fmt.Errorf("cannot be listed to its end (%v); change its permissions", reason(err)))
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		name := filepath.Join(dir, e.Name())
		info, err := os.Stat(name)
		if err == nil && info.IsDir() {
			err = w.folder(name)
		} else {
			w.fresh()
			err = w.file(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) file(name string) error {
	f, size, err := open(name)
	if err != nil {
		w.refuse(label(name), err)
		return nil
	}
	defer f.Close()
	// What is written while the file is read is another reading's: what was there at first is read, and no more.
	p := &piece{from: label(name), name: name, disk: f, at: size}
	var r io.Reader = io.NewSectionReader(f, 0, size)
	if w.Taken != nil {
		t := &taking{r: r, tell: w.Taken}
		// What is read at places of its own, as of a zip file, or not at all, is done with the file.
		defer func() { w.Taken(max(size-t.n, 0)) }()
		r = t
	}
	p.r = bufio.NewReaderSize(r, window)
	return w.read(p)
}

// give hands a report over.
func (w *walker) give(p *piece, it Item) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	for _, n := range p.note {
		it.note(n.kind, "%s", n.detail)
	}
	if limit := int(w.Limits.Record); len(it.Text) > limit {
		for limit > 0 && !utf8.RuneStart(it.Text[limit]) {
			limit--
		}
		it.Text = bytes.Clone(it.Text[:limit])
		it.note("truncated", "the text is over the limit of %s; its end was left out", megabytes(w.Limits.Record))
	}
	return w.found(it)
}

// whole reads a piece of at most limit bytes to its end as one report's file.
func (w *walker) whole(p *piece, limit int64) ([]byte, error) {
	b, err := readAll(io.LimitReader(p.r, limit+1))
	switch {
	case int64(len(b)) > limit:
		return nil, fmt.Errorf("is over the limit of %s; split it into reports", megabytes(limit))
	case err != nil:
		return nil, unread(err)
	}
	if p.disk != nil {
		if info, err := p.disk.Stat(); err == nil && info.Size() != p.at {
			return nil, errors.New("changed while it was read; read it again when it is complete")
		}
	}
	return b, nil
}

// readAll reads as io.ReadAll does, without leaving behind a trail of outgrown buffers: what is read is large at times, and memory is bounded.
func readAll(r io.Reader) ([]byte, error) {
	var chunks [][]byte
	for size := 4 << 10; ; size = min(2*size, 1<<20) {
		chunk := make([]byte, size)
		n := 0
		for n < size {
			k, err := r.Read(chunk[n:])
			n += k
			if err == nil {
				continue
			}
			if err == io.EOF {
				err = nil
			}
			return slices.Concat(append(chunks, chunk[:n])...), err
		}
		chunks = append(chunks, chunk)
	}
}

// unread says that bytes could not be had; errors of our own say what to do themselves.
func unread(err error) error {
	var own *limitError
	if errors.As(err, &own) {
		return own
	}
	return fmt.Errorf("cannot be read to its end (%v); get it anew", reason(err))
}

// limitError is a limit that was met while reading.
type limitError struct{ text string }

func (e *limitError) Error() string { return e.text }

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d bytes", n)
	}
	if n >= 1<<30 && n%(1<<30) == 0 {
		return fmt.Sprintf("%d GB", n>>30)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
