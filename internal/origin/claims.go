package origin

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// Home is the origin of what a report says in its own words.
type Home struct {
	Key  string // the same for the same origin in all reports; see ClaimOrigin
	Name string // for people
	Kind Kind
}

// Settle tells the home of a group of copies from the credits of its members, in any order: the agency that most of them name, of several as
// frequent the first by name; else the one outlet that they all have; else the group itself, whose author is not known.
func Settle(g GroupID, members []Credit) Home {
	agencies, outlets := map[string]int{}, map[string]string{}
	kinds := map[string]Kind{}
	for _, c := range members {
		switch c.Kind {
		case Agency:
			agencies[c.Name]++
			kinds[c.Name] = Agency
		case Outlet:
			outlets[c.Key()] = min(cmp.Or(outlets[c.Key()], c.Name), c.Name)
		}
	}
	if len(agencies) > 0 {
		names := slices.SortedFunc(maps.Keys(agencies), func(a, b string) int {
			return cmp.Or(agencies[b]-agencies[a], strings.Compare(a, b))
		})
		return Home{pressKey(names[0]), names[0], Agency}
	}
	if len(outlets) == 1 {
		for key, name := range outlets {
			return Home{key, name, Outlet}
		}
	}
	name := "a report without a publisher"
	if len(outlets) > 0 {
		printed := slices.Sorted(maps.Values(outlets))
		name = "unknown author of a text printed by " + strings.Join(printed[:min(3, len(printed))], ", ")
		if n := len(printed) - 3; n > 0 {
			name += fmt.Sprintf(" and %d more", n)
		}
	} else if len(members) > 1 {
		name = fmt.Sprintf("unknown author of a text found %d times", len(members))
	}
	return Home{"group:" + string(g), name, Group}
}

// ClaimOrigin is the party that a claim goes back to.
type ClaimOrigin struct {
	Claim sitrep.ClaimID
	// Key is the same for claims of one origin, so that counting distinct keys counts origins: "party:" and a name, "press:" and the name of an
	// agency or outlet, "group:" and a GroupID, or "unnamed:" with the words for the source and the key of the home that alone can know it.
	// Names are in small letters.
	Key  string
	Name string
	Kind Kind
	// Country tells parties of one common name apart: the Red Crescent of one country from that of another. It is that of the claim's place, as
	// a code of ISO 3166-1, and "" where the name says enough or no country is known.
	Country string
	// Via are those that pass it on, the nearest to the reader first: "state television quoted the army" has the army by way of state
	// television.
	Via []string
	// Span is where the report names the origin, empty where it is the report's own word.
	sitrep.Span
}

// Claims gives the origin of every claim of a report, in the order of the claims. Home is that of the report's group.
func (o *Outlets) Claims(x *sitrep.Extraction, home Home) []ClaimOrigin {
	r := reading{o: o, x: x, home: home, entities: map[string]*sitrep.Entity{}}
	for i := range x.Entities {
		r.entities[x.Entities[i].ID] = &x.Entities[i]
	}
	out := make([]ClaimOrigin, len(x.Claims))
	for i := range x.Claims {
		out[i] = r.origin(&x.Claims[i])
	}
	return out
}

// reading is a report whose sources are looked at.
type reading struct {
	o        *Outlets
	x        *sitrep.Extraction
	home     Home
	entities map[string]*sitrep.Entity
}

// source is one link of a chain of sources.
type source struct {
	key, name string
	kind      Kind // "" where the words name nobody
	span      sitrep.Span
	country   string // as ClaimOrigin has it
}

