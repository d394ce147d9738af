package origin

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"sitrep"
)

// Member is a report in the index: who it is and when it came out (the zero date where that is unknown, which sorts last).
type Member struct {
	Report    sitrep.ReportID
	Published sitrep.Date
}

// before orders members by day, unknown days last, then by id.
func (m Member) before(o Member) bool {
	if m.Published.IsZero() != o.Published.IsZero() {
		return o.Published.IsZero()
	}
	if m.Published != o.Published {
		return m.Published.Before(o.Published)
	}
	return m.Report < o.Report
}

// GroupID names a group of copies after its first member, by day of publication and then by id: "g-" and the id of that report.
type GroupID string

const groupPrefix = "g-"

func groupOf(m Member) GroupID { return GroupID(groupPrefix + string(m.Report)) }

// First is the report that the group is named after, the first of its members.
func (g GroupID) First() sitrep.ReportID {
	return sitrep.ReportID(strings.TrimPrefix(string(g), groupPrefix))
}

// Entry is a text's place in a bucket. A bucket is ordered by Rank, then by Text.
type Entry struct {
	Rank uint64
	Text TextID
}

// Compare orders entries as buckets do: negative where e comes before o.
func (e Entry) Compare(o Entry) int {
	return cmp.Or(cmp.Compare(e.Rank, o.Rank), bytes.Compare(e.Text[:], o.Text[:]))
}

// Link is a verified pair of copies, seen from one of them.
type Link struct {
	To    TextID
	Score float64
}

// Index is what a store keeps for the Keeper: texts with their signatures and reports, buckets, links and groups. All it has to do is to keep
// and give back; the Keeper decides. A store implements it on one transaction, so that the changes of a report are seen whole or not at
// all. Unknown texts have no members, links and group.
type Index interface {
	// Member gives a report as it was added, and its text; ok is false where the report is not in the index.
	Member(ctx context.Context, report sitrep.ReportID) (m Member, text TextID, ok bool, err error)
	// AddMember puts a report to a text, RemoveMember takes it away.
	AddMember(ctx context.Context, text TextID, m Member) error
	RemoveMember(ctx context.Context, text TextID, report sitrep.ReportID) error
	// First gives the text's first member (Member order: day, unknown last, then id); ok is false where it has none.
	First(ctx context.Context, text TextID) (m Member, ok bool, err error)

	// AddText keeps a signature and puts its text into the buckets; RemoveText undoes it. RemoveText is called when the text has no
	// members and no links any more.
	AddText(ctx context.Context, s *Signature, buckets []uint64, rank uint64) error
	RemoveText(ctx context.Context, text TextID, buckets []uint64, rank uint64) error
	// Signatures gives the signatures of texts, in their order.
	Signatures(ctx context.Context, texts []TextID) ([]*Signature, error)

	// Bucket gives up to limit entries of a bucket, in any order: fewer only where it holds no more.
	Bucket(ctx context.Context, bucket uint64, limit int) ([]Entry, error)
	// Around gives up to n entries of the bucket before and n after an entry (which need not stand in it), the nearest first.
	Around(ctx context.Context, bucket uint64, at Entry, n int) (before, after []Entry, err error)

	// Link and Unlink set and clear the link of two texts, which is the same from both sides.
	Link(ctx context.Context, a, b TextID, score float64) error
	Unlink(ctx context.Context, a, b TextID) error
	// Links gives the links of a text in any order.
	Links(ctx context.Context, text TextID) ([]Link, error)

	// Group gives the group that was set for a text, "" for none. GroupTexts gives the texts of a group in any order. SetGroup moves a text to
	// a group; "" takes it out of any.
	Group(ctx context.Context, text TextID) (GroupID, error)
	GroupTexts(ctx context.Context, g GroupID) ([]TextID, error)
	SetGroup(ctx context.Context, text TextID, g GroupID) error
}

