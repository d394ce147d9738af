package work

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/store"
)

// cabinet is an archive of n reports, of which those in again were read again.
type cabinet struct {
	n     int
	again map[sitrep.ReportID]*sitrep.Extraction
	full  bool
}

func (s *cabinet) Pending(_ context.Context, _ store.Reader, after string, limit int) (store.Page[store.Unread], error) {
	var page store.Page[store.Unread]
	i, _ := strconv.Atoi(after)
	for ; i < s.n; i++ {
		id := sitrep.ReportID(fmt.Sprintf("r-%016x", i))
		if s.again[id] != nil {
			continue
		}
		if len(page.Rows) == limit {
			page.Next = strconv.Itoa(i)
			break
		}
		page.Rows = append(page.Rows, store.Unread{ID: id, Item: ingest.Item{Received: []byte(id)}})
	}
	return page, nil
}

func (s *cabinet) Report(_ context.Context, id string) (*store.Held, error) {
	x := extraction(id, "attack")
	return &store.Held{AsRead: x}, nil
}

func (s *cabinet) AddReadings(_ context.Context, batch []store.Reread) (int, error) {
	if s.full {
		return 0, store.ErrFull
	}
	for _, r := range batch {
		s.again[r.Extraction.Report.ID] = r.Extraction
	}
	return len(batch), nil
}

// extraction is of a report with one claim.
func extraction(id, typ string) *sitrep.Extraction {
	return &sitrep.Extraction{Report: sitrep.Report{ID: sitrep.ReportID(id), Text: "They fired."}, Claims: []sitrep.Claim{{ID: sitrep.ClaimID("c" + id[1:]), Type: typ,
		Evidence: sitrep.Span{Start: 0, End: 11}}}}
}

// lens reads every report as a claim of its type; a report whose id ends in "7" fails, one that ends in "b" makes the program stumble.
type lens string

func (l lens) Read(in extract.Input) (sitrep.Extraction, error) {
	id := string(in.Original)
	switch {
	case strings.HasSuffix(id, "7"):
		return sitrep.Extraction{}, errors.New("cannot be read")
	case strings.HasSuffix(id, "b"):
		panic("stumbled")
	}
	return *extraction(id, string(l)), nil
}

