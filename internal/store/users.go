package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sitrep/internal/account"
)

// Accounts of people are part of the record: the log and the reviews name them, backups carry them, and every change of them and of their
// tokens is an entry of the log, without any secret. Sessions, tokens and links are not: they end, and no backup lets anybody in. Signing in
// is no change of the archive, and not logged here; the server writes it to its own log.

// usersVersion is the version of the tables that accounts came with. An older archive that may only be read has none.
const usersVersion = 3

// accounted is the detail of an entry of the log about an account, or about a token of it.
type accounted struct {
	Person string `json:"person"`
	Why    string `json:"why"` // what was done, in words
	User   int64  `json:"user"`
	// Role and Disabled are how the account is since; Name is not given where only a token changed.
	Name     string `json:"name,omitempty"`
	Role     string `json:"role,omitempty"`
	Disabled bool   `json:"disabled,omitempty"`
}

const userColumns = "u.n, u.name, u.display, u.role, u.mail, u.subject, u.hash, u.disabled, u.created, u.used"

// userRow holds a row of userColumns.
type userRow struct {
	r        account.Record
	disabled int
	created  int64
	used     sql.NullInt64
}

func (w *userRow) into() []any {
	return []any{&w.r.ID, &w.r.Name, &w.r.Display, &w.r.Role, &w.r.Mail, &w.r.Subject, &w.r.Hash, &w.disabled, &w.created, &w.used}
}

func (w *userRow) record() account.Record {
	w.r.Disabled, w.r.Created, w.r.Used = w.disabled != 0, timeOf(w.created), timeOr(w.used)
	return w.r
}

// timeOr is the time of a column, the zero time for none.
func timeOr(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return timeOf(n.Int64)
}

