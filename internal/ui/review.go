package ui

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/agreement"
	"sitrep/internal/desk"
	"sitrep/internal/review"
	"sitrep/internal/store"
)

// reviewRoutes are the review desk: the queue with one claim to decide about, what forms post, and how far people agree.
func (p *Pages) reviewRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /review", p.handle(p.coder(p.reviewDesk)))
	mux.HandleFunc("POST /review/{claim}", p.handle(p.coder(p.decide)))
	mux.HandleFunc("POST /review/undo", p.handle(p.coder(p.undo)))
	mux.HandleFunc("GET /review/agreement", p.handle(p.coder(p.agreement)))
	mux.HandleFunc("POST /review/agreement", p.handle(p.coder(p.settle)))
}

// coder lets those in who may decide about claims, and tells the handler who asks.
func (p *Pages) coder(h func(w http.ResponseWriter, r *http.Request, u account.User) error) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		u := account.From(r.Context())
		if !u.May(account.Code) {
			return denied{"claims are reviewed by coders and editors; ask an administrator for that role"}
		}
		err := h(w, r, u)
		if errors.Is(err, errDeriving) {
			return p.wait(w, r, "review")
		}
		return err
	}
}

// reviewing is what the desk is made of, and remembers of the archive.
type reviewing struct {
	mu     sync.Mutex
	desk   *desk.Desk
	made   time.Time
	of     [2]int64      // what was newest then
	making chan struct{} // closed once those that are being made are there, nil while none are
	fault  error         // why the last were not made
	waits  time.Duration // for which a page waits for the first; 0: deskWaits
	// What was made of the decisions in set.
	set    *review.Set
	record *desk.Record
	judged map[sitrep.ClaimID]judgedAt
	all    []desk.Judged
	types  []desk.Agreement
}

// judgedAt is a comparison, made when so many decisions of so late a number were there.
type judgedAt struct {
	last   int64
	judged desk.Judged
}

// resolver works out what slots are set to.
func (p *Pages) resolver() *review.Resolver {
	return &review.Resolver{Book: p.asker.Codebook(), Registry: p.asker.Registry(), Gazetteer: p.gazetteer}
}

// decided is who decided what, as of now.
func (p *Pages) decided(ctx context.Context) (*review.Set, *desk.Record, error) {
	set, err := p.archive.Decisions(ctx)
	if err != nil {
		return nil, nil, err
	}
	v := &p.reviewing
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.set != set {
		v.set, v.record, v.all, v.types = set, desk.Decided(set), nil, nil
	}
	return v.set, v.record, nil
}

// veil is the record of decisions where it must be kept from who asks what others decided, nil where all may be shown: a coder is not told before having
// decided, editors and readers are.
func (p *Pages) veil(ctx context.Context) (*desk.Record, string, error) {
	who := account.From(ctx)
	if !who.Codes() {
		return nil, "", nil
	}
	_, record, err := p.decided(ctx)
	return record, who.Name, err
}

// veiled are claims without what others decided about them that must be kept from who asks.
func (p *Pages) veiled(ctx context.Context, claims []*sitrep.Claim) ([]*sitrep.Claim, error) {
	record, person, err := p.veil(ctx)
	if err != nil || record == nil {
		return claims, err
	}
	for i, c := range claims {
		if record.Veiled(c, person) {
			bare := *c
			bare.Review = nil
			claims[i] = &bare
		}
	}
	return claims, nil
}

// compared are the claims that two people or more decided about, and agreement by type.
func (p *Pages) compared(ctx context.Context, record *desk.Record) ([]desk.Judged, []desk.Agreement, error) {
	v := &p.reviewing
	v.mu.Lock()
	if v.record == record && v.all != nil {
		defer v.mu.Unlock()
		return v.all, v.types, nil
	}
	v.mu.Unlock()
	shared := record.Shared()
	last := func(id sitrep.ClaimID) (n int64) {
		for _, c := range record.Of(id) {
			n += c.Last().N + int64(len(c.Rows))<<32
		}
		return n
	}
	have := map[sitrep.ClaimID]desk.Judged{}
	var want []sitrep.ClaimID
	v.mu.Lock()
	for _, id := range shared {
		if j, ok := v.judged[id]; ok && j.last == last(id) {
			have[id] = j.judged
		} else {
			want = append(want, id)
		}
	}
	v.mu.Unlock()
	read, err := p.archive.ClaimsAsRead(ctx, want)
	if err != nil {
		return nil, nil, err
	}
	for id, rc := range read {
		have[id] = record.Judge(rc.Extraction, rc.N)
	}
	all := make([]desk.Judged, 0, len(shared))
	for _, id := range shared {
		if j, ok := have[id]; ok {
			all = append(all, j)
		}
	}
	types := desk.ByType(all, agreement.Options{})
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.judged == nil {
		v.judged = map[sitrep.ClaimID]judgedAt{}
	}
	for id := range read {
		v.judged[id] = judgedAt{last(id), have[id]}
	}
	if v.record == record {
		v.all, v.types = all, types
	}
	return all, types, nil
}

