package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// showCmd shows what the archive holds of a report or a claim.
type showCmd struct {
	archiveFlag
	codebookFlag
	Format   string   `help:"text: for people (the default). json: one object for each id, indented." enum:"text,json" default:"text"`
	Explain  bool     `help:"Show for each claim which rule and which words gave every slot, as sitrep explain does, and who corrected it."`
	Original bool     `help:"Write the report's bytes as they were received to standard output, and nothing else."`
	IDs      []string `arg:"" name:"id" help:"Ids of reports (r-…) or claims (c-…), or their first six digits or more."`
}

// Help is the long help of the command.
func (showCmd) Help() string {
	return `Shows a report: what is known of it and where it came from, versions of its page, copies of it with the passages that they share, whom it
is credited to, and its claims under the sentences that they rest on, each with its origin. Of a claim it shows the sentence, the
origin, and how other readings of the report have it.

What was replaced, retracted or erased answers with when, why and where it went. See docs/archive.md.

Examples:
  sitrep show r-9299a7cc6f9eab5a
  sitrep show c-4a5496
  sitrep show --original r-9299a7 > page.html`
}

// Validate refuses what makes no sense.
func (c *showCmd) Validate() error {
	switch {
	case c.Original && len(c.IDs) > 1:
		return errors.New("--original writes one report; name one id")
	case c.Explain && (c.Original || c.Format == "json"):
		return errors.New("--explain is for people; give it without --original and --format json")
	}
	return nil
}

// Run shows. An id that leads nowhere is told on standard error, and the exit status is 1.
func (c *showCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	asker, err := c.codebookFlag.asker(archive, nil)
	if err != nil {
		return err
	}
	failed, between := false, ""
	for _, id := range c.IDs {
		v, err := lookAt(ctx, asker, id)
		switch {
		case err != nil:
			failed = true
			con.fail("", err)
			continue
		case c.Original:
			return v.original(con)
		}
		text, err := v.show(con.page, c.Format)
		if c.Explain {
			text, err = v.explained(con.page)
		}
		if err != nil {
			return err
		}
		if err := con.print(between + text); err != nil {
			return err
		}
		if c.Format == "text" {
			between = "\n\n"
		}
	}
	if failed {
		return errSaid
	}
	return nil
}

// view is what is shown of one id.
type view struct {
	id      string
	held    *store.Held
	origins map[sitrep.ClaimID]store.Origin
	report  *ask.ReportView // nil for a claim
	claim   *ask.ClaimView  // nil for a report
}

// lookAt gathers what is shown of an id.
func lookAt(ctx context.Context, asker *ask.Asker, id string) (*view, error) {
	whole, err := asker.Archive().Resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(whole, "c-") {
		c, err := asker.Claim(ctx, whole)
		if err != nil {
			return nil, err
		}
		if c.Held.Extraction != nil {
			return &view{id: whole, held: c.Held, origins: c.Origins, claim: c}, nil
		}
	}
	r, err := asker.Report(ctx, whole)
	if err != nil {
		return nil, err
	}
	return &view{id: whole, held: r.Held, origins: r.Origins, report: r}, nil
}

// original writes the bytes as received.
func (v *view) original(con console) error {
	if v.held.Erased {
		return fmt.Errorf("%s: its bytes were erased%s", v.held.ID, told(v.held.Withdrawn))
	}
	return con.print(string(v.held.Original))
}

// told is when something was done, and why.
func told(m *store.Mark) string {
	if m == nil {
		return ""
	}
	s := " on " + wording.Minute(m.Time)
	if m.Why != "" {
		s += ": " + m.Why
	}
	return s
}

// show is the view as it is printed.
func (v *view) show(p page, format string) (string, error) {
	switch {
	case format == "json":
		b, err := marshal(v.object(), "  ")
		return string(b), err
	case v.claim != nil:
		return v.claimText(p), nil
	}
	return v.reportText(p), nil
}

// object is the view as it is printed in JSON.
func (v *view) object() any {
	if v.claim != nil {
		return v.claim.Object()
	}
	return v.report.Object()
}

// explained is how the claims that stand were found.
func (v *view) explained(p page) (string, error) {
	x := v.held.Extraction
	if x == nil {
		return "", fmt.Errorf("%s: has no reading that could be explained", v.held.ID)
	}
	if v.claim != nil {
		one := *x
		one.Claims = slices.DeleteFunc(slices.Clone(x.Claims), func(c sitrep.Claim) bool { return string(c.ID) != v.id })
		x = &one
	}
	return string(p.derivation("", x)), nil
}

