package signin

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"sitrep/internal/account"
	"sitrep/internal/store"
)

// current is what the context of a request holds beside its user.
type current struct {
	service *Service
	session []byte // the digest of the session's secret, nil without one
}

type currentKey struct{}

// Session is the digest of the session that a request belongs to, nil where it was asked with a token or by the local user.
func Session(ctx context.Context) []byte {
	c, _ := ctx.Value(currentKey{}).(current)
	return c.session
}

// Guard says of every request who asks, and lets nobody without a name further than to the pages where one signs in.
func (s *Service) Guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, session, status, what := s.who(r, true)
		ctx := context.WithValue(account.With(r.Context(), user), currentKey{}, current{s, session})
		r = r.WithContext(ctx)
		switch {
		case status != 0:
			refuse(w, r, status, what)
		case user.Known() && Streams(r):
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			go s.watch(ctx, cancel, r, user)
			next.ServeHTTP(w, r.WithContext(ctx))
		case user.Known() || s.exempt(r):
			next.ServeHTTP(w, r)
		case isProgram(r):
			refuse(w, r, http.StatusUnauthorized, "sign in, or send a token (Authorization: Bearer sitrep_…)")
		default:
			to := "/login"
			if r.Method == http.MethodGet || r.Method == http.MethodHead {
				if here := r.URL.RequestURI(); here != "/" {
					to += "?next=" + url.QueryEscape(here)
				}
			}
			w.Header().Set("Cache-Control", "no-store")
			http.Redirect(w, r, to, http.StatusSeeOther)
		}
	})
}

// Streams says whether a request asks for a stream, which may go on for days.
func Streams(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/event-stream") || strings.HasSuffix(r.URL.Path, "/stream")
}

// watch ends a stream once its session or token does.
func (s *Service) watch(ctx context.Context, end func(), r *http.Request, user account.User) {
	tick := time.NewTicker(s.o.Watch)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			// That the archive does not answer now says nothing about the session.
			if now, _, status, _ := s.who(r, false); now != user && status != http.StatusServiceUnavailable {
				end()
				return
			}
		}
	}
}

// who finds whose request it is; with use it counts as a use of its session or token. A status says that the request is refused whatever it
// asks for.
func (s *Service) who(r *http.Request, use bool) (user account.User, session []byte, status int, what string) {
	ctx := r.Context()
	if forNobody(r.URL.Path) {
		return account.User{}, nil, 0, ""
	}
	if token, ok := bearerOf(r); ok {
		return s.bearer(ctx, token, use)
	}
	held, err := s.Accounts(ctx)
	switch {
	case err != nil:
		return s.failed(ctx, err)
	case !held && s.o.Open && !s.o.Insecure && !s.own(r):
		// A page of another host may have its name lead to this machine (DNS rebinding); then the browser names that host.
		return user, nil, http.StatusMisdirectedRequest, "this server is for the machine that it runs on, under its own address; to reach it by another name make an account first (sitrep user add)"
	case !held && s.o.Open:
		return account.User{Name: s.o.Local, Role: account.Administrator, Local: true}, nil, 0, ""
	case !held:
		return user, nil, 0, ""
	}
	c, err := r.Cookie(s.cookieName(r))
	if err != nil {
		return user, nil, 0, ""
	}
	id, ok := account.SecretID(c.Value)
	if !ok {
		return user, nil, 0, ""
	}
	kept, u, err := s.o.Archive.Session(ctx, id)
	switch {
	case errors.Is(err, store.ErrUnknown):
		return user, nil, 0, ""
	case err != nil:
		return s.failed(ctx, err)
	}
	now := s.o.Clock()
	if u.Disabled || !now.Before(kept.Expires) || now.Sub(s.saw(id, false, kept.Used, use)) >= s.o.Idle {
		return user, nil, 0, ""
	}
	return u.User, id, 0, ""
}

// bearerOf is the token that a request was sent with. Other schemes are those of proxies, which are not asked about here.
func bearerOf(r *http.Request) (string, bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// bearer finds whose a token is.
func (s *Service) bearer(ctx context.Context, token string, use bool) (user account.User, session []byte, status int, what string) {
	id, err := account.TokenID(token)
	if err != nil {
		return user, nil, http.StatusUnauthorized, err.Error()
	}
	t, u, err := s.o.Archive.Token(ctx, id)
	if err != nil && !errors.Is(err, store.ErrUnknown) {
		return s.failed(ctx, err)
	}
	if err != nil || u.Disabled || !t.Expires.IsZero() && !s.o.Clock().Before(t.Expires) {
		return user, nil, http.StatusUnauthorized, "the token was revoked, or it ended; make a new one"
	}
	s.held.Store(true)
	s.saw(id, true, t.Used, use)
	user = u.User
	user.Full, user.Role = user.Role, user.Role.Within(t.Scope)
	return user, nil, 0, ""
}

// failed is the answer where the archive did not say who asks.
func (s *Service) failed(ctx context.Context, err error) (account.User, []byte, int, string) {
	if !errors.Is(err, context.Canceled) {
		s.o.Log.ErrorContext(ctx, "sign-in: the archive did not answer", "error", err)
	}
	return account.User{}, nil, http.StatusServiceUnavailable, "the archive did not say who you are; try again in a few seconds"
}

// forNobody says that nothing at a path depends on who asks.
func forNobody(path string) bool {
	return path == "/healthz" || path == "/readyz" || strings.HasPrefix(path, "/static/")
}

// exempt says whether anybody may ask for what a request asks for.
func (s *Service) exempt(r *http.Request) bool {
	p := r.URL.Path
	switch {
	case forNobody(p), p == "/login", strings.HasPrefix(p, "/login/"), strings.HasPrefix(p, "/setup/"):
		return true
	case p == "/metrics":
		return loopback(r.RemoteAddr) && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
	}
	return false
}

// Require lets only those further who may do act. It stands inside of Guard.
func Require(act account.Act, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user := account.From(r.Context())
		switch {
		case user.May(act):
			next.ServeHTTP(w, r)
		case !user.Known():
			refuse(w, r, http.StatusUnauthorized, "sign in first")
		default:
			refuse(w, r, http.StatusForbidden, "this needs somebody who may "+act.String()+"; an administrator can give that role")
		}
	})
}

