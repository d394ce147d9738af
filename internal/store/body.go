package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"sitrep"
)

// A reading is kept as the JSON of its Extraction without what is kept elsewhere: the report's own fields are in reports, its text is
// with the original, and the words of every quote are that text between its offsets.

// packReading is the frame of x, whose text is kept with the original where pinned is that text.
func (a *Archive) packReading(x *sitrep.Extraction, pinned string) ([]byte, error) {
	b, err := lean(x, pinned)
	if err != nil {
		return nil, err
	}
	return a.readings.pack(b)
}

// lean is the JSON of x without what is kept elsewhere.
func lean(x *sitrep.Extraction, pinned string) ([]byte, error) {
	lean := *x
	lean.Report = sitrep.Report{Published: x.Report.Published, Title: x.Report.Title, Language: x.Report.Language}
	if x.Report.Text != pinned {
		lean.Report.Text = x.Report.Text
	}
	lean.Codebook, lean.Models, lean.Places = "", "", ""
	lean.Mentions = slices.Clone(x.Mentions)
	lean.Claims = slices.Clone(x.Claims)
	for i := range lean.Claims {
		own(&lean.Claims[i])
	}
	if err := quotes(&lean, x.Report.Text, func(s sitrep.Span, words *string) error {
		if s.Start < 0 || s.End < s.Start || s.End > len(x.Report.Text) || s.Of(x.Report.Text) != *words {
			return fmt.Errorf("report %s: a span of its reading, %d to %d, does not hold the words %q", x.Report.ID, s.Start, s.End, *words)
		}
		*words = ""
		return nil
	}); err != nil {
		return nil, err
	}
	return json.Marshal(lean)
}

// openReading fills x from a frame; x comes with the report's own fields, the text kept with the original, and the reader's names.
func (a *Archive) openReading(frame []byte, x *sitrep.Extraction) error {
	b, err := a.readings.open(frame)
	if err != nil {
		return err
	}
	r, codebook, models, places := x.Report, x.Codebook, x.Models, x.Places
	if err := json.Unmarshal(b, x); err != nil {
		return fmt.Errorf("a stored reading is no JSON: %w", err)
	}
	own := x.Report
	x.Report, x.Codebook, x.Models, x.Places = r, codebook, models, places
	x.Report.Published, x.Report.Title, x.Report.Language = own.Published, own.Title, own.Language
	if own.Text != "" {
		x.Report.Text = own.Text
	}
	return quotes(x, x.Report.Text, func(s sitrep.Span, words *string) error {
		if s.Start < 0 || s.End < s.Start || s.End > len(x.Report.Text) {
			return fmt.Errorf("report %s: a stored span, %d to %d, lies outside its text", x.Report.ID, s.Start, s.End)
		}
		*words = s.Of(x.Report.Text)
		return nil
	})
}

// own gives c its own copies of what quotes are in.
func own(c *sitrep.Claim) {
	c.Roles = maps.Clone(c.Roles)
	for role, fillers := range c.Roles {
		c.Roles[role] = slices.Clone(fillers)
	}
	if c.Place != nil {
		p := *c.Place
		c.Place = &p
	}
	if c.Time != nil {
		t := *c.Time
		c.Time = &t
	}
	if c.Attribution != nil {
		a := *c.Attribution
		c.Attribution = &a
	}
	c.Figures = slices.Clone(c.Figures)
}

// quotes calls f with every span of x that comes with its words, which lie in text.
func quotes(x *sitrep.Extraction, text string, f func(sitrep.Span, *string) error) error {
	for i := range x.Mentions {
		if err := f(x.Mentions[i].Span, &x.Mentions[i].Text); err != nil {
			return err
		}
	}
	for i := range x.Claims {
		c := &x.Claims[i]
		if e := c.Evidence; e.Start < 0 || e.End < e.Start || e.End > len(text) {
			return fmt.Errorf("report %s: the evidence of claim %s lies outside its text", x.Report.ID, c.ID)
		}
		of := []*sitrep.Quote{&c.Trigger}
		for _, role := range sitrep.Roles {
			for j := range c.Roles[role] {
				of = append(of, &c.Roles[role][j].Quote)
			}
		}
		if c.Place != nil {
			of = append(of, &c.Place.Quote)
		}
		if c.Time != nil {
			of = append(of, &c.Time.Quote)
		}
		for j := range c.Figures {
			of = append(of, &c.Figures[j].Quote)
		}
		for _, q := range of {
			if err := f(q.Span, &q.Text); err != nil {
				return err
			}
		}
		if c.Attribution != nil {
			if err := f(c.Attribution.Span, &c.Attribution.Source); err != nil {
				return err
			}
		}
	}
	return nil
}
