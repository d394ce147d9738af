package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How many bytes a line of boilerplate or a caption has at most: what is longer is news, whatever it opens with.
const (
	maxBoilerplate = 300
	maxCaption     = 400
)

// boilerplateRe reads lines that are not news by their opening. Words that news opens with too ("Read", "Copyright law")
// ask for what follows them in a notice.
var boilerplateRe = regexp.MustCompile(`^(?i:` + strings.Join([]string{
	`(?:also read|read (?:also|more|next)|see also|more on this(?: story)?)(?:\.*$| ?[:|»>-]| (?:on|at|about|from|here)\b)`,
	`related(?: (?:stories|articles?|topics?|links?|news|content|coverage))?:?$|related(?: (?:stories|articles?|topics?|links?|news))?:`,
	`sign up(?:$|:| (?:for (?:our|the|a|free)|to (?:our|the|receive|get)|here|now|today)\b)`,
	`subscribe(?:$|[:!.]| (?:to|now|here|today|for|and)\b)`,
	`copyright(?:$|:| ?(?:©|\(c\)|\d{4}|by\b|notice|reserved)|[^.]{0,60}\b\d{4}\b)|©|\(c\) |all rights reserved`,
	`follow us(?:$|:| @| on\b)|follow .{2,40} on (?:facebook|twitter|x|instagram|telegram|youtube|whatsapp|threads|social media)\b`,
	`advertise(?:ments?)?:?$|advertise with us`,
	`(?:share|tweet|pin|e-?mail|print)$|share (?:this (?:article|story|page|post)|on|via)\b`,
	`click here`,
	`for (?:more|further) (?:information|details)(?:[,:]| (?:please|contact|on|about|see|visit|call|or)\b)`,
	`(?:for )?(?:media|press) (?:enquiries|inquiries|contacts?)(?:$|[:,])|for (?:media|press) (?:enquiries|inquiries)|contacts?(?: us)?:`,
	`(?:with )?(?:additional )?(?:reporting|editing|writing)(?: and (?:reporting|editing|writing))? (?:by|from) (?:the |our )?(?:(?-i:\p{Lu})|staff|correspondent)`,
	`(?:written|reported|edited|compiled|translated)(?: and (?:written|edited))? by (?-i:(?:\p{Lu}[\p{L}.'’-]*|and|[&,;]| )+\.?$)`,
	`end(?:s| of (?:text|report|message|story|document))?$|more$|-? ?30 ?-?$|nnnn$|xxx+$`,
	`(?:story|article) continues`,
	`this (?:article|story|post|piece) (?:(?:was|has been|is) )?(?:originally |first |last |since )?(?:appear|publish|updat|amend|correct|produc|written|translat|part of)`,
	`download (?:the|our|this)(?: full| complete)? (?:app|report|pdf|map|document|article|file|briefing|update)\b`,
	`disclaimer(?:$|:)|terms (?:of (?:use|service)|and conditions)(?:$|[ :|&])|privacy policy|by continuing(?:,| to (?:use|browse)| you)|we use cookies|our standards:`,
	`newsletters?(?:$|:| sign)|notes? (?:to|for) editors`,
	`\d+ (?:comments?|shares?|min(?:ute)?s? read)$|comments$|leave a (?:comment|reply)|skip to (?:main )?content|most (?:read|viewed|popular)$|trending(?: now)?$`,
}, `|`) + `)`)

// samplePhrases mark a text, or a line of one, as made up.
var samplePhrases = []string{"sample report", "records no event", "this is an exercise", "for exercise purposes", "exercise exercise exercise", "fictional scenario"}

// boilerplate says that a line or paragraph is not news: a byline, a credit, a notice, an end mark.
func boilerplate(s string, upper bool) bool {
	t := strings.TrimLeft(s, " *-–—•>[_#(=~")
	if strings.Trim(t, " *-–—•_#=~.\n") == "" {
		return true
	}
	if len(t) < 400 {
		lower := strings.ToLower(t)
		for _, p := range samplePhrases {
			if strings.Contains(lower, p) {
				return true
			}
		}
	}
	if len(t) >= maxBoilerplate {
		return false
	}
	if bare := strings.TrimRight(t, " *-–—•]_#)=~."); boilerplateRe.MatchString(bare) || strings.HasPrefix(s, "(c) ") || strings.HasPrefix(s, "(C) ") {
		return true
	}
	return byline(t, upper)
}

// nameParticles are the words of a byline that need no capital.
var nameParticles = map[string]bool{"and": true, "in": true, "for": true, "of": true, "the": true, "de": true, "del": true, "der": true, "la": true, "al": true,
	"el": true, "bin": true, "ben": true, "van": true, "von": true, "da": true, "dos": true, "our": true, "a": true, "an": true, "own": true, "staff": true,
	"special": true, "foreign": true, "correspondent": true, "correspondents": true, "reporter": true, "reporters": true, "writer": true, "writers": true,
	"agencies": true, "&": true, "with": true, "near": true, "at": true}

