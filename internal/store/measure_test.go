package store

import (
	"bufio"
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
	"sitrep/internal/origin"
)

// The measurements of docs/performance.md; `make bench` runs them.
var (
	measure = flag.Bool("measure", false, "measure size and time on the corpora of ../shared and on synthetic reports")
	items   = flag.Int("items", 20000, "how many items to measure with")
)

// cpu is the processor time that this process took so far, which tells more than the clock on a machine with other work.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// corpus reads up to n lines of JSON from the files, each with its text and date in the fields that are named.
func corpus(t testing.TB, n int, text, date, publisher string, files ...string) []ingest.Item {
	t.Helper()
	var out []ingest.Item
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Skipf("%s is not here: %v", file, err)
		}
		defer f.Close()
		r := bufio.NewReader(f)
		if filepath.Ext(file) == ".gz" {
			z, err := gzip.NewReader(f)
			if err != nil {
				t.Fatal(err)
			}
			r = bufio.NewReader(z)
		}
		for len(out) < n {
			line, err := r.ReadBytes('\n')
			if err != nil {
				break
			}
			var m map[string]any
			if err := json.Unmarshal(line, &m); err != nil {
				t.Fatal(err)
			}
			d, _ := sitrep.ParseDate(m[date].(string))
			said := m[text].(string)
			if title, ok := m["title"].(string); ok && title != "" {
				said = title + "\n\n" + said
			}
			item := ingest.Item{From: file + ":1", Received: slices.Clone(line[:len(line)-1]), Media: "application/json", Text: []byte(said), Published: d}
			if p, ok := m[publisher].(string); ok {
				item.Publisher = sitrep.Known(p)
			} else if p, ok := m[publisher].([]any); ok && len(p) > 0 {
				item.Publisher = sitrep.Known(p[0].(string))
			}
			out = append(out, item)
		}
	}
	return out
}

func currentEvents(t testing.TB, n int) []ingest.Item {
	files, _ := filepath.Glob("../../../shared/corpus/current-events/*.jsonl.gz")
	if len(files) == 0 {
		t.Skip("../shared/corpus/current-events is not here")
	}
	return corpus(t, n, "text", "date", "outlets", files...)
}

func TestMeasureSize(t *testing.T) {
	if !*measure {
		t.Skip("only with -measure")
	}
	for name, all := range map[string][]ingest.Item{
		"current events": currentEvents(t, *items),
		"fusion":         corpus(t, 1<<30, "text", "dct", "source", "../../../shared/bench/fusion/dev.docs.jsonl"),
	} {
		t.Run(name, func(t *testing.T) {
			where := filepath.Join(t.TempDir(), "a.db")
			a := open(t, where)
			raw := 0
			var extracting, adding time.Duration
			for part := range slices.Chunk(all, 256) {
				start := cpu()
				batch := make([]Entry, len(part))
				for i := range part {
					batch[i] = read(t, part[i])
					s := origin.Sign(batch[i].Extraction.Report.Text, batch[i].Extraction.Blocks)
					batch[i].Signature = &s
					raw += len(part[i].Text)
				}
				mid := cpu()
				extracting += mid - start
				add(t, a, batch...)
				adding += cpu() - mid
			}
			n := time.Duration(len(all))
			a.write.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
			info, err := os.Stat(where)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d reports of %d bytes: archive %.2f x their text; CPU a report: reading %v, adding %v", n, raw/len(all),
				float64(info.Size())/float64(raw), extracting/n, adding/n)
			a.each(t.Context(), func(r *sql.Rows) error {
				var name string
				var size, used int
				err := r.Scan(&name, &size, &used)
				t.Logf("%8.1f bytes a report, %3d %% full: %s", float64(size)/float64(n), 100*used/size, name)
				return err
			}, "SELECT name, sum(pgsize), sum(payload) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 22")
		})
	}
}
