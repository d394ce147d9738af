package situation

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/fuse"
	"sitrep/internal/geo"
)

// counts are the figures of one measure that reports tell.
func counts(t *testing.T, m sitrep.Measure, items []item) []Count {
	t.Helper()
	var out []Count
	for _, x := range read(t, items) {
		for k := range x.Claim.Figures {
			f := &x.Claim.Figures[k]
			if f.Measure == m {
				out = append(out, Count{Telling: x, Figure: f, N: k, Source: strings.TrimPrefix(x.Origin, "outlet "), Standing: sitrep.Named})
			}
		}
	}
	return out
}

func sums(t *testing.T, m sitrep.Measure, g Grouping, items []item) []Sum {
	t.Helper()
	return New(second(readers()), geo.Default()).Sums(counts(t, m, items), g)
}

func plainNumber(n *int) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprint(*n)
}

// sumWords writes a sum as "key: low/best/high of happenings", with the series beside it and why figures are left out.
func sumWords(s *Sum) string {
	out := fmt.Sprintf("%s: %s/%s/%s of %d", s.Key, plainNumber(s.Low), plainNumber(s.Best), plainNumber(s.High), len(s.Happenings))
	if s.Open {
		out += " open"
	}
	for _, r := range s.Running {
		out += fmt.Sprintf("; %d beside", valueOf(&r.Points[len(r.Points)-1]))
	}
	for _, o := range s.Out {
		out += "; out: " + o.Why
	}
	for _, h := range s.Happenings {
		for _, x := range h.Told {
			if x.Out != "" {
				out += "; not counted: " + x.Out
			}
		}
	}
	return out
}

