package actor

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Registry holds actors, states, people in office and word classes. It is not changed after loading.
type Registry struct {
	classes map[string]Class // by lemma or phrase, words joined by one space
	names   map[string]*hit  // by folded name
	longest map[[3]byte]int  // by the first three bytes of folded names: the longest of them in bytes
	canon   map[string]*Actor
	nations map[string]*State // by folded name, adjective or noun of nationality
	seats   map[string][]*State
	bodies  map[string]body
	people  map[string]*hit // by folded name or last name; actor is nil, person is set
	offices map[string][]*Someone
	codes   map[string]*State
}

// hit is one bearer of a name.
type hit struct {
	actor  *Actor
	person *Someone
	next   *hit
	// acronym says that the name matches only where it is written in capitals: "IS", "AU". Weak says that it is also a common word
	// or an acronym of many, and needs company.
	acronym, weak bool
	// low says that it is also written without a capital: "al-Qaeda", "peshmerga", and names in scripts that have none.
	low bool
	// lowEnd says that its last word is written without a capital: "Maoist rebels".
	lowEnd bool
}

var kinds = map[string]bool{"armed_group": true, "militia": true, "military": true, "police": true, "government": true, "organisation": true}

// tables are the files of actors/ and what reads a row of each, by its columns.
var tables = map[string]struct {
	columns int
	read    func(*Registry, []string) error
}{
	"groups":        {10, (*Registry).group},
	"forces":        {10, (*Registry).group},
	"organisations": {10, (*Registry).organisation},
	"media":         {7, (*Registry).outlet},
	"offices":       {8, (*Registry).office},
	"states":        {10, (*Registry).state},
	"bodies":        {4, (*Registry).body},
}

