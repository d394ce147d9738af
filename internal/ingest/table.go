package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tableRow is a row of a table under its header.
type tableRow struct {
	header *tableHeader
	cells  []string
}

type tableHeader struct {
	columns []string
	exact   map[string]int
	folded  map[string]int // of several columns the first
}

func newHeader(cells []string) *tableHeader {
	h := &tableHeader{exact: map[string]int{}, folded: map[string]int{}}
	for i, c := range cells {
		c = strings.TrimSpace(c)
		h.columns = append(h.columns, c)
		if _, ok := h.exact[c]; !ok {
			h.exact[c] = i
		}
		if _, ok := h.folded[fold(c)]; !ok {
			h.folded[fold(c)] = i
		}
	}
	return h
}

func (r tableRow) cell(i int, ok bool) (string, bool) {
	if !ok || i >= len(r.cells) {
		return "", ok
	}
	return r.cells[i], true
}

func (r tableRow) at(name string) (string, bool) {
	i, ok := r.header.exact[name]
	if !ok {
		i, ok = r.header.folded[fold(name)]
	}
	return r.cell(i, ok)
}

func (r tableRow) usual(name string) (string, bool) {
	i, ok := r.header.folded[name]
	return r.cell(i, ok)
}

func (r tableRow) names() []string { return r.header.columns }

// separators of tables, the likeliest first.
const separators = ",;\t|"

// separatorOf is the separator of a header line: the one that stands most often outside quotes.
func separatorOf(line string) byte {
	var counts [len(separators)]int
	quoted := false
	for i := range len(line) {
		if line[i] == '"' {
			quoted = !quoted
		} else if at := strings.IndexByte(separators, line[i]); at >= 0 && !quoted {
			counts[at]++
		}
	}
	best := 0
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
	}
	return separators[best]
}

// tableStart says that s begins as a table of reports does: a first line of short names, among them one for the text or title and
// another that is known, over a line with as many separators at least.
func tableStart(s string) bool {
	line, rest, more := strings.Cut(s, "\n")
	if !more || len(line) > 2000 || strings.TrimSpace(rest) == "" {
		return false
	}
	sep := separatorOf(line)
	if strings.IndexByte(line, sep) < 0 {
		return false
	}
	text, known := 0, 0
	for _, cell := range strings.Split(strings.TrimSpace(line), string(sep)) {
		name := fold(strings.Trim(strings.TrimSpace(cell), `"`))
		for _, key := range FieldNames {
			if slices.Contains(usual[key], name) {
				known++
				if key == "text" || key == "title" {
					text++
				}
				break
			}
		}
	}
	return text > 0 && known > 1
}

// table reads a table in which each row is a report and the first row names the columns (CSV, RFC 4180, with any of the separators;
// or tab-separated values).
func (w *walker) table(p *piece, tabs bool) error {
	p.inUTF8()
	c := &cells{r: p.r, limit: w.Limits.Record}
	first, _ := p.r.Peek(window)
	start, _, _ := bytes.Cut(bytes.TrimLeft(first, "\r\n"), []byte("\n"))
	if sep, ok := bytes.CutPrefix(bytes.TrimSpace(start), []byte("sep=")); ok && len(sep) == 1 {
		// a spreadsheet's word on its separator
		c.sep = sep[0]
		_, _, _, _ = c.next()
	} else if c.sep = separatorOf(string(start)); tabs {
		c.sep = '\t'
	}
	rs := &rows{w: w, p: p, what: "row", media: "text/csv; header=absent"}
	var header *tableHeader
	for {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		row, raw, line, err := c.next()
		from := p.from + ":" + strconv.Itoa(line)
		var bad *rowError
		switch {
		case errors.As(err, &bad):
			rs.refuse(from, bad)
			continue
		case err == io.EOF:
			if header == nil {
				w.refuse(p.from, errors.New("has no rows; give a first row that names the columns and a row for each report"))
			}
			return rs.end()
		case err != nil:
			w.refuse(from, unread(err))
			return rs.end()
		}
		var note []noted
		if !utf8.Valid(raw) {
			_, name := decode(raw, charsetOf(p.media))
			for i := range row {
				row[i], _ = decode([]byte(row[i]), name)
			}
			note = append(note, noted{"encoding", "not valid UTF-8; read as " + name})
		}
		if header == nil {
			header = newHeader(row)
			r := tableRow{header, row}
			_, text := w.value(r, "text")
			if _, title := w.value(r, "title"); !text && (!title || w.Fields["text"] != "") {
				w.refuse(p.from, fmt.Errorf("names no column for the text in its first row (%s); name it: --fields text=COLUMN", short(strings.Join(row, ", "))))
				return nil
			}
			continue
		}
		if extra := len(row) - len(header.columns); extra > 0 && strings.TrimSpace(strings.Join(row[len(header.columns):], "")) != "" {
			rs.refuse(from, fmt.Errorf("has %d fields and the first row %d; put fields that hold the separator in double quotes", len(row), len(header.columns)))
			continue
		}
		if err := rs.add(heldRow{tableRow{header, row}, from, raw, note}); err != nil {
			return err
		}
	}
}

