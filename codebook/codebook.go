// Package codebook holds what sitrep looks for, as data: event types with their rules and example sentences, lists of
// words by class, and the registry of actors. Adding an event type takes a YAML file and no Go; see docs/codebook.md.
//
// A rule is written in grammatical relations, not in word order: it names the verbs, nouns or adjectives that carry the
// event, and says which relation fills which role. How relations are found (phrases today, dependency trees tomorrow)
// is the business of the packages parse and rule.
package codebook

import (
	"encoding/json"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"

	"sitrep"
)

// Codebook is a loaded, checked codebook. It is not changed after loading and may be shared.
type Codebook struct {
	// Version is what version.txt says; with an overlay, also what the overlay holds ("1+4c5f0a3b9d21").
	Version  string
	Types    []Type // sorted by id
	Modality Modality
	// Attribution lists the words that say who says so.
	Attribution Attribution
	// Layers are the folders that the codebook was read from, the built-in one first. Word lists and actors are read from
	// them by the package actor.
	Layers []Layer
}

// Layer is a folder with files of a codebook.
type Layer struct {
	Name string // the folder as the user named it; "" for the built-in codebook
	FS   fs.FS
	// Brief says that the sentences of rules are left out.
	Brief bool
}

// Path is how a file of the layer is called in messages.
func (l Layer) Path(name string) string {
	if l.Name == "" {
		return "codebook: " + name
	}
	return path.Join(l.Name, name)
}

// Type is an event type.
type Type struct {
	// File is where the type was read from, as Layer.Path gives it; Own says that it stands in an overlay.
	File string `yaml:"-" json:"-"`
	Own  bool   `yaml:"-" json:"-"`

	ID         string    `yaml:"id" json:"id"`
	Label      string    `yaml:"label" json:"label"`
	Definition string    `yaml:"definition" json:"definition"`
	Include    []string  `yaml:"include" json:"include"`
	Exclude    []string  `yaml:"exclude" json:"exclude"`
	Crosswalk  Crosswalk `yaml:"crosswalk" json:"crosswalk"`
	// Rank orders types where several claim the same happening: the higher is the more telling one (a suicide bombing over an
	// attack over casualties).
	Rank int `yaml:"rank" json:"rank"`
	// Act says that a claim of the type is a deed that can have consequences told with it; Consequence that a claim of the
	// type, where it is told as what a deed led to ("an air strike killed nine"), is part of the deed's claim.
	Act         bool `yaml:"act" json:"act"`
	Consequence bool `yaml:"consequence" json:"consequence"`
	// Roles says, for every rule of the type that does not say otherwise, which relations fill a role, the first that holds
	// anything being taken.
	Roles map[sitrep.Role][]string `yaml:"roles" json:"roles"`
	// Figures says the same for what the event counts.
	Figures map[sitrep.Measure][]string `yaml:"figures" json:"figures"`
	Rules   []Rule                      `yaml:"rules" json:"rules"`
}

// Crosswalk names the type in other codebooks: null, read as "", where there is nothing alike, " | " between several of which who did it to
// whom decides. The codes that there are stand in codes/*.txt, with their sources.
type Crosswalk struct {
	ACLED  string `yaml:"acled" json:"acled"`   // "Event type / Sub-event type" of the ACLED codebook
	PLOVER string `yaml:"plover" json:"plover"` // "TYPE" or "TYPE/mode" of PLOVER
	CAMEO  string `yaml:"cameo" json:"cameo"`   // root or code of CAMEO 1.1b3
	UCDP   string `yaml:"ucdp" json:"ucdp"`     // type of violence of UCDP GED: 1 state-based, 2 non-state, 3 one-sided
	Why    string `yaml:"why" json:"why"`       // why there is none, or which of several holds when
}

// MarshalJSON writes what there is nothing alike for as null.
func (w Crosswalk) MarshalJSON() ([]byte, error) {
	known := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	return json.Marshal(struct {
		ACLED  *string `json:"acled"`
		PLOVER *string `json:"plover"`
		CAMEO  *string `json:"cameo"`
		UCDP   *string `json:"ucdp"`
		Why    *string `json:"why"`
	}{known(w.ACLED), known(w.PLOVER), known(w.CAMEO), known(w.UCDP), known(w.Why)})
}

