package ui

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
)

// figuresRoutes are the page of figures, and its download.
func (p *Pages) figuresRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /figures", p.overBoard(p.figures))
	mux.HandleFunc("GET /figures.csv", p.overBoard(p.figuresFile))
}

// How much of each kind the page of figures shows.
const (
	groupsShown     = 40
	happeningsShown = 40
	leftShown       = 12
	seriesOffered   = 10
	valuesShown     = 200
)

// figuresAsk is what figures are asked about, beside the scope.
type figuresAsk struct {
	Scope
	Measure sitrep.Measure
	Series  string // the key of what is counted over a longer time, "" for that of which most values are told
	By      string // place, day, week, month or year
	At      sitrep.ClaimID
}

// href is the address of the page with other values (pairs of name and value).
func (q *figuresAsk) href(path string, pairs ...string) string {
	all := []string{"measure", string(q.Measure), "series", q.Series, "by", q.By}
	return q.Scope.At(path, append(all, pairs...)...)
}

// figuresView is what the page of figures shows.
type figuresView struct {
	cites    *Cites // of the page, for its print
	Ask      figuresAsk
	Title    string
	What     string // the measure in words
	Board    *board.Board
	Where    placeAsked
	Form     scopeForm
	Measures []familyType
	Bys      []link
	Sum      *board.Sum
	Mark     *RangeMark
	Cites    []Cite
	Values   int
	Reasons  []link // why figures are left out of every sum, with how many
	Series   *seriesView
	Offers   []link // other series
	Groups   []figureGroup
	MoreOf   int // groups that are not shown
	Longer   int // happenings longer than a step
	Rows     []happeningRow
	MoreRows int
	Left     []leftRow
	AllLeft  int
	Quote    *quote // of the value that is selected
	File     string
}

// figureGroup is the sum of a place or a step.
type figureGroup struct {
	Name, Href string
	board.Sum
	High string // "or more" where it is open
}

// happeningRow is the figure of one happening.
type happeningRow struct {
	*board.Happening
	Days, Where string
	Href        string // of its event
	Grade       sitrep.Grade
	Origins     int
	Cites       []Cite
	At          string
	On          bool
}

// leftRow is a figure that counts in no sum.
type leftRow struct {
	*board.Left
	Amount, Whom string
	Cite         Cite
}

func (p *Pages) figuresAsked(r *http.Request, b *board.Board) (figuresAsk, board.Scope, placeAsked, error) {
	s, err := scopeOf(r)
	q := figuresAsk{Scope: s}
	if err != nil {
		return q, board.Scope{}, placeAsked{}, err
	}
	v := r.URL.Query()
	q.Measure, q.Series, q.By, q.At = sitrep.Measure(v.Get("measure")), v.Get("series"), v.Get("by"), sitrep.ClaimID(v.Get("at"))
	if q.Measure != "" && !slices.Contains(sitrep.Measures, q.Measure) {
		return q, board.Scope{}, placeAsked{}, badField("measure", "%q is none; there are %s", string(q.Measure), strings.Join(texts(sitrep.Measures), ", "))
	}
	if q.By != "" && q.By != "place" && !slices.Contains(board.Units, board.Unit(q.By)) {
		return q, board.Scope{}, placeAsked{}, badField("by", "%q is none; give place, day, week, month or year", q.By)
	}
	scope, where, err := asked(b, s, "/figures")
	return q, scope, where, err
}

func (p *Pages) figures(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	q, scope, where, err := p.figuresAsked(r, b)
	if err != nil {
		return err
	}
	v := p.figured.get(b, q.href("/figures", "at", string(q.At)), func() figuresView { return deriveFigures(b, q, scope, where) })
	if err := p.selectedValue(r.Context(), &v); err != nil {
		return err
	}
	return p.write(w, r, http.StatusOK, "figures", page{Title: v.Title, Section: "figures", Cites: v.cites, Data: v})
}

