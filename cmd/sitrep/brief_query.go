package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/geo"
	"sitrep/internal/situation"
	"sitrep/internal/store"
	cleaned "sitrep/internal/text"
)

// briefQuery finds what a brief is about.
type briefQuery struct {
	controlQuery
	cmd   *briefCmd
	scope situation.BriefScope
	place *geo.Place // that is asked about, nil where the gazetteer has none
	km    float64
}

// input gathers all that the brief is made of.
func (q *briefQuery) input(con console) (situation.BriefInput, error) {
	var in situation.BriefInput
	c := q.cmd
	q.scope = situation.BriefScope{Place: c.Place, Query: c.Query, From: c.From.first, To: c.To.last, Short: c.Length == "short"}
	if c.Country != "" {
		q.scope.Country, _ = countryOf(c.Country) // checked before
	}
	if c.Place != "" {
		if err := q.where(con); err != nil {
			return in, err
		}
	}
	rows, err := q.claims()
	if err != nil {
		return in, err
	}
	in.Scope = q.scope
	if in.Events, err = q.events(rows); err != nil {
		return in, err
	}
	for _, r := range rows {
		o, err := q.from.of(q.ctx, &r.Report, r.Claim.ID)
		if err != nil {
			return in, err
		}
		in.Claims = append(in.Claims, sourced(r, o))
		if r.Report.Received.After(in.AsOf) {
			in.AsOf = r.Report.Received
		}
	}
	if in.Spells, err = q.held(&in); err != nil {
		return in, err
	}
	if err := q.relations(&in); err != nil {
		return in, err
	}
	if err := q.named(&in); err != nil {
		return in, err
	}
	in.Compare = c.Since
	if !c.Since {
		return in, nil
	}
	var ok bool
	if in.Since, ok, err = q.archive.LastBrief(q.ctx, q.key()); err != nil || !ok {
		return in, err
	}
	in.Old, err = q.earlier(in.Since)
	return in, err
}

// key names what the brief is about, the same for briefs about the same, over whatever days.
func (q *briefQuery) key() string {
	place := geo.Fold(q.cmd.Place)
	if q.place != nil {
		place = q.place.ID
	}
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	add("place", place)
	if q.km != 0 {
		add("within", fmt.Sprintf("%gkm", q.km))
	}
	add("country", q.scope.Country)
	add("query", strings.Join(strings.Fields(q.cmd.Query), " "))
	return cmp.Or(strings.Join(parts, " "), "all")
}

// earlier is what the archive held of the same at a time.
func (q *briefQuery) earlier(at time.Time) (situation.Earlier, error) {
	then := *q
	then.asOf = momentFlag{at}
	then.rows, then.asked = map[sitrep.ClaimID]*store.ClaimRow{}, nil
	then.from.claims = nil
	var out situation.Earlier
	rows, err := then.claims()
	if err != nil {
		return out, err
	}
	var in situation.BriefInput
	for _, r := range rows {
		out.Claims = append(out.Claims, r.Claim.ID)
		if n := len(out.Reports); n == 0 || out.Reports[n-1] != r.Report.ID {
			out.Reports = append(out.Reports, r.Report.ID)
		}
		o, err := then.from.of(then.ctx, &r.Report, r.Claim.ID)
		if err != nil {
			return out, err
		}
		in.Claims = append(in.Claims, sourced(r, o))
	}
	if out.Events, err = then.events(rows); err != nil {
		return out, err
	}
	out.Spells, err = then.held(&in)
	return out, err
}

// relations adds who stands how to whom.
func (q *briefQuery) relations(in *situation.BriefInput) error {
	var all []situation.Telling
	for i := range in.Claims {
		if c := &in.Claims[i]; !c.Aside {
			all = append(all, situation.Telling{Claim: c.Claim, Report: c.Report.ID, Published: c.Report.Published, Origin: c.Origin, Sentence: c.Sentence})
		}
	}
	in.Actors = q.controller.Actors(all)
	return nil
}

// mostNamed is how many reports are quoted that make no claim about what is asked; mostLooked is how many are looked through for them.
const (
	mostNamed  = 60
	mostLooked = 2000
)