func TestRecodeReadsEveryReportOnceAndTellsWhatChanged(t *testing.T) {
	s := &cabinet{n: 300, again: map[sitrep.ReportID]*sitrep.Extraction{}}
	var order []sitrep.ReportID
	var failed []string
	run := func(dry bool) int {
		order, failed = nil, nil
		r := Recode{Archive: s, Reader: lens("shelling"), Dry: dry, Workers: 3,
			Changed: func(d Difference) {
				order = append(order, d.Report)
				if d.Old.Type != "attack" || d.New.Type != "shelling" || !slices.Equal(d.Slots, []string{"type"}) || d.Sentence != "They fired." {
					t.Errorf("told of %+v", d)
				}
			},
			Failed: func(id sitrep.ReportID, reason error) { failed = append(failed, string(id)+reason.Error()) }}
		done, err := r.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	const fail = 19 + 19 // of 300 ids those that end in 7 and in b
	for _, dry := range []bool{true, false} {
		if done := run(dry); done != 300-fail || len(order) != done || len(failed) != fail || !slices.IsSorted(order) {
			t.Errorf("dry %v: %d read, %d told, %d failed", dry, done, len(order), len(failed))
		}
		if want := map[bool]int{true: 0, false: 300 - fail}[dry]; len(s.again) != want {
			t.Errorf("dry %v: %d written, want %d", dry, len(s.again), want)
		}
	}
	if done := run(false); done != 0 || len(failed) != fail {
		t.Errorf("a second run reads %d, %d failed", done, len(failed))
	}
}

func TestRecodeStopsWhereNothingCanBeWritten(t *testing.T) {
	s := &cabinet{n: 10, again: map[sitrep.ReportID]*sitrep.Extraction{}, full: true}
	told := 0
	r := Recode{Archive: s, Reader: lens("shelling"), Changed: func(Difference) { told++ }}
	if done, err := r.Run(t.Context()); done != 0 || !errors.Is(err, store.ErrFull) || told != 0 {
		t.Errorf("%d read, %d told, %v", done, told, err)
	}
	s.full = false
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if done, err := r.Run(ctx); done != 0 || !errors.Is(err, context.Canceled) || told != 0 {
		t.Errorf("cancelled: %d read, %d told, %v", done, told, err)
	}
}

func TestDifferencesNameWhatTwoReadingsHaveOtherwise(t *testing.T) {
	nine, ten := 9, 10
	base := func() sitrep.Claim {
		return sitrep.Claim{ID: "c-1", Type: "air_strike", Modality: sitrep.Actual, Confidence: 0.5,
			Roles:   map[sitrep.Role][]sitrep.Filler{sitrep.Actor: {{Quote: sitrep.Quote{Text: "they"}, Name: "The army", By: "agent"}}},
			Place:   &sitrep.Place{Name: "Qaim", By: "prep:in"},
			Time:    &sitrep.Period{From: sitrep.NewDate(2024, 3, 4), By: "day"},
			Figures: []sitrep.Figure{{Measure: sitrep.Killed, Low: &nine, Best: &nine, By: "object"}}, Attribution: &sitrep.Attribution{Name: "Police", By: "said"}}
	}
	for name, test := range map[string]struct {
		change func(*sitrep.Claim)
		want   []string
	}{
		"nothing": {func(*sitrep.Claim) {}, nil},
		"how it was found, and how sure it is": {func(c *sitrep.Claim) {
			c.Confidence, c.Rule, c.Place.By, c.Time.By, c.Figures[0].By, c.Attribution.By = 0.9, "other", "x", "x", "x", "x"
			c.Roles[sitrep.Actor][0].By = "x"
		}, nil},
		"equal numbers in other places": {func(c *sitrep.Claim) { n := 9; c.Figures[0].Best = &n }, nil},
		"subtype":                       {func(c *sitrep.Claim) { c.Subtype = "deny" }, []string{"type"}},
		"modality":                      {func(c *sitrep.Claim) { c.Modality = sitrep.Possible }, []string{"modality"}},
		"who":                           {func(c *sitrep.Claim) { c.Roles[sitrep.Actor][0].Name = "The navy" }, []string{"actor"}},
		"one more":                      {func(c *sitrep.Claim) { c.Roles[sitrep.Victim] = []sitrep.Filler{{Name: "x"}} }, []string{"victim"}},
		"no place and no time":          {func(c *sitrep.Claim) { c.Place, c.Time = nil, nil }, []string{"place", "time"}},
		"how many":                      {func(c *sitrep.Claim) { c.Figures[0].Best = &ten }, []string{"figures"}},
		"who says so":                   {func(c *sitrep.Claim) { c.Attribution = nil }, []string{"attribution"}},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := base(), base()
			test.change(&after)
			got := Differences(&sitrep.Extraction{Claims: []sitrep.Claim{before}}, &sitrep.Extraction{Claims: []sitrep.Claim{after}})
			var slots []string
			if len(got) > 0 {
				slots = got[0].Slots
			}
			if diff := cmp.Diff(test.want, slots); diff != "" || len(got) > 1 {
				t.Errorf("%d differences (-want +got):\n%s", len(got), diff)
			}
		})
	}
	x := &sitrep.Extraction{Claims: []sitrep.Claim{base()}}
	if got := Differences(x, &sitrep.Extraction{}); len(got) != 1 || got[0].New != nil || got[0].Old == nil {
		t.Errorf("a claim that is gone: %+v", got)
	}
	if got := Differences(nil, x); len(got) != 1 || got[0].Old != nil || got[0].New == nil {
		t.Errorf("a report that was not read before: %+v", got)
	}
}
