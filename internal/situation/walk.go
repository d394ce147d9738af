package situation

import (
	"cmp"
	"slices"
	"strings"

	"sitrep"
)

// How long signs count, in days.
const (
	// unrest is how long a place stays contested or besieged after the last sign of it.
	unrest = 90
	// overtakes is how much later than the last word for a holder another must be said to hold the place, to be its holder from then on.
	overtakes = 14
	// follows is how long after a party left one that comes in is taken to have the place.
	follows = 14
	// rebuts is how long after it a denial counts against a party's having taken a place.
	rebuts = 7
	// again is how many days after a party took a place others tell of that as news; later, those who take it and are not named are others.
	again = 30
	// lasts is how long those who are not named are the holder after the last word that they are.
	lasts = 366
	// vacant is how long a party that left may have the place still, where nobody says who came.
	vacant = 30
	// opens is how many days back a happening told in passing may lie, to say who held a place of which nothing else is known.
	opens = 730
	// vague is the longest period, in days, within which a place was taken that still says when.
	vague = 31
)

// walk goes through the days of a place.
type walk struct {
	site Site
	done []Spell
	open bool
	now  Spell
	on   []sign // what now rests on
	// sure is the last day on which the holder was told to have the place, stir the last sign of unrest, gone the day on which the holder
	// was told to leave.
	sure, stir, gone sitrep.Date
	goer             Party // who left on gone
	// told is the last day on which somebody was told to have taken it.
	told sitrep.Date
}

// end closes the spell of now on the day before another begins, the zero Date for one that has no end.
func (w *walk) end(next sitrep.Date) {
	if !w.open {
		return
	}
	w.open = false
	if !next.IsZero() {
		w.now.To = next.AddDays(-1)
		if w.now.To.Before(w.now.From) {
			w.now.To = w.now.From
		}
	}
	w.now.rest(w.on)
	w.done = append(w.done, w.now)
}

// begin starts a spell.
func (w *walk) begin(day sitrep.Date, holder Party, status Status, on ...sign) {
	if w.open && w.now.From == day && w.now.Holder.may(holder) {
		// Two words of one day make one spell.
		w.now.Status, w.on = status, append(w.on, on...)
		w.name(holder)
		return
	}
	w.end(day)
	w.open, w.now, w.on = true, Spell{Site: w.site, Holder: holder, Status: status, From: day}, slices.Clone(on)
}

// name gives a holder of whom only a kind was told the name that another report has.
func (w *walk) name(p Party) {
	if w.now.Holder.unnamed && !p.unnamed && p.ID != "" {
		w.now.Holder = p
	}
}

// expire ends the spell of a holder of whom nothing can be said any more.
func (w *walk) expire(day sitrep.Date) {
	if !w.open || w.now.Holder.ID == "" {
		return
	}
	end := sitrep.Date{}
	if last := later(w.sure, w.stir); w.now.Holder.unnamed && days(last, day) > lasts {
		end = last.AddDays(lasts)
	}
	if !w.gone.IsZero() && days(w.gone, day) > vacant {
		end = w.gone.AddDays(vacant)
	}
	if !end.IsZero() {
		w.end(end.AddDays(1))
		w.gone, w.stir, w.sure = sitrep.Date{}, sitrep.Date{}, sitrep.Date{}
	}
}

// later is the later of two days, the other where one is unknown.
func later(a, b sitrep.Date) sitrep.Date {
	if a.IsZero() || !b.IsZero() && a.Before(b) {
		return b
	}
	return a
}

// calm ends unrest of which nothing was told for long.
func (w *walk) calm(day sitrep.Date) {
	if !w.open || w.now.Status == Held || w.now.Status == Unknown || days(w.stir, day) <= unrest {
		return
	}
	switch {
	case w.now.Holder.ID == "":
		w.end(w.stir.AddDays(unrest + 1))
	case w.gone.IsZero():
		w.begin(w.stir.AddDays(unrest+1), w.now.Holder, Held, w.support()...)
	}
}

// support is what says that the holder has the place.
func (w *walk) support() []sign {
	var out []sign
	for _, s := range w.on {
		if (s.what == taken || s.what == holds) && s.party.may(w.now.Holder) {
			out = append(out, s)
		}
	}
	return out
}

// taker is who took the place on a day, of several the one that most origins name, then the surest; one that has it already only where nobody else is told.
func (w *walk) taker(signs []sign) (best Party, by []sign) {
	groups := map[string][]sign{}
	var ids []string
	for _, s := range signs {
		if s.what == taken && !s.aside && s.party.ID != "" {
			if groups[s.party.ID] == nil {
				ids = append(ids, s.party.ID)
			}
			groups[s.party.ID] = append(groups[s.party.ID], s)
		}
	}
	if len(ids) == 0 {
		return Party{}, nil
	}
	slices.SortFunc(ids, func(a, b string) int {
		x, y := groups[a], groups[b]
		return cmp.Or(cmp.Compare(w.has(x[0].party), w.has(y[0].party)), cmp.Compare(len(origins(y)), len(origins(x))), cmp.Compare(y[0].confidence, x[0].confidence), strings.Compare(a, b))
	})
	by = groups[ids[0]]
	return by[0].party, by
}

// has is 1 for the holder of now, else 0.
func (w *walk) has(p Party) int {
	if w.open && w.now.Holder.may(p) {
		return 1
	}
	return 0
}

