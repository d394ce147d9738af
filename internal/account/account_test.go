package account

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// counting gives bytes that are the same in every run.
func counting(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// cheap are parameters that tests can afford.
var cheap = Params{Memory: 64, Time: 1, Threads: 1}

func TestARoleMayWhatThoseBelowItMay(t *testing.T) {
	for role, may := range map[Role]string{0: "", Reader: "read", Coder: "read code", Editor: "read code edit", Administrator: "read code edit administer", 5: "", -1: ""} {
		var got []string
		for _, a := range Acts {
			if role.May(a) {
				got = append(got, a.String())
			}
		}
		if s := strings.Join(got, " "); s != may {
			t.Errorf("%q may %q, want %q", role, s, may)
		}
		for _, a := range []Act{0, -1, 5} {
			if role.May(a) {
				t.Errorf("%q may %d, which is no act", role, a)
			}
		}
	}
}

func TestATokenMayNoMoreThanItsScopeAndItsOwner(t *testing.T) {
	for _, c := range []struct {
		role  Role
		scope Act
		want  Role
	}{{Administrator, Read, Reader}, {Administrator, Code, Coder}, {Reader, Administer, Reader}, {Editor, Edit, Editor}, {Administrator, 0, 0}} {
		if got := c.role.Within(c.scope); got != c.want {
			t.Errorf("%v within %v is %v, want %v", c.role, c.scope, got, c.want)
		}
	}
}

func TestRolesAndScopesAreReadBackFromTheirNames(t *testing.T) {
	for _, r := range Roles {
		if got, err := ParseRole(r.String()); got != r || err != nil {
			t.Errorf("%v: %v, %v", r, got, err)
		}
	}
	for _, a := range Acts {
		if got, err := ParseAct(a.String()); got != a || err != nil {
			t.Errorf("%v: %v, %v", a, got, err)
		}
	}
	for _, s := range []string{"", "Reader", "root", "read "} {
		if _, err := ParseRole(s); err == nil {
			t.Errorf("%q is a role", s)
		}
	}
	if _, err := ParseAct(""); err == nil {
		t.Error("nothing is a scope")
	}
}

func TestWhoAsksIsInTheContext(t *testing.T) {
	if u := From(context.Background()); u.Known() || u.May(Read) {
		t.Errorf("without anybody: %+v", u)
	}
	want := User{ID: 3, Name: "ada", Role: Coder}
	if got := From(With(context.Background(), want)); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestNamesAreOfLettersAndDigits(t *testing.T) {
	for in, want := range map[string]string{"ada": "ada", " ada ": "ada", "ada.l@example.org": "ada.l@example.org", "Zoë": "Zoë", "ليلى": "ليلى", "7": "7", "e\u0301va": "éva"} {
		if got, err := CheckName(in); got != want || err != nil {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"", " ", "a b", "<script>", "a\u202eb", "-x", ".", "a/b", "a\nb", "a\x00", strings.Repeat("a", 65), "\xff"} {
		var e *InputError
		if got, err := CheckName(in); !errors.As(err, &e) || e.Field != "name" || !errors.Is(err, ErrInput) {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

func TestMailDisplayAndLabel(t *testing.T) {
	for _, in := range []string{"", "ada@example.org"} {
		if _, err := CheckMail(in); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
	for _, in := range []string{"ada", "@x", "a@", "a@b@c", "a b@c", "Ada <ada@example.org>", strings.Repeat("a", 250) + "@b.cd"} {
		if _, err := CheckMail(in); err == nil {
			t.Errorf("%q is taken", in)
		}
	}
	if _, err := CheckDisplay("Ada\u2066 L"); err == nil {
		t.Error("a display name may turn the direction of the text around it")
	}
	if got, err := CheckDisplay("Ada <b>Lovelace</b>"); err != nil || got != "Ada <b>Lovelace</b>" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := CheckLabel(" "); err == nil {
		t.Error("a label may be empty")
	}
}

func TestNamesAreComparedFolded(t *testing.T) {
	if Fold("STRASSE") != Fold("straße") || Fold("E\u0301va") != Fold("éVA") || Fold("ada") == Fold("adb") {
		t.Error("names do not fold")
	}
}

func TestPasswordsByNIST(t *testing.T) {
	ada := User{Name: "adalovelace", Display: "Ada Lovelace"}
	for _, in := range []string{"correct horse battery staple", "kupferne Leiter im Regen", "слон идет по мосту вечером", "正確な馬の電池の留め金で橋を渡る", "x9!Kd02#pQz71-wm", strings.Repeat("vier Wörter hier ", 15)} {
		if err := CheckPassword(in, ada); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
	for _, in := range []string{"", "tiny", "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "passwordpassword", "123456789012345678", "qwertyuiopasdfgh", "qwertyqwertyqwerty", "adalovelace1815", "AdaLovelaceAdaLovelace",
		"abcdefghijklmnopqrstuvwxyz", "sitrepsitrepsitrep", "0987654321098765", strings.Repeat("correct horse battery ", 13), "correct horse\x00battery", "correct horse \xffbattery"} {
		var e *InputError
		if err := CheckPassword(in, ada); !errors.As(err, &e) || e.Field != "password" {
			t.Errorf("%q is taken: %v", in, err)
		} else if in != "" && strings.Contains(e.Error(), in) {
			t.Errorf("the answer tells the password: %v", e)
		}
	}
}

func TestAPasswordIsKnownByItsHash(t *testing.T) {
	h := Hasher{Params: cheap, Random: counting(1)}
	hash, err := h.Hash("caf\u00e9 with seven doors")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Error(hash)
	}
	other, err := h.Hash("caf\u00e9 with seven doors")
	if err != nil || other == hash {
		t.Errorf("the same salt twice: %v", err)
	}
	for password, want := range map[string]bool{"caf\u00e9 with seven doors": true, "cafe\u0301 with seven doors": true, "cafe with seven doors": false, "": false, "caf\u00e9 with seven doors ": false} {
		if ok, again, err := h.Verify(hash, password); ok != want || again || err != nil {
			t.Errorf("%q: %v, %v, %v", password, ok, again, err)
		}
	}
}

func TestParametersThatGrewMakeAHashAgain(t *testing.T) {
	old := Hasher{Params: cheap, Random: counting(2)}
	hash, err := old.Hash("correct horse battery staple")
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]Params{"memory": {128, 1, 1}, "passes": {64, 2, 1}} {
		h := Hasher{Params: p, Random: counting(3)}
		if ok, again, err := h.Verify(hash, "correct horse battery staple"); !ok || !again || err != nil {
			t.Errorf("%s: %v, %v, %v", name, ok, again, err)
		}
	}
	less := Hasher{Params: Params{32, 1, 1}, Random: counting(3)}
	if ok, again, err := less.Verify(hash, "correct horse battery staple"); !ok || again || err != nil {
		t.Errorf("parameters that shrank: %v, %v, %v", ok, again, err)
	}
}

func TestAHashThatIsNoneIsRefused(t *testing.T) {
	h := Hasher{Params: cheap, Random: counting(4)}
	good, err := h.Hash("correct horse battery staple")
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"empty": "", "other algorithm": strings.Replace(good, "argon2id", "argon2i", 1), "other version": strings.Replace(good, "v=19", "v=16", 1),
		"too much memory": strings.Replace(good, "m=64", "m=4294967295", 1), "too many passes": strings.Replace(good, "t=1", "t=65", 1), "no passes": strings.Replace(good, "t=1", "t=0", 1),
		"no threads": strings.Replace(good, "p=1", "p=0", 1), "threads beyond a byte": strings.Replace(good, "p=1", "p=257", 1), "a number with a sign": strings.Replace(good, "m=64", "m=+64", 1),
		"a number with zeros": strings.Replace(good, "m=64", "m=064", 1), "short": good[:len(good)-30], "line end": good + "\n", "more": good + "$x",
	} {
		if ok, _, err := h.Verify(bad, "correct horse battery staple"); ok || err == nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		} else if strings.Contains(err.Error(), "$") {
			t.Errorf("%s: the error quotes it: %v", name, err)
		}
	}
}

func TestSecretsAreKeptAsTheirDigest(t *testing.T) {
	secret, id, err := NewSecret(counting(5))
	if err != nil || len(secret) != 43 || len(id) != 32 {
		t.Fatal(secret, id, err)
	}
	if got, ok := SecretID(secret); !ok || !bytes.Equal(got, id) {
		t.Error("a secret is not known again")
	}
	for _, bad := range []string{"", secret[1:], secret + "A", strings.Repeat("!", 43), secret[:42] + "\n"} {
		if _, ok := SecretID(bad); ok {
			t.Errorf("%q is a secret", bad)
		}
	}
	if _, _, err := NewSecret(strings.NewReader("short")); err == nil {
		t.Error("a secret of too few bytes")
	}
}

func TestATokenTellsWhenItWasTypedWrong(t *testing.T) {
	token, id, hint, err := NewToken(counting(6))
	if err != nil {
		t.Fatal(err)
	}
	if len(token) != 56 || !strings.HasPrefix(token, "sitrep_") || !strings.HasPrefix(token, hint) || len(hint) != 11 {
		t.Error(token, hint)
	}
	if got, err := TokenID(token); err != nil || !bytes.Equal(got, id) {
		t.Error("a token is not known again", err)
	}
	for i := range token {
		for _, c := range []byte{'0', 'z', ' '} {
			if b := []byte(token); b[i] != c {
				b[i] = c
				if _, err := TokenID(string(b)); !errors.Is(err, ErrToken) {
					t.Errorf("%q is a token", b)
				}
			}
		}
	}
}

func FuzzParsePHC(f *testing.F) {
	h := Hasher{Params: cheap, Random: counting(7)}
	good, err := h.Hash("correct horse battery staple")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add("$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=,t=,p=$$")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parsePHC(s)
		if err != nil {
			return
		}
		if p.String() != s {
			t.Errorf("%q is read as %q", s, p.String())
		}
		if p.params.Memory > mostMemory || p.params.Time > mostTime || p.params.Threads == 0 {
			t.Errorf("%q costs too much", s)
		}
	})
}

func FuzzTokenID(f *testing.F) {
	token, _, _, err := NewToken(counting(8))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add("sitrep_")
	f.Add("sitrep_" + strings.Repeat("0", 49))
	f.Fuzz(func(t *testing.T, s string) {
		id, err := TokenID(s)
		if (err == nil) != (len(id) == 32) {
			t.Errorf("%q: %x, %v", s, id, err)
		}
		if err == nil && checksum(s[:50]) != s[50:] {
			t.Errorf("%q: the checksum is wrong", s)
		}
	})
}

func FuzzCheckPassword(f *testing.F) {
	f.Add("correct horse battery staple", "ada")
	f.Add("\xff\x00", "")
	f.Fuzz(func(t *testing.T, password, name string) {
		if err := CheckPassword(password, User{Name: name}); err == nil && len(password) < ShortestPassword {
			t.Errorf("%q is taken", password)
		}
	})
}

// The hash is one that the algorithm's reference implementation tests itself with.
func TestAHashOfTheReferenceImplementation(t *testing.T) {
	h := Hasher{Params: Params{65536, 2, 1}, Random: counting(9)}
	const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, again, err := h.Verify(hash, "password"); !ok || err != nil || !again {
		t.Errorf("%v, %v, %v", ok, again, err)
	}
}

func TestACoderStaysOneBehindAToken(t *testing.T) {
	for _, c := range []struct {
		user User
		want bool
	}{{User{Role: Coder}, true}, {User{Role: Reader, Full: Coder}, true}, {User{Role: Reader, Full: Editor}, false}, {User{Role: Coder, Full: Editor}, false}, {User{Role: Reader}, false}, {User{Role: Administrator}, false}, {User{}, false}} {
		if got := c.user.Codes(); got != c.want {
			t.Errorf("%+v: %t", c.user, got)
		}
	}
}
