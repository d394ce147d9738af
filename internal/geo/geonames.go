package geo

import (
	"fmt"
	"strconv"
	"strings"
)

// ReadGeoNames reads a row of a GeoNames dump, cut into its 19 columns (https://download.geonames.org/export/dump/readme.txt).
// codes are those of what the place lies in, the widest first: "IQ", "IQ.15", "IQ.15.90392". A first-level division's own code
// is not among them.
func ReadGeoNames(c []string) (e Entry, names, codes []string, err error) {
	if len(c) != 19 {
		return e, nil, nil, fmt.Errorf("%d columns where a GeoNames dump has 19", len(c))
	}
	if _, err := strconv.ParseUint(c[0], 10, 31); err != nil {
		return e, nil, nil, fmt.Errorf("%q is no GeoNames id", c[0])
	}
	if strings.TrimSpace(c[1]) == "" {
		return e, nil, nil, fmt.Errorf("place %s has no name", c[0])
	}
	e = Entry{ID: "gn:" + c[0], Name: c[1], Country: c[8], Kind: featureKind(c[6], c[7]), Located: true}
	if e.Lat, err = degree(c[4], 90); err != nil {
		return e, nil, nil, err
	}
	if e.Lon, err = degree(c[5], 180); err != nil {
		return e, nil, nil, err
	}
	if c[14] != "" {
		if e.Population, err = strconv.Atoi(c[14]); err != nil {
			return e, nil, nil, fmt.Errorf("population %q is no number", c[14])
		}
	}
	names = append(names, c[2])
	if c[3] != "" {
		names = append(names, strings.Split(c[3], ",")...)
	}
	if c[8] != "" && e.Kind != Country {
		codes = append(codes, c[8])
		if c[10] != "" && e.Kind != Admin1 {
			codes = append(codes, c[8]+"."+c[10])
			if c[11] != "" && e.Kind != Admin2 {
				codes = append(codes, c[8]+"."+c[10]+"."+c[11])
			}
		}
	}
	return e, names, codes, nil
}

// degree reads a latitude or longitude.
func degree(s string, most float64) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(v >= -most && v <= most) {
		return 0, fmt.Errorf("%q is not between -%v and %v degrees", s, most, most)
	}
	return v, nil
}

// featureKind gives the kind of a GeoNames feature (https://www.geonames.org/export/codes.html).
func featureKind(class, code string) Kind {
	switch class {
	case "A":
		switch {
		case strings.HasPrefix(code, "PCL"):
			return Country
		case code == "ADM1", code == "ADM1H":
			return Admin1
		case code == "ADM2", code == "ADM2H":
			return Admin2
		case strings.HasPrefix(code, "ADM"):
			return Admin3
		}
		return Region
	case "P":
		switch code {
		case "PPLC", "PPLG":
			return Capital
		case "PPLA":
			return Seat
		case "PPLX":
			return Neighbourhood
		}
		return City
	case "H":
		switch {
		case code == "SEA", code == "OCN", code == "GULF", code == "BAY", code == "BAYS", code == "SD":
			return Sea
		case code == "STRT", code == "CHN", code == "CHNM", code == "NRWS":
			return Strait
		case strings.HasPrefix(code, "LK"), strings.HasPrefix(code, "RSV"), strings.HasPrefix(code, "LGN"), strings.HasPrefix(code, "PND"):
			return Lake
		}
		return River
	case "U":
		return Sea
	case "L":
		switch code {
		case "CONT":
			return Continent
		case "MILB", "INDS", "PRT":
			return Facility
		}
		return Region
	case "V":
		return Region
	case "R":
		return Road
	case "T":
		switch {
		case strings.HasPrefix(code, "ISL"), code == "ATOL":
			return Island
		case code == "DSRT", code == "ERG":
			return Desert
		case code == "VAL", code == "VALS", code == "CNYN", code == "GRGE":
			return Valley
		case strings.HasPrefix(code, "MT"), strings.HasPrefix(code, "HLL"), strings.HasPrefix(code, "PK"), code == "RDGE", code == "PASS", code == "VLC":
			return Mountain
		}
		return Region
	}
	switch {
	case strings.HasPrefix(code, "AIR"):
		return Airport
	case strings.HasPrefix(code, "DAM"):
		return Dam
	case strings.HasPrefix(code, "CMP"):
		return Camp
	}
	return Facility
}
