package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitrep/internal/account"
)

// person makes an account that must be taken.
func person(t testing.TB, a *Archive, name string, role account.Role) account.Record {
	t.Helper()
	r, err := a.AddUser(t.Context(), "root", account.Record{User: account.User{Name: name, Role: role}, Hash: "hash of " + name}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// input fails unless err is about a field of what was given.
func input(t testing.TB, err error, field string) {
	t.Helper()
	if e, ok := err.(*account.InputError); !ok || e.Field != field {
		t.Errorf("got %v, want an error about %s", err, field)
	}
}

// told are the entries of the log about accounts and tokens, the first first.
func told(t testing.TB, a *Archive) []string {
	t.Helper()
	list, err := a.Log(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range slices.Backward(list) {
		if l.Kind == logUser || l.Kind == logToken {
			out = append(out, fmt.Sprintf("%s %s, by %s: %s", l.Kind, l.Subject, l.Person, l.Why))
		}
	}
	return out
}

func id(n byte) []byte { return bytes.Repeat([]byte{n}, 32) }

func to[T any](v T) *T { return &v }

func TestAnAccountIsFoundByItsNameHoweverWritten(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		if held, err := a.HasUsers(t.Context()); held || err != nil {
			t.Fatal(held, err)
		}
		made, err := a.AddUser(t.Context(), "root", account.Record{User: account.User{Name: " Éva.K ", Display: "Éva <K>", Role: account.Administrator}, Mail: "eva@example.org", Hash: "h"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		person(t, a, "ada", account.Reader)
		for _, name := range []string{"Éva.K", "éva.k", "E\u0301VA.K "} {
			got, err := a.User(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(made, got); diff != "" {
				t.Errorf("%q: %s", name, diff)
			}
		}
		if got, err := a.UserID(t.Context(), made.ID); err != nil || got.Name != "Éva.K" || got.Hash != "h" || got.Created.IsZero() || !got.Used.IsZero() {
			t.Errorf("%+v, %v", got, err)
		}
		for _, name := range []string{"", "eva.k", "ada' OR '1'='1", "ada\x00\xff"} {
			if _, err := a.User(t.Context(), name); name != "ada\x00\xff" && !errors.Is(err, ErrUnknown) {
				t.Errorf("%q: %v", name, err)
			}
		}
		all, err := a.Users(t.Context())
		if err != nil || len(all) != 2 || all[0].Name != "ada" {
			t.Errorf("all: %+v, %v", all, err)
		}
		clean(t, a)
	})
}

func TestWhatAnAccountCannotBe(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		_, err := a.AddUser(t.Context(), "root", account.Record{User: account.User{Name: "ada", Role: account.Editor}}, nil)
		input(t, err, "role") // the first one
		ada, err := a.AddUser(t.Context(), "root", account.Record{User: account.User{Name: "ada", Role: account.Administrator}, Mail: "Ada@example.org", Subject: "https://id.example.org 1"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		ben := person(t, a, "ben", account.Reader)
		for field, r := range map[string]account.Record{
			"name": {User: account.User{Name: "ADA", Role: account.Reader}}, "role": {User: account.User{Name: "cy"}},
			"mail": {User: account.User{Name: "cy", Role: account.Reader}, Mail: "ada@EXAMPLE.org"}, "subject": {User: account.User{Name: "cy", Role: account.Reader}, Subject: ada.Subject},
			"display": {User: account.User{Name: "cy", Display: "a\u202eb", Role: account.Reader}},
		} {
			_, err := a.AddUser(t.Context(), "root", r, nil)
			input(t, err, field)
		}
		_, err = a.AddUser(t.Context(), "root", account.Record{User: account.User{Name: "<b>", Role: account.Reader}}, nil)
		input(t, err, "name")
		_, err = a.ChangeUser(t.Context(), "root", ben.ID, UserChange{Mail: to("ada@example.org")})
		input(t, err, "mail")
		_, err = a.ChangeUser(t.Context(), "root", ben.ID, UserChange{Role: to(account.Role(9))})
		input(t, err, "role")
		if _, err = a.ChangeUser(t.Context(), "root", 99, UserChange{Role: to(account.Reader)}); !errors.Is(err, ErrUnknown) {
			t.Error(err)
		}
		if all, err := a.Users(t.Context()); err != nil || len(all) != 2 {
			t.Errorf("something of it was kept: %+v, %v", all, err)
		}
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ada := person(t, a, "ada", account.Administrator)
		for _, c := range []UserChange{{Role: to(account.Editor)}, {Disabled: to(true)}} {
			_, err := a.ChangeUser(t.Context(), "ada", ada.ID, c)
			input(t, err, "role")
		}
		ben := person(t, a, "ben", account.Administrator)
		if _, err := a.ChangeUser(t.Context(), "ben", ben.ID, UserChange{Disabled: to(true)}); err != nil {
			t.Fatal(err)
		}
		_, err := a.ChangeUser(t.Context(), "ada", ada.ID, UserChange{Role: to(account.Reader)})
		input(t, err, "role")
		if _, err := a.ChangeUser(t.Context(), "ada", ben.ID, UserChange{Disabled: to(false)}); err != nil {
			t.Fatal(err)
		}
		if r, err := a.ChangeUser(t.Context(), "ben", ada.ID, UserChange{Role: to(account.Reader)}); err != nil || r.Role != account.Reader {
			t.Error(r, err)
		}
		if err := a.EndSessions(t.Context(), ada.ID, nil); err != nil {
			t.Error(err)
		}
		clean(t, a)
	})
}

func TestEveryChangeOfAnAccountIsLoggedWithoutSecrets(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ada := person(t, a, "ada", account.Administrator)
		ben := person(t, a, "ben", account.Reader)
		for _, c := range []UserChange{{Role: to(account.Coder)}, {Hash: to("SECRET-HASH")}, {Disabled: to(true)}, {Disabled: to(false), Display: to("Ben")}, {Mail: to("ben@example.org"), Subject: to("x 1")}, {}, {Role: to(account.Coder)}} {
			if _, err := a.ChangeUser(t.Context(), "ada", ben.ID, c); err != nil {
				t.Fatal(err)
			}
		}
		k, err := a.AddToken(t.Context(), "ada", account.Token{ID: id(7), User: ada.ID, Label: "nightly export", Hint: "sitrep_SECR", Scope: account.Read})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.RemoveToken(t.Context(), "ada", ada.ID, k.N); err != nil {
			t.Fatal(err)
		}
		if err := a.PutSetup(t.Context(), "ada", account.Setup{ID: id(8), User: ben.ID, Expires: a.clock().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		want := []string{"user ada, by root: added as administrator", "user ben, by root: added as reader", "user ben, by ada: role coder, was reader", "user ben, by ada: password set",
			"user ben, by ada: disabled", "user ben, by ada: enabled, display name changed", "user ben, by ada: mail address changed, single sign-on changed",
			"token ada, by ada: made token 1 to read: nightly export", "token ada, by ada: revoked token 1: nightly export", "token ben, by ada: made a link that sets the password"}
		if diff := cmp.Diff(want, told(t, a)); diff != "" {
			t.Error(diff)
		}
		var details []string
		rows, err := a.query(t.Context(), "SELECT detail FROM log")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var d string
			if err := rows.Scan(&d); err != nil {
				t.Fatal(err)
			}
			if !json.Valid([]byte(d)) || strings.Contains(d, "SECR") || strings.Contains(d, "hash of") {
				t.Errorf("the log holds %s", d)
			}
			details = append(details, d)
		}
		if len(details) != len(want) {
			t.Error(details)
		}
		clean(t, a)
	})
}

func TestARoleChangedBehindTheLogShows(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ada, ben := person(t, a, "ada", account.Administrator), person(t, a, "ben", account.Reader)
		person(t, a, "cy", account.Reader)
		for _, s := range []string{fmt.Sprintf("UPDATE users SET role = 4 WHERE n = %d", ben.ID), fmt.Sprintf("DELETE FROM users WHERE n = %d", ada.ID),
			"INSERT INTO users (name, folded, display, mail, subject, role, hash, disabled, created) VALUES ('eve', 'eve', '', '', '', 4, '', 0, 0)"} {
			if _, err := a.write.Exec(s); err != nil {
				t.Fatal(err)
			}
		}
		found, err := a.Verify(t.Context(), VerifyOptions{})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(found.Faults, "\n")
		for _, want := range []string{"the account 2 (ben) was changed", "the account 1 (ada), which the log tells of, is gone", "no entry of the log tells of the account 4"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not told:\n%s", want, text)
			}
		}
		if len(found.Faults) != 3 {
			t.Error(text)
		}
	})
}

