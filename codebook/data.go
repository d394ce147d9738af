package codebook

import "embed"

//go:embed types lists actors codes modality.yaml attribution.yaml version.txt
var files embed.FS

// Data gives the files of the built-in codebook, among them the registry of actors (actors/*.tsv) and the word lists
// (lists/*.txt).
func Data() embed.FS { return files }
