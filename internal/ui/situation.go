package ui

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/situation"
)

// situationRoutes are the first page.
func (p *Pages) situationRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", p.overBoard(p.situation))
}

// How much of each kind the situation shows.
const (
	mostKeys     = 5
	mostHoldings = 14
	mostChanges  = 8
	mostDisputes = 4
	mostNews     = 8
	mostBusy     = 12
	dayStepsMost = 45
)

// situationView is what the first page shows.
type situationView struct {
	Scope    Scope
	Title    string
	Board    *board.Board
	Where    placeAsked
	Support  board.Support
	Form     scopeForm
	Periods  []link
	Busy     []link
	Keys     []keyFigure
	Map      *locator
	MapHref  string
	Day      sitrep.Date
	Holdings []holdingRow
	Held     int // places with holders in all
	Steps    steps
	Changes  []changeRow
	Changed  int
	Disputes []disputeRow
	Disputed int
	Events   []eventRow
}

// link is a way to another view.
type link struct {
	Words, Href string
	N           int
	On          bool
}

// keyFigure is one of the figures at the head of a situation.
type keyFigure struct {
	Head  string
	Value string
	Small string
	Mark  *RangeMark
	Bar   *placesBar
	Foot  string
	Cites []Cite
	Href  string
	Grade sitrep.Grade
}

// placesBar is how many places each side holds, as a bar.
type placesBar struct {
	Label        string
	AFill, BFill string // of the two sides
	A, X         string // widths
	XAt          string
	B, BAt       string
	Ends         []string
}

// derivedSituation is the part of a situation that holds no sentence, with the events of its scope.
type derivedSituation struct {
	situationView
	events   []*board.Event
	changes  []*board.Change // that are shown
	disputes []board.Dispute // that are shown
	cites    *Cites
}

func (p *Pages) situation(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	scope, where, err := asked(b, s, "/")
	if err != nil {
		return err
	}
	known := p.situations.get(b, s.At("/"), func() derivedSituation { return p.derive(b, s, scope, where) })
	v, events, cites := known.situationView, known.events, known.cites.Clone()
	if len(events) == 0 {
		return p.write(w, r, http.StatusOK, "situation", page{Title: v.Title, Section: "situation", Cites: cites, Data: v})
	}
	if v.Changes, err = p.changes(r.Context(), b, known.changes, cites); err != nil {
		return err
	}
	if v.Disputes, err = p.disputes(r.Context(), known.disputes, cites); err != nil {
		return err
	}
	latest := events
	if last := b.Latest(); s.Last.IsZero() { // what is dated after the newest report was misread, and does not lead
		latest = slices.DeleteFunc(slices.Clone(events[:min(len(events), 50*mostNews)]), func(e *board.Event) bool { return last.Before(e.Day()) })
	}
	if v.Events, err = p.rowsOf(r.Context(), b, cites, latest[:min(mostNews, len(latest))]); err != nil {
		return err
	}
	return p.write(w, r, http.StatusOK, "situation", page{Title: v.Title, Section: "situation", Cites: cites, Data: v})
}

// derive makes of the view of the archive what a situation shows beside sentences.
func (p *Pages) derive(b *board.Board, s Scope, scope board.Scope, where placeAsked) derivedSituation {
	events := b.Select(scope)
	v := situationView{Scope: s, Title: viewTitle(s, where), Board: b, Where: where, Support: b.Support(events), Form: scopeFormOf(b, s, "/"), MapHref: s.At("/map"), Periods: periodsOf(b, s)}
	if s.Empty() {
		v.Title = "Situation"
	}
	cites := &Cites{}
	if len(events) == 0 {
		return derivedSituation{situationView: v, cites: cites}
	}
	from, to := periodOf(b, s, events)
	v.Day = to
	v.Keys = p.keyFigures(b, s, scope, cites)
	holdings := b.Holdings(scope, v.Day)
	v.Held = len(holdings)
	if k, ok := placesHeld(b, holdings, s); ok && len(v.Keys) > 0 {
		v.Keys = append(v.Keys[:min(len(v.Keys), mostKeys-1)], k)
	}
	sides := sidesOf(b, holdings)
	for i := range holdings[:min(mostHoldings, len(holdings))] {
		v.Holdings = append(v.Holdings, holdingRowOf(&holdings[i], sides, cites, v.Day))
	}
	places := b.PlacesOf(events)
	v.Busy = busyOf(s, events, places)
	v.Map = p.locatorOf(b, s, where, places, holdings, v.Day)
	unit := board.UnitFor(from, to, dayStepsMost)
	v.Steps = stepsOf(b.Timeline(events, unit, from, to), func(step board.Step) string {
		from, to := stepValues(unit, step)
		return s.At("/timeline", "from", from, "to", to)
	})
	changes, disputes := changesIn(b, scope, events), b.Disputes(events)
	v.Changed, v.Disputed = len(changes), len(disputes)
	return derivedSituation{v, events, slices.Clone(changes[:min(mostChanges, len(changes))]), slices.Clone(disputes[:min(mostDisputes, len(disputes))]), cites}
}

