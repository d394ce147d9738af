// Package extract turns one report into claims. It calls the stages in order (text, parse, names, rules, slots, folding)
// and does no I/O.
package extract

import (
	"fmt"
	"hash/fnv"
	"strings"
	"sync"

	"sitrep"
	"sitrep/codebook"
	"sitrep/internal/actor"
	"sitrep/internal/attribution"
	"sitrep/internal/gate"
	"sitrep/internal/geo"
	"sitrep/internal/incident"
	"sitrep/internal/numeral"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/text"
	"sitrep/internal/timex"
)

// Input is a report as received.
type Input struct {
	Original []byte // the report in plain text, at least one byte: the bytes as received, where they are that
	// Received are the bytes as received where the plain text was taken out of something else, a page or a mail; nil otherwise.
	Received []byte
	// Published overrides what the report itself says of its date; the zero Date leaves that to the report.
	Published sitrep.Date
	Publisher sitrep.Known
	Author    sitrep.Known
	URL       sitrep.Known
	// Notes are what was noted of the report before it was read.
	Notes []sitrep.Note
}

// received is what the report's hash is taken of.
func (in Input) received() []byte {
	if in.Received != nil {
		return in.Received
	}
	return in.Original
}

// Reader reads reports with one codebook. It may be used from many goroutines.
type Reader struct {
	book      *codebook.Codebook
	parser    *parse.Parser
	actors    *actor.Registry
	rules     *rule.Set
	sources   *attribution.Finder
	modality  *modality
	sure      *sureness
	models    func() string // versions of parser and gate, asked once
	gate      *gate.Gate    // nil: every report is taken to be about conflict
	household float64       // people that a household is counted as; 0 for as told
	places    *geo.Gazetteer
	added     string // names what a user added to places
}

// New makes a reader for the codebook. A codebook that cannot be used is an error that names the entry.
func New(book *codebook.Codebook) (*Reader, error) {
	parser, err := parse.New()
	if err != nil {
		return nil, fmt.Errorf("language models: %w", err)
	}
	actors, err := actor.Load(book.Layers...)
	if err != nil {
		return nil, err
	}
	sure, err := newSureness(confidenceTable)
	if err != nil {
		return nil, err
	}
	rules, err := rule.Compile(book)
	if err != nil {
		return nil, err
	}
	open, err := gate.New(parser)
	if err != nil {
		return nil, err
	}
	return &Reader{book: book, parser: parser, actors: actors, rules: rules, sources: attribution.New(book.Attribution),
		modality: newModality(book.Modality), sure: sure, models: versions(parser), gate: open,
		places: geo.Default()}, nil
}

// versions names the models of parser and gate together, and the parser's mode.
func versions(p *parse.Parser) func() string {
	return sync.OnceValue(func() string {
		version, mode, careful := strings.Cut(p.Version(), "+")
		h := fnv.New64a()
		h.Write([]byte(version + gate.Version()))
		version = fmt.Sprintf("%012x", h.Sum64()>>16)
		if careful {
			version += "+" + mode
		}
		return version
	})
}

// Models is the version of the models that r reads with, and of the mode in which they are used: [sitrep.Extraction.Models].
func (r *Reader) Models() string { return r.models() }

// Ungated is a reader like r that takes every report to be about conflict.
func (r *Reader) Ungated() *Reader {
	c := *r
	c.gate = nil
	return &c
}

// Careful is a reader like r that takes each sentence's tree from several readings: slower, a little more often right.
func (r *Reader) Careful() *Reader {
	c := *r
	c.parser = r.parser.Careful()
	c.models = versions(c.parser)
	return &c
}

// Places is a reader like r that finds places in g; added names what g has beside what the program carries.
func (r *Reader) Places(g *geo.Gazetteer, added string) *Reader {
	c := *r
	c.places, c.added = g, added
	return &c
}

// Households is a reader like r that counts every household or family as so many people in the figures that count these. Without it
// such figures stand as told.
func (r *Reader) Households(people float64) *Reader {
	c := *r
	c.household = people
	return &c
}

// Parse reads the sentences of a report as Read does before it looks for claims, and notes what could not be done. A report in
// another language than English is cut into sentences and tokens, and these are neither tagged nor put into trees.
func (r *Reader) Parse(original []byte) (*parse.Doc, []sitrep.Note, error) {
	d, err := text.Read(original)
	if err != nil {
		return nil, nil, err
	}
	notes := []sitrep.Note{}
	if d.Truncated {
		notes = append(notes, sitrep.Note{Kind: "truncated", Detail: "the report is longer than is read; its end was left out"})
	}
	if d.Language != "" && d.Language != "en" {
		notes = append(notes, sitrep.Note{Kind: "language", Detail: fmt.Sprintf("the report is in %q; only English is read", d.Language)})
		return &parse.Doc{Doc: d}, notes, nil
	}
	return r.parser.Parse(d), notes, nil
}

