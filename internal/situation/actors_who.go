package situation

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/actor"
)

// who is the party that a filler of a role stands for, the zero Party where that cannot be told. A people is not its government: "two Palestinians" and
// "an Israeli" are nobody's side.
func (p *parties) who(f *sitrep.Filler, role sitrep.Role, country string) Party {
	name := f.Name
	if name == "" {
		name = f.Text
	}
	name = trimArticle(strings.ReplaceAll(strings.Join(strings.Fields(name), " "), "s' ", "s ")) // "the Philippines' Army"
	if name == "" {
		return Party{}
	}
	if n, ok := p.nation(name); ok {
		switch {
		case stateless[n.code]:
			return Party{}
		case f.By == "modifier" && role == sitrep.Actor: // "an Israeli air strike"
		case role == sitrep.Victim && f.By != "from":
			return Party{}
		case !n.name:
			return Party{}
		}
		return p.government(n.code)
	}
	known := p.registry.Called(name) != nil
	switch {
	case peacekeepers.MatchString(f.Text) || peacekeepers.MatchString(name): // of whatever country
		return named("United Nations")
	case arms.MatchString(name) || known && p.goesOn(f, country):
		return Party{}
	case !known && (role == sitrep.Victim || role == sitrep.Target) && peopleWords.MatchString(name):
		return Party{}
	}
	if m := heldBy.FindStringSubmatch(name); m != nil && role == sitrep.Target {
		return p.backer(m[1], country)
	}
	helped := false
	if m := backedWords.FindStringIndex(name); m != nil && strings.TrimSpace(name[m[1]:]) != "" {
		name, helped = strings.TrimSpace(name[m[1]:]), true // the backer is no party to it
	}
	if loyalTo.MatchString(name) {
		return Party{}
	}
	if numbered.MatchString(name) && p.within(name, country) == nil {
		return Party{} // of whose army is not told
	}
	known = known || p.within(name, country) != nil
	if m := community.FindString(strings.ToLower(name)); m != "" && !known {
		return p.ofCommunity(name, m, country)
	}
	if !known {
		if a := p.ambiguous(name, country); a != nil {
			return p.side(a)
		}
	}
	found := p.of(name, country)
	if !known && strings.HasPrefix(found.ID, "actor:") {
		if titles.MatchString(name) || properName.FindString(found.Name) != found.Name {
			return Party{}
		}
		if m := longName.FindString(name); m != "" && strings.HasPrefix(m, found.Name) {
			found = named(m)
		}
		if found.Name != name && !strings.Contains(found.Name, " of ") && !strings.Contains(found.Name, " for ") {
			found = p.of(found.Name, country) // "Shi'ite-led Iraqi Army"
		}
	}
	if found.ID == "" && organised.MatchString(f.Text) && role != sitrep.Victim {
		if a := p.registry.Called(f.Name); a != nil && a.Kind == "organisation" {
			return named(a.Name)
		}
	}
	if code := strings.TrimPrefix(found.ID, "state:"); found.state() {
		switch {
		case helped && !known && !p.namesNation(name, code): // "the Turkish-backed National Army" is of no army of the place's
			return Party{}
		case stateless[code] && !(ownPolice.MatchString(name) && p.namesNation(name, code)):
			return Party{}
		case role == sitrep.Actor && oneMan.MatchString(f.Text): // whose deed may be his own
			return Party{}
		}
	}
	if found.unnamed && strings.HasSuffix(found.ID, ":") {
		return Party{} // in no country
	}
	return found
}

// goesOn says that what a filler has as a name is in its report the beginning of a longer one: "Fatah Halab", "the People's Liberation Army of Manipur".
func (p *parties) goesOn(f *sitrep.Filler, country string) bool {
	text := trimArticle(f.Text)
	if p.registry.Called(text) != nil {
		return false
	}
	if _, of, ok := strings.Cut(text, " of "); ok && !strings.Contains(f.Name, " of ") && p.ofElsewhere(p.registry.Called(f.Name), of, country) {
		return true
	}
	_, after, ok := strings.Cut(text, f.Name+" ")
	next, _, _ := strings.Cut(after, " ")
	return ok && !strings.Contains(f.Name, " ") && p.continues(next)
}

