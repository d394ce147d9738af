package geo

import (
	"fmt"
	"strings"
	"testing"
)

// readAll reads a table and gives its places and faults as lines.
func readAll(t *testing.T, text string) (places, faults string, err error) {
	t.Helper()
	var bad []string
	entries, err := Default().Read(strings.NewReader(text), func(line int, err error) { bad = append(bad, fmt.Sprintf("%d %v", line, err)) })
	var lines []string
	for _, e := range entries {
		lines = append(lines, fmt.Sprintf("%s %s %s %s %v,%v %v %d %v", e.ID, e.Name, e.Country, e.Kind, e.Lat, e.Lon, e.Borrowed, e.Population, e.Parent))
	}
	return strings.Join(lines, "\n"), strings.Join(bad, "\n"), err
}

func TestReadTakesTablesHoweverTheyAreCut(t *testing.T) {
	want := "user:oldmill-so Oldmill SO camp 2.1,45.2 false 7 gn:51966" // Lower Shabeelle, where its nearest town lies
	for _, text := range []string{
		"name,kind,country,lat,lon,population\nOldmill,camp,SO,2.1,45.2,7\n",
		"\ufeffname;kind;country;lat;lon;population\r\nOldmill;camp;so;2.1;45.2;7\r\n",
		"Name\tType\tCountryCode\tLatitude\tLng\tPopulation\tComment\nOldmill\tCamp\tSO\t2.1\t45.2\t7\tx\n",
		"name,kind,country,lat,lon,population\n\"Oldmill\",camp,SO, 2.1, 45.2,7",
	} {
		got, faults, err := readAll(t, text)
		if err != nil || faults != "" || got != want {
			t.Errorf("%q:\n\tgot  %s\n\twant %s\n\t%s %v", text, got, want, faults, err)
		}
	}
}

func TestReadNumbersNamesakes(t *testing.T) {
	got, faults, err := readAll(t, "name,lat,lon\nOldmill,1,1\nOldmill,2,2\nOldmill,3,3\n")
	want := "user:oldmill Oldmill  city 1,1 false 0 \nuser:oldmill-2 Oldmill  city 2,2 false 0 \nuser:oldmill-3 Oldmill  city 3,3 false 0 "
	if err != nil || faults != "" || got != want {
		t.Errorf("got %q %s %v", got, faults, err)
	}
}

func TestReadTellsLinesThatItCannotUse(t *testing.T) {
	got, faults, err := readAll(t, "name,lat,lon,id\nA,91,1,\nB,1,east,\nC,1,1,5\nD,2,2,5\n!!!,1,1,\n\"E\n")
	if err != nil || got != "gn:5 C  city 1,1 false 0 " {
		t.Errorf("got %q %v", got, err)
	}
	for _, want := range []string{`2 A: "91" is not between -90 and 90 degrees`, `3 B: "east" is not between`, "5 gn:5 stands there twice", `6 "!!!" is no name`} {
		if !strings.Contains(faults, want) {
			t.Errorf("%q is not told:\n%s", want, faults)
		}
	}
}

func TestReadGeoNamesTellsKindsApart(t *testing.T) {
	for feature, want := range map[string]Kind{"P PPL": City, "P PPLX": Neighbourhood, "P PPLC": Capital, "P PPLA": Seat, "A ADM1": Admin1, "A ADM3": Admin3,
		"A PCLI": Country, "H STM": River, "H LK": Lake, "H STRT": Strait, "H SEA": Sea, "S AIRB": Airport, "S DAM": Dam, "S CMPRF": Camp, "S HSP": Facility,
		"T MT": Mountain, "T ISL": Island, "T VAL": Valley, "T DSRT": Desert, "L RGN": Region, "L CONT": Continent, "R RD": Road, "V FRST": Region, "U SMU": Sea} {
		class, code, _ := strings.Cut(feature, " ")
		if got := featureKind(class, code); got != want {
			t.Errorf("%s: got %s, want %s", feature, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("name,lat,lon\nOldmill,1,1\n")
	f.Add("5\tOldmill\tOldmill\t\t1\t2\tP\tPPL\tSO\t\t01\t\t\t\t7\t\t\tx\t2024-01-01\n")
	f.Add("name;within;aliases\nOldmill;Mosul;a|b\n")
	f.Fuzz(func(t *testing.T, text string) {
		g := Base()
		entries, err := g.Read(strings.NewReader(text), func(int, error) {})
		if err != nil || len(entries) == 0 {
			return
		}
		packed, err := Pack(entries)
		if err != nil {
			t.Fatalf("%q: read but not packed: %v", text, err)
		}
		g, err = g.With(packed)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if p, ok := g.ByID(e.ID); !ok || p.Name != e.Name {
				t.Fatalf("%q: %+v comes back as %+v", text, e, p)
			}
			g.Candidates(e.Name)
		}
	})
}
