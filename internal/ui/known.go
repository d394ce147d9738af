package ui

import (
	"sync"

	"sitrep/codebook"
	"sitrep/internal/geo"
)

// known is what pages know beside the archive: the families of types, and where towns are.
type known struct {
	family map[string]string // of a type: the id of its family
	labels map[string]string // of a family
	towns  func() map[[2]int][]geo.Entry
}

// knowing reads it when it is first asked for.
func knowing(book *codebook.Codebook, g *geo.Gazetteer) func() (*known, error) {
	return sync.OnceValues(func() (*known, error) {
		families, err := codebook.Families()
		if err != nil {
			return nil, err
		}
		k := &known{family: map[string]string{}, labels: map[string]string{}, towns: sync.OnceValue(func() map[[2]int][]geo.Entry { return townsBySquare(g) })}
		for i := range families {
			k.labels[families[i].ID] = families[i].Label
		}
		for i := range book.Types {
			t := &book.Types[i]
			if f := codebook.FamilyOf(families, t); f != nil {
				k.family[t.ID] = f.ID
			}
		}
		return k, nil
	})
}

// typeMark is what the mark of a type is drawn by: its family, "" for none, and the type in words.
type typeMark struct{ Family, Name string }

// markOf is the mark of a type.
func (k *known) markOf(id string) typeMark { return typeMark{k.family[id], plainType(id)} }