// Rules names the rules that match in a report, as "type.rule", whatever comes of them: a match that a claim of another type takes over is
// named, too, and so is one in a block that gives no claims.
func (r *Reader) Rules(in Input) ([]string, error) {
	rd, _, err := r.reading(in)
	if err != nil {
		return nil, err
	}
	var out []string
	for i := range rd.sentences {
		if g := rd.sentences[i].g; g != nil {
			for _, m := range r.rules.Find(g, rd.names) {
				out = append(out, m.Name())
			}
		}
	}
	return out, nil
}

// reading is one report on its way to claims.
type reading struct {
	*Reader
	doc       *parse.Doc
	report    *sitrep.Report
	sentences []sentence
	names     *names
	memory    *memory
	actors    *actor.Report
	where     whereabouts
	times     *timex.Reading
	claims    []draft
	headlines []draft  // what headlines tell, where there is a body
	arms      bool     // the report names fighters or arms
	score     float64  // what the gate gives the report
	words     []string // by claim, those that its rule matched
	// speaker is a source whose words go on over the sentences that follow ("the minister said:").
	speaker *sitrep.Attribution
	quotes  quotation
}

// sentence is a sentence with all that was found in it.
type sentence struct {
	g       *parse.Grammar
	block   *sitrep.Block
	times   []timex.Expr
	numbers []numeral.Quantity
	frames  []attribution.Frame
	refs    []ref       // by phrase
	owners  map[int]ref // by token of a possessive pronoun
}

// Read reads one report. The same input gives the same extraction, byte for byte. Bytes that are not text are an error
// that says what is wrong and what to do, without naming the file.
func (r *Reader) Read(in Input) (sitrep.Extraction, error) {
	_, x, err := r.readKeeping(in, nil)
	return x, err
}

// Evidence reads one report as Read does and gives with each claim the signs that its confidence is told from. The command that fits
// the confidence asks for them.
func (r *Reader) Evidence(in Input) (x sitrep.Extraction, signs [][]string, err error) {
	_, x, err = r.readKeeping(in, func(s []string) { signs = append(signs, s) })
	return x, signs, err
}

func (r *Reader) readKeeping(in Input, keep func(signs []string)) (*reading, sitrep.Extraction, error) {
	rd, out, err := r.reading(in)
	if err != nil || rd.doc.Tags == nil {
		return rd, out, err
	}
	if rd.heed() {
		out.Notes = append(out.Notes, notConflict)
	}
	out.Claims = rd.finish(keep)
	out.Mentions = rd.allMentions(out.Claims)
	out.Entities = append(out.Entities, rd.memory.entities...)
	rd.link(out.Claims, out.Mentions)
	return rd, out, nil
}

// Whole reads one report as Read does and gives all that a summary of its incidents is made from too; nil for a report that has no
// text in English.
func (r *Reader) Whole(in Input) (*incident.Reading, sitrep.Extraction, error) {
	rd, out, err := r.readKeeping(in, nil)
	if err != nil || rd.doc.Tags == nil {
		return nil, out, err
	}
	w := &incident.Reading{Doc: rd.doc, Grammars: make([]*parse.Grammar, len(rd.sentences)), Claims: out.Claims, Words: rd.words, Mentions: out.Mentions, Entities: out.Entities,
		Published: out.Report.Published, Class: r.actors.Class, Cluster: r.parser.Cluster}
	for i := range rd.sentences {
		w.Grammars[i] = rd.sentences[i].g
	}
	return w, out, nil
}

// Incidents reads one report as Read does and sums up the incidents that it tells. The summary of a report that has no text in English is
// empty.
func (r *Reader) Incidents(in Input) (incident.Summary, sitrep.Extraction, error) {
	w, out, err := r.Whole(in)
	if err != nil || w == nil {
		return incident.Summary{Kinds: []incident.Scored{}, Parties: []incident.Party{}}, out, err
	}
	m, err := incident.Default()
	if err != nil {
		return incident.Summary{}, out, err
	}
	return m.Read(w), out, nil
}