// named adds sentences of reports of the period that make no claim in scope: the first that names the place or the country, else the first of all.
func (q *briefQuery) named(in *situation.BriefInput) error {
	if q.scope.From.IsZero() && q.scope.To.IsZero() {
		return nil
	}
	name := ""
	switch {
	case q.cmd.Place != "":
		name = cmp.Or(q.scope.Place, q.cmd.Place)
	case q.scope.Country != "":
		for _, c := range geo.Countries() {
			if c.Alpha2 == q.scope.Country {
				name = c.Name
			}
		}
	}
	told := map[sitrep.ReportID]bool{}
	for i := range in.Claims {
		if c := &in.Claims[i]; !c.Aside && c.Claim.Confidence >= situation.Unlike {
			told[c.Report.ID] = true
		}
	}
	f := store.Filter{Text: q.cmd.Query, From: q.scope.From, To: q.scope.To, AsOf: q.asOf.Time, Limit: mostAtOnce}
	if name != "" {
		f.Text = strings.TrimSpace(`"` + strings.ReplaceAll(name, `"`, " ") + `" ` + f.Text)
	}
	for looked := 0; looked < mostLooked && len(in.Besides) < mostNamed; {
		page, err := q.archive.Reports(q.ctx, f)
		if err != nil {
			return err
		}
		for i := range page.Rows {
			looked++
			r := &page.Rows[i]
			if told[r.ID] || len(in.Besides) >= mostNamed {
				continue
			}
			s, ok, err := q.sentence(r, name)
			if err != nil {
				return err
			}
			if ok {
				in.Besides = append(in.Besides, s)
				if r.Received.After(in.AsOf) {
					in.AsOf = r.Received
				}
			}
		}
		if f.After = page.Next; page.Next == "" {
			break
		}
	}
	return nil
}

// sentence is the first sentence of a report's body that has a name, or the first of all where no name is asked for.
func (q *briefQuery) sentence(r *store.ReportRow, name string) (out situation.BriefSentence, ok bool, err error) {
	held, err := q.archive.Report(q.ctx, string(r.ID))
	if err != nil || held.Extraction == nil {
		return out, false, err
	}
	whole := held.Extraction.Report.Text
	doc, err := cleaned.Read([]byte(whole))
	if err != nil || doc.Text != whole {
		return out, false, nil
	}
	for k := range doc.Sents {
		if s := doc.Sents[k]; names(s.Of(whole), name) && doc.Blocks[s.Block].Kind == sitrep.Body {
			return situation.BriefSentence{Report: documentOf(r), Span: s.Span, Sentence: s.Of(whole)}, true, nil
		}
	}
	return out, false, nil
}

// names says that a sentence has a name, and not as part of a country's longer one: South Sudan is not Sudan.
func names(sentence, name string) bool {
	for _, c := range geo.Countries() {
		for _, longer := range append([]string{c.Name}, c.Names...) {
			if len(longer) > len(name) && strings.Contains(longer, name) {
				sentence = strings.ReplaceAll(sentence, longer, "")
			}
		}
	}
	return strings.Contains(sentence, name)
}

// events are the happenings that the rows tell of: those that the archive keeps, or where these are not up to date, or of another time, or to be
// compared with those of another time, those of the reports of the rows by themselves.
func (q *briefQuery) events(rows []*store.ClaimRow) ([]sitrep.Event, error) {
	if !q.cmd.Since && q.asOf.IsZero() {
		behind, err := q.archive.Unfused(q.ctx)
		if err != nil {
			return nil, err
		}
		if behind == 0 {
			claims := make([]sitrep.ClaimID, len(rows))
			for i, r := range rows {
				claims[i] = r.Claim.ID
			}
			return q.archive.EventsOf(q.ctx, claims)
		}
	}
	weights, err := fuse.Default()
	if err != nil {
		return nil, err
	}
	teller, err := fuse.NewTeller(fuse.TellerOptions{Weights: weights})
	if err != nil {
		return nil, err
	}
	read := map[sitrep.ReportID]*sitrep.Extraction{}
	var accounts []*fuse.Account
	for _, r := range rows {
		if _, done := read[r.Report.ID]; done {
			continue
		}
		held, err := q.archive.Report(q.ctx, string(r.Report.ID))
		if err != nil {
			return nil, err
		}
		read[r.Report.ID] = held.Extraction
		if held.Extraction != nil {
			accounts = append(accounts, weights.Accounts(held.Extraction, string(held.Lead))...)
		}
	}
	set := fuse.NewSet(weights, fuse.Options{})
	set.Load(accounts)
	var out []sitrep.Event
	for _, g := range set.Groups() {
		events, err := teller.Happenings(g, func(id sitrep.ReportID) (*sitrep.Extraction, error) { return read[id], nil })
		if err != nil {
			return nil, err
		}
		out = append(out, events...)
	}
	return out, nil
}

