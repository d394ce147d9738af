package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/account/signin"
	"sitrep/internal/store"
	"sitrep/internal/wire"
)

// userCmd sees to the accounts of an archive.
type userCmd struct {
	Add      userAdd      `cmd:"" help:"Make an account."`
	List     userList     `cmd:"" help:"List accounts."`
	Role     userRole     `cmd:"" help:"Give an account another role."`
	Password userPassword `cmd:"" help:"Set an account's password."`
	Disable  userDisable  `cmd:"" help:"Let somebody sign in no more."`
	Enable   userEnable   `cmd:"" help:"Let somebody sign in again."`
	Token    userToken    `cmd:"" help:"Make a token by which a program asks in somebody's name."`
	Tokens   userTokens   `cmd:"" help:"List the tokens of an account."`
	Revoke   userRevoke   `cmd:"" help:"Revoke a token."`
}

// Help is the long help of the command.
func (userCmd) Help() string {
	return `Sees to who may sign in at sitrep serve: readers read, coders decide about claims too, editors withdraw and add reports too, and
administrators make accounts. The first account is an administrator's. Every change is in the log. See docs/accounts.md.

Examples:
  sitrep user add ada --role administrator
  sitrep user token ada --label "nightly export" --scope read --days 90
  sitrep user list`
}

// userFlags are what all that changes accounts has.
type userFlags struct {
	archiveFlag
	By string `help:"Who does it, for the log (default: the environment's SITREP_REVIEWER, or the system's user)." placeholder:"NAME"`
}

func (f *userFlags) by() string {
	if by := strings.TrimSpace(f.By); by != "" {
		return by
	}
	return localName()
}

// change opens the archive and changes accounts; what do gives is printed.
func (f *userFlags) change(con console, do func(context.Context, *store.Archive, *signin.Service) (string, error)) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := f.archiveFlag.openHeld(ctx)
	if err != nil {
		return err
	}
	defer archive.Close()
	service, err := signin.New(signin.Options{Archive: archive})
	if err != nil {
		return err
	}
	text, err := do(ctx, archive, service)
	if err != nil {
		return unknownPlainly(err)
	}
	return con.print(text)
}

// changeOne is change of one account, whose change is told in words.
func (f *userFlags) changeOne(con console, name string, change store.UserChange, told string) error {
	return f.change(con, func(ctx context.Context, archive *store.Archive, _ *signin.Service) (string, error) {
		u, err := archive.User(ctx, name)
		if err != nil {
			return "", err
		}
		u, err = archive.ChangeUser(ctx, f.by(), u.ID, change)
		return fmt.Sprintf("%s: %s\n", printable(u.Name), told), err
	})
}

// unknownPlainly leaves out of an error what only a program needs to tell it from others.
func unknownPlainly(err error) error {
	if errors.Is(err, store.ErrUnknown) {
		return errors.New(strings.TrimPrefix(err.Error(), store.ErrUnknown.Error()+": "))
	}
	return err
}

type userAdd struct {
	userFlags
	Name       string `arg:"" help:"What the user signs in with: letters, digits and . _ - @."`
	Role       string `help:"reader, coder, editor or administrator." enum:"reader,coder,editor,administrator" required:""`
	Display    string `help:"What pages call the user." placeholder:"NAME"`
	Mail       string `help:"Address by which single sign-on knows the user." placeholder:"ADDRESS"`
	NoPassword bool   `help:"Set no password: the user signs in by single sign-on, or sets one by a link that an administrator makes."`
}

// Help is the long help of the command.
func (userAdd) Help() string {
	return `Makes an account. The password is asked for at a terminal and is not shown; otherwise it is the first line of standard input.

Examples:
  sitrep user add ada --role administrator
  sitrep user add ben --role coder --display "Ben Okri" < password.txt`
}

