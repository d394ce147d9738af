package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// object is a JSON object as a row.
type object struct {
	fields map[string]json.RawMessage
	folded map[string]string // folded name → name; of several the first in order
}

// wrapped are the names of fields that hold the report where an object holds nothing but its surroundings.
var wrapped = []string{"fields", "_source", "attributes", "properties", "article", "doc", "document", "data", "node", "item"}

func newObject(raw json.RawMessage) (*object, error) {
	o := &object{}
	if err := json.Unmarshal(raw, &o.fields); err != nil {
		return nil, err
	}
	o.index()
	return o, nil
}

func (o *object) index() {
	o.folded = make(map[string]string, len(o.fields))
	for name := range o.fields {
		f := fold(name)
		if old, ok := o.folded[f]; !ok || name < old {
			o.folded[f] = name
		}
	}
}

func (o *object) names() []string {
	names := make([]string, 0, len(o.fields))
	for name := range o.fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (o *object) usual(name string) (string, bool) {
	raw, ok := o.fields[o.folded[name]]
	if !ok {
		return "", false
	}
	return flat(raw, 0), true
}

func (o *object) at(name string) (string, bool) {
	if raw, ok := o.fields[name]; ok {
		return flat(raw, 0), true
	}
	head, rest, deeper := strings.Cut(name, ".")
	raw, ok := o.fields[head]
	if !ok || !deeper {
		return "", false
	}
	for raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '['; {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil || len(list) == 0 {
			return "", false
		}
		raw = bytes.TrimSpace(list[0])
	}
	inner, err := newObject(raw)
	if err != nil {
		return "", false
	}
	return inner.at(rest)
}

// named are the fields of an object that say what it is called or holds, the best first.
var named = []string{"name", "rendered", "text", "main", "original", "published", "created", "value", "$date", "content", "title", "url", "href", "#text", "_", "$t"}

// flat is a JSON value as text: a string's, a number's, a list's one after the other, of an object that of the field that names it.
func flat(raw json.RawMessage, depth int) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth > 4 {
		return ""
	}
	switch raw[0] {
	case '"':
		var s string
		_ = json.Unmarshal(raw, &s)
		return s
	case '[':
		return flatList(raw, depth)
	case '{':
		var fields map[string]json.RawMessage
		_ = json.Unmarshal(raw, &fields)
		for _, name := range named {
			if s := flat(fields[name], depth+1); s != "" {
				return s
			}
		}
		return ""
	case 'n', 't', 'f':
		return ""
	}
	return string(raw)
}

// flatList joins a list. A text in pieces, some of them marked up and so objects, runs on; other lists are of paragraphs where one
// of them ends as sentences do, else of names.
func flatList(raw json.RawMessage, depth int) string {
	var list []json.RawMessage
	_ = json.Unmarshal(raw, &list)
	var parts []string
	objects, plain, sentences := false, false, false
	for _, e := range list {
		s := flat(e, depth+1)
		if s == "" {
			continue
		}
		if e = bytes.TrimSpace(e); e[0] == '{' {
			objects = true
		} else {
			plain = true
		}
		sentences = sentences || strings.ContainsAny(s[len(s)-1:], ".!?\"\n") && strings.Contains(s, " ")
		parts = append(parts, s)
	}
	switch {
	case objects && plain:
		return strings.Join(parts, "")
	case sentences:
		return strings.Join(parts, "\n\n")
	}
	return strings.Join(parts, "; ")
}

// unwrap is the object in o that holds the report, where o holds neither text nor title itself.
func (w *walker) unwrap(o *object) *object {
	for range 3 {
		if w.hasText(o, true) || len(w.Fields) > 0 && w.Fields["text"] != "" {
			return o
		}
		inner := (*object)(nil)
		for _, name := range wrapped {
			if raw := bytes.TrimSpace(o.fields[name]); len(raw) > 0 && raw[0] == '{' {
				if in, err := newObject(raw); err == nil {
					inner = in
					break
				}
			}
		}
		if inner == nil {
			return o
		}
		// what only the surroundings say (an address, an id) is kept
		for name, raw := range o.fields {
			if _, ok := inner.fields[name]; !ok && (len(raw) == 0 || bytes.TrimSpace(raw)[0] != '{') {
				inner.fields[name] = raw
			}
		}
		inner.index()
		o = inner
	}
	return o
}

