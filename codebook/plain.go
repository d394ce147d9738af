package codebook

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The codebook is YAML, and reading YAML with all that it may hold is most of the time that the program takes to start. The
// built-in files use little of it: block maps and lists, flow maps and lists, plain and quoted words. plain reads just that, several
// times faster; whatever else a file holds is errNotPlain, and the full reader takes it (and names its faults). A test holds that
// both read the built-in codebook alike.

var errNotPlain = errors.New("more YAML than the fast reader knows")

// node is a value: a scalar, a list (values without keys) or a map.
type node struct {
	kind   byte // 's', '[' or '{'
	text   string
	quoted bool
	keys   []string
	values []node
}

// plain is the text of a file by lines, and where it is read.
type plain struct {
	lines []string
	at    int
	brief bool // passes over the keys match and miss
}

// readPlain decodes data into a pointer to a struct with yaml tags. Fields that the struct lacks are errNotPlain. Of a brief reading sentences
// are left out.
func readPlain(data []byte, into any, brief bool) error {
	if !utf8.Valid(data) || bytes.ContainsFunc(data, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f || r > 0x7e && !unicode.IsPrint(r) }) {
		return errNotPlain
	}
	p := &plain{lines: strings.Split(string(data), "\n"), brief: brief}
	n, err := p.block(0)
	if err != nil {
		return err
	}
	if _, more := p.next(); more {
		return errNotPlain
	}
	return fill(reflect.ValueOf(into).Elem(), &n)
}

// next goes to the next line that holds something and gives its indentation.
func (p *plain) next() (indent int, ok bool) {
	for ; p.at < len(p.lines); p.at++ {
		line := p.lines[p.at]
		rest := strings.TrimLeft(line, " ")
		if rest != "" && rest[0] != '#' {
			return len(line) - len(rest), true
		}
	}
	return 0, false
}

// block reads the map or list whose lines are indented by at least least.
func (p *plain) block(least int) (node, error) {
	indent, ok := p.next()
	if !ok || indent < least {
		return node{}, errNotPlain
	}
	list := strings.HasPrefix(p.lines[p.at][indent:], "- ")
	n := node{kind: '{'}
	if list {
		n.kind = '['
	}
	for {
		at, ok := p.next()
		if !ok || at < indent {
			return n, nil
		}
		rest := p.lines[p.at][at:]
		if at > indent || strings.HasPrefix(rest, "- ") != list {
			if !list && strings.HasPrefix(rest, "- ") || at > indent {
				return n, errNotPlain
			}
			return n, nil
		}
		if list {
			item := strings.TrimLeft(rest[2:], " ")
			if _, _, isMap := cutKey(item); isMap && item[0] != '[' && item[0] != '{' {
				inner := len(rest) - len(item) + indent
				p.lines[p.at] = strings.Repeat(" ", inner) + item
				v, err := p.block(inner)
				if err != nil {
					return n, err
				}
				n.values = append(n.values, v)
				continue
			}
			v, err := p.value(item, indent)
			if err != nil {
				return n, err
			}
			n.values = append(n.values, v)
			continue
		}
		key, rest, ok := cutKey(rest)
		if !ok {
			return n, errNotPlain
		}
		if p.brief && (key == "match" || key == "miss") {
			p.pass(indent)
			continue
		}
		var v node
		var err error
		if rest == "" {
			p.at++
			inner, more := p.next()
			if !more || inner < indent || inner == indent && !strings.HasPrefix(p.lines[p.at][inner:], "- ") {
				return n, errNotPlain // an empty value
			}
			v, err = p.block(inner)
		} else {
			v, err = p.value(rest, indent)
		}
		if err != nil {
			return n, err
		}
		n.keys, n.values = append(n.keys, key), append(n.values, v)
	}
}

// pass goes past the value of the key on the current line, which is indented by indent.
func (p *plain) pass(indent int) {
	for p.at++; ; p.at++ {
		at, ok := p.next()
		if !ok || at < indent || at == indent && !strings.HasPrefix(p.lines[p.at][at:], "- ") {
			return
		}
	}
}