// Options are the Keeper's; the zero value has those that stand behind the figures of docs/origins.md. All reports of an index must be kept with the same.
type Options struct {
	// Common is the largest bucket whose texts are all compared with each other, 32 where it is 0.
	Common int
	// Window is how many neighbours on either side a text of a larger bucket is compared with, 4 where it is 0.
	Window int
}

// Keeper keeps an index. It has no state of its own.
type Keeper struct {
	index  Index
	common int
	window int
}

// NewKeeper makes a keeper of an index.
func NewKeeper(index Index, o Options) *Keeper {
	return &Keeper{index: index, common: cmp.Or(o.Common, 32), window: cmp.Or(o.Window, 4)}
}

// Moved says where a group that is no more, or that lost members, went: one group where it was merged or renamed, several where it was split,
// none where its last report was removed.
type Moved struct {
	From GroupID
	To   []GroupID // ascending
}

// Change is what adding or removing a report did to groups.
type Change struct {
	// Group is the group of the report that was added.
	Group GroupID
	// Moved are the groups whose texts are not all in the group of the same name any more, ascending by From.
	Moved []Moved
}

// leastWords is how many content words a text must hold to be anything's copy: "More follows." says nothing.
const leastWords = 4

// own gives a text too short to compare an id of its own, so that it is no other report's text.
func own(s *Signature, r sitrep.ReportID) *Signature {
	if len(s.units) >= leastWords {
		return s
	}
	o := &Signature{}
	sum := sha256.Sum256([]byte("report " + r))
	copy(o.Text[:], sum[:])
	return o
}

// Add puts a report into the index. Adding a report that is there under the same text and day changes nothing; under another text or day it replaces it.
func (k *Keeper) Add(ctx context.Context, m Member, s *Signature) (Change, error) {
	s = own(s, m.Report)
	was, old, known, err := k.index.Member(ctx, m.Report)
	if err != nil {
		return Change{}, fmt.Errorf("report %s: %w", m.Report, err)
	}
	w := newWork(k)
	if known && (was != m || old != s.Text) {
		if err := w.remove(ctx, old, m.Report, old == s.Text); err != nil {
			return Change{}, fmt.Errorf("report %s: %w", m.Report, err)
		}
	}
	if !known || was != m || old != s.Text {
		if err := w.add(ctx, m, s, known && old == s.Text); err != nil {
			return Change{}, fmt.Errorf("report %s: %w", m.Report, err)
		}
	}
	c, err := w.regroup(ctx)
	if err != nil {
		return Change{}, fmt.Errorf("report %s: %w", m.Report, err)
	}
	if c.Group, err = k.index.Group(ctx, s.Text); err != nil {
		return Change{}, fmt.Errorf("report %s: %w", m.Report, err)
	}
	return c, nil
}

// Remove takes a report out of the index; one that is not there is no error.
func (k *Keeper) Remove(ctx context.Context, report sitrep.ReportID) (Change, error) {
	_, text, ok, err := k.index.Member(ctx, report)
	if err != nil || !ok {
		return Change{}, err
	}
	w := newWork(k)
	if err := w.remove(ctx, text, report, false); err != nil {
		return Change{}, fmt.Errorf("report %s: %w", report, err)
	}
	c, err := w.regroup(ctx)
	if err != nil {
		return Change{}, fmt.Errorf("report %s: %w", report, err)
	}
	return c, nil
}

// work is one change of the index.
type work struct {
	*Keeper
	sigs     map[TextID]*Signature
	prepared map[TextID]*prepared
	lost     map[TextID]bool // texts that lost a link or their first member: their groups are looked at whole
	gained   map[TextID]bool // texts that gained a link or a member
}

func newWork(k *Keeper) *work {
	return &work{k, map[TextID]*Signature{}, map[TextID]*prepared{}, map[TextID]bool{}, map[TextID]bool{}}
}

// load fetches signatures that are not at hand yet.
func (w *work) load(ctx context.Context, texts []TextID) error {
	var want []TextID
	for _, t := range texts {
		if w.sigs[t] == nil && !slices.Contains(want, t) {
			want = append(want, t)
		}
	}
	if len(want) == 0 {
		return nil
	}
	slices.SortFunc(want, compareTexts)
	got, err := w.index.Signatures(ctx, want)
	if err != nil {
		return err
	}
	if len(got) != len(want) {
		return fmt.Errorf("the index gave %d signatures for %d texts", len(got), len(want))
	}
	for i, s := range got {
		w.sigs[want[i]] = s
	}
	return nil
}

