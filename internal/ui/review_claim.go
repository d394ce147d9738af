package ui

import (
	"cmp"
	"context"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/desk"
	"sitrep/internal/geo"
	"sitrep/internal/review"
)

// reviewClaim is the claim that is decided about: as the machine read it, with what this person corrected and nobody else.
type reviewClaim struct {
	ID         sitrep.ClaimID
	Action     string // where its forms are sent
	Title      string
	Family     string
	Reader     string // its address in the reader
	Outlet     string
	Day        sitrep.Date
	Why        string // it is in the queue
	Confidence string
	Width      int // of the bar, in units of 44
	Before     template.HTML
	Sentence   template.HTML
	After      template.HTML
	CutBefore  bool // more stands before
	CutAfter   bool
	Slots      []slotRow
	Types      []string // of the codebook
	More       string   // what was typed for slots that have no row
	Note       string   // what was typed as the reason
	Fault      string   // what is wrong with the form, but with none of its slots
	Mine       string   // what the person decided before, "" for nothing
	Likely     []pairChoice
	Likened    []pairChoice // the others of its event
	Event      sitrep.EventID
	Members    int    // reports of the event
	With       string // what was typed as the other claim
	Pair       string // the form in which it was typed
}

// slotRow is a slot with its number, what stands in it and what it can be corrected to.
type slotRow struct {
	Key       string // 1 to 9, "" for a slot without one
	Slot      string
	Role      string // of the mark of its name
	Name      string
	Quote     template.HTML // the report's words, "" where there are none
	Read      string        // what they are read as, "" for nothing
	Aside     string
	By        string
	Mono      bool
	Choices   []slotChoice
	Typed     string
	Hint      string
	Fault     string
	Open      bool
	Names     string // the list that completes what is typed, "" for none
	Mandatory bool   // it cannot be empty
	Silent    string // what stands where the report has no words for it; "": not said
	Unread    string // what stands where it was read as nothing; "": unknown
	Reviewed  string // what the person made of it before
}

// slotChoice is one of the things that a slot can be set to. Value is what the form sends: "" keeps the slot as it is, "=words" sets it.
type slotChoice struct {
	Key     string
	Value   string
	Label   string
	Aside   string
	Checked bool
}

// pairChoice is another claim that may tell the same happening.
type pairChoice struct {
	Key   string
	Claim sitrep.ClaimID
	Title string
	Aside string
	Quote quote
}

// mostKeyed is how many candidates have a key.
const mostKeyed = 4

// aroundSentence is how many bytes of a block are shown before and after the sentence.
const aroundSentence = 420

// reviewClaim gathers what is shown of a claim.
func (p *Pages) reviewClaim(ctx context.Context, id sitrep.ClaimID, it desk.Item, record *desk.Record, person string, typed *deskForm) (*reviewClaim, error) {
	read, err := p.archive.ClaimsAsRead(ctx, []sitrep.ClaimID{id})
	if err != nil {
		return nil, err
	}
	rc := read[id]
	if rc == nil {
		return nil, notFound("the archive has no claim " + string(id) + " that stands")
	}
	x, c := rc.Extraction, *rc.Claim()
	v := &reviewClaim{ID: id, Action: "/review/" + string(id), Reader: readerAt(rc.Report.ID, id), Day: rc.Report.Published, Why: it.Note}
	for _, coding := range record.Of(id) {
		if coding.Person == person {
			c = coding.Claim(x, rc.N)
			last := coding.Last()
			v.Mine = deskWords[last.Verdict] + " by you on " + momentWords(last.Time) + ": " + last.Why
		}
	}
	if v.Outlet = string(cmp.Or(rc.Report.Publisher, rc.Report.Title)); v.Outlet == "" {
		v.Outlet = "report"
	}
	known, err := p.known()
	if err != nil {
		return nil, err
	}
	v.Title, v.Family = claimTitle(&c), known.family[c.Type]
	v.Confidence, v.Width = strconv.FormatFloat(c.Confidence, 'f', 2, 64), int(44*c.Confidence+0.5)
	v.sentence(x, &c)
	if v.Slots, err = p.slotsOf(x, &c); err != nil {
		return nil, err
	}
	book := p.asker.Codebook()
	for i := range book.Types {
		v.Types = append(v.Types, book.Types[i].ID)
	}
	if err := p.pairs(ctx, v, rc); err != nil {
		return nil, err
	}
	if typed != nil {
		typed.show(v)
	}
	return v, nil
}