// bylineNever are words that follow "by" in news.
var bylineNever = map[string]bool{"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"was": true, "were": true, "had": true, "has": true, "is": true, "are": true, "dawn": true, "noon": true, "midday": true, "midnight": true, "nightfall": true,
	"then": true, "now": true, "that": true, "they": true, "he": true, "it": true}

// byline reads "By Anna Weber and Tom Kerr in Erbil": names after "by", no sentence.
func byline(t string, upper bool) bool {
	if len(t) < 4 || len(t) > 90 || !strings.EqualFold(t[:3], "by ") || strings.ContainsAny(t, "!?:;0123456789") || strings.HasSuffix(t, ".") {
		return false
	}
	fields := strings.Fields(t[3:])
	names := 0
	for _, w := range fields {
		w = strings.Trim(w, ",.()|")
		lower := strings.ToLower(w)
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case bylineNever[lower]:
			return false
		case unicode.IsUpper(r) && !nameParticles[lower]:
			names++
		case w != "" && !nameParticles[lower] && !strings.HasPrefix(lower, "al-") && !strings.HasPrefix(lower, "el-"):
			return false
		case strings.HasPrefix(lower, "correspondent") || strings.HasPrefix(lower, "reporter") || strings.HasPrefix(lower, "writer"):
			names++
		}
	}
	return names > 0 && (!upper || len(fields) <= 5)
}

// captionRe reads captions by their opening, and creditRe by the credit at their end.
var (
	captionRe = regexp.MustCompile(`^(?i:[\[(]?(?:file )?(?:photo(?:graph)?|picture|image)s?(?:[:)\]]| (?:caption|credit|source|copyright|by|courtesy of)\b)|\[(?:image|photo|picture)\b|` +
		`\(photo\b|(?:media )?caption\b|video(?: caption)?:|watch:|pictured:|\(file\)|file ?[-–—] ?|(?:a |in this )(?:file|handout|undated) (?:photo|picture|image)|` +
		`in this (?:photo|picture|image)\b)`)
	creditRe = regexp.MustCompile(`(?i:\b(?:photo(?:graph)?|picture|image)s?(?: credits?)?: ?[^.!?\n]{2,60}$)|(?:^|[.!?] )Credit: ?\p{Lu}[^.!?\n]{2,60}$|^\[\p{Lu}[^.!?\n\]]{2,40}/ ?\p{Lu}[^.!?\n\]]{1,30}$|(?i:\b(?:photo(?:graph)?|picture|image)s? (?:by|courtesy of)) \p{Lu}[^.!?\n]{2,50}$|` +
		`(?i:/ ?(?:reuters|ap|afp|getty(?: images)?|epa|anadolu|xinhua)$)|(?:REUTERS|Reuters|AFP|AP|EPA|Getty Images|Xinhua|Anadolu) ?/ ?\p{Lu}[^.!?\n]{2,40}$`)
	// cameraRe is what only a caption says of somebody, and seenRe what it says beside a full date.
	cameraRe = regexp.MustCompile(`(?i)\b(?:looks? (?:in)?to the camera|poses? (?:for (?:a|the) (?:photo|picture|camera)|with|in front)|(?:is|are) pictured\b|` +
		`in this (?:file )?(?:photo|picture|image)\b|getty images|reuters photo|ap photo|afp photo)`)
	seenRe  = regexp.MustCompile(`(?i)\b(?:is|are) seen\b`)
	dayYear = regexp.MustCompile(dateWords + `\b`)
	yearRe  = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
)

// pictured says that s, in lower case, holds one of the words without which cameraRe and most of creditRe match nothing.
func pictured(s string) bool {
	for _, w := range []string{"photo", "image", "picture", "camera", "pose", "getty"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// maxCredit is how many bytes at the end of a caption its credit is looked for in.
const maxCredit = 90

// credited says that s ends with the credit of a picture.
func credited(s string) bool {
	s = strings.TrimRight(s, " .)]")
	if n := len(s) - maxCredit; n > 0 {
		for !utf8.RuneStart(s[n]) {
			n++
		}
		s = s[n:]
	}
	return (strings.Contains(s, "/") || strings.Contains(s, "Credit:") || pictured(strings.ToLower(s))) && creditRe.MatchString(s)
}

// caption says that a line or paragraph tells what a picture shows.
func caption(s string) bool {
	if len(s) > maxCaption {
		return false
	}
	if captionRe.MatchString(s) || credited(s) {
		return true
	}
	lower := strings.ToLower(s)
	if pictured(lower) && cameraRe.MatchString(s) {
		return true
	}
	return strings.Contains(lower, " seen") && seenRe.MatchString(s) && strings.Count(s, ". ") < 2 && dayYear.MatchString(s) && yearRe.MatchString(s)
}
