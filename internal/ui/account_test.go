package ui

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sitrep/internal/account"
	"sitrep/internal/account/signin"
	"sitrep/internal/store"
)

const (
	firstPassword = "correct horse battery staple"
	otherPassword = "seven doors of blue glass"
)

// browser is a browser at a server with accounts.
type browser struct {
	t       *testing.T
	handler http.Handler
	cookie  string
	archive *store.Archive
	service *signin.Service
}

// visitor is a browser at a new, empty archive.
func visitor(t *testing.T, open bool) *browser {
	t.Helper()
	a, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	service, err := signin.New(signin.Options{Archive: a, Params: account.Params{Memory: 64, Time: 1, Threads: 1}, Open: open, Local: "root"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Archive: a, Accounts: service, Codebook: "2", Models: "m"})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	return &browser{t: t, handler: http.NewCrossOriginProtection().Handler(service.Guard(mux)), archive: a, service: service}
}

// another is another browser at the same server.
func (b *browser) another() *browser {
	c := *b
	c.cookie = ""
	return &c
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:40000"
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "sitrep", Value: b.cookie})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "sitrep" {
			b.cookie = c.Value
		}
	}
	return w
}

// see fetches a page, which must have a status and say something.
func (b *browser) see(path string, status int, says ...string) string {
	b.t.Helper()
	return b.holds(path, b.do(httptest.NewRequestWithContext(b.t.Context(), "GET", path, nil)), status, says)
}

// send sends a form, whose answer must have a status and say something, or lead somewhere.
func (b *browser) send(path string, form url.Values, status int, says ...string) string {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), "POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.holds(path, b.do(r), status, says)
}

func (b *browser) holds(path string, w *httptest.ResponseRecorder, status int, says []string) string {
	b.t.Helper()
	text := w.Header().Get("Location") + html.UnescapeString(w.Body.String())
	if w.Code != status {
		b.t.Errorf("%s: %d, want %d: %.300s", path, w.Code, status, main(text))
	}
	for _, s := range says {
		if !strings.Contains(text, s) {
			b.t.Errorf("%s does not say %q: %s", path, s, main(text))
		}
	}
	if w.Code != http.StatusSeeOther && strings.Contains(w.Body.String(), " style=") {
		b.t.Errorf("%s has style of its own", path)
	}
	if w.Header().Get("Cache-Control") == "" || strings.HasPrefix(path, "/account") && w.Header().Get("Cache-Control") != "no-store" {
		b.t.Errorf("%s may be kept: %q", path, w.Header().Get("Cache-Control"))
	}
	return text
}

// main is the main part of a page.
func main(text string) string {
	_, text, _ = strings.Cut(text, "<main")
	text, _, _ = strings.Cut(text, "</main>")
	return text
}

func fields(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// administered is a server with the administrator ada, and her browser.
func administered(t *testing.T) *browser {
	t.Helper()
	b := visitor(t, true)
	code, err := b.service.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.send("/setup/"+code, fields("name", "ada", "display", "Ada <b>", "password", firstPassword, "again", firstPassword), 303)
	return b
}

func TestTheFirstStart(t *testing.T) {
	b := visitor(t, false)
	b.see("/account", 303, "/login?next=%2Faccount")
	if text := b.see("/login", 200, "There are no accounts yet"); strings.Contains(text, `aria-label="Main"`) {
		t.Error("somebody who is not signed in sees the navigation")
	}
	b.see("/setup/nothing", 404, "Not found", "the link was used")
	code, err := b.service.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	link := "/setup/" + code
	b.see(link, 200, "Make the first account", "works once", `autocomplete="new-password"`)
	b.send(link, fields("name", "ada", "password", firstPassword, "again", otherPassword), 422, "the two are not the same", `value="ada"`)
	b.send(link, fields("name", "<script>", "password", firstPassword, "again", firstPassword), 422, "Name to sign in with: it may hold letters")
	text := b.send(link, fields("name", "ada", "password", "short", "again", "short"), 422, "New password: it is too short", `aria-describedby="password-error"`)
	if strings.Contains(text, `value="short"`) {
		t.Error("the password is in the page")
	}
	b.send(link, fields("name", "ada", "display", "Ada", "password", firstPassword, "again", firstPassword), 303)
	b.see("/account", 200, "Ada", "Firefox on Linux (this one)", "is an administrator", `href="/admin/users"`)
	b.see(link, 404, "the link was used")
	b.another().see("/login", 200, `autocomplete="current-password"`)
}

func TestSigningInAndOut(t *testing.T) {
	b := administered(t).another()
	b.send("/login", fields("name", "ada", "password", otherPassword, "next", "/account"), 401, "the name or the password is wrong", `value="ada"`, `value="/account"`)
	b.send("/login", fields("name", "eve", "password", otherPassword), 401, "the name or the password is wrong", `value="eve"`)
	b.send("/login", fields("name", "ada", "password", firstPassword, "next", "https://evil.example/"), 303)
	if got := b.send("/login", fields("name", "ada", "password", firstPassword, "next", "//evil.example/"), 303); got != "/" {
		t.Errorf("signed in, one is sent to %s", got)
	}
	if got := b.send("/login", fields("name", "ada", "password", firstPassword, "next", "/account"), 303); got != "/account" {
		t.Errorf("signed in, one is sent to %s", got)
	}
	if got := b.see("/login?next=/account", 303); !strings.HasPrefix(got, "/account") {
		t.Errorf("who is signed in is sent to %s", got)
	}
	b.see("/account", 200)
	if got := b.send("/logout", nil, 303); got != "/login" || b.cookie != "" {
		t.Errorf("signed out, one is sent to %s with %q", got, b.cookie)
	}
	b.see("/account", 303)
	for range 12 {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/login", strings.NewReader("name=ada&password=x"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if w := b.do(r); w.Code == 429 {
			if w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "too many attempts") {
				t.Errorf("%v %s", w.Header(), main(w.Body.String()))
			}
			return
		}
	}
	t.Error("attempts are not bounded")
}