// openSlot opens the row of a slot.
func (v *reviewClaim) openSlot(slot string) {
	if v == nil || slot == "" {
		return
	}
	for i := range v.Slots {
		if v.Slots[i].Slot == slot {
			v.Slots[i].Open = true
		}
	}
}

// sentence cuts the claim's sentence, with its marks, and what stands around it in its block.
func (v *reviewClaim) sentence(x *sitrep.Extraction, c *sitrep.Claim) {
	text, ev := x.Report.Text, onRunes(x.Report.Text, c.Evidence)
	marks := []mark{{Span: c.Trigger.Span, kind: triggerMark}}
	if a := c.Attribution; a != nil && a.Len() > 0 {
		marks = append(marks, mark{Span: a.Span, kind: sourceMark, label: string(a.Stance)})
	}
	if s := hedgeOf(text, c); s.Len() > 0 {
		marks = append(marks, mark{Span: s, kind: hedgeMark, label: string(c.Modality)})
	}
	marks = append(marks, rolesOf(c)...)
	v.Sentence = drawn(cut(text, ev, marks))
	block := sitrep.Span{Start: ev.Start, End: ev.End}
	for _, b := range x.Blocks {
		if b.Start <= ev.Start && ev.End <= b.End {
			block = b.Span
			break
		}
	}
	before := onRunes(text, sitrep.Span{Start: block.Start, End: ev.Start})
	if before.Len() > aroundSentence {
		before.Start = wordAt(text, before.End-aroundSentence)
		v.CutBefore = true
	}
	after := onRunes(text, sitrep.Span{Start: ev.End, End: block.End})
	if after.Len() > aroundSentence {
		after.End = wordAt(text, after.Start+aroundSentence)
		v.CutAfter = true
	}
	v.Before, v.After = plainWords(before.Of(text)), plainWords(after.Of(text))
}

