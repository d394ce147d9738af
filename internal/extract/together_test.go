package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sitrep"
)

// counted reads a sentence and gives each claim as "type “trigger” measure=number …".
func counted(t *testing.T, text string) []string {
	t.Helper()
	out, err := newReader(t).Read(Input{Original: []byte(text), Published: published})
	if err != nil {
		t.Fatal(err)
	}
	checkSpans(t, out)
	var lines []string
	for _, c := range out.Claims {
		var b strings.Builder
		fmt.Fprintf(&b, "%s “%s”", c.Type, c.Trigger.Text)
		for _, f := range c.Figures {
			fmt.Fprintf(&b, " %s=%s", f.Measure, f.Text)
			if f.Source != "" {
				fmt.Fprintf(&b, " (%s)", f.Source)
			}
		}
		lines = append(lines, b.String())
	}
	return lines
}

func TestKilledAndWoundedOfOneDeedAreOneClaim(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A car bomb killed nine people and wounded 20 in Quetta on Friday.", "bombing “killed nine people and wounded” killed=nine injured=20"},
		{"Nine pilgrims were killed and 20 injured in bombings in Bria.", "bombing “injured in bombings” killed=Nine injured=20"},
		{"Seven miners were killed and 12 others were wounded when rebels attacked a village near Bria.", "attack “wounded when rebels attacked” killed=Seven injured=12"},
		{"Clashes left 11 dead and 30 injured.", "armed_clash “Clashes left 11 dead and 30” killed=11 injured=30"},
		{"Raiders shot dead two nuns and wounded six pupils in Gao.", "killing “shot dead two nuns and wounded” killed=two injured=six"},
		{"Ten bakers were killed and 31 injured in Gao on Monday.", "casualties “killed and 31 injured” killed=Ten injured=31"},
		{"At least 13 bakers were killed, and at least 12 others were injured in Gao.", "casualties “killed, and at least 12” killed=At least 13 injured=at least 12"},
		{"Eight weavers were killed and four others were wounded by an explosion in Diyala.", "bombing “wounded by an explosion” killed=Eight injured=four"},
		{"A suicide bomber attacked a convoy near Herat, killing five soldiers and wounding 14.", "suicide_bombing “attacked” killed=five injured=14"},
		{"An air strike hit a clinic in Gao, killing nine nurses of its children's ward and a doctor from Bamako, and wounding 20.", "air_strike “air strike” killed=nine injured=20"},
	} {
		if got := counted(t, c.text); len(got) != 1 || got[0] != c.want {
			t.Errorf("%q:\n\tgot  %v\n\twant %s", c.text, got, c.want)
		}
	}
}

func TestCountsOfTwoDeedsStayApart(t *testing.T) {
	for _, text := range []string{
		"Gunmen killed nine people in Kano and wounded 20 in Maiduguri.",                         // two towns
		"Three weavers were killed in a raid in Gao and four were wounded in a bombing in Kano.", // two deeds
		"The army said that it had killed nine rebels; two farmers were wounded in Gao.",         // two sentences in one
		"A mine killed nine farmers near Gao and could have wounded 20 others.",                  // one is not said to have happened
	} {
		if got := counted(t, text); len(got) < 2 {
			t.Errorf("%q: %v, want two claims", text, got)
		}
	}
}

func TestVictimsOfADeedCountedLaterJoinIt(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"A bomb killed nine people in Quetta on Friday. Another 22 people were hurt in the attack.", []string{"bombing “killed” killed=nine injured=Another 22"}},
		{"Rebels ambushed a patrol near Jos, killing 18 soldiers. At least 20 guards were wounded in the ambush, the governor said.",
			[]string{"attack “ambushed” killed=18 injured=At least 20 (the governor)"}},
		{"A bomb killed nine people in Quetta, police said. A doctor said that 12 people were killed in the blast.",
			[]string{"bombing “killed” killed=nine killed=12 (A doctor)"}},
		{"Rebels ambushed a patrol near Jos. At least 20 guards were wounded in the ambush.", []string{"attack “ambushed”", "casualties “wounded” injured=At least 20"}},
		{"A bomb killed nine people in Quetta, police said. Another 22 people were hurt in the attack.", []string{"bombing “killed” killed=nine", "casualties “hurt” injured=Another 22"}},
		{"A bomb killed nine people in Quetta. A mine killed three people in Herat. Four others died in the blast.",
			[]string{"bombing “killed” killed=nine", "bombing “killed” killed=three", "casualties “died” killed=Four"}},
	} {
		if got := counted(t, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q:\n\tgot  %v\n\twant %v", c.text, got, c.want)
		}
	}
}

// A review of a claim holds when its trigger has grown: the id hangs on the word that carries the deed, whose claim keeps its own.
func TestClaimKeepsItsIDWhenItsTriggerGrows(t *testing.T) {
	for _, text := range []string{"Nine pilgrims were killed in a bombing in Bria.", "Nine pilgrims were killed and 20 injured in a bombing in Bria."} {
		out, err := newReader(t).Read(Input{Original: []byte(text), Published: published})
		if err != nil || len(out.Claims) != 1 {
			t.Fatalf("%q: %d claims, %v", text, len(out.Claims), err)
		}
		c := &out.Claims[0]
		if want := sitrep.NewClaimID(out.Report.ID, strings.Index(text, "bombing"), "bombing", 0); c.ID != want {
			t.Errorf("%q: id %s, want that of “bombing”, %s", text, c.ID, want)
		}
	}
}
