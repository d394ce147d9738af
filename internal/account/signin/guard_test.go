package signin

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"sitrep/internal/account"
)

func TestATokenDoesNoMoreThanItsScope(t *testing.T) {
	d := newDesk(t, Options{})
	user := func(name string) account.User {
		u, err := d.archive.User(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		return u.User
	}
	for _, c := range []struct {
		name  string
		scope account.Act
		may   string
	}{{"ada", account.Read, "read"}, {"ada", account.Code, "read code"}, {"ada", account.Administer, "read code edit administer"}, {"ben", account.Code, "read code"}} {
		token, kept, err := d.NewToken(t.Context(), "root", user(c.name), "test", c.scope, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		var may []string
		for _, a := range account.Acts {
			r := d.ask("POST", "/api/v1/"+a.String(), nil, header("Authorization", "Bearer "+token))
			switch r.StatusCode {
			case 200:
				may = append(may, a.String())
			case 403:
			default:
				t.Errorf("%d %s", r.StatusCode, body(r))
			}
		}
		if got := strings.Join(may, " "); got != c.may {
			t.Errorf("%s with scope %s may %q, want %q", c.name, c.scope, got, c.may)
		}
		d.keep(t.Context())
		if list, err := d.archive.Tokens(t.Context(), user(c.name).ID); err != nil || list[0].Used.IsZero() || list[0].Hint != token[:11] {
			t.Errorf("%+v, %v", list, err)
		}
		if err := d.archive.RemoveToken(t.Context(), "ada", kept.User, kept.N); err != nil {
			t.Fatal(err)
		}
		if r := d.ask("GET", "/api/v1/read", nil, header("Authorization", "bearer "+token)); r.StatusCode != 401 || !strings.Contains(body(r), "revoked") {
			t.Errorf("revoked: %d", r.StatusCode)
		}
	}
	var e *account.InputError
	if _, _, err := d.NewToken(t.Context(), "root", user("ben"), "test", account.Edit, 0); !errors.As(err, &e) || e.Field != "scope" {
		t.Errorf("a coder's token to edit: %v", err)
	}
	token, _, err := d.NewToken(t.Context(), "root", user("ben"), "test", account.Read, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	ada := d.signIn("ada")
	for name, h := range map[string]string{"a token typed wrong": "Bearer " + token[:50], "an empty one": "Bearer ", "another program's": "Bearer ghp_abc"} {
		if r := d.ask("GET", "/", nil, header("Authorization", h), with(ada)); r.StatusCode != 401 {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	// What a proxy asked for a password says is not about accounts here.
	if r := d.ask("GET", "/", nil, header("Authorization", "Basic eDp5"), with(ada)); body(r) != "ada is administrator, local false" {
		t.Error("basic authentication hides the session")
	}
	d.clock.move(time.Hour)
	if r := d.ask("GET", "/api/v1/read", nil, header("Authorization", "Bearer "+token)); r.StatusCode != 401 {
		t.Errorf("after its end: %d", r.StatusCode)
	}
}

func TestWhoMayNotIsToldSo(t *testing.T) {
	d := newDesk(t, Options{})
	ben := d.signIn("ben")
	if r := d.ask("GET", "/code", nil, with(ben)); body(r) != "done" {
		t.Error(r.StatusCode)
	}
	r := d.ask("GET", "/edit", nil, with(ben))
	if r.StatusCode != 403 || body(r) != "this needs somebody who may edit; an administrator can give that role" {
		t.Error(r.StatusCode)
	}
	d.Refusals(func(w http.ResponseWriter, r *http.Request, status int, what string) {
		w.WriteHeader(status)
		fmt.Fprint(w, "a page: ", what)
	})
	if r := d.ask("GET", "/edit", nil, with(ben)); r.StatusCode != 403 || !strings.HasPrefix(body(r), "a page: this needs") {
		t.Error(r.StatusCode)
	}
	if r := d.ask("GET", "/api/v1/edit", nil, with(ben)); r.StatusCode != 403 || r.Header.Get("Content-Type") != "application/problem+json" {
		t.Error(r.StatusCode)
	}
}

func TestAnotherSitesFormDoesNothing(t *testing.T) {
	d := newDesk(t, Options{})
	ada := d.signIn("ada")
	for _, how := range []func(*http.Request){header("Sec-Fetch-Site", "cross-site"), header("Origin", "https://evil.example")} {
		for _, path := range []string{"/login", "/login/out", "/password"} {
			if r := d.ask("POST", path, credentials("ben", right), how, with(ada)); r.StatusCode != 403 || len(r.Cookies()) > 0 {
				t.Errorf("%s: %d %v", path, r.StatusCode, r.Cookies())
			}
		}
	}
	if d.as(ada) != "ada is administrator, local false" {
		t.Error("signed out by another site")
	}
}

func TestTheFirstLink(t *testing.T) {
	d := emptyDesk(t, Options{})
	old, err := d.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	code, err := d.FirstLink(t.Context())
	if err != nil || code == old || len(code) != 43 {
		t.Fatal(code, err)
	}
	use := func(code, name, password string) string {
		r := d.ask("POST", "/setup/"+code, credentials(name, password))
		if len(r.Cookies()) == 1 {
			return d.as(r.Cookies()[0])
		}
		return body(r)
	}
	for _, c := range []struct{ code, name, password, want string }{
		{old, "ada", right, ErrLink.Error()}, {"x", "ada", right, ErrLink.Error()}, {strings.Repeat("A", 43), "ada", right, ErrLink.Error()},
		{code, "", right, "name: none is given; give one"}, {code, "ada", "adaadaadaadaada", "password: it is guessed too easily"},
		{code, "ada", right, "ada is administrator, local false"}, {code, "eve", right, ErrLink.Error()},
	} {
		if got := use(c.code, c.name, c.password); !strings.HasPrefix(got, c.want) {
			t.Errorf("%.5s %s: %s, want %s", c.code, c.name, got, c.want)
		}
	}
	if code, err := d.FirstLink(t.Context()); code != "" || err != nil {
		t.Errorf("another start makes %q, %v", code, err)
	}
	// A link for somebody who forgot the password.
	link, err := d.Link(t.Context(), "ada", 1)
	if err != nil {
		t.Fatal(err)
	}
	before := d.signIn("ada")
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	if u, err := d.Linked(r, link); err != nil || u.Name != "ada" {
		t.Error(u, err)
	}
	if got := use(link, "eve", "seven doors of blue glass"); got != "ada is administrator, local false" {
		t.Error(got)
	}
	if d.as(before) != "/login" {
		t.Error("sessions go on after the password was set anew")
	}
	if _, err := d.Linked(r, link); !errors.Is(err, ErrLink) {
		t.Errorf("used, it is for %v", err)
	}
	if link, err = d.Link(t.Context(), "ada", 1); err != nil {
		t.Fatal(err)
	}
	d.clock.move(24 * time.Hour)
	if got := use(link, "", "seven doors of green glass"); got != ErrLink.Error() {
		t.Errorf("after its end: %s", got)
	}
	d = emptyDesk(t, Options{})
	if code, err = d.FirstLink(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.clock.move(24 * time.Hour)
	if got := use(code, "ada", right); got != ErrLink.Error() {
		t.Errorf("after its end: %s", got)
	}
}

func TestNextStaysOnThisServer(t *testing.T) {
	for _, in := range []string{"/", "/reports?q=a&from=2016#c-1", "/events/e-1", "/search?q=%2F%2Fx", "/actors/%C3%A9"} {
		if got := Next(in); got != in {
			t.Errorf("%q: %q", in, got)
		}
	}
	for _, in := range []string{"", "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example/", "javascript:alert(1)", "evil.example", "/%2F/evil.example/../", "/\t/evil.example", "/\n/evil.example",
		" /x", "/login", "/login/out", "/login?next=/login", "/\x00", "http:/evil", "/%zz", "/" + strings.Repeat("x", 3000), "/a\u00a0\xff", "/.//evil.example"} {
		got := Next(in)
		u, err := url.Parse(got)
		if in == "/.//evil.example" || in == "/%2F/evil.example/../" { // the same host, whatever the path
			if err != nil || u.Host != "" {
				t.Errorf("%q: %q", in, got)
			}
			continue
		}
		if got != "/" {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func FuzzNext(f *testing.F) {
	for _, s := range []string{"/a?b#c", "//x", "/\\x", "/%5c/x"} {
		f.Add(s)
	}
	here, _ := url.Parse("https://sitrep.example/login")
	f.Fuzz(func(t *testing.T, s string) {
		got := Next(s)
		u, err := here.Parse(got)
		if err != nil || u.Host != here.Host || u.Scheme != here.Scheme || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n\t") {
			t.Errorf("%q leads to %q", s, got)
		}
	})
}

func TestTheMemoryOfAttemptsIsBounded(t *testing.T) {
	clock := &hand{now: time.Unix(0, 0)}
	l := newLimiter(time.Minute, 1, clock.time)
	l.take("first")
	for n := range mostLimited - 1 {
		l.take(fmt.Sprint(n))
	}
	if after := l.take("first"); after != time.Minute || len(l.by) != mostLimited {
		t.Errorf("%v with %d", after, len(l.by))
	}
	l.take("one more") // the one seen longest ago, 0, is forgotten
	if after := l.take("first"); after == 0 || len(l.by) != mostLimited || l.order.Len() != mostLimited {
		t.Errorf("%v with %d", after, len(l.by))
	}
	if after := l.take("0"); after != 0 {
		t.Errorf("0: %v", after)
	}
	for in, want := range map[string]string{"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "unknown": "unknown", "fe80::1%eth0": "fe80::/64"} {
		if got := network(in); got != want {
			t.Errorf("%s is counted as %s, want %s", in, got, want)
		}
	}
}

func TestTheAddressIsTheProxysWordOnlyWhereItIsTrusted(t *testing.T) {
	for _, c := range []struct {
		proxy     bool
		forwarded string
		want      string
	}{{false, "192.0.2.1", "10.0.0.9"}, {true, "192.0.2.1", "192.0.2.1"}, {true, "203.0.113.9, 192.0.2.1", "192.0.2.1"}, {true, "", "10.0.0.9"}, {true, "<script>", "10.0.0.9"}} {
		s := &Service{o: Options{Proxy: c.proxy}}
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = "10.0.0.9:1"
		r.Header.Set("X-Forwarded-For", c.forwarded)
		if got := s.address(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	for name, end := range map[string]func(d *desk, c *http.Cookie) error{
		"signed out":        func(d *desk, c *http.Cookie) error { return d.archive.EndSessions(t.Context(), 2, nil) },
		"idle for too long": func(d *desk, c *http.Cookie) error { d.clock.move(72 * time.Hour); return nil },
		"disabled": func(d *desk, c *http.Cookie) error {
			yes := true
			_, err := d.archive.ChangeUser(t.Context(), "ada", 2, changeDisabled(&yes))
			return err
		},
	} {
		d := newDesk(t, Options{Watch: time.Millisecond})
		ben := d.signIn("ben")
		opened, ended := make(chan bool), make(chan bool)
		stream := d.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(opened)
			<-r.Context().Done()
			close(ended)
		}))
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/stream", nil)
		r.Header.Set("Accept", "text/event-stream")
		r.AddCookie(ben)
		go stream.ServeHTTP(httptest.NewRecorder(), r)
		<-opened
		select {
		case <-ended:
			t.Errorf("%s: it ended before", name)
			continue
		case <-time.After(50 * time.Millisecond):
		}
		if err := end(d, ben); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			t.Errorf("%s: it goes on", name)
		}
	}
}
