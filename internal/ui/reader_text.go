package ui

import (
	"cmp"
	"html/template"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
)

// paragraph is one block of a report as it is shown, or a dateline with the block that it begins.
type paragraph struct {
	Kind     sitrep.BlockKind // of its last block
	Repeats  bool
	Dateline template.HTML // before the words, "" for none
	Words    template.HTML
	Gap      string // white space behind it
	Headline bool   // it is the head of the page
}

// layout lays a report out in its blocks. Text that no block has is shown as a block of its own.
func layout(text string, blocks []sitrep.Block, marks []mark) []paragraph {
	blocks = covering(text, blocks)
	in := make([][]mark, len(blocks))
	for _, m := range marks {
		k := sort.Search(len(blocks), func(i int) bool { return blocks[i].End > m.Start })
		for ; k < len(blocks) && blocks[k].Start < m.End; k++ {
			in[k] = append(in[k], m)
			m = rest(m)
		}
	}
	out := make([]paragraph, 0, len(blocks))
	for i := range blocks {
		b := &blocks[i]
		end := len(text)
		if i+1 < len(blocks) {
			end = blocks[i+1].Start
		}
		shown, gap := drawn(cut(text, b.Span, in[i])), text[b.End:end]
		if n := len(out); n > 0 && out[n-1].Kind == sitrep.Dateline && !strings.ContainsRune(out[n-1].Gap, '\n') {
			p := &out[n-1]
			p.Dateline = p.Words + template.HTML(template.HTMLEscapeString(p.Gap))
			p.Kind, p.Repeats, p.Words, p.Gap = b.Kind, b.Repeats, shown, gap
			continue
		}
		out = append(out, paragraph{Kind: b.Kind, Repeats: b.Repeats, Words: shown, Gap: gap, Headline: i == 0 && b.Kind == sitrep.Title})
	}
	return out
}

// rest is a mark in the blocks after its first: the number of a claim stands once.
func rest(m mark) mark {
	if m.kind == claimMark {
		m.kind, m.claim = retoldMark, ""
	}
	return m
}

// covering are the blocks with what lies outside of them, but for white space, as bodies. Blocks that overlap an earlier one, or lie outside of
// the text, are cut.
func covering(text string, blocks []sitrep.Block) []sitrep.Block {
	out := make([]sitrep.Block, 0, len(blocks)+1)
	at := 0
	between := func(end int) {
		s := text[at:end]
		if t := strings.TrimSpace(s); t != "" {
			start := at + strings.Index(s, t)
			out = append(out, sitrep.Block{Kind: sitrep.Body, Span: sitrep.Span{Start: start, End: start + len(t)}})
		}
	}
	for _, b := range blocks {
		b.Span = onRunes(text, b.Span)
		b.Start = max(b.Start, at)
		if b.Start >= b.End {
			continue
		}
		between(b.Start)
		out = append(out, b)
		at = b.End
	}
	between(len(text))
	if len(out) > 0 { // what stands before the first block is white space
		out[0].Start = 0
	}
	return out
}

// ordered are the claims of a reading in the order in which a person reads them; their numbers are their places in it, from 1.
func ordered(claims []sitrep.Claim) []*sitrep.Claim {
	out := make([]*sitrep.Claim, len(claims))
	for i := range claims {
		out[i] = &claims[i]
	}
	slices.SortStableFunc(out, func(a, b *sitrep.Claim) int {
		return cmp.Or(cmp.Compare(a.Evidence.Start, b.Evidence.Start), cmp.Compare(a.Trigger.Start, b.Trigger.Start))
	})
	return out
}

// marksOf are the marks of all claims: quiet ones, and of the one that a person is on also what fills its roles.
func marksOf(text string, claims []*sitrep.Claim, on *sitrep.Claim) []mark {
	var out []mark
	for i, c := range claims {
		out = append(out, mark{Span: c.Evidence, kind: claimMark, n: i + 1, claim: c.ID, on: c == on, rejected: c.Rejected()})
		if c.Rejected() && c != on {
			continue
		}
		out = append(out, mark{Span: c.Trigger.Span, kind: triggerMark})
		if a := c.Attribution; a != nil && a.Len() > 0 {
			out = append(out, mark{Span: a.Span, kind: sourceMark, label: string(a.Stance)})
		} else if a != nil {
			out = append(out, mark{Span: nearestForm(text, c, a.By, sitrep.Span{}), kind: sourceMark, label: string(a.Stance)})
		}
		if s := hedgeOf(text, c); s.Len() > 0 {
			out = append(out, mark{Span: s, kind: hedgeMark, label: string(c.Modality)})
		}
	}
	if on != nil {
		out = append(out, rolesOf(on)...)
		for _, s := range on.Retold {
			out = append(out, mark{Span: s, kind: retoldMark})
		}
	}
	return distinct(out)
}

