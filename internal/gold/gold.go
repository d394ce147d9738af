// Package gold says how well a reading of a report agrees with what a careful person takes from it.
//
// A person reads the report and writes down a gold: the claims to be found, each pinned to a run of the report's own
// words; what must not be coded as having happened (plans, threats, denials, background), called forbidden; and runs of
// words where a claim is neither asked for nor wrong, called allowed. Score compares a reading with it:
//
//   - A claim is found where a predicted claim of an accepted type has its trigger, of at most six words, inside the
//     gold words or touching them.
//   - A found claim has fields that are right or not: roles, place, time, figure, source, stance, modality. Only the
//     first four fillers of a role and the first four figures count, and of names only those of at most twelve words,
//     so that a whole sentence is no answer.
//   - Matching is one to one, save that a predicted claim with n figures may stand for up to n gold claims ("killed 9
//     and wounded 20"). Pairs are taken greedily: whole ones first, then those with more fields right, then in gold
//     order, then in the order of the prediction.
//   - A prediction that matched nothing is surplus unless it touches forbidden or allowed words. It hits a forbidden
//     passage where its type is one that the passage names and its modality is not one that excuses it.
//
// A gold is JSON, one object a report:
//
//	{"report": "name", "date": "2016-10-17",
//	 "claims": [{"in": "shelled the town of Hama", "type": ["shelling"], "fields": {"place": "Hama", …}}],
//	 "forbidden": [{"in": "will retake the town", "type": ["territory_gained"], "unless_modality": ["future"]}],
//	 "allowed": ["the war, now in its sixth year"]}
//
// Patterns are Go's regular expressions: \b and \w know ASCII letters only, and there is no looking ahead. A part whose
// case matters is written (?-i:IS).
//
// Load says what fields there are, Gold.Validate what a gold must keep to.
package gold

import (
	"regexp"

	"sitrep"
)

// Gold is what a careful person takes from one report.
type Gold struct {
	Report    string      // the report's id or file name
	Date      sitrep.Date // the day of publication, which relative times are resolved against
	Claims    []Claim
	Forbidden []Forbidden
	// Allowed are runs of the report's words where a claim is neither asked for nor wrong.
	Allowed []string
}

// Claim is a claim to be found.
type Claim struct {
	In     string   // a run of the report's words that holds the event's trigger
	Types  []string // accepted codebook ids, the first the one a careful person gives first
	Fields []Field  // in the order in which the gold gives them, each key once
}

// Field is one thing that a found claim must have right. Key says which of the other members are set.
type Field struct {
	// Key is a role (actor, ally, target, victim, instrument), or place, offset_of, time, figure, source, stance or
	// modality.
	Key string
	// Pattern is what a role's filler, a place or a source must match in words or name, whatever the case.
	Pattern *regexp.Regexp
	// From and To are what the time's ends must be, unknown ones included. Where After is set, To is not used and the
	// time must begin on From or later.
	From, To sitrep.Date
	After    bool
	Figure   Figure
	// Words are the accepted stances or modalities.
	Words []string
}

// Figure is what one of the claim's figures must be.
type Figure struct {
	Measures        []sitrep.Measure // accepted measures
	Low, Best, High *Bound           // nil where the gold does not ask
}

// Bound is a number that a gold asks for. Nil asks that there be none: "up to 600" has no low.
type Bound struct{ N *int }

// Forbidden is a passage that must not be coded as one of Types, save under one of the modalities Unless.
type Forbidden struct {
	In     string
	Types  []string
	Unless []sitrep.Modality
}
