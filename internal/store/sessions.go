package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sitrep/internal/account"
)

// errSetup says that a link does not hold. Why it does not is not told: whoever has one that never was learns nothing.
var errSetup = fmt.Errorf("%w: the link was used, or it ended, or it never was", ErrUnknown)

// mostSessions is in how many browsers somebody may be signed in; the one that was not seen for longest ends.
const mostSessions = 50

// mostTokens is how many tokens somebody may have.
const mostTokens = 100

const sessionColumns = "s.id, s.person, s.created, s.used, s.expires, s.agent, s.address"

func sessionInto(s *account.Session, times *[3]int64) []any {
	return []any{&s.ID, &s.User, &times[0], &times[1], &times[2], &s.Agent, &s.Address}
}

func timed(s account.Session, times [3]int64) account.Session {
	s.Created, s.Used, s.Expires = timeOf(times[0]), timeOf(times[1]), timeOf(times[2])
	return s
}

// SignIn keeps a session, in place of the session old that the browser had before, if any.
func (a *Archive) SignIn(ctx context.Context, s account.Session, old []byte) error {
	return a.change(ctx, "signing in", func(p *pen) error {
		if old != nil {
			if _, err := p.do("DELETE FROM sessions WHERE id = ?", old); err != nil {
				return err
			}
		}
		if _, err := p.do("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE person = ? ORDER BY used DESC, id LIMIT 1000 OFFSET ?)", s.User, mostSessions-1); err != nil {
			return err
		}
		if _, err := p.do("INSERT INTO sessions (id, person, created, used, expires, agent, address) VALUES (?, ?, ?, ?, ?, ?, ?)",
			s.ID, s.User, s.Created.UnixMicro(), s.Used.UnixMicro(), s.Expires.UnixMicro(), plainText(s.Agent), plainText(s.Address)); err != nil {
			return err
		}
		_, err := p.do("UPDATE users SET used = ? WHERE n = ?", s.Created.UnixMicro(), s.User)
		return err
	})
}

// Session gives a session and whose it is, by the digest of its secret; ErrUnknown where there is none. Whether it ended, and whether its user
// may sign in, is for the caller to see.
func (a *Archive) Session(ctx context.Context, id []byte) (account.Session, account.Record, error) {
	var s account.Session
	var times [3]int64
	var w userRow
	err := sql.ErrNoRows
	if a.version >= usersVersion {
		err = a.one(ctx, append(sessionInto(&s, &times), w.into()...), "SELECT "+sessionColumns+", "+userColumns+" FROM sessions s JOIN users u ON u.n = s.person WHERE s.id = ?", id)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return s, account.Record{}, fmt.Errorf("%w: no such session", ErrUnknown)
	}
	return timed(s, times), w.record(), a.fault("reading its sessions", err)
}

// Sessions gives the sessions of a user, the one that was seen last first.
func (a *Archive) Sessions(ctx context.Context, user int64) ([]account.Session, error) {
	var out []account.Session
	err := a.each(ctx, func(r *sql.Rows) error {
		var s account.Session
		var times [3]int64
		err := r.Scan(sessionInto(&s, &times)...)
		out = append(out, timed(s, times))
		return err
	}, "SELECT "+sessionColumns+" FROM sessions s WHERE s.person = ? ORDER BY s.used DESC, s.id", user)
	return out, a.fault("reading its sessions", err)
}

// EndSession ends one session.
func (a *Archive) EndSession(ctx context.Context, id []byte) error {
	return a.change(ctx, "signing out", func(p *pen) error {
		_, err := p.do("DELETE FROM sessions WHERE id = ?", id)
		return err
	})
}

// EndSessions ends all sessions of a user but keep, which may be nil.
func (a *Archive) EndSessions(ctx context.Context, user int64, keep []byte) error {
	return a.change(ctx, "signing out", func(p *pen) error { return p.endSessions(user, keep) })
}

func (p *pen) endSessions(user int64, keep []byte) error {
	_, err := p.do("DELETE FROM sessions WHERE person = ? AND id <> ?", user, append([]byte{}, keep...))
	return err
}

// Seen says when a session, or a token where Token says so, was last used.
type Seen struct {
	ID    []byte
	Token bool
	At    time.Time
}

