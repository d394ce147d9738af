package serve_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sitrep/internal/account"
	"sitrep/internal/account/signin"
	"sitrep/internal/demo"
)

// anybody are the routes that are answered without a session. Whoever adds one here must know why.
var anybody = map[string]bool{
	"GET /healthz": true, "GET /readyz": true, "GET /metrics": true, // probes; metrics from this machine only
	"GET /static/": true,                                                                                                                                            // the program's own files
	"GET /login":   true, "POST /login": true, "GET /login/single": true, "GET " + signin.CallbackPath: true, "GET /setup/{code}": true, "POST /setup/{code}": true, // how one gets in
}

// changes are the routes that change something, with the role that it takes. Whoever adds one says here whose it is.
var changes = map[string]account.Role{
	"POST /logout": account.Reader, "POST /account/password": account.Reader, "POST /account/tokens": account.Reader, "POST /account/tokens/{n}/revoke": account.Reader, "POST /account/sessions/end": account.Reader,
	"POST /review/{claim}": account.Coder, "POST /review/undo": account.Coder, "POST /review/agreement": account.Coder,
	"POST /admin/users": account.Administrator, "POST /admin/users/{id}": account.Administrator, "POST /admin/users/{id}/link": account.Administrator, "POST /admin/users/{id}/disable": account.Administrator,
	"POST /admin/users/{id}/enable": account.Administrator, "POST /admin/users/{id}/tokens/{n}/revoke": account.Administrator,
}

// operations are the API's, as "METHOD /path".
func operations(t testing.TB, s *site, header ...string) []string {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	w := s.do("GET", "/api/openapi.json", "", header...)
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	var out []string
	for path, methods := range doc.Paths {
		for m := range methods {
			out = append(out, strings.ToUpper(m)+" "+path)
		}
	}
	if len(out) < 20 {
		t.Fatalf("the API has %d operations", len(out))
	}
	return out
}

func TestNobodyIsLetInWithoutASession(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	ada := s.person("ada", account.Administrator)
	for _, p := range patterns(t) {
		if p == "/" {
			p = "GET /nowhere"
		}
		method, _, _ := strings.Cut(p, " ")
		w := s.do(method, targets(p, "1"), "")
		if anybody[p] {
			if w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/login?next=") {
				t.Errorf("%s: asks to sign in", p)
			}
			continue
		}
		if p == "GET /api" {
			if w.Code != http.StatusSeeOther && w.Code != http.StatusUnauthorized {
				t.Errorf("%s: %d", p, w.Code)
			}
			continue
		}
		if want := http.StatusSeeOther; w.Code != want && !(strings.HasPrefix(p, "GET /api/") && w.Code == http.StatusUnauthorized) || w.Code == want && !strings.HasPrefix(w.Header().Get("Location"), "/login") {
			t.Errorf("%s: %d %s without a session", p, w.Code, w.Header().Get("Location"))
		}
		if w := s.do(method, targets(p, "1"), "", "Accept", "application/json"); w.Code != http.StatusUnauthorized {
			t.Errorf("%s: a program without a session is answered %d", p, w.Code)
		}
	}
	for _, op := range operations(t, s, ada...) {
		method, _, _ := strings.Cut(op, " ")
		for _, header := range [][]string{nil, {"Authorization", "Bearer sitrep_0000000000000000000000000000000000000000000"}, {"Authorization", "Bearer x"}, {"Cookie", "sitrep=0"}} {
			w := s.do(method, targets(op, "1"), "{}", header...)
			if w.Code != http.StatusUnauthorized || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s with %q: %d %s", op, header, w.Code, w.Body)
			}
		}
	}
	r := s.do("GET", "/metrics", "", "X-Forwarded-For", "192.0.2.1")
	if r.Code == http.StatusOK {
		t.Error("metrics are for others than this machine")
	}
}

