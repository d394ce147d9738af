// Command copies makes what internal/origin embeds and fits what it weighs by. From the repository's root:
//
//	go run ./train/copies words ../shared/corpus > internal/origin/words.txt
//	go run ./train/copies fit ../shared/bench/dup/dev.docs.jsonl ../shared/bench/dup/dev.jsonl
//	go run ./train/copies groups FILE...
//
// words counts in how many news items of a folder of JSON Lines (plain or gzip, field "text") each stem stands. fit prints the weights of
// the verdict on two texts, and how it does on incidents that it was not fitted on. groups shows the groups found in files.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sitrep/internal/origin"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 3 && os.Args[1] == "words":
		err = words(os.Args[2], os.Stdout)
	case len(os.Args) == 4 && os.Args[1] == "fit":
		err = fit(os.Args[2], os.Args[3], os.Stdout)
	case len(os.Args) > 2 && os.Args[1] == "groups":
		err = groups(os.Args[2:], os.Stdout)
	default:
		fmt.Fprintln(os.Stderr, "usage: copies words FOLDER | copies fit DOCUMENTS GOLD | copies groups FILE...")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "copies:", err)
		os.Exit(1)
	}
}

// closedClass are words that carry no content however seldom short news items use them.
const closedClass = `a about above across after again against all almost along already also although always am among an and another any
anyone anything are around as at away back be became because become been before began begin behind being below between both but by came can
cannot come could did do does done down during each either else enough even ever every everyone everything few for from further get
give given go going gone got had has have he her here hers him himself his how however i if in indeed instead into is it its itself just
keep kept later least less let like made make many may me might mine more most much must my near neither never no nobody none nor not
nothing now of off often on once one only onto or other others our out over own per perhaps put quite rather really s said same saw say
says see seem seen several shall she should since so some someone something sometimes soon still such take taken than that the their them
themselves then there therefore these they thing this those though through thus to together told too took toward towards under until up
upon us very was we well went were what when where whether which while who whom whose why will with within without would yet you your
t re ve ll d m don didn doesn isn wasn weren couldn wouldn hasn haven hadn according`

// How the table is cut: stems in fewer than leastItems items are not listed.
const (
	leastItems = 10
	minBits    = 5
	levelBits  = 1.25
	topLevel   = 6
)

func words(folder string, out io.Writer) error {
	in := map[string]int{}
	items := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(strings.TrimSuffix(path, ".gz"), ".jsonl") {
			return err
		}
		return each(path, func(text string) error {
			items++
			stems := origin.Stems(text)
			slices.Sort(stems)
			for _, s := range slices.Compact(stems) {
				in[s]++
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	byLevel := map[string][]string{"-": nil}
	closed := map[string]bool{}
	for _, s := range origin.Stems(closedClass) {
		closed[s] = true
		byLevel["-"] = append(byLevel["-"], s)
	}
	for s, n := range in {
		if closed[s] || n < leastItems || strings.ContainsAny(s, "0123456789") && len(s) != 4 {
			continue
		}
		level := int(math.Floor((math.Log2(float64(items)/float64(n)) - minBits) / levelBits))
		name := "-"
		if level >= 0 {
			name = fmt.Sprint(min(level, topLevel))
		}
		byLevel[name] = append(byLevel[name], s)
	}
	for _, name := range strings.Split("- 0 1 2 3 4 5 6", " ") {
		slices.Sort(byLevel[name])
		byLevel[name] = slices.Compact(byLevel[name])
		line := name
		for _, s := range byLevel[name] {
			if len(line)+len(s) > 130 {
				fmt.Fprintln(out, line)
				line = name
			}
			line += " " + s
		}
		if line != name {
			fmt.Fprintln(out, line)
		}
	}
	return nil
}

// each calls f with the text of every line of a file.
func each(path string, f func(text string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		var row struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if err := f(row.Text); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
