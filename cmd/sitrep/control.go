package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
	"sitrep/internal/store"
	"sitrep/internal/wire"
	"sitrep/internal/wording"
)

// controlCmd tells who held places.
type controlCmd struct {
	archiveFlag
	Place   string     `help:"Name of the place, or its id in the gazetteer." placeholder:"NAME|ID"`
	Actor   string     `help:"What a party held, by its name: a group, or a country for its government and forces." placeholder:"NAME"`
	Country string     `help:"Country of the place, to tell it from its namesakes: its name or ISO 3166-1 code." placeholder:"COUNTRY"`
	At      periodFlag `help:"On that day, or in that month or year." placeholder:"DAY"`
	From    periodFlag `help:"First day of the time asked about." placeholder:"DAY"`
	To      periodFlag `help:"Last day of it." placeholder:"DAY"`
	AsOf    momentFlag `help:"The archive as it stood at the end of that day (UTC), or at a moment such as 2024-03-01T12:00:00Z." placeholder:"DAY|MOMENT"`
	Format  string     `help:"table: for people (the default), in order of time. json: an array, the best supported spell first." enum:"table,json" default:"table"`
	placesFlag
	codebookFlag
}

// Help is the long help of the command.
func (controlCmd) Help() string {
	return `Tells who held a place, and when: spells of a holder with a status (held, contested, besieged, claimed where others deny it,
unknown), each with the sentences that it rests on. A place of which nothing is told yet has no spell. The days are those that
reports give. See docs/control.md.

Examples:
  sitrep control --place Palmyra
  sitrep control --place Ramadi --at 2015-12-01
  sitrep control --place Tripoli --country Libya --format json
  sitrep control --actor 'Islamic State' --at 2015-06`
}

// Validate refuses what cannot be asked.
func (c *controlCmd) Validate() error {
	switch {
	case c.Place == "" && c.Actor == "":
		return errors.New("nothing is asked; give --place NAME, or --actor NAME")
	case !c.At.first.IsZero() && !(c.From.first.IsZero() && c.To.last.IsZero()):
		return errors.New("--at is a time of its own; give it or --from and --to")
	case backwards(c.From, c.To):
		return errBackwards("", c.From, c.To)
	}
	if c.Country != "" {
		_, err := countryOf(c.Country)
		return err
	}
	return nil
}

// Run tells.
func (c *controlCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	q, err := openControl(ctx, c.archiveFlag, c.placesFlag, c.codebookFlag, c.AsOf)
	if err != nil {
		return err
	}
	defer q.archive.Close()
	if c.Country != "" {
		q.country, _ = countryOf(c.Country) // checked before
	}
	var spells []situation.Spell
	if c.Place != "" {
		spells, err = q.place(con, c.Place)
	} else {
		spells, err = q.held(c.Actor)
	}
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; nothing was found out")
	}
	if err != nil {
		return err
	}
	if c.Place != "" && c.Actor != "" {
		if spells, err = q.of(c.Actor, spells); err != nil {
			return err
		}
	}
	spells = c.during(spells)
	if c.Format == "json" {
		text, err := marshal(c.objects(spells, &q), "  ")
		if err != nil {
			return err
		}
		return con.print(string(text))
	}
	if len(spells) == 0 {
		con.fail("", fmt.Errorf("unknown: no report of the archive says who held it then; sitrep claims --place NAME lists what is told of a place"))
		return nil
	}
	b := con.page.newBlock()
	if err := b.spellTable(ctx, spells, &q, &q.from); err != nil {
		return err
	}
	return con.print(b.out.String())
}

// during are the spells that fall into the time asked about.
func (c *controlCmd) during(spells []situation.Spell) []situation.Spell {
	first, last := c.From.first, c.To.last
	if !c.At.first.IsZero() {
		first, last = c.At.first, c.At.last
	}
	return slices.DeleteFunc(spells, func(s situation.Spell) bool {
		return !first.IsZero() && !s.To.IsZero() && s.To.Before(first) || !last.IsZero() && last.Before(s.From)
	})
}

