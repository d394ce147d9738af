package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/review"
	"sitrep/internal/store"
	"sitrep/internal/wire"
	"sitrep/internal/wording"
)

// reviewCmd writes down what people decide about claims.
type reviewCmd struct {
	Accept    reviewAccept    `cmd:"" help:"Say that claims, or events, are as the report tells them."`
	Reject    reviewReject    `cmd:"" help:"Take claims, or events, out of all answers."`
	Correct   reviewCorrect   `cmd:"" help:"Set slots of claims to what the report says."`
	Same      reviewSame      `cmd:"" help:"Say that claims tell one happening."`
	Different reviewDifferent `cmd:"" help:"Say that claims tell different happenings."`
	Undo      reviewUndo      `cmd:"" help:"Take a review back."`
	List      reviewList      `cmd:"" help:"List reviews, the latest first."`
}

// Help is the long help of the command.
func (reviewCmd) Help() string {
	return `Writes down what a person decides about claims of the archive. What the machine read stays as it is, and is shown beside it. Of
decisions about the same claim and slot the latest binds; all are kept, with who decided and why. See docs/review.md.

Examples:
  sitrep review reject c-4a549626870761ac --by Ada --why "an exercise"
  sitrep review correct c-4a5496 --set killed=12 --set place=Al-Bab --by Ada --why "the second sentence"
  sitrep review list --by Ada`
}

// reviewerFlags say who decides, and why.
type reviewerFlags struct {
	archiveFlag
	By  string `help:"Who decides (default: the environment's SITREP_REVIEWER)." placeholder:"NAME" env:"SITREP_REVIEWER"`
	Why string `help:"Why: it is kept beside the decision." placeholder:"TEXT"`
}

// check refuses a decision of nobody, or without a reason.
func (f *reviewerFlags) check() error {
	switch {
	case strings.TrimSpace(f.By) == "":
		return errors.New("no reviewer is named; say who decides with --by NAME, or set SITREP_REVIEWER")
	case strings.TrimSpace(f.Why) == "":
		return errors.New("no reason is given; say with --why TEXT why")
	case len(f.By) > 200 || strings.ContainsAny(f.By, "\n\r\x00"):
		return errors.New("--by is too long or has a line end; give a name of at most 200 bytes")
	case len(f.Why) > 4000:
		return errors.New("--why is too long; give at most 4000 bytes")
	}
	return nil
}

// Validate refuses what cannot be written down.
func (f *reviewerFlags) Validate() error { return f.check() }

// decide opens the archive, writes down what make decides, and tells it.
func (f *reviewerFlags) decide(con console, make func(context.Context, *store.Archive) ([]review.Decision, error)) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := f.archiveFlag.openHeld(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	all, err := make(ctx, archive)
	if err != nil {
		return err
	}
	rows, err := archive.Review(ctx, f.By, f.Why, all)
	if err != nil {
		return unwrapped(err)
	}
	if err := upToDate(ctx, archive); err != nil {
		return err
	}
	return con.print(con.page.decided(ctx, archive, rows))
}

// unwrapped leaves out of an error what only a program needs to tell it from others.
func unwrapped(err error) error {
	if errors.Is(err, store.ErrReview) {
		return errors.New(strings.TrimPrefix(err.Error(), store.ErrReview.Error()+": "))
	}
	return err
}

// subject is what an id stands for that a decision can be about: a claim or, of an event, the claim that leads it, with the event's id.
func subject(ctx context.Context, archive *store.Archive, id string) (sitrep.ClaimID, sitrep.EventID, error) {
	whole, err := archive.Resolve(ctx, id)
	if err != nil {
		return "", "", err
	}
	if strings.HasPrefix(whole, "e-") {
		e, err := archive.Event(ctx, whole)
		switch {
		case err != nil:
			return "", "", err
		case e.Lead == "":
			return "", "", fmt.Errorf("%s: no claim of it stands any more; name another", whole)
		}
		return e.Lead, e.ID, nil
	}
	if !strings.HasPrefix(whole, "c-") {
		return "", "", fmt.Errorf("%s: is a report; name a claim of it, which sitrep show %s lists", whole, whole)
	}
	return sitrep.ClaimID(whole), "", nil
}

