package review

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// Value is what a slot is set to. Text is what the person wrote; of the others the one that fits the slot is given, and none where the slot
// is emptied.
type Value struct {
	Slot string `json:"slot"`
	Text string `json:"text"`
	// Word is a codebook id, a subtype, a modality or a stance.
	Word    string  `json:"word,omitempty"`
	Place   *Place  `json:"place,omitempty"`
	Time    *Time   `json:"time,omitempty"`
	Parties []Party `json:"parties,omitempty"` // of a role, or the one source
	Figure  *Figure `json:"figure,omitempty"`
}

// Place is where a person says that it happened. Lat and Lon are WGS 84 degrees, null where they are not known.
type Place struct {
	ID        string           `json:"id,omitempty"` // in the gazetteer
	Name      string           `json:"name"`
	Country   sitrep.Known     `json:"country"` // ISO 3166-1 alpha-2
	Precision sitrep.Precision `json:"precision,omitempty"`
	Lat       *float64         `json:"lat"`
	Lon       *float64         `json:"lon"`
	Within    string           `json:"within,omitempty"`
}

// Time is when a person says that it happened, first and last day inclusive, either of which may be unknown.
type Time struct {
	From      sitrep.Date      `json:"from"`
	To        sitrep.Date      `json:"to"`
	Precision sitrep.Precision `json:"precision"`
}

// Party is who fills a role. Entity is what the registry knows of it, nil where it knows nothing; its ID is empty.
type Party struct {
	Name   string         `json:"name"`
	Entity *sitrep.Entity `json:"entity,omitempty"`
}

// Figure is how many a person says, in the terms of sitrep.Figure.
type Figure struct {
	Low  *int `json:"low"`
	Best *int `json:"best"`
	High *int `json:"high"`
}

// Slots are those that can be corrected, in the order in which they are shown; the measures follow them.
var Slots = []string{"type", "subtype", "actor", "ally", "target", "victim", "instrument", "place", "time", "modality", "source", "stance"}

// Apply gives x with the decisions about its claims applied: x itself where there are none, else another, which shares with x what no decision
// is about. Claims stay where they are; one that was rejected is only marked, see Standing.
func (s *Set) Apply(x *sitrep.Extraction) *sitrep.Extraction { return s.ApplyLent(x, nil) }

// Lent says of claims of a copy which claim of the report that it copies they repeat.
type Lent map[sitrep.ClaimID]sitrep.ClaimID

// Lend gives the claims of a copy that repeat one of its original about which anybody decided; repeated are indexes of the claims of both, as
// origin.Retold gives them.
func (s *Set) Lend(original, copied *sitrep.Extraction, repeated [][2]int) Lent {
	var out Lent
	for _, p := range repeated {
		if from := original.Claims[p[0]].ID; len(s.about[from]) > 0 {
			if out == nil {
				out = Lent{}
			}
			out[copied.Claims[p[1]].ID] = from
		}
	}
	return out
}

// Any says that somebody ever decided about a claim of x.
func (s *Set) Any(x *sitrep.Extraction) bool {
	return len(s.about) > 0 && slices.ContainsFunc(x.Claims, func(c sitrep.Claim) bool { return len(s.about[c.ID]) > 0 })
}

// ApplyLent is Apply to a copy: for a claim of which no decision of its own stands, those about the claim that it repeats hold.
func (s *Set) ApplyLent(x *sitrep.Extraction, lent Lent) *sitrep.Extraction {
	if x == nil || len(s.claims) == 0 {
		return x
	}
	var out *sitrep.Extraction
	for i := range x.Claims {
		c := s.claims[x.Claims[i].ID]
		if c == nil {
			c = s.claims[lent[x.Claims[i].ID]]
		}
		if c == nil {
			continue
		}
		if out == nil {
			made := *x
			made.Claims, made.Entities = slices.Clone(x.Claims), slices.Clone(x.Entities)
			out = &made
		}
		s.apply(out, i, c)
	}
	if out == nil {
		return x
	}
	return out
}

// Standing gives x without the claims that Apply marked as rejected: what events are made of.
func Standing(x *sitrep.Extraction) *sitrep.Extraction {
	if x == nil || !slices.ContainsFunc(x.Claims, func(c sitrep.Claim) bool { return c.Rejected() }) {
		return x
	}
	out := *x
	out.Claims = make([]sitrep.Claim, 0, len(x.Claims))
	for i := range x.Claims {
		if !x.Claims[i].Rejected() {
			out.Claims = append(out.Claims, x.Claims[i])
		}
	}
	return &out
}

