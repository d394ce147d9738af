package main

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// giving gives tasks, as far as they are wanted.
func giving(tasks []task) func(func(task) error) {
	return func(give func(task) error) {
		for _, t := range tasks {
			if give(t) != nil {
				return
			}
		}
	}
}

func TestInOrder(t *testing.T) {
	const workers = 4
	var open, most atomic.Int32 // results begun and not yet emitted
	var names []string
	var tasks []task
	for i := range 50 {
		name := fmt.Sprint(i)
		names = append(names, name)
		tasks = append(tasks, func() result {
			n := open.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			if i == 0 {
				time.Sleep(20 * time.Millisecond) // the others have the time to run ahead
			}
			return result{name: name}
		})
	}
	var got []string
	err := inOrder(workers, giving(tasks), func(r result) error {
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
	emitted, given := 0, make(chan error, 1)
	walk := func(give func(task) error) {
		for {
			if err := give(func() result { return result{} }); err != nil {
				given <- err
				return
			}
		}
	}
	err := inOrder(2, walk, func(result) error {
		if emitted++; emitted == 2 {
			return stop
		}
		return nil
	})
	if err != stop || emitted != 2 {
		t.Errorf("got %v after %d results, want %v after 2", err, emitted, stop)
	}
	if err := <-given; !errors.Is(err, errEnough) {
		t.Errorf("who gives tasks was told %v, want %v", err, errEnough)
	}
}
