package ui

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/demo"
	"sitrep/internal/review"
	"sitrep/internal/store"
)

// demoReport is a report of the demo, by words of its text.
func demoReport(t *testing.T, a *store.Archive, words string) *store.Held {
	t.Helper()
	page, err := a.Reports(t.Context(), store.Filter{Text: words, Copies: true})
	if err != nil || len(page.Rows) == 0 {
		t.Fatalf("no report says %q: %v", words, err)
	}
	held, err := a.Report(t.Context(), string(page.Rows[0].ID))
	if err != nil {
		t.Fatal(err)
	}
	return held
}

var bodyRe = regexp.MustCompile(`(?s)<article class="report".*?</article>`)

func TestReaderShowsClaimsInTheText(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	held := demoReport(t, a, `"hospital officials"`)
	c := ordered(held.Extraction.Claims)[0]
	w := get("GET", "/reports/"+string(held.ID)+"?claim="+string(c.ID))
	body := w.Body.String()
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %.400s", w.Code, body)
	}
	for _, has := range []string{
		`class="claim on" id="` + string(c.ID) + `" aria-current="true"`,
		`<mark class="tr">`, `data-role="place"`, `<mark class="at"`,
		`<dt><span class="rk" data-role="instrument">instrument</span></dt><dd><span class="dim">not said</span>`,
		"in event <a href=\"/events/e-",
		`/reports/` + string(held.ID) + `/original`,
		fmt.Sprintf("%d–%d", c.Trigger.Start, c.Trigger.End),
	} {
		if !strings.Contains(body, has) {
			t.Errorf("the page has no %s", has)
		}
	}
	if strings.Contains(body, "style=") || strings.Contains(body, "<script>") {
		t.Error("the page has style or script of its own")
	}
}

func TestReaderKeepsTheText(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	page, err := a.Reports(t.Context(), store.Filter{Copies: true})
	if err != nil {
		t.Fatal(err)
	}
	extra := regexp.MustCompile(`<span class="blk">[^<]*</span>`)
	for i := range page.Rows {
		held, err := a.Report(t.Context(), string(page.Rows[i].ID))
		if err != nil {
			t.Fatal(err)
		}
		shown := bodyRe.FindString(get("GET", "/reports/"+string(held.ID)).Body.String())
		shown = regexp.MustCompile(`(?s)<p class="meta mt">.*?</p></div>`).ReplaceAllString(shown, "")
		shown = html.UnescapeString(tagRe.ReplaceAllString(extra.ReplaceAllString(shown, ""), ""))
		if got, want := strings.Join(strings.Fields(shown), " "), strings.Join(strings.Fields(held.Extraction.Report.Text), " "); got != want {
			t.Errorf("shown %q, the report says %q", got, want)
		}
	}
}

func TestReaderOfIdsThatLeadElsewhere(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	held := demoReport(t, a, `"hospital officials"`)
	id, c := string(held.ID), string(held.Extraction.Claims[0].ID)
	for _, x := range []struct {
		path, to string
		status   int
	}{
		{"/reports/" + id[:10], "/reports/" + id, http.StatusFound},
		{"/reports/" + c, "/reports/" + id + "?claim=" + c + "#" + c, http.StatusFound},
		{"/claims/" + c, "/reports/" + id + "#" + c, http.StatusFound},
		{"/reports/r-0000000000000000", "", http.StatusNotFound},
		{"/reports/nonsense", "", http.StatusNotFound},
		{"/reports/" + id + "?claim=c-0000000000000000", "", http.StatusNotFound},
		{"/reports/" + id + "?claim=%3Cscript%3E", "", http.StatusNotFound},
		{"/reports/" + c + "/original", "", http.StatusNotFound},
	} {
		w := get("GET", x.path)
		if w.Code != x.status || w.Header().Get("Location") != x.to {
			t.Errorf("%s: %d to %q, want %d to %q", x.path, w.Code, w.Header().Get("Location"), x.status, x.to)
		}
	}
}

