package parse

import (
	_ "embed"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Word clusters put words that stand between the same neighbours into one class, learned from unlabelled text by the
// exchange algorithm (R. Kneser, H. Ney, "Improved Clustering Techniques for Class-Based Statistical Language Modelling",
// Eurospeech 1993). A word that no treebank holds shares its class with words that one does. The classes are grouped
// twice, so a class is a path of 16 bits:
//
//	path >> 12  one of 16 wide groups
//	path >> 8   one of some 100 middle groups
//	path        the class itself, one of some 500
//
// The model file is flat and read in place:
//
//	magic   8 bytes "SITRCLU1"
//	counts  little-endian uint32: word slots
//	words   per slot 8 bytes: check uint32, path uint16, 0, 0 (see tagger.go for the table)

//go:embed clusters.bin
var clusterBin string

const (
	clusterMagic  = "SITRCLU1"
	clusterHeader = 8 + 4
)

type clusters struct {
	words string
	n     uint64
}

func loadClusters(bin string) (*clusters, error) {
	if len(bin) < clusterHeader {
		return nil, fmt.Errorf("clusters: %w: %d bytes", errModel, len(bin))
	}
	if bin[:8] != clusterMagic {
		return nil, fmt.Errorf("clusters: %w: magic %q, want %q", errModel, bin[:8], clusterMagic)
	}
	n := u32(bin, 8)
	if want := clusterHeader + 8*uint64(n); uint64(len(bin)) != want || n == 0 {
		return nil, fmt.Errorf("clusters: %w: %d bytes, want %d", errModel, len(bin), want)
	}
	return &clusters{bin[clusterHeader:], uint64(n)}, nil
}

func (c *clusters) path(key uint64) (uint16, bool) {
	at := find(c.words, c.n, key)
	if at < 0 {
		return 0, false
	}
	return uint16(c.words[at+4]) | uint16(c.words[at+5])<<8, true
}

// Cluster is the path of a word's class, see above; ok is false for a word that none was learned for. Case does not
// matter, but for this: unless upper says that the sentence is written in capitals, a word of two to five capitals is
// looked up as such first, so that "US" is no pronoun.
func (p *Parser) Cluster(word string, upper bool) (path uint16, ok bool) {
	if !upper && acronym(word) {
		if path, ok = p.clusters.path(foldedKey(word, false)); ok {
			return path, true
		}
	}
	return p.clusters.path(foldedKey(word, true))
}

// ClusterKey is the key that a word's class is kept under, in a sentence written in capitals or not: what
// TagInput.FoldedKey gives.
func ClusterKey(word string, upper bool) uint64 { return foldedKey(word, upper || !acronym(word)) }

// foldedKey is the hash of a word with its digits made 0, quotes and dashes straightened and, if fold says so, in lower
// case, as TagInput keeps it.
func foldedKey(word string, fold bool) uint64 {
	word = cutWord(word)
	h := uint64(hashSeed)
	var buf [utf8.UTFMax]byte
	for _, r := range word {
		switch {
		case r >= '0' && r <= '9' || unicode.IsDigit(r):
			r = '0'
		case !unicode.IsLetter(r):
			r = straight(r)
		}
		if fold {
			r = lower(r)
		}
		for _, c := range buf[:utf8.EncodeRune(buf[:], r)] {
			h = hashByte(h, c)
		}
	}
	return hashEnd(h)
}
