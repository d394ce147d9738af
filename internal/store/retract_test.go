package store

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
)

// Two outlets with the same bytes, a copy with another headline, and a report of its own.
func copies(t *testing.T) []Entry {
	const story = "Gunmen from the Falcon Brigade attacked a checkpoint near Mosul on Friday, killing seven soldiers, police said.\n\n" +
		"The attackers opened fire from two pickup trucks before fleeing towards the Zebrafeld hills, a police captain told reporters. Four more soldiers were wounded and taken to a hospital in Erbil."
	return []Entry{
		read(t, plain(story, "2019-03-02", "The Courier")),
		read(t, plain(story, "2019-03-01", "Plains Radio")),
		read(t, plain("Seven die at checkpoint\n\n"+story, "2019-03-03", "Evening Post")),
		read(t, plain("Shelling killed three civilians in Aleppo on Monday, the army said.", "2019-03-02", "The Courier")),
	}
}

func ids(rows []ReportRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, string(r.ID))
	}
	return strings.Join(out, " ")
}

func rowsID(e Entry) sitrep.ReportID { return e.Extraction.Report.ID }

func TestCopiesCountOnce(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := copies(t)
		add(t, a, all[0], all[3])
		add(t, a, all[2])
		between := a.clock()
		add(t, a, all[1]) // the earliest comes last and becomes the first of the group
		lead, other := all[1].Extraction.Report.ID, all[3].Extraction.Report.ID
		if got, want := ids(pages(t, a.Reports, Filter{}, 10)), string(other)+" "+string(lead); got != want {
			t.Errorf("reports are %s, want %s", got, want)
		}
		for _, row := range pages(t, a.Claims, Filter{Text: "Zebrafeld"}, 10) {
			if row.Report.ID != lead || row.Report.Copies != 2 {
				t.Errorf("a claim of %s with %d copies", row.Report.ID, row.Report.Copies)
			}
		}
		// A claim that only a copy makes is not lost with those that it repeats.
		longer := plain(string(all[0].Item.Received)+"\n\nA rocket struck a market in Kirkuk on Saturday, killing two vendors, the governor said.", "2019-03-05", "Night Mail")
		add(t, a, read(t, longer))
		if rows := pages(t, a.Claims, Filter{Text: "Zebrafeld", PublishedFrom: longer.Published}, 10); len(rows) == 0 || !strings.Contains(rows[0].Sentence, "Kirkuk") {
			t.Errorf("of a copy with more in it the claims are %+v", rows)
		} else if rows[0].Report.Lead != lead {
			t.Error("the copy with more in it is taken for a report of its own; the test tells nothing")
		}
		if err := a.Retract(t.Context(), rowsID(read(t, longer)), "not needed further on", false); err != nil {
			t.Fatal(err)
		}
		h, err := a.Report(t.Context(), string(all[2].Extraction.Report.ID))
		if err != nil {
			t.Fatal(err)
		}
		if h.Lead != lead || len(h.Group) != 3 || h.Group[0].ID != lead {
			t.Errorf("the copy's group is %s, its first %s", ids(h.Group), h.Lead)
		}
		if got := len(pages(t, a.Reports, Filter{Copies: true}, 10)); got != 4 {
			t.Errorf("with copies %d reports", got)
		}
		if got := len(pages(t, a.Reports, Filter{Publisher: "evening post"}, 10)); got != 1 {
			t.Errorf("of an outlet that prints copies %d reports", got)
		}
		if got := ids(pages(t, a.Reports, Filter{AsOf: between}, 10)); !strings.HasSuffix(got, string(all[0].Extraction.Report.ID)) {
			t.Errorf("before the first of the group arrived the reports are %s", got)
		}
		// What the others rest on is derived again where the first of them is withdrawn.
		if err := a.Retract(t.Context(), lead, "a fake", false); err != nil {
			t.Fatal(err)
		}
		if got := ids(pages(t, a.Reports, Filter{Text: "Zebrafeld"}, 10)); got != string(all[0].Extraction.Report.ID) {
			t.Errorf("once the first is retracted the group stands as %s", got)
		}
	})
}

func TestARetractedReportIsKeptAndNoLongerStands(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := copies(t)
		add(t, a, all...)
		id := all[3].Extraction.Report.ID
		before := a.clock()
		for range 2 { // the second time changes nothing
			if err := a.Retract(t.Context(), id, "withdrawn by the outlet", false); err != nil {
				t.Fatal(err)
			}
		}
		if got := pages(t, a.Claims, Filter{Text: "Aleppo"}, 10); len(got) != 0 {
			t.Errorf("claims of a retracted report: %d", len(got))
		}
		if got := pages(t, a.Claims, Filter{Text: "Aleppo", AsOf: before}, 10); len(got) == 0 {
			t.Error("before it was retracted it made no claims")
		}
		h, err := a.Report(t.Context(), string(id))
		if err != nil || !h.Retracted || h.Withdrawn == nil || h.Withdrawn.Why != "withdrawn by the outlet" || h.Extraction == nil {
			t.Errorf("is shown as %+v, %v", h, err)
		}
		if err := a.Retract(t.Context(), "r-0000000000000000", "x", false); !errors.Is(err, ErrUnknown) {
			t.Errorf("an unknown id: %v", err)
		}
		if err := a.Retract(t.Context(), all[0].Extraction.Report.ID, " ", false); err == nil {
			t.Error("retracted without a reason")
		}
		clean(t, a)
	})
}