func compareTexts(a, b TextID) int { return bytes.Compare(a[:], b[:]) }

// pair is two texts, the smaller first.
type pair struct{ a, b TextID }

func pairOf(a, b TextID) pair {
	if compareTexts(a, b) > 0 {
		a, b = b, a
	}
	return pair{a, b}
}

// add puts a report to its text, and the text into the index where no report has it and it was not kept when its last report was
// taken out.
func (w *work) add(ctx context.Context, m Member, s *Signature, kept bool) error {
	_, there, err := w.index.First(ctx, s.Text)
	if err != nil {
		return err
	}
	if err := w.index.AddMember(ctx, s.Text, m); err != nil {
		return err
	}
	w.gained[s.Text] = true
	if there || kept {
		return nil
	}
	w.sigs[s.Text] = s
	keys, me := s.Keys(), Entry{s.Rank(), s.Text}
	var found []TextID
	doubt := map[pair]bool{} // links that may rest on nothing any more
	for _, b := range keys {
		in, err := w.index.Bucket(ctx, b, w.common+1)
		if err != nil {
			return err
		}
		if len(in) < w.common {
			for _, e := range in {
				found = append(found, e.Text)
			}
			continue
		}
		before, after, err := w.index.Around(ctx, b, me, w.window)
		if err != nil {
			return err
		}
		for _, e := range slices.Concat(before, after) {
			found = append(found, e.Text)
		}
		if len(in) == w.common { // it becomes common
			if err := w.doubtAll(ctx, in, doubt); err != nil {
				return err
			}
			continue
		}
		for _, p := range w.straddling(before, after) {
			doubt[p] = true
		}
	}
	if err := w.index.AddText(ctx, s, keys, me.Rank); err != nil {
		return err
	}
	slices.SortFunc(found, compareTexts)
	if err := w.verify(ctx, s.Text, slices.Compact(found)); err != nil {
		return err
	}
	return w.recheck(ctx, doubt)
}

// straddling gives the pairs of texts, one before and one after an entry, that are Window apart without that entry.
func (w *work) straddling(before, after []Entry) []pair {
	var out []pair
	for i := range before {
		if j := w.window - 1 - i; j >= 0 && j < len(after) {
			out = append(out, pairOf(before[i].Text, after[j].Text))
		}
	}
	return out
}

// doubtAll doubts every link between the texts of a bucket.
func (w *work) doubtAll(ctx context.Context, in []Entry, doubt map[pair]bool) error {
	here := map[TextID]bool{}
	for _, e := range in {
		here[e.Text] = true
	}
	for _, e := range in {
		links, err := w.index.Links(ctx, e.Text)
		if err != nil {
			return err
		}
		for _, l := range links {
			if here[l.To] {
				doubt[pairOf(e.Text, l.To)] = true
			}
		}
	}
	return nil
}

// verify compares a text with others and links those that are copies.
func (w *work) verify(ctx context.Context, text TextID, with []TextID) error {
	if err := w.load(ctx, append([]TextID{text}, with...)); err != nil {
		return err
	}
	p := newProbe(w.sigs[text])
	for _, o := range with {
		if o == text {
			continue
		}
		m, ok := w.copies(p, o)
		if !ok {
			continue
		}
		if err := w.index.Link(ctx, text, o, m.Score); err != nil {
			return err
		}
		w.gained[text], w.gained[o] = true, true
	}
	return nil
}

// copies compares a text, whose probe is at hand, with another.
func (w *work) copies(p *probe, other TextID) (Match, bool) {
	if !p.worth(w.sigs[other]) {
		return Match{}, false
	}
	m := compare(w.prepare(p.of.Text), w.prepare(other))
	return m, m.Verdict == Copy
}

