package situation

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/text"
)

// clauser tells claims again in the past tense, in the words of their sentences: it cuts out the clause that a claim stands in, puts its
// verbs into the past and leaves the rest as it stands. What it cannot do so that nothing is added and nothing that matters is lost, it does not do.
type clauser struct {
	parser *parse.Parser
	// doc is the last sentence parsed, nil before the first: what cannot be told again is looked at once more for whether it tells anything.
	doc *parse.Doc
}

// parse parses a sentence, unless it is the last that was.
func (c *clauser) parse(d *text.Doc) *parse.Doc {
	if c.doc == nil || c.doc.Text != d.Text {
		c.doc = c.parser.Parse(d)
	}
	return c.doc
}

// retelling is a clause told again.
type retelling struct {
	text string
	// claims are those whose trigger stands in the clause, as indices into what was asked for.
	claims []int
	// source is the attribution of the clause, nil where the report says so itself or the clause names who says so.
	source *sitrep.Attribution
	// common says that the source's first word is no name and has a capital only because the sentence begins with it.
	common bool
}

// least is how sure a claim must be for its reading to be relied on; what is less sure is quoted.
const least = 0.8

// retell gives the clauses of a sentence that hold claims, in order. The spans of claims are those of the report; the sentence begins at start.
func (c *clauser) retell(sentence string, start int, claims []*sitrep.Claim) []retelling {
	d, err := text.Read([]byte(sentence))
	if err != nil || d.Text != sentence || len(d.Sents) != 1 {
		return nil
	}
	if uncertain(sentence, claims) {
		return nil
	}
	doc := c.parse(d)
	r := region{doc: doc, g: parse.Analyse(doc, 0), start: start}
	var out []retelling
	done := make([]bool, len(claims))
	order := make([]int, len(claims))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return claims[a].Trigger.Start - claims[b].Trigger.Start })
	for _, i := range order {
		if done[i] {
			continue
		}
		v, ok := r.mainVerb(claims[i], claims)
		if !ok {
			continue
		}
		t, ok := r.clause(v, claims, i)
		if !ok {
			continue
		}
		for _, k := range t.claims {
			done[k] = true
		}
		out = append(out, t)
	}
	return out
}

// tells says that a sentence has a verb with a tense: that it is no heading.
func (c *clauser) tells(sentence string) bool {
	d, err := text.Read([]byte(sentence))
	if err != nil {
		return false
	}
	doc := c.parse(d)
	for i := range d.Sents {
		g := parse.Analyse(doc, i)
		if slices.ContainsFunc(g.Verbs, func(v parse.Verb) bool { return finite(&v) && len(v.Subjects) > 0 }) {
			return true
		}
	}
	return false
}

// doubts are words that set what is told in doubt, whatever clause they stand in: a sentence with one is not told again but quoted.
var doubts = []string{"reportedly", "allegedly", "alleged", "alleges", "purportedly", "purported", "supposedly", "unconfirmed", "conflicting", "unclear",
	"unknown", "disputed", "denies", "deny", "denied", "denying", "if", "whether", "unless", "would", "could", "may", "might", "perhaps", "possibly", "apparently", "likely", "unlikely",
	"believed", "demand", "demands", "demanded", "demanding", "urge", "urges", "urged", "urging", "warn", "warns", "warned", "warning", "threaten", "threatens", "threatened",
	"threatening", "vow", "vows", "vowed", "rumours", "rumors", "rumoured", "rumored", "hoax", "false", "falsely", "claim", "claims", "claimed", "claiming", "blame", "blames", "blamed", "blaming", "accuse",
	"accuses", "accused", "accusing", "expected", "plans", "planned", "planning", "not", "never", "no", "nobody", "none", "without", "failed", "fails", "attempt", "attempted", "attempts", "cannot", "can't", "didn't", "n't", "foiled"}

var doubtful = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range doubts {
		m[w] = true
	}
	return m
}()