// microOr is a time for a column, null for the zero time.
func microOr(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// Users gives all accounts, by name.
func (a *Archive) Users(ctx context.Context) ([]account.Record, error) {
	if a.version < usersVersion {
		return nil, nil
	}
	var out []account.Record
	err := a.each(ctx, func(r *sql.Rows) error {
		var w userRow
		err := r.Scan(w.into()...)
		out = append(out, w.record())
		return err
	}, "SELECT "+userColumns+" FROM users u")
	slices.SortFunc(out, func(x, y account.Record) int {
		return cmp.Or(strings.Compare(account.Fold(x.Name), account.Fold(y.Name)), cmp.Compare(x.ID, y.ID))
	})
	return out, a.fault("reading its accounts", err)
}

// HasUsers says whether there is any account.
func (a *Archive) HasUsers(ctx context.Context) (bool, error) {
	if a.version < usersVersion {
		return false, nil
	}
	var n int
	err := a.one(ctx, []any{&n}, "SELECT count(*) FROM users")
	return n > 0, a.fault("reading its accounts", err)
}

// User gives the account of a name, however it is written; ErrUnknown where there is none.
func (a *Archive) User(ctx context.Context, name string) (account.Record, error) {
	return a.user(ctx, fmt.Sprintf("no account is called %q; sitrep user list names all", name), "u.folded = ?", account.Fold(plainText(strings.TrimSpace(name))))
}

// UserID gives the account of a number; ErrUnknown where there is none.
func (a *Archive) UserID(ctx context.Context, id int64) (account.Record, error) {
	return a.user(ctx, fmt.Sprintf("there is no account %d", id), "u.n = ?", id)
}

// UserOf gives the account of somebody whom a single sign-on service knows by subject; ErrUnknown where there is none.
func (a *Archive) UserOf(ctx context.Context, subject string) (account.Record, error) {
	if subject == "" {
		return account.Record{}, fmt.Errorf("%w: no subject is given", ErrUnknown)
	}
	return a.user(ctx, "nobody came from there", "u.subject = ?", plainText(subject))
}

func (a *Archive) user(ctx context.Context, unknown, condition string, arg any) (account.Record, error) {
	var w userRow
	err := sql.ErrNoRows
	if a.version >= usersVersion {
		err = a.one(ctx, w.into(), "SELECT "+userColumns+" FROM users u WHERE "+condition, arg)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return account.Record{}, fmt.Errorf("%w: %s", ErrUnknown, unknown)
	}
	return w.record(), a.fault("reading its accounts", err)
}

// AddUser makes an account and gives it as it is kept: person does it. With setup, the digest of the code of a link that makes the first
// account, it is made only where that link holds and there is no account, and links are used up by it.
// What cannot be taken, a name that is taken among it, is an account.InputError; a link that does not hold is ErrUnknown.
func (a *Archive) AddUser(ctx context.Context, person string, r account.Record, setup []byte) (account.Record, error) {
	if err := checkUser(&r); err != nil {
		return account.Record{}, err
	}
	err := a.change(ctx, "adding an account", func(p *pen) error {
		now := p.a.clock()
		why := "added as " + r.Role.String()
		var users int
		if _, err := p.one([]any{&users}, "SELECT count(*) FROM users"); err != nil {
			return err
		}
		if setup != nil {
			if err := p.useSetup(setup, 0, now); err != nil || users > 0 {
				return cmp.Or(err, errSetup)
			}
			why += ", by the set-up link"
		}
		if users == 0 && r.Role != account.Administrator {
			return &account.InputError{Field: "role", Why: "the first account is an administrator's, who makes the others"}
		}
		if err := p.unclaimed(&r); err != nil {
			return err
		}
		if _, err := p.one([]any{&r.ID}, "INSERT INTO users (name, folded, display, mail, subject, role, hash, disabled, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
			r.Name, account.Fold(r.Name), r.Display, r.Mail, r.Subject, int(r.Role), r.Hash, bit(r.Disabled), now.UnixMicro()); err != nil {
			return err
		}
		if setup == nil {
			// Whoever makes the first account at the terminal needs no link any more.
			if _, err := p.do("DELETE FROM setups WHERE person IS NULL"); err != nil {
				return err
			}
		}
		r.Created, r.Used = timeOf(now.UnixMicro()), time.Time{}
		return p.record(logUser, r.Name, accounted{Person: byWhom(person), Why: why, User: r.ID, Name: r.Name, Role: r.Role.String(), Disabled: r.Disabled})
	})
	return r, plainly(err)
}

// UserChange says what of an account changes: what is not nil.
type UserChange struct {
	Role          *account.Role
	Display, Mail *string
	// Subject binds the account to somebody at a single sign-on service, "" looses it.
	Subject  *string
	Hash     *string // a new password's
	Disabled *bool
	// Setup is the digest of the code of a link that must hold for this user, and is used up.
	Setup []byte
	// Keep is the session that stays when those of the user end: the one that asks.
	Keep []byte
}

// ChangeUser changes an account: person does it. Where the password, the role or the right to sign in changes, sessions of the user end; where
// the right to sign in ends, so do tokens. The last administrator who may sign in stays one. Errors are as those of AddUser.
func (a *Archive) ChangeUser(ctx context.Context, person string, id int64, c UserChange) (account.Record, error) {
	var r account.Record
	err := a.change(ctx, "changing an account", func(p *pen) error {
		var w userRow
		found, err := p.one(w.into(), "SELECT "+userColumns+" FROM users u WHERE u.n = ?", id)
		switch {
		case err != nil:
			return err
		case !found:
			return fmt.Errorf("%w: there is no account %d", ErrUnknown, id)
		}
		r = w.record()
		if c.Setup != nil {
			if err := p.useSetup(c.Setup, id, p.a.clock()); err != nil {
				return err
			}
			if r.Disabled {
				return errSetup
			}
		}
		done, ends := c.apply(&r)
		if c.Setup != nil {
			done = append(done, "by a link")
		}
		if len(done) == 0 {
			return nil
		}
		if err := checkUser(&r); err != nil {
			return err
		}
		if err := p.unclaimed(&r); err != nil {
			return err
		}
		if _, err := p.do("UPDATE users SET display = ?, mail = ?, subject = ?, role = ?, hash = ?, disabled = ? WHERE n = ?",
			r.Display, r.Mail, r.Subject, int(r.Role), r.Hash, bit(r.Disabled), id); err != nil {
			return err
		}
		if err := p.governed(&w.r, &r); err != nil {
			return err
		}
		if ends {
			if err := p.endSessions(id, c.Keep); err != nil {
				return err
			}
		}
		if r.Disabled {
			for _, table := range []string{"tokens", "setups"} {
				if _, err := p.do("DELETE FROM "+table+" WHERE person = ?", id); err != nil {
					return err
				}
			}
		}
		return p.record(logUser, r.Name, accounted{Person: byWhom(person), Why: strings.Join(done, ", "), User: id, Name: r.Name, Role: r.Role.String(), Disabled: r.Disabled})
	})
	return r, plainly(err)
}

// apply changes r, and says what was done and whether the user's sessions end.
func (c *UserChange) apply(r *account.Record) (done []string, ends bool) {
	if c.Role != nil && *c.Role != r.Role {
		done, ends = append(done, fmt.Sprintf("role %s, was %s", *c.Role, r.Role)), true
		r.Role = *c.Role
	}
	if c.Hash != nil {
		done, ends = append(done, "password set"), true
		r.Hash = *c.Hash
	}
	if c.Disabled != nil && *c.Disabled != r.Disabled {
		done, ends = append(done, map[bool]string{true: "disabled", false: "enabled"}[*c.Disabled]), true
		r.Disabled = *c.Disabled
	}
	text := func(what string, to *string, of *string) {
		if to != nil && *to != *of {
			done = append(done, what+" changed")
			*of = *to
		}
	}
	text("display name", c.Display, &r.Display)
	text("mail address", c.Mail, &r.Mail)
	text("single sign-on", c.Subject, &r.Subject)
	return done, ends
}

// Rehashed replaces a password's hash by one of the same password that costs more. Nothing else changes.
func (a *Archive) Rehashed(ctx context.Context, id int64, old, new string) error {
	return a.change(ctx, "keeping a password's hash", func(p *pen) error {
		_, err := p.do("UPDATE users SET hash = ? WHERE n = ? AND hash = ?", new, id, old)
		return err
	})
}

// checkUser brings what an account holds into the form in which it is kept, or refuses it.
func checkUser(r *account.Record) (err error) {
	if r.Name, err = account.CheckName(plainText(r.Name)); err != nil {
		return err
	}
	if r.Display, err = account.CheckDisplay(plainText(r.Display)); err != nil {
		return err
	}
	if r.Mail, err = account.CheckMail(plainText(r.Mail)); err != nil {
		return err
	}
	r.Subject = plainText(r.Subject)
	if r.Role.String() == "" {
		return &account.InputError{Field: "role", Why: "none is given; there are reader, coder, editor and administrator"}
	}
	return nil
}

// unclaimed refuses a name, an address or a subject that another account has.
func (p *pen) unclaimed(r *account.Record) error {
	var n int64
	taken, err := p.one([]any{&n}, "SELECT n FROM users WHERE folded = ? AND n <> ?", account.Fold(r.Name), r.ID)
	if err != nil {
		return err
	}
	if taken {
		return &account.InputError{Field: "name", Why: "another account has it; give another"}
	}
	others := map[string]bool{}
	err = p.each(func(rows *sql.Rows) error {
		var mail, subject string
		err := rows.Scan(&mail, &subject)
		others["mail "+account.Fold(mail)], others["subject "+subject] = true, true
		return err
	}, "SELECT mail, subject FROM users WHERE n <> ?", r.ID)
	switch {
	case err != nil:
		return err
	case r.Mail != "" && others["mail "+account.Fold(r.Mail)]:
		return &account.InputError{Field: "mail", Why: "another account has it; give another"}
	case r.Subject != "" && others["subject "+r.Subject]:
		return &account.InputError{Field: "subject", Why: "another account is bound to it; loose that first"}
	}
	return nil
}

// governed refuses that the last administrator goes.
func (p *pen) governed(old, new *account.Record) error {
	if old.Role != account.Administrator || new.Role == account.Administrator && !new.Disabled {
		return nil
	}
	var left int
	if _, err := p.one([]any{&left}, "SELECT count(*) FROM users WHERE role = ? AND disabled = 0", int(account.Administrator)); err != nil || left > 0 {
		return err
	}
	return &account.InputError{Field: "role", Why: "this is the last administrator; make another one first"}
}

// byWhom names who changes something.
func byWhom(person string) string {
	return cmp.Or(strings.TrimSpace(plainText(person)), "sitrep")
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// plainly is an error about what was given without what change put around it: nothing is wrong with the archive.
func plainly(err error) error {
	var input *account.InputError
	switch {
	case errors.As(err, &input):
		return input
	case errors.Is(err, ErrUnknown):
		return refusal(err)
	}
	return err
}

// verifyUsers compares the accounts with what the log says of them: a role that was changed behind its back shows.
func (a *Archive) verifyUsers(ctx context.Context, _ *VerifyOptions, f *Findings) error {
	told := map[int64]accounted{}
	err := a.each(ctx, func(r *sql.Rows) error {
		var seq int64
		var detail string
		if err := r.Scan(&seq, &detail); err != nil {
			return err
		}
		var d accounted
		if err := json.Unmarshal([]byte(detail), &d); err != nil || d.User == 0 {
			f.fault("log: entry %d does not say which account changed", seq)
		}
		if d.Name != "" {
			told[d.User] = d
		}
		return nil
	}, "SELECT seq, detail FROM log WHERE kind = ? ORDER BY seq", logUser)
	if err != nil {
		return err
	}
	users, err := a.Users(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(users, func(x, y account.Record) int { return cmp.Compare(x.ID, y.ID) })
	for _, u := range users {
		d, ok := told[u.ID]
		delete(told, u.ID)
		switch {
		case !ok:
			f.fault("users: no entry of the log tells of the account %d", u.ID)
		case d.Name != u.Name || d.Role != u.Role.String() || d.Disabled != u.Disabled:
			f.fault("users: the account %d (%s) was changed, and no entry of the log tells of it", u.ID, d.Name)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(told)) {
		f.fault("users: the account %d (%s), which the log tells of, is gone", n, told[n].Name)
	}
	return nil
}
