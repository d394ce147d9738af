package main

import (
	"io"
	"strings"
	"testing"

	"sitrep/internal/parse"
)

// TestWordsWithTheSameNeighboursShareAClass also holds that the groups nest.
func TestWordsWithTheSameNeighboursShareAClass(t *testing.T) {
	var sents [][]uint64
	for _, verb := range []string{"raided", "shelled", "entered", "left"} {
		for _, force := range []string{"troops", "rebels", "police"} {
			for _, town := range []string{"Karsa", "Adan", "Sorel"} {
				sents = append(sents, wordKeys(strings.Fields("the "+force+" "+verb+" "+town+" ."), false))
			}
		}
	}
	o := clusterOptions{classes: 5, middle: 3, wide: 2, least: 2, most: 100, passes: 10}
	bin, err := trainClusters(sents, o, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	m := parse.Embedded()
	m.Clusters = string(bin)
	p, err := parse.Load(m)
	if err != nil {
		t.Fatal(err)
	}
	paths := map[uint16]string{}
	for _, words := range []string{"the", "troops rebels police", "raided shelled entered left", "Karsa ADAN sorel", "."} {
		first := strings.Fields(words)[0]
		path, ok := p.Cluster(first, true)
		if !ok || paths[path] != "" {
			t.Errorf("%q is known: %v; has the class of %q", first, ok, paths[path])
		}
		paths[path] = first
		for _, w := range strings.Fields(words) {
			if got, ok := p.Cluster(w, true); !ok || got != path {
				t.Errorf("class of %q is %04x, %v, want %04x", w, got, ok, path)
			}
		}
	}
	if _, ok := p.Cluster("navy", true); ok {
		t.Error("a word never seen has a class")
	}
	if _, err := trainClusters(nil, o, io.Discard); err == nil {
		t.Error("clusters of nothing")
	}
}

func TestExchangeGainsWithEveryPass(t *testing.T) {
	pairs := map[[2]int32]int32{}
	x := uint32(7)
	for range 4000 { // skewed counts of 60 items
		x = x*1664525 + 1013904223
		a, b := int32(x>>16%60*(x>>24%60)/60), int32(x>>20%60)
		pairs[[2]int32{a, b}]++
	}
	b := newBigrams(60, pairs)
	order := byNumber(60)
	_, last := exchange(b, order, 8, 60, 0)
	for passes := 1; passes < 5; passes++ {
		class, sum := exchange(b, order, 8, 60, passes)
		if sum < last {
			t.Errorf("pass %d: likelihood %d after %d", passes, sum, last)
		}
		last = sum
		// The likelihood that was kept up to date is that of the classes counted anew.
		g := b.grouped(class, 8)
		if _, again := exchange(g, byNumber(8), 8, 60, 0); again != sum {
			t.Errorf("likelihood %d, counted anew %d", sum, again)
		}
	}
}
