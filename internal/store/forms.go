package store

import (
	"slices"
	"strings"
	"sync"
)

// The index holds words as reports write them. A search for a word therefore asks for its other forms too: "attacked" finds "attack",
// "attacks" and "attacking". They are made by the spelling of English alone and not looked up, so that some are no words; these stand
// in no report and do no harm. Forms that are other words ("even" is no form of "evening") are left out by a list.

// irregular are forms that follow no rule, each group of one word, the plain form first.
const irregular = `
	be:was:were:been:being:is:are begin:began:begun blow:blew:blown break:broke:broken bring:brought burn:burnt buy:bought catch:caught
	choose:chose:chosen come:came deal:dealt drive:drove:driven fall:fell:fallen fight:fought find:found flee:fled fly:flew:flown
	forbid:forbade:forbidden freeze:froze:frozen give:gave:given go:went:gone:goes grow:grew:grown hang:hung hear:heard hide:hid:hidden
	hold:held keep:kept know:knew:known lay:laid lead:led lose:lost:losing make:made meet:met pay:paid ride:rode:ridden
	rise:rose:risen run:ran say:said see:seen seek:sought sell:sold send:sent shake:shook:shaken shoot:shot sink:sank:sunk sleep:slept
	slay:slew:slain speak:spoke:spoken spend:spent stand:stood steal:stole:stolen strike:struck:stricken sweep:swept swear:swore:sworn
	take:took:taken teach:taught tear:torn tell:told think:thought throw:threw:thrown undergo:underwent:undergone wear:wore:worn win:won
	withdraw:withdrew:withdrawn withhold:withheld withstand:withstood write:wrote:written overthrow:overthrew:overthrown overrun:overran
	undertake:undertook:undertaken retake:retook:retaken
	die:died:dying:dies lie:lied:lying:lies tie:tied:tying:ties
	man:men woman:women child:children gunman:gunmen policeman:policemen policewoman:policewomen spokesman:spokesmen
	spokeswoman:spokeswomen serviceman:servicemen servicewoman:servicewomen fisherman:fishermen tribesman:tribesmen clergyman:clergymen
	militiaman:militiamen airman:airmen rifleman:riflemen crewman:crewmen businessman:businessmen cameraman:cameramen
	wife:wives life:lives knife:knives thief:thieves half:halves house:houses crisis:crises foot:feet
`

// noForms are words that look like forms of others and are not, so that they find themselves alone.
var noForms = wordSet(`
	news hamas abbas texas kansas arkansas athens wales mars alas atlas christmas series species means united morning evening during ceiling
	nothing something anything everything beijing sayed saied ahmed mohammed hundred hundreds sacred hatred kindred naked wicked rugged
	tennis debris metropolis annapolis perhaps whereas always sometimes besides towards afterwards does this these those its lens
	being wedding sterling viking spring string bring sting sling cling wing king ring sing thing
`)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// irregularForms has every form of a word that follows no rule, by each of these forms.
var irregularForms = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, line := range strings.Fields(irregular) {
		forms := strings.Split(line, ":")
		for _, f := range forms {
			out[f] = append(out[f], forms...)
		}
	}
	return out
})

// shortestForm is how many letters a word has at least for its forms to be told; shorter ones are mostly acronyms: US, UN, IS.
const shortestForm = 3

// WordForms gives a folded word and the other forms that a search for it finds, in order: the plural of a noun, the third person, the past and the
// participles of a verb, whichever of these it is. Words of other scripts and numbers have no other forms.
func WordForms(word string) []string {
	if len(word) < shortestForm || noForms[word] || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return []string{word}
	}
	out := []string{word}
	plain := plainForms(word)
	for _, b := range plain {
		if list := irregularForms()[b]; list != nil && list[0] == b {
			out = append(out, list...)
		}
		out = append(out, inflected(b)...)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(f string) bool { return f != word && noForms[f] })
}

// plainForms are what a word may be a form of, the word itself among them.
func plainForms(word string) []string {
	if list := irregularForms()[word]; list != nil {
		return append([]string{list[0]}, word)
	}
	out := []string{word}
	stem := func(s string) {
		if len(s) >= shortestForm && strings.ContainsAny(s, "aeiouy") && !noForms[s] {
			out = append(out, s)
		}
	}
	cut := func(ending string) {
		s := strings.TrimSuffix(word, ending)
		switch n := len(s); {
		case n > 3 && s[n-1] == s[n-2] && !isVowel(s[n-1]): // "stopped", but "killed"; "controlled" is either
			if !strings.ContainsRune("lszf", rune(s[n-1])) {
				stem(s[:n-1])
				return
			}
			stem(s)
			if s[n-1] == 'l' {
				stem(s[:n-1])
			}
		case doubles(s) && oneSyllable(s): // "fired" is of "fire", as that of "fir" would be "firred"
			stem(s + "e")
		default:
			stem(s)
			stem(s + "e")
		}
	}
	end := func(s string) bool { return strings.HasSuffix(word, s) }
	n := len(word)
	switch {
	case end("ies") && n > 4:
		stem(word[:n-3] + "y")
	case end("ings"):
		stem(word[:n-1])
		word = word[:n-1]
		cut("ing")
	case end("ss"), end("us"):
	case end("is"):
		if n > 5 && !end("sis") && !end("tis") { // "Houthis"
			stem(word[:n-1])
		}
	case end("sses"), end("xes"), end("zes"), end("ches"), end("shes"), end("oes"):
		stem(word[:n-2])
		stem(word[:n-1])
	case end("s"):
		stem(word[:n-1])
	case end("ied") && n > 4:
		stem(word[:n-3] + "y")
	case end("eed"):
		if n > 4 { // "freed", but not "seed"
			stem(word[:n-1])
		}
	case end("ed"):
		cut("ed")
	case end("ing"):
		cut("ing")
	}
	return out
}

// inflected are the forms of a plain word by rule, itself first.
func inflected(b string) []string {
	n := len(b)
	last := b[n-1]
	out := []string{b}
	switch {
	case last == 'y' && !isVowel(b[n-2]):
		return append(out, b[:n-1]+"ies", b[:n-1]+"ied", b+"ing")
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(b, "ch") || strings.HasSuffix(b, "sh"):
		out = append(out, b+"es")
	case last == 'o':
		out = append(out, b+"es", b+"s")
	default:
		out = append(out, b+"s")
	}
	switch {
	case strings.HasSuffix(b, "ee"):
		return append(out, b+"d", b+"ing")
	case last == 'e':
		return append(out, b+"d", b[:n-1]+"ing")
	}
	if doubles(b) {
		out = append(out, b+string(last)+"ed", b+string(last)+"ing")
		if oneSyllable(b) {
			return out
		}
	}
	return append(out, b+"ed", b+"ing")
}

// doubles says that a word ends in one vowel and a consonant that is doubled before -ed and -ing where the syllable is stressed.
func doubles(s string) bool {
	n := len(s)
	if n < 2 || isVowel(s[n-1]) || strings.IndexByte("chjqvwxy", s[n-1]) >= 0 || !isVowel(s[n-2]) {
		return false
	}
	return n == 2 || !isVowel(s[n-3]) || n > 3 && s[n-3] == 'u' && s[n-4] == 'q'
}

// oneSyllable says that the vowels of a word stand together.
func oneSyllable(s string) bool {
	runs, in := 0, false
	for i := range len(s) {
		v := isVowel(s[i]) && (i == 0 || s[i] != 'u' || s[i-1] != 'q')
		if v && !in {
			runs++
		}
		in = v
	}
	return runs < 2
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
