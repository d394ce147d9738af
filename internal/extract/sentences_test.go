package extract

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sitrep"
)

// rows reads a tab-separated file of testdata: fields a line, "#" lines left out.
func rows(t *testing.T, name string, fields int) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != fields {
			t.Fatalf("%s:%d: %d fields, want %d", name, n+1, len(f), fields)
		}
		out = append(out, f)
	}
	return out
}

// readClaim reads a text and gives its claim of one of the types whose trigger shares words with one of the triggers, nil for none.
func readClaim(t *testing.T, r *Reader, text, types, triggers string) *sitrep.Claim {
	t.Helper()
	x, err := r.Read(Input{Original: []byte(text), Published: published})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range x.Claims {
		got := strings.ToLower(c.Trigger.Text)
		for _, trigger := range strings.Split(strings.ToLower(triggers), "|") {
			if slices.Contains(strings.Split(types, "|"), c.Type) && (strings.Contains(got, trigger) || strings.Contains(trigger, got)) {
				return &x.Claims[i]
			}
		}
	}
	return nil
}

// The rest fall short for reasons of grammar that the parser gets wrong; the figure may rise, never fall.
func TestModalityOfSentences(t *testing.T) {
	r := newReader(t)
	all := rows(t, "modality.tsv", 5)
	right, falseActual := 0, 0
	for _, f := range all {
		got := "none"
		if c := readClaim(t, r, f[4], f[1], f[2]); c != nil {
			got = string(c.Modality)
		}
		if slices.Contains(strings.Split(f[3], "|"), got) {
			right++
			continue
		}
		if got == "actual" && !strings.HasPrefix(f[0], "open ") {
			falseActual++
		}
		t.Logf("%s: got %s, want %s %s: %s %s", f[0], got, f[1], f[3], f[4], told(t, r, f[4]))
	}
	if t.Logf("%d of %d right, %d taken for actual that are not", right, len(all), falseActual); right < 230 || falseActual > 0 {
		t.Errorf("want at least 230 right and none taken for actual that is not, but for the open rows")
	}
}

func TestSourcesOfSentences(t *testing.T) {
	r := newReader(t)
	all := rows(t, "sources.tsv", 6)
	right := 0
	for _, f := range all {
		source, stance := "-", "-"
		c := readClaim(t, r, f[5], f[1], f[2])
		if c == nil {
			source, stance = "no claim", ""
		} else if a := c.Attribution; a != nil {
			stance = string(a.Stance)
			if a.Source != "" {
				source = a.Source
			}
			if f[0] == "carry" {
				source = a.Name
			}
		}
		if slices.Contains(strings.Split(f[3], "|"), strings.Trim(source, ", ")) && stance == f[4] {
			right++
			continue
		}
		t.Logf("%s: got %q %s, want %q %s: %s %s", f[0], source, stance, f[3], f[4], f[5], told(t, r, f[5]))
	}
	if t.Logf("%d of %d right", right, len(all)); right < 124 {
		t.Errorf("want at least 124 right")
	}
}

// told lists the claims that a text gives, for messages.
func told(t *testing.T, r *Reader, text string) string {
	t.Helper()
	x, err := r.Read(Input{Original: []byte(text), Published: published})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range x.Claims {
		out = append(out, string(c.Type)+"/"+c.Trigger.Text+"/"+string(c.Modality))
	}
	return "[" + strings.Join(out, " ") + "]"
}
