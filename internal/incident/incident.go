// Package incident sums up a report: which acts of violence it is about, and who did them, what and whom they hit and with
// which weapon, each with a probability. Claims say what each sentence tells; a summary weighs the whole report, as a coder
// does who fills in one form for it. It ranks what the report names, learned from coded reports (MODEL.md), and makes no
// claim: it quotes the report and adds nothing to it.
package incident

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/parse"
)

// Kind is a kind of incident. The kinds are those of the Message Understanding Conferences' task (B. Sundheim, "Overview of
// the Fourth Message Understanding Evaluation and Conference", MUC-4, 1992) that are common enough to be learned.
type Kind string

// The kinds. An Attack is any act of violence that is none of the others.
const (
	Attack     Kind = "attack"
	Bombing    Kind = "bombing"
	Kidnapping Kind = "kidnapping"
	Arson      Kind = "arson"
)

// Kinds lists the kinds in the order of the model's labels.
var Kinds = [...]Kind{Attack, Bombing, Kidnapping, Arson}

// Part is the part that someone or something has in an incident.
type Part string

// The parts. A Perpetrator is a person or people ("two gunmen"), an Organisation the group behind an incident; a Target is a
// thing, a Victim a person by name.
const (
	Perpetrator  Part = "perpetrator"
	Organisation Part = "organisation"
	Target       Part = "target"
	Victim       Part = "victim"
	Weapon       Part = "weapon"
)

// Parts lists the parts in the order of the model's labels.
var Parts = [...]Part{Perpetrator, Organisation, Target, Victim, Weapon}

// Labels of the model: of a candidate whether it has each part, then whether it has that part in an incident of each kind; of a
// report whether it tells an incident at all, then whether one of each kind.
const (
	CandidateLabels = len(Parts) + len(Parts)*len(Kinds)
	ReportLabels    = 1 + len(Kinds)
)

// Label is the label of a candidate that has a part in an incident of a kind, both by index.
func Label(part, kind int) int { return len(Parts) + part*len(Kinds) + kind }

// Reading is what a summary is made from: a report that was read for claims.
type Reading struct {
	Doc       *parse.Doc
	Grammars  []*parse.Grammar // by sentence, nil for one that is not read
	Claims    []sitrep.Claim
	Words     []string // by claim, those that a rule of its type matched: the trigger may be a longer phrase
	Mentions  []sitrep.Mention
	Entities  []sitrep.Entity
	Published sitrep.Date
	Class     func(lemma string) actor.Class
	Cluster   func(word string, upper bool) (path uint16, ok bool)
}

// Summary is what a report is about. All probabilities are between 0 and 1.
type Summary struct {
	// Incident is how likely the report tells an incident that a coder would keep: recent, of its own, not of open battle.
	Incident float64  `json:"incident"`
	Kinds    []Scored `json:"kinds"`   // likeliest first
	Parties  []Party  `json:"parties"` // by part, likeliest first; none less likely than one in twenty
}

// Scored is a kind with how likely the report tells an incident of it.
type Scored struct {
	Kind        Kind    `json:"kind"`
	Probability float64 `json:"probability"`
}

// Party is who or what has a part in an incident: the words where the report first names it so.
type Party struct {
	Part Part `json:"part"`
	sitrep.Quote
	Probability float64  `json:"probability"`
	Kinds       []Scored `json:"kinds"` // how likely it has the part in an incident of each kind, in the order of Kinds
}

// least is the probability from which a party is listed.
const least = 0.05

// Read sums up a report.
func (m *Model) Read(r *Reading) Summary {
	s := newSurroundings(r)
	report := m.probabilities(s.report(), CandidateLabels, ReportLabels)
	out := Summary{Incident: report[0], Parties: []Party{}}
	all := candidates(r)
	scores := make([][]float64, len(all))
	for i := range all {
		p := m.probabilities(append(s.of(all, i), Likelihood(report)...), 0, CandidateLabels)
		for k := range p {
			p[k] *= report[0] // the model has seen candidates of reports with incidents only
		}
		scores[i] = p
	}
	for k, kind := range Kinds {
		best := 0.0
		for i := range scores {
			for part := range Parts {
				if Parts[part] != Weapon {
					best = max(best, scores[i][Label(part, k)])
				}
			}
		}
		out.Kinds = append(out.Kinds, Scored{kind, round(share*report[1+k] + (1-share)*best)})
	}
	slices.SortStableFunc(out.Kinds, func(a, b Scored) int { return cmp.Compare(b.Probability, a.Probability) })
	for part := range Parts {
		for _, i := range choose(all, scores, part) {
			at := all[i].places[0]
			p := Party{Part: Parts[part], Quote: sitrep.QuoteOf(r.Doc.Text, r.Doc.Range(at.first, at.last)), Probability: round(scores[i][part])}
			for k, kind := range Kinds {
				p.Kinds = append(p.Kinds, Scored{kind, round(scores[i][Label(part, k)])})
			}
			out.Parties = append(out.Parties, p)
		}
	}
	out.Incident = round(out.Incident)
	return out
}

// share is how much the report's own probability of a kind counts beside that of its likeliest party in such an incident.
const share = 0.25

// round keeps four digits: more say nothing.
func round(p float64) float64 { return math.Round(p*1e4) / 1e4 }

// choose gives the candidates for a part, likeliest first, of those that name the same only the first.
func choose(all []Candidate, scores [][]float64, part int) []int {
	var order, out []int
	for i := range scores {
		if scores[i][part] >= least {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b][part], scores[a][part]) })
	for _, i := range order {
		if !slices.ContainsFunc(out, func(j int) bool { return alike(all[i].key, all[j].key, Parts[part]) }) {
			out = append(out, i)
		}
	}
	return out
}

// alike says that two candidates for a part are taken to name the same: one is part of the other, they share the last word, or they
// are names as persons and groups are called for short.
func alike(a, b string, part Part) bool {
	if strings.Contains(" "+a+" ", " "+b+" ") || strings.Contains(" "+b+" ", " "+a+" ") {
		return true
	}
	v, w := strings.Fields(a), strings.Fields(b)
	shared := 0
	for _, x := range v {
		if slices.Contains(w, x) {
			shared++
		}
	}
	switch {
	case part == Victim && (shared >= 2 || shared == 1 && (len(v) == 1 || len(w) == 1)):
		return true
	case part == Organisation && (shared >= 2 || len(v) == 1 && initials(w) == a || len(w) == 1 && initials(v) == b):
		return true
	}
	return v[len(v)-1] == w[len(w)-1]
}
