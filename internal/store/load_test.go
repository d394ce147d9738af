package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
	"sitrep/internal/origin"
	"sitrep/internal/review"
)

// synthetic makes reports like those of a news desk, without reading any: some 27 words that are as often as words are (Zipf), a claim
// with a type, a party, a place and mostly a figure. Every twentieth is a copy of an earlier one with a word changed.
type synthetic struct {
	random *rand.Rand
	zipf   *rand.Zipf
	words  []string
	past   [][]string
}

func newSynthetic() *synthetic {
	s := &synthetic{random: rand.New(rand.NewPCG(3, 4))}
	// The most frequent are words of English that tell nothing, as they are in any text.
	s.words = strings.Fields("the of and in to a said was on for that were by at with from after as it has have had its their an who been are more than not he " +
		"his but they which also between near into this over or against two three about one all when there out before during under since while would other some " +
		"people killed police army government officials soldiers attack city forces town")
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	for len(s.words) < 20_000 {
		var b strings.Builder
		for range 2 + s.random.IntN(3) {
			b.WriteByte(consonants[s.random.IntN(len(consonants))])
			b.WriteByte(vowels[s.random.IntN(len(vowels))])
		}
		s.words = append(s.words, b.String())
	}
	s.zipf = rand.NewZipf(s.random, 1.05, 4, uint64(len(s.words)-1))
	return s
}

func (s *synthetic) word() string { return s.words[s.zipf.Uint64()] }

var (
	syntheticTypes     = []string{"attack", "air_strike", "shelling", "bombing", "killing", "arrest", "statement", "protest", "talks", "aid", "displacement", "abduction"}
	syntheticCountries = []string{"SY", "IQ", "AF", "UA", "SO", "CD", "NG", "YE", "SD", "ML"}
)

func (s *synthetic) next(n int) Entry {
	words := make([]string, 27)
	for i := range words {
		words[i] = s.word()
	}
	if len(s.past) > 0 && n%20 == 19 {
		words = slices.Clone(s.past[s.random.IntN(len(s.past))])
		words[s.random.IntN(len(words))] = s.word()
	}
	if len(s.past) < 5000 {
		s.past = append(s.past, words)
	}
	place := s.random.IntN(400)
	party := s.random.IntN(300)
	killed := 1 + s.random.IntN(60)
	verb := s.word() + "ed"
	text := fmt.Sprintf("Party %d %s Town%d and %s %d, %s.", party, verb, place, s.word(), killed, strings.Join(words, " "))
	item := ingest.Item{From: fmt.Sprintf("made.jsonl:%d", n), Received: []byte(text), Media: "text/plain", Published: sitrep.NewDate(2010, 1, 1+s.random.IntN(5000)),
		Publisher: sitrep.Known(fmt.Sprintf("Outlet %d", s.random.IntN(80)))}
	x := sitrep.Extraction{Report: sitrep.Report{Text: text, Published: item.Published, Publisher: item.Publisher, Language: "en"},
		Blocks:   []sitrep.Block{{Kind: sitrep.Body, Span: sitrep.Span{End: len(text)}}},
		Mentions: []sitrep.Mention{}, Notes: []sitrep.Note{}, Codebook: "1", Models: "made"}
	x.Report.Identify(item.Received)
	at := func(word string) sitrep.Quote {
		i := strings.Index(text, word)
		return sitrep.QuoteOf(text, sitrep.Span{Start: i, End: i + len(word)})
	}
	name := fmt.Sprintf("Party %d", party)
	x.Entities = []sitrep.Entity{{ID: "e1", Type: sitrep.ActorMention, Name: name}}
	lat, lon := -30+float64(place%20)*3.1, -20+float64(place/20)*4.3
	c := sitrep.Claim{ID: sitrep.NewClaimID(x.Report.ID, 0, verb, 0), Type: syntheticTypes[s.random.IntN(len(syntheticTypes))], Trigger: at(verb), Evidence: sitrep.Span{End: len(text)},
		Roles:    map[sitrep.Role][]sitrep.Filler{sitrep.Actor: {{Quote: at(name), Name: name, Entity: "e1"}}},
		Place:    &sitrep.Place{Quote: at(fmt.Sprintf("Town%d", place)), Name: fmt.Sprintf("Town%d", place), Lat: &lat, Lon: &lon, Country: sitrep.Known(syntheticCountries[place%10])},
		Time:     &sitrep.Period{Quote: at("and"), From: item.Published.AddDays(-1), To: item.Published.AddDays(-1)},
		Modality: sitrep.Actual, Confidence: 0.7, Block: sitrep.Body, Rule: "made", Codebook: "1"}
	if n%3 > 0 {
		c.Figures = []sitrep.Figure{{Quote: at(fmt.Sprintf("%d,", killed)), Measure: sitrep.Killed, Low: &killed, Best: &killed, High: &killed}}
	}
	x.Claims = []sitrep.Claim{c}
	return Entry{Item: &item, Extraction: &x}
}

// share is the value that so many of a hundred are not above.
func share(all []time.Duration, percent int) time.Duration {
	slices.Sort(all)
	return all[min(len(all)-1, len(all)*percent/100)]
}