// decisions are the same verdict about each id.
func decisions(ctx context.Context, archive *store.Archive, v sitrep.Verdict, ids []string) ([]review.Decision, error) {
	var out []review.Decision
	for _, id := range ids {
		claim, event, err := subject(ctx, archive, id)
		if err != nil {
			return nil, err
		}
		d := review.Decision{Verdict: v, Claim: claim, Detail: review.Detail{Event: event}}
		if !slices.ContainsFunc(out, func(o review.Decision) bool { return o.Claim == claim && o.Detail.Event == event }) {
			out = append(out, d)
		}
	}
	return out, nil
}

type reviewAccept struct {
	reviewerFlags
	IDs []string `arg:"" name:"id" help:"Ids of claims (c-…) or events (e-…), or their first six digits or more."`
}

// Help is the long help of the command.
func (reviewAccept) Help() string {
	return `Says that claims are as the report tells them, or that events happened; an earlier rejection no longer binds. Corrections of slots go on to
hold.

Example:
  sitrep review accept c-4a5496 c-2b4d77 --by Ada --why "checked against the page"`
}

// Run accepts.
func (c *reviewAccept) Run(con console) error {
	return c.decide(con, func(ctx context.Context, a *store.Archive) ([]review.Decision, error) {
		return decisions(ctx, a, sitrep.Accepted, c.IDs)
	})
}

type reviewReject struct {
	reviewerFlags
	IDs []string `arg:"" name:"id" help:"Ids of claims (c-…) or events (e-…), or their first six digits or more."`
}

// Help is the long help of the command.
func (reviewReject) Help() string {
	return `Takes claims out of claims, figures, events and control: the report does not say that, or it is no event. --rejected of sitrep claims
shows them. A rejected event is discounted.

Example:
  sitrep review reject c-4a5496 --by Ada --why "an exercise"`
}

// Run rejects.
func (c *reviewReject) Run(con console) error {
	return c.decide(con, func(ctx context.Context, a *store.Archive) ([]review.Decision, error) {
		return decisions(ctx, a, sitrep.Rejected, c.IDs)
	})
}

type reviewCorrect struct {
	reviewerFlags
	placesFlag
	codebookFlag
	Set []string `help:"A slot and what it is: type, subtype, actor, ally, target, victim, instrument, place, time, modality, source, stance, or a measure such as killed. Nothing behind the = empties it." placeholder:"SLOT=VALUE" sep:"none"`
	IDs []string `arg:"" name:"id" help:"Ids of claims, or their first six digits or more."`
}

// Help is the long help of the command.
func (reviewCorrect) Help() string {
	return `Sets slots of claims. A place goes by its name or id in the gazetteer, or by a name of the report; an actor by a name of the registry or
the report, a state or its forces. A time is 2017-02-18, 2017-02, 2017, or two of these as 2017-02-18/2017-02-20. A figure is 12,
10..20, 60.. (at least), ..60 (at most), ~60 (about). Several who fill a role are parted by semicolons.

What the machine read stays beside the correction, and the correction holds when the report is read again.

Examples:
  sitrep review correct c-4a5496 --set type=air_strike --set killed=12 --by Ada --why "the second sentence"
  sitrep review correct c-4a5496 --set actor='Iraqi army; Peshmerga' --set time=2017-02-18 --by Ada --why "as told further on"
  sitrep review correct c-4a5496 --set place= --by Ada --why "it does not say where"`
}

// Validate refuses a correction of nothing.
func (c *reviewCorrect) Validate() error {
	if len(c.Set) == 0 {
		return errors.New("nothing is corrected; give --set SLOT=VALUE")
	}
	return c.check()
}

