package ui

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sitrep"
	"sitrep/internal/desk"
	"sitrep/internal/store"
)

// deskStays is for how long queues are shown before they are made again, and deskWaits how long a page waits for the first. What was
// decided is left out of queues at once.
const (
	deskStays = 30 * time.Second
	deskWaits = 3 * time.Second
)

// queues are the queues of all; those that were made before are given where they are old, while new ones are made. errDeriving: the first
// are not there yet.
func (p *Pages) queues(ctx context.Context) (*desk.Desk, error) {
	v := &p.reviewing
	v.mu.Lock()
	d := v.desk
	if v.making == nil && (d == nil || p.clock().Sub(v.made) >= deskStays) {
		v.making = make(chan struct{})
		go func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
			defer cancel()
			if err := p.makeQueues(ctx); err != nil {
				p.log.ErrorContext(ctx, "the review queue was not made", "error", err)
			}
		}()
	}
	making := v.making
	v.mu.Unlock()
	if d != nil {
		return d, nil
	}
	select {
	case <-making:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(cmp.Or(v.waits, deskWaits)):
		return nil, errDeriving
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.desk, v.fault
}

// makeQueues makes the queues, where anything is new, and tells those who wait for them.
func (p *Pages) makeQueues(ctx context.Context) error {
	v := &p.reviewing
	v.mu.Lock()
	d, before := v.desk, v.of
	v.mu.Unlock()
	of, err := p.newest(ctx)
	if err == nil && (d == nil || of != before) {
		d, err = p.queuesNow(ctx)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err == nil {
		v.desk, v.made, v.of = d, p.clock(), of
	}
	v.fault = err
	close(v.making)
	v.making = nil
	return err
}

// newest is the last entry of the log, and of how many reports the events are not up to date.
func (p *Pages) newest(ctx context.Context) (at [2]int64, err error) {
	last, err := p.archive.Log(ctx, 0, 1)
	if err != nil {
		return at, err
	}
	if len(last) > 0 {
		at[0] = last[0].Seq
	}
	waiting, err := p.archive.Unfused(ctx)
	at[1] = int64(waiting)
	return at, err
}

func (p *Pages) queuesNow(ctx context.Context) (*desk.Desk, error) {
	claims, err := p.archive.DeskClaims(ctx)
	if err != nil {
		return nil, err
	}
	names, err := p.newNames(ctx, claims)
	if err != nil {
		return nil, err
	}
	return desk.New(claims, desk.Options{New: names}), nil
}

// mostNew is how many names are looked at that nobody may know, the most frequent first.
const mostNew = 1000

// newNames are the names of parties that the registry does not know. Rows of claims have names of all that have a part in them, a clinic
// too; that a name is a party's is told by the reading of one claim with it.
func (p *Pages) newNames(ctx context.Context, claims []desk.Claim) ([]desk.NewName, error) {
	registry := p.asker.Registry()
	type seen struct {
		claims int
		best   *desk.Claim
	}
	names := map[string]*seen{}
	skip := map[string]bool{}
	for i := range claims {
		c := &claims[i]
		for _, name := range c.Names {
			if skip[name] {
				continue
			}
			s := names[name]
			if s == nil {
				if !mayBeNew(name) || len(registry.Bearers(name)) > 0 || registry.Named(name) != nil {
					skip[name] = true
					continue
				}
				s = &seen{}
				names[name] = s
			}
			if s.claims++; s.best == nil || c.Confidence > s.best.Confidence {
				s.best = c
			}
		}
	}
	order := slices.SortedFunc(maps.Keys(names), func(x, y string) int {
		if d := names[y].claims - names[x].claims; d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
	order = order[:min(len(order), mostNew)]
	ids := make([]sitrep.ClaimID, len(order))
	for i, name := range order {
		ids[i] = names[name].best.ID
	}
	read, err := p.archive.ClaimsAsRead(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []desk.NewName
	taken := map[sitrep.ClaimID]bool{}
	for _, name := range order {
		s := names[name]
		rc := read[s.best.ID]
		if rc == nil || taken[s.best.ID] || !isParty(rc, name) {
			continue
		}
		taken[s.best.ID] = true
		out = append(out, desk.NewName{Name: name, Claim: s.best.ID, Claims: s.claims})
	}
	return out, nil
}

// mayBeNew says that a name is written like that of a body: of two words or more, with capitals but for the little ones. "Syrian rebels" and
// "Ministry" are no names.
func mayBeNew(name string) bool {
	if len(name) > 80 || strings.HasPrefix(name, "The ") {
		return false
	}
	words := strings.Fields(name)
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) && !slices.Contains([]string{"of", "for", "the", "and", "in", "on", "de", "du", "des", "al"}, w) && !strings.HasPrefix(w, "al-") {
			return false
		}
	}
	return len(words) > 1
}

// isParty says that a claim has a body of that name in it that is neither known to the registry nor a part of a state or of another body.
func isParty(rc *store.ReadClaim, name string) bool {
	for _, role := range []sitrep.Role{sitrep.Actor, sitrep.Ally, sitrep.Target} {
		for _, f := range rc.Claim().Roles[role] {
			for i := range rc.Extraction.Entities {
				e := &rc.Extraction.Entities[i]
				if e.ID == f.Entity && e.Name == name && e.Type == sitrep.ActorMention && e.PartOf == "" && !slices.Contains([]string{"government", "military", "police", "people", "media"}, e.Kind) {
					return true
				}
			}
		}
	}
	return false
}
