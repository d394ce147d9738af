package ui

import (
	"cmp"
	"context"
	"errors"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/ask"
	"sitrep/internal/geo"
	"sitrep/internal/store"
)

// How many of each kind the page of a search shows; claims are chosen out of the first claimsLooked.
const (
	reportsFound = 10
	claimsFound  = 20
	claimsLooked = 60
	namesFound   = 6
)

// searchView is what was found.
type searchView struct {
	Scope
	Reports     []foundReport
	MoreReports bool
	Claims      []foundClaim
	MoreClaims  bool
	Tallied     []foundType
	Tally       store.Tally
	Places      []foundName
	Actors      []foundName
	Notes       []ask.Note
	Held        int
}

// Nothing says that nothing was found.
func (v *searchView) Nothing() bool {
	return len(v.Reports)+len(v.Claims)+len(v.Places)+len(v.Actors) == 0
}

// foundReport is a report with the words in their surroundings.
type foundReport struct {
	*store.ReportRow
	Head    template.HTML
	Snippet template.HTML
}

// foundClaim is a sentence with the words marked in it, and the claims that it makes.
type foundClaim struct {
	*store.ClaimRow
	Sentence template.HTML
	Marks    []typeMark // of each claim, in the order of the report
	Href     string     // of the first
	hits     int
}

// foundType is how many claims of the reports found are of a type.
type foundType struct {
	Mark typeMark
	N    int
	Href string
}

// foundName is a place or an actor that bears the name.
type foundName struct{ Name, Also, Href string }

// idRe is what an id looks like that was typed in; without its letter it needs eight digits, as many words are hexadecimal.
var idRe = regexp.MustCompile(`^(?i:(?:g-)?[rce]-[0-9a-f]{6,16}|[0-9a-f]{8,16})$`)

// search serves what was found for some words.
func (p *Pages) search(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := scopeOf(r)
	if err != nil {
		return err
	}
	if idRe.MatchString(s.Text) && strings.ContainsAny(s.Text, "0123456789") {
		if id, err := p.archive.Resolve(ctx, s.Text); err == nil {
			to, err := p.readerOf(ctx, id)
			if err != nil {
				return err
			}
			http.Redirect(w, r, to, http.StatusFound)
			return nil
		} else if !errors.Is(err, store.ErrUnknown) && !errors.Is(err, store.ErrSeveral) {
			return err
		}
	}
	v := &searchView{Scope: s}
	if b, err := p.board(); err == nil {
		v.Held = b.Reports
	}
	if s.Text != "" {
		if err := p.find(ctx, v); err != nil {
			return err
		}
	}
	title := "Search"
	if s.Text != "" {
		title = "Search: " + s.Text
	}
	return p.write(w, r, http.StatusOK, "search", page{Title: title, Section: "search", Data: v})
}

// find looks for the words of a search.
func (p *Pages) find(ctx context.Context, v *searchView) error {
	f, notes, err := p.filterOf(ctx, &v.Scope)
	if err != nil {
		return err
	}
	v.Notes = notes
	k, err := p.known()
	if err != nil {
		return err
	}
	words := wordsOf(v.Text)
	f.After, f.Limit = "", reportsFound
	reports, err := p.archive.Reports(ctx, f)
	if err != nil {
		return err
	}
	texts, err := p.archive.TextsOf(ctx, reports.Rows)
	if err != nil {
		return err
	}
	v.MoreReports = reports.Next != ""
	for i := range reports.Rows {
		row := &reports.Rows[i]
		v.Reports = append(v.Reports, foundReport{row, words.marked(titleOf(row)), words.snippet(texts[row.ID])})
	}
	f.Limit = claimsLooked
	claims, err := p.archive.Claims(ctx, f)
	if err != nil {
		return err
	}
	for i := range claims.Rows {
		row := &claims.Rows[i]
		if n := len(v.Claims); n > 0 && v.Claims[n-1].Report.ID == row.Report.ID && v.Claims[n-1].Claim.Evidence == row.Claim.Evidence {
			v.Claims[n-1].Marks = append(v.Claims[n-1].Marks, k.markOf(row.Claim.Type))
			continue
		}
		v.Claims = append(v.Claims, foundClaim{ClaimRow: row, Sentence: words.marked(row.Sentence), Marks: []typeMark{k.markOf(row.Claim.Type)},
			Href: readerAt(row.Report.ID, row.Claim.ID), hits: words.count(row.Sentence)})
	}
	slices.SortStableFunc(v.Claims, func(a, b foundClaim) int { return cmp.Compare(b.hits, a.hits) })
	v.MoreClaims = claims.Next != "" || len(v.Claims) > claimsFound
	v.Claims = v.Claims[:min(len(v.Claims), claimsFound)]
	if v.Tally, err = p.archive.Tally(ctx, f); err != nil {
		return err
	}
	for t, n := range v.Tally.Types {
		v.Tallied = append(v.Tallied, foundType{k.markOf(t), n, v.At("/search", "type", t)})
	}
	slices.SortFunc(v.Tallied, func(a, b foundType) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Mark.Name, b.Mark.Name))
	})
	p.names(v)
	return nil
}

