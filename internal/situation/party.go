package situation

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
)

// Party is who may hold a place: a group of the registry, the government of a country with all its forces, or those whom reports do not name.
type Party struct {
	// ID is "actor:" and a folded name, "state:" and an ISO 3166-1 alpha-2 code, or "unnamed:", a kind and the code of the country. It is ""
	// for nobody known.
	ID   string
	Name string
	// unnamed says that reports call them by no more than a kind: "rebels".
	unnamed bool
}

// state says that the party is a country's government.
func (p Party) state() bool { return strings.HasPrefix(p.ID, "state:") }

// may says that p and q may be the same party: one that is not named may be any that is no government.
func (p Party) may(q Party) bool {
	return p.ID == q.ID && p.ID != "" || (p.unnamed || q.unnamed) && p.ID != "" && q.ID != "" && !p.state() && !q.state()
}

// apart are bodies that the registry files under a country whose government they are not, or were not while they held ground, with the side that they are
// of.
var apart = map[string]string{
	"Peshmerga":                     "Kurdistan Regional Government",
	"Kurdistan Regional Government": "Kurdistan Regional Government",
	"Autonomous Administration of North and East Syria": "Syrian Democratic Forces",
	"Libyan National Army":                              "Libyan National Army",
	"National Transitional Council":                     "National Transitional Council",
	"National Unity Government":                         "National Unity Government",
	"Saudi-led coalition":                               "Saudi-led coalition",
	"United States-led coalition":                       "United States-led coalition",
	"Jubaland security forces":                          "Jubaland security forces",
	"Puntland security forces":                          "Puntland security forces",
	"Wagner Group":                                      "state:RU",
	"Popular Mobilization Forces":                       "state:IQ",
}

var (
	rebelWords    = pattern(`\b(rebels?|insurgents?|opposition|revolutionary|revolutionaries|anti[- ](government|regime|\w+))\b`)
	splitWords    = pattern(`\b(separatists?|secessionists?|breakaway)\b`)
	militantWords = pattern(`\b(militants?|islamists?|jihadists?|jihadis?|gunmen|fighters|extremists?|militia|militiamen|terrorists?)\b`)
	ownWords      = pattern(`\b(government|loyalists?|regime|state|army|military|troops|soldiers|police|country's|federal|national)\b`)
	armedWords    = pattern(`\b(army|forces?|troops|soldiers|military|militants?|fighters|rebels?|units?|group|militia|militias|alliance|coalition|movement|front|brigades?|commandos?|marines|government|tribesmen)\b`)
	// properName is a name of its own that ends in a word for armed people: "Revolutionary Commando Army".
	properName = pattern(`\b(?:\p{Lu}[\p{L}'’-]+ ){1,5}(?:Army|Front|Movement|Brigades?|Battalion|Militia|Alliance|Council|Division|Command|Company|Forces?|Party|Group|Union|Guards?)\b`)
	pronouns   = pattern(`^(they|it|he|she|who|which|that|we|both|all|its|their|others?|people|the|residents|civilians)\b`)
)

// parties tells who the words of claims stand for. It remembers.
type parties struct {
	registry   *actor.Registry
	adjectives []adjective       // the longest first
	nations    map[string]nation // by small letters
	known      map[[2]string]Party
	// fighters has those who fight for a government without being its force, and the missions of organisations, stand for themselves.
	fighters bool
}

type adjective struct{ words, code string }

// nation is a country as a name or an adjective of it has it.
type nation struct {
	code string
	name bool // the name of the country itself
}

func newParties(r *actor.Registry) *parties {
	p := &parties{registry: r, known: map[[2]string]Party{}, nations: map[string]nation{}}
	for _, c := range geo.Countries() {
		s := r.State(c.Alpha2)
		if s == nil {
			continue
		}
		for i, w := range append([]string{s.Name, c.Name, s.Adjective}, c.Demonyms...) {
			if w != "" {
				if _, ok := p.nations[strings.ToLower(w)]; !ok {
					p.nations[strings.ToLower(w)] = nation{c.Alpha2, i < 2}
				}
				p.adjectives = append(p.adjectives, adjective{strings.ToLower(w), c.Alpha2})
			}
		}
	}
	slices.SortFunc(p.adjectives, func(a, b adjective) int {
		if len(a.words) != len(b.words) {
			return len(b.words) - len(a.words)
		}
		return strings.Compare(a.words+a.code, b.words+b.code)
	})
	return p
}

// government is the party of a country.
func (p *parties) government(code string) Party {
	name := code
	if s := p.registry.State(code); s != nil {
		name = s.Adjective
	}
	return Party{ID: "state:" + code, Name: name + " government"}
}

func unnamed(kind, country string) Party {
	return Party{ID: "unnamed:" + kind + ":" + country, Name: kind, unnamed: true}
}

// of is whom a name stands for at a place in a country (ISO 3166-1 alpha-2, "" for unknown); the zero Party where that cannot be told.
func (p *parties) of(name, country string) Party {
	key := [2]string{name, country}
	if known, ok := p.known[key]; ok {
		return known
	}
	found := p.find(strings.Join(strings.Fields(name), " "), country)
	p.known[key] = found
	return found
}