// distinct drops marks that say the same of the same words: claims of one sentence often share their source.
func distinct(marks []mark) []mark {
	seen := make(map[mark]bool, len(marks))
	return slices.DeleteFunc(marks, func(m mark) bool {
		again := seen[m]
		seen[m] = true
		return again
	})
}

// rolesOf are marks of what fills the slots of a claim. What several slots rest on is marked by the first of them.
func rolesOf(c *sitrep.Claim) []mark {
	var out []mark
	add := func(role string, s sitrep.Span) {
		if s.Len() > 0 && !slices.ContainsFunc(out, func(m mark) bool { return m.Span == s }) {
			out = append(out, mark{Span: s, kind: roleMark, label: role})
		}
	}
	for _, role := range sitrep.Roles {
		for _, f := range c.Roles[role] {
			add(string(role), f.Span)
		}
	}
	if c.Place != nil {
		add("place", c.Place.Span)
	}
	if c.Time != nil {
		add("time", c.Time.Span)
	}
	for i := range c.Figures {
		if s := c.Figures[i].Span; !slices.ContainsFunc(out, func(m mark) bool { return m.Overlaps(s) }) {
			add("figure", s)
		}
	}
	return out
}

// hedgeOf is the word that makes a claim possible, planned or untrue, empty of what is told as having happened. A reading names its lemma
// (Claim.ModalityBy), not where it stands; where the sentence has no form of it, it is the trigger.
func hedgeOf(text string, c *sitrep.Claim) sitrep.Span {
	if c.Modality == sitrep.Actual || c.Modality == "" {
		return sitrep.Span{}
	}
	return nearestForm(text, c, c.ModalityBy, c.Trigger.Span)
}

// nearestForm is the word of a claim's sentence nearest to its trigger that is a form of a lemma, none where there is no such.
func nearestForm(text string, c *sitrep.Claim, lemma string, none sitrep.Span) sitrep.Span {
	best, far := none, len(text)+1
	ev := onRunes(text, c.Evidence)
	eachWord(ev.Of(text), func(s sitrep.Span) {
		s.Start, s.End = s.Start+ev.Start, s.End+ev.Start
		if !formOf(strings.ToLower(s.Of(text)), lemma) {
			return
		}
		if d := max(s.Start-c.Trigger.End, c.Trigger.Start-s.End, 0); d < far {
			best, far = s, d
		}
	})
	return best
}

// eachWord calls f with every run of letters.
func eachWord(s string, f func(sitrep.Span)) { eachRun(s, unicode.IsLetter, f) }

// eachRun calls f with every run of characters that are in.
func eachRun(s string, in func(rune) bool, f func(sitrep.Span)) {
	for at := 0; at < len(s); {
		n := strings.IndexFunc(s[at:], in)
		if n < 0 {
			return
		}
		run := sitrep.Span{Start: at + n, End: len(s)}
		if n = strings.IndexFunc(s[run.Start:], func(r rune) bool { return !in(r) }); n >= 0 {
			run.End = run.Start + n
		}
		f(run)
		at = run.End
	}
}

// endings are those of regular verbs and nouns.
var endings = []string{"", "s", "es", "ed", "d", "ing", "ies", "ied"}

// formOf says that a word in small letters is a regular form of a lemma: "denied" of deny, "planning" of plan.
func formOf(word, lemma string) bool {
	if lemma == "" || !strings.HasPrefix(word, lemma[:1]) {
		return false
	}
	last, n := utf8.DecodeLastRuneInString(lemma)
	for _, stem := range []string{lemma, lemma + string(last), strings.TrimSuffix(lemma, "e"), strings.TrimSuffix(lemma, "y")} {
		rest, ok := strings.CutPrefix(word, stem)
		if !ok || !slices.Contains(endings, rest) {
			continue
		}
		if len(stem) < len(lemma) && (rest == "" || rest == "s" || rest == "d") && n > 0 {
			continue // "plan" is no form of "plane"
		}
		return true
	}
	return false
}
