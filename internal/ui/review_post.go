package ui

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/desk"
	"sitrep/internal/review"
	"sitrep/internal/store"
)

// longestWhy is how many bytes a reason may have.
const longestWhy = 4000

// deskForm is what a form of the desk had in it. Where it cannot be taken, the page is shown again with it.
type deskForm struct {
	do     string
	queue  string
	why    string
	picked map[string]string // of each slot that was chosen: "=words"
	typed  map[string]string
	more   string // further slots, a line each
	with   string
	other  string // an id that was typed in the place of with
	faults map[string]string
	fault  string
}

// whys are the reasons that are written down where a person gave none: the log asks for one.
var whys = map[string]string{"accept": "as the report says", "reject": "the report does not say that", "correct": "as the report says",
	"same": "the same happening", "different": "another happening", "duplicate": "a copy of the other claim", "event-accept": "it happened as told",
	"event-reject": "it did not happen", "undo": "a slip"}

// readForm reads a form of text.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if err := parseForm(w, r); err != nil {
		return nil, err
	}
	for name, values := range r.PostForm {
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return nil, badField(name, "is no text in UTF-8")
			}
		}
	}
	return r.PostForm, nil
}

// deskFormOf is a form of the desk.
func deskFormOf(q url.Values) *deskForm {
	f := &deskForm{do: q.Get("do"), queue: q.Get("queue"), why: strings.TrimSpace(q.Get("why")), with: q.Get("with"), other: strings.TrimSpace(q.Get("other")),
		more: strings.TrimSpace(q.Get("more")), picked: map[string]string{}, typed: map[string]string{}, faults: map[string]string{}}
	for name := range q {
		if slot, ok := strings.CutPrefix(name, "is-"); ok && q.Get(name) != "" {
			f.picked[slot] = q.Get(name)
		}
		if slot, ok := strings.CutPrefix(name, "to-"); ok && strings.TrimSpace(q.Get(name)) != "" {
			f.typed[slot] = strings.TrimSpace(q.Get(name))
		}
	}
	return f
}

// assignments are what the form sets slots to, as "slot=words", in the order of slots. What was typed counts before what was chosen.
func (f *deskForm) assignments() []string {
	var out []string
	for _, slot := range desk.Slots() {
		if t := f.typed[slot]; t != "" {
			out = append(out, slot+"="+t)
		} else if p := f.picked[slot]; strings.HasPrefix(p, "=") {
			out = append(out, slot+p)
		}
	}
	if t := f.typed["figure"]; t != "" {
		out = append(out, t)
	}
	for line := range strings.Lines(f.more) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// show puts what was sent, and what is wrong with it, into the claim's rows.
func (f *deskForm) show(v *reviewClaim) {
	v.More, v.Note, v.Fault, v.With, v.Pair = f.more, f.why, f.fault, f.other, f.do
	for i := range v.Slots {
		r := &v.Slots[i]
		if fault := f.faults[r.Slot]; fault != "" {
			r.Fault, r.Open = fault, true
		}
		if r.Typed = f.typed[r.Slot]; r.Typed != "" {
			r.Open = true
		}
		if p := f.picked[r.Slot]; p != "" {
			r.Open = true
			for k := range r.Choices {
				r.Choices[k].Checked = r.Choices[k].Value == p
			}
		}
	}
}

// decide takes a decision about a claim and goes on to the next one.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request, u account.User) error {
	q, err := readForm(w, r)
	if err != nil {
		return err
	}
	f := deskFormOf(q)
	id := sitrep.ClaimID(r.PathValue("claim"))
	if tabNames[desk.Reason(f.queue)] == "" && f.queue != "" && f.queue != string(laterQueue) {
		return badField("queue", "%q is none", f.queue)
	}
	ctx := r.Context()
	switch f.do {
	case "later":
		if err := p.archive.SetDeskMark(ctx, u.Name, id, store.MarkLater, true); err != nil {
			return err
		}
		http.Redirect(w, r, deskAt(desk.Reason(f.queue), "", ""), http.StatusSeeOther)
		return nil
	case "editor":
		return p.askEditor(w, r, u, id, f)
	}
	read, err := p.archive.ClaimsAsRead(ctx, []sitrep.ClaimID{id})
	if err != nil {
		return err
	}
	if read[id] == nil {
		return notFound("the archive has no claim " + string(id) + " that stands")
	}
	all, err := p.decisionsOf(ctx, f, read[id], u.Name)
	if err != nil {
		return err
	}
	if f.fault == "" && len(f.faults) == 0 {
		var row review.Row
		var was []sitrep.EventID
		row, was, err = p.writeDown(ctx, u.Name, f, all)
		if err == nil {
			if err := p.archive.SetDeskMark(ctx, u.Name, id, store.MarkLater, false); err != nil {
				return err
			}
			next := sitrep.ClaimID("")
			if row.Verdict == sitrep.SameEvent || row.Verdict == sitrep.OtherEvent || row.Detail.Event != "" {
				next = id // whether the claim itself is right is still open
			}
			http.Redirect(w, r, doneAt(desk.Reason(f.queue), next, row.N, was), http.StatusSeeOther)
			return nil
		}
		if !errors.Is(err, store.ErrReview) && !errors.Is(err, store.ErrUnknown) {
			return err
		}
		f.fault = strings.TrimPrefix(err.Error(), store.ErrReview.Error()+": ")
	}
	v, err := p.reviewOf(r, u, f.queue, id, "", f)
	if err != nil {
		return err
	}
	v.Fault = f.fault
	if v.Fault == "" {
		v.Fault = counted(len(f.faults), "slot", "slots") + " cannot be set so, as is told there; what was typed is kept."
	}
	return p.write(w, r, http.StatusBadRequest, "review", page{Title: "Review desk", Section: "review", Data: v})
}

