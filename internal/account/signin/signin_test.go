package signin

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sitrep/internal/account"
	"sitrep/internal/store"
)

const (
	right = "correct horse battery staple"
	wrong = "incorrect horse battery staple"
)

// hand is a clock that is moved by hand.
type hand struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hand) time() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hand) move(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// locked are random bytes, the same in every run, for many goroutines.
type locked struct {
	mu sync.Mutex
	r  *rand.ChaCha8
}

func (l *locked) Read(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(b)
}

// desk is a server with a service before it.
type desk struct {
	*Service
	t       *testing.T
	archive *store.Archive
	clock   *hand
	log     *bytes.Buffer
	handler http.Handler
}

// newDesk serves an archive with the accounts ada (administrator), ben (coder), cy (reader, disabled) and dee (reader, without a password).
func newDesk(t *testing.T, o Options) *desk {
	t.Helper()
	d := emptyDesk(t, o)
	add := func(name string, role account.Role) account.Record {
		hash, err := d.Hash(t.Context(), right, account.User{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		u, err := d.archive.AddUser(t.Context(), "root", account.Record{User: account.User{Name: name, Role: role}, Hash: hash}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	add("ada", account.Administrator)
	add("ben", account.Coder)
	gone := true
	if _, err := d.archive.ChangeUser(t.Context(), "ada", add("cy", account.Reader).ID, store.UserChange{Disabled: &gone}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.archive.AddUser(t.Context(), "ada", account.Record{User: account.User{Name: "dee", Role: account.Reader}}, nil); err != nil {
		t.Fatal(err)
	}
	return d
}

func emptyDesk(t *testing.T, o Options) *desk {
	t.Helper()
	d := &desk{t: t, clock: &hand{now: time.Date(2024, 5, 1, 9, 0, 0, 0, time.UTC)}, log: &bytes.Buffer{}}
	var err error
	if d.archive, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), store.Options{Clock: d.clock.time}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.archive.Close() })
	o.Archive, o.Clock, o.Random, o.Log = d.archive, d.clock.time, &locked{r: rand.NewChaCha8([32]byte{1})}, slog.New(slog.NewTextHandler(d.log, nil))
	if o.Params == (account.Params{}) {
		o.Params = account.Params{Memory: 64, Time: 1, Threads: 1}
	}
	if d.Service, err = New(o); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		u := account.From(r.Context())
		fmt.Fprintf(w, "%s is %s, local %v", u.Name, u.Role, u.Local)
	})
	answer := func(err error, w http.ResponseWriter) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
		}
	}
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		answer(d.SignIn(w, r, r.PostFormValue("name"), r.PostFormValue("password")), w)
	})
	mux.HandleFunc("POST /login/out", func(w http.ResponseWriter, r *http.Request) { answer(d.SignOut(w, r), w) })
	mux.HandleFunc("POST /password", func(w http.ResponseWriter, r *http.Request) {
		answer(d.ChangePassword(w, r, r.PostFormValue("old"), r.PostFormValue("password")), w)
	})
	mux.HandleFunc("POST /setup/{code}", func(w http.ResponseWriter, r *http.Request) {
		answer(d.UseLink(w, r, r.PathValue("code"), r.PostFormValue("name"), "", r.PostFormValue("password")), w)
	})
	mux.HandleFunc("GET /login/single", func(w http.ResponseWriter, r *http.Request) {
		answer(d.SingleStart(w, r, r.URL.Query().Get("next")), w)
	})
	mux.HandleFunc("GET "+CallbackPath, func(w http.ResponseWriter, r *http.Request) {
		next, err := d.SingleBack(w, r)
		if answer(err, w); err == nil {
			http.Redirect(w, r, next, http.StatusSeeOther)
		}
	})
	for _, a := range account.Acts {
		mux.Handle("/api/v1/"+a.String(), Require(a, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "done") })))
		mux.Handle("/"+a.String(), Require(a, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "done") })))
	}
	d.handler = http.NewCrossOriginProtection().Handler(d.Guard(mux))
	return d
}

