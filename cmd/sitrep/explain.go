package main

import "sitrep"

// explainCmd shows how claims were found.
type explainCmd struct {
	Date    dateFlag `help:"Day of publication, over what the reports say." placeholder:"YYYY-MM-DD"`
	Careful bool     `help:"${careful}"`
	placesFlag
	householdFlag
	codebookFlag
	Files []string `arg:"" name:"file" help:"Reports to read; - reads standard input."`
}

// Help is the long help of the command.
func (explainCmd) Help() string {
	return `Prints for each claim the rule that proposed it, and for every slot the words that filled it, their 0-based byte
offsets in report.text, and what filled it. A slot that nothing fills is said to be "not said": sitrep invents nothing.

Example:
  sitrep explain --date 2017-03-12 report.txt`
}

// Validate refuses what cannot be read.
func (c *explainCmd) Validate() error {
	if err := c.check(); err != nil {
		return err
	}
	return checkFiles(c.Files)
}

// Run reads the files.
func (c *explainCmd) Run(con console) error {
	return readAll(con, c.Files, reading{c.Careful, c.placesFlag, c.householdFlag, c.codebookFlag}, "\n\n", claimsJob(c.Date.Date, func(name string, e *sitrep.Extraction) ([]byte, error) {
		return con.page.derivation(name, e), nil
	}))
}
