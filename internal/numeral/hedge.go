package numeral

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"sitrep/internal/text"
)

//go:embed hedges.txt
var hedgesTxt string

type bound uint8

const (
	exact bound = iota
	about
	atLeast
	atMost
)

var boundNames = map[string]bound{"exact": exact, "about": about, "at_least": atLeast, "at_most": atMost}

// hedge is a row of hedges.txt.
type hedge struct {
	words []string
	bound bound
	verb  bool // the words are the clause's verb and stay out of the quantity
}

// hedges are the rows by where they stand: those before a number by their last word, the others by their first; the longest
// first.
type hedges struct{ before, after, behind map[string][]hedge }

var table = sync.OnceValue(func() hedges {
	t := hedges{map[string][]hedge{}, map[string][]hedge{}, map[string][]hedge{}}
	for line := range strings.Lines(hedgesTxt) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0][0] == '#' {
			continue
		}
		h := hedge{f[2:], boundNames[f[1]], f[0] == "verb"}
		by, key := t.before, h.words[len(h.words)-1]
		if f[0] != "before" && !h.verb {
			key = h.words[0]
			if by = t.after; f[0] == "behind" {
				by = t.behind
			}
		}
		by[key] = append(by[key], h)
	}
	for _, by := range []map[string][]hedge{t.before, t.after, t.behind} {
		for _, list := range by {
			slices.SortStableFunc(list, func(a, b hedge) int { return len(b.words) - len(a.words) })
		}
	}
	return t
})

// notAfter lists, for hedges that are prepositions as well, the words after which they are: "talked about 20 cases", "handed
// over 40 men".
var notAfter = map[string]map[string]bool{
	"over": set("take takes took taken taking hand hands handed handing turn turns turned turning fly flies flew flown flying sign signed give gave given argue argued row dispute"),
	"about": set("talk talks talked talking speak speaks spoke spoken ask asked asks report reports reported information concern concerns concerned worry worried bring brings brought come comes came " +
		"story stories question questions details know knew known think thought how what news rumours rumors say says said learn learned learnt tell told complain complained doubt doubts"),
	"around":      set("rally rallied turn turned revolve revolves based centred centered walk walked drive drove"),
	"under":       set("bring brought come came put placed buried live lived living"),
	"near":        set("lie lies lay villages village town base camp post from"),
	"above":       set("hover hovered flying flew fly from see mentioned"),
	"below":       set("from see"),
	"beyond":      set("go goes went gone"),
	"north of":    set("km kilometres kilometers miles just far further farther lies located village town area areas"),
	"south of":    set("km kilometres kilometers miles just far further farther lies located village town area areas"),
	"short of":    set("fall falls fell stop stopped stops run ran"),
	"approaching": set("soldiers troops rebels fighters forces men vehicles convoy boats and is are was were"),
	"exceeding":   set("is are was were"),
	"topping":     set("is are was were and"),
	"perhaps":     set("or"),
	"just":        set("have has had"),
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// reader reads the quantities of a sentence, whose tokens are first…last.
type reader struct {
	*text.Doc
	first, last int
}

// norm is the normal form of token i, "" outside the sentence.
func (r *reader) norm(i int) string {
	if i < r.first || i >= r.last {
		return ""
	}
	return r.Tokens[i].Norm
}

// glued says that no white space stands between tokens i and i+1.
func (r *reader) glued(i int) bool {
	return i >= r.first && i+1 < r.last && r.Tokens[i].End == r.Tokens[i+1].Start
}

// are says that words stand from token i on.
func (r *reader) are(i int, words []string) bool {
	for k, w := range words {
		if r.norm(i+k) != w {
			return false
		}
	}
	return true
}

// hedgeBefore finds the hedge that ends right before token i: its first token (i for none) and its bound. Of two in a row the
// outer one says more: "at least some 20".
func (r *reader) hedgeBefore(i int) (int, bound) {
	for _, h := range table().before[r.norm(i-1)] {
		k := i - len(h.words)
		if k < r.first || !r.are(k, h.words) {
			continue
		}
		if name := strings.Join(h.words, " "); notAfter[name][r.norm(k-1)] {
			continue
		}
		if h.verb {
			return i, h.bound
		}
		outer, b := r.hedgeBefore(k)
		if outer == k || b == exact {
			return outer, h.bound
		}
		return outer, b
	}
	return i, exact
}

// hedgeAfter finds the hedge that begins at token j: its end (j for none) and its bound.
func (r *reader) hedgeAfter(by map[string][]hedge, j int) (int, bound) {
	for _, h := range by[r.norm(j)] {
		if !r.are(j, h.words) {
			continue
		}
		if h.words[len(h.words)-1] == "more" && r.norm(j+len(h.words)) == "than" {
			continue
		}
		if end := j + len(h.words); h.words[0] != "-" || r.glued(j) && r.glued(j-1) {
			return end, h.bound
		}
	}
	return j, exact
}