func (w *work) prepare(t TextID) *prepared {
	p := w.prepared[t]
	if p == nil {
		p = prepare(w.sigs[t])
		w.prepared[t] = p
	}
	return p
}

// recheck takes back the links among doubt that no bucket supports.
func (w *work) recheck(ctx context.Context, doubt map[pair]bool) error {
	pairs := make([]pair, 0, len(doubt))
	var texts []TextID
	for p := range doubt {
		links, err := w.index.Links(ctx, p.a)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(links, func(l Link) bool { return l.To == p.b }) {
			pairs = append(pairs, p)
			texts = append(texts, p.a, p.b)
		}
	}
	if err := w.load(ctx, texts); err != nil {
		return err
	}
	for _, p := range pairs {
		ok, err := w.supported(ctx, p)
		if err != nil {
			return err
		}
		if ok {
			continue
		}
		if err := w.index.Unlink(ctx, p.a, p.b); err != nil {
			return err
		}
		w.lost[p.a], w.lost[p.b] = true, true
	}
	return nil
}

// supported says whether the two stand in a bucket that makes them candidates.
func (w *work) supported(ctx context.Context, p pair) (bool, error) {
	theirs := w.sigs[p.b].Keys()
	at := Entry{w.sigs[p.a].Rank(), p.a}
	for _, b := range w.sigs[p.a].Keys() {
		if _, shared := slices.BinarySearch(theirs, b); !shared {
			continue
		}
		in, err := w.index.Bucket(ctx, b, w.common+1)
		if err != nil {
			return false, err
		}
		if len(in) <= w.common {
			return true, nil
		}
		before, after, err := w.index.Around(ctx, b, at, w.window)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(slices.Concat(before, after), func(e Entry) bool { return e.Text == p.b }) {
			return true, nil
		}
	}
	return false, nil
}

// remove takes a report from its text, and the text out of the index where it was its last and keep is false.
func (w *work) remove(ctx context.Context, text TextID, report sitrep.ReportID, keep bool) error {
	if err := w.index.RemoveMember(ctx, text, report); err != nil {
		return err
	}
	g, err := w.index.Group(ctx, text)
	if err != nil {
		return err
	}
	if g.First() == report {
		w.lost[text] = true
	}
	_, ok, err := w.index.First(ctx, text)
	if err != nil || ok || keep {
		return err
	}
	w.lost[text] = true
	if err := w.load(ctx, []TextID{text}); err != nil {
		return err
	}
	links, err := w.index.Links(ctx, text)
	if err != nil {
		return err
	}
	for _, l := range links {
		if err := w.index.Unlink(ctx, text, l.To); err != nil {
			return err
		}
		w.lost[l.To] = true
	}
	s := w.sigs[text]
	keys, me := s.Keys(), Entry{s.Rank(), text}
	if err := w.index.RemoveText(ctx, text, keys, me.Rank); err != nil {
		return err
	}
	again := map[pair]bool{} // pairs that are candidates again
	for _, b := range keys {
		in, err := w.index.Bucket(ctx, b, w.common+1)
		if err != nil {
			return err
		}
		switch {
		case len(in) < w.common: // it was not common
		case len(in) == w.common:
			for i := range in {
				for _, e := range in[i+1:] {
					again[pairOf(in[i].Text, e.Text)] = true
				}
			}
		default:
			before, after, err := w.index.Around(ctx, b, me, w.window)
			if err != nil {
				return err
			}
			for _, p := range w.straddling(before, after) {
				again[p] = true
			}
		}
	}
	pairs := make([]pair, 0, len(again))
	for p := range again {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(p, q pair) int { return cmp.Or(compareTexts(p.a, q.a), compareTexts(p.b, q.b)) })
	for i := 0; i < len(pairs); {
		var with []TextID
		a := pairs[i].a
		for ; i < len(pairs) && pairs[i].a == a; i++ {
			with = append(with, pairs[i].b)
		}
		if err := w.verify(ctx, a, with); err != nil {
			return err
		}
	}
	return nil
}