// apply changes one claim of x.
func (s *Set) apply(x *sitrep.Extraction, i int, st *standing) {
	c := &x.Claims[i]
	told := &sitrep.Reviewed{}
	if st.claim >= 0 {
		r := s.rows[st.claim].Review()
		told.Claim = &r
	}
	if st.event >= 0 {
		r := s.rows[st.event].Review()
		told.Event = &r
	}
	e := editor{x: x, c: c}
	for _, slot := range inOrder(st.slots) {
		at := st.slots[slot]
		row := &s.rows[at.row]
		was := Words(c, slot)
		e.set(&row.Detail.Set[at.value])
		told.Slots = append(told.Slots, sitrep.ReviewedSlot{Slot: slot, Was: was, Is: Words(c, slot), Review: row.Review()})
	}
	c.Review = told
}

// inOrder are the slots in the order in which they are shown.
func inOrder(slots map[string]slotOf) []string {
	var out []string
	for _, slot := range Slots {
		if _, ok := slots[slot]; ok {
			out = append(out, slot)
		}
	}
	for _, m := range sitrep.Measures {
		if _, ok := slots[string(m)]; ok {
			out = append(out, string(m))
		}
	}
	return out
}

// editor fills slots of a claim.
type editor struct {
	x *sitrep.Extraction
	c *sitrep.Claim
}

func (e *editor) set(v *Value) {
	c := e.c
	switch slot := v.Slot; slot {
	case "type":
		if v.Word != "" && v.Word != c.Type {
			c.Type, c.Subtype = v.Word, ""
		}
	case "subtype":
		c.Subtype = v.Word
	case "modality":
		if v.Word != "" {
			c.Modality, c.ModalityBy = sitrep.Modality(v.Word), sitrep.ByReview
		}
	case "place":
		e.place(v.Place)
	case "time":
		var q sitrep.Quote
		if c.Time != nil {
			q = c.Time.Quote
		} else {
			q = e.quote("")
		}
		if c.Time = nil; v.Time != nil {
			c.Time = &sitrep.Period{Quote: q, From: v.Time.From, To: v.Time.To, Precision: v.Time.Precision, By: sitrep.ByReview}
		}
	case "source":
		e.source(v)
	case "stance":
		if c.Attribution != nil && v.Word != "" {
			a := *c.Attribution
			a.Stance, a.By = sitrep.Stance(v.Word), sitrep.ByReview
			c.Attribution = &a
		}
	default:
		if slices.Contains(sitrep.Roles, sitrep.Role(slot)) {
			e.role(sitrep.Role(slot), v.Parties)
		} else if slices.Contains(sitrep.Measures, sitrep.Measure(slot)) {
			e.figure(sitrep.Measure(slot), v.Figure)
		}
	}
}

func (e *editor) place(p *Place) {
	if p == nil {
		e.c.Place = nil
		return
	}
	e.c.Place = &sitrep.Place{Quote: e.quote(p.Name), Name: p.Name, Lat: p.Lat, Lon: p.Lon, Country: p.Country, Precision: p.Precision, Within: p.Within, By: sitrep.ByReview}
	for i := range e.x.Entities {
		if n := &e.x.Entities[i]; n.Name == p.Name && (n.Type == sitrep.PlaceMention || n.Type == sitrep.FacilityMention) {
			e.c.Place.Entity = n.ID
			return
		}
	}
}

func (e *editor) source(v *Value) {
	if len(v.Parties) == 0 {
		e.c.Attribution = nil
		return
	}
	a := sitrep.Attribution{Stance: sitrep.Said}
	if e.c.Attribution != nil {
		a = *e.c.Attribution
	}
	p := &v.Parties[0]
	q := e.quote(p.Name)
	a.Span, a.Source, a.Name, a.Entity, a.By = q.Span, q.Text, p.Name, e.entity(p), sitrep.ByReview
	e.c.Attribution = &a
}

func (e *editor) role(role sitrep.Role, parties []Party) {
	roles := maps.Clone(e.c.Roles)
	if roles == nil {
		roles = map[sitrep.Role][]sitrep.Filler{}
	}
	delete(roles, role)
	for i := range parties {
		p := &parties[i]
		roles[role] = append(roles[role], sitrep.Filler{Quote: e.quote(p.Name), Name: p.Name, Entity: e.entity(p), By: sitrep.ByReview})
	}
	e.c.Roles = roles
}

