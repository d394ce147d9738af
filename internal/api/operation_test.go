package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/ingest"
	"sitrep/internal/wire"
	"sitrep/internal/work"
)

// refused checks that a problem came, with the words in it.
func refused(t testing.TB, g got, status int, words ...string) huma.ErrorModel {
	t.Helper()
	var p huma.ErrorModel
	if g.StatusCode != status {
		t.Errorf("%s: %s, want %d: %.300s", g.Request.URL, g.Status, status, g.body)
	}
	if tag := g.Header.Get("ETag"); tag != "" {
		t.Errorf("%s: a problem has the entity tag %s", g.Request.URL, tag)
	}
	if ct := g.Header.Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("%s: Content-Type %s", g.Request.URL, ct)
	}
	if err := json.Unmarshal([]byte(g.body), &p); err != nil || p.Status != g.StatusCode || p.Title == "" || p.Detail == "" {
		t.Errorf("%s: no problem: %v %.300s", g.Request.URL, err, g.body)
	}
	for _, w := range words {
		if !strings.Contains(p.Detail, w) {
			t.Errorf("%s: %q does not say %q", g.Request.URL, p.Detail, w)
		}
	}
	return p
}

func TestWrongParametersAreNamedWithTheMend(t *testing.T) {
	d := open(t, account.Administrator, nil)
	for _, c := range []struct{ path, field, words string }{
		{"/reports?from=tomorrow", "from", "write 2016-10-17"},
		{"/reports?to=2016-13", "to", "write 2016-10-17"},
		{"/claims?from=2031-04&to=2031-03", "to", "change them over"},
		{"/claims?published_from=2031-04&published_to=2031-03", "published_to", "change them over"},
		{"/claims?published_to=x", "published_to", "write"},
		{"/events?as_of=never", "as_of", "write 2024-03-01"},
		{"/events?country=Atlantis", "country", "ISO 3166-1"},
		{"/events?type=party", "type", "party"},
		{"/events?grade=good", "grade", "corroborated"},
		{"/events?modality=future", "modality", "events are what is told as having happened"},
		{"/events?origins=-1", "origins", ">= 0"},
		{"/figures?measure=pets", "measure", "killed"},
		{"/claims?modality=maybe", "modality", "possible"},
		{"/claims?near=Nowhereville-on-Sea", "near", "gazetteer"},
		{"/claims?near=95,10", "near", "-90"},
		{"/claims?within=5", "within", "near"},
		{"/claims?near=36,43&within=-1", "within", ">= 0"},
		{"/claims?near=36,43&within=NaN", "within", ""},
		{"/claims?limit=0", "limit", ">= 1"},
		{"/claims?limit=1001", "limit", "<= 1000"},
		{"/claims?limit=many", "limit", "integer"},
		{"/claims?after=nonsense", "after", "page"},
		{"/claims?report=r-000000", "report", "id"},
		{"/claims?colour=red", "colour", "unknown query parameter"},
		{"/claims?place=a&place=b", "place", "more than once"},
		{"/claims?format=xml", "format", "json, csv"},
		{"/claims?%zz", "query", "%25"},
		{"/claims?copies=perhaps", "copies", "bool"},
		{"/claims?q=" + strings.Repeat("x", 1001), "q", "<= 1000"},
		{"/control", "place", "give a place or an actor"},
		{"/control?place=Sirte&at=2031&from=2030", "at", "from and to"},
		{"/control?place=Sirte&at=noon", "at", "write"},
		{"/figures/sums?by=colour", "by", "month"},
		{"/figures/sums?after=x", "after", "limit"},
		{"/figures/series?after=x", "after", "limit"},
		{"/places", "q", "missing"},
		{"/places?q=%20", "q", "no name"},
		{"/search", "q", "missing"},
		{"/search?q=%20", "q", "no words"},
		{"/claims?q=%22", "q", "no word to look for"},
		{"/events?q=...", "q", "no word to look for"},
		{"/brief?place=Sirte&q=%22", "q", "no word to look for"},
		{"/search?q=%22", "q", "no word to look for"},
		{"/log?after=x", "after", "number of an entry"},
		{"/log?after=0", "after", "page"},
		{"/reviews?after=0", "after", "page"},
		{"/brief?from=x", "from", "write"},
	} {
		t.Run(c.path[:min(60, len(c.path))], func(t *testing.T) {
			p := refused(t, d.get(t, c.path), http.StatusBadRequest, c.field, c.words)
			if !slices.ContainsFunc(p.Errors, func(e *huma.ErrorDetail) bool { return strings.TrimSuffix(e.Location, "[0]") == "query."+c.field }) {
				t.Errorf("no error is at query.%s: %+v", c.field, p.Errors)
			}
		})
	}
}

