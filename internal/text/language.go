package text

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// undetermined is the code (ISO 639-2) of a text that is surely not English and cannot be named.
const undetermined = "und"

// languageSample is how many bytes of a report its language is told by.
const languageSample = 4000

// englishWords are words of English news that no other language written in Latin letters shares in number.
var englishWords = wordSet(`the of and to by with from was were been that said says after people killed kills near his their which who are has have this
	these those attack attacks attacked troops police army soldiers rebels forces fighters militants gunmen guerrillas civilians government officials
	residents town village city clash clashes strike strikes shelling dead wounded injured fire fighting war against during amid between into over under at its not but
	had will would they he she it or when where while more than least about before on for as two three four five outside inside there out up off down through across around all some other could did`)

// functionWords are small words of other languages written in Latin letters, without those that English has too.
var functionWords = map[string]map[string]bool{
	"es": wordSet(`el la los las de del en un una que por con se su sus para al y es fue fueron según más como pero entre sobre ha han`),
	"fr": wordSet(`le la les des du de un une dans et à sur pour par est au aux ont été que qui selon plus avec ce ces cette son ses en entre`),
	"de": wordSet(`der das und bei auf ein eine einen einem einer im nach mit von vom zum zur den dem des wurde wurden sind ist nicht auch sich für`),
	"it": wordSet(`il lo gli la le di che per con sono nel nella alla della dei delle degli una un è e del da dal più anche`),
	"pt": wordSet(`o os da das dos em um uma na que por com para não foi foram são segundo ao à pelo pela e de mais`),
	"nl": wordSet(`de het een en op bij met voor zijn te zich werd werden naar niet ook om aan uit`),
	"tr": wordSet(`ve bir bu için ile olarak da de daha en çok olan göre kadar sonra ise ancak`),
	"id": wordSet(`yang di dengan pada dalam untuk dari ini itu oleh ke telah tidak akan kata`),
	"sw": wordSet(`na wa ya kwa katika ni za la cha vya siku watu wakati huo hiyo baada`),
	"pl": wordSet(`w na z ze się że nie przez po od oraz jest było`),
	"sv": wordSet(`och att det som på en ett av för med är den efter mot enligt har inte från vid`),
	"da": wordSet(`og det som på en et af til er den efter mod ifølge har ikke fra ved blev`),
	"ro": wordSet(`și în de la din cu pe au fost pentru mai un o`),
	"so": wordSet(`ku oo ay ka iyo ee ah uu waxaa ayaa lagu loo`),
	"ha": wordSet(`na da ta ya ne ce cikin wani wata suka aka ranar`),
}

// languagesOf tells by word the languages that have it among their functionWords.
var languagesOf = func() map[string][]string {
	by := map[string][]string{}
	for code, set := range functionWords {
		for w := range set {
			by[w] = append(by[w], code)
		}
	}
	return by
}()

// nameWords are those that names carry into English: "San Vicente de la Barquera".
var nameWords = wordSet(`de del la las los el al y e do da dos das du des le les di della van von der den`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// language tells the language as an ISO 639-1 code, "" where it cannot be told (too short, names alone), and "und" where it
// can be told only that it is not English. English full of foreign names is English still: what decides is the small words,
// and the statistics of letters only where there are none.
func language(s string) string {
	if len(s) > languageSample {
		s = strings.ToValidUTF8(s[:languageSample], "")
	}
	letters, latin := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	if letters == 0 {
		return ""
	}
	if latin*2 < letters {
		return codeOf(whatlanggo.DetectLang(s)) // another script tells by itself
	}
	words, small, english, other, otherCount := countWords(s)
	switch {
	case english >= otherCount && english*100 >= words*6:
		return "en"
	case otherCount > 2*english && otherCount*100 >= words*15:
		return other
	}
	guess := whatlanggo.Detect(strings.ToLower(s))
	code := codeOf(guess.Lang)
	switch {
	case guess.Confidence >= 0.5 && code == "en":
		return "en"
	case words < 12:
		return ""
	case guess.Confidence >= 0.5 && english*100 < words*3 && small*10 > words*4:
		return code
	case english*100 >= words*6:
		return "en"
	}
	return ""
}

// countWords counts the words of s, those that are no names (or all, in a text in capitals), those of English news, and the
// small words of that other language that has most, at least two different ones.
func countWords(s string) (words, small, english int, other string, otherCount int) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	lower := make([]string, len(fields))
	for i, w := range fields {
		lower[i] = strings.ToLower(w)
		if lower[i] == w || strings.ToUpper(w) == w {
			small++
		}
	}
	counts, kinds, seen := map[string]int{}, map[string]int{}, map[string]bool{}
	for i, w := range lower {
		if englishWords[w] {
			english++
		}
		codes := languagesOf[w]
		if codes == nil || nameWords[w] && insideName(fields, lower, i) {
			continue
		}
		for _, code := range codes {
			counts[code]++
			if !seen[w] {
				kinds[code]++
			}
		}
		seen[w] = true
	}
	for code, n := range counts {
		if kinds[code] < 2 {
			continue // one word may be a name's
		}
		if n > otherCount || n == otherCount && code < other {
			other, otherCount = code, n
		}
	}
	return len(fields), small, english, other, otherCount
}

// insideName says that capitals stand on both sides of the small word at i.
func insideName(fields, lower []string, i int) bool {
	capital := func(i, step int) bool {
		for i += step; i >= 0 && i < len(fields); i += step {
			if !nameWords[lower[i]] {
				return fields[i] != lower[i] && fields[i] != strings.ToUpper(fields[i])
			}
		}
		return false
	}
	return capital(i, -1) && capital(i, 1)
}

// codeOf is the ISO 639-1 code of a language, also of those for which the library knows none.
func codeOf(l whatlanggo.Lang) string {
	switch l {
	case whatlanggo.Pes:
		return "fa"
	case whatlanggo.Ydd:
		return "yi"
	}
	if code := l.Iso6391(); code != "" {
		return code
	}
	return undetermined
}
