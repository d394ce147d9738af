package parse

import "strings"

// verbForms gives the lemmas of forms of verbs that the learned endings get wrong: "rioted" looks like "united", "raked" like
// "baked" to them, but neither "riote" nor "rak" is a verb. Rules that name such a verb would never find it.
var verbForms = map[string]string{
	"airdropped": "airdrop", "airdropping": "airdrop", "airdrops": "airdrop",
	"applauded": "applaud", "applauding": "applaud", "applauds": "applaud",
	"ascribed": "ascribe", "ascribes": "ascribe", "ascribing": "ascribe",
	"billeted": "billet", "billeting": "billet", "billets": "billet",
	"bivouacked": "bivouac", "bivouacking": "bivouac",
	"boycotted": "boycott", "boycotting": "boycott", "boycotts": "boycott",
	"bribed": "bribe", "bribes": "bribe", "bribing": "bribe",
	"bussed": "bus", "bussing": "bus",
	"caned": "cane", "canes": "cane", "caning": "cane",
	"cascaded": "cascade", "cascades": "cascade", "cascading": "cascade",
	"choked": "choke", "chokes": "choke", "choking": "choke",
	"circled": "circle", "circles": "circle", "circling": "circle",
	"clothed": "clothe", "clothes": "clothe", "clothing": "clothe",
	"conceded": "concede", "concedes": "concede", "conceding": "concede",
	"convened": "convene", "convenes": "convene", "convening": "convene",
	"cooped": "coop", "cooping": "coop", "coops": "coop",
	"crackled": "crackle", "crackles": "crackle", "crackling": "crackle",
	"defiled": "defile", "defiles": "defile", "defiling": "defile",
	"demoted": "demote", "demotes": "demote", "demoting": "demote",
	"deplored": "deplore", "deplores": "deplore", "deploring": "deplore",
	"dethroned": "dethrone", "dethrones": "dethrone", "dethroning": "dethrone",
	"doled": "dole", "doles": "dole", "doling": "dole",
	"draped": "drape", "drapes": "drape", "draping": "drape",
	"droned": "drone", "drones": "drone", "droning": "drone",
	"dynamited": "dynamite", "dynamites": "dynamite", "dynamiting": "dynamite",
	"emptied": "empty", "empties": "empty", "emptying": "empty",
	"encoded": "encode", "encodes": "encode", "encoding": "encode",
	"ensnared": "ensnare", "ensnares": "ensnare", "ensnaring": "ensnare",
	"entreated": "entreat", "entreating": "entreat", "entreats": "entreat",
	"enveloped": "envelop", "enveloping": "envelop", "envelops": "envelop",
	"eroded": "erode", "erodes": "erode", "eroding": "erode",
	"exiled": "exile", "exiles": "exile", "exiling": "exile",
	"extradited": "extradite", "extradites": "extradite", "extraditing": "extradite",
	"faded": "fade", "fades": "fade", "fading": "fade",
	"felled": "fell", "felling": "fell", "fells": "fell",
	"feted": "fete", "fetes": "fete", "feting": "fete",
	"flared": "flare", "flares": "flare", "flaring": "flare",
	"floated": "float", "floating": "float", "floats": "float",
	"ganged": "gang", "ganging": "gang", "gangs": "gang",
	"garroted": "garrote", "garrotes": "garrote", "garroting": "garrote",
	"garrotted": "garrotte", "garrotting": "garrotte",
	"gassed": "gas", "gassing": "gas",
	"glared": "glare", "glares": "glare", "glaring": "glare",
	"gored": "gore", "gores": "gore", "goring": "gore",
	"groped": "grope", "gropes": "grope", "groping": "grope",
	"guillotined": "guillotine", "guillotines": "guillotine", "guillotining": "guillotine",
	"heckled": "heckle", "heckles": "heckle", "heckling": "heckle",
	"hectored": "hector", "hectoring": "hector", "hectors": "hector",
	"impaled": "impale", "impales": "impale", "impaling": "impale",
	"impeded": "impede", "impedes": "impede", "impeding": "impede",
	"implored": "implore", "implores": "implore", "imploring": "implore",
	"infringed": "infringe", "infringes": "infringe", "infringing": "infringe",
	"initialed": "initial", "initialing": "initial", "initialled": "initial", "initialling": "initial",
	"joked": "joke", "jokes": "joke", "joking": "joke",
	"knifed": "knife", "knifes": "knife", "knifing": "knife",
	"lambasted": "lambaste", "lambastes": "lambaste", "lambasting": "lambaste",
	"lauded": "laud", "lauding": "laud", "lauds": "laud",
	"loosed": "loose", "looses": "loose", "loosing": "loose",
	"maltreated": "maltreat", "maltreating": "maltreat", "maltreats": "maltreat",
	"marauded": "maraud", "marauding": "maraud", "marauds": "maraud",
	"medevaced": "medevac", "medevacked": "medevac",
	"mentored": "mentor", "mentoring": "mentor", "mentors": "mentor",
	"meted": "mete", "metes": "mete", "meting": "mete",
	"mistreated": "mistreat", "mistreating": "mistreat", "mistreats": "mistreat",
	"muzzled": "muzzle", "muzzles": "muzzle", "muzzling": "muzzle",
	"outmanoeuvred": "outmanoeuvre", "outmanoeuvres": "outmanoeuvre", "outmanoeuvring": "outmanoeuvre",
	"paroled": "parole", "paroles": "parole", "paroling": "parole",
	"phoned": "phone", "phones": "phone", "phoning": "phone",
	"piled": "pile", "piles": "pile", "piling": "pile",
	"plunged": "plunge", "plunges": "plunge", "plunging": "plunge",
	"poked": "poke", "pokes": "poke", "poking": "poke",
	"postponed": "postpone", "postpones": "postpone", "postponing": "postpone",
	"profaned": "profane", "profanes": "profane", "profaning": "profane",
	"proscribed": "proscribe", "proscribes": "proscribe", "proscribing": "proscribe",
	"pruned": "prune", "prunes": "prune", "pruning": "prune",
	"quaked": "quake", "quakes": "quake", "quaking": "quake",
	"quarantined": "quarantine", "quarantines": "quarantine", "quarantining": "quarantine",
	"raked": "rake", "rakes": "rake", "raking": "rake",
	"rebuked": "rebuke", "rebukes": "rebuke", "rebuking": "rebuke",
	"reconnoitred": "reconnoitre", "reconnoitres": "reconnoitre", "reconnoitring": "reconnoitre",
	"recouped": "recoup", "recouping": "recoup", "recoups": "recoup",
	"regrouped": "regroup", "regrouping": "regroup", "regroups": "regroup",
	"reunited": "reunite", "reunites": "reunite", "reuniting": "reunite",
	"revered": "revere", "reveres": "revere", "revering": "revere",
	"reviled": "revile", "reviles": "revile", "reviling": "revile",
	"revoked": "revoke", "revokes": "revoke", "revoking": "revoke",
	"rifled": "rifle", "rifles": "rifle", "rifling": "rifle",
	"ringed": "ring",
	"rioted": "riot", "rioting": "riot", "riots": "riot",
	"roped": "rope", "ropes": "rope", "roping": "rope",
	"scuffled": "scuffle", "scuffles": "scuffle", "scuffling": "scuffle",
	"scythed": "scythe", "scythes": "scythe", "scything": "scythe",
	"seceded": "secede", "secedes": "secede", "seceding": "secede",
	"seethed": "seethe", "seethes": "seethe", "seething": "seethe",
	"shanghaied": "shanghai",
	"shrouded":   "shroud", "shrouding": "shroud", "shrouds": "shroud",
	"snared": "snare", "snares": "snare", "snaring": "snare",
	"soothed": "soothe", "soothes": "soothe", "soothing": "soothe",
	"staked": "stake", "stakes": "stake", "staking": "stake",
	"stared": "stare", "stares": "stare", "staring": "stare",
	"stifled": "stifle", "stifles": "stifle", "stifling": "stifle",
	"stoked": "stoke", "stokes": "stoke", "stoking": "stoke",
	"swooped": "swoop", "swooping": "swoop", "swoops": "swoop",
	"tamed": "tame", "tames": "tame", "taming": "tame",
	"taped": "tape", "tapes": "tape", "taping": "tape",
	"telephoned": "telephone", "telephones": "telephone", "telephoning": "telephone",
	"trickled": "trickle", "trickles": "trickle", "trickling": "trickle",
	"tussled": "tussle", "tussles": "tussle", "tussling": "tussle",
	"unearthed": "unearth", "unearthing": "unearth", "unearths": "unearth",
	"united": "unite", "unites": "unite", "uniting": "unite",
	"usurped": "usurp", "usurping": "usurp", "usurps": "usurp",
	"voted": "vote", "votes": "vote", "voting": "vote",
	"winged": "wing", "winging": "wing", "wings": "wing",
	"winkled": "winkle", "winkles": "winkle", "winkling": "winkle",
	"yoked": "yoke", "yokes": "yoke", "yoking": "yoke",
}

// MeansVerbs are nouns that are written with a hyphen before a verb and say by what or by how many it is done: "gang-raped",
// "machine-gunned", "baton-charged".
var MeansVerbs = wordSet("gang baton lathi machine fire petrol dive carpet pistol press booby cluster mortar rocket grenade sniper")

// doneWith says that the words from i to j, joined by a hyphen, are a verb with its means before it, and describe no noun behind them:
// "the police baton-charged them", "were gang-raped", but not "a booby-trapped car".
func (g *Grammar) doneWith(i, j int) bool {
	if t := g.tag(j); i == g.First || g.norm(j) == "propelled" || t != VERB && t != ADJ || !g.pastForm(j) && !ing(g.norm(j)) && !strings.HasSuffix(g.norm(j), "ed") {
		return false
	}
	switch g.tag(i - 1) {
	case AUX, PRON:
		return true
	case NOUN, PROPN:
		t := g.tag(j + 1)
		return t == DET || t == NUM || t == PRON || t == NOUN || t == PROPN || t == ADJ || t == PUNCT || t == ADP
	case CCONJ, ADV:
		t := g.tag(j + 1)
		return t == DET || t == NUM || t == PRON
	}
	return false
}
