package extract

import (
	"testing"

	"sitrep"
)

func TestMentionsMergeBothReaders(t *testing.T) {
	r := newReader(t)
	x, err := r.Read(Input{Original: []byte("Iraqi forces captured the town of Tal Afar on Monday, officials said. " +
		"We thank the people of Mosul. A shell hit a hospital in Aleppo, and Britain paid $3 million.")})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]sitrep.MentionType{"Iraqi forces": sitrep.ActorMention, "the town of Tal Afar": sitrep.PlaceMention,
		"Monday": sitrep.TimeMention, "We": sitrep.ActorMention, "the people of Mosul": sitrep.ActorMention, "Mosul": sitrep.PlaceMention,
		"a hospital": sitrep.FacilityMention, "Aleppo": sitrep.PlaceMention, "$3 million": sitrep.MoneyMention}
	entity := map[string]string{}
	for _, e := range x.Entities {
		entity[e.ID] = e.Name
	}
	last := sitrep.Mention{}
	for _, m := range x.Mentions {
		if typ, ok := want[m.Text]; ok && m.Type == typ {
			delete(want, m.Text)
		}
		if m.Text == "Mosul" && entity[m.Entity] != "Mosul" {
			t.Errorf("%q stands for %q", m.Text, entity[m.Entity])
		}
		nested := func(in, out sitrep.Mention) bool {
			return (in.Type == sitrep.PlaceMention || in.Type == sitrep.NationalityMention) && out.Contains(in.Span)
		}
		if m.Overlaps(last.Span) && !nested(m, last) && !nested(last, m) {
			t.Errorf("%s %q shares words with %s %q", m.Type, m.Text, last.Type, last.Text)
		}
		if m.Text != m.Of(x.Report.Text) {
			t.Errorf("%q is not at its offsets", m.Text)
		}
		last = m
	}
	for text, typ := range want {
		t.Errorf("no %s %q in %v", typ, text, x.Mentions)
	}
	id := map[string]sitrep.Mention{}
	for _, m := range x.Mentions {
		id[m.ID] = m
	}
	for _, c := range x.Claims {
		for role, fillers := range c.Roles {
			for _, f := range fillers {
				if m, ok := id[f.Mention]; !ok || !m.Overlaps(f.Span) {
					t.Errorf("%s of %s, %q, has the mention %q", role, c.Type, f.Text, m.Text)
				}
			}
		}
	}
}

// TestTownAndCountry holds that a country named after a town is another place.
func TestTownAndCountry(t *testing.T) {
	r := newReader(t)
	for _, c := range claimsIn(t, r, "Serb gunners shelled a mill near Osijek, Croatia. Croatia vowed revenge and accused Serbia of murder.") {
		if c.Type != "statement" {
			continue
		}
		if got := c.Roles["actor"][0].Name; got != "Croatia" {
			t.Errorf("Croatia stands for %q", got)
		}
		return
	}
	t.Error("no statement")
}