// uncertain says that a sentence has a word that sets what it tells in doubt. That a party claims responsibility is a thing that it does.
func uncertain(sentence string, claims []*sitrep.Claim) bool {
	claiming := slices.ContainsFunc(claims, func(c *sitrep.Claim) bool { return c.Subtype == "claim_responsibility" })
	n, before := 0, ""
	for _, w := range strings.FieldsFunc(strings.ToLower(sentence), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r == '\'' || r == '’' || r >= 0x80)
	}) {
		if claiming && n == 0 && (w == "claim" || w == "claims" || w == "claimed" || w == "claiming") {
			n++
			continue
		}
		if w == "to" && before == "going" {
			return true
		}
		before = w
		if doubtful[w] || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") {
			return true
		}
	}
	return false
}

// region is a sentence whose clauses are cut out.
type region struct {
	doc   *parse.Doc
	g     *parse.Grammar
	start int // of the sentence in the report
}

// token is the token at a byte of the report, -1 for none.
func (r *region) token(at int) int {
	at -= r.start
	for i := r.g.First; i < r.g.Last; i++ {
		if t := r.doc.Tokens[i]; t.Start <= at && at < t.End {
			return i
		}
	}
	return -1
}

// finite says that a verb group has a tense of its own and stands for itself.
func finite(v *parse.Verb) bool {
	return (v.Form == parse.Finite || v.Form == parse.Bare) && !v.Reduced && v.Link != parse.Relative
}

// mainVerb is the verb group whose clause tells a claim; ok is false where what is told there is not plainly told.
func (r *region) mainVerb(c *sitrep.Claim, all []*sitrep.Claim) (int, bool) {
	i := r.token(c.Trigger.Start)
	if i < 0 {
		return 0, false
	}
	v := r.g.VerbAt(i)
	if v < 0 {
		v = r.g.Clause(i)
	}
	for range len(r.g.Verbs) {
		if v < 0 {
			return 0, false
		}
		w := &r.g.Verbs[v]
		if w.Negated || w.Modal != "" {
			return 0, false
		}
		if finite(w) && !(w.Inherited && w.Link == parse.Coordinate) && w.Form != parse.Predicate {
			break
		}
		if w.Link == parse.Relative || w.Reduced {
			if w.UpPhrase < 0 {
				return 0, false
			}
			up := r.g.Clause(r.g.Phrases[w.UpPhrase].Head)
			if up == v {
				return 0, false
			}
			v = up
			continue
		}
		if w.Up == v {
			return 0, false
		}
		v = w.Up
	}
	if v < 0 {
		return 0, false
	}
	w := &r.g.Verbs[v]
	if !finite(w) || len(w.Subjects) == 0 || w.Inherited || w.Negated || w.Modal != "" {
		return 0, false
	}
	for i := w.Begin; i < w.End; i++ {
		if n := r.doc.Tokens[i].Norm; n == "our" || n == "we" || n == "my" { // the report's own side speaks
			return 0, false
		}
	}
	for _, s := range w.Subjects {
		if w.Form == parse.Bare && slices.ContainsFunc(all, func(c *sitrep.Claim) bool { return r.patient(c, &r.g.Phrases[s]) }) { // "the fighters trapped in the city"
			return 0, false
		}
		if r.g.Phrases[s].Pronoun || r.pronoun(r.g.Phrases[s].Head) {
			return 0, false
		}
		if s == w.Subjects[0] && owners[r.doc.Tokens[r.g.Phrases[s].First].Norm] {
			return 0, false
		}
	}
	return v, true
}

// patient says that a phrase is whom or what the claim was done to.
func (r *region) patient(c *sitrep.Claim, p *parse.Phrase) bool {
	for _, role := range []sitrep.Role{sitrep.Victim, sitrep.Target} {
		for _, f := range c.Roles[role] {
			if t := r.token(f.Start); f.By != "subject" && t >= p.First && t < p.Last {
				return true
			}
		}
	}
	return false
}

// standIns are words that stand for somebody named before.
var standIns = map[string]bool{"it": true, "they": true, "he": true, "she": true, "we": true, "i": true, "you": true, "this": true, "that": true, "these": true,
	"those": true, "who": true, "which": true, "others": true, "some": true, "both": true, "all": true, "one": true, "another": true, "there": true, "them": true, "former": true, "latter": true}

