package main

import (
	"regexp"
	"strings"

	"sitrep"
	"sitrep/internal/geo"
)

// mucTypes maps our types to MUC-4's incident types. What is not a terrorist incident in its sense is left out.
var mucTypes = map[string]string{"attack": "attack", "killing": "attack", "shelling": "attack", "armed_clash": "attack", "air_strike": "attack",
	"bombing": "bombing", "suicide_bombing": "bombing", "abduction": "kidnapping", "property_destruction": "arson"}

type template struct {
	Type  string                `json:"incident_type"`
	Roles map[string][][]string `json:"roles"`
}

func templates(d *document) any {
	out := struct {
		ID        string     `json:"id"`
		Templates []template `json:"templates"`
	}{d.ID, []template{}}
	at := map[string]int{}
	for _, c := range d.Claims {
		typ := mucTypes[c.Type]
		if typ == "" || c.Modality != sitrep.Actual || typ == "arson" && !strings.Contains(strings.ToLower(c.Trigger.Text), "burn") {
			continue
		}
		i, ok := at[typ]
		if !ok {
			i = len(out.Templates)
			at[typ] = i
			out.Templates = append(out.Templates, template{typ, map[string][][]string{"PerpInd": {}, "PerpOrg": {}, "Target": {}, "Victim": {}, "Weapon": {}}})
		}
		t := &out.Templates[i]
		for _, f := range c.Roles[sitrep.Actor] {
			if f.Entity != "" && f.Name != "" && f.Entity[0] == 'e' && strings.EqualFold(f.Name, strings.TrimPrefix(f.Text, "THE ")) {
				add(t.Roles, "PerpOrg", f)
			} else {
				add(t.Roles, "PerpInd", f)
			}
		}
		for _, f := range c.Roles[sitrep.Target] {
			add(t.Roles, "Target", f)
		}
		for _, f := range c.Roles[sitrep.Victim] {
			if f.Entity != "" { // MUC-4 lists victims by name only
				add(t.Roles, "Victim", f)
			}
		}
		for _, f := range c.Roles[sitrep.Instrument] {
			add(t.Roles, "Weapon", f)
		}
	}
	return out
}

func add(roles map[string][][]string, role string, f sitrep.Filler) {
	for _, e := range roles[role] {
		if strings.EqualFold(e[0], f.Text) {
			return
		}
	}
	roles[role] = append(roles[role], []string{f.Text})
}

var cameoCode = regexp.MustCompile(`\b(0[1-9]|1[0-9]|20)[0-9]{0,2}\b`)

type event struct {
	Source        *string `json:"source"`
	Target        *string `json:"target"`
	CAMEO         string  `json:"cameo"`
	SourceCountry *string `json:"source_country"`
	TargetCountry *string `json:"target_country"`
}

// statementRoots gives the CAMEO roots of the subtypes of a statement.
var statementRoots = map[string]string{"accuse": "11", "condemn": "11", "deny": "11", "threaten": "13", "demand": "10", "praise": "05", "reject": "12",
	"appeal": "02", "claim_responsibility": "11", "announce": "01"}

func events(d *document) any {
	out := struct {
		ID     string  `json:"id"`
		Events []event `json:"events"`
	}{d.ID, []event{}}
	codes := map[string]string{}
	for _, t := range d.book.Types {
		codes[t.ID] = cameoCode.FindString(t.Crosswalk.CAMEO)
	}
	for _, c := range d.Claims {
		code := codes[c.Type]
		if c.Type == "statement" {
			code = statementRoots[c.Subtype]
		}
		if code == "" || c.Modality == sitrep.Negated {
			continue
		}
		e := event{CAMEO: code}
		e.Source, e.SourceCountry = d.party(c, sitrep.Actor)
		e.Target, e.TargetCountry = d.party(c, sitrep.Target, sitrep.Victim, sitrep.Ally)
		out.Events = append(out.Events, e)
	}
	return out
}

// party gives the country of the first filler of the first role that has one, as an ISO 3166-1 alpha-3 code.
func (d *document) party(c sitrep.Claim, roles ...sitrep.Role) (code, country *string) {
	for _, r := range roles {
		for _, f := range c.Roles[r] {
			for _, e := range d.Entities {
				if e.ID != f.Entity || e.Country == "" {
					continue
				}
				if three := geo.Alpha3(e.Country); three != "" {
					return &three, &three
				}
			}
		}
	}
	return nil, nil
}
