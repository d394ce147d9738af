// Command confidence fits the table that package extract tells the confidence of claims with.
//
//	go run ./train/confidence -out internal/extract/confidence.tsv -coded CODED -corpus CURRENT-EVENTS
//
// CODED is a folder with docs.jsonl and gold.jsonl, CURRENT-EVENTS one of *.jsonl.gz with the items that were judged, with the verdicts
// of judged.tsv and wars.tsv beside this file. The claims of the project's own reports are added. The command reads every report with the program as it is, so it is run again when rules have changed.
// It takes no random numbers: the same inputs give the same bytes on the same kind of machine. docs/confidence.md tells the method.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sitrep/codebook"
	"sitrep/internal/extract"
)

func main() {
	out := flag.String("out", "", "the table to write; without it the scores are told only")
	coded := flag.String("coded", "", "folder of coded news items")
	judged := flag.String("judged", "train/confidence", "folder of verdicts on claims of other news items, judged.tsv and wars.tsv")
	corpus := flag.String("corpus", "", "folder of the items that the verdicts are on")
	o := standard
	flag.Float64Var(&o.penalty, "penalty", o.penalty, "how firmly weights are held to nothing")
	flag.Float64Var(&o.typePenalty, "type-penalty", o.typePenalty, "how firmly weights of types, rules and words are")
	flag.IntVar(&o.least, "least", o.least, "signs of fewer claims have no weight")
	flag.Parse()
	if err := run(*out, *coded, *judged, *corpus, o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "confidence:", err)
		os.Exit(1)
	}
}

func run(out, coded, judged, corpus string, o options, log io.Writer) error {
	if coded == "" || corpus == "" || flag.NArg() > 0 {
		return fmt.Errorf("name the inputs with -coded and -corpus; see -help")
	}
	all, err := read(coded, judged, corpus)
	if err != nil {
		return err
	}
	report(log, all, o)
	if out == "" {
		return nil
	}
	third := kept(all)
	return os.WriteFile(out, []byte(train(of(all, func(c *claim) bool { return !third[c.report] }), o).table()), 0o644)
}

func read(coded, judged, corpus string) ([]claim, error) {
	book, err := codebook.Default()
	if err != nil {
		return nil, err
	}
	r, err := extract.New(book)
	if err != nil {
		return nil, err
	}
	a, err := codedItems(r, coded)
	if err != nil {
		return nil, err
	}
	b, err := ownReports(r)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(a, b)
	for _, source := range []string{"judged", "wars"} {
		c, err := judgedItems(r, source, filepath.Join(judged, source+".tsv"), corpus)
		if err != nil {
			return nil, err
		}
		all = append(all, c...)
	}
	return all, nil
}

// table writes a model as package extract reads it. A weight that rounds to nothing is left out.
func (m model) table() string {
	var b strings.Builder
	b.WriteString("# Signs of a claim and what each adds to the log odds that it is right. Written by train/confidence; see docs/confidence.md.\n")
	fmt.Fprintf(&b, "base\t%.2f\n", m.base)
	var signs []string
	for s := range m.weights {
		signs = append(signs, s)
	}
	slices.Sort(signs)
	for _, s := range signs {
		if w := fmt.Sprintf("%.2f", m.weights[s]); strings.Trim(w, "-0.") != "" && !strings.HasPrefix(s, sourceSign) {
			fmt.Fprintf(&b, "%s\t%s\n", s, w)
		}
	}
	return b.String()
}
