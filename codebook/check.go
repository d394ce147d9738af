package codebook

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sitrep"
)

// Relations lists the names a rule may use for what stands around its head, besides the prepositions.
//
//	agent     who does it: subject of the active verb, "by" phrase of the passive or of a noun, a noun's owner ("their
//	          attack") or modifier ("Russian air strikes"), the subject of its light verb
//	patient   whom or what it is done to: object of the active verb, subject of the passive, a noun's "of", "on" or
//	          "against" phrase
//	subject   the subject as it stands, object the object as it stands
//	owner     a noun's possessor, modifier what stands before it in its phrase
//	self      the head's own phrase, for figures ("three blasts") and instruments ("a drone strike")
//	backer    "alongside", "together with", and of the doer "backed by", "supported by"
//	comitative  "with", "alongside", "together with", "backed by", "supported by"
//	recipient who gets something from a verb with two objects, theme what: "gave the rebels 200 rockets"
//	cargo     what the patient carries or is filled with: "stopped six lorries carrying flour"
//	amount    the number that the head is said to come to: "the toll rose to 40", "bringing the number killed to 40", "the
//	          number of dead reached 40"
//	frequency how often it was done: "shelled the port six times"
//	holder    of a verb's idiom, whose its noun is: "fell under rebel control"
//	complement  the verb of the clause or infinitive that completes the head: "agreed to leave"
//	vowed     the verb of what the subject says that it will do: "warned that it would attack"
//	renounced the verb of what the subject says that it will not do: "said it would not talk"
//	bidden    the verb of what the subject says that others must do: "said that the rebels must leave"
var Relations = []string{"agent", "patient", "subject", "object", "owner", "modifier", "self", "comitative", "backer", "recipient", "theme", "cargo", "amount", "frequency", "holder", "complement", "vowed", "renounced", "bidden"}

// Prepositions lists the prepositions a rule may use as relations.
var Prepositions = []string{"about", "above", "across", "after", "against", "along", "alongside", "among", "around", "at", "before", "behind", "below", "between",
	"by", "during", "for", "from", "in", "inside", "into", "near", "of", "off", "on", "onto", "out", "out of", "outside", "over", "past", "through",
	"to", "toward", "towards", "under", "upon", "using", "via", "with", "within", "without"}

// cameo is a root or a code of CAMEO.
var cameo = regexp.MustCompile(`^(0[1-9]|1[0-9]|20)[0-9]{0,2}$`)

// Computed lists the classes that rules may use besides the word lists: whoever can act, names of places and persons, bare
// numbers, anything with a number, "no soldiers", those who act for a state, body or armed side, pronouns, states and who governs them,
// names after a title of office.
var Computed = []string{"actor", "place", "person", "number", "counted", "nobody", "party", "pronoun", "state", "incumbent"}

// Lists names the word lists that the program itself has a meaning for. A list of another name is a class of its own.
var Lists = []string{"abstract", "accidents", "aircraft", "explosives", "facilities", "fighters", "forces", "media", "officials", "organisations", "people",
	"settlements", "vehicles", "weapons"}

// singular gives the lists that rules may also call by one of their members.
var singular = map[string]string{"fighter": "fighters", "force": "forces", "official": "officials", "organisation": "organisations", "weapon": "weapons",
	"explosive": "explosives", "vehicle": "vehicles", "facility": "facilities", "settlement": "settlements", "accident": "accidents"}

// classesOf names the classes that rules of the layers may use.
func classesOf(layers []Layer) map[string]bool {
	known := map[string]bool{}
	for _, c := range Computed {
		known[c] = true
	}
	for _, c := range Lists {
		known[c] = true
	}
	for c := range singular {
		known[c] = true
	}
	for _, l := range layers[1:] {
		names, err := fs.Glob(l.FS, "lists/*.txt")
		if err != nil {
			continue // a pattern that is fixed has no faults
		}
		for _, name := range names {
			known[strings.TrimSuffix(path.Base(name), ".txt")] = true
		}
	}
	return known
}