func TestUnknownIdsAreNotFound(t *testing.T) {
	d := open(t, account.Administrator, nil)
	ids := d.ids(t)
	for _, path := range []string{"/reports/r-0000000000000000", "/reports/r-0000000000000000/text", "/reports/r-0000000000000000/original", "/reports/r-0000000000000000/copies",
		"/reports/r-0000000000000000/claims", "/claims/c-0000000000000000", "/events/e-0000000000000000", "/reports/nonsense", "/reports/" + url.PathEscape("<script>"), "/reports/" + ids["claim"],
		"/claims/" + ids["report"], "/events/" + ids["report"], "/places/gn:0", "/places/" + url.PathEscape("No Such Place At All"), "/actors/" + url.PathEscape("No Such Party"), "/nothing"} {
		g := d.get(t, path)
		refused(t, g, http.StatusNotFound)
		if strings.Contains(g.body, t.TempDir()[:8]) || strings.Contains(g.body, "sitrep.db") {
			t.Errorf("%s names a path of the server: %s", path, g.body)
		}
	}
	if g := d.ask(t, http.MethodDelete, Base+"/reports", ""); g.Header.Get("Allow") != "GET, POST, HEAD" {
		t.Errorf("Allow: %q", g.Header.Get("Allow"))
	} else {
		refused(t, g, http.StatusMethodNotAllowed, "DELETE")
	}
	refused(t, d.ask(t, http.MethodPost, Base+"/events", "{}"), http.StatusMethodNotAllowed, "GET")
}

func TestAnAbbreviatedIdDoes(t *testing.T) {
	d := open(t, account.Reader, nil)
	ids := d.ids(t)
	if r := into[wire.WholeReport](t, d.get(t, "/reports/"+ids["report"][2:9])); string(r.Report.ID) != ids["report"] {
		t.Errorf("%s, want %s", r.Report.ID, ids["report"])
	}
	refused(t, d.get(t, "/reports/r-1"), http.StatusNotFound)
}

func TestPagesFollowEachOther(t *testing.T) {
	d := open(t, account.Reader, nil)
	whole := into[ClaimList](t, d.get(t, "/claims?limit=1000"))
	if len(whole.Claims) < 20 || whole.Next != "" {
		t.Fatalf("%d claims, next %q", len(whole.Claims), whole.Next)
	}
	var paged []sitrep.ClaimID
	for path := "/claims?limit=7"; path != ""; {
		g := d.get(t, path)
		list := into[ClaimList](t, g)
		for _, c := range list.Claims {
			paged = append(paged, c.Claim.ID)
		}
		link := g.Header.Get("Link")
		if (link == "") != (list.Next == "") {
			t.Fatalf("Link %q, next %q", link, list.Next)
		}
		path = ""
		if link != "" {
			target, rel, _ := strings.Cut(strings.TrimPrefix(link, "<"+Base), ">; ")
			if rel != `rel="next"` {
				t.Fatalf("Link: %s", link)
			}
			path = target
		}
	}
	for i, c := range whole.Claims {
		if i >= len(paged) || paged[i] != c.Claim.ID {
			t.Fatalf("claim %d differs", i)
		}
	}
	first := into[Log](t, open(t, account.Editor, nil).get(t, "/log?limit=1"))
	if len(first.Entries) != 1 {
		t.Errorf("%d entries", len(first.Entries))
	}
}