// wordAt is where the word that a place in a text lies in begins, not far before it.
func wordAt(text string, at int) int {
	for i := at; i > 0 && i > at-60; i-- {
		if text[i-1] == ' ' || text[i-1] == '\n' {
			return i
		}
	}
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

// slotsOf are the rows of a claim's slots. Nine have a number; a slot that is seldom filled has a row where it is.
func (p *Pages) slotsOf(x *sitrep.Extraction, c *sitrep.Claim) ([]slotRow, error) {
	known, err := p.known()
	if err != nil {
		return nil, err
	}
	text := x.Report.Text
	words := func(spans ...sitrep.Span) template.HTML {
		var b strings.Builder
		for _, s := range spans {
			if s = onRunes(text, s); s.Len() > 0 {
				if b.Len() > 0 {
					b.WriteString(" … ")
				}
				b.WriteString(string(plainWords(s.Of(text))))
			}
		}
		return template.HTML(b.String()) // escaped by plainWords
	}
	row := func(key, slot, role, name string) slotRow {
		r := slotRow{Key: key, Slot: slot, Role: role, Name: name, Read: review.Words(c, slot)}
		if c.Review != nil {
			for _, s := range c.Review.Slots {
				if s.Slot == slot {
					r.Reviewed = cmp.Or(s.Was, "not said")
				}
			}
		}
		return r
	}
	party := func(key string, role sitrep.Role) slotRow {
		r := row(key, string(role), string(role), string(role))
		var spans []sitrep.Span
		var by []string
		for _, f := range c.Roles[role] {
			spans = append(spans, f.Span)
			if f.By != "" && !slices.Contains(by, f.By) {
				by = append(by, f.By)
			}
		}
		r.Quote, r.By = words(spans...), strings.Join(by, ", ")
		r.Names, r.Hint = "names-party", "a name; several with ; between"
		r.choose(partyChoices(x, c, role)...)
		return r
	}
	var out []slotRow

	t := row("1", "type", "x", "type")
	t.Quote, t.By, t.Mono, t.Mandatory, t.Names, t.Hint = words(c.Trigger.Span), c.Rule, true, true, "names-type", "an event type"
	t.choose(typeChoices(p.asker.Codebook(), known, x, c)...)
	out = append(out, t)
	if c.Subtype != "" {
		s := row("", "subtype", "x", "subtype")
		s.Mono, s.Hint = true, "a subtype of the codebook"
		s.choose()
		out = append(out, s)
	}
	out = append(out, party("2", sitrep.Actor))
	if len(c.Roles[sitrep.Ally]) > 0 {
		out = append(out, party("", sitrep.Ally))
	}
	out = append(out, party("3", sitrep.Target), party("4", sitrep.Victim))
	if len(c.Roles[sitrep.Instrument]) > 0 {
		out = append(out, party("", sitrep.Instrument))
	}

	place := row("5", "place", "place", "place")
	if c.Place != nil {
		place.Quote, place.Aside, place.By = words(c.Place.Span), string(c.Place.Precision), c.Place.By
	}
	place.Hint = "a name or an id of the gazetteer, or Name, Country"
	place.choose(placeChoices(p.gazetteer, x, c)...)
	out = append(out, place)

	when := row("6", "time", "time", "time")
	if c.Time != nil {
		when.Quote, when.By = words(c.Time.Span), c.Time.By
		if when.Read != "" {
			when.Aside = string(c.Time.Precision)
		}
	} else if !x.Report.Published.IsZero() {
		when.Aside = "report is of " + dayWords(x.Report.Published)
	}
	when.Hint = "2017-03-16, 2017-03, or two with / between"
	when.choose(timeChoices(x, c)...)
	out = append(out, when)

	out = append(out, figureRows(x, c, row, words)...)

	m := row("8", "modality", "x", "modality")
	m.Quote, m.By, m.Mandatory, m.Hint = words(hedgeOf(text, c)), c.ModalityBy, true, "actual, possible, future or negated"
	for _, v := range []sitrep.Modality{sitrep.Actual, sitrep.Possible, sitrep.Future, sitrep.Negated} {
		if v != c.Modality {
			m.Choices = append(m.Choices, slotChoice{Value: "=" + string(v), Label: string(v)})
		}
	}
	m.Silent = "told plainly"
	m.choose(m.Choices...)
	out = append(out, m)

	s := row("9", "source", "source", "source")
	if a := c.Attribution; a != nil {
		s.Quote, s.By, s.Aside = words(a.Span), a.By, string(a.Stance)
	}
	s.Names, s.Hint, s.Silent, s.Unread = "names-party", "who says so", "nobody is named", "the report itself"
	s.choose(partyChoices(x, c, "source")...)
	out = append(out, s)
	if c.Attribution != nil {
		st := row("", "stance", "x", "stance")
		st.Mandatory, st.Hint = true, "said, alleged, confirmed or denied"
		var list []slotChoice
		for _, v := range []sitrep.Stance{sitrep.Said, sitrep.Alleged, sitrep.Confirmed, sitrep.Denied} {
			if v != c.Attribution.Stance {
				list = append(list, slotChoice{Value: "=" + string(v), Label: string(v)})
			}
		}
		st.choose(list...)
		out = append(out, st)
	}
	return out, nil
}

// figureRows are the rows of a claim's figures, one a measure, or one that takes any.
func figureRows(x *sitrep.Extraction, c *sitrep.Claim, row func(key, slot, role, name string) slotRow, words func(...sitrep.Span) template.HTML) []slotRow {
	var out []slotRow
	for i := range c.Figures {
		f := &c.Figures[i]
		if slices.ContainsFunc(out, func(r slotRow) bool { return r.Slot == string(f.Measure) }) {
			continue
		}
		key := ""
		if len(out) == 0 {
			key = "7"
		}
		r := row(key, string(f.Measure), "x", plainType(string(f.Measure)))
		r.Quote, r.Aside, r.By = words(f.Span), string(f.Of), f.By
		r.Hint = "12, 10..20, 60.. (at least), ..60 (at most), ~60 (about)"
		var list []slotChoice
		for k := range x.Claims { // what else is counted in the sentence
			for _, g := range x.Claims[k].Figures {
				w := review.Words(&sitrep.Claim{Figures: []sitrep.Figure{g}}, string(g.Measure))
				if c.Evidence.Overlaps(g.Span) && w != "" && w != r.Read {
					list = append(list, slotChoice{Value: "=" + w, Label: w, Aside: plainType(string(g.Measure))})
				}
			}
		}
		r.choose(list...)
		out = append(out, r)
	}
	if len(out) == 0 {
		r := row("7", "figure", "x", "figure")
		r.Read, r.Hint = "", "killed=12, displaced=~400"
		r.Choices = []slotChoice{{Value: "", Label: "As read: not said", Checked: true, Key: "1"}}
		out = append(out, r)
	}
	return out
}

// choose gives a row its candidates: first what was read, last that it cannot be told, between them others, each once.
func (r *slotRow) choose(others ...slotChoice) {
	read := cmp.Or(r.Read, r.Unread, "not said")
	list := []slotChoice{{Label: read, Aside: "as read", Checked: true}}
	most := mostKeyed - 1
	if !r.Mandatory && r.Read != "" {
		most--
	}
	for _, o := range others {
		if len(list) > most {
			break
		}
		if o.Value != "="+r.Read && !slices.ContainsFunc(list, func(l slotChoice) bool { return l.Value == o.Value || l.Label == o.Label && l.Aside == o.Aside }) {
			list = append(list, o)
		}
	}
	if !r.Mandatory && r.Read != "" {
		list = append(list, slotChoice{Value: "=", Label: "Cannot be told from the text"})
	}
	for i := range list {
		list[i].Key = strconv.Itoa(i + 1)
	}
	r.Choices = list
}

// typeChoices are types that other claims of the sentence have, then those that have a rule for the same word, then the others of the type's
// family.
func typeChoices(book *codebook.Codebook, k *known, x *sitrep.Extraction, c *sitrep.Claim) []slotChoice {
	var out []slotChoice
	add := func(id, aside string) {
		if id != c.Type && !slices.ContainsFunc(out, func(o slotChoice) bool { return o.Value == "="+id }) {
			out = append(out, slotChoice{Value: "=" + id, Label: id, Aside: aside})
		}
	}
	for i := range x.Claims {
		if x.Claims[i].Evidence == c.Evidence {
			add(x.Claims[i].Type, "same sentence")
		}
	}
	for i := range book.Types {
		if t := &book.Types[i]; slices.ContainsFunc(t.Rules, func(r codebook.Rule) bool { return carries(&r, c.Trigger.Text) }) {
			add(t.ID, "same word")
		}
	}
	for i := range book.Types {
		if id := book.Types[i].ID; k.family[id] != "" && k.family[id] == k.family[c.Type] {
			add(id, "alike")
		}
	}
	return out
}

// carries says that a rule names a word that a trigger seems to be a form of: one that it begins with but for a last "e" or "y".
func carries(r *codebook.Rule, trigger string) bool {
	trigger = strings.ToLower(trigger)
	return slices.ContainsFunc(append(slices.Clone(r.Verb), r.Noun...), func(w string) bool {
		return len(w) > 3 && strings.HasPrefix(trigger, strings.TrimRight(w, "ey"))
	})
}

// partyChoices are the parties that the report names, those of the sentence first, then the most often named ones.
func partyChoices(x *sitrep.Extraction, c *sitrep.Claim, role sitrep.Role) []slotChoice {
	type named struct {
		name string
		near bool
		n    int
	}
	var list []named
	for i := range x.Entities {
		e := &x.Entities[i]
		switch e.Type {
		case sitrep.ActorMention, sitrep.NationalityMention:
		case sitrep.PersonMention:
			if role == sitrep.Actor || role == sitrep.Ally {
				continue
			}
		default:
			continue
		}
		n := named{name: e.Name}
		for k := range x.Mentions {
			if m := &x.Mentions[k]; m.Entity == e.ID {
				n.n++
				n.near = n.near || c.Evidence.Overlaps(m.Span)
			}
		}
		if e.Name != "" && !strings.Contains(e.Name, ";") {
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(a, b named) int {
		if a.near != b.near {
			if a.near {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name))
	})
	var out []slotChoice
	for _, n := range list {
		aside := "in the report"
		if n.near {
			aside = "in the sentence"
		}
		out = append(out, slotChoice{Value: "=" + n.name, Label: n.name, Aside: aside})
	}
	return out
}

// placeChoices are those who bear the name that was read, with the machine's share where it weighed them, then other places of the report.
func placeChoices(g *geo.Gazetteer, x *sitrep.Extraction, c *sitrep.Claim) []slotChoice {
	var out []slotChoice
	add := func(ch geo.Choice) {
		if c.Place != nil && c.Place.Lat != nil && ch.Located && samePoint(*c.Place.Lat, *c.Place.Lon, ch.Lat, ch.Lon) && ch.Precision == c.Place.Precision {
			return // as read
		}
		label := ch.Name
		if ch.Admin1 != "" && ch.Admin1 != ch.Name {
			label += ", " + ch.Admin1
		}
		if n := countryName(ch.Country); n != "" && n != ch.Name {
			label += ", " + n
		}
		aside := string(ch.Precision)
		if c.Place != nil {
			for _, m := range c.Place.Candidates {
				if ch.Located && samePoint(m.Lat, m.Lon, ch.Lat, ch.Lon) {
					aside = strings.TrimPrefix(strconv.FormatFloat(m.Score, 'f', 2, 64), "0") + ", machine"
				}
			}
		}
		if !slices.ContainsFunc(out, func(o slotChoice) bool { return o.Label == label }) {
			out = append(out, slotChoice{Value: "=" + ch.ID, Label: label, Aside: aside})
		}
	}
	if c.Place != nil {
		for _, name := range []string{c.Place.Name, c.Place.Text} {
			if name != "" {
				for _, ch := range g.Choices(name) {
					add(ch)
				}
			}
		}
	}
	// Of namesakes two are enough: the other places of the report come next.
	out = out[:min(2, len(out))]
	for i := range x.Entities {
		e := &x.Entities[i]
		if e.Type != sitrep.PlaceMention || c.Place != nil && e.Name == c.Place.Name {
			continue
		}
		for k := range x.Mentions {
			if m := &x.Mentions[k]; m.Entity == e.ID && c.Evidence.Overlaps(m.Span) {
				out = append(out, slotChoice{Value: "=" + e.Name, Label: e.Name, Aside: "in the sentence"})
				break
			}
		}
	}
	return out
}

// samePoint says that two points are as good as one: within about three kilometres.
func samePoint(lat, lon, otherLat, otherLon float64) bool {
	return geo.Distance(lat, lon, otherLat, otherLon) < 3
}

// timeChoices are the report's day, the day before, and other days of the report.
func timeChoices(x *sitrep.Extraction, c *sitrep.Claim) []slotChoice {
	var out []slotChoice
	if d := x.Report.Published; !d.IsZero() {
		out = append(out, slotChoice{Value: "=" + d.String(), Label: dayWords(d), Aside: "the report's day"},
			slotChoice{Value: "=" + d.AddDays(-1).String(), Label: dayWords(d.AddDays(-1)), Aside: "the day before"})
	}
	own := review.Words(c, "time")
	return slices.DeleteFunc(out, func(o slotChoice) bool { return o.Value == "="+own })
}