// objects are spells as JSON gives them. Asked about a place at a time of which nothing is told, the answer is that this is unknown.
func (c *controlCmd) objects(spells []situation.Spell, q *controlQuery) []wire.Spell {
	out := []wire.Spell{}
	for i := range spells {
		s := &spells[i]
		out = append(out, wire.SpellOf(s))
	}
	if len(out) == 0 && c.Place != "" && c.Actor == "" {
		first, last := c.From.first, c.To.last
		if !c.At.first.IsZero() {
			first, last = c.At.first, c.At.last
		}
		out = append(out, wire.UnknownSpell(cmp.Or(q.site.Name, c.Place), first, last))
	}
	return out
}

// controlQuery looks up what an archive tells of places.
type controlQuery struct {
	ctx        context.Context
	archive    *store.Archive
	gazetteer  *geo.Gazetteer
	registry   *actor.Registry
	controller *situation.Controller
	country    string // ISO 3166-1 alpha-2, "" for any
	asOf       momentFlag
	from       sources
	site       situation.Site // that was asked about
	// rows are the claims fetched, asked the names of places whose claims are.
	rows  map[sitrep.ClaimID]*store.ClaimRow
	asked map[string]bool
}

// openControl opens what questions about places and parties are answered from. The caller closes the archive.
func openControl(ctx context.Context, at archiveFlag, places placesFlag, book codebookFlag, asOf momentFlag) (q controlQuery, err error) {
	q = controlQuery{ctx: ctx, asOf: asOf, rows: map[sitrep.ClaimID]*store.ClaimRow{}}
	if q.registry, err = book.registry(); err != nil {
		return q, err
	}
	if q.gazetteer, _, err = places.open(); err != nil {
		return q, err
	}
	q.controller = situation.New(q.registry, q.gazetteer)
	if q.archive, err = at.open(ctx, store.Options{ReadOnly: true}); err != nil {
		return q, err
	}
	if err = q.from.open(q.archive, book); err != nil {
		q.archive.Close()
	}
	return q, err
}

// fetch gets all claims that fit f, and gives them.
func (q *controlQuery) fetch(f store.Filter) ([]*store.ClaimRow, error) {
	f.AsOf, f.Limit = q.asOf.Time, mostAtOnce
	var out []*store.ClaimRow
	for {
		page, err := q.archive.Claims(q.ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			r := &page.Rows[i]
			if old := q.rows[r.Claim.ID]; old != nil {
				r = old
			} else {
				q.rows[r.Claim.ID] = r
			}
			out = append(out, r)
		}
		if page.Next == "" {
			return out, nil
		}
		f.After = page.Next
	}
}

// called fetches the claims about places of a name, once.
func (q *controlQuery) called(name string) error {
	key := geo.Fold(name)
	if q.asked == nil {
		q.asked = map[string]bool{}
	}
	if key == "" || q.asked[key] {
		return nil
	}
	q.asked[key] = true
	_, err := q.fetch(store.Filter{Place: name}) // in any country: a place told as "the city" has none
	return err
}

// tellings are the claims fetched, as situation takes them.
func (q *controlQuery) tellings() []situation.Telling {
	out := make([]situation.Telling, 0, len(q.rows))
	for _, r := range q.rows {
		out = append(out, situation.Telling{Claim: &r.Claim, Report: r.Report.ID, Published: r.Report.Published, Sentence: r.Sentence})
	}
	slices.SortFunc(out, func(a, b situation.Telling) int {
		return cmp.Or(strings.Compare(string(a.Report), string(b.Report)), strings.Compare(string(a.Claim.ID), string(b.Claim.ID)))
	})
	return out
}

// control gives the spells of all places whose claims were fetched. It asks for the origins of claims that say who holds a place, of no others.
func (q *controlQuery) control() ([]situation.Spell, error) {
	all := q.tellings()
	if err := q.denials(all); err != nil {
		return nil, err
	}
	all = q.tellings()
	say := q.controller.Saying(all)
	for i := range all {
		t := &all[i]
		if !say[t.Claim.ID] {
			continue
		}
		o, err := q.from.of(q.ctx, &q.rows[t.Claim.ID].Report, t.Claim.ID)
		if err != nil {
			return nil, err
		}
		t.Origin = cmp.Or(o.Key, string(t.Report))
	}
	return q.controller.Control(all), nil
}