// day takes in the signs of a day.
func (w *walk) day(day sitrep.Date, signs []sign) {
	if p, by := w.taker(signs); p.ID != "" && days(by[0].from, by[0].to) <= vague {
		w.take(day, p, by)
	}
	for _, s := range signs {
		switch s.what {
		case taken:
			w.passing(day, s)
		case holds:
			w.hold(day, s)
		case left:
			w.leave(day, s)
		case inside:
			w.enter(day, s)
		case rings:
			if w.has(s.party) == 0 {
				w.trouble(day, Besieged, s)
			}
		case fights:
			if w.open && w.now.Status != Held {
				w.stir = day
				w.on = append(w.on, s)
			}
		}
	}
}

// leave takes in that a party leaves the place: to the only other that is inside, else to nobody yet.
func (w *walk) leave(day sitrep.Date, s sign) {
	if !s.aside && s.firm && !w.open {
		w.gone, w.goer = day, s.party
		return
	}
	if !s.aside && s.firm && w.now.Holder.ID == "" {
		if rival, by := w.rival(day); rival.ID != "" && !rival.may(s.party) {
			w.take(day, rival, append(by, s))
		}
		return
	}
	if w.has(s.party) == 0 || s.aside || w.sure == day { // the same day says that it has the place
		return
	}
	if rival, by := w.rival(day); rival.ID != "" && s.firm {
		w.take(day, rival, append(by, s))
		return
	}
	w.trouble(day, Contested, s)
	if s.firm {
		w.gone, w.goer = day, s.party
	}
}

// rival is the only party other than the holder that was told to have come in of late.
func (w *walk) rival(day sitrep.Date) (p Party, by []sign) {
	if !w.open || w.now.Status != Contested {
		return Party{}, nil
	}
	for _, s := range w.on {
		if s.what != inside || s.party.ID == "" || w.has(s.party) == 1 || days(s.when(), day) > vacant {
			continue
		}
		if p.ID != "" && !p.may(s.party) {
			return Party{}, nil
		}
		if p.ID == "" || p.unnamed {
			p = s.party
		}
		by = append(by, s)
	}
	return p, by
}

// take makes p the holder.
func (w *walk) take(day sitrep.Date, p Party, by []sign) {
	w.gone, w.sure = sitrep.Date{}, day
	defer func() { w.told = day }()
	same := w.has(p) == 1
	if same && p.unnamed != w.now.Holder.unnamed && (w.against(by) || w.now.Status == Held && days(w.told, day) > again) {
		same = false
	}
	if same {
		w.name(p)
		if w.now.Status == Held {
			w.on = append(w.on, by...)
			return
		}
		w.begin(day, w.now.Holder, Held, append(w.support(), by...)...)
		return
	}
	w.begin(day, p, Held, by...)
}

// against says that the holder is whom the place was taken from.
func (w *walk) against(by []sign) bool {
	return slices.ContainsFunc(by, func(s sign) bool {
		return slices.ContainsFunc(s.against, func(p Party) bool { return p.ID == w.now.Holder.ID })
	})
}

// passing takes in that a party took the place, where that is told of an earlier time or did not decide the day.
func (w *walk) passing(day sitrep.Date, s sign) {
	if slices.ContainsFunc(w.on, func(o sign) bool { return o.claim == s.claim }) {
		return
	}
	switch {
	case s.party.ID == "": // "since the fall of the city": to whom else
		if rival, by := w.rival(day); rival.ID != "" {
			w.take(day, rival, append(by, s))
		}
	case w.has(s.party) == 1:
		w.on = append(w.on, s)
		w.name(s.party)
	case !w.open && s.aside && (s.firm || days(s.when(), s.told) <= opens) && days(s.from, s.to) <= 366:
		w.begin(day, s.party, Held, s)
		w.sure, w.told = day, day
	case w.open && w.now.Holder.ID == "" && s.aside && days(s.when(), s.told) <= opens:
		w.begin(day, s.party, w.now.Status, s)
		w.sure, w.told = day, day
	}
}

// hold takes in that a party is said to have the place.
func (w *walk) hold(day sitrep.Date, s sign) {
	switch {
	case w.has(s.party) == 1:
		w.on = append(w.on, s)
		w.name(s.party)
		w.sure = day
		w.gone = sitrep.Date{}
	case !w.open || w.now.Holder.ID == "":
		w.begin(day, s.party, Held, s)
		w.now.FirstTold = true
		w.sure = day
	case s.aside:
	case days(w.sure, day) >= overtakes:
		w.begin(day, s.party, Held, s)
		w.now.FirstTold = true
		w.sure = day
	default:
		w.trouble(day, Contested, s)
	}
}

// enter takes in that a party has a part of the place.
func (w *walk) enter(day sitrep.Date, s sign) {
	switch {
	case s.aside:
	case w.has(s.party) == 1:
		if w.now.Status != Held {
			w.on = append(w.on, s)
		}
	case !w.gone.IsZero() && days(w.gone, day) <= follows && s.firm && !s.party.may(w.goer):
		w.take(day, s.party, []sign{s})
	default:
		w.trouble(day, Contested, s)
	}
}

// trouble begins unrest or goes on with it.
func (w *walk) trouble(day sitrep.Date, status Status, s sign) {
	w.stir = day
	if w.open && (w.now.Status == status || w.now.Status == Contested && status == Besieged) {
		w.on = append(w.on, s)
		return
	}
	holder, on := Party{}, []sign{s}
	if w.open {
		holder = w.now.Holder
		on = append(w.support(), s)
	}
	w.begin(day, holder, status, on...)
}
