package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"sitrep"
	"sitrep/internal/origin"
	"sitrep/internal/text"
)

// copies answers with the groups of copies among all documents of the input, found as the archive finds them: one by one.
func copies(in io.Reader, out io.Writer) error {
	var index origin.Memory
	keeper := origin.NewKeeper(&index, origin.Options{})
	lines := bufio.NewReaderSize(in, 1<<20)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if e := addCopy(keeper, line); e != nil {
				return fmt.Errorf("line %d: %w", n, e)
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	enc := json.NewEncoder(out)
	groups := index.Groups()
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		ids := []string{}
		for _, r := range groups[g] {
			ids = append(ids, string(r))
		}
		if err := enc.Encode(group{DocIDs: ids}); err != nil {
			return err
		}
	}
	return nil
}

// addCopy puts the document of a line into the index. One without readable text is signed as an empty text's.
func addCopy(keeper *origin.Keeper, line []byte) error {
	var d input
	if err := json.Unmarshal(line, &d); err != nil {
		return err
	}
	if d.ID == "" {
		return fmt.Errorf("no id")
	}
	m := origin.Member{Report: sitrep.ReportID(d.ID)}
	if len(d.DCT) >= 10 {
		if day, err := sitrep.ParseDate(d.DCT[:10]); err == nil {
			m.Published = day
		}
	}
	var s origin.Signature
	if t, err := text.Read([]byte(d.Text)); err == nil {
		s = origin.Sign(t.Text, t.Blocks)
	} else {
		s = origin.Sign("", nil)
	}
	_, err := keeper.Add(context.Background(), m, &s)
	return err
}