// names finds places and actors that bear the name that is looked for.
func (p *Pages) names(v *searchView) {
	name := strings.Trim(v.Text, ` "“”`)
	if b, err := p.board(); err == nil {
		for _, a := range b.Find(name, v.Country) {
			if len(v.Places) == namesFound {
				break
			}
			also := countryName(a.Country)
			if a.Events > 0 {
				also += ", " + counted(a.Events, "event", "events")
			}
			v.Places = append(v.Places, foundName{a.Name, strings.TrimPrefix(also, ", "), atArea(&a)})
		}
	} else {
		for _, g := range p.gazetteer.Candidates(name) {
			if len(v.Places) == namesFound {
				break
			}
			v.Places = append(v.Places, foundName{g.Name, countryName(g.Country), atPlace(g.ID, g.Name, g.Country)})
		}
	}
	registry := p.asker.Registry()
	bearers := registry.Bearers(name)
	if one := registry.Called(name); one != nil && !slices.Contains(bearers, one) {
		bearers = append(bearers, one)
	}
	for _, a := range bearers {
		if len(v.Actors) == namesFound {
			break
		}
		also := plainType(a.Kind)
		if a.Country != "" {
			also = strings.TrimPrefix(also+", "+countryName(a.Country), ", ")
		}
		v.Actors = append(v.Actors, foundName{a.Name, also, atActor(a.Name)})
	}
}

// wanted are the words of a search, folded; those that must not be there are left out.
type wanted map[string]bool

// wordsOf are the words that a search looks for, in all the forms in which it finds them, read as the archive reads them (store.Filter.Text).
func wordsOf(query string) wanted {
	out := wanted{}
	const quotes = `"“”`
	for query != "" {
		var not, quoted bool
		query, not = strings.CutPrefix(strings.TrimLeftFunc(query, unicode.IsSpace), "-")
		piece, rest := query, ""
		if r, n := utf8.DecodeRuneInString(query); n > 0 && strings.ContainsRune(quotes, r) {
			piece, quoted = query[n:], true
			if end := strings.IndexAny(piece, quotes); end >= 0 {
				_, n := utf8.DecodeRuneInString(piece[end:])
				piece, rest = piece[:end], piece[end+n:]
			}
		} else if end := strings.IndexFunc(query, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(quotes, r) }); end >= 0 {
			piece, rest = query[:end], query[end:]
		}
		if !not {
			tokens := 0
			eachToken(piece, func(s sitrep.Span) { out[geo.Fold(s.Of(piece))] = true; tokens++ })
			if tokens == 1 && !quoted {
				for _, form := range store.WordForms(geo.Fold(strings.Trim(piece, ".,;:!?()"))) {
					out[form] = true
				}
			}
		}
		query = rest
	}
	delete(out, "")
	return out
}

// eachToken calls f with every run of letters, marks and digits.
func eachToken(s string, f func(sitrep.Span)) {
	eachRun(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) }, f)
}

// count is how many of the words a text has.
func (w wanted) count(text string) int {
	seen := wanted{}
	eachToken(text, func(s sitrep.Span) {
		if f := geo.Fold(s.Of(text)); w[f] {
			seen[f] = true
		}
	})
	return len(seen)
}

// marked is a text with the words marked in it.
func (w wanted) marked(text string) template.HTML {
	var b strings.Builder
	from := 0
	eachToken(text, func(s sitrep.Span) {
		if !w[geo.Fold(s.Of(text))] {
			return
		}
		words(&b, text[from:s.Start])
		b.WriteString("<mark>")
		words(&b, s.Of(text))
		b.WriteString("</mark>")
		from = s.End
	})
	words(&b, text[from:])
	return template.HTML(b.String()) // words escapes them
}

// around is how many bytes of a text stand before and behind the first word that was found.
const around = 110

// longestSnippet is how far into a text words are looked for to show, in bytes.
const longestSnippet = 100_000

// snippet is where a text has the words first, with what stands around them.
func (w wanted) snippet(text string) template.HTML {
	look := text[:onRunes(text, sitrep.Span{End: min(len(text), longestSnippet)}).End]
	at := sitrep.Span{Start: -1}
	eachToken(look, func(s sitrep.Span) {
		if at.Start < 0 && w[geo.Fold(s.Of(look))] {
			at = s
		}
	})
	if at.Start < 0 {
		at = sitrep.Span{}
	}
	cut := onRunes(text, sitrep.Span{Start: at.Start - around, End: at.End + around})
	if cut.Start > 0 { // not in the middle of a word
		if i := strings.IndexFunc(text[cut.Start:at.Start], unicode.IsSpace); i >= 0 {
			cut.Start += i
		}
	}
	if cut.End < len(text) {
		if i := strings.LastIndexFunc(text[at.End:cut.End], unicode.IsSpace); i >= 0 {
			cut.End = at.End + i
		}
	}
	out := w.marked(strings.TrimSpace(cut.Of(text)))
	if cut.Start > 0 {
		out = "… " + out
	}
	if cut.End < len(text) {
		out += " …"
	}
	return out
}
