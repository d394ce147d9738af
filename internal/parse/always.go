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

// setRight corrects the tags of a sentence that no reading of the word bears out. It looks at lower-case words alone, since names may
// be anything.
func setRight(words []string, tags []Tag) {
	for k := 1; k < len(tags); k++ {
		w := words[k]
		if tags[k] != NOUN && tags[k] != PROPN || !verbsAlone[w] || tags[k-1] == DET || tags[k-1] == ADJ {
			continue
		}
		if nounsToo[w] && (tags[k-1] != NOUN && tags[k-1] != PROPN || !strings.HasSuffix(w, "s") && !strings.HasSuffix(words[k-1], "s") && words[k-1] != "police") {
			continue // "a kill team", "the kidnap victim"
		}
		tags[k] = VERB
	}
}
