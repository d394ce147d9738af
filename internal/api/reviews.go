package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/review"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// ReviewList is a page of reviews.
type ReviewList struct {
	Reviews []wire.Review `json:"reviews"` // the latest first
	Next    sitrep.Known  `json:"next"`    // after of the next page, null at the end
}

// Decided is what was written down.
type Decided struct {
	Reviews []wire.Review `json:"reviews"` // one for each claim, event or pair
	// Behind is how many reports events are not yet made of; these follow by themselves.
	Behind int `json:"behind"`
}

// Decision is what a person decides.
type Decision struct {
	// Verdict is accept, reject or correct of claims (the first two of events, too), same or different of two or more, undo of a review.
	Verdict sitrep.Verdict `json:"verdict"`
	// IDs are those of claims or events, or their first six digits or more.
	IDs []string `json:"ids,omitempty" maxItems:"50" nullable:"false" example:"[\"c-0123456789abcdef\"]"`
	// Set is what slots are corrected to, as SLOT=VALUE: a slot is type, subtype, actor, ally, target, victim, instrument, place, time, modality,
	// source, stance, or a measure such as killed. Nothing behind the = empties it.
	Set []string `json:"set,omitempty" maxItems:"40" nullable:"false" example:"[\"killed=12\",\"place=Mosul\"]"`
	// Undoes is the number of the review that is undone.
	Undoes int64 `json:"undoes,omitempty" minimum:"0"`
	// Why is the reason: it is kept beside the decision.
	Why string `json:"why" minLength:"1" maxLength:"4000" example:"the second sentence"`
}

type reviewsParams struct {
	Claim string `query:"claim" maxLength:"80" doc:"Of one claim or event, by its id or the first six digits or more of it." example:"c-0123456789abcdef"`
	By    string `query:"by" maxLength:"300" doc:"Of one person." example:"Ada"`
	After string `query:"after" pattern:"^[0-9]{1,18}$" patternDescription:"the number of a review" doc:"Go on where a page ended: reviews before the one of this number." example:"100"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"Reviews at most." example:"5"`
	FormatParam
}

type decideParams struct {
	Body Decision
}

// reviews registers the operations about reviews.
func (a *API) reviews() {
	add[reviewsParams, ReviewList](a, spec{id: "list-reviews", path: "/reviews", tag: "reviews", summary: "List reviews",
		about: "What people decided, the latest first, and whether it stands: a later review of the same claim and slot binds in the place of an earlier one, and one that was undone binds no more. " +
			"A coder is given the own ones, so that two who code one claim do not see each other's; an editor those of everybody.",
		act: account.Code, example: "/reviews?limit=2"}, a.listReviews)
	add[decideParams, Decided](a, spec{id: "decide", path: "/reviews", method: http.MethodPost, tag: "reviews", summary: "Decide about claims and events",
		about: "Accepts, rejects or corrects claims, says that claims tell one happening or different ones, or takes a review back, in the name of the caller. What the machine read stays beside it. The answer " +
			"comes once events are up to date with it, as far as time allows.",
		act: account.Code, status: http.StatusCreated, errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusInsufficientStorage}}, a.decide)
	a.huma.OpenAPI().Paths[Base+"/reviews"].Post.RequestBody.Content[asJSON.media].Example = Decision{Verdict: sitrep.Corrected, IDs: []string{"c-0123456789abcdef"}, Set: []string{"killed=12"}, Why: "the second sentence"}
}

func (a *API) listReviews(ctx context.Context, p *reviewsParams) (*answer, error) {
	f := store.ReviewFilter{Person: p.By}
	if who := account.From(ctx); !who.May(account.Edit) {
		if p.By != "" && p.By != who.Name {
			return nil, problem(http.StatusForbidden, "by: the reviews of others are for editors to list; leave it away for your own")
		}
		f.Person = who.Name
	}
	if p.Claim != "" {
		claim, _, err := a.subject(ctx, "query.claim", p.Claim)
		if err != nil {
			return nil, err
		}
		f.Claim = claim
	}
	before := int64(0)
	if p.After != "" {
		var err error
		if before, err = strconv.ParseInt(p.After, 10, 64); err != nil || before < 1 {
			return nil, wrong("query.after", p.After, store.ErrCursor.Error())
		}
	}
	rows, err := a.o.Archive.Reviews(ctx, f)
	if err != nil {
		return nil, err
	}
	if before > 0 {
		rows = slices.DeleteFunc(rows, func(r store.ReviewRow) bool { return r.N >= before })
	}
	next := ""
	if len(rows) > p.Limit {
		rows = rows[:p.Limit]
		next = strconv.FormatInt(rows[p.Limit-1].N, 10)
	}
	out := &ReviewList{Reviews: []wire.Review{}, Next: known(next)}
	for i := range rows {
		out.Reviews = append(out.Reviews, wire.ReviewOf(&rows[i]))
	}
	return &answer{body: out, next: next}, nil
}

// subject is what an id stands for that a decision can be about: a claim or, of an event, the claim that leads it, with the event's id.
func (a *API) subject(ctx context.Context, where, id string) (sitrep.ClaimID, sitrep.EventID, error) {
	whole, err := a.whole(ctx, id, "", "")
	switch {
	case err != nil:
		return "", "", err
	case strings.HasPrefix(whole, "e-"):
		e, err := a.o.Archive.Event(ctx, whole)
		switch {
		case err != nil:
			return "", "", err
		case e.Lead == "":
			return "", "", wrong(where, id, "no claim of this event stands any more; name another")
		}
		return e.Lead, e.ID, nil
	case !strings.HasPrefix(whole, "c-"):
		return "", "", wrong(where, id, "is a report; name a claim of it")
	}
	return sitrep.ClaimID(whole), "", nil
}

