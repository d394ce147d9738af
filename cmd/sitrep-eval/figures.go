package main

import "sitrep"

type figure struct {
	Kind    string `json:"kind"`
	Lo      *int   `json:"lo"`
	Hi      *int   `json:"hi"`
	Hedge   string `json:"hedge"`
	Alleged bool   `json:"alleged"`
}

var figureKinds = map[sitrep.Measure]string{sitrep.Killed: "killed", sitrep.Remains: "killed", sitrep.Injured: "injured", sitrep.Displaced: "displaced",
	sitrep.Missing: "missing", sitrep.Captured: "captured", sitrep.Detained: "captured", sitrep.Abducted: "captured"}

func figures(d *document) any {
	out := struct {
		ID      string   `json:"id"`
		Figures []figure `json:"figures"`
	}{d.ID, []figure{}}
	seen := map[sitrep.Span]bool{}
	for _, c := range d.Claims {
		for _, f := range c.Figures {
			kind := figureKinds[f.Measure]
			if kind == "" || seen[f.Span] {
				continue
			}
			if kind == "displaced" && f.Unit == sitrep.Household {
				kind = "displaced_families"
			}
			seen[f.Span] = true
			p := figure{Kind: kind, Alleged: c.Attribution != nil && c.Attribution.Stance == sitrep.Alleged}
			p.Lo, p.Hi, p.Hedge = bounds(f)
			out.Figures = append(out.Figures, p)
		}
	}
	return out
}

// bounds writes a figure in the benchmark's terms: exact and about give both ends the number, at least and at most leave
// one open.
func bounds(f sitrep.Figure) (lo, hi *int, hedge string) {
	switch {
	case f.Low != nil && f.High != nil && *f.Low == *f.High:
		return f.Low, f.High, "exact"
	case f.Low != nil && f.High != nil:
		return f.Low, f.High, "range"
	case f.Low != nil:
		return f.Low, nil, "at_least"
	case f.High != nil:
		return nil, f.High, "at_most"
	}
	return f.Best, f.Best, "about"
}
