package ask_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/demo"
	"sitrep/internal/situation"
	"sitrep/internal/store"
)

func asker(t testing.TB) *ask.Asker {
	t.Helper()
	a, err := ask.New(demo.Archive(t), ask.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func day(t testing.TB, s string) sitrep.Date {
	t.Helper()
	d, err := sitrep.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rests says that claims of an answer are there with their origins, and that their sentences are the bytes of their reports.
func rests(t *testing.T, a *ask.Asker, ids []sitrep.ClaimID, rows map[sitrep.ClaimID]*store.ClaimRow, origins map[sitrep.ClaimID]store.Origin) {
	t.Helper()
	if len(ids) == 0 {
		t.Error("it rests on no claim")
	}
	for _, id := range ids {
		r := rows[id]
		if r == nil {
			t.Errorf("claim %s is not in the answer", id)
			continue
		}
		if origins[id].Reports == 0 {
			t.Errorf("claim %s has no origin", id)
		}
		held, err := a.Archive().Report(t.Context(), string(r.Report.ID))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Claim.Evidence.Of(held.Extraction.Report.Text); got != r.Sentence {
			t.Errorf("claim %s has the sentence %q, its report %q", id, r.Sentence, got)
		}
	}
}

func TestWhoHoldsATown(t *testing.T) {
	a := asker(t)
	got, err := a.Control(t.Context(), ask.ControlQuestion{Place: "Bin Jawad"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Site.Name != "Bin Jawad" || got.Site.Country != "LY" || len(got.Notes) != 0 {
		t.Errorf("it is about %+v; notes %v", got.Site, got.Notes)
	}
	var held []string
	for i := range got.Spells {
		s := &got.Spells[i]
		held = append(held, fmt.Sprintf("%s %s %s", s.From, s.Holder.Name, s.Status))
		rests(t, a, s.Claims, got.Claims, got.Origins)
	}
	slices.Sort(held)
	if want := []string{"2031-03-03 Southern Brigades held", "2031-03-23 Libyan government held"}; !slices.Equal(held, want) {
		t.Errorf("got %q, want %q", held, want)
	}
}

func TestControlKeepsToWhatIsAsked(t *testing.T) {
	a := asker(t)
	for name, test := range map[string]struct {
		ask  ask.ControlQuestion
		want []string // places and holders
	}{
		"a day":            {ask.ControlQuestion{Place: "Bin Jawad", From: day(t, "2031-03-10"), To: day(t, "2031-03-10")}, []string{"Bin Jawad: Southern Brigades"}},
		"a party":          {ask.ControlQuestion{Actor: "Libya"}, []string{"Bin Jawad: Libyan government", "Sirte: Libyan government"}},
		"a party's place":  {ask.ControlQuestion{Actor: "Libya", Place: "Bin Jawad"}, []string{"Bin Jawad: Libyan government"}},
		"its country":      {ask.ControlQuestion{Place: "Bin Jawad", Country: "Libya", From: day(t, "2031-04-01")}, []string{"Bin Jawad: Libyan government"}},
		"another country":  {ask.ControlQuestion{Place: "Bin Jawad", Country: "IQ"}, nil},
		"before all":       {ask.ControlQuestion{Place: "Bin Jawad", To: day(t, "2030-01-01")}, nil},
		"before it came":   {ask.ControlQuestion{Place: "Bin Jawad", AsOf: demo.Received.Add(-time.Hour)}, nil},
		"nobody tells":     {ask.ControlQuestion{Place: "Reykjavik"}, nil},
		"no such place":    {ask.ControlQuestion{Place: "Nowhereville"}, nil},
		"id of that place": {ask.ControlQuestion{Place: idOf(t, a, "Bin Jawad"), To: day(t, "2031-03-05")}, []string{"Bin Jawad: Southern Brigades"}},
	} {
		got, err := a.Control(t.Context(), test.ask)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var held []string
		for _, s := range got.Spells {
			held = append(held, s.Site.Name+": "+s.Holder.Name)
		}
		slices.Sort(held)
		if !slices.Equal(held, test.want) {
			t.Errorf("%s: got %q, want %q", name, held, test.want)
		}
		if told := len(got.Notes) == 1 && strings.Contains(got.Notes[0].Text, "neither the archive nor the gazetteer"); told != (name == "no such place") {
			t.Errorf("%s: notes %v", name, got.Notes)
		}
	}
}

// idOf is the id of a place in the gazetteer.
func idOf(t *testing.T, a *ask.Asker, name string) string {
	t.Helper()
	list := a.Gazetteer().Choices(name)
	if len(list) == 0 {
		t.Fatalf("no place %s", name)
	}
	return list[0].ID
}

func TestWhoFightsWhom(t *testing.T) {
	a := asker(t)
	all, err := a.Actors(t.Context(), ask.ActorsQuestion{})
	if err != nil {
		t.Fatal(err)
	}
	if all.About != nil || len(all.Standings) < 2 {
		t.Fatalf("about %+v, %d parties", all.About, len(all.Standings))
	}
	for i := range all.Relations {
		if r := &all.Relations[i]; len(r.Claims) > 0 {
			rests(t, a, r.Claims, all.Claims, all.Origins)
		}
	}
	one, err := a.Actors(t.Context(), ask.ActorsQuestion{Actor: "Libya", Country: "LY"})
	if err != nil {
		t.Fatal(err)
	}
	if one.About == nil || one.About.Name != "Libyan government" || len(one.About.Claims) == 0 {
		t.Fatalf("it is about %+v", one.About)
	}
	for i := range one.Relations {
		if _, ok := one.Relations[i].Other(one.About.ID); !ok {
			t.Errorf("a relation of %s and %s is none of its own", one.Relations[i].A.Name, one.Relations[i].B.Name)
		}
	}
	none, err := a.Actors(t.Context(), ask.ActorsQuestion{Actor: "Libya", To: day(t, "2000-01-01")})
	if err != nil || none.About == nil || len(none.About.Claims) != 0 || len(none.Relations) != 0 {
		t.Errorf("of a time of which nothing is told: %+v, %v", none, err)
	}
}

func TestEveryFigureIsCountedOnce(t *testing.T) {
	a := asker(t)
	list, err := a.Counts(t.Context(), store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	inEvents := 0
	figures := map[sitrep.ClaimID]int{}
	for i := range list {
		x := &list[i]
		figures[x.Claim.ID]++
		if x.Origin == "" || x.N < 0 || x.Claim.Figures[x.N].Measure != x.Figure.Measure {
			t.Errorf("figure %s of claim %s: origin %q, place %d", x.Figure.Text, x.Claim.ID, x.Origin, x.N)
		}
		if x.Event != "" {
			inEvents++
		}
	}
	if inEvents == 0 {
		t.Error("no figure knows its event")
	}
	for _, by := range []situation.Grouping{situation.ByPlace, situation.ByMonth, situation.ByMeasure, situation.ByEvent} {
		sums, err := a.Sums(t.Context(), store.Filter{Limit: 3, After: "1.1.1"}, by)
		if err != nil {
			t.Fatal(err)
		}
		counted := map[sitrep.ClaimID]int{}
		for _, s := range sums {
			for _, h := range s.Happenings {
				for _, told := range h.Told {
					counted[told.Claim]++
				}
			}
			for _, r := range s.Running {
				for _, p := range r.Points {
					counted[p.Count.Claim.ID]++
				}
			}
			for _, o := range s.Out {
				counted[o.Claim.ID]++
			}
		}
		for claim, n := range figures {
			if counted[claim] != n && (by == situation.ByPlace || by == situation.ByMeasure) {
				t.Errorf("by %s, the %d figures of %s stand in %d places", by, n, claim, counted[claim])
			}
		}
	}
	series, err := a.Series(t.Context(), store.Filter{Measure: "displaced"})
	if err != nil || len(series) == 0 {
		t.Errorf("%d series, %v", len(series), err)
	}
	before, err := a.Counts(t.Context(), store.Filter{To: day(t, "2030-01-01")})
	if err != nil || len(before) != 0 {
		t.Errorf("%d figures of a time of which nothing is told, %v", len(before), err)
	}
}

func TestABriefStandsOnSentences(t *testing.T) {
	a := asker(t)
	ask1 := ask.BriefQuestion{Place: "Sirte", From: day(t, "2031-03-01"), To: day(t, "2031-03-31")}
	got, err := a.Brief(t.Context(), ask1)
	if err != nil || got.Brief == nil {
		t.Fatalf("%+v, %v", got, err)
	}
	if got.Place == nil || got.Place.Name != "Sirte" || got.Key != "place="+got.Place.ID+" within=30km country=LY" {
		t.Errorf("it is about %+v, %q", got.Place, got.Key)
	}
	for _, c := range got.Brief.Citations {
		held, err := a.Archive().Report(t.Context(), string(c.Report))
		if err != nil || c.Span.Of(held.Extraction.Report.Text) != c.Quote {
			t.Errorf("citation %d: %v", c.Number, err)
		}
	}
	again, err := a.Brief(t.Context(), ask1)
	if err != nil || again != got {
		t.Errorf("the same brief is made anew, %v", err)
	}
	other, err := a.Brief(t.Context(), ask.BriefQuestion{Place: "Sirte", Country: "libya", From: ask1.From, To: ask1.To, Short: true})
	if err != nil || other == got || other.Key != got.Key {
		t.Errorf("a short one: %q, %v", other.Key, err)
	}
	if _, err := a.Archive().AddBrief(t.Context(), store.Briefed{Scope: got.Key, From: ask1.From, To: ask1.To}); err != nil {
		t.Fatal(err)
	}
	if later, err := a.Brief(t.Context(), ask1); err != nil || later == got {
		t.Errorf("after a change of the archive the brief is that of before, %v", err)
	}
	for _, nothing := range []ask.BriefQuestion{{Place: "Nowhereville"}, {Country: "IS"}, {Query: "unheardof"}, {To: day(t, "1950-01-01")}} {
		if got, err := a.Brief(t.Context(), nothing); err != nil || got.Brief != nil {
			t.Errorf("%+v: %+v, %v", nothing, got.Brief, err)
		}
	}
}

func TestWhatCannotBeAskedNamesItsField(t *testing.T) {
	a := asker(t)
	control := func(q ask.ControlQuestion) error { _, err := a.Control(t.Context(), q); return err }
	actors := func(q ask.ActorsQuestion) error { _, err := a.Actors(t.Context(), q); return err }
	brief := func(q ask.BriefQuestion) error { _, err := a.Brief(t.Context(), q); return err }
	filter := func(q ask.Query) error { _, _, err := a.Filter(t.Context(), &q); return err }
	early, late := day(t, "2031-01-01"), day(t, "2031-02-01")
	for name, test := range map[string]struct {
		err   error
		field string
	}{
		"control of nothing":       {control(ask.ControlQuestion{}), "place"},
		"control backwards":        {control(ask.ControlQuestion{Place: "Sirte", From: late, To: early}), "to"},
		"control of no party":      {control(ask.ControlQuestion{Actor: "Xyzzy"}), "actor"},
		"control of no country":    {control(ask.ControlQuestion{Place: "Sirte", Country: "Ruritania"}), "country"},
		"actors of no party":       {actors(ask.ActorsQuestion{Actor: "Xyzzy"}), "actor"},
		"actors of several":        {actors(ask.ActorsQuestion{Actor: "SDF"}), "actor"},
		"actors backwards":         {actors(ask.ActorsQuestion{From: late, To: early}), "to"},
		"actors of no country":     {actors(ask.ActorsQuestion{Country: "Ruritania"}), "country"},
		"brief backwards":          {brief(ask.BriefQuestion{From: late, To: early}), "to"},
		"brief of no country":      {brief(ask.BriefQuestion{Country: "Ruritania"}), "country"},
		"brief too wide":           {brief(ask.BriefQuestion{Place: "Sirte", Within: 1e9}), "within"},
		"brief of no distance":     {brief(ask.BriefQuestion{Place: "Sirte", Within: math.NaN()}), "within"},
		"brief of a place far off": {brief(ask.BriefQuestion{Place: "Sirte", Country: "IQ"}), "place"},
		"no such type":             {filter(ask.Query{Types: []string{"air_strike", "airstrike"}}), "type"},
		"no such country":          {filter(ask.Query{Country: "Ruritania"}), "country"},
		"no such measure":          {filter(ask.Query{Measure: "deaths"}), "measure"},
		"no such modality":         {filter(ask.Query{Modality: "maybe"}), "modality"},
		"backwards":                {filter(ask.Query{From: late, To: early}), "to"},
		"published backwards":      {filter(ask.Query{PublishedFrom: late, PublishedTo: early}), "published_to"},
		"within of nothing":        {filter(ask.Query{Within: 5}), "within"},
		"less than nothing":        {filter(ask.Query{Near: "1,1", Within: -5}), "within"},
		"a limit below 0":          {filter(ask.Query{Limit: -1}), "limit"},
		"near nowhere":             {filter(ask.Query{Near: "Xyzzyville"}), "near"},
		"near several":             {filter(ask.Query{Near: "Springfield"}), "near"},
		"off the Earth":            {filter(ask.Query{Near: "95,1"}), "near"},
		"a claim for a report":     {filter(ask.Query{Report: string(first(t, a).Claim.ID)}), "report"},
	} {
		var w *ask.Wrong
		if !errors.As(test.err, &w) || w.Field != test.field || w.Mend == "" || strings.Contains(w.Error(), "\n") {
			t.Errorf("%s: %v; want one that names %s", name, test.err, test.field)
		}
	}
}

func TestAQueryIsPutInTheArchivesTerms(t *testing.T) {
	a := asker(t)
	id := first(t, a).Report.ID
	f, notes, err := a.Filter(t.Context(), &ask.Query{Text: "market", Types: []string{"air_strike"}, Actor: "ISIL", Country: "libya", Near: "Sirte", Report: string(id)[:10], Measure: "killed", Limit: 7})
	if err != nil {
		t.Fatal(err)
	}
	if f.Text != "market" || f.Country != "LY" || f.Near == nil || f.Near.Km != ask.DefaultWithin || f.Report != id || f.Limit != 7 || len(f.Actors) != 1 || f.Actors[0] == "ISIL" {
		t.Errorf("got %+v", f)
	}
	if len(notes) != 1 || notes[0].Field != "near" || !strings.Contains(notes[0].String(), "near: 30 km around Sirte") {
		t.Errorf("notes %v", notes)
	}
	if _, notes, err := a.Filter(t.Context(), &ask.Query{Actor: "SDF"}); err != nil || len(notes) != 1 || notes[0].Field != "actor" {
		t.Errorf("of a name that several bear: %v, %v", notes, err)
	}
	if f, notes, err := a.Filter(t.Context(), &ask.Query{}); err != nil || len(notes) != 0 || fmt.Sprint(f) != fmt.Sprint(store.Filter{}) {
		t.Errorf("the zero query asks for %+v, %v, %v", f, notes, err)
	}
}

// TestManyAskAtOnce is for the race detector, and asks the same from many goroutines: all get the same.
func TestManyAskAtOnce(t *testing.T) {
	a := asker(t)
	lead := first(t, a)
	questions := []func(context.Context) (any, error){
		func(ctx context.Context) (any, error) {
			r, err := a.Control(ctx, ask.ControlQuestion{Place: "Sirte"})
			return r.Spells, err
		},
		func(ctx context.Context) (any, error) {
			r, err := a.Actors(ctx, ask.ActorsQuestion{Country: "LY"})
			return r.Standings, err
		},
		func(ctx context.Context) (any, error) {
			r, err := a.Brief(ctx, ask.BriefQuestion{Country: "LY"})
			return r.Brief, err
		},
		func(ctx context.Context) (any, error) {
			r, err := a.Brief(ctx, ask.BriefQuestion{Place: "Misrata"})
			return r.Brief, err
		},
		func(ctx context.Context) (any, error) { return a.Sums(ctx, store.Filter{}, situation.ByPlace) },
		func(ctx context.Context) (any, error) {
			v, err := a.Event(ctx, string(lead.Claim.ID))
			return v.Object(), err
		},
		func(ctx context.Context) (any, error) {
			v, err := a.Report(ctx, string(lead.Report.ID))
			return v.Object(), err
		},
		func(ctx context.Context) (any, error) {
			v, err := a.Claim(ctx, string(lead.Claim.ID))
			return v.Object(), err
		},
		func(ctx context.Context) (any, error) {
			f, _, err := a.Filter(ctx, &ask.Query{Near: "Sirte", Actor: "Libya", Types: []string{"air_strike"}})
			return f, err
		},
	}
	answers := make([][]string, len(questions))
	var mu sync.Mutex
	var all sync.WaitGroup
	for n, question := range questions {
		for range 3 {
			all.Go(func() {
				got, err := question(t.Context())
				text, bad := json.Marshal(got)
				if err := errors.Join(err, bad); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				answers[n] = append(answers[n], string(text))
			})
		}
	}
	all.Wait()
	for n, list := range answers {
		if slices.Sort(list); len(slices.Compact(list)) != 1 {
			t.Errorf("question %d has several answers", n)
		}
	}
}

func TestAnyNameIsAnsweredOrRefused(t *testing.T) {
	a := asker(t)
	for _, name := range []string{"x", "\x00", "\xff\xfe", "'; DROP TABLE reports; --", `"`, "((", "%", "é\u0301", "\u202egpj", strings.Repeat("a ", 2000), "<script>alert(1)</script>", "الموصل", "0", "-1", "1,2"} {
		var w *ask.Wrong
		for what, err := range map[string]error{
			"control": second(a.Control(t.Context(), ask.ControlQuestion{Place: name})),
			"held":    second(a.Control(t.Context(), ask.ControlQuestion{Actor: name})),
			"actors":  second(a.Actors(t.Context(), ask.ActorsQuestion{Place: name})),
			"actor":   second(a.Actors(t.Context(), ask.ActorsQuestion{Actor: name})),
			"brief":   second(a.Brief(t.Context(), ask.BriefQuestion{Place: name})),
			"country": second(a.Brief(t.Context(), ask.BriefQuestion{Country: name})),
		} {
			if err != nil && !errors.As(err, &w) {
				t.Errorf("%s of %.20q: %v", what, name, err)
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestAnAnswerStopsWhenItsContextEnds(t *testing.T) {
	a := asker(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for what, err := range map[string]error{
		"control": second(a.Control(ctx, ask.ControlQuestion{Place: "Sirte"})),
		"actors":  second(a.Actors(ctx, ask.ActorsQuestion{})),
		"brief":   second(a.Brief(ctx, ask.BriefQuestion{})),
		"counts":  second(a.Counts(ctx, store.Filter{})),
		"event":   second(a.Event(ctx, "e-000000")),
		"report":  second(a.Report(ctx, "r-000000")),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
