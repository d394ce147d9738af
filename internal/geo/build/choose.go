package main

import (
	"strings"
	"unicode"

	"sitrep/internal/geo"
)

// Countries that write the Cyrillic and the Arabic script, beside others or not.
var (
	cyrillic = set("RU UA BY KZ KG TJ UZ TM BG RS MK MN ME BA GE AM AZ MD XK")
	arabic   = set("IQ SY IR AF PK SA YE OM AE QA BH KW JO LB PS IL EG LY TN DZ MA SD SS EH MR TD DJ SO ER TR KM TJ")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// script gives the script of the first letter of a name.
func script(name string) string {
	for _, r := range name {
		if !unicode.IsLetter(r) {
			continue
		}
		for _, s := range []string{"Latin", "Cyrillic", "Arabic"} {
			if unicode.Is(unicode.Scripts[s], r) {
				return s
			}
		}
		return "other"
	}
	return "other"
}

// large is the population from which a place's names in foreign scripts are kept.
const large = 100_000

// keep chooses among a place's other names: those in Latin letters that are not mere spellings-out of other scripts, and
// those in Cyrillic and Arabic of places where these are written or that are large.
func keep(e *geo.Entry, names []string) []string {
	foreign := map[string]bool{} // what GeoNames made of names in Cyrillic
	for _, n := range names {
		if script(n) == "Cyrillic" && !cyrillic[e.Country] {
			if s := spellOut(n); odd(s) {
				foreign[geo.Fold(s)] = true
			}
		}
	}
	big := e.Population >= large || e.Kind == geo.Country
	var out []string
	for _, n := range names {
		switch script(n) {
		case "Latin":
			if !capital(n) || foreign[geo.Fold(n)] || code(e, n) {
				continue
			}
		case "Cyrillic":
			if !cyrillic[e.Country] && !big {
				continue
			}
		case "Arabic":
			if !arabic[e.Country] && !big {
				continue
			}
		default:
			continue
		}
		out = append(out, n)
	}
	return out
}

// odd says whether a spelling-out looks like nothing else: "Mosul" may stand for a name of its own, "Sant-Zhulija" not.
func odd(spelling string) bool {
	for _, s := range []string{"j", "zh", "kh", "eh", "-"} {
		if strings.Contains(spelling, s) {
			return true
		}
	}
	return false
}

// capital says whether a name has a capital letter: GeoNames spells out Chinese, Japanese, Arabic and other names in small
// letters alone.
func capital(name string) bool { return strings.IndexFunc(name, unicode.IsUpper) >= 0 }

// code says whether a name is that of an airport or the like: three or four capitals.
func code(e *geo.Entry, name string) bool {
	if e.Kind == geo.Country {
		return false
	}
	return len(name) <= 4 && strings.ToUpper(name) == name
}

// spellings are what GeoNames writes for Cyrillic letters.
var spellings = map[rune]string{'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "j",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "c", 'ч': "ch",
	'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "eh", 'ю': "ju", 'я': "ja", 'і': "i", 'ї': "yi", 'є': "ye", 'ґ': "g", 'ў': "u",
	'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'ђ': "d", 'џ': "dz"}

func spellOut(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if s, ok := spellings[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
