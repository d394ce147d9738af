package gold

import (
	"slices"
	"strings"
	"testing"

	"sitrep"
)

func TestJudgeGivesEachClaimItsVerdict(t *testing.T) {
	text := "Rebels shelled Adre. Troops will attack Biltine. The war goes on. A singer bombarded her fans with songs."
	g, err := Load(strings.NewReader(`{"report": "r", "claims": [{"in": "Rebels shelled Adre", "type": ["shelling"]}],
		"forbidden": [{"in": "will attack Biltine", "type": ["attack"], "unless_modality": ["future"]}], "allowed": ["The war goes on"]}`))
	if err != nil {
		t.Fatal(err)
	}
	claim := func(typ, word string, m sitrep.Modality) sitrep.Claim {
		at := strings.Index(text, word)
		return sitrep.Claim{Type: typ, Modality: m, Trigger: sitrep.Quote{Span: sitrep.Span{Start: at, End: at + len(word)}, Text: word}}
	}
	x := sitrep.Extraction{Report: sitrep.Report{Text: text}, Claims: []sitrep.Claim{
		claim("shelling", "shelled", sitrep.Actual),
		claim("attack", "attack", sitrep.Actual),
		claim("attack", "attack", sitrep.Future),
		claim("armed_clash", "war", sitrep.Actual),
		claim("shelling", "bombarded", sitrep.Actual),
	}}
	if got, want := Judge(g, x), []Verdict{Right, Banned, Free, Free, Surplus}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	if r := Score(g, x); r.Matched() != 1 || r.ForbiddenHit != 1 || r.Surplus != 1 {
		t.Errorf("score %v", r)
	}
}
