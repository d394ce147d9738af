package main

import "sitrep"

// explainCmd shows how claims were found.
type explainCmd struct {
	Careful bool `help:"${careful}"`
	recordsFlag
	placesFlag
	householdFlag
	codebookFlag
	Files []string `arg:"" name:"file" help:"Reports to read, folders, or archives of them; - reads standard input."`
}

// Help is the long help of the command.
func (explainCmd) Help() string {
	return `Prints for each claim the rule that proposed it, and for every slot the words that filled it, their 0-based byte
offsets in report.text, and what filled it. A slot that nothing fills is said to be "not said": sitrep invents nothing.

Files are read as by "sitrep extract".

Examples:
  sitrep explain --date 2017-03-12 report.txt
  sitrep explain page.html`
}

// Validate refuses what cannot be read.
func (c *explainCmd) Validate() error {
	if err := c.householdFlag.check(); err != nil {
		return err
	}
	if err := c.recordsFlag.check(); err != nil {
		return err
	}
	return checkFiles(c.Files)
}

// Run reads the files.
func (c *explainCmd) Run(con console) error {
	return readAll(con, c.Files, c.recordsFlag, reading{c.Careful, c.placesFlag, c.householdFlag, c.codebookFlag}, "\n\n", claimsJob(func(name string, e *sitrep.Extraction) ([]byte, error) {
		return con.page.derivation(name, e), nil
	}))
}
