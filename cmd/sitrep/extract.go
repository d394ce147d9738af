package main

import (
	"bytes"
	"encoding/json"

	"sitrep"
)

// extractCmd prints the claims of reports.
type extractCmd struct {
	Format  string `help:"${formats}" enum:"jsonl,json,text" default:"jsonl"`
	Careful bool   `help:"${careful}"`
	recordsFlag
	placesFlag
	householdFlag
	codebookFlag
	Files []string `arg:"" name:"file" help:"Reports to read, folders, or archives of them; - reads standard input."`
}

// formats is the help of --format.
const formats = "jsonl: one object a line (the default). json: the same, indented. text: for people, the claims under the " +
	"sentences they rest on, coloured on a terminal unless NO_COLOR is set."

// Help is the long help of the command.
func (extractCmd) Help() string {
	return `Prints one JSON object a report, in the order in which the files are named and hold them: the cleaned text, its blocks,
mentions and entities, and the claims, each with 0-based byte offsets into report.text. The same bytes give the same output.

Takes plain text, Markdown, HTML, PDF, Word (docx), mail (eml, mbox), JSON, JSON Lines, CSV, feeds, WARC, zip, tar and gzip of
these, and folders; see docs/ingest.md. What a page, a mail or a record says of its day, outlet, author and address is taken over.
A file that is one report may have 50 MB, and its text 16 MB.

Of a report longer than 1 MB of text the end is left out, and it carries the note "truncated".
A report that is not in English is kept, has no claims and carries the note "language". A file that cannot be read is
named on standard error; the others are still read, and the exit status is 1.

Examples:
  sitrep extract --format text --date 2017-03-12 report.txt
  sitrep extract page.html report.pdf mail.eml news.jsonl > claims.jsonl
  sitrep extract --fields 'text=body;published=day' news.csv
  curl -s https://example.org/report.txt | sitrep extract -`
}

// Validate refuses what cannot be read.
func (c *extractCmd) Validate() error {
	if err := c.householdFlag.check(); err != nil {
		return err
	}
	if err := c.recordsFlag.check(); err != nil {
		return err
	}
	return checkFiles(c.Files)
}

// Run reads the files.
func (c *extractCmd) Run(con console) error {
	show, separator := jsonLine, ""
	switch c.Format {
	case "json":
		show = jsonIndented
	case "text":
		show, separator = func(name string, e *sitrep.Extraction) ([]byte, error) { return con.page.claims(name, e), nil }, "\n\n"
	}
	return readAll(con, c.Files, c.recordsFlag, reading{c.Careful, c.placesFlag, c.householdFlag, c.codebookFlag}, separator, claimsJob(show))
}

func jsonLine(_ string, e *sitrep.Extraction) ([]byte, error) { return encode(e, "") }

func jsonIndented(_ string, e *sitrep.Extraction) ([]byte, error) { return encode(e, "  ") }

// encode writes e as JSON with the report's own "<", ">" and "&": it is not made for a web page.
func encode(e *sitrep.Extraction, indent string) ([]byte, error) { return marshal(e, indent) }

// marshal is encode for anything.
func marshal(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
