package fuse

import (
	"cmp"
	"slices"

	"sitrep"
)

// Why a told figure does not count in the range of a figure.
const (
	OutUnit      = "counts households, not people"
	OutPart      = "is a part of another figure"
	OutIncrement = "is added to a count that came before"
	OutNobody    = "tells of nobody where others tell of somebody"
	OutVague     = "is a word for about how many, and others tell how many"
	OutAmended   = "its origin says otherwise later"
	OutVariant   = "another text of its origin says otherwise on the same day"
	OutOvertaken = "a later count of an origin no less weighty is higher"
)

// weight orders standings where counts are compared: those that are there to count before others with a name, those before the nameless.
func weight(s sitrep.Standing) int {
	switch s {
	case sitrep.Mandated, sitrep.Counter:
		return 3
	case sitrep.Named, sitrep.Press, "":
		return 2
	case sitrep.Nameless:
		return 1
	}
	return 0
}

// Range sums up what is told of one measure of one happening, or of one period that all of it counts. Told is given back in the order of days, then origins, with the
// reason where a figure is left out.
//
// Left out are parts and increments of other figures, households, words such as "dozens" that hold a number which somebody gives, nought where others count somebody, what an origin has itself amended since, and
// what an origin no less weighty has since counted higher, as tolls rise. Of what is left Low is the least lower end and High the greatest upper
// end: "at least 60" has no upper, "up to 60" no lower one, and High is null where one that has none is not below it. Best is a value told by the weightiest
// origins (mandated bodies and named counters; others with a name; the nameless): of several the one that fits what most of them say, as 20 fits "at least 12", then the
// latest, then the least. The party that did
// it bounds the range and is never the best; where nobody else counts, its number is no more than High.
func Range(m sitrep.Measure, told []sitrep.ToldFigure) sitrep.EventFigure {
	f := sitrep.EventFigure{Measure: m, Told: slices.Clone(told)}
	if f.Told == nil {
		f.Told = []sitrep.ToldFigure{}
	}
	slices.SortFunc(f.Told, inTime)
	somebody := slices.ContainsFunc(f.Told, func(t sitrep.ToldFigure) bool { return value(&t) > 0 })
	for i := range f.Told {
		t := &f.Told[i]
		switch {
		case t.Low == nil && t.Best == nil && t.High == nil:
			t.Out = OutNobody
		case t.Unit != "":
			t.Out = OutUnit
		case t.Kind == sitrep.Part:
			t.Out = OutPart
		case t.Kind == sitrep.Increment:
			t.Out = OutIncrement
		case value(t) == 0 && somebody:
			t.Out = OutNobody
		default:
			t.Out = ""
		}
	}
	vague(f.Told)
	amended(f.Told)
	overtaken(f.Told)
	bound(&f)
	return f
}

func inTime(a, b sitrep.ToldFigure) int {
	return cmp.Or(cmp.Compare(a.Day.String(), b.Day.String()), cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Report, b.Report), cmp.Compare(a.Claim, b.Claim),
		cmp.Compare(value(&a), value(&b)), cmp.Compare(a.Of, b.Of))
}

// value is the number that a figure is compared by.
func value(t *sitrep.ToldFigure) int {
	for _, n := range []*int{t.Best, t.Low, t.High} {
		if n != nil {
			return *n
		}
	}
	return 0
}

// vague leaves out words such as "dozens", which give no number, where somebody gives one that they hold.
func vague(told []sitrep.ToldFigure) {
	for i := range told {
		t := &told[i]
		if t.Out != "" || t.Best != nil || t.Low == nil || t.High == nil {
			continue
		}
		if slices.ContainsFunc(told, func(o sitrep.ToldFigure) bool {
			return o.Out == "" && o.Best != nil && o.Standing != sitrep.Doer && *o.Best >= *t.Low && *o.Best <= *t.High
		}) {
			t.Out = OutVague
		}
	}
}