// denials fetches what reports say that deny something, where they pass on that a party took a place: a denial need not name the place again.
func (q *controlQuery) denials(all []situation.Telling) error {
	var last sitrep.ReportID
	for i := range all {
		t := &all[i]
		if t.Report == last || t.Claim.Type != "territory_gained" || t.Claim.Attribution == nil {
			continue
		}
		last = t.Report
		if _, err := q.fetch(store.Filter{Report: t.Report, Types: []string{"statement"}}); err != nil {
			return err
		}
	}
	return nil
}

// aroundKm is how far from a place's point other names of it are looked for, in kilometres.
const aroundKm = 2

// mostBearers is how many places of a name are looked up by their points, the weightiest first.
const mostBearers = 4

// place gives the spells of the place of a name or id.
func (q *controlQuery) place(con console, name string) ([]situation.Spell, error) {
	asked := name
	var only string
	if p, ok := q.gazetteer.ByID(name); ok {
		only, asked, q.country = p.ID, p.Name, p.Country
		if err := q.otherNames(p); err != nil {
			return nil, err
		}
	}
	if err := q.called(asked); err != nil {
		return nil, err
	}
	bearers := q.gazetteer.Candidates(asked)
	for _, p := range bearers[:min(mostBearers, len(bearers))] {
		if p.Kind.Settled() && only == "" && (q.country == "" || q.country == p.Country) {
			if err := q.otherNames(p); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range q.controller.Sites(q.tellings()) {
		if p, ok := q.gazetteer.ByID(s.ID); ok && (only == "" || p.ID == only) && slices.ContainsFunc(bearers, func(c geo.Place) bool { return c.ID == p.ID }) {
			if err := q.otherNames(p); err != nil {
				return nil, err
			}
		}
	}
	spells, err := q.control()
	if err != nil {
		return nil, err
	}
	// Of the bearers of the name a town comes before its province, then those of whose holders something is told, then what most is told of.
	var sites []situation.Site
	for _, s := range q.controller.Sites(q.tellings()) {
		bears := slices.ContainsFunc(bearers, func(c geo.Place) bool { return c.ID == s.ID }) || geo.Fold(s.Name) == geo.Fold(asked)
		if bears && (only == "" || s.ID == only) && (q.country == "" || s.Country == q.country) {
			sites = append(sites, s)
		}
	}
	untold := func(s situation.Site) int {
		if slices.ContainsFunc(spells, func(p situation.Spell) bool { return p.Site.ID == s.ID }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(sites, func(a, b situation.Site) int {
		return cmp.Or(cmp.Compare(widthOf(a), widthOf(b)), cmp.Compare(untold(a), untold(b)))
	})
	if len(sites) == 0 {
		if len(bearers) == 0 {
			con.fail("place", fmt.Errorf("%s: neither the archive nor the gazetteer has a place of that name; sitrep gazetteer lookup finds others", name))
		}
		return nil, nil
	}
	q.site = sites[0]
	if others := sites[1:]; len(others) > 0 {
		var list []string
		for _, s := range others[:min(5, len(others))] {
			list = append(list, siteWords(s))
		}
		con.fail("place", fmt.Errorf("%s is taken for %s; also told of: %s", name, siteWords(q.site), strings.Join(list, "; ")))
	}
	return slices.DeleteFunc(spells, func(s situation.Spell) bool { return s.Site.ID != q.site.ID }), nil
}

// widthOf puts towns before what is wider.
func widthOf(s situation.Site) int {
	if broad(s.Kind) {
		return 1
	}
	return 0
}

// siteWords names a place so that it can be asked for.
func siteWords(s situation.Site) string {
	words := s.Name
	if s.Country != "" {
		words += " (" + s.Country + ")"
	}
	if strings.HasPrefix(s.ID, "told:") {
		return words
	}
	return words + ", " + string(s.Kind) + ", " + s.ID
}

// otherNames fetches the claims about a place by all names that reports call it by where they tell its point.
func (q *controlQuery) otherNames(p geo.Place) error {
	if !p.Located {
		return nil
	}
	rows, err := q.fetch(store.Filter{Near: &store.Circle{Lat: p.Lat, Lon: p.Lon, Km: aroundKm}})
	if err != nil {
		return err
	}
	for _, r := range rows {
		name := cmp.Or(r.Claim.Place.Within, r.Claim.Place.Name)
		if slices.ContainsFunc(q.gazetteer.Candidates(name), func(c geo.Place) bool { return c.ID == p.ID }) {
			if err := q.called(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// changes are the event types by which a party comes to hold a place.
var changes = []string{"territory_gained", "control"}

// held gives the spells for which a party held places.
func (q *controlQuery) held(name string) ([]situation.Spell, error) {
	party := q.controller.Party(name, "")
	if party.ID == "" {
		return nil, fmt.Errorf("--actor %s: no such party is known; name a group as reports do, or a country for its government", name)
	}
	filters := []store.Filter{{Types: changes, Actor: name, Country: q.country}, {Types: changes, Actor: party.Name, Country: q.country}}
	if code, ok := strings.CutPrefix(party.ID, "state:"); ok { // whose forces go by many names
		filters = []store.Filter{{Types: changes, Country: cmp.Or(q.country, code)}}
	}
	var rows []*store.ClaimRow
	for _, f := range filters {
		found, err := q.fetch(f)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	for _, r := range rows {
		if p := r.Claim.Place; p != nil {
			if err := q.called(cmp.Or(p.Within, p.Name)); err != nil {
				return nil, err
			}
		}
	}
	for _, site := range q.controller.Sites(q.tellings()) { // who has it now may be told by another of its names
		if p, ok := q.gazetteer.ByID(site.ID); ok {
			if err := q.otherNames(p); err != nil {
				return nil, err
			}
		}
	}
	spells, err := q.control()
	if err != nil {
		return nil, err
	}
	spells, err = q.of(name, spells)
	if q.country != "" {
		spells = slices.DeleteFunc(spells, func(s situation.Spell) bool { return s.Site.Country != q.country })
	}
	return spells, err
}

// of are the spells whose holder is the party of a name.
func (q *controlQuery) of(name string, spells []situation.Spell) ([]situation.Spell, error) {
	party := q.controller.Party(name, q.country)
	if party.ID == "" {
		return nil, fmt.Errorf("--actor %s: no such party is known; name a group as reports do, or a country for its government", name)
	}
	return slices.DeleteFunc(spells, func(s situation.Spell) bool { return s.Holder.ID != party.ID }), nil
}

// mostSentences is how many sentences stand under a spell.
const mostSentences = 3

// spellTable writes a line for each spell, place by place in order of time, and under it the sentences that it rests on.
func (b *block) spellTable(ctx context.Context, spells []situation.Spell, q *controlQuery, from *sources) error {
	spells = slices.Clone(spells)
	slices.SortStableFunc(spells, func(x, y situation.Spell) int {
		return cmp.Or(strings.Compare(x.Site.Name, y.Site.Name), strings.Compare(x.Site.ID, y.Site.ID), strings.Compare(x.From.String(), y.From.String()))
	})
	table := [][]piece{headings("FROM", "TO", "HOLDER", "STATUS", "PLACE", "ORIGINS")}
	for i := range spells {
		s := &spells[i]
		to := "…"
		if !s.To.IsZero() {
			to = s.To.String()
		}
		status, look := string(s.Status), plain
		if s.Status != situation.Held {
			look = doubt
		}
		if len(s.Rivals) > 0 {
			names := make([]string, len(s.Rivals))
			for k, p := range s.Rivals {
				names[k] = p.Name
			}
			status += " by " + strings.Join(names, ", ")
		}
		place := s.Site.Name
		if s.Site.Country != "" {
			place += " (" + s.Site.Country + ")"
		}
		table = append(table, []piece{{s.From.String(), plain}, {to, plain}, {cmp.Or(s.Holder.Name, "unknown"), kind}, {status, look}, {place, plain}, {wording.Number(s.Origins), count}})
	}
	return b.entries(table, true, 2, func(i int) error {
		claims := spells[i].Claims
		if spells[i].Status != situation.Held { // what disturbs it comes last
			claims = slices.Clone(claims)
			slices.Reverse(claims)
		}
		for n, id := range claims {
			if n == mostSentences {
				b.paragraph(piece{}, underIndent, piece{fmt.Sprintf("and %s; --format json names them", wording.CountOf(len(claims)-n, "claim more", "claims more")), faint})
				break
			}
			r := q.rows[id]
			o, err := from.of(ctx, &r.Report, id)
			if err != nil {
				return err
			}
			b.under(&r.Claim, r.Sentence, &r.Report, o, false)
		}
		return nil
	})
}