// Saw keeps when sessions and tokens were last used, and removes what ended: at now, and sessions that were not used for idle.
func (a *Archive) Saw(ctx context.Context, seen []Seen, now time.Time, idle time.Duration) error {
	return a.change(ctx, "keeping who was there", func(p *pen) error {
		for _, s := range seen {
			table := "sessions"
			if s.Token {
				table = "tokens"
			}
			if _, err := p.do("UPDATE "+table+" SET used = ? WHERE id = ? AND (used IS NULL OR used < ?)", s.At.UnixMicro(), s.ID, s.At.UnixMicro()); err != nil {
				return err
			}
		}
		if _, err := p.do("DELETE FROM sessions WHERE expires <= ? OR used <= ?", now.UnixMicro(), now.Add(-idle).UnixMicro()); err != nil {
			return err
		}
		_, err := p.do("DELETE FROM setups WHERE expires <= ?", now.UnixMicro())
		return err
	})
}

// PutSetup keeps a link. One that makes the first account replaces the one before, and is refused with ErrUnknown where there are accounts
// already; one that sets a user's password replaces that before for the user, and person makes it.
func (a *Archive) PutSetup(ctx context.Context, person string, s account.Setup) error {
	return plainly(a.change(ctx, "making a link", func(p *pen) error {
		var name string
		var who any = s.User
		if s.User == 0 {
			who = nil
			var users int
			if _, err := p.one([]any{&users}, "SELECT count(*) FROM users"); err != nil {
				return err
			}
			if users > 0 {
				return fmt.Errorf("%w: there are accounts; an administrator makes others", ErrUnknown)
			}
			if _, err := p.do("DELETE FROM setups WHERE person IS NULL"); err != nil {
				return err
			}
		} else {
			found, err := p.one([]any{&name}, "SELECT name FROM users WHERE n = ? AND disabled = 0", s.User)
			if err != nil {
				return err
			}
			if !found {
				return fmt.Errorf("%w: there is no account %d that may sign in", ErrUnknown, s.User)
			}
			if _, err := p.do("DELETE FROM setups WHERE person = ?", s.User); err != nil {
				return err
			}
		}
		if _, err := p.do("INSERT INTO setups (id, person, expires) VALUES (?, ?, ?)", s.ID, who, s.Expires.UnixMicro()); err != nil {
			return err
		}
		if s.User == 0 {
			return nil // that a server was started is no change of an account
		}
		return p.record(logToken, name, accounted{Person: byWhom(person), Why: "made a link that sets the password", User: s.User})
	}))
}

// Setup gives the link of a code's digest; ErrUnknown where there is none that holds at now.
func (a *Archive) Setup(ctx context.Context, id []byte, now time.Time) (account.Setup, error) {
	s := account.Setup{ID: id}
	var user sql.NullInt64
	var expires int64
	err := a.one(ctx, []any{&user, &expires}, "SELECT person, expires FROM setups WHERE id = ?", id)
	if errors.Is(err, sql.ErrNoRows) || err == nil && expires <= now.UnixMicro() {
		return account.Setup{}, errSetup
	}
	s.User, s.Expires = user.Int64, timeOf(expires)
	return s, a.fault("reading its links", err)
}

// useSetup uses a link up: one for user, 0 for that which makes the first account.
func (p *pen) useSetup(id []byte, user int64, now time.Time) error {
	condition, args := "person = ?", []any{id, now.UnixMicro(), user}
	if user == 0 {
		condition, args = "person IS NULL", args[:2]
	}
	n, err := p.do("DELETE FROM setups WHERE id = ? AND expires > ? AND "+condition, args...)
	if err == nil && n == 0 {
		return errSetup
	}
	return err
}

const tokenColumns = "t.n, t.id, t.person, t.label, t.hint, t.scope, t.created, t.used, t.expires"

// tokenRow holds a row of tokenColumns.
type tokenRow struct {
	t             account.Token
	created       int64
	used, expires sql.NullInt64
}

func (w *tokenRow) into() []any {
	return []any{&w.t.N, &w.t.ID, &w.t.User, &w.t.Label, &w.t.Hint, &w.t.Scope, &w.created, &w.used, &w.expires}
}