func TestASessionIsFoundByItsDigestUntilItEnds(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ada, ben := person(t, a, "ada", account.Administrator), person(t, a, "ben", account.Reader)
		now := a.clock().Truncate(time.Second)
		sign := func(n byte, user int64, old []byte) account.Session {
			s := account.Session{ID: id(n), User: user, Created: now, Used: now.Add(time.Duration(n) * time.Second), Expires: now.Add(24 * time.Hour), Agent: "Firefox", Address: "192.0.2.7"}
			if err := a.SignIn(t.Context(), s, old); err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := sign(1, ada.ID, nil)
		got, who, err := a.Session(t.Context(), id(1))
		if err != nil || who.Name != "ada" || !who.Used.Equal(now) {
			t.Fatal(who, err)
		}
		if diff := cmp.Diff(s, got); diff != "" {
			t.Error(diff)
		}
		known := func(want string) {
			t.Helper()
			var got []string
			for n := range byte(20) {
				if _, _, err := a.Session(t.Context(), id(n)); err == nil {
					got = append(got, fmt.Sprint(n))
				} else if !errors.Is(err, ErrUnknown) {
					t.Fatal(err)
				}
			}
			if s := strings.Join(got, " "); s != want {
				t.Errorf("there are %s, want %s", s, want)
			}
		}
		sign(2, ada.ID, id(1)) // the one before is gone
		sign(3, ada.ID, nil)
		sign(4, ben.ID, nil)
		sign(5, ben.ID, nil)
		known("2 3 4 5")
		if list, err := a.Sessions(t.Context(), ada.ID); err != nil || len(list) != 2 || list[0].ID[0] != 3 {
			t.Errorf("%+v, %v", list, err)
		}
		if err := a.EndSession(t.Context(), id(2)); err != nil {
			t.Fatal(err)
		}
		known("3 4 5")
		if _, err := a.ChangeUser(t.Context(), "ben", ben.ID, UserChange{Display: to("Ben")}); err != nil {
			t.Fatal(err)
		}
		known("3 4 5")
		if _, err := a.ChangeUser(t.Context(), "ben", ben.ID, UserChange{Hash: to("new"), Keep: id(5)}); err != nil {
			t.Fatal(err)
		}
		known("3 5")
		if _, err := a.ChangeUser(t.Context(), "ada", ben.ID, UserChange{Role: to(account.Coder)}); err != nil {
			t.Fatal(err)
		}
		known("3")
		sign(6, ben.ID, nil)
		sign(7, ben.ID, nil)
		// What was used goes on, what was idle or is too old ends.
		if err := a.Saw(t.Context(), []Seen{{ID: id(6), At: now.Add(time.Hour)}, {ID: id(9), At: now}}, now.Add(time.Hour+time.Second), time.Hour); err != nil {
			t.Fatal(err)
		}
		known("3 6 7")
		if err := a.Saw(t.Context(), nil, now.Add(time.Hour+time.Minute), time.Hour); err != nil {
			t.Fatal(err)
		}
		known("6")
		if err := a.Saw(t.Context(), []Seen{{ID: id(6), At: now.Add(24 * time.Hour)}}, now.Add(24*time.Hour), time.Hour); err != nil {
			t.Fatal(err)
		}
		known("")
	})
}