// holding are the types of claims that say who holds a place.
var holding = []string{"territory_gained", "control", "advance", "encirclement", "withdrawal"}

// held adds who held the places in scope, and the claims that say so.
func (q *briefQuery) held(in *situation.BriefInput) ([]situation.Spell, error) {
	sites := map[string]bool{}
	mine := map[sitrep.ClaimID]bool{}
	var scope []situation.Telling
	for i := range in.Claims {
		c := &in.Claims[i]
		mine[c.Claim.ID] = true
		scope = append(scope, situation.Telling{Claim: c.Claim, Report: c.Report.ID, Published: c.Report.Published, Sentence: c.Sentence})
	}
	for _, s := range q.controller.Sites(scope) {
		sites[s.ID] = true
	}
	// The time before the period decides who held what when it began.
	switch {
	case q.cmd.Place != "" && (q.place == nil || !broad(q.place.Kind)):
		if err := q.called(cmp.Or(q.scope.Place, q.cmd.Place)); err != nil {
			return nil, err
		}
		if q.place != nil {
			if err := q.otherNames(*q.place); err != nil {
				return nil, err
			}
		}
	case q.scope.Country != "":
		if _, err := q.fetch(store.Filter{Types: holding, Country: q.scope.Country, PublishedTo: q.scope.To}); err != nil {
			return nil, err
		}
	default:
		names := map[string]bool{}
		for _, t := range scope {
			if p := t.Claim.Place; p != nil && slices.Contains(holding, t.Claim.Type) {
				names[cmp.Or(p.Within, p.Name)] = true
			}
		}
		for _, n := range slices.Sorted(maps.Keys(names)) {
			if err := q.called(n); err != nil {
				return nil, err
			}
		}
	}
	spells, err := q.control()
	if err != nil {
		return nil, err
	}
	var out []situation.Spell
	for _, s := range spells {
		if !sites[s.Site.ID] || !q.scope.To.IsZero() && q.scope.To.Before(s.From) || !q.scope.From.IsZero() && !s.To.IsZero() && s.To.Before(q.scope.From) {
			continue
		}
		out = append(out, s)
		for _, id := range s.Claims {
			if r := q.rows[id]; !mine[id] && r != nil {
				o, err := q.from.of(q.ctx, &r.Report, id)
				if err != nil {
					return nil, err
				}
				mine[id] = true
				c := sourced(r, o)
				c.Aside = true
				in.Claims = append(in.Claims, c)
			}
		}
	}
	return out, nil
}

// sourced is a claim as a brief takes it.
func sourced(r *store.ClaimRow, o store.Origin) situation.BriefClaim {
	return situation.BriefClaim{Claim: &r.Claim, Sentence: r.Sentence, Report: documentOf(&r.Report), Origin: cmp.Or(o.Key, string(r.Report.ID))}
}

// documentOf is a report as a brief cites it.
func documentOf(r *store.ReportRow) situation.Document {
	return situation.Document{ID: r.ID, Title: r.Title, Publisher: r.Publisher, URL: r.URL, Published: r.Published, Copies: r.Copies}
}

