// Package signin lets people and their programs in: it says of every request who asks, refuses those who may not, and starts and ends
// sessions.
//
// A browser holds a random secret in a cookie, a program sends a token; the archive keeps the SHA-256 of either. [Service.Guard] stands
// before everything else, finds whose the secret is and puts that user into the context, where account.From finds it; what needs more than
// a reader says so with [Require]. Where the archive has no accounts and only the person at the machine reaches the server, that person is
// the user.
//
// Nothing here tells whether an account exists: a wrong name and a wrong password get the same answer after the same work. Attempts are
// bounded by name and by address, and few passwords are hashed at once, since each takes 64 MiB.
package signin

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sitrep/internal/account"
	"sitrep/internal/store"
)

// Options say who is let in. The zero value, with an archive, lets in those with accounts.
type Options struct {
	Archive *store.Archive
	// Clock tells the time; nil: time.Now.
	Clock func() time.Time
	// Random is where secrets come from; nil: crypto/rand.
	Random io.Reader
	// Log hears who signed in and who was refused; nil: nobody does.
	Log *slog.Logger
	// Params are the cost of passwords' hashes; the zero Params are account.Recommended.
	Params account.Params
	// Open lets everybody in as the local user while the archive has no accounts: only the person at the machine reaches the server, or
	// Insecure is wanted.
	Open bool
	// Insecure has Open hold whatever the server is called, and lets people sign in over a network without encryption.
	Insecure bool
	// Proxy says that a proxy stands before the server, whose X-Forwarded-For and X-Forwarded-Proto are to be believed.
	Proxy bool
	// Local is what the log and reviews call the local user; "": local.
	Local string
	// Single is a single sign-on service; nil: there is none.
	Single *Single
	// Idle is after how long without a request a session ends, Life after how long in any case, and Link how long a link holds; 0: three
	// days, thirty days and one day.
	Idle, Life, Link time.Duration
	// Watch is how often it is asked whether the session of a stream still holds; 0: every half minute.
	Watch time.Duration
}

// Service lets people in. It may be used from many goroutines.
type Service struct {
	o       Options
	hasher  account.Hasher
	hashing chan struct{} // holds as many as hash at once
	waiting atomic.Int32  // wait to hash
	nobody  string        // a hash that no password has
	held    atomic.Bool   // the archive has accounts; it never loses them
	names   *limiter
	hosts   *limiter
	refusal func(w http.ResponseWriter, r *http.Request, status int, what string)
	single  *single

	mu   sync.Mutex
	seen map[string]store.Seen // by id, since it was last written
}

// How many passwords are hashed at once, and how many requests wait for that at most.
const (
	mostHashing = 2
	mostWaiting = 32
)

// mostSeen bounds how many uses of sessions and tokens wait to be written.
const mostSeen = 10_000

// Errors that pages tell apart.
var (
	// ErrRefused is the answer to a wrong name as to a wrong password.
	ErrRefused = errors.New("the name or the password is wrong")
	// ErrLink says that a link does not hold.
	ErrLink = errors.New("the link was used, or it ended, or it never was; ask for a new one")
	// ErrPlain says that a password would cross the network as it is.
	ErrPlain = errors.New("nobody can sign in over a network without encryption; serve https (--tls-cert, --tls-key), or put a proxy before it that does and start with --proxy")
	// ErrBusy says that too many sign in at once.
	ErrBusy = errors.New("too many people sign in at this moment; try again in a few seconds")
)

// LimitError says that there were too many attempts.
type LimitError struct{ After time.Duration }

func (e *LimitError) Error() string {
	return fmt.Sprintf("too many attempts; try again in %d seconds", e.Seconds())
}

// Seconds is After, rounded up.
func (e *LimitError) Seconds() int { return max(1, int((e.After+time.Second-1)/time.Second)) }

