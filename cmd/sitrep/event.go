package main

import (
	"fmt"
	"strings"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/store"
	"sitrep/internal/wording"
)

// eventCmd shows events.
type eventCmd struct {
	archiveFlag
	codebookFlag
	Format string   `help:"text: for people (the default). json: one object for each id, indented." enum:"text,json" default:"text"`
	IDs    []string `arg:"" name:"id" help:"Ids of events (e-…), or of claims (c-…) for the events that they stand in."`
}

// Help is the long help of the command.
func (eventCmd) Help() string {
	return `Shows an event whole: its grade and why, who took part, every figure by origin and day, what denies it, and all its claims under the
sentences that they rest on, report by report, each with its origin and why the report was joined to the others.

The id of an event that was joined to another, or split, goes on to be answered. See docs/fusion.md.

Examples:
  sitrep event e-4a5496d19c6b0d7e
  sitrep event c-9299a7cc6f9eab5a
  sitrep event e-4a5496d19c6b0d7e --format json`
}

// Run shows. An id that leads nowhere is told on standard error, and the exit status is 1.
func (c *eventCmd) Run(con console) error {
	ctx, stop := interruptible()
	defer stop()
	archive, err := c.archiveFlag.open(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer archive.Close()
	if err := con.behind(ctx, archive); err != nil {
		return err
	}
	asker, err := c.codebookFlag.asker(archive, nil)
	if err != nil {
		return err
	}
	failed, between := false, ""
	for _, id := range c.IDs {
		found, err := asker.Event(ctx, id)
		if err != nil {
			failed = true
			con.fail("", err)
			continue
		}
		text := ""
		if c.Format == "json" {
			b, err := marshal(found.Object(), "  ")
			if err != nil {
				return err
			}
			text = string(b)
		} else {
			text = between + eventView{found}.text(con.page)
			between = "\n\n"
		}
		if err := con.print(text); err != nil {
			return err
		}
	}
	if failed {
		return errSaid
	}
	return nil
}

// eventView is an event as it is shown to people.
type eventView struct{ *ask.EventView }

// text is an event for people.
func (v eventView) text(p page) string {
	e, b := v.Event, p.newBlock()
	title := strings.ReplaceAll(e.Type, "_", " ")
	if where := wording.EventPlace(e); where != "" {
		title += " · " + where
	}
	b.paragraph(piece{}, 0, piece{title + " · " + wording.Days(e.From, e.To), heading})
	b.paragraph(piece{}, 0, piece{string(e.ID) + " · " + wording.Support(e), faint})
	if whole := string(e.ID); strings.HasPrefix(v.Asked, "e-") && !strings.HasPrefix(whole, v.Asked) {
		b.paragraph(piece{}, 0, piece{v.Asked + " is in this event now", doubt})
	}
	b.line()
	grade := string(e.Grade)
	if len(e.Grounds) > 0 {
		rules := make([]string, len(e.Grounds))
		for i := range e.Grounds {
			rules[i] = strings.ReplaceAll(e.Grounds[i].Rule, "_", " ")
		}
		grade += ": " + strings.Join(rules, "; ")
	}
	b.labelled("grade", grade)
	for _, role := range sitrep.Roles {
		for i := range e.Parties {
			if p := &e.Parties[i]; p.Role == role {
				text := p.Name
				if p.Ref != "" {
					text += " (" + string(p.Ref) + ")"
				}
				b.labelled(string(role), text+" · "+wording.CountOf(p.Origins, "origin", "origins"))
			}
		}
	}
	v.figures(b)
	if len(e.Disputes) > 0 {
		b.line()
		b.line(piece{"Disputed by", heading})
		for _, id := range e.Disputes {
			v.claim(b, id)
		}
	}
	joined := map[sitrep.ReportID]*sitrep.Join{}
	for i := range e.Joined {
		joined[e.Joined[i].Report] = &e.Joined[i]
	}
	for _, m := range v.ByDay() {
		v.member(b, &m, joined[m.Report])
	}
	return b.out.String()
}

// figures writes each measure with its range, and under it what each origin says.
func (v eventView) figures(b *block) {
	for i, words := range wording.EventFigures(v.Event) {
		b.labelled("figure", words)
		for _, t := range v.Event.Figures[i].Told {
			parts := []string{wording.Day(t.Day), wording.Amount(&sitrep.Figure{Low: t.Low, Best: t.Best, High: t.High})}
			if t.Of != "" {
				parts[1] += " " + string(t.Of)
			}
			if t.Kind != "" {
				parts = append(parts, string(t.Kind))
			}
			who := t.Source
			if who != "" && t.Standing != "" {
				who += " (" + string(t.Standing) + ")"
			}
			for _, s := range []string{who, string(t.Report), string(t.Claim)} {
				if s != "" {
					parts = append(parts, s)
				}
			}
			if t.Out != "" {
				parts = append(parts, "left out: "+strings.ReplaceAll(t.Out, "_", " "))
			}
			b.labelled("", strings.Join(parts, " · "))
		}
	}
}

// member writes what one report tells of the event.
func (v eventView) member(b *block, m *sitrep.EventMember, why *sitrep.Join) {
	var claims []sitrep.Claim
	var report *store.ReportRow
	for _, id := range m.Claims {
		if r := v.Claims[id]; r != nil {
			claims = append(claims, r.Claim)
			report = &r.Report
		}
	}
	if report == nil {
		return
	}
	b.line()
	about := []string{string(report.ID), wording.Day(report.Published)}
	for _, s := range []string{string(report.Publisher), string(report.Title)} {
		if s != "" {
			about = append(about, s)
		}
	}
	if !m.Main {
		about = append(about, "recalls it or adds it")
	}
	b.paragraph(piece{}, 0, piece{strings.Join(about, " · "), strong})
	if why != nil {
		b.paragraph(piece{}, 0, piece{fmt.Sprintf("joined to %s, %.0f %% sure of the pair alone: %s", why.With, 100*why.Score, strings.ReplaceAll(strings.Join(why.Why, ", "), "_", " ")), faint})
	}
	for i := range claims {
		v.claim(b, claims[i].ID)
	}
}

// claim writes a claim's sentence, what was read of it, and its origin.
func (v eventView) claim(b *block, id sitrep.ClaimID) {
	r := v.Claims[id]
	if r == nil {
		b.paragraph(piece{}, quoteIndent, piece{string(id) + " is gone", faint})
		return
	}
	moved := r.Claim
	at := moved.Trigger.Start - moved.Evidence.Start
	moved.Trigger.Span = sitrep.Span{Start: at, End: at + r.Claim.Trigger.Len()}
	b.paragraph(piece{strings.Repeat(" ", quoteIndent), plain}, quoteIndent, sentenceOf(r.Sentence, group{sitrep.Span{End: len(r.Sentence)}, []*sitrep.Claim{&moved}})...)
	b.claim(&r.Claim, claimIndent+columns(wording.Label(&r.Claim))+2)
	b.paragraph(piece{}, claimIndent, piece{string(id) + " · origin: " + wording.Origin(v.Origins[id].ClaimOrigin), faint})
}
