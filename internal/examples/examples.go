// Package examples runs the sentences of a codebook: each match must be found by its own rule and give a claim of its type with the
// slots that it names, and in each miss its rule must find nothing. The tests and "sitrep codebook test" both use it.
package examples

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/extract"
)

// Fault is a sentence that is read otherwise than it says.
type Fault struct {
	File string `json:"file"` // of the type, as codebook.Type.File has it
	Type string `json:"type"`
	Rule string `json:"rule"`
	Text string `json:"text"` // the sentence
	// Want and Got say in words what was expected and what was read.
	Want string `json:"want"`
	Got  string `json:"got"`
}

// String is the fault in one line.
func (f Fault) String() string {
	return fmt.Sprintf("%s: rule %s: “%s”: want %s; got %s", f.File, f.Rule, f.Text, f.Want, f.Got)
}

// published is the day on which the sentences are read: a Wednesday, so that "on Sunday" is resolved.
var published = sitrep.NewDate(2020, 6, 10)

// Result is what a run found.
type Result struct {
	Types, Rules, Sentences int
	Faults                  []Fault // in the order of types, rules and sentences
}

// Run reads the sentences of the types for which want is true, with a reader made for the codebook. The same codebook gives the same
// result. The gate is not asked: a sentence on its own says too little for it.
func Run(r *extract.Reader, book *codebook.Codebook, want func(*codebook.Type) bool) Result {
	r = r.Ungated()
	var out Result
	found := make([][]Fault, len(book.Types))
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for i := range book.Types {
		t := &book.Types[i]
		if !want(t) {
			continue
		}
		out.Types++
		out.Rules += len(t.Rules)
		for j := range t.Rules {
			out.Sentences += len(t.Rules[j].Match) + len(t.Rules[j].Miss)
		}
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			found[i] = runType(r, t)
		})
	}
	all.Wait()
	out.Faults = slices.Concat(found...)
	return out
}

func runType(r *extract.Reader, t *codebook.Type) []Fault {
	var faults []Fault
	for j := range t.Rules {
		rule := &t.Rules[j]
		add := func(text, want, got string) {
			faults = append(faults, Fault{t.File, t.ID, rule.ID, text, want, got})
		}
		for _, e := range rule.Match {
			if want, got := match(r, t.ID, rule.ID, e); want != "" {
				add(e.Text, want, got)
			}
		}
		for _, miss := range rule.Miss {
			names, err := r.Rules(extract.Input{Original: []byte(miss), Published: published})
			if err != nil {
				add(miss, "a sentence", err.Error())
			} else if slices.Contains(names, t.ID+"."+rule.ID) {
				add(miss, "nothing", "a match")
			}
		}
	}
	return faults
}

// match gives what a sentence lacks of what its example names: what was wanted and what was read, "" where all is as it should be.
func match(r *extract.Reader, typ, rule string, e codebook.Example) (want, got string) {
	names, err := r.Rules(extract.Input{Original: []byte(e.Text), Published: published})
	if err != nil {
		return "a sentence", err.Error()
	}
	if !slices.Contains(names, typ+"."+rule) {
		if len(names) == 0 {
			return "a match", "none by any rule"
		}
		return "a match", "only " + strings.Join(names, ", ")
	}
	x, err := r.Read(extract.Input{Original: []byte(e.Text), Published: published})
	if err != nil {
		return "a sentence", err.Error()
	}
	var wants, gots []string
	for i := range x.Claims {
		c := &x.Claims[i]
		if c.Type != typ || !strings.Contains(c.Trigger.Text, e.Trigger) && !strings.Contains(e.Trigger, c.Trigger.Text) {
			continue
		}
		w, g := compare(c, e)
		if len(w) == 0 {
			return "", ""
		}
		if wants == nil { // of several claims the first is told
			wants, gots = w, g
		}
	}
	if wants != nil {
		return strings.Join(wants, ", "), strings.Join(gots, ", ")
	}
	for _, c := range x.Claims {
		gots = append(gots, c.Type+" “"+c.Trigger.Text+"”")
	}
	if gots == nil {
		gots = []string{"no claim"}
	}
	return fmt.Sprintf("a claim %s with the trigger “%s”", typ, e.Trigger), strings.Join(gots, ", ")
}

// compare lists what a claim lacks of what its example names, and what it has instead.
func compare(c *sitrep.Claim, e codebook.Example) (wants, gots []string) {
	differs := func(slot, want, got string) {
		if got == "" {
			got = "nothing"
		} else {
			got = "“" + got + "”"
		}
		wants, gots = append(wants, slot+" “"+want+"”"), append(gots, slot+" "+got)
	}
	has := func(s, part string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(part)) }
	for _, role := range sitrep.Roles {
		want, ok := e.Roles[role]
		if !ok {
			continue
		}
		var all []string
		hit := false
		for _, f := range c.Roles[role] {
			all = append(all, f.Text)
			hit = hit || has(f.Text, want) || has(f.Name, want)
		}
		if !hit {
			differs(string(role), want, strings.Join(all, " | "))
		}
	}
	if e.Place != "" && (c.Place == nil || !has(c.Place.Text, e.Place) && !has(c.Place.Name, e.Place)) {
		got := ""
		if c.Place != nil {
			got = c.Place.Text
		}
		differs("place", e.Place, got)
	}
	for _, measure := range sitrep.Measures {
		for _, want := range e.Figures[measure] {
			var all []string
			hit := false
			for _, f := range c.Figures {
				if f.Measure == measure {
					all = append(all, f.Text)
					hit = hit || has(f.Text, want)
				}
			}
			if !hit {
				differs(string(measure), want, strings.Join(all, " | "))
			}
		}
	}
	if e.Source != "" && (c.Attribution == nil || !has(c.Attribution.Source, e.Source)) {
		got := ""
		if c.Attribution != nil {
			got = c.Attribution.Source
		}
		differs("source", e.Source, got)
	}
	want := e.Modality
	if want == "" {
		want = sitrep.Actual
	}
	if c.Modality != want {
		differs("modality", string(want), string(c.Modality))
	}
	return wants, gots
}