// decisionsOf are the decisions that a form makes; what is wrong with it is left in it.
func (p *Pages) decisionsOf(ctx context.Context, f *deskForm, rc *store.ReadClaim, person string) ([]review.Decision, error) {
	x, c := rc.Extraction, rc.Claim()
	set := f.assignments()
	if len(f.why) > longestWhy {
		f.fault = fmt.Sprintf("the reason is too long; give at most %d bytes", longestWhy)
		return nil, nil
	}
	switch f.do {
	case "accept", "correct":
		if len(set) == 0 {
			if f.do == "correct" {
				f.fault = "nothing is corrected; choose a slot by its number"
				return nil, nil
			}
			return []review.Decision{{Verdict: sitrep.Accepted, Claim: c.ID}}, nil
		}
		f.do = "correct"
		values, err := p.values(f, set, x, c)
		if err != nil {
			return nil, err
		}
		return []review.Decision{{Verdict: sitrep.Corrected, Claim: c.ID, Detail: review.Detail{Set: values}}}, nil
	case "reject":
		if len(set) > 0 {
			f.fault = "slots were corrected and the claim rejected; do one of the two"
		}
		return []review.Decision{{Verdict: sitrep.Rejected, Claim: c.ID}}, nil
	case "event-accept", "event-reject":
		return p.eventDecision(ctx, f, c.ID)
	case "same", "different", "duplicate":
		other, err := p.otherOf(ctx, f, c.ID)
		if err != nil {
			return nil, err
		}
		verdict := sitrep.SameEvent
		if f.do == "different" {
			verdict = sitrep.OtherEvent
		}
		return []review.Decision{{Verdict: verdict, Claim: c.ID, Detail: review.Detail{With: other}}}, nil
	}
	return nil, badField("do", "%q is nothing that can be done; there are accept, reject, correct, same, different, duplicate, event-accept, event-reject and later", f.do)
}

// eventDecision is a decision about the whole event that a claim stands in.
func (p *Pages) eventDecision(ctx context.Context, f *deskForm, claim sitrep.ClaimID) ([]review.Decision, error) {
	events, err := p.archive.EventsOf(ctx, []sitrep.ClaimID{claim})
	if err != nil {
		return nil, err
	}
	if len(events) == 0 || events[0].Lead == "" {
		f.fault = "the claim is in no event any more"
		return nil, nil
	}
	verdict := sitrep.Accepted
	if f.do == "event-reject" {
		verdict = sitrep.Rejected
	}
	return []review.Decision{{Verdict: verdict, Claim: events[0].Lead, Detail: review.Detail{Event: events[0].ID}}}, nil
}

