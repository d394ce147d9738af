package codebook

import (
	"fmt"
	"regexp"
	"slices"

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
//	comitative  "with", "alongside", "together with", "backed by", "supported by"
//	recipient who gets something from a verb with two objects, theme what: "gave the rebels 200 rockets"
//	cargo     what the patient carries or is filled with: "stopped six lorries carrying flour"
//	amount    the number that the head is said to come to: "the toll rose to 40", "bringing the number killed to 40", "the
//	          number of dead reached 40"
//	holder    of a verb's idiom, whose its noun is: "fell under rebel control"
//	complement  the verb of the clause or infinitive that completes the head: "agreed to leave"
//	vowed     the verb of what the subject says that it will do: "warned that it would attack"
//	renounced the verb of what the subject says that it will not do: "said it would not talk"
//	bidden    the verb of what the subject says that others must do: "said that the rebels must leave"
var Relations = []string{"agent", "patient", "subject", "object", "owner", "modifier", "self", "comitative", "recipient", "theme", "cargo", "amount", "holder", "complement", "vowed", "renounced", "bidden"}

// Prepositions lists the prepositions a rule may use as relations.
var Prepositions = []string{"about", "above", "across", "after", "against", "along", "alongside", "among", "around", "at", "before", "behind", "below", "between",
	"by", "during", "for", "from", "in", "inside", "into", "near", "of", "off", "on", "onto", "out", "out of", "outside", "over", "past", "through",
	"to", "toward", "towards", "under", "upon", "using", "via", "with", "within", "without"}

// cameo is a root or a code of CAMEO.
var cameo = regexp.MustCompile(`^(0[1-9]|1[0-9]|20)[0-9]{0,2}$`)

func (t *Type) check() error {
	if t.ID == "" || t.Label == "" || t.Definition == "" {
		return fmt.Errorf("id, label and definition must all be given")
	}
	if err := checkSlots(t.Roles, t.Figures); err != nil {
		return err
	}
	if len(t.Rules) == 0 {
		return fmt.Errorf("no rules")
	}
	seen := map[string]bool{}
	for i := range t.Rules {
		r := &t.Rules[i]
		if r.ID == "" || seen[r.ID] {
			return fmt.Errorf("rule %d: id %q is empty or given twice", i+1, r.ID)
		}
		seen[r.ID] = true
		if err := r.check(); err != nil {
			return fmt.Errorf("rule %s: %w", r.ID, err)
		}
	}
	return nil
}

func (r *Rule) check() error {
	heads := 0
	for _, words := range [][]string{r.Verb, r.Noun, r.Adjective} {
		if len(words) > 0 {
			heads++
		}
	}
	if heads != 1 {
		return fmt.Errorf("give exactly one of verb, noun and adjective")
	}
	if r.LightOnly && len(r.Light) == 0 {
		return fmt.Errorf("light_only without light")
	}
	if len(r.Match) == 0 || len(r.Miss) == 0 {
		return fmt.Errorf("give at least one match and one miss")
	}
	for _, e := range r.Match {
		if e.Text == "" || e.Trigger == "" {
			return fmt.Errorf("a match needs text and trigger")
		}
	}
	for _, m := range []map[string][]string{r.With, r.Without} {
		for rel := range m {
			if !relation(rel) {
				return fmt.Errorf("no relation %q", rel)
			}
		}
	}
	for _, rel := range r.Place {
		if !relation(rel) {
			return fmt.Errorf("place: no relation %q", rel)
		}
	}
	if r.CAMEO != "" && r.CAMEO != "none" && !cameo.MatchString(r.CAMEO) {
		return fmt.Errorf("cameo %q: give one root or code of CAMEO, or none", r.CAMEO)
	}
	switch r.Modality {
	case "", sitrep.Actual, sitrep.Possible, sitrep.Future, sitrep.Negated:
	default:
		return fmt.Errorf("no modality %q", r.Modality)
	}
	return checkSlots(r.Roles, r.Figures)
}

func checkSlots(roles map[sitrep.Role][]string, figures map[sitrep.Measure][]string) error {
	for role, rels := range roles {
		if !slices.Contains(sitrep.Roles, role) {
			return fmt.Errorf("no role %q", role)
		}
		for _, rel := range rels {
			if !relation(rel) {
				return fmt.Errorf("role %s: no relation %q", role, rel)
			}
		}
	}
	for measure, rels := range figures {
		if !slices.Contains(sitrep.Measures, measure) {
			return fmt.Errorf("no measure %q", measure)
		}
		for _, rel := range rels {
			if !relation(rel) {
				return fmt.Errorf("figure %s: no relation %q", measure, rel)
			}
		}
	}
	return nil
}

func relation(name string) bool {
	return slices.Contains(Relations, name) || slices.Contains(Prepositions, name)
}
