package fuse

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sitrep"
)

func weights(t testing.TB) *Weights {
	t.Helper()
	w, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// made is a main account of a report made of words, as a report of happening n would tell it.
func made(id string, n, day int, words ...string) *Account {
	a := &Account{Report: sitrep.ReportID(id), Claims: []sitrep.ClaimID{sitrep.ClaimID("c-" + id)}, Main: true, Type: "attack",
		Published: sitrep.NewDate(2017, 1, 1).AddDays(day)}
	text := fmt.Sprintf("town%dq rebel%dq bridge%dq", n, n*7, n*13)
	for _, w := range words {
		text += " " + w
	}
	a.tell(text, []sitrep.Span{{End: len(text)}})
	a.Days = []Day{{a.Published, 0}}
	a.From, a.To = a.Published, a.Published
	a.finish()
	return a
}

// drawn is a handful of accounts that share words, so that many of them are close to being joined, and buckets are larger than the window.
func drawn(t *rapid.T) []*Account {
	var out []*Account
	for i := range rapid.IntRange(2, 60).Draw(t, "n") {
		var words []string
		for range rapid.IntRange(1, 8).Draw(t, "words") {
			words = append(words, fmt.Sprintf("word%dx", rapid.IntRange(0, 9).Draw(t, "word")))
		}
		out = append(out, made(fmt.Sprintf("r-%02d", i), rapid.IntRange(0, 2).Draw(t, "happening"), rapid.IntRange(0, 4).Draw(t, "day"), words...))
	}
	return out
}

func TestPairsAreSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawn(t)
		if Compare(a[0], a[1]) != Compare(a[1], a[0]) {
			t.Fatal("not symmetric")
		}
	})
}

func TestAverageLinkage(t *testing.T) {
	o := Options{Threshold: .5, Apart: -4}
	for _, c := range []struct {
		name  string
		n     int
		links []link
		want  []int
	}{
		{"nothing is linked", 3, nil, []int{0, 1, 2}},
		{"a pair", 3, []link{{0, 2, 1}}, []int{0, 1, 0}},
		{"a pair below the threshold", 2, []link{{0, 1, .4}}, []int{0, 1}},
		{"a chain is cut where its ends are strangers", 3, []link{{0, 1, 3}, {1, 2, 2}}, []int{0, 0, 2}},
		{"a chain of which the ends were compared", 3, []link{{0, 1, 3}, {1, 2, 2}, {0, 2, 0}}, []int{0, 0, 0}},
		{"of equals the first", 3, []link{{0, 1, 2}, {1, 2, 2}}, []int{0, 0, 2}},
	} {
		if got := average(c.n, c.links, o); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestWeightsMustBeWhole(t *testing.T) {
	for _, table := range []string{"", "pair constant\tx\n", "pair constant\t1\n"} {
		if _, err := ParseWeights(table); err == nil {
			t.Errorf("%q: no error", table)
		}
	}
}

// many makes accounts as dense as years of news: n reports of happenings that have two or three reports each, some names that many share.
func many(n int) []*Account {
	r := rand.New(rand.NewPCG(1, 2))
	var out []*Account
	for i := range n {
		h := i * 2 / 5
		words := []string{fmt.Sprintf("name%dx", h%997), fmt.Sprintf("name%dy", h%61)}
		for range 20 {
			words = append(words, fmt.Sprintf("w%dz", int(r.ExpFloat64()*2000)))
		}
		out = append(out, made(fmt.Sprintf("r-%06d", i), h, h*3000/n, words...))
	}
	return out
}

func BenchmarkEvents(b *testing.B) {
	w := weights(b)
	for _, n := range []int{10_000, 100_000} {
		accounts := many(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				s := NewSet(w, Options{})
				s.Load(accounts)
				s.Events()
			}
		})
	}
}

func BenchmarkOneMore(b *testing.B) {
	k, accounts := keeping(b, weights(b), many(200_000))
	i := 0
	for b.Loop() {
		a := accounts[i*7919%len(accounts)]
		for _, replaced := range [][]*Account{nil, {a}} {
			if err := k.Replace(b.Context(), a.Report, replaced); err != nil {
				b.Fatal(err)
			}
			if _, err := k.Settle(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		i++
	}
}