// people are pronouns that stand for people or bodies.
var people = map[string]bool{"it": true, "they": true, "he": true, "she": true, "we": true, "us": true, "them": true, "him": true, "i": true}

func capitalised(w string) bool { return w != "" && w[0] >= 'A' && w[0] <= 'Z' }

// owners are words for whose something is, where that was said before.
var owners = map[string]bool{"its": true, "their": true, "his": true, "her": true, "our": true, "my": true, "your": true}

func (r *region) pronoun(i int) bool { return standIns[r.doc.Tokens[i].Norm] }

// hangs says that the clause of verb w is a part of that of v: a participle, an infinitive, a relative clause, a verb that shares its subject.
func (r *region) hangs(w, v int) bool {
	for range len(r.g.Verbs) {
		if w == v {
			return true
		}
		if w < 0 {
			return false
		}
		x := &r.g.Verbs[w]
		switch {
		case x.Link == parse.Relative || x.Reduced:
			if x.UpPhrase < 0 {
				return false
			}
			up := r.g.Clause(r.g.Phrases[x.UpPhrase].Head)
			if up == w {
				return false
			}
			w = up
		case x.Form == parse.Gerund || x.Form == parse.Infinitive || x.Inherited && x.Link == parse.Coordinate:
			w = x.Up
		default:
			return false
		}
	}
	return false
}

// joins are words by which a clause with a subject of its own may be taken along.
var joins = map[string]bool{"and": true, "as": true, "when": true, "after": true, "while": true, "where": true}

// clause tells the clause of verb v again.
func (r *region) clause(v int, claims []*sitrep.Claim, of int) (retelling, bool) {
	var out retelling
	first, last := r.g.Verbs[v].Begin, r.g.Verbs[v].Begin
	parts := []int{v}
	for last < r.g.Last {
		c := r.g.Clause(last)
		if last < r.g.Verbs[v].End && last >= r.g.Verbs[v].Begin || c < 0 || slices.ContainsFunc(parts, func(p int) bool { return r.hangs(c, p) }) {
			last++
			continue
		}
		// A clause of its own is taken along where it tells a claim, too, plainly.
		if !joins[r.doc.Tokens[last-1].Norm] || !r.tells(c, claims) {
			break
		}
		parts = append(parts, c)
		last++
	}
	if !r.begins(first, v) || !r.ends(last) {
		return out, false
	}
	if first > r.g.First && r.doc.Tokens[first-1].Norm == ";" || asking[r.doc.Tokens[first].Norm] { // what stands before says where and of what
		return out, false
	}
	for first+1 < last && first == r.g.First && isNumber(r.doc.Tokens[first].Norm) && r.doc.Tokens[first+1].Norm == "." { // "3. During the past day"
		first += 2
	}
	for i := first; i+1 < last; i++ {
		if r.doc.Tokens[i].Norm == "." && r.mark(i+1) { // what stands behind the sentence: "(Reuters)"
			last = i
		}
	}
	if n := r.doc.Tokens[first].Norm; joins[n] && n != "and" && last > r.g.Verbs[v].End { // "When police arrived, the bodies …"
		return out, false
	}
	first, last = r.trim(first, last)
	for last > first && r.speaks(last-1) && last-1 != r.g.Verbs[v].Head {
		first, last = r.trim(first, last-1)
	}
	if last > first && (r.speaks(last-1) || r.gerund(last-1) || r.hanging(last)) {
		return out, false
	}
	a := claims[of].Attribution
	if a != nil {
		s, e := r.token(a.Start), r.token(a.End-1)
		if s >= 0 && e >= 0 && s < last && e >= first {
			subject := slices.ContainsFunc(r.g.Verbs[v].Subjects, func(p int) bool { return r.g.Phrases[p].First <= e && s < r.g.Phrases[p].Last })
			if !subject {
				if first, last = r.without(first, last, s, e); first >= last {
					return out, false
				}
				out.source = a
			}
		} else if s < 0 || e < 0 {
			return out, false // another sentence says whose word it is
		} else {
			out.source = a
		}
		if out.source != nil && (a.Source == "" || a.Stance == sitrep.Denied || standIns[strings.ToLower(a.Source)]) {
			return out, false
		}
	} else if r.g.Verbs[v].Link == parse.Complement { // somebody says so, and who is not known
		return out, false
	}
	if out.source != nil {
		t := r.token(a.Start)
		out.common = t == r.g.First && r.g.Tag(t) == parse.NOUN
		for i := first; i < last; i++ {
			if n := r.doc.Tokens[i].Norm; owners[n] || people[n] { // which may be the source's
				return out, false
			}
		}
		if t > r.g.First && capitalised(r.doc.Word(t-1)) && (r.g.Tag(t-1) == parse.PROPN || r.g.Tag(t-1) == parse.VERB) { // "Save the Children"
			return out, false
		}
	}
	for _, s := range r.g.Verbs[v].Subjects {
		for i := r.g.Phrases[s].Last; i < r.g.Verbs[v].First; i++ {
			if joins[r.doc.Tokens[i].Norm] && r.doc.Tokens[i].Norm != "and" { // another clause's subject
				return out, false
			}
		}
	}
	if first >= last || r.g.Verbs[v].Head < first || r.g.Verbs[v].Last > last {
		return out, false
	}
	for i := range claims {
		if t := r.token(claims[i].Trigger.Start); t >= first && t < last {
			c := claims[i]
			if c.Modality != sitrep.Actual || c.Confidence < least && i == of || !sameSource(c.Attribution, a) {
				return out, false
			}
			for k := range c.Figures {
				if f := r.token(c.Figures[k].Start); f >= 0 && (f < first || f >= last) { // a number is left out
					return out, false
				}
			}
			out.claims = append(out.claims, i)
		}
	}
	if !slices.Contains(out.claims, of) {
		return out, false
	}
	if !r.balanced(first, last) || !r.whole(v, first, last) || !r.acts(v, claims, out.claims) || !r.listed(first, last) || r.loses(first, last, claims, a) {
		return out, false
	}
	out.text = r.inPast(first, last, claims, out.claims)
	return out, out.text != ""
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func sameSource(a, b *sitrep.Attribution) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Span == b.Span)
}

