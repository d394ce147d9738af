package ui

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"slices"
	"strings"

	"sitrep/internal/board"
	"sitrep/internal/situation"
)

// matrix is the picture of who stands how to whom among the parties with most events, and the same as a table.
type matrix struct {
	Picture template.HTML
	Pairs   []pairLine
}

// pairLine is a pair of parties with how many events tell of it.
type pairLine struct {
	A, B          offer
	Against, With int
}

// mostMatrix is how many parties the picture has.
const mostMatrix = 12

// matrixOf draws the relations among the first of some parties; nil where there is none among them.
func matrixOf(b *board.Board, list []*situation.Standing) *matrix {
	list = list[:min(len(list), mostMatrix)]
	at := map[string]int{}
	for i, st := range list {
		at[st.ID] = i
	}
	type cell struct{ against, with int }
	cells := map[[2]int]cell{}
	most := 1
	for i := range b.Actors.Relations {
		r := &b.Actors.Relations[i]
		x, okX := at[r.A.ID]
		y, okY := at[r.B.ID]
		if !okX || !okY || x == y || len(r.Claims) == 0 {
			continue
		}
		if x > y {
			x, y = y, x
		}
		c := cells[[2]int{x, y}]
		switch r.Bond {
		case situation.Against:
			c.against = r.Events
		case situation.Beside:
			c.with = r.Events
		default:
			continue
		}
		most = max(most, r.Events)
		cells[[2]int{x, y}] = c
	}
	if len(cells) == 0 {
		return nil
	}
	const left, top, side = 168, 20, 18
	width, height := left+side*len(list)+4, top+side*len(list)+4
	var p strings.Builder
	fmt.Fprintf(&p, `<svg class="bands matrix" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="Who fights whom and who fights beside whom; the table has the same numbers">`, width, height, width, height)
	for i, st := range list {
		y := top + side*i
		fmt.Fprintf(&p, `<text class="nm" x="0" y="%d">%d %s</text><text class="mid" x="%d" y="%d">%d</text>`, y+13, i+1, html.EscapeString(shorten(st.Name, 22)), left+side*i+side/2, top-6, i+1)
		fmt.Fprintf(&p, `<rect class="self" x="%d" y="%d" width="%d" height="%d"/>`, left+side*i, y, side, side)
	}
	for i := 0; i <= len(list); i++ {
		fmt.Fprintf(&p, `<path class="gl" d="M%d %dH%dM%d %dV%d"/>`, left, top+side*i, left+side*len(list), left+side*i, top, top+side*len(list))
	}
	size := func(n int) float64 { return 3 + (side-7)*math.Sqrt(float64(n)/float64(most)) }
	out := &matrix{}
	for x := range list {
		for y := range list {
			c, ok := cells[[2]int{min(x, y), max(x, y)}]
			if !ok || x == y {
				continue
			}
			cx, cy := float64(left+side*x)+side/2, float64(top+side*y)+side/2
			if c.against > 0 {
				s := size(c.against)
				fmt.Fprintf(&p, `<rect class="against" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, cx-s/2, cy-s/2, s, s)
			}
			if c.with > 0 {
				fmt.Fprintf(&p, `<circle class="with" cx="%.1f" cy="%.1f" r="%.1f"/>`, cx, cy, size(c.with)/2)
			}
			if x < y {
				out.Pairs = append(out.Pairs, pairLine{offer{list[x].Name, atActor(list[x].ID)}, offer{list[y].Name, atActor(list[y].ID)}, c.against, c.with})
			}
		}
	}
	p.WriteString(`</svg>`)
	out.Picture = template.HTML(p.String()) // all words are escaped
	slices.SortStableFunc(out.Pairs, func(a, b pairLine) int { return (b.Against + b.With) - (a.Against + a.With) })
	return out
}

// shorten cuts a name to so many letters.
func shorten(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return strings.TrimRight(string(runes[:n-1]), " ") + "…"
}
