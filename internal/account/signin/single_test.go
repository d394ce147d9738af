package signin

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"sitrep/internal/account"
)

// provider is a single sign-on service with what it says of whoever comes.
type provider struct {
	*httptest.Server
	t      *testing.T
	key    *rsa.PrivateKey
	claims map[string]any // of the next ID token, over what is right
	signer *rsa.PrivateKey
	codes  map[string]url.Values // what the browser was sent with, by code
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, key: key, signer: key, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, r *http.Request) {
		b := base64.RawURLEncoding
		json.NewEncoder(w).Encode(map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": b.EncodeToString(key.N.Bytes()), "e": b.EncodeToString(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		asked, ok := p.codes[r.PostFormValue("code")]
		delete(p.codes, r.PostFormValue("code"))
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		id, secret, _ := r.BasicAuth()
		if !ok || base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") || id != "sitrep" || secret != "s3cret" {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.token(asked.Get("nonce"))})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *provider) token(nonce string) string {
	claims := map[string]any{"iss": p.URL, "aud": "sitrep", "sub": "17", "nonce": nonce, "iat": 1714554000, "exp": 1714554000 + 3600*100, "email": "dee@example.org", "email_verified": true, "name": "Dee"}
	for k, v := range p.claims {
		claims[k] = v
	}
	b := base64.RawURLEncoding
	body, err := json.Marshal(claims)
	if err != nil {
		p.t.Fatal(err)
	}
	signed := b.EncodeToString([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + b.EncodeToString(body)
	sum := sha256.Sum256([]byte(signed))
	sig, err := rsa.SignPKCS1v15(nil, p.signer, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Fatal(err)
	}
	return signed + "." + b.EncodeToString(sig)
}

// visit is what a browser does: it goes to the service, signs in there, and comes back. change may change the way back.
func (p *provider) visit(d *desk, change func(q url.Values, c *http.Cookie)) *http.Response {
	p.t.Helper()
	r := d.ask("GET", "/login/single?next=/reports%3Fq%3Da", nil)
	to, err := url.Parse(r.Header.Get("Location"))
	if err != nil || r.StatusCode != http.StatusSeeOther {
		p.t.Fatal(r.StatusCode, body(r), err)
	}
	q := to.Query()
	for k, want := range map[string]string{"client_id": "sitrep", "response_type": "code", "redirect_uri": "http://127.0.0.1:8080" + CallbackPath, "code_challenge_method": "S256"} {
		if q.Get(k) != want {
			p.t.Errorf("%s is %q, want %q", k, q.Get(k), want)
		}
	}
	c := r.Cookies()[0]
	if c.Name != "sitrep-single" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 600 || q.Get("state") == q.Get("nonce") || len(q.Get("state")) != 43 {
		p.t.Errorf("%+v %v", c, q)
	}
	p.codes["code1"] = q
	back := url.Values{"code": {"code1"}, "state": {q.Get("state")}}
	if change != nil {
		change(back, c)
	}
	return d.ask("GET", CallbackPath+"?"+back.Encode(), nil, with(c))
}

func session(r *http.Response) *http.Cookie {
	for _, c := range r.Cookies() {
		if c.Name == "sitrep" {
			return c
		}
	}
	return nil
}

func singleDesk(t *testing.T, p *provider, o Single) *desk {
	t.Helper()
	o.Issuer, o.Client, o.Secret, o.Base = p.URL, "sitrep", "s3cret", "http://127.0.0.1:8080/"
	d := newDesk(t, Options{Single: &o})
	if _, err := d.archive.AddUser(t.Context(), "ada", account.Record{User: account.User{Name: "eve", Role: account.Editor}, Mail: "Eve@example.org"}, nil); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSingleSignOnFindsTheAccountOfAMailAddress(t *testing.T) {
	p := newProvider(t)
	d := singleDesk(t, p, Single{})
	p.claims = map[string]any{"email": "eve@example.org", "sub": "e1"}
	r := p.visit(d, nil)
	if c := session(r); c == nil || d.as(c) != "eve is editor, local false" || r.Header.Get("Location") != "/reports?q=a" {
		t.Fatal(r.StatusCode, body(r))
	}
	// From then on it is known by the service's id, whatever its address.
	p.claims = map[string]any{"email": "other@example.org", "sub": "e1"}
	if c := session(p.visit(d, nil)); c == nil || d.as(c) != "eve is editor, local false" {
		t.Error("not known by its id")
	}
	// And nobody else comes in by that address.
	p.claims = map[string]any{"email": "eve@example.org", "sub": "e2"}
	if r := p.visit(d, nil); session(r) != nil || body(r) != ErrStranger.Error() {
		t.Error("another one with the same address is let in")
	}
	list, err := d.archive.Log(t.Context(), 0, 1)
	if err != nil || list[0].Subject != "eve" || list[0].Why != "single sign-on changed" {
		t.Errorf("%+v, %v", list, err)
	}
	gone := true
	u, err := d.archive.User(t.Context(), "eve")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.archive.ChangeUser(t.Context(), "ada", u.ID, changeDisabled(&gone)); err != nil {
		t.Fatal(err)
	}
	p.claims = map[string]any{"sub": "e1"}
	if r := p.visit(d, nil); session(r) != nil || body(r) != ErrStranger.Error() {
		t.Error("somebody disabled is let in")
	}
}

func TestSingleSignOnMakesAccountsOnlyForThoseAllowed(t *testing.T) {
	p := newProvider(t)
	for _, c := range []struct {
		new   []string
		mail  string
		named bool
	}{{nil, "new@example.org", false}, {[]string{"@example.org"}, "new@example.org", true}, {[]string{"@example.org"}, "new@evil-example.org", false}, {[]string{"@example.org"}, "new@evil.org@example.org", false},
		{[]string{"@"}, "new@x.org", false}, {[]string{"NEW@example.org"}, "new@example.org", true}, {[]string{"example.org"}, "new@example.org", false}, {[]string{""}, "", false}} {
		d := singleDesk(t, p, Single{New: c.new})
		p.claims = map[string]any{"email": c.mail, "sub": "n1", "name": "New \u202e Person"}
		r := p.visit(d, nil)
		if got := session(r); (got != nil) != c.named || c.named && d.as(got) != c.mail+" is reader, local false" {
			t.Errorf("%v, %s: %d %s", c.new, c.mail, r.StatusCode, body(r))
		}
	}
	d := singleDesk(t, p, Single{New: []string{"@example.org"}})
	p.claims = map[string]any{"email_verified": false, "sub": "n2"}
	if r := p.visit(d, nil); session(r) != nil {
		t.Error("an address that was not verified is believed")
	}
	p.claims = map[string]any{"email": "eve@example.org", "email_verified": "true", "sub": "n3"}
	if r := p.visit(d, nil); session(r) != nil {
		t.Error("an address that is not quite verified is believed")
	}
	d = singleDesk(t, p, Single{Claim: "upn"})
	p.claims = map[string]any{"upn": "eve@example.org", "sub": "n4", "email_verified": false}
	if c := session(p.visit(d, nil)); c == nil || d.as(c) != "eve is editor, local false" {
		t.Error("the claim that was chosen is not asked")
	}
}

func TestWhatComesBackWrongFromTheServiceIsRefused(t *testing.T) {
	p := newProvider(t)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	good := map[string]any{"email": "eve@example.org"}
	for name, c := range map[string]struct {
		claims map[string]any
		key    *rsa.PrivateKey
		change func(q url.Values, c *http.Cookie)
	}{
		"another state":         {good, p.key, func(q url.Values, _ *http.Cookie) { q.Set("state", strings.Repeat("A", 43)) }},
		"no state":              {good, p.key, func(q url.Values, _ *http.Cookie) { q.Del("state") }},
		"another browser":       {good, p.key, func(_ url.Values, c *http.Cookie) { c.Name = "other" }},
		"a cookie that is none": {good, p.key, func(_ url.Values, c *http.Cookie) { c.Value = "e30" }},
		"an error":              {good, p.key, func(q url.Values, _ *http.Cookie) { q.Set("error", "access_denied<script>") }},
		"another code":          {good, p.key, func(q url.Values, _ *http.Cookie) { q.Set("code", "code2") }},
		"another's key":         {good, other, nil},
		"for another program":   {map[string]any{"email": "eve@example.org", "aud": "other"}, p.key, nil},
		"by another service":    {map[string]any{"email": "eve@example.org", "iss": "https://evil.example"}, p.key, nil},
		"long ago":              {map[string]any{"email": "eve@example.org", "exp": 1714554000 - 1}, p.key, nil},
		"another turn":          {map[string]any{"email": "eve@example.org", "nonce": "x"}, p.key, nil},
		"somebody else's verifier": {good, p.key, func(_ url.Values, c *http.Cookie) {
			b, _ := base64.RawURLEncoding.DecodeString(c.Value)
			var t turn
			json.Unmarshal(b, &t)
			t.Verifier = strings.Repeat("B", 43)
			b, _ = json.Marshal(t)
			c.Value = base64.RawURLEncoding.EncodeToString(b)
		}},
	} {
		d := singleDesk(t, p, Single{})
		p.claims, p.signer = c.claims, c.key
		if r := p.visit(d, c.change); session(r) != nil || body(r) != ErrSingle.Error() {
			t.Errorf("%s: %d %s", name, r.StatusCode, body(r))
		}
	}
	p.claims, p.signer = good, p.key
	if c := session(p.visit(singleDesk(t, p, Single{}), nil)); c == nil {
		t.Error("what is right is refused as well")
	}
}

func TestAServiceThatDoesNotAnswer(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"nothing": http.NotFound, "too much": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"issuer":"http://%s","x":"`, r.Host)
			io.Copy(w, strings.NewReader(strings.Repeat("x", mostSingle+1)))
			fmt.Fprint(w, `"}`)
		},
	} {
		s := httptest.NewServer(handler)
		d := newDesk(t, Options{Single: &Single{Issuer: s.URL, Client: "sitrep", Base: "http://127.0.0.1:8080"}})
		if r := d.ask("GET", "/login/single", nil); r.StatusCode != 403 || body(r) != ErrSingle.Error() {
			t.Errorf("%s: %d %s", name, r.StatusCode, body(r))
		}
		s.Close()
	}
	for _, o := range []Single{{}, {Issuer: "http://id.example.org", Client: "x", Base: "https://a.example"}, {Issuer: "https://id.example.org", Client: "x", Base: "a.example"}, {Issuer: "https://id.example.org", Base: "https://a.example"}} {
		if _, err := New(Options{Single: &o}); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if got := newDesk(t, Options{}).ask("GET", "/login/single", nil); body(got) != ErrStranger.Error() {
		t.Error(got.StatusCode)
	}
}
