// Package codebook holds what sitrep looks for, as data: event types with their rules and example sentences, lists of
// words by class, and the registry of actors. Adding an event type takes a YAML file and no Go; see docs/codebook.md.
//
// A rule is written in grammatical relations, not in word order: it names the verbs, nouns or adjectives that carry the
// event, and says which relation fills which role. How relations are found (phrases today, dependency trees tomorrow)
// is the business of the packages parse and rule.
package codebook

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"sort"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"sitrep"
)

//go:embed types modality.yaml attribution.yaml version.txt
var files embed.FS

// Codebook is a loaded, checked codebook. It is not changed after loading and may be shared.
type Codebook struct {
	Version  string
	Types    []Type // sorted by id
	Modality Modality
	// Attribution lists the words that say who says so.
	Attribution Attribution
}

// Type is an event type.
type Type struct {
	ID         string    `yaml:"id"`
	Label      string    `yaml:"label"`
	Definition string    `yaml:"definition"`
	Include    []string  `yaml:"include"`
	Exclude    []string  `yaml:"exclude"`
	Crosswalk  Crosswalk `yaml:"crosswalk"`
	// Rank orders types where several claim the same happening: the higher is the more telling one (a suicide bombing over an
	// attack over casualties).
	Rank int `yaml:"rank"`
	// Act says that a claim of the type is a deed that can have consequences told with it; Consequence that a claim of the
	// type, where it is told as what a deed led to ("an air strike killed nine"), is part of the deed's claim.
	Act         bool `yaml:"act"`
	Consequence bool `yaml:"consequence"`
	// Roles says, for every rule of the type that does not say otherwise, which relations fill a role, the first that holds
	// anything being taken.
	Roles map[sitrep.Role][]string `yaml:"roles"`
	// Figures says the same for what the event counts.
	Figures map[sitrep.Measure][]string `yaml:"figures"`
	Rules   []Rule                      `yaml:"rules"`
}

// Crosswalk names the type in other codebooks.
type Crosswalk struct {
	ACLED  string `yaml:"acled"`  // "Event type / Sub-event type" of the ACLED codebook
	PLOVER string `yaml:"plover"` // "TYPE" or "TYPE/mode" of PLOVER
	CAMEO  string `yaml:"cameo"`  // root or code of CAMEO 1.1b3
	UCDP   string `yaml:"ucdp"`   // type of violence of UCDP GED: 1 state-based, 2 non-state, 3 one-sided; "" for none
}

// Rule finds one way of telling an event. Exactly one of Verb, Noun and Adjective says what its head is.
type Rule struct {
	ID string `yaml:"id"` // unique in its type; claims name it as "type.id"
	// Verb lists lemmas; further words of a phrase ("open fire", "blow up") must follow within three words.
	Verb []string `yaml:"verb"`
	// Noun lists lemmas; of a phrase ("suicide bombing", "mass grave") the last word is the head.
	Noun []string `yaml:"noun"`
	// Adjective lists what a form of "be" says of its subject ("dead", "missing").
	Adjective []string `yaml:"adjective"`
	// Light lists verbs that lend a Noun their subject when the noun is their object ("launch an offensive").
	Light []string `yaml:"light"`
	// LightOnly says that the noun counts only as such an object.
	LightOnly bool `yaml:"light_only"`
	// Near lists words of which one must stand in the same clause.
	Near []string `yaml:"near"`
	// NotNear lists words of which none may stand in the same clause.
	NotNear []string `yaml:"not_near"`
	// With says for a relation what it must hold: classes ("@fighters"), lemmas, or "none" for nothing at all. Every relation
	// named must hold.
	With map[string][]string `yaml:"with"`
	// Without says for a relation what it must not hold ("any" for anything).
	Without map[string][]string         `yaml:"without"`
	Roles   map[sitrep.Role][]string    `yaml:"roles"`
	Figures map[sitrep.Measure][]string `yaml:"figures"`
	// Place says which relations name the place before any other phrase of the clause does.
	Place   []string `yaml:"place"`
	Subtype string   `yaml:"subtype"`
	// CAMEO is the rule's own root or code of CAMEO, where the type's does not hold for it: its type spans several roots.
	CAMEO    string          `yaml:"cameo"`
	Modality sitrep.Modality `yaml:"modality"` // fixed by the words themselves ("ceasefire collapses")
	Stance   sitrep.Stance   `yaml:"stance"`
	// Match are sentences that the rule must find; Miss are near misses in which it must find nothing.
	Match []Example `yaml:"match"`
	Miss  []string  `yaml:"miss"`
}