// TestMeasureGrowthAndQueries fills an archive with synthetic reports, tells how the cost of a report grows, how long questions take that ask
// for words and something else, and how long it takes to find a new report's copies.
func TestMeasureGrowthAndQueries(t *testing.T) {
	if !*measure {
		t.Skip("only with -measure")
	}
	a := open(t, filepath.Join(t.TempDir(), "a.db"))
	s := newSynthetic()
	start, wall := cpu(), time.Now()
	var tenth time.Duration
	for n := 0; n < *items; {
		batch := make([]Entry, min(256, *items-n))
		made := cpu()
		for i := range batch {
			batch[i] = s.next(n + i)
			sign := origin.Sign(batch[i].Extraction.Report.Text, batch[i].Extraction.Blocks)
			batch[i].Signature = &sign
		}
		start += cpu() - made
		add(t, a, batch...)
		if n += len(batch); tenth == 0 && n >= *items/10 {
			tenth = cpu() - start
		}
	}
	all := cpu() - start
	t.Logf("%d reports: CPU %v a report; ten times the reports cost %.1f times as much; in all %v by the clock", *items, all/time.Duration(*items), float64(all)/float64(tenth), time.Since(wall))

	var asked [3][]time.Duration
	plainly := cpu()
	found := questions(t, a, &asked)
	plainly = cpu() - plainly
	undone := errors.New("undone")
	for i := range 300 {
		e := s.next(*items + i)
		sign := origin.Sign(e.Extraction.Report.Text, e.Extraction.Blocks)
		in, err := newIncoming(&e)
		if err != nil {
			t.Fatal(err)
		}
		err = a.change(t.Context(), "measuring", func(p *pen) error {
			seq, err := p.next()
			if err != nil {
				return err
			}
			g := p.grouping(seq)
			in.Extraction = nil
			if _, err := p.insert(in, 1, seq, g); err != nil {
				return err
			}
			begin := time.Now()
			if err := g.add(in.report.ID, in.report.Published, &sign); err != nil {
				return err
			}
			asked[2] = append(asked[2], time.Since(begin))
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
	}
	for i, what := range []string{"reports by words and a filter", "claims by words and a filter", "copies of a new report"} {
		t.Logf("%s: half within %v, 95 %% within %v, all within %v", what, share(asked[i], 50), share(asked[i], 95), share(asked[i], 100))
	}
	t.Logf("%d rows found", found)
	decided := cpu()
	n := reviewEvery(t, a, 100)
	decided = cpu() - decided
	var after [3][]time.Duration
	reviewed := cpu()
	found = questions(t, a, &after)
	reviewed = cpu() - reviewed
	t.Logf("with %d reviews, made in %v of CPU each: reports 95 %% within %v, claims 95 %% within %v; CPU for all %v, without reviews %v; %d rows found", n, decided/time.Duration(n),
		share(after[0], 95), share(after[1], 95), reviewed, plainly, found)
}

// questions asks an archive for words and something else, and gives how many rows were found.
func questions(t *testing.T, a *Archive, asked *[3][]time.Duration) (found int) {
	t.Helper()
	s := newSynthetic()
	for i := range 400 {
		f := Filter{Text: s.word(), Limit: 50}
		if i%3 == 0 {
			f.Text += " " + s.word()
		}
		if i%7 == 0 {
			f.Text = `"` + s.word() + " " + s.word() + `"`
		}
		switch i % 6 {
		case 0:
			f.Types = []string{syntheticTypes[i%len(syntheticTypes)]}
		case 1:
			f.Actor = fmt.Sprintf("party %d", i%300)
		case 2:
			f.Country = syntheticCountries[i%10]
		case 3:
			f.From, f.To = sitrep.NewDate(2012+i%8, 1, 1), sitrep.NewDate(2012+i%8, 6, 30)
		case 4:
			f.Near = &Circle{float64(i % 30), float64(i % 40), 800}
		case 5:
			f.Measure, f.Publisher = sitrep.Killed, fmt.Sprintf("Outlet %d", i%80)
		}
		begin := time.Now()
		r, err := a.Reports(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		mid := time.Now()
		c, err := a.Claims(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		asked[0] = append(asked[0], mid.Sub(begin))
		asked[1] = append(asked[1], time.Since(mid))
		found += len(r.Rows) + len(c.Rows)
	}
	return found
}

// reviewEvery rejects or corrects the claims of one report in so many.
func reviewEvery(t *testing.T, a *Archive, every int) (n int) {
	t.Helper()
	place := &review.Place{Name: "Town3", Country: "IQ"}
	rows := pages(t, a.Reports, Filter{}, 10_000)
	for i := 0; i < len(rows); i += every {
		h, err := a.Report(t.Context(), string(rows[i].ID))
		if err != nil {
			t.Fatal(err)
		}
		d := reject(h.Extraction.Claims[0].ID)
		if i/every%3 > 0 {
			d = correct(d.Claim, review.Value{Slot: "type", Word: "air_strike"}, review.Value{Slot: "place", Place: place})
		}
		decide(t, a, "Ada", d)
		n++
	}
	return n
}
