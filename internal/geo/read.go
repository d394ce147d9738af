package geo

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// maxLine is how long a line of a table may be in bytes.
const maxLine = 1 << 20

// Columns are those that Read knows in a table with a header; name and either the point or within must be there. Several
// other names stand between "|" or ";".
var Columns = []string{"id", "name", "aliases", "country", "within", "kind", "lat", "lon", "population"}

// columnNames are other words for them.
var columnNames = map[string]string{"latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon", "alternatenames": "aliases",
	"alternate_names": "aliases", "alias": "aliases", "country_code": "country", "countrycode": "country", "type": "kind", "geonameid": "id"}

// fault is one line that could not be used.
type fault struct {
	line int
	err  error
}

// Read reads places that a user adds to g: a GeoNames dump of 19 columns, or a table with a header, its columns between
// commas, semicolons or tabs. A line that cannot be used is told to bad, counted from 1, and left out. What a place lies in
// is found by the dump's own divisions, else by the nearest place of g.
func (g *Gazetteer) Read(r io.Reader, bad func(line int, err error)) ([]Entry, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(3)
	if err == nil && string(head) == "\ufeff" {
		b.Discard(3)
	}
	first, err := peekLine(b)
	if err != nil {
		return nil, err
	}
	t := table{g: g, codes: map[string]string{}, ids: map[string]bool{}}
	if strings.Count(first, "\t") == 18 {
		err = t.dump(b)
	} else {
		err = t.csv(b, first)
	}
	if err != nil {
		return nil, err
	}
	t.settle()
	slices.SortStableFunc(t.faults, func(a, b fault) int { return a.line - b.line })
	for _, f := range t.faults {
		bad(f.line, f.err)
	}
	return t.entries(), nil
}

// peekLine gives the first line without taking it.
func peekLine(b *bufio.Reader) (string, error) {
	for n := 256; ; n *= 2 {
		p, err := b.Peek(n)
		if i := strings.IndexByte(string(p), '\n'); i >= 0 {
			return strings.TrimRight(string(p[:i]), "\r"), nil
		}
		switch {
		case errors.Is(err, io.EOF) && len(strings.TrimSpace(string(p))) == 0:
			return "", errors.New("is empty")
		case errors.Is(err, bufio.ErrBufferFull) || errors.Is(err, io.EOF):
			return string(p), nil
		case err != nil:
			return "", err
		}
	}
}

// added is a row under way.
type added struct {
	Entry
	line   int
	codes  []string // of what it lies in, the widest first
	within string   // as written
}

type table struct {
	g      *Gazetteer
	rows   []added
	codes  map[string]string // of divisions, to ids
	ids    map[string]bool
	faults []fault
}

func (t *table) fault(line int, format string, args ...any) {
	t.faults = append(t.faults, fault{line, fmt.Errorf(format, args...)})
}

// add takes a row unless its id has been seen.
func (t *table) add(a added) {
	a.Name = cut(a.Name)
	switch {
	case t.ids[a.ID]:
		t.fault(a.line, "%s stands there twice", a.ID)
	case Fold(a.Name) == "":
		t.fault(a.line, "%q is no name", a.Name)
	case a.Country != "" && !isCountry(a.Country):
		t.fault(a.line, "%q is no ISO 3166-1 alpha-2 code of a country", a.Country)
	default:
		t.ids[a.ID] = true
		t.rows = append(t.rows, a)
	}
}

func isCountry(code string) bool { return Alpha3(code) != "" }

// dump reads GeoNames' own form.
func (t *table) dump(r io.Reader) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	n := 0
	for s.Scan() {
		n++
		line := strings.TrimRight(s.Text(), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		e, names, codes, err := ReadGeoNames(c)
		if err != nil {
			t.faults = append(t.faults, fault{n, err})
			continue
		}
		if e.Country == "YU" || e.Country == "CS" || e.Country == "AN" {
			e.Country = "" // no longer one
		}
		e.Aliases = names
		switch {
		case c[7] == "ADM1":
			t.codes[c[8]+"."+c[10]] = e.ID
		case c[7] == "ADM2":
			t.codes[c[8]+"."+c[10]+"."+c[11]] = e.ID
		}
		t.add(added{Entry: e, line: n, codes: codes})
	}
	if errors.Is(s.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d is longer than %d bytes", n+1, maxLine)
	}
	return s.Err()
}

// csv reads a table with a header.
func (t *table) csv(r io.Reader, header string) error {
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord, c.LazyQuotes, c.TrimLeadingSpace = separator(header), -1, true, true
	row, err := c.Read()
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i, name := range row {
		name = strings.ToLower(strings.TrimSpace(name))
		if also, ok := columnNames[name]; ok {
			name = also
		}
		if _, twice := at[name]; !twice {
			at[name] = i
		}
	}
	if _, ok := at["name"]; !ok {
		return fmt.Errorf("is neither a GeoNames dump of 19 columns nor a table whose first line names its columns (%s)", strings.Join(Columns, ", "))
	}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		line, _ := c.FieldPos(0)
		if err != nil {
			var p *csv.ParseError
			if !errors.As(err, &p) {
				return err
			}
			t.faults = append(t.faults, fault{p.Line, p.Err})
			continue
		}
		t.record(line, func(column string) string {
			if i, ok := at[column]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		})
	}
}

