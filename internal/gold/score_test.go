package gold_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/gold"
)

func TestFields(t *testing.T) {
	filler := func(text, name string) sitrep.Filler {
		return sitrep.Filler{Quote: sitrep.Quote{Text: text},
			Name: name}
	}
	as := func(role sitrep.Role, fs ...sitrep.Filler) func(*sitrep.Claim) {
		return func(c *sitrep.Claim) { c.Roles = map[sitrep.Role][]sitrep.Filler{role: fs} }
	}
	typed := func(kind string, change func(*sitrep.Claim)) func(*sitrep.Claim) {
		return func(c *sitrep.Claim) { c.Type = kind; change(c) }
	}
	at := func(text, name string, p sitrep.Precision) func(*sitrep.Claim) {
		return func(c *sitrep.Claim) {
			c.Place = &sitrep.Place{Quote: sitrep.Quote{Text: text}, Name: name,
				Precision: p}
		}
	}
	when := func(from, to string) func(*sitrep.Claim) {
		return func(c *sitrep.Claim) {
			c.Time = &sitrep.Period{}
			if from != "" {
				c.Time.From = day(t, from)
			}
			if to != "" {
				c.Time.To = day(t, to)
			}
		}
	}
	figures := func(fs ...sitrep.Figure) func(*sitrep.Claim) { return func(c *sitrep.Claim) { c.Figures = fs } }
	killed := func(low, best, high *int) sitrep.Figure {
		return sitrep.Figure{Measure: sitrep.Killed, Low: low, Best: best, High: high}
	}
	says := func(source, name string, s sitrep.Stance) func(*sitrep.Claim) {
		return func(c *sitrep.Claim) { c.Attribution = &sitrep.Attribution{Source: source, Name: name, Stance: s} }
	}
	other := sitrep.Figure{Measure: sitrep.Injured, Best: ptr(1)}
	twelve, thirteen := strings.Repeat("the ", 11)+"army", strings.Repeat("the ", 12)+"army"
	tests := map[string]struct {
		field  string
		change func(*sitrep.Claim)
		right  bool
	}{
		"a role's words": {`"actor": "army"`, as(sitrep.Actor, filler("the Army", "")), true},
		"a role's name": {`"actor": "army"`, as(sitrep.Actor, filler("it", "Red Army")),
			true},
		"another name": {`"actor": "army"`, as(sitrep.Actor, filler("it", "Red Navy")),
			false},
		"another role": {`"actor": "army"`, as(sitrep.Target, filler("the army", "")),
			false},
		"no role": {`"actor": "army"`, func(*sitrep.Claim) {}, false},
		"case where it matters": {`"actor": "(?-i:\\bIS\\b)"`, as(sitrep.Actor, filler("IS", "")),
			true},
		"the wrong case where it matters": {`"actor": "(?-i:\\bIS\\b)"`, as(sitrep.Actor, filler("is", "")),
			false},
		"the first alternative, in another case":  {`"actor": "red|blue"`, as(sitrep.Actor, filler("RED", "")), true},
		"the second alternative, in another case": {`"actor": "red|blue"`, as(sitrep.Actor, filler("BLUE", "")), true},
		"twelve words":   {`"victim": "army"`, as(sitrep.Victim, filler(twelve, "")), true},
		"thirteen words": {`"victim": "army"`, as(sitrep.Victim, filler(thirteen, "")), false},
		"thirteen words with a name": {`"victim": "army"`, as(sitrep.Victim, filler(thirteen, "army")),
			true},
		"curly quotes and wide spaces": {`"target": "army's \"men\""`, as(sitrep.Target,
			filler("army’s\u00a0\n“men”", "")), true},
		"the fourth filler": {`"instrument": "gun"`, as(sitrep.Instrument,
			filler("a", ""), filler("b", ""), filler("c", ""), filler("gun", "")), true},
		"the fifth filler": {`"instrument": "gun"`, as(sitrep.Instrument,
			filler("a", ""), filler("b", ""), filler("c", ""), filler("d", ""), filler("gun", "")), false},
		"a clash's other side": {`"actor": "army"`, typed("armed_clash", as(sitrep.Target,
			filler("the army", ""))), true},
		"an alliance's other side": {`"ally": "army"`, typed("alliance", as(sitrep.Actor, filler("the army",
			""))), true},
		"the other side of talks": {`"target": "army"`, typed("talks", as(sitrep.Ally, filler("the army",
			""))), true},
		"the other side of an agreement": {`"target": "army"`, typed("agreement", as(sitrep.Actor,
			filler("the army", ""))), true},
		"a clash's victim": {`"actor": "army"`, typed("armed_clash", as(sitrep.Victim,
			filler("the army", ""))), false},
		"a clash's actor as victim": {`"victim": "army"`, typed("armed_clash", as(sitrep.Actor,
			filler("the army", ""))), false},
		"a place's words":             {`"place": "alder"`, at("Alder", "", sitrep.City), true},
		"a place's name":              {`"place": "alder"`, at("the town", "Alder", sitrep.City), true},
		"another place":               {`"place": "alder"`, at("Birch", "Birch", sitrep.City), false},
		"no place":                    {`"place": "alder"`, func(*sitrep.Claim) {}, false},
		"a place so far from another": {`"offset_of": "alder"`, at("10 km from Alder", "", sitrep.Offset), true},
		"the other place itself":      {`"offset_of": "alder"`, at("Alder", "Alder", sitrep.City), false},
		"so far from elsewhere": {`"offset_of": "alder"`, at("10 km from Birch", "", sitrep.Offset),
			false},
		"the days": {`"time": ["2020-01-04", "2020-01-05"]`, when("2020-01-04",
			"2020-01-05"), true},
		"another first day": {`"time": ["2020-01-04", "2020-01-05"]`, when("2020-01-03",
			"2020-01-05"), false},
		"another last day": {`"time": ["2020-01-04", "2020-01-05"]`, when("2020-01-04",
			"2020-01-04"), false},
		"no time":                      {`"time": ["2020-01-04", "2020-01-05"]`, func(*sitrep.Claim) {}, false},
		"an unknown day":               {`"time": ["2020-01-04", "2020-01-05"]`, when("2020-01-04", ""), false},
		"a day that must be unknown":   {`"time": ["2020-01-04", null]`, when("2020-01-04", ""), true},
		"a known day that must not be": {`"time": ["2020-01-04", null]`, when("2020-01-04", "2020-01-04"), false},
		"that day or later: that day":  {`"time": "after:2020-01-04"`, when("2020-01-04", ""), true},
		"that day or later: later":     {`"time": "after:2020-01-04"`, when("2020-02-01", "2020-02-01"), true},
		"that day or later: earlier":   {`"time": "after:2020-01-04"`, when("2020-01-03", "2020-02-01"), false},
		"that day or later: no time":   {`"time": "after:2020-01-04"`, func(*sitrep.Claim) {}, false},
		"that day or later: unknown":   {`"time": "after:2020-01-04"`, when("", "2020-02-01"), false},
		"all bounds": {`"figure": {"measure": ["killed"], "low": 1, "best": 2, "high": 3}`,
			figures(killed(ptr(1), ptr(2), ptr(3))), true},
		"another low": {`"figure": {"measure": ["killed"], "low": 1, "best": 2, "high": 3}`,
			figures(killed(ptr(2), ptr(2), ptr(3))), false},
		"another best": {`"figure": {"measure": ["killed"], "low": 1, "best": 2, "high": 3}`,
			figures(killed(ptr(1), ptr(3), ptr(3))), false},
		"another high": {`"figure": {"measure": ["killed"], "low": 1, "best": 2, "high": 3}`,
			figures(killed(ptr(1), ptr(2), ptr(4))), false},
		"a bound that is not asked for": {`"figure": {"measure": ["killed"], "best": 2}`, figures(killed(nil,
			ptr(2), ptr(7))), true},
		"a bound that must be unknown": {`"figure": {"measure": ["killed"], "low": null}`, figures(killed(nil,
			ptr(2), nil)), true},
		"a known bound that must not be": {`"figure": {"measure": ["killed"], "low": null}`, figures(killed(ptr(2),
			ptr(2), nil)), false},
		"an unknown bound": {`"figure": {"measure": ["killed"], "low": 2}`, figures(killed(nil,
			ptr(2), nil)), false},
		"nought is not unknown": {`"figure": {"measure": ["killed"], "low": 0}`, figures(killed(nil, nil,
			nil)), false},
		"another measure": {`"figure": {"measure": ["injured"], "best": 2}`, figures(killed(nil,
			ptr(2), nil)), false},
		"one of the measures": {`"figure": {"measure": ["injured", "killed"], "best": 2}`,
			figures(killed(nil, ptr(2), nil)), true},
		"the fourth figure": {`"figure": {"measure": ["killed"], "best": 2}`, figures(other, other,
			other, killed(nil, ptr(2), nil)), true},
		"the fifth figure": {`"figure": {"measure": ["killed"], "best": 2}`, figures(other, other,
			other, other, killed(nil, ptr(2), nil)), false},
		"no figure":             {`"figure": {"measure": ["killed"], "best": null}`, figures(), false},
		"the source's words":    {`"source": "mayor"`, says("the mayor", "", sitrep.Said), true},
		"the source's name":     {`"source": "mayor"`, says("he", "Mayor of Alder", sitrep.Said), true},
		"another source":        {`"source": "mayor"`, says("he", "the baker", sitrep.Said), false},
		"a figure's own source": {`"source": "mayor"`, figures(sitrep.Figure{Source: "the mayor"}), true},
		"the fifth figure's own source": {`"source": "mayor"`, figures(other, other, other, other,
			sitrep.Figure{Source: "the mayor"}), false},
		"no source":                  {`"source": "mayor"`, func(*sitrep.Claim) {}, false},
		"a source of too many words": {`"source": "army"`, says(thirteen, "", sitrep.Said), false},
		"a stance": {`"stance": ["alleged", "said"]`, says("the mayor", "", sitrep.Said),
			true},
		"another stance":   {`"stance": ["alleged"]`, says("the mayor", "", sitrep.Said), false},
		"no stance":        {`"stance": ["alleged"]`, func(*sitrep.Claim) {}, false},
		"a modality":       {`"modality": ["possible", "actual"]`, func(*sitrep.Claim) {}, true},
		"another modality": {`"modality": ["future"]`, func(*sitrep.Claim) {}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := claim(t, "attack", "shelled")
			tt.change(&c)
			f := one(t, tt.field).Claims[0].Fields[0]
			if got := f.Right(c); got != tt.right {
				t.Errorf("%s is right: %v, want %v", tt.field, got, tt.right)
			}
		})
	}
	for _, key := range []string{"", "weather", "actor", "place", "source"} {
		if (gold.Field{Key: key}).Right(claim(t, "attack", "shelled")) {
			t.Errorf("a field %q that asks for nothing is right", key)
		}
	}
}

