package parse

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"sitrep/internal/text"
	"sitrep/samples"
)

// checkRows says what keeps a sentence made by Doc.Sentences from being CoNLL-U that leads back to the report.
func checkRows(s *Sentence, report string) error {
	comments := map[string]string{}
	for _, c := range s.Comments {
		name, value, ok := strings.Cut(strings.TrimPrefix(c, "# "), " = ")
		if !ok || comments[name] != "" {
			return fmt.Errorf("comment %q", c)
		}
		comments[name] = value
	}
	var text strings.Builder
	arcs := make([]Arc, len(s.Rows))
	in := "" // the mention that the word before belongs to
	for i, r := range s.Rows {
		if r.ID != strconv.Itoa(i+1) {
			return fmt.Errorf("word %d has the id %s", i+1, r.ID)
		}
		if _, ok := ParseTag(r.UPOS); !ok {
			return fmt.Errorf("word %d has the tag %q", i+1, r.UPOS)
		}
		head, err := strconv.Atoi(r.Head)
		if err != nil {
			return fmt.Errorf("word %d has the head %q", i+1, r.Head)
		}
		arcs[i] = Arc{head - 1, r.Deprel}
		var start, end int
		space, mention := " ", ""
		for _, m := range strings.Split(r.Misc, "|") {
			name, value, _ := strings.Cut(m, "=")
			switch name {
			case "Entity":
				if mention = value[2:]; value[:2] == "I-" && in != mention {
					return fmt.Errorf("word %d goes on with %s after %q", i+1, value, in)
				}
			case "SpaceAfter":
				space = ""
			case "Span":
				if _, err := fmt.Sscanf(value, "%d:%d", &start, &end); err != nil {
					return err
				}
			default:
				return fmt.Errorf("word %d has %q in the last column", i+1, m)
			}
		}
		if in = mention; report[start:end] != r.Form {
			return fmt.Errorf("word %d is %q, the report has %q there", i+1, r.Form, report[start:end])
		}
		text.WriteString(r.Form + space)
	}
	if got := strings.TrimSpace(text.String()); got != comments["text"] {
		return fmt.Errorf("the words are %q, the text %q", got, comments["text"])
	}
	if comments["block"] == "" || comments["sent_id"] == "" {
		return fmt.Errorf("comments %q", s.Comments)
	}
	return wellFormed(arcs, len(arcs))
}

func TestSentencesAreCoNLLUThatLeadsBackToTheReport(t *testing.T) {
	p := newTestParser(t)
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	reports := map[string]string{"odd": "A\u00a0title\n\nIt’s _ done.\nCan’t “we”\tgo ...no?\n\n- 5.1\n- (x)"}
	for _, s := range all {
		reports[s.Name] = string(s.Text)
	}
	for name, report := range reports {
		d, err := text.Read([]byte(report))
		if err != nil {
			t.Fatal(err)
		}
		want := p.Parse(d).Sentences(name, "r-1")
		var b bytes.Buffer
		if err := WriteCoNLLU(&b, want); err != nil {
			t.Fatal(err)
		}
		got, err := ReadCoNLLU(&b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(got) != len(d.Sents) {
			t.Errorf("%s: %d sentences come back, want %d", name, len(got), len(d.Sents))
		}
		ids := map[string]bool{}
		for i := range got {
			s := &got[i]
			if id := s.Comments[len(s.Comments)-3]; ids[id] {
				t.Errorf("%s: %s is there twice", name, id)
			} else {
				ids[id] = true
			}
			if first := s.Comments[0] == "# newdoc id = "+name; first != (i == 0) {
				t.Errorf("%s: sentence %d begins with %q", name, i+1, s.Comments[0])
			}
			if i == 0 {
				s.Comments = s.Comments[1:]
			}
			if err := checkRows(s, d.Text); err != nil {
				t.Errorf("%s, sentence %d: %v", name, i+1, err)
			}
			for k := range s.Rows {
				if w := columnsFilled(want[i].Rows[k]); !reflect.DeepEqual(s.Rows[k], w) {
					t.Errorf("%s, sentence %d: %v comes back as %v", name, i+1, w, s.Rows[k])
				}
			}
		}
	}
	if s := (&Doc{Doc: &text.Doc{Tokens: make([]text.Token, 3)}}).Sentences("x", "x"); s != nil {
		t.Errorf("a document that was not parsed has the sentences %v", s)
	}
}

// columnsFilled is r with "_" in empty columns, as it is written.
func columnsFilled(r Row) Row {
	c := r.columns()
	for i := range c {
		if c[i] == "" {
			c[i] = "_"
		}
	}
	return Row{c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]}
}

func TestVersionTellsModelsAndModesApart(t *testing.T) {
	p := newTestParser(t)
	v := p.Version()
	if len(v) != 12 || v != newTestParser(t).Version() {
		t.Errorf("version %q, then %q", v, newTestParser(t).Version())
	}
	if got := p.Careful().Version(); got != v+"+careful" {
		t.Errorf("read with care: %q, want %q", got, v+"+careful")
	}
	seen := map[string]bool{v + "+careful": true}
	for at := range 8 { // a byte at any place, the last of a file among them
		bin := []byte(p.models.Lemmas)
		bin[len(bin)-1-at] ^= 1
		q := newTestParser(t).Careful()
		q.models.Lemmas = string(bin)
		if v := q.Version(); seen[v] {
			t.Errorf("another byte %d from the end, and the same version %s", at, v)
		} else {
			seen[v] = true
		}
	}
}
