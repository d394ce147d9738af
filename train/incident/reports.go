package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/incident"
)

// report is a coded report with what the model learns of it.
type report struct {
	ID        string     `json:"id"`
	Text      string     `json:"text"`
	Dateline  string     `json:"dateline"`
	Templates []template `json:"templates"`

	whole    *incident.Reading
	features []uint64
	examples []incident.Example
	kinds    uint32                          // bit 0 for an incident, then one a kind
	labels   []uint32                        // of each example, as incident.Label numbers them
	fillers  [len(incident.Parts)][][]string // entities of each part, each with the forms that are right
}

type template struct {
	Type  string                `json:"incident_type"`
	Roles map[string][][]string `json:"roles"`
}

// roles are the names of incident.Parts in the data.
var roles = [len(incident.Parts)]string{"PerpInd", "PerpOrg", "Target", "Victim", "Weapon"}

// load reads a file of coded reports, each as the product reads it.
func load(path string, reader *extract.Reader) ([]*report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []*report
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		d := &report{}
		if err := json.Unmarshal(lines.Bytes(), d); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		out = append(out, d)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	todo := make(chan *report)
	errs := make(chan error, len(out))
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for d := range todo {
				errs <- d.read(reader)
			}
		})
	}
	for _, d := range out {
		todo <- d
	}
	close(todo)
	wg.Wait()
	for range out {
		if err := <-errs; err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read reads the report and labels its candidates: one is right for a part where its words are a form of an entity that has it.
func (d *report) read(reader *extract.Reader) error {
	in := extract.Input{Original: []byte(d.Text), Published: day(d.Dateline)}
	whole, _, err := reader.Whole(in)
	if err != nil {
		return fmt.Errorf("report %s: %w", d.ID, err)
	}
	if whole == nil {
		return nil
	}
	d.whole = whole
	d.features, d.examples = incident.Learnable(whole)
	right := map[string]uint32{}
	for _, t := range d.Templates {
		d.kinds |= 1
		for _, typ := range strings.Split(t.Type, " / ") {
			k := slices.Index(incident.Kinds[:], incident.Kind(typ))
			if k >= 0 {
				d.kinds |= 2 << k
			}
			for part, role := range roles {
				for _, forms := range t.Roles[role] {
					var keys []string
					for _, f := range forms {
						key := incident.Key(f)
						keys = append(keys, key)
						right[key] |= 1 << part
						if k >= 0 {
							right[key] |= 1 << incident.Label(part, k)
						}
					}
					d.fillers[part] = pool(d.fillers[part], keys)
				}
			}
		}
	}
	for _, e := range d.examples {
		d.labels = append(d.labels, right[e.Key])
	}
	return nil
}

// pool adds an entity to those of other templates, but one that is there already.
func pool(entities [][]string, forms []string) [][]string {
	within := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
	}
	if slices.ContainsFunc(entities, func(e []string) bool { return within(e, forms) || within(forms, e) }) {
		return entities
	}
	return append(entities, forms)
}

// day is the day that a dateline names ("SAN SALVADOR, 3 JAN 90 (EFE)"), zero for none.
func day(dateline string) sitrep.Date {
	words := strings.Fields(dateline)
	for i := 2; i < len(words); i++ {
		if t, err := time.Parse("2 Jan 06", strings.Join(words[i-2:i+1], " ")); err == nil {
			d, err := sitrep.ParseDate(t.Format(time.DateOnly))
			if err == nil {
				return d
			}
		}
	}
	return sitrep.Date{}
}

// split gives part k of the reports to test on and the others to train on; parts are runs, because reports that follow one another
// tell of the same events.
func split(all []*report, k, parts int) (train, test []*report) {
	for i, d := range all {
		if i*parts/len(all) == k {
			test = append(test, d)
		} else {
			train = append(train, d)
		}
	}
	return train, test
}
