package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/agreement"
	"sitrep/internal/review"
)

func id(n int) sitrep.ClaimID { return sitrep.ClaimID(fmt.Sprintf("c-%016x", n)) }

// claims are n claims of two types, the second of which is rare.
func claims(n int) []Claim {
	out := make([]Claim, n)
	for i := range out {
		out[i] = Claim{ID: id(i), Type: "shelling", Confidence: 0.9}
		if i%50 == 7 {
			out[i].Type = "mass_grave"
		}
	}
	return out
}

func ids(items []Item) []sitrep.ClaimID {
	out := make([]sitrep.ClaimID, len(items))
	for i, it := range items {
		out[i] = it.Claim
	}
	return out
}

// rows numbers decisions.
func rows(all ...review.Row) *Record {
	for i := range all {
		all[i].N = int64(i + 1)
	}
	return Decided(review.New(all))
}

func by(person string, v sitrep.Verdict, claim sitrep.ClaimID, set ...review.Value) review.Row {
	return review.Row{Person: person, Decision: review.Decision{Verdict: v, Claim: claim, Detail: review.Detail{Set: set}}}
}

func takes(person string, n int64, claim sitrep.ClaimID) review.Row {
	return review.Row{Person: person, Decision: review.Decision{Verdict: sitrep.Undone, Claim: claim, Detail: review.Detail{Undoes: n}}}
}

