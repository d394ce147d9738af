package main

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"sitrep/internal/parse"
)

// slot is one entry of an open-addressed table: 4 bytes for its key's check are put before the value.
type slot struct {
	key   uint64
	value [4]byte
}

// table lays slots out for package parse (see its tagger.go), filled to at most four fifths.
func table(slots []slot) []byte {
	slices.SortFunc(slots, func(a, b slot) int { return cmp.Compare(a.key, b.key) })
	n := uint64(len(slots)*5/4 + 1)
	out := make([]byte, 8*n)
	for _, s := range slots {
		at := (s.key >> 32) * n >> 32
		for binary.LittleEndian.Uint32(out[8*at:]) != 0 {
			if at++; at == n {
				at = 0
			}
		}
		binary.LittleEndian.PutUint32(out[8*at:], uint32(s.key)|1)
		copy(out[8*at+4:], s.value[:])
	}
	return out
}

func writeTagger(lex *lexicon, l *learner, o taggerOptions, log io.Writer) ([]byte, error) {
	var words []slot
	for key, c := range lex.counts {
		e := entry(c)
		s := slot{key: key}
		binary.LittleEndian.PutUint16(s.value[:], uint16(e.Class))
		s.value[2] = 0xff
		if e.Fixed {
			s.value[2] = byte(e.Tag)
		}
		words = append(words, s)
	}
	w := featureWriter{scale: 24, prune: o.prune}
	for key, id := range l.ids {
		w.add(key, tagCount, func(t int) float64 { return l.avg[id][t] })
	}
	slots, pool, err := w.lay()
	if err != nil {
		return nil, fmt.Errorf("tagger: %w", err)
	}
	fmt.Fprintf(log, "lexicon %d, features %d, weights %d (%d clipped), pool %d bytes\n",
		len(words), len(slots), w.kept, w.clipped, len(pool))
	lt, ft := table(words), table(slots)
	out := []byte("SITRTAG1")
	for _, n := range []int{len(lt) / 8, len(ft) / 8, len(pool), tagCount} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	out = append(out, lt...)
	out = append(out, ft...)
	return append(out, pool...), nil
}

// featureWriter collects the weights of features as whole numbers of 1/scale, leaving out those below prune.
type featureWriter struct {
	scale, prune  float64
	feats         []feature
	kept, clipped int
}

// feature is a key with pairs of class and weight.
type feature struct {
	key   uint64
	pairs []byte
}

func (w *featureWriter) add(key uint64, classes int, weight func(class int) float64) {
	f := feature{key: key}
	for t := range classes {
		avg := weight(t)
		if avg < w.prune && avg > -w.prune {
			continue
		}
		q := int(float64(avg*w.scale)+1000.5) - 1000 // converted so that no machine fuses the two
		if q == 0 {
			continue
		}
		if q > 127 || q < -127 {
			w.clipped++
			q = min(max(q, -127), 127)
		}
		f.pairs = append(f.pairs, byte(t), byte(int8(q)))
	}
	if len(f.pairs) > 0 {
		w.kept += len(f.pairs) / 2
		w.feats = append(w.feats, f)
	}
}

// lay puts the features into slots with their position in the pool. Features with the same weights share them.
func (w *featureWriter) lay() (slots []slot, pool []byte, err error) {
	slices.SortFunc(w.feats, func(a, b feature) int { return cmp.Compare(a.key, b.key) })
	seen := map[string]int{}
	for _, f := range w.feats {
		at, ok := seen[string(f.pairs)]
		if !ok {
			at = len(pool) / 2
			seen[string(f.pairs)] = at
			pool = append(pool, f.pairs...)
		}
		s := slot{key: f.key}
		binary.LittleEndian.PutUint32(s.value[:], uint32(at)|uint32(len(f.pairs)/2)<<24)
		slots = append(slots, s)
	}
	if len(pool)/2 >= 1<<24 {
		return nil, nil, fmt.Errorf("%d weights, at most %d fit", len(pool)/2, 1<<24)
	}
	return slots, pool, nil
}

func writeTree(l *treeLearner, names []string, log io.Writer) ([]byte, error) {
	w := featureWriter{scale: l.o.scale, prune: l.o.prune}
	for i, key := range l.index.keys {
		if key == 0 {
			continue
		}
		avg := l.avg[int(l.index.ids[i])*len(l.classes):]
		w.add(key, len(l.classes), func(c int) float64 { return float64(avg[c]) })
	}
	slots, pool, err := w.lay()
	if err != nil {
		return nil, fmt.Errorf("tree: %w", err)
	}
	fmt.Fprintf(log, "features %d, weights %d (%d clipped), pool %d bytes\n", len(slots), w.kept, w.clipped, len(pool))
	ft := table(slots)
	out := []byte("SITRTRE1")
	for _, n := range []int{len(names), len(l.classes), len(ft) / 8, len(pool)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	for _, name := range names {
		out = append(append(out, byte(len(name))), name...)
	}
	for _, c := range l.classes {
		out = append(out, byte(c.Move), c.Label)
	}
	out = append(out, ft...)
	return append(out, pool...), nil
}

// ending is a suffix with its tag.
type ending struct {
	text string
	tag  parse.Tag
}

// edit is a lemma rule: cut so many bytes, append a string.
type edit struct {
	cut int
	add string
}

func writeLemmas(forms, endings map[ending]edit, log io.Writer) ([]byte, error) {
	var rules []edit
	for _, m := range []map[ending]edit{forms, endings} {
		for _, e := range m {
			rules = append(rules, e)
		}
	}
	slices.SortFunc(rules, func(a, b edit) int { return cmp.Or(cmp.Compare(a.cut, b.cut), cmp.Compare(a.add, b.add)) })
	rules = slices.Compact(rules)
	number := map[edit]int{}
	var ruleBytes, text []byte
	at := map[string]int{}
	for i, r := range rules {
		number[r] = i
		if _, ok := at[r.add]; !ok {
			at[r.add] = len(text)
			text = append(text, r.add...)
		}
		if r.cut > 255 || len(r.add) > 255 || at[r.add] > 65535 || i > 65535 {
			return nil, fmt.Errorf("lemmas: rule %d does not fit: cut %d, add %q", i, r.cut, r.add)
		}
		ruleBytes = append(ruleBytes, byte(r.cut), byte(len(r.add)), byte(at[r.add]), byte(at[r.add]>>8))
	}
	lay := func(m map[ending]edit) []byte {
		var slots []slot
		for k, e := range m {
			s := slot{key: parse.LemmaKey(k.text, k.tag)}
			binary.LittleEndian.PutUint16(s.value[:], uint16(number[e]))
			slots = append(slots, s)
		}
		return table(slots)
	}
	ft, et := lay(forms), lay(endings)
	fmt.Fprintf(log, "lemmas: %d forms, %d endings, %d rules\n", len(forms), len(endings), len(rules))
	out := []byte("SITRLEM1")
	for _, n := range []int{len(ft) / 8, len(et) / 8, len(rules), len(text)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	out = append(out, ft...)
	out = append(out, et...)
	out = append(out, ruleBytes...)
	return append(out, text...), nil
}
