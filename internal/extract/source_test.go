package extract

import (
	"testing"

	"sitrep"
)

// TestQuotedWordsGoOn holds who says what a sentence tells that stands between quotation marks and names nobody.
func TestQuotedWordsGoOn(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct{ about, text, source string }{
		{"the speaker of the sentence before", "\"They came at dawn,\" said Omar Bello, a teacher. \"Rebels seized the town of Bria.\"", "Omar Bello"},
		{"the speaker at the end", "\"Rebels seized the town of Bria. They came at dawn,\" said Omar Bello, a teacher.", "Omar Bello"},
		{"marks that go on over a paragraph", "\"They came at dawn,\" said Omar Bello, a teacher.\n\n\"Rebels seized the town of Bria.\"", "Omar Bello"},
		{"what stands outside the marks is the reporter's", "\"They came at dawn,\" said Omar Bello, a teacher. Rebels seized the town of Bria.", ""},
		{"nobody has spoken", "The mayor met reporters. \"Rebels seized the town of Bria.\"", ""},
		{"a name between marks is no speech", "The mayor said the \"night of fear\" was over. Rebels seized the town of \"Bria\".", ""},
	} {
		got := "none"
		for _, claim := range claimsIn(t, r, c.text) {
			if claim.Type == "territory_gained" {
				if got = ""; claim.Attribution != nil {
					got = claim.Attribution.Name
				}
			}
		}
		if got != c.source {
			t.Errorf("%s: %q: source is %q, want %q", c.about, c.text, got, c.source)
		}
	}
}

func TestAttribution(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		sentence string
		source   string // "" for none named
		stance   sitrep.Stance
	}{
		{"Rebels seized the town of Bria on Monday.", "", ""},
		{"Rebels seized the town of Bria, a police spokesman said.", "a police spokesman", sitrep.Said},
		{"Rebels seized the town of Bria, said a police spokesman.", "a police spokesman", sitrep.Said},
		{"A police spokesman said that rebels had seized the town of Bria.", "A police spokesman", sitrep.Said},
		{"A police spokesman told reporters rebels had seized the town of Bria.", "A police spokesman", sitrep.Said},
		{"\"Rebels seized the town of Bria\", a police spokesman told reporters.", "a police spokesman", sitrep.Said},
		{"\"Rebels seized the town of Bria,\" said a police spokesman.", "a police spokesman", sitrep.Said},
		{"According to residents, rebels seized the town of Bria.", "residents", sitrep.Said},
		{"Rebels seized the town of Bria, according to residents.", "residents", sitrep.Said},
		{"Rebels claimed that they had seized the town of Bria.", "Rebels", sitrep.Alleged},
		{"The army confirmed that rebels had seized the town of Bria.", "The army", sitrep.Confirmed},
		{"The army denied that rebels had seized the town of Bria.", "The army", sitrep.Denied},
		{"Rebels are alleged to have seized the town of Bria.", "", sitrep.Alleged},
		{"Rebels were accused by the governor of seizing the town of Bria.", "the governor", sitrep.Alleged},
		{"Rebels allegedly seized the town of Bria.", "", sitrep.Alleged},
		{"Residents said rebels had entered the hospital and seized the town of Bria.", "Residents", sitrep.Said},
		{"In Bangui, the army said rebels had seized the town of Bria.", "the army", sitrep.Said},
		{"The army accused rebels of seizing the town of Bria.", "The army", sitrep.Alleged},
		{"Rebels seized the town of Bria according to plan.", "", ""},
		{"In a note printed by a daily, the army said that rebels had seized the town of Bria.", "the army", sitrep.Said},
		{"Rebels seized the town of Bria, the fire service said.", "the fire service", sitrep.Said},
		{"Rebels are reported to have seized the town of Bria.", "", ""},
		{"No militia claimed the plunder, yet the docks burned and rebels seized the town of Bria.", "", ""},
		{"The minister met the governor after rebels seized the town of Bria.", "", ""},
	} {
		x, err := r.Read(Input{Original: []byte(c.sentence), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, claim := range x.Claims {
			if claim.Type != "territory_gained" {
				continue
			}
			found = true
			source, stance := "", sitrep.Stance("")
			if a := claim.Attribution; a != nil {
				source, stance = a.Source, a.Stance
			}
			if source != c.source || stance != c.stance {
				t.Errorf("%q: got %q %q, want %q %q", c.sentence, source, stance, c.source, c.stance)
			}
		}
		if !found {
			t.Errorf("%q: no claim", c.sentence)
		}
	}
}
