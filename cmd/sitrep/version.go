package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/debug"
	"text/tabwriter"

	"sitrep/internal/extract"
	"sitrep/internal/geo"
)

// versionCmd prints what the program is made of.
type versionCmd struct{ codebookFlag }

// Help is the long help of the command.
func (versionCmd) Help() string {
	return `Claims depend on the program, the codebook and the models; name all three where results are cited.

Example:
  sitrep version`
}

// Run prints the versions.
func (c *versionCmd) Run(con console) error {
	book, err := c.rules()
	if err != nil {
		return err
	}
	reader, err := extract.New(book)
	if err != nil {
		return err
	}
	info, _ := debug.ReadBuildInfo()
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "sitrep\t%s\n", programVersion(info))
	fmt.Fprintf(w, "codebook\t%s, %d event types\n", book.Version, len(book.Types))
	fmt.Fprintf(w, "models\t%s, with --careful %s\n", reader.Models(), reader.Careful().Models())
	fmt.Fprintf(w, "built with\t%s for %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(w, "places\t%s\n", geo.Attribution)
	w.Flush()
	_, err = con.out.Write(b.Bytes())
	return err
}

// programVersion is the module's version and, where the build recorded it, the revision of the source.
func programVersion(info *debug.BuildInfo) string {
	if info == nil {
		return "(unknown)"
	}
	version, revision, changed := info.Main.Version, "", ""
	if version == "" {
		version = "(devel)"
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", changed since"
		}
	}
	if revision != "" {
		version += " revision " + revision + changed
	}
	return version
}