// tells says that the clause of verb c tells a claim plainly.
func (r *region) tells(c int, claims []*sitrep.Claim) bool {
	w := &r.g.Verbs[c]
	if !finite(w) || w.Negated || w.Modal != "" {
		return false
	}
	return slices.ContainsFunc(claims, func(k *sitrep.Claim) bool {
		t := r.token(k.Trigger.Start)
		return t >= w.Begin && t < w.End && k.Modality == sitrep.Actual && k.Confidence >= least
	})
}

// begins says that a clause may begin at a token: nothing before it belongs to it, as "suspected" of "suspected rebels" would.
func (r *region) begins(first, v int) bool {
	w := &r.g.Verbs[v]
	subject := first
	if len(w.Subjects) > 0 {
		subject = max(subject, r.g.Phrases[w.Subjects[0]].First)
	}
	lead := first
	for lead < subject && (r.mark(lead) || joining[r.doc.Tokens[lead].Norm] && r.g.Tag(lead) != parse.ADP) {
		lead++
	}
	if lead < subject { // what stands before the subject says when, where or how, and is no list or call: "Officers, the bombs …"
		p := r.g.PhraseAt(lead)
		timed := p >= 0 && r.g.Phrases[p].Time
		if t := r.g.Tag(lead); !timed && t != parse.ADP && t != parse.ADV && t != parse.NUM && t != parse.VERB {
			return false
		}
		for i := lead; i < subject; i++ {
			if n := r.doc.Tokens[i].Norm; n == "that" || n == "and" && !timed && r.g.Tag(lead) != parse.ADP {
				return false
			}
		}
	}
	if first > r.g.First && r.doc.Tokens[first-1].Norm == "and" && r.g.Tag(first) == parse.ADP { // "to the police and to the media, the group …"
		return false
	}
	if first == r.g.First {
		return true
	}
	if leads[r.doc.Tokens[first-1].Norm] || leads[r.doc.Tokens[first].Norm] {
		return true
	}
	if r.mark(first-1) && !joining[r.doc.Tokens[first].Norm] {
		return true
	}
	return w.Link == parse.Complement && w.Up >= 0 && r.g.VerbAt(first-1) == w.Up
}

