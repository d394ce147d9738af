package ask

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
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

// BriefQuestion asks for a situation report. The zero BriefQuestion is about all that the archive holds.
type BriefQuestion struct {
	// Place is a name, or an id of the gazetteer; Within is how far around a town counts, in kilometres, 0 for 30.
	Place  string
	Within float64
	// Country is a name or an ISO 3166-1 code: what the brief is about, or where the place lies.
	Country string
	// Query is words and "phrases" that must all stand in the report, and -words that must not.
	Query string
	// From and To are the days, either of which may be open.
	From, To sitrep.Date
	// Short asks for one page.
	Short bool
	// Since has a section tell what changed since the last brief of the same that is remembered (store.AddBrief, by the answer's Key).
	Since bool
	// AsOf asks for the archive as it stood then; zero: now.
	AsOf time.Time
}

// BriefAnswer is a situation report.
type BriefAnswer struct {
	// Brief is nil where no report tells anything of what is asked.
	Brief *situation.Brief
	// Key names what the brief is about, the same for briefs about the same, over whatever days.
	Key string
	// Place is the one that was asked about, nil where none was or the gazetteer has none of that name.
	Place *geo.Place
	Notes []Note
}

// Brief writes a situation report. It reads all claims in scope and what was told before of who held the places, and parses the sentences that it
// tells again: under half a second for a town of a thousand claims, some seconds for a country over years, a minute of one core and 0.8 GB for all of
// 86,000 short reports. The last briefs are remembered for as long as nothing came into the archive, so that printing one that was just read costs
// nothing; two at most are made at a time, one for every two cores where there are more. The answer is shared, and is not to be changed.
func (a *Asker) Brief(ctx context.Context, ask BriefQuestion) (*BriefAnswer, error) {
	if math.IsNaN(ask.Within) || ask.Within < 0 || ask.Within > farthest {
		return nil, notSoFar(ask.Within)
	}
	if err := inOrder(ask.From, ask.To); err != nil {
		return nil, err
	}
	country, err := countryCode(ask.Country)
	if err != nil {
		return nil, err
	}
	ask.Country = country
	key, err := a.briefKey(ctx, ask)
	if err != nil {
		return nil, err
	}
	return a.briefs.get(ctx, key, func() (*BriefAnswer, error) { return a.brief(ctx, ask) })
}

// briefKey is what the brief of a question depends on now.
func (a *Asker) briefKey(ctx context.Context, ask BriefQuestion) (briefKey, error) {
	key := briefKey{question: ask}
	if !ask.AsOf.IsZero() {
		key.asOf = ask.AsOf.UnixNano()
		key.question.AsOf = time.Time{}
	}
	log, err := a.archive.Log(ctx, 0, 1)
	if err != nil {
		return key, err
	}
	for _, l := range log {
		key.seq = l.Seq
	}
	key.unfused, err = a.archive.Unfused(ctx)
	return key, err
}

func (a *Asker) brief(ctx context.Context, ask BriefQuestion) (*BriefAnswer, error) {
	parser, err := a.parser()
	if err != nil {
		return nil, err
	}
	q := briefing{asking: a.begin(ask.AsOf), ask: ask,
		scope: situation.BriefScope{Place: ask.Place, Country: ask.Country, Query: ask.Query, From: ask.From, To: ask.To, Short: ask.Short}}
	in, err := q.input(ctx)
	if err != nil {
		return nil, err
	}
	brief := situation.NewBriefer(a.registry, a.gazetteer, parser).Brief(in)
	return &BriefAnswer{Brief: brief, Key: q.key(), Place: q.place, Notes: q.notes}, nil
}

// briefing finds what a brief is about.
type briefing struct {
	*asking
	ask   BriefQuestion
	scope situation.BriefScope
	place *geo.Place // that is asked about, nil where the gazetteer has none
	km    float64
}

// input gathers all that the brief is made of.
func (q *briefing) input(ctx context.Context) (situation.BriefInput, error) {
	var in situation.BriefInput
	if q.ask.Place != "" {
		if err := q.where(ctx); err != nil {
			return in, err
		}
	}
	rows, err := q.claims(ctx)
	if err != nil {
		return in, err
	}
	in.Scope = q.scope
	if in.Events, err = q.events(ctx, rows); err != nil {
		return in, err
	}
	for _, r := range rows {
		o, err := q.origin(ctx, r)
		if err != nil {
			return in, err
		}
		in.Claims = append(in.Claims, sourced(r, o))
		if r.Report.Received.After(in.AsOf) {
			in.AsOf = r.Report.Received
		}
	}
	if in.Spells, err = q.held(ctx, &in); err != nil {
		return in, err
	}
	q.relations(&in)
	if err := q.named(ctx, &in); err != nil {
		return in, err
	}
	in.Compare = q.ask.Since
	if !q.ask.Since {
		return in, nil
	}
	var ok bool
	if in.Since, ok, err = q.archive.LastBrief(ctx, q.key()); err != nil || !ok {
		return in, err
	}
	in.Old, err = q.earlier(ctx, in.Since)
	return in, err
}