func TestAnErasedReportIsGoneAndRefused(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := copies(t)
		add(t, a, all...)
		id := all[0].Extraction.Report.ID // shares its bytes with all[1]
		if err := a.Retract(t.Context(), id, "names a child", true); err != nil {
			t.Fatal(err)
		}
		for _, e := range all[:2] {
			h, err := a.Report(t.Context(), string(e.Extraction.Report.ID))
			if err != nil || !h.Erased || h.Original != nil || h.Extraction != nil || h.Title != "" || h.Withdrawn.Why != "names a child" {
				t.Errorf("an erased report is shown as %+v, %v", h, err)
			}
		}
		done, err := a.Add(t.Context(), []Entry{all[0], read(t, ingest.Item{From: "x", Received: all[0].Item.Received, Media: "text/plain", Publisher: "Another"})})
		if err != nil || done.New != 0 || done.Known != 0 || len(done.Refused) != 2 || !strings.HasPrefix(done.Refused[0].Why, "erased on 2024-05-01: names a child") {
			t.Errorf("added again: %+v, %v", done, err)
		}
		if err := a.Retract(t.Context(), all[2].Extraction.Report.ID, "a copy of it", true); err != nil {
			t.Fatal(err)
		}
		if got := len(pages(t, a.Reports, Filter{Text: "Zebrafeld", Copies: true}, 10)); got != 0 {
			t.Errorf("still found %d times", got)
		}
		clean(t, a)
		if _, ok := a.dialect.(sqlite); ok {
			a.Close()
			for _, suffix := range []string{"", "-wal"} {
				b, _ := os.ReadFile(a.where + suffix)
				for _, word := range []string{"zebrafeld", "Falcon Brigade", "falcon"} {
					if bytes.Contains(b, []byte(word)) {
						t.Errorf("%q still stands in the file%s", word, suffix)
					}
				}
			}
		}
	})
}

func TestAChangedPageIsANewVersion(t *testing.T) {
	page := func(text string, modified time.Time) Entry {
		i := plain(text, "2019-03-01", "The Courier")
		i.URL, i.Modified = "https://courier.example/a", modified
		return read(t, i)
	}
	day := time.Date(2019, 3, 1, 0, 0, 0, 0, time.UTC)
	first := page("Shelling killed three civilians in Aleppo on Monday, the army said.", day.Add(time.Hour))
	second := page("Shelling killed five civilians in Aleppo on Monday, the army said.", day.Add(2*time.Hour))
	third := page("Shelling killed nine civilians in Aleppo on Monday, the army said.", day.Add(3*time.Hour))
	for name, order := range map[string][]Entry{"in order": {first, second, third}, "latest first": {third, second, first}, "mixed": {second, third, first}} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, a *Archive) {
				for i, e := range order {
					if done := add(t, a, e); done.New != 1 || done.Changed != min(i, 1) {
						t.Errorf("version %d: %+v", i, done)
					}
				}
				if got := ids(pages(t, a.Reports, Filter{}, 10)); got != string(third.Extraction.Report.ID) {
					t.Errorf("the report stands as %s", got)
				}
				h, err := a.Report(t.Context(), string(first.Extraction.Report.ID))
				if err != nil {
					t.Fatal(err)
				}
				if want := ids([]ReportRow{{ID: first.Extraction.Report.ID}, {ID: second.Extraction.Report.ID}, {ID: third.Extraction.Report.ID}}); ids(h.Versions) != want || !h.Replaced {
					t.Errorf("versions are %s, want %s", ids(h.Versions), want)
				}
				if h.Extraction == nil || len(h.Moved) == 0 || h.Moved[len(h.Moved)-1].Kind != "replaced" {
					t.Errorf("a replaced version went to %+v", h.Moved)
				}
				clean(t, a)
			})
		})
	}
}

