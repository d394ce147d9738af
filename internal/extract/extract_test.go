package extract

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"sitrep"
)

// published is the day on which the sentences of tests are read, a Wednesday.
var published = sitrep.NewDate(2020, 6, 10)

// checkSpans fails for any span that lies outside the text, off a rune boundary, or over other words than it says.
func checkSpans(t *testing.T, x sitrep.Extraction) {
	t.Helper()
	text := x.Report.Text
	if !utf8.ValidString(text) {
		t.Fatal("the cleaned text is not UTF-8")
	}
	inside := func(what string, s sitrep.Span) bool {
		if s.Start < 0 || s.End < s.Start || s.End > len(text) {
			t.Errorf("%s %v lies outside the text of %d bytes", what, s, len(text))
			return false
		}
		for _, i := range []int{s.Start, s.End} {
			if i < len(text) && !utf8.RuneStart(text[i]) {
				t.Errorf("%s %v is off a rune boundary", what, s)
				return false
			}
		}
		return true
	}
	quote := func(what string, q sitrep.Quote) {
		if inside(what, q.Span) && q.Of(text) != q.Text {
			t.Errorf("%s says %q, the text %q", what, q.Text, q.Of(text))
		}
	}
	for _, b := range x.Blocks {
		inside("block", b.Span)
	}
	for _, m := range x.Mentions {
		quote("mention", m.Quote)
	}
	for _, c := range x.Claims {
		quote("trigger", c.Trigger)
		if inside("evidence", c.Evidence) && !c.Evidence.Contains(c.Trigger.Span) {
			t.Errorf("trigger %v lies outside its evidence %v", c.Trigger.Span, c.Evidence)
		}
		if n := words(c.Trigger.Text); n == 0 || n > 6 {
			t.Errorf("trigger %q has %d words", c.Trigger.Text, n)
		}
		for role, fillers := range c.Roles {
			for _, f := range fillers {
				quote(string(role), f.Quote)
				if words(f.Text) > maxWords {
					t.Errorf("%s %q is longer than %d words", role, f.Text, maxWords)
				}
			}
		}
		if c.Place != nil {
			quote("place", c.Place.Quote)
		}
		if c.Time != nil {
			quote("time", c.Time.Quote)
		}
		for _, f := range c.Figures {
			quote("figure", f.Quote)
		}
		if a := c.Attribution; a != nil {
			quote("source", sitrep.Quote{Span: a.Span, Text: a.Source})
		}
		if c.Confidence < 0 || c.Confidence > 1 {
			t.Errorf("confidence %v", c.Confidence)
		}
	}
}

const report = `MOSUL, Iraq (Reuters) - Iraqi forces seized the town of Bashiqa on Sunday, a military spokesman said.

“At least 12 militants were killed in an air strike,” he told reporters. Residents said the group had seized a hospital.

The army will capture the airport next week.`

func TestReadingIsDeterministic(t *testing.T) {
	r := newReader(t)
	first, err := r.Read(Input{Original: []byte(report), Published: published})
	if err != nil {
		t.Fatal(err)
	}
	checkSpans(t, first)
	if len(first.Claims) == 0 {
		t.Fatal("no claims")
	}
	want, _ := json.Marshal(first)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			again, err := r.Read(Input{Original: []byte(report), Published: published})
			if got, _ := json.Marshal(again); err != nil || !bytes.Equal(got, want) {
				t.Errorf("another reading differs (%v):\n%s\n%s", err, got, want)
			}
		})
	}
	wg.Wait()
}

func TestOtherLanguagesGiveNoClaims(t *testing.T) {
	r := newReader(t)
	x, err := r.Read(Input{Original: []byte("Les forces gouvernementales ont repris dimanche la ville de Bria aux rebelles, a annoncé le porte-parole de l'armée à la radio nationale. " +
		"Au moins douze personnes ont été tuées dans les combats, selon des habitants joints par téléphone.")})
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Claims) != 0 || len(x.Notes) == 0 || x.Notes[0].Kind != "language" {
		t.Errorf("got %d claims and notes %v", len(x.Claims), x.Notes)
	}
}

func TestAReportWithoutADateIsNotGivenToday(t *testing.T) {
	r := newReader(t)
	x, err := r.Read(Input{Original: []byte("Rebels seized the town of Bria on Sunday.")})
	if err != nil {
		t.Fatal(err)
	}
	if !x.Report.Published.IsZero() {
		t.Errorf("published %v", x.Report.Published)
	}
	for _, c := range x.Claims {
		if c.Time == nil || !c.Time.From.IsZero() || c.Time.Text != "Sunday" {
			t.Errorf("time %+v; want the words and no day", c.Time)
		}
	}
	if len(x.Claims) != 1 {
		t.Errorf("%d claims", len(x.Claims))
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{report, strings.ToUpper(report), "", "\xff\xfeA\x00", "“’—…", "killed 9 (", "IS IS IS \"", strings.Repeat("killed by ", 50)} {
		f.Add([]byte(s))
	}
	r := newReader(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := r.Read(Input{Original: b, Published: published})
		if err != nil {
			return
		}
		checkSpans(t, x)
	})
}

func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	in := Input{Original: []byte(strings.Repeat(report+"\n\n", 5)), Published: published}
	b.SetBytes(int64(len(in.Original)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Read(in); err != nil {
			b.Fatal(err)
		}
	}
}

// Most words that rules look back or ahead from stand at an end of these texts.
func TestTextsOfOneAndTwoWords(t *testing.T) {
	r := newReader(t)
	words := strings.Fields(`to kill of the in fire and by said rebels Mosul , . but is were killed attack a an from 10 km who which that no
		troops accused bombing said: " ( Monday 12 people Sudan's for on be had never whether if US -`)
	for _, a := range words {
		for _, b := range append([]string{""}, words...) {
			text := strings.TrimSpace(a + " " + b)
			x, err := r.Read(Input{Original: []byte(text), Published: published})
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			for _, c := range x.Claims {
				if c.Trigger.End > len(x.Report.Text) || x.Report.Text[c.Trigger.Start:c.Trigger.End] != c.Trigger.Text {
					t.Errorf("%q: trigger %q is not at its offsets", text, c.Trigger.Text)
				}
			}
		}
	}
}