func TestAnAnswerIsSentOnceAsLongAsNothingIsNew(t *testing.T) {
	d := open(t, account.Administrator, nil)
	for _, path := range []string{"/reports?limit=2", "/events?limit=2", "/events.geojson?limit=2", "/status", "/types"} {
		first := d.get(t, path)
		tag := first.Header.Get("ETag")
		if tag == "" {
			t.Fatalf("%s has no ETag", path)
		}
		if g := d.get(t, path, "If-None-Match", tag); g.StatusCode != http.StatusNotModified || g.body != "" {
			t.Errorf("%s: %s %q", path, g.Status, g.body)
		}
		if g := d.get(t, path, "If-None-Match", `"other", `+strings.TrimPrefix(tag, "W/")); g.StatusCode != http.StatusNotModified {
			t.Errorf("%s: a list of tags: %s", path, g.Status)
		}
		if g := d.get(t, path, "If-None-Match", `"other"`); g.StatusCode != http.StatusOK || g.body != first.body {
			t.Errorf("%s: another tag: %s", path, g.Status)
		}
		if g := d.get(t, path, "Accept", "text/csv"); strings.Contains(path, "/reports") && g.Header.Get("ETag") == tag {
			t.Errorf("%s: CSV has the tag of JSON", path)
		}
	}
	tag := d.get(t, "/reports?limit=2").Header.Get("ETag")
	into[Ingested](t, d.ask(t, http.MethodPost, Base+"/reports", "Shells hit a clinic in Sirte on Sunday, killing four people, a doctor said.", "Content-Type", "text/plain"))
	if g := d.get(t, "/reports?limit=2", "If-None-Match", tag); g.StatusCode != http.StatusOK {
		t.Errorf("after a report came: %s", g.Status)
	}
	tag = d.get(t, "/status").Header.Get("ETag")
	if s := into[Status](t, d.get(t, "/status", "If-None-Match", tag, "X-Test-User", "ben")); s.Name != "ben" {
		t.Errorf("ben is told that %s asks", s.Name)
	}
	if g := d.ask(t, http.MethodGet, "/api/openapi.json", "", "If-None-Match", d.ask(t, http.MethodGet, "/api/openapi.json", "").Header.Get("ETag")); g.StatusCode != http.StatusNotModified {
		t.Errorf("the document: %s", g.Status)
	}
	if g := d.ask(t, http.MethodHead, Base+"/reports?limit=2", ""); g.StatusCode != http.StatusOK || g.body != "" {
		t.Errorf("HEAD: %s %q", g.Status, g.body)
	}
}

func TestFormsGoByParameterAndHeader(t *testing.T) {
	d := open(t, account.Reader, nil)
	for _, c := range []struct{ path, accept, want string }{
		{"/claims?limit=1", "", "application/json"},
		{"/claims?limit=1", "text/csv", "text/csv"},
		{"/claims?limit=1", "text/csv;q=0.1, application/json", "application/json"},
		{"/claims?limit=1", "image/png", "application/json"},
		{"/claims?limit=1", "text/csv;q=0", "application/json"},
		{"/claims?limit=1&format=csv", "application/json", "text/csv"},
		{"/events?limit=1", "application/geo+json", "application/geo+json"},
		{"/events?limit=1&format=figures", "", "text/csv"},
		{"/brief?place=Sirte", "text/markdown", "text/markdown"},
		{"/brief?place=Sirte", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html"},
		{"/brief?place=Sirte&format=docx", "", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"/brief?place=Sirte", "*/*", "application/json"},
	} {
		g := d.get(t, c.path, "Accept", c.accept)
		if media, _, _ := strings.Cut(g.Header.Get("Content-Type"), ";"); g.StatusCode != http.StatusOK || media != c.want {
			t.Errorf("%s with Accept %q: %s %s, want %s", c.path, c.accept, g.Status, media, c.want)
		}
		if g.Header.Get("Vary") != "Accept" || g.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", c.path, g.Header)
		}
	}
	if g := d.get(t, "/brief?place=Sirte&format=html"); !strings.HasPrefix(g.Header.Get("Content-Disposition"), "attachment") {
		t.Error("a brief as a page would be shown under this server's name")
	}
}

