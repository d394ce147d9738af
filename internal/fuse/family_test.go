package fuse

import (
	"testing"

	"sitrep/codebook"
)

func TestEveryTypeHasAFamily(t *testing.T) {
	table, err := families(familiesTable)
	if err != nil {
		t.Fatal(err)
	}
	book, err := codebook.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for i := range book.Types {
		if _, ok := table[book.Types[i].ID]; !ok {
			t.Errorf("families.tsv has no row for %s", book.Types[i].ID)
		}
	}
}

func TestTypesOfAUsersOwnGoByTheirCrosswalk(t *testing.T) {
	table, err := families(familiesTable)
	if err != nil {
		t.Fatal(err)
	}
	own := func(id, plover string) codebook.Type {
		return codebook.Type{ID: id, Crosswalk: codebook.Crosswalk{PLOVER: plover}}
	}
	got := kinOf(table, &codebook.Codebook{Types: []codebook.Type{own("school_occupied", "COERCE/seize"), own("drone_swarm", "ASSAULT/drone | ASSAULT/aerial"), own("hoarding", ""), own("bombing", "AID")}})
	for id, want := range map[string]kin{
		"school_occupied": {"ground", "school_occupied"}, // by its mode
		"drone_swarm":     {"violence", "drone_swarm"},   // by its root
		"hoarding":        {"hoarding", ""},              // by itself
		"bombing":         {"violence", "bomb"},          // the table has it
	} {
		if got[id] != want {
			t.Errorf("%s: got %v, want %v", id, got[id], want)
		}
	}
}

func TestFaultyFamiliesAreRefused(t *testing.T) {
	for _, table := range []string{"bombing\tviolence", "\tviolence\tx", "bombing\t\tx", "a\tb\tc\na\tb\tc"} {
		if _, err := families(table); err == nil {
			t.Errorf("%q: no error", table)
		}
	}
}