func (w *tokenRow) token() account.Token {
	w.t.Created, w.t.Used, w.t.Expires = timeOf(w.created), timeOr(w.used), timeOr(w.expires)
	return w.t
}

// AddToken keeps a token and gives it as it is kept: person makes it. What cannot be taken is an account.InputError.
func (a *Archive) AddToken(ctx context.Context, person string, t account.Token) (account.Token, error) {
	var err error
	if t.Label, err = account.CheckLabel(plainText(t.Label)); err != nil {
		return t, err
	}
	if t.Scope.String() == "" {
		return t, &account.InputError{Field: "scope", Why: "none is given; there are read, code, edit and administer"}
	}
	err = a.change(ctx, "making a token", func(p *pen) error {
		var name string
		found, err := p.one([]any{&name}, "SELECT name FROM users WHERE n = ? AND disabled = 0", t.User)
		switch {
		case err != nil:
			return err
		case !found:
			return fmt.Errorf("%w: there is no account %d that may sign in", ErrUnknown, t.User)
		}
		var held int
		if _, err := p.one([]any{&held}, "SELECT count(*) FROM tokens WHERE person = ?", t.User); err != nil {
			return err
		}
		if held >= mostTokens {
			return &account.InputError{Field: "label", Why: fmt.Sprintf("there are %d tokens already; revoke one first", held)}
		}
		t.Created, t.Used = timeOf(p.a.clock().UnixMicro()), time.Time{}
		if _, err := p.one([]any{&t.N}, "INSERT INTO tokens (id, person, label, hint, scope, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING n",
			t.ID, t.User, t.Label, t.Hint, int(t.Scope), t.Created.UnixMicro(), microOr(t.Expires)); err != nil {
			return err
		}
		return p.record(logToken, name, accounted{Person: byWhom(person), Why: fmt.Sprintf("made token %d to %s: %s", t.N, t.Scope, t.Label), User: t.User})
	})
	return t, plainly(err)
}

// RemoveToken revokes a token of a user: person does it. ErrUnknown where the user has none of that number.
func (a *Archive) RemoveToken(ctx context.Context, person string, user, n int64) error {
	return plainly(a.change(ctx, "revoking a token", func(p *pen) error {
		var name, label string
		found, err := p.one([]any{&name, &label}, "SELECT u.name, t.label FROM tokens t JOIN users u ON u.n = t.person WHERE t.n = ? AND t.person = ?", n, user)
		switch {
		case err != nil:
			return err
		case !found:
			return fmt.Errorf("%w: there is no token %d", ErrUnknown, n)
		}
		if _, err := p.do("DELETE FROM tokens WHERE n = ?", n); err != nil {
			return err
		}
		return p.record(logToken, name, accounted{Person: byWhom(person), Why: fmt.Sprintf("revoked token %d: %s", n, label), User: user})
	}))
}

// Tokens gives the tokens of a user, the newest first.
func (a *Archive) Tokens(ctx context.Context, user int64) ([]account.Token, error) {
	if a.version < usersVersion {
		return nil, nil
	}
	var out []account.Token
	err := a.each(ctx, func(r *sql.Rows) error {
		var w tokenRow
		err := r.Scan(w.into()...)
		out = append(out, w.token())
		return err
	}, "SELECT "+tokenColumns+" FROM tokens t WHERE t.person = ? ORDER BY t.n DESC", user)
	return out, a.fault("reading its tokens", err)
}

// Token gives a token and whose it is, by its digest; ErrUnknown where there is none. Whether it ended, and whether its user may sign in, is
// for the caller to see.
func (a *Archive) Token(ctx context.Context, id []byte) (account.Token, account.Record, error) {
	var w tokenRow
	var u userRow
	err := sql.ErrNoRows
	if a.version >= usersVersion {
		err = a.one(ctx, append(w.into(), u.into()...), "SELECT "+tokenColumns+", "+userColumns+" FROM tokens t JOIN users u ON u.n = t.person WHERE t.id = ?", id)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return account.Token{}, account.Record{}, fmt.Errorf("%w: no such token", ErrUnknown)
	}
	return w.token(), u.record(), a.fault("reading its tokens", err)
}
