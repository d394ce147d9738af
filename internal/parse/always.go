package parse

import "strings"

// verbsAlone are forms of verbs that are no nouns, which the tagger, having seen few of them, takes for nouns in headlines and
// summaries: "the air force deploys bombers".
var verbsAlone = wordSet("abduct abducts accuse accuses announce announces apprehend apprehends assassinate assassinates behead beheads besiege besieges " +
	"condemn condemns confirm confirms declare declares deny denies deploy deploys destroy destroys detain detains evacuate evacuates " +
	"execute executes expel expels flee flees free frees hijack hijacks injure injures intercept intercepts invade invades kidnap kidnaps kill kills liberate " +
	"liberates loot loots occupy occupies overruns overthrow overthrows recapture recaptures reject rejects repel repels rescues resign resigns " +
	"retake retakes seize seizes threaten threatens torture tortures urge urges warn warns withdraw withdraws")

// nounsToo are those of them that are adjectives or nouns all the same where something stands before them that asks for a noun.
var nounsToo = wordSet("free kill kills kidnap loot hijack torture tortures intercept intercepts overthrow urge urges")

// deedsToo are verbs in the present that are written like plurals. Summaries of news are told in the present: "The army captures the town of X".
var deedsToo = wordSet("advances ambushes attacks blocks bombards bombs captures claims clashes crosses encircles enters fires gains launches loses pounds pushes raids " +
	"reclaims regains reports shells shoots storms strikes surrounds targets wins wounds")

// forceNames are words for those who fight that the tagger takes for adjectives behind one of nationality: "the Syrian military".
var forceNames = wordSet("military Military")

// gunsOf are what stands before "fire" or "round" where these are things: "a tank round smashed into a hotel", "cannon fire from the hill hit it".
var gunsOf = wordSet("artillery cannon howitzer mortar shell sniper tank")

// unitedNames are what "United" begins the name of a state or body with.
var unitedNames = wordSet("Arab Kingdom Nations States")

// setRight corrects the tags of a sentence that no reading of the word bears out. Of words that it takes for verbs it looks at lower-case
// ones alone, since names may be anything.
func setRight(words []string, tags []Tag) {
	for k := range tags {
		w := words[k]
		switch {
		case w == "United" && k+1 < len(tags) && unitedNames[words[k+1]]:
			tags[k] = PROPN
			continue
		case (w == "'" || w == "’") && tags[k] == PUNCT && owns(words, tags, k):
			tags[k] = PART
			continue
		}
		switch {
		case k == 0:
			if w == "Combat" && len(tags) > 1 && words[1] == "between" {
				tags[k] = NOUN
			}
			continue
		case w == "round" && tags[k] == ADV && gunsOf[strings.ToLower(words[k-1])]:
			tags[k] = NOUN
			continue
		case w == "fire" && tags[k] == VERB && gunsOf[strings.ToLower(words[k-1])] && k+1 < len(tags) && words[k+1] == "from":
			tags[k] = NOUN
			continue
		case nameEnds(words, tags, k):
			tags[k] = PROPN
			continue
		case takesPlace(words, tags, k):
			tags[k] = VERB
			continue
		case setsFree(words, tags, k):
			tags[k-1], tags[k] = PART, VERB
			continue
		case armedForces(words, tags, k):
			tags[k] = NOUN
			continue
		case w == "exercises" && tags[k] == VERB && (words[k-1] == "military" || words[k-1] == "naval"):
			tags[k] = NOUN
			continue
		}
		if tags[k] != NOUN && tags[k] != PROPN {
			continue
		}
		force := forceNames[words[k-1]] && k > 1
		if deedsToo[w] && verbOf(words, tags, k, force) {
			tags[k] = VERB
			if force {
				tags[k-1] = NOUN
			}
			continue
		}
		if tells(words, tags, k, force) {
			tags[k] = VERB
			if force {
				tags[k-1] = NOUN
			}
			continue
		}
		if !verbsAlone[w] || tags[k-1] == DET || tags[k-1] == ADJ && !force {
			continue
		}
		if nounsToo[w] && (tags[k-1] != NOUN && tags[k-1] != PROPN || !strings.HasSuffix(w, "s") && !strings.HasSuffix(words[k-1], "s") && words[k-1] != "police") {
			continue // "a kill team", "the kidnap victim"
		}
		tags[k] = VERB
		if force {
			tags[k-1] = NOUN
		}
	}
}

// owns says that the apostrophe at k ends a plural that something belongs to, and is no quotation mark: "the rebels' main base".
func owns(words []string, tags []Tag, k int) bool {
	if k == 0 || k+1 >= len(tags) || tags[k-1] != NOUN && tags[k-1] != PROPN || !strings.HasSuffix(words[k-1], "s") {
		return false
	}
	if t := tags[k+1]; t != ADJ && t != NOUN && t != PROPN {
		return false
	}
	for i, w := range words {
		if i != k && (w == "'" || w == "’" || w == "‘" || w == "`") {
			return false
		}
	}
	return true
}

// verbOf says that the word at k, which may be a plural or a verb, is the verb of its clause: one who does it stands before, what it is done to, with
// an article or the like, behind, and no other verb in the clause could be its own.
func verbOf(words []string, tags []Tag, k int, force bool) bool {
	if t := tags[k-1]; t != NOUN && t != PROPN && !force || k+2 >= len(tags) {
		return false
	}
	switch n := words[k+1]; {
	case tags[k+1] == DET && n != "all" && n != "both", tags[k+1] == PROPN, n == "control", n == "its", n == "their", tags[k+1] == NUM:
	default:
		return false
	}
	for i := 0; i < k; i++ {
		if tags[i] == VERB || tags[i] == AUX || tags[i] == SCONJ || tags[i] == PRON {
			return false
		}
	}
	return noVerbBehind(words, tags, k)
}

// noVerbBehind says that the clause of the word at k goes on without a verb in a tense.
func noVerbBehind(words []string, tags []Tag, k int) bool {
	for i := k + 1; i < len(tags); i++ {
		switch w := words[i]; {
		case tags[i] == AUX:
			return false
		case tags[i] == VERB && !strings.HasSuffix(w, "ing") && !strings.HasSuffix(w, "ed") && tags[i-1] != PART:
			return false
		case tags[i] == VERB && strings.HasSuffix(w, "ed") && (tags[i-1] == NOUN || tags[i-1] == PROPN) && (i+1 == len(tags) || tags[i+1] != ADP):
			return false // "bombs the army said it found"
		case w == "," || w == ";" || w == "and" || w == "after" || w == "as" || w == "while" || w == "when" || w == "who" || w == "which" || w == "that" || w == "where":
			return true
		}
	}
	return true
}