// ask is a request from this machine; how may change it.
func (d *desk) ask(method, target string, form url.Values, how ...func(*http.Request)) *http.Response {
	r := httptest.NewRequestWithContext(d.t.Context(), method, target, strings.NewReader(form.Encode()))
	r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:40000"
	r.Header.Set("Accept", "text/html")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, f := range how {
		f(r)
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w.Result()
}

func with(c *http.Cookie) func(*http.Request) { return func(r *http.Request) { r.AddCookie(c) } }

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func from(host, remote string) func(*http.Request) {
	return func(r *http.Request) { r.Host, r.RemoteAddr = host, remote }
}

func encrypted(r *http.Request) { r.TLS = &tls.ConnectionState{} }

func body(r *http.Response) string {
	b, _ := io.ReadAll(r.Body)
	return strings.TrimSpace(string(b))
}

func credentials(name, password string) url.Values {
	return url.Values{"name": {name}, "password": {password}}
}

// signIn signs in and gives the cookie.
func (d *desk) signIn(name string, how ...func(*http.Request)) *http.Cookie {
	d.t.Helper()
	r := d.ask("POST", "/login", credentials(name, right), how...)
	for _, c := range r.Cookies() {
		if strings.HasSuffix(c.Name, "sitrep") && c.Value != "" {
			return c
		}
	}
	d.t.Fatalf("%s is not signed in: %d %s", name, r.StatusCode, body(r))
	return nil
}

// as is what the server says to a browser.
func (d *desk) as(c *http.Cookie, how ...func(*http.Request)) string {
	d.t.Helper()
	r := d.ask("GET", "/", nil, append(how, with(c))...)
	if r.StatusCode != http.StatusOK {
		return r.Header.Get("Location")
	}
	return body(r)
}

func TestWhoIsNotSignedInIsSentToSignIn(t *testing.T) {
	d := newDesk(t, Options{Open: true})
	for _, c := range []struct {
		method, path string
		how          func(*http.Request)
		status       int
		location     string
	}{
		{"GET", "/", nil, 303, "/login"},
		{"GET", "/reports?q=a%20b&from=2016", nil, 303, "/login?next=%2Freports%3Fq%3Da%2520b%26from%3D2016"},
		{"POST", "/review", nil, 303, "/login"},
		{"GET", "/api", nil, 303, "/login?next=%2Fapi"},
		{"GET", "/api/v1/read", nil, 401, ""},
		{"GET", "/map/data", header("Sec-Fetch-Dest", "empty"), 401, ""},
		{"GET", "/map/data", header("Accept", "application/geo+json"), 401, ""},
		{"GET", "/login", nil, 200, ""}, {"GET", "/setup/x", nil, 200, ""}, {"GET", "/static/app.css", nil, 200, ""}, {"GET", "/healthz", nil, 200, ""}, {"GET", "/readyz", nil, 200, ""},
		{"GET", "/metrics", nil, 200, ""},
		{"GET", "/metrics", from("10.0.0.1:80", "10.0.0.2:1000"), 303, "/login?next=%2Fmetrics"},
		{"GET", "/metrics", header("X-Forwarded-For", "10.0.0.2"), 303, "/login?next=%2Fmetrics"},
		{"GET", "/loginx", nil, 303, "/login?next=%2Floginx"}, {"GET", "/staticx", nil, 303, "/login?next=%2Fstaticx"},
	} {
		if c.how == nil {
			c.how = func(*http.Request) {}
		}
		r := d.ask(c.method, c.path, nil, c.how)
		if r.StatusCode != c.status || r.Header.Get("Location") != c.location {
			t.Errorf("%s %s: %d to %q, want %d to %q", c.method, c.path, r.StatusCode, r.Header.Get("Location"), c.status, c.location)
		}
		if c.status == 401 {
			var p struct {
				Status int
				Detail string
			}
			if err := json.NewDecoder(r.Body).Decode(&p); err != nil || p.Status != 401 || p.Detail == "" || r.Header.Get("Content-Type") != "application/problem+json" || r.Header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s: %+v, %v, %v", c.path, p, r.Header, err)
			}
		}
	}
}