func TestWhoMayNotIsTold(t *testing.T) {
	nobody := open(t, 0, nil)
	if g := nobody.get(t, "/reports"); g.Header.Get("WWW-Authenticate") == "" {
		t.Error("401 without WWW-Authenticate")
	} else {
		refused(t, g, http.StatusUnauthorized, "token")
	}
	reader := open(t, account.Reader, nil)
	refused(t, reader.get(t, "/log"), http.StatusForbidden, "edit", "ada")
	refused(t, reader.get(t, "/reviews"), http.StatusForbidden, "code")
	refused(t, reader.ask(t, http.MethodPost, Base+"/reviews", `{"verdict":"accept","ids":["c-000000"],"why":"x"}`, "Content-Type", "application/json"), http.StatusForbidden)
	refused(t, reader.ask(t, http.MethodPost, Base+"/reports", "text"), http.StatusForbidden, "edit")
	into[sitrep.Extraction](t, reader.ask(t, http.MethodPost, Base+"/extract", "Shells hit Sirte.", "Content-Type", "text/plain"))
	coder := open(t, account.Coder, nil)
	refused(t, coder.get(t, "/reviews?by=ben"), http.StatusForbidden, "by: ")
	refused(t, coder.ask(t, http.MethodPost, Base+"/reports", "text"), http.StatusForbidden)
	closed := open(t, account.Administrator, func(o *Options) { o.ReadOnly = true })
	refused(t, closed.ask(t, http.MethodPost, Base+"/reports", "text", "Content-Type", "text/plain"), http.StatusForbidden, "reading only")
}

func TestCallersAreBoundedOneByOne(t *testing.T) {
	now := time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC)
	d := open(t, account.Reader, func(o *Options) {
		o.Limits = Limits{Rate: 1, Burst: 3}
		o.Clock = func() time.Time { return now }
	})
	for range 3 {
		into[Status](t, d.get(t, "/status"))
	}
	g := d.get(t, "/status")
	refused(t, g, http.StatusTooManyRequests)
	if g.Header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After: %q", g.Header.Get("Retry-After"))
	}
	other := httptest.NewRequestWithContext(account.With(t.Context(), account.User{ID: 7, Name: "ben", Role: account.Reader}), http.MethodGet, Base+"/status", nil)
	w := httptest.NewRecorder()
	d.api.ServeHTTP(w, other)
	if w.Code != http.StatusOK {
		t.Errorf("somebody else: %d", w.Code)
	}
	now = now.Add(time.Second)
	into[Status](t, d.get(t, "/status"))
	if len(d.api.rates.callers) != 2 {
		t.Errorf("%d callers", len(d.api.rates.callers))
	}
	for i := range mostCallers + 5 {
		d.api.rates.allow(fmt.Sprint(i))
	}
	if n := len(d.api.rates.callers); n > mostCallers {
		t.Errorf("%d callers are remembered", n)
	}
}

func TestWhatTakesTooLongIsGivenUp(t *testing.T) {
	d := open(t, account.Reader, func(o *Options) { o.Limits.Time, o.Limits.Heavy = 30*time.Millisecond, 1 })
	d.api.heavy <- struct{}{}
	g := d.get(t, "/actors")
	refused(t, g, http.StatusServiceUnavailable)
	if g.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	<-d.api.heavy
}

