package extract

import "testing"

func TestWhereThingsHappen(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		sentence string
		typ      string
		place    string // "" for none
	}{
		{"Rebels attacked a convoy near the town of Bria on Monday.", "attack", "the town of Bria"},
		{"Jets bombed a depot in the Shida quarter in northern Mali.", "air_strike", "the Shida quarter"},
		{"Two monks from Nepal were kidnapped while walking in Egypt.", "abduction", "Egypt"},
		{"Chad accused Sudan of arming rebels.", "statement", ""},
		{"The minister condemned the attack in Kabul.", "statement", ""},
		{"The bishop denied that he left Conakry to avoid fighting for control of Bamako and denied a theft.", "statement", ""},
		{"Ministers of Chad, Niger and Benin held talks about herds in Lagos.", "talks", "Lagos"},
		{"An offensive to retake the city of Mosul began on Monday.", "offensive", "the city of Mosul"},
		{"The city of Kidal is controlled by rebels.", "control", "The city of Kidal"},
		{"Israel launched airstrikes on Syrian territory after rockets were fired.", "air_strike", "Syrian territory"},
		{"A trader was sentenced to nine years in prison for killing a nurse.", "killing", ""},
		{"Soldiers killed a leader of the Islamic State of Iraq and the Levant.", "killing", ""},
		{"Jets destroyed 48 schools.", "air_strike", ""},
		{"Nine people were killed in the U.S. state of Utah.", "killing", "Utah"},
		{"Nine people were killed in Benue state in March.", "killing", "Benue state"},
		{"Nine sappers died when a mine blew up two kilometres west of Kidal.", "bombing", "Kidal"},
		{"Shells fell in the Kupwara sector on Sunday.", "shelling", "the Kupwara sector"},
		{"The price rose in the health sector after soldiers killed nine nurses.", "killing", ""},
		{"Rebels entered the town of Bria on Monday. Thirty traders were killed there.", "killing", "there"},
		{"There were reports that rebels attacked a convoy.", "attack", ""},
		{"Members of the Revolutionary Front of Karsa (RFK) attacked a bus.", "attack", ""},
		{"Two truckers were shot dead at the Kosevo checkpoint north of Bihac.", "killing", "the Kosevo checkpoint"},
		{"Rebels attacked Dalori, a village on the road to Maiduguri, on Sunday.", "attack", "Dalori"},
		{"Gunners shelled Abu Qurayn, a crossroads between Sirte and Misrata, on Friday.", "shelling", ""},
		{"Fighters seized the last town south of Bria.", "territory_gained", "the last town"},
		{"Nine herders died in clashes south of Bria.", "armed_clash", "Bria"},
		{"Dutch police arrested two villagers over a massacre at a mill in Mostar.", "arrest", ""},
		{"In Split, guards arrested a sailor on suspicion of a role in shootings in Vukovar.", "arrest", "Split"},
		{"Planes destroyed the main bridge over the river at Kutum.", "air_strike", "Kutum"},
		{"Recruits were deployed as the Tigers attacked a lighthouse in Galle.", "deployment", ""},
		{"Rebels shelled the barracks while a patrol was ambushed in Kulbus.", "shelling", ""},
		{"Gunners shot down a drone over Aghjabedi at noon.", "interception", "Aghjabedi"},
		{"Nine nurses died when a mine exploded in Kulbus.", "bombing", "Kulbus"},
		{"A monitoring group based in Britain said nine nurses were killed.", "killing", ""},
	} {
		x, err := r.Read(Input{Original: []byte(c.sentence), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, claim := range x.Claims {
			if claim.Type != c.typ {
				continue
			}
			got := ""
			if claim.Place != nil {
				got = claim.Place.Text
			}
			found = true
			if got != c.place {
				t.Errorf("%q: %s at %q, want %q", c.sentence, c.typ, got, c.place)
			}
		}
		if !found {
			t.Errorf("%q: no %s", c.sentence, c.typ)
		}
	}
}
