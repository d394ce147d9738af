package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sitrep/internal/demo"
	"sitrep/internal/store"
)

func TestReportsAreListedAsAsked(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	for _, c := range []struct {
		path   string
		status int
		has    []string
		hasNot string
	}{
		{"/reports", 200, []string{"Sirte falls to the Southern Brigades", `<select class="field"`, "/api/v1/reports?format=csv"}, "Leave something away"},
		{"/reports?publisher=Coast+Herald", 200, []string{"Coast Herald", "publisher=Coast&#43;Herald"}, "<bdi>Harbour Post</bdi>"},
		{"/reports?from=2031-03-05&to=2031-03-05", 200, []string{"Air strike on Sirte market"}, "Rebels hold Sirte"},
		{"/reports?type=mass_grave", 200, []string{`<option value="mass_grave" selected>`, "Mass grave found"}, "Rebels hold Sirte"},
		{"/reports?q=nothinghasthis", 200, []string{"No report is all that", "Leave something away"}, "<table"},
		{"/reports?from=yesterday", 400, []string{`<span class="mono">from</span>`}, "<table"},
		{"/reports?type=party", 400, []string{`<span class="mono">type</span>`}, "<table"},
		{"/reports?q=%22%21%22", 400, []string{`<span class="mono">q</span>`}, "<table"},
		{"/reports?after=x", 400, []string{`<span class="mono">after</span>`}, "<table"},
		{"/reports?country=Atlantis", 400, []string{`<span class="mono">country</span>`}, "<table"},
	} {
		w := get("GET", c.path)
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d", c.path, w.Code, c.status)
		}
		for _, has := range c.has {
			if !strings.Contains(w.Body.String(), has) {
				t.Errorf("%s has no %q", c.path, has)
			}
		}
		if strings.Contains(w.Body.String(), c.hasNot) {
			t.Errorf("%s has %q", c.path, c.hasNot)
		}
	}
}

func TestCopiesAreFoldedIntoTheFirst(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	folded, apart := get("GET", "/reports").Body.String(), get("GET", "/reports?copies=1").Body.String()
	if n, m := strings.Count(folded, "data-open"), strings.Count(apart, "data-open"); n >= m {
		t.Errorf("%d reports with copies folded, %d with copies", n, m)
	}
	if !strings.Contains(folded, "#h-cp") || !strings.Contains(apart, "a copy") {
		t.Error("copies are not told")
	}
}

func TestSearchFindsWordsInTheirSentences(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	held := demoReport(t, a, `"hospital officials"`)
	c := held.Extraction.Claims[0].ID
	for _, x := range []struct {
		path   string
		status int
		has    []string
		to     string
	}{
		{"/search", 200, []string{"case and accents do not count"}, ""},
		{"/search?q=MARKET", 200, []string{"<mark>market</mark>", "#c-", "Claims by type", "air strike"}, ""},
		{"/search?q=" + "Sirte", 200, []string{"Places of that name", "/places/"}, ""},
		{"/search?q=UNHCR", 200, []string{"Actors of that name", "/actors/"}, ""},
		{"/search?q=market&type=mass_grave", 200, []string{`name="type" value="mass_grave"`}, ""},
		{"/search?q=zzzz", 200, []string{"Nothing has"}, ""},
		{"/search?q=%3Cscript%3Ealert(1)%3C/script%3E", 200, []string{"&lt;script&gt;alert(1)"}, ""},
		{"/search?q=" + string(held.ID), 302, nil, "/reports/" + string(held.ID)},
		{"/search?q=" + string(c), 302, nil, "/reports/" + string(held.ID) + "?claim=" + string(c) + "#" + string(c)},
		{"/search?q=r-0000000000000000", 200, []string{"Nothing has"}, ""},
		{"/search?q=-", 400, []string{`<span class="mono">q</span>`}, ""},
		{"/search?q=" + strings.Repeat("x", 501), 400, []string{`<span class="mono">q</span>`}, ""},
		{"/search?q=a%00b", 400, []string{`<span class="mono">q</span>`}, ""},
		{"/search?q=market&to=never", 400, []string{`<span class="mono">to</span>`}, ""},
	} {
		w := get("GET", x.path)
		if w.Code != x.status || w.Header().Get("Location") != x.to {
			t.Errorf("%s: %d to %q, want %d to %q", x.path, w.Code, w.Header().Get("Location"), x.status, x.to)
		}
		for _, has := range x.has {
			if !strings.Contains(w.Body.String(), has) {
				t.Errorf("%s has no %q", x.path, has)
			}
		}
		if strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s runs a script", x.path)
		}
	}
}

