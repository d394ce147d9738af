package ui

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/export"
	"sitrep/internal/review"
	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// Bounds of what the page of an event shows.
const (
	mostCites   = 6   // citations of one statement
	mostMembers = 100 // reports with their sentences
)

// eventPage is what the page of an event shows.
type eventPage struct {
	*ask.EventView
	Mark     typeMark
	Family   string // in words
	Name     string
	Lead     *quote
	LeadCite Cite
	Grounds  []groundRow
	Parties  []partyRows
	Places   []toldPlaceRow
	Figures  []toldFigureRow
	Sides    []disagreement
	Members  []memberRow
	More     int // members that are not shown
	Against  []evidenceRow
	History  []recordRow
	Kept     bool // decisions of others are kept from who asks, who has not decided yet
	Map      *where
	MapNote  string // why there is no map
}

// groundRow is a rule that held, in words.
type groundRow struct {
	Words string
	First bool // it gave the grade
	Cites []Cite
	More  int
}

// partyRows are who has a part in a role.
type partyRows struct {
	Role    string
	Parties []partyRow
}

type partyRow struct {
	Name, Href string
	Origins    int
	Cites      []Cite
	More       int
}

// toldPlaceRow is a place as claims name it.
type toldPlaceRow struct {
	Name, Also, Href string
	Reports          int
	Cites            []Cite
	More             int
}

// memberRow is what one report tells of the event.
type memberRow struct {
	Report *store.ReportRow
	Main   bool
	Copies int // reports of the event that are one origin's text with it
	Join   *sitrep.Join
	Why    string
	Claims []evidenceRow
}

// Joined names a report that another was joined to.
func (v *eventPage) Joined(id sitrep.ReportID) string {
	for _, c := range v.Claims {
		if c.Report.ID == id {
			return cmp.Or(string(c.Report.Publisher), titleOf(&c.Report))
		}
	}
	return string(id)
}

// evidenceRow is a claim of the event with its sentence.
type evidenceRow struct {
	quote
	Cite       Cite
	Label      string
	Gist       string
	Origin     string
	Confidence string
}

// recordRow is an entry of the record.
type recordRow struct {
	Time       time.Time
	What       string
	Person     string
	Why        string
	Href, Link string
	Undone     bool
}

// groundWords say what the rules of grades mean (internal/fuse/grades.tsv).
var groundWords = map[string]string{
	"rejected":    "a person rejected it, or every claim that tells it",
	"refuted":     "all that tell it were withdrawn or are refuted",
	"responsible": "the party that did it says so, or the party that it was done to, of what did it no credit",
	"mandated":    "a body with a mandate to establish it says so",
	"denied":      "a party denies it",
	"numbers":     "counts of independent origins cannot both hold",
	"doers":       "independent origins name different parties for it",
	"independent": "two or more independent origins tell it",
	"alone":       "one origin tells it",
}

// gatherEvent asks for an event. An id that leads to another event, or to one by a claim, is answered by where to go.
func (p *Pages) gatherEvent(ctx context.Context, id string) (v *ask.EventView, to string, err error) {
	whole, err := p.wholeID(ctx, id)
	if err != nil {
		return nil, "", err
	}
	if strings.HasPrefix(whole, "r-") {
		return nil, "/reports/" + whole, nil
	}
	if v, err = p.asker.Event(ctx, whole); err != nil {
		if errors.Is(err, store.ErrUnknown) && strings.HasPrefix(whole, "c-") {
			return nil, "", notFound("claim " + whole + " is in no event: it is only said, planned or possible, tells of a longer time, or is no longer counted")
		}
		return nil, "", err
	}
	if id != string(v.Event.ID) {
		return v, "/events/" + string(v.Event.ID), nil
	}
	return v, "", nil
}

