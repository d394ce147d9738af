package fuse

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sitrep"
)

// keeping gives a keeper of accounts, as their set groups them.
func keeping(t testing.TB, w *Weights, accounts []*Account) (*Keeper, []*Account) {
	t.Helper()
	s := NewSet(w, Options{})
	s.Load(accounts)
	m := &Memory{}
	for _, a := range s.accounts {
		if err := m.Put(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	for i, a := range s.accounts {
		if err := m.SetEdges(t.Context(), a.id, s.edgesOf(i)); err != nil {
			t.Fatal(err)
		}
	}
	for _, g := range s.Groups() {
		for _, a := range g {
			if err := m.SetHead(t.Context(), a.id, g[0].id); err != nil {
				t.Fatal(err)
			}
		}
	}
	return NewKeeper(m, w, Options{}), s.accounts
}

// What is kept one by one, in any order, with reports that come and go and come back otherwise, and people who change their minds, is what is made
// from scratch of what is left.
func TestKeptOneByOneIsAsFromScratch(t *testing.T) {
	w := weights(t)
	rapid.Check(t, func(t *rapid.T) {
		accounts := drawn(t)
		for i := range accounts { // some reports have two accounts
			if i > 0 && rapid.IntRange(0, 5).Draw(t, "second") == 0 {
				accounts[i].Report = accounts[i-1].Report
			}
		}
		wide := rapid.IntRange(1, 4).Draw(t, "window") // so that newcomers push others apart
		o := Options{Threshold: rapid.SampledFrom([]float64{0, -2, .5}).Draw(t, "threshold")}
		all := map[sitrep.ReportID][]*Account{}
		for _, a := range accounts {
			all[a.Report] = append(all[a.Report], a)
		}
		var names []sitrep.ReportID
		for _, a := range accounts {
			names = append(names, a.Report)
		}
		m := &Memory{}
		var pins []Pin
		there := map[sitrep.ReportID][]*Account{}
		groups := map[AccountID][]AccountID{} // as changes tell them
		k := NewKeeper(m, w, o)
		k.window = wide
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		settle := func() {
			c, err := k.Settle(t.Context())
			must(err)
			for _, h := range c.Gone {
				delete(groups, h)
			}
			for _, g := range c.Groups {
				groups[g[0]] = g
			}
		}
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			r := rapid.SampledFrom(names).Draw(t, "report")
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0, 1:
				must(k.Replace(t.Context(), r, nil))
				delete(there, r)
			case 2: // one of its accounts, or another telling
				some := all[r][:1]
				if rapid.Bool().Draw(t, "otherwise") {
					some = []*Account{made(string(r), rapid.IntRange(0, 2).Draw(t, "happening"), rapid.IntRange(0, 4).Draw(t, "day"), "word1x", "word2x")}
				}
				must(k.Replace(t.Context(), r, some))
				there[r] = some
			case 3:
				settle()
				changed := decisions(t, accounts)
				k = NewKeeper(m, w, o, changed...)
				k.window = wide
				for _, p := range append(changed, pins...) {
					if h, ok := m.holders[p.A]; ok {
						must(k.Touch(t.Context(), m.accounts[h].Report))
					}
				}
				pins = changed
			default:
				must(k.Replace(t.Context(), r, all[r]))
				there[r] = all[r]
			}
			if rapid.Bool().Draw(t, "settle") {
				settle()
			}
		}
		settle()
		scratch := NewSet(w, o)
		scratch.window = wide
		var left []*Account
		for _, r := range slices.Compact(slices.Sorted(slices.Values(names))) {
			left = append(left, there[r]...)
		}
		scratch.Load(left)
		scratch.Pin(pins...)
		if d := cmp.Diff(shape(scratch.Groups()), shape(m.Groups())); d != "" {
			t.Fatal(d)
		}
		for i, a := range scratch.accounts {
			if d := cmp.Diff(scratch.edgesOf(i), m.edges[a.id]); d != "" {
				t.Fatalf("edges of %s: %s", a.id, d)
			}
		}
		if len(m.accounts) != len(left) || len(m.buckets) != len(scratch.buckets) || len(m.edges) > len(left) || len(m.members) != len(groups) {
			t.Fatal("something of what was removed is left, or changes tell less than there is")
		}
		for h, g := range groups {
			if ids, _ := m.Members(t.Context(), []AccountID{h}); !slices.Equal(ids[0], g) {
				t.Fatalf("changes tell that %s is the group of %v; it is of %v", h, g, ids[0])
			}
		}
	})
}

func TestAChangeTellsOnlyWhatItTouches(t *testing.T) {
	w := weights(t)
	var all []*Account
	for i := range 12 {
		var words []string
		for j := range 10 {
			words = append(words, fmt.Sprintf("word%dq%dq", j, i/2))
		}
		all = append(all, made(fmt.Sprintf("r-%02d", i), i/2*100, i/2, words...))
	}
	k, _ := keeping(t, w, all[:11])
	ctx := t.Context()
	for _, c := range []struct {
		name string
		do   func() error
		want Change
	}{
		{"nothing", func() error { return nil }, Change{}},
		{"one that joins another", func() error { return k.Replace(ctx, "r-11", all[11:]) }, Change{[]AccountID{"a-r-10", "a-r-11"}, [][]AccountID{{"a-r-10", "a-r-11"}}}},
		{"one that goes", func() error { return k.Replace(ctx, "r-04", nil) }, Change{[]AccountID{"a-r-04"}, [][]AccountID{{"a-r-05"}}}},
		{"one that is touched", func() error { return k.Touch(ctx, "r-01") }, Change{[]AccountID{"a-r-00"}, [][]AccountID{{"a-r-00", "a-r-01"}}}},
		{"one that is unknown", func() error { return k.Touch(ctx, "r-99") }, Change{}},
	} {
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		got, err := k.Settle(ctx)
		if d := cmp.Diff(c.want, got); d != "" || err != nil {
			t.Errorf("%s: %v %s", c.name, err, d)
		}
	}
}
