// Command train makes the models that package parse embeds: word clusters, the part-of-speech tagger, the lemmatiser,
// the two dependency parsers and the entity tagger; and that of package gate (docs/gate.md).
//
//	go run ./train -out internal/parse -ewt FILE -gum FILE -own train/own.txt -lemmas train/lemmas.txt -dev FILE \
//		-re3d FILE -own-entities train/entities.txt -text FILE -text FILE
//
// Treebanks are CoNLL-U files, gzipped where the name ends in .gz. Training is single-threaded and takes its random
// numbers from seeds: the same inputs give the same bytes on the same kind of machine. All but the entity tagger use whole
// numbers only.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sitrep/internal/parse"
)

type options struct {
	out, ewt, gum, own, lemmas string
	noGUM                      bool
	dev                        []string
	texts                      []string // unlabelled
	skip                       string   // texts left out
	only                       string
	tagger                     taggerOptions
	tree                       treeOptions
	clusters                   clusterOptions
	re3d, ownEntities          string // documents and our own sentences with mentions
	re3dDev                    string
	entity                     entityOptions
	gate                       gateOptions
}

func main() {
	var o options
	flag.StringVar(&o.out, "out", "", "folder for the models; one that -only leaves out is read there")
	flag.StringVar(&o.ewt, "ewt", "", "UD English EWT, training part")
	flag.StringVar(&o.gum, "gum", "", "open part of UD English GUM, training part")
	flag.StringVar(&o.own, "own", "", "our own tagged sentences, word/TAG separated by spaces")
	flag.StringVar(&o.lemmas, "lemmas", "", "our own list of inflections")
	flag.BoolVar(&o.noGUM, "no-gum", false, "train without GUM")
	flag.Func("dev", "treebank to report scores on (may be given again)", func(s string) error {
		o.dev = append(o.dev, s)
		return nil
	})
	flag.Func("text", "unlabelled texts for word clusters, JSON Lines (may be given again)", func(s string) error {
		o.texts = append(o.texts, s)
		return nil
	})
	flag.StringVar(&o.skip, "skip", "", "leave out unlabelled texts whose id begins so")
	flag.StringVar(&o.only, "only", "", "train only these models, of "+strings.Join(parts, ","))
	o.clusters = defaultClusters
	c := &o.clusters
	flag.IntVar(&c.classes, "classes", c.classes, "word classes")
	flag.IntVar(&c.least, "class-least", c.least, "words seen less often have no class")
	flag.IntVar(&c.passes, "class-passes", c.passes, "passes over the words")
	flag.StringVar(&o.re3d, "re3d", "", "re3d, training documents")
	flag.StringVar(&o.re3dDev, "re3d-dev", "", "re3d documents to report scores on")
	flag.StringVar(&o.ownEntities, "own-entities", "", "our own sentences with mentions")
	o.entity = defaultEntity
	flag.IntVar(&o.entity.folds, "folds", 0, "cross-validate the entity tagger on so many parts of re3d")
	e := &o.entity.chain
	flag.IntVar(&e.rounds, "entity-rounds", e.rounds, "models of the entity tagger averaged")
	flag.IntVar(&e.epochs, "entity-epochs", e.epochs, "passes of the entity tagger over the data in a round")
	flag.Float64Var(&e.drop, "entity-drop", e.drop, "chance of a feature to be hidden from the entity tagger")
	flag.IntVar(&o.entity.own, "entity-own-times", o.entity.own, "how often the entity tagger sees each of our own sentences")
	flag.BoolVar(&o.entity.bare, "entity-bare", o.entity.bare, "let the entity tagger see sentences without their words too")
	flag.Float64Var(&o.entity.upper, "entity-upper", o.entity.upper, "share of sentences with mentions seen in capitals too")
	flag.Float64Var(&o.entity.prune, "entity-prune", o.entity.prune, "weights of the entity tagger below this are left out")
	o.gate = defaultGate
	flag.StringVar(&o.gate.out, "gate", "", "train the gate alone, into this file")
	flag.BoolVar(&o.gate.check, "gate-check", false, "measure the gate that the program carries")
	flag.Func("items", "dated items with categories for the gate, JSON Lines (may be given again)", func(s string) error {
		o.gate.items = append(o.gate.items, s)
		return nil
	})
	flag.StringVar(&o.gate.labels, "judged", "", "our judgements of these items")
	flag.StringVar(&o.gate.own, "own-reports", "", "our own short reports for the gate")
	flag.Float64Var(&o.gate.book, "gate-book", o.gate.book, "what a sentence of the codebook weighs in the gate's training")
	flag.Float64Var(&o.gate.mine, "gate-own-times", o.gate.mine, "what one of our own short reports weighs in it")
	flag.StringVar(&o.gate.skip, "items-skip", "", "items left out, JSON Lines")
	flag.IntVar(&o.gate.from, "items-from", o.gate.from, "first year of the items used")
	flag.IntVar(&o.gate.to, "items-to", o.gate.to, "last year of the items used")
	o.tagger = defaultTagger
	t := &o.tagger
	flag.Uint64Var(&t.seed, "seed", t.seed, "seed of the shuffles")
	flag.IntVar(&t.rounds, "rounds", t.rounds, "models trained one after another and averaged")
	flag.IntVar(&t.epochs, "epochs", t.epochs, "passes over the data in a round")
	flag.Float64Var(&t.upper, "upper", t.upper, "share of sentences seen in capitals too, each pass")
	flag.Float64Var(&t.title, "title", t.title, "share of sentences seen with capital initials too, each pass")
	flag.IntVar(&t.own, "own-times", t.own, "how often a pass sees each of our own sentences")
	flag.IntVar(&t.cut, "cut", t.cut, "features seen less often are left out")
	flag.Float64Var(&t.drop, "drop", t.drop, "chance of a feature to be hidden from a decision")
	flag.Float64Var(&t.prune, "prune", t.prune, "averaged weights below this are left out")
	o.tree = defaultTree
	d := &o.tree
	flag.IntVar(&d.rounds, "tree-rounds", d.rounds, "parsers trained one after another and averaged")
	flag.IntVar(&d.epochs, "tree-epochs", d.epochs, "passes over the trees in a round")
	flag.Float64Var(&d.upper, "tree-upper", d.upper, "share of trees seen in capitals too, each pass")
	flag.IntVar(&d.cut, "tree-cut", d.cut, "features of trees seen less often are left out")
	flag.Float64Var(&d.drop, "tree-drop", d.drop, "chance of a feature to be hidden from a transition")
	flag.Float64Var(&d.explore, "tree-explore", d.explore, "chance to go on from the parser's own move, right or wrong")
	flag.Float64Var(&d.prune, "tree-prune", d.prune, "averaged weights of transitions below this are left out")
	flag.IntVar(&d.folds, "tree-folds", d.folds, "parts of the treebanks, each tagged by a tagger that did not see it")
	flag.Parse()
	if err := run(o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(o options, log io.Writer) error {
	switch {
	case o.gate.check:
		return checkGate(o.gate, log)
	case o.gate.out != "":
		model, err := trainGate(o.gate, log)
		if err != nil {
			return err
		}
		return os.WriteFile(o.gate.out, model, 0o644)
	}
	if o.ewt == "" || flag.NArg() > 0 {
		return fmt.Errorf("name the treebanks with -ewt and -gum; see -help")
	}
	paths := []string{o.ewt}
	if o.gum != "" && !o.noGUM {
		paths = append(paths, o.gum)
	}
	var bank []sentence
	for _, p := range paths {
		s, err := readTreebank(p)
		if err != nil {
			return err
		}
		bank = append(bank, s...)
	}
	if o.own != "" {
		own, err := readOwn(o.own)
		if err != nil {
			return err
		}
		bank = append(bank, own...)
	}
	m, err := models(o, bank, log)
	if err != nil {
		return err
	}
	p, err := parse.Load(m)
	if err != nil {
		return err
	}
	if o.re3dDev != "" {
		dev, _, err := readRe3d(o.re3dDev, 0)
		if err != nil {
			return err
		}
		reportEntities(log, filepath.Base(o.re3dDev), p, dev)
	}
	for _, path := range o.dev {
		read := readTreebank
		if strings.HasSuffix(path, ".txt") {
			read = readOwn
		}
		dev, err := read(path)
		if err != nil {
			return err
		}
		report(log, filepath.Base(path), p, dev)
	}
	return nil
}

// parts are the models, in the order in which they are trained: each may ask those before it.
var parts = []string{"clusters", "tagger", "lemma", "trees", "entity"}

// models trains the models, or reads from o.out those that are not to be trained, and writes them to o.out.
func models(o options, bank []sentence, log io.Writer) (m parse.Models, err error) {
	for _, part := range parts {
		var bin []byte
		file := filepath.Join(o.out, part+".bin")
		if o.only != "" && !slices.Contains(strings.Split(o.only, ","), part) {
			if bin, err = os.ReadFile(file); err != nil {
				return m, err
			}
		} else if bin, err = train(part, o, m, bank, log); err != nil {
			return m, err
		} else if o.out != "" {
			if err = os.WriteFile(file, bin, 0o644); err != nil {
				return m, err
			}
		}
		fmt.Fprintf(log, "%s.bin %d bytes\n", part, len(bin))
		switch part {
		case "clusters":
			m.Clusters = string(bin)
		case "tagger":
			m.Tagger = string(bin)
		case "lemma":
			m.Lemmas = string(bin)
		case "entity":
			m.Entities = string(bin)
		case "trees":
			m.Trees = string(bin)
		}
	}
	return m, nil
}

// train trains one model; m are those before it.
func train(part string, o options, m parse.Models, bank []sentence, log io.Writer) ([]byte, error) {
	switch part {
	case "clusters":
		keys, err := textKeys(o.texts, o.skip)
		if err != nil {
			return nil, err
		}
		for i := range bank {
			keys = append(keys, wordKeys(bank[i].words, parse.UpperCase(bank[i].words)))
		}
		return trainClusters(keys, o.clusters, log)
	case "tagger":
		return trainTagger(bank, o.tagger, log)
	case "lemma":
		var list []inflection
		if o.lemmas != "" {
			var err error
			if list, err = readLemmas(o.lemmas); err != nil {
				return nil, err
			}
		}
		return trainLemmas(bank, list, log)
	case "entity":
		return trainEntities(m, o.re3d, o.ownEntities, o.entity, log)
	case "trees":
		return trainTrees(bank, m, o, log)
	}
	return nil, fmt.Errorf("no model %q", part)
}

// sentence is a tagged sentence to learn from.
type sentence struct {
	words, lemmas []string
	heads         []int32  // from 1, 0 the root; nil where no tree is known
	rels          []string // relations to the heads
	tags          []parse.Tag
	own           bool // ours: no lemmas, seen more often
}

func readTreebank(path string) ([]sentence, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	rows, err := parse.ReadCoNLLU(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	out := make([]sentence, 0, len(rows))
	for i := range rows {
		var s sentence
		for k := range rows[i].Rows {
			row := &rows[i].Rows[k]
			if !row.Word() {
				continue
			}
			tag, ok := parse.ParseTag(row.UPOS)
			if !ok {
				return nil, fmt.Errorf("%s: sentence %d, word %s: no tag %q", path, i+1, row.ID, row.UPOS)
			}
			s.words = append(s.words, row.Form)
			s.lemmas = append(s.lemmas, row.Lemma)
			s.tags = append(s.tags, tag)
			if h, err := strconv.Atoi(row.Head); err == nil {
				s.heads, s.rels = append(s.heads, int32(h)), append(s.rels, row.Deprel)
			}
		}
		if !tree(s.heads, len(s.words)) {
			s.heads, s.rels = nil, nil
		}
		if len(s.words) > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

// tree says that heads (from 1, 0 the root) make a tree of n words.
func tree(heads []int32, n int) bool {
	if len(heads) != n {
		return false
	}
	for w := range heads {
		h := int32(w + 1)
		for steps := 0; h != 0; steps++ {
			if h < 0 || int(h) > n || steps > n {
				return false
			}
			h = heads[h-1]
		}
	}
	return true
}

// readOwn reads sentences one a line, each word written word/TAG; "#" begins a comment line.
func readOwn(path string) ([]sentence, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []sentence
	for n, line := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		s := sentence{own: true}
		for _, w := range strings.Fields(line) {
			at := strings.LastIndexByte(w, '/')
			if at < 1 {
				return nil, fmt.Errorf("%s: line %d: no tag in %q", path, n+1, w)
			}
			tag, ok := parse.ParseTag(w[at+1:])
			if !ok {
				return nil, fmt.Errorf("%s: line %d: no tag %q", path, n+1, w[at+1:])
			}
			s.words = append(s.words, w[:at])
			s.tags = append(s.tags, tag)
		}
		out = append(out, s)
	}
	return out, nil
}
