package store

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/ingest"
)

var crashes = flag.Int("crashes", 4, "how often TestKilledWhileAdding kills")

// crashArchive is set in the environment of a child that adds batches until it is killed; crashFrom is the first report that it adds.
const (
	crashArchive = "SITREP_CRASH_ARCHIVE"
	crashFrom    = "SITREP_CRASH_FROM"
)

// made is a report made up from its number, with a claim.
func made(n int) Entry {
	places := []string{"Mosul", "Aleppo", "Kabul", "Donetsk", "Mogadishu", "Goma"}
	text := fmt.Sprintf("Shelling killed %d civilians in %s, witness number %d said.", 2+n%40, places[n%len(places)], n)
	item := ingest.Item{From: "made/" + strconv.Itoa(n), Received: []byte(text), Media: "text/plain", Published: sitrep.NewDate(2020, 1, 1+n/7)}
	x := sitrep.Extraction{Report: sitrep.Report{Text: text, Published: item.Published, Language: "en"}, Blocks: []sitrep.Block{{Kind: sitrep.Body, Span: sitrep.Span{End: len(text)}}},
		Mentions: []sitrep.Mention{}, Entities: []sitrep.Entity{}, Notes: []sitrep.Note{}, Codebook: "1", Models: "made"}
	x.Report.Identify(item.Received)
	two := 2 + n%40
	trigger := sitrep.Span{Start: 9, End: 15}
	place := sitrep.Span{Start: strings.Index(text, " in ") + 4}
	place.End = place.Start + len(places[n%len(places)])
	figure := sitrep.Span{Start: 16, End: 16 + len(strconv.Itoa(two))}
	lat, lon := float64(n%len(places)), 40.0
	x.Claims = []sitrep.Claim{{ID: sitrep.NewClaimID(x.Report.ID, 9, "killed", 0), Type: "killing", Trigger: sitrep.QuoteOf(text, trigger), Evidence: sitrep.Span{End: len(text)},
		Roles: map[sitrep.Role][]sitrep.Filler{}, Place: &sitrep.Place{Quote: sitrep.QuoteOf(text, place), Name: places[n%len(places)], Lat: &lat, Lon: &lon},
		Figures:  []sitrep.Figure{{Quote: sitrep.QuoteOf(text, figure), Measure: sitrep.Killed, Low: &two, Best: &two, High: &two}},
		Modality: sitrep.Actual, Confidence: 0.5, Block: sitrep.Body, Rule: "made", Codebook: "1"}}
	return Entry{Item: &item, Extraction: &x}
}

// crashChild adds batches of reports and says which were acknowledged.
func crashChild(where string) {
	ctx := context.Background()
	a, err := Open(ctx, where, Options{})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	from, _ := strconv.Atoi(os.Getenv(crashFrom))
	for n := from; ; {
		batch := make([]Entry, 1+n%60)
		for i := range batch {
			batch[i] = made(n + i)
		}
		if _, err := a.Add(ctx, batch); err != nil {
			fmt.Println("error", err)
			return
		}
		n += len(batch)
		fmt.Println("kept", n)
	}
}

// A process that adds reports is killed at random moments. All that it acknowledged is there, once, and nothing is damaged.
func TestKilledWhileAdding(t *testing.T) {
	where := filepath.Join(t.TempDir(), "a.db")
	open(t, where).Close()
	random := rand.New(rand.NewPCG(7, 7))
	kept := 0
	for round := range *crashes {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), crashArchive+"="+where, crashFrom+"="+strconv.Itoa(kept))
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		first := true
		for lines := bufio.NewScanner(out); lines.Scan(); {
			word, rest, _ := strings.Cut(lines.Text(), " ")
			if word != "kept" {
				t.Errorf("the child said %q", lines.Text())
				continue
			}
			if kept, err = strconv.Atoi(rest); err != nil {
				t.Fatal(err)
			}
			if first { // once it is at work
				first = false
				time.AfterFunc(time.Duration(random.IntN(400))*time.Millisecond, func() { c.Process.Kill() })
			}
		}
		c.Wait()
		a := open(t, where)
		var ids []sitrep.ReportID
		for n := range kept {
			ids = append(ids, made(n).Extraction.Report.ID)
		}
		held, err := a.Known(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		if missing := slices.IndexFunc(ids, func(id sitrep.ReportID) bool { return !held[id] }); missing >= 0 {
			t.Errorf("round %d: of %d acknowledged reports number %d is not held", round, kept, missing)
		}
		clean(t, a)
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
	if kept == 0 {
		t.Error("nothing was acknowledged; the test tells nothing")
	}
}
