package ui

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/board"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
)

// actorView is what the page of a party shows.
type actorView struct {
	situation.Fighter
	Kind, Country  string // in words
	Names          []string
	MoreNames      []string
	PartOf         *offer
	Parts          []offer
	Standing       *situation.Standing // nil where nothing is told of it as a fact
	Told           string
	Tools          []offer
	Strip          *strip
	Bonds          []bondView
	Backers, Backs []tieLine // who arms, trains or backs it, and whom it does
	Bands          *bands
	Spells         []spellRow
	Unlisted       int
	Families       []familyLine
	Months         *months
	Sums           []sumView
	Figures        []figureRow
	Gives          []figureRow // figures that go back to it
	Latest         []eventRow
}

// bondView is one kind of relation of a party.
type bondView struct {
	ID, Title string
	Rows      []relationView
	Left      int
}

// relationView is how a party stands to another.
type relationView struct {
	Other                   offer
	Kind                    string
	New                     bool
	Events, Origins, Claims int
	First, Last             string
	Ways                    string // who acts on whom
	Places                  string
	Cites                   cited
	Apart                   []apartLine
	Quote                   *quote // of its latest claim, where it was asked for
}

// apartLine is what is told in other ways than as fact.
type apartLine struct {
	Told  string
	N     int
	Cites cited
}

// The titles of the bonds, and how what is kept apart is called.
var (
	bondTitles = map[situation.Bond]string{situation.Against: "Against", situation.Beside: "Beside", situation.Truce: "Agreed to stop fighting with", situation.Parted: "Left the side of"}
	apartNames = map[situation.Certainty]string{situation.Charged: "alleged", situation.Perhaps: "possible", situation.Planned: "announced or planned", situation.Disputed: "denied, or told not to be so"}
)

// How many relations of a bond are listed, how many of them with a sentence, and how many names of a party stand in its head.
const (
	mostRelations = 30
	mostQuoted    = 4
	mostNames     = 8
)

// party finds a party by its id or name; ok is false where neither the archive nor the registry knows it.
func (p *Pages) party(b *board.Board, name, country string) (f situation.Fighter, ok bool) {
	if s := b.Standing(name); s != nil {
		return s.Fighter, true
	}
	if list := b.RelationsOf(name); len(list) > 0 { // told of in doubt alone
		if list[0].A.ID == name {
			return list[0].A, true
		}
		return list[0].B, true
	}
	fold := geo.Fold(name)
	for i := range b.Actors.Standings {
		if s := &b.Actors.Standings[i]; geo.Fold(s.Name) == fold && fold != "" && (country == "" || s.Country == country) {
			return s.Fighter, true
		}
	}
	side := situation.New(p.asker.Registry(), p.gazetteer).Side(name, country)
	if side.ID == "" || side.Name == "" {
		return f, false
	}
	if s := b.Standing(side.ID); s != nil {
		return s.Fighter, true
	}
	f = situation.Fighter{Party: side}
	switch a := p.asker.Registry().Named(side.Name); {
	case a != nil:
		f.Kind, f.Country = a.Kind, a.Country
	case strings.HasPrefix(side.ID, statePrefix):
		f.Kind, f.Country = "state", strings.TrimPrefix(side.ID, statePrefix)
	default: // words that the rules take for a name: nobody that is known
		return f, false
	}
	return f, true
}

// statePrefix is how the ids of governments begin.
const statePrefix = "state:"

