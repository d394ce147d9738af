package parse

// notVerbs look like participles and work as prepositions in news: "following the attack", "including children".
var notVerbs = wordSet("following including according regarding concerning excluding pending notwithstanding")

var modals = map[string]string{"will": "will", "'ll": "will", "wo": "will", "would": "would", "'d": "would", "may": "may", "might": "might",
	"can": "can", "ca": "can", "could": "could", "should": "should", "must": "must", "shall": "shall"}

// findVerbs cuts the verb groups.
func (g *Grammar) findVerbs() {
	for i := g.First; i < g.Last; i++ {
		switch g.tag(i) {
		case ADJ:
			if states[g.norm(i)] && g.stands(i) {
				g.verbAt[i-g.First] = int32(len(g.Verbs))
				g.Verbs = append(g.Verbs, Verb{First: i, Last: i + 1, Head: i, Form: Predicate, Up: -1, UpPhrase: -1})
			}
			continue
		case AUX:
		case VERB:
			if notVerbs[g.norm(i)] || g.attributive(i) {
				if notVerbs[g.norm(i)] {
					g.retag(i, ADP)
				}
				continue
			}
		default:
			continue
		}
		v, ok := g.verbFrom(i)
		if !ok {
			continue
		}
		// "to", "not" and the adverbs before it belong to the group.
		for v.First > g.First {
			w, t := g.norm(v.First-1), g.tag(v.First-1)
			if w == "to" && (t == PART || t == ADP) && g.baseForm(v.First) {
				v.Form, v.First = Infinitive, v.First-1
				continue
			}
			if w == "not" || w == "never" || w == "n't" {
				v.Negated, v.First = true, v.First-1
				continue
			}
			if w == "longer" && g.norm(v.First-2) == "no" {
				v.Negated, v.First = true, v.First-2 // "no longer controls the north"
				continue
			}
			break
		}
		for k := v.First; k < v.Last; k++ {
			g.verbAt[k-g.First] = int32(len(g.Verbs))
		}
		g.Verbs = append(g.Verbs, v)
		i = v.Last - 1
	}
}

// states say of the people before them what became of them, without a verb: "leaving nine dead", "and 110 wounded in".
var states = wordSet("dead wounded injured hurt missing homeless stranded trapped hospitalized hospitalised")

// stands says that the adjective at i says something of the noun or number before it and describes nothing after it.
func (g *Grammar) stands(i int) bool {
	if i == g.First || g.continues(i) {
		return false
	}
	if t := g.tag(i - 1); t != NOUN && t != NUM && !g.number(i-1) {
		if w := g.norm(i - 1); w != "others" && w != "more" && w != "reported" {
			return false
		}
	}
	t := g.tag(i + 1)
	return t != NOUN && t != PROPN && t != NUM
}

// verbFrom reads a verb group that starts at token i; ok is false where nothing but a copula with a noun stands there
// and it is kept as a Finite verb of its own.
func (g *Grammar) verbFrom(i int) (v Verb, ok bool) {
	v = Verb{First: i, Up: -1, UpPhrase: -1}
	lastAux := ""
	j := i
	for ; j < g.Last; j++ {
		w := g.norm(j)
		switch t := g.tag(j); {
		case t == AUX:
			lastAux = g.lemma(j)
			if m, is := modals[w]; is && !(w == "'d") {
				v.Modal = m
			}
		case t == PART && (w == "not" || w == "n't"):
			v.Negated = true
		case t == ADV && w == "never", w == "no" && g.norm(j+1) == "longer":
			v.Negated = true
		case w == `"` && j > i && g.quotedVerb(j+1): // "have been "foiled"", "has been "fully liberated""
		case t == ADV, t == DET && (w == "all" || w == "both" || w == "each") && j > i:
		case t == VERB && !notVerbs[w]:
			v.Head, v.Last = j, j+1
			v.Passive = lastAux == "be" && !ing(w)
			v.Form = g.formOf(i, j)
			return v, true
		case t == ADJ && lastAux == "be" && !g.continues(j):
			v.Head, v.Last, v.Form = j, j+1, Predicate
			return v, true
		default:
			return g.copula(v, i, j)
		}
	}
	return g.copula(v, i, j)
}

// quotedVerb says that the words from token k on are a main verb, with adverbs before it or without.
func (g *Grammar) quotedVerb(k int) bool {
	for k < g.Last && g.tag(k) == ADV {
		k++
	}
	return k < g.Last && g.tag(k) == VERB
}