func TestAReportThatCouldNotBeReadIsKept(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e := read(t, plain("Shelling killed three civilians in Aleppo on 4 March 2019, the army said.", "", "The Courier"))
		failed := Entry{Item: e.Item, Fault: "the reader stopped"}
		if done := add(t, a, failed); done.New != 1 {
			t.Fatalf("%+v", done)
		}
		faults, err := a.Faults(t.Context(), "", 0)
		if err != nil || len(faults.Rows) != 1 || faults.Rows[0].Fault != "the reader stopped" {
			t.Fatalf("faults are %+v, %v", faults, err)
		}
		add(t, a, failed)
		if done := add(t, a, e); done.New != 0 || done.Known != 1 {
			t.Errorf("read at last: %+v", done)
		}
		h, err := a.Report(t.Context(), string(e.Extraction.Report.ID))
		if err != nil || h.Fault != "" || h.Extraction == nil {
			t.Errorf("shown as %+v, %v", h, err)
		}
		if faults, err = a.Faults(t.Context(), "", 0); err != nil || len(faults.Rows) != 0 {
			t.Errorf("faults are %+v, %v", faults, err)
		}
		clean(t, a)
	})
}

func TestRecodingStandsBesideWhatWasRead(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := entries(t)[:6]
		add(t, a, all...)
		before := a.clock()
		old := Reader{Codebook: all[0].Extraction.Codebook, Models: all[0].Extraction.Models}
		if page, err := a.Pending(t.Context(), old, "", 10); err != nil || len(page.Rows) != 0 {
			t.Errorf("pending for the reader that read all: %d, %v", len(page.Rows), err)
		}
		fresh := Reader{Codebook: "another", Models: old.Models}
		page, err := a.Pending(t.Context(), fresh, "", 4)
		if err != nil || len(page.Rows) != 4 || page.Next == "" {
			t.Fatalf("pending: %d, %v", len(page.Rows), err)
		}
		var batch []Reread
		for _, u := range page.Rows {
			e := read(t, u.Item)
			if e.Extraction.Report.ID != u.ID {
				t.Errorf("read again, %s is %s", u.ID, e.Extraction.Report.ID)
			}
			e.Extraction.Codebook = "another"
			e.Extraction.Claims = e.Extraction.Claims[:1]
			e.Extraction.Report.Published = e.Extraction.Report.Published.AddDays(1)
			batch = append(batch, Reread{Extraction: e.Extraction})
		}
		for i, want := range []int{4, 0} {
			if n, err := a.AddReadings(t.Context(), batch); err != nil || n != want {
				t.Errorf("time %d: %d readings, %v", i, n, err)
			}
		}
		for _, r := range batch {
			id := r.Extraction.Report.ID
			if got := pages(t, a.Claims, Filter{Report: id}, 50); len(got) != 1 || got[0].Report.Published != r.Extraction.Report.Published {
				t.Errorf("%s: %d claims stand", id, len(got))
			}
			x, err := a.Reading(t.Context(), id, old)
			if err != nil {
				t.Fatal(err)
			}
			if got := pages(t, a.Claims, Filter{Report: id, AsOf: before}, 50); len(got) != len(x.Claims) || len(x.Claims) < 2 {
				t.Errorf("%s: as of before %d claims stood, %d were read", id, len(got), len(x.Claims))
			}
		}
		if n := len(pages(t, a.Reports, Filter{Copies: true}, 3)); n != 6 {
			t.Errorf("%d reports", n)
		}
		var none *sitrep.Extraction
		if x, err := a.Reading(t.Context(), batch[0].Extraction.Report.ID, Reader{Codebook: "9"}); !errors.Is(err, ErrUnknown) || x != none {
			t.Errorf("a reading that is not: %v", err)
		}
		clean(t, a)
	})
}

func TestWhatIsFollowedIsRemembered(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		f := ingest.Followed{Source: "https://feed.example/rss", ETag: `"x"`, Every: time.Hour, Next: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), Failures: 2, Note: "no answer"}
		if got, err := a.Followed(t.Context(), f.Source); err != nil || got != (ingest.Followed{Source: f.Source}) {
			t.Errorf("never visited: %+v, %v", got, err)
		}
		for range 2 {
			if err := a.SaveFollowed(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := a.Followed(t.Context(), f.Source); err != nil || got != f {
			t.Errorf("remembered %+v, %v", got, err)
		}
	})
}

func TestSignaturesOfAnotherVersionAreMadeAnew(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		all := copies(t)
		add(t, a, all[0], all[1], all[3])
		want := ids(pages(t, a.Reports, Filter{}, 10))
		old := "UPDATE texts SET signature = " + map[bool]string{true: "X'FF0102'", false: `'\xFF0102'`}[a.dialect == dialect(sqlite{})]
		if _, err := a.write.Exec(old); err != nil {
			t.Fatal(err)
		}
		if done := add(t, a, all[2]); done.New != 1 {
			t.Errorf("%+v", done)
		}
		if got := ids(pages(t, a.Reports, Filter{}, 10)); got != want {
			t.Errorf("reports are %s, want %s", got, want)
		}
		clean(t, a)
	})
}

// clean fails the test where the archive is not sound.
func clean(t testing.TB, a *Archive) {
	t.Helper()
	found, err := a.Verify(t.Context(), VerifyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found.Faults {
		t.Error(f)
	}
}
