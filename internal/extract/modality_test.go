package extract

import (
	"testing"

	"sitrep"
	"sitrep/codebook"
)

// newReader is a reader for sentences: a sentence on its own says too little for the gate.
func newReader(t testing.TB) *Reader {
	t.Helper()
	return reportReader(t).Ungated()
}

func reportReader(t testing.TB) *Reader {
	t.Helper()
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(book)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestModality(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		sentence string
		want     sitrep.Modality // "" for no claim of that type
	}{
		{"Government troops seized the town of Bria on Monday.", sitrep.Actual},
		{"Government troops have seized the town of Bria.", sitrep.Actual},
		{"The army would not leave until rebels seized the town of Bria.", sitrep.Future},
		{"The general said he would not resign before rebels seized the town of Bria.", sitrep.Future},
		{"The general resigned before rebels seized the town of Bria.", sitrep.Actual},
		{"The general demanded that the town of Bria be seized.", sitrep.Future},
		{"Our demands stand: that the army pay the men and that it seize the town of Bria.", sitrep.Future},
		{"The council called for a truce, the seizure of the town of Bria and the release of captives.", sitrep.Future},
		{"The envoy demanded a truce, the withdrawal of troops and the capture of the town of Bria.", sitrep.Future},
		{"The envoy reported a truce, the withdrawal of troops and the capture of the town of Bria.", sitrep.Actual},
		{"Troops had to seize the town of Bria twice.", sitrep.Actual},
		{"The town of Bria was seized by rebels, officials said.", sitrep.Actual},
		{"Rebels managed to seize the town of Bria.", sitrep.Actual},
		{"Rebels are reported to have seized the town of Bria.", sitrep.Actual},
		{"Rebels claimed that they had seized the town of Bria.", sitrep.Actual},
		{"The army said rebels seized the town of Bria.", sitrep.Actual},
		{"After seizing the town of Bria, rebels moved north.", sitrep.Actual},
		{"Government troops will seize the town of Bria within days.", sitrep.Future},
		{"The general vowed to seize the town of Bria.", sitrep.Future},
		{"Rebels threatened to seize the town of Bria.", sitrep.Future},
		{"Rebels are expected to seize the town of Bria.", sitrep.Future},
		{"The president ordered the army to seize the town of Bria.", sitrep.Future},
		{"The army plans to capture the town of Bria next week.", sitrep.Future},
		{"The army is preparing to capture the town of Bria.", sitrep.Future},
		{"Rebels may have seized the town of Bria.", sitrep.Possible},
		{"Rebels might seize the town of Bria, residents fear.", sitrep.Possible},
		{"If rebels seize the town of Bria, thousands will flee.", sitrep.Possible},
		{"Rebels failed to seize the town of Bria.", sitrep.Negated},
		{"Rebels did not seize the town of Bria.", sitrep.Negated},
		{"Rebels never seized the town of Bria.", sitrep.Negated},
		{"The army denied that rebels had seized the town of Bria.", sitrep.Negated},
		{"The army prevented rebels from seizing the town of Bria.", sitrep.Negated},
		{"No rebels seized the town of Bria.", sitrep.Negated},
		{"The army rejected reports that rebels had seized the town of Bria.", sitrep.Negated},
		{"The army confirmed reports that rebels had seized the town of Bria.", sitrep.Actual},
		{"The strikes will go on until rebels are driven from Bria, he said.", sitrep.Future},
		{"The strikes went on until rebels were driven from Bria.", sitrep.Actual},
		{"The capture of Bria by rebels is feared.", sitrep.Possible},
		{"Reports that rebels were seizing the town of Bria are dismissed.", sitrep.Negated},
		{"An attempt to seize the town of Bria was beaten back.", sitrep.Negated},
		{"The army agreed to let rebels seize the town of Bria.", sitrep.Future},
		{"The army let rebels seize the town of Bria.", sitrep.Actual},
		{"The offensive to recapture the town of Bria began on Monday.", ""},
		{"Troops were sent north to recapture the town of Bria.", ""},
	} {
		x, err := r.Read(Input{Original: []byte(c.sentence), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		got := sitrep.Modality("")
		for _, claim := range x.Claims {
			if claim.Type == "territory_gained" {
				got = claim.Modality
			}
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.sentence, got, c.want)
		}
	}
}
