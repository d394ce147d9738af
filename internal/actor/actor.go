// Package actor answers one question: who. It matches the names of the registry (armed groups, forces, organisations,
// outlets), names state forces by rule ("Iraqi army"), and tells what kinds of people, arms and things nouns stand for.
package actor

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"sitrep/internal/geo"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// Class is a set of the kinds of thing a noun can stand for, one bit a word list.
type Class uint32

// The classes, named after the files of codebook/lists.
const (
	Fighter Class = 1 << iota
	Force
	Person
	Official
	Organisation
	Media
	Weapon
	Explosive
	Aircraft
	Vehicle
	Facility
	Settlement
	Abstract
	Accident
)

var lists = map[string]Class{"fighters": Fighter, "forces": Force, "people": Person, "officials": Official, "organisations": Organisation,
	"media": Media, "weapons": Weapon, "explosives": Explosive, "aircraft": Aircraft, "vehicles": Vehicle, "facilities": Facility,
	"settlements": Settlement, "abstract": Abstract, "accidents": Accident}

// Actor is a row of the registry, or a state force named by rule.
type Actor struct {
	Name    string
	Kind    string // armed_group, militia, military, police, government, organisation, media
	Country string // ISO 3166-1 alpha-2, "" for several or none
	PartOf  string
	Aliases []string
}

// Registry holds actors and word classes. It is not changed after loading.
type Registry struct {
	classes map[string]Class // by lemma or phrase, words joined by one space
	names   map[string]named // by folded name
	first   map[string]int   // longest name in words that begins with a word
}

type named struct {
	actor *Actor
	// acronym says that the name matches only where it is written in capitals: "IS", "AU".
	acronym bool
}

var kinds = map[string]bool{"armed_group": true, "militia": true, "military": true, "police": true, "government": true, "organisation": true, "media": true}

// Load reads actors/*.tsv and lists/*.txt. A fault is an error that names the file and line.
func Load(fsys fs.FS) (*Registry, error) {
	r := &Registry{classes: map[string]Class{}, names: map[string]named{}, first: map[string]int{}}
	files, err := fs.Glob(fsys, "lists/*.txt")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		class, ok := lists[strings.TrimSuffix(path.Base(f), ".txt")]
		if !ok {
			return nil, fmt.Errorf("%s: no such class", f)
		}
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(b)) {
			if word := strings.TrimSpace(line); word != "" && word[0] != '#' {
				r.classes[strings.ReplaceAll(word, "-", " ")] |= class
			}
		}
	}
	if files, err = fs.Glob(fsys, "actors/*.tsv"); err != nil {
		return nil, err
	}
	for _, f := range files {
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			n++
			if line = strings.TrimRight(line, "\n"); line == "" || line[0] == '#' {
				continue
			}
			if err := r.row(line); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", f, n, err)
			}
		}
	}
	if len(r.classes) == 0 || len(r.names) == 0 {
		return nil, fmt.Errorf("no lists/*.txt or actors/*.tsv")
	}
	return r, nil
}

func (r *Registry) row(line string) error {
	c := strings.Split(line, "\t")
	if len(c) != 5 {
		return fmt.Errorf("%d columns, want 5", len(c))
	}
	if !kinds[c[1]] {
		return fmt.Errorf("no kind %q", c[1])
	}
	a := &Actor{Name: c[0], Kind: c[1], Country: c[2], PartOf: c[3]}
	if c[4] != "" {
		a.Aliases = strings.Split(c[4], "|")
	}
	for _, name := range append([]string{a.Name}, a.Aliases...) {
		words := split(name)
		if len(words) == 0 {
			return fmt.Errorf("empty name")
		}
		key := strings.Join(words, " ")
		if old, taken := r.names[key]; taken && old.actor != a {
			return fmt.Errorf("%q is a name of %s already", name, old.actor.Name)
		}
		acronym := len(words) == 1 && len(name) <= 5 && name == strings.ToUpper(name)
		if old, taken := r.names[key]; taken {
			acronym = acronym && old.acronym
			// "IS" in capitals only, but "ISIS" and "Isis" alike
		}
		r.names[key] = named{a, acronym}
		r.first[words[0]] = max(r.first[words[0]], len(words))
	}
	return nil
}

