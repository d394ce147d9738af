package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitrep/internal/parse"
)

func tiny(out string) options {
	o := options{out: out, ewt: "testdata/tiny.conllu", own: "testdata/tiny-own.txt", lemmas: "lemmas.txt",
		tagger: defaultTagger}
	o.tagger.rounds, o.tagger.cut, o.tagger.prune, o.tagger.drop = 2, 1, 0.05, 0.1
	return o
}

func models(t *testing.T, o options) (tagger, lemmas []byte) {
	t.Helper()
	if err := run(o, io.Discard); err != nil {
		t.Fatal(err)
	}
	tagger, err := os.ReadFile(filepath.Join(o.out, "tagger.bin"))
	if err != nil {
		t.Fatal(err)
	}
	lemmas, err = os.ReadFile(filepath.Join(o.out, "lemma.bin"))
	if err != nil {
		t.Fatal(err)
	}
	return tagger, lemmas
}

func TestTrainingTwiceGivesTheSameBytes(t *testing.T) {
	t1, l1 := models(t, tiny(t.TempDir()))
	t2, l2 := models(t, tiny(t.TempDir()))
	if !bytes.Equal(t1, t2) {
		t.Error("taggers differ")
	}
	if !bytes.Equal(l1, l2) {
		t.Error("lemmatisers differ")
	}
}

func TestModelKnowsWhatItLearned(t *testing.T) {
	tagger, lemmas := models(t, tiny(t.TempDir()))
	p, err := parse.Load(tagger, lemmas)
	if err != nil {
		t.Fatal(err)
	}
	bank, err := readTreebank("testdata/tiny.conllu")
	if err != nil {
		t.Fatal(err)
	}
	if len(bank) != 4 || len(bank[1].words) != 7 || len(bank[2].words) != 8 {
		t.Fatalf("read %d sentences; multi-word tokens and empty nodes must be left out", len(bank))
	}
	for _, s := range bank {
		for i, tag := range p.Tag(s.words, false, nil) {
			if tag != s.tags[i] {
				t.Errorf("%q in %q is %v, want %v", s.words[i], strings.Join(s.words, " "), tag, s.tags[i])
			}
			if got := p.Lemma(s.words[i], tag); got != strings.ToLower(s.lemmas[i]) {
				t.Errorf("lemma of %q is %q, want %q", s.words[i], got, s.lemmas[i])
			}
		}
	}
}

func TestBadInputIsNamed(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"columns.conllu": "1\tone\ttwo\n",
		"tag.conllu":     "1\ta\ta\tARTICLE\t_\t_\t_\t_\t_\t_\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readTreebank(path); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v does not name the file", name, err)
		}
	}
	for name, text := range map[string]string{"word.txt": "no tags here\n", "tag.txt": "a/ARTICLE\n"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readOwn(path); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v does not name the file", name, err)
		}
		if _, err := readLemmas(path); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v does not name the file", name, err)
		}
	}
	if err := run(options{}, io.Discard); err == nil {
		t.Error("training without a treebank succeeds")
	}
	if _, err := readTreebank(filepath.Join(dir, "missing.conllu")); err == nil {
		t.Error("a missing treebank is read")
	}
}

func TestInflectionFollowsTheSpellingRules(t *testing.T) {
	for _, c := range []struct {
		verb       string
		double     bool
		s, ed, ing string
	}{
		{"raid", false, "raids", "raided", "raiding"},
		{"seize", false, "seizes", "seized", "seizing"},
		{"free", false, "frees", "freed", "freeing"},
		{"die", false, "dies", "died", "dying"},
		{"defy", false, "defies", "defied", "defying"},
		{"deploy", false, "deploys", "deployed", "deploying"},
		{"clash", false, "clashes", "clashed", "clashing"},
		{"torpedo", false, "torpedoes", "torpedoed", "torpedoing"},
		{"trap", true, "traps", "trapped", "trapping"},
	} {
		ed, ing := pastAndParticiple(c.verb, c.double)
		if s := withS(c.verb); s != c.s || ed != c.ed || ing != c.ing {
			t.Errorf("%s: %s, %s, %s; want %s, %s, %s", c.verb, s, ed, ing, c.s, c.ed, c.ing)
		}
	}
}