// copula closes a group of auxiliaries that no main verb follows: the last auxiliary is its head.
func (g *Grammar) copula(v Verb, i, j int) (Verb, bool) {
	head := i
	for k := i; k < j; k++ {
		if g.tag(k) == AUX {
			head = k
		}
	}
	if g.tag(head) != AUX {
		return v, false
	}
	v.Head, v.Last = head, head+1
	if w := g.norm(i); w == "being" && i > g.First && g.norm(i-1) == "of" {
		v.Form = Gerund // "accused the attackers of being spies"
	}
	return v, true
}

// formOf tells the form of the group i…j whose main verb is j, before any "to".
func (g *Grammar) formOf(i, j int) Form {
	first := g.norm(i)
	if g.tag(i) == AUX {
		if first == "being" || first == "having" {
			return Gerund
		}
		return Finite
	}
	w := g.norm(j)
	switch {
	case ing(w):
		return Gerund
	case g.pastForm(j):
		return Bare
	}
	return Finite
}

// pastForm says that a verb is written in a form that can be a past tense or a past participle.
func (g *Grammar) pastForm(j int) bool {
	w, l := g.norm(j), g.lemma(j)
	n := len(w)
	if n > 3 && w[n-2:] == "ed" {
		return true
	}
	switch w {
	case "hit", "set", "cut", "shut", "put", "beset", "hurt", "split", "cast", "burst":
		return true
	}
	return w != l && !ing(w) && (n == 0 || w[n-1] != 's')
}

func (g *Grammar) baseForm(j int) bool {
	w := g.norm(j)
	return !ing(w) && (w == g.lemma(j) || g.tag(j) == AUX)
}

func ing(w string) bool { return len(w) > 4 && w[len(w)-3:] == "ing" }

// attributive says that the verb form at i describes the noun after it: "the besieged city", "and surrounding areas".
func (g *Grammar) attributive(i int) bool {
	if suffering[g.norm(i)] != "" && g.hurts(i) {
		return false // "and 14 sustained wounds"
	}
	if g.norm(i) == "estimated" && g.tag(i-1) == DET && g.number(i+1) {
		return true // "an estimated 1.2 million"
	}
	if i+1 >= g.Last || !(g.tag(i+1) == NOUN || g.tag(i+1) == PROPN || g.tag(i+1) == ADJ && g.continues(i+1)) {
		return false
	}
	w := g.norm(i)
	n := len(w)
	if held[g.norm(i+1)] && (w == "taken" || w == "held") {
		return false // "and 128 taken prisoner"
	}
	if w == "surrounding" && i > g.First && (g.tag(i-1) == CCONJ || g.tag(i-1) == ADP) {
		return true
	}
	if !(n > 3 && (w[n-2:] == "ed" || w[n-2:] == "en" || w[n-3:] == "ing")) || i == g.First {
		return false
	}
	switch g.tag(i - 1) {
	case DET:
		return true
	case ADJ: // "the last besieged town"; "Amnesty International accused soldiers" and "the secretary-general praised Peru" end a name with one
		if g.norm(i-1) == "general" && g.norm(i-2) == "-" {
			return false
		}
		return i-2 < g.First || g.tag(i-2) != PROPN
	case ADP: // "of liberated areas"
		return !ing(w) && g.norm(i-1) != "by"
	case NUM:
		// "12 wounded soldiers", but not "in 2014 seized towns"
		return !ing(w) && len(g.norm(i-1)) != 4
	case PRON:
		return owners[g.norm(i-1)]
	case ADV:
		return i-2 >= g.First && (g.tag(i-2) == DET || owners[g.norm(i-2)])
	}
	return g.possessive(i-1) || g.norm(i-1) == "-" && g.glued(i-1)
}

// headline reads the infinitive that is the only verb of a headline as what will come: "Rivals to hold talks in Nairobi".
func (g *Grammar) headline() {
	for v := range g.Verbs {
		if f := g.Verbs[v].Form; f != Infinitive && f != Gerund {
			return
		}
	}
	for v := range g.Verbs {
		u := &g.Verbs[v]
		if u.Form == Infinitive && u.Up < 0 && len(g.Phrases) > 0 && g.Phrases[0].First == g.First && g.Phrases[0].Last == u.First && !u.Negated {
			u.UpPhrase, u.Link, u.Subjects, u.Modal = -1, Main, []int{0}, "will"
			return
		}
	}
}
