package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/origin"
)

// shown is how many texts of a group, and how many bytes of each, are printed.
const shown, shownBytes = 4, 600

// groups prints the groups of copies among the texts of files, for people to judge.
func groups(paths []string, out io.Writer) error {
	var index origin.Memory
	keeper := origin.NewKeeper(&index, origin.Options{})
	texts := map[sitrep.ReportID]string{}
	for _, path := range paths {
		err := each(path, func(text string) error {
			id := sitrep.ReportID(fmt.Sprint("r-", len(texts)+1))
			texts[id] = text
			s := origin.Sign(text, nil)
			_, err := keeper.Add(context.Background(), origin.Member{Report: id}, &s)
			return err
		})
		if err != nil {
			return err
		}
	}
	found := index.Groups()
	for _, g := range slices.Sorted(maps.Keys(found)) {
		ids := found[g]
		if len(ids) < 2 {
			continue
		}
		fmt.Fprintf(out, "%s: %d reports\n", g, len(ids))
		for _, id := range ids[:min(shown, len(ids))] {
			text := strings.ReplaceAll(texts[id], "\n", " ")
			fmt.Fprintf(out, "  %s %.*s\n", id, shownBytes, text)
		}
	}
	return nil
}