// hasText says that an object has a field for text that is no object itself; weak: or one for a title or a summary.
func (w *walker) hasText(o *object, weak bool) bool {
	if name := w.Fields["text"]; name != "" {
		_, ok := o.at(name)
		return ok
	}
	names := usual["text"]
	if weak {
		names = slices.Concat(names, weakText, usual["title"])
	}
	for _, name := range names {
		if raw := bytes.TrimSpace(o.fields[o.folded[name]]); len(raw) > 0 && raw[0] != 'n' && flat(raw, 0) != "" {
			return true
		}
	}
	return false
}

// jsonLines reads JSON Lines (also called NDJSON, https://jsonlines.org): one object a line.
func (w *walker) jsonLines(p *piece) error {
	p.inUTF8()
	rs := &rows{w: w, p: p, what: "line", media: "application/json"}
	lines := lineReader{r: p.r, limit: w.Limits.Record}
	for {
		line, long, err := lines.next()
		from := p.from + ":" + strconv.Itoa(lines.n)
		line = bytes.Trim(line, " \t\r\x1e")
		switch {
		case long:
			rs.refuse(from, fmt.Errorf("is a line over the limit of %s; split it into reports", megabytes(w.Limits.Record)))
		case err != nil && err != io.EOF:
			// the line that broke off is not whole
			w.refuse(from, unread(err))
			return rs.end()
		case len(line) == 0:
		case line[0] == '{':
			if err := w.addObject(rs, from, line); err != nil {
				return err
			}
		default:
			rs.refuse(from, errors.New("is not a JSON object; write each report as {...} on a line of its own"))
		}
		if err == io.EOF {
			return rs.end()
		}
	}
}

// addObject adds an object's bytes as a row.
func (w *walker) addObject(rs *rows, from string, raw []byte) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	h := heldRow{from: from, received: raw}
	if !utf8.Valid(raw) {
		s, name := decode(raw, "")
		h.note = append(h.note, noted{"encoding", "not valid UTF-8; read as " + name})
		raw = []byte(s)
	}
	o, err := newObject(raw)
	if err != nil {
		rs.refuse(from, badJSON(err))
		return nil
	}
	h.row = w.unwrap(o)
	return rs.add(h)
}

// badJSON is the error for what is not JSON, in one line.
func badJSON(err error) error {
	if strings.Contains(err.Error(), "max depth") {
		return errors.New("is JSON nested too deeply; give the reports as plain objects")
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("is not sound JSON (byte %d: %s); mend or export it anew", syntax.Offset, label(syntax.Error()))
	}
	return fmt.Errorf("is not sound JSON (%s); mend or export it anew", label(err.Error()))
}

// json reads a JSON text: an object that is a report, an array of such, an object that holds such an array, or several of these.
func (w *walker) json(p *piece) error {
	p.inUTF8()
	rs := &rows{w: w, p: p, what: "object", media: "application/json"}
	in := values{r: p.r}
	for n := 0; ; {
		c, err := in.peek()
		switch {
		case err == io.EOF:
			return rs.end()
		case err != nil:
			w.refuse(p.from, unread(err))
			return rs.end()
		case c == '[':
			_, _ = in.r.ReadByte()
			if ok, err := w.array(rs, &in, &n); !ok || err != nil {
				return errors.Join(err, rs.end())
			}
		case c == '{':
			raw, long, err := in.value(w.Limits.File)
			switch {
			case long:
				rs.refuse(p.from, fmt.Errorf("is a JSON object over the limit of %s; write its reports as an array, or a line each (jsonl)", megabytes(w.Limits.File)))
			case err != nil:
				rs.refuse(p.from, cutJSON(err))
				return rs.end()
			default:
				if err := w.holder(rs, raw, &n); err != nil {
					return err
				}
			}
		default:
			rs.refuse(p.from, errors.New("is not sound JSON; mend or export it anew"))
			return rs.end()
		}
	}
}

// cutJSON is the error for JSON that cannot be read on.
func cutJSON(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errors.New("is cut off inside its JSON; get it anew")
	}
	return unread(err)
}

// array reads the elements of an array whose bracket has been read; false where the rest cannot be read. n counts the objects.
func (w *walker) array(rs *rows, in *values, n *int) (ok bool, err error) {
	for {
		c, err := in.peek()
		switch {
		case err != nil:
			w.refuse(rs.p.from, cutJSON(err))
			return false, nil
		case c == ']':
			_, _ = in.r.ReadByte()
			return true, nil
		case c == ',':
			_, _ = in.r.ReadByte()
			continue
		}
		*n++
		from := fmt.Sprintf("%s#%d", rs.p.from, *n)
		raw, long, err := in.value(w.Limits.Record)
		switch {
		case long:
			rs.refuse(from, fmt.Errorf("is a JSON object over the limit of %s; split it into reports", megabytes(w.Limits.Record)))
		case err != nil:
			w.refuse(from, cutJSON(err))
			return false, nil
		case len(raw) == 0:
			w.refuse(from, errors.New("is not sound JSON; mend or export it anew"))
			return false, nil
		case raw[0] != '{':
			rs.refuse(from, errors.New("is not a JSON object; give each report as an object with a field for its text"))
		default:
			if err := w.addObject(rs, from, raw); err != nil {
				return false, err
			}
		}
	}
}

