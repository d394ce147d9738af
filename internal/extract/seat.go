package extract

import (
	"slices"

	"sitrep/internal/actor"
	"sitrep/internal/parse"
)

// A capital stands for its government where it says or does what only a government does: "Kyiv said", "accused by Moscow",
// "talks with Tehran". Where people are and things happen it is a place.

// government is the government that phrase p stands for by its seat, nil where it stands for none.
func (rd *reading) government(g *parse.Grammar, p int, t thing) *actor.Actor {
	ph := &g.Phrases[p]
	if t.kind != placeKind && t.kind != nothing && t.kind != facilityKind || !t.proper && t.kind != facilityKind {
		return nil
	}
	first := ph.First
	for first < ph.Last && g.Doc.Tags[first] == parse.DET {
		first++
	}
	year := rd.actors.Year()
	n, s := rd.actors.Seat(g.Doc, first, ph.Last, year)
	if n == 0 || first+n != ph.Last || !rd.governs(g, p) {
		return nil
	}
	return rd.actors.Body(s.Code, "government", year)
}

// governs says that phrase p does, or is asked for, what only people and governments do.
func (rd *reading) governs(g *parse.Grammar, p int) bool {
	ph := &g.Phrases[p]
	for v := range g.Verbs {
		u := &g.Verbs[v]
		lemma := g.Doc.Lemmas[u.Head]
		if slices.Contains(u.Subjects, p) && !g.PassiveLike(v) && deeds[lemma] {
			return true
		}
		if slices.Contains(u.Objects, p) && addressed[lemma] || slices.Contains(u.Subjects, p) && g.PassiveLike(v) && addressed[lemma] {
			return true
		}
	}
	switch prep := g.Preposition(p); prep {
	case "by":
		v := g.Clause(ph.Head)
		return v >= 0 && g.PassiveLike(v) && deeds[g.Doc.Lemmas[g.Verbs[v].Head]]
	case "between", "with", "from", "against", "to", "on":
		for q := p - 1; q >= 0 && q >= p-2; q-- {
			if dealings[g.Doc.Lemmas[g.Phrases[q].Head]] && (prep != "from" && prep != "to" || g.Phrases[q].Last == ph.Prep) {
				return true
			}
		}
	}
	if o := ownerOf(g, p); o >= 0 {
		return possessions[g.Doc.Lemmas[g.Phrases[o].Head]]
	}
	return ph.Conj >= 0 && rd.governs(g, ph.Conj)
}

// ownerOf is the phrase that phrase p owns, -1 for none.
func ownerOf(g *parse.Grammar, p int) int {
	for q := range g.Phrases {
		if g.Phrases[q].Owner == p {
			return q
		}
	}
	return -1
}

func wordSet(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// deeds are verbs of governments, by lemma.
var deeds = wordSet("say", "tell", "accuse", "deny", "reject", "warn", "announce", "demand", "agree", "insist", "condemn", "blame", "threaten", "call", "urge", "offer", "vow",
	"recall", "expel", "impose", "lift", "send", "deploy", "refuse", "claim", "confirm", "admit", "order", "declare", "promise", "pledge", "protest", "denounce", "criticise", "criticize", "ask",
	"want", "appeal", "propose", "suspend", "sever", "recognise", "recognize", "back", "support", "arm", "fund", "finance", "approve", "authorise", "authorize", "negotiate", "respond", "reply", "react",
	"retaliate", "welcome", "summon", "ban", "allow", "grant", "deport", "extradite", "consider", "decide", "plan", "hope", "fear", "believe", "intend", "seek", "try", "request", "invite", "sign", "withdraw",
	"supply", "sell", "provide", "give", "express", "voice", "acknowledge", "dismiss", "maintain", "note", "add", "state", "estimate", "argue", "stress", "reiterate", "regret", "apologise", "apologize", "cancel", "postpone",
	"resume", "launch", "retain", "regard", "view", "see", "consent", "concede", "cooperate", "pay", "compensate", "rule", "close", "reopen", "restore", "cut", "end", "start", "begin", "accept", "dispatch", "mediate", "push", "press")

// addressed are verbs whose object is a government, by lemma.
var addressed = wordSet("accuse", "blame", "urge", "tell", "warn", "ask", "condemn", "criticise", "criticize", "pressure", "threaten", "press", "persuade", "convince", "denounce", "recognise", "recognize", "support", "back", "notify", "inform")

// dealings are nouns of what governments have with each other, by lemma.
var dealings = wordSet("talk", "relation", "tie", "agreement", "deal", "treaty", "support", "aid", "pressure", "order", "sanction", "accusation", "alliance", "negotiation", "dialogue", "contact", "denial", "demand", "protest", "appeal", "war", "ceasefire", "truce", "pact", "cooperation", "dispute", "tension", "criticism", "assurance", "permission", "request", "message", "letter", "help", "backing", "approval", "concession")

// possessions are nouns of what governments have, by lemma.
var possessions = wordSet("decision", "demand", "refusal", "support", "policy", "ambassador", "envoy", "ally", "response", "claim", "denial", "offer", "position", "government", "rejection", "troop", "force", "army", "war", "accusation", "statement", "backing")
