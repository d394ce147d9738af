package account

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Passwords are hashed by argon2id (RFC 9106) and kept in the form of the Password Hashing Competition,
//
//	$argon2id$v=19$m=65536,t=3,p=4$SALT$HASH
//
// which says how each was made: parameters may grow, and a hash with smaller ones is made again when its password is next given.

// Params are what a hash costs.
type Params struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// Recommended are the parameters that RFC 9106 recommends where memory is scarce (section 4, the second choice). They are above the
// least that OWASP's Password Storage Cheat Sheet asks for (19 MiB, 2 passes).
var Recommended = Params{Memory: 64 << 10, Time: 3, Threads: 4}

// The lengths in bytes that RFC 9106, section 4, recommends.
const (
	saltLength = 16
	hashLength = 32
)

// What is read back may cost no more than this, whoever wrote it.
const (
	mostMemory  = 1 << 20 // KiB
	mostTime    = 64
	mostThreads = 64
)

// Hasher hashes passwords. It is safe for concurrent use if Random is.
type Hasher struct {
	// Params are those of new hashes; the zero Params are Recommended.
	Params Params
	// Random is where salts come from.
	Random io.Reader
}

func (h *Hasher) params() Params {
	if h.Params == (Params{}) {
		return Recommended
	}
	return h.Params
}

// Hash hashes a password with a new salt.
func (h *Hasher) Hash(password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := io.ReadFull(h.Random, salt); err != nil {
		return "", fmt.Errorf("making a salt: %w", err)
	}
	p := h.params()
	return phc{p, salt, p.key(password, salt, hashLength)}.String(), nil
}

// Nobody makes a hash that no password has, since it is none of any: to do the same work for a name that there is not.
func (h *Hasher) Nobody() (string, error) {
	b := make([]byte, saltLength+hashLength)
	if _, err := io.ReadFull(h.Random, b); err != nil {
		return "", fmt.Errorf("making a salt: %w", err)
	}
	return phc{h.params(), b[:saltLength], b[saltLength:]}.String(), nil
}

// Verify says whether a password is that of a hash, and whether the hash is to be made again since its parameters are below those of h. It
// compares in constant time. A hash that cannot be read is an error.
func (h *Hasher) Verify(hash, password string) (ok, again bool, err error) {
	kept, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	got := kept.params.key(password, kept.salt, uint32(len(kept.hash)))
	p := h.params()
	weaker := kept.params.Memory < p.Memory || kept.params.Time < p.Time || len(kept.hash) < hashLength || len(kept.salt) < saltLength
	return subtle.ConstantTimeCompare(got, kept.hash) == 1, weaker, nil
}

// key is argon2id of a password in the one form in which its characters may be composed.
func (p Params) key(password string, salt []byte, length uint32) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, p.Time, p.Memory, p.Threads, length)
}

// phc is a hash with how it was made.
type phc struct {
	params     Params
	salt, hash []byte
}

func (h phc) String() string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.params.Memory, h.params.Time, h.params.Threads, b.EncodeToString(h.salt), b.EncodeToString(h.hash))
}

// errHash says that a hash is none that this package writes. It does not quote it.
var errHash = errors.New("a password's hash cannot be read; set the password again with sitrep user password")

// parsePHC reads a hash, and refuses one whose parameters would cost too much.
func parsePHC(s string) (phc, error) {
	if len(s) > 512 {
		return phc{}, errHash
	}
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return phc{}, errHash
	}
	numbers := strings.Split(parts[3], ",")
	if len(numbers) != 3 {
		return phc{}, errHash
	}
	var n [3]uint32
	for i, name := range []string{"m=", "t=", "p="} {
		digits, ok := strings.CutPrefix(numbers[i], name)
		v, err := strconv.ParseUint(digits, 10, 32)
		if !ok || err != nil || strconv.FormatUint(v, 10) != digits {
			return phc{}, errHash
		}
		n[i] = uint32(v)
	}
	// RFC 9106, 3.1: at least 8 KiB a thread.
	if n[1] < 1 || n[1] > mostTime || n[2] < 1 || n[2] > mostThreads || n[0] < 8*n[2] || n[0] > mostMemory {
		return phc{}, errHash
	}
	out := phc{params: Params{n[0], n[1], uint8(n[2])}}
	var errs [2]error
	b := base64.RawStdEncoding.Strict()
	out.salt, errs[0] = b.DecodeString(parts[4])
	out.hash, errs[1] = b.DecodeString(parts[5])
	if errs[0] != nil || errs[1] != nil || len(out.salt) < 8 || len(out.salt) > 64 || len(out.hash) < 16 || len(out.hash) > 64 || strings.ContainsAny(s, "\r\n") {
		return phc{}, errHash
	}
	return out, nil
}

// How long passwords are, in characters. NIST SP 800-63B-4 asks for at least 15 of a password that is the only factor, and that at least 64
// are taken; what is longer costs time and adds nothing.
const (
	ShortestPassword = 15
	LongestPassword  = 256
)

// CheckPassword says, as an InputError, why a password cannot be taken. As NIST SP 800-63B-4 (3.1.1.2) asks there are no rules about which
// characters it holds; refused is what is guessed first: one character or a few in a row again and again, keyboards and alphabets read along,
// and little but the name of the user or of the program.
func CheckPassword(password string, user User) error {
	s := norm.NFC.String(password)
	n := utf8.RuneCountInString(s)
	refuse := func(why string) error { return &InputError{"password", why} }
	switch {
	case !utf8.ValidString(s):
		return refuse("it is not text; give one of characters")
	case n < ShortestPassword:
		return refuse(fmt.Sprintf("it is too short; give at least %d characters, for instance four words that nobody would guess", ShortestPassword))
	case n > LongestPassword:
		return refuse(fmt.Sprintf("it is too long; give at most %d characters", LongestPassword))
	case strings.ContainsRune(s, 0):
		return refuse("it has a character that cannot be typed; leave that out")
	}
	plain := Fold(s)
	for _, name := range []string{user.Name, user.Display, "sitrep", "password", "passwort", "administrator", "letmein", "welcome"} {
		if name = Fold(name); utf8.RuneCountInString(name) >= 4 {
			plain = strings.ReplaceAll(plain, name, "")
		}
	}
	// What is left once that is gone must still be worth guessing.
	if left := []rune(plain); worth(left) < ShortestPassword/2 {
		return refuse("it is guessed too easily: it repeats itself, runs along the keyboard or is little but a name; give four words that nobody would guess")
	}
	return nil
}

// rows are what passwords run along.
var rows = []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "йцукенгшщзхъ"}

// worth counts the characters that do not follow from those before: neither the next in a row, nor a repetition of what stands up to eight
// characters before.
func worth(s []rune) int {
	follows := func(a, b rune) bool {
		if a == b {
			return true
		}
		pair, back := string([]rune{a, b}), string([]rune{b, a})
		for _, r := range rows {
			if strings.Contains(r, pair) || strings.Contains(r, back) {
				return true
			}
		}
		return false
	}
	n := 0
	var seen uint64 // distances at which the last characters repeated
	for i, r := range s {
		var now uint64
		for d := 1; d <= 8 && d <= i; d++ {
			if s[i-d] == r {
				now |= 1 << d
			}
		}
		repeats := bits.OnesCount64(now&seen) > 0
		seen = now
		if i == 0 || !repeats && !follows(s[i-1], r) {
			n++
		}
	}
	return n
}
