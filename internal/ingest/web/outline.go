package web

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Limits of one feed. They are far above what feeds hold and keep the parser's memory within bounds.
const (
	maxFeed       = 16 << 20 // bytes
	maxEntries    = 5000
	maxElements   = 200_000
	maxDepth      = 256
	maxNamespaces = 64  // in force at one place
	maxAttributes = 256 // of one element
)

// outline is where the entries of an XML feed stand: found before the feed is parsed, so that each entry's bytes are at hand, limits are
// kept, and a broken entry costs only itself.
type outline struct {
	root    string   // local name of the root element, in lower case
	head    int      // where the first entry begins: what stands before belongs to all
	entries [][2]int // offsets, half-open
	tail    string   // the end tags of what is open before the first entry
	broken  int      // entries that could not be read to their end
	more    bool     // there were more entries than are read
	sound   bool     // the document has no fault of syntax
}

var errTooMuch = &Fault{Kind: Refusal, Why: "is too large or too deep for a feed", Mend: "its publisher has to mend it; save the entries that you need"}

// outlineOf reads b, UTF-8 without a declaration. The error is a Fault where limits are passed, and io.EOF where there is no element.
func outlineOf(b []byte) (outline, error) {
	o := outline{sound: true}
	if len(b) > maxFeed {
		return o, errTooMuch
	}
	var (
		offset   int      // of the decoder's input in b
		open     []string // names of open elements, as written, outside entries
		entry    string   // name of the entry's element, as written, "" outside of entries
		inside   int      // how many elements of that name are open
		level    int      // how many elements are open outside of the entry
		start    int      // of the entry
		elements int
		spaces   []int // declarations of each open element
		inForce  int
	)
	d := decoder(b)
	for {
		at := offset + int(d.InputOffset())
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			// Go on with the next entry that begins behind the fault.
			o.sound = false
			if entry != "" {
				o.broken++
				entry = ""
			}
			if o.root == "" {
				return o, err
			}
			next := nextEntry(b, max(offset+int(d.InputOffset()), start+1))
			if next < 0 || o.broken > maxEntries {
				break
			}
			offset, spaces, inForce = next, nil, 0
			d = decoder(b[next:])
			continue
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if elements++; elements > maxElements || len(t.Attr) > maxAttributes || len(spaces) > maxDepth {
				return o, errTooMuch
			}
			n := 0
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
					n++
				}
			}
			spaces = append(spaces, n)
			if inForce += n; inForce > maxNamespaces {
				return o, errTooMuch
			}
			name := strings.ToLower(t.Name.Local)
			switch {
			case o.root == "":
				o.root = name
				open = append(open, qualified(t.Name))
			case entry != "":
				if qualified(t.Name) == entry {
					inside++
				}
			case name == "item" || name == "entry":
				if len(o.entries) == maxEntries {
					o.more = true
					return o, nil
				}
				if o.tail == "" {
					o.head, o.tail = at, closers(open)
				}
				entry, inside, start, level = qualified(t.Name), 1, at, len(spaces)-1
			default:
				open = append(open, qualified(t.Name))
			}
		case xml.EndElement:
			closed := 1
			if entry != "" {
				if qualified(t.Name) == entry {
					inside--
				}
				if inside == 0 {
					o.entries = append(o.entries, [2]int{start, offset + int(d.InputOffset())})
					entry, closed = "", len(spaces)-level // what was left open inside is closed with it
				} else {
					closed = min(1, len(spaces)-level-1)
				}
			} else if len(open) > 0 {
				open = open[:len(open)-1]
			}
			for ; closed > 0 && len(spaces) > 0; closed-- {
				inForce -= spaces[len(spaces)-1]
				spaces = spaces[:len(spaces)-1]
			}
		}
	}
	if entry != "" {
		o.broken++
		o.sound = false
	}
	if o.root == "" {
		return o, io.EOF
	}
	return o, nil
}

// decoder reads XML as loosely as encoding/xml can. Entities that a document declares itself are not expanded at all.
func decoder(b []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return d
}

// nextEntry is where the next entry begins at from or behind it, -1 where none does.
func nextEntry(b []byte, from int) int {
	for from < len(b) {
		i := bytes.IndexByte(b[from:], '<')
		if i < 0 {
			return -1
		}
		from += i
		for _, tag := range []string{"<item", "<entry"} {
			rest, ok := bytes.CutPrefix(b[from:], []byte(tag))
			if ok && len(rest) > 0 && strings.IndexByte(" \t\r\n>/", rest[0]) >= 0 {
				return from
			}
		}
		from++
	}
	return -1
}

// qualified is a name as it is written in a tag.
func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// closers are the end tags of open elements.
func closers(open []string) string {
	var out strings.Builder
	for i := len(open) - 1; i >= 0; i-- {
		out.WriteString("</" + open[i] + ">")
	}
	return out.String()
}