func (r *reading) origin(c *sitrep.Claim) ClaimOrigin {
	own := ClaimOrigin{Claim: c.ID, Key: r.home.Key, Name: r.home.Name, Kind: r.home.Kind}
	a := c.Attribution
	if a == nil || a.Source == "" {
		return own
	}
	chain := r.chain(c)
	// The last that is named is as far back as can be known.
	last := -1
	for i, s := range chain {
		if s.kind != Unnamed {
			last = i
		}
	}
	if last < 0 {
		s := chain[len(chain)-1]
		return ClaimOrigin{Claim: c.ID, Key: s.key, Name: s.name, Kind: Unnamed, Span: s.span}
	}
	s := chain[last]
	out := ClaimOrigin{Claim: c.ID, Key: s.key, Name: s.name, Kind: s.kind, Country: s.country, Span: s.span}
	for _, v := range chain[:last] {
		if v.key != s.key && !slices.Contains(out.Via, v.name) {
			out.Via = append(out.Via, v.name)
		}
	}
	return out
}

var (
	// citesRe reads what hangs on a source and names one behind it: ", citing police", ", quoting the army".
	citesRe = regexp.MustCompile(`^,? ?(?:(?:which|who|that) (?:cited|quoted)|citing|quoting|(?:has |had )?(?:cited|quoted)|on the authority of|quotes|cites)\s+`)
	// quotedRe reads who passes a source on: ", quoted by TASS", ", as cited by the agency".
	quotedRe = regexp.MustCompile(`^,? ?(?:as |was |were )?(?:quoted|cited|carried|reported|told)(?: as saying)?(?: by)\s+`)
	// quoterRe reads, before a source, whoever quotes it: "State television quoted ", "Reuters cited ".
	quoterRe = regexp.MustCompile(`(?:quoted|quotes|quoting|cited|cites|citing)\s+$`)
)

// chain gives the sources of a claim from the one nearest to the reader to the one farthest back.
func (r *reading) chain(c *sitrep.Claim) []source {
	a, text := c.Attribution, r.x.Report.Text
	self := r.source(c, a.Span, a.Entity)
	var chain []source
	sentence := sentenceAround(text, a.Span, c.Evidence)
	before, after := text[sentence.Start:a.Start], text[a.End:sentence.End]
	if via := string(a.Via); via != "" {
		chain = append(chain, r.press(via, a.Span))
	}
	if m := quoterRe.FindStringIndex(before); m != nil {
		if s, ok := r.subject(c, sitrep.Span{Start: sentence.Start, End: sentence.Start + m[0]}); ok {
			chain = append(chain, s)
		}
	}
	passed := quotedRe.FindStringIndex(after)
	if m := passed; m != nil {
		if s, ok := r.object(c, a.End+m[1], sentence.End); ok {
			chain = append(chain, s)
		}
	}
	chain = append(chain, self)
	if m := citesRe.FindStringIndex(after); m != nil && passed == nil {
		if s, ok := r.object(c, a.End+m[1], sentence.End); ok {
			chain = append(chain, s)
		}
	}
	return chain
}

// sentenceAround is the part of the text around a source up to stops and line ends.
func sentenceAround(text string, s, evidence sitrep.Span) sitrep.Span {
	out := s
	if evidence.Contains(s) {
		return evidence
	}
	for out.Start > 0 && text[out.Start-1] != '\n' && (out.Start < 2 || text[out.Start-2] != '.' || text[out.Start-1] != ' ') {
		out.Start--
	}
	for out.End < len(text) && text[out.End] != '\n' && text[out.End] != '.' {
		out.End++
	}
	return out
}

// roleRe reads the words for those who speak for a body.
var roleRe = regexp.MustCompile(`(?i)\b(?:spokes(?:man|woman|person|people|men)|speaker|minist(?:er|ry)|command(?:er|ers)|chief|head|director|president|representatives?|coordinator|official|officials|officer|leader|secretary|envoy|mouthpiece|statement|report|website|office|director-general|commissioner|adviser|delegate|director|agency|bulletin|figures|data|count|tally|head|staff|teams?|crews?|volunteers|mission|investigators|monitors|member|fighter|general|colonel|captain|major|lieutenant|brigadier|admiral)\b`)

