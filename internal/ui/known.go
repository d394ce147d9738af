package ui

import (
	"sync"

	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/origin"
)

// known is what pages know beside the archive: the codebook's types, and whom reports are taken from.
type known struct {
	book    *codebook.Codebook
	outlets *origin.Outlets
	family  map[string]string // of a type: the id of its family
	labels  map[string]string // of a family
}

// knowing reads it when it is first asked for.
func knowing() func() (*known, error) {
	return sync.OnceValues(func() (*known, error) {
		book, err := codebook.Rules()
		if err != nil {
			return nil, err
		}
		registry, err := actor.Load(book.Layers...)
		if err != nil {
			return nil, err
		}
		families, err := codebook.Families()
		if err != nil {
			return nil, err
		}
		k := &known{book: book, outlets: origin.NewOutlets(registry), family: map[string]string{}, labels: map[string]string{}}
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
