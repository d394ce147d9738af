package work

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/store"
)

// shelf is an archive in memory.
type shelf struct {
	mu      sync.Mutex
	held    map[sitrep.ReportID]store.Entry
	batches []int
	fail    func(batch int) error // may be nil
}

func (s *shelf) Known(_ context.Context, ids []sitrep.ReportID) (map[sitrep.ReportID]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[sitrep.ReportID]bool{}
	for _, i := range ids {
		_, out[i] = s.held[i]
	}
	return out, nil
}

func (s *shelf) Add(_ context.Context, batch []store.Entry) (out store.Added, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.batches = append(s.batches, len(batch))
	if s.fail != nil {
		if err := s.fail(len(s.batches)); err != nil {
			return out, err
		}
	}
	for _, e := range batch {
		if strings.Contains(string(e.Item.Received), "erased") {
			out.Refused = append(out.Refused, store.Refused{ID: id(e.Item), Why: "was erased"})
		} else if _, is := s.held[id(e.Item)]; is {
			out.Known++
		} else {
			s.held[id(e.Item)] = e
			out.New++
		}
	}
	return out, nil
}

// echo reads a report: its words are its text, "panic" is a fault and "binary" no text.
type echo struct{}

func (echo) Read(in extract.Input) (sitrep.Extraction, error) {
	switch s := string(in.Original); {
	case strings.Contains(s, "panic"):
		panic("at the disco")
	case strings.Contains(s, "binary"):
		return sitrep.Extraction{}, errors.New("is not text; convert it")
	default:
		return sitrep.Extraction{Report: sitrep.Report{Text: s}, Claims: make([]sitrep.Claim, 2)}, nil
	}
}

func items(texts ...string) func(context.Context, func(ingest.Item) error, func(string, error)) error {
	return func(ctx context.Context, found func(ingest.Item) error, _ func(string, error)) error {
		for i, t := range texts {
			if err := found(ingest.Item{From: fmt.Sprint("item ", i), Received: []byte(t)}); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestIngestTakesEachReportOnce(t *testing.T) {
	s := &shelf{held: map[sitrep.ReportID]store.Entry{}}
	var refused []string
	g := Ingest{Archive: s, Reader: echo{}, Workers: 3, Refused: func(from string, why error) { refused = append(refused, from+": "+why.Error()) }}
	walk := items("Shells fell.", "Shells fell.", "panic", "binary", "Troops left.", "erased")
	tally, err := g.Run(t.Context(), walk)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Tally{New: 3, Known: 1, Refused: 2, Faulty: 1, Claims: 4}); tally != want {
		t.Errorf("got %+v, want %+v", tally, want)
	}
	slices.Sort(refused)
	if want := []string{"item 3: is not text; convert it", "item 5: was erased"}; !slices.Equal(refused, want) {
		t.Errorf("refused %q, want %q", refused, want)
	}
	for _, e := range s.held {
		if text := string(e.Item.Received); (e.Extraction == nil) != (text == "panic") || (e.Fault != "") != (text == "panic") || (e.Signature == nil) != (text == "panic") {
			t.Errorf("%q: extraction %v, fault %q", text, e.Extraction != nil, e.Fault)
		}
	}
	if tally, err = g.Run(t.Context(), items("Shells fell.", "Troops left.")); err != nil || tally != (Tally{Known: 2}) {
		t.Errorf("again: %+v, %v", tally, err)
	}
}

func TestIngestWritesInBatches(t *testing.T) {
	s := &shelf{held: map[sitrep.ReportID]store.Entry{}}
	texts := make([]string, 2000)
	for i := range texts {
		texts[i] = fmt.Sprint("report ", i)
	}
	steps := 0
	g := Ingest{Archive: s, Reader: echo{}, Progress: func(Tally) { steps++ }}
	if tally, err := g.Run(t.Context(), items(texts...)); err != nil || tally.New != len(texts) {
		t.Fatalf("%+v, %v", tally, err)
	}
	if most := slices.Max(s.batches); most > batchItems || len(s.batches) > 100 || steps < len(s.batches) {
		t.Errorf("%d batches, the largest %d, %d steps told", len(s.batches), most, steps)
	}
}

func TestIngestTriesALockedArchiveAgain(t *testing.T) {
	for _, c := range []struct {
		name string
		fail func(int) error
		want error
		held int
		told int // that it waits
	}{
		{"locked for a while", func(n int) error {
			if n < 3 {
				return fmt.Errorf("%w: wait", store.ErrLocked)
			}
			return nil
		}, nil, 1, 1},
		{"locked for long", func(int) error { return fmt.Errorf("%w: wait", store.ErrLocked) }, store.ErrLocked, 0, 1},
		{"a full disk", func(int) error { return store.ErrFull }, store.ErrFull, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &shelf{held: map[sitrep.ReportID]store.Entry{}, fail: c.fail}
			told := 0
			g := Ingest{Archive: s, Reader: echo{}, Retry: Retry{Wait: time.Millisecond}, Waiting: func(error) { told++ }}
			tally, err := g.Run(t.Context(), items("Shells fell.", "binary"))
			if !errors.Is(err, c.want) || (c.want == nil) != (err == nil) || len(s.held) != c.held || tally.New != c.held || tally.Refused != 1 {
				t.Errorf("got %+v, %v; %d held", tally, err, len(s.held))
			}
			if told != c.told {
				t.Errorf("told %d times that it waits, want %d", told, c.told)
			}
			if len(s.batches) > 3 {
				t.Errorf("tried %d times", len(s.batches))
			}
		})
	}
}

func TestIngestStopsCleanly(t *testing.T) {
	s := &shelf{held: map[sitrep.ReportID]store.Entry{}}
	ctx, cancel := context.WithCancel(t.Context())
	g := Ingest{Archive: s, Reader: echo{}}
	tally, err := g.Run(ctx, func(ctx context.Context, found func(ingest.Item) error, _ func(string, error)) error {
		for i := 0; ; i++ {
			if i == 300 {
				cancel()
			}
			if err := found(ingest.Item{Received: fmt.Append(nil, "report ", i)}); err != nil {
				return err
			}
		}
	})
	if !errors.Is(err, context.Canceled) || tally.New < 290 || tally.New != len(s.held) {
		t.Errorf("got %+v, %v; %d held", tally, err, len(s.held))
	}
}