func TestNobodyIsSignedInInMoreThanFiftyBrowsers(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ada := person(t, a, "ada", account.Administrator)
		now := a.clock()
		for n := range byte(60) {
			if err := a.SignIn(t.Context(), account.Session{ID: id(n), User: ada.ID, Created: now, Used: now.Add(time.Duration(n) * time.Second), Expires: now.Add(time.Hour)}, nil); err != nil {
				t.Fatal(err)
			}
		}
		list, err := a.Sessions(t.Context(), ada.ID)
		if err != nil || len(list) != mostSessions || list[0].ID[0] != 59 || list[mostSessions-1].ID[0] != 10 {
			t.Errorf("%d sessions, %v", len(list), err)
		}
	})
}

func TestATokenWorksUntilItIsRevoked(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ada, ben := person(t, a, "ada", account.Administrator), person(t, a, "ben", account.Coder)
		made, err := a.AddToken(t.Context(), "ben", account.Token{ID: id(1), User: ben.ID, Label: " export ", Hint: "sitrep_abcd", Scope: account.Code, Expires: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		got, who, err := a.Token(t.Context(), id(1))
		if err != nil || who.Name != "ben" || got.Label != "export" {
			t.Fatal(got, who, err)
		}
		if diff := cmp.Diff(made, got); diff != "" {
			t.Error(diff)
		}
		for field, bad := range map[string]account.Token{"label": {ID: id(2), User: ben.ID, Scope: account.Read}, "scope": {ID: id(2), User: ben.ID, Label: "x"}} {
			_, err := a.AddToken(t.Context(), "ben", bad)
			input(t, err, field)
		}
		if err := a.Saw(t.Context(), []Seen{{ID: id(1), Token: true, At: made.Created.Add(time.Minute)}}, made.Created, time.Hour); err != nil {
			t.Fatal(err)
		}
		if list, err := a.Tokens(t.Context(), ben.ID); err != nil || len(list) != 1 || !list[0].Used.Equal(made.Created.Add(time.Minute)) {
			t.Errorf("%+v, %v", list, err)
		}
		if err := a.RemoveToken(t.Context(), "ada", ada.ID, made.N); !errors.Is(err, ErrUnknown) {
			t.Errorf("revoked as another's: %v", err)
		}
		if err := a.RemoveToken(t.Context(), "ben", ben.ID, made.N); err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.Token(t.Context(), id(1)); !errors.Is(err, ErrUnknown) {
			t.Error(err)
		}
		if _, err := a.AddToken(t.Context(), "ben", account.Token{ID: id(3), User: ben.ID, Label: "x", Scope: account.Read}); err != nil {
			t.Fatal(err)
		}
		if _, err := a.ChangeUser(t.Context(), "ada", ben.ID, UserChange{Disabled: to(true)}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.Token(t.Context(), id(3)); !errors.Is(err, ErrUnknown) {
			t.Errorf("somebody disabled keeps a token: %v", err)
		}
		if _, err := a.AddToken(t.Context(), "ada", account.Token{ID: id(4), User: ben.ID, Label: "x", Scope: account.Read}); !errors.Is(err, ErrUnknown) {
			t.Errorf("somebody disabled is given a token: %v", err)
		}
	})
}

func TestTheSetUpLinkMakesOneAdministratorOnce(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		put := func(n byte, user int64) {
			t.Helper()
			if err := a.PutSetup(t.Context(), "root", account.Setup{ID: id(n), User: user, Expires: a.clock().Add(time.Hour)}); err != nil {
				t.Fatal(err)
			}
		}
		first := account.Record{User: account.User{Name: "ada", Role: account.Administrator}, Hash: "h"}
		put(1, 0)
		put(2, 0) // a later start makes a new one
		for _, n := range []byte{1, 9} {
			if _, err := a.AddUser(t.Context(), "ada", first, id(n)); !errors.Is(err, ErrUnknown) || strings.Contains(err.Error(), "archive") {
				t.Errorf("link %d: %v", n, err)
			}
		}
		if s, err := a.Setup(t.Context(), id(2), a.clock()); err != nil || s.User != 0 {
			t.Error(s, err)
		}
		if _, err := a.Setup(t.Context(), id(2), a.clock().Add(time.Hour)); !errors.Is(err, ErrUnknown) {
			t.Errorf("an expired link holds: %v", err)
		}
		bad := first
		bad.Name = "-"
		_, err := a.AddUser(t.Context(), "ada", bad, id(2))
		input(t, err, "name") // and the link still holds
		ada, err := a.AddUser(t.Context(), "ada", first, id(2))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.AddUser(t.Context(), "eve", account.Record{User: account.User{Name: "eve", Role: account.Administrator}}, id(2)); !errors.Is(err, ErrUnknown) {
			t.Errorf("used twice: %v", err)
		}
		if err := a.PutSetup(t.Context(), "root", account.Setup{ID: id(3), Expires: a.clock().Add(time.Hour)}); !errors.Is(err, ErrUnknown) {
			t.Errorf("made where there are accounts: %v", err)
		}
		ben := person(t, a, "ben", account.Reader)
		put(4, ben.ID)
		if _, err := a.ChangeUser(t.Context(), "eve", ada.ID, UserChange{Hash: to("x"), Setup: id(4)}); !errors.Is(err, ErrUnknown) {
			t.Errorf("a link for ben sets the password of ada: %v", err)
		}
		if _, err := a.AddUser(t.Context(), "eve", account.Record{User: account.User{Name: "eve", Role: account.Administrator}}, id(4)); !errors.Is(err, ErrUnknown) {
			t.Errorf("a link for ben makes an account: %v", err)
		}
		if r, err := a.ChangeUser(t.Context(), "ben", ben.ID, UserChange{Hash: to("x"), Setup: id(4)}); err != nil || r.Hash != "x" {
			t.Error(r, err)
		}
		if _, err := a.ChangeUser(t.Context(), "ben", ben.ID, UserChange{Hash: to("y"), Setup: id(4)}); !errors.Is(err, ErrUnknown) {
			t.Errorf("used twice: %v", err)
		}
		put(5, ben.ID)
		for range 61 { // the clock moves a minute each time
			a.clock()
		}
		if _, err := a.ChangeUser(t.Context(), "ben", ben.ID, UserChange{Hash: to("y"), Setup: id(5)}); !errors.Is(err, ErrUnknown) {
			t.Errorf("used after it ended: %v", err)
		}
		clean(t, a)
	})
}

