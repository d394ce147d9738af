package main

import (
	"context"
	"errors"
	"strings"

	"sitrep/internal/actor"
	"sitrep/internal/ask"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// openAsker opens what questions about places and parties are answered from. The caller closes the archive.
func openAsker(ctx context.Context, at archiveFlag, places placesFlag, book codebookFlag) (*ask.Asker, error) {
	if _, err := book.rules(); err != nil {
		return nil, err
	}
	gazetteer, _, err := places.open()
	if err != nil {
		return nil, err
	}
	archive, err := at.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	asker, err := book.asker(archive, gazetteer)
	if err != nil {
		archive.Close()
	}
	return asker, err
}

// asker asks an archive, with places that may be nil where none are asked for.
func (f codebookFlag) asker(archive *store.Archive, gazetteer *geo.Gazetteer) (*ask.Asker, error) {
	book, err := f.rules()
	if err != nil {
		return nil, err
	}
	return ask.New(archive, ask.Options{Codebook: book, Gazetteer: gazetteer})
}

// registry reads the actors of the codebook.
func (f codebookFlag) registry() (*actor.Registry, error) {
	book, err := f.rules()
	if err != nil {
		return nil, err
	}
	return actor.Load(book.Layers...)
}

// noted tells what an answer takes for granted.
func (c console) noted(notes []ask.Note) {
	for _, n := range notes {
		c.fail("", errors.New(n.String()))
	}
}

// inFlags names other fields of a question as flags.
var inFlags = strings.NewReplacer("or a country: ", "or --country: ", "leave the country away", "leave --country away")

// flagged is an error of a question with the flag that it is about.
func flagged(err error) error {
	var w *ask.Wrong
	if !errors.As(err, &w) || w.Unwrap() != nil {
		return err
	}
	said := strings.Replace(w.Error(), w.Field, strings.ReplaceAll(w.Field, "_", "-"), 1)
	err = errors.New("--" + inFlags.Replace(said))
	if w.Field == "type" {
		return usageFault{err}
	}
	return err
}

// countryOf is the code of a country, by its codes or any of its names.
func countryOf(s string) (string, error) {
	code, err := ask.Country(s)
	return code, flagged(err)
}
