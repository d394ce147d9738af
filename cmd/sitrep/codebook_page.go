package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"text/tabwriter"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/wording"
)

// codebookList lists event types.
type codebookList struct {
	codebookFlag
	Format string `help:"text: a table (the default). json: a list of objects." enum:"text,json" default:"text"`
}

// Help is the long help of the command.
func (codebookList) Help() string {
	return `Lists the event types with the number of their rules and sentences (match and miss) and their codes in ACLED, PLOVER,
CAMEO and UCDP GED; "-" where there is none, see sitrep codebook show. A star marks the types of --codebook DIR.

Example:
  sitrep codebook list`
}

// listed is a type as it is listed.
type listed struct {
	ID        string             `json:"id"`
	Label     string             `json:"label"`
	Own       bool               `json:"own"` // from the folder of --codebook
	Rank      int                `json:"rank"`
	Rules     int                `json:"rules"`
	Match     int                `json:"match"`
	Miss      int                `json:"miss"`
	Crosswalk codebook.Crosswalk `json:"crosswalk"`
}

// Run lists.
func (c *codebookList) Run(con console) error {
	book, err := c.load()
	if err != nil {
		return err
	}
	all := make([]listed, len(book.Types))
	for i := range book.Types {
		t := &book.Types[i]
		all[i] = listed{ID: t.ID, Label: t.Label, Own: t.Own, Rank: t.Rank, Rules: len(t.Rules), Crosswalk: t.Crosswalk}
		for j := range t.Rules {
			all[i].Match += len(t.Rules[j].Match)
			all[i].Miss += len(t.Rules[j].Miss)
		}
	}
	if c.Format == "json" {
		out, err := marshal(all, "  ")
		if err != nil {
			return err
		}
		return con.print(string(out))
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "TYPE\tLABEL\tRULES\tMATCH\tMISS\tUCDP\tCAMEO\tPLOVER\tACLED")
	for _, t := range all {
		id := t.ID
		if t.Own {
			id += " *"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%s\t%s\t%s\t%s\n", printable(id), printable(t.Label), t.Rules, t.Match, t.Miss,
			orDash(t.Crosswalk.UCDP), orDash(t.Crosswalk.CAMEO), orDash(t.Crosswalk.PLOVER), orDash(t.Crosswalk.ACLED))
	}
	w.Flush()
	fmt.Fprintf(&b, "%s, codebook %s\n", wording.Plural(len(all), "type"), book.Version)
	return con.print(b.String())
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return printable(s)
}

// codebookShow shows an event type.
type codebookShow struct {
	codebookFlag
	Format string `help:"text: for people (the default). json: one object. yaml: its file, to copy and change." enum:"text,json,yaml" default:"text"`
	Type   string `arg:"" help:"Id of the event type; sitrep codebook list names all."`
}

// Help is the long help of the command.
func (codebookShow) Help() string {
	return `Shows what an event type means, what belongs to it and what does not, which relation fills which role, the figures it may
carry, its codes in other codebooks, and every rule with its sentences.

Examples:
  sitrep codebook show air_strike
  sitrep codebook show --format yaml air_strike > mine/types/air_strike.yaml`
}

// Run shows.
func (c *codebookShow) Run(con console) error {
	book, err := c.load()
	if err != nil {
		return err
	}
	t, err := find(book, c.Type)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		out, err := marshal(t, "  ")
		if err != nil {
			return err
		}
		return con.print(string(out))
	case "yaml":
		source, err := book.Source(t)
		if err != nil {
			return err
		}
		return con.print(string(source))
	}
	return con.print(con.page.eventType(t))
}

// fieldIndent is where what a field holds begins.
const fieldIndent = 15

// eventType shows a type for people.
func (p page) eventType(t *codebook.Type) string {
	b := p.newBlock()
	field := func(name, text string) {
		if text != "" {
			b.paragraph(piece{"  " + name, faint}, fieldIndent, piece{text, plain})
		}
	}
	none := func(code string) string {
		if code == "" {
			return "none"
		}
		return code
	}
	b.paragraph(piece{}, 0, piece{t.ID, heading}, piece{" · " + t.Label, plain})
	b.paragraph(piece{}, 0, piece{t.Definition, plain})
	b.line()
	field("belongs", strings.Join(t.Include, "; "))
	field("not", strings.Join(t.Exclude, "; "))
	field("roles", relations(t.Roles, sitrep.Roles))
	field("figures", relations(t.Figures, sitrep.Measures))
	field("rank", rankOf(t))
	field("ACLED", none(t.Crosswalk.ACLED))
	field("PLOVER", none(t.Crosswalk.PLOVER))
	field("CAMEO", none(t.Crosswalk.CAMEO))
	field("UCDP", none(t.Crosswalk.UCDP))
	field("why", t.Crosswalk.Why)
	for i := range t.Rules {
		r := &t.Rules[i]
		b.line()
		b.paragraph(piece{}, 0, piece{t.ID + "." + r.ID, kind})
		field("verb", strings.Join(r.Verb, ", "))
		field("noun", strings.Join(r.Noun, ", "))
		field("adjective", strings.Join(r.Adjective, ", "))
		light := strings.Join(r.Light, ", ")
		if r.LightOnly {
			light += " (only with one of these)"
		}
		field("light", light)
		for _, rel := range sortedKeys(r.With) {
			field("with", rel+": "+strings.Join(r.With[rel], ", "))
		}
		for _, rel := range sortedKeys(r.Without) {
			field("without", rel+": "+strings.Join(r.Without[rel], ", "))
		}
		field("near", strings.Join(r.Near, ", "))
		field("in sentence", strings.Join(r.InSentence, ", "))
		field("not near", strings.Join(r.NotNear, ", "))
		field("roles", relations(r.Roles, sitrep.Roles))
		field("figures", relations(r.Figures, sitrep.Measures))
		field("place", strings.Join(r.Place, ", "))
		field("subtype", r.Subtype)
		field("CAMEO", r.CAMEO)
		field("modality", string(r.Modality))
		field("stance", string(r.Stance))
		for _, e := range r.Match {
			b.paragraph(piece{"  finds", faint}, fieldIndent, piece{"“" + e.Text + "”", plain})
			b.paragraph(piece{}, fieldIndent, piece{slotsOf(&e), faint})
		}
		for _, miss := range r.Miss {
			b.paragraph(piece{"  not in", faint}, fieldIndent, piece{"“" + miss + "”", plain})
		}
	}
	return b.out.String()
}