// cutKey cuts "key: rest".
func cutKey(s string) (key, rest string, ok bool) {
	if s != "" && s[0] == '"' {
		end := strings.IndexByte(s[1:], '"')
		if end < 0 || !strings.HasPrefix(s[end+2:], ":") {
			return "", "", false
		}
		return s[1 : end+1], strings.TrimLeft(s[end+3:], " "), true
	}
	i := strings.IndexByte(s, ':')
	if i <= 0 || i+1 < len(s) && s[i+1] != ' ' || strings.ContainsAny(s[:i], "\"'[]{},#&*!|>%@`") {
		return "", "", false
	}
	return s[:i], strings.TrimLeft(s[i+1:], " "), true
}

// value reads the value that begins with rest on the current line, whose key is indented by indent.
func (p *plain) value(rest string, indent int) (node, error) {
	if rest == "" {
		return node{}, errNotPlain
	}
	switch rest[0] {
	case '|', '>', '&', '*', '!', '%', '@', '`', '#', '\'':
		return node{}, errNotPlain
	}
	text := rest
	if rest[0] == '[' || rest[0] == '{' || rest[0] == '"' {
		text, ok := p.whole(rest)
		if !ok {
			return node{}, errNotPlain
		}
		n, end, err := flow(text, 0, false)
		if err != nil {
			return n, errNotPlain
		}
		if tail := strings.TrimSpace(text[end:]); tail != "" && tail[0] != '#' {
			return n, errNotPlain
		}
		return n, nil
	}
	for p.at++; p.at < len(p.lines); p.at++ {
		line := p.lines[p.at]
		more := strings.TrimLeft(line, " ")
		if more == "" {
			break
		}
		if len(line)-len(more) <= indent {
			break
		}
		text = strings.TrimRight(text, " ") + " " + more
	}
	if strings.Contains(text, " #") || strings.Contains(text, ": ") {
		return node{}, errNotPlain
	}
	return node{kind: 's', text: strings.TrimRight(text, " ")}, nil
}

// whole joins the lines of a flow value that begins with rest on the current line, up to the one in which it is closed, and goes behind it.
// Lines that are comments are left out.
func (p *plain) whole(rest string) (string, bool) {
	depth, quoted := 0, false
	scan := func(s string) bool {
		for i := 0; i < len(s); i++ {
			switch c := s[i]; {
			case quoted && c == '\\':
				i++
			case c == '"':
				quoted = !quoted
			case quoted:
			case c == '[' || c == '{':
				depth++
			case c == ']' || c == '}':
				depth--
			}
		}
		return depth <= 0 && !quoted
	}
	p.at++
	if scan(rest) {
		return rest, true
	}
	parts := []string{strings.TrimRight(rest, " ")}
	for ; p.at < len(p.lines); p.at++ {
		line := strings.TrimSpace(p.lines[p.at])
		if !quoted && strings.HasPrefix(line, "#") {
			continue
		}
		parts = append(parts, line)
		if scan(line) {
			p.at++
			return strings.Join(parts, " "), true
		}
	}
	return "", false
}

// errOpen says that a flow value goes on behind what is given.
var errOpen = errors.New("value is not closed")

// flow reads the value at s[i:] and gives where it ends. inside says that it stands in a list or map.
func flow(s string, i int, inside bool) (node, int, error) {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	if i == len(s) {
		return node{}, i, errOpen
	}
	switch c := s[i]; c {
	case '[', '{':
		return flowList(s, i, c)
	case '"':
		end, escaped := i+1, false
		for end < len(s) && s[end] != '"' {
			if s[end] == '\\' {
				if end++; end == len(s) || s[end] != '"' {
					return node{}, i, errNotPlain
				}
				escaped = true
			}
			end++
		}
		if end >= len(s) {
			return node{}, i, errOpen
		}
		text := s[i+1 : end]
		if escaped {
			text = strings.ReplaceAll(text, `\"`, `"`)
		}
		return node{kind: 's', text: text, quoted: true}, end + 1, nil
	case '\'', '&', '*', '!', '|', '>', '#', '`':
		return node{}, i, errNotPlain
	}
	end := i
	for end < len(s) && s[end] != ',' && s[end] != ']' && s[end] != '}' && s[end] != '[' && s[end] != '{' && !(s[end] == ':' && (end+1 == len(s) || s[end+1] == ' ')) {
		if s[end] == '#' && s[end-1] == ' ' {
			return node{}, i, errNotPlain
		}
		end++
	}
	if end == len(s) && inside {
		return node{}, i, errOpen
	}
	return node{kind: 's', text: strings.TrimRight(s[i:end], " ")}, end, nil
}

