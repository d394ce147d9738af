package api

import (
	_ "embed"
	"strings"
)

// descriptionTable holds what the comments of the program's source say of the types and fields that answers are made of: the type with its
// package, the field or nothing, and the words, parted by tabs. A test makes it anew from the source (go test ./internal/api -update) and
// fails where it is not what the source says.
//
//go:embed describe.tsv
var descriptionTable string

// descriptions gives the words by "package.Type" and "package.Type\tField".
func descriptions() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(descriptionTable) {
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(parts) != 3 {
			continue
		}
		key := parts[0]
		if parts[1] != "" {
			key += "\t" + parts[1]
		}
		out[key] = parts[2]
	}
	return out
}
