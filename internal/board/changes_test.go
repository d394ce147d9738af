package board

import (
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/store"
)

func TestChangesAreThoseOfTheLastDaysOrSitting(t *testing.T) {
	start := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	type logged struct {
		after time.Duration
		kind  string
	}
	for name, tt := range map[string]struct {
		log  []logged // the first first
		want []string // kinds of changes, the latest first
		from time.Duration
	}{
		"all in one sitting": {[]logged{{0, "add"}, {time.Minute, "add"}}, nil, -1},
		"a second sitting":   {[]logged{{0, "add"}, {3 * time.Hour, "add"}}, []string{"came 2", "grew 2"}, 3 * time.Hour},
		"a withdrawal, after a month": {[]logged{{0, "add"}, {30 * 24 * time.Hour, "add"}, {31 * 24 * time.Hour, "retract"}},
			[]string{"withdrawn 3", "came 2", "grew 2"}, 24 * 24 * time.Hour},
		"a review and an erasure": {[]logged{{0, "add"}, {2 * time.Hour, "review"}, {3*time.Hour + time.Minute, "erase"}}, []string{"withdrawn 3"}, 3*time.Hour + time.Minute},
		"nothing":                 {nil, nil, -1},
	} {
		b := &Board{}
		for i, l := range tt.log {
			b.Log = append([]store.Logged{{Seq: int64(i + 1), Time: start.Add(l.after), Kind: l.kind}}, b.Log...)
		}
		if n := len(b.Log); n > 0 {
			b.First, b.Last = b.Log[n-1], b.Log[0]
		}
		b.Events = []Event{{ID: "e-1", Came: 1, Grew: 1, Origins: 9}, {ID: "e-2", Came: 1, Grew: 2, Origins: 1}, {ID: "e-3", Came: 2, Grew: 2, Origins: 3}}
		b.change()
		var got []string
		for _, c := range b.Changes {
			got = append(got, string(c.Kind)+" "+string(rune('0'+c.Seq)))
			if c.At != start.Add(tt.log[c.Seq-1].after) {
				t.Errorf("%s: a change of entry %d is told of %s", name, c.Seq, c.At)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: %v, want %v", name, got, tt.want)
			}
		}
		if tt.from >= 0 && b.Since != start.Add(tt.from) || tt.from < 0 && !b.Since.IsZero() {
			t.Errorf("%s: since %s", name, b.Since)
		}
	}
}

func TestDisputesAreContestedEventsAndFiguresThatDiffer(t *testing.T) {
	n := func(v int) *int { return &v }
	events := []*Event{
		{ID: "e-1", Grade: sitrep.Corroborated, Figures: []Figure{{Measure: sitrep.Killed, Low: n(10), Best: n(12), High: n(14), Origins: 2}}},
		{ID: "e-2", Grade: sitrep.Contested, Origins: 3},
		{ID: "e-3", Grade: sitrep.Corroborated, Figures: []Figure{{Measure: sitrep.Killed, Low: n(10), Best: n(12), High: n(90), Origins: 2}}},
		{ID: "e-4", Grade: sitrep.Contested, Origins: 5},
		{ID: "e-5", Grade: sitrep.Discounted, Figures: []Figure{{Measure: sitrep.Killed, Low: n(1), High: n(900), Origins: 2}}},
		{ID: "e-6", Grade: sitrep.Single, Figures: []Figure{{Measure: sitrep.Killed, Low: n(1), High: n(900), Origins: 1}}},
		{ID: "e-7", Grade: sitrep.Corroborated, Figures: []Figure{{Measure: sitrep.Killed, Low: n(1), High: n(3), Origins: 2}}},
	}
	var got []sitrep.EventID
	for _, d := range (&Board{}).Disputes(events) {
		got = append(got, d.ID)
	}
	want := []sitrep.EventID{"e-4", "e-3", "e-2", "e-1"}
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}