func (a *API) decide(ctx context.Context, p *decideParams) (*answer, error) {
	if a.o.ReadOnly {
		return nil, problem(http.StatusForbidden, "the archive is open for reading only; start the server on one that may be written to")
	}
	d := &p.Body
	if strings.TrimSpace(d.Why) == "" {
		return nil, wrong("body.why", d.Why, "no reason is given; say why")
	}
	if d.Verdict == sitrep.Undone {
		if err := a.mayUndo(ctx, d.Undoes); err != nil {
			return nil, err
		}
	}
	all, err := a.decisions(ctx, d)
	if err != nil {
		return nil, err
	}
	rows, err := a.o.Archive.Review(ctx, account.From(ctx).Name, d.Why, all)
	if err != nil {
		return nil, err
	}
	behind, err := a.upToDate(ctx)
	if err != nil {
		return nil, err
	}
	out := &Decided{Reviews: []wire.Review{}, Behind: behind}
	for _, r := range rows {
		now, err := a.o.Archive.Reviews(context.WithoutCancel(ctx), store.ReviewFilter{N: r.N})
		if err != nil {
			return nil, err
		}
		for i := range now {
			out.Reviews = append(out.Reviews, wire.ReviewOf(&now[i]))
		}
	}
	return &answer{body: out}, nil
}

// mayUndo refuses to take back the review of somebody else to who is no editor.
func (a *API) mayUndo(ctx context.Context, n int64) error {
	who := account.From(ctx)
	if n < 1 || who.May(account.Edit) {
		return nil
	}
	rows, err := a.o.Archive.Reviews(ctx, store.ReviewFilter{N: n})
	if err == nil && len(rows) > 0 && rows[0].Person != who.Name {
		err = problem(http.StatusForbidden, "undoes: review %d is somebody else's; an editor can undo it", n)
	}
	return err
}

// decisions are what is written down of a decision.
func (a *API) decisions(ctx context.Context, d *Decision) ([]review.Decision, error) {
	switch {
	case d.Verdict != sitrep.Corrected && len(d.Set) > 0:
		return nil, wrong("body.set", nil, "belongs to the verdict correct")
	case d.Verdict != sitrep.Undone && d.Undoes != 0:
		return nil, wrong("body.undoes", d.Undoes, "belongs to the verdict undo")
	case d.Verdict == sitrep.Undone && d.Undoes < 1:
		return nil, wrong("body.undoes", d.Undoes, "no review is named; give its number")
	case d.Verdict == sitrep.Undone && len(d.IDs) > 0:
		return nil, wrong("body.ids", nil, "a review is undone by its number; leave ids away")
	case d.Verdict == sitrep.Undone:
		return []review.Decision{{Verdict: sitrep.Undone, Detail: review.Detail{Undoes: d.Undoes}}}, nil
	case len(d.IDs) == 0:
		return nil, wrong("body.ids", nil, "no claim is named; give its id")
	}
	var out []review.Decision
	for i, id := range d.IDs {
		where := fmt.Sprintf("body.ids[%d]", i)
		claim, event, err := a.subject(ctx, where, id)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(o review.Decision) bool { return o.Claim == claim && o.Detail.Event == event }) {
			continue
		}
		one := review.Decision{Verdict: d.Verdict, Claim: claim, Detail: review.Detail{Event: event}}
		if d.Verdict == sitrep.Corrected {
			if event != "" {
				return nil, wrong(where, id, "is an event; correct its claims")
			}
			if one.Detail.Set, err = a.values(ctx, where, claim, d.Set); err != nil {
				return nil, err
			}
		}
		out = append(out, one)
	}
	if d.Verdict == sitrep.SameEvent || d.Verdict == sitrep.OtherEvent {
		return pairs(d.Verdict, out)
	}
	return out, nil
}

// values are what slots of a claim are corrected to.
func (a *API) values(ctx context.Context, where string, claim sitrep.ClaimID, set []string) ([]review.Value, error) {
	if len(set) == 0 {
		return nil, wrong("body.set", nil, "nothing is corrected; give SLOT=VALUE")
	}
	held, err := a.o.Archive.Report(ctx, string(claim))
	if err != nil {
		return nil, err
	}
	at := -1
	if held.Extraction != nil {
		at = slices.IndexFunc(held.Extraction.Claims, func(o sitrep.Claim) bool { return o.ID == claim })
	}
	if at < 0 {
		return nil, wrong(where, string(claim), "the reading that stands does not have this claim")
	}
	asker := a.o.Asker
	resolver := review.Resolver{Book: asker.Codebook(), Registry: asker.Registry(), Gazetteer: asker.Gazetteer()}
	out, err := resolver.Values(set, held.Extraction, &held.Extraction.Claims[at])
	if err != nil {
		return nil, wrong("body.set", nil, err.Error())
	}
	return out, nil
}

// pairs join each claim with the next, or hold each apart from every other.
func pairs(v sitrep.Verdict, list []review.Decision) ([]review.Decision, error) {
	if len(list) < 2 {
		return nil, wrong("body.ids", nil, "that is one claim; name two")
	}
	var out []review.Decision
	for i := range list {
		for j := i + 1; j < len(list); j++ {
			if list[i].Claim == list[j].Claim {
				return nil, wrong("body.ids", nil, "a claim and the event that it leads are one; name another")
			}
			if v == sitrep.SameEvent && j > i+1 {
				break
			}
			out = append(out, review.Decision{Verdict: v, Claim: list[i].Claim, Detail: review.Detail{With: list[j].Claim}})
		}
	}
	return out, nil
}
