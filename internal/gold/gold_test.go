package gold_test

import (
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/gold"
)

// text is what the readings below are of. The second sentence has a line break where its gold words have a space, and
// letters of more than one byte stand before most of the offsets.
const text = `El Año Nuevo began badly, say neighbours. Red forces shelled the
town of Alder on Sunday, killing 9 people and wounding about 20. The army’s spokesman denied it.
Blue forces will retake Alder. The war is in its third year.`

// find is the quotation of the words in the text.
func find(t *testing.T, words string) sitrep.Quote {
	t.Helper()
	i := strings.Index(text, words)
	if i < 0 {
		t.Fatalf("no %q in the text", words)
	}
	return sitrep.QuoteOf(text, sitrep.Span{Start: i, End: i + len(words)})
}

// claim is a bare claim.
func claim(t *testing.T, kind, trigger string) sitrep.Claim {
	t.Helper()
	return sitrep.Claim{Type: kind, Trigger: find(t, trigger), Modality: sitrep.Actual}
}

func reading(claims ...sitrep.Claim) sitrep.Extraction {
	return sitrep.Extraction{Report: sitrep.Report{Text: text}, Claims: claims}
}

func load(t *testing.T, s string) gold.Gold {
	t.Helper()
	g, err := gold.Load(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// one is a gold with one claim that asks for the fields.
func one(t *testing.T, fields string) gold.Gold {
	t.Helper()
	return load(t, `{"report": "r", "date": "2020-01-05", "claims": [
		{"in": "Red forces shelled the town of Alder", "type": ["shelling", "attack"], "fields": {`+fields+`}}]}`)
}

func ptr(n int) *int { return &n }

func day(t *testing.T, s string) sitrep.Date {
	t.Helper()
	d, err := sitrep.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLoadReadsEveryField(t *testing.T) {
	g := load(t,
		`{"report": "r", "date": "2020-01-05", "claims": [{"in": "a b c", "type": ["attack", "killing"], "fields": {
		"actor": "A", "ally": "B", "target": "C", "victim": "D", "instrument": "E", "place": "F", "offset_of": "G",
		"time": ["2020-01-01", null], "figure": {"measure": ["killed", "remains"], "low": 9, "high": null},
			"source": "H",
		"stance": ["said"], "modality": ["actual", "possible"]}}],
		"forbidden": [{"in": "d e", "type": ["protest"], "unless_modality": ["future"]}], "allowed": ["f g"]}`)
	if g.Report != "r" || g.Date != day(t, "2020-01-05") || len(g.Claims) != 1 || len(g.Forbidden) != 1 {
		t.Fatalf("got %+v", g)
	}
	if f := g.Forbidden[0]; f.In != "d e" || f.Types[0] != "protest" || f.Unless[0] != sitrep.Future {
		t.Errorf("forbidden is %+v", f)
	}
	if len(g.Allowed) != 1 || g.Allowed[0] != "f g" {
		t.Errorf("allowed is %q", g.Allowed)
	}
	c := g.Claims[0]
	if c.In != "a b c" || strings.Join(c.Types, " ") != "attack killing" {
		t.Errorf("claim is %+v", c)
	}
	want := strings.Fields("actor ally target victim instrument place offset_of time figure source stance modality")
	if len(c.Fields) != len(want) {
		t.Fatalf("%d fields, want %d", len(c.Fields), len(want))
	}
	letter := 'A'
	for i, f := range c.Fields {
		if f.Key != want[i] {
			t.Errorf("field %d is %s, want %s", i, f.Key, want[i])
		}
		switch f.Key {
		case "time":
			if f.From != day(t, "2020-01-01") || !f.To.IsZero() || f.After {
				t.Errorf("time is %v to %v", f.From, f.To)
			}
		case "figure":
			x := f.Figure
			if len(x.Measures) != 2 || x.Low == nil || *x.Low.N != 9 || x.Best != nil || x.High == nil || x.High.N != nil {
				t.Errorf("figure is %+v", x)
			}
		case "stance", "modality":
			if f.Words[0] != map[string]string{"stance": "said", "modality": "actual"}[f.Key] {
				t.Errorf("%s is %q", f.Key, f.Words)
			}
		default:
			if !f.Pattern.MatchString(strings.ToLower(string(letter))) {
				t.Errorf("%s is %v, want %c", f.Key, f.Pattern, letter)
			}
			letter++
		}
	}
	if f := one(t, `"time": "after:2020-01-02"`).Claims[0].Fields[0]; !f.After || f.From != day(t, "2020-01-02") {
		t.Errorf("open time is %+v", f)
	}
}

func TestLoadRefuses(t *testing.T) {
	whole := func(members string) string { return `{"report": "r", "claims": []` + members + `}` }
	fields := func(f string) string {
		return `{"report": "r", "claims": [{"in": "a b c", "type": ["attack"], "fields": {` + f + `}}]}`
	}
	tests := map[string]struct {
		json, want string
	}{
		"a member that there is not": {whole(`, "notes": 1`), `unknown field "notes"`},
		"a member of another case":   {`{"Report": "r", "claims": []}`, `unknown field "Report"`},
		"a member of a claim": {`{"report": "r", "claims": [{"in": "a", "types": []}]}`,
			`claims: 1: in "a": unknown field "types"`},
		"a field that there is not": {fields(`"weapon": "x"`), `in "a b c": fields: unknown field "weapon"`},
		"a field of another case":   {fields(`"Actor": "x"`), `unknown field "Actor"`},
		"a field given twice":       {fields(`"actor": "x", "actor": "y"`), `field "actor" is given twice`},
		"a member of a figure": {fields(`"figure": {"measure": ["killed"], "least": 3}`),
			`figure: unknown field "least"`},
		"a figure without measure": {fields(`"figure": {"low": 3}`), `figure: field "measure" is missing`},
		"a half number":            {fields(`"figure": {"measure": ["killed"], "low": 3.5}`), `figure: low: `},
		"a member of a forbidden passage": {whole(`, "forbidden": [{"in": "a", "type": [], "unless": []}]`),
			`forbidden: 1: unknown field "unless"`},
		"a forbidden passage without types": {whole(`, "forbidden": [{"in": "a"}]`), `field "type" is missing`},
		"a pattern that is none":            {fields(`"actor": "x)|(y"`), "actor: error parsing regexp"},
		"a pattern with looking ahead":      {fields(`"actor": "x(?=y)"`), "actor: error parsing regexp"},
		"a pattern that is null":            {fields(`"actor": null`), "actor: null is no value here"},
		"a time of one day":                 {fields(`"time": ["2020-01-01"]`), "time: there are 1 days"},
		"a time that is no date": {fields(`"time": ["2020-01-01", "2020-02-30"]`),
			`"2020-02-30" is not a date`},
		"a time that is empty":     {fields(`"time": ["", "2020-02-03"]`), `"" is not a date`},
		"a time in words":          {fields(`"time": "before:2020-01-01"`), "neither"},
		"a time open to no date":   {fields(`"time": "after:June"`), `"June" is not a date`},
		"a stance that is no list": {fields(`"stance": "said"`), "stance: json: cannot unmarshal"},
		"a date that is none": {`{"report": "r", "date": "soon", "claims": []}`,
			`date: "soon" is not a date`},
		"no claims":      {`{"report": "r"}`, `field "claims" is missing`},
		"a list":         {`[]`, `[] is not an object`},
		"a long list":    {`["` + strings.Repeat("x", 99) + `"]`, "x… is not an object"},
		"two objects":    {whole("") + whole(""), "more after the end"},
		"half an object": {`{"report": "r"`, "EOF"},
		"nothing":        {``, "EOF"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			g, err := gold.Load(strings.NewReader(tt.json))
			if err == nil {
				t.Fatalf("got %+v, want an error with %q", g, tt.want)
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "gold: ") {
				t.Errorf("error is %q, want %q in it", err, tt.want)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	types := map[string]bool{"shelling": true, "attack": true}
	good := one(t, `"actor": "Red", "time": ["2020-01-05", "2020-01-05"], "figure": {"measure": ["killed"], "best": 9},
		"stance": ["said"], "modality": ["actual"]`)
	if err := good.Validate(text, types); err != nil {
		t.Errorf("a good gold: %v", err)
	}
	in := func(words string) string {
		return `{"report": "r", "date": "2020-01-05", "claims": [{"in": "` + words + `", "type": ["attack"]}]}`
	}
	fields := func(f string) string {
		return strings.Replace(in("Red forces shelled"), `["attack"]`, `["attack"], "fields": {`+f+`}`, 1)
	}
	tests := map[string]struct {
		json, want string // no error where want is ""
	}{
		"words over a line break":    {in("Red forces shelled the town of Alder"), ""},
		"words that are not there":   {in("Red forces shell the town"), "is not in the text"},
		"words in another case":      {in("red forces shelled the town"), "is not in the text"},
		"a word that is there twice": {in("Alder"), "more than once"},
		"no words":                   {in(""), "is not in the text"},
		"words cut at the start":     {in("ed forces shelled the"), "inside a word"},
		"words cut at the end":       {in("Red forces shelled th"), "inside a word"},
		"too few words":              {in("Red forces"), "has 2 words"},
		"as few words as may be":     {in("Red forces shelled"), ""},
		"as many words as may be":    {in("Red forces shelled the town of Alder on Sunday, killing 9 people and wounding about"), ""},
		"too many words":             {in("Red forces shelled the town of Alder on Sunday, killing 9 people and wounding about 20. The"), "has 17 words"},
		"a type that there is not": {strings.Replace(in("Red forces shelled"), `"attack"`, `"atack"`, 1),
			`no type "atack"`},
		"no type": {strings.Replace(in("Red forces shelled"), `"attack"`, ``, 1),
			`has no type`},
		"no date":                           {`{"report": "r", "claims": []}`, "has no date"},
		"no name":                           {`{"report": "", "date": "2020-01-05", "claims": []}`, "has no name"},
		"a pattern that matches anything":   {fields(`"actor": "Red|"`), "actor: matches anything"},
		"a time that ends before it begins": {fields(`"time": ["2020-01-05", "2020-01-04"]`), "time: ends before"},
		"a time without days":               {fields(`"time": [null, null]`), "time: asks for no day"},
		"a time with one day":               {fields(`"time": [null, "2020-01-04"]`), ""},
		"a measure that there is not": {fields(`"figure": {"measure": ["dead"], "best": 1}`),
			`figure: no measure "dead"`},
		"no measure": {fields(`"figure": {"measure": [], "best": 1}`), "figure: has no measure"},
		"a figure without a number": {fields(`"figure": {"measure": ["killed"]}`),
			"figure: asks for no number"},
		"a figure that has no number":      {fields(`"figure": {"measure": ["killed"], "best": null}`), ""},
		"a figure out of order":            {fields(`"figure": {"measure": ["killed"], "low": 3, "best": null, "high": 2}`), "not in order"},
		"a figure below nought":            {fields(`"figure": {"measure": ["killed"], "best": -2}`), "not in order"},
		"a stance that there is not":       {fields(`"stance": ["claimed"]`), `stance: no such word "claimed"`},
		"no stance":                        {fields(`"stance": []`), "stance: is empty"},
		"a modality that there is not":     {fields(`"modality": ["planned"]`), `modality: no such word "planned"`},
		"allowed words that are not there": {`{"report": "r", "date": "2020-01-05", "claims": [], "allowed": ["no such"]}`, "allowed"},
		"allowed words, there twice":       {`{"report": "r", "date": "2020-01-05", "claims": [], "allowed": ["Alder"]}`, ""},
		"forbidden words that are not there": {`{"report": "r", "date": "2020-01-05", "claims": [],
			"forbidden": [{"in": "no such", "type": ["attack"]}]}`, "forbidden"},
		"a forbidden type that there is not": {`{"report": "r", "date": "2020-01-05", "claims": [],
			"forbidden": [{"in": "will retake", "type": ["atack"]}]}`, `no type "atack"`},
		"an excuse that there is not": {`{"report": "r", "date": "2020-01-05", "claims": [],
			"forbidden": [{"in": "will retake", "type": ["attack"],
				"unless_modality": ["planned"]}]}`, `no modality "planned"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := load(t, tt.json).Validate(text, types)
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	both := load(t, strings.Replace(in("no such words here"), `"attack"`, `"atack"`, 1)).Validate(text, types)
	if both == nil || !strings.Contains(both.Error(), "not in the text") || !strings.Contains(both.Error(), "atack") {
		t.Errorf("got %v, want every fault", both)
	}
}