// New makes a service.
func New(o Options) (*Service, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Local = cmp.Or(o.Local, "local")
	o.Idle, o.Life, o.Link = cmp.Or(o.Idle, 72*time.Hour), cmp.Or(o.Life, 30*24*time.Hour), cmp.Or(o.Link, 24*time.Hour)
	o.Watch = cmp.Or(o.Watch, 30*time.Second)
	s := &Service{o: o, hasher: account.Hasher{Params: o.Params, Random: o.Random}, hashing: make(chan struct{}, mostHashing), seen: map[string]store.Seen{},
		// Ten attempts at a name, then one a minute; thirty from an address, then one in ten seconds: an office may share one.
		names: newLimiter(time.Minute, 10, o.Clock), hosts: newLimiter(10*time.Second, 30, o.Clock)}
	var err error
	if s.nobody, err = s.hasher.Nobody(); err != nil {
		return nil, err
	}
	if o.Single != nil {
		if s.single, err = newSingle(*o.Single, o.Clock); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Refusals sets how a person is told that something is refused; programs get problem details (RFC 9457). It is called before the first request.
func (s *Service) Refusals(page func(w http.ResponseWriter, r *http.Request, status int, what string)) {
	s.refusal = page
}

// Accounts says whether the archive has accounts.
func (s *Service) Accounts(ctx context.Context) (bool, error) {
	if s.held.Load() {
		return true, nil
	}
	held, err := s.o.Archive.HasUsers(ctx)
	if held {
		s.held.Store(true)
	}
	return held, err
}

// Run keeps when sessions and tokens were last used and removes what ended, every minute until ctx ends and once after.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.keep(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			s.keep(last)
			return
		}
	}
}