// reviewPage is what templates/review.html shows.
type reviewPage struct {
	User      string
	Editor    bool
	Queue     desk.Reason
	Tabs      []reviewTab
	Items     []reviewItem
	Left      int
	Before    string // address of the part of the queue before this one, "" for none
	Next      string
	Done      []reviewItem
	Claim     *reviewClaim
	Told      *reviewTold
	Others    []coderMark // who coded the claim
	Hidden    bool        // what they decided is
	Compared  *comparison
	Agreement []agreementRow
	Shared    int
	Threshold string
	Undo      int64 // the review that "undo" takes back, 0 for none
	Fault     string
}

// reviewTab is a reason to be in the queue.
type reviewTab struct {
	Reason   desk.Reason
	Name     string
	Count    int
	Href     string
	On, Last bool
}

// reviewItem is a claim in the list.
type reviewItem struct {
	Href, Title, Note, State string
	On                       bool
}

// coderMark says that somebody coded a claim.
type coderMark struct {
	Person string
	When   string
}

// tabNames are the queues in words.
var tabNames = map[desk.Reason]string{desk.Any: "All", desk.Second: "Second", desk.Contested: "Contested", desk.NewActor: "New", desk.Low: "Low", desk.Sample: "Sample"}

// laterQueue is the queue of what a person put off.
const laterQueue desk.Reason = "later"

// deskListed is how many claims of a queue are listed at once.
const deskListed = 12

// typesBeside is of how many types agreement is shown beside a claim.
const typesBeside = 10

// reviewDesk shows the desk: the claim that is asked for, else the first of the queue.
func (p *Pages) reviewDesk(w http.ResponseWriter, r *http.Request, u account.User) error {
	q := r.URL.Query()
	for name := range q {
		if len(q.Get(name)) > longest {
			return badField(name, "is longer than %d bytes; give less", longest)
		}
	}
	if event := q.Get("event"); event != "" && q.Get("claim") == "" {
		return p.reviewEvent(w, r, event)
	}
	v, err := p.reviewOf(r, u, q.Get("queue"), sitrep.ClaimID(q.Get("claim")), q.Get("skip"), nil)
	if err != nil {
		return err
	}
	if v.Claim != nil && q.Get("event") != "" {
		v.Claim.Pair = "event"
	}
	if n := q.Get("done"); n != "" {
		if v.Told, err = p.told(r.Context(), n, q.Get("was"), u.Name); err != nil {
			return err
		}
	}
	v.Claim.openSlot(q.Get("slot"))
	return p.write(w, r, http.StatusOK, "review", page{Title: "Review desk", Section: "review", Data: v})
}

// reviewEvent leads to the claim that tells an event best, with what can be decided about the event open.
func (p *Pages) reviewEvent(w http.ResponseWriter, r *http.Request, id string) error {
	e, err := p.archive.Event(r.Context(), id)
	if err != nil {
		return err
	}
	if e.Lead == "" {
		return notFound("no claim of " + id + " stands any more")
	}
	http.Redirect(w, r, "/review?claim="+string(e.Lead)+"&event="+string(e.ID), http.StatusFound)
	return nil
}

