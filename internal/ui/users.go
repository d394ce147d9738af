package ui

import (
	"net/http"
	"strconv"

	"sitrep/internal/account"
	"sitrep/internal/account/signin"
	"sitrep/internal/store"
)

// userRoutes are the pages where administrators see to the accounts of others.
func (p *Pages) userRoutes(mux *http.ServeMux) {
	all := func(pattern string, h handler) {
		mux.Handle(pattern, signin.Require(account.Administer, p.form(h)))
	}
	all("GET /admin/users", func(w http.ResponseWriter, r *http.Request) error {
		return p.writeUsers(w, r, http.StatusOK, usersPage{Role: account.Reader.String()})
	})
	all("POST /admin/users", p.addUser)
	all("GET /admin/users/{id}", func(w http.ResponseWriter, r *http.Request) error {
		u, err := p.userOf(r)
		if err != nil {
			return err
		}
		return p.writeUser(w, r, http.StatusOK, userPage{User: u})
	})
	all("POST /admin/users/{id}", p.changeUser)
	all("POST /admin/users/{id}/link", p.linkUser)
	all("POST /admin/users/{id}/disable", p.disableUser(true))
	all("POST /admin/users/{id}/enable", p.disableUser(false))
	all("POST /admin/users/{id}/tokens/{n}/revoke", p.revokeOf)
}

// usersPage lists all accounts.
type usersPage struct {
	entered
	Users                     []account.Record
	Roles                     []account.Role
	First                     bool // there is no account yet
	Name, Display, Mail, Role string
	// Link is what a new user sets the password with, shown once; For whose it is.
	Link string
	For  string
}

func (p *Pages) writeUsers(w http.ResponseWriter, r *http.Request, status int, v usersPage) error {
	var err error
	if v.Users, err = p.archive.Users(r.Context()); err != nil {
		return err
	}
	v.Roles, v.First = account.Roles, len(v.Users) == 0
	if v.First {
		v.Roles, v.Role = []account.Role{account.Administrator}, account.Administrator.String()
	}
	return p.write(w, r, status, "users", page{Title: "Accounts", Section: "users", Data: v})
}

func (p *Pages) addUser(w http.ResponseWriter, r *http.Request) error {
	v := usersPage{Name: r.PostFormValue("name"), Display: r.PostFormValue("display"), Mail: r.PostFormValue("mail"), Role: r.PostFormValue("role")}
	role, err := account.ParseRole(v.Role)
	if err != nil {
		return badField("role", "%s", err)
	}
	by := account.From(r.Context()).Name
	u, err := p.archive.AddUser(r.Context(), by, account.Record{User: account.User{Name: v.Name, Display: v.Display, Role: role}, Mail: v.Mail}, nil)
	if err != nil {
		status, err := v.told(w, err)
		if err != nil {
			return err
		}
		return p.writeUsers(w, r, status, v)
	}
	code, err := p.accounts.Link(r.Context(), by, u.ID)
	if err != nil {
		return err
	}
	return p.writeUsers(w, r, http.StatusOK, usersPage{Role: account.Reader.String(), Link: p.accounts.Address(r) + "/setup/" + code, For: u.Name})
}

// userPage is one account, for an administrator.
type userPage struct {
	entered
	User     account.Record
	Roles    []account.Role
	Sessions int
	Tokens   []tokenRow
	Link     string // what the user sets a password with, shown once
}

func (p *Pages) userOf(r *http.Request) (account.Record, error) {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return account.Record{}, notFound("there is no account " + r.PathValue("id"))
	}
	return p.archive.UserID(r.Context(), n)
}

func (p *Pages) writeUser(w http.ResponseWriter, r *http.Request, status int, v userPage) error {
	sessions, err := p.archive.Sessions(r.Context(), v.User.ID)
	if err != nil {
		return err
	}
	if v.Tokens, err = p.tokens(r.Context(), v.User.ID); err != nil {
		return err
	}
	v.Roles, v.Sessions = account.Roles, len(sessions)
	return p.write(w, r, status, "user", page{Title: v.User.Called(), Section: "users", Data: v})
}

func (p *Pages) changeUser(w http.ResponseWriter, r *http.Request) error {
	u, err := p.userOf(r)
	if err != nil {
		return err
	}
	role, err := account.ParseRole(r.PostFormValue("role"))
	if err != nil {
		return badField("role", "%s", err)
	}
	display, mail := r.PostFormValue("display"), r.PostFormValue("mail")
	change := store.UserChange{Role: &role, Display: &display, Mail: &mail}
	if none := ""; r.PostFormValue("loose") != "" {
		change.Subject = &none
	}
	return p.changed(w, r, u, change)
}

// changed changes an account and shows it: with what is wrong, where something is.
func (p *Pages) changed(w http.ResponseWriter, r *http.Request, u account.Record, change store.UserChange) error {
	_, err := p.archive.ChangeUser(r.Context(), account.From(r.Context()).Name, u.ID, change)
	if err == nil {
		return seeOther(w, r, "/admin/users")
	}
	v := userPage{User: u}
	status, err := v.told(w, err)
	if err != nil {
		return err
	}
	if change.Display != nil {
		v.User.Display, v.User.Mail, v.User.Role = *change.Display, *change.Mail, *change.Role
	}
	return p.writeUser(w, r, status, v)
}

func (p *Pages) disableUser(disabled bool) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		u, err := p.userOf(r)
		if err != nil {
			return err
		}
		return p.changed(w, r, u, store.UserChange{Disabled: &disabled})
	}
}

func (p *Pages) linkUser(w http.ResponseWriter, r *http.Request) error {
	u, err := p.userOf(r)
	if err != nil {
		return err
	}
	code, err := p.accounts.Link(r.Context(), account.From(r.Context()).Name, u.ID)
	if err != nil {
		return err
	}
	return p.writeUser(w, r, http.StatusOK, userPage{User: u, Link: p.accounts.Address(r) + "/setup/" + code})
}

func (p *Pages) revokeOf(w http.ResponseWriter, r *http.Request) error {
	u, err := p.userOf(r)
	if err != nil {
		return err
	}
	return p.revoke(w, r, u.ID, "/admin/users/"+r.PathValue("id"))
}