func TestAPasswordIsChanged(t *testing.T) {
	b := administered(t)
	other := b.another()
	other.send("/login", fields("name", "ada", "password", firstPassword), 303)
	b.see("/account", 200)
	b.send("/account/password", fields("old", otherPassword, "password", otherPassword, "again", otherPassword), 422, "Password now: it is not your password")
	b.send("/account/password", fields("old", firstPassword, "password", "ada ada ada ada ada", "again", "ada ada ada ada ada"), 422, "New password: ")
	b.send("/account/password", fields("old", firstPassword, "password", otherPassword, "again", otherPassword), 303, "/account")
	b.see("/account", 200)
	other.see("/account", 303)
	other.send("/login", fields("name", "ada", "password", otherPassword), 303)
	b.send("/account/sessions/end", nil, 303)
	other.see("/account", 303)
	b.see("/account", 200)
}

var secretText = regexp.MustCompile(`sitrep_[0-9A-Za-z]{49}`)

func TestATokenIsShownOnce(t *testing.T) {
	b := administered(t)
	text := b.send("/account/tokens", fields("label", "nightly <export>", "scope", "read", "days", "30"), 200, "shown now and never again", "nightly <export>")
	token := secretText.FindString(text)
	if token == "" {
		t.Fatal(main(text))
	}
	if secretText.MatchString(b.see("/account", 200, token[:11]+"…")) {
		t.Error("it is shown again")
	}
	ask := func(method, path string) int {
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader("label=x&scope=read&days=0"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "Bearer "+token)
		return b.another().do(r).Code
	}
	if got := ask("GET", "/keys"); got != 200 {
		t.Errorf("with it: %d", got)
	}
	for _, path := range []string{"/account/tokens", "/account/password", "/account/sessions/end", "/account/tokens/1/revoke"} {
		if got := ask("POST", path); got != 400 {
			t.Errorf("%s with a token: %d", path, got)
		}
	}
	if got := ask("GET", "/admin/users"); got != 403 {
		t.Errorf("an administrator's token to read may administer: %d", got)
	}
	b.send("/account/tokens", fields("label", "", "scope", "read", "days", "30"), 422, "What it is for: none is given")
	b.send("/account/tokens", fields("label", "x", "scope", "all", "days", "30"), 400, "scope", `"all" is no scope`)
	b.send("/account/tokens", fields("label", "x", "scope", "read", "days", "-1"), 400, "days")
	b.send("/account/tokens/99/revoke", nil, 404)
	b.send("/account/tokens/x/revoke", nil, 404)
	b.send("/account/tokens/1/revoke", nil, 303)
	if got := ask("GET", "/keys"); got != 401 {
		t.Errorf("revoked: %d", got)
	}
}

var linkText = regexp.MustCompile(`http://127\.0\.0\.1:8080(/setup/[\w-]{43})`)