// keep writes down what was seen. What cannot be written now is with the next.
func (s *Service) keep(ctx context.Context) {
	if !s.held.Load() {
		return
	}
	s.mu.Lock()
	seen := make([]store.Seen, 0, len(s.seen))
	for _, v := range s.seen {
		seen = append(seen, v)
	}
	s.mu.Unlock()
	slices.SortFunc(seen, func(a, b store.Seen) int { return bytes.Compare(a.ID, b.ID) })
	if err := s.o.Archive.Saw(ctx, seen, s.o.Clock(), s.o.Idle); err != nil {
		s.o.Log.WarnContext(ctx, "when sessions were last used is not kept", "error", err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range seen {
		if s.seen[string(v.ID)].At.Equal(v.At) {
			delete(s.seen, string(v.ID))
		}
	}
}

// saw gives when a session or a token was last used, and with use notes that it is now.
func (s *Service) saw(id []byte, token bool, kept time.Time, use bool) (before time.Time) {
	now := s.o.Clock()
	s.mu.Lock()
	defer s.mu.Unlock()
	before = kept
	if v, ok := s.seen[string(id)]; ok && v.At.After(before) {
		before = v.At
	}
	if !use || now.Sub(before) >= s.o.Idle && !token {
		return before
	}
	if now.Sub(kept) >= time.Minute && (len(s.seen) < mostSeen || !s.seen[string(id)].At.IsZero()) {
		s.seen[string(id)] = store.Seen{ID: id, Token: token, At: now}
	}
	return before
}

// hash does f, which hashes a password, when its turn has come.
func (s *Service) hash(ctx context.Context, f func() error) error {
	if s.waiting.Add(1) > mostWaiting {
		s.waiting.Add(-1)
		return ErrBusy
	}
	select {
	case s.hashing <- struct{}{}:
		s.waiting.Add(-1)
	case <-ctx.Done():
		s.waiting.Add(-1)
		return ctx.Err()
	}
	defer func() { <-s.hashing }()
	return f()
}

// Hash hashes a new password of a user, or refuses it with an account.InputError.
func (s *Service) Hash(ctx context.Context, password string, user account.User) (hash string, err error) {
	if err := account.CheckPassword(password, user); err != nil {
		return "", err
	}
	err = s.hash(ctx, func() error {
		hash, err = s.hasher.Hash(password)
		return err
	})
	return hash, err
}

// limit refuses attempts beyond what is taken at a name ("" for none) and from the address of r.
func (s *Service) limit(r *http.Request, name string) error {
	after := s.hosts.take(network(s.address(r)))
	if name != "" {
		after = max(after, s.names.take(account.Fold(name)))
	}
	if after > 0 {
		s.o.Log.WarnContext(r.Context(), "sign-in: too many attempts", "from", s.address(r))
		return &LimitError{after}
	}
	return nil
}

// check gives the account of a name if the password is its own. Whatever is wrong the answer is ErrRefused, after the same work.
func (s *Service) check(r *http.Request, name, password string) (account.Record, error) {
	ctx := r.Context()
	u, err := s.o.Archive.User(ctx, name)
	known := err == nil
	if err != nil && !errors.Is(err, store.ErrUnknown) {
		return account.Record{}, err
	}
	hash := u.Hash
	if hash == "" {
		hash = s.nobody
	}
	var ok, again bool
	if err := s.hash(ctx, func() error {
		ok, again, err = s.hasher.Verify(hash, password)
		return nil
	}); err != nil {
		return account.Record{}, err
	}
	if err != nil && known {
		s.o.Log.ErrorContext(ctx, "sign-in: "+err.Error(), "name", u.Name)
	}
	if !ok || !known || u.Disabled {
		who := "nobody" // what was typed for a name may be a password
		if known {
			who = u.Name
		}
		s.o.Log.WarnContext(ctx, "sign-in refused", "name", who, "disabled", u.Disabled, "from", s.address(r))
		return account.Record{}, ErrRefused
	}
	if again {
		if better, err := s.Hash(ctx, password, account.User{}); err == nil {
			if err := s.o.Archive.Rehashed(ctx, u.ID, u.Hash, better); err != nil {
				s.o.Log.WarnContext(ctx, "sign-in: a better hash is not kept", "error", err)
			}
		}
	}
	return u, nil
}

// SignIn starts a session for whoever has the name and the password. The error is ErrRefused, ErrPlain, ErrBusy, a LimitError, or one of the
// archive.
func (s *Service) SignIn(w http.ResponseWriter, r *http.Request, name, password string) error {
	if !s.Private(r) {
		return ErrPlain
	}
	// However a name is written it counts as one; what is no name is nobody's.
	name, err := account.CheckName(name)
	if err != nil {
		name = ""
	}
	if err := s.limit(r, name); err != nil {
		return err
	}
	u, err := s.check(r, name, password)
	if err != nil {
		return err
	}
	return s.start(w, r, u, "password")
}

// start starts a session: always under a new secret, whatever the browser had before.
func (s *Service) start(w http.ResponseWriter, r *http.Request, u account.Record, how string) error {
	secret, id, err := account.NewSecret(s.o.Random)
	if err != nil {
		return err
	}
	var old []byte
	if c, err := r.Cookie(s.cookieName(r)); err == nil {
		old, _ = account.SecretID(c.Value)
	}
	now := s.o.Clock()
	if err := s.o.Archive.SignIn(r.Context(), account.Session{ID: id, User: u.ID, Created: now, Used: now, Expires: now.Add(s.o.Life),
		Agent: short(r.UserAgent(), 200), Address: s.address(r)}, old); err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(r, s.cookieName(r), secret, s.o.Life))
	s.o.Log.InfoContext(r.Context(), "signed in", "name", u.Name, "by", how, "from", s.address(r))
	return nil
}

// SignOut ends the session of the request, if there is one.
func (s *Service) SignOut(w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, s.cookie(r, s.cookieName(r), "", -1))
	c, err := r.Cookie(s.cookieName(r))
	if err != nil {
		return nil
	}
	id, ok := account.SecretID(c.Value)
	if !ok {
		return nil
	}
	return s.o.Archive.EndSession(r.Context(), id)
}

// ChangePassword sets another password of the user who asks, who gives the old one. All sessions of the user end, and this browser gets a new one.
func (s *Service) ChangePassword(w http.ResponseWriter, r *http.Request, old, password string) error {
	user := account.From(r.Context())
	if err := s.limit(r, user.Name); err != nil {
		return err
	}
	u, err := s.check(r, user.Name, old)
	if err != nil {
		return err
	}
	hash, err := s.Hash(r.Context(), password, u.User)
	if err != nil {
		return err
	}
	if u, err = s.o.Archive.ChangeUser(r.Context(), user.Name, u.ID, store.UserChange{Hash: &hash}); err != nil {
		return err
	}
	return s.start(w, r, u, "a new password")
}

