package timex

import (
	"strings"

	"sitrep/internal/parse"
)

// plans are words behind which an infinitive lies ahead.
var plans = map[string]bool{"expected": true, "due": true, "scheduled": true, "set": true, "plan": true, "plans": true, "planned": true, "planning": true, "slated": true,
	"about": true, "hopes": true, "hope": true, "vowed": true, "pledged": true, "intends": true, "intend": true, "going": true, "agreed": true, "promised": true,
	"wants": true, "is": true, "are": true, "decided": true, "invited": true, "likely": true, "poised": true, "prepares": true, "preparing": true}

// schedules are verbs whose present tense tells what a timetable says: "the trial starts on Monday".
var schedules = map[string]bool{"start": true, "begin": true, "open": true, "resume": true, "expire": true, "end": true, "convene": true, "reopen": true, "conclude": true}

// ahead says that the clause around tokens first…last speaks of the future: the nearest verb before them, else the first one
// after, stands with "will", or in an infinitive behind a plan.
func (r *reader) ahead(first, last int) bool {
	for k := first - 1; k >= r.first && k > first-16; k-- {
		switch r.norm(k) {
		case ";", ":", "\"":
			return false
		}
		if t := r.tag(k); t == parse.VERB || t == parse.AUX && r.tag(k+1) != parse.VERB {
			return r.future(k)
		}
		switch r.norm(k) {
		case "will", "'ll", "upcoming", "scheduled", "planned":
			return true
		}
	}
	for k := last; k < r.last && k < last+16; k++ {
		if t := r.tag(k); t == parse.VERB {
			return r.future(k)
		}
		if w := r.norm(k); w == "will" || w == "'ll" {
			return true
		}
	}
	return false
}

// behind says that the clause around tokens first…last speaks of the past: the nearest verb before them, else the first one
// after, is a past tense, and no "until" or "to" carries on from there.
func (r *reader) behind(first, last int) bool {
	switch r.norm(first - 1) {
	case "until", "till", "to", "for", "through", "of":
		return false
	}
	for k := first - 1; k >= r.first && k > first-16; k-- {
		if t := r.tag(k); t == parse.VERB || t == parse.AUX {
			return r.preterite(k)
		}
	}
	for k := last; k < r.last && k < last+16; k++ {
		if t := r.tag(k); t == parse.VERB || t == parse.AUX {
			return r.preterite(k)
		}
	}
	return false
}

// preterite says that the verb at token k is a past tense or participle by its form.
func (r *reader) preterite(k int) bool {
	w, lemma := r.norm(k), r.d.Lemmas[k]
	switch w {
	case "was", "were", "had", "did":
		return true
	case "is", "are", "has", "have", "'s", "'re", "'ve", "does", "do", "will", "may", "can":
		return false
	}
	return w != lemma && w != lemma+"s" && !strings.HasSuffix(w, "ing") && !strings.HasSuffix(w, "es")
}

// future says that the verb at token k lies ahead.
func (r *reader) future(k int) bool {
	if w := r.norm(k); schedules[r.d.Lemmas[k]] && (w == r.d.Lemmas[k] || w == r.d.Lemmas[k]+"s") && r.norm(k-1) != "to" {
		return true
	}
	switch r.norm(k) {
	case "scheduled", "planned", "slated", "due", "set":
		if r.norm(k+1) == "for" || r.norm(k+1) == "on" {
			return true
		}
	}
	for j := k; j >= r.first && j > k-5; j-- {
		switch w := r.norm(j); {
		case w == "will" || w == "'ll" || w == "wo" || w == "shall":
			return true
		case w == "would":
			return r.norm(j+1) != "have" && r.norm(j+2) != "have"
		case w == "to" && j > r.first && r.tag(j) == parse.PART:
			for i := j - 1; i >= r.first && i > j-4; i-- {
				if plans[r.norm(i)] {
					return true
				}
			}
			return false
		case j < k && r.tag(j) != parse.AUX && r.tag(j) != parse.ADV && r.tag(j) != parse.PART:
			return false
		}
	}
	return r.norm(k) == "scheduled" || r.norm(k) == "planned" || r.norm(k) == "due"
}
