// Package ask puts questions to an archive, as the command, the API and the pages all put them: who held a place, who fights whom, how many were
// killed, what a brief holds, all that is known of a report, a claim or an event.
//
// The archive answers what is one look-up. What takes several, and what packages situation and fuse make of the rows, is put together here, and so is
// what a name stands for: a place by its names, a party by its aliases, a country by its code. Nothing is printed. What the command would say on
// standard error comes back as Notes; a question that cannot be asked is a *Wrong, an id that leads nowhere is ErrNotFound.
//
//	asker, err := ask.New(archive, ask.Options{})
//	answer, err := asker.Control(ctx, ask.ControlQuestion{Place: "Palmyra"})
//
// An Asker may be used by many goroutines. Every question reads the archive as it is then, and keeps what it has read for itself alone.
package ask

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/fuse"
	"sitrep/internal/geo"
	"sitrep/internal/origin"
	"sitrep/internal/parse"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

// ErrNotFound is what is wrong with an id that leads nowhere, or to another kind of thing than was asked for.
var ErrNotFound = store.ErrUnknown

// Wrong is a question that cannot be asked: what is given for one of its fields is not known or makes no sense.
type Wrong struct {
	Field string // of the question, in lower case: place, country, actor, near, type …
	Value string // that was given
	Mend  string // what is wrong, and what to do
	Hint  string // what the command line has to find out more, to stand behind Mend; "" for nothing

	cause error // that says it in its own words, nil for none
}

// Error is "FIELD VALUE: what is wrong; what to do".
func (w *Wrong) Error() string {
	if w.cause != nil {
		return w.cause.Error()
	}
	return strings.TrimSpace(w.Field+" "+w.Value) + ": " + w.Mend + w.Hint
}

// Unwrap is the cause.
func (w *Wrong) Unwrap() error { return w.cause }

// wrong is a question whose field cannot be taken.
func wrong(field, value, mend string) *Wrong { return &Wrong{Field: field, Value: value, Mend: mend} }

// Note is something that was taken for granted, or that the reader of an answer should know.
type Note struct {
	Field string // of the question, "" where it is about none
	Text  string
	Hint  string // what the command line has to find out more, "" for nothing
}

// String is the note in a line.
func (n Note) String() string {
	s := n.Text
	if n.Field != "" {
		s = n.Field + ": " + s
	}
	if n.Hint != "" {
		s += "; " + n.Hint
	}
	return s
}

// Options say what questions are answered with. The zero Options answer with what is built in.
type Options struct {
	// Codebook has the event types and actors; nil: the one that is built in.
	Codebook *codebook.Codebook
	// Gazetteer has the places; nil: the one that is built in.
	Gazetteer *geo.Gazetteer
}

// Asker puts questions to an archive. It may be used by many goroutines.
type Asker struct {
	archive   *store.Archive
	book      *codebook.Codebook
	gazetteer *geo.Gazetteer
	registry  *actor.Registry
	outlets   *origin.Outlets
	parser    func() (*parse.Parser, error)
	teller    func() (*fuse.Teller, error)
	briefs    *briefs
}

// New makes ready to ask an archive, which it does not close.
func New(archive *store.Archive, o Options) (*Asker, error) {
	book := o.Codebook
	if book == nil {
		var err error
		if book, err = codebook.Rules(); err != nil {
			return nil, err
		}
	}
	registry, err := actor.Load(book.Layers...)
	if err != nil {
		return nil, err
	}
	a := &Asker{archive: archive, book: book, gazetteer: o.Gazetteer, registry: registry, outlets: origin.NewOutlets(registry), briefs: newBriefs()}
	if a.gazetteer == nil {
		a.gazetteer = geo.Default()
	}
	a.parser = sync.OnceValues(func() (*parse.Parser, error) { // when the first brief is made
		models := parse.Embedded()
		models.Entities = "" // a brief is made of claims, whose parties were found when the report was read
		return parse.Load(models)
	})
	a.teller = sync.OnceValues(func() (*fuse.Teller, error) { return fuse.NewTeller(fuse.TellerOptions{Registry: registry}) })
	return a, nil
}

// Archive is the archive that is asked.
func (a *Asker) Archive() *store.Archive { return a.archive }

// Gazetteer has the places that names stand for.
func (a *Asker) Gazetteer() *geo.Gazetteer { return a.gazetteer }

// Registry has the actors that names stand for.
func (a *Asker) Registry() *actor.Registry { return a.registry }

// Codebook has the event types.
func (a *Asker) Codebook() *codebook.Codebook { return a.book }

// Outlets tells whom reports are taken from.
func (a *Asker) Outlets() *origin.Outlets { return a.outlets }

// mostAtOnce is how many rows are fetched at a time.
const mostAtOnce = 500