func TestQueues(t *testing.T) {
	all := claims(8)
	all[3].Confidence, all[5].Confidence = 0.5, 0.41
	all[1].Contested, all[1].Origins, all[1].Event = true, 3, "e-1"
	all[2].Figures, all[2].Origins, all[2].Event = true, 2, "e-2"
	d := New(all, Options{Sampled: 2, New: []NewName{{"Tal Afar Brigade", id(6), 2}, {"gone", id(99), 1}}})
	nobody := rows()
	for _, c := range []struct {
		why  Reason
		want string
	}{
		{Low, "[{c-0000000000000005 low low confidence .41} {c-0000000000000003 low low confidence .50}]"},
		{Contested, "[{c-0000000000000001 contested contested, 3 origins} {c-0000000000000002 contested contested figure, 2 origins}]"},
		{NewActor, "[{c-0000000000000006 new new actor “Tal Afar Brigade”, 2 claims}]"},
		{Second, "[]"},
	} {
		if got := fmt.Sprint(d.Queue(c.why, nobody, "Ada", nil)); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
	any := ids(d.Queue(Any, nobody, "Ada", nil))
	if any[0] != id(1) || any[1] != id(6) || any[2] != id(5) || len(any) != len(slices.Compact(slices.Sorted(slices.Values(any)))) {
		t.Errorf("the reasons do not take turns, or a claim comes twice: %v", any)
	}
	r := rows(by("Ada", sitrep.Accepted, id(5)), by("Ben", sitrep.Rejected, id(3)), by("Ben", sitrep.Accepted, id(5)))
	if got := ids(d.Queue(Low, r, "Ada", nil)); !slices.Equal(got, []sitrep.ClaimID{id(3)}) {
		t.Errorf("Ada, who decided about one, is given %v", got)
	}
	if got := d.Queue(Low, r, "Ada", map[sitrep.ClaimID]bool{id(3): true}); len(got) != 0 {
		t.Errorf("Ada is given what was put off: %v", got)
	}
	if got := ids(d.Queue(Second, r, "Ada", nil)); !slices.Equal(got, []sitrep.ClaimID{id(3)}) {
		t.Errorf("the second coding for Ada is of %v", got)
	}
	if got := d.Queue(Second, r, "Cem", nil); len(got) != 1 || got[0].Claim != id(3) {
		t.Errorf("a third coding is asked for: %v", got)
	}
	if n := d.Counts(r, "Ben", nil); n[Low] != 0 || n[Second] != 0 || n[Contested] != 2 {
		t.Errorf("Ben's counts are %v", n)
	}
}

func TestTheSampleHasItsShareOfEachTypeAndStays(t *testing.T) {
	all := claims(1000)
	nobody := rows()
	first := ids(New(all, Options{Sampled: 100}).Queue(Sample, nobody, "Ada", nil))
	graves := 0
	for _, c := range first {
		if slices.ContainsFunc(all, func(x Claim) bool { return x.ID == c && x.Type == "mass_grave" }) {
			graves++
		}
	}
	if len(first) != 100 || graves != 2 {
		t.Errorf("%d drawn, %d of the rare type; want 100 and 2", len(first), graves)
	}
	turned := slices.Clone(all)
	slices.Reverse(turned)
	if got := ids(New(turned, Options{Sampled: 100}).Queue(Sample, nobody, "Ben", nil)); !slices.Equal(got, first) {
		t.Error("the sample hangs on the order of claims, or on who asks")
	}
	other := ids(New(all, Options{Sampled: 100, Seed: 1}).Queue(Sample, nobody, "Ada", nil))
	same := 0
	for _, c := range other {
		if slices.Contains(first, c) {
			same++
		}
	}
	if same > 30 {
		t.Errorf("another seed drew %d of 100 again", same)
	}
	more := ids(New(append(slices.Clone(all), Claim{ID: id(5000), Type: "shelling"}), Options{Sampled: 100}).Queue(Sample, nobody, "Ada", nil))
	kept := 0
	for _, c := range first {
		if slices.Contains(more, c) {
			kept++
		}
	}
	if kept < 98 {
		t.Errorf("one more claim left %d of 100 drawn", kept)
	}
}

func TestCountsAreTheLengthsOfQueues(t *testing.T) {
	var all []Claim
	for i := range 60 {
		all = append(all, Claim{ID: id(i), Type: "shelling", Confidence: float64(i%7) / 7, Contested: i%3 == 0, Origins: i % 5})
	}
	d := New(all, Options{Sampled: 10, New: []NewName{{"Ana Front", id(1), 2}, {"Bor Guard", id(1), 1}, {"Cem Front", id(90), 1}}})
	r := rows(by("Ada", sitrep.Accepted, id(3)), by("Ben", sitrep.Rejected, id(3)), by("Ben", sitrep.Accepted, id(6)), by("Ben", sitrep.Accepted, id(13)),
		by("Ben", sitrep.Accepted, id(20)), by("Ada", sitrep.Accepted, id(1)), by("Ben", sitrep.Accepted, id(70)))
	for person, later := range map[string]map[sitrep.ClaimID]bool{"Ada": {id(3): true, id(9): true, id(20): true, id(80): true}, "Ben": nil, "Eve": {id(1): true}} {
		got := d.Counts(r, person, later)
		for _, why := range append([]Reason{Any}, Reasons...) {
			if want := len(d.Queue(why, r, person, later)); got[why] != want {
				t.Errorf("%s, %s: %d, and the queue has %d", person, why, got[why], want)
			}
		}
	}
}

func TestNobodySeesAnothersDecisionBeforeTheirOwn(t *testing.T) {
	r := rows(by("Ada", sitrep.Accepted, id(1)))
	if got := r.Blind(id(1), "Ben"); !slices.Equal(got, []string{"Ada"}) {
		t.Errorf("Ben, who did not decide, is blind to %v", got)
	}
	if got := r.Blind(id(1), "Ada"); got != nil {
		t.Errorf("Ada is blind to %v", got)
	}
	both := rows(by("Ada", sitrep.Accepted, id(1)), by("Ben", sitrep.Rejected, id(1)))
	if got := both.Blind(id(1), "Ben"); got != nil {
		t.Errorf("Ben, who decided, is blind to %v", got)
	}
	back := rows(by("Ada", sitrep.Accepted, id(1)), by("Ben", sitrep.Rejected, id(1)), takes("Ben", 2, id(1)))
	if got := back.Blind(id(1), "Ben"); !slices.Equal(got, []string{"Ada"}) {
		t.Errorf("Ben, who took it back, is blind to %v", got)
	}
}

func TestWhatAnotherUndidStillWasJudged(t *testing.T) {
	r := rows(by("Ada", sitrep.Accepted, id(1)), by("Ben", sitrep.Rejected, id(1)), takes("Eve", 2, id(1)))
	if got := r.Of(id(1)); len(got) != 2 || got[1].Person != "Ben" || got[1].Last().Verdict != sitrep.Rejected {
		t.Errorf("%+v", got)
	}
	if got := r.Mine("Ben", 5); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

// reading is a reading of n claims that killed three each.
func reading(n int) *sitrep.Extraction {
	three := 3
	x := &sitrep.Extraction{Report: sitrep.Report{Text: strings.Repeat("x", 10)}}
	for i := range n {
		x.Claims = append(x.Claims, sitrep.Claim{ID: id(i), Type: "shelling", Modality: sitrep.Actual,
			Figures: []sitrep.Figure{{Measure: sitrep.Killed, Low: &three, Best: &three, High: &three}}})
	}
	return x
}

func TestWhatTwoPeopleHaveIsCompared(t *testing.T) {
	four := 4
	killed := review.Value{Slot: "killed", Text: "4", Figure: &review.Figure{Low: &four, Best: &four, High: &four}}
	x := reading(3)
	r := rows(by("Ada", sitrep.Accepted, id(0)), by("Ben", sitrep.Corrected, id(0), killed),
		by("Ada", sitrep.Rejected, id(1)), by("Ben", sitrep.Accepted, id(1)),
		by("Ada", sitrep.Accepted, id(2)), by("Ben", sitrep.Accepted, id(2)))
	var all []Judged
	for i, c := range r.Shared() {
		if c != id(i) {
			t.Fatalf("shared are %v", r.Shared())
		}
		all = append(all, r.Judge(x, i))
	}
	if got := fmt.Sprint(all[0].Slots); got != "[{type [shelling shelling] [true true]} {modality [actual actual] [true true]} {killed [3 4] [true true]}]" {
		t.Errorf("a correction: %s", got)
	}
	if got := fmt.Sprint(all[1].Slots[0]); got != "{type [none shelling] [true true]}" || all[1].Same() {
		t.Errorf("a rejection: %s", got)
	}
	if !all[1].Slots[2].Same() || all[0].Same() || !all[2].Same() {
		t.Error("what is the same does not come out so")
	}
	types := ByType(all, agreement.Options{})
	if len(types) != 1 || types[0].Name != "shelling" || types[0].Units != 3 || int(types[0].Percent) != 66 {
		t.Errorf("%+v", types)
	}
	slots := BySlot(all, agreement.Options{})
	if len(slots) != 3 || slots[0].Name != "type" || slots[2].Name != "killed" || slots[2].Units != 2 || slots[2].Percent != 50 {
		t.Errorf("%+v", slots)
	}
	if p := ByPair(all); len(p) != 1 || p[0].A != "Ada" || p[0].Units != 3 {
		t.Errorf("%+v", p)
	}
}
