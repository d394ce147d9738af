package signin

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"sitrep/internal/account"
	"sitrep/internal/store"
)

// Single is a single sign-on service that speaks OpenID Connect. Asking it is the one thing for which the server reaches another host.
type Single struct {
	// Issuer is the service's address, https://id.example.org.
	Issuer string
	// Client and Secret are what the service calls this server, and the secret that it gave it.
	Client, Secret string
	// Base is the address under which browsers reach this server; the service sends them back to Base + "/login/single/back".
	Base string
	// Name is what the button says: "Sign in with NAME"; "": the issuer's host.
	Name string
	// Claim is the claim that is compared with the mail addresses of accounts; "": email, which must then be verified by the service.
	Claim string
	// New are the addresses of those who get an account, as readers, when they first come: whole ones, or "@example.org" for all of a domain.
	// Without any, only those come in whose accounts were made before.
	New []string
	// Transport is how the service is asked; nil: http.DefaultTransport.
	Transport http.RoundTripper
}

// CallbackPath is where the service sends browsers back to, under Base.
const CallbackPath = "/login/single/back"

// mostSingle bounds an answer of the service, in bytes.
const mostSingle = 1 << 20

// askFor is how long the service has to answer, and turnFor how long a person has to sign in there.
const (
	askFor  = 10 * time.Second
	turnFor = 10 * time.Minute
)

// single is a single sign-on service as it is asked.
type single struct {
	Single
	client *http.Client
	clock  func() time.Time

	mu       sync.Mutex
	provider *oidc.Provider // nil before it was first asked
}

func newSingle(o Single, clock func() time.Time) (*single, error) {
	for _, a := range [][2]string{{"issuer", o.Issuer}, {"own address", o.Base}} {
		what, address := a[0], a[1]
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1" || u.Hostname() == "::1")) {
			return nil, fmt.Errorf("single sign-on: the %s %q is no https address; give one like https://id.example.org", what, address)
		}
		if o.Name == "" && what == "issuer" {
			o.Name = u.Host
		}
	}
	if o.Client == "" {
		return nil, errors.New("single sign-on: no client id is given; give the one that the service calls this server by")
	}
	o.Base = strings.TrimSuffix(o.Base, "/")
	if o.Claim == "" {
		o.Claim = "email"
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	return &single{Single: o, client: &http.Client{Transport: small{o.Transport}, Timeout: askFor}, clock: clock}, nil
}

// small bounds the answers that are read.
type small struct{ http.RoundTripper }

func (t small) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := t.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, mostSingle), answer.Body}
	}
	return answer, err
}

// ask finds out what the service offers, once.
func (o *single) ask(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider == nil {
		// The provider keeps the context to fetch keys with, later.
		p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), o.client), o.Issuer)
		if err != nil {
			return nil, nil, err
		}
		o.provider = p
	}
	return o.provider, &oauth2.Config{ClientID: o.Client, ClientSecret: o.Secret, Endpoint: o.provider.Endpoint(), RedirectURL: o.Base + CallbackPath,
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"}}, nil
}

// ErrSingle says that the single sign-on service did not say who somebody is.
var ErrSingle = errors.New("the single sign-on service did not say who you are; try again, or tell an administrator")

// ErrStranger says that the service named somebody who has no account here.
var ErrStranger = errors.New("you have no account here, or it may not sign in; ask an administrator for one")

// SingleName is what the single sign-on service is called, "" where there is none.
func (s *Service) SingleName() string {
	if s.single == nil {
		return ""
	}
	return s.single.Name
}

// turn is what a browser holds, in a cookie, while its user is at the service. It binds what comes back to that browser.
type turn struct {
	State, Nonce, Verifier, Next string
}

// SingleStart sends a browser to the service.
func (s *Service) SingleStart(w http.ResponseWriter, r *http.Request, next string) error {
	if s.single == nil {
		return ErrStranger
	}
	if !s.Private(r) {
		return ErrPlain
	}
	if err := s.limit(r, ""); err != nil {
		return err
	}
	_, config, err := s.single.ask(r.Context())
	if err != nil {
		return s.unanswered(r, err)
	}
	var secrets [3]string
	for i := range secrets {
		if secrets[i], _, err = account.NewSecret(s.o.Random); err != nil {
			return err
		}
	}
	t := turn{secrets[0], secrets[1], secrets[2], Next(next)}
	b, err := json.Marshal(t)
	if err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(r, s.prefixed(r, "sitrep-single"), base64.RawURLEncoding.EncodeToString(b), turnFor))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, config.AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)), http.StatusSeeOther)
	return nil
}

func (s *Service) unanswered(r *http.Request, err error) error {
	s.o.Log.ErrorContext(r.Context(), "single sign-on", "error", err)
	return ErrSingle
}