// Load reads actors/*.tsv and lists/*.txt. A fault is an error that names the file and line.
func Load(fsys fs.FS) (*Registry, error) {
	r := &Registry{classes: make(map[string]Class, 2000), names: make(map[string]*hit, 6000), longest: make(map[[3]byte]int, 2000), canon: make(map[string]*Actor, 2000),
		nations: make(map[string]*State, 800), seats: make(map[string][]*State, 300), bodies: map[string]body{}, people: make(map[string]*hit, 1500), codes: map[string]*State{}, offices: map[string][]*Someone{}}
	err := eachLine(fsys, "lists/*.txt", func(name string) func(string) error {
		class, ok := lists[name]
		if !ok {
			return nil
		}
		return func(line string) error {
			r.classes[strings.ReplaceAll(strings.TrimSpace(line), "-", " ")] |= class
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	columns := make([]string, 0, 12)
	err = eachLine(fsys, "actors/*.tsv", func(name string) func(string) error {
		table, ok := tables[name]
		if !ok {
			return nil
		}
		return func(line string) error {
			columns = cut(columns[:0], line, '\t')
			if len(columns) != table.columns {
				return fmt.Errorf("%d columns, want %d", len(columns), table.columns)
			}
			return table.read(r, columns)
		}
	})
	if err != nil {
		return nil, err
	}
	if len(r.classes) == 0 || len(r.names) == 0 {
		return nil, fmt.Errorf("no lists/*.txt or actors/*.tsv")
	}
	return r, nil
}

// eachLine reads every line that is neither blank nor a comment of the files of a pattern. What reads the lines of a file is found by the
// file's name without its ending; nil, for a file that is not known, is an error.
func eachLine(fsys fs.FS, pattern string, reader func(name string) func(line string) error) error {
	files, err := fs.Glob(fsys, pattern)
	if err != nil {
		return err
	}
	for _, f := range files {
		read := reader(strings.TrimSuffix(path.Base(f), path.Ext(f)))
		if read == nil {
			return fmt.Errorf("%s: no such list or table", f)
		}
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			return err
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			n++
			if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) == "" || line[0] == '#' {
				continue
			}
			if err := read(line); err != nil {
				return fmt.Errorf("%s:%d: %w", f, n, err)
			}
		}
	}
	return nil
}

// cut appends the parts of s between separators to out.
func cut(out []string, s string, sep byte) []string {
	for {
		i := strings.IndexByte(s, sep)
		if i < 0 {
			return append(out, s)
		}
		out = append(out, s[:i])
		s = s[i+1:]
	}
}

// list cuts a column of several values; nil for an empty one.
func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// years reads two columns of years, 0 for an empty one.
func years(from, to string) (first, last int, err error) {
	if from != "" {
		if first, err = strconv.Atoi(from); err != nil {
			return 0, 0, err
		}
	}
	if to != "" {
		last, err = strconv.Atoi(to)
	}
	return first, last, err
}

// group reads: name, kind, ACLED inter code (not kept), country, active in, from, to, part of, other names, source.
func (r *Registry) group(c []string) error {
	from, to, err := years(c[5], c[6])
	if err != nil {
		return err
	}
	return r.add(&Actor{Name: c[0], Kind: c[1], Country: c[3], Active: list(c[4]), From: from, To: to, PartOf: c[7], Aliases: list(c[8])})
}

// organisation reads: name, kind, ACLED inter code (not kept), CAMEO code, country, from, to, part of, other names, source.
func (r *Registry) organisation(c []string) error {
	from, to, err := years(c[5], c[6])
	if err != nil {
		return err
	}
	return r.add(&Actor{Name: c[0], Kind: c[1], CAMEO: c[3], Country: c[4], From: from, To: to, PartOf: c[7], Aliases: list(c[8])})
}

// outlet reads: name, kind of outlet (checked, not kept), country, domains (not kept), part of, other names, source.
func (r *Registry) outlet(c []string) error {
	switch c[1] {
	case "agency", "outlet", "state":
	default:
		return fmt.Errorf("no kind of outlet %q", c[1])
	}
	return r.add(&Actor{Name: c[0], Kind: "media", Country: c[2], PartOf: c[4], Aliases: list(c[5])})
}

// add puts an actor under its names. A "~" before a name marks it as weak.
func (r *Registry) add(a *Actor) error {
	if a.Kind != "media" && !kinds[a.Kind] {
		return fmt.Errorf("no kind %q", a.Kind)
	}
	weak := strings.HasPrefix(a.Name, "~")
	a.Name = strings.TrimPrefix(a.Name, "~")
	if r.canon[a.Name] != nil {
		return fmt.Errorf("%q is listed already", a.Name)
	}
	r.canon[a.Name] = a
	if err := r.name(a, a.Name, weak); err != nil {
		return err
	}
	if i := strings.Index(a.Name, " ("); i > 0 { // "National Liberation Army (Colombia)" is told from its namesakes by what stands in brackets
		if err := r.name(a, a.Name[:i], weak); err != nil {
			return err
		}
	}
	for i, alias := range a.Aliases {
		weak := strings.HasPrefix(alias, "~")
		a.Aliases[i] = strings.TrimPrefix(alias, "~")
		if err := r.name(a, a.Aliases[i], weak); err != nil {
			return err
		}
	}
	return nil
}

func (r *Registry) name(a *Actor, name string, weak bool) error {
	key := keyOf(name)
	if key == "" {
		return fmt.Errorf("empty name")
	}
	acronym := len(name) <= 7 && strings.ToUpper(name) == name && name[0] < 0x80
	end := name[strings.LastIndexByte(name, ' ')+1]
	lowEnd := end >= 'a' && end <= 'z'
	low := name[0] >= 'a' && name[0] <= 'z' || name[0] >= 0x80
	for h := r.names[key]; h != nil; h = h.next {
		if h.actor == a {
			h.low, h.lowEnd = h.low || low, h.lowEnd || lowEnd
			h.acronym, h.weak = h.acronym && acronym, h.weak && weak // "IS" in capitals only, but "ISIS" and "Isis" alike
			return nil
		}
	}
	r.names[key] = &hit{actor: a, next: r.names[key], acronym: acronym, weak: weak, low: low, lowEnd: lowEnd}
	r.reach(key)
	return nil
}

// reach notes how far a name that begins like key may go.
func (r *Registry) reach(key string) {
	if b := begin(key); r.longest[b] < len(key) {
		r.longest[b] = len(key)
	}
}

// begin is the first three bytes of a key, zeros for what is missing.
func begin(key string) (b [3]byte) {
	copy(b[:], key)
	return b
}

// keyOf folds a name as the tokens of a text fold one after the other: without spaces, apostrophes and possessives.
func keyOf(name string) string {
	if strings.HasSuffix(name, "'s") || strings.Contains(name, "'s ") || strings.Contains(name, "'s-") {
		name = strings.ReplaceAll(name+" ", "'s ", " ")
		name = strings.ReplaceAll(name, "'s-", " ")
	}
	return fold(name)
}
