package situation

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/geo"
	"sitrep/internal/parse"
)

var aParser = sync.OnceValue(func() *parse.Parser {
	p, err := parse.New()
	if err != nil {
		panic(err)
	}
	return p
})

// aBriefer is used by one goroutine.
var aBriefer = sync.OnceValue(func() *Briefer {
	_, registry := readers()
	return NewBriefer(registry, geo.Default(), aParser())
})

// briefClaims reads a report of 14 June 2023 as a brief takes it.
func briefClaims(t testing.TB, text string) []BriefClaim {
	t.Helper()
	reader, _ := readers()
	x, err := reader.Read(extract.Input{Original: []byte(text), Published: sitrep.NewDate(2023, 6, 14), Publisher: "Agency"})
	if err != nil {
		t.Fatal(err)
	}
	var out []BriefClaim
	for i := range x.Claims {
		c := &x.Claims[i]
		out = append(out, BriefClaim{Claim: c, Sentence: c.Evidence.Of(x.Report.Text), Report: Document{ID: x.Report.ID, Publisher: "Agency", Published: x.Report.Published}, Origin: "agency"})
	}
	return out
}

// eventsTold gives the statements on events of a brief of one report.
func eventsTold(t testing.TB, text string) []string {
	t.Helper()
	b := aBriefer().Brief(BriefInput{Claims: briefClaims(t, text)})
	if b == nil {
		return nil
	}
	var out []string
	for _, s := range b.Sections {
		if s.ID == "events" {
			for _, st := range s.Statements {
				out = append(out, st.Text)
			}
		}
	}
	return out
}