// scopeForm is the form by which place and period are chosen.
type scopeForm struct {
	Action string
	Scope  Scope
	Places []string // the busiest, to choose from
	Keep   []keep   // what the form does not ask for and carries along
	Clear  string
	// More says that types, origins and words can be asked for, too.
	More, Words bool
	Types       []typeGroup
	Measures    []familyType // figures ask for one of them
}

// keep is a parameter that a form carries along.
type keep struct{ Name, Value string }

func scopeFormOf(b *board.Board, s Scope, action string) scopeForm {
	f := scopeForm{Action: action, Scope: s}
	for _, p := range b.Places {
		if len(f.Places) == 40 {
			break
		}
		if !slices.Contains(f.Places, p.Name) {
			f.Places = append(f.Places, p.Name)
		}
	}
	for _, t := range s.Types {
		f.Keep = append(f.Keep, keep{"type", t})
	}
	if s.Origins > 0 {
		f.Keep = append(f.Keep, keep{"origins", fmt.Sprint(s.Origins)})
	}
	if !s.Empty() {
		f.Clear = action
	}
	return f
}

// periodsOf offers periods: the last days of the archive, and what goes beyond.
func periodsOf(b *board.Board, s Scope) []link {
	last := b.Latest()
	if last.IsZero() {
		return nil
	}
	var out []link
	add := func(words string, from sitrep.Date) {
		out = append(out, link{Words: words, Href: s.At("/", "from", from.String(), "to", last.String()), On: s.First == from && s.Last == last})
	}
	add("last 7 days to "+dayWords(last), last.AddDays(-6))
	add("last 30 days", last.AddDays(-29))
	add("last 365 days", last.AddDays(-364))
	out = append(out, link{Words: "all days", Href: s.At("/", "from", "", "to", ""), On: s.First.IsZero() && s.Last.IsZero()})
	return out
}

// busyOf offers the places of which most events are told.
func busyOf(s Scope, events []*board.Event, places []board.PlaceCount) []link {
	var out []link
	if s.Place == "" && s.Country == "" { // countries first: they say where the archive looks
		byCountry := map[string]int{}
		for _, e := range events {
			if e.Place != nil && e.Place.Country != "" {
				byCountry[e.Place.Country]++
			}
		}
		for _, c := range mostOf(byCountry, mostBusy/2) {
			out = append(out, link{Words: countryName(c), Href: s.At("/", "country", c), N: byCountry[c]})
		}
	}
	for _, c := range places {
		if len(out) >= mostBusy {
			break
		}
		if c.Precision == sitrep.Country || c.Name == s.Place || c.ID == s.Place && c.ID != "" {
			continue
		}
		out = append(out, link{Words: c.Name, Href: s.At("/", "place", cmp.Or(c.ID, c.Name), "country", ""), N: c.N})
	}
	return out
}

// holdingRow is a line of who holds what.
type holdingRow struct {
	Name, Country, Href string
	Fill                string
	Holder              string
	Status              string // "" where it is held
	Rivals              []string
	Since               string
	LastTold            string // where that is long ago
	Origins             int
	Cites               []Cite
}

// lineCites is how many citations stand behind one line.
const lineCites = 3

func holdingRowOf(h *board.Holding, sides []side, cites *Cites, day sitrep.Date) holdingRow {
	row := holdingRow{Name: h.Site.Name, Country: h.Site.Country, Fill: fillOf(h, sides), Holder: h.Holder.Name, Origins: h.Origins}
	row.Href = atSite(&h.Site)
	if h.Status != situation.Held {
		row.Status = string(h.Status)
	}
	for _, r := range h.Rivals {
		row.Rivals = append(row.Rivals, r.Name)
	}
	row.Since = dayWords(h.From)
	if h.FirstTold {
		row.Since = "told first " + row.Since
	}
	if h.Faded(day) {
		row.LastTold = dayWords(h.LastTold)
	}
	claims := h.Claims
	if h.Status != situation.Held { // what disturbs it comes last
		claims = slices.Clone(claims)
		slices.Reverse(claims)
	}
	for _, c := range claims[:min(lineCites, len(claims))] {
		row.Cites = append(row.Cites, cites.Of("", c))
	}
	return row
}

