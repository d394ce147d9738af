package review

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/numeral"
	"sitrep/internal/text"
)

// Resolver works out what a slot is set to.
type Resolver struct {
	Book      *codebook.Codebook
	Registry  *actor.Registry
	Gazetteer *geo.Gazetteer
}

// longest is how many bytes a value may have.
const longest = 500

// modalities and stances are what these slots can be set to.
var (
	modalities = []sitrep.Modality{sitrep.Actual, sitrep.Possible, sitrep.Future, sitrep.Negated}
	stances    = []sitrep.Stance{sitrep.Said, sitrep.Alleged, sitrep.Confirmed, sitrep.Denied}
)

// Values reads what a person sets slots of claim c of x to, each as Value takes it and no slot twice.
func (r *Resolver) Values(assignments []string, x *sitrep.Extraction, c *sitrep.Claim) ([]Value, error) {
	out := make([]Value, 0, len(assignments))
	sourced := c.Attribution != nil
	for _, a := range assignments {
		v, err := r.Value(a, x, c)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(o Value) bool { return o.Slot == v.Slot }) {
			return nil, fmt.Errorf("%s: is set twice; set it once", v.Slot)
		}
		if v.Slot == "source" {
			sourced = len(v.Parties) > 0
		}
		out = append(out, v)
	}
	if !sourced && slices.ContainsFunc(out, func(o Value) bool { return o.Slot == "stance" }) {
		return nil, fmt.Errorf("stance: claim %s has no source; set source=NAME, too", c.ID)
	}
	return out, nil
}

// Value reads "slot=words", what a person sets a slot of claim c of x to; nothing behind the sign empties the slot. The error is one line that
// names the slot and says what it can be set to.
//
// A place is a name or an id of the gazetteer, or a place of the report; a name that several places bear is taken for one in a country that
// the report is about, and refused with their ids where that does not tell. An actor, an ally and a source go by a name of the registry, by
// a state's ("Iraq", "Iraqi army"), or by one that the report has; other roles take any words. Several are parted by semicolons. A time is a
// day, a month, a year or two of these with a slash between ("2017-02-18/2017-02-20"; ".." for an open end). A figure is a number, a range
// ("10..20", "60.." for at least, "..60" for at most, "~60" for about) or English words for one ("at least a dozen").
func (r *Resolver) Value(assignment string, x *sitrep.Extraction, c *sitrep.Claim) (Value, error) {
	slot, words, ok := strings.Cut(assignment, "=")
	slot, words = strings.TrimSpace(slot), strings.TrimSpace(words)
	v := Value{Slot: slot, Text: words}
	switch {
	case !ok || slot == "":
		return v, fmt.Errorf("%q sets no slot; write slot=value, as in place=Mosul", assignment)
	case len(words) > longest:
		return v, fmt.Errorf("%s: %d bytes are too long; give at most %d", slot, len(words), longest)
	}
	var err error
	switch slot {
	case "type":
		err = r.typeOf(&v)
	case "subtype":
		err = r.subtype(&v)
	case "modality":
		err = oneOf(&v, modalities)
	case "stance":
		err = oneOf(&v, stances)
	case "place":
		v.Place, err = r.place(words, x, c)
	case "time":
		v.Time, err = timeOf(words)
	case "source":
		if v.Parties, err = r.parties(words, x, true); len(v.Parties) > 1 {
			err = errors.New("a claim has one source; name one")
		}
	default:
		switch {
		case slices.Contains(sitrep.Roles, sitrep.Role(slot)):
			role := sitrep.Role(slot)
			v.Parties, err = r.parties(words, x, role == sitrep.Actor || role == sitrep.Ally)
		case slices.Contains(sitrep.Measures, sitrep.Measure(slot)):
			v.Figure, err = figureOf(words)
		default:
			return v, fmt.Errorf("%s: no such slot%s; there are %s", slot, meant(nearest(slot, allSlots(), 1)), strings.Join(allSlots(), ", "))
		}
	}
	if err != nil {
		return v, fmt.Errorf("%s=%s: %w", slot, words, err)
	}
	return v, nil
}

// allSlots are all slots that can be corrected.
func allSlots() []string {
	out := slices.Clone(Slots)
	for _, m := range sitrep.Measures {
		out = append(out, string(m))
	}
	return out
}

