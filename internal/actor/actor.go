// Package actor answers one question: who. It holds the registry of codebook/actors (armed groups, forces, organisations,
// outlets, people in office), names the bodies of states by rule ("Iraqi troops", "Pakistan Army"), and tells what kinds of
// people, arms and things nouns stand for. A Report reads one report with it: names that several actors bear are decided by
// the countries that the report is about and by its date, and left open where these do not tell.
package actor

import "strings"

// Class is a set of the kinds of thing a noun can stand for, one bit a word list.
type Class uint32

// The classes, named after the files of codebook/lists.
const (
	Fighter Class = 1 << iota
	Force
	Person
	Official
	Organisation
	Media
	Weapon
	Explosive
	Aircraft
	Vehicle
	Facility
	Settlement
	Abstract
	Accident
)

var lists = map[string]Class{"fighters": Fighter, "forces": Force, "people": Person, "officials": Official, "organisations": Organisation,
	"media": Media, "weapons": Weapon, "explosives": Explosive, "aircraft": Aircraft, "vehicles": Vehicle, "facilities": Facility,
	"settlements": Settlement, "abstract": Abstract, "accidents": Accident}

// Actor is a row of the registry, or a body of a state named by rule. It must not be changed.
type Actor struct {
	Name    string
	Kind    string // armed_group, militia, military, police, government, organisation, media; "" where bearers of a name differ in it
	Country string // ISO 3166-1 alpha-2 (or SU, YU, CS, DD), "" for several or none
	// Active lists the countries that the actor is or was active in, From and To its first and last year, 0 where unknown or
	// still active.
	Active   []string
	From, To int
	PartOf   string
	Aliases  []string
	// CAMEO is the actor's CAMEO code (CAMEO Codebook 1.1b3, chapter 3) where it does not follow from Country and Kind: IGO, NGO.
	CAMEO string
	// Outlet says what an outlet is, "" for what is none: agency, outlet, or state where a state owns or runs it. Domains are its
	// addresses, without "www.".
	Outlet  string
	Domains []string
	// Open says that the name is borne by several actors and the report does not tell which is meant: nothing but the name and
	// what all bearers share is known.
	Open bool
}

// active says whether the actor may be meant in a report of that year: it existed, and did not end long before.
func (a *Actor) active(year int) bool {
	const after = 2 // years that a group is still reported on after its end
	return year == 0 || (a.From == 0 || year >= a.From) && (a.To == 0 || year <= a.To+after)
}

// fold writes a word of a name without what spellings vary in: case, accents, apostrophes, hyphens, full stops.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
	}
	if plain {
		return s
	}
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '&':
			b = append(b, byte(r))
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		case r < 0x80, r == '\u2019', r == '\u02bf', r == '\u02bc', r == '\u2013':
		default:
			if base, ok := accents[r]; ok {
				b = append(b, base...)
			} else {
				b = append(b, strings.ToLower(string(r))...)
			}
		}
	}
	return string(b)
}

// accents are letters of Latin alphabets and what they are written as without their marks.
var accents = func() map[rune]string {
	m := map[rune]string{}
	for _, g := range []string{"aáàâäãåāă", "cçćč", "dđ", "eéèêëēėęě", "gğ", "iíìîïīıİ", "lł", "nñńň", "oóòôöõøō", "rř", "sşšșś", "tţț", "uúùûüū", "yýÿ", "zžźż",
		"AÁÀÂÄÃÅ", "CÇĆČ", "DĐ", "EÉÈÊËĒ", "GĞ", "IÍÌÎÏĪ", "LŁ", "NÑ", "OÓÒÔÖÕØ", "SŞŠȘŚ", "UÚÙÛÜ", "ZŽŹŻ"} {
		letters := []rune(g)
		for _, r := range letters[1:] {
			m[r] = strings.ToLower(string(letters[0]))
		}
	}
	return m
}()