// folded takes accents and apostrophes that transliterations vary in out of a word.
var folded = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "á", "a", "à", "a", "â", "a", "ā", "a", "í", "i", "ï", "i", "ī", "i", "ó", "o", "ô", "o", "ö", "o",
	"ú", "u", "ü", "u", "ū", "u", "ñ", "n", "ç", "c", "ş", "s", "ğ", "g", "'", "", "ʿ", "", "ʼ", "")

// split cuts a name into folded words, hyphens, possessives and apostrophes left out.
func split(name string) []string {
	var out []string
	for _, t := range text.Tokenize(name) {
		if w := word(t.Norm); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// word folds a token; "" for what names leave out.
func word(norm string) string {
	switch norm {
	case "-", "'s", "'", "(", ")", ",":
		return ""
	}
	return folded.Replace(norm)
}

// Match finds the longest name that starts at token i and ends before last, or a state force by rule: how many tokens it
// takes, 0 for none. The Actor must not be changed.
func (r *Registry) Match(d *parse.Doc, i, last int) (int, *Actor) {
	w := word(d.Tokens[i].Norm)
	if w == "" {
		return 0, nil
	}
	n, found := 0, (*Actor)(nil)
	if longest, known := r.first[w]; known {
		key := ""
		for k, words := i, 0; k < last && words < longest; k++ {
			w := word(d.Tokens[k].Norm)
			if w == "" {
				continue
			}
			if words > 0 {
				key += " "
			}
			key += w
			words++
			hit, ok := r.names[key]
			if !ok || k == i && !r.written(d, i, hit) {
				continue
			}
			n, found = k+1-i, hit.actor
		}
	}
	if n == 0 {
		return r.force(d, i, last)
	}
	return n, found
}

// written says whether a one-word name stands as such a name is written: acronyms in capitals, names with one. In a telex
// only the tagger tells "IS" from "is".
func (r *Registry) written(d *parse.Doc, i int, hit named) bool {
	t := &d.Tokens[i]
	if d.Sents[t.Sent].Upper {
		return d.Tags[i] == parse.PROPN || len(t.Norm) > 4
	}
	if hit.acronym {
		return t.Shape == text.Acronym
	}
	return t.Shape != text.Lower
}

// states are the kinds of state body by their noun.
var states = map[string]string{"army": "military", "military": "military", "air force": "military", "navy": "military", "armed forces": "military", "forces": "military",
	"troops": "military", "soldiers": "military", "security forces": "military", "marines": "military", "government": "government", "regime": "government", "authorities": "government",
	"police": "police", "government forces": "military", "government troops": "military", "warplanes": "military", "jets": "military", "coalition": "military", "navy ships": "military"}

// force names a state's force by rule: a demonym or a country's name and what kind of body it is.
func (r *Registry) force(d *parse.Doc, i, last int) (int, *Actor) {
	country, n := "", 0
	if c, ok := geo.Demonym(d.Tokens[i].Norm); ok && d.Tokens[i].Shape != text.Lower {
		country, n = c, 1
	} else if i+1 < last {
		if c, ok := geo.Demonym(d.Tokens[i].Norm + " " + d.Tokens[i+1].Norm); ok {
			country, n = c, 2
		}
	}
	if n == 0 {
		w, p, ok := geo.Match(d, i, last)
		if !ok || p.Precision != "country" {
			return 0, nil
		}
		country, n = p.Country, w
	}
	for size := 3; size >= 1; size-- {
		if i+n+size > last {
			continue
		}
		words := make([]string, 0, 3)
		for k := i + n; k < i+n+size; k++ {
			words = append(words, d.Tokens[k].Norm)
		}
		body := strings.Join(words, " ")
		if kind, ok := states[body]; ok {
			return n + size, &Actor{Name: d.Words(i, i+n) + " " + body, Kind: kind, Country: country}
		}
	}
	return 0, nil
}

// Class gives the classes of a noun by its lemma or plain form, in lower case.
func (r *Registry) Class(lemma string) Class { return r.classes[lemma] }