// separator is the one of comma, semicolon and tab that a header has most of.
func separator(header string) rune {
	best := ','
	for _, r := range ";\t" {
		if strings.Count(header, string(r)) > strings.Count(header, string(best)) {
			best = r
		}
	}
	return best
}

// record reads one row of a table with a header.
func (t *table) record(line int, get func(string) string) {
	a := added{line: line, within: get("within")}
	a.Name, a.Country, a.Kind = get("name"), strings.ToUpper(get("country")), Kind(strings.ToLower(get("kind")))
	if a.Name == "" {
		t.fault(line, "has no name")
		return
	}
	if a.Kind == "" {
		a.Kind = City
	}
	if !slices.Contains(kinds, a.Kind) {
		t.fault(line, "%q is no kind of place; there are %s", a.Kind, kindList())
		return
	}
	if lat, lon := get("lat"), get("lon"); lat != "" || lon != "" {
		var err1, err2 error
		a.Lat, err1 = degree(lat, 90)
		a.Lon, err2 = degree(lon, 180)
		if err := errors.Join(err1, err2); err != nil {
			t.fault(line, "%s: %s", a.Name, strings.ReplaceAll(err.Error(), "\n", "; "))
			return
		}
		a.Located = true
	} else if a.within == "" {
		t.fault(line, "%s has neither lat and lon nor within", a.Name)
		return
	}
	if p := get("population"); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 {
			t.fault(line, "%s: population %q is no number", a.Name, p)
			return
		}
		a.Population = n
	}
	a.Aliases = strings.FieldsFunc(get("aliases"), func(r rune) bool { return r == '|' || r == ';' })
	switch id := get("id"); {
	case id == "":
		a.ID = t.newID(a.Name, a.Country)
	case strings.Trim(id, "0123456789") == "":
		a.ID = "gn:" + id
	case strings.HasPrefix(id, "gn:") && strings.Trim(id[3:], "0123456789") == "" || strings.HasPrefix(id, "sit:"):
		a.ID = id
	default:
		a.ID = "user:" + id
	}
	if len(a.ID) > maxName {
		t.fault(line, "id %.20q... is too long", a.ID)
		return
	}
	t.add(a)
}

func kindList() string {
	list := make([]string, len(kinds))
	for i, k := range kinds {
		list[i] = string(k)
	}
	return strings.Join(list, ", ")
}

// newID makes an id of the name, numbered where it is taken.
func (t *table) newID(name, country string) string {
	id := "user:" + strings.TrimPrefix(OwnID(name, country), "sit:")
	if len(id) > maxName-8 {
		id = strings.ToValidUTF8(id[:maxName-8], "")
	}
	for n := 2; t.ids[id]; n++ {
		id = fmt.Sprintf("%s-%d", strings.TrimSuffix(id, fmt.Sprintf("-%d", n-1)), n)
	}
	return id
}

// settle finds what each row lies in, and a point for those without.
func (t *table) settle() {
	var countries []string
	named := map[string]int{} // rows by folded name, tab and country
	for i := range t.rows {
		r := &t.rows[i]
		if r.Country != "" && r.Kind != Country {
			countries = append(countries, r.Country)
		}
		if key := Fold(r.Name) + "\t" + r.Country; r.Located {
			if _, ok := named[key]; !ok {
				named[key] = i
			}
		}
	}
	slices.Sort(countries)
	var near *Neighbours
	if len(countries) > 0 {
		near = t.g.Neighbours(slices.Compact(countries)...)
	}
	kept := make([]added, 0, len(t.rows))
	for i := range t.rows {
		r := t.rows[i]
		for _, code := range r.codes {
			if id := t.codes[code]; id != "" && id != r.ID {
				r.Parent = id
			}
		}
		if r.within != "" && !t.contain(&r, named) {
			t.fault(r.line, "%s lies within %q, which is not known", r.Name, r.within)
			continue
		}
		if r.Parent == "" && r.Country != "" && r.Kind != Country {
			if r.Kind != Admin1 && r.Kind != Region {
				r.Parent = near.Division(r.Entry)
			}
			if r.Parent == "" {
				r.Parent = CountryID(r.Country)
			}
		}
		kept = append(kept, r)
	}
	t.rows = kept
}

// contain finds the place that r says it lies within: by id or by name, in the table or in the gazetteer.
func (t *table) contain(r *added, named map[string]int) bool {
	if i, ok := named[Fold(r.within)+"\t"+r.Country]; ok && t.rows[i].ID != r.ID {
		up := t.rows[i]
		r.Parent = up.ID
		r.lend(up.Lat, up.Lon, up.Located)
		return true
	}
	if p, ok := t.g.ByID(r.within); ok {
		r.Parent = p.ID
		r.lend(p.Lat, p.Lon, p.Located)
		return true
	}
	for _, p := range t.g.Candidates(r.within) {
		if p.ID != r.ID && (r.Country == "" || p.Country == r.Country) {
			r.Parent = p.ID
			r.lend(p.Lat, p.Lon, p.Located)
			return true
		}
	}
	return false
}

// lend gives r the point of what it lies in where it has none.
func (r *added) lend(lat, lon float64, located bool) {
	if !r.Located && located {
		r.Lat, r.Lon, r.Located, r.Borrowed = lat, lon, true, true
	}
}

func (t *table) entries() []Entry {
	out := make([]Entry, len(t.rows))
	for i, r := range t.rows {
		out[i] = r.Entry
	}
	return out
}
