package ui

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sitrep/internal/account"
	"sitrep/internal/account/signin"
)

// largestForm is how many bytes a form may have.
const largestForm = 64 << 10

// parseForm parses a form, and bounds it.
func parseForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, largestForm)
	err := r.ParseForm()
	if err != nil && !errors.As(err, new(*http.MaxBytesError)) {
		err = badField("form", "it cannot be read; send it again from the page")
	}
	return err
}

// accountRoutes are the pages where one signs in and sees to one's own account.
func (p *Pages) accountRoutes(mux *http.ServeMux) {
	if p.accounts == nil {
		return
	}
	p.accounts.Refusals(p.refused)
	mux.HandleFunc("GET /login", p.handle(p.login))
	mux.HandleFunc("POST /login", p.form(p.signIn))
	mux.HandleFunc("GET /login/single", p.handle(p.single))
	mux.HandleFunc("GET "+signin.CallbackPath, p.handle(p.singleBack))
	mux.HandleFunc("POST /logout", p.handle(p.signOut))
	mux.HandleFunc("GET /setup/{code}", p.handle(p.setup))
	mux.HandleFunc("POST /setup/{code}", p.form(p.setUp))
	mine := func(pattern string, h handler) {
		mux.Handle(pattern, signin.Require(account.Read, p.form(h)))
	}
	mine("GET /account", p.account)
	mine("POST /account/password", p.changePassword)
	mine("POST /account/tokens", p.makeToken)
	mine("POST /account/tokens/{n}/revoke", p.revokeToken)
	mine("POST /account/sessions/end", p.endSessions)
	p.userRoutes(mux)
}

// form is handle for what is about accounts: forms are small, and browsers keep nothing of it.
func (p *Pages) form(h handler) http.HandlerFunc {
	return p.handle(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		if r.Method == http.MethodPost {
			if err := parseForm(w, r); err != nil {
				return err
			}
		}
		return h(w, r)
	})
}

// refused is the page of what is refused to whoever asks.
func (p *Pages) refused(w http.ResponseWriter, r *http.Request, status int, what string) {
	t := trouble{Status: status, Head: map[int]string{http.StatusUnauthorized: "Sign in first", http.StatusForbidden: "You may not do that", http.StatusServiceUnavailable: "The archive is busy"}[status], What: what}
	if t.Head == "" {
		t.Head = "That is refused"
	}
	// Who may see nothing sees nothing of the navigation either.
	if err := p.write(w, r, status, "fault", page{Title: t.Head, Bare: !account.From(r.Context()).Known(), Data: t}); err != nil && !errors.Is(err, errGone) {
		http.Error(w, t.Head, status)
	}
}

// entered are the faults of a form, by field, and Fault where it is about none.
type entered struct {
	Fault  string
	Faults map[string]string
}

// told puts what is wrong with a form into e, and gives the status of the answer; an error that is not about it is given back.
func (e *entered) told(w http.ResponseWriter, err error) (int, error) {
	var input *account.InputError
	var limit *signin.LimitError
	switch {
	case errors.As(err, &input):
		e.Faults = map[string]string{input.Field: input.Why}
		return http.StatusUnprocessableEntity, nil
	case errors.As(err, &limit):
		e.Fault = limit.Error()
		w.Header().Set("Retry-After", strconv.Itoa(limit.Seconds()))
		return http.StatusTooManyRequests, nil
	case errors.Is(err, signin.ErrRefused), errors.Is(err, signin.ErrStranger), errors.Is(err, signin.ErrSingle):
		e.Fault = err.Error()
		return http.StatusUnauthorized, nil
	case errors.Is(err, signin.ErrPlain):
		e.Fault = err.Error()
		return http.StatusForbidden, nil
	case errors.Is(err, signin.ErrBusy):
		e.Fault = err.Error()
		w.Header().Set("Retry-After", "5")
		return http.StatusServiceUnavailable, nil
	}
	return 0, err
}

// twice refuses a new password that was not written the same twice.
func twice(r *http.Request) error {
	if r.PostFormValue("password") != r.PostFormValue("again") {
		return &account.InputError{Field: "again", Why: "the two are not the same; write the password again"}
	}
	return nil
}

// loginPage is what the page where one signs in shows.
type loginPage struct {
	entered
	Name, Next string
	Single     string // the single sign-on service, "" for none
	None       bool   // there are no accounts yet
	Plain      bool   // a password would cross the network unencrypted
}

func (p *Pages) login(w http.ResponseWriter, r *http.Request) error {
	next := signin.Next(r.URL.Query().Get("next"))
	if account.From(r.Context()).Known() {
		return seeOther(w, r, next)
	}
	return p.writeLogin(w, r, http.StatusOK, loginPage{Next: next})
}

func (p *Pages) writeLogin(w http.ResponseWriter, r *http.Request, status int, v loginPage) error {
	held, err := p.accounts.Accounts(r.Context())
	if err != nil {
		return err
	}
	v.Single, v.None, v.Plain = p.accounts.SingleName(), !held, !p.accounts.Private(r)
	w.Header().Set("Cache-Control", "no-store")
	return p.write(w, r, status, "login", page{Title: "Sign in", Bare: true, Data: v})
}