func TestChangesTakeTheirRole(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	people := map[account.Role][]string{}
	for _, r := range []account.Role{account.Administrator, account.Reader, account.Coder, account.Editor} {
		people[r] = s.person(r.String(), r)
	}
	log := func() int64 {
		last, err := s.archive.Log(t.Context(), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		return last[0].Seq
	}
	for _, p := range patterns(t) {
		if !strings.HasPrefix(p, "POST ") || anybody[p] {
			continue
		}
		least, ok := changes[p]
		if !ok {
			t.Errorf("%s: it is not said who may; add it to changes", p)
			continue
		}
		before := log()
		for r, header := range people {
			if r < least {
				if w := s.do("POST", targets(p, "1"), "do=accept&n=1&name=x&role=administrator", header...); w.Code != http.StatusForbidden {
					t.Errorf("%s by a %s: %d, want 403", p, r, w.Code)
				}
			}
			// A page of another site may make a browser send its cookie along, where that is old.
			for _, foreign := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://evil.example"}, {"Origin", "null"}} {
				if w := s.do("POST", targets(p, "1"), "do=accept", append(foreign, header...)...); w.Code != http.StatusForbidden {
					t.Errorf("%s from another site: %d", p, w.Code)
				}
			}
		}
		if log() != before {
			t.Errorf("%s: something was written", p)
		}
	}
	for _, op := range operations(t, s, people[account.Administrator]...) {
		if !strings.HasPrefix(op, "POST ") {
			continue
		}
		w := s.do("POST", targets(op, "1"), "{}", append([]string{"Sec-Fetch-Site", "cross-site", "Content-Type", "application/json"}, people[account.Administrator]...)...)
		if w.Code != http.StatusForbidden || w.Header().Get("Content-Type") != "application/problem+json" || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s from another site: %d %s", op, w.Code, w.Body)
		}
		if strings.HasSuffix(op, "/reviews") || strings.HasSuffix(op, "/reports") {
			if w := s.do("POST", targets(op, "1"), "{}", append([]string{"Content-Type", "application/json"}, people[account.Reader]...)...); w.Code != http.StatusForbidden {
				t.Errorf("%s by a reader: %d", op, w.Code)
			}
		}
	}
}

func TestSigningInLeadsToOwnPagesOnly(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	people := []string{"ada", "ben"}
	for _, name := range people {
		s.person(name, account.Administrator)
	}
	for i, next := range []string{"//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/%09/evil.example", "/ /evil.example", "/\t/evil.example", "///evil.example", "/..//evil.example", "@evil.example", "/\r\nSet-Cookie: a=b", "/login?next=//evil.example"} {
		w := s.do("POST", "/login", url.Values{"name": {people[i%2]}, "password": {"correct horse battery staple"}, "next": {next}}.Encode())
		if w.Code == http.StatusTooManyRequests {
			t.Fatal("too many attempts for the test")
		}
		u, err := url.Parse(w.Header().Get("Location"))
		if w.Code != http.StatusSeeOther || err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(w.Header().Get("Location"), "/") || strings.HasPrefix(w.Header().Get("Location"), "//") || strings.ContainsAny(w.Header().Get("Location"), "\r\n\\") {
			t.Errorf("next=%q leads to %d %q", next, w.Code, w.Header().Get("Location"))
		}
		for _, c := range w.Result().Cookies() {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
				t.Errorf("the cookie of a session: %v", c)
			}
		}
	}
	refused := 0
	for range 40 {
		if w := s.do("POST", "/login", "name=nobody&password=wrong"); w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") != "" {
			refused++
		}
	}
	if refused < 20 {
		t.Errorf("of 40 attempts %d were refused as too many", refused)
	}
}

func TestTheSetUpLinkWorksOnce(t *testing.T) {
	s := newSite(t, demo.Archive(t))
	code, err := s.service.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"name": {"ada"}, "password": {"correct horse battery staple"}, "again": {"correct horse battery staple"}}.Encode()
	if w := s.do("POST", "/setup/"+code, form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	form = strings.Replace(form, "ada", "eve", 1)
	if w := s.do("POST", "/setup/"+code, form); w.Code < 400 || w.Code >= 500 {
		t.Errorf("the second use: %d", w.Code)
	}
	if w := s.do("GET", "/setup/"+code, ""); w.Code < 400 || w.Code >= 500 {
		t.Errorf("its page after the first use: %d", w.Code)
	}
	users, err := s.archive.Users(t.Context())
	if err != nil || len(users) != 1 {
		t.Errorf("%d accounts, %v", len(users), err)
	}
}
