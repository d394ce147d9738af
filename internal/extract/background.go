package extract

import (
	"slices"
	"strings"

	"sitrep"
	"sitrep/internal/parse"
	"sitrep/internal/rule"
	"sitrep/internal/timex"
)

// befores are adverbs that put what a clause about a noun tells before the news: "a village captured earlier".
var befores = map[string]bool{"earlier": true, "previously": true, "formerly": true, "once": true, "originally": true, "initially": true, "ago": true, "long": true}

// lasting are the types whose deeds last, so that "had" in a clause about a noun tells how things stood before the news: "rebels who had seized the
// airport withdrew". Of others it tells what led to the news: "the man, who had shot two officers, was killed".
var lasting = map[string]bool{"territory_gained": true, "control": true, "encirclement": true, "abduction": true, "deployment": true, "arrest": true, "displacement": true}

// newsDays is how long before its report a dated deed may lie and still be its news.
const newsDays = 30

// background says that a match is told as what came before the news, and by which token; -1 where its date alone says so.
func background(g *parse.Grammar, m *rule.Match, t *sitrep.Period, now sitrep.Date) (is bool, by int) {
	old := t != nil && !t.To.IsZero() && !now.IsZero() && t.To.Before(now.AddDays(-newsDays))
	v := m.Verb
	if v < 0 || m.Phrase >= 0 {
		return old, -1
	}
	u := &g.Verbs[v]
	if u.Link != parse.Relative && !u.Reduced {
		return old, -1
	}
	first, last := u.Begin, min(u.End, u.Last+3)
	if u.Reduced {
		first = max(g.First, u.First-1) // "villages previously held by"
	}
	for k := max(first, u.First-3); k < last; k++ {
		if w := g.Doc.Tokens[k].Norm; befores[w] && (k < u.Last || k+1 == g.Last || !following(g, k)) && !(w == "long" && k >= u.Last) {
			return true, k
		}
	}
	if t == nil && lasting[m.Type.ID] && g.Doc.Tokens[u.First].Norm == "had" && u.Last > u.First+1 {
		return true, u.First
	}
	return old, -1
}

// following says that what stands behind token k goes on with a time: the "earlier" of "earlier this week" dates the deed.
func following(g *parse.Grammar, k int) bool {
	switch g.Doc.Tokens[k].Norm {
	case "ago", "previously", "formerly":
		return false
	}
	switch g.Doc.Tokens[k+1].Norm {
	case "this", "on", "today", "in", "that", "than", "again", "more":
		return true
	}
	return false
}

// lately gives a stretch of time that ends now and has no beginning in its words its end: "in recent months".
func lately(t *timex.Expr, words string, now sitrep.Date) {
	if now.IsZero() || !t.From.IsZero() || !t.To.IsZero() {
		return
	}
	w := strings.Fields(strings.ToLower(words))
	if len(w) > 1 && slices.ContainsFunc(w, func(s string) bool { return s == "recent" || s == "past" }) && strings.HasSuffix(w[len(w)-1], "s") {
		t.To, t.Precision = now, sitrep.RangePrecision
	}
}
