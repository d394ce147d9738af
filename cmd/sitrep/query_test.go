package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestTablesFitThePage(t *testing.T) {
	table := [][]piece{headings("A", "B", "WHO"), {{"2024-03-05", plain}, {strings.Repeat("b", 40), plain}, {strings.Repeat("w", 200), plain}},
		{{"", plain}, {"北京市 العربية", plain}, {"short\nline", plain}}}
	for _, width := range []int{40, 72, 100, 120} {
		b := page{width: width}.newBlock()
		widths := b.fit(table, 1, 2)
		for _, row := range table {
			b.row(widths, row)
		}
		for _, line := range strings.Split(strings.TrimRight(b.out.String(), "\n"), "\n") {
			if columns(line) > width || strings.HasSuffix(line, " ") {
				t.Errorf("at %d columns a line has %d: %q", width, columns(line), line)
			}
		}
		if n := strings.Count(b.out.String(), "\n"); n != 3 {
			t.Errorf("at %d columns: %d lines", width, n)
		}
		if widths[0] != 10 || widths[2] < widths[1] {
			t.Errorf("at %d columns: widths %v", width, widths)
		}
	}
}

func TestCutEndsInAMark(t *testing.T) {
	for _, test := range []struct {
		s    string
		wide int
		want string
	}{{"Mosul", 5, "Mosul"}, {"Mosul", 4, "Mos…"}, {"a b", 2, "a…"}, {"北京市", 5, "北京…"}, {"北京市", 6, "北京市"}, {"", 3, ""}} {
		if got := cut(test.s, test.wide); got != test.want {
			t.Errorf("cut(%q, %d) is %q, want %q", test.s, test.wide, got, test.want)
		}
	}
}

func TestCountriesAreKnownByCodesAndNames(t *testing.T) {
	for s, want := range map[string]string{"IQ": "IQ", "iq": "IQ", "IRQ": "IQ", "Iraq": "IQ", "syria": "SY", "Côte d'Ivoire": "CI", "Ivory Coast": "CI", "Ruritania": "", "": ""} {
		got, err := countryOf(s)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v; want %q", s, got, err, want)
		}
	}
}

func TestSpellsOfTime(t *testing.T) {
	for s, want := range map[string]string{"2016": "2016-01-01 2017-01-01", "2016-02": "2016-02-01 2016-03-01", "2016-02-29": "2016-02-29 2016-03-01", "2015-02-29": "", "16": "", "2016-13": "",
		"0000": "", "9999": "", "": ""} {
		first, end, ok := spell(s)
		if got := first.Format("2006-01-02") + " " + end.Format("2006-01-02"); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %v %q, want %q", s, ok, got, want)
		}
	}
}

// TestAnyFlagIsAnsweredInALine asks with values of all kinds: each is answered, or refused in one line.
func TestAnyFlagIsAnsweredInALine(t *testing.T) {
	archive := t.TempDir()
	var out, errs bytes.Buffer
	if status := run([]string{"ingest", "--archive", archive, "-"}, console{in: strings.NewReader("Rebels attacked the town of Oldmill on Sunday.\n"), out: &out, err: &errs}); status != exitDone {
		t.Fatal(errs.String())
	}
	values := []string{"", "x", "-1", "0", "1,2", "\x00", "'; DROP TABLE reports; --", "\"", "((", "*", "%", "_", "é\u0301", strings.Repeat("a ", 2000), "\xff\xfe", "r-", "c-123456", "2024",
		"9999999999999999999", "1.1.1", "9223372036854775807.9223372036854775807.9223372036854775807"}
	flags := []string{"text", "type", "actor", "place", "near", "country", "from", "to", "published-from", "published-to", "publisher", "measure", "modality", "report", "as-of", "after",
		"limit", "within", "format"}
	for _, f := range flags {
		for _, v := range values {
			var errs bytes.Buffer
			status := run([]string{"claims", "--archive", archive, "--" + f + "=" + v}, console{in: strings.NewReader(""), out: io.Discard, err: &errs})
			if n := strings.Count(errs.String(), "\n"); status != exitDone && n != 1 || n > 1 || strings.Contains(errs.String(), "SQL") || strings.Contains(errs.String(), "panic") {
				t.Errorf("--%s=%.40q: status %d, %q", f, v, status, errs.String())
			}
		}
	}
}
