package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitrep/internal/parse"
)

func tiny(out string) options {
	o := options{out: out, ewt: "testdata/tiny.conllu", own: "testdata/tiny-own.txt", lemmas: "lemmas.txt",
		tagger: defaultTagger, clusters: clusterOptions{classes: 6, middle: 3, wide: 2, least: 1, most: 100, passes: 3},
		re3d: "testdata/tiny-re3d.jsonl", ownEntities: "testdata/tiny-entities.txt", entity: defaultEntity}
	o.entity.chain.epochs, o.entity.chain.rounds, o.entity.prune, o.entity.chain.drop = 10, 1, 0.01, 0.1
	o.tree = defaultTree
	o.tree.rounds, o.tree.cut, o.tree.prune, o.tree.drop, o.tree.folds = 2, 1, 0.01, 0, 2
	o.tagger.rounds, o.tagger.cut, o.tagger.prune, o.tagger.drop = 2, 1, 0.05, 0.1
	return o
}

// trained trains all models into o.out and reads them there.
func trained(t *testing.T, o options) (m parse.Models) {
	t.Helper()
	if err := run(o, io.Discard); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(o.out, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	return parse.Models{Clusters: read("clusters.bin"), Tagger: read("tagger.bin"), Lemmas: read("lemma.bin"),
		Entities: read("entity.bin"), Trees: read("trees.bin")}
}

func TestTrainingTwiceGivesTheSameBytes(t *testing.T) {
	m1, m2 := trained(t, tiny(t.TempDir())), trained(t, tiny(t.TempDir()))
	if m1.Tagger != m2.Tagger {
		t.Error("taggers differ")
	}
	if m1.Lemmas != m2.Lemmas {
		t.Error("lemmatisers differ")
	}
	if m1.Entities != m2.Entities {
		t.Error("entity taggers differ")
	}
	if m1.Clusters != m2.Clusters {
		t.Error("clusters differ")
	}
	if m1.Trees != m2.Trees {
		t.Error("parsers differ")
	}
}

func TestAModelLeftOutIsRead(t *testing.T) {
	o := tiny(t.TempDir())
	before := trained(t, o)
	o.only, o.tagger.seed = "clusters", 9
	if after := trained(t, o); after != before {
		t.Error("a model that was not to be trained changed")
	}
}

func TestModelKnowsWhatItLearned(t *testing.T) {
	p, err := parse.Load(trained(t, tiny(t.TempDir())))
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
