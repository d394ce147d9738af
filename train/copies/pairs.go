package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"sitrep/internal/origin"
	"sitrep/internal/text"
)

type doc struct {
	ID, Text string
	sig      origin.Signature
	keys     []uint64
}

type gold struct {
	Incident string
	DocIDs   []string          `json:"doc_ids"`
	Ignore   [][2]string       `json:"ignore_pairs"`
	Kinds    map[string]string `json:"kinds"`
}

func pairs(docsPath, goldPath string, out io.Writer) error {
	docs := map[string]*doc{}
	var order []*doc
	f, err := os.Open(docsPath)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		d := &doc{}
		if err := json.Unmarshal(sc.Bytes(), d); err != nil {
			return err
		}
		t, err := text.Read([]byte(d.Text))
		if err != nil {
			return err
		}
		d.sig = origin.Sign(t.Text, t.Blocks)
		d.keys = d.sig.Keys()
		docs[d.ID] = d
		order = append(order, d)
	}
	g, err := os.Open(goldPath)
	if err != nil {
		return err
	}
	defer g.Close()
	group, inc, kind := map[string]int{}, map[string]string{}, map[string]string{}
	ignore := map[[2]string]bool{}
	gs := bufio.NewScanner(g)
	gs.Buffer(nil, 16<<20)
	for n := 0; gs.Scan(); n++ {
		var r gold
		if err := json.Unmarshal(gs.Bytes(), &r); err != nil {
			return err
		}
		for _, id := range r.DocIDs {
			group[id], inc[id], kind[id] = n, r.Incident, r.Kinds[id]
		}
		for _, p := range r.Ignore {
			ignore[p] = true
			ignore[[2]string{p[1], p[0]}] = true
		}
	}
	nPairs, noKey := 0, map[string]int{}
	for i, a := range order {
		for _, b := range order[i+1:] {
			same := group[a.ID] == group[b.ID]
			shared := 0
			for _, k := range a.keys {
				for _, l := range b.keys {
					if k == l {
						shared++
					}
				}
			}
			if same {
				nPairs++
				if shared == 0 {
					noKey[kind[a.ID]+"/"+kind[b.ID]]++
				}
			}
			if inc[a.ID] != inc[b.ID] && shared == 0 {
				continue
			}
			y := 0
			if same {
				y = 1
			} else if ignore[[2]string{a.ID, b.ID}] {
				y = -1
			}
			fs := origin.Features(&a.sig, &b.sig)
			cells := make([]string, len(fs))
			for k, x := range fs {
				cells[k] = fmt.Sprintf("%.4f", x)
			}
			fmt.Fprintln(out, y, shared, inc[a.ID], inc[b.ID], a.ID, b.ID, strings.ReplaceAll(kind[a.ID]+"/"+kind[b.ID], " ", "_"), strings.Join(cells, " "))
		}
	}
	fmt.Fprintln(os.Stderr, nPairs, "pairs; without a shared key", noKey)
	return nil
}