// Run corrects.
func (c *reviewCorrect) Run(con console) error {
	return c.decide(con, func(ctx context.Context, a *store.Archive) ([]review.Decision, error) {
		book, err := c.codebookFlag.rules()
		if err != nil {
			return nil, err
		}
		registry, err := c.codebookFlag.registry()
		if err != nil {
			return nil, err
		}
		gazetteer, _, err := c.placesFlag.open()
		if err != nil {
			return nil, err
		}
		r := review.Resolver{Book: book, Registry: registry, Gazetteer: gazetteer}
		all, err := decisions(ctx, a, sitrep.Corrected, c.IDs)
		if err != nil {
			return nil, err
		}
		for i := range all {
			d := &all[i]
			if d.Detail.Event != "" {
				return nil, fmt.Errorf("%s: is an event; correct its claims, which sitrep event %s lists", d.Detail.Event, d.Detail.Event)
			}
			held, err := a.Report(ctx, string(d.Claim))
			if err != nil {
				return nil, err
			}
			at := -1
			if held.Extraction != nil {
				at = slices.IndexFunc(held.Extraction.Claims, func(o sitrep.Claim) bool { return o.ID == d.Claim })
			}
			if at < 0 {
				return nil, fmt.Errorf("%s: the reading of %s that stands does not have it; sitrep show %s tells what it has", d.Claim, held.ID, held.ID)
			}
			if d.Detail.Set, err = r.Values(c.Set, held.Extraction, &held.Extraction.Claims[at]); err != nil {
				return nil, usageFault{fmt.Errorf("--set %w", err)}
			}
		}
		return all, nil
	})
}

type reviewSame struct {
	reviewerFlags
	IDs []string `arg:"" name:"id" help:"Ids of two or more claims or events."`
}

// Help is the long help of the command.
func (reviewSame) Help() string {
	return `Says that claims tell one happening, whatever the program makes of them. An event stands for the claim that leads it.

Example:
  sitrep review same c-4a5496 c-2b4d77 --by Ada --why "the same clinic"`
}

// Run joins each with the next.
func (c *reviewSame) Run(con console) error {
	return c.decide(con, func(ctx context.Context, a *store.Archive) ([]review.Decision, error) {
		claims, err := several(ctx, a, c.IDs)
		if err != nil {
			return nil, err
		}
		var out []review.Decision
		for i := range claims[1:] {
			out = append(out, review.Decision{Verdict: sitrep.SameEvent, Claim: claims[i], Detail: review.Detail{With: claims[i+1]}})
		}
		return out, nil
	})
}

type reviewDifferent struct {
	reviewerFlags
	IDs []string `arg:"" name:"id" help:"Ids of two or more claims or events."`
}

// Help is the long help of the command.
func (reviewDifferent) Help() string {
	return `Says that no two of the claims tell one happening, whatever the program makes of them. An event stands for the claim that leads it.

Example:
  sitrep review different c-4a5496 c-2b4d77 --by Ada --why "two clinics"`
}

// Run holds each apart from every other.
func (c *reviewDifferent) Run(con console) error {
	return c.decide(con, func(ctx context.Context, a *store.Archive) ([]review.Decision, error) {
		claims, err := several(ctx, a, c.IDs)
		if err != nil {
			return nil, err
		}
		var out []review.Decision
		for i := range claims {
			for _, other := range claims[i+1:] {
				out = append(out, review.Decision{Verdict: sitrep.OtherEvent, Claim: claims[i], Detail: review.Detail{With: other}})
			}
		}
		return out, nil
	})
}

// mostPinned is how many claims one command joins or holds apart.
const mostPinned = 50

