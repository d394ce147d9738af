package toponym

import (
	"strings"

	"sitrep/internal/geo"
)

// everybodys are country domains that publishers everywhere use for what they spell: of Tuvalu, Colombia, Montenegro and others.
var everybodys = fields("tv co me io ai fm am ly to cc ws gg sh la nu st vc bz sc")

// home is the country, ISO 3166-1 alpha-2, whose domain a web address ends in (RFC 1591: country domains are ISO 3166 codes, but for
// "uk"); "" for none.
func home(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	if i := strings.IndexAny(address, "/?#:"); i >= 0 {
		address = address[:i]
	}
	i := strings.LastIndexByte(address, '.')
	if i < 0 {
		return ""
	}
	code := strings.ToLower(address[i+1:])
	switch {
	case code == "uk":
		return "GB"
	case len(code) != 2 || everybodys[code]:
		return ""
	}
	code = strings.ToUpper(code)
	if geo.CountryID(code) == "" {
		return ""
	}
	return code
}