// classNames are the classes as rules write them, each once.
func classNames(known map[string]bool) []string {
	var out []string
	for c := range known {
		if singular[c] == "" {
			out = append(out, "@"+c)
		}
	}
	slices.Sort(out)
	return out
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// check lists what is wrong with a type; known are the classes that rules may use, and brief says that sentences were not read.
func (t *Type) check(known map[string]bool, brief bool) []Fault {
	var faults []Fault
	fault := func(entry, message string) { faults = append(faults, Fault{Entry: entry, Message: message}) }
	for _, f := range [][2]string{{"id", t.ID}, {"label", t.Label}, {"definition", t.Definition}} {
		if f[1] == "" {
			fault("", f[0]+" is missing; id, label and definition must be given")
		}
	}
	if t.ID != "" && !idForm.MatchString(t.ID) {
		fault("", "id "+quote(t.ID)+" does not do; use small letters, digits and _, as in school_occupied")
	}
	for _, m := range checkSlots(t.Roles, t.Figures) {
		fault("", m)
	}
	if len(t.Rules) == 0 {
		fault("", "has no rules; give at least one")
	}
	seen := map[string]bool{}
	for i := range t.Rules {
		r := &t.Rules[i]
		entry := "rule " + r.ID
		switch {
		case r.ID == "":
			entry = "rule " + strconv.Itoa(i+1)
			fault(entry, "id is missing")
		case seen[r.ID]:
			fault(entry, "is there twice; give each rule of a type an id of its own")
		}
		seen[r.ID] = true
		for _, m := range r.check(known, brief) {
			fault(entry, m)
		}
	}
	return faults
}

func (r *Rule) check(known map[string]bool, brief bool) []string {
	var out []string
	heads := 0
	for _, words := range [][]string{r.Verb, r.Noun, r.Adjective} {
		if len(words) > 0 {
			heads++
		}
	}
	if heads != 1 {
		out = append(out, "give exactly one of verb, noun and adjective")
	}
	if r.LightOnly && len(r.Light) == 0 {
		out = append(out, "light_only without light; list the verbs under light")
	}
	if !brief && (len(r.Match) == 0 || len(r.Miss) == 0) {
		out = append(out, "give at least one match and one miss")
	}
	for i, e := range r.Match {
		if e.Text == "" || e.Trigger == "" {
			out = append(out, "match "+strconv.Itoa(i+1)+": give text and trigger")
		}
		for role := range e.Roles {
			if !slices.Contains(sitrep.Roles, role) {
				out = append(out, "match "+strconv.Itoa(i+1)+": no role "+quote(string(role))+suggest(string(role), names(sitrep.Roles)))
			}
		}
		for measure := range e.Figures {
			if !slices.Contains(sitrep.Measures, measure) {
				out = append(out, "match "+strconv.Itoa(i+1)+": no measure "+quote(string(measure))+suggest(string(measure), names(sitrep.Measures)))
			}
		}
		if !slices.Contains(modalities, e.Modality) {
			out = append(out, "match "+strconv.Itoa(i+1)+": no modality "+quote(string(e.Modality))+suggest(string(e.Modality), names(modalities[1:])))
		}
	}
	for _, side := range []struct {
		name string
		of   map[string][]string
	}{{"with", r.With}, {"without", r.Without}} {
		for rel, words := range side.of {
			if !relation(rel) {
				out = append(out, side.name+": "+noRelation(rel))
			}
			for _, w := range words {
				if class, is := strings.CutPrefix(w, "@"); is && !known[class] {
					out = append(out, side.name+" "+rel+": no class "+quote(w)+suggest(w, classNames(known)))
				}
			}
		}
	}
	for _, plain := range [][]string{r.Verb, r.Noun, r.Adjective, r.Light, r.Near, r.NotNear, r.InSentence} {
		for _, w := range plain {
			switch {
			case strings.HasPrefix(w, "@"):
				out = append(out, quote(w)+" is a class; classes stand only under with and without")
			case strings.TrimSpace(w) == "":
				out = append(out, "an empty word; take it out")
			}
		}
	}
	for _, rel := range r.Place {
		if !relation(rel) {
			out = append(out, "place: "+noRelation(rel))
		}
	}
	if r.CAMEO != "" && r.CAMEO != "none" && !cameo.MatchString(r.CAMEO) {
		out = append(out, "cameo "+quote(r.CAMEO)+": give one root or code of CAMEO, or none")
	}
	if !slices.Contains(modalities, r.Modality) {
		out = append(out, "no modality "+quote(string(r.Modality))+suggest(string(r.Modality), names(modalities[1:])))
	}
	if !slices.Contains(stances, r.Stance) {
		out = append(out, "no stance "+quote(string(r.Stance))+suggest(string(r.Stance), names(stances[1:])))
	}
	out = append(out, checkSlots(r.Roles, r.Figures)...)
	slices.Sort(out) // maps have no order
	return out
}

var (
	modalities = []sitrep.Modality{"", sitrep.Actual, sitrep.Possible, sitrep.Future, sitrep.Negated}
	stances    = []sitrep.Stance{"", sitrep.Said, sitrep.Alleged, sitrep.Confirmed, sitrep.Denied}
)

func names[S ~string](all []S) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = string(s)
	}
	return out
}

func checkSlots(roles map[sitrep.Role][]string, figures map[sitrep.Measure][]string) []string {
	var out []string
	for role, rels := range roles {
		if !slices.Contains(sitrep.Roles, role) {
			out = append(out, "no role "+quote(string(role))+suggest(string(role), names(sitrep.Roles)))
		}
		for _, rel := range rels {
			if !relation(rel) {
				out = append(out, "role "+string(role)+": "+noRelation(rel))
			}
		}
	}
	for measure, rels := range figures {
		if !slices.Contains(sitrep.Measures, measure) {
			out = append(out, "no measure "+quote(string(measure))+suggest(string(measure), names(sitrep.Measures)))
		}
		for _, rel := range rels {
			if !relation(rel) {
				out = append(out, "figure "+string(measure)+": "+noRelation(rel))
			}
		}
	}
	slices.Sort(out)
	return out
}

func relation(name string) bool {
	return slices.Contains(Relations, name) || slices.Contains(Prepositions, name)
}

func noRelation(name string) string {
	return "no relation " + quote(name) + suggest(name, slices.Concat(Relations, Prepositions))
}