// rankOf tells how a type stands to others.
func rankOf(t *codebook.Type) string {
	s := strconv.Itoa(t.Rank)
	if t.Act {
		s += ", a deed that deaths are told of as its result"
	}
	if t.Consequence {
		s += ", told as the result of a deed"
	}
	return s
}

// relations writes which relations fill a slot: "actor ← agent; target ← patient, on".
func relations[K ~string](m map[K][]string, order []K) string {
	var out []string
	for _, k := range order {
		if rels, ok := m[k]; ok && len(rels) == 0 {
			out = append(out, string(k)+" left out")
		} else if ok {
			out = append(out, string(k)+" ← "+strings.Join(rels, ", "))
		}
	}
	return strings.Join(out, "; ")
}

// slotsOf writes what must be read from a sentence.
func slotsOf(e *codebook.Example) string {
	out := []string{e.Trigger}
	for _, role := range sitrep.Roles {
		if e.Roles[role] != "" {
			out = append(out, string(role)+" “"+e.Roles[role]+"”")
		}
	}
	if e.Place != "" {
		out = append(out, "place “"+e.Place+"”")
	}
	for _, m := range sitrep.Measures {
		for _, f := range e.Figures[m] {
			out = append(out, string(m)+" “"+f+"”")
		}
	}
	if e.Source != "" {
		out = append(out, "source “"+e.Source+"”")
	}
	if e.Modality != "" {
		out = append(out, string(e.Modality))
	}
	return strings.Join(out, " · ")
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// changes shows what differs between two codebooks.
func (p page) changes(from, to string, all []codebook.Change) string {
	b := p.newBlock()
	b.paragraph(piece{}, 0, piece{from + " → " + to, heading}, piece{": " + wording.Plural(len(all), "change"), plain})
	above := ""
	for _, c := range all {
		under := c.In
		if c.Type != "" {
			under = c.Type
		}
		sign := map[string]string{codebook.Added: "+ ", codebook.Removed: "- ", codebook.Changed: "~ "}[c.What]
		if c.Kind == "type" {
			b.line()
			b.paragraph(piece{}, 0, piece{sign + "type " + c.Type, kind}, piece{" · " + c.From + c.To, plain})
			above = ""
			continue
		}
		if under != above {
			b.line()
			b.paragraph(piece{}, 0, piece{"~ " + under, kind})
			above = under
		}
		first := "  "
		if c.Rule != "" {
			first += c.Rule + " "
		}
		b.paragraph(piece{}, 2, piece{strings.TrimLeft(first, " ") + sign + describe(c), plain})
	}
	return b.out.String()
}

// describe tells one change in words.
func describe(c codebook.Change) string {
	switch {
	case c.Kind == "rule":
		return "rule"
	case c.Kind == "sentence" && c.What == codebook.Changed:
		return "“" + c.Name + "”: " + c.From + " → " + c.To
	case c.Kind == "sentence":
		return "“" + c.Name + "”: " + c.From + c.To
	case c.Kind == "word":
		return c.Name
	case c.Kind == "row" && c.What == codebook.Changed:
		return c.Name + ": " + strings.ReplaceAll(c.From, "\t", ", ") + " → " + strings.ReplaceAll(c.To, "\t", ", ")
	case c.Kind == "row":
		return c.Name
	case len(c.Added)+len(c.Removed) > 0:
		var out []string
		if len(c.Added) > 0 {
			out = append(out, "+ "+strings.Join(c.Added, ", "))
		}
		if len(c.Removed) > 0 {
			out = append(out, "- "+strings.Join(c.Removed, ", "))
		}
		return c.Name + ": " + strings.Join(out, "; ")
	}
	return c.Name + ": " + orNone(c.From) + " → " + orNone(c.To)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
