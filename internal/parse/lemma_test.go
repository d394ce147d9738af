package parse

import (
	"strings"
	"testing"
)

func TestLemma(t *testing.T) {
	p := newTestParser(t)
	for tag, pairs := range map[Tag]string{
		VERB: "abducted:abduct shelled:shell besieged:besiege besieging:besiege fled:flee fleeing:flee " +
			"overran:overrun retook:retake retaken:retake clashes:clash clashed:clash died:die dying:die killing:kill " +
			"KILLED:kill Killed:kill shot:shoot hit:hit " +
			"fought:fight seized:seize freed:free overthrew:overthrow withdrew:withdraw struck:strike " +
			"left:leave led:lead found:find " +
			"trapped:trap looted:loot mined:mine ceded:cede denies:deny blew:blow torn:tear beheaded:behead " +
			"strafed:strafe rioted:riot swooped:swoop emptied:empty raked:rake mistreated:mistreat initialled:initial " +
			"doling:dole regrouped:regroup united:unite",
		NOUN: "clashes:clash militiamen:militiaman gunmen:gunman casualties:casualty women:woman " +
			"children:child bases:base crises:crisis headquarters:headquarters forces:force bodies:body knives:knife " +
			"airstrikes:airstrike heroes:hero",
		AUX:   "is:be was:be were:be 're:be \u2019s:be has:have had:have ca:can wo:will",
		ADJ:   "deadliest:deadly worse:bad larger:large heaviest:heavy fiercest:fierce dead:dead",
		ADV:   "better:well",
		PRON:  "them:they him:he us:we",
		PART:  "n't:not n\u2019t:not",
		PROPN: "Iraqis:iraqi Karsa:karsa",
		DET:   "an:a these:this",
	} {
		for pair := range strings.FieldsSeq(pairs) {
			word, want, _ := strings.Cut(pair, ":")
			if got := p.Lemma(word, tag); got != want {
				t.Errorf("Lemma(%q, %v) = %q, want %q", word, tag, got, want)
			}
		}
	}
}

func TestLemmaOfOddWords(t *testing.T) {
	p := newTestParser(t)
	for _, w := range []string{"", "s", "ed", "\xff\xfe", "\u00c9", "12", "...", strings.Repeat("sses", 1000)} {
		for tag := range TagBoundary {
			p.Lemma(w, tag)
		}
	}
	if got := p.Lemma("Killed", Tag(200)); got != "killed" {
		t.Errorf("a tag that does not exist rewrites: %q", got)
	}
}

func BenchmarkLemma(b *testing.B) {
	p := newTestParser(b)
	for b.Loop() {
		p.Lemma("militiamen", NOUN)
	}
}
