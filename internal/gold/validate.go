package gold

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// How many words the run that holds a claim's trigger has: short enough to be about one event, long enough to be found
// once.
const (
	minIn = 3
	maxIn = 16
)

var (
	modalities = []string{string(sitrep.Actual), string(sitrep.Possible), string(sitrep.Future), string(sitrep.Negated)}
	stances    = []string{string(sitrep.Said), string(sitrep.Alleged), string(sitrep.Confirmed), string(sitrep.Denied)}
)

// Validate says all that is wrong with the gold, given the report's text and the codebook's types: runs of words that
// are not in the text or, of claims and forbidden passages, are there twice or begin or end inside a word; a claim's
// run shorter than 3 words or longer than 16; unknown types, measures, stances and modalities; times that end before
// they begin; bounds that are not in order. The error is nil where nothing is.
func (g Gold) Validate(text string, types map[string]bool) error {
	v := validation{text: text, types: types}
	if g.Report == "" {
		v.fault("the report has no name")
	}
	if g.Date.IsZero() {
		v.fault("the report has no date")
	}
	for _, c := range g.Claims {
		v.once("claim", c.In)
		if n := len(strings.FieldsFunc(c.In, space)); n < minIn || n > maxIn {
			v.fault("claim in %q: has %d words, want 4 to 15", c.In, n)
		}
		v.known("claim", c.In, c.Types)
		for _, f := range c.Fields {
			if why := f.fault(); why != "" {
				v.fault("claim in %q: %s: %s", c.In, f.Key, why)
			}
		}
	}
	for _, f := range g.Forbidden {
		v.once("forbidden", f.In)
		v.known("forbidden", f.In, f.Types)
		for _, m := range f.Unless {
			if !slices.Contains(modalities, string(m)) {
				v.fault("forbidden in %q: no modality %q", f.In, m)
			}
		}
	}
	for _, a := range g.Allowed {
		if _, ok := find(text, a); !ok {
			v.fault("allowed %q: is not in the text", a)
		}
	}
	return errors.Join(v.faults...)
}

type validation struct {
	text   string
	types  map[string]bool
	faults []error
}

func (v *validation) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf(format, args...))
}

func (v *validation) once(what, words string) {
	spans := occurrences(v.text, words, 2)
	switch len(spans) {
	case 0:
		v.fault("%s in %q: is not in the text", what, words)
		return
	case 2:
		v.fault("%s in %q: is in the text more than once", what, words)
	}
	if inside(v.text, spans[0].Start) || inside(v.text, spans[0].End) {
		v.fault("%s in %q: begins or ends inside a word", what, words)
	}
}

func (v *validation) known(what, words string, types []string) {
	if len(types) == 0 {
		v.fault("%s in %q: has no type", what, words)
	}
	for _, t := range types {
		if !v.types[t] {
			v.fault("%s in %q: no type %q in the codebook", what, words, t)
		}
	}
}

// inside says whether an offset lies between two letters or digits.
func inside(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return word(before) && word(after)
}

// fault says what is wrong with a field, "" where nothing is.
func (f Field) fault() string {
	switch f.Key {
	case "time":
		switch {
		case f.From.IsZero() && f.To.IsZero():
			return "asks for no day"
		case !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From):
			return "ends before it begins"
		}
	case "figure":
		return f.Figure.fault()
	case "stance":
		return among(f.Words, stances)
	case "modality":
		return among(f.Words, modalities)
	default:
		if f.Pattern != nil && f.Pattern.MatchString("") {
			return "matches anything"
		}
	}
	return ""
}

func (f Figure) fault() string {
	if len(f.Measures) == 0 {
		return "has no measure"
	}
	for _, m := range f.Measures {
		if !slices.Contains(sitrep.Measures, m) {
			return fmt.Sprintf("no measure %q", m)
		}
	}
	if f.Low == nil && f.Best == nil && f.High == nil {
		return "asks for no number"
	}
	last := -1
	for _, b := range []*Bound{f.Low, f.Best, f.High} {
		if b == nil || b.N == nil {
			continue
		}
		if *b.N < last || *b.N < 0 {
			return "its bounds are not in order"
		}
		last = *b.N
	}
	return ""
}

func among(words, all []string) string {
	if len(words) == 0 {
		return "is empty"
	}
	for _, w := range words {
		if !slices.Contains(all, w) {
			return fmt.Sprintf("no such word %q", w)
		}
	}
	return ""
}
