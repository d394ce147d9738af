package account

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"strings"
)

// Secrets are 256 random bits. The archive keeps the SHA-256 of each only: with so many bits nothing slower is needed, and whoever reads the
// archive or a backup cannot sign in with what stands there.

const secretLength = 32

// NewSecret makes a secret for a cookie or a link, and gives it with what is kept of it.
func NewSecret(random io.Reader) (secret string, id []byte, err error) {
	b := make([]byte, secretLength)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", nil, fmt.Errorf("making a secret: %w", err)
	}
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, digest(secret), nil
}

// SecretID is what is kept of a secret, or false for what is none.
func SecretID(secret string) ([]byte, bool) {
	if len(secret) != base64.RawURLEncoding.EncodedLen(secretLength) {
		return nil, false
	}
	if b, err := base64.RawURLEncoding.Strict().DecodeString(secret); err != nil || len(b) != secretLength {
		return nil, false
	}
	return digest(secret), true
}

func digest(s string) []byte {
	sum := sha256.Sum256([]byte(s))
	return sum[:]
}

// A token is "sitrep_", 43 characters of base 62 for its 256 bits and 6 for the CRC-32 of all before them: programs that look for leaked
// secrets know it by its beginning, and tell one that was typed wrong from one that was revoked.
const (
	tokenPrefix = "sitrep_"
	tokenBody   = 43
	tokenCheck  = 6
	tokenHint   = 4 // characters of the body that are kept to know it by
)

const digits62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// base62 writes n in width digits.
func base62(n *big.Int, width int) string {
	out := []byte(strings.Repeat("0", width))
	base, rest, n := big.NewInt(62), new(big.Int), new(big.Int).Set(n)
	for i := width - 1; i >= 0; i-- {
		n.DivMod(n, base, rest)
		out[i] = digits62[rest.Int64()]
	}
	return string(out)
}

func checksum(s string) string {
	return base62(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(s)))), tokenCheck)
}

// NewToken makes a token, and gives it with what is kept of it and how it begins.
func NewToken(random io.Reader) (token string, id []byte, hint string, err error) {
	b := make([]byte, secretLength)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", nil, "", fmt.Errorf("making a token: %w", err)
	}
	token = tokenPrefix + base62(new(big.Int).SetBytes(b), tokenBody)
	token += checksum(token)
	return token, digest(token), token[:len(tokenPrefix)+tokenHint], nil
}

// ErrToken says that a text is no token.
var ErrToken = errors.New("this is no token of sitrep, or it was not copied whole")

// TokenID is what is kept of a token, or ErrToken.
func TokenID(token string) ([]byte, error) {
	body, ok := strings.CutPrefix(token, tokenPrefix)
	if !ok || len(body) != tokenBody+tokenCheck || strings.Trim(body, digits62) != "" {
		return nil, ErrToken
	}
	if before := token[:len(token)-tokenCheck]; token[len(before):] != checksum(before) {
		return nil, ErrToken
	}
	return digest(token), nil
}
