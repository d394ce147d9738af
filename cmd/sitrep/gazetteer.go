package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"sitrep/internal/extract"
	"sitrep/internal/geo"
	"sitrep/internal/wording"
)

// gazetteerCmd is what can be done with the gazetteer.
type gazetteerCmd struct {
	Add    gazetteerAdd    `cmd:"" help:"Add the places of a file to the gazetteer."`
	Lookup gazetteerLookup `cmd:"" help:"Show which places a name may stand for, and why one comes first."`
}

// placesFlag says where the places lie that a user has added.
type placesFlag struct {
	Gazetteer string `help:"Folder of the places that you have added (default: sitrep/gazetteer in the user's data folder)." placeholder:"DIR"`
}

// folder is where added places lie.
func (f placesFlag) folder() (string, error) {
	if f.Gazetteer != "" {
		return f.Gazetteer, nil
	}
	folder, err := dataFolder()
	if err != nil {
		return "", errors.New("no home folder is known; name a folder with --gazetteer DIR")
	}
	return filepath.Join(folder, "gazetteer"), nil
}

// stored ends the names of files of added places.
const stored = ".places"

// open gives the gazetteer with all that was added, and names what that was: files in the order of their names, the later
// one's word counting for a place that several have.
func (f placesFlag) open() (g *geo.Gazetteer, added string, err error) {
	g = geo.Default()
	folder, err := f.folder()
	if err != nil {
		return g, "", nil // nowhere to have added anything
	}
	files, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist) && f.Gazetteer == "":
		return g, "", nil
	case err != nil:
		return nil, "", fmt.Errorf("%s: %w; sitrep gazetteer add makes it", folder, bare(err))
	}
	var names []string
	for _, file := range files { // in the order of their names
		name, ok := strings.CutSuffix(file.Name(), stored)
		if !ok || file.IsDir() {
			continue
		}
		path := filepath.Join(folder, file.Name())
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", path, bare(err))
		}
		packed, sum, err := unseal(b)
		if err == nil {
			g, err = g.With(packed)
		}
		if err != nil {
			return nil, "", fmt.Errorf("%s %w; add the file again with sitrep gazetteer add --replace", path, err)
		}
		names = append(names, fmt.Sprintf("%s@%08x", name, sum))
	}
	return g, strings.Join(names, " "), nil
}

// give makes reader find the places that were added.
func (f placesFlag) give(reader *extract.Reader) (*extract.Reader, error) {
	g, added, err := f.open()
	if err != nil {
		return nil, err
	}
	return reader.Places(g, added), nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal puts a checksum behind packed places; unseal checks it and takes it off.
func seal(packed []byte) []byte {
	return binary.LittleEndian.AppendUint32(slices.Clip(packed), crc32.Checksum(packed, castagnoli))
}

func unseal(b []byte) (packed []byte, sum uint32, err error) {
	if len(b) < 4 {
		return nil, 0, errors.New("is cut short")
	}
	packed, sum = b[:len(b)-4], binary.LittleEndian.Uint32(b[len(b)-4:])
	if crc32.Checksum(packed, castagnoli) != sum {
		return nil, 0, errors.New("is damaged")
	}
	return packed, sum, nil
}

// gazetteerAdd adds places.
type gazetteerAdd struct {
	placesFlag
	Replace bool     `help:"Put a file in the place of one of the same name that was added before."`
	Files   []string `arg:"" name:"file" help:"Tables of places: a GeoNames dump, or a table whose first line names its columns."`
}

// Help is the long help of the command.
func (gazetteerAdd) Help() string {
	return `Reads tables of places and keeps them in your data folder, or in DIR. extract and explain know them from then on.

A file is a GeoNames dump (https://download.geonames.org/export/dump, 19 columns, such as IQ.txt out of IQ.zip) or a table with
a header, its columns between commas, semicolons or tabs: name; lat and lon in degrees, or within, the name of the place it
lies in; and, where known, aliases (several between "|"), country (ISO 3166-1, two letters), kind (city, neighbourhood, camp,
dam, airport, facility, river, ...; city if not said), population, id.

A line that cannot be used is told on standard error and left out; the exit status is then 1, and the others are kept.

Examples:
  sitrep gazetteer add IQ.txt
  sitrep gazetteer add --replace villages.csv`
}

// Run adds the files, each for itself.
func (c *gazetteerAdd) Run(con console) error {
	folder, err := c.folder()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return fmt.Errorf("%s: %w", folder, bare(err))
	}
	failed := false
	for _, name := range c.Files {
		whole, err := c.add(con, folder, name)
		if err != nil {
			con.fail(name, bare(err))
		}
		failed = failed || err != nil || !whole
	}
	if failed {
		return errSaid
	}
	return nil
}