func (r *Resolver) typeOf(v *Value) error {
	for i := range r.Book.Types {
		if r.Book.Types[i].ID == v.Text {
			v.Word = v.Text
			return nil
		}
	}
	return fmt.Errorf("the codebook has no such event type%s (sitrep codebook list names all)", r.Book.Nearest(v.Text))
}

// subtype takes those that rules of any type have: the type may be corrected by the same person a word later.
func (r *Resolver) subtype(v *Value) error {
	var known []string
	for i := range r.Book.Types {
		for _, rule := range r.Book.Types[i].Rules {
			if rule.Subtype != "" {
				known = append(known, rule.Subtype)
			}
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	if v.Word = v.Text; v.Word != "" && !slices.Contains(known, v.Word) {
		return fmt.Errorf("no such subtype; there are %s", strings.Join(known, ", "))
	}
	return nil
}

func oneOf[T ~string](v *Value, known []T) error {
	if v.Word = v.Text; slices.Contains(known, T(v.Word)) {
		return nil
	}
	list := make([]string, len(known))
	for i, k := range known {
		list[i] = string(k)
	}
	return fmt.Errorf("no such %s; there are %s", v.Slot, strings.Join(list, ", "))
}

// clearly is how many times more people a name must make think of one place than of the next to be taken for it.
const clearly = 20

// place finds the place that is meant.
func (r *Resolver) place(words string, x *sitrep.Extraction, c *sitrep.Claim) (*Place, error) {
	if words == "" {
		return nil, nil
	}
	if p, ok := r.Gazetteer.ByID(words); ok {
		return placeOf(p), nil
	}
	called := words
	choices := r.Gazetteer.Choices(words)
	if name, country, ok := cutLast(words, ","); ok && len(choices) == 0 {
		if code := geo.CountryCode(country); code != "" {
			called = name
			choices = slices.DeleteFunc(r.Gazetteer.Choices(name), func(p geo.Choice) bool { return p.Country != code })
		}
	}
	if about := countriesOf(x, c); len(about) > 0 {
		if near := slices.DeleteFunc(slices.Clone(choices), func(p geo.Choice) bool { return !about[p.Country] }); len(near) > 0 {
			choices = near
		}
	}
	// A town before the province that is called after it.
	if settled := slices.DeleteFunc(slices.Clone(choices), func(p geo.Choice) bool { return !p.Kind.Settled() }); len(settled) > 0 {
		choices = settled
	}
	switch {
	case len(choices) == 0:
		if p := reported(words, x); p != nil {
			return p, nil
		}
		return nil, fmt.Errorf("neither the gazetteer nor the report has a place of that name%s; sitrep gazetteer lookup finds others, sitrep gazetteer add takes more", meant(r.placesLike(words)))
	case len(choices) > 1 && choices[0].Weight < clearly*choices[1].Weight:
		const most = 5
		var list []string
		for _, p := range choices[:min(most, len(choices))] {
			in := p.Country
			if p.Admin1 != "" && p.Admin1 != p.Name {
				in = p.Admin1 + ", " + in
			}
			list = append(list, fmt.Sprintf("%s is %s in %s", p.ID, p.Name, in))
		}
		return nil, fmt.Errorf("may be several places; give an id: %s", strings.Join(list, ", "))
	}
	out := placeOf(choices[0].Place)
	if first, _ := utf8.DecodeRuneInString(called); unicode.IsUpper(first) && geo.Fold(called) != geo.Fold(out.Name) {
		out.Name = called // "Misrata", as reports have it, not "Misratah": who asks for the place asks for it by that name
	}
	return out, nil
}

func placeOf(p geo.Place) *Place {
	out := &Place{ID: p.ID, Name: p.Name, Country: sitrep.Known(p.Country), Precision: p.Precision}
	if p.Located {
		lat, lon := p.Lat, p.Lon
		out.Lat, out.Lon = &lat, &lon
	}
	return out
}

// reported is a place that the report names so.
func reported(words string, x *sitrep.Extraction) *Place {
	folded := geo.Fold(words)
	for i := range x.Entities {
		e := &x.Entities[i]
		if e.Type != sitrep.PlaceMention && e.Type != sitrep.FacilityMention {
			continue
		}
		if slices.ContainsFunc(append([]string{e.Name}, e.Aliases...), func(s string) bool { return geo.Fold(s) == folded }) {
			return &Place{Name: e.Name, Country: sitrep.Known(e.Country), Precision: e.Precision, Lat: e.Lat, Lon: e.Lon}
		}
	}
	return nil
}

// countriesOf are those that the claim's place lies in or, where it has none, those of the report's places.
func countriesOf(x *sitrep.Extraction, c *sitrep.Claim) map[string]bool {
	out := map[string]bool{}
	if c.Place != nil && c.Place.Country != "" {
		out[string(c.Place.Country)] = true
		return out
	}
	for i := range x.Entities {
		if e := &x.Entities[i]; e.Type == sitrep.PlaceMention && e.Country != "" {
			out[e.Country] = true
		}
	}
	return out
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(sep):]), true
}

