package ui

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/demo"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/review"
	"sitrep/internal/store"
	"sitrep/internal/work"
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
	if w := get("GET", "/claims/"+string(c)); w.Header().Get("Location") != "/reports/"+string(held.ID)+"#"+string(c) {
		t.Errorf("a rejected claim leads with %d to %q", w.Code, w.Header().Get("Location"))
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

// ingested is an archive of reports, each a line of JSON, with their events.
func ingested(t *testing.T, lines ...string) *store.Archive {
	t.Helper()
	file := filepath.Join(t.TempDir(), "reports.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	a := demo.Open(t, filepath.Join(t.TempDir(), "sitrep.db"), store.Options{Clock: func() time.Time { return demo.Received }})
	book, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := extract.New(book)
	if err != nil {
		t.Fatal(err)
	}
	job := work.Ingest{Archive: a, Reader: reader, Refused: func(what string, reason error) { t.Logf("%s: %v", what, reason) }}
	if _, err := job.Run(t.Context(), func(ctx context.Context, found func(ingest.Item) error, refused func(string, error)) error {
		return ingest.Options{}.Walk(ctx, []string{file}, found, refused)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Fuse(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// Whatever a report has is text, on every page that shows it.
func TestHostileReportsAreText(t *testing.T) {
	a := ingested(t,
		`{"title":"<script>alert(1)</script> &amp; \u202Egnp.exe\u202C","published":"2031-03-02","publisher":"Evil <b>Post</b>","author":"A\u2066B\"><script>","url":"javascript:alert(1)","text":"Fighters of the Southern Brigades attacked the city of Sirte on Sunday, <img src=x onerror=alert(1)> residents said. Shells killed six people &lt;b&gt; in a market, \u202Ean army\u202C spokesman said.\n\n</p></article><script>alert(2)</script> The government denied that it had shelled the market."}`,
		`{"title":"هجوم على سرت","published":"2031-03-02","publisher":"صحيفة الساحل","url":"https://example.org/y?<>\"'","text":"Rebels attacked Sirte on Sunday, killing three soldiers, \"><script>alert(3)</script> officials said."}`)
	get := serving(t, a)
	page, err := a.Reports(t.Context(), store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/reports", "/search?q=Sirte", "/search?q=script"}
	for i := range page.Rows {
		held, err := a.Report(t.Context(), string(page.Rows[i].ID))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, "/reports/"+string(held.ID))
		for _, c := range held.Extraction.Claims {
			paths = append(paths, "/reports/"+string(held.ID)+"?claim="+string(c.ID), "/events/"+string(c.ID), "/cite/"+string(c.ID))
			if e, err := a.Event(t.Context(), string(c.ID)); err == nil {
				paths = append(paths, "/events/"+string(e.ID))
			}
		}
	}
	if len(paths) < 10 {
		t.Fatalf("%d pages: the reports tell of too little", len(paths))
	}
	foreign := regexp.MustCompile(`(?i)<(script|img|b>|/article>.*</article>)|onerror=[^&]|href="javascript:|[\x{202A}-\x{202E}\x{2066}-\x{2069}\x00\x07]`)
	for _, path := range paths {
		body := get("GET", path).Body.String()
		// The shell's own scripts and the pages' own bold words are known.
		body = regexp.MustCompile(`<script(?: type="module")? src="/static/[^"]*"></script>`).ReplaceAllString(body, "")
		body = regexp.MustCompile(`<span class="ctl"[^>]*>[^<]*</span>`).ReplaceAllString(body, "") // what commands text stands apart
		body = regexp.MustCompile(`<b>(?:<bdi>)?(?:[^<]*)`).ReplaceAllString(body, "")
		if m := foreign.FindString(body); m != "" {
			t.Errorf("%s has %q", path, m)
		}
	}
}

func TestReaderSaysThatAReportWasNotRead(t *testing.T) {
	p, err := New(Options{Archive: demo.Archive(t)})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/reports/r-0123456789abcdef", nil)
	held := &store.Held{ReportRow: store.ReportRow{ID: "r-0123456789abcdef", Lead: "r-0123456789abcdef", Fault: "a <b>fault</b>"}, Original: []byte("x")}
	if err := p.write(w, r, 200, "reader", page{Title: "x", Data: &readerView{Held: held, Head: "x"}}); err != nil {
		t.Fatal(err)
	}
	for _, has := range []string{"<b>Not read.</b>", "a &lt;b&gt;fault&lt;/b&gt;", "/reports/r-0123456789abcdef/original"} {
		if !strings.Contains(w.Body.String(), has) {
			t.Errorf("the page has no %q", has)
		}
	}
	if strings.Contains(w.Body.String(), "All claims in this report") {
		t.Error("claims of a report that was not read")
	}
}

// longReport is a text of about a million bytes with thousands of claims.
func longReport() (string, []sitrep.Block, []sitrep.Claim) {
	const sentence = "Fighters attacked the town of Sirte, the army said. "
	var text strings.Builder
	var blocks []sitrep.Block
	var claims []sitrep.Claim
	for text.Len() < 1_000_000 {
		start := text.Len()
		for range 4 {
			at := text.Len()
			text.WriteString(sentence)
			c := sitrep.Claim{ID: sitrep.ClaimID(fmt.Sprintf("c-%016x", len(claims))), Type: "attack", Evidence: sitrep.Span{Start: at, End: at + len(sentence) - 1},
				Attribution: &sitrep.Attribution{Span: sitrep.Span{Start: at + 37, End: at + 45}, Stance: sitrep.Said}}
			c.Trigger.Span = sitrep.Span{Start: at + 9, End: at + 17}
			claims = append(claims, c)
		}
		blocks = append(blocks, sitrep.Block{Kind: sitrep.Body, Span: sitrep.Span{Start: start, End: text.Len() - 1}})
		text.WriteString("\n\n")
	}
	return text.String(), blocks, claims
}

func BenchmarkLongReport(b *testing.B) {
	text, blocks, claims := longReport()
	list := ordered(claims)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		layout(text, blocks, marksOf(text, list, list[7]))
	}
}

// The whole text stands on the page, whatever the blocks are.
func FuzzLayout(f *testing.F) {
	f.Add("A title\n\nSIRTE, Libya - Rebels attacked.", []byte{0, 7, 0, 9, 23, 1, 24, 40, 2})
	f.Add("  no block ", []byte{})
	f.Fuzz(func(t *testing.T, text string, raw []byte) {
		if len(raw) > 300 || len(text) > 2000 || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return
		}
		kinds := []sitrep.BlockKind{sitrep.Title, sitrep.Dateline, sitrep.Body, sitrep.Caption, sitrep.Boilerplate}
		var blocks []sitrep.Block
		var marks []mark
		for i := 0; i+2 < len(raw); i += 3 {
			s := sitrep.Span{Start: int(raw[i]), End: int(raw[i+1])}
			blocks = append(blocks, sitrep.Block{Kind: kinds[int(raw[i+2])%len(kinds)], Span: s})
			marks = append(marks, mark{Span: s, kind: markKind(raw[i+2] % 6), n: i, claim: "c-1"})
		}
		var b strings.Builder
		for _, p := range layout(text, blocks, marks) {
			b.WriteString(html.UnescapeString(tagRe.ReplaceAllString(string(p.Dateline)+string(p.Words), "")) + p.Gap)
		}
		if got := b.String(); strings.TrimSpace(got) != strings.TrimSpace(text) {
			t.Errorf("shown %q of %q", got, text)
		}
	})
}
