package parse

import "strings"

// presents are further verbs in the present that are written like plurals; they are told by what stands around them, as deedsToo are.
var presents = wordSet("appeals approves arrests bans blames boycotts calls charges closes convicts cuts demands downs drops ends exchanges executes extends " +
	"extradites fines frees freezes grants halts hits holds hosts imprisons imposes indicts jails joins lifts marches moves names offers opens orders pardons passes " +
	"pleads pledges protests probes pulls purges quits ratifies recalls releases repatriates requests rescues resumes returns rules sacks sanctions seals sends " +
	"sentences severs shuts signs slams snubs stabs stages steps stops strips summons suspends tests torches tours trains upholds vetoes visits vows votes welcomes")

// bases are forms of verbs without an ending that are nouns as well: those who do it are many.
var bases = wordSet("appeal arrest call charge clash escape exchange demand march protest raid rally stage step storm strike vote")

// leans are what such a verb leads on to where no object follows: "calls on Israel to withdraw", "march through the capital".
var leans = map[string]map[string]bool{
	"appeals": wordSet("for to"), "calls": wordSet("for on upon"), "marches": wordSet("on through to towards"), "protests": wordSet("against over"),
	"rules": wordSet("that against out"), "steps": wordSet("down aside"), "votes": wordSet("to for against in on"), "pleads": wordSet("guilty for not"),
	"call": wordSet("for on upon"), "appeal": wordSet("for to"), "clash": wordSet("with in near at over"), "escape": wordSet("from"), "march": wordSet("on through to towards in against across"),
	"protest": wordSet("against over in at outside across near"), "rally": wordSet("against in outside across"), "step": wordSet("down aside"),
	"vote": wordSet("to for against in on"), "strike": wordSet("over"), "exchange": wordSet("fire gunfire prisoners shots artillery"),
	"arrest": wordSet("and"), "stage": wordSet("protests demonstrations rallies marches strikes sit-ins"),
}

// manyDo are words for many that do not end in "s".
var manyDo = wordSet("children men people police women gunmen policemen militiamen tribesmen youth")

// tells says that the word at k, which the tagger took for a noun, is the verb of a clause that has no other: "The United States sanctions
// several officials", "thousands of demonstrators march on the palace".
func tells(words []string, tags []Tag, k int, force bool) bool {
	w := words[k]
	if words[k-1] == "and" {
		return (presents[w] || deedsToo[w]) && goesOn(words, tags, k)
	}
	switch t := tags[k-1]; {
	case bases[w] && (t == NOUN || t == PROPN):
		before := words[k-1]
		listed := t == PROPN && k > 2 && words[k-2] == "and" && tags[k-3] == PROPN
		if !listed && !manyDo[strings.ToLower(before)] && (t != NOUN || !strings.HasSuffix(before, "s") || strings.HasSuffix(before, "ss")) {
			return false
		}
	case presents[w] && (t == NOUN || t == PROPN || force):
		if words[k-1] == "police" || t == NOUN && strings.HasSuffix(words[k-1], "s") && !strings.HasSuffix(words[k-1], "ss") {
			return false // "the rebels demands" is no sentence
		}
	case presents[w] && t == ADJ && k > 1 && tags[k-2] == PROPN: // "Amnesty International calls on"
	default:
		return false
	}
	if k+2 >= len(tags) {
		return false
	}
	if l := leans[w]; l[words[k+1]] {
		return alone(words, tags, k)
	}
	switch n := words[k+1]; {
	case tags[k+1] == DET && n != "all" && n != "both", tags[k+1] == PROPN, tags[k+1] == NUM, n == "its", n == "their", n == "his", n == "her":
	case tags[k+1] == ADJ && (tags[k+2] == NOUN || tags[k+2] == ADJ || tags[k+2] == PROPN):
	default:
		return false
	}
	return alone(words, tags, k)
}

// goesOn says that the word at k is the second verb of a clause: "condemns the killings and orders an inquiry".
func goesOn(words []string, tags []Tag, k int) bool {
	if k+2 >= len(tags) {
		return false
	}
	switch n := words[k+1]; {
	case n == "a", n == "an", n == "the", n == "its", n == "his", n == "her", leans[words[k]][n]:
	default:
		return false
	}
	if !noVerbBehind(words, tags, k) {
		return false // "the raids and attacks the army made"
	}
	for i := k - 2; i > 0 && words[i] != ";" && words[i] != "."; i-- {
		if tags[i] == VERB {
			return strings.HasSuffix(words[i], "s") && !strings.HasSuffix(words[i], "ss")
		}
	}
	return false
}

// alone says that no word but that at k can be the verb of its clause.
func alone(words []string, tags []Tag, k int) bool {
	for i := 0; i < k; i++ {
		if tags[i] == VERB && !strings.HasSuffix(words[i], "ing") || tags[i] == AUX || tags[i] == SCONJ || tags[i] == PRON && !owners[strings.ToLower(words[i])] {
			return false
		}
	}
	return noVerbBehind(words, tags, k)
}

// takesPlace says that "take" at k is the verb of "take place", however far off what takes place stands.
func takesPlace(words []string, tags []Tag, k int) bool {
	return (words[k] == "take" || words[k] == "takes") && tags[k] == NOUN && k+1 < len(words) && words[k+1] == "place" && tags[k-1] != DET && tags[k-1] != ADJ
}

// setsFree says that "free" at k is a verb: "called on the junta to free the monks".
func setsFree(words []string, tags []Tag, k int) bool {
	if words[k] != "free" || tags[k] != ADJ || words[k-1] != "to" || k+1 >= len(tags) {
		return false
	}
	return tags[k+1] == DET || tags[k+1] == NUM || tags[k+1] == PRON || tags[k+1] == PROPN
}

// notSyllables are short words that stand behind a name and a hyphen without being part of it: "Abu Dhabi-led".
var notSyllables = wordSet("based led run held era wide like made born owned only rich type area bound free prone ruled less class style aided armed named " +
	"sized aimed day year old time man gun hit torn win sent built law plus tax deal war raid test")

// nameEnds says that the word at k ends a given name of two syllables: "Ban Ki-moon", "Moon Jae-in".
func nameEnds(words []string, tags []Tag, k int) bool {
	w := words[k]
	if k < 3 || words[k-1] != "-" || len(w) > 5 || notSyllables[w] || strings.HasSuffix(w, "ed") || tags[k-2] != PROPN || tags[k-3] != PROPN || len(words[k-2]) > 6 {
		return false
	}
	switch tags[k] {
	case DET, AUX, PRON, CCONJ, NUM:
		return false // "Phnom Penh - the first of five"
	}
	for _, r := range w {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return capital(words[k-2]) && capital(words[k-3]) && (k+1 == len(words) || words[k+1] != "-")
}

func capital(w string) bool { return w != "" && w[0] >= 'A' && w[0] <= 'Z' }

// armedForces says that the adjective "military" at k stands for a country's forces: "deploys its military to the border".
func armedForces(words []string, tags []Tag, k int) bool {
	if words[k] != "military" || tags[k] != ADJ || k+1 >= len(tags) {
		return false
	}
	switch p := words[k-1]; {
	case tags[k-1] == DET, owners[strings.ToLower(p)], tags[k-1] == PART && (p == "'s" || p == "’s"):
	default:
		return false
	}
	switch n := words[k+1]; tags[k+1] {
	case ADP, AUX, SCONJ:
		return true
	case PART:
		return n == "to"
	case PUNCT:
		return n == "." || n == "," || n == ";"
	}
	return false
}
