package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/origin"
	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// readerRoutes are a report with its claims in its text, its bytes as they were received, and the events that claims tell.
func (p *Pages) readerRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /reports", p.handle(p.reports))
	mux.HandleFunc("GET /search", p.handle(p.search))
	mux.HandleFunc("GET /events/{id}", p.handle(p.event))
	mux.HandleFunc("GET /events/{id}/{file}", p.handle(p.eventFile))
	mux.HandleFunc("GET /reports/{id}", p.handle(p.reader))
	mux.HandleFunc("GET /reports/{id}/original", p.handle(p.original))
}

// Bounds of what one page of the reader shows.
const (
	mostUnfolded = 40  // claims with their form, folded, in the list
	mostListed   = 300 // claims in the list
	mostCompared = 8   // copies whose text is compared with the report's
	// longestCompared is how many bytes of text are compared in all.
	longestCompared = 200_000
)

// readerView is what the page of a report shows.
type readerView struct {
	Held   *store.Held
	Head   string // of a report whose text does not begin with it
	Text   []paragraph
	Credit origin.Credit
	// On is the claim that one is on, nil for none; Claims are those of the list, of Count in all, from the number First on.
	On                  *claimView
	Claims              []*claimView
	Count, First, Last  int
	Before, After       string // claims before and after the one that one is on, "" at the ends
	BeforeN, AfterN     int
	PastList, AheadList string // claims to be on so that the list goes on, "" at its ends
	Rejected            int    // claims that a person rejected
	Copies              []copyView
	MoreCopies          int
	Newer, Older        *store.ReportRow // the reports beside it, in the order of the list of reports
	Standing            *store.ReportRow // the version of its page that stands, where that is another
}

// reader serves a report.
func (p *Pages) reader(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := p.wholeID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if id != r.PathValue("id") || !strings.HasPrefix(id, "r-") {
		to, err := p.readerOf(ctx, id)
		if err == nil {
			http.Redirect(w, r, to, http.StatusFound)
		}
		return err
	}
	held, err := p.archive.Report(ctx, id)
	if err != nil {
		return err
	}
	v := &readerView{Held: held, Head: titleOf(&held.ReportRow)}
	if held.Extraction != nil {
		if err := p.read(ctx, v, sitrep.ClaimID(r.URL.Query().Get("claim"))); err != nil {
			return err
		}
	}
	if v.Newer, v.Older, err = p.archive.Beside(ctx, &held.ReportRow); err != nil {
		return err
	}
	if i := slices.IndexFunc(held.Versions, func(o store.ReportRow) bool { return !o.Replaced && !o.Retracted }); i >= 0 && held.Versions[i].ID != held.ID {
		v.Standing = &held.Versions[i]
	}
	return p.write(w, r, http.StatusOK, "reader", page{Title: v.Head, Section: "reports", Data: v})
}

// wholeID is the whole id that an abbreviated one stands for; one that begins several is a bad parameter.
func (p *Pages) wholeID(ctx context.Context, id string) (string, error) {
	if len(id) > longest {
		return "", notFound("no id is so long")
	}
	whole, err := p.archive.Resolve(ctx, id)
	if errors.Is(err, store.ErrSeveral) {
		return "", badField("id", "%v", err)
	}
	return whole, err
}

// readerOf is where an id of a report or a claim leads.
func (p *Pages) readerOf(ctx context.Context, id string) (string, error) {
	switch {
	case strings.HasPrefix(id, "e-"):
		return "/events/" + id, nil
	case strings.HasPrefix(id, "c-"):
		held, err := p.archive.Report(ctx, id)
		if err != nil {
			return "", err
		}
		return "/reports/" + string(held.ID) + "?claim=" + id + "#" + id, nil
	}
	return "/reports/" + id, nil
}

// titleOf is what a report is called.
func titleOf(r *store.ReportRow) string {
	if t := strings.TrimSpace(string(r.Title)); t != "" {
		return t
	}
	if s := strings.TrimSpace(r.Opening); s != "" {
		return firstWords(s, 24)
	}
	return "Report " + string(r.ID)
}

// firstWords is how a text begins.
func firstWords(s string, most int) string {
	f := strings.Fields(s)
	if len(f) <= most {
		return strings.Join(f, " ")
	}
	return strings.Join(f[:most], " ") + " …"
}