func TestAnAdministratorSeesToTheAccountsOfOthers(t *testing.T) {
	b := administered(t)
	b.see("/admin/users", 200, "ada", "Ada <b>", "1 account")
	text := b.send("/admin/users", fields("name", "ben", "display", "Ben", "role", "coder"), 200, "Give this link to", "ben", "has no password yet")
	link := linkText.FindStringSubmatch(text)
	if link == nil {
		t.Fatal(main(text))
	}
	b.send("/admin/users", fields("name", "BEN", "role", "coder"), 422, "another account has it", `value="BEN"`)
	b.send("/admin/users", fields("name", "eve", "role", "king"), 400, "role")
	ben := b.another()
	ben.see(link[1], 200, "Set your password", "Ben")
	ben.send(link[1], fields("password", firstPassword, "again", firstPassword), 303)
	ben.see("/account", 200, "is a coder")
	ben.see("/admin/users", 403, "You may not do that", "somebody who may administer")
	ben.send("/admin/users", fields("name", "eve", "role", "administrator"), 403)
	ben.send("/account/tokens", fields("label", "x", "scope", "edit", "days", "1"), 422, "it is more than the user may do")

	b.see("/admin/users/2", 200, "Signs in as", "ben", "1 browser signed in")
	b.see("/admin/users/9", 404)
	b.see("/admin/users/x", 404)
	b.send("/admin/users/2", fields("display", "Ben K", "mail", "ben@example.org", "role", "editor"), 303)
	ben.see("/account", 303) // another role ends sessions
	b.send("/admin/users/2", fields("display", "Ben K", "mail", "ben", "role", "editor"), 422, "it is no mail address", `value="ben"`)
	ben.send("/login", fields("name", "ben", "password", firstPassword), 303)
	ben.send("/account/tokens", fields("label", "x", "scope", "edit", "days", "1"), 200)
	b.send("/admin/users/2/tokens/1/revoke", nil, 303)
	b.send("/admin/users/2/disable", nil, 303)
	ben.see("/account", 303)
	ben.send("/login", fields("name", "ben", "password", firstPassword), 401, "the name or the password is wrong")
	b.see("/admin/users", 200, "may not sign in")
	b.send("/admin/users/2/link", nil, 404)
	b.send("/admin/users/2/enable", nil, 303)
	text = b.send("/admin/users/2/link", nil, 200, "Give this link to")
	ben.send(linkText.FindStringSubmatch(text)[1], fields("password", otherPassword, "again", otherPassword), 303)
	ben.see("/account", 200, "is an editor")
	b.send("/admin/users/1", fields("role", "reader"), 422, "this is the last administrator")
	b.send("/admin/users/1/disable", nil, 422, "this is the last administrator")

	list, err := b.archive.Log(t.Context(), 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, l := range list {
		told = append(told, fmt.Sprintf("%s %s %s: %s", l.Kind, l.Subject, l.Person, l.Why))
	}
	all := strings.Join(told, "\n")
	for _, want := range []string{"user ada ada: added as administrator, by the set-up link", "user ben ada: added as coder", "user ben ben: password set, by a link", "user ben ada: role editor, was coder, display name changed, mail address changed",
		"token ben ben: made token 1 to edit: x", "token ben ada: revoked token 1: x", "user ben ada: disabled", "user ben ada: enabled", "token ben ada: made a link that sets the password"} {
		if !strings.Contains(all, want) {
			t.Errorf("the log does not tell %q:\n%s", want, all)
		}
	}
}

func TestThePersonAtTheMachineMakesTheFirstAccount(t *testing.T) {
	b := visitor(t, true)
	b.see("/account", 200, "You are at the machine", "root", "No accounts yet")
	b.send("/account/tokens", fields("label", "x", "scope", "read", "days", "1"), 400, "there is none yet")
	b.see("/admin/users", 200, "Make the first account")
	b.send("/admin/users", fields("name", "ada", "role", "reader"), 422, "the first account is an administrator's")
	text := b.send("/admin/users", fields("name", "ada", "role", "administrator"), 200, "Give this link to")
	b.see("/account", 303)
	b.send(linkText.FindStringSubmatch(text)[1], fields("password", firstPassword, "again", firstPassword), 303)
	b.see("/account", 200, "is an administrator")
}

func TestAFormAboutAccountsIsSmall(t *testing.T) {
	b := administered(t)
	b.send("/login", fields("name", strings.Repeat("x", largestForm)), 413, "Too large")
	b.send("/account/tokens", fields("label", strings.Repeat("x", largestForm)), 413, "Too large")
}

func TestBrowsersAreToldByWhatTheyAre(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0": "Edge on Windows",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                  "Chrome on Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1":     "Safari on an iPhone",
		"curl/8.0": "A browser", "": "A browser", "<script>": "A browser",
	} {
		if got := browserWords(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
	if got := momentWords(time.Time{}); got != "never" {
		t.Error(got)
	}
}
