package main

import (
	"fmt"
	"io"
	"slices"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/extract"
)

// found counts what the gate did to the items of a category.
type found struct {
	items, passed   int // passed: let through
	before, after   int // items with claims without the gate and with it
	claims, dropped int
}

// checkGate writes what the gate that the program carries does to items of the years asked for, by category; with judgements only to items
// that were judged, and by these too.
func checkGate(o gateOptions, log io.Writer) error {
	book, err := codebook.Default()
	if err != nil {
		return err
	}
	reader, err := extract.New(book)
	if err != nil {
		return err
	}
	open := reader.Ungated()
	by := map[string]*found{}
	var judged map[string]judgement
	if o.labels != "" {
		if judged, err = readJudgements(o.labels); err != nil {
			return err
		}
	}
	rows := [...]string{"judged neither", "dealings", "violence"}
	err = eachItem(o.items, o.skip, func(it *item) error {
		if y := it.year(); y < o.from || y > o.to {
			return nil
		}
		j, known := judged[it.ID]
		if judged != nil && !known {
			return nil
		}
		day, err := sitrep.ParseDate(it.Date)
		if err != nil {
			return err
		}
		in := extract.Input{Original: []byte(it.Text), Published: day}
		x, err := reader.Read(in)
		if err != nil {
			return nil // the product refuses it
		}
		all, err := open.Read(in)
		if err != nil {
			return err
		}
		f := &found{items: 1, passed: 1, claims: len(all.Claims), dropped: len(all.Claims) - len(x.Claims)}
		if slices.ContainsFunc(x.Notes, func(n sitrep.Note) bool { return n.Kind == "not_conflict" }) {
			f.passed = 0
		}
		f.before, f.after = min(len(all.Claims), 1), min(len(x.Claims), 1)
		names := []string{it.kind()}
		if known {
			names = append(names, rows[j.about])
		}
		for _, name := range names {
			if by[name] == nil {
				by[name] = &found{}
			}
			by[name].add(f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(log, "items of %d to %d\n%-14s %7s %8s %14s %14s %16s\n", o.from, o.to, "category", "items", "passed", "claims before", "claims after", "claims dropped")
	row := func(name string, f *found) {
		fmt.Fprintf(log, "%-14s %7d %8.3f %14.3f %14.3f %7d of %5d\n", name, f.items, share(f.passed, f.items), share(f.before, f.items), share(f.after, f.items), f.dropped, f.claims)
	}
	war, rest := &found{}, &found{}
	for _, k := range slices.Concat(kinds, rows[:]) {
		f := by[k]
		if f == nil {
			continue
		}
		row(k, f)
		switch k {
		case "armed", "named war":
			war.add(f)
		case "disaster":
			rest.add(f)
		}
	}
	fmt.Fprintf(log, "armed and named wars against disasters: recall %.3f, precision %.3f\n", share(war.passed, war.items), share(war.passed, war.passed+rest.passed))
	return nil
}

func (f *found) add(o *found) {
	f.items += o.items
	f.passed += o.passed
	f.before += o.before
	f.after += o.after
	f.claims += o.claims
	f.dropped += o.dropped
}

func share(some, all int) float64 { return float64(some) / float64(max(all, 1)) }
