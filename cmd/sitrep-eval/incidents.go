package main

import (
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/incident"
)

type template struct {
	Type  string                `json:"incident_type"`
	Roles map[string][][]string `json:"roles"`
}

// mucRoles are MUC-4's names of the parts, and how likely a party is from which on it fills one: of the report as a whole, and in
// an incident of a kind. Chosen by cross-validation on the training reports.
var mucRoles = map[incident.Part]struct {
	name             string
	report, incident float64
}{
	incident.Perpetrator:  {"PerpInd", 0.14, 0.2},
	incident.Organisation: {"PerpOrg", 0.18, 0.25},
	incident.Target:       {"Target", 0.12, 0.15},
	incident.Victim:       {"Victim", 0.17, 0.17},
	incident.Weapon:       {"Weapon", 0.12, 0.15},
}

const (
	likelyKind = 0.12 // how likely a kind is from which on it gets a template
	ownKind    = 0.9  // share of its likeliest kind's probability from which on a party is in an incident of another kind too
)

// templates writes the product's summary of a report's incidents: one template a kind.
func templates(d *document) any {
	out := struct {
		ID        string                `json:"id"`
		Templates []template            `json:"templates"`
		Entities  map[string][][]string `json:"entities"`
	}{d.ID, []template{}, map[string][][]string{}}
	if d.whole == nil {
		return out
	}
	summary := d.model.Read(d.whole)
	at := map[incident.Kind]int{}
	for _, k := range summary.Kinds {
		if k.Probability >= likelyKind {
			at[k.Kind] = len(out.Templates)
			out.Templates = append(out.Templates, template{string(k.Kind), map[string][][]string{}})
		}
	}
	for _, p := range summary.Parties {
		role := mucRoles[p.Part]
		if p.Probability >= role.report {
			out.Entities[role.name] = append(out.Entities[role.name], []string{p.Text})
		}
		if p.Probability < role.incident {
			continue
		}
		kinds := slices.DeleteFunc(slices.Clone(p.Kinds), func(k incident.Scored) bool { _, ok := at[k.Kind]; return !ok })
		best := 0.0
		for _, k := range kinds {
			best = max(best, k.Probability)
		}
		for _, k := range kinds {
			if k.Probability >= ownKind*best {
				t := &out.Templates[at[k.Kind]]
				t.Roles[role.name] = append(t.Roles[role.name], []string{p.Text})
			}
		}
	}
	return out
}

// datelineDay is the day that a dateline names ("SAN SALVADOR, 3 JAN 90 (EFE)"), zero for none.
func datelineDay(dateline string) sitrep.Date {
	words := strings.Fields(dateline)
	for i := 2; i < len(words); i++ {
		if t, err := time.Parse("2 Jan 06", strings.Join(words[i-2:i+1], " ")); err == nil {
			if d, err := sitrep.ParseDate(t.Format(time.DateOnly)); err == nil {
				return d
			}
		}
	}
	return sitrep.Date{}
}