func TestASentenceStandsOnceForAllItsClaims(t *testing.T) {
	a := demo.Archive(t)
	body := serving(t, a)("GET", "/search?q=Sirte").Body.String()
	seen := map[string]bool{}
	for _, s := range regexp.MustCompile(`<p class="src" dir="auto">(.*?)</p>\s*<p class="meta"><a data-open`).FindAllStringSubmatch(body, -1) {
		if seen[s[1]] {
			t.Errorf("%s stands twice", s[1])
		}
		seen[s[1]] = true
	}
	if len(seen) == 0 {
		t.Error("no sentences")
	}
}

func TestTallyCountsTheClaimsOfReportsFound(t *testing.T) {
	a := demo.Archive(t)
	tally, err := a.Tally(t.Context(), store.Filter{Text: "market"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	reports, err := a.Reports(t.Context(), store.Filter{Text: "market"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range reports.Rows {
		held, err := a.Report(t.Context(), string(reports.Rows[i].ID))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range held.Extraction.Claims {
			want[c.Type]++
		}
	}
	if len(want) == 0 || tally.Reports != len(reports.Rows) || !tally.All {
		t.Errorf("%+v of %d reports", tally, len(reports.Rows))
	}
	for k, n := range want {
		if tally.Types[k] != n {
			t.Errorf("%d claims of %s, want %d", tally.Types[k], k, n)
		}
	}
}

func TestWordsOfASearch(t *testing.T) {
	for query, want := range map[string][]string{
		`"air" "strike"`:                   {"air", "strike"},
		`"Field Hospital" -drill "clínic"`: {"clinic", "field", "hospital"},
		`-"not this" this`:                 {"this"},
		`“al-Bab” -x`:                      {"al", "bab"},
		`"open`:                            {"open"},
		`- "alone"`:                        {"alone"},
		"":                                 nil,
	} {
		var got []string
		for w := range wordsOf(query) {
			got = append(got, w)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestFormsOfAWordAreMarked(t *testing.T) {
	const text = "Attacks go on: he attacked the attacker."
	for query, want := range map[string]string{
		"attacking":   "<mark>Attacks</mark> go on: he <mark>attacked</mark> the attacker.",
		`"attacked"`:  "Attacks go on: he <mark>attacked</mark> the attacker.",
		"(attacked).": "<mark>Attacks</mark> go on: he <mark>attacked</mark> the attacker.",
	} {
		if got := string(wordsOf(query).marked(text)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func TestSnippetsAreCutFromTheText(t *testing.T) {
	text := strings.Repeat("Nothing to see here. ", 30) + "A strike <hit> the Zürich market. " + strings.Repeat("The rest. ", 30)
	got := string(wordsOf("zurich").snippet(text))
	if !strings.Contains(got, "&lt;hit&gt; the <mark>Zürich</mark> market") || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") {
		t.Errorf("snippet %s", got)
	}
	if got := string(wordsOf("x").snippet("")); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}

func FuzzSearch(f *testing.F) {
	f.Add(`"a b" -c d`, "a b <c> d\u202E")
	f.Fuzz(func(t *testing.T, query, text string) {
		w := wordsOf(query)
		if got := string(w.snippet(text)); strings.Contains(strings.NewReplacer("<mark>", "", "</mark>", "", `<span class="ctl"`, "", "</span>", "").Replace(got), "<") {
			t.Errorf("%q of %q has an element of its own: %s", query, text, got)
		}
	})
}
