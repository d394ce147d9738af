package toponym

import (
	_ "embed"
	"strings"
	"sync"

	"sitrep/internal/geo"
)

//go:embed given.txt
var givenTXT string

//go:embed stop.txt
var stopTXT string

//go:embed abbreviations.tsv
var abbreviationsTSV string

//go:embed generics.tsv
var genericsTSV string

// class is what a generic noun makes of the name that it stands in.
type class uint8

const (
	plain class = iota // no such noun
	admin
	land
	site
	street
	body
	media
	event
	team
)

var classes = map[string]class{"admin": admin, "land": land, "site": site, "street": street, "body": body, "media": media, "event": event, "team": team}

// ground says that what the noun names lies somewhere: land or what is built on it.
func (c class) ground() bool { return c >= admin && c <= street }

type lists struct {
	given, stop    map[string]bool
	tail, head, of map[string]class
	short          map[string][]full // by short form as it is written
	called         map[string]string // folded name of a country, its common ones alone → place id
}

// full is what a short form stands for.
type full struct {
	country, name string
	kind          geo.Kind
}

// data is read once, on first use.
var data = sync.OnceValue(func() *lists {
	l := &lists{given: fields(givenTXT), stop: fields(stopTXT), tail: map[string]class{}, head: map[string]class{}, of: map[string]class{},
		short: map[string][]full{}, called: map[string]string{}}
	for _, c := range geo.Countries() {
		for _, n := range append([]string{c.Name}, c.Names...) {
			l.called[geo.Fold(n)] = c.ID
		}
	}
	for line := range strings.Lines(abbreviationsTSV) {
		if c := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(c) == 4 && !strings.HasPrefix(line, "#") {
			l.short[c[0]] = append(l.short[c[0]], full{c[1], c[2], geo.Kind(c[3])})
		}
	}
	for line := range strings.Lines(genericsTSV) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		switch c[1] {
		case "tail":
			l.tail[c[0]] = classes[c[2]]
		case "head":
			l.head[c[0]] = classes[c[2]]
		case "of":
			l.of[c[0]] = classes[c[2]]
		}
	}
	return l
})

// fields are the words of the lines that are no comments.
func fields(s string) map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(s) {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line) {
				m[w] = true
			}
		}
	}
	return m
}

// Behind locatives a name is a place unless much speaks against it; other prepositions say less.
var (
	locatives = fields("in at near around outside inside throughout toward towards within into across")
	weak      = fields("from to of for through between via along off over on past beyond leaving against")
	// sides are words before a name that say which part of the place is meant.
	sides = fields("north south east west northern southern eastern western central northeast northwest southeast southwest northeastern " +
		"northwestern southeastern southwestern north-east north-west south-east south-west north-eastern north-western south-eastern south-western " +
		"downtown upstate nearby neighbouring neighboring rural urban coastal mainland metropolitan inner outer suburban northernmost southernmost")
	speech = fields("said says told tells added adds explained asked noted insisted stated recalled thinks believes knows wrote argued joked laughed")
	titles = fields("mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame rev. rev reverend father sister brother prof. prof professor judge justice coach officer detective " +
		"sgt sgt. sergeant lt lt. lieutenant capt capt. captain maj. major col. colonel gen. general admiral cmdr. cpl. cpl pfc pvt. spc. deputy sheriff trooper constable pc inspector " +
		"president vice-president premier chancellor king queen prince princess emperor pope cardinal bishop archbishop imam sheikh ayatollah mullah rabbi pastor " +
		"minister secretary mayor governor gov. gov sen. sen senator rep. rep representative congressman congresswoman councilman councilwoman councillor councilor alderman commissioner " +
		"ambassador chairman chairwoman director spokesman spokeswoman superintendent attorney principal singer actor actress author comedian striker midfielder defender goalkeeper quarterback pitcher ceo")
	// joins are small words inside names.
	joins = fields("of the de la le los las del di da do dos das du des el al ul upon sur sous es ed ash as bin ibn bint y en")
	// links are small words that hyphens hold to the word before them: "Sar-e Pol".
	links = fields("e i ye yi ul ur de du la le sur sous en es eh")
	// articles begin names that a hyphen holds together: "Al-Bab".
	articles = fields("al el ad an ar as ash at az ez es abu ust")
	// taken are verbs whose object is a place: "entered", "shelled".
	taken = fields("entered enter left reached captured seized took retook recaptured shelled bombed stormed besieged surrounded liberated freed visited fled overran " +
		"bombarded encircled evacuated entering leaving reaching capturing shelling bombing besieging leave reach capture retake recapture")
	// folk are nouns before "of" and a place: "the people of", "the battle of".
	folk = fields("people residents inhabitants citizens natives christians muslims villagers mayor bishop archbishop governor outskirts suburbs streets siege battle fall liberation " +
		"capture recapture bombardment shelling north south east west northeast northwest southeast southwest heart centre center edge")
	// locals are nouns behind a place that say whose they are: "Oxford police".
	locals = fields("police mayor officials official residents resident firefighters councillors councilman councilwoman man woman men women boy girl teenager couple family native " +
		"businessman businesswoman lawyer attorney sheriff firefighter paramedics hospital hospitals school schools courthouse jail area suburb outskirts neighborhood neighbourhood")
	// seats are words behind a place in the names of bodies that are of that place: "Mansfield Police Department".
	seats = fields("police city county fire public municipal school high community township town village sheriff district regional general memorial university college " +
		"airport international chamber council board court courthouse hospital elementary middle parks health")
	// settled are nouns behind a name that make it a place: "Fargo residents".
	settled = fields("city town village county district province region area neighborhood neighbourhood suburb suburbs resident residents native natives border coast outskirts metro")
	// parts are nouns of a part of a place, which "of" and its whole follow: "the Zanjili district of Mosul".
	parts = fields("district neighborhood neighbourhood quarter suburb suburbs area borough section sector part camp village town city county region province")
	// placed are nouns between a nation and its place: "the Iraqi city of".
	placed = fields("city cities town towns village villages capital province provinces region district port state island of the coastal border northern southern eastern western central " +
		"southeastern northeastern southwestern northwestern resort industrial provincial largest second second-largest historic holy besieged")
)
