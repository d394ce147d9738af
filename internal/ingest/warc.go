package ingest

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// warcRun reads the records of a web archive (WARC 1.0 and 1.1, ISO 28500). Reports are the bodies of responses with a status of success,
// of resources and of conversions. What the archive says of the fetching (requests, metadata) is no report.
type warcRun struct {
	w          *walker
	p          *piece
	n          int  // records begun
	broken     bool // the last record was broken, and the next has not been found
	revisits   int
	failed     int // responses without success
	otherKinds int
}

// warc reads an uncompressed web archive.
func (w *walker) warc(p *piece) error {
	run := &warcRun{w: w, p: p}
	defer run.end()
	r := p.r
	for {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		again, fault, err := run.record(r)
		if err != nil {
			return err
		}
		if fault == io.EOF {
			return nil
		}
		if fault != nil {
			run.fault(fault)
			var own *limitError
			if errors.As(fault, &own) || !resync(&r, again) {
				return nil
			}
		}
	}
}

// resync looks for the next record: first in the bytes of the broken one, then behind it; false where there is none.
func resync(r **bufio.Reader, again []byte) bool {
	if len(again) > 0 {
		*r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(again), *r), window)
	}
	start := true // whether the reader stands at a line's start
	for {
		if start {
			if b, _ := (*r).Peek(5); string(b) == "WARC/" {
				return true
			}
		}
		_, err := (*r).ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return false
		}
		start = err == nil
	}
}

// warcGzip reads a web archive whose records are members of a gzip file each; also one that is one member as a whole. A broken member
// costs that member.
func (w *walker) warcGzip(p *piece) error {
	if !w.deeper(p) {
		return nil
	}
	run := &warcRun{w: w, p: p}
	defer run.end()
	in := &counted{r: p.r}
	m := &meter{w: w, in: func() int64 { return in.n }}
	z, r := new(gzip.Reader), bufio.NewReaderSize(nil, window)
	for {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if !nextMember(in) {
			return nil
		}
		if err := z.Reset(in); err != nil {
			run.fault(err)
			continue
		}
		z.Multistream(false)
		r.Reset(metered{z, m})
		for {
			_, fault, err := run.record(r)
			if err != nil {
				return err
			}
			if fault == io.EOF {
				break
			}
			if fault != nil {
				run.fault(fault)
				if m.broken != nil {
					return nil
				}
				// the rest of a member that is sound but holds no record is passed over
				_, _ = io.Copy(io.Discard, r)
				break
			}
		}
	}
}

// nextMember moves to the next bytes that a gzip member may start with, and says whether there are any.
func nextMember(in *counted) bool {
	for {
		b, err := in.r.Peek(4)
		if len(b) < 4 {
			return false
		}
		if b[0] == 0x1f && b[1] == 0x8b && b[2] == 8 && b[3]&0xe0 == 0 {
			return true
		}
		if err != nil {
			return false
		}
		_, _ = in.ReadByte()
	}
}

// fault refuses a broken record, once for each run of broken bytes.
func (run *warcRun) fault(err error) {
	if run.broken {
		return
	}
	run.broken = true
	from := fmt.Sprintf("%s#%d", run.p.from, run.n)
	var own *limitError
	switch {
	case errors.As(err, &own):
		err = own
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = errors.New("is a record that is cut off; get the archive anew")
	default:
		err = fmt.Errorf("is a broken record (%s); get the archive anew", label(err.Error()))
	}
	run.w.refuse(from, err)
}

func (run *warcRun) end() {
	run.w.leftOut(run.p, "records of pages that had not changed (revisit)", run.revisits)
	run.w.leftOut(run.p, "responses without success", run.failed)
	run.w.leftOut(run.p, "records of other kinds than pages and documents", run.otherKinds)
}

