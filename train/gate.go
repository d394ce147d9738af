package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"

	"sitrep/codebook"
	"sitrep/internal/gate"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// gateOptions say how the gate is trained: by logistic regression, one item after another (AdaGrad; J. Duchi, E. Hazan,
// Y. Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", JMLR 12, 2011).
type gateOptions struct {
	out    string   // the model's file
	items  []string // JSON Lines of dated items with categories
	labels string   // judgements of items
	own    string   // our own short reports
	skip   string   // JSON Lines of items left out
	check  bool     // measure the gate that the program carries; train nothing

	from, to    int // years learned from
	passes      int
	least       int     // features of fewer items are left out
	rate, decay float64 // step, and pull of weights towards 0
	hand, rules float64 // what an item judged by hand and one judged by the rules weigh against one judged by its category
	book, mine  float64 // and what a sentence of the codebook that must give a claim and one of our own short reports weigh
	seed        uint64
}

var defaultGate = gateOptions{from: 2010, to: 2014, passes: 12, least: 5, rate: 0.15, decay: 0.005, hand: 10, rules: 0.3, book: 1, mine: 5, seed: 7}

// item is a dated item of a chronicle.
type item struct {
	ID, Date, Category, Topic, Text string
}

// kind names the category of an item by one word; categories were spelled in many ways over the years, and many were the
// names of wars, protests and elections of the day.
func (it *item) kind() string {
	c := strings.ToLower(strings.Trim(it.Category, "'"))
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(c, w) })
	}
	switch {
	case strings.HasPrefix(c, "armed ") || strings.HasPrefix(c, "attacks and "):
		return "armed"
	case has("law") && has("crime"):
		return "law"
	case has("disaster", "accident"):
		return "disaster"
	case c == "international relations":
		return "relations"
	case c == "politics", c == "politics and elections", c == "politics and election":
		return "politics"
	case c == "uncategorized":
		return "uncategorised"
	case has("war", "conflict", "insurgen", "uprising", "offensive", "attack", "bombing", "siege", "unrest", "protest", "clash"):
		return "named war"
	}
	return "other"
}

func (it *item) year() int {
	y, _ := strconv.Atoi(it.Date[:min(4, len(it.Date))])
	return y
}

