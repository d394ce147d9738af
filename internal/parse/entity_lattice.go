package parse

// The entity tagger does not ask for the likeliest labels of a sentence but for the likeliest mentions: how likely a run of
// words is a mention of a type, whatever stands beside it, is the sum over all labellings that have it, by the
// forward-backward algorithm. Of runs that share words those stand that are together the likeliest, each by how much it is
// likelier than sure: what many labellings agree on is found though each of them alone is unlikely.

// sure is how likely a mention must be: with it as many mentions are found in cross-validation as there are.
const sure = 0.35

// lattice is what one goroutine needs to find the mentions of a sentence.
type lattice struct {
	words  [][maxLabels]int32   // what the words say
	like   [][maxLabels]float64 // how likely that makes a label, the likeliest 1
	ahead  [][maxLabels]float64 // how likely the label is by the words up to this one; sums to 1
	behind [][maxLabels]float64 // by how much the words after this one make it likelier
	sums   []float64            // what ahead was divided by
	runs   []likely             // mentions likelier than sure, by their first word
	best   []float64            // by word: how much the best mentions from there on are worth
	take   []int32              // by word: the run that the best mentions from there on begin with, -1 for none there
}

// likely is a run of words with a type and how likely it is a mention.
type likely struct {
	first, last, typ int
	p                float64
}

// weigh makes ahead and behind from words. A label of a further word follows two labels only, others follow all.
func (t *entityTagger) weigh(l *lattice) {
	n, L := len(l.words), t.labels
	l.like, l.ahead, l.behind = resized(l.like, n), resized(l.ahead, n), resized(l.behind, n)
	l.sums = resized(l.sums, n)
	for i := range n {
		words, like, ahead := &l.words[i], &l.like[i], &l.ahead[i]
		top := words[0]
		for _, w := range words[1:L] {
			top = max(top, w)
		}
		sum := 0.0
		for y := range L {
			like[y], ahead[y] = 0, 0
			at := int(top - words[y])
			if at >= len(t.fades) {
				continue
			}
			like[y] = t.fades[at]
			p := 0.0
			switch {
			case i == 0:
				p = t.follow[0][y]
			case y > 0 && y%2 == 0:
				last := &l.ahead[i-1]
				p = last[y-1]*t.follow[y][y] + last[y]*t.follow[y+1][y]
			default:
				for b, q := range l.ahead[i-1][:L] {
					p += q * t.follow[b+1][y]
				}
			}
			ahead[y] = p * like[y]
			sum += ahead[y]
		}
		if sum == 0 { // of a damaged model
			sum = 1
		}
		l.sums[i] = sum
		for y := range L {
			ahead[y] /= sum
		}
	}
	for i := n - 1; i >= 0; i-- {
		behind := &l.behind[i]
		if i == n-1 {
			for y := range L {
				behind[y] = 1
			}
			continue
		}
		var next [maxLabels]float64
		for y := range L {
			next[y] = l.like[i+1][y] * l.behind[i+1][y] / l.sums[i+1]
		}
		for y := range L {
			follow := &t.follow[y+1]
			p := follow[0] * next[0]
			for z := 1; z < L; z += 2 {
				p += follow[z] * next[z]
			}
			if inner := (y + 1) &^ 1; inner > 0 {
				p += follow[inner] * next[inner]
			}
			behind[y] = p
		}
	}
}

// list makes runs.
func (t *entityTagger) list(l *lattice) {
	n, L := len(l.words), t.labels
	l.runs = l.runs[:0]
	for i := range n {
		for y := 1; y < L; y += 2 {
			p, label := l.ahead[i][y], y
			for j := i + 1; p*l.behind[j-1][label] > sure; j++ {
				// All that go on after word j-1, less those that go on with a further word.
				if j == n {
					l.runs = append(l.runs, likely{i, j, y / 2, p})
					break
				}
				more := p * t.follow[label+1][y+1] * l.like[j][y+1] / l.sums[j]
				if q := p*l.behind[j-1][label] - more*l.behind[j][y+1]; q > sure {
					l.runs = append(l.runs, likely{i, j, y / 2, q})
				}
				p, label = more, y+1
			}
		}
	}
}

// mentions appends the mentions of the sentence whose words are in l; base is the token of its first word.
func (t *entityTagger) mentions(l *lattice, base int, out []Entity) []Entity {
	t.weigh(l)
	t.list(l)
	n := len(l.words)
	l.best, l.take = resized(l.best, n+1), resized(l.take, n)
	l.best[n] = 0
	k := len(l.runs) - 1
	for i := n - 1; i >= 0; i-- {
		l.best[i], l.take[i] = l.best[i+1], -1
		for ; k >= 0 && l.runs[k].first == i; k-- {
			if v := l.runs[k].p - sure + l.best[l.runs[k].last]; v > l.best[i] {
				l.best[i], l.take[i] = v, int32(k)
			}
		}
	}
	for i := 0; i < n; {
		if l.take[i] < 0 {
			i++
			continue
		}
		r := &l.runs[l.take[i]]
		out = append(out, Entity{base + r.first, base + r.last, EntityTypes[r.typ]})
		i = r.last
	}
	return out
}

// resized is s with n elements, whatever they hold.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}