// reviewOf gathers the desk. Typed is what a form that cannot be taken had in it, nil where none was sent.
func (p *Pages) reviewOf(r *http.Request, u account.User, queue string, claim sitrep.ClaimID, skip string, typed *deskForm) (*reviewPage, error) {
	ctx := r.Context()
	v := &reviewPage{User: u.Name, Editor: u.May(account.Edit), Queue: desk.Reason(queue)}
	if queue == "" {
		v.Queue = desk.Any
	}
	if tabNames[v.Queue] == "" && v.Queue != laterQueue {
		return nil, badField("queue", "%q is none; there are all, second, contested, new, low, sample and later", queue)
	}
	from := 0
	if skip != "" {
		n, err := strconv.Atoi(skip)
		if err != nil || n < 0 || n > 10_000_000 {
			return nil, badField("skip", "%q is no number of claims to pass over", skip)
		}
		from = n
	}
	d, err := p.queues(ctx)
	if err != nil {
		return nil, err
	}
	_, record, err := p.decided(ctx)
	if err != nil {
		return nil, err
	}
	marks, err := p.archive.DeskMarks(ctx, store.MarkLater, u.Name)
	if err != nil {
		return nil, err
	}
	put := map[sitrep.ClaimID]bool{}
	var putOff []desk.Item
	for _, id := range marks[u.Name] {
		if put[id] = true; d.Has(id) && !record.By(id, u.Name) {
			it := d.Why(id, record, u.Name)
			it.Note = strings.TrimSuffix("put off, "+it.Note, ", ")
			putOff = append(putOff, it)
		}
	}
	counts := d.Counts(record, u.Name, put)
	var items []desk.Item
	if v.Queue == laterQueue {
		items = putOff
	} else {
		items = d.Queue(v.Queue, record, u.Name, put)
	}
	for _, why := range append([]desk.Reason{desk.Any}, desk.Reasons...) {
		v.Tabs = append(v.Tabs, reviewTab{Reason: why, Name: tabNames[why], Count: counts[why], Href: deskAt(why, "", ""), On: why == v.Queue})
	}
	if len(putOff) > 0 || v.Queue == laterQueue {
		v.Tabs = append(v.Tabs, reviewTab{Reason: laterQueue, Name: "Later", Count: len(putOff), Href: deskAt(laterQueue, "", ""), On: v.Queue == laterQueue})
	}
	v.Left = len(items)
	if claim == "" && len(items) > 0 {
		claim = items[min(from, len(items)-1)].Claim
	} else if at := slices.IndexFunc(items, func(it desk.Item) bool { return it.Claim == claim }); at >= 0 && skip == "" {
		from = at / deskListed * deskListed
	}
	from = min(from, max(0, len(items)-1)) / deskListed * deskListed
	shown := items[from:min(len(items), from+deskListed)]
	if from > 0 {
		v.Before = deskAt(v.Queue, "", strconv.Itoa(from-deskListed))
	}
	if from+deskListed < len(items) {
		v.Next = deskAt(v.Queue, "", strconv.Itoa(from+deskListed))
	}
	mine := record.Mine(u.Name, 1)
	if len(mine) > 0 {
		v.Undo = mine[0].N
	}
	if err := p.listItems(ctx, v, record, shown, claim); err != nil {
		return nil, err
	}
	if claim != "" {
		if v.Claim, err = p.reviewClaim(ctx, claim, d.Why(claim, record, u.Name), record, u.Name, typed); err != nil {
			return nil, err
		}
		v.Hidden = len(record.Blind(claim, u.Name)) > 0
		for _, c := range record.Of(claim) {
			if c.Person != u.Name {
				v.Others = append(v.Others, coderMark{c.Person, momentWords(c.Last().Time)})
			}
		}
	}
	all, types, err := p.compared(ctx, record)
	if err != nil {
		return nil, err
	}
	v.Shared, v.Threshold = len(all), thresholdWords
	v.Agreement = agreementRows(types[:min(len(types), typesBeside)])
	v.Compared, err = p.lastCompared(ctx, all, record, u.Name)
	return v, err
}

// listItems writes the list: a part of the queue, and what the person decided last.
func (p *Pages) listItems(ctx context.Context, v *reviewPage, record *desk.Record, shown []desk.Item, on sitrep.ClaimID) error {
	ids := make([]sitrep.ClaimID, 0, len(shown)+3)
	for _, it := range shown {
		ids = append(ids, it.Claim)
	}
	last := record.Mine(v.User, 3)
	for _, row := range last {
		ids = append(ids, row.Claim)
	}
	read, err := p.archive.ClaimsAsRead(ctx, ids)
	if err != nil {
		return err
	}
	for _, it := range shown {
		rc := read[it.Claim]
		if rc == nil {
			continue
		}
		v.Items = append(v.Items, reviewItem{Href: deskAt(v.Queue, it.Claim, ""), Title: claimTitle(rc.Claim()), Note: it.Note, On: it.Claim == on})
	}
	for _, row := range last {
		if rc := read[row.Claim]; rc != nil {
			v.Done = append(v.Done, reviewItem{Href: deskAt(v.Queue, row.Claim, ""), Title: claimTitle(rc.Claim()), State: deskWords[row.Verdict], On: row.Claim == on && !slices.ContainsFunc(v.Items, func(it reviewItem) bool { return it.On })})
		}
	}
	return nil
}

// deskWords are verdicts as the desk tells what somebody did.
var deskWords = map[sitrep.Verdict]string{sitrep.Accepted: "accepted", sitrep.Rejected: "rejected", sitrep.Corrected: "corrected",
	sitrep.SameEvent: "merged", sitrep.OtherEvent: "split", sitrep.Undone: "undone"}

// deskAt is the address of a queue, of a claim in it, or of the part of it after so many claims.
func deskAt(queue desk.Reason, claim sitrep.ClaimID, skip string) string {
	q := url.Values{}
	if queue != desk.Any && queue != "" {
		q.Set("queue", string(queue))
	}
	if claim != "" {
		q.Set("claim", string(claim))
	}
	if skip != "" && skip != "0" {
		q.Set("skip", skip)
	}
	if len(q) == 0 {
		return "/review"
	}
	return "/review?" + q.Encode()
}

// claimTitle says in a few words what a claim is: "Air strike, Yarmouk".
func claimTitle(c *sitrep.Claim) string {
	t := plainType(c.Type)
	if t == "" {
		t = "claim"
	}
	t = strings.ToUpper(t[:1]) + t[1:]
	if c.Place != nil {
		name := c.Place.Name
		if name == "" {
			name = c.Place.Text
		}
		if name != "" {
			return t + ", " + name
		}
	}
	for _, role := range sitrep.Roles {
		for _, f := range c.Roles[role] {
			if f.Name != "" {
				return t + ", " + f.Name
			}
		}
	}
	return t
}
