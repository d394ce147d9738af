package extract

import (
	"strings"
	"testing"

	"sitrep"
)

// TestSlots holds who fills the roles of claims where the sentence tells it by another way than subject and object.
func TestSlots(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		about, text, typ string
		role             sitrep.Role
		want             string // names, "|" between fillers
	}{
		{"the dead of a clash are its other side", "Nine rebels were killed in a clash with government troops near Kaga.", "armed_clash", sitrep.Actor, "Nine rebels"},
		{"the dead whom one side killed in fighting", "Soldiers killed 12 militants in heavy fighting near Kaga.", "armed_clash", sitrep.Target, "12 militants"},
		{"both sides by their dead", "Four soldiers and six insurgents were killed in fighting near Kaga.", "armed_clash", sitrep.Target, "six insurgents"},
		{"villagers are no side", "Nine villagers were killed in a clash with government troops near Kaga.", "armed_clash", sitrep.Actor, ""},
		{"a side is not its own enemy", "Government troops clashed with police near Kaga, killing two soldiers.", "armed_clash", sitrep.Target, "police"},
		{"two armies in one phrase fight each other", "Ethiopian and Eritrean troops clashed near Badme on Sunday.", "armed_clash", sitrep.Actor, "Ethiopian forces"},
		{"and each is named", "Ethiopian and Eritrean troops clashed near Badme on Sunday.", "armed_clash", sitrep.Target, "Eritrean forces"},
		{"two armies attack together", "Ethiopian and Eritrean troops attacked the town of Adwa on Sunday.", "attack", sitrep.Actor, "Ethiopian forces|Eritrean forces"},
		{"one nation of two words", "North Korean soldiers attacked a post near Kaga.", "attack", sitrep.Actor, "North Korean forces"},
		{"the country of a border is not fought", "Two smugglers were killed in a shootout at Jordan's border with Syria.", "armed_clash", sitrep.Target, ""},
		{"in whose name is no aim", "The men planned attacks on behalf of the Karsa Front.", "attack", sitrep.Target, ""},
		{"an aim told beside the killing", "A suicide bomber killed nine people in an attack on an army convoy near Kaga.", "suicide_bombing", sitrep.Target, "army convoy"},
		{"an aim behind two nouns", "Australia imposed economic sanctions and a visa ban on four Karsan generals.", "sanction", sitrep.Target, "four Karsan generals"},
		{"the doer told with the wounded", "Two guards were killed and three were injured by gunmen near Kaga.", "killing", sitrep.Actor, "gunmen"},
		{"who arrests is not who was injured before", "Five people were killed and two suspects were arrested by police near Kaga.", "killing", sitrep.Actor, ""},
		{"who is arrested for a deed did it", "The army arrested two men for firing rockets at Kaga.", "shelling", sitrep.Actor, "two men"},
		{"its forces are named by whose they are", "The Karsa Front said that its fighters attacked a post near Kaga.", "attack", sitrep.Actor, "fighters of Karsa Front"},
		{"his country is a state", "Kenyan president William Ruto said that his country would send troops to Haiti.", "deployment", sitrep.Actor, "Kenya"},
		{"the wounded told after the killed have a verb of their own", "Gunmen killed two guards and three others were wounded.", "killing", sitrep.Victim, "two guards|three others"},
		{"and the killed keep theirs", "Gunmen killed two guards and three were wounded in Kaga.", "killing", sitrep.Victim, "two guards|three"},
		{"the doer of two verbs stands in a participle", "Shells fired by Yemeni forces killed three people and wounded 28 others in Jizan.", "shelling", sitrep.Actor, "Yemeni forces"},
		{"those arrested did what they were arrested at", "Authorities arrested dozens of protesters in Kaga as they demanded elections.", "statement", sitrep.Actor, "dozens of protesters"},
		{"the group of its spokesman", "Palestinian Islamic Jihad spokesman Omar Bello announces that the group fired rockets at Ashkelon.", "shelling", sitrep.Actor, "Palestinian Islamic Jihad"},
		{"the country of its minister", "Indian foreign minister Omar Bello says the country will send troops to Kabul.", "deployment", sitrep.Actor, "India"},
		{"the country is not who invades it", "President Omar Bello accuses Rwanda of invading the country.", "offensive", sitrep.Target, "country"},
		{"the side whose description parts the two", "Clashes broke out between forces loyal to President Bello and rival fighters in Kaga.", "armed_clash", sitrep.Target, "rival fighters"},
		{"who must end his air strikes", "Protesters demand an end to Israeli airstrikes in the Gaza Strip.", "statement", sitrep.Target, "Israel"},
		{"an emergency is declared to nobody", "The government declares a state of emergency in Kaga after an attack by rebels.", "statement", sitrep.Target, ""},
		{"an officer and those he fought", "A police officer and seven militants are killed in a gunfight in Kaga.", "armed_clash", sitrep.Actor, "police officer"},
		{"a shootout with police", "Three assassins are shot dead during a shootout with police in Kaga.", "armed_clash", sitrep.Target, "police"},
		{"attackers who fell", "Three militants were killed in an attack on an army checkpoint in Kaga.", "attack", sitrep.Actor, "Three militants"},
		{"soldiers do not fall attacking their own", "Three soldiers were killed in an attack on an army checkpoint in Kaga.", "attack", sitrep.Actor, ""},
		{"whom fighters are loyal to", "Forces loyal to General Omar Bello attacked the base near Kaga.", "attack", sitrep.Actor, "Forces loyal to General Omar Bello"},
		{"the country of a town does nothing", "An explosion at a depot in Aleppo, Syria kills nine people and injures 50 others.", "casualties", sitrep.Actor, ""},
		{"the wounded of an ellipsis", "Seven people are killed and ten others injured by gunmen in Kaga.", "killing", sitrep.Actor, "gunmen"},
		{"a nation and an alliance", "Afghan and NATO troops killed 15 Taliban militants in Kandahar.", "killing", sitrep.Actor, "Afghan forces|NATO"},
		{"whose attempt it was", "The army withdrew from Kaga after Russian attempts to capture the town.", "territory_gained", sitrep.Actor, "Russian"},
		{"who foils a plot has none", "The police foiled a plot to bomb the port in Kaga.", "bombing", sitrep.Actor, ""},
		{"outside what a bomb explodes", "A bomb exploded outside a police station in Kaga.", "bombing", sitrep.Target, "police station"},
		{"he is the one who was told of", "A gunman opened fire in a market in Kaga before he was shot dead by police.", "killing", sitrep.Victim, "gunman"},
		{"and is none of two", "A gunman shot a policeman in Kaga and a soldier came before he was shot dead by police.", "killing", sitrep.Victim, "he"},
		{"what is attacked is not the doer's", "The soldiers killed four rebels and attacked their camp.", "attack", sitrep.Target, "their camp"},
	} {
		got := []string{}
		for _, claim := range claimsIn(t, r, c.text) {
			if claim.Type != c.typ {
				continue
			}
			for _, f := range claim.Roles[c.role] {
				got = append(got, f.Name)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q: %s is %q, want %q", c.about, c.text, c.role, got, c.want)
		}
	}
}
