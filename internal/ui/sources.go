package ui

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/origin"
	"sitrep/internal/store"
)

// sourcesRoutes are the list of outlets and origins and the page of each.
func (p *Pages) sourcesRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /sources", p.overBoard(p.sources))
	mux.HandleFunc("GET /sources/{source}", p.overBoard(p.source))
}

// sourcesView is the list of outlets, with origins and who prints whom beside it.
type sourcesView struct {
	paged
	Scope      Scope
	Outlets    []outletRow
	Total      board.Outlet // of all outlets
	Unnamed    int          // reports that name no publisher
	Origins    []originRow
	AllOrigins int
	Copying    *copying
}

// outletRow is an outlet of the list.
type outletRow struct {
	Name, Href              string
	Reports, Copies, Claims int
	Share                   int // copies of its reports, in hundredths
	First, Last             string
}

// originRow is an origin: whom claims go back to.
type originRow struct {
	Name, Href, Kind         string
	Country                  string // that tells it from others of its name, in words
	Outlets, Reports, Claims int
	First, Last              string
	Passes                   []string // the outlets that pass it on most
	Cites                    []Cite
}

// originKinds are the kinds of origins in words.
var originKinds = map[origin.Kind]string{origin.Party: "body or person", origin.Agency: "agency", origin.Outlet: "outlet's own word"}

// sideOrigins is how many origins stand beside the outlets.
const sideOrigins = 25

// sources writes the list of outlets.
func (p *Pages) sources(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	v := sourcesView{Scope: s}
	want := geo.Fold(s.Text)
	found := b.Outlets[:0:0]
	for i := range b.Outlets {
		o := &b.Outlets[i]
		v.Total.Reports, v.Total.Copies, v.Total.Claims = v.Total.Reports+o.Reports, v.Total.Copies+o.Copies, v.Total.Claims+o.Claims
		if o.Name == "" {
			v.Unnamed = o.Reports
			continue
		}
		if want == "" || strings.Contains(geo.Fold(o.Name), want) {
			found = append(found, *o)
		}
	}
	if found, v.paged, err = pageOf(found, s, "/sources"); err != nil {
		return err
	}
	for i := range found {
		v.Outlets = append(v.Outlets, outletRowOf(&found[i]))
	}
	var cites Cites
	for i := range b.Sources {
		x := &b.Sources[i]
		if want != "" && !strings.Contains(geo.Fold(x.Name), want) {
			continue
		}
		v.AllOrigins++
		if len(v.Origins) < sideOrigins {
			v.Origins = append(v.Origins, originRowOf(x, &cites, 2))
		}
	}
	if want == "" {
		v.Copying = copyingOf(b.Copying)
	}
	return p.write(w, r, http.StatusOK, "sources", page{Title: "Sources", Section: "sources", Cites: &cites, Data: v})
}

func outletRowOf(o *board.Outlet) outletRow {
	row := outletRow{Name: o.Name, Href: atSource(o.Name), Reports: o.Reports, Copies: o.Copies, Claims: o.Claims, First: dayWords(o.First), Last: dayWords(o.Last)}
	if o.Reports > 0 {
		row.Share = (100*o.Copies + o.Reports/2) / o.Reports
	}
	return row
}

func originRowOf(x *board.Source, c *Cites, sayings int) originRow {
	row := originRow{Name: x.Name, Href: atOrigin(x), Country: countryName(x.Country), Kind: cmp.Or(originKinds[x.Kind], string(x.Kind)), Outlets: len(x.Outlets), Reports: x.Reports, Claims: x.Claims, First: dayWords(x.First), Last: dayWords(x.Last)}
	for _, o := range x.Outlets[:min(len(x.Outlets), 3)] {
		row.Passes = append(row.Passes, cmp.Or(o.Outlet, notTold))
	}
	for _, t := range x.Latest[:min(len(x.Latest), sayings)] {
		row.Cites = append(row.Cites, c.Of(t.Report, t.Claim))
	}
	return row
}

// sourceView is the page of an outlet, or of an origin.
type sourceView struct {
	Name    string
	Outlet  *outletRow // nil where no report is published by it
	Origins []originRow
	Prints  []countedLine // whose reports it prints
	Printed []countedLine // who prints its reports
	Passes  []countedLine // the origins that it passes on
	Passing []countedLine // who passes it on
	Sayings []quote
	Reports []reportLine
	More    string // the address of all its reports
}

// reportLine is a report of a list.
type reportLine struct {
	Title, Href string
	Untitled    bool // Title is how the text begins
	Day         string
	Claims      int
	Copies      int
	CopyOf      string // the address of the report that it prints
	Fault       string
	Author      string
}

// How many reports an outlet's page lists, and how many sentences an origin's page shows.
const (
	mostReportLines = 25
	mostQuotes      = 6
)

