package ingest

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// ratioFrom is how much an archive may unpack to before its ratio counts: small archives of much alike text are no bombs.
const ratioFrom = 64 << 20

// meter counts what an archive unpacks to, against its size.
type meter struct {
	w      *walker
	in     func() int64 // bytes of the archive, as far as they were read
	out    int64
	broken *limitError // the limit that was met
}

func (m *meter) add(n int) error {
	m.out += int64(n)
	m.w.unpacked += int64(n)
	switch l := m.w.Limits; {
	case m.broken != nil:
	case m.w.unpacked > l.Unpacked:
		m.broken = &limitError{fmt.Sprintf("unpacks to more than %s; unpack it and give its files", megabytes(l.Unpacked))}
	case m.out > ratioFrom && m.out > l.Ratio*max(m.in(), 1):
		m.broken = &limitError{fmt.Sprintf("unpacks to more than %d times its size, as archives made to do harm do; unpack it and give its files", l.Ratio)}
	default:
		return nil
	}
	return m.broken
}

// metered is a reader of unpacked bytes.
type metered struct {
	r io.Reader
	m *meter
}

func (r metered) Read(b []byte) (int, error) {
	if err := r.m.w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.r.Read(b)
	if over := r.m.add(n); over != nil {
		return 0, over
	}
	return n, err
}

// counted counts the bytes taken out of a buffered reader.
type counted struct {
	r *bufio.Reader
	n int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// ReadByte makes it what decompressors take bytes from one by one, so that they read no further than they must.
func (c *counted) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// deeper says whether an archive may be opened at p's depth, and refuses it where not.
func (w *walker) deeper(p *piece) bool {
	if p.depth < w.Limits.Depth {
		return true
	}
	w.refuse(p.from, fmt.Errorf("is an archive inside %d others; unpack the outer ones", p.depth))
	return false
}

// gunzip reads what a gzip file (RFC 1952) holds, which has the file's name without its ending.
func (w *walker) gunzip(p *piece) error {
	return w.decompress(p, func(r io.Reader) (io.Reader, error) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, err
		}
		return &members{z, false}, nil
	})
}

// members reads the members of a gzip file; what follows the last one and is none is passed over, as gzip itself does.
type members struct {
	z   *gzip.Reader
	any bool
}

func (m *members) Read(b []byte) (int, error) {
	n, err := m.z.Read(b)
	m.any = m.any || n > 0
	if errors.Is(err, gzip.ErrHeader) && m.any {
		err = io.EOF
	}
	return n, err
}

func (w *walker) decompress(p *piece, open func(io.Reader) (io.Reader, error)) error {
	if !w.deeper(p) {
		return nil
	}
	in := &counted{r: p.r}
	z, err := open(in)
	if err != nil {
		w.refuse(p.from, fmt.Errorf("is a broken compressed file (%v); get it anew", err))
		return nil
	}
	inner := *p
	inner.disk, inner.depth = nil, p.depth+1
	inner.name = p.name
	switch ext := path.Ext(p.name); strings.ToLower(ext) {
	case ".gz", ".gzip", ".bz2":
		inner.name = strings.TrimSuffix(p.name, ext)
	case ".tgz":
		inner.name = strings.TrimSuffix(p.name, ext) + ".tar"
	}
	if strings.Contains(p.media, "zip") {
		inner.media = ""
	}
	m := &meter{w: w, in: func() int64 { return in.n }}
	inner.r = bufio.NewReaderSize(metered{z, m}, window)
	return w.read(&inner)
}

// gzipHolds says that a gzip file's content starts with prefix.
func gzipHolds(head []byte, prefix string) bool {
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return false
	}
	b := make([]byte, len(prefix))
	_, err = io.ReadFull(z, b)
	return err == nil && string(b) == prefix
}