func TestAnAccountMadeAtTheTerminalEndsTheSetUpLink(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		if err := a.PutSetup(t.Context(), "root", account.Setup{ID: id(1), Expires: a.clock().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		person(t, a, "ada", account.Administrator)
		if _, err := a.Setup(t.Context(), id(1), a.clock()); !errors.Is(err, ErrUnknown) {
			t.Error(err)
		}
	})
}

func TestABackupCarriesAccountsAndLetsNobodyIn(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		ada, ben := person(t, a, "ada", account.Administrator), person(t, a, "ben", account.Coder)
		if _, err := a.ChangeUser(t.Context(), "ada", ben.ID, UserChange{Disabled: to(true), Mail: to("ben@example.org")}); err != nil {
			t.Fatal(err)
		}
		now := a.clock()
		if err := a.SignIn(t.Context(), account.Session{ID: id(1), User: ada.ID, Created: now, Used: now, Expires: now.Add(time.Hour)}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := a.AddToken(t.Context(), "ada", account.Token{ID: id(2), User: ada.ID, Label: "x", Scope: account.Read}); err != nil {
			t.Fatal(err)
		}
		if err := a.PutSetup(t.Context(), "ada", account.Setup{ID: id(3), User: ada.ID, Expires: now.Add(100 * time.Hour)}); err != nil {
			t.Fatal(err)
		}
		want, err := a.Users(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := a.Backup(t.Context(), &file); err != nil {
			t.Fatal(err)
		}
		onEach(t, func(t *testing.T, b *Archive) {
			found, err := b.Restore(t.Context(), bytes.NewReader(file.Bytes()))
			if err != nil || len(found.Faults) > 0 {
				t.Fatal(err, found.Faults)
			}
			got, err := b.Users(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			for _, table := range []string{"sessions", "tokens", "setups"} {
				var n int
				if err := b.one(t.Context(), []any{&n}, "SELECT count(*) FROM "+table); err != nil || n != 0 {
					t.Errorf("%d %s were restored, %v", n, table, err)
				}
			}
			if r := person(t, b, "cy", account.Reader); r.ID != 3 {
				t.Errorf("the next account is %d", r.ID)
			}
		})
	})
}

func TestAnArchiveFromBeforeAccountsCanBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	a := open(t, path)
	add(t, a, entries(t)[:3]...)
	for _, s := range []string{"DROP TABLE users", "DROP TABLE sessions", "DROP TABLE tokens", "DROP TABLE setups", "DROP TABLE desk_marks", "DROP INDEX reports_erased", "DELETE FROM goose_db_version WHERE version_id > 2"} {
		if _, err := a.write.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	a.Close()
	old, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if rows := pages(t, old.Reports, Filter{}, 10); len(rows) == 0 {
		t.Error("no reports")
	}
	if held, err := old.HasUsers(t.Context()); held || err != nil {
		t.Error(held, err)
	}
	if _, err := old.User(t.Context(), "ada"); !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
	clean(t, old)
	old.Close()
	person(t, open(t, path), "ada", account.Administrator) // opened for writing it is brought up to date
}
