package main

import (
	"bytes"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/parse"
)

// parseCmd prints the sentences of reports as they are read.
type parseCmd struct {
	Careful bool              `help:"${careful}"`
	Fields  map[string]string `help:"Names of fields in JSON and CSV: text=body;title=head." placeholder:"FIELD=NAME;…"`
	Files   []string          `arg:"" name:"file" help:"Reports to read, folders, or archives of them; - reads standard input."`
}

// Help is the long help of the command.
func (parseCmd) Help() string {
	return `Prints the sentences of reports as CoNLL-U (https://universaldependencies.org/format.html): Universal POS tags,
lemmas and Universal Dependencies trees, as the claims are read from. A lemma is in lower case.

Files are read as by "sitrep extract".

Comments before a sentence: newdoc id is the file as named, before its first sentence; sent_id the report's id and the
sentence's number; text the sentence; block the part of the report that it stands in (title, dateline, body, caption,
boilerplate). The last column holds
  Entity=B-actor   the first word of a mention of an actor; I-actor its further words. Other mentions: person,
                   place, time, quantity, weapon, vehicle, nationality, money
  SpaceAfter=No    no white space follows
  Span=12:15       the word's 0-based byte offsets in report.text (see "sitrep extract"), its end not included

A report that is not in English is not printed; standard error says so, and the exit status stays 0. A file that cannot be
read is named there too; the others are still read, and the exit status is 1.

Examples:
  sitrep parse report.txt
  sitrep parse --careful reports/*.txt > reports.conllu`
}

// Validate refuses what cannot be read.
func (c *parseCmd) Validate() error {
	if err := (recordsFlag{Fields: c.Fields}).check(); err != nil {
		return err
	}
	return checkFiles(c.Files)
}

// Run reads the files.
func (c *parseCmd) Run(con console) error {
	return readAll(con, c.Files, recordsFlag{Fields: c.Fields}, reading{careful: c.Careful}, "", func(reader *extract.Reader, name string, item *ingest.Item) ([]byte, []sitrep.Note, error) {
		d, notes, err := reader.Parse(item.Plain())
		if err != nil {
			return nil, nil, err
		}
		report := sitrep.Report{URL: item.URL, Publisher: item.Publisher}
		report.Identify(item.Received)
		var b bytes.Buffer
		err = parse.WriteCoNLLU(&b, d.Sentences(printable(name), string(report.ID)))
		return b.Bytes(), notes, err
	})
}