// ofElsewhere says that "of" and the words behind it make a name another's, of a country that is not its bearer's.
func (p *parties) ofElsewhere(a *actor.Actor, of, country string) bool {
	return a != nil && a.Country != "" && country != "" && a.Country != country && !slices.Contains(a.Active, country) && of != "" && of[0] >= 'A' && of[0] <= 'Z'
}

// continues says that a word behind a name is part of a longer one: it has a capital, and is no office, force or country.
func (p *parties) continues(word string) bool {
	if word == "" || word[0] < 'A' || word[0] > 'Z' {
		return false
	}
	low := strings.ToLower(word)
	_, nation := p.nations[low]
	return !nation && !armedWords.MatchString(low) && !titles.MatchString(low) && !militantWords.MatchString(low)
}

// ambiguous is the only armed party active in a country that bears an acronym of a name, where others elsewhere bear it too.
func (p *parties) ambiguous(name, country string) *actor.Actor {
	if country == "" {
		return nil
	}
	for _, w := range strings.Fields(name) {
		w = strings.Trim(w, "()\"'’,.")
		if len(w) < 2 || len(w) > 7 || strings.ToUpper(w) != w {
			continue
		}
		var found *actor.Actor
		n := 0
		for _, a := range p.registry.Bearers(w) {
			if (a.Kind == "armed_group" || a.Kind == "militia" || a.Kind == "military") && (a.Country == country || slices.Contains(a.Active, country)) {
				found = a
				n++
			}
		}
		if n == 1 {
			return found
		}
	}
	return nil
}

var (
	organised    = pattern(`(?i)\b(troops?|soldiers?|forces?|peacekeepers?|warplanes?|jets?|aircraft|air ?strikes?|helicopters?|convoy|base)\b`)
	ownPolice    = pattern(`(?i)\b(police|authority|government|security)\b`)
	peacekeepers = pattern(`(?i)\b(UN|U\.N\.|United Nations|MONUSCO|MINUSMA|UNIFIL|UNAMID|MINUSCA) (troops?|soldiers?|forces?)\b|\bpeace-?keep(ers?|ing (troops?|soldiers?|forces?))\b`)
	// oneMan is a single man of a force.
	oneMan = pattern(`(?i)^(an?|one|the lone|(an? |the )?(former|rogue|off-duty)) .*\b(soldier|officer|policeman|policewoman|guard|member|serviceman|marine|sergeant|recruit|man)\b`)
	// manyOf begins a number of people.
	manyOf = pattern(`(?i)^(at least |about |around |some |up to |nearly |more than |over )?(\d|dozens|hundreds|thousands|scores|several|two|three|four|five|six|seven|eight|nine|ten)\b`)
	// loyalTo are those who hold with a person: "pro-Bozizé loyalists", "forces loyal to the former president".
	loyalTo = pattern(`\bloyal to \b|\b[Pp]ro-\p{Lu}[\p{L}'’]+ .*loyalists?\b`)
	// longName is a proper name that goes on behind its head: "Popular Front for the Liberation of Palestine".
	longName = pattern(`(?:\p{Lu}[\p{L}'’-]+ ){1,5}(?:Army|Front|Movement|Forces?|Union|Party|Council|Alliance|Brigades?)(?: (?:of|for)(?: the)? \p{Lu}[\p{L}'’-]+(?: (?:and|of|the) \p{Lu}[\p{L}'’-]+| \p{Lu}[\p{L}'’-]+)*)`)
	// arms are no rebels: "an anti-aircraft battery".
	arms = pattern(`(?i)\banti-(air\w*|tank|missile|ship|personnel|drone|submarine|ballistic)\b`)
	// heldBy begins the name of a place by its holder.
	heldBy   = pattern(`(?i)^(.{2,60}?)[- ](held|controlled|occupied|run|ruled|dominated)\b`)
	numbered = pattern(`\b\d+(st|nd|rd|th)\b`)
	titles   = pattern(`(?i)\b(spokes(man|woman|person)|leader|chief|commander|president|minister|secretary|general|colonel|captain|major|director|head|chairman|official|member|politician|lawmaker|candidate|founder)s?\b`)
	// community are peoples and faiths whose fighters are no state's: "Iraqi Kurdish forces".
	community = pattern(`\b(kurdish|kurds|shia|shi'ite|shiite|sunni|druze|alawite|christian|hutu|tutsi|turkmen|yazidi|yezidi|tuareg|tribal|tribesmen|clan|bedouin|berber|amazigh|hazara|pashtun|baloch|naga|karen|kachin|shan|rohingya)\b`)
	// forceWords follow the name of a people where its fighters are meant.
	forceWords = pattern(`\b(army|forces?|troops|soldiers|militants?|fighters|gunmen|rebels?|insurgents?|militias?|militiamen|groups?|guerrillas?|tribesmen)\b`)
)

