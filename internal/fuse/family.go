package fuse

import (
	_ "embed"
	"fmt"
	"strings"

	"sitrep/codebook"
)

//go:embed families.tsv
var familiesTable string

// kin says which other types a type of claim can tell one happening with.
type kin struct {
	family string
	// means parts a family: an air strike is no car bomb. "" goes with all of them.
	means string
	// apart are types of which different reports cannot tell one happening with it: what was destroyed in one and who was killed in another.
	apart []string
}

// families reads a table of kin by type or by "plover:" and a code.
func families(table string) (map[string]kin, error) {
	out := map[string]kin{}
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 || cells[0] == "" || cells[1] == "" {
			return nil, fmt.Errorf("families: %q: want a type, a family, a means and types apart between tabs", line)
		}
		if _, twice := out[cells[0]]; twice {
			return nil, fmt.Errorf("families: %q stands there twice", cells[0])
		}
		k := kin{family: cells[1], means: cells[2]}
		if cells[3] != "" {
			k.apart = strings.Split(cells[3], "|")
		}
		out[cells[0]] = k
	}
	return out, nil
}

// kinOf are the kin of all types of a codebook. A type that is not in the table goes by the first code of its PLOVER crosswalk, its mode before its root, and
// joins what has no means of its own, and itself.
func kinOf(table map[string]kin, book *codebook.Codebook) map[string]kin {
	out := map[string]kin{}
	for i := range book.Types {
		t := &book.Types[i]
		if k, ok := table[t.ID]; ok {
			out[t.ID] = k
			continue
		}
		k := kin{family: t.ID}
		code, _, _ := strings.Cut(t.Crosswalk.PLOVER, " | ")
		root, _, _ := strings.Cut(code, "/")
		for _, c := range []string{root, code} {
			if above, ok := table["plover:"+c]; ok {
				k = kin{family: above.family, means: t.ID}
			}
		}
		out[t.ID] = k
	}
	return out
}