// add adds one file; whole says that every line of it could be used.
func (c *gazetteerAdd) add(con console, folder, name string) (whole bool, err error) {
	file, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer file.Close()
	bad := 0
	entries, err := geo.Default().Read(file, func(line int, err error) {
		bad++
		con.fail(fmt.Sprintf("%s:%d", name, line), err)
	})
	if err != nil {
		return false, err
	}
	if len(entries) == 0 {
		return false, errors.New("has no place that can be used; nothing was added")
	}
	packed, err := geo.Pack(entries)
	if err != nil {
		return false, err
	}
	base := filepath.Base(name)
	path := filepath.Join(folder, base+stored)
	sealed := seal(packed)
	before, err := os.ReadFile(path)
	switch {
	case err == nil && bytes.Equal(before, sealed):
		_, err = fmt.Fprintf(con.out, "%s: %s, there already\n", printable(base), wording.Plural(len(entries), "place"))
		return bad == 0, err
	case err == nil && !c.Replace:
		return false, fmt.Errorf("other places were added under the name %s; rename the file to keep both, or use --replace", base)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	if err := writeWhole(path, sealed); err != nil {
		return false, err
	}
	_, err = fmt.Fprintf(con.out, "%s: %s added\n", printable(base), wording.Plural(len(entries), "place"))
	return bad == 0, err
}

// writeWhole writes a file so that it is there whole or as it was before.
func writeWhole(path string, b []byte) error {
	t, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(t.Name()) // which is gone when all went well
	_, err = t.Write(b)
	if err == nil {
		err = t.Sync()
	}
	if err = errors.Join(err, t.Close()); err != nil {
		return err
	}
	return os.Rename(t.Name(), path)
}

// gazetteerLookup shows what a name may stand for.
type gazetteerLookup struct {
	placesFlag
	Format string   `help:"${lookupFormats}" enum:"text,jsonl,json" default:"text"`
	Most   int      `help:"Show at most so many places a name; 0 shows all." default:"10"`
	Names  []string `arg:"" name:"name" help:"Names of places, in any case and spelling; or ids (gn:99072)."`
}

// lookupFormats is the help of lookup's --format.
const lookupFormats = "text: a table for people (the default). jsonl: one JSON object a name and line. json: the same, indented."

// Help is the long help of the command.
func (gazetteerLookup) Help() string {
	return `Shows the places that bear each name, the one first that a name alone makes think of, with what speaks for and against it. In
a report, the places named beside it count for more.

` + geo.Attribution + `.

Examples:
  sitrep gazetteer lookup Mosul "Deir ez-Zor"
  sitrep gazetteer lookup --format json gn:99072`
}

// Validate refuses what makes no sense.
func (c *gazetteerLookup) Validate() error {
	if c.Most < 0 {
		return fmt.Errorf("--most: %d is less than 0", c.Most)
	}
	return nil
}

// found is one name's places as they are printed.
type found struct {
	Name   string  `json:"name"`
	Folded string  `json:"folded"`
	Total  int     `json:"total"`
	Places []match `json:"places"`
}

// match is one place. Lat and Lon are null where its point is not known.
type match struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Kind       geo.Kind `json:"kind"`
	Country    string   `json:"country,omitempty"`
	Admin1     string   `json:"admin1,omitempty"`
	Admin2     string   `json:"admin2,omitempty"`
	Lat        *float64 `json:"lat"`
	Lon        *float64 `json:"lon"`
	Precision  string   `json:"precision,omitempty"`
	Within     string   `json:"within,omitempty"`
	Population int      `json:"population,omitempty"`
	Weight     int      `json:"weight"`
	Why        []string `json:"why"`
}

// Run looks the names up. A name that no place bears is told on standard error, and the exit status is 1.
func (c *gazetteerLookup) Run(con console) error {
	g, _, err := c.open()
	if err != nil {
		return err
	}
	missed := false
	for i, name := range c.Names {
		f := lookup(g, name, c.Most)
		if f.Total == 0 {
			missed = true
			con.fail("", fmt.Errorf("%s: no place of that name is known; sitrep gazetteer add takes more", name))
			if c.Format == "text" {
				continue
			}
		}
		var out []byte
		switch c.Format {
		case "text":
			if i > 0 {
				out = append(out, '\n')
			}
			out = append(out, f.text()...)
		case "json":
			out, err = marshal(f, "  ")
		default:
			out, err = marshal(f, "")
		}
		if err != nil {
			return err
		}
		if _, err := con.out.Write(out); err != nil {
			return fmt.Errorf("standard output: %w; the output is not whole", bare(err))
		}
	}
	if missed {
		return errSaid
	}
	return nil
}

func lookup(g *geo.Gazetteer, name string, most int) found {
	choices := g.Choices(name)
	if p, ok := g.ByID(name); ok {
		choices = []geo.Choice{{Place: p, Why: []string{"has this id"}}}
	}
	f := found{Name: name, Folded: geo.Fold(name), Total: len(choices), Places: []match{}}
	if most > 0 && len(choices) > most {
		choices = choices[:most]
	}
	for _, c := range choices {
		m := match{c.ID, c.Name, c.Kind, c.Country, c.Admin1, c.Admin2, nil, nil, string(c.Precision), c.Within, c.Population, c.Weight, c.Why}
		if c.Located {
			m.Lat, m.Lon = &c.Lat, &c.Lon
		}
		f.Places = append(f.Places, m)
	}
	return f
}

// text shows a name's places as a table.
func (f found) text() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s: %s", printable(f.Name), wording.Plural(f.Total, "place"))
	if n := len(f.Places); n < f.Total {
		fmt.Fprintf(&b, ", the first %d", n)
	}
	b.WriteByte('\n')
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i, m := range f.Places {
		var in []string
		for _, s := range []string{m.Admin2, m.Admin1, m.Country} {
			if s != "" {
				in = append(in, s)
			}
		}
		point := "no point"
		if m.Lat != nil {
			point = fmt.Sprintf("%.4f %.4f", *m.Lat, *m.Lon)
		}
		why := strings.Join(m.Why, "; ")
		if m.Within != "" {
			point += " (that of " + m.Within + ")"
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", i+1, printable(m.Name), m.Kind, printable(strings.Join(in, ", ")), point, m.ID, printable(why))
	}
	w.Flush()
	return b.Bytes()
}