// event serves the page of an event.
func (p *Pages) event(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	view, to, err := p.gatherEvent(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if to != "" {
		http.Redirect(w, r, to, http.StatusFound)
		return nil
	}
	k, err := p.known()
	if err != nil {
		return err
	}
	e := view.Event
	v := &eventPage{EventView: view, Mark: k.markOf(e.Type), Name: eventName(e)}
	v.Family = k.labels[v.Mark.Family]
	g := eventGatherer{v: v}
	if lead := view.Claims[e.Lead]; lead != nil {
		q := quoteOf(lead)
		v.Lead, v.LeadCite = &q, g.cites.Of(lead.Report.ID, lead.Claim.ID)
	}
	g.grounds()
	g.parties()
	g.places()
	g.figures()
	g.sides()
	g.evidence()
	if err := p.history(ctx, v); err != nil {
		return err
	}
	v.Map, v.MapNote = whereOf(e.Place, k.towns)
	return p.write(w, r, http.StatusOK, "event", page{Title: capital(v.Name), Section: "", Data: v})
}

// eventGatherer fills the page of an event; it numbers citations in the order of the page.
type eventGatherer struct {
	v     *eventPage
	cites Cites
}

// cite gives citations of claims that are still there, and how many more there are.
func (g *eventGatherer) cite(ids []sitrep.ClaimID) (out []Cite, more int) {
	for _, id := range ids {
		row := g.v.Claims[id]
		if row == nil {
			continue
		}
		if len(out) == mostCites {
			more++
			continue
		}
		out = append(out, g.cites.Of(row.Report.ID, id))
	}
	return out, more
}

func (g *eventGatherer) grounds() {
	for i, gr := range g.v.Event.Grounds {
		row := groundRow{Words: cmp.Or(groundWords[gr.Rule], plainType(gr.Rule)), First: i == 0}
		row.Cites, row.More = g.cite(gr.Claims)
		g.v.Grounds = append(g.v.Grounds, row)
	}
}

func (g *eventGatherer) parties() {
	for _, role := range sitrep.Roles {
		rows := partyRows{Role: string(role)}
		for i := range g.v.Event.Parties {
			if pa := &g.v.Event.Parties[i]; pa.Role == role {
				row := partyRow{Name: pa.Name, Origins: pa.Origins}
				if pa.Ref != "" {
					row.Href = atActor(string(pa.Ref))
				}
				row.Cites, row.More = g.cite(pa.Claims)
				rows.Parties = append(rows.Parties, row)
			}
		}
		g.v.Parties = append(g.v.Parties, rows)
	}
}

// places are the places that the claims name, those of most reports first.
func (g *eventGatherer) places() {
	byName := map[string]*toldPlaceRow{}
	claims := map[string][]sitrep.ClaimID{}
	reports := map[string]map[sitrep.ReportID]bool{}
	var names []string
	for _, m := range g.v.ByDay() {
		for _, id := range m.Claims {
			c := g.v.Claims[id]
			if c == nil || c.Claim.Place == nil || c.Claim.Place.Name == "" {
				continue
			}
			pl := c.Claim.Place
			key := pl.Name + "\x00" + string(pl.Country)
			if byName[key] == nil {
				byName[key] = &toldPlaceRow{Name: pl.Name, Also: placeAlso(pl), Href: atTold(pl)}
				reports[key] = map[sitrep.ReportID]bool{}
				names = append(names, key)
			}
			claims[key] = append(claims[key], id)
			reports[key][m.Report] = true
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(reports[b]), len(reports[a])), strings.Compare(a, b))
	})
	for _, key := range names {
		row := byName[key]
		row.Reports = len(reports[key])
		row.Cites, row.More = g.cite(claims[key])
		g.v.Places = append(g.v.Places, *row)
	}
}

// placeAlso says how exactly a place is told.
func placeAlso(p *sitrep.Place) string {
	parts := []string{}
	if p.Qualifier != "" && p.Relation != "" {
		parts = append(parts, string(p.Relation))
	}
	if p.Precision != "" {
		parts = append(parts, string(p.Precision))
	}
	return strings.Join(parts, ", ")
}

// evidence are the members with their sentences, and what speaks against the event.
func (g *eventGatherer) evidence() {
	e := g.v.Event
	joins := map[sitrep.ReportID]*sitrep.Join{}
	for i := range e.Joined {
		joins[e.Joined[i].Report] = &e.Joined[i]
	}
	rows := map[sitrep.ReportID]*store.ReportRow{}
	same := map[string]int{}
	for i := range e.Members {
		same[e.Members[i].Origin]++
	}
	for _, c := range g.v.Claims {
		rows[c.Report.ID] = &c.Report
	}
	for _, m := range g.v.ByDay() {
		row := memberRow{Report: rows[m.Report], Main: m.Main, Copies: same[m.Origin] - 1, Join: joins[m.Report]}
		if row.Report == nil {
			continue
		}
		if len(g.v.Members) == mostMembers {
			g.v.More++
			continue
		}
		if row.Join != nil {
			row.Why = strings.ReplaceAll(strings.Join(row.Join.Why, ", "), "_", " ")
		}
		for _, id := range m.Claims {
			if c := g.v.Claims[id]; c != nil {
				row.Claims = append(row.Claims, g.row(c))
			}
		}
		g.v.Members = append(g.v.Members, row)
	}
	for _, id := range e.Disputes {
		if c := g.v.Claims[id]; c != nil {
			g.v.Against = append(g.v.Against, g.row(c))
		}
	}
}