// deriveFigures makes of the view of the archive all that the page shows but the sentence of the value that is selected.
func deriveFigures(b *board.Board, q figuresAsk, scope board.Scope, where placeAsked) figuresView {
	v := figuresView{Board: b, Where: where, Form: scopeFormOf(b, q.Scope, "/figures")}
	happenings, series := b.HappeningsOf(scope), b.SeriesOf(scope)
	v.Measures = measuresOf(happenings, series, &q)
	scope.Measure = q.Measure
	happenings = slices.DeleteFunc(happenings, func(h *board.Happening) bool { return h.Measure != q.Measure })
	series = slices.DeleteFunc(series, func(x board.Series) bool { return x.Measure != q.Measure })
	v.Form.Measures = v.Measures
	v.Ask, v.What = q, plainType(string(q.Measure))
	if q.Measure == "" {
		v.Title = "Figures"
		return v
	}
	v.Title = capital(v.What)
	if !q.Scope.Empty() {
		v.Title += ": " + viewTitle(q.Scope, where)
	}
	v.File = q.href("/figures.csv")
	cites := &Cites{}
	v.sum(b, happenings, cites)
	v.series(series, cites)
	v.groups(b, happenings)
	v.rows(happenings, cites)
	v.leftOut(b.LeftOf(scope), cites)
	v.cites = cites
	return v
}

// measuresOf are the measures of which figures are told, to choose from; where none is asked for, that of which most are told is taken.
func measuresOf(happenings []*board.Happening, series []board.Series, q *figuresAsk) []familyType {
	n := map[sitrep.Measure]int{}
	for _, h := range happenings {
		n[h.Measure]++
	}
	for i := range series {
		n[series[i].Measure] += len(series[i].Points)
	}
	if q.Measure == "" {
		for _, m := range sitrep.Measures {
			if n[m] > n[q.Measure] {
				q.Measure = m
			}
		}
	}
	var out []familyType
	for _, m := range sitrep.Measures {
		if n[m] > 0 || m == q.Measure {
			out = append(out, familyType{string(m), fmt.Sprintf("%s (%s)", plainType(string(m)), number(n[m])), m == q.Measure})
		}
	}
	return out
}

// sum is the sum over all happenings.
func (v *figuresView) sum(b *board.Board, happenings []*board.Happening, cites *Cites) {
	sums := b.SumsOf(happenings)
	if len(sums) == 0 {
		return
	}
	v.Sum = &sums[0]
	high := v.Sum.High
	if v.Sum.Open {
		high = nil
	}
	mark := rangeMark(v.Sum.Low, v.Sum.Best, high, nil, nil)
	v.Mark = &mark
	for _, h := range happenings {
		v.Values += len(h.Told)
	}
	v.Cites = sumCites(v.Sum, cites)
}

// series is what is counted over a longer time.
func (v *figuresView) series(list []board.Series, cites *Cites) {
	groups := map[string][]board.Series{}
	points := map[string]int{}
	for i := range list {
		k := seriesKey(&list[i])
		groups[k] = append(groups[k], list[i])
		points[k] += len(list[i].Points)
	}
	keys := mostOf(points, len(points))
	if len(keys) == 0 {
		return
	}
	chosen := v.Ask.Series
	if groups[chosen] == nil {
		chosen = keys[0]
	}
	for _, k := range keys[:min(seriesOffered, len(keys))] {
		v.Offers = append(v.Offers, link{Words: countedWords(&groups[k][0]), Href: v.Ask.href("/figures", "series", k), N: points[k], On: k == chosen})
	}
	v.Series = seriesViewOf(groups[chosen], v.Ask, cites)
}

// countedWords says what a series counts: "people, Aleppo".
func countedWords(x *board.Series) string {
	words := wholeWords(x)
	if x.Place != nil {
		words += ", " + x.Place.Name
	}
	return words
}

