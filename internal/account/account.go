// Package account says who works with an archive, and what each may do: people with names, roles and passwords, and the tokens by
// which programs ask in their names.
//
// It holds the types and everything that can be decided without a database or a request: what a role may do, whether a name or a
// password can be taken, how a password is hashed and compared, how secrets are made, written and read back. The archive keeps what
// is made of these (internal/store), and internal/account/signin lets people in.
//
//	user := account.From(ctx)
//	if !user.May(account.Code) { … }
package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Act is something that a role may be needed for. Each includes those before it.
type Act int8

// What is done with an archive, from the least to the most.
const (
	Read       Act = iota + 1 // read everything
	Code                      // decide about claims
	Edit                      // withdraw reports, add some
	Administer                // say who may do what
)

var actNames = []string{"", "read", "code", "edit", "administer"}

// Acts are all of them, in order.
var Acts = []Act{Read, Code, Edit, Administer}

func (a Act) String() string {
	if a < Read || a > Administer {
		return ""
	}
	return actNames[a]
}

// ParseAct reads the name of an act.
func ParseAct(s string) (Act, error) {
	for _, a := range Acts {
		if a.String() == s {
			return a, nil
		}
	}
	return 0, fmt.Errorf("%q is no scope; there are read, code, edit and administer", s)
}

// Role is what a person is to the archive. The zero Role may do nothing.
type Role int8

// The roles, each of which may do all that those before it may.
const (
	Reader        Role = iota + 1 // reads
	Coder                         // and decides about claims
	Editor                        // and withdraws and adds reports
	Administrator                 // and says who may do what
)

var roleNames = []string{"", "reader", "coder", "editor", "administrator"}

// Roles are all of them, from the least to the most.
var Roles = []Role{Reader, Coder, Editor, Administrator}

func (r Role) String() string {
	if r < Reader || r > Administrator {
		return ""
	}
	return roleNames[r]
}

// ParseRole reads the name of a role.
func ParseRole(s string) (Role, error) {
	for _, r := range Roles {
		if r.String() == s {
			return r, nil
		}
	}
	return 0, fmt.Errorf("%q is no role; there are reader, coder, editor and administrator", s)
}

// May says whether the role may do a.
func (r Role) May(a Act) bool {
	return a >= Read && a <= Administer && r <= Administrator && int(r) >= int(a)
}

// Within is the role bounded by a scope: what a token of that scope may do for somebody in the role.
func (r Role) Within(scope Act) Role { return min(r, Role(scope)) }

// User is who asks. The zero User is nobody, who may do nothing.
type User struct {
	// ID is the user's number in the archive, 0 for somebody who has no account there.
	ID int64
	// Name is what the user signs in with, and what the log and reviews call the user.
	Name string
	// Display is what pages call the user.
	Display string
	// Role is what the user may do here: for a request by a token no more than the token's scope.
	Role Role
	// Full is the account's own role, where a token bounds Role; 0 where none does.
	Full Role
	// Local says that nobody signed in: the archive has no accounts and is served to the person at the machine.
	Local bool
}

// May says whether the user may do a.
func (u User) May(a Act) bool { return u.Role.May(a) }

// Codes says whether the user's account decides about claims and does not settle what others decided, whatever a token leaves of it: such a person must not be
// told what others decided about a claim first.
func (u User) Codes() bool {
	r := max(u.Role, u.Full)
	return r.May(Code) && !r.May(Edit)
}

// Known says whether this is anybody.
func (u User) Known() bool { return u.Role != 0 }

// Called is what pages call the user.
func (u User) Called() string {
	if u.Display != "" {
		return u.Display
	}
	return u.Name
}

type key struct{}

// With gives a context in which u asks.
func With(ctx context.Context, u User) context.Context { return context.WithValue(ctx, key{}, u) }

// From is who asks; nobody where the context does not say.
func From(ctx context.Context) User {
	u, _ := ctx.Value(key{}).(User)
	return u
}

// Record is an account as the archive keeps it.
type Record struct {
	User
	// Mail is the address by which a single sign-on service knows the user, "" for none. Addresses are compared folded.
	Mail string
	// Subject is who the user is to that service: its address and its id of the user, set when the user first came from there.
	Subject string
	// Hash is the password's hash (see Hasher), "" where none is set: then the user cannot sign in with one.
	Hash string
	// Disabled says that the user may not sign in. Accounts are not removed, since the log and the reviews name them.
	Disabled bool
	// Created is when the account was made, Used when the user last signed in; the zero time for never.
	Created, Used time.Time
}