func (g *eventGatherer) row(c *store.ClaimRow) evidenceRow {
	cv := claimView{Claim: &c.Claim}
	return evidenceRow{quote: quoteOf(c), Cite: g.cites.Of(c.Report.ID, c.Claim.ID), Label: wording.Label(&c.Claim), Gist: cv.Gist(),
		Origin: wording.Origin(g.v.Origins[c.Claim.ID].ClaimOrigin), Confidence: cv.Confidence()}
}

// verdictWords say what a person did.
var verdictWords = map[sitrep.Verdict]string{sitrep.Accepted: "accepted", sitrep.Rejected: "rejected", sitrep.Corrected: "corrected",
	sitrep.SameEvent: "said that two claims tell one happening", sitrep.OtherEvent: "said that two claims tell different happenings", sitrep.Undone: "took a review back"}

// history is what the record tells of the event, the latest first: reports that came in, what people decided, what was joined.
func (p *Pages) history(ctx context.Context, v *eventPage) error {
	var ids []sitrep.ClaimID
	seen := map[sitrep.ReportID]bool{}
	for _, m := range v.ByDay() {
		ids = append(ids, m.Claims...)
		for _, id := range m.Claims {
			if c := v.Claims[id]; c != nil && !seen[m.Report] {
				seen[m.Report] = true
				v.History = append(v.History, recordRow{Time: c.Report.Received, What: "report received from", Href: "/reports/" + string(m.Report), Link: cmp.Or(string(c.Report.Publisher), titleOf(&c.Report))})
			}
		}
	}
	ids = append(ids, v.Event.Disputes...)
	record, person, err := p.veil(ctx)
	if err != nil {
		return err
	}
	decided, err := p.archive.Decisions(ctx)
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(decided.Concerning(ids)) {
		if record != nil && r.Person != person && !record.By(r.Claim, person) {
			v.Kept = true
			continue
		}
		row := recordRow{Time: r.Time, What: cmp.Or(verdictWords[r.Verdict], string(r.Verdict)), Person: r.Person, Why: r.Why, Undone: decided.Undone(r.N),
			Href: "/reports/" + string(r.Claim), Link: "claim " + string(r.Claim)}
		if r.Detail.Event != "" {
			row.Link = "the event"
		}
		if set := setWords(r.Detail.Set); set != "" {
			row.What += " " + set + " of"
		}
		v.History = append(v.History, row)
	}
	moves, err := p.archive.MovesInto(ctx, string(v.Event.ID))
	if err != nil {
		return err
	}
	for _, m := range moves {
		if m.Old == m.New {
			continue
		}
		v.History = append(v.History, recordRow{Time: m.Time, What: map[string]string{"merged": "joined to this event:", "split": "split, and this is a part of it:"}[m.Kind], Link: m.Old})
	}
	slices.SortStableFunc(v.History, func(a, b recordRow) int { return b.Time.Compare(a.Time) })
	return nil
}

// setWords name the slots that a correction sets.
func setWords(set []review.Value) string {
	names := make([]string, 0, len(set))
	for i := range set {
		names = append(names, set[i].Slot)
	}
	return strings.Join(names, ", ")
}

// eventFile serves an event as data: event.csv, figures.csv or event.geojson.
func (p *Pages) eventFile(w http.ResponseWriter, r *http.Request) error {
	kinds := map[string]string{"event.csv": "text/csv; charset=utf-8", "figures.csv": "text/csv; charset=utf-8", "event.geojson": "application/geo+json"}
	file := r.PathValue("file")
	if kinds[file] == "" {
		return notFound("an event has no " + file + "; there are event.csv, figures.csv and event.geojson")
	}
	view, to, err := p.gatherEvent(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if to != "" {
		http.Redirect(w, r, to+"/"+file, http.StatusFound)
		return nil
	}
	events := []sitrep.Event{*view.Event}
	leads := func(e *sitrep.Event) export.Lead { return leadOf(view.Claims[e.Lead]) }
	var b bytes.Buffer
	switch file {
	case "event.csv":
		err = export.EventsCSV(&b, events, leads)
	case "figures.csv":
		err = export.FiguresCSV(&b, events)
	case "event.geojson":
		err = export.EventsGeoJSON(&b, events, leads)
	}
	if err != nil {
		return fmt.Errorf("event %s as %s: %w", view.Event.ID, file, err)
	}
	return sendFile(w, string(view.Event.ID)+"-"+file, kinds[file], &b)
}
