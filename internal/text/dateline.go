package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDateline is how many bytes a dateline has at most.
const maxDateline = 120

// The parts of a dateline, as regular expressions.
const (
	placeWord = `(?:(?:al|el|ad|an|ar|as|ash|at|az|ez|es)-)?\p{Lu}[\p{L}\p{M}'’.]*(?:-[\p{L}\p{M}'’]+)*`
	placeName = `(?:` + placeWord + `(?: (?:` + placeWord + `|of|and|the|de|del|la|le|los|las|du|des|da|do|sur|au|upon)){0,5})`
	places    = placeName + `(?:(?:, ?| ?/ ?)` + placeName + `){0,3}`
	monthName = `(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	dayNumber = `\d{1,2}(?:st|nd|rd|th)?`
	dateWords = `(?:(?i:mon|tues|wednes|thurs|fri|satur|sun)(?i:day),? )?(?:` + dayNumber + ` ` + monthName + `|` + monthName + ` ` + dayNumber + `)(?:,? ?\d{2,4})?`
	agency    = `(?:\([\p{L}\d /&.,'’-]{2,40}\)|/\p{Lu}[\p{L} .-]{1,30}/)`
)

var (
	// datelineRe reads what stands before the dash: places, then in any order a date and an agency in brackets.
	datelineRe = regexp.MustCompile(`^(` + places + `)?((?:,? ?(?:` + dateWords + `|` + agency + `))*)$`)
	// placesRe reads what stands before the colon of "PESHAWAR: Five people …".
	placesRe = regexp.MustCompile(`^` + places + `$`)
	// sourceRe reads an agency in brackets that opens a report.
	sourceRe = regexp.MustCompile(`^\(\p{Lu}[\p{L}&.’'-]{1,20}(?: \p{Lu}[\p{L}&.’'-]{1,20}){0,2}\)[ \n]`)
)

// prose says that s is running text rather than a heading ("SUDAN: Clashes in Darfur"): it ends with a full stop, and its
// first line holds one or goes on in the next.
func prose(s string) bool {
	if !strings.HasSuffix(strings.TrimRight(s, "\"'”’)"), ".") {
		return false
	}
	line, rest, several := strings.Cut(s, "\n")
	next, _, _ := strings.Cut(rest, "\n")
	return !several || strings.Contains(line, ". ") || !shortLine(line, next, longestLine(s))
}

// labels are words in capitals before a colon that name no place.
var labels = map[string]bool{"breaking": true, "breaking news": true, "update": true, "updated": true, "watch": true, "exclusive": true, "opinion": true,
	"analysis": true, "explainer": true, "video": true, "live": true, "photo": true, "photos": true, "highlights": true, "summary": true, "note": true,
	"warning": true, "factbox": true, "correction": true, "developing": true, "urgent": true, "alert": true, "flash": true, "background": true,
	"overview": true, "situation": true, "date": true, "subject": true, "subj": true, "to": true, "from": true, "source": true, "report": true, "needs": true,
	"response": true, "key points": true, "key messages": true, "key figures": true, "in brief": true, "news": true, "location": true, "event": true,
	"title": true, "ref": true, "serial": true, "info": true, "priority": true, "secret": true, "confidential": true, "unclassified": true,
	"question": true, "answer": true, "moderator": true, "reporter": true, "operator": true}

// dateline finds the dateline that s opens with: end is where it ends, its dash included, and next where the news begins;
// both are 0 for none. What follows the dash must open a sentence, because "IS - which holds the town - shelled a village"
// is none. first says that s opens the body, where less is asked for; upper, that s is in capitals, so case tells nothing.
func dateline(s string, first, upper bool) (end, next int) {
	if colon := strings.Index(s[:min(len(s), maxDateline)], ": "); colon > 0 && first && !upper && placesRe.MatchString(s[:colon]) {
		place := s[:colon]
		if allCapitals(place) && !labels[strings.ToLower(place)] && !strings.Contains(place, ".") && strings.Count(place, " ") < 3 && opensNews(s[colon+2:]) && prose(s) {
			return colon + 1, colon + 2
		}
	}
	if first {
		// "(Reuters) Rebels …"
		if m := sourceRe.FindString(s); m != "" && opensNews(s[len(m):]) && prose(s) {
			return len(m) - 1, len(m)
		}
	}
	at, n := firstDash(s)
	if n == 0 {
		return 0, 0
	}
	end = at + n
	next = end + len(s[end:]) - len(strings.TrimLeft(s[end:], " \n"))
	if !opensNews(s[next:]) {
		return 0, 0
	}
	head := strings.ReplaceAll(s[:at], "\n", " ")
	m := datelineRe.FindStringSubmatch(strings.TrimRight(head, " "))
	if m == nil {
		return 0, 0
	}
	place, rest := m[1], m[2]
	switch {
	case place == "":
		// "(Reuters) - Rebels …"; a date alone is the sentence's own ("12 March - Rebels attacked")
		if strings.HasPrefix(rest, "(") && strings.HasSuffix(rest, ")") && opensNews(rest[1:]) {
			return end, next
		}
	case rest != "":
		if !namesItself(place, rest) {
			return end, next
		}
	case next == end && s[at] == '-' && n == 1:
		// "IS -led"
	case s[at] == '-' && n == 1 && head == strings.TrimRight(head, " "):
		// "Mosul- Iraqi troops …"
		if !upper && strings.Count(place, " ") < 3 && !halfWord(place) {
			return end, next
		}
	case allCapitals(place) && bareName(place) && (first || strings.Count(sentenceOf(s[next:]), s[at:end])%2 == 0):
		return end, next
	}
	return 0, 0
}

// firstDash finds the first dash of s that may close a dateline, and its length; 0 for none.
func firstDash(s string) (at, n int) {
	for i, r := range s {
		if i >= maxDateline {
			break
		}
		switch r {
		case '–', '—', '―':
			return i, utf8.RuneLen(r)
		case '-':
			for i+n < len(s) && s[i+n] == '-' {
				n++
			}
			open := i == 0 || s[i-1] == ' ' || s[i-1] == ')' || s[i-1] == '/'
			if n > 1 || open || i+1 < len(s) && (s[i+1] == ' ' || s[i+1] == '\n') {
				return i, n
			}
			n = 0
		}
	}
	return 0, 0
}

// opensNews says that s begins like a sentence: with a capital or a number, perhaps after a quotation mark or bracket.
func opensNews(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'“‘«([ "))
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}

// allCapitals says that the first name of place is written in capitals and is longer than "US" or "UN".
func allCapitals(place string) bool {
	name := place
	if i := strings.IndexAny(place, ",/"); i >= 0 {
		name = place[:i]
	}
	return len(name) > 2 && name == strings.ToUpper(name)
}

// bareName says that place may stand before a dash with neither date nor agency: at most four words, and none that opens
// or joins a phrase, because in capitals "THE GOVERNMENT --" looks like "THE HAGUE --".
func bareName(place string) bool {
	words := strings.FieldsFunc(strings.ToLower(place), func(r rune) bool { return r == ' ' || r == ',' || r == '/' })
	for i, w := range words {
		if w == "the" && i == 0 && len(words) > 1 && words[1] == "hague" {
			continue
		}
		if phraseWords[w] {
			return false
		}
	}
	return len(words) <= 4
}

// phraseWords are words of phrases that are no bare names.
var phraseWords = wordSet(`the a an of from in on at to for with by and or two three four five six seven eight nine ten some many regarding according`)

// namesItself says that the bracket holds the initials of the words before it: "Islamic State (IS)" is no dateline.
func namesItself(place, rest string) bool {
	var initials strings.Builder
	for w := range strings.FieldsSeq(place) {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsUpper(r) {
			initials.WriteRune(r)
		}
	}
	return initials.Len() > 1 && strings.TrimSpace(rest) == "("+initials.String()+")"
}

// halfWord says that a word with a hyphen after it is the first half of a compound rather than a place: "Anti- IS",
// "Turkish- Russian".
func halfWord(place string) bool {
	w := strings.ToLower(place[strings.LastIndexByte(place, ' ')+1:])
	if prefixes[w] || len(w) < 3 {
		return true
	}
	for _, suffix := range []string{"ish", "ese", "ian", "ean"} {
		if strings.HasSuffix(w, suffix) {
			return true
		}
	}
	return false
}

// sentenceOf is s up to what looks like the end of its first sentence.
func sentenceOf(s string) string {
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i]
	}
	return s
}