// source tells whom a source's words stand for.
func (r *reading) source(c *sitrep.Claim, span sitrep.Span, entity string) source {
	text := r.x.Report.Text
	words := span.Of(text)
	e := r.entities[entity]
	switch {
	case e != nil && e.Type == sitrep.ActorMention && e.Kind == "media":
		return r.press(e.Name, span)
	case e != nil && e.Type == sitrep.ActorMention && e.Kind != "people":
		return party(e.Name, span)
	}
	if e != nil && e.Type == sitrep.PersonMention && e.PartOf != "" { // whom the report calls somebody's spokesman, commander, envoy
		return party(e.PartOf, span)
	}
	// Somebody who speaks for a body: "a UNHCR spokesman", "Ahmed Saleh, a spokesman for the Iraqi army, said".
	if roleRe.MatchString(words) {
		if body, at := r.body(span); body != nil {
			return r.ofBody(body, at)
		}
	}
	if e != nil && e.Type == sitrep.PersonMention && isName(untitled(e.Name)) {
		if at, ok := apposition(text, span); ok && roleRe.MatchString(at.Of(text)) {
			if body, at := r.body(at); body != nil {
				return r.ofBody(body, at)
			}
		}
		name := untitled(e.Name)
		return party(name, span)
	}
	if e != nil && e.Type == sitrep.PlaceMention { // a country that says something
		return party(e.Name, span)
	}
	if name := untitled(c.Attribution.Name); e == nil && strings.Contains(name, " ") && isName(name) && !bodyRe.MatchString(name) {
		return party(name, span)
	}
	return r.common(c, span)
}

func (r *reading) ofBody(e *sitrep.Entity, at sitrep.Span) source {
	if e.Kind == "media" {
		return r.press(e.Name, at)
	}
	return party(e.Name, at)
}

func (r *reading) press(name string, at sitrep.Span) source {
	kind := Outlet
	if a := r.o.names[foldName(name)]; a != nil {
		name, kind = a.Name, kindOf(a)
	}
	return source{key: pressKey(name), name: name, kind: kind, span: at}
}

func partyKey(name string) string { return "party:" + foldName(name) }

// party is somebody with a name.
func party(name string, at sitrep.Span) source {
	return source{key: partyKey(name), name: name, kind: Party, span: at}
}

// isName says that somebody is called by a name: all words but particles begin with a capital.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || unnamedRe.MatchString(s) {
		return false
	}
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) && !particles[w] && !strings.HasPrefix(w, "al-") && !strings.HasPrefix(w, "el-") {
			return false
		}
	}
	return true
}

// untitled drops the trade before a name: "Doctor Hamza Idris".
func untitled(s string) string {
	words := strings.Fields(s)
	for len(words) > 2 && unnamedRe.MatchString(words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// particles are the words of personal names that have no capital.
var particles = map[string]bool{"al": true, "el": true, "bin": true, "ibn": true, "ben": true, "abu": true, "de": true, "del": true, "da": true, "dos": true, "la": true,
	"van": true, "von": true, "der": true, "den": true, "di": true, "du": true, "ul": true, "ur": true}

// body gives the first actor named inside a span that is a body, not a people, and where.
func (r *reading) body(in sitrep.Span) (*sitrep.Entity, sitrep.Span) {
	for _, m := range r.x.Mentions {
		if m.Type != sitrep.ActorMention || !in.Contains(m.Span) {
			continue
		}
		if e := r.entities[m.Entity]; e != nil && e.Type == sitrep.ActorMention && e.Kind != "people" {
			return e, m.Span
		}
	}
	// Inside the mention of a person ("a spokesman for the Iraqi army") bodies have no mention of their own.
	var found *sitrep.Entity
	var at sitrep.Span
	words := in.Of(r.x.Report.Text)
	for i := range r.x.Entities {
		e := &r.x.Entities[i]
		if e.Type != sitrep.ActorMention || e.Kind == "people" {
			continue
		}
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			k := strings.Index(words, name)
			if k < 0 || name == "" || !whole(words, k, len(name)) {
				continue
			}
			here := sitrep.Span{Start: in.Start + k, End: in.Start + k + len(name)}
			if found == nil || here.Start < at.Start || here.Start == at.Start && here.End > at.End {
				found, at = e, here
			}
		}
	}
	return found, at
}

// whole says that the n bytes of s from k on are not a part of longer words.
func whole(s string, k, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:k])
	after, _ := utf8.DecodeRuneInString(s[k+n:])
	return (k == 0 || !unicode.IsLetter(before)) && (k+n == len(s) || !unicode.IsLetter(after))
}