// source writes the page of an outlet or an origin.
func (p *Pages) source(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	name, err := nameIn(r, "source")
	if err != nil {
		return err
	}
	v := sourceView{Name: name}
	fold := geo.Fold(name)
	wanted := func(x *board.Source) bool { return fold != "" && geo.Fold(x.Name) == fold }
	if k := slices.IndexFunc(b.Sources, func(x board.Source) bool { return x.Key == name }); k >= 0 { // one of several of that name
		fold, v.Name = "", b.Sources[k].Name
		wanted = func(x *board.Source) bool { return x.Key == name }
	}
	is := func(s string) bool { return s == v.Name && s != "" }
	i := slices.IndexFunc(b.Outlets, func(o board.Outlet) bool { return o.Name != "" && o.Name == name })
	if i < 0 && fold != "" {
		i = slices.IndexFunc(b.Outlets, func(o board.Outlet) bool { return o.Name != "" && geo.Fold(o.Name) == fold })
	}
	if i >= 0 {
		row := outletRowOf(&b.Outlets[i])
		v.Outlet, v.Name = &row, b.Outlets[i].Name
	}
	var cites Cites
	var said []sitrep.ClaimID
	for k := range b.Sources {
		x := &b.Sources[k]
		if wanted(x) {
			if v.Outlet == nil {
				v.Name = x.Name
			}
			v.Origins = append(v.Origins, originRowOf(x, &cites, mostQuotes))
			for _, o := range x.Outlets[:min(len(x.Outlets), sideLines)] {
				v.Passing = append(v.Passing, countedLine{Name: cmp.Or(o.Outlet, notTold), Href: atSource(o.Outlet), N: o.Reports})
			}
			for _, t := range x.Latest {
				said = append(said, t.Claim)
			}
		}
		if v.Outlet != nil && len(v.Passes) < 400 {
			if n := slices.IndexFunc(x.Outlets, func(o board.Passing) bool { return is(o.Outlet) }); n >= 0 && x.Name != v.Name {
				v.Passes = append(v.Passes, countedLine{Name: x.Name, Href: atOrigin(x), N: x.Outlets[n].Reports})
			}
		}
	}
	if v.Outlet == nil && len(v.Origins) == 0 {
		return p.nobody(w, r, "sources", noSource(b, name))
	}
	for _, c := range b.Copying {
		if is(c.By) {
			v.Prints = append(v.Prints, countedLine{Name: cmp.Or(c.From, notTold), Href: atSource(c.From), N: c.Reports})
		}
		if is(c.From) && c.By != c.From {
			v.Printed = append(v.Printed, countedLine{Name: cmp.Or(c.By, notTold), Href: atSource(c.By), N: c.Reports})
		}
	}
	for _, list := range []*[]countedLine{&v.Prints, &v.Printed, &v.Passes, &v.Passing} {
		slices.SortStableFunc(*list, func(a, b countedLine) int { return cmp.Compare(b.N, a.N) })
		*list = (*list)[:min(len(*list), sideLines)]
		shares(*list)
	}
	rows, err := p.archive.ClaimsOf(r.Context(), said[:min(len(said), mostQuotes)])
	if err != nil {
		return err
	}
	for _, id := range said[:min(len(said), mostQuotes)] {
		if row := rows[id]; row != nil {
			v.Sayings = append(v.Sayings, quoteOf(row))
		}
	}
	if v.Outlet != nil {
		reports, err := p.archive.Reports(r.Context(), store.Filter{Publisher: v.Name, Limit: mostReportLines})
		if err != nil {
			return err
		}
		for i := range reports.Rows {
			v.Reports = append(v.Reports, reportLineOf(&reports.Rows[i]))
		}
		if reports.Next != "" {
			v.More = "/reports?" + publisherQuery(v.Name)
		}
	}
	return p.write(w, r, http.StatusOK, "source", page{Title: v.Name, Section: "sources", Cites: &cites, Data: v})
}

func reportLineOf(r *store.ReportRow) reportLine {
	l := reportLine{Title: string(r.Title), Href: readerAt(r.ID, ""), Day: dayWords(r.Published), Claims: r.Claims, Copies: r.Copies, Fault: r.Fault, Author: string(r.Author)}
	if l.Title == "" {
		l.Title, l.Untitled = cmp.Or(r.Opening, string(r.ID)), true
	}
	if r.Lead != "" && r.Lead != r.ID {
		l.CopyOf = readerAt(r.Lead, "")
	}
	return l
}

func noSource(b *board.Board, name string) nobody {
	n := nobody{What: "The archive has no outlet and no origin called " + name, More: []offer{{"All sources", "/sources"}, {"Search the reports for it", Scope{Text: name}.At("/search")}}}
	var list []offer
	for i := range max(len(b.Outlets), len(b.Sources)) { // those with most reports of both come first
		if i < len(b.Outlets) {
			list = append(list, offer{b.Outlets[i].Name, atSource(b.Outlets[i].Name)})
		}
		if i < len(b.Sources) {
			list = append(list, offer{b.Sources[i].Name, atOrigin(&b.Sources[i])})
		}
		if len(list) >= mostAlike {
			break
		}
	}
	n.Offers = alike(name, list)
	return n
}
