package situation

import (
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// inPast writes tokens [first, last) with their verbs in the past, and days in full where the report names them by the day of the week or less.
func (r *region) inPast(first, last int, claims []*sitrep.Claim, told []int) string {
	repl := map[int]string{} // by token; "" leaves it out
	for v := range r.g.Verbs {
		w := &r.g.Verbs[v]
		if w.First < first || w.Last > last || w.Form == parse.Gerund || w.Form == parse.Infinitive || w.Modal != "" {
			continue
		}
		r.pastGroup(w, last, repl)
	}
	notes := map[int]string{} // behind a token
	dated := false
	for _, k := range told {
		c := claims[k]
		if c.Time == nil || c.Time.From.IsZero() || c.Time.To.IsZero() || c.Time.Len() == 0 {
			continue
		}
		s, e := r.token(c.Time.Start), r.token(c.Time.End-1)
		if s < 0 || e < 0 || hourly.MatchString(c.Time.Text) && !daily.MatchString(c.Time.Text) {
			continue
		}
		if s >= first && e < last {
			notes[e] = dateNote(c.Time)
			dated = true
		} else if v := r.g.Clause(s); !dated && c.Time.From == c.Time.To && v >= 0 && v == r.g.Clause(r.token(c.Trigger.Start)) {
			notes[last-1] = " on " + dayWords(c.Time.From)
		}
	}
	if dated {
		for k, n := range notes {
			if strings.HasPrefix(n, " on ") {
				delete(notes, k)
			}
		}
	}
	var b strings.Builder
	at := r.doc.Tokens[first].Start
	for i := first; i < last; i++ {
		t := r.doc.Tokens[i]
		gap := r.doc.Text[at:t.Start]
		word := t.Of(r.doc.Text)
		if s, ok := repl[i]; ok {
			if len(word) > 1 && strings.ToUpper(word) == word {
				s = strings.ToUpper(s)
			}
			word = s
		}
		at = t.End
		if word == "" {
			continue
		}
		if b.Len() > 0 {
			if strings.TrimSpace(gap) == "" && gap != "" {
				gap = " "
			}
			b.WriteString(gap)
		}
		b.WriteString(word)
		b.WriteString(notes[i])
	}
	return strings.TrimSpace(b.String())
}

var (
	dayMonth  = pattern(`(?i)\d{1,2}(st|nd|rd|th)? (January|February|March|April|May|June|July|August|September|October|November|December)$`)
	monthDay  = pattern(`(?i)(January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}(st|nd|rd|th)?$`)
	hourly    = pattern(`(?i)\b(a\.?m\b|p\.?m\b|o'clock|noon|midnight)|\d:\d\d|\b\d{4}( hours| gmt)?$`)
	daily     = pattern(`(?i)day\b|\bdays\b|night|morning|evening|afternoon|hours|weekend|last|this|week|month|year|ago|january|february|march|april|may|june|july|august|september|october|november|december`)
	monthOnly = pattern(`(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)\.?$`)
)

// dateNote is what stands behind the words of a time so that its days are told in full: "12 March" wants the year, "Sunday" all of it.
func dateNote(t *sitrep.Period) string {
	year := ""
	if t.From.Year() == t.To.Year() {
		year = strconv.Itoa(t.From.Year())
	}
	switch {
	case hasYear(t.Text), monthOnly.MatchString(t.Text), !daily.MatchString(t.Text): // a feast's day is not the same everywhere
		return ""
	case year != "" && dayMonth.MatchString(t.Text):
		return " " + year
	case year != "" && monthDay.MatchString(t.Text):
		return ", " + year
	}
	return " (" + spanWords(t.From, t.To) + ")"
}

// nouns are words behind which a noun stands and no verb with a tense.
var nouns = map[string]bool{"as": true, "of": true, "in": true, "by": true, "for": true, "with": true, "the": true, "a": true, "an": true, "from": true, "on": true}

// pastGroup says how the words of a verb group are written in the past; last is where what is told ends.
func (r *region) pastGroup(w *parse.Verb, last int, repl map[int]string) {
	var plural bool
	for i := w.First; i < w.Last; i++ {
		norm := r.doc.Tokens[i].Norm
		switch norm {
		case "is", "'s":
			repl[i] = "was"
			return
		case "are":
			repl[i] = "were"
			return
		case "was", "were", "had", "did":
			return
		case "do", "does":
			repl[i] = "did"
			return
		case "has", "have":
			plural = norm == "have"
			if i == w.Head {
				repl[i] = "had"
				return
			}
			if slices.ContainsFunc(r.doc.Tokens[w.Last:max(w.Last, last)], func(t text.Token) bool { return t.Norm == "since" }) {
				repl[i] = "had" // "had fled since 1 March"
				return
			}
			if k := i + 1; slices.ContainsFunc(r.doc.Tokens[k:w.Last], func(t text.Token) bool { return t.Norm == "been" }) {
				for ; k < w.Last; k++ {
					if r.doc.Tokens[k].Norm == "been" {
						repl[k] = ""
					}
				}
				repl[i] = "was"
				if plural {
					repl[i] = "were"
				}
				return
			}
			repl[i] = ""
			repl[w.Head] = past(r.doc.Lemmas[w.Head])
			return
		}
	}
	if w.Inherited && r.doc.Tokens[w.Head].Norm == r.doc.Lemmas[w.Head] {
		for v := range r.g.Verbs { // "to try and impose"
			if x := &r.g.Verbs[v]; x.Form == parse.Infinitive && x.Last <= w.First && x.Last >= w.First-6 {
				return
			}
		}
	}
	if t := r.g.Tag(w.Head); t != parse.VERB && t != parse.AUX {
		return
	}
	head := r.doc.Tokens[w.Head].Norm
	lemma := r.doc.Lemmas[w.Head]
	if lemma == "mean" || w.First == w.Head && w.First > r.g.First && nouns[r.doc.Tokens[w.First-1].Norm] { // "ways and means", "investigated as homicides"
		return
	}
	if head == lemma && head != past(lemma) && head != participle(lemma) || head == lemma+"s" || head == lemma+"es" || strings.HasSuffix(lemma, "y") && head == lemma[:len(lemma)-1]+"ies" {
		repl[w.Head] = past(lemma)
	}
}