// Rule finds one way of telling an event. Exactly one of Verb, Noun and Adjective says what its head is.
type Rule struct {
	ID string `yaml:"id" json:"id"` // unique in its type; claims name it as "type.id"
	// Verb lists lemmas; further words of a phrase ("open fire", "blow up") must follow within three words.
	Verb []string `yaml:"verb" json:"verb,omitempty"`
	// Noun lists lemmas; of a phrase ("suicide bombing", "mass grave") the last word is the head.
	Noun []string `yaml:"noun" json:"noun,omitempty"`
	// Adjective lists what a form of "be" says of its subject ("dead", "missing").
	Adjective []string `yaml:"adjective" json:"adjective,omitempty"`
	// Light lists verbs that lend a Noun their subject when the noun is their object ("launch an offensive").
	Light []string `yaml:"light" json:"light,omitempty"`
	// LightOnly says that the noun counts only as such an object.
	LightOnly bool `yaml:"light_only" json:"light_only,omitempty"`
	// Near lists words of which one must stand in the same clause.
	Near []string `yaml:"near" json:"near,omitempty"`
	// NotNear lists words of which none may stand in the same clause.
	NotNear []string `yaml:"not_near" json:"not_near,omitempty"`
	// InSentence lists words of which one must stand in the same sentence: "crashed after it was hit by a missile".
	InSentence []string `yaml:"in_sentence" json:"in_sentence,omitempty"`
	// With says for a relation what it must hold: classes ("@fighters"), lemmas, or "none" for nothing at all. Every relation
	// named must hold.
	With map[string][]string `yaml:"with" json:"with,omitempty"`
	// Without says for a relation what it must not hold ("any" for anything).
	Without map[string][]string         `yaml:"without" json:"without,omitempty"`
	Roles   map[sitrep.Role][]string    `yaml:"roles" json:"roles,omitempty"`
	Figures map[sitrep.Measure][]string `yaml:"figures" json:"figures,omitempty"`
	// Place says which relations name the place before any other phrase of the clause does.
	Place   []string `yaml:"place" json:"place,omitempty"`
	Subtype string   `yaml:"subtype" json:"subtype,omitempty"`
	// CAMEO is the rule's own root or code of CAMEO, where the type's does not hold for it: its type spans several roots.
	CAMEO    string          `yaml:"cameo" json:"cameo,omitempty"`
	Modality sitrep.Modality `yaml:"modality" json:"modality,omitempty"` // fixed by the words themselves ("ceasefire collapses")
	Stance   sitrep.Stance   `yaml:"stance" json:"stance,omitempty"`
	// Match are sentences that the rule must find; Miss are near misses in which it must find nothing.
	Match []Example `yaml:"match" json:"match"`
	Miss  []string  `yaml:"miss" json:"miss"`
}

// Example is a sentence with what must be read from it. Roles are given as words that the filler's text must hold.
type Example struct {
	Text     string                      `yaml:"text" json:"text"`
	Trigger  string                      `yaml:"trigger" json:"trigger"`
	Roles    map[sitrep.Role]string      `yaml:"roles" json:"roles,omitempty"`
	Place    string                      `yaml:"place" json:"place,omitempty"`
	Figures  map[sitrep.Measure][]string `yaml:"figures" json:"figures,omitempty"` // words each of which one figure's text must hold
	Source   string                      `yaml:"source" json:"source,omitempty"`
	Modality sitrep.Modality             `yaml:"modality" json:"modality,omitempty"`
}

// Modality lists the words that decide whether a thing told of happened.
type Modality struct {
	// Future, Possible and Negated list lemmas of verbs, nouns and adjectives by the modality they give what they govern.
	Future   []string `yaml:"future" json:"future"`
	Possible []string `yaml:"possible" json:"possible"`
	Negated  []string `yaml:"negated" json:"negated"`
	// Alleged lists words that make a claim an allegation without changing its modality.
	Alleged []string `yaml:"alleged" json:"alleged"`
	// Actual lists governors under which an infinitive happened: "managed to", "forced them to", "began to".
	Actual []string `yaml:"actual" json:"actual"`
}

// Attribution lists words that name a source, by how firmly they say what it says; all are lemmas.
type Attribution struct {
	Said      []string `yaml:"said" json:"said"`
	Alleged   []string `yaml:"alleged" json:"alleged"`
	Confirmed []string `yaml:"confirmed" json:"confirmed"`
	Denied    []string `yaml:"denied" json:"denied"`
	// Passive lists verbs that, in the passive, report without saying who: "is alleged to have killed".
	Passive []string `yaml:"passive" json:"passive"`
	// Hearsay lists adverbs and adjectives that mark a thing as not the reporter's own knowledge.
	Hearsay      []string `yaml:"hearsay" json:"hearsay"`
	Prepositions []string `yaml:"prepositions" json:"prepositions"`
}

