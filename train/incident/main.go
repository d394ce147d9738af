// Command incident trains the model that package incident embeds: which candidates of a report have a part in an incident.
//
//	go run ./train/incident -out internal/incident/incident.bin -muc4 FILE [-dev FILE] [-folds 5]
//
// FILE is JSON Lines as in the MUC-4 set of X. Du, A. Rush and C. Cardie (GTT): id, dateline, text, templates with incident_type and
// roles. The same inputs and the same program give the same bytes on the same kind of machine: each model is trained by one thread
// that takes its random numbers from a seed.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"sitrep/codebook"
	"sitrep/internal/extract"
)

type options struct {
	out, muc4, dev string
	folds          int     // of the cross-validation, 0 for none
	cut            int     // features seen with fewer candidates or reports are left out
	prune          float64 // weights below this are left out; of parts in incidents of a kind, which are many, below the threefold
	report         learning
	candidate      learning
}

// defaults were chosen by cross-validation on the training reports (MODEL.md).
var defaults = options{cut: 6, prune: 0.04,
	report:    learning{drop: 0.1, rate: 0.01, epochs: 10, rounds: 1},
	candidate: learning{drop: 0.3, rate: 0.05, epochs: 6, rounds: 4, decay: 0.001}}

func main() {
	o := defaults
	flag.StringVar(&o.out, "out", "", "file for the model; none where it is not given")
	flag.StringVar(&o.muc4, "muc4", "", "reports to learn from")
	flag.StringVar(&o.dev, "dev", "", "reports to give scores on")
	flag.IntVar(&o.folds, "folds", 0, "cross-validate on so many parts of the reports")
	flag.IntVar(&o.cut, "cut", o.cut, "features seen less often are left out")
	flag.Float64Var(&o.prune, "prune", o.prune, "weights below this are left out")
	flag.Float64Var(&o.candidate.drop, "drop", o.candidate.drop, "chance of a candidate's feature to be hidden")
	flag.Float64Var(&o.candidate.rate, "rate", o.candidate.rate, "AdaGrad's rate for candidates")
	flag.Float64Var(&o.candidate.decay, "decay", o.candidate.decay, "pull of candidates' weights towards 0")
	flag.IntVar(&o.candidate.epochs, "epochs", o.candidate.epochs, "passes over the candidates")
	flag.IntVar(&o.candidate.rounds, "rounds", o.candidate.rounds, "models of candidates averaged")
	flag.Parse()
	if err := run(o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "train/incident:", err)
		os.Exit(1)
	}
}

func run(o options, log io.Writer) error {
	if o.muc4 == "" || flag.NArg() > 0 {
		return fmt.Errorf("name the reports with -muc4; see -help")
	}
	book, err := codebook.Default()
	if err != nil {
		return err
	}
	reader, err := extract.New(book)
	if err != nil {
		return err
	}
	reports, err := load(o.muc4, reader)
	if err != nil {
		return err
	}
	fmt.Fprintf(log, "%d reports\n", len(reports))
	if o.folds > 0 {
		var all []judged
		for k := range o.folds {
			train, test := split(reports, k, o.folds)
			m, err := build(train, o)
			if err != nil {
				return err
			}
			all = append(all, judge(m, test)...)
		}
		tell(log, fmt.Sprintf("%d folds", o.folds), all)
	}
	if o.dev == "" && o.out == "" {
		return nil
	}
	m, err := build(reports, o)
	if err != nil {
		return err
	}
	if o.dev != "" {
		dev, err := load(o.dev, reader)
		if err != nil {
			return err
		}
		tell(log, "dev", judge(m, dev))
	}
	if o.out == "" {
		return nil
	}
	fmt.Fprintf(log, "%d bytes\n", len(m))
	return os.WriteFile(o.out, m, 0o644)
}
