package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/extract"
	"sitrep/internal/fuse"
	"sitrep/internal/origin"
)

// group is the documents of one happening, or of one source, with what they tell of it.
type group struct {
	DocIDs       []string `json:"doc_ids"`
	Date         *string  `json:"date"`
	City         *string  `json:"city"`
	State        *string  `json:"state"`
	Killed       *int     `json:"killed"`
	Injured      *int     `json:"injured"`
	KilledRange  *[2]int  `json:"killed_range,omitempty"`
	InjuredRange *[2]int  `json:"injured_range,omitempty"`
}

// fusion answers with the main happenings of all documents of the input, fused. The benchmark asks for one happening of each document and
// is not about conflict, so every report is read as if it were, and only main accounts are fused.
func fusion(in io.Reader, out io.Writer) error {
	read, err := readAll(in)
	if err != nil {
		return err
	}
	var index origin.Memory
	keeper := origin.NewKeeper(&index, origin.Options{})
	for i := range read {
		s := origin.Sign(read[i].Report.Text, read[i].Blocks)
		if _, err := keeper.Add(context.Background(), origin.Member{Report: read[i].Report.ID, Published: read[i].Report.Published}, &s); err != nil {
			return err
		}
	}
	of := map[sitrep.ReportID]string{}
	for g, members := range index.Groups() {
		for _, m := range members {
			of[m] = string(g)
		}
	}
	weights, err := fuse.Default()
	if err != nil {
		return err
	}
	set := fuse.NewSet(weights, fuse.Options{})
	enc := json.NewEncoder(out)
	var alone []string
	var all []*fuse.Account
	for i := range read {
		accounts := weights.Accounts(&read[i], of[read[i].Report.ID])
		if len(accounts) == 0 {
			alone = append(alone, string(read[i].Report.ID))
			continue
		}
		all = append(all, accounts[0])
	}
	set.Load(all)
	for _, e := range set.Events() {
		if err := enc.Encode(groupOf(&e)); err != nil {
			return err
		}
	}
	for _, id := range alone {
		if err := enc.Encode(group{DocIDs: []string{id}}); err != nil {
			return err
		}
	}
	return nil
}

// groupOf writes an event as the benchmark does. It counts the harmed of every event: where reports tell of some dead or hurt, the other number
// is none if they tell of no such people.
func groupOf(e *sitrep.Event) group {
	var g group
	for _, m := range e.Members {
		g.DocIDs = append(g.DocIDs, string(m.Report))
	}
	if !e.From.IsZero() && e.From == e.To {
		day := e.From.String()
		g.Date = &day
	}
	if p := e.Place; p != nil {
		g.City = &p.Name
		if p.Division != "" {
			state := string(p.Division)
			g.State = &state
		}
	}
	none := 0
	for _, f := range e.Figures {
		switch f.Measure {
		case sitrep.Killed:
			g.Killed, g.KilledRange = f.Best, &[2]int{*f.Low, *f.High}
		case sitrep.Injured:
			g.Injured, g.InjuredRange = f.Best, &[2]int{*f.Low, *f.High}
		}
	}
	if g.Killed == nil && g.Injured != nil {
		g.Killed = &none
	}
	if g.Injured == nil && g.Killed != nil {
		g.Injured = &none
	}
	return g
}

// readAll reads every document of the input, headline first. One that cannot be read keeps its id and has no text.
func readAll(in io.Reader) ([]sitrep.Extraction, error) {
	book, err := codebook.Default()
	if err != nil {
		return nil, err
	}
	reader, err := extract.New(book)
	if err != nil {
		return nil, err
	}
	reader = reader.Ungated()
	var out []sitrep.Extraction
	lines := bufio.NewReaderSize(in, 1<<20)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var d input
			if e := json.Unmarshal(line, &d); e != nil {
				return nil, fmt.Errorf("line %d: %w", n, e)
			}
			if d.ID == "" {
				return nil, fmt.Errorf("line %d: no id", n)
			}
			out = append(out, readOne(reader, &d))
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
}

func readOne(reader *extract.Reader, d *input) sitrep.Extraction {
	in := extract.Input{Original: []byte(d.Text)}
	if d.Title != "" {
		in.Original = []byte(d.Title + "\n\n" + d.Text)
	}
	for _, s := range []string{d.DCT, d.Date} {
		if len(s) >= 10 && in.Published.IsZero() {
			if day, err := sitrep.ParseDate(s[:10]); err == nil {
				in.Published = day
			}
		}
	}
	var x sitrep.Extraction
	if len(in.Original) > 0 {
		if found, err := reader.Read(in); err == nil {
			x = found
		}
	}
	x.Report.ID = sitrep.ReportID(d.ID)
	return x
}