// reading reads a report as far as drafts of claims.
func (r *Reader) reading(in Input) (*reading, sitrep.Extraction, error) {
	d, notes, err := r.Parse(in.Original)
	if err != nil {
		return nil, sitrep.Extraction{}, err
	}
	notes = append(append([]sitrep.Note{}, in.Notes...), notes...)
	out := sitrep.Extraction{
		Report: sitrep.Report{Title: sitrep.Known(d.Title), Text: d.Text, Published: in.Published, Publisher: in.Publisher,
			Author: in.Author, URL: in.URL, Language: sitrep.Known(d.Language)},
		Blocks: d.Blocks, Mentions: []sitrep.Mention{}, Entities: []sitrep.Entity{}, Notes: notes, Claims: []sitrep.Claim{},
		Codebook: r.book.Version, Models: r.models(), Places: r.added,
	}
	if out.Blocks == nil {
		out.Blocks = []sitrep.Block{}
	}
	out.Report.Identify(in.received())
	rd := &reading{Reader: r, doc: d, report: &out.Report, memory: newMemory()}
	if d.Tags == nil {
		return rd, out, nil
	}
	rd.date()
	rd.actors = r.actors.On(d, rd.report.Published)
	rd.names = newNames(rd.actors, d.Entities)
	if out.Report.Published.IsZero() {
		out.Notes = append(out.Notes, sitrep.Note{Kind: "no_date", Detail: "the report's date is unknown; relative times are not resolved (give --date)"})
	}
	rd.read()
	out.Report = *rd.report
	return rd, out, nil
}

// date takes the report's date from its dateline or header where the caller gave none.
func (rd *reading) date() {
	if !rd.report.Published.IsZero() {
		return
	}
	for b := range rd.doc.Blocks {
		if d := timex.DatelineDate(rd.doc, b); !d.IsZero() {
			rd.report.Published = d
			return
		}
	}
}

// readable says whether a block's sentences are read for claims: news told once. Headlines are left out where there is a
// body, because a headline adds evidence and no second event.
func (rd *reading) readable(b *sitrep.Block, hasBody bool) bool {
	switch b.Kind {
	case sitrep.Body:
		return true
	case sitrep.Title:
		return !hasBody && !b.Repeats
	}
	return false
}

// read runs the stages over every sentence.
func (rd *reading) read() {
	d := rd.doc
	hasBody := false
	for i := range d.Blocks {
		hasBody = hasBody || d.Blocks[i].Kind == sitrep.Body
	}
	rd.sentences = make([]sentence, len(d.Sents))
	for i := range d.Sents {
		b := &d.Blocks[d.Sents[i].Block]
		if b.Kind == sitrep.Boilerplate || d.Sents[i].First == d.Sents[i].Last {
			continue
		}
		s := &rd.sentences[i]
		s.g, s.block = parse.Analyse(d, i), b
		rd.names.survey(s.g)
		rd.learn(s.g)
	}
	for i := range rd.sentences {
		if s := &rd.sentences[i]; s.g != nil {
			rd.whole(s.g)
		}
	}
	rd.times = timex.Read(d, rd.report.Published)
	rd.locate()
	for i := range rd.sentences {
		s := &rd.sentences[i]
		if s.g == nil {
			continue
		}
		s.times = rd.times.Exprs[i]
		s.numbers = d.Numbers(i)
		rd.unfront(s)
		reunite(s.g)
		rd.whose(s.g)
		rd.resolve(s)
		if !rd.readable(s.block, hasBody) {
			if s.block.Kind == sitrep.Title {
				kept := rd.claims
				rd.claims = nil
				rd.claimsOf(s, rd.rules.Find(s.g, rd.names))
				rd.headlines, rd.claims = append(rd.headlines, rd.claims...), kept
			}
			continue
		}
		s.frames = rd.sources.Find(s.g, rd.speaks)
		rd.heard(s)
		if heading(s.g) {
			continue
		}
		in, first := rd.quoted(s), len(rd.claims)
		rd.claimsOf(s, rd.rules.Find(s.g, rd.names))
		rd.speakQuoted(s, in, first)
	}
}

// speaks says whether a phrase can be a source.
func (rd *reading) speaks(g *parse.Grammar, p int) bool {
	ph := &g.Phrases[p]
	if ph.Time {
		return false
	}
	s := rule.Slot{First: ph.First, Last: ph.Last, Head: ph.Head, Phrase: p}
	if rd.names.acts(g, s, rd.names.read(g, s)) {
		return true
	}
	switch g.Doc.Lemmas[ph.Head] {
	case "source", "report", "statement", "official", "witness", "account", "authority", "record", "document", "data", "figure", "channel", "monitor", "survivor", "expert", "service",
		"radio", "station", "team", "dispatch", "bulletin", "memo", "cable", "letter", "investigator", "organiser", "organizer",
		"centre", "center", "office", "bureau":
		return true
	}
	return false
}

// quote cuts tokens first…last out of the report.
func (rd *reading) quote(first, last int) sitrep.Quote {
	return sitrep.QuoteOf(rd.doc.Text, rd.doc.Range(first, last))
}