// Example is a sentence with what must be read from it. Roles are given as words that the filler's text must hold.
type Example struct {
	Text     string                      `yaml:"text"`
	Trigger  string                      `yaml:"trigger"`
	Roles    map[sitrep.Role]string      `yaml:"roles"`
	Place    string                      `yaml:"place"`
	Figures  map[sitrep.Measure][]string `yaml:"figures"` // words each of which one figure's text must hold
	Source   string                      `yaml:"source"`
	Modality sitrep.Modality             `yaml:"modality"`
}

// Modality lists the words that decide whether a thing told of happened.
type Modality struct {
	// Future, Possible and Negated list lemmas of verbs, nouns and adjectives by the modality they give what they govern.
	Future   []string `yaml:"future"`
	Possible []string `yaml:"possible"`
	Negated  []string `yaml:"negated"`
	// Alleged lists words that make a claim an allegation without changing its modality.
	Alleged []string `yaml:"alleged"`
	// Actual lists governors under which an infinitive happened: "managed to", "forced them to", "began to".
	Actual []string `yaml:"actual"`
}

// Attribution lists words that name a source, by how firmly they say what it says; all are lemmas.
type Attribution struct {
	Said      []string `yaml:"said"`
	Alleged   []string `yaml:"alleged"`
	Confirmed []string `yaml:"confirmed"`
	Denied    []string `yaml:"denied"`
	// Passive lists verbs that, in the passive, report without saying who: "is alleged to have killed".
	Passive []string `yaml:"passive"`
	// Hearsay lists adverbs and adjectives that mark a thing as not the reporter's own knowledge.
	Hearsay      []string `yaml:"hearsay"`
	Prepositions []string `yaml:"prepositions"`
}

// Default loads the codebook that is built into the binary.
func Default() (*Codebook, error) { return Load(files) }

// Load reads and checks a codebook: types/*.yaml, modality.yaml, attribution.yaml and version.txt under the root of fsys. A fault is an
// error that names the file and the entry.
func Load(fsys fs.FS) (*Codebook, error) {
	book := &Codebook{}
	v, err := fs.ReadFile(fsys, "version.txt")
	if err != nil {
		return nil, fmt.Errorf("codebook: %w", err)
	}
	book.Version = strings.TrimSpace(string(v))
	if err := read(fsys, "modality.yaml", &book.Modality); err != nil {
		return nil, err
	}
	if err := read(fsys, "attribution.yaml", &book.Attribution); err != nil {
		return nil, err
	}
	names, err := fs.Glob(fsys, "types/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("codebook: %w", err)
	}
	// Decoding is most of the time that the program takes to start.
	book.Types = make([]Type, len(names))
	errs := make([]error, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { errs[i] = book.Types[i].load(fsys, name) })
	}
	all.Wait()
	for _, err := range errs { // the first by name, whichever was found first
		if err != nil {
			return nil, err
		}
	}
	if len(book.Types) == 0 {
		return nil, fmt.Errorf("codebook: no types/*.yaml")
	}
	sort.Slice(book.Types, func(i, j int) bool { return book.Types[i].ID < book.Types[j].ID })
	return book, nil
}

func (t *Type) load(fsys fs.FS, name string) error {
	if err := read(fsys, name, t); err != nil {
		return err
	}
	if want := strings.TrimSuffix(path.Base(name), ".yaml"); t.ID != want {
		return fmt.Errorf("codebook: %s: id is %q; name the file after it", name, t.ID)
	}
	if err := t.check(); err != nil {
		return fmt.Errorf("codebook: %s: %w", name, err)
	}
	return nil
}

// read decodes one YAML file strictly, by the fast reader where it can, else by the full one: a field that is not known is an error, which catches misspelt ones.
func read(fsys fs.FS, name string, into any) error {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("codebook: %w", err)
	}
	if readPlain(b, into) == nil {
		return nil
	}
	reflect.ValueOf(into).Elem().SetZero()
	if err := yaml.UnmarshalWithOptions(b, into, yaml.Strict()); err != nil {
		return fmt.Errorf("codebook: %s: %w", name, err)
	}
	return nil
}
