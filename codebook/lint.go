package codebook

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// What a type should have at least, over all its rules.
const (
	leastMatches = 12
	leastMisses  = 6
)

// Lint lists everything that is wrong with the built-in codebook with a folder over it, and everything that should be better, which is
// marked as advice. Of an overlay only what the overlay says is looked at. A nil folder is none. Faults of lists and actors are not
// among them: the package actor reads those.
func Lint(name string, over fs.FS) (*Codebook, []Fault) {
	book, faults := load([]Layer{{FS: files}})
	if over != nil {
		book, faults = layered(Layer{FS: files}, name, over)
	}
	if book == nil {
		return nil, faults
	}
	codes, err := readCodes(files)
	if err != nil {
		return book, append(faults, Fault{File: "codebook: codes", Message: err.Error()})
	}
	seen := map[string]string{} // by sentence, the rule whose it is
	for i := range book.Types {
		t := &book.Types[i]
		if over != nil && !t.Own {
			for j := range t.Rules {
				for _, e := range t.Rules[j].Match {
					seen[e.Text] = t.ID + "." + t.Rules[j].ID
				}
			}
		}
	}
	for i := range book.Types {
		if t := &book.Types[i]; t.ID != "" && (over == nil || t.Own) {
			faults = append(faults, t.lint(codes, seen)...)
		}
	}
	return book, faults
}

// lint lists what a type lacks. seen are the sentences of the types before it, and is added to.
func (t *Type) lint(codes *codes, seen map[string]string) []Fault {
	var faults []Fault
	add := func(advice bool, entry, format string, args ...any) {
		faults = append(faults, Fault{File: t.File, Entry: entry, Message: fmt.Sprintf(format, args...), Advice: advice})
	}
	for _, m := range t.Crosswalk.check(codes) {
		add(false, "crosswalk", "%s", m)
	}
	if w := &t.Crosswalk; w.Why == "" && (w.ACLED == "" || w.PLOVER == "" || w.CAMEO == "" || w.UCDP == "") {
		add(true, "crosswalk", "a code is null and why is not given; say why the other codebook has none")
	}
	if t.Rank < 10 || t.Rank > 95 {
		add(false, "", "rank is %d; give 10 to 95, the more telling type the higher", t.Rank)
	}
	counts := t.Figures != nil
	for i := range t.Rules {
		counts = counts || t.Rules[i].Figures != nil
	}
	for _, f := range []struct {
		name    string
		missing bool
	}{{"include", len(t.Include) == 0}, {"exclude", len(t.Exclude) == 0}, {"roles", len(t.Roles) == 0}, {"figures", !counts}} {
		if f.missing {
			mend := "say what a coder should know"
			switch f.name {
			case "roles":
				mend = "say which relations fill actor, target or victim"
			case "figures":
				mend = "write figures: {} where the type counts nothing"
			}
			add(true, "", "%s is not given; %s", f.name, mend)
		}
	}
	matches, misses, bare := 0, 0, 0
	for i := range t.Rules {
		r := &t.Rules[i]
		matches, misses = matches+len(r.Match), misses+len(r.Miss)
		name := t.ID + "." + r.ID
		if r.CAMEO != "" && r.CAMEO != "none" && !codes.cameo[r.CAMEO] {
			add(false, "rule "+r.ID, "cameo: no code %q; give one of CAMEO's, or none", r.CAMEO)
		}
		for _, e := range r.Match {
			if len(e.Roles)+len(e.Figures) == 0 && e.Place == "" && e.Source == "" && (e.Modality == "" || e.Modality == "actual") {
				bare++
			}
			if was, is := seen[e.Text]; is {
				add(true, "rule "+r.ID, "%q stands under %s already; write another sentence", e.Text, was)
			}
			seen[e.Text] = name
			for _, word := range strings.Fields(e.Trigger) {
				if !strings.Contains(e.Text, word) {
					add(false, "rule "+r.ID, "the trigger %q is not in %q; copy it out of the sentence", e.Trigger, e.Text)
					break
				}
			}
			if len(strings.Fields(e.Trigger)) > 6 {
				add(false, "rule "+r.ID, "the trigger %q has more than six words; name those that carry the event", e.Trigger)
			}
		}
	}
	if matches-bare < leastMatches {
		add(true, "", "has %d of %d match sentences that name a slot beside the trigger; add some, from other wars and kinds of text", matches-bare, leastMatches)
	}
	if misses < leastMisses {
		add(true, "", "has %d of %d miss sentences; add near misses", misses, leastMisses)
	}
	return faults
}

// codes are the codes of other codebooks.
type codes struct {
	acled  map[string]bool     // "event type / sub-event type"
	plover map[string][]string // modes by type
	cameo  map[string]bool
}

// readCodes reads codes/*.txt.
func readCodes(fsys fs.FS) (*codes, error) {
	c := &codes{map[string]bool{}, map[string][]string{}, map[string]bool{}}
	for name, line := range map[string]func(string){
		"acled": func(s string) { c.acled[s] = true },
		"plover": func(s string) {
			words := strings.Fields(s)
			c.plover[words[0]] = words[1:]
		},
		"cameo": func(s string) {
			for _, code := range strings.Fields(s) {
				c.cameo[code] = true
			}
		},
	} {
		b, err := fs.ReadFile(fsys, "codes/"+name+".txt")
		if err != nil {
			return nil, err
		}
		for s := range strings.Lines(string(b)) {
			if s = strings.TrimSpace(s); s != "" && s[0] != '#' {
				line(s)
			}
		}
	}
	return c, nil
}

// Codes cuts a crosswalk's value into the codes that it names.
func Codes(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, " | ")
}

// check lists the codes that the other codebooks do not have.
func (w *Crosswalk) check(c *codes) []string {
	var out []string
	for _, code := range Codes(w.ACLED) {
		event, sub, _ := strings.Cut(code, " / ")
		if c.acled[code] {
			continue
		}
		var same, all []string
		for known := range c.acled {
			e, s, _ := strings.Cut(known, " / ")
			if all = append(all, e); e == event {
				same = append(same, s)
			}
		}
		slices.Sort(same)
		slices.Sort(all)
		if len(same) > 0 {
			out = append(out, "acled: "+quote(event)+" has no sub-event type "+quote(sub)+suggest(sub, same))
		} else {
			out = append(out, "acled: no event type "+quote(event)+suggest(event, slices.Compact(all))+` (write "event type / sub-event type")`)
		}
	}
	for _, code := range Codes(w.PLOVER) {
		typ, mode, has := strings.Cut(code, "/")
		modes, ok := c.plover[typ]
		switch {
		case !ok:
			out = append(out, "plover: no event type "+quote(typ)+suggest(typ, slices.Sorted(maps.Keys(c.plover))))
		case has && len(modes) == 0:
			out = append(out, "plover: "+typ+" has no modes; write "+typ)
		case has && !slices.Contains(modes, mode):
			out = append(out, "plover: "+typ+" has no mode "+quote(mode)+suggest(mode, modes))
		}
	}
	for _, code := range Codes(w.CAMEO) {
		if !c.cameo[code] {
			out = append(out, "cameo: no code "+quote(code)+`; give two to four digits in quotes, as in "190"`)
		}
	}
	for _, code := range Codes(w.UCDP) {
		if code != "1" && code != "2" && code != "3" {
			out = append(out, "ucdp: no type of violence "+quote(code)+`; there are "1" state-based, "2" non-state, "3" one-sided`)
		}
	}
	return out
}
