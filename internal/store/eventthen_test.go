package store

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitrep"
)

func TestAnEventIsToldAsItWas(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		events := func() map[sitrep.EventID]*sitrep.Event {
			if _, err := a.Fuse(t.Context()); err != nil {
				t.Fatal(err)
			}
			page, err := a.Events(t.Context(), EventFilter{Filter: Filter{Limit: maxLimit}})
			if err != nil {
				t.Fatal(err)
			}
			out := map[sitrep.EventID]*sitrep.Event{}
			for i := range page.Rows {
				out[page.Rows[i].ID] = &page.Rows[i]
			}
			return out
		}
		reports := demoEntries(t)
		add(t, a, reports[:22]...)
		before := events()
		log, err := a.Log(t.Context(), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		then := log[0].Seq
		add(t, a, reports[22:]...)
		grew := 0
		for id, e := range events() {
			w := before[id]
			if w == nil || len(w.Members) == len(e.Members) {
				continue
			}
			grew++
			was, err := a.EventThen(t.Context(), e, then)
			if err != nil || was == nil || was.ID != id || was.Grade != w.Grade || was.Origins != w.Origins || len(was.Members) != len(w.Members) || best(was) != best(w) {
				t.Errorf("%s was %+v, %v; want %+v", id, was, err, w)
			}
			for _, seq := range []int64{0, log[0].Seq - then} {
				if e, err := a.EventThen(t.Context(), e, seq); e != nil || err != nil {
					t.Errorf("after entry %d it was %v, %v", seq, e, err)
				}
			}
		}
		if grew == 0 {
			t.Error("no event grew; the test tells nothing")
		}
	})
}

// Of what has not changed since, every event is as it was.
func TestAnEventOfNowIsAsItStands(t *testing.T) {
	a := open(t, t.TempDir()+"/a.db")
	add(t, a, entries(t)...)
	add(t, a, copies(t)...)
	if _, err := a.Fuse(t.Context()); err != nil {
		t.Fatal(err)
	}
	log, err := a.Log(t.Context(), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	page, err := a.Events(t.Context(), EventFilter{Filter: Filter{Limit: maxLimit}})
	if err != nil || len(page.Rows) < 5 {
		t.Fatalf("%d events, %v", len(page.Rows), err)
	}
	for i := range page.Rows {
		e := &page.Rows[i]
		was, err := a.EventThen(t.Context(), e, log[0].Seq)
		if err != nil || was == nil || was.Grade != e.Grade || was.Origins != e.Origins || len(was.Members) != len(e.Members) || best(was) != best(e) {
			t.Errorf("%s: was %+v, %v; is %+v", e.ID, was, err, e)
		}
	}
}

// demoEntries are the reports of the demo.
func demoEntries(t *testing.T) (out []Entry) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "samples", "demo.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		var r struct{ Text, Published, Publisher string }
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, read(t, plain(r.Text, r.Published, r.Publisher)))
	}
	return out
}

func best(e *sitrep.Event) (sum int) {
	for i := range e.Figures {
		if b := e.Figures[i].Best; b != nil {
			sum += *b
		}
	}
	return sum
}