// spellings are other ways to write a people or a faith.
var spellings = map[string]string{"kurds": "kurdish", "shi'ite": "shia", "shiite": "shia", "yezidi": "yazidi", "tribesmen": "tribal", "clan": "tribal", "berber": "amazigh"}

// ofCommunity are the fighters of a people in a country.
func (p *parties) ofCommunity(name, people, country string) Party {
	low := strings.ToLower(name)
	if !forceWords.MatchString(low) {
		return Party{}
	}
	for _, a := range p.adjectives {
		if strings.HasPrefix(low, a.words+" ") {
			country = a.code
			break
		}
	}
	if country == "" {
		return Party{}
	}
	if to, ok := spellings[people]; ok {
		people = to
	}
	return unnamed(strings.ToUpper(people[:1])+people[1:]+" fighters", country)
}

// nation is the country that a name is no more than the name or the adjective of.
func (p *parties) nation(name string) (n nation, ok bool) {
	low := strings.ToLower(name)
	if n, ok = p.nations[low]; ok {
		return n, true
	}
	n, ok = p.nations[strings.TrimSuffix(low, "s")]
	n.name = false
	return n, ok
}

// backer is who is named before "-backed".
func (p *parties) backer(words, country string) Party {
	for {
		switch low := strings.ToLower(words); low {
		case "government", "regime", "state", "army", "military":
			if country == "" || stateless[country] {
				return Party{}
			}
			return p.government(country)
		}
		if n, ok := p.nation(words); ok {
			if stateless[n.code] {
				return Party{}
			}
			return p.government(n.code)
		}
		if a := p.registry.Called(words); a != nil {
			return p.side(a)
		}
		_, after, ok := strings.Cut(words, " ")
		if !ok {
			return Party{}
		}
		words = after
	}
}

// namesNation says that a name has the name or an adjective of a country in it.
func (p *parties) namesNation(name, code string) bool {
	found := false
	p.eachNation(name, func(c string) { found = found || c == code })
	return found
}

// namesOther says that a sentence names another country.
func (p *parties) namesOther(sentence, code string) bool {
	found := false
	p.eachNation(sentence, func(c string) { found = found || c != code })
	return found
}

// eachNation calls f with every country that capitalised words name.
func (p *parties) eachNation(text string, f func(code string)) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;:()\"“”-–—/", r) })
	for i := range words {
		if c := words[i][0]; c < 'A' || c > 'Z' {
			continue
		}
		run := ""
		for k := i; k < min(len(words), i+4); k++ {
			w := strings.TrimSuffix(strings.TrimSuffix(words[k], "'s"), "’s")
			run = strings.TrimSpace(run + " " + strings.ToLower(w))
			if n, ok := p.nations[run]; ok {
				f(n.code)
			} else if n, ok := p.nations[strings.TrimSuffix(run, ".")]; ok {
				f(n.code)
			}
		}
	}
}

// namesGroup says that a sentence names an armed group of the registry other than those of a list.
func (p *parties) namesGroup(sentence string, list []sitrep.Filler) bool {
	words := strings.Fields(sentence)
	for i := range words {
		if w := strings.TrimLeft(words[i], "(\"“"); w == "" || strings.ToLower(w[:1]) == w[:1] && !strings.Contains(w, "-") {
			continue
		}
		for n := min(6, len(words)-i); n > 0; n-- {
			a := p.registry.Called(strings.Trim(strings.Join(words[i:i+n], " "), ",;:.()\"“”'’"))
			if a != nil && (a.Kind == "armed_group" || a.Kind == "militia") && !slices.ContainsFunc(list, func(f sitrep.Filler) bool { return f.Name == a.Name }) {
				return true
			}
		}
	}
	return false
}