// apposition is what stands between commas after a source.
func apposition(text string, s sitrep.Span) (sitrep.Span, bool) {
	rest := text[s.End:min(len(text), s.End+160)]
	if !strings.HasPrefix(rest, ", ") {
		return s, false
	}
	end := strings.IndexAny(rest[2:], ",.\n;")
	if end < 0 {
		return s, false
	}
	return sitrep.Span{Start: s.End + 2, End: s.End + 2 + end}, true
}

var (
	// unnamedRe reads the words for people who are not named.
	unnamedRe = regexp.MustCompile(`(?i)\b(?:officials?|residents?|witness(?:es)?|eyewitness(?:es)?|sources?|locals?|villagers?|doctors?|medics?|activists?|people|man|woman|men|women|survivors?|analysts?|experts?|diplomats?|refugees?|soldiers?|fighters?|rebels?|officers?|elders?|traders?|farmers?|reports|media|newspapers?|relatives?|neighbours?|neighbors?|journalists?|correspondents?|reporters?|workers?|nurses?|teachers?|students?|driver|leaders?|observers?|monitors|authorities)\b`)
	// bodyRe reads the words for a body that a country has one of; what comes before it may be "the", "local" or "state".
	bodyRe = regexp.MustCompile(`(?i)^(?:the |its |state |local |national |country's )*((?:(?:state|public|national)[- ](?:run )?(?:television|tv|radio|media|news agency|broadcaster))|army|military|air force|navy|coast ?guard|police|government|presidency|parliament|security forces|(?:defen[cs]e|interior|foreign|health|justice|information) ministry|ministry of (?:defen[cs]e|interior|foreign affairs|health|justice|information)|civil defen[cs]e|red crescent|red cross|general staff|prosecutor's office|opposition|junta)$`)
)

var (
	// speaksForRe reads whom somebody speaks for who has no name: "a spokesman for the army".
	speaksForRe = regexp.MustCompile(`(?i)^(?:an?|the|its|one) (?:[a-z]+ )?(?:spokes(?:man|woman|person)|statement|chief|head|commander|representative) (?:for|of|from|by) (.+)$`)
	// speakerOfRe reads the same in another order: "an army spokesman".
	speakerOfRe = regexp.MustCompile(`(?i)^(?:an?|the|its|one) (.+) (?:spokes(?:man|woman|person)|statement|chief)$`)
)

// pronouns are words for somebody told of before.
var pronouns = map[string]bool{"he": true, "she": true, "it": true, "they": true, "who": true, "him": true, "her": true, "them": true, "we": true, "i": true}

