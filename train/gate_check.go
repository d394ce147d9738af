package main

import (
	"fmt"
	"io"

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

// checkGate writes what the gate that the program carries does to items of the years asked for, by category.
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
	err = eachItem(o.items, o.skip, func(it *item) error {
		if y := it.year(); y < o.from || y > o.to {
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
		f := by[it.kind()]
		if f == nil {
			f = &found{}
			by[it.kind()] = f
		}
		all, err := open.Read(in)
		if err != nil {
			return err
		}
		f.items++
		f.passed++
		for _, n := range x.Notes {
			if n.Kind == "not_conflict" {
				f.passed--
			}
		}
		if len(all.Claims) > 0 {
			f.before++
		}
		if len(x.Claims) > 0 {
			f.after++
		}
		f.claims += len(all.Claims)
		f.dropped += len(all.Claims) - len(x.Claims)
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
	for _, k := range kinds {
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
