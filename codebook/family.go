package codebook

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed families.yaml
var familiesFile []byte

// Family is a group of event types that pages and charts show under one mark.
type Family struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"`
	// Types are codebook ids; PLOVER are codes by which a type that no family lists is put into one.
	Types  []string `yaml:"types"`
	PLOVER []string `yaml:"plover"`
}

// Families gives the families in the order in which they are shown. They are how types are shown and nothing that is read with, so they are no part of a
// codebook's version.
func Families() ([]Family, error) {
	var out []Family
	if err := yaml.Unmarshal(familiesFile, &out); err != nil {
		return nil, fmt.Errorf("families.yaml: %w", err)
	}
	return out, nil
}

// FamilyOf is the family that a type is in; nil where none lists it or its PLOVER code.
func FamilyOf(families []Family, t *Type) *Family {
	in := func(holds func(*Family) bool) *Family {
		if i := slices.IndexFunc(families, func(f Family) bool { return holds(&f) }); i >= 0 {
			return &families[i]
		}
		return nil
	}
	if f := in(func(f *Family) bool { return slices.Contains(f.Types, t.ID) }); f != nil {
		return f
	}
	codes := Codes(t.Crosswalk.PLOVER)
	for _, code := range codes {
		if f := in(func(f *Family) bool { return slices.Contains(f.PLOVER, code) }); f != nil {
			return f
		}
	}
	for _, code := range codes {
		root, _, _ := strings.Cut(code, "/")
		if f := in(func(f *Family) bool { return slices.Contains(f.PLOVER, root) }); f != nil {
			return f
		}
	}
	return nil
}
