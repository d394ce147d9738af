package page

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/goccy/go-yaml"

	"sitrep/internal/ingest"
)

// expectation is what a saved layout is expected to give. All pages in testdata are our own, in the manner of sites of many kinds.
type expectation struct {
	Address     string   `yaml:"address"`
	ContentType string   `yaml:"content-type"`
	Error       string   `yaml:"error"` // what the error says, where the page is to be refused
	Title       string   `yaml:"title"`
	Date        string   `yaml:"date"`
	Modified    string   `yaml:"modified"`
	Author      string   `yaml:"author"`
	Publisher   string   `yaml:"publisher"`
	URL         string   `yaml:"url"`
	Language    string   `yaml:"language"`
	Body        []string `yaml:"body"`     // the paragraphs of the report, in order
	Captions    []string `yaml:"captions"` // may be in the text, marked as captions
	Not         []string `yaml:"not"`      // must not be in the text
}

type layout struct {
	name string
	html []byte
	want expectation
}

func layouts(t testing.TB) []layout {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d layouts, %v", len(files), err)
	}
	var out []layout
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		l := layout{name: strings.TrimSuffix(filepath.Base(file), ".yaml")}
		if err := yaml.UnmarshalWithOptions(b, &l.want, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if l.html, err = os.ReadFile(strings.TrimSuffix(file, "yaml") + "html"); err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// overlap is word precision and recall of the body; captions and the title count neither way.
func overlap(item *ingest.Item, w expectation) (precision, recall float64) {
	text := strings.TrimSpace(strings.TrimPrefix(string(item.Text), w.Title))
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "[Photo] ") && !strings.HasPrefix(line, "Photo:") {
			kept = append(kept, line)
		}
	}
	got, want := map[string]int{}, map[string]int{}
	found, wanted, hit := 0, 0, 0
	for _, t := range tokens(strings.Join(kept, " ")) {
		got[t]++
		found++
	}
	for _, t := range tokens(strings.Join(w.Body, " ")) {
		want[t]++
		wanted++
	}
	for t, n := range got {
		hit += min(n, want[t])
	}
	return float64(hit) / float64(max(found, 1)), float64(hit) / float64(max(wanted, 1))
}

func TestLayouts(t *testing.T) {
	var p, r, f float64
	n := 0
	for _, l := range layouts(t) {
		t.Run(l.name, func(t *testing.T) {
			item, err := Read(l.html, l.want.ContentType, l.want.Address)
			if l.want.Error != "" {
				if err == nil || !strings.Contains(err.Error(), l.want.Error) || !errors.Is(err, ErrNoText) {
					t.Errorf("got %v, want %q; text:\n%s", err, l.want.Error, item.Text)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			precision, recall := overlap(&item, l.want)
			n++
			p, r = p+precision, r+recall
			if precision+recall > 0 {
				f += 2 * precision * recall / (precision + recall)
			}
			date := ""
			if !item.Published.IsZero() {
				date = item.Published.String()
			}
			modified := ""
			if !item.Modified.IsZero() {
				modified = item.Modified.Format("2006-01-02")
			}
			title := strings.SplitN(string(item.Text), "\n", 2)[0]
			if l.want.Title == "" && title != "" {
				title = "" // the text has none, and begins with its body
			}
			for _, c := range []struct {
				field, got, want string
				always           bool
			}{
				{"title", title, l.want.Title, true},
				{"date", date, l.want.Date, true},
				{"modified", modified, l.want.Modified, l.want.Modified != ""},
				{"author", string(item.Author), l.want.Author, true},
				{"publisher", string(item.Publisher), l.want.Publisher, true},
				{"url", string(item.URL), l.want.URL, l.want.URL != ""},
				{"language", string(item.Language), l.want.Language, l.want.Language != ""},
			} {
				if c.always && c.got != c.want {
					t.Errorf("%s is %q, want %q", c.field, c.got, c.want)
				}
			}
			flat := " " + strings.Join(tokens(string(item.Text)), " ") + " "
			for _, s := range l.want.Not {
				if k := strings.Join(tokens(s), " "); k != "" && strings.Contains(flat, " "+k+" ") {
					t.Errorf("the text has %q", s)
				}
			}
			for _, s := range append(l.want.Body, l.want.Captions...) {
				if !strings.Contains(flat, " "+strings.Join(tokens(s), " ")+" ") {
					t.Errorf("the text lacks %q", s)
				}
			}
			if t.Failed() {
				t.Logf("precision %.2f recall %.2f\n%s", precision, recall, item.Text)
			}
		})
	}
	if n > 0 {
		t.Logf("%d layouts with a report: precision %.3f, recall %.3f, F1 %.3f of the words of the body", n, p/float64(n), r/float64(n), f/float64(n))
	}
}