// ends says that what was taken of a sentence may end before token last: the next clause begins there, and not in the middle of one.
func (r *region) ends(last int) bool {
	if last >= r.g.Last {
		return true
	}
	if v := r.g.VerbAt(last); v >= 0 && r.g.Verbs[v].Form != parse.Gerund && r.g.Verbs[v].Form != parse.Infinitive {
		return false
	}
	if r.g.Tag(last-1) == parse.ADP && r.apart(last-1) && !subordinate[r.doc.Tokens[last-1].Norm] { // a phrase was cut in two
		return false
	}
	if r.doc.Tokens[last-1].Norm == "that" || r.doc.Tokens[last].Norm == "that" { // what is said or demanded is cut off
		return false
	}
	if w := r.doc.Tokens[last-1].Norm; (w == "after" || w == "before" || w == "since" || w == "until") && last-2 >= r.g.First && r.g.Tag(last-2) == parse.NOUN {
		if p := r.g.PhraseAt(last - 2); p >= 0 && r.g.Phrases[p].Time { // "three days before"
			return false
		}
	}
	return r.mark(last-1) || joining[r.doc.Tokens[last-1].Norm] || r.mark(last) || joining[r.doc.Tokens[last].Norm]
}

// trim cuts marks and words that join clauses off the ends of tokens [first, last).
func (r *region) trim(first, last int) (int, int) {
	for first < last && (r.mark(first) && !opening[r.doc.Tokens[first].Norm] || joining[r.doc.Tokens[first].Norm] && r.g.Tag(first) != parse.ADP && r.g.Tag(first) != parse.DET) {
		first++
	}
	for first < last && (r.mark(last-1) && !closing[r.doc.Tokens[last-1].Norm] || joining[r.doc.Tokens[last-1].Norm] && r.apart(last-1) && !r.closes(last) || r.doc.Tokens[last-1].Norm == "now" && !r.closes(last)) {
		last--
	}
	return first, last
}

var (
	// subordinate are prepositions that begin clauses, too.
	subordinate = map[string]bool{"after": true, "before": true, "since": true, "until": true, "as": true, "following": true, "despite": true, "while": true, "because": true}
	// leads are words behind which a clause may be told by itself: what they say of it is not lost with them.
	leads   = map[string]bool{"and": true, "but": true, "that": true, "while": true, "as": true, "when": true, "after": true, "however": true, "meanwhile": true}
	joining = map[string]bool{"and": true, "but": true, "that": true, "while": true, "as": true, "when": true, "after": true, "before": true, "with": true, "where": true,
		"or": true, "although": true, "though": true, "because": true, "since": true, "however": true, "meanwhile": true, "for": true, "so": true, "which": true, "who": true, "by": true, "in": true, "of": true, "to": true, "following": true}
	closing = map[string]bool{"\"": true, ")": true, "”": true}
	asking  = map[string]bool{"how": true, "why": true, "what": true, "where": true, "who": true, "which": true}
	opening = map[string]bool{"\"": true, "(": true, "“": true}
)

// closes says that nothing but marks follows before the sentence ends: "the day before."
func (r *region) closes(i int) bool {
	for ; i < r.g.Last; i++ {
		if !r.mark(i) {
			return false
		}
	}
	return true
}

// apart says that a space stands before token i: the "by" of "passers-by" is no word of its own.
func (r *region) apart(i int) bool {
	return i == 0 || r.doc.Tokens[i-1].End < r.doc.Tokens[i].Start
}

func (r *region) mark(i int) bool { return r.g.Tag(i) == parse.PUNCT }

// without cuts what names the source [s, e] off an end of tokens [first, last): "according to the army, …".
func (r *region) without(first, last, s, e int) (int, int) {
	k := s
	for k > first && k > s-4 && r.doc.Tokens[k-1].Norm != "according" {
		k--
	}
	if k > first && r.doc.Tokens[k-1].Norm == "according" {
		s = k - 1
	} else {
		return 0, 0
	}
	if s == first {
		for e+1 < last && r.doc.Tokens[e].Norm != "," {
			e++
		}
		return r.trim(e+1, last)
	}
	return r.trim(first, s)
}