// placesHeld is the key figure of how many places each side holds; ok is false where fewer than three places have holders.
func placesHeld(b *board.Board, holdings []board.Holding, s Scope) (k keyFigure, ok bool) {
	sides := sidesOf(b, holdings)
	if len(holdings) < 3 || len(sides) == 0 {
		return k, false
	}
	n := map[string]int{}
	for i := range holdings {
		n[fillOf(&holdings[i], sides)]++
	}
	all := len(holdings)
	one, other, second := n[sides[0].Fill], 0, side{Fill: "u"}
	if len(sides) > 1 {
		second = sides[1]
		other = n[second.Fill]
	}
	k = keyFigure{Head: "Places held by " + sides[0].Name, Value: number(one), Small: "of " + number(all), Href: s.At("/places")}
	width := func(count int) float64 { return 184 * float64(count) / float64(all) }
	bar := &placesBar{AFill: sides[0].Fill, BFill: second.Fill, A: fmt.Sprintf("%.1f", width(one)), XAt: fmt.Sprintf("%.1f", width(one)), X: fmt.Sprintf("%.1f", width(n["x"])),
		BAt: fmt.Sprintf("%.1f", width(one+n["x"])), B: fmt.Sprintf("%.1f", width(other))}
	bar.Ends = []string{number(one) + " held"}
	if n["x"] > 0 {
		k.Small += ", " + number(n["x"]) + " contested"
		bar.Ends = append(bar.Ends, number(n["x"]))
	}
	bar.Label = number(one) + " " + sides[0].Name + ", " + number(n["x"]) + " contested"
	if len(sides) > 1 {
		bar.Ends = append(bar.Ends, number(other)+" by "+second.Name)
		bar.Label += ", " + number(other) + " " + second.Name
	}
	if rest := all - one - other - n["x"]; rest > 0 {
		bar.Label += ", " + number(rest) + " others or unknown"
	}
	k.Bar = bar
	k.Foot = "places of which somebody tells"
	return k, true
}

// changeRow is a line of what changed.
type changeRow struct {
	At, Kind, Words string
	Shifts          []shift
	Row             *eventRow
	Href            string
}

// shift is something of an event that is otherwise than it was: "displaced", "153,000", "157,000". What is itself no number has no head.
type shift struct{ Head, Was, Is string }

// shiftsOf are what is otherwise of an event than it was; none where that is not known. A measure of which nothing was told then has no old value, and one
// of which nothing is told now is not there any more.
func shiftsOf(was *board.Before, e *board.Event) []shift {
	if was == nil {
		return nil
	}
	var out []shift
	add := func(head, before, now string) {
		if before != now {
			out = append(out, shift{head, before, now})
		}
	}
	for i := range e.Figures {
		f := &e.Figures[i]
		before := ""
		for k := range was.Figures {
			if w := &was.Figures[k]; w.Measure == f.Measure {
				before = amountWords(w.Low, w.Best, w.High)
			}
		}
		add(plainType(string(f.Measure)), before, amountWords(f.Low, f.Best, f.High))
	}
	add("", string(was.Grade), string(e.Grade))
	add("", counted(was.Origins, "origin", "origins"), counted(e.Origins, "origin", "origins"))
	return out
}

// changesIn are what changed lately in a scope, whose events are given.
func changesIn(b *board.Board, scope board.Scope, events []*board.Event) []*board.Change {
	if len(b.Changes) == 0 {
		return nil
	}
	in := make(map[*board.Event]bool, len(events))
	for _, e := range events {
		in[e] = true
	}
	everywhere := scope.Area == nil && scope.Country == ""
	var out []*board.Change
	for i := range b.Changes {
		if c := &b.Changes[i]; c.Event == nil && everywhere || in[c.Event] {
			out = append(out, c)
		}
	}
	return out
}

