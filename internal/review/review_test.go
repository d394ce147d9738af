package review

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/geo"
)

var dates = cmp.Comparer(func(a, b sitrep.Date) bool { return a == b })

// told is a report with two claims.
func told() *sitrep.Extraction {
	const text = "Rebels shelled Aleppo on 4 March, killing 3 of the Falcon Brigade. Talks began."
	quote := func(words string) sitrep.Quote {
		i := strings.Index(text, words)
		return sitrep.Quote{Span: sitrep.Span{Start: i, End: i + len(words)}, Text: words}
	}
	three := 3
	return &sitrep.Extraction{Report: sitrep.Report{ID: "r-1", Text: text}, Entities: []sitrep.Entity{{ID: "e1", Type: sitrep.ActorMention, Name: "Falcon Brigade", Aliases: []string{"the Falcons"}},
		{ID: "e2", Type: sitrep.PlaceMention, Name: "Zebrafeld", Country: "SY"}},
		Claims: []sitrep.Claim{
			{ID: "c-1", Type: "shelling", Trigger: quote("shelled"), Evidence: sitrep.Span{End: strings.Index(text, " Talks")}, Modality: sitrep.Actual,
				Roles: map[sitrep.Role][]sitrep.Filler{sitrep.Actor: {{Quote: quote("Rebels"), Name: "rebels", By: "agent"}}},
				Place: &sitrep.Place{Quote: quote("Aleppo"), Name: "Aleppo", Country: "SY", By: "patient"},
				Time:  &sitrep.Period{Quote: quote("on 4 March")}, Figures: []sitrep.Figure{{Quote: quote("3"), Measure: sitrep.Killed, Of: "of the Falcon Brigade", Low: &three, Best: &three, High: &three}}},
			{ID: "c-2", Type: "talks", Trigger: quote("Talks"), Evidence: quote("Talks began.").Span, Modality: sitrep.Actual},
		}}
}

func resolver(t testing.TB) *Resolver {
	t.Helper()
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	registry, err := actor.Load(book.Layers...)
	if err != nil {
		t.Fatal(err)
	}
	return &Resolver{Book: book, Registry: registry, Gazetteer: geo.Default()}
}

// rows numbers decisions, one for each entry of the log.
func rows(list ...Decision) []Row {
	out := make([]Row, len(list))
	for i, d := range list {
		out[i] = Row{N: int64(i + 1), Seq: int64(10 * (i + 1)), Decision: d, Person: "Ada", Why: "so", Time: time.Date(2024, 5, 1, 9, i, 0, 0, time.UTC)}
	}
	return out
}

func setting(t testing.TB, r *Resolver, assignments ...string) Decision {
	t.Helper()
	x := told()
	v, err := r.Values(assignments, x, &x.Claims[0])
	if err != nil {
		t.Fatal(err)
	}
	return Decision{Verdict: sitrep.Corrected, Claim: "c-1", Detail: Detail{Set: v}}
}

