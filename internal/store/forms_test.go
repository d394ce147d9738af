package store

import (
	"slices"
	"strings"
	"testing"
)

func TestAWordFindsItsOtherForms(t *testing.T) {
	for word, want := range map[string]string{ // some of the forms, and after a bar words that are none of them
		"attacked": "attack attacks attacking | attacker",
		"attack":   "attacked attacking attacks",
		"strike":   "strikes struck striking | strict",
		"struck":   "strike strikes striking stricken",
		"killings": "kill killed killing",
		"fired":    "fire fires firing | fir firs",
		"stopped":  "stop stops stopping",
		"planes":   "plane | plan",
		"planned":  "plan plans planning | plane",
		"seizing":  "seize seized seizes",
		"houthis":  "houthi",
		"houthi":   "houthis",
		"bodies":   "body",
		"clashes":  "clash clashed clashing",
		"houses":   "house",
		"women":    "woman",
		"fled":     "flee flees fleeing",
		"shelling": "shell shelled shells",
		"patrol":   "patrolled patrolling patrols",
		"ieds":     "ied",
		"dying":    "die died dies",
		"raided":   "raid raids raiding",
		"evening":  "| even evens",
		"even":     "| evening",
		"unit":     "units | united",
		"united":   "| unit unite",
		"hama":     "| hamas",
		"hamas":    "| hama",
		"news":     "| new",
		"new":      "| news",
		"us":       "| use uses",
		"crisis":   "crises | crisi",
		"3000":     "| 3000s",
		"الموصل":   "| الموصلs",
	} {
		got := WordForms(word)
		like, unlike, _ := strings.Cut(want, "|")
		for _, f := range append(strings.Fields(like), word) {
			if !slices.Contains(got, f) {
				t.Errorf("%s does not find %s: %s", word, f, got)
			}
		}
		for _, f := range strings.Fields(unlike) {
			if slices.Contains(got, f) {
				t.Errorf("%s finds %s", word, f)
			}
		}
		if len(got) > 24 || !slices.IsSorted(got) {
			t.Errorf("%s: %s", word, got)
		}
	}
}

// Whoever looks for a form of a word finds the word, and the other way round, so that nobody has to guess which is in the reports.
func TestFormsFindEachOther(t *testing.T) {
	for _, line := range []string{"bomb bombs bombed bombing", "kill kills killed killing", "capture captures captured capturing", "flee flees fled fleeing", "displace displaces displaced displacing",
		"hit hits hitting", "carry carries carried carrying", "free frees freed freeing", "shoot shoots shot shooting", "withdraw withdraws withdrew withdrawn withdrawing", "child children", "army armies", "ambush ambushes ambushed ambushing"} {
		forms := strings.Fields(line)
		for _, a := range forms {
			for _, b := range forms {
				if !slices.Contains(WordForms(a), b) {
					t.Errorf("%s does not find %s: %s", a, b, WordForms(a))
				}
			}
		}
	}
}

func TestASearchFindsFormsUnlessQuoted(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		add(t, a, read(t, plain("Gunmen attacked a clinic in Aleppo on Monday and killed three civilians, the army said.", "2019-03-02", "The Courier")),
			read(t, plain("An attack on a market in Idlib killed nine people on Tuesday, doctors said.", "2019-03-05", "The Herald")))
		for query, want := range map[string]int{"attacking": 2, "attack": 2, `"attack"`: 1, `"attacked"`: 1, `"attacking"`: 0, "attacks clinics": 1, "kill -attacks": 0, `kill -"attack"`: 1, "-attacks": 0, `"killed nine" attacks`: 1, "attack -clinics": 1, strings.Repeat("-word -other -third ", 40) + "attacks": 2} {
			page, err := a.Reports(t.Context(), Filter{Text: query})
			if err != nil || len(page.Rows) != want {
				t.Errorf("%.40s: %d reports, %v; want %d", query, len(page.Rows), err, want)
			}
		}
	})
}

func FuzzWordForms(f *testing.F) {
	f.Add("attacked")
	f.Add("ing")
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range fold(text) {
			forms := WordForms(w)
			if !slices.Contains(forms, w) || len(forms) > 40 {
				t.Errorf("%q: %q", w, forms)
			}
			for _, form := range forms {
				if again := fold(form); len(again) != 1 || again[0] != form {
					t.Errorf("%q gives the form %q", w, form)
				}
			}
		}
	})
}