func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	v := loginPage{Name: r.PostFormValue("name"), Next: signin.Next(r.PostFormValue("next"))}
	if err := p.accounts.SignIn(w, r, v.Name, r.PostFormValue("password")); err != nil {
		return p.notSignedIn(w, r, v, err)
	}
	return seeOther(w, r, v.Next)
}

// notSignedIn is the page where one signs in, with why one was not.
func (p *Pages) notSignedIn(w http.ResponseWriter, r *http.Request, v loginPage, err error) error {
	status, err := v.told(w, err)
	if err != nil {
		return err
	}
	return p.writeLogin(w, r, status, v)
}

func (p *Pages) single(w http.ResponseWriter, r *http.Request) error {
	next := signin.Next(r.URL.Query().Get("next"))
	if err := p.accounts.SingleStart(w, r, next); err != nil {
		return p.notSignedIn(w, r, loginPage{Next: next}, err)
	}
	return nil
}

func (p *Pages) singleBack(w http.ResponseWriter, r *http.Request) error {
	next, err := p.accounts.SingleBack(w, r)
	if err != nil {
		return p.notSignedIn(w, r, loginPage{Next: "/"}, err)
	}
	return seeOther(w, r, next)
}

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := p.accounts.SignOut(w, r); err != nil {
		return err
	}
	return seeOther(w, r, "/login")
}

// seeOther sends the browser on after a form, so that loading the page again sends nothing again.
func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// setupPage is what the page of a link that works once shows.
type setupPage struct {
	entered
	Code string
	// For is whose password is set, nobody where the first account is made.
	For           account.User
	Name, Display string
	Shortest      int
	Plain         bool
}

// linked says for whom a link is; 404 where it does not hold.
func (p *Pages) linked(r *http.Request) (setupPage, error) {
	v := setupPage{Code: r.PathValue("code"), Shortest: account.ShortestPassword, Plain: !p.accounts.Private(r)}
	var err error
	v.For, err = p.accounts.Linked(r, v.Code)
	if errors.Is(err, signin.ErrLink) {
		err = notFound(err.Error())
	}
	return v, err
}

func (p *Pages) setup(w http.ResponseWriter, r *http.Request) error {
	v, err := p.linked(r)
	if err != nil {
		return p.bareFault(w, r, err)
	}
	return p.writeSetup(w, r, http.StatusOK, v)
}

func (p *Pages) writeSetup(w http.ResponseWriter, r *http.Request, status int, v setupPage) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address lets in
	title := "Make the first account"
	if v.For.ID != 0 {
		title = "Set your password"
	}
	return p.write(w, r, status, "setup", page{Title: title, Bare: true, Data: v})
}

// bareFault is the page of an error for somebody who is not signed in.
func (p *Pages) bareFault(w http.ResponseWriter, r *http.Request, err error) error {
	t := p.troubleOf(r, err)
	w.Header().Set("Cache-Control", "no-store")
	if t.Status >= http.StatusInternalServerError {
		return err
	}
	return p.write(w, r, t.Status, "fault", page{Title: t.Head, Bare: !account.From(r.Context()).Known(), Data: t})
}

func (p *Pages) setUp(w http.ResponseWriter, r *http.Request) error {
	v, err := p.linked(r)
	if err != nil {
		return p.bareFault(w, r, err)
	}
	v.Name, v.Display = r.PostFormValue("name"), r.PostFormValue("display")
	if err = twice(r); err == nil {
		err = p.accounts.UseLink(w, r, v.Code, v.Name, v.Display, r.PostFormValue("password"))
	}
	switch {
	case err == nil:
		return seeOther(w, r, "/")
	case errors.Is(err, signin.ErrLink):
		return p.bareFault(w, r, notFound(err.Error()))
	}
	status, err := v.told(w, err)
	if err != nil {
		return err
	}
	return p.writeSetup(w, r, status, v)
}

// accountPage is what a user sees of the own account.
type accountPage struct {
	entered
	Open     string // the form that was sent: password or tokens
	User     account.Record
	Local    bool
	None     bool // there is no account yet
	Sessions []sessionRow
	Tokens   []tokenRow
	Scopes   []account.Act
	Lives    []life
	Token    string // a new one, which is shown once
	Label    string
	Scope    string
	Shortest int
}

// life is for how long a token may be made.
type life struct {
	Days int
	Name string
}

var lives = []life{{30, "30 days"}, {90, "90 days"}, {365, "a year"}, {0, "no end"}}

type sessionRow struct {
	Browser, Address string
	Created, Used    time.Time
	Here             bool
}

type tokenRow struct {
	account.Token
	Ended bool
}

func (p *Pages) account(w http.ResponseWriter, r *http.Request) error {
	return p.writeAccount(w, r, http.StatusOK, accountPage{})
}