func TestWithoutAccountsThePersonAtTheMachineIsTheUser(t *testing.T) {
	d := emptyDesk(t, Options{Open: true, Local: "ada"})
	for _, host := range []string{"127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "127.0.0.1"} {
		if r := d.ask("GET", "/", nil, from(host, "127.0.0.1:1")); body(r) != "ada is administrator, local true" {
			t.Errorf("as %s: %d", host, r.StatusCode)
		}
	}
	// A name of another site that leads here is not this machine's own.
	for _, host := range []string{"evil.example:8080", "127.0.0.1.evil.example", "", "10.0.0.1"} {
		if r := d.ask("GET", "/", nil, from(host, "127.0.0.1:1")); r.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("as %q: %d", host, r.StatusCode)
		}
	}
	if r := d.ask("GET", "/", nil, from("127.0.0.1:8080", "10.0.0.9:1")); r.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("from elsewhere: %d", r.StatusCode)
	}
	// The first account ends that.
	if _, err := d.archive.AddUser(t.Context(), "ada", account.Record{User: account.User{Name: "ada", Role: account.Administrator}}, nil); err != nil {
		t.Fatal(err)
	}
	if r := d.ask("GET", "/", nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("with an account: %d", r.StatusCode)
	}
	if r := emptyDesk(t, Options{}).ask("GET", "/", nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("not open: %d", r.StatusCode)
	}
	if r := emptyDesk(t, Options{Open: true, Insecure: true}).ask("GET", "/", nil, from("sitrep.example:80", "10.0.0.9:1")); body(r) != "local is administrator, local true" {
		t.Errorf("insecure: %d", r.StatusCode)
	}
}

func TestTheCookieIsKeptFromScriptsAndOtherSites(t *testing.T) {
	office := from("sitrep.example", "10.0.0.9:1")
	for name, c := range map[string]struct {
		o      Options
		how    func(*http.Request)
		cookie string
		secure bool
	}{
		"on this machine": {Options{}, func(*http.Request) {}, "sitrep", false},
		"by https":        {Options{}, encrypted, "__Host-sitrep", true},
		"behind a proxy": {Options{Proxy: true}, func(r *http.Request) {
			office(r)
			r.Header.Set("X-Forwarded-Proto", "https")
		}, "__Host-sitrep", true},
		"insecure": {Options{Insecure: true}, office, "sitrep", false},
	} {
		d := newDesk(t, c.o)
		got := d.signIn("ada", c.how)
		if got.Name != c.cookie || got.Secure != c.secure || !got.HttpOnly || got.SameSite != http.SameSiteLaxMode || got.Path != "/" || got.Domain != "" || got.MaxAge != 30*24*3600 || len(got.Value) != 43 {
			t.Errorf("%s: %+v", name, got)
		}
		if who := d.as(got, c.how); who != "ada is administrator, local false" {
			t.Errorf("%s: %s", name, who)
		}
	}
}

func TestNobodySignsInOverANetworkUnencrypted(t *testing.T) {
	d := newDesk(t, Options{})
	for name, how := range map[string]func(*http.Request){"another machine": from("10.0.0.1:8080", "10.0.0.9:1"), "a proxy that is not trusted": func(r *http.Request) {
		r.Host = "sitrep.example"
		r.Header.Set("X-Forwarded-Proto", "https")
	}} {
		r := d.ask("POST", "/login", credentials("ada", right), how)
		if len(r.Cookies()) > 0 || body(r) != ErrPlain.Error() {
			t.Errorf("%s: %d %v", name, r.StatusCode, r.Cookies())
		}
	}
}

func TestASessionAlwaysHasANewSecret(t *testing.T) {
	d := newDesk(t, Options{})
	// What somebody else put into the browser is not taken over.
	planted := &http.Cookie{Name: "sitrep", Value: strings.Repeat("A", 43)}
	first := d.signIn("ada", with(planted))
	if first.Value == planted.Value || d.as(planted) != "/login" {
		t.Error("the planted secret is that of the session")
	}
	second := d.signIn("ben", with(first))
	if second.Value == first.Value || d.as(first) != "/login" || d.as(second) != "ben is coder, local false" {
		t.Errorf("signed in again: %s, %s", d.as(first), d.as(second))
	}
	if r := d.ask("POST", "/login/out", nil, with(second)); len(r.Cookies()) != 1 || r.Cookies()[0].MaxAge != -1 || !r.Cookies()[0].HttpOnly {
		t.Errorf("signed out: %v", r.Cookies())
	}
	if d.as(second) != "/login" {
		t.Error("signed out, the secret still holds")
	}
	for _, value := range []string{"", "x", strings.Repeat("é", 22)} {
		if d.as(&http.Cookie{Name: "sitrep", Value: value}) != "/login" {
			t.Errorf("%q holds", value)
		}
	}
}

