package web

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Of robots.txt the first maxRobots bytes are read (RFC 9309, 2.5: at least 500 KiB), and of their rules so many that one look-up stays cheap.
const (
	maxRobots     = 500 << 10
	maxRules      = 20_000
	maxCrawlDelay = 10 * time.Minute
)

// robots are the rules of one robots.txt that hold for one product (RFC 9309). We read it ourselves: temoto/robotstxt v1.1.2 gives up a
// file for one bad line, lets a rule that ends in "$" match anywhere, and on equal length takes the first rule rather than the one that
// allows.
type robots struct {
	rules []robotsRule
	// delay is the least time between two requests, from Crawl-delay (no part of the RFC, and in wide use); 0 where not said.
	delay time.Duration
}

type robotsRule struct {
	pattern string // as normalised by robotsPath
	allow   bool
}

// parseRobots reads what a robots.txt says to product, or to all where it does not name it. All groups that name it count as one. Lines
// that are not understood are passed over.
func parseRobots(b []byte, product string) robots {
	if len(b) > maxRobots {
		b = b[:maxRobots]
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	var named, all robots
	var isNamed bool                // a group names the product
	var toNamed, toAll, inside bool // whom the lines that are being read are for; whether the group's rules have begun
	for line := range strings.FieldsFuncSeq(string(b), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		add := func(apply func(*robots)) {
			inside = true
			if toNamed {
				apply(&named)
			}
			if toAll {
				apply(&all)
			}
		}
		switch key {
		case "user-agent", "useragent":
			if inside {
				toNamed, toAll, inside = false, false, false
			}
			switch name := token(value); {
			case strings.HasPrefix(value, "*"):
				toAll = true
			case strings.EqualFold(name, product):
				toNamed, isNamed = true, true
			}
		case "allow", "disallow":
			add(func(r *robots) {
				if value != "" && len(r.rules) < maxRules {
					r.rules = append(r.rules, robotsRule{robotsPath(value), key == "allow"})
				}
			})
		case "crawl-delay":
			add(func(r *robots) {
				if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
					r.delay = time.Duration(min(s, maxCrawlDelay.Seconds()) * float64(time.Second))
				}
			})
		}
	}
	if isNamed {
		return named
	}
	return all
}

// token is the product token that a user agent's name begins with: letters, "_" and "-" (RFC 9309, 2.2.1).
func token(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '_' && r != '-'
	})
	if end < 0 {
		return s
	}
	return s[:end]
}

// allows says whether the path of an address, with its query, may be fetched: the longest rule that matches decides, of equal ones the one
// that allows. robots.txt itself always may.
func (r *robots) allows(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	path = robotsPath(path)
	allow, longest := true, -1
	for _, rule := range r.rules {
		if n := len(rule.pattern); (n > longest || n == longest && rule.allow) && robotsMatch(rule.pattern, path) {
			allow, longest = rule.allow, n
		}
	}
	return allow
}

// robotsMatch says whether a pattern matches a path from its beginning: "*" stands for anything, "$" at the end for the path's end.
// It goes from left to right once and so takes no more steps than the path and the pattern are long together, but for a search of each part.
func robotsMatch(pattern, path string) bool {
	pattern, end := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return !end || rest == ""
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	if end {
		return strings.HasSuffix(rest, parts[last])
	}
	return strings.Contains(rest, parts[last])
}

// robotsPath writes a path so that two that mean the same are the same bytes (RFC 9309, 2.2.2): what lies outside ASCII is percent-encoded,
// what need not be encoded (RFC 3986, 2.3) is not, and hexadecimal digits are in upper case.
func robotsPath(s string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				if d := byte(v); unreserved(d) {
					out.WriteByte(d)
				} else {
					out.Write([]byte{'%', hex[d>>4], hex[d&15]})
				}
				i += 2
				continue
			}
		}
		if c <= ' ' || c >= 0x7f {
			out.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}
