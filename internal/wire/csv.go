package wire

import (
	"strconv"
	"strings"
)

// Cell is a value of a row of CSV. A text may come from anywhere, a number was written here.
type Cell struct {
	text   string
	number bool
}

// Texts makes cells of texts.
func Texts(list []string) []Cell {
	out := make([]Cell, len(list))
	for i, s := range list {
		out[i].text = s
	}
	return out
}

// WriteRecord writes a record of RFC 4180. A text that a spreadsheet would take for a formula gets a ' before it.
func WriteRecord(b *strings.Builder, cells []Cell) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		s := c.text
		if !c.number && s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
			s = "'" + s
		}
		if strings.ContainsAny(s, ",\"\r\n") {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		b.WriteString(s)
	}
	b.WriteString("\r\n")
}

// record gathers the cells of a row.
type record []Cell

func (r *record) text(list ...string) {
	*r = append(*r, Texts(list)...)
}

func (r *record) count(list ...int) {
	for _, n := range list {
		*r = append(*r, Cell{strconv.Itoa(n), true})
	}
}

func (r *record) maybe(list ...*int) {
	for _, n := range list {
		if n == nil {
			r.text("")
		} else {
			r.count(*n)
		}
	}
}

func (r *record) degrees(list ...*float64) {
	for _, d := range list {
		if d == nil {
			r.text("")
		} else {
			*r = append(*r, Cell{strconv.FormatFloat(*d, 'f', -1, 64), true})
		}
	}
}
