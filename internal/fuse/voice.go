package fuse

import (
	"cmp"

	"sitrep"
	"sitrep/internal/origin"
)

// Voice says whom a figure goes back to, by key and name, and what that is to what it counts, where it is not asked who did it. Source is the figure's own, "" where it has
// none but that of its claim.
func (t *Teller) Voice(o *origin.ClaimOrigin, source string) (key, name string, standing sitrep.Standing) {
	if source != "" && fold(source) != fold(o.Name) {
		return "party:" + fold(source), source, t.body(source)
	}
	return o.Key, cmp.Or(o.Name, o.Key), t.standing(o, nil, nil)
}
