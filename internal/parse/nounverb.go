package parse

// thingsOnly are plurals that no verb is written like, or hardly ever.
var thingsOnly = wordSet("trenches bunkers barracks villages outskirts ridges militants suburbs checkpoints sheeting")

// secondDeeds are participles that the tagger takes for nouns, with their lemmas.
var secondDeeds = map[string]string{"burning": "burn", "looting": "loot", "torching": "torch", "destroying": "destroy", "wounding": "wound", "injuring": "injure",
	"kidnapping": "kidnap", "abducting": "abduct", "capturing": "capture", "damaging": "damage", "seizing": "seize", "bombing": "bomb", "shelling": "shell",
	"ransacking": "ransack", "killing": "kill"}

// secondDeed says that the word at i is a participle joined to one before it: "killing dozens of villagers and burning shops".
func (g *Grammar) secondDeed(i int) bool {
	if secondDeeds[g.norm(i)] == "" || i < g.First+3 || g.norm(i-1) != "and" {
		return false
	}
	switch g.tag(i + 1) {
	case NOUN, DET, NUM, PROPN, ADJ, PRON:
	default:
		return false
	}
	for k := i - 2; k > g.First && k > i-9; k-- {
		if w := g.norm(k); w == "," || w == ";" || w == ":" || w == "." {
			return false
		}
		if g.tag(k) == VERB {
			return ing(g.norm(k)) && g.norm(k-1) == ","
		}
	}
	return false
}

// postNoun says that "post" at i is a place that soldiers hold: "stormed the Nigerian army post at Monguno".
func (g *Grammar) postNoun(i int) bool {
	if w := g.norm(i); w != "post" && w != "posts" || g.tag(i+1) != ADP || g.tag(i-1) != PROPN && g.tag(i-1) != NOUN {
		return false
	}
	k := i - 1
	for k > g.First && (g.tag(k) == PROPN || g.tag(k) == NOUN || g.tag(k) == ADJ) {
		k--
	}
	return g.tag(k) == DET && k > g.First && g.tag(k-1) == VERB
}

// suffering are the past forms, and their lemmas, of verbs that wounds are told with.
var suffering = map[string]string{"sustained": "sustain", "suffered": "suffer", "received": "receive"}

// hurts says that the word at i, behind those who were hurt, has wounds for its object: "nine others sustained minor injuries".
func (g *Grammar) hurts(i int) bool {
	if t := g.tag(i - 1); i == g.First || t != NOUN && t != PROPN && t != PRON && t != NUM {
		return false
	}
	for k := i + 1; k < g.Last && k <= i+3; k++ {
		switch g.norm(k) {
		case "injuries", "wounds", "burns", "injury", "fractures":
			return true
		}
	}
	return false
}