func TestClausesAreToldInThePast(t *testing.T) {
	for text, want := range map[string]string{
		"Rebels attack the town of Aleppo, killing five soldiers.":                                                     "Rebels attacked the town of Aleppo, killing five soldiers (Agency, 14 June 2023).",
		"Government forces have captured most of Hanano, a district of Aleppo.":                                        "Government forces captured most of Hanano, a district of Aleppo (Agency, 14 June 2023).",
		"Some 4,000 people have fled Goma since 1 June, the UN said.":                                                  "Some 4,000 people had fled Goma since 1 June 2023, according to the UN (Agency, 14 June 2023).",
		"The UN says 232 civilians have been murdered near Mosul by the Islamic State.":                                "232 civilians were murdered near Mosul by the Islamic State, according to the UN (Agency, 14 June 2023).",
		"Iraqi troops seized the airport of Mosul on Sunday, the army said.":                                           "Iraqi troops seized the airport of Mosul on Sunday (11 June 2023), according to the army (Agency, 14 June 2023).",
		"On 8 June, some 200 rebels stormed a camp near Goma.":                                                         "On 8 June 2023, some 200 rebels stormed a camp near Goma (Agency, 14 June 2023).",
		"In the al-Bakr district of Mosul, a mortar shell kills at least three people and wounds another three.":       "In the al-Bakr district of Mosul, a mortar shell killed at least three people and wounded another three (Agency, 14 June 2023).",
		"At least 26 people are killed in air strikes on Idlib, according to the Syrian Observatory for Human Rights.": "At least 26 people were killed in air strikes on Idlib, according to the Syrian Observatory for Human Rights (Agency, 14 June 2023).",
		"REBELS ARE HOLDING THE BRIDGE NEAR TONGA AND HAVE KILLED FIVE SOLDIERS.":                                      "REBELS WERE HOLDING THE BRIDGE NEAR TONGA AND KILLED FIVE SOLDIERS (Agency, 14 June 2023).",
		"A car bomb kills 80 pilgrims in Hilla. Islamic State claims responsibility.":                                  "A car bomb killed 80 pilgrims in Hilla (Agency, 14 June 2023). Islamic State claimed responsibility.",
	} {
		if got := eventsTold(t, text); len(got) != 1 || got[0] != want {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

// TestWhatCannotBeToldWholeIsQuoted has sentences of which a clause by itself would say more, or something else, than they do.
func TestWhatCannotBeToldWholeIsQuoted(t *testing.T) {
	quoted := 0
	for _, text := range []string{
		"Suspected Syrian or Russian warplanes bomb a school in Haas, killing at least 26 civilians.",
		"Rebels reportedly shelled the town of Aleppo.",
		"The army claims that its troops have captured Hanano.",
		"Government forces announced plans to capture the rest of Aleppo.",
		"They killed five soldiers in Aleppo.",
		"The General Staff says between 160 and 200 fighters were killed near Aleppo, while the Observatory reports 11 dead and dozens wounded.",
		"Syria and Russia deny bombing Aleppo.",
		"Our troops killed five terrorists near Aleppo.",
		"More than 15 civilians were reported killed and another 100 injured as rebels launched an offensive on eastern Aleppo.",
	} {
		for _, got := range eventsTold(t, text) {
			quoted++
			if !strings.HasPrefix(got, "Agency, 14 June 2023: “") || !strings.HasSuffix(got, "”") {
				t.Errorf("%s\n got %q", text, got)
			}
		}
	}
	if quoted < 8 {
		t.Errorf("only %d sentences are quoted", quoted)
	}
}

func TestWhatAnotherSentenceAttributesIsQuoted(t *testing.T) {
	const text = "A communique of the army came in. Rebels attacked the town of Aleppo."
	claims := briefClaims(t, text)
	if len(claims) == 0 {
		t.Fatal("no claim")
	}
	for i := range claims {
		claims[i].Claim.Attribution = &sitrep.Attribution{Span: sitrep.Span{Start: 18, End: 26}, Source: "the army", Name: "army", Stance: sitrep.Said}
	}
	b := aBriefer().Brief(BriefInput{Claims: claims})
	for _, s := range b.Sections {
		if s.ID == "events" && !strings.HasPrefix(s.Statements[0].Text, "Agency, 14 June 2023: “") {
			t.Errorf("told: %s", s.Statements[0].Text)
		}
	}
}

func TestPastForms(t *testing.T) {
	for lemma, want := range map[string]string{"kill": "killed", "strike": "struck", "withdraw": "withdrew", "carry": "carried", "destroy": "destroyed", "stop": "stopped", "commit": "committed",
		"shell": "shelled", "enter": "entered", "retake": "retook", "flee": "fled", "hit": "hit", "raid": "raided", "panic": "panicked", "bear": "bore", "visit": "visited", "kidnap": "kidnapped", "release": "released"} {
		if got := past(lemma); got != want {
			t.Errorf("past of %s is %s, want %s", lemma, got, want)
		}
	}
	if got := participle("take"); got != "taken" {
		t.Errorf("participle of take is %s", got)
	}
}

// FuzzBrief holds that no text breaks a brief, that every statement has a citation, and that citations are cut from the report.
func FuzzBrief(f *testing.F) {
	for _, s := range []string{
		"Rebels attack the town of Aleppo, killing five soldiers.", "In Mosul, (IS) gangs executed 12 people on Sunday; the army denied it.", "\"",
		"The UN says 232 civilians have been murdered near Mosul. Islamic State claims responsibility for it.", "3. During the past day\nthe enemy shelled Tartar.",
		"TROOPS ARE KILLED BY A BOMB NEAR GOMA AND", "At least 8 people are killed and 20 others are injured in car bomb attacks in Fallujah, police say.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) == 0 || len(text) > 2000 {
			return
		}
		reader, _ := readers()
		x, err := reader.Read(extract.Input{Original: []byte(text), Published: sitrep.NewDate(2023, 6, 14)})
		if err != nil {
			return
		}
		var claims []BriefClaim
		for i := range x.Claims {
			c := &x.Claims[i]
			claims = append(claims, BriefClaim{Claim: c, Sentence: c.Evidence.Of(x.Report.Text), Report: Document{ID: x.Report.ID, Published: x.Report.Published}, Origin: "o"})
		}
		b := aBriefer().Brief(BriefInput{Claims: claims})
		if b == nil {
			return
		}
		for _, s := range b.Sections {
			for _, st := range s.Statements {
				if len(st.Cites) == 0 || slices.ContainsFunc(st.Cites, func(n int) bool { return n < 1 || n > len(b.Citations) }) {
					t.Errorf("%q is cited by %v", st.Text, st.Cites)
				}
			}
		}
		for _, c := range b.Citations {
			if c.Span.Of(x.Report.Text) != c.Quote {
				t.Errorf("%v is not %q", c.Span, c.Quote)
			}
		}
	})
}

func TestFiguresNameWhoSaysSoByName(t *testing.T) {
	b := aBriefer().Brief(BriefInput{Claims: briefClaims(t, "At least 19 people were killed when an air strike hit a market in Sirte, Libya, on Wednesday, the Red Crescent said. It said 40 others were wounded.")})
	var by []string
	for _, s := range b.Sections {
		if s.ID == "figures" {
			for _, r := range s.Tables[0].Rows {
				by = append(by, r.Cells[6])
			}
		}
	}
	if want := []string{"the Red Crescent in Agency", "Red Crescent in Agency"}; !slices.Equal(by, want) {
		t.Errorf("got %q, want %q", by, want)
	}
}

// A statement that would say less than a reader must know is not told again: its sentence is quoted whole.
func TestWhatCuttingWouldLoseIsQuoted(t *testing.T) {
	for _, c := range []struct{ text, lost string }{
		{"Police in Lyon arrested three men and a woman found with explosives on Monday.", "woman"},
		{"The army says the soldiers were killed in an airstrike by a Russian warplane, while the Red Crescent reports that a suicide bomber killed them.", "Red Crescent"},
		{"Iraqi forces launched an offensive on Monday to retake the city; the battle of Tikrit began at dawn.", "Tikrit"},
	} {
		told := eventsTold(t, c.text)
		if len(told) == 0 {
			t.Errorf("%s: nothing is told", c.text)
		}
		for _, s := range told {
			if !strings.Contains(s, c.lost) {
				t.Errorf("%s: told as %q", c.text, s)
			}
		}
	}
}