func TestWhatTookLongIsKeptUntilSomethingIsNew(t *testing.T) {
	d := open(t, account.Editor, nil)
	first := d.get(t, "/actors?limit=3&format=csv")
	into[SumList](t, d.get(t, "/figures/sums?by=month"))
	if len(d.api.kept.answers) != 2 {
		t.Fatalf("%d answers are kept", len(d.api.kept.answers))
	}
	for tag, k := range d.api.kept.answers { // so that an answer shows where it came from
		d.api.kept.answers[tag] = keptAnswer{k.answer, append([]byte("kept "), k.body...)}
	}
	again := d.get(t, "/actors?limit=3&format=csv")
	if again.body != "kept "+first.body || again.Header.Get("Content-Type") != first.Header.Get("Content-Type") || again.Header.Get("Content-Disposition") != first.Header.Get("Content-Disposition") {
		t.Errorf("%.60q %v", again.body, again.Header)
	}
	into[Ingested](t, d.ask(t, http.MethodPost, Base+"/reports", "Shells hit a clinic in Sirte on Sunday, killing four people, a doctor said."))
	if g := d.get(t, "/actors?limit=3&format=csv"); strings.HasPrefix(g.body, "kept ") {
		t.Error("an old answer is given though a report came")
	}
	var k kept
	for i := range 9 {
		k.put(fmt.Sprint(i), &answer{}, make([]byte, mostKept/4))
	}
	k.put("too large", &answer{}, make([]byte, mostKept/2))
	if k.size > mostKept || len(k.answers) != 4 || k.answers["8"].answer == nil {
		t.Errorf("%d answers of %d bytes", len(k.answers), k.size)
	}
}

func TestPostedReportsAreReadAsFilesAre(t *testing.T) {
	d := open(t, account.Reader, nil)
	const text = "Shells hit a clinic in Sirte on Sunday, killing four people, a doctor said."
	post := func(body string, headers ...string) got {
		return d.ask(t, http.MethodPost, Base+"/extract", body, headers...)
	}
	x := into[sitrep.Extraction](t, post(text, "Content-Type", "text/plain; charset=utf-8"))
	r, _ := reader()
	want, err := r.Read(work.Input(&ingest.Item{Received: []byte(text), Media: "text/plain"}))
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Claims) == 0 || len(x.Claims) != len(want.Claims) || x.Report.ID != want.Report.ID || x.Claims[0].ID != want.Claims[0].ID {
		t.Errorf("%d claims of %s, want %d of %s", len(x.Claims), x.Report.ID, len(want.Claims), want.Report.ID)
	}
	j, _ := json.Marshal(PostedReport{Text: text, Title: "Clinic hit", Published: "2031-03-04", Publisher: "Plains Radio", URL: "https://example.org/9"})
	x = into[sitrep.Extraction](t, post(string(j), "Content-Type", "application/json"))
	if x.Report.Title != "Clinic hit" || x.Report.Publisher != "Plains Radio" || x.Report.Published.String() != "2031-03-04" || x.Report.URL != "https://example.org/9" {
		t.Errorf("%+v", x.Report)
	}
	x = into[sitrep.Extraction](t, d.ask(t, http.MethodPost, Base+"/extract?published=2031-03-04&publisher=Plains+Radio", text))
	if x.Report.Published.String() != "2031-03-04" || x.Report.Publisher != "Plains Radio" {
		t.Errorf("%+v", x.Report)
	}
	for _, c := range []struct {
		name, body, media string
		status            int
		words             string
	}{
		{"empty", "", "text/plain", 400, "body"},
		{"blank", " \n\t ", "text/plain", 400, "empty"},
		{"no JSON", "nonsense", "application/json", 400, "JSON object"},
		{"a list", `[{"text":"a b c."}]`, "application/json", 400, "JSON object"},
		{"broken JSON", `{"text":"Shells`, "application/json", 400, "body"},
		{"no text", `{"title":""}`, "application/json", 400, "body"},
		{"two", `{"text":"Shells hit Sirte."}` + "\n" + `{"text":"Shells hit Bin Jawad."}`, "application/json", 400, "one by one"},
		{"bytes that are no text", "\x00\x01\x02\xff\xfe\x00\x00\x01", "text/plain", 400, "body"},
		{"a picture", "x", "image/png", 415, "text/plain"},
		{"another charset", "x", "text/plain; charset=utf-16", 415, "UTF-8"},
		{"no media type", "x", "///", 400, "Content-Type"},
		{"too large", strings.Repeat("Shells hit Sirte. ", 60_000), "text/plain", 413, ""},
	} {
		refused(t, post(c.body, "Content-Type", c.media), c.status, c.words)
	}
	exact := text + strings.Repeat(" ", 1<<20-len(text))
	into[sitrep.Extraction](t, post(exact, "Content-Type", "text/plain"))
	refused(t, post(exact+" ", "Content-Type", "text/plain"), http.StatusRequestEntityTooLarge)
	d.api.reading <- struct{}{}
	d.api.reading <- struct{}{}
	g := post(text)
	refused(t, g, http.StatusTooManyRequests, "at a time")
	if g.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if list := into[ReportList](t, d.get(t, "/reports?q=clinic+doctor&place=Sirte&published_from=2031-03-04&published_to=2031-03-04&publisher=Plains+Radio")); len(list.Reports) != 0 {
		t.Error("a report that was only read is kept")
	}
}

