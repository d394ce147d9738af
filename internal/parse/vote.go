package parse

// Two parsers read a sentence, one from each end, and err in different places. Their trees are votes for arcs, weighted by
// how sure each was, and the tree with the most votes is found by dynamic programming (J. Eisner, "Three New Probabilistic
// Models for Dependency Parsing", COLING 1996; voting: K. Sagae and A. Lavie, "Parser Combination by Reparsing", NAACL 2006).
// The careful mode has each parser read the sentence several times, each time without another part of the features, which
// were hidden at random in training as well (Y. Gal and Z. Ghahramani, "Dropout as a Bayesian Approximation", ICML 2016).

// vote is an arc that one parser made.
type vote struct {
	head   int32 // word from 1, 0 for the root
	label  uint8
	weight int32
}

// oneRoot makes any tree with one word on the root better than all with more.
const oneRoot = 1 << 30

// votes is the scratch space of elect.
type votes struct {
	cast    [][]vote // by voter and word from 0
	score   []int64  // of the arc from h to d: score[h*n+d], words from 0, the root
	open    []int64  // best half tree i…j whose arc joins i and j: [dir][i][j]
	closed  []int64  // best half tree i…j that is complete
	split   []int32
	at      []int32 // heads found
	todo    [][3]int32
	elected []vote
}

// elect gives the tree of n words that the voters choose. root is the relation of the root, other one that says nothing.
func (v *votes) elect(voters, n int, root, other uint8) []vote {
	cast := v.cast[:voters]
	same := true
	for _, c := range cast[1:] {
		for w := range n {
			same = same && cast[0][w].head == c[w].head
		}
	}
	if !same {
		v.eisner(cast, n)
	}
	v.elected = v.elected[:0]
	for w := range n {
		out := cast[0][w]
		if !same {
			out.head = v.at[w+1]
		}
		// The relation is chosen by those who voted for the head; where the tree needed another one, by all.
		all := true
		for _, c := range cast {
			all = all && c[w].head != out.head
		}
		var sums [maxRelations]int32
		out.label = other
		for _, c := range cast {
			if l := c[w].label & (maxRelations - 1); l != root && (all || c[w].head == out.head) {
				if sums[l] += c[w].weight; sums[l] > sums[out.label&(maxRelations-1)] {
					out.label = l
				}
			}
		}
		if out.head == 0 {
			out.label = root
		}
		v.elected = append(v.elected, out)
	}
	return v.elected
}

func grow[T int64 | int32](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// eisner fills at with the heads of the projective tree that has the most votes.
func (v *votes) eisner(cast [][]vote, words int) {
	n := words + 1
	v.score = grow(v.score, n*n)
	v.open, v.closed = grow(v.open, 2*n*n), grow(v.closed, 2*n*n)
	v.split = grow(v.split, 4*n*n)
	v.at = grow(v.at, n)
	for w := range words {
		for _, c := range cast {
			v.score[int(c[w].head)*n+w+1] += int64(c[w].weight)
		}
	}
	for d := 1; d < n; d++ {
		v.score[d] -= oneRoot
	}
	// Direction 0: the head is the left end; 1: the right end.
	open := func(dir, i, j int) *int64 { return &v.open[(dir*n+i)*n+j] }
	closed := func(dir, i, j int) *int64 { return &v.closed[(dir*n+i)*n+j] }
	for length := 1; length < n; length++ {
		for i := 0; i+length < n; i++ {
			j := i + length
			best, at := int64(-1)<<62, i
			for k := i; k < j; k++ {
				if s := *closed(0, i, k) + *closed(1, k+1, j); s > best {
					best, at = s, k
				}
			}
			*open(0, i, j) = best + v.score[i*n+j]
			v.split[(0*n+i)*n+j] = int32(at)
			*open(1, i, j) = best + v.score[j*n+i]
			if i == 0 {
				*open(1, i, j) = -1 << 61 // nothing is the root's head
			}
			v.split[(1*n+i)*n+j] = int32(at)
			best, at = int64(-1)<<62, j
			for k := i + 1; k <= j; k++ {
				if s := *open(0, i, k) + *closed(0, k, j); s > best {
					best, at = s, k
				}
			}
			*closed(0, i, j), v.split[(2*n+i)*n+j] = best, int32(at)
			best, at = int64(-1)<<62, i
			for k := i; k < j; k++ {
				if s := *closed(1, i, k) + *open(1, k, j); s > best {
					best, at = s, k
				}
			}
			*closed(1, i, j), v.split[(3*n+i)*n+j] = best, int32(at)
		}
	}
	v.todo = append(v.todo[:0], [3]int32{2, 0, int32(n - 1)})
	for len(v.todo) > 0 {
		x := v.todo[len(v.todo)-1]
		v.todo = v.todo[:len(v.todo)-1]
		kind, i, j := int(x[0]), int(x[1]), int(x[2])
		if i >= j {
			continue
		}
		k := v.split[(kind*n+i)*n+j]
		switch kind {
		case 0:
			v.at[j] = int32(i)
			v.todo = append(v.todo, [3]int32{2, x[1], k}, [3]int32{3, k + 1, x[2]})
		case 1:
			v.at[i] = int32(j)
			v.todo = append(v.todo, [3]int32{2, x[1], k}, [3]int32{3, k + 1, x[2]})
		case 2:
			v.todo = append(v.todo, [3]int32{0, x[1], k}, [3]int32{2, k, x[2]})
		case 3:
			v.todo = append(v.todo, [3]int32{3, x[1], k}, [3]int32{1, k, x[2]})
		}
	}
}
