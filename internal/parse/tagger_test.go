package parse

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func newTestParser(t testing.TB) *Parser {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDamagedModelIsAnError(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 23, 24, 25, len(taggerBin) / 2, len(taggerBin) - 1} {
		if _, err := loadTagger(taggerBin[:n]); err == nil {
			t.Errorf("a tagger cut to %d bytes loads", n)
		}
	}
	for _, n := range []int{0, 7, 23, 24, len(lemmaBin) - 1} {
		if _, err := loadLemmatiser(lemmaBin[:n]); err == nil {
			t.Errorf("a lemmatiser cut to %d bytes loads", n)
		}
	}
	if _, err := loadTagger("SITRTAG0" + taggerBin[8:]); err == nil {
		t.Error("a tagger of another version loads")
	}
	if _, err := loadTagger(taggerBin + "x"); err == nil {
		t.Error("a tagger with a byte too many loads")
	}
}

func TestDamagedWeightsDoNotPanic(t *testing.T) {
	b := []byte(taggerBin)
	for i := taggerHeader; i < len(b); i += 7 {
		b[i] ^= 0xa5
	}
	l := []byte(lemmaBin)
	for i := lemmaHeader; i < len(l); i += 3 {
		l[i] ^= 0xff
	}
	p, err := Load(b, l)
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields("Troops shelled the town of Bab al-Hawa before dawn , witnesses said .")
	for i, tag := range p.Tag(words, false, nil) {
		p.Lemma(words[i], tag)
	}
}

func TestTagGivesOneTagAWordForAnyWords(t *testing.T) {
	p := newTestParser(t)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.String()).Draw(t, "words")
		tags := p.Tag(words, rapid.Bool().Draw(t, "upper"), nil)
		if len(tags) != len(words) {
			t.Fatalf("%d tags for %d words", len(tags), len(words))
		}
		for i, tag := range tags {
			if tag >= TagBoundary {
				t.Fatalf("tag %d", tag)
			}
			if l := p.Lemma(words[i], tag); utf8.ValidString(words[i]) && !utf8.ValidString(l) {
				t.Fatalf("lemma of %q as %v is not UTF-8: %q", words[i], tag, l)
			}
		}
	})
}

func BenchmarkTag(b *testing.B) {
	p := newTestParser(b)
	words := strings.Fields("Government troops backed by two militias shelled villages east of the river on Tuesday , " +
		"killing at least 14 people and forcing hundreds of families to flee toward the border , residents and aid workers said .")
	var tags []Tag
	b.ReportAllocs()
	for b.Loop() {
		tags = p.Tag(words, false, tags[:0])
	}
	b.ReportMetric(float64(len(words)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