func TestScore(t *testing.T) {
	const shelled = `{"in": "Red forces shelled the town of Alder", "type": ["shelling", "attack"], "fields": {"actor": "Red", "modality": ["actual"]}}`
	const killing = `{"in": "killing 9 people", "type": ["shelling", "killing"], "fields": {"figure": {"measure": ["killed"], "best": 9}}}`
	const wounding = `{"in": "wounding about 20", "type": ["shelling", "casualties"], "fields": {"figure": {"measure": ["injured"], "best": 20}}}`
	const both = `{"in": "killing 9 people and wounding about 20", "type": ["killing"], "fields": {"figure": {"measure": ["killed"], "best": 9}}},
		{"in": "people and wounding about 20", "type": ["killing"], "fields": {"figure": {"measure": ["injured"],
			"best": 20}}}`
	const retake = `, "forbidden": [{"in": "will retake Alder", "type": ["territory_gained"], "unless_modality": ["future"]}]`
	const third = `, "allowed": ["The war is in its third year"]`
	claims := func(lines ...string) string { return `{"report": "r", "claims": [` + strings.Join(lines, ",") + `]` }

	predict := func(kind, trigger string, change ...func(*sitrep.Claim)) sitrep.Claim {
		c := claim(t, kind, trigger)
		for _, f := range change {
			f(&c)
		}
		return c
	}
	red := func(c *sitrep.Claim) {
		c.Roles = map[sitrep.Role][]sitrep.Filler{sitrep.Actor: {{Quote: find(t, "Red forces")}}}
	}
	nine := sitrep.Figure{Quote: find(t, "9"), Measure: sitrep.Killed, Best: ptr(9)}
	twenty := sitrep.Figure{Quote: find(t, "about 20"), Measure: sitrep.Injured, Best: ptr(20)}
	figures := func(fs ...sitrep.Figure) func(*sitrep.Claim) { return func(c *sitrep.Claim) { c.Figures = fs } }
	future := func(c *sitrep.Claim) { c.Modality = sitrep.Future }

	tests := map[string]struct {
		gold   string
		claims []sitrep.Claim
		want   gold.Result
	}{
		"found and whole": {claims(shelled), []sitrep.Claim{predict("shelling", "shelled", red)},
			gold.Result{Gold: 1, Found: 1, Fields: 2, FieldsRight: 2, Whole: 1, Predicted: 1, Counted: 1}},
		"found with a field wrong": {claims(shelled), []sitrep.Claim{predict("attack", "shelled")},
			gold.Result{Gold: 1, Found: 1, Fields: 2, FieldsRight: 1, Predicted: 1, Counted: 1,
				Lines: []string{`~ r: attack in "Red forces shelled the town of Alder": wrong actor`}}},
		"another type": {claims(shelled), []sitrep.Claim{predict("protest", "shelled", red)},
			gold.Result{Gold: 1, Fields: 2, Predicted: 1, Counted: 1, Surplus: 1,
				Lines: []string{`- r: not found shelling/attack in "Red forces shelled the town of Alder"`,
					`+ r: surplus protest "shelled"`}}},
		"a trigger beside the words": {claims(killing), []sitrep.Claim{predict("killing", "wounding")},
			gold.Result{Gold: 1, Fields: 1, Predicted: 1, Counted: 1, Surplus: 1,
				Lines: []string{`- r: not found shelling/killing in "killing 9 people"`,
					`+ r: surplus killing "wounding"`}}},
		"a trigger that reaches into the words": {claims(killing), []sitrep.Claim{predict("killing", "Sunday, killing",
			figures(nine))},
			gold.Result{Gold: 1, Found: 1, Fields: 1, FieldsRight: 1, Whole: 1, Predicted: 1, Counted: 1}},
		"a trigger of six words": {claims(shelled), []sitrep.Claim{predict("shelling",
			"Red forces shelled the\ntown of", red)},
			gold.Result{Gold: 1, Found: 1, Fields: 2, FieldsRight: 2, Whole: 1, Predicted: 1, Counted: 1}},
		"a trigger of seven words": {claims(shelled) + `, "allowed": ["Red forces shelled the town of Alder"]`,
			[]sitrep.Claim{predict("shelling", "Red forces shelled the\ntown of Alder", red)},
			gold.Result{Gold: 1, Fields: 2, Predicted: 1, Counted: 1, Surplus: 1, Lines: []string{
				`- r: not found shelling/attack in "Red forces shelled the town of Alder"`,
				`+ r: surplus shelling "Red forces shelled the\ntown of Alder"`}}},
		"an empty trigger": {claims(shelled), []sitrep.Claim{{Type: "shelling", Trigger: sitrep.QuoteOf(text,
			sitrep.Span{Start: 50, End: 50})}},
			gold.Result{Gold: 1, Fields: 2, Predicted: 1, Counted: 1, Surplus: 1, Lines: []string{
				`- r: not found shelling/attack in "Red forces shelled the town of Alder"`,
				`+ r: surplus shelling ""`}}},
		"gold words that are not in the text": {claims(`{"in": "Green forces", "type": ["attack"], "fields": {"actor": "Green"}}`), nil,
			gold.Result{Gold: 1, Fields: 1, Lines: []string{`? r: "Green forces" is not in the text`}}},
		"two claims for one happening": {claims(shelled), []sitrep.Claim{predict("shelling", "shelled", red),
			predict("attack", "shelled", red)},
			gold.Result{Gold: 1, Found: 1, Fields: 2, FieldsRight: 2, Whole: 1, Predicted: 2, Counted: 2, Surplus: 1,
				Lines: []string{`+ r: surplus attack "shelled"`}}},
		"the whole claim is taken, not the first": {claims(shelled), []sitrep.Claim{predict("shelling", "shelled"),
			predict("attack", "shelled", red)},
			gold.Result{Gold: 1, Found: 1, Fields: 2, FieldsRight: 2, Whole: 1, Predicted: 2, Counted: 2, Surplus: 1,
				Lines: []string{`+ r: surplus shelling "shelled"`}}},
		"more fields right go first": {
			claims(`{"in": "Red forces shelled", "type": ["shelling"], "fields": {"actor": "Red", "modality": ["actual"], "place": "Alder"}}`),
			[]sitrep.Claim{predict("shelling", "shelled"), predict("shelling", "shelled", red)},
			gold.Result{Gold: 1, Found: 1, Fields: 3, FieldsRight: 2, Predicted: 2, Counted: 2, Surplus: 1,
				Lines: []string{`~ r: shelling in "Red forces shelled": wrong place`,
					`+ r: surplus shelling "shelled"`}}},
		"whole goes before more fields right": {
			claims(`{"in": "Red forces shelled", "type": ["shelling"], "fields": {"actor": "Red", "modality": ["actual"], "place": "Alder"}}`,
				`{"in": "shelled the town", "type": ["shelling"], "fields": {"actor": "Red"}}`),
			[]sitrep.Claim{predict("shelling", "shelled", red)},
			gold.Result{Gold: 2, Found: 1, Fields: 4, FieldsRight: 1, Whole: 1, Predicted: 1, Counted: 1,
				Lines: []string{`- r: not found shelling in "Red forces shelled"`}}},
		"one claim without figures for two lines": {claims(shelled, `{"in": "shelled the town", "type": ["shelling"]}`),
			[]sitrep.Claim{predict("shelling", "shelled", red)},
			gold.Result{Gold: 2, Found: 1, Fields: 2, FieldsRight: 2, Whole: 1, Predicted: 1, Counted: 1,
				Lines: []string{`- r: not found shelling in "shelled the town"`}}},
		"one claim with one figure for two lines": {claims(both), []sitrep.Claim{predict("killing",
			"people and wounding", figures(nine))},
			gold.Result{Gold: 2, Found: 1, Fields: 2, FieldsRight: 1, Whole: 1, Predicted: 1, Counted: 1,
				Lines: []string{`- r: not found killing in "people and wounding about 20"`}}},
		"one claim with two figures for two lines": {claims(both), []sitrep.Claim{predict("killing",
			"people and wounding", figures(nine, twenty))},
			gold.Result{Gold: 2, Found: 2, Fields: 2, FieldsRight: 2, Whole: 2, Predicted: 1, Counted: 1}},
		"two claims for two lines": {claims(killing, wounding),
			[]sitrep.Claim{predict("casualties", "wounding", figures(twenty)), predict("killing", "killing",
				figures(nine))},
			gold.Result{Gold: 2, Found: 2, Fields: 2, FieldsRight: 2, Whole: 2, Predicted: 2, Counted: 2}},
		"a figure for each of five lines, of which four count": {
			claims(slices.Repeat([]string{`{"in": "killing 9 people", "type": ["killing"]}`}, 5)...),
			[]sitrep.Claim{predict("killing", "killing", figures(nine, nine, nine, nine, nine))},
			gold.Result{Gold: 5, Found: 4, Whole: 4, Predicted: 1, Counted: 1,
				Lines: []string{`- r: not found killing in "killing 9 people"`}}},
		"a forbidden passage coded as done": {claims() + retake, []sitrep.Claim{predict("territory_gained", "retake")},
			gold.Result{Forbidden: 1, ForbiddenHit: 1, Predicted: 1,
				Lines: []string{`! r: forbidden territory_gained (actual) in "will retake Alder"`}}},
		"a forbidden passage coded twice": {claims() + retake, []sitrep.Claim{predict("territory_gained", "retake"),
			predict("territory_gained", "retake Alder")},
			gold.Result{Forbidden: 1, ForbiddenHit: 1, Predicted: 2,
				Lines: []string{`! r: forbidden territory_gained (actual) in "will retake Alder"`}}},
		"a forbidden passage coded as to come": {claims() + retake, []sitrep.Claim{predict("territory_gained",
			"retake", future)}, gold.Result{Forbidden: 1, Predicted: 1}},
		"a forbidden passage coded as another thing": {claims() + retake, []sitrep.Claim{predict("protest", "retake")},
			gold.Result{Forbidden: 1, Predicted: 1}},
		"a claim beside a forbidden passage": {claims() + retake, []sitrep.Claim{predict("territory_gained",
			"Blue forces")},
			gold.Result{Forbidden: 1, Predicted: 1, Counted: 1, Surplus: 1,
				Lines: []string{`+ r: surplus territory_gained "Blue forces"`}}},
		"a forbidden passage that is not in the text": {claims() + `, "forbidden": [{"in": "no such", "type": ["attack"]}]`, nil,
			gold.Result{Forbidden: 1, Lines: []string{`? r: "no such" is not in the text`}}},
		"allowed words": {claims() + third, []sitrep.Claim{predict("armed_clash", "war")}, gold.Result{Predicted: 1}},
		"allowed words that are there twice stand for the first": {claims() + `, "allowed": ["Alder"]`,
			[]sitrep.Claim{predict("attack", "retake Alder")},
			gold.Result{Predicted: 1, Counted: 1, Surplus: 1, Lines: []string{`+ r: surplus attack "retake Alder"`}}},
		"a matched claim on allowed words counts": {claims(shelled) + `, "allowed": ["Red forces shelled"]`,
			[]sitrep.Claim{predict("shelling", "shelled", red)},
			gold.Result{Gold: 1, Found: 1, Fields: 2, FieldsRight: 2, Whole: 1, Predicted: 1, Counted: 1}},
		"nothing at all": {claims(), nil, gold.Result{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := gold.Score(load(t, tt.gold+"}"), reading(tt.claims...))
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %v %q\nwant %v %q", got, got.Lines, tt.want, tt.want.Lines)
			}
		})
	}
}

