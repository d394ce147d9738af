// Package desk says which claims people are given to review and why, what each of them decided, and how far they agree.
//
// A [Desk] is made of light rows of all claims of an archive; who decided what is a [Record], made of all decisions. A person's queue is the
// desk's, without what the record says that the person decided already:
//
//	d := desk.New(claims, desk.Options{})
//	r := desk.Decided(set)
//	queue := d.Queue(desk.Low, r, "Ada", later)
//
// Two people who judge one claim do not see each other's decision before both have decided: [Record.Blind] says whose must be kept from whom.
package desk

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"

	"sitrep"
)

// Reason is why a claim is in the queue.
type Reason string

// The reasons. Any is no reason of its own: it stands for all of them.
const (
	Any       Reason = "all"
	Second    Reason = "second"    // one other person decided, so that two readings can be compared
	Contested Reason = "contested" // its event, or a number of it, is told in ways that cannot both hold
	NewActor  Reason = "new"       // it names somebody whom the registry does not know
	Low       Reason = "low"       // the machine is not sure
	Sample    Reason = "sample"    // drawn by chance, the same for everybody
)

// Reasons are those that a claim can be in the queue for, in the order in which they take turns.
var Reasons = []Reason{Second, Contested, NewActor, Low, Sample}

// Claim is a claim as the desk needs it, rejected or not. All of it is as the archive's rows have it, corrections applied.
type Claim struct {
	ID         sitrep.ClaimID
	Type       string
	Confidence float64
	Event      sitrep.EventID // "" for none
	Origins    int            // of the event
	Contested  bool           // the event is
	Figures    bool           // origins of the event differ about a number
	Names      []string       // of those who have a part in it
}

// NewName is a name that the registry does not know, with the claim that shows it best and how many claims have it.
type NewName struct {
	Name   string
	Claim  sitrep.ClaimID
	Claims int
}

// Options say what comes into the queues. The zero value works.
type Options struct {
	// Unsure is the confidence below which a claim is queued as Low; 0: 0.6.
	Unsure float64
	// Sampled is about how many claims are drawn; 0: 200. Each type gives its share, and at least one.
	Sampled int
	// Seed draws others.
	Seed uint64
	// New are the names that nobody knows, the most frequent first.
	New []NewName
}

// Item is a claim in a queue.
type Item struct {
	Claim  sitrep.ClaimID
	Reason Reason
	Note   string // what the reason is, in words: "low confidence .46"
}

// Desk holds the queues before anybody decided. It is not changed once made.
type Desk struct {
	claims map[sitrep.ClaimID]*Claim
	queues map[Reason][]Item
	in     map[sitrep.ClaimID][]Reason // the queues that a claim is in
}

// New makes the queues.
func New(claims []Claim, o Options) *Desk {
	if o.Unsure == 0 {
		o.Unsure = 0.6
	}
	if o.Sampled == 0 {
		o.Sampled = 200
	}
	d := &Desk{claims: make(map[sitrep.ClaimID]*Claim, len(claims)), queues: map[Reason][]Item{}, in: map[sitrep.ClaimID][]Reason{}}
	var low, contested []*Claim
	types := map[string][]*Claim{}
	for i := range claims {
		c := &claims[i]
		if d.claims[c.ID] != nil { // a version of a page tells it again
			continue
		}
		d.claims[c.ID] = c
		types[c.Type] = append(types[c.Type], c)
		if c.Confidence < o.Unsure {
			low = append(low, c)
		}
		if c.Contested || c.Figures {
			contested = append(contested, c)
		}
	}
	slices.SortFunc(low, func(x, y *Claim) int { return cmp.Or(cmp.Compare(x.Confidence, y.Confidence), cmp.Compare(x.ID, y.ID)) })
	for _, c := range low {
		d.queues[Low] = append(d.queues[Low], Item{c.ID, Low, "low confidence " + share(c.Confidence)})
	}
	slices.SortFunc(contested, func(x, y *Claim) int {
		return cmp.Or(cmp.Compare(y.Origins, x.Origins), cmp.Compare(x.Event, y.Event), cmp.Compare(x.ID, y.ID))
	})
	for _, c := range contested {
		note := fmt.Sprintf("contested, %d origins", c.Origins)
		if !c.Contested {
			note = fmt.Sprintf("contested figure, %d origins", c.Origins)
		} else if c.Origins == 1 {
			note = "contested, 1 origin"
		}
		d.queues[Contested] = append(d.queues[Contested], Item{c.ID, Contested, note})
	}
	for _, n := range o.New {
		if d.claims[n.Claim] == nil {
			continue
		}
		note := "new actor “" + n.Name + "”"
		if n.Claims > 1 {
			note += fmt.Sprintf(", %d claims", n.Claims)
		}
		d.queues[NewActor] = append(d.queues[NewActor], Item{n.Claim, NewActor, note})
	}
	for _, c := range draw(types, len(d.claims), o) {
		d.queues[Sample] = append(d.queues[Sample], Item{c.ID, Sample, "random sample"})
	}
	for why, queue := range d.queues {
		for _, it := range queue {
			d.in[it.Claim] = append(d.in[it.Claim], why)
		}
	}
	return d
}

