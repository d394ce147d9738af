package fuse

import (
	"slices"
	"strings"
	"testing"

	"sitrep"
)

func TestWhatSumsUpALongerTimeIsNoEvent(t *testing.T) {
	w, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	n := func(n int) *int { return &n }
	for _, c := range []struct {
		name, text, number string
		best               int
		from, to           string
		want               bool
	}{
		{"an attack", "A bomb killed 12 people in the market.", "12", 12, "", "", false},
		{"since a day", "27,000 people were killed since October 7 in the war.", "27,000", 2700, "", "", true},
		{"since, before the number", "Since then 12 people died.", "12", 12, "", "", false},
		{"since a war began", "Some 900 were killed in Yemen since Saudi Arabia began its raids.", "900", 900, "", "", true},
		{"since, of one day", "12 were killed since Monday in the town.", "12", 12, "2017-01-02", "2017-01-03", false},
		{"a nationwide toll", "41 died, bringing the nationwide death toll to 985.", "985", 985, "2017-01-02", "2017-01-02", true},
		{"the dead of a war", "The war killed 40,000 people.", "40,000", 40000, "", "", true},
		{"the dead of one day", "The raid killed 40,000 people.", "40,000", 40000, "1945-08-06", "1945-08-06", false},
		{"a year", "600 were killed in attacks.", "600", 600, "2016-01-01", "2016-12-31", true},
		{"recent months", "600 were killed in recent months.", "600", 600, "", "2016-12-31", true},
	} {
		x := &sitrep.Extraction{Report: sitrep.Report{Text: c.text}}
		at := strings.Index(c.text, c.number)
		claim := sitrep.Claim{Type: "killing", Evidence: sitrep.Span{End: len(c.text)}, Figures: []sitrep.Figure{{Measure: sitrep.Killed, Best: n(c.best),
			Quote: sitrep.QuoteOf(c.text, sitrep.Span{Start: at, End: at + len(c.number)})}}}
		if c.to != "" {
			claim.Time = &sitrep.Period{}
			claim.Time.From, _ = sitrep.ParseDate(c.from)
			claim.Time.To, _ = sitrep.ParseDate(c.to)
		}
		if got := w.overall(x, &claim); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestLotsOfOneClaimAreOneSum(t *testing.T) {
	n := func(n int) *int { return &n }
	lot := func(of string, best int, kind sitrep.FigureKind) sitrep.Figure {
		return sitrep.Figure{Measure: sitrep.Killed, Of: sitrep.Known(of), Low: n(best), Best: n(best), High: n(best), Kind: kind}
	}
	for _, c := range []struct {
		name string
		all  []sitrep.Figure
		want int
	}{
		{"two lots", []sitrep.Figure{lot("soldiers", 10, ""), lot("civilians", 5, "")}, 15},
		{"a part", []sitrep.Figure{lot("people", 10, ""), lot("children", 5, sitrep.Part)}, 10},
		{"a total beside lots", []sitrep.Figure{lot("soldiers", 10, ""), lot("people", 17, sitrep.Total)}, 17},
		{"lots without words", []sitrep.Figure{lot("", 10, ""), lot("", 5, "")}, 10},
		{"one lot told twice", []sitrep.Figure{lot("soldiers", 10, ""), lot("Soldiers", 10, "")}, 10},
	} {
		got := sums(c.all)
		if len(got) != 1 || *got[0].Best != c.want {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
	open := lot("civilians", 5, "")
	open.High = nil
	if got := sums([]sitrep.Figure{lot("soldiers", 10, ""), open}); got[0].High != nil || *got[0].Low != 15 {
		t.Errorf("an end that one lot lacks: got %+v", got[0])
	}
}

func TestWhatDenies(t *testing.T) {
	says := func(s sitrep.Stance) *sitrep.Attribution { return &sitrep.Attribution{Source: "the army", Stance: s} }
	for _, c := range []struct {
		name  string
		claim sitrep.Claim
		want  bool
	}{
		{"told", sitrep.Claim{Type: "air_strike", Modality: sitrep.Actual}, false},
		{"denied by its source", sitrep.Claim{Type: "air_strike", Modality: sitrep.Actual, Attribution: says(sitrep.Denied)}, true},
		{"said not to be so", sitrep.Claim{Type: "air_strike", Modality: sitrep.Negated, ModalityBy: "not", Attribution: says(sitrep.Said)}, true},
		{"foiled", sitrep.Claim{Type: "air_strike", Modality: sitrep.Negated, ModalityBy: "foil", Attribution: says(sitrep.Said)}, false},
		{"not so, by the report itself", sitrep.Claim{Type: "air_strike", Modality: sitrep.Negated, ModalityBy: "not"}, false},
		{"nobody hurt", sitrep.Claim{Type: "casualties", Modality: sitrep.Negated, ModalityBy: "no", Attribution: says(sitrep.Said)}, false},
		{"words of denial", sitrep.Claim{Type: "statement", Subtype: "deny", Modality: sitrep.Actual}, true},
		{"other words", sitrep.Claim{Type: "statement", Subtype: "condemn", Modality: sitrep.Actual}, false},
	} {
		if got := denial(&c.claim); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestWhatIsTaken(t *testing.T) {
	for text, want := range map[string][]string{"the symbolic town of Dabiq": {"dabiq"}, "an old road": {"road"}, "the city": nil, "Tell Abyad": {"abyad", "tell"}, "11 further villages": {"villages"}} {
		if got := aims([]sitrep.Filler{{Quote: sitrep.Quote{Text: text}}}); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestWhatForbidsOneHappening(t *testing.T) {
	w, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name       string
		one, other *sitrep.Extraction
		want       bool // whether they can be one
	}{
		{"an origin's lower count of a later day", reportOf("a", "A", 5, sayso{kind: "killing", place: "Alpha", killed: 78}), reportOf("b", "A", 6, sayso{kind: "killing", place: "Alpha", killed: 71}), false},
		{"an origin's higher count of a later day", reportOf("a", "A", 5, sayso{kind: "killing", place: "Alpha", killed: 71}), reportOf("b", "A", 6, sayso{kind: "killing", place: "Alpha", killed: 78}), true},
		{"another's lower count of a later day", reportOf("a", "A", 5, sayso{kind: "killing", place: "Alpha", killed: 78}), reportOf("b", "B", 6, sayso{kind: "killing", place: "Alpha", killed: 71}), true},
		{"other numbers of dead of no place", reportOf("a", "A", 5, sayso{kind: "casualties", day: 4, killed: 90}), reportOf("b", "B", 5, sayso{kind: "casualties", day: 4, killed: 70}), false},
		{"one number of dead of no place", reportOf("a", "A", 5, sayso{kind: "casualties", day: 4, killed: 90}), reportOf("b", "B", 5, sayso{kind: "casualties", day: 4, killed: 90}), true},
	} {
		group, read := accountsOf(t, []*sitrep.Extraction{c.one, c.other})
		m, err := w.gather(group, read)
		if err != nil || len(m.told) != 2 {
			t.Fatalf("%s: %d tellings, %v", c.name, len(m.told), err)
		}
		h := newHappening("violence")
		h.add(m.told[0])
		if got := h.points(m.told[1]) >= 0; got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}