// flowList reads the list or map whose bracket c opens at s[i].
func flowList(s string, i int, c byte) (node, int, error) {
	n := node{kind: c}
	closing := byte(']')
	if c == '{' {
		closing = '}'
	}
	for i++; ; {
		for i < len(s) && s[i] == ' ' {
			i++
		}
		if i == len(s) {
			return n, i, errOpen
		}
		if s[i] == closing {
			return n, i + 1, nil
		}
		v, end, err := flow(s, i, true)
		if err != nil {
			return n, i, err
		}
		if c == '{' {
			if end == len(s) {
				return n, i, errOpen
			}
			if v.kind != 's' || s[end] != ':' {
				return n, i, errNotPlain
			}
			n.keys = append(n.keys, v.text)
			if v, end, err = flow(s, end+1, true); err != nil {
				return n, i, err
			}
		}
		n.values = append(n.values, v)
		for i = end; i < len(s) && s[i] == ' '; {
			i++
		}
		switch {
		case i == len(s):
			return n, i, errOpen
		case s[i] == ',':
			i++
		case s[i] != closing:
			return n, i, errNotPlain
		}
	}
}

// special says that YAML may read unquoted words as something else than what is written: a number, nothing, a mark.
func special(s string) bool {
	if s == "" {
		return true
	}
	switch s[0] { // the words of a codebook are many, and few begin like these
	case '-', '?', ':', ',', '%', '@', '.', '=':
		return true
	case '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return strings.Trim(s, "0123456789+-._:,xXoOaAbBcCdDeEfF") == ""
	case '<', '~', 'n', 'N', 't', 'T', 'f', 'F':
		switch strings.ToLower(s) {
		case "null", "~", "true", "false", "<<":
			return true
		}
	}
	return false
}

// fill sets v from n.
func fill(v reflect.Value, n *node) error {
	switch v.Kind() {
	case reflect.String:
		if n.kind == 's' && !n.quoted && n.text == "null" {
			return nil
		}
		if n.kind != 's' || !n.quoted && special(n.text) {
			return errNotPlain
		}
		v.SetString(n.text)
	case reflect.Int:
		i, err := strconv.Atoi(n.text)
		if err != nil || n.kind != 's' || n.quoted {
			return errNotPlain
		}
		v.SetInt(int64(i))
	case reflect.Bool:
		if n.kind != 's' || n.quoted || n.text != "true" && n.text != "false" {
			return errNotPlain
		}
		v.SetBool(n.text == "true")
	case reflect.Slice:
		if n.kind != '[' {
			return errNotPlain
		}
		v.Set(reflect.MakeSlice(v.Type(), len(n.values), len(n.values)))
		for i := range n.values {
			if err := fill(v.Index(i), &n.values[i]); err != nil {
				return err
			}
		}
	case reflect.Map:
		if n.kind != '{' {
			return errNotPlain
		}
		v.Set(reflect.MakeMapWithSize(v.Type(), len(n.keys)))
		for i, key := range n.keys {
			k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			k.SetString(key)
			if special(key) {
				return errNotPlain
			}
			if v.MapIndex(k).IsValid() {
				return errNotPlain // given twice
			}
			if err := fill(e, &n.values[i]); err != nil {
				return err
			}
			v.SetMapIndex(k, e)
		}
	case reflect.Struct:
		if n.kind != '{' {
			return errNotPlain
		}
		seen := 0
		for i := range v.NumField() {
			name := v.Type().Field(i).Tag.Get("yaml")
			if name == "-" {
				continue // not of the file
			}
			for k, key := range n.keys {
				if key == name {
					seen++
					if err := fill(v.Field(i), &n.values[k]); err != nil {
						return err
					}
				}
			}
		}
		if seen != len(n.keys) {
			return errNotPlain
		}
	default:
		return fmt.Errorf("no values of type %s in the codebook", v.Type())
	}
	return nil
}