// changes puts what changed into words.
func (p *Pages) changes(ctx context.Context, b *board.Board, list []*board.Change, cites *Cites) ([]changeRow, error) {
	var events []*board.Event
	for _, c := range list {
		if c.Event != nil {
			events = append(events, c.Event)
		}
	}
	rows, err := p.rowsOf(ctx, b, cites, events)
	if err != nil {
		return nil, err
	}
	var out []changeRow
	for _, c := range list {
		row := changeRow{At: c.At.UTC().Format("2 Jan")}
		switch c.Kind {
		case board.Came:
			row.Kind = "New event."
		case board.Grew:
			row.Kind = "Told again."
			switch row.Shifts = shiftsOf(c.Before, c.Event); {
			case c.Before == nil:
				row.Words = "further reports came; now " + counted(c.Event.Origins, "origin", "origins") + ", " + string(c.Event.Grade)
			case row.Shifts == nil:
				row.Words = "further reports came and change nothing; " + counted(c.Event.Origins, "origin", "origins") + ", " + string(c.Event.Grade)
			}
		case board.Withdrawn:
			row.Kind, row.Words = "Withdrawn.", "report "+c.Subject
			row.Href = "/reports/" + c.Subject
			if c.Why != "" {
				row.Words += ": " + c.Why
			}
		case board.Reviewed:
			row.Kind, row.Words = "Review.", cmp.Or(c.Person, "somebody")+" decided about "+cmp.Or(c.Subject, "claims")
			if c.Why != "" {
				row.Words += ": " + c.Why
			}
		}
		if c.Event != nil {
			row.Row, rows = &rows[0], rows[1:]
		}
		out = append(out, row)
	}
	return out, nil
}

// disputeRow is something that origins say differently.
type disputeRow struct {
	Question, Href string
	Sides          []disputeSide
	Words          bool // sides say it in words, and not in numbers
	More           int  // sides that are not shown
}

// disputeSide is what one origin says of it.
type disputeSide struct {
	Who, Says string
	Mark      *RangeMark
	Out       bool
	Cite      *Cite
	Quote     *quote
}

// mostSides is how many sides of a disagreement are shown.
const mostSides = 4

// disputes tells what the sides of open disagreements about events say.
func (p *Pages) disputes(ctx context.Context, list []board.Dispute, cites *Cites) ([]disputeRow, error) {
	var out []disputeRow
	for _, d := range list {
		whole, err := p.archive.Event(ctx, string(d.ID))
		if err != nil {
			return nil, err
		}
		row := disputeRow{Href: "/events/" + string(d.ID)}
		if d.Figure != nil {
			row.Question = fmt.Sprintf("%s: how many were %s?", headOf(d.Event), plainType(string(d.Figure.Measure)))
			figureSides(&row, whole, d.Figure.Measure, cites)
		} else {
			row.Question, row.Words = headOf(d.Event)+": told in ways that cannot both hold", true
			if err := p.wordSides(ctx, &row, whole, cites); err != nil {
				return nil, err
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// headOf names an event in a line: "Bombing, Mosul, 13 March 2017".
func headOf(e *board.Event) string {
	words := eventTitle(e)
	if e.Place != nil {
		words += ", " + e.Place.Name
	}
	return words + ", " + eventDays(e.From, e.To)
}

// figureSides are the values that origins give, on one scale.
func figureSides(row *disputeRow, e *sitrep.Event, m sitrep.Measure, cites *Cites) {
	for i := range e.Figures {
		f := &e.Figures[i]
		if f.Measure != m {
			continue
		}
		ends := endsOf(f)
		seen := map[string]bool{}
		for k := len(f.Told) - 1; k >= 0; k-- { // of each origin the latest
			t := &f.Told[k]
			if seen[t.Origin] || t.Claim == "" {
				continue
			}
			seen[t.Origin] = true
			if len(row.Sides) == mostSides {
				row.More++
				continue
			}
			mark := rangeMark(t.Low, t.Best, t.High, nil, ends)
			mark.Low, mark.High, mark.Discounted = "", "", t.Out != ""
			cite := cites.Of(t.Report, t.Claim)
			row.Sides = append(row.Sides, disputeSide{Who: cmp.Or(t.Source, t.Origin), Says: amountWords(t.Low, t.Best, t.High), Mark: &mark, Out: t.Out != "", Cite: &cite})
		}
	}
}

// wordSides are the sentence that tells an event best, and those that deny it.
func (p *Pages) wordSides(ctx context.Context, row *disputeRow, e *sitrep.Event, cites *Cites) error {
	ids := []sitrep.ClaimID{e.Lead}
	for _, d := range e.Disputes {
		if len(ids) > mostSides-1 {
			row.More++
			continue
		}
		ids = append(ids, d)
	}
	claims, err := p.archive.ClaimsOf(ctx, ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		c := claims[id]
		if c == nil {
			continue
		}
		side := disputeSide{Who: "told", Out: i > 0}
		if i > 0 {
			side.Who = "against it"
		}
		if a := c.Claim.Attribution; a != nil && a.Name != "" {
			side.Who = a.Name + ", " + side.Who
		}
		q, cite := quoteOf(c), cites.Of(c.Report.ID, id)
		side.Quote, side.Cite = &q, &cite
		row.Sides = append(row.Sides, side)
	}
	return nil
}