// figure puts one figure in the place of all that the claim has of a measure.
func (e *editor) figure(m sitrep.Measure, f *Figure) {
	out := make([]sitrep.Figure, 0, len(e.c.Figures)+1)
	at := -1
	for _, old := range e.c.Figures {
		switch {
		case old.Measure != m:
			out = append(out, old)
		case f != nil && at < 0:
			at = len(out)
			out = append(out, sitrep.Figure{Quote: old.Quote, Measure: m, Of: old.Of, Kind: old.Kind, Unit: old.Unit, Source: old.Source})
		}
	}
	if f != nil && at < 0 {
		at = len(out)
		q := sitrep.Quote{}
		if f.Best != nil {
			q = e.quote(strconv.Itoa(*f.Best))
		} else {
			q = e.quote("")
		}
		out = append(out, sitrep.Figure{Quote: q, Measure: m})
	}
	if f != nil {
		out[at].Low, out[at].Best, out[at].High, out[at].By = f.Low, f.Best, f.High, sitrep.ByReview
	}
	e.c.Figures = out
}

// entity is the id of a party in the extraction, to which what the registry knows is added where it is not there.
func (e *editor) entity(p *Party) string {
	for i := range e.x.Entities {
		if n := &e.x.Entities[i]; n.Name == p.Name && (n.Type == sitrep.ActorMention || n.Type == sitrep.PersonMention || n.Type == sitrep.NationalityMention) {
			return n.ID
		}
	}
	if p.Entity == nil {
		return ""
	}
	made := *p.Entity
	made.ID = fmt.Sprintf("v%d", len(e.x.Entities)+1) // readers number theirs e1, e2 …
	e.x.Entities = append(e.x.Entities, made)
	return made.ID
}

// quote is where the words stand in the sentence that the claim rests on; an empty quote at its beginning where they do not.
func (e *editor) quote(words string) sitrep.Quote {
	at := e.c.Evidence
	none := sitrep.Quote{Span: sitrep.Span{Start: at.Start, End: at.Start}}
	text := e.x.Report.Text
	if words == "" || at.Start < 0 || at.End < at.Start || at.End > len(text) {
		return none
	}
	sentence := text[at.Start:at.End]
	for from := 0; ; {
		i := strings.Index(sentence[from:], words)
		if i < 0 {
			return none
		}
		start, end := from+i, from+i+len(words)
		before, _ := utf8.DecodeLastRuneInString(sentence[:start])
		after, _ := utf8.DecodeRuneInString(sentence[end:])
		if !inWord(before) && !inWord(after) {
			return sitrep.Quote{Span: sitrep.Span{Start: at.Start + start, End: at.Start + end}, Text: words}
		}
		from = start + 1
	}
}

func inWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// Words is what a claim has in a slot, in words: as a person would set it, "" where it has nothing.
func Words(c *sitrep.Claim, slot string) string {
	switch slot {
	case "type":
		return c.Type
	case "subtype":
		return c.Subtype
	case "modality":
		return string(c.Modality)
	case "place":
		if c.Place == nil {
			return ""
		}
		name := c.Place.Name
		if name == "" {
			name = c.Place.Text
		}
		if c.Place.Country != "" && c.Place.Precision != sitrep.Country {
			name += ", " + string(c.Place.Country)
		}
		return name
	case "time":
		return timeWords(c.Time)
	case "source":
		if c.Attribution == nil {
			return ""
		}
		if c.Attribution.Name != "" {
			return c.Attribution.Name
		}
		return c.Attribution.Source
	case "stance":
		if c.Attribution == nil {
			return ""
		}
		return string(c.Attribution.Stance)
	}
	var list []string
	for _, f := range c.Roles[sitrep.Role(slot)] {
		if f.Name == "" {
			f.Name = f.Text
		}
		list = append(list, f.Name)
	}
	for i := range c.Figures {
		if f := &c.Figures[i]; string(f.Measure) == slot {
			list = append(list, figureWords(f.Low, f.Best, f.High))
		}
	}
	return strings.Join(list, "; ")
}

func timeWords(t *sitrep.Period) string {
	switch {
	case t == nil:
		return ""
	case t.From.IsZero() && t.To.IsZero():
		return "“" + t.Text + "”"
	case t.From == t.To:
		return t.From.String()
	}
	side := func(d sitrep.Date) string {
		if d.IsZero() {
			return ".."
		}
		return d.String()
	}
	return side(t.From) + "/" + side(t.To)
}

func figureWords(low, best, high *int) string {
	n := func(v *int) string {
		if v == nil {
			return ""
		}
		return strconv.Itoa(*v)
	}
	switch {
	case low != nil && best != nil && high != nil && *low == *best && *best == *high:
		return n(best)
	case low == nil && best == nil && high == nil:
		return ""
	case low == nil && high == nil:
		return "~" + n(best)
	case best == nil || low != nil && *low == *best && high == nil || high != nil && *high == *best && low == nil:
		return n(low) + ".." + n(high)
	}
	return n(low) + ".." + n(best) + ".." + n(high)
}
