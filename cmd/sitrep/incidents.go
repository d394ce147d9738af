package main

import (
	"fmt"
	"strings"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/incident"
	"sitrep/internal/ingest"
	"sitrep/internal/work"
)

// incidentsCmd sums up reports.
type incidentsCmd struct {
	Format string `help:"jsonl: one object a line (the default). text: for people." enum:"jsonl,text" default:"jsonl"`
	recordsFlag
	placesFlag
	Files []string `arg:"" name:"file" help:"Reports to read, folders, or archives of them; - reads standard input."`
}

// Help is the long help of the command.
func (incidentsCmd) Help() string {
	return `Sums up each report: how likely it tells an act of violence that a coder would keep, of which kind, and who did it, what and
whom it hit and with which weapon, each with a probability. It is learned from coded reports and ranks what a report names, to
sort reports by before they are read; what a report says stands in its claims.

Files are read as by "sitrep extract".

Examples:
  sitrep incidents --format text report.txt
  sitrep incidents reports/*.txt | jq -s 'sort_by(-.incident)[] | .file'`
}

// Validate refuses what cannot be read.
func (c *incidentsCmd) Validate() error {
	if err := c.recordsFlag.check(); err != nil {
		return err
	}
	return checkFiles(c.Files)
}

// Run reads the files.
func (c *incidentsCmd) Run(con console) error {
	separator := ""
	if c.Format == "text" {
		separator = "\n"
	}
	return readAll(con, c.Files, c.recordsFlag, reading{places: c.placesFlag}, separator, func(reader *extract.Reader, name string, item *ingest.Item) ([]byte, []sitrep.Note, error) {
		s, e, err := reader.Incidents(work.Input(item))
		if err != nil {
			return nil, nil, err
		}
		if c.Format == "text" {
			return summaryText(name, &s), nil, nil
		}
		page, err := marshal(struct {
			File   string          `json:"file"`
			Report sitrep.ReportID `json:"report"`
			incident.Summary
		}{name, e.Report.ID, s}, "")
		return page, nil, err
	})
}

// summaryText shows a summary for people.
func summaryText(name string, s *incident.Summary) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n  %.2f  an incident", printable(name), s.Incident)
	for i, k := range s.Kinds {
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%s %.2f", sep, k.Kind, k.Probability)
	}
	b.WriteByte('\n')
	for _, p := range s.Parties {
		fmt.Fprintf(&b, "  %.2f  %-12s  %s\n", p.Probability, p.Part, printable(strings.Join(strings.Fields(p.Text), " ")))
	}
	return []byte(b.String())
}