// labelled writes a line that begins with a word; the others stand under its text.
func (b *block) labelled(word, text string) {
	b.paragraph(piece{word, faint}, labelIndent, piece{text, plain})
}

// labelIndent is where what follows a word begins.
const labelIndent = 11

// reportText is a report for people.
func (v *view) reportText(p page) string {
	h, b := v.held, p.newBlock()
	if h.Extraction == nil {
		v.bare(b)
		return b.out.String()
	}
	x := h.Extraction
	b.head("", x, wording.Plural(len(x.Claims), "claim"))
	b.line()
	v.about(b)
	b.body(x, func(c *sitrep.Claim, indent int) {
		o := v.origins[c.ID]
		text := string(c.ID) + " · origin: " + wording.Origin(o.ClaimOrigin)
		if o.Reports > 1 {
			text += " · " + wording.CountOf(o.Reports, "report", "reports") + " of " + wording.CountOf(o.Origins, "origin", "origins")
		}
		b.paragraph(piece{}, indent, piece{text, faint})
		if said := reviewWords(c); said != "" {
			b.paragraph(piece{}, indent, piece{said, strong})
		}
	})
	return b.out.String()
}

// bare writes what is known of a report that was erased or not read.
func (v *view) bare(b *block) {
	h := v.held
	b.line(piece{string(h.ID), heading})
	v.about(b)
	if h.Fault != "" {
		b.labelled("unread", h.Fault)
	}
}

// about writes where a report came from and what became of it.
func (v *view) about(b *block) {
	h := v.held
	switch {
	case h.Erased:
		b.labelled("erased", strings.TrimPrefix(told(h.Withdrawn), " on ")+"; its text and claims are gone")
	case h.Retracted:
		b.labelled("retracted", strings.TrimPrefix(told(h.Withdrawn), " on "))
	}
	for _, m := range h.Moved {
		b.labelled(m.Kind, "by "+m.New+" on "+wording.Minute(m.Time))
	}
	b.labelled("received", wording.Minute(h.Received))
	if h.Erased {
		return
	}
	b.labelled("from", fmt.Sprintf("%s (%s, %s)", h.Found, h.Media, wording.Plural(len(h.Original), "byte")))
	if h.Extraction == nil {
		return
	}
	b.labelled("sha256", h.Extraction.Report.SHA256)
	if h.Author != "" {
		b.labelled("author", string(h.Author))
	}
	if c := v.report.Credit; c.Name != "" {
		b.labelled("credit", fmt.Sprintf("%s (%s, by its %s)", c.Name, c.Kind, c.By))
	}
	for i, d := range h.Readers {
		word := "read with"
		if i > 0 {
			word = "and with"
		}
		b.labelled(word, readerWords(d))
	}
	v.versions(b)
	v.copiesText(b)
}

// readerWords names what a report was read with.
func readerWords(d store.Reader) string {
	s := "codebook " + d.Codebook + ", models " + d.Models
	if d.Places != "" {
		s += ", places " + d.Places
	}
	return s
}

func (v *view) versions(b *block) {
	for i, r := range v.held.Versions {
		word := ""
		if i == 0 {
			word = "versions"
		}
		text := fmt.Sprintf("%s received %s", r.ID, wording.Minute(r.Received))
		if !r.Modified.IsZero() {
			text += ", changed " + wording.Minute(r.Modified)
		}
		switch {
		case r.ID == v.held.ID:
			text += " (this one)"
		case !r.Replaced && !r.Retracted:
			text += " (the one that stands)"
		}
		b.labelled(word, text)
	}
}