// Run makes it.
func (c *userAdd) Run(con console) error {
	return c.change(con, func(ctx context.Context, archive *store.Archive, service *signin.Service) (string, error) {
		role, err := account.ParseRole(c.Role)
		if err != nil {
			return "", err
		}
		r := account.Record{User: account.User{Name: c.Name, Display: c.Display, Role: role}, Mail: c.Mail}
		if _, err := account.CheckName(c.Name); err != nil {
			return "", err // before a password is asked for
		}
		if !c.NoPassword {
			password, err := con.password(ctx)
			if err != nil {
				return "", err
			}
			if r.Hash, err = service.Hash(ctx, password, r.User); err != nil {
				return "", err
			}
		}
		r, err = archive.AddUser(ctx, c.by(), r, nil)
		return fmt.Sprintf("%s: added as %s\n", printable(r.Name), r.Role), err
	})
}

type userRole struct {
	userFlags
	Name string `arg:"" help:"Name of the account."`
	Role string `arg:"" help:"reader, coder, editor or administrator." enum:"reader,coder,editor,administrator"`
}

// Help is the long help of the command.
func (userRole) Help() string {
	return `Gives an account another role, and signs its user out everywhere.

Example:
  sitrep user role ben editor`
}

// Run gives it.
func (c *userRole) Run(con console) error {
	role, err := account.ParseRole(c.Role)
	if err != nil {
		return err
	}
	return c.changeOne(con, c.Name, store.UserChange{Role: &role}, "is "+role.String())
}

type userPassword struct {
	userFlags
	Name string `arg:"" help:"Name of the account."`
}

// Help is the long help of the command.
func (userPassword) Help() string {
	return `Sets an account's password, and signs its user out everywhere. It is asked for at a terminal and is not shown; otherwise it is the first line
of standard input.

Example:
  sitrep user password ada`
}

// Run sets it.
func (c *userPassword) Run(con console) error {
	return c.change(con, func(ctx context.Context, archive *store.Archive, service *signin.Service) (string, error) {
		u, err := archive.User(ctx, c.Name)
		if err != nil {
			return "", err
		}
		password, err := con.password(ctx)
		if err != nil {
			return "", err
		}
		hash, err := service.Hash(ctx, password, u.User)
		if err != nil {
			return "", err
		}
		u, err = archive.ChangeUser(ctx, c.by(), u.ID, store.UserChange{Hash: &hash})
		return printable(u.Name) + ": password set\n", err
	})
}

type userDisable struct {
	userFlags
	Name string `arg:"" help:"Name of the account."`
}

// Help is the long help of the command.
func (userDisable) Help() string {
	return `Lets somebody sign in no more: sessions end and tokens are revoked. The account stays, since the log and the reviews name it.

Example:
  sitrep user disable ben`
}

// Run disables.
func (c *userDisable) Run(con console) error {
	yes := true
	return c.changeOne(con, c.Name, store.UserChange{Disabled: &yes}, "may not sign in any more")
}

type userEnable struct {
	userFlags
	Name string `arg:"" help:"Name of the account."`
}

// Help is the long help of the command.
func (userEnable) Help() string {
	return `Lets somebody sign in again who was disabled.

Example:
  sitrep user enable ben`
}

// Run enables.
func (c *userEnable) Run(con console) error {
	no := false
	return c.changeOne(con, c.Name, store.UserChange{Disabled: &no}, "may sign in")
}

type userToken struct {
	userFlags
	Name  string `arg:"" help:"Name of the account in whose name the program asks."`
	Label string `help:"What the token is for." required:"" placeholder:"TEXT"`
	Scope string `help:"What it may be used for: read, code, edit or administer, each with those before." enum:"read,code,edit,administer" default:"read"`
	Days  int    `help:"After how many days it ends; 0 is never." default:"90"`
}

// Help is the long help of the command.
func (userToken) Help() string {
	return `Makes a token and prints it, alone on a line, this once: only its digest is kept. A program sends it with each request to sitrep serve.

Example:
  sitrep user token ada --label "nightly export" --days 365 > token.txt
  curl -H "Authorization: Bearer $(cat token.txt)" http://127.0.0.1:8080/api/v1/events`
}

// Validate refuses what makes no sense.
func (c *userToken) Validate() error {
	if c.Days < 0 || c.Days > 3650 {
		return errors.New("--days is from 0, for never, to 3650")
	}
	return nil
}