// several are the claims of at least two ids.
func several(ctx context.Context, archive *store.Archive, ids []string) ([]sitrep.ClaimID, error) {
	var out []sitrep.ClaimID
	for _, id := range ids {
		claim, _, err := subject(ctx, archive, id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, claim) {
			out = append(out, claim)
		}
	}
	switch {
	case len(out) < 2:
		return nil, errors.New("that is one claim; name two")
	case len(out) > mostPinned:
		return nil, fmt.Errorf("%d claims are too many at a time; name at most %d", len(out), mostPinned)
	}
	return out, nil
}

type reviewUndo struct {
	reviewerFlags
	N int64 `arg:"" name:"review" help:"Number of the review, which sitrep review list tells."`
}

// Help is the long help of the command.
func (reviewUndo) Help() string {
	return `Takes a review back: what stood before it stands again. It is kept with a mark, and an undoing can itself be undone.

Example:
  sitrep review undo 12 --by Ben --why "a slip"`
}

// Run undoes.
func (c *reviewUndo) Run(con console) error {
	return c.decide(con, func(context.Context, *store.Archive) ([]review.Decision, error) {
		return []review.Decision{{Verdict: sitrep.Undone, Detail: review.Detail{Undoes: c.N}}}, nil
	})
}

type reviewList struct {
	archiveFlag
	Claim  string `help:"Of one claim, by its id or the first six digits or more of it." placeholder:"ID"`
	By     string `help:"Of one person." placeholder:"NAME"`
	Limit  int    `help:"At most so many; 0 is all." default:"50"`
	Format string `help:"table: for people (the default). json: one object with all." enum:"table,json" default:"table"`
}

// Help is the long help of the command.
func (reviewList) Help() string {
	return `Lists what people decided, the latest first, and whether it stands: a later review of the same claim and slot binds in the place of an
earlier one, and one that was undone binds no more.

Examples:
  sitrep review list --claim c-4a5496
  sitrep review list --by Ada --limit 0 --format json > ada.json`
}

// Validate refuses what makes no sense.
func (c *reviewList) Validate() error {
	if c.Limit < 0 {
		return fmt.Errorf("--limit %d is less than 0; 0 is all", c.Limit)
	}
	return nil
}

// Run lists.
func (c *reviewList) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	f := store.ReviewFilter{Person: c.By}
	if c.Claim != "" {
		if f.Claim, _, err = subject(ctx, archive, c.Claim); err != nil {
			return err
		}
	}
	rows, err := archive.Reviews(ctx, f)
	if err != nil {
		return err
	}
	more := 0
	if c.Limit > 0 && len(rows) > c.Limit {
		more = len(rows) - c.Limit
		rows = rows[:c.Limit]
	}
	if c.Format == "json" {
		out := struct {
			Reviews []wire.Review `json:"reviews"`
		}{[]wire.Review{}}
		for i := range rows {
			out.Reviews = append(out.Reviews, wire.ReviewOf(&rows[i]))
		}
		text, err := marshal(out, "  ")
		if err != nil {
			return err
		}
		return con.print(string(text))
	}
	if len(rows) == 0 {
		con.fail("", errors.New("no reviews fit that"))
		return nil
	}
	b := con.page.newBlock()
	b.reviewTable(rows)
	if more > 0 {
		b.line()
		b.line(piece{fmt.Sprintf("%s more; --limit shows them", wording.Number(more)), faint})
	}
	return con.print(b.out.String())
}

// reviewTable writes a line for each review, and under it what it says and why.
func (b *block) reviewTable(rows []store.ReviewRow) {
	table := [][]piece{headings("REVIEW", "TIME", "BY", "VERDICT", "ABOUT", "STATE")}
	for i := range rows {
		r := &rows[i]
		about := cmp.Or(string(r.Detail.Event), string(r.Claim))
		if r.Detail.With != "" {
			about += " " + string(r.Detail.With)
		}
		look := plain
		if !r.Stands {
			look = faint
		}
		table = append(table, []piece{{fmt.Sprint(r.N), plain}, {wording.Minute(r.Time), plain}, {r.Person, plain}, {string(r.Verdict), kind}, {about, faint}, {wire.ReviewState(r), look}})
	}
	widths := b.fit(table, 5, 4)
	b.row(widths, table[0])
	for i, row := range table[1:] {
		b.row(widths, row)
		r := &rows[i]
		text := r.Why
		if said := saidOf(&r.Row); said != "" {
			text = said + ": " + text
		}
		b.paragraph(piece{}, widths[0]+gap, piece{text, faint})
	}
}

