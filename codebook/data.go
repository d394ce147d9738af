package codebook

import "embed"

//go:embed actors lists
var data embed.FS

// Data gives the registry of actors (actors/*.tsv) and the word lists (lists/*.txt).
func Data() embed.FS { return data }