// eachItem calls f with every item of the files but those of the file skip, and those with the text of one.
func eachItem(files []string, skip string, f func(*item) error) error {
	left := map[string]bool{}
	read := func(path string, f func(*item) error) error {
		r, err := open(path)
		if err != nil {
			return err
		}
		defer r.Close()
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<22)
		for n := 1; lines.Scan(); n++ {
			it := &item{}
			if err := json.Unmarshal(lines.Bytes(), it); err != nil {
				return fmt.Errorf("%s: line %d: %w", path, n, err)
			}
			if err := f(it); err != nil {
				return fmt.Errorf("%s: line %d: %w", path, n, err)
			}
		}
		return lines.Err()
	}
	if skip != "" {
		if err := read(skip, func(it *item) error { left[it.ID], left[it.Text] = true, true; return nil }); err != nil {
			return err
		}
	}
	for _, path := range files {
		err := read(path, func(it *item) error {
			if left[it.ID] || left[it.Text] {
				return nil
			}
			return f(it)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// judgement says whether an item is about conflict.
type judgement struct {
	about int // 0: it is not; 1: it is, if only by what states or parties do about one; 2: it tells of violence
	hand  bool
}

// readJudgements reads lines "date hand|rules 0|1|2 n n n": item n of that day, judged by hand or by what the rules found in it.
func readJudgements(path string) (map[string]judgement, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := map[string]judgement{}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(f) < 4 || f[1] != "hand" && f[1] != "rules" || len(f[2]) != 1 || f[2] < "0" || f[2] > "2" {
			return nil, fmt.Errorf("%s: line %d: want a date, hand or rules, 0, 1 or 2, and numbers of items", path, n)
		}
		for _, k := range f[3:] {
			out[f[0]+"-"+k] = judgement{int(f[2][0] - '0'), f[1] == "hand"}
		}
	}
	return out, nil
}

// example is an item to learn from.
type example struct {
	keys   []string // without doubles, sorted
	ids    []int32
	target float64
	weight float64
}

// examples are the items of the years to learn from that something is known of.
func (o *gateOptions) examples(p *parse.Parser, judged map[string]judgement) ([]*example, error) {
	var out []*example
	err := eachItem(o.items, o.skip, func(it *item) error {
		if y := it.year(); y < o.from || y > o.to {
			return nil
		}
		e := &example{weight: 1}
		kind := it.kind()
		known := kind == "armed" || kind == "named war" || kind == "relations" || kind == "disaster"
		if known && kind != "disaster" {
			e.target = 1
		}
		if j, ok := judged[it.ID]; ok {
			e.target = 0
			if j.about > 0 {
				e.target = 1
			}
			switch {
			case !j.hand:
				e.weight = o.rules
			case !known:
				e.weight = o.hand
			}
		} else if !known {
			return nil
		}
		add(p, &out, it.Text, e.target, e.weight)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if o.own != "" {
		data, err := os.ReadFile(o.own)
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(data)) {
			n++
			if strings.HasPrefix(line, "#") {
				continue
			}
			label, words, _ := strings.Cut(strings.TrimSpace(line), "\t")
			if label != "0" && label != "1" || words == "" {
				return nil, fmt.Errorf("%s: line %d: want 0 or 1, a tab and a text", o.own, n)
			}
			add(p, &out, words, float64(label[0]-'0'), o.mine)
		}
	}
	book, err := codebook.Default()
	if err != nil {
		return nil, err
	}
	for i := range book.Types {
		for _, r := range book.Types[i].Rules {
			for _, m := range r.Match {
				add(p, &out, m.Text, 1, o.book)
			}
		}
	}
	return out, nil
}

// add reads a text of our own as an example. One that the product refuses is left out.
func add(p *parse.Parser, out *[]*example, words string, target, weight float64) {
	t, err := text.Read([]byte(words))
	if err != nil {
		return
	}
	e := &example{target: target, weight: weight}
	e.read(p, p.Parse(t))
	*out = append(*out, e)
}

func (e *example) read(p *parse.Parser, d *parse.Doc) {
	gate.Features(p, d, 0, len(d.Tokens), func(key []byte) { e.keys = append(e.keys, string(key)) })
	slices.Sort(e.keys)
	e.keys = slices.Compact(e.keys)
}

// trainGate trains the gate and gives its model.
func trainGate(o gateOptions, log io.Writer) ([]byte, error) {
	p, err := parse.New()
	if err != nil {
		return nil, err
	}
	judged, err := readJudgements(o.labels)
	if err != nil {
		return nil, err
	}
	all, err := o.examples(p, judged)
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, e := range all {
		for _, k := range e.keys {
			count[k]++
		}
	}
	maps.DeleteFunc(count, func(_ string, n int) bool { return n < o.least })
	names := slices.Sorted(maps.Keys(count))
	id := make(map[string]int32, len(names))
	for i, k := range names {
		id[k] = int32(i)
	}
	for _, e := range all {
		for _, k := range e.keys {
			if i, ok := id[k]; ok {
				e.ids = append(e.ids, i)
			}
		}
	}
	w, bias := o.fit(all, len(names))
	var out bytes.Buffer
	fmt.Fprintf(&out, "bias\t%d\n", hundredths(bias))
	kept := 0
	for i, k := range names {
		if h := hundredths(w[i]); h != 0 {
			fmt.Fprintf(&out, "%s\t%d\n", k, h)
			kept++
		}
	}
	fmt.Fprintf(log, "gate: %d items, %d features, %d bytes\n", len(all), kept, out.Len())
	return out.Bytes(), nil
}

func hundredths(w float64) int { return int(math.Round(100 * w)) }

// fit finds weights and bias.
func (o *gateOptions) fit(all []*example, features int) ([]float64, float64) {
	w, sum := make([]float64, features), make([]float64, features) // sum: of squared gradients
	bias, biasSum := 0.0, 0.0
	rng := rand.New(rand.NewPCG(o.seed, 0))
	order := slices.Clone(all)
	for range o.passes {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, e := range order {
			s := bias
			for _, i := range e.ids {
				s += w[i]
			}
			g := (1/(1+math.Exp(-s)) - e.target) * e.weight
			for _, i := range e.ids {
				gi := g + o.decay*w[i]
				sum[i] += gi * gi
				w[i] -= o.rate * gi / math.Sqrt(1+sum[i])
			}
			biasSum += g * g
			bias -= o.rate * g / math.Sqrt(1+biasSum)
		}
	}
	return w, bias
}

// kinds are the categories in the order of a report, those about conflict first.
var kinds = []string{"armed", "named war", "relations", "law", "politics", "disaster", "uncategorised", "other"}
