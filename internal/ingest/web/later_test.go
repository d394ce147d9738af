package web

import (
	"errors"
	"testing"

	"sitrep/internal/ingest"
)

func TestLaterSavesOnlyWhatIsKept(t *testing.T) {
	ctx, state := t.Context(), memory{}
	l := NewLater(state)
	full := errors.New("full")
	var err error
	found, refused := l.Hold(func(ingest.Item) error { return err }, func(string, error) {})
	save := func(source string) {
		t.Helper()
		if err := l.Save(ctx, ingest.Followed{Source: source, Digest: "d"}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(n int) {
		t.Helper()
		if f, err := l.Load(ctx, "a"); err != nil || f.Digest != "d" {
			t.Errorf("what was saved is not there: %+v, %v", f, err)
		}
		if len(state) != n {
			t.Errorf("kept %d, want %d", len(state), n)
		}
	}
	found(ingest.Item{})
	save("a")
	want(0)
	l.Dealt(1)
	want(1)
	// A refusal of the walk is dealt with and is no report.
	refused("x", full)
	found(ingest.Item{})
	save("b")
	l.Dealt(2)
	want(1)
	l.Dealt(3)
	want(2)
	// What was not taken is not waited for.
	err = full
	if got := found(ingest.Item{}); got != full {
		t.Errorf("got %v", got)
	}
	save("c")
	want(3)
	err = nil
	found(ingest.Item{})
	save("d")
	want(3)
	if err := l.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	want(4)
	if err := NewLater(closed{}).Save(ctx, ingest.Followed{Source: "a"}); err == nil {
		t.Error("a state that fails, and no error")
	}
}