func TestASessionEnds(t *testing.T) {
	d := newDesk(t, Options{Idle: time.Hour, Life: 5 * time.Hour})
	used, idle := d.signIn("ada"), d.signIn("ada")
	in := "ada is administrator, local false"
	for range 9 {
		d.clock.move(30 * time.Minute)
		if d.as(used) != in {
			t.Fatal("one that is used ended at", d.clock.time())
		}
		d.keep(t.Context())
	}
	if d.as(idle) != "/login" {
		t.Error("one that was idle goes on")
	}
	// Another server, or this one started again, knows when it was last used.
	again, err := New(Options{Archive: d.archive, Clock: d.clock.time, Params: d.o.Params, Idle: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(used)
	if u, _, _, _ := again.who(r, true); u.Name != "ada" {
		t.Error("started again, the server does not know it")
	}
	d.clock.move(30 * time.Minute)
	if d.as(used) != "/login" {
		t.Error("one that is used goes on beyond its life")
	}
	d.keep(t.Context())
	if list, err := d.archive.Sessions(t.Context(), 1); err != nil || len(list) != 0 {
		t.Errorf("what ended is kept: %v, %v", list, err)
	}
}

func TestASessionEndsWithWhatItStoodOn(t *testing.T) {
	d := newDesk(t, Options{})
	mine, other := d.signIn("ben"), d.signIn("ben")
	r := d.ask("POST", "/password", url.Values{"old": {wrong}, "password": {"seven doors of blue glass"}}, with(mine))
	if body(r) != ErrRefused.Error() {
		t.Errorf("with a wrong old password: %d", r.StatusCode)
	}
	r = d.ask("POST", "/password", url.Values{"old": {right}, "password": {"short"}}, with(mine))
	if !strings.HasPrefix(body(r), "password: ") || len(r.Cookies()) > 0 {
		t.Errorf("with a short new password: %d", r.StatusCode)
	}
	r = d.ask("POST", "/password", url.Values{"old": {right}, "password": {"seven doors of blue glass"}}, with(mine))
	if len(r.Cookies()) != 1 {
		t.Fatal(r.StatusCode, body(r))
	}
	renewed := r.Cookies()[0]
	if d.as(other) != "/login" || d.as(mine) != "/login" || d.as(renewed) != "ben is coder, local false" {
		t.Errorf("after another password: %s, %s, %s", d.as(other), d.as(mine), d.as(renewed))
	}
	if r := d.ask("POST", "/login", credentials("ben", right)); len(r.Cookies()) > 0 {
		t.Error("the old password still lets in")
	}
	editor, gone := account.Editor, true
	if _, err := d.archive.ChangeUser(t.Context(), "ada", 2, store.UserChange{Role: &editor}); err != nil {
		t.Fatal(err)
	}
	if d.as(renewed) != "/login" {
		t.Error("the session goes on in another role")
	}
	ada := d.signIn("ada")
	if _, err := d.archive.AddUser(t.Context(), "ada", account.Record{User: account.User{Name: "eve", Role: account.Administrator}}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.archive.ChangeUser(t.Context(), "eve", 1, store.UserChange{Disabled: &gone}); err != nil {
		t.Fatal(err)
	}
	if d.as(ada) != "/login" {
		t.Error("somebody disabled is let in")
	}
}

func TestNobodyLearnsWhichNamesThereAre(t *testing.T) {
	d := newDesk(t, Options{})
	var want string
	for _, c := range []url.Values{credentials("ada", wrong), credentials("nobody", right), credentials("cy", right), credentials("dee", right), credentials("dee", ""), credentials("", ""), credentials("ada\x00", right),
		credentials("ada", ""), credentials(strings.Repeat("ada", 5000), right), credentials("ada' --", right), credentials("ada", strings.Repeat("x", 50_000))} {
		r := d.ask("POST", "/login", c)
		got := fmt.Sprint(r.StatusCode, r.Header, body(r))
		if want == "" {
			want = got
		}
		if got != want || len(r.Cookies()) > 0 {
			t.Errorf("%.40q: %s, want %s", c, got, want)
		}
	}
	if strings.Contains(d.log.String(), "nobody's") || strings.Contains(d.log.String(), wrong) || strings.Contains(d.log.String(), "horse") || !strings.Contains(d.log.String(), "name=ada") {
		t.Errorf("the log: %s", d.log)
	}
}

func TestAnUnknownNameCostsTheSameTime(t *testing.T) {
	d := newDesk(t, Options{Params: account.Params{Memory: 16 << 10, Time: 3, Threads: 1}})
	least := func(name string) time.Duration {
		best := time.Hour
		for range 5 {
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/login", nil)
			began := time.Now()
			if _, err := d.check(r, name, wrong); !errors.Is(err, ErrRefused) {
				t.Fatal(err)
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	known := least("ada")
	for _, name := range []string{"nobody", "cy", "dee"} {
		if took := least(name); took < known/2 {
			t.Errorf("%s took %v, a known name %v", name, took, known)
		}
	}
}

func TestAttemptsAreBounded(t *testing.T) {
	d := newDesk(t, Options{})
	at := func(n int) func(*http.Request) { return from("127.0.0.1", fmt.Sprintf("127.0.0.%d:1", n)) }
	for _, name := range []string{"ada", "nobody"} { // alike
		for n := range 10 {
			if r := d.ask("POST", "/login", credentials(name, wrong), at(n+1)); body(r) != ErrRefused.Error() {
				t.Fatalf("%s, attempt %d: %s", name, n, body(r))
			}
		}
		for _, written := range []string{name, strings.ToUpper(name), " " + name + "\t"} {
			if r := d.ask("POST", "/login", credentials(written, right), at(99)); body(r) != "too many attempts; try again in 60 seconds" {
				t.Errorf("%s: %s", written, body(r))
			}
		}
	}
	if c := d.signIn("ben", at(99)); c == nil {
		t.Error("others cannot sign in")
	}
	d.clock.move(time.Minute)
	d.signIn("ada", at(99))
	// From one address, by whatever names.
	d = newDesk(t, Options{})
	for n := range 30 {
		d.ask("POST", "/login", credentials(fmt.Sprint("name", n), wrong))
	}
	if r := d.ask("POST", "/login", credentials("ada", right)); body(r) != "too many attempts; try again in 10 seconds" {
		t.Error(body(r))
	}
	d.signIn("ada", at(2))
}

func TestAPasswordIsHashedAgainWhenItsCostGrew(t *testing.T) {
	d := newDesk(t, Options{})
	before, err := d.archive.User(t.Context(), "ada")
	if err != nil {
		t.Fatal(err)
	}
	d.hasher.Params = account.Params{Memory: 128, Time: 2, Threads: 1}
	c := d.signIn("ada")
	after, err := d.archive.User(t.Context(), "ada")
	if err != nil || after.Hash == before.Hash || !strings.Contains(after.Hash, "m=128,t=2") {
		t.Error(after.Hash, err)
	}
	if d.as(c) != "ada is administrator, local false" || d.signIn("ada") == nil {
		t.Error("the password does not let in any more")
	}
}

func TestFewHashAtOnceAndFewWait(t *testing.T) {
	d := newDesk(t, Options{})
	for range mostHashing {
		d.hashing <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, mostWaiting)
	for range mostWaiting {
		go func() { ended <- d.hash(ctx, func() error { return nil }) }()
	}
	for d.waiting.Load() < mostWaiting {
		time.Sleep(time.Millisecond)
	}
	if err := d.hash(t.Context(), func() error { return nil }); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	cancel()
	for range mostWaiting {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	<-d.hashing
	if err := d.hash(t.Context(), func() error { return nil }); err != nil {
		t.Error(err)
	}
}

func changeDisabled(to *bool) store.UserChange { return store.UserChange{Disabled: to} }
