package ui

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"sitrep"
	"sitrep/internal/board"
)

// timelineRoutes are the timeline.
func (p *Pages) timelineRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /timeline", p.overBoard(p.timeline))
}

// timelineView is events by step.
type timelineView struct {
	Scope   Scope
	Title   string
	Board   *board.Board
	Where   placeAsked
	Form    scopeForm
	Units   []link
	Zoom    []link
	Steps   steps
	Support board.Support
	Days    string // that are drawn
	Events  []eventRow
	More    string // the list of all, "" where all are shown
}

// stepsOnPage is how many steps a timeline has at most; where a unit has more, it is not offered.
const stepsOnPage = 124

// listedSteps is how long a period is at most, in days, under which its events are listed.
const listedSteps = 31

func (p *Pages) timeline(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	scope, where, err := asked(b, s, "/timeline")
	if err != nil {
		return err
	}
	unit := board.Unit(r.URL.Query().Get("by"))
	if unit != "" && !slices.Contains(board.Units, unit) {
		return badField("by", "%q is none; give day, week, month or year", string(unit))
	}
	events := b.Select(scope)
	v := timelineView{Scope: s, Title: "Timeline", Board: b, Where: where, Form: scopeFormOf(b, s, "/timeline").filtering(b, s), Support: b.Support(events)}
	v.Form.Words = false
	if !s.Empty() {
		v.Title = "Timeline: " + viewTitle(s, where)
	}
	from, to := periodOf(b, s, events)
	if len(events) == 0 || from.IsZero() {
		return p.write(w, r, http.StatusOK, "timeline", page{Title: v.Title, Section: "timeline", Data: v})
	}
	v.Days = daysWords(from, to)
	least := board.UnitFor(from, to, stepsOnPage)
	if unit == "" || shorter(unit, least) {
		unit = board.UnitFor(from, to, dayStepsMost)
	}
	for _, u := range board.Units {
		if !shorter(u, least) {
			v.Units = append(v.Units, link{Words: "by " + string(u), Href: s.At("/timeline", "by", string(u)), On: u == unit})
		}
	}
	v.Steps = stepsOf(b.Timeline(events, unit, from, to), func(step board.Step) string {
		from, to := stepValues(unit, step)
		if unit == board.ByDay {
			return s.At("/events", "from", from, "to", to)
		}
		return s.At("/timeline", "from", from, "to", to)
	})
	v.Zoom = zoomsOf(b, s, from, to)
	var cites Cites
	if daysFrom(from, to) < listedSteps {
		if v.Events, err = p.rowsOf(r.Context(), b, &cites, events[:min(eventsOnPage, len(events))]); err != nil {
			return err
		}
	}
	if len(v.Events) < len(events) {
		v.More = s.At("/events")
	}
	return p.write(w, r, http.StatusOK, "timeline", page{Title: v.Title, Section: "timeline", Cites: &cites, Data: v})
}

// shorter says that a unit is shorter than another.
func shorter(a, b board.Unit) bool {
	return slices.Index(board.Units, a) < slices.Index(board.Units, b)
}

// zoomsOf are the periods before and after the one that is shown, of its length, and a wider one about it.
func zoomsOf(b *board.Board, s Scope, from, to sitrep.Date) []link {
	if s.First.IsZero() && s.Last.IsZero() {
		return nil
	}
	var out []link
	add := func(words string, from, to sitrep.Date) {
		a, z := periodWords(from, to)
		out = append(out, link{Words: words, Href: s.At("/timeline", "from", a, "to", z)})
	}
	first, last := from, to
	switch {
	case wholeYears(from, to):
		n := to.Year() - from.Year() + 1
		add("earlier", sitrep.NewDate(from.Year()-n, 1, 1), from.AddDays(-1))
		add("later", to.AddDays(1), sitrep.NewDate(to.Year()+n, 12, 31))
		first, last = sitrep.NewDate(from.Year()-n, 1, 1), sitrep.NewDate(to.Year()+n, 12, 31)
	case from.Day() == 1 && to.AddDays(1).Day() == 1:
		n := (to.Year()-from.Year())*12 + int(to.Month()-from.Month()) + 1
		add("earlier", sitrep.NewDate(from.Year(), from.Month()-time.Month(n), 1), from.AddDays(-1))
		add("later", to.AddDays(1), sitrep.NewDate(to.Year(), to.Month()+time.Month(n)+1, 0))
		first, last = sitrep.NewDate(from.Year(), 1, 1), sitrep.NewDate(to.Year(), 12, 31)
	default:
		n := daysFrom(from, to) + 1
		add("earlier", from.AddDays(-n), from.AddDays(-1))
		add("later", to.AddDays(1), to.AddDays(n))
		first, last = sitrep.NewDate(from.Year(), from.Month(), 1), sitrep.NewDate(to.Year(), to.Month()+1, 0)
		if first == from && last == to || n > 31 {
			first, last = sitrep.NewDate(from.Year(), 1, 1), sitrep.NewDate(to.Year(), 12, 31)
		}
	}
	add("wider: "+daysWords(first, last), first, last)
	return append(out, link{Words: "all days", Href: s.At("/timeline", "from", "", "to", "")})
}

func wholeYears(from, to sitrep.Date) bool {
	return from.Day() == 1 && from.Month() == 1 && to.Day() == 31 && to.Month() == 12
}

// periodWords writes a period as an address has it, in years and months where it is of whole ones.
func periodWords(from, to sitrep.Date) (string, string) {
	switch {
	case wholeYears(from, to):
		return strconv.Itoa(from.Year()), strconv.Itoa(to.Year())
	case from.Day() == 1 && to.AddDays(1).Day() == 1:
		return from.String()[:len("2006-01")], to.String()[:len("2006-01")]
	}
	return from.String(), to.String()
}
