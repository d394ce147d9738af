package extract

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"sitrep"
	"sitrep/internal/geo"
)

//go:embed testdata/where.txt
var whereTXT string

func TestWhereClaimsLie(t *testing.T) {
	r := newReader(t)
	name, report := "", ""
	for i, line := range strings.Split(whereTXT, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "= "):
			name, report = line[2:], ""
		case strings.HasPrefix(line, "> "):
			x, err := r.Read(Input{Original: []byte(report), Published: published})
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range whereFaults(&x, line[2:]) {
				t.Errorf("where.txt:%d: %s: %s", i+1, name, fault)
			}
		default:
			report += line + "\n"
		}
	}
}

// whereFaults lists what the place of the claim asked for lacks.
func whereFaults(x *sitrep.Extraction, want string) []string {
	cols := strings.Split(want, "|")
	for i := range cols {
		cols[i] = strings.TrimSpace(cols[i])
	}
	var p *sitrep.Place
	var got []string
	for i := range x.Claims {
		c := &x.Claims[i]
		text := ""
		if c.Place != nil {
			text = c.Place.Text
		}
		got = append(got, c.Type+" at "+strconv.Quote(text))
		if c.Type == cols[0] && text == cols[1] {
			p = c.Place
		}
	}
	if p == nil {
		return []string{fmt.Sprintf("no %s at %q; got %s", cols[0], cols[1], strings.Join(got, ", "))}
	}
	var faults []string
	for _, col := range cols[2:] {
		key, v, _ := strings.Cut(col, "=")
		have := ""
		switch key {
		case "name":
			have = p.Name
		case "country":
			have = string(p.Country)
		case "precision":
			have = string(p.Precision)
		case "relation":
			have = string(p.Relation)
		case "qualifier":
			have = p.Qualifier
		case "within":
			have = p.Within
		case "radius":
			have = strconv.FormatFloat(p.RadiusKm, 'g', -1, 64)
		case "candidates":
			have = strconv.Itoa(len(p.Candidates))
		case "point":
			if have = "none"; p.Lat != nil {
				have = fmt.Sprint(*p.Lat, *p.Lon)
			}
		case "at":
			a, b, _ := strings.Cut(v, ",")
			lat, _ := strconv.ParseFloat(a, 64)
			lon, _ := strconv.ParseFloat(b, 64)
			if p.Lat == nil || math.IsNaN(geo.Distance(lat, lon, *p.Lat, *p.Lon)) || geo.Distance(lat, lon, *p.Lat, *p.Lon) > 3 {
				have = "elsewhere"
				if p.Lat != nil {
					have = fmt.Sprintf("%.4f,%.4f", *p.Lat, *p.Lon)
				}
			} else {
				have = v
			}
		}
		if have != v {
			faults = append(faults, fmt.Sprintf("%s: got %q, want %q", key, have, v))
		}
	}
	return faults
}
