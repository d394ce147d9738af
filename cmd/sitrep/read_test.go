package main

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestInOrder(t *testing.T) {
	names := make([]string, 50)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	const workers = 4
	var open, most atomic.Int32 // results begun and not yet emitted
	var got []string
	err := inOrder(names, workers, func(name string) result {
		n := open.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		if name == "0" {
			time.Sleep(20 * time.Millisecond) // the others have the time to run ahead
		}
		return result{name: name}
	}, func(r result) error {
		open.Add(-1)
		got = append(got, r.name)
		return nil
	})
	if err != nil || !slices.Equal(got, names) {
		t.Errorf("got %v, %v; want the order of the names", got, err)
	}
	if n := most.Load(); n > workers+1 {
		t.Errorf("%d results were open at once, want at most %d", n, workers+1)
	}
}

func TestInOrderEndsAtAnError(t *testing.T) {
	stop := errors.New("stop")
	emitted := 0
	read := func(name string) result { return result{name: name} }
	err := inOrder([]string{"a", "b", "c", "d"}, 2, read, func(r result) error {
		emitted++
		if r.name == "b" {
			return stop
		}
		return nil
	})
	if err != stop || emitted != 2 {
		t.Errorf("got %v after %d results, want %v after 2", err, emitted, stop)
	}
}
