package actor

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"sitrep/codebook"
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
	// listed are word lists of a user's own, which the program knows nothing of but that rules name them: list, word.
	listed map[string]map[string]bool
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

// table is a file of actors/: its columns, how many of the first tell a row from others, and what reads a row.
type table struct {
	columns string
	key     int
	read    func(*Registry, []string) error
}

// tables are the files of actors/.
var tables = map[string]table{
	"groups":        {"name, kind, inter, country, active, from, to, part of, other names, source", 1, (*Registry).group},
	"forces":        {"name, kind, inter, country, active, from, to, part of, other names, source", 1, (*Registry).group},
	"organisations": {"name, kind, inter, CAMEO code, country, from, to, part of, other names, source", 1, (*Registry).organisation},
	"media":         {"name, kind, country, domains, part of, other names, source", 1, (*Registry).outlet},
	"offices":       {"person, office, country, organisation, from, to, other names, source", 5, (*Registry).office},
	"states":        {"code, alpha-3 code, name, other names, adjective, nouns, seats, from, to, source", 1, (*Registry).state},
	"bodies":        {"words, name, kind, CAMEO role", 1, (*Registry).body},
}

// Load reads actors/*.tsv and lists/*.txt of layers, the later over the earlier: lists are added to, and a line "-word" takes a word
// out; rows are added, or replace the row of an earlier layer whose key is the same. A list of a name that the program does
// not know is a class of its own. A fault is an error that names the file and line.
func Load(layers ...codebook.Layer) (*Registry, error) {
	r := &Registry{classes: make(map[string]Class, 2000), names: make(map[string]*hit, 6000), longest: make(map[[3]byte]int, 2000), canon: make(map[string]*Actor, 2000),
		nations: make(map[string]*State, 800), seats: make(map[string][]*State, 300), bodies: map[string]body{}, people: make(map[string]*hit, 1500), codes: map[string]*State{}, offices: map[string][]*Someone{}}
	for i, l := range layers {
		if err := eachLine(l, "lists/*.txt", func(name string) func(string) error { return r.list(name, i > 0) }); err != nil {
			return nil, err
		}
	}
	replaced, err := keysOf(layers[min(1, len(layers)):])
	if err != nil {
		return nil, err
	}
	columns := make([]string, 0, 12)
	for i, l := range layers {
		err := eachLine(l, "actors/*.tsv", func(name string) func(string) error {
			table, ok := tables[name]
			if !ok {
				return nil
			}
			count := strings.Count(table.columns, ",") + 1
			return func(line string) error {
				columns = cut(columns[:0], line, '\t')
				if len(columns) != count {
					return fmt.Errorf("has %d columns where %d belong, between tabs: %s", len(columns), count, table.columns)
				}
				if i == 0 && len(replaced) > 0 && replaced[name+"\t"+keyOfRow(columns, table)] {
					return nil
				}
				return table.read(r, columns)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if len(r.classes) == 0 || len(r.names) == 0 {
		return nil, fmt.Errorf("no lists/*.txt or actors/*.tsv")
	}
	return r, nil
}

// list gives what reads a line of a word list. Only a layer over the first may take words out and have lists of its own.
func (r *Registry) list(name string, over bool) func(line string) error {
	class, known := lists[name]
	switch {
	case known:
	case !over:
		return nil
	default:
		if r.listed == nil {
			r.listed = map[string]map[string]bool{}
		}
		if r.listed[name] == nil {
			r.listed[name] = map[string]bool{}
		}
	}
	return func(line string) error {
		word := strings.TrimSpace(line)
		if i := strings.IndexByte(word, '-'); i <= 0 || i+1 == len(word) || word[i+1] > '9' { // "su-25" is one word of a text
			word = strings.ReplaceAll(word, "-", " ")
		}
		if out, is := strings.CutPrefix(word, " "); is && over {
			out = strings.TrimSpace(out)
			if r.classes[out]&class == 0 {
				return fmt.Errorf("takes out %q, which the list does not have", out)
			}
			r.classes[out] &^= class
			return nil
		}
		if over && strings.ToLower(word) != word {
			return fmt.Errorf("%q has a capital; write the lemma in small letters", word)
		}
		if !known {
			r.listed[name][word] = true
			return nil
		}
		r.classes[word] |= class
		return nil
	}
}

// Listed says whether a word list of a user's own holds a lemma or phrase.
func (r *Registry) Listed(list, word string) bool { return r.listed[list][word] }

// keysOf are the keys of the rows of layers, which replace those of the first.
func keysOf(layers []codebook.Layer) (map[string]bool, error) {
	keys := map[string]bool{}
	for _, l := range layers {
		err := eachLine(l, "actors/*.tsv", func(name string) func(string) error {
			return func(line string) error {
				keys[name+"\t"+keyOfRow(strings.Split(line, "\t"), tables[name])] = true
				return nil
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// keyOfRow is what tells a row of a table from others.
func keyOfRow(columns []string, t table) string {
	return strings.TrimPrefix(strings.Join(columns[:min(t.key, len(columns))], "\t"), "~")
}

// eachLine reads every line that is neither blank nor a comment of the files of a pattern. What reads the lines of a file is found by the
// file's name without its ending; nil, for a file that is not known, is an error.
func eachLine(l codebook.Layer, pattern string, reader func(name string) func(line string) error) error {
	files, err := fs.Glob(l.FS, pattern)
	if err != nil {
		return err
	}
	for _, f := range files {
		read := reader(strings.TrimSuffix(path.Base(f), path.Ext(f)))
		if read == nil {
			if path.Dir(f) == "actors" {
				return fmt.Errorf("%s: no such table; there are %s", l.Path(f), strings.Join(slices.Sorted(maps.Keys(tables)), ", "))
			}
			return fmt.Errorf("%s: no such list", l.Path(f))
		}
		b, err := l.Read(f)
		if err != nil {
			return fmt.Errorf("%s: %w", l.Path(f), err)
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			n++
			if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) == "" || line[0] == '#' {
				continue
			}
			if err := read(line); err != nil {
				return fmt.Errorf("%s:%d: %w", l.Path(f), n, err)
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

// outlet reads: name, kind of outlet, country, domains, part of, other names, source.
func (r *Registry) outlet(c []string) error {
	switch c[1] {
	case "agency", "outlet", "state":
	default:
		return fmt.Errorf("no kind of outlet %q; there are agency, outlet, state", c[1])
	}
	return r.add(&Actor{Name: c[0], Kind: "media", Outlet: c[1], Country: c[2], Domains: list(c[3]), PartOf: c[4], Aliases: list(c[5])})
}

// add puts an actor under its names. A "~" before a name marks it as weak.
func (r *Registry) add(a *Actor) error {
	if a.Kind != "media" && !kinds[a.Kind] {
		return fmt.Errorf("no kind %q; there are %s", a.Kind, strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))
	}
	weak := strings.HasPrefix(a.Name, "~")
	a.Name = strings.TrimPrefix(a.Name, "~")
	if r.canon[a.Name] != nil {
		return fmt.Errorf("%q is listed already; a row replaces one of the same table only", a.Name)
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