func (p *Pages) writeAccount(w http.ResponseWriter, r *http.Request, status int, v accountPage) error {
	ctx := r.Context()
	user := account.From(ctx)
	v.User.User, v.Local, v.Shortest, v.Lives = user, user.Local, account.ShortestPassword, lives
	for _, a := range account.Acts {
		if user.May(a) {
			v.Scopes = append(v.Scopes, a)
		}
	}
	if !user.Local {
		u, err := p.archive.UserID(ctx, user.ID)
		if err != nil {
			return err
		}
		v.User = u
		sessions, err := p.archive.Sessions(ctx, user.ID)
		if err != nil {
			return err
		}
		here := string(signin.Session(ctx))
		for _, s := range sessions {
			v.Sessions = append(v.Sessions, sessionRow{browserWords(s.Agent), s.Address, s.Created, s.Used, string(s.ID) == here})
		}
		if v.Tokens, err = p.tokens(ctx, user.ID); err != nil {
			return err
		}
	}
	return p.write(w, r, status, "account", page{Title: "Account", Section: "account", Data: v})
}

func (p *Pages) tokens(ctx context.Context, user int64) ([]tokenRow, error) {
	list, err := p.archive.Tokens(ctx, user)
	var out []tokenRow
	for _, t := range list {
		out = append(out, tokenRow{t, !t.Expires.IsZero() && !p.clock().Before(t.Expires)})
	}
	return out, err
}

// errSession is the answer to a token that wants to change the account that it belongs to: whoever found one must not make others.
var errSession = wrong{"session", "sign in with a browser to change an account"}

// own is who asks, with an account and from a browser.
func own(r *http.Request) (account.User, error) {
	user := account.From(r.Context())
	if user.Local {
		return user, wrong{"account", "there is none yet; make the first one"}
	}
	if signin.Session(r.Context()) == nil {
		return user, errSession
	}
	return user, nil
}

func (p *Pages) changePassword(w http.ResponseWriter, r *http.Request) error {
	if _, err := own(r); err != nil {
		return err
	}
	err := twice(r)
	if err == nil {
		err = p.accounts.ChangePassword(w, r, r.PostFormValue("old"), r.PostFormValue("password"))
	}
	if err == nil {
		return seeOther(w, r, "/account")
	}
	v := accountPage{Open: "password"}
	if errors.Is(err, signin.ErrRefused) {
		err = &account.InputError{Field: "old", Why: "it is not your password; write it again"}
	}
	status, err := v.told(w, err)
	if err != nil {
		return err
	}
	return p.writeAccount(w, r, status, v)
}

func (p *Pages) makeToken(w http.ResponseWriter, r *http.Request) error {
	user, err := own(r)
	if err != nil {
		return err
	}
	v := accountPage{Open: "tokens", Label: r.PostFormValue("label"), Scope: r.PostFormValue("scope")}
	scope, err := account.ParseAct(v.Scope)
	if err != nil {
		return badField("scope", "%s", err)
	}
	days, err := strconv.Atoi(r.PostFormValue("days"))
	if err != nil || days < 0 || days > 3650 {
		return badField("days", "give a number from 0, for no end, to 3650")
	}
	token, _, err := p.accounts.NewToken(r.Context(), user.Name, user, v.Label, scope, time.Duration(days)*24*time.Hour)
	status := http.StatusOK
	if err != nil {
		if status, err = v.told(w, err); err != nil {
			return err
		}
	} else {
		v = accountPage{Open: "tokens", Token: token}
	}
	return p.writeAccount(w, r, status, v)
}

func (p *Pages) revokeToken(w http.ResponseWriter, r *http.Request) error {
	user, err := own(r)
	if err != nil {
		return err
	}
	return p.revoke(w, r, user.ID, "/account#tokens")
}

// revoke revokes the token of a user that the address names, and sends the browser on.
func (p *Pages) revoke(w http.ResponseWriter, r *http.Request, user int64, to string) error {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil {
		return notFound("there is no token " + r.PathValue("n"))
	}
	if err := p.archive.RemoveToken(r.Context(), account.From(r.Context()).Name, user, n); err != nil {
		return err
	}
	return seeOther(w, r, to)
}

func (p *Pages) endSessions(w http.ResponseWriter, r *http.Request) error {
	user, err := own(r)
	if err != nil {
		return err
	}
	if err := p.archive.EndSessions(r.Context(), user.ID, signin.Session(r.Context())); err != nil {
		return err
	}
	return seeOther(w, r, "/account#sessions")
}

// momentWords writes a moment as "16 March 2017, 14:05 UTC", "never" for none.
func momentWords(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2 January 2006, 15:04 UTC")
}

// browserWords says what a browser calls itself: "Firefox on Linux".
func browserWords(agent string) string {
	first := func(of [][2]string, other string) string {
		for _, o := range of {
			if strings.Contains(agent, o[0]) {
				return o[1]
			}
		}
		return other
	}
	// Browsers name those whose pages they want as well; the one that they are stands behind.
	name := first([][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Chromium", "Chromium"}, {"Safari/", "Safari"}}, "A browser")
	on := first([][2]string{{"Android", "Android"}, {"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"Windows", "Windows"}, {"Macintosh", "a Mac"}, {"Linux", "Linux"}}, "")
	if on == "" {
		return name
	}
	return name + " on " + on
}