func TestCorrectionsFillSlotsAndLeaveTheReadingAlone(t *testing.T) {
	r := resolver(t)
	x := told()
	for assignment, want := range map[string]string{
		"type=air_strike":                   "shelling → air_strike",
		"subtype=accuse":                    " → accuse",
		"actor=ISIS":                        "rebels → Islamic State",
		"actor=the Falcons; ISIL":           "rebels → Falcon Brigade; Islamic State",
		"actor=Iraqi army":                  "rebels → Iraqi army",
		"actor=":                            "rebels → ",
		"ally=Turkey":                       " → Turkey",
		"victim=three traders":              " → three traders",
		"place=Al-Bab":                      "Aleppo, SY → Al Bāb, SY",
		"place=Misrata":                     "Aleppo, SY → Misrata, LY",
		"place=misrata":                     "Aleppo, SY → Misratah, LY",
		"place=Zebrafeld":                   "Aleppo, SY → Zebrafeld, SY",
		"place=Mosul, Iraq":                 "Aleppo, SY → Mosul, IQ",
		"place=":                            "Aleppo, SY → ",
		"time=2017-02-18":                   "“on 4 March” → 2017-02-18",
		"time=2017-02":                      "“on 4 March” → 2017-02-01/2017-02-28",
		"time=2016/2017-02-03":              "“on 4 March” → 2016-01-01/2017-02-03",
		"time=../2017-02-03":                "“on 4 March” → ../2017-02-03",
		"time=2017-02-03/":                  "“on 4 March” → 2017-02-03/..",
		"modality=negated":                  "actual → negated",
		"source=a police captain":           "",
		"source=Reuters":                    " → Reuters",
		"killed=12":                         "3 → 12",
		"killed=1,200":                      "3 → 1200",
		"killed=10..20":                     "3 → 10..20",
		"killed=10-20":                      "3 → 10..20",
		"killed=10..12..20":                 "3 → 10..12..20",
		"killed=60..":                       "3 → 60..",
		"killed=..60":                       "3 → ..60",
		"killed=~60":                        "3 → ~60",
		"killed=at least a dozen":           "3 → 12..",
		"killed=dozens":                     "3 → 12..99",
		"killed=0":                          "3 → 0",
		"killed=":                           "3 → ",
		"injured=7":                         " → 7",
		"stance=said":                       "!has no source",
		"place=Mosull":                      "!near are: Mosul",
		"place=Nowhere at all":              "!neither the gazetteer nor the report",
		"place=Springfield, US":             "!may be several places; give an id: gn:",
		"actor=Hezbolah":                    "!near are: Hezbollah",
		"type=airstrike":                    `!did you mean "air_strike"?`,
		"type=":                             "!no such event type",
		"subtype=x":                         "!no such subtype",
		"modality=maybe":                    "!there are actual, possible, future, negated",
		"modality=":                         "!there are actual",
		"time=Monday":                       "!write 2017-02-18",
		"time=2017-02-18/2017-02-01":        "!ends before it begins",
		"time=../..":                        "!is no time",
		"time=2017-02-31":                   "!is no time",
		"killed=many":                       "!is no number",
		"killed=-":                          "!is no number",
		"killed=-5..-3":                     "!is no number",
		"killed=20..10":                     "!above its high end",
		"killed=99999999999999999999":       "!too great",
		"kiled=12":                          "!near are: killed",
		"colour=red":                        "!no such slot; there are type",
		"place":                             "!sets no slot",
		"=x":                                "!sets no slot",
		"place=" + strings.Repeat("x", 600): "!too long",
	} {
		slot, _, _ := strings.Cut(assignment, "=")
		v, err := r.Values([]string{assignment}, x, &x.Claims[0])
		switch mend, refused := strings.CutPrefix(want, "!"); {
		case refused && (err == nil || !strings.Contains(err.Error(), mend) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%s: %v; want it refused with %q", assignment, err, mend)
			continue
		case refused:
			continue
		case want == "":
			if err == nil {
				t.Errorf("%s: an unknown source is taken", assignment)
			}
			continue
		case err != nil:
			t.Errorf("%s: %v", assignment, err)
			continue
		}
		// What is kept is what JSON makes of it.
		kept, err := json.Marshal(Detail{Set: v})
		if err != nil {
			t.Fatal(err)
		}
		var d Detail
		if err := json.Unmarshal(kept, &d); err != nil {
			t.Fatal(err)
		}
		got := New(rows(Decision{Verdict: sitrep.Corrected, Claim: "c-1", Detail: d})).Apply(x)
		c := &got.Claims[0]
		if len(c.Review.Slots) != 1 {
			t.Errorf("%s: corrected are %+v", assignment, c.Review.Slots)
			continue
		}
		if s := c.Review.Slots[0]; s.Slot != slot || s.Was+" → "+s.Is != want || s.Person != "Ada" || s.N != 1 {
			t.Errorf("%s: %s → %s, want %s", assignment, s.Was, s.Is, want)
		}
		checkSpans(t, got)
		if got.Claims[1].Review != nil {
			t.Errorf("%s: the other claim is reviewed", assignment)
		}
	}
	if diff := cmp.Diff(told(), x, dates); diff != "" {
		t.Errorf("the reading was changed:\n%s", diff)
	}
	if New(nil).Apply(x) != x || New(rows(setting(t, r, "killed=1"))).Apply(&sitrep.Extraction{Claims: x.Claims[1:]}).Claims[0].Review != nil {
		t.Error("a reading that nobody decided about is changed")
	}
}

// checkSpans looks whether the words between the offsets of every slot are its text.
func checkSpans(t testing.TB, x *sitrep.Extraction) {
	t.Helper()
	check := func(q sitrep.Quote) {
		if q.Start < 0 || q.End < q.Start || q.End > len(x.Report.Text) || q.Of(x.Report.Text) != q.Text {
			t.Errorf("a span %d to %d does not hold %q", q.Start, q.End, q.Text)
		}
	}
	for i := range x.Claims {
		c := &x.Claims[i]
		for _, list := range c.Roles {
			for _, f := range list {
				check(f.Quote)
			}
		}
		if c.Place != nil {
			check(c.Place.Quote)
		}
		if c.Time != nil {
			check(c.Time.Quote)
		}
		for _, f := range c.Figures {
			check(f.Quote)
		}
		if a := c.Attribution; a != nil {
			check(sitrep.Quote{Span: a.Span, Text: a.Source})
		}
	}
}

func TestACorrectionKeepsTheWordsWhereTheSentenceHasThem(t *testing.T) {
	r := resolver(t)
	x := New(rows(setting(t, r, "actor=Falcon Brigade", "killed=3", "type=bombing", "source=ISIS", "stance=alleged"))).Apply(told())
	c := &x.Claims[0]
	if f := c.Roles[sitrep.Actor][0]; f.Text != "Falcon Brigade" || f.Entity != "e1" || f.By != sitrep.ByReview {
		t.Errorf("the actor is %+v", f)
	}
	if f := c.Figures[0]; f.Of != "of the Falcon Brigade" || f.Text != "3" || f.By != sitrep.ByReview || len(c.Figures) != 1 {
		t.Errorf("the figures are %+v", c.Figures)
	}
	if a := c.Attribution; a.Stance != sitrep.Alleged || a.Source != "" || a.Entity != "v3" || len(x.Entities) != 3 || x.Entities[2].Name != "Islamic State" {
		t.Errorf("the source is %+v of %+v", a, x.Entities)
	}
	if _, err := r.Values([]string{"killed=1", "killed=2"}, told(), &told().Claims[0]); err == nil || !strings.Contains(err.Error(), "set twice") {
		t.Errorf("a slot set twice: %v", err)
	}
}

func TestTheLatestOfEachSlotBinds(t *testing.T) {
	r := resolver(t)
	reject := Decision{Verdict: sitrep.Rejected, Claim: "c-1"}
	accept := Decision{Verdict: sitrep.Accepted, Claim: "c-1"}
	undo := func(n int64) Decision {
		return Decision{Verdict: sitrep.Undone, Claim: "c-1", Detail: Detail{Undoes: n}}
	}
	event := Decision{Verdict: sitrep.Rejected, Claim: "c-1", Detail: Detail{Event: "e-1"}}
	for name, test := range map[string]struct {
		list     []Decision
		rejected bool
		killed   int
		event    int64 // number of the review
		stand    string
	}{
		"nothing":                       {nil, false, 3, 0, ""},
		"rejected":                      {[]Decision{reject}, true, 3, 0, "1"},
		"rejected, then accepted":       {[]Decision{reject, accept}, false, 3, 0, "2"},
		"corrected twice":               {[]Decision{setting(t, r, "killed=4", "injured=1"), setting(t, r, "killed=5")}, false, 5, 0, "12"},
		"corrected over":                {[]Decision{setting(t, r, "killed=4"), setting(t, r, "killed=5")}, false, 5, 0, "2"},
		"corrected, then rejected":      {[]Decision{setting(t, r, "killed=4"), reject}, true, 4, 0, "12"},
		"rejected, then corrected":      {[]Decision{reject, setting(t, r, "killed=4")}, false, 4, 0, "2"},
		"undone":                        {[]Decision{reject, undo(1)}, false, 3, 0, "2"},
		"the undoing undone":            {[]Decision{reject, undo(1), undo(2)}, true, 3, 0, "13"},
		"the later undone":              {[]Decision{setting(t, r, "killed=4"), setting(t, r, "killed=5"), undo(2)}, false, 4, 0, "13"},
		"what is yet to come is undone": {[]Decision{undo(2), reject}, true, 3, 0, "12"},
		"its event rejected":            {[]Decision{accept, event}, false, 3, 2, "12"},
	} {
		s := New(rows(test.list...))
		c := s.Apply(told()).Claims[0]
		stand := ""
		for _, row := range s.All() {
			if s.Stands(row.N) {
				stand += string(rune('0' + row.N))
			}
		}
		if c.Rejected() != test.rejected || *c.Figures[0].Best != test.killed || stand != test.stand {
			t.Errorf("%s: rejected %v, killed %d, standing %s; want %v, %d, %s", name, c.Rejected(), *c.Figures[0].Best, stand, test.rejected, test.killed, test.stand)
		}
		if of := c.Review; test.event > 0 && (of.Event == nil || of.Event.N != test.event) {
			t.Errorf("%s: its event is %+v", name, of.Event)
		}
		if n := len(Standing(s.Apply(told())).Claims); n != map[bool]int{true: 1, false: 2}[test.rejected] {
			t.Errorf("%s: %d claims stand", name, n)
		}
	}
	s := New(rows(reject, accept, reject))
	if c := s.AsOf(25).Apply(told()).Claims[0]; c.Rejected() || s.AsOf(25).Len() != 2 || s.AsOf(5).Len() != 0 || s.AsOf(30) != s {
		t.Error("as of an entry of the log between, something else stands")
	}
}

func TestConflictsAreFoundOverOthers(t *testing.T) {
	pin := func(v sitrep.Verdict, a, b sitrep.ClaimID) Decision {
		return Decision{Verdict: v, Claim: a, Detail: Detail{With: b}}
	}
	const same, differ = sitrep.SameEvent, sitrep.OtherEvent
	for name, test := range map[string]struct {
		list []Decision
		from int64 // the first that is new
		old  int64 // 0: no conflict
	}{
		"none":                      {[]Decision{pin(same, "a", "b"), pin(differ, "a", "c"), pin(same, "d", "c")}, 3, 0},
		"of a pair the later binds": {[]Decision{pin(same, "a", "b"), pin(differ, "b", "a")}, 2, 0},
		"two joined hold apart":     {[]Decision{pin(same, "a", "b"), pin(same, "c", "b"), pin(differ, "a", "c")}, 3, 2},
		"held apart, then joined":   {[]Decision{pin(differ, "a", "d"), pin(same, "a", "b"), pin(same, "c", "b"), pin(same, "d", "c")}, 4, 3},
		"by one command":            {[]Decision{pin(differ, "a", "c"), pin(same, "a", "b"), pin(same, "b", "c")}, 2, 1},
		"all of one command":        {[]Decision{pin(same, "a", "b"), pin(same, "b", "c"), pin(differ, "a", "c")}, 1, 1},
		"an undoing undone": {[]Decision{pin(same, "a", "b"), {Verdict: sitrep.Undone, Claim: "a", Detail: Detail{Undoes: 1}}, pin(differ, "a", "c"), pin(same, "c", "b"),
			{Verdict: sitrep.Undone, Claim: "a", Detail: Detail{Undoes: 2}}}, 5, 4},
	} {
		s := New(rows(test.list...))
		old, ok := s.Conflict(test.from)
		if ok != (test.old > 0) || old.N != test.old {
			t.Errorf("%s: contradicts %d (%v), want %d", name, old.N, ok, test.old)
		}
	}
	pins := New(rows(pin(same, "b", "a"), pin(differ, "c", "a"), pin(differ, "a", "b"))).Pins()
	if len(pins) != 2 || pins[0].A != "a" || pins[0].B != "b" || pins[0].Same || pins[1].Same {
		t.Errorf("pins are %+v", pins)
	}
	over := New(rows(pin(same, "a", "b"), pin(same, "b", "c"), pin(differ, "c", "d"), pin(same, "x", "y"), pin(differ, "d", "e")))
	if got := over.PinsOf([]sitrep.ClaimID{"a"}); len(got) != 3 || got[2].A != "c" || got[2].B != "d" {
		t.Errorf("over others a is bound by %+v", got)
	}
	if got := over.PinsOf([]sitrep.ClaimID{"z"}); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}

func FuzzValue(f *testing.F) {
	r := resolver(f)
	for _, s := range []string{"type=air_strike", "place=Mosul, Iraq", "place=,", "actor=ISIS; ;", "time=2017/..", "killed=10..20", "killed=half a million", "source=x", "a=\xff", "killed=,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, assignment string) {
		x := told()
		v, err := r.Value(assignment, x, &x.Claims[0])
		if err != nil {
			return
		}
		s := New(rows(Decision{Verdict: sitrep.Corrected, Claim: "c-1", Detail: Detail{Set: []Value{v}}}))
		checkSpans(t, s.Apply(x))
	})
}