// key names what the brief is about, the same for briefs about the same, over whatever days.
func (q *briefing) key() string {
	place := geo.Fold(q.ask.Place)
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
	add("query", strings.Join(strings.Fields(q.ask.Query), " "))
	return cmp.Or(strings.Join(parts, " "), "all")
}

// earlier is what the archive held of the same at a time.
func (q *briefing) earlier(ctx context.Context, at time.Time) (situation.Earlier, error) {
	then := *q
	then.asking = q.begin(at)
	var out situation.Earlier
	rows, err := then.claims(ctx)
	if err != nil {
		return out, err
	}
	var in situation.BriefInput
	for _, r := range rows {
		out.Claims = append(out.Claims, r.Claim.ID)
		if n := len(out.Reports); n == 0 || out.Reports[n-1] != r.Report.ID {
			out.Reports = append(out.Reports, r.Report.ID)
		}
		o, err := then.origin(ctx, r)
		if err != nil {
			return out, err
		}
		in.Claims = append(in.Claims, sourced(r, o))
	}
	if out.Events, err = then.events(ctx, rows); err != nil {
		return out, err
	}
	out.Spells, err = then.held(ctx, &in)
	return out, err
}

// relations adds who stands how to whom.
func (q *briefing) relations(in *situation.BriefInput) {
	var all []situation.Telling
	for i := range in.Claims {
		if c := &in.Claims[i]; !c.Aside {
			all = append(all, situation.Telling{Claim: c.Claim, Report: c.Report.ID, Published: c.Report.Published, Origin: c.Origin, Sentence: c.Sentence})
		}
	}
	in.Actors = q.controller.Actors(all)
}

// mostNamed is how many reports are quoted that make no claim about what is asked; mostLooked is how many are looked through for them.
const (
	mostNamed  = 60
	mostLooked = 2000
)

// named adds sentences of reports of the period that make no claim in scope: the first that names the place or the country, else the first of all.
func (q *briefing) named(ctx context.Context, in *situation.BriefInput) error {
	if q.scope.From.IsZero() && q.scope.To.IsZero() {
		return nil
	}
	name := ""
	switch {
	case q.ask.Place != "":
		name = cmp.Or(q.scope.Place, q.ask.Place)
	case q.scope.Country != "":
		name = geo.CountryName(q.scope.Country)
	}
	told := map[sitrep.ReportID]bool{}
	for i := range in.Claims {
		if c := &in.Claims[i]; !c.Aside && c.Claim.Confidence >= situation.Unlike {
			told[c.Report.ID] = true
		}
	}
	f := store.Filter{Text: q.ask.Query, From: q.scope.From, To: q.scope.To, AsOf: q.asOf, Limit: mostAtOnce}
	if name != "" {
		f.Text = strings.TrimSpace(`"` + strings.ReplaceAll(name, `"`, " ") + `" ` + f.Text)
	}
	for looked := 0; looked < mostLooked && len(in.Besides) < mostNamed; {
		page, err := q.archive.Reports(ctx, f)
		if err != nil {
			return err
		}
		for i := range page.Rows {
			looked++
			r := &page.Rows[i]
			if told[r.ID] || len(in.Besides) >= mostNamed {
				continue
			}
			s, ok, err := q.sentence(ctx, r, name)
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
func (q *briefing) sentence(ctx context.Context, r *store.ReportRow, name string) (out situation.BriefSentence, ok bool, err error) {
	held, err := q.archive.Report(ctx, string(r.ID))
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
	if name == "" || !strings.Contains(sentence, name) {
		return name == ""
	}
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
func (q *briefing) events(ctx context.Context, rows []*store.ClaimRow) ([]sitrep.Event, error) {
	if !q.ask.Since && q.asOf.IsZero() {
		behind, err := q.archive.Unfused(ctx)
		if err != nil {
			return nil, err
		}
		if behind == 0 {
			claims := make([]sitrep.ClaimID, len(rows))
			for i, r := range rows {
				claims[i] = r.Claim.ID
			}
			return q.archive.EventsOf(ctx, claims)
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
		held, err := q.archive.Report(ctx, string(r.Report.ID))
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
func (q *briefing) held(ctx context.Context, in *situation.BriefInput) ([]situation.Spell, error) {
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
	case q.ask.Place != "" && (q.place == nil || !broad(q.place.Kind)):
		if err := q.called(ctx, cmp.Or(q.scope.Place, q.ask.Place)); err != nil {
			return nil, err
		}
		if q.place != nil {
			if err := q.otherNames(ctx, *q.place); err != nil {
				return nil, err
			}
		}
	case q.scope.Country != "":
		if _, err := q.fetch(ctx, store.Filter{Types: holding, Country: q.scope.Country, PublishedTo: q.scope.To}); err != nil {
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
			if err := q.called(ctx, n); err != nil {
				return nil, err
			}
		}
	}
	spells, err := q.control(ctx)
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
				o, err := q.origin(ctx, r)
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