// copiesText lists the other reports of the group with what they share with this one.
func (v *view) copiesText(b *block) {
	h := v.held
	if len(v.report.Copies) == 0 {
		return
	}
	text := "the first of " + wording.Plural(len(v.report.Copies)+1, "report")
	if h.Lead != h.ID {
		text = "a copy of " + string(h.Lead) + ", in a group of " + wording.Plural(len(v.report.Copies)+1, "report")
	}
	b.labelled("copies", text)
	body := h.Extraction.Report.Text
	for i := range v.report.Copies {
		s := &v.report.Copies[i]
		about := []string{string(s.ID)}
		for _, w := range []string{s.Published.String(), string(s.Publisher)} {
			if w != "" {
				about = append(about, w)
			}
		}
		length, words := 0, 0
		for _, p := range s.Passages {
			length += p.A.Len()
			words += p.Words
		}
		switch {
		case len(s.Passages) > 0:
			about = append(about, fmt.Sprintf("shares %s words in %s, %d %% of this text", wording.Number(words), wording.Plural(len(s.Passages), "passage"), 100*length/max(1, len(body))))
		case s.Compared:
			about = append(about, "shares no passage with this one, but with others of the group")
		}
		b.labelled("", strings.Join(about, " · "))
		for _, p := range s.Passages {
			b.paragraph(piece{}, labelIndent+2, piece{"“" + ends(p.A.Of(body)) + "”", faint})
		}
	}
}

// ends is a text, of a long one how it begins and ends.
func ends(s string) string {
	const most = 12
	words := strings.Fields(s)
	if len(words) <= 2*most {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:most], " ") + " … " + strings.Join(words[len(words)-most:], " ")
}

// claimText is a claim for people.
func (v *view) claimText(p page) string {
	h, b := v.held, p.newBlock()
	readings := v.claim.Readings
	last := readings[len(readings)-1]
	c, text := v.claim.Current(), h.Extraction.Report.Text
	for i := len(readings) - 1; c == nil && i >= 0; i-- {
		c, text = readings[i].Claim, readings[i].Text
	}
	b.head("", h.Extraction, "")
	b.line()
	switch {
	case h.Retracted:
		b.labelled("retracted", strings.TrimPrefix(told(h.Withdrawn), " on "))
	case h.Replaced:
		b.labelled("replaced", "this version of its report no longer stands; sitrep show "+string(h.ID)+" tells of the others")
	}
	if c == nil {
		b.labelled("claim", v.id+" is in no reading of its report that is held")
		return b.out.String()
	}
	if v.claim.Current() == nil {
		b.labelled("gone", "the reading that stands ("+readerWords(last.Reader)+") does not have this claim; this is what an earlier one says")
	}
	if h.Retracted || h.Replaced || v.claim.Current() == nil {
		b.line()
	}
	v.reading(b, c, text)
	if o, ok := v.origins[c.ID]; ok {
		b.line()
		b.labelled("origin", wording.Origin(o.ClaimOrigin))
		b.labelled("made by", wording.CountOf(o.Reports, "report", "reports")+" of "+wording.CountOf(o.Origins, "origin", "origins"))
	}
	b.labelled("bytes", fmt.Sprintf("trigger %d to %d, sentence %d to %d of the report's text", c.Trigger.Start, c.Trigger.End, c.Evidence.Start, c.Evidence.End))
	v.reviews(b, c)
	b.labelled("rule", fmt.Sprintf("%s; confidence %.2f", c.Rule, c.Confidence))
	for _, r := range readings {
		if len(readings) == 1 {
			b.labelled("read with", readerWords(r.Reader))
			continue
		}
		b.line()
		b.labelled("read with", readerWords(r.Reader))
		if r.Claim == nil {
			b.labelled("", "no such claim")
			continue
		}
		b.claim(r.Claim, claimIndent+columns(wording.Label(r.Claim))+2)
	}
	return b.out.String()
}

// reviews writes what people decided about a claim.
func (v *view) reviews(b *block, c *sitrep.Claim) {
	if c.Review == nil {
		return
	}
	said := func(word, what string, r *sitrep.Review) {
		b.labelled(word, fmt.Sprintf("%s by %s on %s, review %d: %s", what, r.Person, wording.Minute(r.Time), r.N, r.Why))
	}
	for i, r := range []*sitrep.Review{c.Review.Claim, c.Review.Event} {
		if r != nil {
			said("review", []string{"", "its event "}[i]+verdictWords[r.Verdict], r)
		}
	}
	for i := range c.Review.Slots {
		s := &c.Review.Slots[i]
		said("corrected", wording.Slot(s), &s.Review)
	}
}

// reading writes a claim under its sentence.
func (v *view) reading(b *block, c *sitrep.Claim, text string) {
	b.quote(text, group{c.Evidence, []*sitrep.Claim{c}})
	b.claim(c, claimIndent+columns(wording.Label(c))+2)
	b.paragraph(piece{}, claimIndent, piece{string(c.ID), faint})
}