// rowError is what is wrong with one row; the next can be read.
type rowError struct{ text string }

func (e *rowError) Error() string { return e.text }

// cells cuts a stream into the rows and cells of a table.
type cells struct {
	r     *bufio.Reader
	sep   byte
	limit int64
	line  int // lines read
	again int // rows whose quote had no end, and which were read again from their second line
}

// maxAgain bounds the work that quotes without an end can make.
const maxAgain = 20

// next is the next row that is not empty: its cells, its bytes without the line end, and the line that it starts on, from 1.
func (c *cells) next() (row []string, raw []byte, line int, err error) {
	for {
		row, raw, line, err = c.row()
		if err != nil || len(raw) > 0 {
			return row, raw, line, err
		}
	}
}

func (c *cells) row() (row []string, raw []byte, line int, err error) {
	line = c.line + 1
	var cell []byte
	start, quoted, closed := true, false, false
	for {
		if int64(len(raw)) >= c.limit {
			return nil, nil, line, c.skip(line, raw, quoted)
		}
		b, err := c.r.ReadByte()
		if err == io.EOF && quoted {
			return nil, nil, line, c.skip(line, raw, quoted)
		}
		if err == io.EOF && len(raw) > 0 {
			c.line++
			return append(row, string(cell)), bytes.TrimSuffix(raw, []byte("\r")), line, nil
		}
		if err != nil {
			return nil, nil, line, err
		}
		if b == '\n' {
			c.line++
			if !quoted {
				return append(row, string(bytes.TrimSuffix(cell, []byte("\r")))), bytes.TrimSuffix(raw, []byte("\r")), line, nil
			}
		}
		raw = append(raw, b)
		switch {
		case quoted && b == '"':
			if next, err := c.r.Peek(1); err == nil && next[0] == '"' {
				_, _ = c.r.ReadByte()
				raw, cell = append(raw, '"'), append(cell, '"')
				continue
			}
			quoted, closed = false, true
		case quoted:
			cell = append(cell, b)
		case b == c.sep:
			row, cell = append(row, string(cell)), nil
			start, closed = true, false
			continue
		case b == '"' && start:
			quoted = true
		case closed && b == '\r':
		default:
			cell = append(cell, b)
		}
		start = start && b == ' '
	}
}

// skip gives up a row that has no end within the limit. What stands after its first line is read again, because a quote that was never
// closed makes one row of all that follows.
func (c *cells) skip(line int, raw []byte, quoted bool) error {
	_, rest, more := bytes.Cut(raw, []byte("\n"))
	if quoted && more && c.again < maxAgain {
		c.again++
		c.line = line
		c.r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), c.r), window)
		return &rowError{"opens a quote that has no end; close it, or double the quotes inside a field"}
	}
	for {
		b, err := c.r.ReadSlice('\n')
		if len(b) > 0 && b[len(b)-1] == '\n' {
			c.line++
		}
		if err != bufio.ErrBufferFull {
			break
		}
	}
	if quoted && !more {
		return &rowError{"opens a quote that has no end; close it, or double the quotes inside a field"}
	}
	return &rowError{fmt.Sprintf("is over the limit of %s; split it into reports", megabytes(c.limit))}
}