// common tells whom words without a name stand for: the one body of that kind that the report names, a body of the country in which the claim's
// place lies, or somebody unnamed.
func (r *reading) common(c *sitrep.Claim, span sitrep.Span) source {
	words := span.Of(r.x.Report.Text)
	if a := c.Attribution; span == a.Span && pronouns[strings.ToLower(words)] && bodyRe.MatchString(a.Name) {
		words = a.Name // "it said", where the reading tells that it is the Red Crescent
	}
	for _, re := range []*regexp.Regexp{speaksForRe, speakerOfRe} {
		if m := re.FindStringSubmatchIndex(words); m != nil && bodyRe.MatchString(words[m[2]:m[3]]) {
			span = sitrep.Span{Start: span.Start + m[2], End: span.Start + m[3]}
			words = span.Of(r.x.Report.Text)
			break
		}
	}
	if m := bodyRe.FindStringSubmatch(strings.Join(strings.Fields(words), " ")); m != nil {
		kind := strings.ToLower(m[1])
		var only *sitrep.Entity
		several := false
		for i := range r.x.Entities {
			e := &r.x.Entities[i]
			if e.Type == sitrep.ActorMention && e.Kind != "people" && (strings.HasSuffix(strings.ToLower(e.Name), " "+kind) || strings.EqualFold(e.Name, kind)) {
				several = only != nil
				only = e
			}
		}
		if only != nil && !several {
			return party(only.Name, span)
		}
		key, country := partyKey(kind), ""
		if c.Place != nil && c.Place.Country != "" {
			country = string(c.Place.Country)
			key += " of " + strings.ToLower(country)
		}
		name := kind
		if strings.Contains(m[1], " ") && isName(m[1]) { // "Red Crescent"; but "State television" only begins its sentence
			name = m[1]
		}
		return source{key: key, name: name, kind: Party, span: span, country: country}
	}
	name := strings.Join(strings.Fields(words), " ")
	folded := foldName(name)
	for _, article := range []string{"a ", "an ", "one ", "two ", "three ", "some ", "several "} {
		folded = strings.TrimPrefix(folded, article)
	}
	if pronouns[folded] {
		folded = "speaker" // one that the reading could not tell, so that "he" and "she" are not counted as two
	}
	return source{key: "unnamed:" + folded + "@" + r.home.Key, name: name, kind: Unnamed, span: span}
}

// subject tells whom a sentence's opening names that quotes somebody: "State television quoted", "In Tunis, Reuters cited".
func (r *reading) subject(c *sitrep.Claim, in sitrep.Span) (source, bool) {
	text := r.x.Report.Text
	words := strings.TrimSpace(in.Of(text))
	if i := strings.LastIndex(words, ", "); i >= 0 && !strings.HasSuffix(words, ",") {
		in.Start += strings.Index(in.Of(text), words) + i + 2
	}
	if e, at := r.lastBody(in); e != nil {
		return r.ofBody(e, at), true
	}
	s := strings.TrimSpace(strings.TrimRight(in.Of(text), ", "))
	if bodyRe.MatchString(s) {
		start := in.Start + strings.Index(in.Of(text), s)
		return r.common(c, sitrep.Span{Start: start, End: start + len(s)}), true
	}
	return source{}, false
}

// lastBody is like body, but gives the last.
func (r *reading) lastBody(in sitrep.Span) (e *sitrep.Entity, at sitrep.Span) {
	for {
		next, where := r.body(in)
		if next == nil {
			return e, at
		}
		e, at, in.Start = next, where, where.End
	}
}

// object tells whom the words from start on name: an actor that is mentioned there, or a body, or people without a name.
func (r *reading) object(c *sitrep.Claim, start, end int) (source, bool) {
	text := r.x.Report.Text
	words := text[start:end]
	if i := strings.IndexAny(words, ",;.:\"”"); i >= 0 {
		words = words[:i]
	}
	// Up to the verb: "citing police said", "quoting the army as saying".
	for _, stop := range []string{" as saying", " as having", " said", " says", " reported", " that ", " on "} {
		if i := strings.Index(words, stop); i >= 0 {
			words = words[:i]
		}
	}
	span := sitrep.Span{Start: start, End: start + len(strings.TrimRight(words, " "))}
	if span.Len() == 0 {
		return source{}, false
	}
	if e, at := r.body(span); e != nil {
		return r.ofBody(e, at), true
	}
	for _, m := range r.x.Mentions {
		if m.Type == sitrep.PersonMention && span.Contains(m.Span) {
			if e := r.entities[m.Entity]; e != nil && isName(e.Name) {
				return party(e.Name, m.Span), true
			}
		}
	}
	return r.common(c, span), true
}