// FirstLink makes the code of the link that makes the first account, and ends the one before. Where there are accounts it is "".
func (s *Service) FirstLink(ctx context.Context) (code string, err error) {
	held, err := s.Accounts(ctx)
	if err != nil || held {
		return "", err
	}
	return s.Link(ctx, "", 0)
}

// Link makes the code of a link that sets a user's password: person makes it.
func (s *Service) Link(ctx context.Context, person string, user int64) (string, error) {
	code, id, err := account.NewSecret(s.o.Random)
	if err != nil {
		return "", err
	}
	return code, s.o.Archive.PutSetup(ctx, person, account.Setup{ID: id, User: user, Expires: s.o.Clock().Add(s.o.Link)})
}

// Linked says for whom a link is: nobody for that which makes the first account. The error is ErrLink where it does not hold.
func (s *Service) Linked(r *http.Request, code string) (account.User, error) {
	id, ok := account.SecretID(code)
	if !ok {
		return account.User{}, ErrLink
	}
	setup, err := s.o.Archive.Setup(r.Context(), id, s.o.Clock())
	switch {
	case errors.Is(err, store.ErrUnknown):
		return account.User{}, ErrLink
	case err != nil || setup.User == 0:
		return account.User{}, err
	}
	u, err := s.o.Archive.UserID(r.Context(), setup.User)
	if errors.Is(err, store.ErrUnknown) || err == nil && u.Disabled {
		err = ErrLink
	}
	return u.User, err
}

// UseLink makes the first account, an administrator's, or sets the password of the user that the link is for, whose name and display are then
// not asked. It starts a session. The error is ErrLink, ErrPlain, a LimitError, an account.InputError, or one of the archive.
func (s *Service) UseLink(w http.ResponseWriter, r *http.Request, code, name, display, password string) error {
	if !s.Private(r) {
		return ErrPlain
	}
	if err := s.limit(r, ""); err != nil {
		return err
	}
	user, err := s.Linked(r, code)
	if err != nil {
		return err
	}
	id, _ := account.SecretID(code)
	first := user.ID == 0
	if first {
		user = account.User{Name: name, Display: display, Role: account.Administrator}
		if user.Name, err = account.CheckName(name); err != nil {
			return err
		}
		if user.Display, err = account.CheckDisplay(display); err != nil {
			return err
		}
	}
	hash, err := s.Hash(r.Context(), password, user)
	if err != nil {
		return err
	}
	var u account.Record
	if first {
		u, err = s.o.Archive.AddUser(r.Context(), user.Name, account.Record{User: user, Hash: hash}, id)
	} else {
		u, err = s.o.Archive.ChangeUser(r.Context(), user.Name, user.ID, store.UserChange{Hash: &hash, Setup: id})
	}
	switch {
	case errors.Is(err, store.ErrUnknown):
		return ErrLink
	case err != nil:
		return err
	}
	return s.start(w, r, u, "a link")
}

// NewToken makes a token for a user, which person does, and gives it with what is kept of it. Its scope is no more than what the user may do. life is after how
// long it ends, 0 for never.
func (s *Service) NewToken(ctx context.Context, person string, user account.User, label string, scope account.Act, life time.Duration) (string, account.Token, error) {
	if !user.May(scope) {
		return "", account.Token{}, &account.InputError{Field: "scope", Why: "it is more than the user may do; choose less"}
	}
	token, id, hint, err := account.NewToken(s.o.Random)
	if err != nil {
		return "", account.Token{}, err
	}
	t := account.Token{ID: id, User: user.ID, Label: label, Hint: hint, Scope: scope}
	if life > 0 {
		t.Expires = s.o.Clock().Add(life).UTC().Truncate(time.Microsecond)
	}
	t, err = s.o.Archive.AddToken(ctx, person, t)
	return token, t, err
}