// saidOf is what a review says beside its verdict.
func saidOf(r *review.Row) string {
	if r.Detail.Undoes > 0 {
		return fmt.Sprintf("of review %d", r.Detail.Undoes)
	}
	list := make([]string, len(r.Detail.Set))
	for i := range r.Detail.Set {
		v := &r.Detail.Set[i]
		if list[i] = v.Slot + " is " + v.Text; v.Text == "" {
			list[i] = v.Slot + " is empty"
		}
	}
	return strings.Join(list, ", ")
}

// decided tells what was written down: a line for each decision.
func (p page) decided(ctx context.Context, archive *store.Archive, rows []review.Row) string {
	ids := make([]sitrep.ClaimID, len(rows))
	for i := range rows {
		ids[i] = rows[i].Claim
	}
	claims, err := archive.ClaimsOf(ctx, ids)
	if err != nil {
		claims = nil // it is written down; only the sentence is not told
	}
	var b strings.Builder
	for i := range rows {
		r := &rows[i]
		about := string(r.Claim)
		switch {
		case r.Verdict == sitrep.Undone:
			about = fmt.Sprintf("review %d", r.Detail.Undoes)
		case r.Detail.Event != "":
			about = string(r.Detail.Event)
		case r.Detail.With != "":
			about += " and " + string(r.Detail.With)
		}
		line := fmt.Sprintf("review %d: %s: %s", r.N, about, done[r.Verdict])
		if c := claims[r.Claim]; c != nil && r.Verdict == sitrep.Corrected {
			var changed []string
			for _, s := range c.Claim.Review.Slots {
				if s.N == r.N {
					changed = append(changed, wording.Slot(&s))
				}
			}
			line += ": " + strings.Join(changed, ", ")
		}
		b.WriteString(printable(line) + "\n")
	}
	return b.String()
}

// verdictWords are verdicts as they are told of what they are about.
var verdictWords = map[sitrep.Verdict]string{sitrep.Accepted: "accepted", sitrep.Rejected: "rejected", sitrep.Corrected: "corrected"}

// done is what a verdict did.
var done = map[sitrep.Verdict]string{sitrep.Accepted: "accepted", sitrep.Rejected: "rejected; it stands in no answer any more", sitrep.Corrected: "corrected",
	sitrep.SameEvent: "told as one happening", sitrep.OtherEvent: "told as different happenings", sitrep.Undone: "undone"}

// reviewWords is what people decided about a claim, in a line; "" where nobody did.
func reviewWords(c *sitrep.Claim) string {
	if c.Review == nil {
		return ""
	}
	var parts []string
	if r := c.Review.Claim; r != nil && r.Verdict != sitrep.Corrected {
		parts = append(parts, fmt.Sprintf("%s by %s: %s", verdictWords[r.Verdict], r.Person, r.Why))
	}
	if r := c.Review.Event; r != nil {
		parts = append(parts, fmt.Sprintf("its event %s by %s: %s", verdictWords[r.Verdict], r.Person, r.Why))
	}
	for i := range c.Review.Slots {
		s := &c.Review.Slots[i]
		was := fmt.Sprintf("%s was %s", s.Slot, cmp.Or(s.Was, "empty"))
		if i > 0 && c.Review.Slots[i-1].Person == s.Person {
			parts[len(parts)-1] += ", " + was
			continue
		}
		parts = append(parts, fmt.Sprintf("corrected by %s: %s", s.Person, was))
	}
	return strings.Join(parts, " · ")
}