// read gathers what the reading of a report has, with one on the claim on, "" for none.
func (p *Pages) read(ctx context.Context, v *readerView, on sitrep.ClaimID) error {
	x := v.Held.Extraction
	claims, err := p.veiled(ctx, ordered(x.Claims))
	if err != nil {
		return err
	}
	at := -1
	if on != "" {
		if at = slices.IndexFunc(claims, func(c *sitrep.Claim) bool { return c.ID == on }); at < 0 {
			return notFound(fmt.Sprintf("the reading of report %s has no claim %s", v.Held.ID, on))
		}
	}
	var current *sitrep.Claim
	if at >= 0 {
		current = claims[at]
	}
	v.Text = layout(x.Report.Text, x.Blocks, marksOf(x.Report.Text, claims, current))
	if v.Held.Title == "" {
		v.Head = firstWords(cmp.Or(x.Report.Text, v.Head), 12)
	}
	k, err := p.known()
	if err != nil {
		return err
	}
	v.Credit = p.asker.Outlets().Credit(&x.Report, x.Blocks)
	origins, err := p.originsOf(ctx, v)
	if err != nil {
		return err
	}
	v.list(claims, at)
	parties := partiesOf(x.Entities)
	shown := slices.Clone(claims[v.First:v.Last])
	if len(shown) > mostUnfolded {
		shown = shown[:mostUnfolded]
	}
	events, err := p.eventsOf(ctx, shown, current)
	if err != nil {
		return err
	}
	for i, c := range claims[v.First:v.Last] {
		cv := &claimView{N: v.First + i + 1, Claim: c, Mark: k.markOf(c.Type)}
		if i < len(shown) || c == current {
			fillClaim(cv, parties, origins[c.ID], events[c.ID])
		}
		v.Claims = append(v.Claims, cv)
		if c == current {
			v.On = cv
			cv.On = true
		}
	}
	for _, c := range claims {
		if c.Rejected() {
			v.Rejected++
		}
	}
	return p.copiesOf(ctx, v)
}

// originsOf are where the claims go back to. Of a report without copies they are told from its own reading; reading a long one again costs more
// than all else on its page.
func (p *Pages) originsOf(ctx context.Context, v *readerView) (map[sitrep.ClaimID]store.Origin, error) {
	h := v.Held
	if h.Copies > 0 {
		return p.archive.Origins(ctx, p.asker.Outlets(), &h.ReportRow)
	}
	out := map[sitrep.ClaimID]store.Origin{}
	home := origin.Settle(origin.GroupID("g-"+string(h.Lead)), []origin.Credit{v.Credit})
	for _, c := range p.asker.Outlets().Claims(h.Extraction, home) {
		out[c.Claim] = store.Origin{ClaimOrigin: c, Reports: 1, Origins: 1}
	}
	return out, nil
}

// list chooses the claims of the list: all, or those around the one that one is on.
func (v *readerView) list(claims []*sitrep.Claim, at int) {
	v.Count = len(claims)
	v.First = max(0, min(at-mostUnfolded/2, len(claims)-mostListed))
	if len(claims) <= mostListed {
		v.First = 0
	}
	v.Last = min(v.First+mostListed, len(claims))
	if v.First > 0 {
		v.PastList = string(claims[max(0, v.First-mostListed/2)].ID)
	}
	if v.Last < len(claims) {
		v.AheadList = string(claims[v.Last].ID)
	}
	if at > 0 {
		v.Before, v.BeforeN = string(claims[at-1].ID), at
	}
	if at+1 < len(claims) {
		v.After, v.AfterN = string(claims[at+1].ID), at+2
	}
}

// eventsOf are the events of claims, by claim.
func (p *Pages) eventsOf(ctx context.Context, claims []*sitrep.Claim, and *sitrep.Claim) (map[sitrep.ClaimID]*sitrep.Event, error) {
	ids := make([]sitrep.ClaimID, 0, len(claims)+1)
	for _, c := range claims {
		ids = append(ids, c.ID)
	}
	if and != nil {
		ids = append(ids, and.ID)
	}
	events, err := p.archive.EventsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := map[sitrep.ClaimID]*sitrep.Event{}
	for i := range events {
		for _, m := range events[i].Members {
			for _, c := range m.Claims {
				out[c] = &events[i]
			}
		}
		for _, c := range events[i].Disputes {
			if out[c] == nil {
				out[c] = &events[i]
			}
		}
	}
	return out, nil
}

