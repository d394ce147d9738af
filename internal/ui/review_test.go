package ui

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/demo"
	"sitrep/internal/review"
	"sitrep/internal/store"
)

// coders are people at the desk of an archive.
type coders struct {
	t       *testing.T
	archive *store.Archive
	pages   *Pages
	mux     *http.ServeMux
}

func newCoders(t *testing.T) *coders {
	t.Helper()
	a := demo.Archive(t)
	p, err := New(Options{Archive: a})
	if err != nil {
		t.Fatal(err)
	}
	c := &coders{t, a, p, http.NewServeMux()}
	p.Register(c.mux)
	return c
}

// as answers a request of somebody; a form is posted where it is not nil.
func (c *coders) as(name string, role account.Role, path string, form url.Values) *httptest.ResponseRecorder {
	c.t.Helper()
	method, body := "GET", ""
	if form != nil {
		method, body = "POST", form.Encode()
	}
	ctx := account.With(c.t.Context(), account.User{Name: name, Role: role})
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	c.mux.ServeHTTP(w, r)
	return w
}

// page is a page that a coder sees.
func (c *coders) page(name, path string) string {
	c.t.Helper()
	w := c.as(name, account.Coder, path, nil)
	if w.Code != http.StatusOK {
		c.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// post posts a form that is taken, and gives where it leads.
func (c *coders) post(name, path string, pairs ...string) string {
	c.t.Helper()
	w := c.as(name, account.Coder, path, formValues(pairs...))
	if w.Code != http.StatusSeeOther {
		c.t.Fatalf("%s %v: %d %s", path, pairs, w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

func formValues(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

var action = regexp.MustCompile(`id="decide" method="post" action="/review/(c-[0-9a-f]{16})"`)

// shown is the claim that a page of the desk asks about.
func shown(t *testing.T, page string) sitrep.ClaimID {
	t.Helper()
	m := action.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page asks about no claim: %s", page)
	}
	return sitrep.ClaimID(m[1])
}

// reviews are all reviews of the archive, the first first.
func (c *coders) reviews() []store.ReviewRow {
	c.t.Helper()
	rows, err := c.archive.Reviews(c.t.Context(), store.ReviewFilter{})
	if err != nil {
		c.t.Fatal(err)
	}
	slices.Reverse(rows)
	return rows
}

func TestTwentyClaimsByTwoPeople(t *testing.T) {
	c := newCoders(t)
	const n = 20
	path := "/review?queue=sample"
	var claims []sitrep.ClaimID
	for range n {
		id := shown(t, c.page("Ada", path))
		if slices.Contains(claims, id) {
			t.Fatalf("%s is asked about again", id)
		}
		claims = append(claims, id)
		path = c.post("Ada", "/review/"+string(id), "queue", "sample", "do", "accept", "why", "Ada looked it up")
	}
	path = "/review?queue=second"
	for i := range n {
		page := c.page("Ben", path)
		id := shown(t, page)
		if id != claims[i] {
			t.Fatalf("Ben is asked about %s, the first that Ada decided was %s", id, claims[i])
		}
		if !strings.Contains(page, "Hidden until you decide") || strings.Contains(page, "Ada looked it up") {
			t.Fatal("what Ada decided is not hidden from Ben")
		}
		do := "accept"
		if i%4 == 3 {
			do = "reject"
		}
		path = c.post("Ben", "/review/"+string(id), "queue", "second", "do", do)
		after := c.page("Ben", path)
		if !strings.Contains(after, "Your last claim, compared") {
			t.Fatal("what both decided is not compared")
		}
		_, compared, _ := strings.Cut(after, `id="h-p"`)
		if differs := strings.Contains(compared, ">rejected<"); do == "reject" != differs {
			t.Errorf("claim %d, %s: it differs %t", i, do, differs)
		}
	}
	if page := c.page("Ben", "/review?queue=second"); action.MatchString(page) {
		t.Error("Ben is asked about more than Ada decided")
	}
	page := c.page("Ada", "/review/agreement")
	if !strings.Contains(page, "<b>20 claims</b> decided by two people or more") || !strings.Contains(page, `<bdi>Ada</bdi>, <bdi>Ben</bdi></th><td class="num">20</td><td class="num">75</td>`) {
		t.Errorf("agreement of the two is not told: %s", page)
	}
	if got := strings.Count(page, `<li id="c-`); got != 5 {
		t.Errorf("%d claims differ, want 5", got)
	}
}

func TestWhatOneCoderDecidedDoesNotChangeWhatTheOtherSees(t *testing.T) {
	c := newCoders(t)
	before := c.page("Ben", "/review?queue=sample")
	id := shown(t, before)
	c.post("Ada", "/review/"+string(id), "do", "accept", "is-modality", "=possible", "to-place", "Aleppo", "why", "Ada thinks so")
	after := c.page("Ben", "/review?queue=sample&claim="+string(id))
	if got := shown(t, after); got != id {
		t.Fatalf("Ben is asked about %s", got)
	}
	section := func(page string) string {
		from, to := strings.Index(page, `<table class="edit">`), strings.Index(page, `<details class="also"`)
		return page[from:to]
	}
	if section(before) != section(after) {
		t.Error("Ben's form changed with what Ada decided")
	}
	if strings.Contains(after, "Aleppo, SY") || strings.Contains(after, "Ada thinks so") {
		t.Error("Ben sees what Ada decided")
	}
	if agreement := c.page("Ben", "/review/agreement"); strings.Contains(agreement, string(id)) {
		t.Error("the page of agreement tells Ben")
	}
}

// withFigure is a claim of an event of the demo that has a figure of a measure.
func (c *coders) withFigure(m sitrep.Measure) store.ClaimRow {
	c.t.Helper()
	page, err := c.archive.Claims(c.t.Context(), store.Filter{Measure: m, Limit: 50})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range page.Rows {
		if events, err := c.archive.EventsOf(c.t.Context(), []sitrep.ClaimID{r.Claim.ID}); err == nil && len(events) > 0 {
			return r
		}
	}
	c.t.Fatalf("no claim of an event counts %s", m)
	return store.ClaimRow{}
}

func TestACorrectionBinds(t *testing.T) {
	c := newCoders(t)
	row := c.withFigure(sitrep.Killed)
	id := row.Claim.ID
	at := c.post("Ada", "/review/"+string(id), "do", "accept", "to-killed", "4..7", "is-stance", "=alleged", "more", "instrument=a drone")
	rows, err := c.archive.ClaimsOf(t.Context(), []sitrep.ClaimID{id})
	if err != nil {
		t.Fatal(err)
	}
	got := rows[id].Claim
	if review.Words(&got, "killed") != "4..7" || review.Words(&got, "stance") != "alleged" || review.Words(&got, "instrument") != "a drone" {
		t.Errorf("the claim has %q, %s, %q", review.Words(&got, "killed"), review.Words(&got, "stance"), review.Words(&got, "instrument"))
	}
	if left, err := c.archive.Unfused(t.Context()); err != nil || left != 0 {
		t.Errorf("events of %d reports are not up to date: %v", left, err)
	}
	page := c.page("Ada", at)
	if !strings.Contains(page, "Corrected.") || !strings.Contains(page, "killed") || !strings.Contains(page, "4..7") || !strings.Contains(page, `href="/events/e-`) {
		t.Errorf("the page does not say what changed: %s", page[:min(len(page), 4000)])
	}
	if !strings.Contains(page, "/events/e-") {
		t.Error("the events are not told")
	}
}

func TestUndo(t *testing.T) {
	c := newCoders(t)
	id := shown(t, c.page("Ada", "/review"))
	page := c.page("Ada", c.post("Ada", "/review/"+string(id), "do", "reject"))
	if !strings.Contains(page, "Rejected.") {
		t.Error("the page does not say that it was rejected")
	}
	n := fmt.Sprint(c.reviews()[0].N)
	if !strings.Contains(page, `name="n" value="`+n+`"`) {
		t.Error("the last decision cannot be undone")
	}
	if w := c.as("Ben", account.Coder, "/review/undo", formValues("n", n)); w.Code != http.StatusForbidden {
		t.Errorf("Ben undoes what Ada decided: %d", w.Code)
	}
	page = c.page("Ada", c.post("Ada", "/review/undo", "n", n))
	if !strings.Contains(page, "Undone.") || shown(t, page) != id {
		t.Error("the claim is not asked about again")
	}
	if rows := c.reviews(); len(rows) != 2 || !rows[0].Undone || rows[1].Person != "Ada" {
		t.Errorf("%+v", rows)
	}
	if w := c.as("Ada", account.Coder, "/review/undo", formValues("n", n)); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "was undone before") {
		t.Errorf("it is undone twice: %d %s", w.Code, w.Body)
	}
}

func TestWrongValuesAreToldAndKept(t *testing.T) {
	c := newCoders(t)
	id := c.withFigure(sitrep.Killed).Claim.ID
	for _, one := range []struct{ field, value, line string }{
		{"to-killed", "many <b>", "killed=many &lt;b&gt;"},
		{"to-place", "Nowhereville", "place=Nowhereville: neither the gazetteer nor the report has a place of that name"},
		{"to-time", "yesterday", "time=yesterday"},
		{"to-type", "airstrike", "type=airstrike: the codebook has no such event type"},
		{"to-actor", "Nobody At All", "actor=Nobody At All"},
		{"is-modality", "=perhaps", "modality=perhaps: no such modality"},
		{"more", "colour=red", "colour: no such slot"},
		{"more", "colour", "sets no slot"},
	} {
		w := c.as("Ada", account.Coder, "/review/"+string(id), formValues("do", "accept", one.field, one.value, "why", "my note & more", "to-victim", "three people"))
		page := w.Body.String()
		if w.Code != http.StatusBadRequest || !strings.Contains(page, one.line) {
			t.Errorf("%s=%s: %d, want the line %q", one.field, one.value, w.Code, one.line)
		}
		if !strings.Contains(page, "my note &amp; more") || !strings.Contains(page, `value="three people"`) {
			t.Errorf("%s=%s: what was typed is lost", one.field, one.value)
		}
	}
	if w := c.as("Ada", account.Coder, "/review/"+string(id), formValues("do", "reject", "to-killed", "5")); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `value="5"`) {
		t.Errorf("a correction is lost with a rejection: %d", w.Code)
	}
	if rows := c.reviews(); len(rows) != 0 {
		t.Errorf("something was written down: %+v", rows)
	}
}

func TestRolesAtTheDesk(t *testing.T) {
	c := newCoders(t)
	id := shown(t, c.page("Ada", "/review"))
	for _, role := range []account.Role{0, account.Reader} {
		for path, form := range map[string]url.Values{"/review": nil, "/review/agreement": nil, "/review/" + string(id): formValues("do", "accept"),
			"/review/undo": formValues("n", "1"), "/review/agreement?x": formValues("claim", string(id))} {
			if w := c.as("Ron", role, path, form); w.Code != http.StatusForbidden {
				t.Errorf("%s is answered to a %s with %d", path, role, w.Code)
			}
		}
	}
	if len(c.reviews()) != 0 {
		t.Error("somebody without the role decided")
	}
}

func TestAnEditorSettles(t *testing.T) {
	c := newCoders(t)
	row := c.withFigure(sitrep.Killed)
	id := row.Claim.ID
	c.post("Ada", "/review/"+string(id), "do", "accept")
	c.post("Ben", "/review/"+string(id), "do", "reject")
	c.post("Ada", "/review/"+string(id), "do", "editor")
	if w := c.as("Cem", account.Coder, "/review/"+string(id), formValues("do", "editor")); w.Code != http.StatusBadRequest {
		t.Errorf("Cem, who has not decided, learns that two have: %d", w.Code)
	}
	page := c.as("Eve", account.Editor, "/review/agreement", nil).Body.String()
	if !strings.Contains(page, "<b>Sent to an editor</b> by <bdi>Ada</bdi>") || !strings.Contains(page, "the latest, by <bdi>Ben</bdi>") {
		t.Errorf("the editor is not told: %s", page)
	}
	settle := formValues("claim", string(id), "person", "Ada", "why", "the last sentence says so")
	if w := c.as("Ben", account.Coder, "/review/agreement", settle); w.Code != http.StatusForbidden {
		t.Errorf("a coder settles: %d", w.Code)
	}
	rows, _ := c.archive.ClaimsOf(t.Context(), []sitrep.ClaimID{id})
	if len(rows) != 0 {
		t.Fatal("what Ben decided last does not bind")
	}
	if w := c.as("Eve", account.Editor, "/review/agreement", settle); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	rows, err := c.archive.ClaimsOf(t.Context(), []sitrep.ClaimID{id})
	if err != nil || rows[id] == nil || rows[id].Claim.Review.Claim.Person != "Ada" {
		t.Errorf("what Ada decided does not bind once it was settled so: %v", err)
	}
	page = c.page("Ben", "/review/agreement")
	if strings.Contains(page, `<li id="`+string(id)) || !strings.Contains(page, `<bdi>Ada</bdi>, <bdi>Ben</bdi></th><td class="num">1</td><td class="num">0</td>`) {
		t.Errorf("once settled, it is listed still, or the two no longer differed: %s", page)
	}
	if w := c.as("Eve", account.Editor, "/review/agreement", settle); w.Code != http.StatusBadRequest {
		t.Errorf("it is settled twice: %d", w.Code)
	}
}

func TestMergeSplitAndDuplicate(t *testing.T) {
	c := newCoders(t)
	page, err := c.archive.Claims(t.Context(), store.Filter{Limit: 50})
	if err != nil || len(page.Rows) < 3 {
		t.Fatal(err)
	}
	a, b := page.Rows[0].Claim.ID, page.Rows[len(page.Rows)-1].Claim.ID
	at := c.post("Ada", "/review/"+string(a), "do", "same", "other", string(b)[:12])
	pins, err := c.archive.Pins(t.Context())
	if err != nil || len(pins) != 1 || !pins[0].Same {
		t.Fatalf("%v %v", pins, err)
	}
	told := c.page("Ada", at)
	if !strings.Contains(told, "The two claims tell one happening.") || shown(t, told) != a {
		t.Errorf("the merge is not told, or the claim is left: %s", told)
	}
	events, err := c.archive.EventsOf(t.Context(), []sitrep.ClaimID{a, b})
	if err != nil || len(events) != 1 || !strings.Contains(told, "/events/"+string(events[0].ID)) {
		t.Errorf("the claims are in %d events: %v", len(events), err)
	}
	c.post("Ada", "/review/"+string(a), "do", "different", "with", string(b))
	if pins, _ = c.archive.Pins(t.Context()); len(pins) != 1 || pins[0].Same {
		t.Errorf("%v", pins)
	}
	c.post("Ada", "/review/"+string(a), "do", "duplicate", "with", string(b))
	if rows := c.reviews(); rows[2].Verdict != sitrep.SameEvent || rows[2].Why != "a copy of the other claim" {
		t.Errorf("%+v", rows[2])
	}
	for _, wrong := range [][2]string{{"", "no other claim is chosen"}, {"c-123", "too short"}, {"c-0000000000000001", "is not in"}, {string(a), "is named twice"}, {string(page.Rows[1].Report.ID), "is a report"}} {
		w := c.as("Ada", account.Coder, "/review/"+string(a), formValues("do", "same", "other", wrong[0]))
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), wrong[1]) || wrong[0] != "" && !strings.Contains(w.Body.String(), `value="`+wrong[0]+`"`) {
			t.Errorf("%q: %d, want a line with %q and what was typed", wrong[0], w.Code, wrong[1])
		}
	}
}

func TestAWholeEventIsDecidedAbout(t *testing.T) {
	c := newCoders(t)
	id := c.withFigure(sitrep.Killed).Claim.ID
	events, err := c.archive.EventsOf(t.Context(), []sitrep.ClaimID{id})
	if err != nil {
		t.Fatal(err)
	}
	e := events[0]
	w := c.as("Ada", account.Coder, "/review?event="+string(e.ID), nil)
	if w.Code != http.StatusFound {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if page := c.page("Ada", w.Header().Get("Location")); shown(t, page) != e.Lead || !strings.Contains(page, `value="event-reject"`) {
		t.Error("the event is not to be decided about at the claim that leads it")
	}
	page := c.page("Ada", c.post("Ada", "/review/"+string(id), "do", "event-reject"))
	if !strings.Contains(page, "Event rejected.") || shown(t, page) != id {
		t.Error("it is not told, or the claim is left")
	}
	after, err := c.archive.Event(t.Context(), string(e.ID))
	if err != nil || after.Grade != sitrep.Discounted {
		t.Errorf("the event is graded %s: %v", after.Grade, err)
	}
	if w := c.as("Ada", account.Coder, "/review?event=e-0000000000000001", nil); w.Code != http.StatusNotFound {
		t.Errorf("an unknown event: %d", w.Code)
	}
}

func TestLaterKeepsAClaimForThePerson(t *testing.T) {
	c := newCoders(t)
	id := shown(t, c.page("Ada", "/review"))
	if next := shown(t, c.page("Ada", c.post("Ada", "/review/"+string(id), "do", "later"))); next == id {
		t.Error("the claim that was put off comes again")
	}
	if page := c.page("Ada", "/review?queue=later"); shown(t, page) != id || !strings.Contains(page, "Later 1") {
		t.Error("what was put off is not kept")
	}
	if shown(t, c.page("Ben", "/review")) != id {
		t.Error("it is put off for Ben, too")
	}
	c.post("Ada", "/review/"+string(id), "queue", "later", "do", "accept")
	if page := c.page("Ada", "/review?queue=later"); action.MatchString(page) {
		t.Error("it is there still once it was decided")
	}
}

func TestBadAddressesOfTheDesk(t *testing.T) {
	c := newCoders(t)
	id := shown(t, c.page("Ada", "/review"))
	for _, one := range []struct {
		path   string
		form   url.Values
		status int
		has    string
	}{
		{"/review?queue=mine", nil, 400, "queue"},
		{"/review?skip=-1", nil, 400, "skip"},
		{"/review?done=x", nil, 400, "done"},
		{"/review?claim=c-0000000000000001", nil, 404, "c-0000000000000001"},
		{"/review?claim=nonsense", nil, 404, "nonsense"},
		{"/review?claim=" + strings.Repeat("c", 600), nil, 400, "claim"},
		{"/review/agreement?type=none", nil, 400, "type"},
		{"/review/c-0000000000000001", formValues("do", "accept"), 404, "c-0000000000000001"},
		{"/review/nonsense", formValues("do", "accept"), 404, "nonsense"},
		{"/review/nonsense", formValues("do", "later"), 404, "nonsense"},
		{"/review/" + string(id), formValues("do", "burn"), 400, "burn"},
		{"/review/" + string(id), formValues("do", "accept", "why", strings.Repeat("x", largestForm)), 413, "at most"},
		{"/review/" + string(id), formValues("do", "accept", "why", strings.Repeat("x", longestWhy+1)), 400, "too long"},
		{"/review/" + string(id), formValues("do", "accept", "why", "a\x00b"), 400, "why"},
	} {
		if w := c.as("Ada", account.Coder, one.path, one.form); w.Code != one.status || !strings.Contains(w.Body.String(), one.has) {
			t.Errorf("%.80s %.40v: %d, want %d with %q", one.path, one.form, w.Code, one.status, one.has)
		}
	}
	if len(c.reviews()) != 0 {
		t.Error("something was written down")
	}
}

func TestAnArchiveThatFailsIsNoMissingClaim(t *testing.T) {
	c := newCoders(t)
	id := shown(t, c.page("Ada", "/review?queue=sample"))
	if err := c.archive.Close(); err != nil {
		t.Fatal(err)
	}
	if w := c.as("Ada", account.Coder, "/review/"+string(id), formValues("do", "accept")); w.Code != http.StatusInternalServerError {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestTheDeskSaysThatTheQueueIsBeingMade(t *testing.T) {
	c := newCoders(t)
	c.pages.reviewing.waits = time.Millisecond
	c.pages.reviewing.making = make(chan struct{}) // somebody else makes it
	w := c.as("Ada", account.Coder, "/review", nil)
	if w.Code != http.StatusAccepted || w.Header().Get("Refresh") == "" || !strings.Contains(w.Body.String(), "asks again") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestNamesOfBodies(t *testing.T) {
	for name, want := range map[string]bool{"Tal Afar Brigade": true, "Front for Change and Concord": true, "Jaysh al-Ahrar": true, "Ministry": false, "Syrian rebels": false,
		"two people": false, "The Alliance": false, "": false, strings.Repeat("A ", 60): false} {
		if got := mayBeNew(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}

func TestQueuesAtTheDesk(t *testing.T) {
	c := newCoders(t)
	page := c.page("Ada", "/review")
	for _, tab := range []string{">All ", ">Second 0<", ">Contested ", ">New ", ">Low ", ">Sample "} {
		if !strings.Contains(page, tab) {
			t.Errorf("there is no queue %s", tab)
		}
	}
	for queue, note := range map[string]string{"contested": "contested", "sample": "random sample"} {
		if p := c.page("Ada", "/review?queue="+queue); !strings.Contains(p, note) {
			t.Errorf("%s: %q is not told", queue, note)
		}
	}
	if strings.Contains(page, "style=") || strings.Contains(page, "onclick") {
		t.Error("the page has style or script of its own, which the policy refuses")
	}
}
