package ui

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"sitrep"
)

// marked draws text with marks, for tests: claims as (n …), others by their first letter.
func marked(text string, within sitrep.Span, marks []mark) string {
	var b strings.Builder
	for _, p := range cut(text, within, marks) {
		for _, o := range p.open {
			b.WriteString(string("CRSRHT"[o.kind]) + o.label + "(")
			if o.bare {
				b.WriteString(")")
			}
		}
		b.WriteString(p.text)
		for range p.close {
			b.WriteString(")")
		}
	}
	return b.String()
}

func TestCut(t *testing.T) {
	span := func(a, b int) sitrep.Span { return sitrep.Span{Start: a, End: b} }
	for _, c := range []struct {
		name  string
		marks []mark
		want  string
	}{
		{"nothing marked", nil, "rebels took the town"},
		{"a mark inside another", []mark{{Span: span(0, 20)}, {Span: span(7, 11), kind: triggerMark}}, "C(rebels T(took) the town)"},
		{"alike, the claim is outside", []mark{{Span: span(0, 6), kind: triggerMark}, {Span: span(0, 6)}}, "C(T(rebels)) took the town"},
		{"crossing, the inner is opened again", []mark{{Span: span(0, 11)}, {Span: span(7, 15), kind: roleMark, label: "actor"}}, "C(rebels Ractor(took))Ractor( the) town"},
		{"out of the text", []mark{{Span: span(-4, 6)}, {Span: span(16, 99), kind: triggerMark}, {Span: span(30, 40)}}, "C(rebels) took the T(town)"},
		{"backwards and empty", []mark{{Span: span(9, 4)}, {Span: span(3, 3)}}, "rebels took the town"},
	} {
		if got := marked("rebels took the town", span(0, 20), c.marks); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestLabelsStandAtTheLastPart(t *testing.T) {
	got := string(drawn(cut("ab cd", sitrep.Span{End: 5}, []mark{{Span: sitrep.Span{End: 3}, n: 1, claim: "c-1"}, {Span: sitrep.Span{Start: 1, End: 5}, kind: roleMark, label: "actor"}})))
	want := `<span class="claim" id="c-1"><a class="cn" href="?claim=c-1#c-1" aria-label="Claim 1">1</a>a<mark class="r part" data-role="actor">b </mark></span><mark class="r" data-role="actor">cd</mark>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestManyClaimsOfOneSentenceKeepTheirNumbers(t *testing.T) {
	var marks []mark
	for i := range 3 * deepest {
		marks = append(marks, mark{Span: sitrep.Span{End: 4}, n: i + 1, claim: "c-1"})
	}
	got := string(drawn(cut("text", sitrep.Span{End: 4}, marks)))
	if n := strings.Count(got, `class="cn"`); n != 3*deepest {
		t.Errorf("%d numbers of %d claims", n, 3*deepest)
	}
	if n := strings.Count(got, "<span"); n != deepest || strings.Count(got, "</span>") != n {
		t.Errorf("%d elements, %d closed, want %d", n, strings.Count(got, "</span>"), deepest)
	}
}

func TestHostileTextIsText(t *testing.T) {
	got := string(plainWords("<script>&amp;\u202Etxt\u2069\x00\x07"))
	for _, has := range []string{"&lt;script&gt;&amp;amp;", `data-u="U+202E"`, `data-u="U+2069"`, `data-u="U+0000"`, `data-u="U+0007"`} {
		if !strings.Contains(got, has) {
			t.Errorf("%q is not in %q", has, got)
		}
	}
}

var tagRe = regexp.MustCompile(`<a class="cn"[^>]*>\d+</a>|<[^>]*>`)

// FuzzCut holds that what is shown is the text, and that elements nest.
func FuzzCut(f *testing.F) {
	f.Add("rebels took the town", 0, 20, []byte{0, 20, 0, 7, 11, 5, 3, 9, 3})
	f.Add("é<b>\u202E&lt;", 1, 9, []byte{0, 3, 1, 1, 2, 2, 2, 8, 0})
	f.Fuzz(func(t *testing.T, text string, from, to int, raw []byte) {
		if len(raw) > 900 || len(text) > 4000 {
			return
		}
		var marks []mark
		for i := 0; i+2 < len(raw); i += 3 {
			marks = append(marks, mark{Span: sitrep.Span{Start: int(raw[i]) - 4, End: int(raw[i+1])}, kind: markKind(raw[i+2] % 6), label: "said", n: i, claim: "c-1"})
		}
		within := onRunes(text, sitrep.Span{Start: from, End: to})
		pieces := cut(text, sitrep.Span{Start: from, End: to}, marks)
		var b strings.Builder
		var open []*part
		for _, p := range pieces {
			for _, o := range p.open {
				if !o.bare {
					open = append(open, o)
				}
			}
			b.WriteString(p.text)
			for _, c := range p.close {
				if len(open) == 0 || open[len(open)-1] != c {
					t.Fatal("elements do not nest")
				}
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Fatalf("%d elements stay open", len(open))
		}
		if want := text[within.Start:within.End]; b.String() != want {
			t.Fatalf("shown %q, the text has %q", b.String(), want)
		}
		if utf8.ValidString(text) && !strings.ContainsRune(text, 0) {
			if got := html.UnescapeString(tagRe.ReplaceAllString(string(drawn(pieces)), "")); got != b.String() {
				t.Fatalf("drawn %q, the text has %q", got, b.String())
			}
		}
	})
}