// side is the party of an actor of the registry: what it is part of, or the government whose body it is.
func (p *parties) side(a *actor.Actor) Party {
	for range 8 { // no chain is longer
		if to, ok := apart[a.Name]; ok {
			code, ok := strings.CutPrefix(to, "state:")
			switch {
			case ok && p.fighters:
				return named(a.Name)
			case ok:
				return p.government(code)
			}
			return named(to)
		}
		above := p.registry.Named(a.PartOf)
		if a.PartOf == "" || above == nil || p.fighters && above.Kind == "organisation" || above.Country != a.Country && above.Country != "" || above.Name == "al-Qaeda" {
			break
		}
		a = above
	}
	switch a.Kind {
	case "military", "police", "government":
		if a.Country != "" {
			return p.government(a.Country)
		}
	case "armed_group", "militia", "":
	default:
		return Party{} // watches, and holds nothing
	}
	return named(a.Name)
}

var officials = pattern(`\b(president|prime minister|premier|government|army|military|armed forces|commander|general|minister|ministry|forces|authorities|officials?)\b`)

// official is the government of a country where words name one who speaks for it: "Iraqi Prime Minister"; else the zero Party.
func (p *parties) official(words, country string) Party {
	low := " " + strings.ToLower(words) + " "
	if country == "" || !officials.MatchString(low) {
		return Party{}
	}
	for _, a := range p.adjectives {
		if a.code == country && (strings.Contains(low, " "+a.words+" ") || strings.Contains(low, " "+a.words+"'s ")) {
			return p.government(country)
		}
	}
	return Party{}
}

// lent says that the first of fillers fights for a government without being its force, so that its leaving a place is not the government's.
func (p *parties) lent(list []sitrep.Filler) bool {
	return len(list) > 0 && strings.HasPrefix(apart[list[0].Name], "state:")
}

func named(name string) Party {
	return Party{ID: "actor:" + strings.ReplaceAll(geo.Fold(name), " ", "-"), Name: name}
}

func (p *parties) find(name, country string) Party {
	name = trimArticle(name)
	if name == "" {
		return Party{}
	}
	if a := p.registry.Called(name); a != nil {
		return p.side(a)
	}
	low := strings.ToLower(name)
	if pronouns.MatchString(low) {
		return Party{}
	}
	// The longest run of words that the registry knows: "U.S.-backed Syrian Democratic Forces", "Islamic State fighters".
	if a := p.within(name, country); a != nil {
		return p.side(a)
	}
	rest := low
	for _, a := range p.adjectives {
		after, ok := strings.CutPrefix(low, a.words)
		if !ok || after != "" && after[0] != ' ' && !strings.HasPrefix(after, "'s ") && !strings.HasPrefix(after, "’s ") {
			continue
		}
		country, rest = a.code, strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(after, "'s"), "’s"))
		if rest == "" {
			return p.government(country)
		}
		break
	}
	switch {
	case properName.MatchString(name) && rest == low:
		m := properName.FindString(name)
		if !p.registry.IsBody(strings.ToLower(m)) && !ownOrKind(m) {
			return named(m)
		}
	}
	switch {
	case splitWords.MatchString(rest):
		return unnamed("separatists", country)
	case rebelWords.MatchString(rest) && !strings.HasPrefix(rest, "counter"):
		return unnamed("rebels", country)
	case militantWords.MatchString(rest) && !strings.HasPrefix(rest, "pro-government"):
		return unnamed("militants", country)
	case country != "" && rest != low && armedWords.MatchString(rest), country != "" && (p.registry.IsBody(rest) && rest != "forces" || ownWords.MatchString(rest)):
		return p.government(country)
	case name[0] >= 'A' && name[0] <= 'Z' && strings.Contains(name, " ") && armedWords.MatchString(low):
		return named(name)
	}
	return Party{}
}

// ownOrKind says that a capitalised name, as a sentence begins with or a headline has, is but a kind: "Rebel Forces".
func ownOrKind(name string) bool {
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if !ownWords.MatchString(w) && !rebelWords.MatchString(w) && !splitWords.MatchString(w) && !militantWords.MatchString(w) && w != "forces" && w != "force" && w != "group" {
			return false
		}
	}
	return true
}

// within is, in a country, the actor that the longest run of a name's words names, of equally long ones the first; no run of one lower-case word counts.
func (p *parties) within(name, country string) *actor.Actor {
	words := strings.Fields(name)
	if len(words) > 12 {
		words = words[:12]
	}
	for n := len(words) - 1; n > 0; n-- {
		for i := 0; i+n <= len(words); i++ {
			run := strings.Join(words[i:i+n], " ")
			run = strings.Trim(run, ",;:()\"“”'’")
			if run == "" || n == 1 && strings.ToLower(run) == run {
				continue
			}
			a := p.registry.Called(run)
			if a != nil && p.fighters && (a.Kind == "media" || i > 0 && p.elsewhere(a, words[i-1]) || n == 1 && i+1 < len(words) && p.continues(words[i+1]) || i+n+1 < len(words) && words[i+n] == "of" && p.ofElsewhere(a, words[i+n+1], country)) {
				continue
			}
			if a != nil && (i == 0 || words[i-1] != "of" || p.fighters || armedWords.MatchString(strings.ToLower(strings.Join(words[:i], " ")))) { // not "a leader of"
				return a
			}
		}
	}
	return nil
}

// trimArticle cuts what stands before a name.
func trimArticle(name string) string {
	for _, a := range []string{"the ", "The ", "THE ", "a ", "A ", "an ", "An ", "some ", "Some ", "more "} {
		name = strings.TrimPrefix(name, a)
	}
	return strings.TrimSpace(name)
}

// elsewhere says that the word before a name is of a country in which its bearer is not active: the "Syrian Arab Coalition" is not the Arab coalition in Yemen.
func (p *parties) elsewhere(a *actor.Actor, word string) bool {
	n, ok := p.nations[strings.ToLower(word)]
	return ok && len(a.Active) > 0 && n.code != a.Country && !slices.Contains(a.Active, n.code)
}