// member is a piece inside an archive; hidden where it is a folder, or a file that systems keep for themselves. Names are labels only:
// nothing is written under them.
func (p *piece) member(name string, size uint64, r io.Reader) (inner *piece, hidden bool) {
	for _, part := range strings.Split(strings.ReplaceAll(name, `\`, "/"), "/") {
		hidden = hidden || part == "__MACOSX" || strings.HasPrefix(part, ".") && strings.Trim(part, ".") != ""
	}
	inner = &piece{from: p.from + "!" + label(name), name: name, depth: p.depth + 1, note: p.note}
	if !hidden {
		inner.r = bufio.NewReaderSize(r, int(min(size, window)))
	}
	return inner, hidden
}

// tar reads the files in a tar archive (POSIX.1-1988 ustar, pax, GNU).
func (w *walker) tar(p *piece) error {
	if !w.deeper(p) {
		return nil
	}
	t := tar.NewReader(p.r)
	empty, files := 0, 0
	defer func() { w.leftOut(p, "empty files", empty) }()
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			w.refuse(p.from, fmt.Errorf("is a broken tar archive from its file %d on (%v); get it anew", files+1, unwrapped(err)))
			return nil
		}
		if files++; files > w.Limits.Members {
			w.refuse(p.from, fmt.Errorf("holds more than %d files; split it", w.Limits.Members))
			return nil
		}
		if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse {
			continue
		}
		if h.Size == 0 {
			empty++
			continue
		}
		inner, hidden := p.member(h.Name, uint64(h.Size), t)
		if hidden {
			continue
		}
		if err := w.read(inner); err != nil {
			return err
		}
	}
}

// unwrapped is an error's text on one line, without the name of the file on disk or of the package that found it.
func unwrapped(err error) string {
	var own *limitError
	if errors.As(err, &own) {
		return own.text
	}
	return strings.TrimPrefix(label(reason(err).Error()), "zip: ")
}

func (w *walker) leftOut(p *piece, what string, n int) {
	if n > 0 {
		w.refuse(p.from, &LeftOut{what, n})
	}
}

// Limits of a ZIP archive.
const (
	maxDirectory = 24 << 20 // bytes of the list of its members: about 200,000
	maxSpool     = 1 << 30  // bytes of one that lies inside another archive, which is put on disk while it is read
)

// capped reads at most so many bytes while it lists an archive; after that, any.
type capped struct {
	r    io.ReaderAt
	left int64
	open bool
}

var errDirectory = errors.New("the list of its members is too long")

func (c *capped) ReadAt(b []byte, at int64) (int, error) {
	if !c.open {
		if c.left -= int64(len(b)); c.left < 0 {
			return 0, errDirectory
		}
	}
	return c.r.ReadAt(b, at)
}

// zipCount is how many members a ZIP archive says that it has (APPNOTE 4.3.14 and 4.3.16), 0 where it does not say.
func zipCount(r io.ReaderAt, size int64) uint64 {
	const record, locator, comment = 22, 20, 1<<16 - 1
	tail := make([]byte, min(size, locator+record+comment))
	if n, err := r.ReadAt(tail, size-int64(len(tail))); n < len(tail) && err != nil {
		return 0
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+record > len(tail) {
		return 0
	}
	count := uint64(binary.LittleEndian.Uint16(tail[at+10:]))
	if count < 1<<16-1 || at < locator || string(tail[at-locator:at-locator+4]) != "PK\x06\x07" {
		return count
	}
	long := make([]byte, 40)
	if _, err := r.ReadAt(long, int64(binary.LittleEndian.Uint64(tail[at-locator+8:])&(1<<63-1))); err != nil || string(long[:4]) != "PK\x06\x06" {
		return count
	}
	return binary.LittleEndian.Uint64(long[32:])
}

// zip reads the files in a ZIP archive (APPNOTE 6.3), or an office document, which is one.
func (w *walker) zip(p *piece) error {
	file, size := io.ReaderAt(p.disk), p.at
	if p.disk == nil {
		spool, n, err := w.spool(p)
		if err != nil {
			w.refuse(p.from, err)
			return nil
		}
		defer func() {
			_ = spool.Close()
			_ = os.Remove(spool.Name())
		}()
		file, size = spool, n
		p.r = bufio.NewReaderSize(io.NewSectionReader(spool, 0, n), window)
	}
	list := &capped{r: file, left: maxDirectory}
	var z *zip.Reader
	err := errDirectory
	if zipCount(file, size) <= uint64(w.Limits.Members) {
		z, err = zip.NewReader(list, size)
	}
	switch {
	case errors.Is(err, errDirectory):
		w.refuse(p.from, fmt.Errorf("holds more than %d files; split it", w.Limits.Members))
		return nil
	case err != nil && z == nil:
		w.refuse(p.from, fmt.Errorf("is a broken ZIP archive or office document (%s); get it anew", unwrapped(err)))
		return nil
	}
	list.open = true
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml", "word/document2.xml":
			return w.docx(p, z)
		case "xl/workbook.xml", "xl/workbook.bin":
			w.refuse(p.from, errors.New("is a spreadsheet; save its table as csv"))
			return nil
		case "ppt/presentation.xml":
			w.refuse(p.from, errors.New("is a presentation; save it as PDF or docx"))
			return nil
		case "mimetype":
			w.refuse(p.from, errors.New("is an OpenDocument file or a book; save it as docx or PDF"))
			return nil
		}
	}
	if !w.deeper(p) {
		return nil
	}
	if len(z.File) > w.Limits.Members {
		w.refuse(p.from, fmt.Errorf("holds more than %d files; split it", w.Limits.Members))
		return nil
	}
	empty := 0
	m := &meter{w: w, in: func() int64 { return size }}
	for _, f := range z.File {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if strings.HasSuffix(f.Name, "/") || f.Mode().IsDir() {
			continue
		}
		if f.UncompressedSize64 == 0 {
			empty++
			continue
		}
		if err := w.zipMember(p, f, m); err != nil {
			return err
		}
		if m.broken != nil {
			w.refuse(p.from, m.broken)
			break
		}
	}
	w.leftOut(p, "empty files", empty)
	return nil
}

func (w *walker) zipMember(p *piece, f *zip.File, m *meter) error {
	inner, hidden := p.member(f.Name, 0, nil)
	switch {
	case hidden:
		return nil
	case f.Flags&1 != 0:
		w.refuse(inner.from, errors.New("is encrypted; unpack it with its password and give its files"))
		return nil
	}
	r, err := f.Open()
	if err != nil {
		w.refuse(inner.from, fmt.Errorf("cannot be unpacked (%s); pack it anew", unwrapped(err)))
		return nil
	}
	defer r.Close()
	inner.r = bufio.NewReaderSize(metered{r, m}, int(min(f.UncompressedSize64, window)))
	return w.read(inner)
}

// spool puts a piece on disk, for what has to be read from its end.
func (w *walker) spool(p *piece) (f *os.File, size int64, err error) {
	f, err = os.CreateTemp("", "sitrep-")
	if err != nil {
		return nil, 0, fmt.Errorf("cannot be put on disk to be read (%v); see to the folder for temporary files", reason(err))
	}
	size, err = io.Copy(f, io.LimitReader(p.r, maxSpool+1))
	switch {
	case err != nil:
		err = unread(err)
	case size > maxSpool:
		err = fmt.Errorf("is over the limit of %s for an archive inside another; unpack the outer one", megabytes(maxSpool))
	default:
		return f, size, nil
	}
	_ = f.Close()
	_ = os.Remove(f.Name())
	return nil, 0, err
}
