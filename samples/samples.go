// Package samples holds reports written for this project, in the manner of agency copy, a UN flash update, a local
// paper, an army communiqué and an upper-case telex, with the claims that a careful coder takes from each. Their places,
// armed groups and agencies exist; everything that they tell is made up.
//
// Six of them stand in the folder itself and show what the program does. Those in dev are the yardstick that the
// repository carries with it: what is read from them is held to what was expected.
//
// Expected claims are written before any program has read the report, and mended only where they are wrong.
package samples

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed *.txt *.gold.json dev/*.txt dev/*.gold.json
var files embed.FS

// Styles are the manners in which the reports are written.
var Styles = []string{"agency", "paper", "flash", "communique", "telex"}

// Sample is a report and its expected claims, both as in their files.
type Sample struct {
	Name  string // place, style and year, without the ending: "iraq-agency-2016"
	Style string // one of Styles; "" where the name has none
	Text  []byte
	Gold  []byte // the gold format of internal/gold
}

// All gives the samples, those of Dev among them, in order of their names.
func All() ([]Sample, error) {
	shown, err := in(".")
	if err != nil {
		return nil, err
	}
	dev, err := Dev()
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(append(shown, dev...)), func(a, b Sample) int { return cmp.Compare(a.Name, b.Name) }), nil
}

// Dev gives the samples that reading is measured on, in order of their names.
func Dev() ([]Sample, error) { return in("dev") }

func in(folder string) ([]Sample, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	var out []Sample
	for _, file := range names {
		name := strings.TrimSuffix(file, ".txt")
		s := Sample{Name: path.Base(name), Style: style(path.Base(name))}
		if s.Text, err = files.ReadFile(file); err != nil {
			return nil, err
		}
		if s.Gold, err = files.ReadFile(name + ".gold.json"); err != nil {
			return nil, fmt.Errorf("sample %s: %w", s.Name, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// style is the word of a name that tells the style.
func style(name string) string {
	for _, word := range strings.Split(name, "-") {
		if slices.Contains(Styles, word) {
			return word
		}
	}
	return ""
}