// values works out what slots are set to. What cannot be is left in the form, beside its slot.
func (p *Pages) values(f *deskForm, set []string, x *sitrep.Extraction, c *sitrep.Claim) ([]review.Value, error) {
	known := p.resolver()
	rows := map[string]bool{}
	list, err := p.slotsOf(x, c)
	if err != nil {
		return nil, err
	}
	for i := range list {
		rows[list[i].Slot] = true
	}
	for _, a := range set {
		v, err := known.Value(a, x, c)
		if err == nil {
			continue
		}
		slot := v.Slot
		if !rows[slot] && rows["figure"] && f.typed["figure"] == a {
			slot = "figure"
		}
		if rows[slot] {
			f.faults[slot] = err.Error()
		} else {
			f.fault = err.Error()
		}
	}
	if len(f.faults) > 0 || f.fault != "" {
		return nil, nil
	}
	values, err := known.Values(set, x, c)
	if err != nil {
		f.fault = err.Error()
	}
	return values, nil
}

// otherOf is the claim that a pair is made with: one of the list, or one whose id, or whose event's, was typed.
func (p *Pages) otherOf(ctx context.Context, f *deskForm, claim sitrep.ClaimID) (sitrep.ClaimID, error) {
	given := f.other
	if given == "" {
		given = f.with
	}
	if given == "" {
		f.fault = "no other claim is chosen; choose one of the list, or give the id of a claim or an event"
		return "", nil
	}
	whole, err := p.archive.Resolve(ctx, given)
	switch {
	case errors.Is(err, store.ErrUnknown):
		f.fault = strings.TrimPrefix(err.Error(), store.ErrUnknown.Error()+": ")
		return "", nil
	case err != nil:
		return "", err
	case strings.HasPrefix(whole, "c-"):
		return sitrep.ClaimID(whole), nil
	case !strings.HasPrefix(whole, "e-"):
		f.fault = whole + " is a report; give one of its claims"
		return "", nil
	}
	e, err := p.archive.Event(ctx, whole)
	if err != nil {
		return "", err
	}
	if e.Lead == "" || e.Lead == claim {
		f.fault = whole + " has no other claim that leads it; give the id of a claim"
		return "", nil
	}
	return e.Lead, nil
}

// writeDown writes decisions down and brings events up to date. It gives the first as it was written, and the events that the claims were in.
func (p *Pages) writeDown(ctx context.Context, person string, f *deskForm, all []review.Decision) (review.Row, []sitrep.EventID, error) {
	why := f.why
	if why == "" {
		why = whys[f.do]
	}
	var claims []sitrep.ClaimID
	for _, d := range all {
		claims = append(claims, d.Claim)
		if d.Detail.With != "" {
			claims = append(claims, d.Detail.With)
		}
	}
	before, err := p.archive.EventsOf(ctx, claims)
	if err != nil {
		return review.Row{}, nil, err
	}
	rows, err := p.archive.Review(ctx, person, why, all)
	if err != nil {
		return review.Row{}, nil, err
	}
	p.fuse(ctx)
	var was []sitrep.EventID
	for i := range before {
		was = append(was, before[i].ID)
	}
	return rows[0], was, nil
}

// fuse brings events up to date. That it cannot now is no reason to refuse what was written down: whoever writes next does.
func (p *Pages) fuse(ctx context.Context) {
	if _, err := p.archive.Fuse(ctx); err != nil && !errors.Is(err, store.ErrLocked) {
		p.log.ErrorContext(ctx, "events were not brought up to date after a review", "error", err)
	}
}

// doneAt is the desk after a decision: the next claim, with what the last one did.
func doneAt(queue desk.Reason, claim sitrep.ClaimID, n int64, was []sitrep.EventID) string {
	at, err := url.Parse(deskAt(queue, claim, ""))
	if err != nil {
		return "/review"
	}
	q := at.Query()
	q.Set("done", strconv.FormatInt(n, 10))
	if len(was) > 0 && len(was) <= 8 {
		ids := make([]string, len(was))
		for i, id := range was {
			ids[i] = string(id)
		}
		q.Set("was", strings.Join(ids, " "))
	}
	at.RawQuery = q.Encode()
	return at.String()
}