// actor writes the page of a party.
func (p *Pages) actor(w http.ResponseWriter, r *http.Request, b *board.Board) error {
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	name, err := nameIn(r, "actor")
	if err != nil {
		return err
	}
	f, ok := p.party(b, name, s.Country)
	if !ok {
		return p.nobody(w, r, "actors", noParty(b, name))
	}
	v := actorView{Fighter: f, Kind: kindName(f.Kind), Standing: b.Standing(f.ID)}
	if f.Country != "" {
		v.Country = countryName(f.Country)
	}
	p.callNames(&v)
	if st := v.Standing; st != nil {
		v.Told = daysWords(st.First, st.Last)
	}
	v.Tools = []offer{{"Search", Scope{Text: `"` + strings.ReplaceAll(f.Name, `"`, "") + `"`}.At("/search")}, {"Brief", Scope{Text: `"` + strings.ReplaceAll(f.Name, `"`, "") + `"`}.At("/brief")}}
	var cites Cites
	relations := b.RelationsOf(f.ID)
	if err := p.relations(r.Context(), &v, relations, &cites); err != nil {
		return err
	}
	v.Strip = stripOf(relations, f.ID, b.Latest())
	v.holds(b, &cites)
	events := b.TookPart(f.ID)
	v.Families = familiesOf(b, events)
	v.Months = monthsOf(b, events, "months", "Events that "+f.Name+" took part in, over time", Scope{})
	v.counts(b, events, &cites)
	if v.Latest, err = p.rowsOf(r.Context(), b, &cites, events[:min(len(events), mostLatest)]); err != nil {
		return err
	}
	return p.write(w, r, http.StatusOK, "actor", page{Title: f.Name, Section: "actors", Cites: &cites, Data: v})
}