// asking is one question being answered: it remembers what was read for it. It is used by one goroutine.
type asking struct {
	*Asker
	asOf       time.Time // zero: now
	controller *situation.Controller
	sources
	// rows are the claims fetched, asked the names of places whose claims are.
	rows  map[sitrep.ClaimID]*store.ClaimRow
	asked map[string]bool
	// told are the origins of claims that were asked for.
	told  map[sitrep.ClaimID]store.Origin
	notes []Note
}

func (a *Asker) begin(asOf time.Time) *asking {
	return &asking{Asker: a, asOf: asOf, controller: situation.New(a.registry, a.gazetteer), sources: sources{Asker: a},
		rows: map[sitrep.ClaimID]*store.ClaimRow{}, asked: map[string]bool{}, told: map[sitrep.ClaimID]store.Origin{}}
}

// note has the answer say something.
func (q *asking) note(field, text string) { q.notes = append(q.notes, Note{Field: field, Text: text}) }

// nowhere notes that nothing has a place of that name.
func (q *asking) nowhere(name string) {
	q.notes = append(q.notes, Note{"place", name + ": neither the archive nor the gazetteer has a place of that name", "sitrep gazetteer lookup finds others"})
}

// fetch gets all claims that fit f, and gives them.
func (q *asking) fetch(ctx context.Context, f store.Filter) ([]*store.ClaimRow, error) {
	f.AsOf, f.Limit = q.asOf, mostAtOnce
	var out []*store.ClaimRow
	for {
		page, err := q.archive.Claims(ctx, f)
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

// origin is where a claim that was fetched goes back to, and is remembered for the answer.
func (q *asking) origin(ctx context.Context, r *store.ClaimRow) (store.Origin, error) {
	if o, ok := q.told[r.Claim.ID]; ok {
		return o, nil
	}
	o, err := q.of(ctx, &r.Report, r.Claim.ID)
	if err == nil {
		q.told[r.Claim.ID] = o
	}
	return o, err
}

// tellings are the claims fetched, as situation takes them, by report.
func (q *asking) tellings() []situation.Telling {
	out := make([]situation.Telling, 0, len(q.rows))
	for _, r := range q.rows {
		out = append(out, tellingOf(r))
	}
	slices.SortFunc(out, func(a, b situation.Telling) int {
		return cmp.Or(strings.Compare(string(a.Report), string(b.Report)), strings.Compare(string(a.Claim.ID), string(b.Claim.ID)))
	})
	return out
}

// tellingOf is a claim as situation takes it, without its origin.
func tellingOf(r *store.ClaimRow) situation.Telling {
	return situation.Telling{Claim: &r.Claim, Report: r.Report.ID, Published: r.Report.Published, Sentence: r.Sentence}
}

// sources tells the origins of claims. It remembers those of one report, since the claims of a report follow each other.
type sources struct {
	*Asker
	report sitrep.ReportID
	claims map[sitrep.ClaimID]store.Origin
}

// of is the origin of a claim.
func (s *sources) of(ctx context.Context, r *store.ReportRow, claim sitrep.ClaimID) (store.Origin, error) {
	if s.claims == nil || s.report != r.ID {
		claims, err := s.archive.Origins(ctx, s.outlets, r)
		if err != nil {
			return store.Origin{}, err
		}
		s.report, s.claims = r.ID, claims
	}
	return s.claims[claim], nil
}

// Origins tells the origins of claims that are asked for one after another. It remembers those of one report, and is used by one goroutine.
type Origins struct{ from sources }

// Origins makes ready to tell origins.
func (a *Asker) Origins() *Origins { return &Origins{sources{Asker: a}} }

// Of is where a claim goes back to. Claims of one report that follow each other cost one look-up, of about a millisecond; the copies of the report are
// read with it.
func (o *Origins) Of(ctx context.Context, r *store.ReportRow, claim sitrep.ClaimID) (store.Origin, error) {
	return o.from.of(ctx, r, claim)
}

// Origin is where one claim goes back to. For the claims of several rows, Origins is quicker.
func (a *Asker) Origin(ctx context.Context, r *store.ReportRow, claim sitrep.ClaimID) (store.Origin, error) {
	return a.Origins().Of(ctx, r, claim)
}

// Behind is how many reports are not counted in the archive's events yet; ingest brings them up to date.
func (a *Asker) Behind(ctx context.Context) (int, error) { return a.archive.Unfused(ctx) }

// resolve is the whole id of an abbreviated one.
func (a *Asker) resolve(ctx context.Context, id string) (string, error) {
	whole, err := a.archive.Resolve(ctx, id)
	if errors.Is(err, store.ErrSeveral) {
		return "", &Wrong{Field: "id", Value: id, Mend: "begins several ids; give more digits", cause: err}
	}
	return whole, err
}