// holder reads an object: a report, else what holds arrays of reports, at the least depth at which there are any.
func (w *walker) holder(rs *rows, raw []byte, n *int) error {
	text := raw
	if !utf8.Valid(raw) {
		s, _ := decode(raw, "")
		text = []byte(s)
	}
	o, err := newObject(text)
	if err != nil {
		rs.refuse(rs.p.from, badJSON(err))
		return nil
	}
	self := func() error {
		from := rs.p.from
		if *n++; *n > 1 {
			from = fmt.Sprintf("%s#%d", from, *n)
		}
		return w.addObject(rs, from, raw)
	}
	if w.hasText(o, false) {
		return self()
	}
	level := []*object{o}
	for range 4 {
		var next []*object
		held := false
		for _, o := range level {
			for _, name := range o.names() {
				inner := bytes.TrimSpace(o.fields[name])
				if len(inner) == 0 {
					continue
				}
				if inner[0] == '{' {
					if in, err := newObject(inner); err == nil {
						next = append(next, in)
					}
				}
				if inner[0] != '[' || !w.reports(inner) {
					continue
				}
				held = true
				in := values{r: bufio.NewReader(bytes.NewReader(inner[1:]))}
				if _, err := w.array(rs, &in, n); err != nil {
					return err
				}
			}
		}
		if held {
			return nil
		}
		level = next
	}
	return self()
}

// reports says that one of an array's first objects has a text or title.
func (w *walker) reports(raw json.RawMessage) bool {
	in := values{r: bufio.NewReader(bytes.NewReader(raw[1:]))}
	for range 20 {
		c, err := in.peek()
		if err != nil || c == ']' {
			return false
		}
		if c == ',' {
			_, _ = in.r.ReadByte()
			c, _ = in.peek()
		}
		e, long, err := in.value(w.Limits.Record)
		if err != nil || long || c != '{' {
			return false
		}
		if o, err := newObject(e); err == nil && w.hasText(w.unwrap(o), true) {
			return true
		}
	}
	return false
}

// values cuts a stream of JSON into values by its brackets and quotes, without a stack, so that depth costs nothing.
type values struct{ r *bufio.Reader }

// peek is the next byte that is no white space, not yet read.
func (v *values) peek() (byte, error) {
	for {
		c, err := v.r.ReadByte()
		if err != nil {
			return 0, err
		}
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0x1e {
			return c, v.r.UnreadByte()
		}
	}
}

// value reads the value that begins at the next byte. long: it is over the limit and was skipped. The error is io.ErrUnexpectedEOF where it
// has no end.
func (v *values) value(limit int64) (raw []byte, long bool, err error) {
	depth, quoted, escaped := 0, false, false
	for size := int64(0); ; size++ {
		c, err := v.r.ReadByte()
		if err == io.EOF {
			if depth > 0 || quoted {
				err = io.ErrUnexpectedEOF
			} else {
				err = nil
			}
			return raw, long, err
		}
		if err != nil {
			return nil, long, err
		}
		if !quoted && depth == 0 && size > 0 && (c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t') {
			return raw, long, v.r.UnreadByte()
		}
		if size >= limit {
			long, raw = true, nil
		} else {
			raw = append(raw, c)
		}
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped = c == '\\'
			quoted = c != '"'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth <= 0 && !quoted && (c == '"' || c == '}' || c == ']') {
			return raw, long, nil
		}
	}
}

// lineReader cuts a stream into lines.
type lineReader struct {
	r     *bufio.Reader
	limit int64
	n     int // of the line last read, from 1
}

// next is the next line without its line end, in memory of its own. long: it is over the limit and was skipped. At the end of the stream
// the error is io.EOF, with the last line where it has no line end.
func (l *lineReader) next() (line []byte, long bool, err error) {
	l.n++
	for {
		b, err := l.r.ReadSlice('\n')
		switch {
		case long:
		case int64(len(line)+len(b)) > l.limit:
			long, line = true, nil
		default:
			line = append(line, b...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		return bytes.TrimSuffix(line, []byte("\n")), long, err
	}
}