// copyView is another report of the group of copies.
type copyView struct {
	store.ReportRow
	First    bool // of the group
	Compared bool
	Share    int // of this report's text that it has, in per cent
	Words    int
	Passages []passageView
}

// passageView is a passage that both have.
type passageView struct{ Text string }

// copiesOf gathers the other reports of the group, the nearest ones with the passages that they share.
func (p *Pages) copiesOf(ctx context.Context, v *readerView) error {
	text, left := v.Held.Extraction.Report.Text, longestCompared
	for i := range v.Held.Group {
		row := &v.Held.Group[i]
		if row.ID == v.Held.ID {
			continue
		}
		if len(v.Copies) == mostListed {
			v.MoreCopies++
			continue
		}
		c := copyView{ReportRow: *row, First: row.ID == row.Lead}
		if left -= len(text); len(v.Copies) < mostCompared && left >= 0 {
			other, err := p.archive.Report(ctx, string(row.ID))
			if err != nil {
				return err
			}
			if other.Extraction != nil {
				c.compare(text, other.Extraction.Report.Text)
			}
		}
		v.Copies = append(v.Copies, c)
	}
	return nil
}

// compare finds what the copy shares with a text.
func (c *copyView) compare(text, other string) {
	c.Compared = true
	length := 0
	for _, s := range origin.Passages(text, other) {
		length += s.A.Len()
		c.Words += s.Words
		c.Passages = append(c.Passages, passageView{ends(s.A.Of(text))})
	}
	c.Share = 100 * length / max(1, len(strings.TrimSpace(text)))
}

// ends is a text, of a long one how it begins and ends.
func ends(s string) string {
	const most = 10
	f := strings.Fields(s)
	if len(f) <= 2*most {
		return strings.Join(f, " ")
	}
	return strings.Join(f[:most], " ") + " … " + strings.Join(f[len(f)-most:], " ")
}

// State says whether the report stands: held, replaced, retracted, erased or unread.
func (v *readerView) State() string {
	switch h := v.Held; {
	case h.Erased:
		return "erased"
	case h.Extraction == nil:
		return "unread"
	case h.Retracted:
		return "retracted"
	case h.Replaced:
		return "replaced"
	}
	return "held"
}

// Citation is how the claim that one is on is cited: the sentence, where and when it was published, and what of the archive it is.
func (v *readerView) Citation() string {
	if v.On == nil {
		return ""
	}
	h, c := v.Held, v.On.Claim
	parts := []string{"“" + strings.Join(strings.Fields(c.Evidence.Of(h.Extraction.Report.Text)), " ") + "”"}
	for _, s := range []string{string(h.Publisher), dayWords(h.Published), string(h.URL)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	parts = append(parts, fmt.Sprintf("%s in %s, bytes %d to %d, SHA-256 %s", c.ID, h.ID, c.Evidence.Start, c.Evidence.End, h.Extraction.Report.SHA256))
	return strings.Join(parts, ", ")
}

// original serves the bytes of a report as they were received. They are never shown as a page: text is sent as text, all else to be kept.
func (p *Pages) original(w http.ResponseWriter, r *http.Request) error {
	id, err := p.wholeID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if !strings.HasPrefix(id, "r-") {
		return notFound(id + " is no report")
	}
	held, err := p.archive.Report(r.Context(), id)
	if err != nil {
		return err
	}
	if held.Erased {
		return notFound("the bytes of report " + id + " were erased" + whenWhy(held.Withdrawn))
	}
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-cache")
	if strings.HasPrefix(held.Media, "text/plain") {
		h.Set("Content-Type", "text/plain; charset=utf-8")
	} else {
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", `attachment; filename="`+id+extension(held.Media)+`"`)
	}
	if _, err := w.Write(held.Original); err != nil {
		return errGone
	}
	return nil
}

// extension is the ending of a file of a media type, for those that reports come in.
func extension(media string) string {
	media, _, _ = strings.Cut(media, ";")
	switch strings.TrimSpace(media) {
	case "text/html", "application/xhtml+xml":
		return ".html"
	case "application/pdf":
		return ".pdf"
	case "application/json":
		return ".json"
	case "message/rfc822":
		return ".eml"
	}
	return ".bin"
}

// whenWhy is when something was done and why, for the end of a sentence.
func whenWhy(m *store.Mark) string {
	if m == nil {
		return ""
	}
	s := " on " + wording.Minute(m.Time)
	if m.Why != "" {
		s += ": " + m.Why
	}
	return s
}
