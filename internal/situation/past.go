package situation

import "strings"

// irregular are past tenses that no rule gives, by dictionary form; where the participle is another word it stands after a comma.
var irregular = map[string]string{
	"be": "was,been", "bear": "bore,borne", "have": "had", "do": "did,done", "go": "went,gone", "beat": "beat,beaten", "become": "became,become", "befall": "befell,befallen",
	"begin": "began,begun", "behold": "beheld", "bend": "bent", "bet": "bet", "bid": "bid", "bind": "bound", "bite": "bit,bitten", "bleed": "bled",
	"blow": "blew,blown", "break": "broke,broken", "breed": "bred", "bring": "brought", "broadcast": "broadcast", "build": "built", "burst": "burst",
	"buy": "bought", "cast": "cast", "catch": "caught", "choose": "chose,chosen", "cling": "clung", "come": "came,come", "cost": "cost", "creep": "crept",
	"cut": "cut", "deal": "dealt", "dig": "dug", "draw": "drew,drawn", "drink": "drank,drunk", "drive": "drove,driven", "eat": "ate,eaten",
	"fall": "fell,fallen", "feed": "fed", "feel": "felt", "fight": "fought", "find": "found", "flee": "fled", "fling": "flung", "fly": "flew,flown",
	"forbid": "forbade,forbidden", "forget": "forgot,forgotten", "forgive": "forgave,forgiven", "freeze": "froze,frozen", "get": "got", "give": "gave,given",
	"grind": "ground", "grow": "grew,grown", "hear": "heard", "hide": "hid,hidden", "hit": "hit", "hold": "held", "hurt": "hurt", "keep": "kept",
	"know": "knew,known", "lay": "laid", "lead": "led", "leave": "left", "lend": "lent", "let": "let", "lose": "lost", "make": "made", "mean": "meant",
	"meet": "met", "mow": "mowed,mown", "offset": "offset", "outdo": "outdid,outdone", "overcome": "overcame,overcome", "overrun": "overran,overrun",
	"overtake": "overtook,overtaken", "overthrow": "overthrew,overthrown", "pay": "paid", "put": "put", "quit": "quit", "read": "read", "retake": "retook,retaken", "rid": "rid",
	"ride": "rode,ridden", "ring": "rang,rung", "rise": "rose,risen", "run": "ran,run", "say": "said", "see": "saw,seen", "seek": "sought", "sell": "sold",
	"send": "sent", "set": "set", "shake": "shook,shaken", "shed": "shed", "shoot": "shot", "show": "showed,shown", "shut": "shut", "sink": "sank,sunk",
	"sit": "sat", "slay": "slew,slain", "sleep": "slept", "slide": "slid", "speak": "spoke,spoken", "spend": "spent", "spin": "spun", "split": "split",
	"spread": "spread", "spring": "sprang,sprung", "stand": "stood", "steal": "stole,stolen", "stick": "stuck", "strike": "struck", "strive": "strove,striven",
	"swear": "swore,sworn", "sweep": "swept", "swing": "swung", "take": "took,taken", "teach": "taught", "tear": "tore,torn", "tell": "told",
	"think": "thought", "throw": "threw,thrown", "undergo": "underwent,undergone", "understand": "understood", "undertake": "undertook,undertaken",
	"uphold": "upheld", "wage": "waged", "wake": "woke,woken", "weep": "wept", "win": "won", "wind": "wound", "withdraw": "withdrew,withdrawn",
	"withhold": "withheld", "withstand": "withstood", "wring": "wrung", "write": "wrote,written", "rebuild": "rebuilt", "resell": "resold", "retell": "retold",
}

// doubled are verbs of more than one syllable whose last consonant is doubled before an ending, as that of every short verb is.
var doubled = map[string]bool{"admit": true, "commit": true, "permit": true, "submit": true, "omit": true, "emit": true, "transmit": true, "refer": true, "prefer": true,
	"transfer": true, "defer": true, "confer": true, "infer": true, "occur": true, "incur": true, "recur": true, "concur": true, "regret": true, "control": true,
	"patrol": true, "compel": true, "expel": true, "repel": true, "propel": true, "dispel": true, "rebel": true, "cancel": true, "travel": true, "quarrel": true,
	"shell": false, "abet": true, "equip": true, "abut": true, "allot": true, "embed": true, "unplug": true, "kidnap": true, "airdrop": true, "gun": true, "bus": true}

// past is the simple past of a verb, by its dictionary form in small letters: "struck" of "strike".
func past(lemma string) string {
	if form, ok := irregular[lemma]; ok {
		first, _, _ := strings.Cut(form, ",")
		return first
	}
	return regular(lemma)
}

// participle is the past participle of a verb: "fallen" of "fall".
func participle(lemma string) string {
	if form, ok := irregular[lemma]; ok {
		first, second, _ := strings.Cut(form, ",")
		if second != "" {
			return second
		}
		return first
	}
	return regular(lemma)
}

func regular(v string) string {
	n := len(v)
	switch {
	case n == 0:
		return v
	case v[n-1] == 'e':
		return v + "d"
	case v[n-1] == 'y' && n > 1 && !vowel(v[n-2]):
		return v[:n-1] + "ied"
	case v[n-1] == 'c':
		return v + "ked" // "panicked"
	}
	if twice, ok := doubled[v]; ok && twice || !ok && short(v) {
		return v + v[n-1:] + "ed"
	}
	return v + "ed"
}

// short says that a verb has one syllable that ends in one vowel and one consonant: "stop", "rob".
func short(v string) bool {
	n := len(v)
	if n < 3 || vowel(v[n-1]) || strings.ContainsRune("wxy", rune(v[n-1])) || !vowel(v[n-2]) || vowel(v[n-3]) && !(v[n-3] == 'u' && n > 3 && v[n-4] == 'q') {
		return false
	}
	for i := range n - 2 {
		if vowel(v[i]) && !(v[i] == 'u' && i > 0 && v[i-1] == 'q') {
			return false
		}
	}
	return true
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
