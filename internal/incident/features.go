package incident

import (
	"slices"
	"strconv"

	"sitrep"
	"sitrep/internal/actor"
	"sitrep/internal/parse"
)

// Features of a candidate are what is true at any of its places, and some of the whole report. A feature is the hash of a
// name and a value.

// hash is FNV-1a with a final mix, never 0 in its low half.
func hash(name, value string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	h = (h ^ '=') * 1099511628211
	for i := 0; i < len(value); i++ {
		h = (h ^ uint64(value[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// surroundings is what features are made from, worked out once a report.
type surroundings struct {
	*Reading
	mentionAt     map[int]int // by token: index into Mentions, +1
	claimsIn      [][]int     // by sentence: claims whose trigger stands there
	fills         []filling   // fillers as tokens
	kinds         map[string]sitrep.Entity
	tokenAt       map[int]int // by byte offset of a start
	sentenceOrder []int
	seen          map[uint64]bool
	prefix        string
	out           []uint64
}

type filling struct {
	first, last int
	entity      string
	name        string // role:type
	claim       int
}

func newSurroundings(r *Reading) *surroundings {
	s := &surroundings{Reading: r, mentionAt: map[int]int{}, claimsIn: make([][]int, len(r.Doc.Sents)), kinds: map[string]sitrep.Entity{}, tokenAt: map[int]int{}, seen: map[uint64]bool{}}
	for i := range r.Doc.Tokens {
		s.tokenAt[r.Doc.Tokens[i].Start] = i
	}
	for _, e := range r.Entities {
		s.kinds[e.ID] = e
	}
	for i, m := range r.Mentions {
		first, last := s.tokens(m.Span)
		for k := first; k < last; k++ {
			if s.mentionAt[k] == 0 {
				s.mentionAt[k] = i + 1
			}
		}
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		if k, ok := s.tokenAt[c.Trigger.Start]; ok {
			n := r.Doc.Tokens[k].Sent
			s.claimsIn[n] = append(s.claimsIn[n], i)
		}
		for _, role := range sitrep.Roles {
			for _, f := range c.Roles[role] {
				first, last := s.tokens(f.Span)
				s.fills = append(s.fills, filling{first, last, f.Entity, c.Type + ":" + string(role), i})
			}
		}
		if a := c.Attribution; a != nil && a.Start < a.End {
			first, last := s.tokens(a.Span)
			s.fills = append(s.fills, filling{first, last, a.Entity, "source", i})
		}
	}
	n := 0
	s.sentenceOrder = make([]int, len(r.Doc.Sents))
	for i, g := range r.Grammars {
		s.sentenceOrder[i] = n
		if g != nil {
			n++
		}
	}
	return s
}

// tokens are the tokens of a span of bytes.
func (s *surroundings) tokens(sp sitrep.Span) (first, last int) {
	first, ok := s.tokenAt[sp.Start]
	if !ok {
		return 0, 0
	}
	last = first
	for last < len(s.Doc.Tokens) && s.Doc.Tokens[last].Start < sp.End {
		last++
	}
	return first, last
}

func (s *surroundings) add(name, value string) {
	h := hash(s.prefix+name, value)
	if !s.seen[h] {
		s.seen[h] = true
		s.out = append(s.out, h)
	}
}

func (s *surroundings) cluster(i int) (string, string) {
	c, ok := s.Cluster(s.Doc.Word(i), s.Doc.Sents[s.Doc.Tokens[i].Sent].Upper)
	if !ok {
		return "-", "-"
	}
	return strconv.Itoa(int(c)), strconv.Itoa(int(c >> 8))
}

func (s *surroundings) class(i int) string {
	c := s.Class(s.Doc.Lemmas[i])
	if c == 0 {
		c = s.Class(s.Doc.Tokens[i].Norm)
	}
	return classNames(c)
}

var classWords = []string{"fighter", "force", "person", "official", "organisation", "media", "weapon", "explosive", "aircraft", "vehicle", "facility", "settlement", "abstract", "accident"}

func classNames(c actor.Class) string {
	out := ""
	for i, w := range classWords {
		if c>>i&1 != 0 {
			out += w + "+"
		}
	}
	return out
}

// of gives the features of a candidate.
func (s *surroundings) of(all []Candidate, i int) []uint64 {
	c := &all[i]
	clear(s.seen)
	s.out = s.out[:0]
	s.add("str", c.key)
	s.add("bias", "")
	n := len(c.places)
	switch {
	case n > 6:
		n = 6
	case n > 3:
		n = 4
	}
	s.add("n", strconv.Itoa(n))
	for _, p := range c.places {
		s.inside(p)
		s.around(p)
	}
	if len(c.kin) > 0 {
		s.prefix = "kin "
		for _, k := range c.kin {
			for _, p := range all[k].places {
				s.around(p)
			}
		}
		s.prefix = ""
		s.add("kin", "")
		if len(c.key) > len(all[c.kin[0]].key) {
			s.add("kin", "longer")
		} else {
			s.add("kin", "shorter")
		}
	}
	first := s.sentenceOrder[c.places[0].sent]
	s.add("first", strconv.Itoa(min(first, 4)))
	return slices.Clone(s.out)
}

// inside adds what the candidate's own words and its phrase tell.
func (s *surroundings) inside(p place) {
	d, g := s.Doc, s.Grammars[p.sent]
	ph := &g.Phrases[p.phrase]
	head := d.Lemmas[p.head]
	c1, c2 := s.cluster(p.head)
	cl := s.class(p.head)
	s.add("h", head)
	s.add("hc", c1)
	s.add("hd", c2)
	s.add("cl", cl)
	s.add("w1", d.Tokens[p.first].Norm)
	s.add("len", strconv.Itoa(min(p.last-p.first, 5)))
	tags := ""
	all := true
	for k := p.first; k < p.last; k++ {
		tags += g.Tag(k).String() + " "
		all = all && g.Tag(k) == parse.PROPN
		if k != p.head {
			s.add("in", d.Lemmas[k])
			if w := s.class(k); w != "" {
				s.add("inc", w)
			}
		}
	}
	s.add("ts", tags)
	edge := ""
	if p.first == ph.First || p.first == ph.First+1 && !begins(g, ph.First) {
		edge = "s"
	}
	if p.last >= ph.Last {
		edge += "e"
	}
	if p.head == ph.Head {
		edge += "h"
	}
	s.add("edge", edge)
	s.add("edge+cl", edge+cl)
	before, after := "^", "$"
	if p.first > g.First {
		before = d.Lemmas[p.first-1]
		s.add("Lc", s.class(p.first-1))
		s.add("Lt", g.Tag(p.first-1).String()+edge)
	}
	if p.last < g.Last {
		after = d.Lemmas[p.last]
		s.add("Rc", s.class(p.last))
		s.add("Rt", g.Tag(p.last).String()+edge)
	}
	s.add("L", before)
	s.add("R", after)
	et := "none"
	if m := s.mentionAt[p.head]; m > 0 {
		m := &s.Mentions[m-1]
		et = string(m.Type)
		sp := d.Range(p.first, p.last)
		fit := ""
		if sp.Start == m.Start {
			fit = "<"
		} else if sp.Start < m.Start {
			fit = "+"
		}
		if sp.End == m.End {
			fit += ">"
		} else if sp.End > m.End {
			fit += "+"
		}
		s.add("et+fit", et+fit)
		if e, ok := s.kinds[m.Entity]; ok {
			s.add("ek", string(e.Type)+e.Kind)
			s.add("ek+fit", string(e.Type)+e.Kind+fit)
			s.add("en", e.Name)
		}
		for _, f := range s.fills {
			if f.entity != "" && f.entity == m.Entity {
				s.add("erole", f.name)
			}
		}
	}
	s.add("et", et)
	s.add("et+edge", et+edge)
}

// around adds what the sentence and those beside it tell.
func (s *surroundings) around(p place) {
	d, g := s.Doc, s.Grammars[p.sent]
	cl := s.class(p.head)
	if cl == "" {
		cl = g.Tag(p.head).String()
	}
	// What rules found.
	for _, f := range s.fills {
		if f.first < p.last && p.first < f.last {
			how := "part"
			switch {
			case f.last == p.last && f.first == p.first:
				how = "same"
			case p.head >= f.first && p.last == f.last:
				how = "end"
			}
			s.add("role", f.name)
			s.add("role+how", f.name+how)
			s.add("role+mod", f.name+string(s.Claims[f.claim].Modality))
			s.add("role+cl", f.name+cl)
		}
	}
	for off := -1; off <= 1; off++ {
		if n := p.sent + off; n >= 0 && n < len(s.claimsIn) {
			name := "claims" + strconv.Itoa(off)
			for _, c := range s.claimsIn[n] {
				s.add(name, s.Claims[c].Type)
				s.add(name+"+cl", s.Claims[c].Type+cl)
				if off == 0 {
					s.add("trigger", s.Words[c])
				}
			}
			if len(s.claimsIn[n]) == 0 {
				s.add(name, "none")
			}
		}
	}
	// Relations.
	for v := range g.Verbs {
		u := &g.Verbs[v]
		voice := ""
		if g.PassiveLike(v) {
			voice = "~"
		}
		verb := d.Lemmas[u.Head] + voice
		vc, vd := s.cluster(u.Head)
		for _, o := range u.Objects {
			if o == p.phrase {
				s.relation("obj", verb, vc+voice, vd+voice, cl, p)
			}
		}
		for _, o := range u.Subjects {
			if o == p.phrase {
				s.relation("sub", verb, vc+voice, vd+voice, cl, p)
			}
		}
		if u.UpPhrase == p.phrase {
			s.relation("rel", verb, vc+voice, vd+voice, cl, p)
		}
	}
	top := p.phrase
	for n := 0; n < 6 && g.Phrases[top].Conj >= 0; n++ {
		top = g.Phrases[top].Conj
	}
	if top != p.phrase {
		s.add("list", "")
	}
	prep := g.Preposition(top)
	if gov := g.Phrases[top].Gov; gov >= 0 {
		k := g.Phrases[gov].Head
		c1, c2 := s.cluster(k)
		s.relation("prep "+prep, d.Lemmas[k], c1, c2, cl, p)
	} else if v := g.Clause(p.head); v >= 0 && prep != "" {
		k := g.Verbs[v].Head
		c1, c2 := s.cluster(k)
		s.relation("prep "+prep, "v:"+d.Lemmas[k], c1, c2, cl, p)
	}
	s.add("prep", prep)
	for q := range g.Phrases {
		if g.Phrases[q].Owner == p.phrase {
			k := g.Phrases[q].Head
			c1, c2 := s.cluster(k)
			s.relation("own", d.Lemmas[k], c1, c2, cl, p)
		}
		if g.Phrases[q].Appos == p.phrase || g.Phrases[p.phrase].Appos == q {
			s.add("appos", d.Lemmas[g.Phrases[q].Head])
		}
	}
	if h := g.Phrases[p.phrase].Head; h != p.head && h >= p.last {
		c1, c2 := s.cluster(h)
		s.relation("mod", d.Lemmas[h], c1, c2, cl, p)
	}
	if a := d.Arcs[p.head]; a.Head >= 0 {
		c1, c2 := s.cluster(a.Head)
		s.relation("arc "+a.Rel, d.Lemmas[a.Head], c1, c2, cl, p)
		if b := d.Arcs[a.Head]; b.Head >= 0 {
			s.add("arc2", a.Rel+" "+b.Rel+" "+d.Lemmas[b.Head])
		}
	}
	// Words beside it.
	for k := max(g.First, p.first-8); k < min(g.Last, p.last+8); k++ {
		if k >= p.first && k < p.last {
			continue
		}
		switch g.Tag(k) {
		case parse.NOUN, parse.VERB, parse.ADJ, parse.PROPN:
			side := "bl"
			if k >= p.last {
				side = "br"
			}
			s.add(side, d.Lemmas[k])
			_, c2 := s.cluster(k)
			s.add(side+"c", c2)
		}
	}
	for _, off := range []int{-2, -3} {
		if k := p.first + off; k >= g.First {
			s.add("L"+strconv.Itoa(off), d.Lemmas[k]+" "+d.Lemmas[k+1])
		}
	}
	if k := p.last + 1; k < g.Last {
		s.add("R2", d.Lemmas[k-1]+" "+d.Lemmas[k])
	}
}

func (s *surroundings) relation(name, lemma, c1, c2, cl string, p place) {
	if p.head != s.Grammars[p.sent].Phrases[p.phrase].Head && name != "mod" && name[:3] != "arc" {
		name = "in " + name
	}
	s.add(name, lemma)
	s.add(name+"c", c1)
	s.add(name+"d", c2)
	s.add(name+"+cl", lemma+cl)
	s.add(name+"d+cl", c2+cl)
}
