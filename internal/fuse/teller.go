package fuse

import (
	"fmt"
	"sync"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/origin"
)

// TellerOptions say with what events are made out of groups of accounts; what is nil is what the program carries.
type TellerOptions struct {
	Weights  *Weights
	Book     *codebook.Codebook
	Registry *actor.Registry
}

// Teller makes typed events out of groups of accounts. It may be used by several goroutines at once.
type Teller struct {
	weights   *Weights
	kin       map[string]kin
	registry  *actor.Registry
	outlets   *origin.Outlets
	ranks     map[string]int // of types
	standings []standingRule
	grades    []gradeRule
}

// NewTeller makes a teller. The error is that of a codebook or registry that cannot be read.
func NewTeller(o TellerOptions) (*Teller, error) {
	t := &Teller{weights: o.Weights, registry: o.Registry}
	var err error
	if t.weights == nil {
		if t.weights, err = Default(); err != nil {
			return nil, fmt.Errorf("make events: %w", err)
		}
	}
	book := o.Book
	if book == nil {
		if book, err = codebook.Rules(); err != nil {
			return nil, fmt.Errorf("make events: %w", err)
		}
	}
	if t.registry == nil {
		if t.registry, err = actor.Load(book.Layers...); err != nil {
			return nil, fmt.Errorf("make events: %w", err)
		}
	}
	table, err := families(familiesTable)
	if err != nil {
		return nil, fmt.Errorf("make events: %w", err)
	}
	t.kin = kinOf(table, book)
	if t.standings, err = standingRules(standingsTable); err != nil {
		return nil, fmt.Errorf("make events: %w", err)
	}
	if t.grades, err = gradeRules(gradesTable); err != nil {
		return nil, fmt.Errorf("make events: %w", err)
	}
	t.ranks = map[string]int{}
	for i := range book.Types {
		t.ranks[book.Types[i].ID] = book.Types[i].Rank
	}
	t.outlets = origin.NewOutlets(t.registry)
	return t, nil
}

var builtin = sync.OnceValues(func() (*Teller, error) { return NewTeller(TellerOptions{}) })

// Happenings splits what the claims of a group of accounts tell into typed events, by the codebook that the program carries. See [Teller.Happenings].
func Happenings(group []*Account, read func(sitrep.ReportID) (*sitrep.Extraction, error), pins ...Pin) ([]sitrep.Event, error) {
	t, err := builtin()
	if err != nil {
		return nil, err
	}
	return t.Happenings(group, read, pins...)
}
