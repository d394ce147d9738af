package fuse

import (
	"slices"
	"strings"
	"testing"

	"sitrep"
)

func TestTheNameOfASiteEndsTheTitle(t *testing.T) {
	for title, want := range map[string]string{
		"Two killed at Mosul market - Basra News, Iraq": "Two killed at Mosul market",
		"Two killed at Mosul market | Basra News":       "Two killed at Mosul market",
		"Mosul - two killed":                            "Mosul - two killed", // too short to be all of a title
		"Two killed":                                    "Two killed",
		"":                                              "",
	} {
		if got := title[:titleTail(title)]; got != want {
			t.Errorf("%q: got %q", title, got)
		}
	}
}

func TestDatelines(t *testing.T) {
	for line, want := range map[string]string{
		"MOSUL, Iraq (Example) - Two died.":   "MOSUL",
		"Tal Afar, Iraq — Two died.":          "Tal Afar",
		"(TIKRIT) - Two died.":                "TIKRIT",
		"UMM QASR -- Two died.":               "UMM QASR",
		"Two people died - police.":           "",
		"Officials said - two died.":          "",
		"The army, police - and two of them.": "",
		"No dash here.":                       "",
	} {
		text := "A title\n\n" + line
		got := ""
		for _, s := range datelines(text) {
			got = text[s.Start:s.End]
		}
		if got != want {
			t.Errorf("%q: got %q", line, got)
		}
	}
	if len(datelines("MOSUL - a title")) > 0 {
		t.Error("a title has a dateline")
	}
}

func TestPlacesOfAReport(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"in":                       {"Two killed in Kirkuk\n\nGunmen killed two policemen in Kirkuk on Monday. One was from Basra.", "Kirkuk"},
		"name of a site":           {"Two policemen killed on Monday - Basra News, Iraq\n\nGunmen killed two policemen near Samarra, Iraq, on Monday.", "Samarra"},
		"name of a body":           {"Two killed\n\nGunmen killed two people on Monday, Kirkuk police said. Kirkuk Hospital took in three.", "Kirkuk"},
		"where somebody was taken": {"Bomb wounds three in Tikrit\n\nA bomb wounded three people in Tikrit, Iraq, on Monday. They were taken to Baghdad.", "Tikrit"},
	} {
		a := weights(t).Accounts(told(t, "r", "2017-03-14", c.text), "")[0]
		if len(a.Places) == 0 || a.Places[0].Name != c.want {
			t.Errorf("%s: got %+v", name, a.Places)
		}
	}
}

func TestATownIsTakenForTheOneInTheDivisionThatTheReportNames(t *testing.T) {
	place := func(text string) *sitrep.EventPlace {
		for _, o := range newReport(told(t, "r", "2017-03-14", text)).placeOptions() {
			if o.place.Name == "Springfield" {
				return &o.place
			}
		}
		return nil
	}
	p := place("Two killed in Springfield\n\nA bomb killed two people in Springfield on Monday. Ohio has seen no such attack; the governor of Ohio came.")
	if p == nil || p.Division != "Ohio" {
		t.Errorf("got %+v", p)
	}
}

func TestOnePlaceUnderTwoNamesIsOneOption(t *testing.T) {
	var names []string
	for _, o := range newReport(told(t, "r", "2017-03-14", "Two killed in the Bronx\n\nA bomb killed two people in The Bronx on Monday. Police closed roads in the Bronx.")).placeOptions() {
		names = append(names, o.place.Name)
	}
	if n := len(names); n != len(slices.Compact(slices.Sorted(slices.Values(names)))) || slices.Contains(names, "the Bronx") || slices.Contains(names, "The Bronx") {
		t.Errorf("got %q", names)
	}
}

// What only sounds like a town is none: an event without a place has none, rather than one on the other side of the world.
func TestWhatIsTakenForATown(t *testing.T) {
	for _, c := range []struct {
		text string
		kind sitrep.MentionType
		name string // of the mention
		want string // option that comes of it, "" for none
	}{
		{"China sanctions two firms.", sitrep.PlaceMention, "China", ""},
		{"Police arrested two men.", sitrep.ActorMention, "Police", ""},
		{"Envoys of the UN met.", sitrep.ActorMention, "UN", ""},
		{"It is said that Vladimir Putin spoke.", sitrep.PersonMention, "Vladimir Putin", ""},
		{"The Republic of China protested.", sitrep.ActorMention, "Republic of China", ""},
		{"Guards of the Mosul Oil Company were hurt.", sitrep.ActorMention, "Mosul Oil Company", "Mosul"},
		{"It was told to the Mosul police.", sitrep.ActorMention, "Mosul police", "Mosul"},
	} {
		at := strings.Index(c.text, c.name)
		x := &sitrep.Extraction{Report: sitrep.Report{ID: "r-1", Text: c.text}, Mentions: []sitrep.Mention{{ID: "m1", Type: c.kind,
			Quote: sitrep.QuoteOf(c.text, sitrep.Span{Start: at, End: at + len(c.name)})}}}
		got := ""
		for _, o := range Choices(x) {
			if o.Kind == "place" {
				got = o.Value
			}
		}
		if got != c.want {
			t.Errorf("%q: the town is %q, want %q", c.text, got, c.want)
		}
	}
}