func TestAReportIsTakenInOnce(t *testing.T) {
	d := open(t, account.Editor, nil)
	body := `{"text":"Gunmen shot dead nine farmers near Bin Jawad on Tuesday, the mayor said.","published":"2031-06-03","publisher":"Plains Radio"}`
	g := d.ask(t, http.MethodPost, Base+"/reports", body, "Content-Type", "application/json")
	in := into[Ingested](t, g)
	if g.StatusCode != http.StatusCreated || !in.New || in.Claims == 0 || in.Behind != 0 || g.Header.Get("Location") != Base+"/reports/"+string(in.ID) {
		t.Errorf("%s %+v %v", g.Status, in, g.Header)
	}
	r := into[wire.WholeReport](t, d.get(t, strings.TrimPrefix(g.Header.Get("Location"), Base)))
	if r.Report.Found != "posted by ada" || r.Report.Publisher != "Plains Radio" || r.Media != "application/json" {
		t.Errorf("%+v", r.Report)
	}
	if got := d.get(t, "/reports/"+string(in.ID)+"/original"); got.body != body || got.Header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" {
		t.Errorf("%q %v", got.body, got.Header)
	}
	events := into[EventList](t, d.get(t, "/events?report="+string(in.ID)))
	if len(events.Events) == 0 {
		t.Error("it is in no event")
	}
	g = d.ask(t, http.MethodPost, Base+"/reports", body, "Content-Type", "application/json")
	if again := into[Ingested](t, g); g.StatusCode != http.StatusOK || again.New || again.ID != in.ID {
		t.Errorf("%s %+v", g.Status, again)
	}
}