// refuse tells that a request is refused: to a person on a page, to a program in problem details.
func refuse(w http.ResponseWriter, r *http.Request, status int, what string) {
	w.Header().Set("Cache-Control", "no-store")
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="sitrep"`)
	}
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
	}
	c, _ := r.Context().Value(currentKey{}).(current)
	if !isProgram(r) && c.service != nil && c.service.refusal != nil {
		c.service.refusal(w, r, status, what)
		return
	}
	if !isProgram(r) {
		http.Error(w, what, status)
		return
	}
	Problem(w, status, what)
}

// Problem tells a program what is wrong, in problem details (RFC 9457).
func Problem(w http.ResponseWriter, status int, what string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// The struct is of texts and a number: it can be written.
	_ = json.NewEncoder(w).Encode(struct {
		Title  string `json:"title"`
		Status int    `json:"status"`
		Detail string `json:"detail"`
	}{http.StatusText(status), status, what})
}

// isProgram says whether a program asks, be it a script of a page: it cannot do anything with the page where one signs in.
func isProgram(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	dest := r.Header.Get("Sec-Fetch-Dest")
	_, token := bearerOf(r)
	return strings.HasPrefix(r.URL.Path, "/api/") || token || dest != "" && dest != "document" ||
		!strings.Contains(accept, "text/html") && (strings.Contains(accept, "json") || strings.Contains(accept, "text/event-stream"))
}

// encrypted says whether the browser speaks https.
func (s *Service) encrypted(r *http.Request) bool {
	return r.TLS != nil || s.o.Proxy && strings.EqualFold(last(r.Header.Get("X-Forwarded-Proto")), "https")
}

// own says whether the request comes from this machine and calls it by its own address.
func (s *Service) own(r *http.Request) bool {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip, err := netip.ParseAddr(host)
	return loopback(r.RemoteAddr) && (strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback())
}

// Private says whether a password and a cookie may be sent the way that a request came: encrypted, or never leaving the machine.
func (s *Service) Private(r *http.Request) bool { return s.encrypted(r) || s.own(r) || s.o.Insecure }

// LoggedPath is the path of a request as a log may have it: without the code of a link that lets somebody in.
func LoggedPath(path string) string {
	if strings.HasPrefix(path, "/setup/") {
		return "/setup/…"
	}
	return path
}

// Address is where the browser of a request finds this server, without a slash at the end.
func (s *Service) Address(r *http.Request) string {
	if s.encrypted(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// cookieName has the prefix by which browsers let no other host, and nothing unencrypted, set the cookie.
func (s *Service) cookieName(r *http.Request) string { return s.prefixed(r, "sitrep") }

func (s *Service) prefixed(r *http.Request, name string) string {
	if s.encrypted(r) {
		return "__Host-" + name
	}
	return name
}

// cookie is a cookie that scripts cannot read and other sites' forms do not send. A negative life removes it.
func (s *Service) cookie(r *http.Request, name, value string, life time.Duration) *http.Cookie {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.encrypted(r), SameSite: http.SameSiteLaxMode, MaxAge: int(life / time.Second)}
	if life < 0 {
		c.MaxAge = -1
	}
	return c
}

// address is where a request comes from.
func (s *Service) address(r *http.Request) string {
	if s.o.Proxy {
		if ip, err := netip.ParseAddr(last(r.Header.Get("X-Forwarded-For"))); err == nil {
			return ip.Unmap().String()
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return "unknown"
	}
	return host
}

// last is the last of a list, which the nearest proxy wrote.
func last(list string) string { return strings.TrimSpace(list[strings.LastIndex(list, ",")+1:]) }

func loopback(remote string) bool {
	p, err := netip.ParseAddrPort(remote)
	return err == nil && p.Addr().Unmap().IsLoopback()
}

// Next is where to go once signed in: a page of this server, whatever was asked for.
func Next(next string) string {
	u, err := url.Parse(next)
	if err != nil || len(next) > 2000 || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsFunc(next, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f || r == utf8.RuneError }) ||
		strings.HasPrefix(u.Path, "//") || u.Path == "/login" || strings.HasPrefix(u.Path, "/login/") || u.Path == "/logout" {
		return "/"
	}
	return next
}

// short is at most most bytes of s, without what is no text.
func short(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	for len(s) > most {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}
