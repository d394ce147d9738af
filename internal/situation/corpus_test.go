package situation

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sitrep"
)

// change is a day from which a place has another holder, by the ids that count as right.
type change struct {
	from   string
	holder []string
}

const (
	nobody     = ""
	isGroup    = "actor:islamic-state"
	syrianSide = "state:SY"
	iraqiSide  = "state:IQ"
)

// changesOf is the history of a place: what its name looks like, and what the gazetteer calls it.
type changesOf struct {
	name, words string
	sites       []string
	changes     []change
}

// known are what is known of two towns, as far as the corpus tells. In the weeks in which Ramadi was retaken either side is right.
var known = []changesOf{
	{"Palmyra", `(?i)palmyra|tadmur`, []string{"Tadmur"}, []change{
		{"2013-01-01", []string{nobody}}, {"2015-05-20", []string{isGroup}}, {"2016-03-27", []string{syrianSide}}, {"2016-12-11", []string{isGroup}}}},
	{"Ramadi", `(?i)ramadi`, []string{"Ramadi"}, []change{
		{"2013-01-01", []string{nobody}}, {"2015-05-17", []string{isGroup}}, {"2015-12-28", []string{isGroup, iraqiSide}}, {"2016-02-09", []string{iraqiSide}}}},
}

// rightDays is the least share of the 1st and 15th of the months of 2013 to 2016 on which the holder must be right.
const rightDays = 0.90

// TestHistoriesOfCurrentEvents compares who held Palmyra and Ramadi, by four years of one-line reports, with what is known.
func TestHistoriesOfCurrentEvents(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/corpus/current-events/201[3-6].jsonl.gz")
	if len(files) == 0 {
		t.Skip("../shared/corpus/current-events is not here")
	}
	for _, k := range known {
		spells := control(read(t, itemsWith(t, files, regexp.MustCompile(k.words))))
		right, all := 0, 0
		for year := 2013; year <= 2016; year++ {
			for month := time.January; month <= time.December; month++ {
				for _, d := range []int{1, 15} {
					day := sitrep.NewDate(year, month, d)
					got := holderOn(spells, k.sites, day)
					want := k.on(day)
					all++
					if slices.Contains(want, got) {
						right++
					} else {
						t.Logf("%s on %s: %q, want %q", k.name, day, got, want)
					}
				}
			}
		}
		t.Logf("%s: right on %d of %d days", k.name, right, all)
		if share := float64(right) / float64(all); share < rightDays {
			t.Errorf("%s: right on %.2f of the days, want %.2f", k.name, share, rightDays)
		}
	}
}

func (k changesOf) on(day sitrep.Date) []string {
	var want []string
	for _, c := range k.changes {
		if from, _ := sitrep.ParseDate(c.from); !day.Before(from) {
			want = c.holder
		}
	}
	return want
}

// holderOn is the holder by the first spell that covers a day, as the command gives it.
func holderOn(spells []Spell, sites []string, day sitrep.Date) string {
	for i := range spells {
		if slices.Contains(sites, spells[i].Site.Name) && spells[i].On(day) {
			return spells[i].Holder.ID
		}
	}
	return nobody
}

// itemsWith are the items whose text has the words.
func itemsWith(t *testing.T, files []string, words *regexp.Regexp) []item {
	t.Helper()
	var out []item
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			if !words.Match(lines.Bytes()) {
				continue
			}
			var it struct {
				Date, Text string
				Outlets    []string
			}
			if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
				t.Fatal(err)
			}
			out = append(out, item{it.Date, it.Text, strings.Join(it.Outlets, "; ")})
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