// where settles which place is asked about.
func (q *briefQuery) where(con console) error {
	name := q.cmd.Place
	q.km = cmp.Or(q.cmd.Within, defaultWithin)
	if p, ok := q.gazetteer.ByID(name); ok {
		if q.scope.Country != "" && p.Country != "" && p.Country != q.scope.Country {
			return elsewhere(name, q.scope.Country, p)
		}
		q.settle(p)
		return nil
	}
	all := q.gazetteer.Choices(name)
	var choices []geo.Choice
	for _, c := range all {
		if q.scope.Country == "" || c.Country == q.scope.Country {
			choices = append(choices, c)
		}
	}
	if len(choices) == 0 {
		if len(all) > 0 {
			return elsewhere(name, q.scope.Country, all[0].Place)
		}
		return nil // by its name alone
	}
	first := choices[0]
	if settled := slices.IndexFunc(choices, func(c geo.Choice) bool { return c.Kind.Settled() }); settled > 0 && first.Country == choices[settled].Country && broad(first.Kind) && first.Kind != geo.Country {
		first = choices[settled]
	}
	if len(choices) > 1 && first.Weight < clearly*choices[1].Weight && q.scope.Country == "" {
		// Of namesakes the one that the archive tells most of is meant.
		if err := q.called(name); err != nil {
			return err
		}
		for _, s := range q.controller.Sites(q.tellings()) {
			if i := slices.IndexFunc(choices, func(c geo.Choice) bool { return c.ID == s.ID }); i >= 0 {
				first = choices[i]
				break
			}
		}
	}
	for _, o := range choices {
		if o.ID != first.ID && o.Country != first.Country && o.Weight*clearly >= first.Weight {
			con.fail("place", fmt.Errorf("%s is taken for %s, %s; there is also %s, %s", name, placed(first.Place), first.ID, placed(o.Place), o.ID))
			break
		}
	}
	q.settle(first.Place)
	return nil
}

// elsewhere is the error of a place that does not lie in the country that was named with it.
func elsewhere(name, country string, p geo.Place) error {
	return fmt.Errorf("--place %s: no place of that name or id is known in %s; there is %s, %s: name its country, or leave --country away", name, country, placed(p), p.ID)
}

func (q *briefQuery) settle(p geo.Place) {
	q.place = &p
	q.scope.Place, q.scope.Country = p.Name, cmp.Or(q.scope.Country, p.Country)
	if p.Located {
		lat, lon := p.Lat, p.Lon
		q.scope.Lat, q.scope.Lon = &lat, &lon
	}
}

// claims fetches what is in scope, by publication, then place in the report.
func (q *briefQuery) claims() ([]*store.ClaimRow, error) {
	var filters []store.Filter
	base := store.Filter{Text: q.cmd.Query}
	switch {
	case q.cmd.Place == "":
		base.Country = q.scope.Country
		filters = append(filters, base)
	case q.place != nil && broad(q.place.Kind):
		base.Country = q.scope.Country
		filters = append(filters, base)
	default:
		named := base
		named.Place = q.cmd.Place
		if q.place == nil {
			named.Country = q.scope.Country
		} else {
			named.Place = q.place.Name
			if q.place.Located {
				around := base
				around.Near = &store.Circle{Lat: q.place.Lat, Lon: q.place.Lon, Km: q.km}
				filters = append(filters, around)
			}
		}
		filters = append(filters, named)
	}
	found := map[sitrep.ClaimID]*store.ClaimRow{}
	for _, f := range filters {
		for _, f := range q.inTime(f) {
			rows, err := q.fetch(f)
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				if q.during(r) && q.within(&r.Claim) && !(f.Near != nil && len(r.Claim.Place.Candidates) > 1) {
					found[r.Claim.ID] = r
				}
			}
		}
	}
	if q.cmd.Place != "" || q.cmd.Country != "" {
		if err := q.besides(found); err != nil {
			return nil, err
		}
	}
	out := make([]*store.ClaimRow, 0, len(found))
	for _, r := range found {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *store.ClaimRow) int {
		return cmp.Or(strings.Compare(a.Report.Published.String(), b.Report.Published.String()), strings.Compare(string(a.Report.ID), string(b.Report.ID)),
			cmp.Compare(a.Claim.Evidence.Start, b.Claim.Evidence.Start), strings.Compare(string(a.Claim.ID), string(b.Claim.ID)))
	})
	return out, nil
}