// Session is a browser that somebody signed in with.
type Session struct {
	// ID is the SHA-256 of the secret in the browser's cookie. The secret is kept nowhere.
	ID []byte
	// User is the user's number.
	User int64
	// Created is when it was signed in, Used when it was last seen (in steps of minutes), Expires when it ends whatever happens.
	Created, Used, Expires time.Time
	// Agent and Address are what the browser called itself and where it was, for the user to know it by.
	Agent, Address string
}

// Token lets a program ask in the name of a user.
type Token struct {
	N int64
	// ID is the SHA-256 of the token, which is kept nowhere.
	ID []byte
	// User is the number of the user in whose name it asks.
	User int64
	// Label is what the user calls it, Hint how it begins, to know it by.
	Label, Hint string
	// Scope bounds what it may be used for, whatever the user's role.
	Scope Act
	// Created is when it was made, Used when it was last used (in steps of minutes), Expires when it ends; the zero time for never.
	Created, Used, Expires time.Time
}

// Setup is a link that works once: to make the first account, or to set a user's password.
type Setup struct {
	// ID is the SHA-256 of the code in the link, which is kept nowhere.
	ID []byte
	// User is the number of the user whose password may be set, 0 for the link that makes the first account.
	User int64
	// Expires is when it ends.
	Expires time.Time
}

// ErrInput says that what a person gave cannot be taken: a name, a password, an address.
var ErrInput = errors.New("not taken")

// InputError is an ErrInput with the field it is about.
type InputError struct {
	// Field is name, display, mail, password or label.
	Field string
	// Why says what is wrong and what can be done, for the person who gave it.
	Why string
}

func (e *InputError) Error() string { return e.Field + ": " + e.Why }

// Is says that the error is an ErrInput.
func (e *InputError) Is(target error) bool { return target == ErrInput }

// Longest names and labels, in characters.
const (
	longestName    = 64
	longestDisplay = 100
	longestMail    = 254 // RFC 5321, 4.5.3.1.3, less the angle brackets
	longestLabel   = 100
)

// Fold is s as names and addresses are compared: without regard to case and to how characters are composed.
func Fold(s string) string { return norm.NFC.String(cases.Fold().String(norm.NFC.String(s))) }

// CheckName gives a name to sign in with as it is kept, or an InputError. A name is of letters, digits and . _ - @, so that it reads the
// same in a log, in an address and aloud.
func CheckName(s string) (string, error) {
	s = norm.NFC.String(strings.TrimSpace(s))
	switch {
	case s == "":
		return "", &InputError{"name", "none is given; give one"}
	case !utf8.ValidString(s) || utf8.RuneCountInString(s) > longestName:
		return "", &InputError{"name", fmt.Sprintf("it is too long; give one of at most %d characters", longestName)}
	}
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !unicode.IsMark(r) && !strings.ContainsRune("._-@", r)) {
			return "", &InputError{"name", "it may hold letters, digits and . _ - @ and begins with a letter or a digit; give another"}
		}
	}
	return s, nil
}

// CheckDisplay gives a name for pages as it is kept, or an InputError. "" is one: then the user is called by the name.
func CheckDisplay(s string) (string, error) { return line("display", s, longestDisplay) }

// CheckLabel gives a token's label as it is kept, or an InputError.
func CheckLabel(s string) (string, error) {
	s, err := line("label", s, longestLabel)
	if err == nil && s == "" {
		err = &InputError{"label", "none is given; say what the token is for"}
	}
	return s, err
}

// CheckMail gives a mail address as it is kept, or an InputError. "" is none.
func CheckMail(s string) (string, error) {
	s, err := line("mail", s, longestMail)
	if err != nil || s == "" {
		return s, err
	}
	before, after, ok := strings.Cut(s, "@")
	if !ok || before == "" || after == "" || strings.ContainsAny(s, " ,;<>") || strings.Contains(after, "@") {
		return "", &InputError{"mail", "it is no mail address; give one like ada@example.org, or none"}
	}
	return s, nil
}

// line is a text of one line without control characters and characters that turn the direction of others.
func line(field, s string, longest int) (string, error) {
	s = norm.NFC.String(strings.TrimSpace(s))
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > longest {
		return "", &InputError{field, fmt.Sprintf("it is too long; give at most %d characters", longest)}
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return "", &InputError{field, "it has a character that cannot be shown; leave that out"}
		}
	}
	return s, nil
}