// record reads one record. fault says what is wrong with it, io.EOF that there is none; again are bytes of a broken one in which the
// next may start. err ends the walk.
func (run *warcRun) record(r *bufio.Reader) (again []byte, fault, err error) {
	version, err := warcLine(r)
	for err == nil && version == "" {
		version, err = warcLine(r)
	}
	if err == io.EOF && version == "" {
		return nil, io.EOF, nil
	}
	run.n++
	if err != nil {
		return nil, err, nil
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, errors.New("it does not start with WARC/"), nil
	}
	h, fault := warcHeader(r)
	if fault != nil {
		return nil, fault, nil
	}
	length, bad := strconv.ParseInt(h.get("content-length"), 10, 64)
	if bad != nil || length < 0 {
		return nil, errors.New("it does not say its length"), nil
	}
	kind := strings.ToLower(h.get("warc-type"))
	wanted := kind == "response" || kind == "resource" || kind == "conversion"
	if !wanted || length > run.w.Limits.File {
		if fault := discard(r, length); fault != nil {
			return nil, fault, nil
		}
		run.broken = false
		switch {
		case wanted:
			run.w.refuse(run.p.from+"!"+label(target(h)), fmt.Errorf("is over the limit of %s; split it into reports", megabytes(run.w.Limits.File)))
		case kind == "revisit":
			run.revisits++
		}
		return nil, nil, nil
	}
	block, fault := readAll(io.LimitReader(r, length))
	if fault == nil && int64(len(block)) < length {
		fault = io.ErrUnexpectedEOF
	}
	if fault != nil {
		return block, fault, nil
	}
	// a record ends with two line ends; where other bytes stand, its length is wrong
	if b, _ := r.Peek(4); len(b) > 0 && b[0] != '\n' && !strings.HasPrefix("\r\n\r\n", string(b)) && string(b) != "\r\nWA" {
		return block, errors.New("its length is wrong"), nil
	}
	run.broken = false
	return nil, nil, run.give(kind, h, block)
}

// target is the address that a record is of.
func target(h header) string { return strings.Trim(h.get("warc-target-uri"), "<> ") }

// warcLine reads a line of a record's header without its line end.
func warcLine(r *bufio.Reader) (string, error) {
	b, err := r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		return "", errors.New("a line of its header has no end")
	}
	if err == io.EOF && len(b) > 0 {
		err = io.ErrUnexpectedEOF
	}
	return strings.TrimRight(string(b), "\r\n"), err
}

// warcHeader reads the fields of a record up to the empty line.
func warcHeader(r *bufio.Reader) (header, error) {
	h := header{}
	last := ""
	for size := 0; size < 1<<20; {
		line, err := warcLine(r)
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		size += len(line) + 1
		switch {
		case line == "":
			return h, nil
		case line[0] == ' ' || line[0] == '\t':
			if v := h[last]; len(v) > 0 {
				v[len(v)-1] += " " + strings.TrimSpace(line)
			}
		default:
			name, value, _ := strings.Cut(line, ":")
			last = strings.ToLower(strings.TrimSpace(name))
			h[last] = append(h[last], strings.TrimSpace(value))
		}
	}
	return nil, errors.New("its header has no end")
}

func discard(r io.Reader, n int64) error {
	done, err := io.CopyN(io.Discard, r, n)
	if err == io.EOF && done < n {
		return io.ErrUnexpectedEOF
	}
	return err
}

// give gives what a record holds.
func (run *warcRun) give(kind string, h header, block []byte) error {
	inner := &piece{url: target(h), media: h.get("content-type"), depth: run.p.depth, note: run.p.note}
	inner.from = run.p.from + "!" + label(inner.url)
	note := func(kind, detail string) {
		inner.note = append(inner.note[:len(inner.note):len(inner.note)], noted{kind, detail})
	}
	body := block
	if kind == "response" {
		if !bytes.HasPrefix(block, []byte("HTTP/")) {
			run.otherKinds++
			return nil
		}
		status, fields, payload := httpMessage(block)
		if status < 200 || status > 299 {
			run.failed++
			return nil
		}
		inner.media = fields.get("content-type")
		var fault string
		if body, fault = run.payload(fields, payload); fault != "" {
			note("truncated", fault)
		}
	}
	if !report(inner.media, inner.url, body) {
		run.otherKinds++
		return nil
	}
	if why := h.get("warc-truncated"); why != "" {
		note("truncated", "the archive holds the page's beginning only ("+short(why)+")")
	}
	if at := h.get("warc-date"); at != "" {
		note("captured", short(at))
	}
	inner.r = newBuffer(body)
	return run.w.read(inner)
}