func TestDecisionsBindAndCanBeUndone(t *testing.T) {
	d := open(t, account.Coder, nil)
	ids := d.ids(t)
	post := func(body string) got {
		return d.ask(t, http.MethodPost, Base+"/reviews", body, "Content-Type", "application/json")
	}
	claim := ids["claim"]
	done := into[Decided](t, post(`{"verdict":"reject","ids":["`+claim+`"],"why":"an exercise"}`))
	if len(done.Reviews) != 1 || done.Reviews[0].Person != "ada" || done.Reviews[0].State != "stands" || done.Behind != 0 {
		t.Fatalf("%+v", done)
	}
	has := func() bool {
		list := into[ClaimList](t, d.get(t, "/claims?limit=1000"))
		return slices.ContainsFunc(list.Claims, func(c wire.Claim) bool { return string(c.Claim.ID) == claim })
	}
	if has() {
		t.Error("a rejected claim is listed")
	}
	into[Decided](t, post(fmt.Sprintf(`{"verdict":"undo","undoes":%d,"why":"a slip"}`, done.Reviews[0].N)))
	if !has() {
		t.Error("the undone rejection still binds")
	}
	done = into[Decided](t, post(`{"verdict":"correct","ids":["`+claim+`"],"set":["killed=12"],"why":"the second sentence"}`))
	if len(done.Reviews) != 1 || len(done.Reviews[0].Set) != 1 || done.Reviews[0].Set[0].Slot != "killed" {
		t.Errorf("%+v", done.Reviews)
	}
	events := into[EventList](t, d.get(t, "/events?limit=2"))
	pair := fmt.Sprintf(`["%s","%s"]`, events.Events[0].ID, events.Events[1].ID)
	into[Decided](t, post(`{"verdict":"same","ids":`+pair+`,"why":"one happening"}`))
	refused(t, post(`{"verdict":"different","ids":["`+claim+`"],"why":"x"}`), 400, "name two")
	list := into[ReviewList](t, d.get(t, "/reviews?claim="+claim+"&limit=2"))
	if len(list.Reviews) != 2 || list.Next == "" {
		t.Fatalf("%d reviews, next %q", len(list.Reviews), list.Next)
	}
	rest := into[ReviewList](t, d.get(t, "/reviews?claim="+claim+"&limit=2&after="+string(list.Next)))
	if len(rest.Reviews) != 1 || rest.Reviews[0].State != "undone" {
		t.Errorf("%+v", rest.Reviews)
	}
	if other := into[ReviewList](t, d.get(t, "/reviews", "X-Test-User", "ben")); len(other.Reviews) != 0 {
		t.Error("a coder sees the reviews of another")
	}
	refused(t, d.ask(t, http.MethodPost, Base+"/reviews", fmt.Sprintf(`{"verdict":"undo","undoes":%d,"why":"x"}`, done.Reviews[0].N), "Content-Type", "application/json", "X-Test-User", "ben"),
		http.StatusForbidden, "editor")
	for _, c := range []struct {
		body   string
		status int
		words  string
	}{
		{`{}`, 400, "verdict"},
		{`{"verdict":"praise","ids":["` + claim + `"],"why":"x"}`, 400, "verdict"},
		{`{"verdict":"accept","ids":["` + claim + `"]}`, 400, "why"},
		{`{"verdict":"accept","ids":["` + claim + `"],"why":" "}`, 400, "say why"},
		{`{"verdict":"accept","why":"x"}`, 400, "no claim is named"},
		{`{"verdict":"accept","ids":["` + ids["report"] + `"],"why":"x"}`, 400, "is a report"},
		{`{"verdict":"accept","ids":["c-0000000000000000"],"why":"x"}`, 404, "c-0000000000000000"},
		{`{"verdict":"accept","ids":["` + claim + `"],"set":["killed=1"],"why":"x"}`, 400, "set"},
		{`{"verdict":"correct","ids":["` + claim + `"],"why":"x"}`, 400, "SLOT=VALUE"},
		{`{"verdict":"correct","ids":["` + claim + `"],"set":["killed=lots"],"why":"x"}`, 400, "set: killed"},
		{`{"verdict":"correct","ids":["` + string(events.Events[0].ID) + `"],"set":["killed=1"],"why":"x"}`, 400, "is an event"},
		{`{"verdict":"undo","why":"x"}`, 400, "undoes"},
		{`{"verdict":"undo","undoes":9999,"why":"x"}`, 404, ""},
		{`{"verdict":"accept","undoes":1,"ids":["` + claim + `"],"why":"x"}`, 400, "undo"},
		{`{"verdict":"accept","ids":["` + claim + `"],"why":"x","more":1}`, 400, "more"},
		{`{"verdict":`, 400, ""},
		{`{"verdict":"accept","ids":["` + claim + `"],"why":"` + strings.Repeat("x", 70_000) + `"}`, 413, ""},
	} {
		refused(t, post(c.body), c.status, c.words)
	}
}

// hostile is a report whose words would do harm where they are not taken as text.
const hostile = "=HYPERLINK(\"http://evil.example\") <script>alert(1)</script> &amp; \u202Egnissim\u202C\n\n" +
	"Shells hit a clinic in Sirte on Sunday, killing four people, said =cmd|' /C calc'!A0 <img src=x onerror=alert(1)>."