func TestFiguresAreAddedOnlyOverHappenings(t *testing.T) {
	for _, test := range []struct {
		name    string
		by      Grouping
		measure sitrep.Measure
		items   []item
		want    []string
	}{
		{"two happenings of a month add up, and one told twice counts once", ByMonth, sitrep.Killed, []item{
			{"2016-11-02", "A car bomb killed 12 people in Baghdad on 2 November 2016.", "A"},
			{"2016-11-03", "A car bomb killed 12 people in Baghdad on 2 November 2016.", "B"},
			{"2016-11-09", "Gunmen killed five soldiers in Kirkuk, Iraq.", "A"}},
			[]string{"2016-11: 17/17/17 of 2"}},
		{"another month is another sum, and at least is open", ByMonth, sitrep.Killed, []item{
			{"2016-11-02", "A car bomb killed 12 people in Baghdad.", "A"},
			{"2016-12-09", "Gunmen killed at least five soldiers in Kirkuk, Iraq.", "A"}},
			[]string{"2016-11: 12/12/12 of 1", "2016-12: 5/5/5 of 1 open"}},
		{"of dozens the lower end counts as best", ByDay, sitrep.Killed, []item{
			{"2016-11-02", "A car bomb killed dozens of people in Baghdad.", "A"}},
			[]string{"2016-11-02: 12/12/99 of 1"}},
		{"weeks begin on Monday", ByWeek, sitrep.Killed, []item{
			{"2016-11-06", "A car bomb killed 12 people in Baghdad.", "A"}, {"2016-11-07", "Gunmen killed five soldiers in Kirkuk, Iraq.", "A"}},
			[]string{"2016-W44: 12/12/12 of 1", "2016-W45: 5/5/5 of 1"}},
		{"all since the start of a war are never added", ByMonth, sitrep.Killed, []item{
			{"2023-10-29", "Air strikes killed 31 people in Gaza City.", "A"},
			{"2023-10-30", "At least 8,005 Palestinians have been killed in Gaza City since the start of the war.", "B"}},
			[]string{"2023-10: 31/31/31 of 1; 8005 beside"}},
		{"what is planned or names no place is left out", ByMeasure, sitrep.Killed, []item{
			{"2016-11-02", "A car bomb killed 12 people.", "A"},
			{"2016-11-03", "A court says that gunmen may have killed five soldiers in Kirkuk, Iraq.", "A"}},
			[]string{"killed: -/-/- of 0; out: " + OutNowhere + "; out: " + OutPossible}},
		{"the count of a country may hold those of its towns", ByMonth, sitrep.Killed, []item{
			{"2016-11-02", "A car bomb killed 12 people in Baghdad.", "A"}, {"2016-11-02", "Attacks killed 40 people in Iraq.", "B"}},
			[]string{"2016-11: 12/12/12 of 1; out: " + OutWider}},
		{"a deed beside the toll of all of them counts", ByMonth, sitrep.Killed, []item{
			{"2016-11-02", "Three soldiers were killed in Kirkuk, bringing the total number of soldiers killed in the war to 120.", "A"}},
			[]string{"2016-11: 3/3/3 of 1; 120 beside"}},
		{"so many a day is a rate", ByMonth, sitrep.Displaced, []item{
			{"2016-11-02", "About 2,000 people a day flee Mosul.", "A"}},
			[]string{"2016-11: -/-/- of 0; out: " + OutRate}},
		{"a day earlier is no rate", ByMonth, sitrep.Killed, []item{
			{"2016-11-03", "A minister visited Kirkuk, where a car bomb killed five soldiers and wounded nine a day earlier.", "A"}},
			[]string{"2016-11: 5/5/5 of 1"}},
		{"a month is no happening of it", ByDay, sitrep.Killed, []item{
			{"2016-12-02", "The United Nations says 900 civilians were killed in Mosul in November 2016.", "A"}},
			[]string{"2016-11-30: -/-/- of 0; 900 beside"}},
		{"of one origin the later number counts", ByDay, sitrep.Killed, []item{
			{"2016-11-02", "A car bomb killed 12 people in Baghdad on 2 November 2016.", "A"},
			{"2016-11-03", "A car bomb killed 15 people in Baghdad on 2 November 2016.", "A"}},
			[]string{"2016-11-02: 15/15/15 of 1; not counted: " + fuse.OutAmended}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, s := range sums(t, test.measure, test.by, test.items) {
				got = append(got, sumWords(&s))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// displaced is a count that rises as two origins have it, with a headline between.
var displaced = []item{
	{"2016-11-04", "The International Organization for Migration says that 22,000 people have been displaced from Mosul since 17 October.", "A"},
	{"2016-11-14", "The International Organization for Migration says that 54,000 people have been displaced from Mosul since 17 October.", "B"},
	{"2016-12-20", "The International Organization for Migration says that 110,000 people have been displaced from Mosul since 17 October.", "A"},
	{"2017-02-01", "The International Organization for Migration says that 101,000 people have been displaced from Mosul since 17 October.", "A"},
	{"2016-12-21", "The Iraqi government says that 120,000 people have been displaced from Mosul since 17 October.", "A"},
	{"2016-12-21", "Some 300 families fled Mosul on Tuesday.", "A"},
	{"2016-12-22", "At least 40 children have been displaced from Mosul since 17 October, the Iraqi government says.", "A"},
}

func TestSeriesHoldWhatEachOriginSaysOverTime(t *testing.T) {
	c := New(second(readers()), geo.Default())
	list := counts(t, sitrep.Displaced, displaced)
	var got []string
	for _, s := range c.SeriesOf(list) {
		for _, p := range s.Points {
			got = append(got, fmt.Sprintf("%s %s %s %s since %s %s %s", s.Site.Name, s.Whom, s.Source, p.Day, p.Since, plainNumber(p.Best), plainNumber(p.Change)))
		}
	}
	iom := "Mosul people International Organization for Migration "
	want := []string{"Mosul children Iraqi government 2016-12-22 since 2016-10-17 40 -", iom + "2016-11-04 since 2016-10-17 22000 -", iom + "2016-11-14 since 2016-10-17 54000 32000",
		iom + "2016-12-20 since 2016-10-17 110000 56000", iom + "2017-02-01 since 2016-10-17 101000 -9000", "Mosul people Iraqi government 2016-12-21 since 2016-10-17 120000 -"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEveryFigureIsSomewhereOnce(t *testing.T) {
	items := append(slices.Clone(displaced), item{"2016-12-23", "Some 900 people fled Mosul on Thursday.", "B"}, item{"2016-12-23", "Thousands more may flee Mosul.", "B"})
	list := counts(t, sitrep.Displaced, items)
	c := New(second(readers()), geo.Default())
	for _, g := range []Grouping{ByPlace, ByMonth, ByWeek, ByDay, ByMeasure, ByEvent} {
		n := 0
		for _, s := range c.Sums(list, g) {
			n += len(s.Out)
			for _, h := range s.Happenings {
				n += len(h.Told)
			}
			for _, r := range s.Running {
				n += len(r.Points)
			}
		}
		if n != len(list) {
			t.Errorf("by %s: %d figures of %d are told", g, n, len(list))
		}
	}
}

func TestAnEventIsOneHappeningOnItsOwnDays(t *testing.T) {
	list := counts(t, sitrep.Killed, []item{
		{"2016-11-02", "A car bomb killed 12 people in Baghdad.", "A"},
		{"2016-12-20", "A car bomb killed 12 people in Kirkuk, Iraq.", "B"},
		{"2016-12-21", "A car bomb killed nine people.", "C"}})
	for i := range list {
		list[i].Event, list[i].EventFrom, list[i].EventTo = "e-1", sitrep.NewDate(2016, 11, 1), sitrep.NewDate(2016, 11, 1)
	}
	list[2].Event = "e-2"
	got := New(second(readers()), geo.Default()).Sums(list, ByMonth)
	if want := "2016-11: 12/12/12 of 1; out: " + OutNowhere; len(got) != 1 || sumWords(&got[0]) != want {
		t.Errorf("got %d sums, the first %q, want %q", len(got), sumWords(&got[0]), want)
	}
}

func TestSumsDependOnNoOrder(t *testing.T) {
	list := counts(t, sitrep.Displaced, displaced)
	c := New(second(readers()), geo.Default())
	want := c.Sums(list, ByMonth)
	rng := rand.New(rand.NewPCG(3, 3))
	for range 50 {
		rng.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
		if got := c.Sums(append(slices.Clone(list), list[0]), ByMonth); !reflect.DeepEqual(got, want) {
			t.Fatal("in another order, with a figure twice, the answer is another")
		}
	}
}

// FuzzSums gives figures whose offsets, words, numbers and dates may be anything.
func FuzzSums(f *testing.F) {
	f.Add("At least 40 people have been killed in Gaza since October 7.", "people", 9, 11, 0, 40, "2023-10-29", "2023-10-07", "month")
	f.Add("", "", -3, 99, 5, -1, "", "", "place")
	f.Add("Ten a day", "Israelis", 0, 3, 0, 1<<40, "2023-10-29", "2021-10-07", "week")
	c := New(second(readers()), geo.Default())
	f.Fuzz(func(t *testing.T, sentence, of string, x, y, z, n int, day, since, by string) {
		published, _ := sitrep.ParseDate(day)
		from, _ := sitrep.ParseDate(since)
		claim := &sitrep.Claim{ID: "c-1", Type: "killing", Evidence: sitrep.Span{Start: z, End: z + len(sentence)}, Modality: sitrep.Actual, Place: &sitrep.Place{Name: of, Country: "PS"},
			Time:    &sitrep.Period{Quote: sitrep.Quote{Text: sentence}, From: from, To: published},
			Figures: []sitrep.Figure{{Quote: sitrep.Quote{Span: sitrep.Span{Start: x, End: y}, Text: of}, Measure: sitrep.Killed, Of: sitrep.Known(of), Low: &n, Best: &n}}}
		list := []Count{{Telling: Telling{Claim: claim, Report: "r-1", Published: published, Sentence: sentence, Origin: "o"}, Figure: &claim.Figures[0]}}
		if got := len(c.Sums(list, Grouping(by))); got != 1 {
			t.Errorf("%d sums of one figure", got)
		}
		c.SeriesOf(list)
	})
}