// inTime asks for what was published in the period, and for what was published later and tells of it.
func (q *briefQuery) inTime(f store.Filter) []store.Filter {
	f.PublishedFrom, f.PublishedTo = q.scope.From, q.scope.To
	out := []store.Filter{f}
	if !q.scope.To.IsZero() {
		later := f
		later.PublishedFrom, later.PublishedTo = q.scope.To.AddDays(1), sitrep.Date{}
		later.From, later.To = q.scope.From, q.scope.To
		out = append(out, later)
	}
	if q.narrow() && !(q.scope.From.IsZero() && q.scope.To.IsZero()) {
		undated := f
		undated.PublishedFrom, undated.PublishedTo, undated.Undated = sitrep.Date{}, sitrep.Date{}, true
		out = append(out, undated)
	}
	return out
}

// narrow says that the brief is not about all that the archive holds.
func (q *briefQuery) narrow() bool { return q.cmd.Place+q.cmd.Country+q.cmd.Query != "" }

// during says that a claim is about the period: by the day that it gives, else by that of its report. One about a longer time counts where
// its report was published in the period. What has no day at all counts, too, where the brief is about something: it is told apart.
func (q *briefQuery) during(r *store.ClaimRow) bool {
	from, to := q.scope.From, q.scope.To
	in := func(first, last sitrep.Date) bool {
		return (from.IsZero() || !last.Before(from)) && (to.IsZero() || !to.Before(first))
	}
	published := !r.Report.Published.IsZero() && in(r.Report.Published, r.Report.Published)
	t := r.Claim.Time
	if t == nil || t.From.IsZero() && t.To.IsZero() {
		return published || from.IsZero() && to.IsZero() || r.Report.Published.IsZero() && q.narrow()
	}
	first, last := t.From, t.To
	if first.IsZero() || last.IsZero() {
		return published
	}
	if !in(first, last) {
		return false
	}
	return published || (from.IsZero() || !first.Before(from)) && (to.IsZero() || !to.Before(last))
}

// within says that a claim's place lies in the division that is asked for, where one is; all else was asked of the archive.
func (q *briefQuery) within(c *sitrep.Claim) bool {
	if q.place == nil || q.cmd.Place == "" || c.Place == nil {
		return true
	}
	p := c.Place
	if !broad(q.place.Kind) {
		return p.Country == "" || q.scope.Country == "" || string(p.Country) == q.scope.Country
	}
	if q.place.Kind == geo.Country {
		return true
	}
	names := []string{p.Name, p.Within}
	for _, name := range names {
		if geo.Fold(name) == geo.Fold(q.place.Name) {
			return true
		}
		for _, b := range q.gazetteer.Candidates(name) {
			if b.ID == q.place.ID {
				return true
			}
			if p.Lat != nil && p.Lon != nil && b.Located && geo.Distance(b.Lat, b.Lon, *p.Lat, *p.Lon) <= aroundKm {
				return b.Admin1 == q.place.Name && b.Country == q.place.Country
			}
		}
	}
	return false
}

// unplaced says that a claim names no place, or one by a common noun alone: "the market".
func unplaced(c *sitrep.Claim) bool {
	p := c.Place
	return p == nil || p.Country == "" && p.Lat == nil && strings.ToLower(p.Name) == p.Name
}

// mostReports is how many reports are asked for their claims without a place.
const mostReports = 2000

// besides adds the claims without a place of reports whose every other claim is in scope: who says to have done it, what was said of it.
func (q *briefQuery) besides(found map[sitrep.ClaimID]*store.ClaimRow) error {
	reports := map[sitrep.ReportID]bool{}
	for _, r := range found {
		reports[r.Report.ID] = true
	}
	list := make([]sitrep.ReportID, 0, len(reports))
	for id := range reports {
		list = append(list, id)
	}
	slices.Sort(list)
	for _, id := range list[:min(mostReports, len(list))] {
		rows, err := q.fetch(store.Filter{Report: id})
		if err != nil {
			return err
		}
		about := true
		for _, r := range rows {
			about = about && (unplaced(&r.Claim) || found[r.Claim.ID] != nil)
		}
		for _, r := range rows {
			if about && unplaced(&r.Claim) && q.during(r) {
				found[r.Claim.ID] = r
			}
		}
	}
	return nil
}