// SingleBack takes a browser that comes back from the service, starts a session, and says where to go.
func (s *Service) SingleBack(w http.ResponseWriter, r *http.Request) (next string, err error) {
	if s.single == nil {
		return "", ErrStranger
	}
	if err := s.limit(r, ""); err != nil {
		return "", err
	}
	name := s.prefixed(r, "sitrep-single")
	c, err := r.Cookie(name)
	if err != nil {
		return "", ErrSingle
	}
	http.SetCookie(w, s.cookie(r, name, "", -1))
	var t turn
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || json.Unmarshal(b, &t) != nil || t.State == "" || t.Nonce == "" || t.Verifier == "" {
		return "", ErrSingle
	}
	q := r.URL.Query()
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(t.State)) != 1 {
		return "", ErrSingle
	}
	if q.Get("error") != "" || q.Get("code") == "" {
		return "", s.unanswered(r, fmt.Errorf("the service says %.100q", q.Get("error")))
	}
	who, err := s.single.exchange(r.Context(), q.Get("code"), t)
	if err != nil {
		return "", s.unanswered(r, err)
	}
	u, err := s.accountOf(r.Context(), who)
	if err != nil {
		if errors.Is(err, ErrStranger) {
			s.o.Log.WarnContext(r.Context(), "sign-in refused", "subject", who.subject, "from", s.address(r))
		}
		return "", err
	}
	return Next(t.Next), s.start(w, r, u, "single sign-on")
}

// identity is what the service says of somebody.
type identity struct{ subject, mail, name string }

// exchange gets and checks the ID token of a code (OpenID Connect Core 1.0, 3.1.3).
func (o *single) exchange(ctx context.Context, code string, t turn) (identity, error) {
	provider, config, err := o.ask(ctx)
	if err != nil {
		return identity{}, err
	}
	ctx = oidc.ClientContext(ctx, o.client)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return identity{}, err
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: o.Client, Now: o.clock}).Verify(ctx, raw)
	if err != nil {
		return identity{}, err
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(t.Nonce)) != 1 {
		return identity{}, errors.New("the ID token is for another turn")
	}
	var claims map[string]any
	if err := id.Claims(&claims); err != nil {
		return identity{}, err
	}
	text := func(name string) string {
		s, _ := claims[name].(string)
		return strings.TrimSpace(s)
	}
	who := identity{subject: id.Issuer + " " + id.Subject, mail: text(o.Claim), name: text("name")}
	// A service may let people write any address into their profiles.
	if verified, _ := claims["email_verified"].(bool); o.Claim == "email" && !verified {
		who.mail = ""
	}
	return who, nil
}

// accountOf finds whose account an identity is: the one that it came with before, the one with its mail address, which is bound to it, or a new
// one if it is among those who get one.
func (s *Service) accountOf(ctx context.Context, who identity) (account.Record, error) {
	u, err := s.o.Archive.UserOf(ctx, who.subject)
	switch {
	case err == nil && u.Disabled:
		return account.Record{}, ErrStranger
	case err == nil || !errors.Is(err, store.ErrUnknown):
		return u, err
	}
	if who.mail == "" {
		return account.Record{}, ErrStranger
	}
	all, err := s.o.Archive.Users(ctx)
	if err != nil {
		return account.Record{}, err
	}
	for _, u := range all {
		if u.Mail == "" || account.Fold(u.Mail) != account.Fold(who.mail) {
			continue
		}
		if u.Disabled || u.Subject != "" {
			return account.Record{}, ErrStranger
		}
		return s.o.Archive.ChangeUser(ctx, u.Name, u.ID, store.UserChange{Subject: &who.subject})
	}
	if !s.single.new(who.mail) {
		return account.Record{}, ErrStranger
	}
	display := short(who.name, 100)
	if _, err := account.CheckDisplay(display); err != nil {
		display = ""
	}
	u, err = s.o.Archive.AddUser(ctx, "single sign-on", account.Record{User: account.User{Name: who.mail, Display: display, Role: account.Reader}, Mail: who.mail, Subject: who.subject}, nil)
	if errors.Is(err, account.ErrInput) {
		s.o.Log.WarnContext(ctx, "single sign-on: no account is made", "error", err)
		err = ErrStranger
	}
	return u, err
}

// new says whether somebody gets an account when first there.
func (o *single) new(mail string) bool {
	mail = account.Fold(mail)
	for _, a := range o.New {
		a = account.Fold(strings.TrimSpace(a))
		if a == mail || strings.HasPrefix(a, "@") && len(a) > 1 && strings.Count(mail, "@") == 1 && strings.HasSuffix(mail, a) {
			return true
		}
	}
	return false
}
