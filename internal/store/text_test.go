package store

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTextIsFoldedToWords(t *testing.T) {
	for text, want := range map[string]string{
		"Al-Shabaab's men":                "al shabaab men",
		"the U.S. Army in the U.S.":       "the us army in the us",
		"3,000 people, 3,0000; 1.5":       "3000 people 3 0000 1 5",
		"Qa’ida al-Qa'ida ’Ayn":           "qaida al qaida ayn",
		"Idlíb ÇAY Łódź":                  "idlib cay lodz",
		"end.Next J. Smith":               "end next j smith",
		"t_attack a_1":                    "t attack a 1",
		"الموصل الموصِل":                  "الموصل الموصل",
		strings.Repeat("x", 100) + " end": strings.Repeat("x", 61) + " end",
		"":                                "",
	} {
		if got := strings.Join(fold(text), " "); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
}

func TestASearchIsReadAsTyped(t *testing.T) {
	text := fold("Barrel bombs fell on al-Bab on Friday, the U.S. said.")
	for query, want := range map[string]bool{
		"bombs": true, "BOMBS friday": true, `"barrel bombs"`: true, `"bombs barrel"`: false, "al-Bab": true, "bab-al": false, "-drone bombs": true, "bombs -barrel": false,
		`bombs -"barrel bombs"`: false, `-"bombs barrel"`: true, "US": true, "bombs OR drone": false, `"unfinished bombs`: false, `"barrel`: true, "“barrel bombs”": true, "- bombs": true,
	} {
		if got := parseSearch(query).holds(text); got != want {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Al-Shabaab's U.S. 3,000 Idlíb \x00\xff")
	f.Fuzz(func(t *testing.T, text string) {
		words := fold(text)
		for _, w := range words {
			if w == "" || len(w) > longestWord || strings.ContainsAny(w, "_'\" \x00&|!():*") {
				t.Errorf("%q gives the word %q", text, w)
			}
		}
		if again := fold(strings.Join(words, " ")); !slices.Equal(words, again) {
			t.Errorf("%q gives %q, and these %q", text, words, again)
		}
	})
}

// Whatever is typed is answered, and never read as a query of the database's own language.
func FuzzSearch(f *testing.F) {
	for _, text := range []string{`clinic "barrel bombs" -drone al-Bab`, `" -`, `*:^(NEAR AND`, `\x00'; DROP TABLE words`, "a_1"} {
		f.Add(text)
	}
	a := open(f, filepath.Join(f.TempDir(), "a.db"))
	if _, err := a.Add(f.Context(), []Entry{read(f, plain("Shelling killed three civilians in Aleppo on Monday, the army said.", "2019-03-02", "The Courier"))}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := a.Claims(t.Context(), Filter{Text: text, Actor: text, Place: text, Publisher: text, Country: text, Types: []string{text}})
		if err == nil {
			_, err = a.Reports(t.Context(), Filter{Text: text})
		}
		if err != nil && !strings.Contains(err.Error(), "has no word to look for") {
			t.Error(err)
		}
	})
}