func TestHostileWordsStayWords(t *testing.T) {
	d := open(t, account.Editor, nil)
	in := into[Ingested](t, d.ask(t, http.MethodPost, Base+"/reports?publisher=%2BEvil%0AWire&published=2031-07-01", hostile, "Content-Type", "text/plain"))
	path := "/reports/" + string(in.ID)
	if g := d.get(t, path+"/text"); !strings.Contains(g.body, "<script>alert(1)</script> &amp;") || !strings.HasPrefix(g.Header.Get("Content-Type"), "text/plain") ||
		g.Header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || g.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%q %v", g.body, g.Header)
	}
	whole := into[wire.WholeReport](t, d.get(t, path))
	for _, c := range whole.Reading.Claims {
		if c.Trigger.Text != c.Trigger.Of(whole.Reading.Report.Text) {
			t.Errorf("%q is not what stands there", c.Trigger.Text)
		}
	}
	for _, path := range []string{path + "/claims", "/claims?report=" + string(in.ID), "/figures?report=" + string(in.ID), "/reports?published_from=2031-07", "/events?report=" + string(in.ID)} {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		g := d.get(t, path+sep+"format=csv")
		rows, err := csv.NewReader(strings.NewReader(g.body)).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Errorf("%s: %d rows, %v", path, len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+@\t\r", rune(cell[0])) {
					t.Errorf("%s: a spreadsheet would take %q for a formula", path, cell)
				}
			}
		}
	}
}

func TestEveryParameterOfTheDemoFinds(t *testing.T) {
	d := open(t, account.Reader, nil)
	for _, c := range []string{"/reports?q=Sirte", "/reports?publisher=Harbour+Post&from=2031-03&to=2031-03", "/claims?type=air_strike&type=shelling&place=Sirte", "/claims?country=LY&modality=actual", "/claims?near=Sirte&within=50",
		"/claims?actor=Southern+Brigades", "/claims?as_of=2031-05-01", "/events?grade=corroborated&grade=contested&origins=2", "/events?place=Sirte&from=2031-03&to=2031-04", "/figures?measure=killed&country=Libya"} {
		g := d.get(t, c+"&limit=3")
		if n := strings.Count(g.body, `"id":`); g.StatusCode != http.StatusOK || n == 0 {
			t.Errorf("%s finds nothing: %s %.200s", c, g.Status, g.body)
		}
	}
	if g := d.get(t, "/claims?as_of=2030"); g.StatusCode != http.StatusOK || !strings.Contains(g.body, `"claims":[]`) {
		t.Errorf("before anything came: %s %.200s", g.Status, g.body)
	}
	sums := into[SumList](t, d.get(t, "/figures/sums?measure=killed&by=month&place=Sirte"))
	if len(sums.Sums) == 0 || len(sums.Sums[0].Happenings) == 0 {
		t.Error("no sums")
	}
	spells := into[SpellList](t, d.get(t, "/control?place=Sirte"))
	if len(spells.Spells) == 0 || spells.Spells[0].Status == "unknown" {
		t.Errorf("%+v", spells)
	}
	if none := into[SpellList](t, d.get(t, "/control?place=Mosul")); len(none.Spells) != 1 || none.Spells[0].Status != "unknown" {
		t.Errorf("%+v", none)
	}
	found := into[SearchAnswer](t, d.get(t, "/search?q=Sirte&limit=3"))
	if len(found.Reports) != 3 || len(found.Claims) != 3 || len(found.Types) < 2 || !found.AllCounted || !found.MoreClaims || found.Types[0].Label == "" {
		t.Errorf("%+v", found.Types)
	}
	place := into[WholePlace](t, d.get(t, "/places/gn:2210554"))
	if place.Place.Name != "Sirte" || !place.Told {
		t.Errorf("%+v", place)
	}
}

func TestABrokenArchiveIsNotTheCallersBusiness(t *testing.T) {
	d := open(t, account.Reader, nil)
	d.archive.Close()
	g := d.get(t, "/reports")
	refused(t, g, http.StatusInternalServerError, "its log")
	if strings.Contains(g.body, "sql") || strings.Contains(g.body, "/") && strings.Contains(g.body, "sitrep.db") {
		t.Errorf("the answer tells of the inside: %s", g.body)
	}
}