// amended leaves out what an origin says otherwise later, and of several numbers of one day all but the one that it gives most often: a total before others, then the
// greater.
func amended(told []sitrep.ToldFigure) {
	of := map[string][]*sitrep.ToldFigure{}
	var origins []string
	for i := range told {
		t := &told[i]
		if t.Out != "" {
			continue
		}
		if of[t.Origin] == nil {
			origins = append(origins, t.Origin)
		}
		of[t.Origin] = append(of[t.Origin], t)
	}
	for _, o := range origins {
		list := of[o]
		last := list[len(list)-1].Day
		votes, total := map[int]int{}, map[int]bool{}
		for _, t := range list {
			if t.Day == last {
				votes[value(t)]++
				total[value(t)] = total[value(t)] || t.Kind == sitrep.Total
			}
		}
		best := -1
		for _, t := range list {
			v := value(t)
			if t.Day != last || v == best {
				continue
			}
			if best < 0 || total[v] && !total[best] || total[v] == total[best] && (votes[v] > votes[best] || votes[v] == votes[best] && v > best) {
				best = v
			}
		}
		for _, t := range list {
			switch {
			case value(t) == best:
			case t.Day == last:
				t.Out = OutVariant
			default:
				t.Out = OutAmended
			}
		}
	}
}

// overtaken leaves out counts that an origin no less weighty has told higher on a later day.
func overtaken(told []sitrep.ToldFigure) {
	top := [4]int{} // the highest count told after the day that is looked at, by the least weight that it has
	for end := len(told); end > 0; {
		start := end - 1
		for start > 0 && told[start-1].Day == told[end-1].Day {
			start--
		}
		for i := start; i < end; i++ {
			if t := &told[i]; t.Out == "" && value(t) < top[weight(t.Standing)] && !t.Day.IsZero() {
				t.Out = OutOvertaken
			}
		}
		for i := start; i < end; i++ {
			if t := &told[i]; t.Out == "" {
				for w := range weight(t.Standing) + 1 {
					if t.Standing != sitrep.Doer {
						top[w] = max(top[w], value(t))
					}
				}
			}
		}
		end = start
	}
}

// bound sets the three numbers of a figure from what is not left out.
func bound(f *sitrep.EventFigure) {
	type support struct {
		origins map[string]bool
		latest  string
	}
	heaviest := 0
	open := 0 // the greatest number without an upper end
	for i := range f.Told {
		t := &f.Told[i]
		if t.Out != "" {
			continue
		}
		low, high := t.Low, t.High
		if low == nil && high == nil {
			low, high = t.Best, t.Best
		}
		if low != nil && (f.Low == nil || *low < *f.Low) {
			f.Low = low
		}
		if high != nil && (f.High == nil || *high > *f.High) {
			f.High = high
		}
		if high == nil {
			open = max(open, value(t))
		}
		if w := weight(t.Standing); w > heaviest && t.Best != nil {
			heaviest = w
		}
	}
	by := map[int]*support{}
	for i := range f.Told {
		t := &f.Told[i]
		if t.Out != "" || t.Best == nil || heaviest == 0 || weight(t.Standing) != heaviest {
			continue
		}
		if s := by[*t.Best]; s != nil {
			s.latest = max(s.latest, t.Day.String())
			continue
		}
		s := &support{origins: map[string]bool{}, latest: t.Day.String()}
		for j := range f.Told {
			o := &f.Told[j]
			if low, high := ends(o.Low, o.Best, o.High); o.Out == "" && weight(o.Standing) == heaviest && low <= *t.Best && *t.Best <= high {
				s.origins[o.Origin] = true
			}
		}
		by[*t.Best] = s
	}
	for n, s := range by {
		if f.Best == nil {
			f.Best = &n
			continue
		}
		b := by[*f.Best]
		if cmp.Or(cmp.Compare(len(s.origins), len(b.origins)), cmp.Compare(s.latest, b.latest), cmp.Compare(*f.Best, n)) > 0 {
			f.Best = &n
		}
	}
	if f.High != nil && open > *f.High || f.High != nil && f.Best != nil && *f.Best > *f.High {
		f.High = nil
	}
	if f.Low != nil && f.Best != nil && *f.Low > *f.Best {
		f.Low = f.Best
	}
	if slices.ContainsFunc(f.Told, func(t sitrep.ToldFigure) bool { return t.Out == "" && weight(t.Standing) > 0 }) {
		return
	}
	// Only the party that did it counts.
	if f.High == nil && open > 0 {
		f.High = &open
	}
	f.Low, f.Best = nil, nil
}