func TestScoreChecksEveryQuotation(t *testing.T) {
	base := func() sitrep.Claim {
		c := claim(t, "attack", "shelled")
		c.Roles = map[sitrep.Role][]sitrep.Filler{}
		for _, r := range sitrep.Roles {
			c.Roles[r] = []sitrep.Filler{{Quote: find(t, "Red forces")}, {Quote: find(t, "Blue forces")}}
		}
		c.Place = &sitrep.Place{Quote: find(t, "Alder")}
		c.Time = &sitrep.Period{Quote: find(t, "Sunday")}
		c.Figures = []sitrep.Figure{{Quote: find(t, "9")}, {Quote: find(t, "about 20")}}
		q := find(t, "army’s spokesman")
		c.Attribution = &sitrep.Attribution{Span: q.Span, Source: q.Text}
		return c
	}
	tests := map[string]struct {
		change func(*sitrep.Claim)
		want   string // the part that is wrong
	}{
		"nothing":               {func(*sitrep.Claim) {}, ""},
		"the trigger's words":   {func(c *sitrep.Claim) { c.Trigger.Text = "shells" }, "trigger"},
		"the trigger's start":   {func(c *sitrep.Claim) { c.Trigger.Start++ }, "trigger"},
		"an end before a start": {func(c *sitrep.Claim) { c.Trigger.End = c.Trigger.Start - 1 }, "trigger"},
		"a negative start":      {func(c *sitrep.Claim) { c.Trigger.Start = -1 }, "trigger"},
		"an end past the text":  {func(c *sitrep.Claim) { c.Trigger.End = len(text) + 1 }, "trigger"},
		"both past the text": {func(c *sitrep.Claim) { c.Trigger.Start, c.Trigger.End = len(text)+1, len(text)+2 },
			"trigger"},
		"an actor":          {func(c *sitrep.Claim) { c.Roles[sitrep.Actor][1].Start-- }, "actor"},
		"an ally":           {func(c *sitrep.Claim) { c.Roles[sitrep.Ally][0].Text = "" }, "ally"},
		"a target":          {func(c *sitrep.Claim) { c.Roles[sitrep.Target][0].End++ }, "target"},
		"a victim":          {func(c *sitrep.Claim) { c.Roles[sitrep.Victim][0].End++ }, "victim"},
		"an instrument":     {func(c *sitrep.Claim) { c.Roles[sitrep.Instrument][0].End++ }, "instrument"},
		"the place":         {func(c *sitrep.Claim) { c.Place.Text = "Birch" }, "place"},
		"the time":          {func(c *sitrep.Claim) { c.Time.End-- }, "time"},
		"the second figure": {func(c *sitrep.Claim) { c.Figures[1].Text = "20" }, "figure"},
		"the source":        {func(c *sitrep.Claim) { c.Attribution.Source = "spokesman" }, "source"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := base()
			tt.change(&c)
			got := gold.Score(load(t, `{"report": "r", "claims": []}`), reading(c))
			var marks []string
			for _, l := range got.Lines {
				if rest, ok := strings.CutPrefix(l, "@ r: attack: "); ok {
					marks = append(marks, strings.Fields(rest)[0])
				}
			}
			if want := strings.Fields(tt.want); got.Offsets != len(want) || !slices.Equal(marks, want) {
				t.Errorf("%d wrong offsets, in %q; want %q", got.Offsets, marks, want)
			}
		})
	}
}

