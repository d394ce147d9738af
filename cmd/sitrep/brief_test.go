package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sitrep/codebook"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/situation"
	"sitrep/internal/store"
	"sitrep/internal/work"
)

// sampled makes an archive of the project's own samples, file by file in the order of the names given, at a fixed time.
func sampled(t testing.TB, names []string) string {
	t.Helper()
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := extract.New(book)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	archive, err := store.Open(context.Background(), dir, store.Options{Clock: func() time.Time { return time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	for _, name := range names {
		g := work.Ingest{Archive: archive, Reader: reader}
		if _, err := g.Run(context.Background(), func(ctx context.Context, found func(ingest.Item) error, refused func(string, error)) error {
			return ingest.Options{}.Walk(ctx, []string{name}, found, refused)
		}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := archive.Fuse(context.Background()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func sampleFiles(t testing.TB) []string {
	t.Helper()
	shown, err := filepath.Glob("../../samples/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	dev, err := filepath.Glob("../../samples/dev/*-flash-*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(shown)+len(dev) < 10 {
		t.Fatalf("only %d samples", len(shown)+len(dev))
	}
	return append(shown, dev...)
}

// asked runs a command line that must be carried out, and gives what it prints.
func asked(t testing.TB, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if got := run(args, console{in: strings.NewReader(""), out: &out, err: &errs}); got != exitDone {
		t.Fatalf("%s: exit status %d: %s", strings.Join(args, " "), got, errs.String())
	}
	return out.String()
}

func TestABriefIsTheSameWhateverTheOrderOfIngest(t *testing.T) {
	files := sampleFiles(t)
	first := sampled(t, files)
	back := slices.Clone(files)
	slices.Reverse(back)
	second := sampled(t, back)
	for _, args := range [][]string{
		{"--country", "Sudan", "--from", "2023", "--to", "2023"},
		{"--from", "1980", "--to", "2030"},
		{"--from", "1980", "--to", "2030", "--length", "short"},
		{"--place", "Khartoum", "--from", "2023", "--to", "2023"},
		{"--query", "ceasefire"},
	} {
		for _, format := range []string{"md", "json"} {
			args := append([]string{"brief", "--format", format}, args...)
			a := asked(t, append(args, "--archive", first)...)
			if b := asked(t, append(args, "--archive", first)...); a != b {
				t.Errorf("%s: two runs differ", strings.Join(args, " "))
			}
			if b := asked(t, append(args, "--archive", second)...); a != b {
				t.Errorf("%s: another order of ingest gives another brief", strings.Join(args, " "))
			}
		}
	}
	golden := "testdata/brief/sudan.md"
	got := asked(t, "brief", "--archive", first, "--country", "Sudan", "--from", "2023", "--to", "2023")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at what changed with go test ./cmd/sitrep -run Brief -update", golden)
	}
	cited(t, first)
}

// cited checks that every statement and row of a brief of all samples has citations, and that each of these is cut from its report.
func cited(t *testing.T, archive string) {
	var b situation.Brief
	if err := json.Unmarshal([]byte(asked(t, "brief", "--archive", archive, "--from", "1980", "--to", "2030", "--format", "json")), &b); err != nil {
		t.Fatal(err)
	}
	a, err := store.Open(context.Background(), archive, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for i, c := range b.Citations {
		held, err := a.Report(context.Background(), string(c.Report))
		if err != nil {
			t.Fatal(err)
		}
		whole := held.Extraction.Report.Text
		if c.Number != i+1 || c.Span.Start < 0 || c.Span.End > len(whole) || c.Span.Start >= c.Span.End || c.Span.Of(whole) != c.Quote {
			t.Errorf("citation %d: %v is not %q", c.Number, c.Span, c.Quote)
		}
	}
	used := map[int]bool{}
	check := func(what string, cites []int) {
		if len(cites) == 0 {
			t.Errorf("%q has no citation", what)
		}
		for _, n := range cites {
			if n < 1 || n > len(b.Citations) {
				t.Errorf("%q has citation %d of %d", what, n, len(b.Citations))
			}
			used[n] = true
		}
	}
	statements, events := 0, 0
	for _, s := range b.Sections {
		for _, st := range s.Statements {
			statements++
			check(st.Text, st.Cites)
			if s.ID == "events" || s.ID == "highlights" {
				inItsWords(t, &st, b.Citations)
			}
			if st.Event != "" {
				if _, err := a.Event(context.Background(), string(st.Event)); err != nil {
					t.Errorf("%q is of event %s: %v", st.Text, st.Event, err)
				}
				events++
			}
			if strings.TrimSpace(st.Text) == "" || strings.Contains(st.Text, "  ") {
				t.Errorf("%q is no sentence", st.Text)
			}
		}
		for _, table := range s.Tables {
			for _, row := range table.Rows {
				check(strings.Join(row.Cells, " | "), row.Cites)
				if len(row.Cells) != len(table.Columns) {
					t.Errorf("%s: %d cells in %d columns", table.Title, len(row.Cells), len(table.Columns))
				}
			}
		}
		for _, chart := range s.Charts {
			for _, m := range chart.Marks {
				check(m.Label, m.Cites)
			}
			for _, sp := range chart.Spots {
				check(sp.Name, sp.Cites)
			}
		}
	}
	if statements < 100 || events < 80 || len(used) != len(b.Citations) {
		t.Errorf("%d statements; %d of %d citations are used", statements, len(used), len(b.Citations))
	}
}

var (
	inBrackets = regexp.MustCompile(`\([^()]*\)`)
	aWord      = regexp.MustCompile(`[\pL\pN'’-]+`)
	// added are the words that a statement has beside those of its sentences.
	added = map[string]bool{"was": true, "were": true, "had": true, "did": true, "according": true, "to": true, "as": true, "alleged": true, "confirmed": true, "on": true, "the": true}
)

// inItsWords checks that a statement says nothing in other words than its sentences: every word, but for those in brackets, stands there, or is the past of a verb
// there, which begins with the same letter, or a year or a day.
func inItsWords(t *testing.T, st *situation.BriefStatement, citations []situation.Citation) {
	t.Helper()
	var quotes string
	for _, n := range st.Cites {
		quotes += " " + strings.ToLower(citations[n-1].Quote)
	}
	have, initial := map[string]bool{}, map[byte]bool{}
	for _, w := range aWord.FindAllString(quotes, -1) {
		have[w], initial[w[0]] = true, true
	}
	text, _, quoted := strings.Cut(st.Text, ": “")
	if quoted { // head and quotation
		text = strings.TrimSuffix(strings.TrimPrefix(st.Text, text+": “"), "”")
	}
	for _, w := range aWord.FindAllString(strings.ToLower(inBrackets.ReplaceAllString(text, "")), -1) {
		verb := !quoted && initial[w[0]] && (strings.HasSuffix(w, "ed") || len(w) <= 9)
		year := len(w) == 4 && strings.Trim(w, "0123456789") == ""
		if !have[w] && !added[w] && !verb && !year {
			t.Errorf("%q has %q, which is not in %q", st.Text, w, quotes)
		}
	}
}

func TestABriefOfNothingFailsWithALine(t *testing.T) {
	archive := sampled(t, []string{"../../samples/sudan-flash-2023.txt"})
	for _, test := range []struct {
		args []string
		want int
		line string
	}{
		{[]string{"--place", "Reykjavik"}, exitFailed, "no report of the archive tells anything of that"},
		{[]string{"--country", "Sudan", "--from", "1990", "--to", "1991"}, exitFailed, "no report of the archive tells anything of that"},
		{[]string{"--place", "Nowhereville", "--from", "2023"}, exitFailed, "--place Nowhereville: neither the archive nor the gazetteer has a place of that name"},
		{[]string{"--place", "Khartoum", "--country", "Iraq", "--from", "2023"}, exitFailed, "known in IQ; there is Khartoum, Khartoum State, SD, gn:379252"},
		{[]string{"--place", "gn:379252", "--country", "Iraq", "--from", "2023"}, exitFailed, "known in IQ; there is Khartoum, Khartoum State, SD, gn:379252"},
		{nil, exitUsage, "nothing is asked"},
		{[]string{"--country", "Nowhereland"}, exitUsage, "no country of that name"},
		{[]string{"--within", "5"}, exitUsage, "give --place"},
		{[]string{"--place", "Khartoum", "--from", "2023-06", "--to", "2023-01"}, exitUsage, "change them over"},
		{[]string{"--place", "Khartoum", "--since-last", "--as-of", "2023"}, exitUsage, "leave --as-of away"},
	} {
		var out, errs bytes.Buffer
		got := run(append([]string{"brief", "--archive", archive}, test.args...), console{in: strings.NewReader(""), out: &out, err: &errs})
		if got != test.want || !strings.Contains(errs.String(), test.line) || strings.Count(errs.String(), "\n") != 1 || out.Len() > 0 {
			t.Errorf("%v: exit status %d, %q, %q", test.args, got, errs.String(), out.String())
		}
	}
}

func TestABriefTellsWhatChangedSinceTheLast(t *testing.T) {
	archive := sampled(t, []string{"../../samples/sudan-flash-2023.txt"})
	args := []string{"brief", "--archive", archive, "--country", "Sudan", "--from", "2023", "--to", "2023", "--since-last"}
	changed := func() string {
		t.Helper()
		_, section, ok := strings.Cut(asked(t, args...), "## What changed")
		if !ok {
			t.Fatal("it does not say what changed")
		}
		section, _, _ = strings.Cut(section, "\n## ")
		return section
	}
	if s := changed(); !strings.Contains(s, "no brief of this was made before") {
		t.Errorf("at first: %s", s)
	}
	if s := changed(); !strings.Contains(s, ": nothing") {
		t.Errorf("again: %s", s)
	}
	asked(t, "ingest", "--archive", archive, "../../samples/dev/kordofan-flash-update-2023.txt")
	if s := changed(); !strings.Contains(s, "1 report of this came in since.") || !strings.Contains(s, "Told for the first time") || strings.Contains(s, "Kutum") {
		t.Errorf("with another report: %s", s)
	}
	if log := asked(t, "log", "--archive", archive); strings.Count(log, "brief") != 3 || !strings.Contains(log, "country=SD") {
		t.Errorf("the log: %s", log)
	}
	if got := asked(t, "verify", "--archive", archive); !strings.Contains(got, "nothing is wrong") {
		t.Errorf("verify: %s", got)
	}
}

func TestAWordDocumentIsNotWrittenToATerminal(t *testing.T) {
	archive := sampled(t, []string{"../../samples/sudan-flash-2023.txt"})
	for _, terminal := range []bool{true, false} {
		var out, errs bytes.Buffer
		got := run([]string{"brief", "--archive", archive, "--country", "Sudan", "--format", "docx"}, console{in: strings.NewReader(""), out: &out, err: &errs, page: page{terminal: terminal}})
		if terminal && (got != exitFailed || out.Len() > 0 || !strings.Contains(errs.String(), "> brief.docx") || strings.Count(errs.String(), "\n") != 1) {
			t.Errorf("to a terminal: exit status %d, %d bytes, %q", got, out.Len(), errs.String())
		}
		if !terminal && (got != exitDone || !strings.HasPrefix(out.String(), "PK")) {
			t.Errorf("to a file: exit status %d, %d bytes, %q", got, out.Len(), errs.String())
		}
	}
}

func TestABriefTellsWhoDeniesWhatHappenedAtAPlaceWithoutAName(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "a")
	asked(t, "ingest", "--archive", archive, "../../samples/demo.jsonl")
	for _, scope := range [][]string{{"--country", "Libya"}, {"--place", "Sirte"}} {
		got := asked(t, append([]string{"brief", "--archive", archive, "--from", "2031-03", "--to", "2031-04"}, scope...)...)
		_, differ, _ := strings.Cut(got, "## Where accounts differ")
		if differ, _, _ = strings.Cut(differ, "\n## "); !strings.Contains(differ, "The government denied that its aircraft had struck the market.") {
			t.Errorf("%v: accounts that differ are %s", scope, differ)
		}
		if !strings.Contains(got, "The Southern Brigades blamed the Libyan air force for the attack") {
			t.Errorf("%v: nobody is blamed", scope)
		}
	}
}

func TestAShortBriefFillsAPageAtMost(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "a")
	asked(t, "ingest", "--archive", archive, "../../samples/demo.jsonl")
	got := asked(t, "brief", "--archive", archive, "--country", "Libya", "--length", "short")
	text, _, _ := strings.Cut(got, "## Sources")
	if n := strings.Count(text, "\n"); n > 90 || strings.Contains(text, "Events told per") || !strings.Contains(text, "## Highlights") {
		t.Errorf("%d lines:\n%s", n, text)
	}
}