// callNames fills in how else the party is called, and whom it is part of, as the registry has it.
func (p *Pages) callNames(v *actorView) {
	registry := p.asker.Registry()
	a := registry.Named(v.Name)
	if a == nil {
		a = registry.Called(v.Name)
	}
	if a == nil || v.New {
		return
	}
	var all []string
	for _, n := range a.Aliases {
		if n != v.Name && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	v.Names, v.MoreNames = all[:min(len(all), mostNames)], all[min(len(all), mostNames):]
	if a.PartOf != "" {
		v.PartOf = &offer{a.PartOf, atActor(a.PartOf)}
	}
	for _, part := range registry.Parts(a.Name) {
		if len(v.Parts) == mostNames {
			break
		}
		v.Parts = append(v.Parts, offer{part.Name, atActor(part.Name)})
	}
}

// relations fills in how the party stands to others.
func (p *Pages) relations(ctx context.Context, v *actorView, list []*situation.Relation, cites *Cites) error {
	var quoted []sitrep.ClaimID
	for _, bond := range situation.Bonds {
		view := bondView{ID: string(bond), Title: bondTitles[bond]}
		for _, r := range list {
			if r.Bond != bond {
				continue
			}
			if len(view.Rows) == mostRelations {
				view.Left++
				continue
			}
			if n := len(r.Claims); n > 0 && len(view.Rows) < mostQuoted {
				quoted = append(quoted, r.Claims[n-1])
			}
			view.Rows = append(view.Rows, relationOf(r, v.ID, cites))
			if bond == situation.Beside {
				o, _ := r.Other(v.ID)
				by, on := ways(r, v.ID)
				if on > 0 {
					v.Backers = append(v.Backers, tieLine{o.Name, atActor(o.ID), on})
				}
				if by > 0 {
					v.Backs = append(v.Backs, tieLine{o.Name, atActor(o.ID), by})
				}
			}
		}
		if len(view.Rows) > 0 {
			v.Bonds = append(v.Bonds, view)
		}
	}
	for _, ties := range []*[]tieLine{&v.Backers, &v.Backs} {
		slices.SortStableFunc(*ties, func(a, b tieLine) int { return cmp.Compare(b.Events, a.Events) })
		*ties = (*ties)[:min(len(*ties), mostNames)]
	}
	rows, err := p.archive.ClaimsOf(ctx, quoted)
	if err != nil {
		return err
	}
	for i := range v.Bonds {
		for k := range v.Bonds[i].Rows {
			row := &v.Bonds[i].Rows[k]
			if len(row.Cites.First) == 0 || k >= mostQuoted {
				continue
			}
			if c := rows[row.Cites.First[0].Claim]; c != nil { // the latest comes first
				q := quoteOf(c)
				row.Quote = &q
			}
		}
	}
	return nil
}

// ways are how many claims say that a party acts on the other, and that the other acts on it.
func ways(r *situation.Relation, id string) (by, on int) {
	if r.A.ID == id {
		return r.AtoB, r.BtoA
	}
	return r.BtoA, r.AtoB
}

func relationOf(r *situation.Relation, id string, cites *Cites) relationView {
	o, _ := r.Other(id)
	row := relationView{Other: offer{o.Name, atActor(o.ID)}, Kind: kindName(o.Kind), New: o.New, Events: r.Events, Origins: r.Origins, Claims: len(r.Claims), First: dayWords(r.First), Last: dayWords(r.Last),
		Cites: citesOf(cites, r.Claims)}
	by, on := ways(r, id)
	var words []string
	if by > 0 {
		words = append(words, number(by)+" by it")
	}
	if on > 0 {
		words = append(words, number(on)+" on it")
	}
	if n := len(r.Claims) - by - on; n > 0 && len(words) > 0 {
		words = append(words, number(n)+" not said which way")
	}
	row.Ways = strings.Join(words, ", ")
	var places []string
	for _, p := range r.Places[:min(len(r.Places), 3)] {
		places = append(places, p.Name)
	}
	row.Places = strings.Join(places, ", ")
	for _, k := range situation.Doubts {
		if b, ok := r.Apart[k]; ok {
			row.Apart = append(row.Apart, apartLine{apartNames[k], len(b.Claims), citesOf(cites, b.Claims)})
		}
	}
	return row
}

// holds fills in what the party is told to have held.
func (v *actorView) holds(b *board.Board, cites *Cites) {
	var own []*situation.Spell
	days := map[string]int{}
	for i := range b.Spells {
		s := &b.Spells[i]
		if s.Holder.ID != v.ID {
			continue
		}
		own = append(own, s)
		end := s.To
		if end.IsZero() {
			end = b.Latest()
		}
		days[s.Site.ID] += max(0, daysFrom(s.From, end)) + 1
	}
	if len(own) == 0 {
		return
	}
	var rows []bandRow
	var all []*situation.Spell
	for _, id := range mostOf(days, mostBands) {
		spells := b.SpellsOf(id)
		all = append(all, spells...)
		rows = append(rows, bandRow{spells[0].Site.Name, spells})
	}
	known := fillsOf(b, all, b.Latest())
	v.Bands = bandsOf("bands", "Who held the places that "+v.Name+" held longest, over time", rows, known, b.Latest())
	slices.SortStableFunc(own, func(x, y *situation.Spell) int {
		return cmp.Or(-strings.Compare(x.From.String(), y.From.String()), strings.Compare(x.Site.Name, y.Site.Name))
	})
	for _, s := range own[:min(len(own), mostSpells)] {
		v.Spells = append(v.Spells, spellRowOf(s, known, cites, b.Latest()))
	}
	v.Unlisted = len(own) - len(v.Spells)
}

// counts fills in the figures of the events that the party took part in, and those that go back to it.
func (v *actorView) counts(b *board.Board, events []*board.Event, cites *Cites) {
	in := make(map[*board.Event]bool, len(events))
	for _, e := range events {
		in[e] = true
	}
	var all, gives []*board.Happening
	for i := range b.Happenings {
		h := &b.Happenings[i]
		if h.Of != nil && in[h.Of] {
			all = append(all, h)
		}
		if slices.ContainsFunc(h.Told, func(t sitrep.ToldFigure) bool { return t.Source != "" && strings.EqualFold(t.Source, v.Name) }) {
			gives = append(gives, h)
		}
	}
	v.Sums = sumsOf(b.SumsOf(all), Scope{}, cites)
	for i := range v.Sums {
		v.Sums[i].Href = ""
	}
	for _, h := range latestFigures(all, mostFigures) {
		v.Figures = append(v.Figures, figureRowOf(h, cites))
	}
	for _, h := range latestFigures(gives, mostFigures) {
		v.Gives = append(v.Gives, figureRowOf(h, cites))
	}
}

func noParty(b *board.Board, name string) nobody {
	n := nobody{What: "Neither the archive nor the registry has a party called " + name, More: []offer{{"All parties", "/actors"}, {"Search the reports for it", Scope{Text: name}.At("/search")}}}
	list := make([]offer, 0, len(b.Actors.Standings))
	for i := range b.Actors.Standings {
		s := &b.Actors.Standings[i]
		list = append(list, offer{s.Name, atActor(s.ID)})
	}
	n.Offers = alike(name, list)
	return n
}