func TestSum(t *testing.T) {
	a := gold.Result{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, []string{"a"}}
	b := gold.Result{10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, []string{"b", "c"}}
	want := gold.Result{11, 22, 33, 44, 55, 66, 77, 88, 99, 110, 121, []string{"a", "b", "c"}}
	if got := gold.Sum(a, b); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := gold.Sum(); !reflect.DeepEqual(got, gold.Result{}) {
		t.Errorf("the sum of nothing is %v", got)
	}
}

func TestRates(t *testing.T) {
	r := gold.Result{Gold: 10, Found: 5, Counted: 8, Surplus: 2, Fields: 4, FieldsRight: 1, Whole: 3, Forbidden: 2,
		ForbiddenHit: 1, Offsets: 7}
	if r.Matched() != 6 || r.Precision() != 0.75 || r.Recall() != 0.5 || r.F1() != 0.6 {
		t.Errorf("matched %d, precision %v, recall %v, F1 %v", r.Matched(), r.Precision(), r.Recall(), r.F1())
	}
	want := "found 5/10 0.500, precise 6/8 0.750, F1 0.600, fields 1/4 0.250, whole 3/10 0.300, forbidden 1/2, surplus 2, offsets wrong 7"
	if got := r.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if z := (gold.Result{}); z.Precision() != 0 || z.Recall() != 0 || z.F1() != 0 {
		t.Error("rates of nothing are not 0")
	}
}