// parties finds who is meant; where known says so, only who is known to the registry or the report will do.
func (r *Resolver) parties(words string, x *sitrep.Extraction, known bool) ([]Party, error) {
	var out []Party
	for _, name := range strings.Split(words, ";") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		p, err := r.party(name, x, known)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (r *Resolver) party(name string, x *sitrep.Extraction, known bool) (Party, error) {
	bearers := r.Registry.Bearers(name)
	if a := r.Registry.Named(name); a != nil {
		bearers = []*actor.Actor{a}
	}
	switch len(bearers) {
	case 1:
		return partyOf(bearers[0]), nil
	case 0:
	default:
		list := make([]string, len(bearers))
		for i, a := range bearers {
			list[i] = a.Name
		}
		return Party{}, fmt.Errorf("%s is a name of several; give one of their own: %s", name, strings.Join(list, ", "))
	}
	if a := r.ofState(name, x); a != nil {
		return partyOf(a), nil
	}
	if code := geo.CountryCode(name); code != "" {
		if s := r.Registry.State(code); s != nil {
			return Party{Name: s.Name, Entity: &sitrep.Entity{Type: sitrep.ActorMention, Name: s.Name, Country: code, Kind: "government"}}, nil
		}
	}
	folded := geo.Fold(name)
	for i := range x.Entities {
		e := &x.Entities[i]
		if e.Type == sitrep.PlaceMention || e.Type == sitrep.TimeMention {
			continue
		}
		if slices.ContainsFunc(append([]string{e.Name}, e.Aliases...), func(s string) bool { return geo.Fold(s) == folded }) {
			return Party{Name: e.Name}, nil
		}
	}
	if !known || strings.Contains(strings.ToLower(x.Report.Text), strings.ToLower(name)) {
		return Party{Name: name}, nil
	}
	return Party{}, fmt.Errorf("%s is neither in the registry nor in the report%s; write it as one of these has it", name, meant(nearest(name, r.Registry.Names(), 3)))
}

// ofState is a body of a state that is named by rule: "Iraqi army".
func (r *Resolver) ofState(name string, x *sitrep.Extraction) *actor.Actor {
	folded := strings.ToLower(name)
	year := x.Report.Published.Year()
	for _, c := range geo.Countries() {
		s := r.Registry.State(c.Alpha2)
		if s == nil || s.Adjective == "" {
			continue
		}
		if words, ok := strings.CutPrefix(folded, strings.ToLower(s.Adjective)+" "); ok {
			if a := r.Registry.Body(c.Alpha2, words, year); a != nil {
				return a
			}
		}
	}
	return nil
}

func partyOf(a *actor.Actor) Party {
	return Party{Name: a.Name, Entity: &sitrep.Entity{Type: sitrep.ActorMention, Name: a.Name, Aliases: slices.Clone(a.Aliases), Country: a.Country, Kind: a.Kind, PartOf: a.PartOf}}
}

// timeOf reads a day, a month, a year, or two of them.
func timeOf(words string) (*Time, error) {
	if words == "" {
		return nil, nil
	}
	bad := errors.New("is no time; write 2017-02-18, 2017-02, 2017, or two of these as 2017-02-18/2017-02-20, .. for an open end")
	if from, to, ok := strings.Cut(words, "/"); ok {
		t := &Time{Precision: sitrep.RangePrecision}
		if from != ".." && from != "" {
			first, _, _, ok := spell(from)
			if !ok {
				return nil, bad
			}
			t.From = first
		} else {
			t.Precision = sitrep.Before
		}
		if to != ".." && to != "" {
			_, last, _, ok := spell(to)
			if !ok {
				return nil, bad
			}
			t.To = last
		} else {
			t.Precision = sitrep.After
		}
		switch {
		case t.From.IsZero() && t.To.IsZero():
			return nil, bad
		case !t.From.IsZero() && !t.To.IsZero() && t.To.Before(t.From):
			return nil, errors.New("ends before it begins; change the days over")
		}
		return t, nil
	}
	first, last, precision, ok := spell(words)
	if !ok {
		return nil, bad
	}
	return &Time{first, last, precision}, nil
}

// spell is the first and the last day of a day, a month or a year.
func spell(s string) (first, last sitrep.Date, p sitrep.Precision, ok bool) {
	for _, form := range []struct {
		layout              string
		years, months, days int
		precision           sitrep.Precision
	}{{time.DateOnly, 0, 0, 1, sitrep.DayPrecision}, {"2006-01", 0, 1, 0, sitrep.MonthPrecision}, {"2006", 1, 0, 0, sitrep.YearPrecision}} {
		if t, err := time.Parse(form.layout, s); err == nil && t.Year() > 0 && t.Year() < 9999 {
			end := t.AddDate(form.years, form.months, form.days).AddDate(0, 0, -1)
			return sitrep.NewDate(t.Year(), t.Month(), t.Day()), sitrep.NewDate(end.Year(), end.Month(), end.Day()), form.precision, true
		}
	}
	return first, last, p, false
}

// Forms of figures, thousands with or without commas.
var (
	exactly = regexp.MustCompile(`^[0-9][0-9,]*$`)
	about   = regexp.MustCompile(`^~([0-9][0-9,]*)$`)
	between = regexp.MustCompile(`^([0-9][0-9,]*)?(?:\.\.|-|–)([0-9][0-9,]*)?$`)
	three   = regexp.MustCompile(`^([0-9][0-9,]*)\.\.([0-9][0-9,]*)\.\.([0-9][0-9,]*)$`)
)

// most is the greatest number that a figure may have.
const most = 10_000_000_000

// figureOf reads how many.
func figureOf(words string) (*Figure, error) {
	if words == "" {
		return nil, nil
	}
	bad := errors.New("is no number; write 12, 10..20, 60.. for at least, ..60 for at most, ~60 for about")
	failed := false
	number := func(s string) *int {
		if s == "" {
			return nil
		}
		n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
		if err != nil || n > most {
			failed = true
		}
		return &n
	}
	f := &Figure{}
	if exactly.MatchString(words) {
		n := number(words)
		f.Low, f.Best, f.High = n, n, n
	} else if m := about.FindStringSubmatch(words); m != nil {
		f.Best = number(m[1])
	} else if m := three.FindStringSubmatch(words); m != nil {
		f.Low, f.Best, f.High = number(m[1]), number(m[2]), number(m[3])
	} else if m := between.FindStringSubmatch(words); m != nil {
		switch f.Low, f.High = number(m[1]), number(m[2]); {
		case f.High == nil:
			f.Best = f.Low
		case f.Low == nil:
			f.Best = f.High
		}
	} else if d, err := text.Read([]byte(words + " people.")); err == nil && len(d.Sents) > 0 {
		if q := numeral.Find(d, 0); len(q) == 1 && q[0].First == 0 {
			f.Low, f.Best, f.High = q[0].Low, q[0].Best, q[0].High
		}
	}
	ends := slices.DeleteFunc([]*int{f.Low, f.Best, f.High}, func(n *int) bool { return n == nil })
	switch {
	case failed:
		return nil, fmt.Errorf("is too great a number; at most %d", most)
	case len(ends) == 0:
		return nil, bad
	case !slices.IsSortedFunc(ends, func(a, b *int) int { return *a - *b }):
		return nil, errors.New("its low end lies above its high end; change them over")
	}
	return f, nil
}