// groups are the sums by place or step.
func (v *figuresView) groups(b *board.Board, happenings []*board.Happening) {
	if len(happenings) == 0 {
		return
	}
	by := v.Ask.By
	if by == "" {
		by = "place"
		if v.Where.Area != nil && !v.Where.Area.Wide() {
			by = string(board.ByMonth)
		}
	}
	for _, u := range append([]string{"place"}, texts(board.Units)...) {
		v.Bys = append(v.Bys, link{Words: "by " + u, Href: v.Ask.href("/figures", "by", u) + "#groups", On: u == by})
	}
	var groups []board.Group
	if by == "place" {
		groups = b.ByPlaces(v.Ask.Measure, happenings)
	} else {
		var longer []*board.Happening
		groups, longer = b.BySteps(v.Ask.Measure, happenings, board.Unit(by))
		slices.Reverse(groups) // the newest first
		v.Longer = len(longer)
	}
	for i := range groups[:min(groupsShown, len(groups))] {
		g := &groups[i]
		row := figureGroup{Sum: g.Sum}
		switch {
		case by != "place":
			step := board.Step{From: g.From, To: g.To}
			row.Name = stepWords(board.Unit(by), step)
			from, to := stepValues(board.Unit(by), step)
			row.Href = v.Ask.href("/figures", "from", from, "to", to, "series", "", "by", "")
		case g.Place != nil:
			row.Name = g.Place.Name
			if atCounted(g.Place.ID, g.Place.Name, g.Place.Country) != "" {
				row.Href = v.Ask.href("/figures", "place", cmp.Or(g.Place.ID, g.Place.Name), "country", "", "series", "", "by", "")
			}
		default:
			row.Name = "place not said"
		}
		if row.High = numberOr(g.High); g.Open {
			row.High += " or more"
		}
		v.Groups = append(v.Groups, row)
	}
	v.MoreOf = len(groups) - len(v.Groups)
}

// texts are values of a kind as they are written.
func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// numberOr writes a number, a dash for none.
func numberOr(n *int) string {
	if n == nil {
		return "–"
	}
	return number(*n)
}

// rows are the happenings, the newest first.
func (v *figuresView) rows(happenings []*board.Happening, cites *Cites) {
	for i := len(happenings) - 1; i >= 0; i-- {
		h := happenings[i]
		best := bestTold(h)
		on := best != nil && v.Ask.At != "" && slices.ContainsFunc(h.Told, func(t sitrep.ToldFigure) bool { return t.Claim == v.Ask.At })
		if len(v.Rows) >= happeningsShown && !on {
			v.MoreRows++
			continue
		}
		row := happeningRow{Happening: h, Days: daysWords(h.From, h.To), On: on}
		if h.Place != nil {
			row.Where = h.Place.Name
		}
		if h.Of != nil {
			row.Href, row.Grade = "/events/"+string(h.Of.ID), h.Of.Grade
		}
		seen := map[string]bool{}
		for k := range h.Told {
			t := &h.Told[k]
			if t.Out == "" && !seen[t.Origin] {
				seen[t.Origin] = true
				row.Origins++
			}
			if t.Claim != "" && t.Out == "" && len(row.Cites) < lineCites {
				row.Cites = append(row.Cites, cites.Of(t.Report, t.Claim))
			}
		}
		if best != nil {
			row.At = v.Ask.href("/figures", "at", string(best.Claim)) + "#evidence"
		}
		v.Rows = append(v.Rows, row)
	}
}

// leftOut is what counts in no sum.
func (v *figuresView) leftOut(list []*board.Left, cites *Cites) {
	v.AllLeft = len(list)
	n := map[string]int{}
	for _, l := range list {
		n[l.Why]++
	}
	for _, why := range mostOf(n, len(n)) {
		v.Reasons = append(v.Reasons, link{Words: why, N: n[why]})
	}
	for i := len(list) - 1; i >= 0 && len(v.Left) < leftShown; i-- {
		l := list[i]
		v.Left = append(v.Left, leftRow{l, amountWords(l.Low, l.Best, l.High), l.Of, cites.Of(l.Report, l.Claim)})
	}
}

// selectedValue fetches the sentence of the value that is selected.
func (p *Pages) selectedValue(ctx context.Context, v *figuresView) error {
	if v.Ask.At == "" {
		return nil
	}
	row, err := p.claim(ctx, v.Ask.At)
	if err != nil {
		return err
	}
	q := quoteOf(row)
	v.Quote = &q
	return nil
}

// standingWords say what an origin is to what it counts.
var standingWords = map[sitrep.Standing]string{sitrep.Mandated: "mandated body", sitrep.Counter: "body that counts", sitrep.Named: "named source", sitrep.Press: "press",
	sitrep.Nameless: "source without a name", sitrep.Doer: "said to have done it"}