func TestOriginalIsNeverAPage(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	held := demoReport(t, a, `"hospital officials"`)
	w := get("GET", "/reports/"+string(held.ID)+"/original")
	if w.Body.String() != string(held.Original) {
		t.Errorf("%d bytes, want the %d received", w.Body.Len(), len(held.Original))
	}
	if got := w.Header().Get("X-Content-Type-Options"); got != "nosniff" {
		t.Errorf("X-Content-Type-Options is %q", got)
	}
	if got := w.Header().Get("Content-Type"); got != "text/plain; charset=utf-8" && !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("served as %q, not to be kept", got)
	}
}

func TestReaderSaysWhatBecameOfAReport(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	gone, erased := demoReport(t, a, `"hospital officials"`), demoReport(t, a, `"mass grave"`)
	c := erased.Extraction.Claims[0].ID
	if err := a.Retract(t.Context(), gone.ID, "<b>withdrawn by its outlet</b>", false); err != nil {
		t.Fatal(err)
	}
	if err := a.Retract(t.Context(), erased.ID, "asked for", true); err != nil {
		t.Fatal(err)
	}
	for id, has := range map[sitrep.ReportID]string{gone.ID: "&lt;b&gt;withdrawn by its outlet&lt;/b&gt;", erased.ID: "asked for"} {
		w := get("GET", "/reports/"+string(id))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), has) {
			t.Errorf("%s: %d, no %q", id, w.Code, has)
		}
	}
	if w := get("GET", "/reports/"+string(erased.ID)+"/original"); w.Code != http.StatusNotFound {
		t.Errorf("the bytes of an erased report: %d", w.Code)
	}
	if w := get("GET", "/claims/"+string(c)); w.Code != http.StatusNotFound {
		t.Errorf("a claim of an erased report: %d", w.Code)
	}
}

func TestReaderShowsReviews(t *testing.T) {
	a := demo.Archive(t)
	get := serving(t, a)
	held := demoReport(t, a, `"hospital officials"`)
	c := held.Extraction.Claims[0].ID
	if _, err := a.Review(t.Context(), "Ada", "the <i>second</i> sentence", []review.Decision{{Verdict: sitrep.Rejected, Claim: c}}); err != nil {
		t.Fatal(err)
	}
	body := get("GET", "/reports/"+string(held.ID)+"?claim="+string(c)).Body.String()
	for _, has := range []string{"claim on rejected", "<b>reject</b> by <bdi>Ada</bdi>", "the &lt;i&gt;second&lt;/i&gt; sentence", ", 1 rejected"} {
		if !strings.Contains(body, has) {
			t.Errorf("the page has no %s", has)
		}
	}
}

func TestHedges(t *testing.T) {
	for _, c := range []struct{ text, trigger, by, want string }{
		{"The army denied that it had shelled the market.", "shelled", "deny", "denied"},
		{"The group is planning to attack, not planing.", "attack", "plan", "planning"},
		{"Militants sworn to attack the city.", "attack", "swear", "attack"},
		{"They may attack.", "attack", "may", "may"},
		{"They attack.", "attack", "rule", "attack"},
	} {
		at := strings.Index(c.text, c.trigger)
		claim := sitrep.Claim{Modality: sitrep.Possible, ModalityBy: c.by, Evidence: sitrep.Span{End: len(c.text)}}
		claim.Trigger.Span = sitrep.Span{Start: at, End: at + len(c.trigger)}
		if got := hedgeOf(c.text, &claim).Of(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestReportsFollowEachOtherAsInTheList(t *testing.T) {
	a := demo.Archive(t)
	page, err := a.Reports(t.Context(), store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.Rows {
		newer, older, err := a.Beside(t.Context(), &page.Rows[i])
		if err != nil {
			t.Fatal(err)
		}
		if (newer == nil) != (i == 0) || newer != nil && newer.ID != page.Rows[i-1].ID {
			t.Errorf("before report %d is %v", i, newer)
		}
		if (older == nil) != (i == len(page.Rows)-1) || older != nil && older.ID != page.Rows[i+1].ID {
			t.Errorf("after report %d is %v", i, older)
		}
	}
}
