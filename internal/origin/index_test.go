package origin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep"
)

// telling are sentences that the drawn texts are put together from: few, so that texts share them and buckets fill.
var telling = []string{
	"Shells struck the Kalmunai market on Tuesday and killed eleven traders, hospital director Ranil Perera said.",
	"A convoy of nine fuel tankers was ambushed near Mokwa bridge by horsemen in camouflage.",
	"The ceasefire monitors of Donbara counted forty-one violations along the Tisza canal.",
	"Villagers at Upper Kassane buried three schoolteachers whom rebels had abducted in March.",
	"Admiral Joaquin Belmonte denied that frigates had fired on the fishing fleet off Sao Lourenco.",
	"Drones set alight the grain silos of Ochkiv, according to governor Halyna Moroz.",
	"Two parachute companies landed at Wadi Sirhan airfield before dawn, witnesses told radio Furat.",
	"Refugees crossing the Limbe river spoke of burnt granaries and poisoned wells.",
}

func drawReport(t *rapid.T, n int) (Member, Signature) {
	parts := []int{0, 1, 2, 3} // so that many are copies
	if rapid.Bool().Draw(t, "other") {
		parts = rapid.SliceOfN(rapid.IntRange(0, len(telling)-1), 1, 4).Draw(t, "parts")
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(telling[p] + " ")
	}
	if extra := rapid.IntRange(0, 3).Draw(t, "extra"); extra > 0 {
		fmt.Fprintf(&b, "Correspondent Zygmunt%d Quarrel%d filed from the Varanger%d headland.", n, n, n)
	}
	m := Member{Report: sitrep.ReportID(fmt.Sprintf("r-%02d", n))}
	if d := rapid.IntRange(0, 3).Draw(t, "day"); d > 0 {
		m.Published = sitrep.NewDate(2019, 5, d)
	}
	return m, Sign(b.String(), nil)
}

// state is all that an index says: groups, links and buckets.
func state(x *Memory) string {
	var lines []string
	for g, reports := range x.Groups() {
		lines = append(lines, fmt.Sprint("group ", g, reports))
	}
	for t, m := range x.texts {
		links := slices.Clone(m.links)
		slices.SortFunc(links, func(a, b Link) int { return compareTexts(a.To, b.To) })
		lines = append(lines, fmt.Sprintf("text %x %v %v", t, m.members, links))
	}
	for b, in := range x.buckets {
		lines = append(lines, fmt.Sprintf("bucket %x %x", b, in))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestGroupsAreAFunctionOfTheSetOfReports(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		// Small limits, so that buckets become common and stop being so all the time.
		o := Options{Common: rapid.IntRange(1, 5).Draw(t, "common"), Window: rapid.IntRange(1, 2).Draw(t, "window")}
		var one Memory
		k := NewKeeper(&one, o)
		type report struct {
			m Member
			s Signature
		}
		now := map[sitrep.ReportID]report{}
		where := map[sitrep.ReportID]GroupID{}
		for step := range rapid.IntRange(1, 40).Draw(t, "steps") {
			var c Change
			var err error
			var changed sitrep.ReportID
			if held := slices.Sorted(maps.Keys(now)); len(held) > 0 && rapid.IntRange(0, 3).Draw(t, "what") == 0 {
				id := rapid.SampledFrom(held).Draw(t, "gone")
				c, err = k.Remove(ctx, id)
				delete(now, id)
			} else {
				m, s := drawReport(t, rapid.IntRange(0, step).Draw(t, "n"))
				c, err = k.Add(ctx, m, &s)
				now[m.Report] = report{m, s}
				changed = m.Report
			}
			if err != nil {
				t.Fatal(err)
			}
			// Whoever asks after an old group is told where its reports are.
			moved := map[GroupID][]GroupID{}
			for _, mv := range c.Moved {
				moved[mv.From] = mv.To
			}
			is := map[sitrep.ReportID]GroupID{}
			for g, reports := range one.Groups() {
				for _, r := range reports {
					is[r] = g
					if was := where[r]; was != "" && was != g && r != changed && !slices.Contains(moved[was], g) {
						t.Fatalf("report %s went from %s to %s; the change says %v", r, was, g, c.Moved)
					}
				}
			}
			where = is
		}
		var scratch Memory
		f := NewKeeper(&scratch, o)
		for _, id := range rapid.Permutation(slices.Sorted(maps.Keys(now))).Draw(t, "order") {
			r := now[id]
			if _, err := f.Add(ctx, r.m, &r.s); err != nil {
				t.Fatal(err)
			}
		}
		if a, b := state(&one), state(&scratch); a != b {
			t.Fatalf("one by one:\n%s\nfrom scratch:\n%s", a, b)
		}
	})
}

func TestAddingTwiceChangesNothing(t *testing.T) {
	ctx := context.Background()
	var x Memory
	k := NewKeeper(&x, Options{})
	s := Sign(telling[0], nil)
	for _, id := range []sitrep.ReportID{"r-b", "r-a", "r-b"} {
		if _, err := k.Add(ctx, Member{Report: id}, &s); err != nil {
			t.Fatal(err)
		}
	}
	if got := x.Groups(); len(got) != 1 || !slices.Equal(got["g-r-a"], []sitrep.ReportID{"r-a", "r-b"}) {
		t.Errorf("got %v, want the two reports in g-r-a", got)
	}
}

func TestTextsThatSayNothingAreNoCopies(t *testing.T) {
	ctx := context.Background()
	var x Memory
	k := NewKeeper(&x, Options{})
	for i, text := range []string{"", "", "More follows.", "More follows.", "…", "…"} {
		s := Sign(text, nil)
		if _, err := k.Add(ctx, Member{Report: sitrep.ReportID(fmt.Sprint("r-", i))}, &s); err != nil {
			t.Fatal(err)
		}
	}
	if got := x.Groups(); len(got) != 6 {
		t.Errorf("got %d groups, want 6: %v", len(got), got)
	}
}
