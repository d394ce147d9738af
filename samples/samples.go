// Package samples holds reports written for this project, in the manner of agency copy, a UN flash update, a local
// paper, an army communiqué and an upper-case telex, with the claims that a careful coder takes from each. Their places,
// armed groups and agencies exist; everything that they tell is made up.
package samples

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed *.txt *.gold.json
var files embed.FS

// Sample is a report and its expected claims, both as in their files.
type Sample struct {
	Name string // without the ending: "iraq-agency-2016"
	Text []byte
	Gold []byte // the gold format of internal/gold
}

// All gives the samples in order of their names.
func All() ([]Sample, error) {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, err
	}
	var out []Sample
	for _, name := range names {
		s := Sample{Name: strings.TrimSuffix(path.Base(name), ".txt")}
		if s.Text, err = files.ReadFile(name); err != nil {
			return nil, err
		}
		if s.Gold, err = files.ReadFile(s.Name + ".gold.json"); err != nil {
			return nil, fmt.Errorf("sample %s: %w", s.Name, err)
		}
		out = append(out, s)
	}
	return out, nil
}