// Run makes it.
func (c *userToken) Run(con console) error {
	return c.change(con, func(ctx context.Context, archive *store.Archive, service *signin.Service) (string, error) {
		u, err := archive.User(ctx, c.Name)
		if err != nil {
			return "", err
		}
		scope, err := account.ParseAct(c.Scope)
		if err != nil {
			return "", err
		}
		if u.Disabled {
			return "", fmt.Errorf("%s may not sign in; enable the account first (sitrep user enable %s)", u.Name, u.Name)
		}
		token, _, err := service.NewToken(ctx, c.by(), u.User, c.Label, scope, time.Duration(c.Days)*24*time.Hour)
		return token + "\n", err
	})
}

type userRevoke struct {
	userFlags
	Name  string `arg:"" help:"Name of the account."`
	Token int64  `arg:"" help:"The token's number, which sitrep user tokens tells."`
}

// Help is the long help of the command.
func (userRevoke) Help() string {
	return `Revokes a token: no program is let in with it any more.

Example:
  sitrep user revoke ada 3`
}

// Run revokes.
func (c *userRevoke) Run(con console) error {
	return c.change(con, func(ctx context.Context, archive *store.Archive, _ *signin.Service) (string, error) {
		u, err := archive.User(ctx, c.Name)
		if err != nil {
			return "", err
		}
		err = archive.RemoveToken(ctx, c.by(), u.ID, c.Token)
		return fmt.Sprintf("%s: token %d is revoked\n", printable(u.Name), c.Token), err
	})
}

// userListing is what a list of accounts or tokens is printed with.
type userListing struct {
	archiveFlag
	Format string `help:"table: for people (the default). jsonl: an object a line. csv: all columns." enum:"table,jsonl,csv" default:"table"`
}

// list opens the archive and prints rows: columns, and an object of each for JSON.
func (c *userListing) list(con console, columns []string, none string, rows func(context.Context, *store.Archive) ([][]string, []any, error)) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	cells, objects, err := rows(ctx, archive)
	if err != nil {
		return unknownPlainly(err)
	}
	if len(cells) == 0 && c.Format == "table" {
		con.fail("", errors.New(none))
		return nil
	}
	b := con.page.newBlock()
	switch c.Format {
	case "jsonl":
		for _, o := range objects {
			line, err := marshal(o, "")
			if err != nil {
				return err
			}
			b.out.Write(line)
		}
	case "csv":
		wire.WriteRecord(&b.out, wire.Texts(columns))
		for _, row := range cells {
			wire.WriteRecord(&b.out, wire.Texts(row))
		}
	default:
		table := [][]piece{headings(strings.Split(strings.ToUpper(strings.ReplaceAll(strings.Join(columns, "\t"), "_", " ")), "\t")...)}
		for _, row := range cells {
			line := make([]piece, len(row))
			for i, s := range row {
				line[i] = piece{s, plain}
			}
			table = append(table, line)
		}
		widths := b.fit(table, 2, len(columns)-1)
		for _, row := range table {
			b.row(widths, row)
		}
	}
	return con.print(b.out.String())
}

type userList struct{ userListing }

// Help is the long help of the command.
func (userList) Help() string {
	return `Lists the accounts of an archive, by name.

Examples:
  sitrep user list
  sitrep user list --format jsonl`
}

// userObject is an account as it is printed in JSON. Times are RFC 3339 in UTC.
type userObject struct {
	Name    string       `json:"name"`
	Display sitrep.Known `json:"display"`
	Role    string       `json:"role"`
	Mail    sitrep.Known `json:"mail"`
	State   string       `json:"state"` // active, disabled, or pending: it has no password yet
	Created sitrep.Known `json:"created"`
	Used    sitrep.Known `json:"last_signed_in"`
}