// share writes a confidence as ".46".
func share(c float64) string {
	return fmt.Sprintf(".%02d", int(min(99, math.Round(100*c))))
}

// draw takes of each type its share of the sample: those claims whose ids, hashed with the seed, are the least. What was drawn therefore
// stays drawn when a few claims come in, and does not hang on the order in which they came.
func draw(types map[string][]*Claim, all int, o Options) []*Claim {
	type lot struct {
		c *Claim
		n uint64
	}
	byLot := func(x, y lot) int { return cmp.Or(cmp.Compare(x.n, y.n), cmp.Compare(x.c.ID, y.c.ID)) }
	var out []lot
	for _, t := range slices.Sorted(maps.Keys(types)) {
		lots := make([]lot, len(types[t]))
		for i, c := range types[t] {
			h := fnv.New64a()
			fmt.Fprintf(h, "%d %s", o.Seed, c.ID)
			lots[i] = lot{c, mix(h.Sum64())}
		}
		slices.SortFunc(lots, byLot)
		most := max(1, int(math.Round(float64(o.Sampled)*float64(len(lots))/float64(all))))
		out = append(out, lots[:min(most, len(lots))]...)
	}
	slices.SortFunc(out, byLot)
	drawn := make([]*Claim, len(out))
	for i, l := range out {
		drawn[i] = l.c
	}
	return drawn
}

// mix spreads the bits of a hash (the finalizer of MurmurHash3): FNV alone leaves the upper ones alike for ids that are alike.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Has says that the archive has the claim.
func (d *Desk) Has(id sitrep.ClaimID) bool { return d.claims[id] != nil }

// Queue is what a person is given for a reason, without what the person decided already and what was put off; put off is what marks say.
func (d *Desk) Queue(why Reason, r *Record, person string, later map[sitrep.ClaimID]bool) []Item {
	open := func(id sitrep.ClaimID) bool { return !later[id] && !r.By(id, person) }
	if why != Any {
		var out []Item
		for _, it := range d.raw(why, r, person) {
			if open(it.Claim) {
				out = append(out, it)
			}
		}
		return out
	}
	var out []Item
	seen := make(map[sitrep.ClaimID]bool, len(d.in))
	lists := make([][]Item, len(Reasons))
	for i, why := range Reasons {
		lists[i] = d.raw(why, r, person)
	}
	for left := true; left; { // the reasons take turns
		left = false
		for i := range lists {
			for len(lists[i]) > 0 {
				it := lists[i][0]
				lists[i], left = lists[i][1:], true
				if !seen[it.Claim] {
					seen[it.Claim] = true
					if open(it.Claim) {
						out = append(out, it)
					}
					break
				}
			}
		}
	}
	return out
}

// raw is a queue with what the person decided.
func (d *Desk) raw(why Reason, r *Record, person string) []Item {
	if why != Second {
		return d.queues[why]
	}
	var out []Item
	for _, id := range r.order {
		if !d.Has(id) {
			continue
		}
		others := 0
		for i := range r.codings[id] {
			if r.codings[id][i].Person != person {
				others++
			}
		}
		if others == 1 {
			out = append(out, Item{id, Second, "second coding"})
		}
	}
	return out
}

// Counts are how many claims each queue has for a person, Any among them: as long as the queues are, without making them.
func (d *Desk) Counts(r *Record, person string, later map[sitrep.ClaimID]bool) map[Reason]int {
	out := map[Reason]int{Any: len(d.in)}
	for why, queue := range d.queues {
		out[why] = len(queue)
	}
	closed := func(id sitrep.ClaimID) {
		for _, why := range d.in[id] {
			out[why]--
		}
		if d.in[id] != nil {
			out[Any]--
		}
	}
	for id := range later {
		closed(id)
	}
	for _, id := range r.order {
		if !later[id] && r.By(id, person) {
			closed(id)
		}
	}
	for _, it := range d.raw(Second, r, person) {
		if !later[it.Claim] && !r.By(it.Claim, person) {
			out[Second]++
			if d.in[it.Claim] == nil {
				out[Any]++
			}
		}
	}
	return out
}

// Why says for what a claim is queued, "" where it is in no queue: the first reason that there is.
func (d *Desk) Why(id sitrep.ClaimID, r *Record, person string) Item {
	for _, why := range Reasons {
		for _, it := range d.raw(why, r, person) {
			if it.Claim == id {
				return it
			}
		}
	}
	return Item{Claim: id}
}
