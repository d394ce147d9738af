package extract

import (
	"strings"
	"testing"

	"sitrep"
)

// TestPronouns holds whom a pronoun in a role, or as a source, stands for.
func TestPronouns(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		about, text string
		role        sitrep.Role // "" for the source
		typ, want   string
	}{
		{"the body that was last spoken about denies", "The Karsa Front said its men took Mela. The army said four soldiers died at the bridge. It denied that the town had fallen.",
			sitrep.Actor, "statement", "army"},
		{"a body in its own sentence", "Hezbollah attacked a post near Shebaa. The Lebanese army said it had detained six men.", sitrep.Actor, "arrest", "Lebanese Armed Forces"},
		{"a speaker who goes on", "The health ministry said rebels attacked a clinic. It said three nurses were killed.", "", "killing", "health ministry"},
		{"subjects go back to subjects", "Gunmen stopped a bus near Kaga and robbed the passengers. They killed four of them.", sitrep.Actor, "killing", "Gunmen"},
		{"objects do not go back to the doer", "Gunmen stopped a bus near Kaga and robbed the passengers. They killed four of them.", sitrep.Victim, "killing", "passengers"},
		{"several before one body", "A patrol killed four raiders after they attacked a post near Bria.", sitrep.Actor, "attack", "four raiders"},
		{"the dead do not speak", "The bodies of nine nuns lay in a field. Officers said they were executed.", sitrep.Victim, "killing", "bodies of nine nuns"},
		{"one who has no name", "A fisherman was kidnapped near Kaga on Friday. He was freed on Sunday.", sitrep.Victim, "release", "fisherman"},
		{"nobody is not he", "General Idriss Abba visited Kaga. No soldier was killed. He was kidnapped on Sunday.", sitrep.Victim, "abduction", "Idriss Abba"},
		{"the doer before somebody's owner", "General Idriss Abba, the governor, spoke. A rebel spokesman, Omar Bello, read the governor's letter. He accused the army of murder.",
			sitrep.Actor, "statement", "Omar Bello"},
		{"some of them", "Soldiers drove Tuareg rebels from Kaga, killing 30 of them.", sitrep.Victim, "killing", "Tuareg rebels"},
		{"a vice-president is no president", "The vice-president, Omar Bello, left. The president was kidnapped on Friday.", sitrep.Victim, "abduction", "president"},
		{"witnesses are not who did it", "Two residents said soldiers came at night. They burned nine houses.", sitrep.Actor, "property_destruction", "soldiers"},
	} {
		got := []string{}
		for _, claim := range claimsIn(t, r, c.text) {
			switch {
			case claim.Type != c.typ:
			case c.role == "" && claim.Attribution != nil:
				got = append(got, claim.Attribution.Name)
			case len(claim.Roles[c.role]) > 0:
				got = append(got, claim.Roles[c.role][0].Name)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q: %s is %q, want %q", c.about, c.text, c.role, got, c.want)
		}
	}
}

// TestNamesThatRunOn holds what a party is called whose name goes on after "of" or "for".
func TestNamesThatRunOn(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct{ text, words, name string }{
		{"Members of the Revolutionary Front of Karsa (RFK) attacked a post.", "Members of the Revolutionary Front of Karsa", "Revolutionary Front of Karsa"},
		{"The Army of the North (AN) attacked a post.", "The Army of the North", "Army of the North"},
		{"The Karsa People's Liberation Front attacked a post.", "The Karsa People's Liberation Front", "Karsa People's Liberation Front"},
		{"Soldiers of the north attacked a post.", "Soldiers of the north", "Soldiers of the north"},
	} {
		claims := claimsIn(t, r, c.text)
		if len(claims) != 1 || len(claims[0].Roles[sitrep.Actor]) != 1 {
			t.Errorf("%q: got %d claims, want one with one actor", c.text, len(claims))
			continue
		}
		if f := claims[0].Roles[sitrep.Actor][0]; f.Text != c.words || f.Name != c.name {
			t.Errorf("%q: actor %q is %q, want %q, %q", c.text, f.Text, f.Name, c.words, c.name)
		}
	}
}

// claimsIn reads a text of one block.
func claimsIn(t *testing.T, r *Reader, text string) []sitrep.Claim {
	t.Helper()
	x, err := r.Read(Input{Original: []byte(text + "\n"), Published: sitrep.NewDate(2019, 5, 15)})
	if err != nil {
		t.Fatalf("read %q: %v", text, err)
	}
	return x.Claims
}