// Run lists.
func (c *userList) Run(con console) error {
	return c.list(con, []string{"name", "role", "state", "last_signed_in", "created", "mail", "display"}, "there are no accounts; make the first with sitrep user add NAME --role administrator",
		func(ctx context.Context, archive *store.Archive) (cells [][]string, objects []any, err error) {
			all, err := archive.Users(ctx)
			for _, u := range all {
				state := "active"
				switch {
				case u.Disabled:
					state = "disabled"
				case u.Hash == "" && u.Subject == "":
					state = "pending"
				}
				objects = append(objects, userObject{u.Name, sitrep.Known(u.Display), u.Role.String(), sitrep.Known(u.Mail), state, wire.Stamp(u.Created), wire.Stamp(u.Used)})
				cells = append(cells, []string{u.Name, u.Role.String(), state, when(c.Format, u.Used), when(c.Format, u.Created), u.Mail, u.Display})
			}
			return cells, objects, err
		})
}

// when writes a time: its day for people, all of it for programs.
func when(format string, t time.Time) string {
	if format != "table" {
		return string(wire.Stamp(t))
	}
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.DateOnly)
}

type userTokens struct {
	userListing
	Name string `arg:"" help:"Name of the account."`
}

// Help is the long help of the command.
func (userTokens) Help() string {
	return `Lists the tokens of an account, the newest first. What a token begins with is all that is known of it.

Example:
  sitrep user tokens ada`
}

// tokenObject is a token as it is printed in JSON.
type tokenObject struct {
	N       int64        `json:"token"`
	Label   string       `json:"label"`
	Begins  string       `json:"begins"`
	Scope   string       `json:"scope"`
	Created sitrep.Known `json:"created"`
	Used    sitrep.Known `json:"last_used"`
	Expires sitrep.Known `json:"ends"`
}

// Run lists.
func (c *userTokens) Run(con console) error {
	return c.list(con, []string{"token", "begins", "scope", "created", "last_used", "ends", "label"}, "no tokens; make one with sitrep user token NAME --label TEXT",
		func(ctx context.Context, archive *store.Archive) (cells [][]string, objects []any, err error) {
			u, err := archive.User(ctx, c.Name)
			if err != nil {
				return nil, nil, err
			}
			all, err := archive.Tokens(ctx, u.ID)
			for _, t := range all {
				objects = append(objects, tokenObject{t.N, t.Label, t.Hint, t.Scope.String(), wire.Stamp(t.Created), wire.Stamp(t.Used), wire.Stamp(t.Expires)})
				cells = append(cells, []string{fmt.Sprint(t.N), t.Hint, t.Scope.String(), when(c.Format, t.Created), when(c.Format, t.Used), when(c.Format, t.Expires), t.Label})
			}
			return cells, objects, err
		})
}

// password is a new password: asked for twice at a terminal, without showing it, or the first line of what is read.
func (c console) password(ctx context.Context) (string, error) {
	f, ok := c.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return firstLine(c.in)
	}
	// Whoever interrupts gets back a terminal that shows what is typed.
	state, err := term.GetState(int(f.Fd()))
	if err != nil {
		return "", fmt.Errorf("asking for a password: %w", err)
	}
	undo := context.AfterFunc(ctx, func() {
		_ = term.Restore(int(f.Fd()), state)
		fmt.Fprintln(c.err)
		os.Exit(exitFailed)
	})
	defer undo()
	ask := func(prompt string) (string, error) {
		fmt.Fprint(c.err, prompt)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(c.err)
		return string(b), err
	}
	first, err := ask(fmt.Sprintf("New password (at least %d characters): ", account.ShortestPassword))
	if err != nil {
		return "", fmt.Errorf("asking for a password: %w", err)
	}
	second, err := ask("Again: ")
	switch {
	case err != nil:
		return "", fmt.Errorf("asking for a password: %w", err)
	case first != second:
		return "", errors.New("the two passwords are not the same; run it again")
	}
	return first, nil
}

// firstLine is the first line of r without its end.
func firstLine(r io.Reader) (string, error) {
	const most = 4*account.LongestPassword + 2
	line, err := bufio.NewReader(io.LimitReader(r, most)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading a password from standard input: %w", err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.New("no password on standard input; give it as the first line, or run this at a terminal")
	}
	return line, nil
}