// Default loads the codebook that is built into the binary.
func Default() (*Codebook, error) { return Load(files) }

// Rules loads the codebook that is built into the binary without the sentences of its rules, which reading a report does not need. They
// are most of it: this takes half the time.
func Rules() (*Codebook, error) { return first(load([]Layer{{FS: files, Brief: true}})) }

// Load reads and checks a codebook: types/*.yaml, modality.yaml, attribution.yaml and version.txt under the root of fsys. A
// fault is an error that names the file and the entry.
func Load(fsys fs.FS) (*Codebook, error) { return first(load([]Layer{{FS: fsys}})) }

// Overlay reads the built-in codebook with the files of a folder over it; name is how the folder is called in messages. A type
// of the folder is added, or replaces the built-in one of its id; modality.yaml and attribution.yaml replace the built-in ones; lists
// and actors are added to (see docs/codebook.md). A fault is an error that names the file and the entry.
func Overlay(name string, over fs.FS) (*Codebook, error) {
	return first(layered(Layer{FS: files}, name, over))
}

// OverlayRules is Overlay without the sentences of built-in types, as Rules has it.
func OverlayRules(name string, over fs.FS) (*Codebook, error) {
	return first(layered(Layer{FS: files, Brief: true}, name, over))
}

func first(book *Codebook, faults []Fault) (*Codebook, error) {
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return book, nil
}

// load reads layers, the later over the earlier. All faults are given that do not hide one another.
func load(layers []Layer) (*Codebook, []Fault) {
	book := &Codebook{Layers: layers}
	var faults []Fault
	known := classesOf(layers)
	at := map[string]int{} // by file, the layer that has the last word
	for i, l := range layers {
		v, err := fs.ReadFile(l.FS, "version.txt")
		if err != nil && i == 0 {
			return nil, []Fault{{File: l.Path("version.txt"), Message: "is missing"}}
		}
		if i == 0 {
			book.Version = strings.TrimSpace(string(v))
		}
		names, err := fs.Glob(l.FS, "types/*.yaml")
		if err != nil {
			return nil, []Fault{{File: l.Path("types"), Message: err.Error()}}
		}
		for _, name := range names {
			at[name] = i
		}
		for _, name := range []string{"modality.yaml", "attribution.yaml"} {
			if _, err := fs.Stat(l.FS, name); err == nil || i == 0 {
				at[name] = i
			}
		}
	}
	faults = append(faults, read(layers[at["modality.yaml"]], "modality.yaml", &book.Modality, false)...)
	faults = append(faults, read(layers[at["attribution.yaml"]], "attribution.yaml", &book.Attribution, false)...)
	delete(at, "modality.yaml")
	delete(at, "attribution.yaml")
	names := make([]string, 0, len(at))
	for name := range at {
		names = append(names, name)
	}
	sort.Strings(names)
	// Decoding is most of the time that the program takes to start.
	book.Types = make([]Type, len(names))
	found := make([][]Fault, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { found[i] = book.Types[i].load(layers[at[name]], name, known) })
	}
	all.Wait()
	for i := range found { // in the order of names, whichever was found first
		book.Types[i].Own = at[names[i]] > 0
		faults = append(faults, found[i]...)
	}
	if len(book.Types) == 0 {
		faults = append(faults, Fault{File: layers[0].Path("types"), Message: "holds no type"})
	}
	sort.Slice(book.Types, func(i, j int) bool { return book.Types[i].ID < book.Types[j].ID })
	return book, faults
}

func (t *Type) load(l Layer, name string, known map[string]bool) []Fault {
	if faults := read(l, name, t, l.Brief); len(faults) > 0 {
		return faults
	}
	t.File = l.Path(name)
	faults := t.check(known, l.Brief)
	if want := strings.TrimSuffix(path.Base(name), ".yaml"); t.ID != want && t.ID != "" {
		faults = append([]Fault{{Message: "id is " + quote(t.ID) + "; call the file " + t.ID + ".yaml or the type " + want}}, faults...)
	}
	for i := range faults {
		faults[i].File = t.File
	}
	return faults
}
