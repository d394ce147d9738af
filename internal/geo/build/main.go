// Command build makes internal/geo/gazetteer.bin, the places that the program carries:
//
//	go run ./internal/geo/build -out internal/geo/gazetteer.bin -cities cities500.txt -more cities500.json \
//		-tables FOLDER -countries countries-50m.json -provinces FOLDER -counties counties-10m.json
//
// and internal/geo/own.bin, our own rows in areas.tsv and places.tsv:
//
//	go run ./internal/geo/build -own internal/geo
//
// GAZETTEER.md beside them says where the inputs come from, their licences and what is left out. The same inputs give the
// same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"sitrep/internal/geo"
)

type inputs struct {
	cities    string // GeoNames' cities500 table, 19 columns
	more      string // a newer cities500 as JSON, for the places that the table lacks
	tables    string // folder of GeoNames' admin1, admin2, country and name tables
	countries string // TopoJSON of countries
	provinces string // folder of TopoJSON of first-level divisions, a file a country
	counties  string // TopoJSON of the counties of the United States
}

func main() {
	var in inputs
	out := flag.String("out", "", "file to write")
	flag.StringVar(&in.cities, "cities", "", "cities500.txt")
	flag.StringVar(&in.more, "more", "", "cities500.json, newer, without divisions of the second level")
	flag.StringVar(&in.tables, "tables", "", "folder with admin1CodesASCII.txt.gz, admin2Codes.txt.gz, countryInfo.txt.gz, names_i18n.tsv.gz, area_points.tsv")
	flag.StringVar(&in.countries, "countries", "", "countries-50m.json")
	flag.StringVar(&in.provinces, "provinces", "", "folder with first-level divisions, CCC.topo.json")
	flag.StringVar(&in.counties, "counties", "", "counties-10m.json")
	folder := flag.String("own", "", "folder with areas.tsv and places.tsv: make own.bin there and nothing else")
	flag.Parse()
	if *folder != "" {
		packed, err := own(*folder)
		if err == nil {
			err = os.WriteFile(filepath.Join(*folder, "own.bin"), packed, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "build:", err)
			os.Exit(1)
		}
		return
	}
	if *out == "" || in.cities == "" || in.more == "" || in.tables == "" || in.countries == "" || in.provinces == "" || in.counties == "" {
		fmt.Fprintln(os.Stderr, "build: name every input and -out; see -help")
		os.Exit(2)
	}
	if err := build(in, *out); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func build(in inputs, out string) error {
	w := &world{entries: map[string]*geo.Entry{}, names: map[string]map[string]bool{}, codes: map[string]string{}, areas: map[string]area{},
		known: map[string]bool{}}
	for _, step := range []func(inputs) error{w.readCountries, w.readDivisions, w.readCities, w.readMore, w.readPoints, w.readCountryAreas,
		w.readProvinces, w.readCounties, w.placeDivisions, w.readNames, w.shorter, w.parts} {
		if err := step(in); err != nil {
			return err
		}
	}
	entries := w.chosen()
	packed, err := geo.Pack(entries)
	if err != nil {
		return err
	}
	fmt.Printf("%d places, %d bytes\n", len(entries), len(packed))
	return os.WriteFile(out, packed, 0o644)
}