// report says that a body is of a kind that reports come in: a page, plain text, a PDF or office document.
func report(media, address string, b []byte) bool {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	if u, err := url.Parse(address); err == nil && path.Base(u.Path) == "robots.txt" {
		return false
	}
	head := b[:min(len(b), window)]
	switch media = strings.TrimSpace(media); media {
	case "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
		return len(bytes.TrimSpace(b)) > 0
	case "", "application/octet-stream", "unknown/unknown":
		return bytes.HasPrefix(head, []byte("%PDF-")) || htmlRe.MatchString(strings.ToLower(strings.TrimSpace(lookable(head[:min(len(head), 4096)]))))
	}
	return false
}

// httpMessage divides an HTTP/1 response (RFC 9112) into status, fields and payload.
func httpMessage(b []byte) (status int, h header, payload []byte) {
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	words := strings.Fields(string(line))
	if len(words) > 1 {
		status, _ = strconv.Atoi(words[1])
	}
	if bytes.HasPrefix(rest, []byte("\r\n")) || bytes.HasPrefix(rest, []byte("\n")) {
		return status, header{}, bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), []byte("\n"))
	}
	h, payload = readHeader(rest)
	return status, h, payload
}

// payload undoes a response's transfer and content codings (RFC 9110, 9112). Archives often keep the fields and not the codings, so what
// does not look coded is taken as it is. fault says what broke off.
func (run *warcRun) payload(h header, b []byte) (body []byte, fault string) {
	if strings.Contains(strings.ToLower(h.get("transfer-encoding")), "chunked") {
		if plain, whole, ok := dechunk(b); ok {
			b = plain
			if !whole {
				fault = "the page breaks off in the archive"
			}
		}
	}
	codings := strings.Split(strings.ToLower(h.get("content-encoding")), ",")
	for i := len(codings) - 1; i >= 0; i-- {
		var r io.Reader
		var err error
		switch strings.TrimSpace(codings[i]) {
		case "gzip", "x-gzip":
			r, err = gzip.NewReader(bytes.NewReader(b))
		case "deflate":
			if r, err = zlib.NewReader(bytes.NewReader(b)); err != nil {
				r, err = flate.NewReader(bytes.NewReader(b)), nil
			}
		case "br":
			r = brotli.NewReader(bytes.NewReader(b))
		default:
			continue
		}
		if err != nil {
			continue
		}
		plain, err := readAll(io.LimitReader(r, run.w.Limits.File))
		if err != nil && len(plain) == 0 {
			continue // not coded after all
		}
		if err != nil {
			fault = "the page breaks off in the archive"
		}
		b = plain
	}
	return b, fault
}

// dechunk undoes the chunked transfer coding (RFC 9112, section 7.1); not ok where b is not coded so, not whole where it breaks off.
func dechunk(b []byte) (plain []byte, whole, ok bool) {
	for first := true; ; first = false {
		line, rest, more := bytes.Cut(b, []byte("\n"))
		size, _, _ := strings.Cut(strings.TrimSpace(string(line)), ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		if err != nil || !more {
			return plain, false, !first
		}
		if n == 0 {
			return plain, true, true
		}
		if uint64(len(rest)) < n {
			return append(plain, rest...), false, true
		}
		plain = append(plain, rest[:n]...)
		b = bytes.TrimPrefix(bytes.TrimPrefix(rest[n:], []byte("\r")), []byte("\n"))
	}
}
