package store

import (
	"path/filepath"
	"testing"
	"time"
)

// TestMeasureOneMoreReport fills an archive with as many synthetic reports as -items says, and tells how long it takes to make all events at
// a twentieth, a half and all of it, and to bring them up to date with one more.
func TestMeasureOneMoreReport(t *testing.T) {
	if !*measure {
		t.Skip("only with -measure")
	}
	a := open(t, filepath.Join(t.TempDir(), "a.db"))
	s := newSynthetic()
	n := 0
	fill := func(to int) {
		for n < to {
			var batch []Entry
			for range min(256, to-n) {
				batch = append(batch, s.next(n))
				n++
			}
			add(t, a, batch...)
		}
	}
	for _, size := range []int{*items / 20, *items / 2, *items} {
		fill(size)
		if err := a.change(t.Context(), "making events anew", (*pen).refuse); err != nil {
			t.Fatal(err)
		}
		start, wall := cpu(), time.Now()
		done, err := a.Fuse(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d reports: all %d events made in %v, %v of processor time", n, done.Events, time.Since(wall), cpu()-start)
	}
	var took, clock []time.Duration
	for range 200 {
		add(t, a, s.next(n))
		n++
		start, wall := cpu(), time.Now()
		if _, err := a.Fuse(t.Context()); err != nil {
			t.Fatal(err)
		}
		took, clock = append(took, cpu()-start), append(clock, time.Since(wall))
	}
	t.Logf("one more: half within %v of processor time (%v), 95 %% within %v (%v)", share(took, 50), share(clock, 50), share(took, 95), share(clock, 95))
}