// undo takes the person's last decision back, or the one that is named, and shows its claim again.
func (p *Pages) undo(w http.ResponseWriter, r *http.Request, u account.User) error {
	q, err := readForm(w, r)
	if err != nil {
		return err
	}
	f := deskFormOf(q)
	f.do = "undo"
	ctx := r.Context()
	set, _, err := p.decided(ctx)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(q.Get("n"), 10, 64)
	row, ok := set.Row(n)
	switch {
	case err != nil || !ok:
		return badField("n", "%q is no review that can be undone", q.Get("n"))
	case row.Person != u.Name && !u.May(account.Edit):
		return denied{fmt.Sprintf("review %d is %s's; an editor can undo it", n, row.Person)}
	}
	_, was, err := p.writeDown(ctx, u.Name, f, []review.Decision{{Verdict: sitrep.Undone, Claim: row.Claim, Detail: review.Detail{Undoes: n}}})
	switch {
	case errors.Is(err, store.ErrReview) || errors.Is(err, store.ErrUnknown):
		return badField("n", "%s", strings.TrimPrefix(err.Error(), store.ErrReview.Error()+": "))
	case err != nil:
		return err
	}
	http.Redirect(w, r, doneAt(desk.Reason(f.queue), row.Claim, n, was), http.StatusSeeOther)
	return nil
}

// askEditor asks an editor to settle what two people differ about.
func (p *Pages) askEditor(w http.ResponseWriter, r *http.Request, u account.User, id sitrep.ClaimID, f *deskForm) error {
	_, record, err := p.decided(r.Context())
	if err != nil {
		return err
	}
	if len(record.Of(id)) < 2 || len(record.Blind(id, u.Name)) > 0 && !u.May(account.Edit) {
		return badField("do", "fewer than two have decided about %s that you may see", id)
	}
	if err := p.archive.SetDeskMark(r.Context(), u.Name, id, store.MarkEditor, true); err != nil {
		return err
	}
	to := deskAt(desk.Reason(f.queue), "", "")
	if f.queue == "" {
		to = "/review/agreement#" + string(id)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// reviewTold says what a decision did.
type reviewTold struct {
	N       int64
	Words   string
	Claim   sitrep.ClaimID
	Slots   []sitrep.ReviewedSlot
	Was, Is []sitrep.EventID
	Waiting bool // events are not up to date yet
	Undone  bool
}

// told says what a review of this person's did: what it is about, and the events before and after it.
func (p *Pages) told(ctx context.Context, n, was, person string) (*reviewTold, error) {
	number, err := strconv.ParseInt(n, 10, 64)
	if err != nil {
		return nil, badField("done", "%q is no review", n)
	}
	set, _, err := p.decided(ctx)
	if err != nil {
		return nil, err
	}
	row, ok := set.Row(number)
	if !ok || row.Person != person && !set.Undone(number) {
		return nil, nil
	}
	t := &reviewTold{N: number, Claim: row.Claim, Words: deskWords[row.Verdict], Undone: set.Undone(number)}
	if row.Detail.Event != "" {
		t.Words = "event " + t.Words
	}
	for _, id := range strings.Fields(was) {
		if len(t.Was) < 8 && strings.HasPrefix(id, "e-") {
			t.Was = append(t.Was, sitrep.EventID(id))
		}
	}
	claims := []sitrep.ClaimID{row.Claim}
	if row.Detail.With != "" {
		claims = append(claims, row.Detail.With)
	}
	events, err := p.archive.EventsOf(ctx, claims)
	if err != nil {
		return nil, err
	}
	for i := range events {
		t.Is = append(t.Is, events[i].ID)
	}
	slices.Sort(t.Was)
	slices.Sort(t.Is)
	waiting, err := p.archive.Unfused(ctx)
	t.Waiting = waiting > 0
	if row.Verdict == sitrep.Corrected && !t.Undone {
		rows, err := p.archive.ClaimsOf(ctx, claims)
		if err != nil {
			return nil, err
		}
		if c := rows[row.Claim]; c != nil && c.Claim.Review != nil {
			for _, s := range c.Claim.Review.Slots {
				if s.N == number {
					t.Slots = append(t.Slots, s)
				}
			}
		}
	}
	return t, err
}

// Same says that the events are those that there were.
func (t *reviewTold) Same() bool { return slices.Equal(t.Was, t.Is) }
