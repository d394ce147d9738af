package store

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"sitrep/internal/geo"
)

// dictionary remembers the numbers of texts that repeat. A name keeps its number for ever, so what was read once stays true.
type dictionary struct {
	mu      sync.Mutex
	numbers map[string]int64
	readers map[[3]string]int64
	places  map[string]int64
}

// nameCache is how many names are remembered before all are forgotten, to keep memory bounded.
const nameCache = 200_000

func (n *dictionary) number(text string) (int64, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	v, ok := n.numbers[text]
	return v, ok
}

func (n *dictionary) keep(number int64, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.numbers == nil || len(n.numbers) > nameCache {
		n.numbers = map[string]int64{}
	}
	n.numbers[text] = number
}

// forget drops names whose change was undone, and all places and readers with them.
func (n *dictionary) forget(fresh []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, t := range fresh {
		delete(n.numbers, t)
	}
	n.places, n.readers = nil, nil
}

// clear forgets everything.
func (n *dictionary) clear() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.numbers, n.places, n.readers = nil, nil, nil
}

// plainText is s as every dialect can hold it: UTF-8 without the NUL that PostgreSQL refuses.
func plainText(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.ReplaceAll(s, "\x00", "")
}

// foldName is what a name is looked up by. PostgreSQL's indexes hold no more than 2,704 bytes.
func foldName(name string) string {
	folded := geo.Fold(name)
	if len(folded) > 255 {
		folded = strings.ToValidUTF8(folded[:255], "")
	}
	return folded
}

// name is the number of a text, which it is given where it has none.
func (p *pen) name(text string) (int64, error) {
	text = plainText(text)
	if n, ok := p.a.names.number(text); ok {
		return n, nil
	}
	var n int64
	folded := foldName(text)
	found, err := p.one([]any{&n}, "SELECT n FROM names WHERE folded = ? AND name = ?", folded, text)
	if err != nil {
		return 0, err
	}
	if !found {
		p.fresh = append(p.fresh, text)
		if _, err := p.one([]any{&n}, "INSERT INTO names (name, folded) VALUES (?, ?) RETURNING n", text, folded); err != nil {
			return 0, err
		}
	}
	p.a.names.keep(n, text)
	return n, nil
}

// maybeName is name, null for an empty text.
func (p *pen) maybeName(text string) (any, error) {
	if text == "" {
		return nil, nil
	}
	n, err := p.name(text)
	return n, err
}

// reader is the number of what reports are read with.
func (p *pen) reader(codebook, models, places string) (int64, error) {
	k := [3]string{codebook, models, places}
	if n, ok := p.a.names.readers[k]; ok {
		return n, nil
	}
	var n int64
	found, err := p.one([]any{&n}, "SELECT n FROM readers WHERE codebook = ? AND models = ? AND places = ?", codebook, models, places)
	if err == nil && !found {
		_, err = p.one([]any{&n}, "INSERT INTO readers (codebook, models, places) VALUES (?, ?, ?) RETURNING n", codebook, models, places)
	}
	if err != nil {
		return 0, err
	}
	if p.a.names.readers == nil {
		p.a.names.readers = map[[3]string]int64{}
	}
	p.a.names.readers[k] = n
	return n, nil
}

// place is the number of a place as claims name it.
func (p *pen) place(name, within, country string, lat, lon *float64) (int64, error) {
	var y, x any
	if lat != nil && lon != nil {
		y, x = *lat, *lon
	}
	k := fmt.Sprintf("%s\x00%s\x00%s\x00%v\x00%v", name, within, country, y, x)
	if n, ok := p.a.names.places[k]; ok {
		return n, nil
	}
	called, err := p.name(name)
	if err != nil {
		return 0, err
	}
	inside, err := p.maybeName(within)
	if err != nil {
		return 0, err
	}
	where := "SELECT n FROM places WHERE name = ?"
	args := []any{called}
	for _, c := range []struct {
		column string
		value  any
	}{{"within", inside}, {"country", orNull(country)}, {"lat", y}, {"lon", x}} {
		if c.value == nil {
			where += " AND " + c.column + " IS NULL"
			continue
		}
		where += " AND " + c.column + " = ?"
		args = append(args, c.value)
	}
	var n int64
	found, err := p.one([]any{&n}, where, args...)
	if err != nil {
		return 0, err
	}
	if !found {
		if _, err := p.one([]any{&n}, "INSERT INTO places (name, within, country, lat, lon) VALUES (?, ?, ?, ?, ?) RETURNING n",
			called, inside, orNull(country), y, x); err != nil {
			return 0, err
		}
		if y != nil {
			if err := p.a.dialect.placed(p, n, *lat, *lon); err != nil {
				return 0, err
			}
		}
	}
	if p.a.names.places == nil || len(p.a.names.places) > nameCache {
		p.a.names.places = map[string]int64{}
	}
	p.a.names.places[k] = n
	return n, nil
}

// orNull is s, null where it is empty.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return plainText(s)
}
