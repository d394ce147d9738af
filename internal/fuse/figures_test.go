package fuse

import (
	"slices"
	"testing"
)

func TestWhatSpeaksForAPairIsWhatItIsScoredBy(t *testing.T) {
	w := &Weights{}
	w.Pair[1], w.Short[2] = 1, 1
	for _, c := range []struct {
		name  string
		short float64
		want  []string
	}{
		{"of long accounts", 0, []string{"words"}},
		{"of which one is short", 1, []string{"words_squared"}},
	} {
		v := Vector{1: 1, 2: 1, 25: c.short}
		if got := w.why(&v); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q speaks for it", c.name, got)
		}
	}
}
