package fuse

import (
	_ "embed"
	"fmt"
	"strings"

	"sitrep"
	"sitrep/internal/origin"
)

//go:embed standings.tsv
var standingsTable string

// standingRule says that whoever it fits has a standing.
type standingRule struct {
	standing  sitrep.Standing
	how, what string
}

func standingRules(table string) ([]standingRule, error) {
	var out []standingRule
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 3 || c[2] == "" || c[0] != string(sitrep.Mandated) && c[0] != string(sitrep.Counter) || c[1] != "name" && c[1] != "within" && c[1] != "words" {
			return nil, fmt.Errorf("standings: %q: want mandated or counter, name, within or words, and what, between tabs", line)
		}
		out = append(out, standingRule{sitrep.Standing(c[0]), c[1], c[2]})
	}
	return out, nil
}

// standing says what an origin is to what doers are said to have done.
func (t *Teller) standing(o *origin.ClaimOrigin, sides []string, doers map[string]bool) sitrep.Standing {
	switch o.Kind {
	case origin.Agency, origin.Outlet:
		return sitrep.Press
	case origin.Party:
	default:
		return sitrep.Nameless
	}
	for _, k := range sides {
		if doers[k] {
			return sitrep.Doer
		}
	}
	return t.body(o.Name)
}

// body is the standing of a body with a name.
func (t *Teller) body(name string) sitrep.Standing {
	low := " " + fold(name) + " "
	a := t.actorOf(name)
	for _, r := range t.standings {
		switch r.how {
		case "words":
			if strings.Contains(low, " "+r.what+" ") {
				return r.standing
			}
		case "name":
			if a != nil && a.Name == r.what {
				return r.standing
			}
		case "within":
			for up, n := a, 0; up != nil && n < 8; n++ { // no chain is longer
				if up.Name == r.what {
					return r.standing
				}
				up = t.registry.Named(up.PartOf)
			}
		}
	}
	return sitrep.Named
}