// FuzzDetail applies whatever a file may hold in the place of a decision.
func FuzzDetail(f *testing.F) {
	for _, s := range []string{`{"set":[{"slot":"killed","figure":{"low":1}},{"slot":"place","place":{"name":"Aleppo"}},{"slot":"time","time":{}}]}`, `{"set":[{"slot":"source","parties":[{}]}]}`,
		`{"set":[{"slot":"actor","parties":[{"name":"x","entity":{}}]},{"slot":"type"},{"slot":"stance","word":"said"}]}`, `{"undoes":1}`, `{"event":"e-1"}`} {
		f.Add(s, "correct")
	}
	f.Fuzz(func(t *testing.T, detail, verdict string) {
		var d Detail
		if json.Unmarshal([]byte(detail), &d) != nil {
			return
		}
		s := New(rows(Decision{Verdict: sitrep.Verdict(verdict), Claim: "c-1", Detail: d}, Decision{Verdict: sitrep.Accepted, Claim: "c-1"}))
		checkSpans(t, s.Apply(told()))
		s.Stands(1)
		s.Conflict(1)
	})
}

func TestAPairOfWhichNothingIsLeftBindsNothing(t *testing.T) {
	s := New([]Row{{N: 1, Decision: Decision{Verdict: sitrep.SameEvent, Claim: "c-1"}}})
	if pins := s.Pins(); len(pins) > 0 || s.Stands(1) {
		t.Errorf("it binds: %+v", pins)
	}
}
