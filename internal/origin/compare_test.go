package origin

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sitrep"
	"sitrep/internal/text"
)

const wire = `ABECHE, March 9 (Reuters) - Gunmen on horseback attacked a camp of displaced people near Adre on Saturday night, killing at least fourteen and setting fire to a storehouse of the World Food Programme, aid workers and a local chief said.

The attackers came across the dry bed of the Asunga river shortly after nine in the evening, Mahamat Adoum, chief of the Farchana quarter, said by telephone. "They shot at everything that moved and then they went for the grain," he said.

About 1,200 families had reached the camp since January from villages around Geneina. Doctors at the hospital in Adre were treating 31 people for bullet wounds, six of them children, said Louise Kambale, who leads the surgical team.

The governor of Ouaddai province, Bachar Souleyman, blamed a militia that he did not name and said that soldiers were pursuing it towards the border. The Sudanese authorities made no comment.

Last month 23 people were killed when the same camp was shelled from across the border, according to the United Nations refugee agency.`

// independent is of the same night as wire, by somebody else, who was told the same by some of the same people.
const independent = `Adre, 10 March. Smoke still hung over the eastern edge of the displacement camp on Sunday morning as women searched the ashes for cooking pots and papers. Fourteen graves had been dug beside the football field.

Survivors described how riders in mixed uniforms entered between the latrines and the school soon after the evening meal. Halima Issa, 34, lost her husband and a brother. "We ran without shoes," she said. "When we came back there was no house."

The hospital's only surgeon, Louise Kambale, had slept for two hours. She counted thirty-one wounded and said two would lose a leg. Blood was running out, and the road to Abeche had been closed by the army since Friday.

Staff of the World Food Programme put the loss at ninety tonnes of sorghum, three weeks' supply for the camp. Who the riders were nobody would say aloud; several people pointed to the river and shook their heads.`

// reworded is wire with many words put in place of others and its paragraphs in another order.
const reworded = `Some 1,200 families have arrived at the camp since January from settlements around Geneina. Medics at Adre hospital were treating 31 persons for gunshot wounds, six of them children, according to Louise Kambale, who heads the surgical team.

Armed men on horses raided a camp of displaced people close to Adre late on Saturday, killing no fewer than fourteen and torching a storehouse of the World Food Programme, aid workers and a local chief stated.

The raiders crossed the dry bed of the Asunga river just after nine in the evening, Mahamat Adoum, chief of the Farchana quarter, stated by phone. "They fired at everything that moved and then they went for the grain," he stated.

Ouaddai province's governor, Bachar Souleyman, accused a militia he did not identify and stated that troops were chasing it towards the frontier. Sudanese officials did not comment.`

func signed(t testing.TB, s string) *Signature {
	t.Helper()
	d, err := text.Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	sig := Sign(d.Text, d.Blocks)
	return &sig
}

func paragraphs(s string, which ...int) string {
	all := strings.Split(s, "\n\n")
	var out []string
	for _, i := range which {
		out = append(out, all[i])
	}
	return strings.Join(out, "\n\n")
}

func TestCopiesAndReportsOfTheirOwn(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       Verdict
	}{
		{"the same", wire, wire, Copy},
		{"another headline above", wire, "Night raid on camp kills fourteen\n\n" + wire, Copy},
		{"notices added", wire, "Also read: Who are the riders?\n\n" + wire + "\n\nFollow us on Telegram for more news from the region.\n\nCopyright 2024 The Daily Echo. All rights reserved.", Copy},
		{"its first half", wire, paragraphs(wire, 0, 1), Copy},
		{"paragraphs in another order", wire, paragraphs(wire, 3, 1, 4, 2, 0), Copy},
		{"reordered and reworded", wire, reworded, Copy},
		{"in capitals", wire, strings.ToUpper(wire), Copy},
		{"told by somebody else", wire, independent, Apart},
		{"told by somebody else who quotes a sentence", wire, independent + "\n\nThe governor of Ouaddai province, Bachar Souleyman, blamed a militia that he did not name and said that soldiers were pursuing it towards the border.", Partial},
		{"a long report with a paragraph taken over", paragraphs(wire, 2), independent + "\n\n" + independent + "\n\n" + paragraphs(wire, 2), Partial},
		{"short items of two days", "Forces loyal to the colonel shell the western town of Rahma for a third day and kill six people.",
			"Forces loyal to the colonel are driven from the western town of Rahma by rebels and lose six tanks.", Apart},
		{"short items with another number", "The ministry reports 93 new cases of cholera in Aden, a record for the third day.",
			"The ministry reports 122 new cases of cholera in Aden, a record for the third day.", Apart},
		{"a short item with its words in another order", "Rebels free forty prisoners at the bridge of Wau after talks led by bishops from three dioceses.",
			"After talks led by bishops from three dioceses, rebels free forty prisoners at the bridge of Wau.", Copy},
		{"texts without words", "...", "?!", Copy}, // both are empty; the keeper never compares them
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := signed(t, c.a), signed(t, c.b)
			m := Compare(a, b)
			if m.Verdict != c.want {
				t.Errorf("got %+v, want %s", m, c.want)
			}
			if w := Compare(b, a); w.Verdict != m.Verdict || w.Score != m.Score || w.ShareA != m.ShareB {
				t.Errorf("the other way round %+v, not %+v", w, m)
			}
		})
	}
}

func TestManyCopiesAreOneGroupAndAStockPhraseIsNone(t *testing.T) {
	ctx := context.Background()
	var x Memory
	k := NewKeeper(&x, Options{})
	const n = 120
	add := func(id, s string) {
		t.Helper()
		if _, err := k.Add(ctx, Member{Report: sitrep.ReportID(id)}, signed(t, s)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		// Each outlet has a notice of its own, so that no two texts are the same.
		add(fmt.Sprintf("r-wire-%03d", i), fmt.Sprintf("%s\n\nOur newsroom in Quarrelton%d welcomes hints about Brumefield%d at any hour of the night.", wire, i, i*7))
		add(fmt.Sprintf("r-own-%03d", i), fmt.Sprintf("Residents of Marlow%d and of Tamsin%d buried a teacher on Friday. "+
			"The International Committee of the Red Cross expressed grave concern about the humanitarian consequences of the hostilities. "+
			"Mayor Ulrich%d Penhale%d ordered the ferry across lake Corvin%d to stop.", i, i*3, i, i, i))
	}
	groups := x.Groups()
	if len(groups) != n+1 || len(groups["g-r-wire-000"]) != n {
		t.Errorf("got %d groups, that of the wire report with %d members; want %d and %d", len(groups), len(groups["g-r-wire-000"]), n+1, n)
	}
}

// TestBench holds the bars that copies are measured by, where the benchmark lies beside the repository; its own scorer
// (`run.py dup`) says the same in more detail.
func TestBench(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "bench", "dup")
	documents, err := os.ReadFile(filepath.Join(folder, "dev.docs.jsonl"))
	if err != nil {
		t.Skip("no ../shared/bench/dup beside the repository")
	}
	gold, err := os.ReadFile(filepath.Join(folder, "dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var x Memory
	k := NewKeeper(&x, Options{})
	for line := range strings.Lines(string(documents)) {
		var d struct{ ID, Text string }
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		if _, err := k.Add(context.Background(), Member{Report: sitrep.ReportID(d.ID)}, signed(t, d.Text)); err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]GroupID{}
	for g, reports := range x.Groups() {
		for _, r := range reports {
			found[string(r)] = g
		}
	}
	source, incident := map[string]int{}, map[string]string{}
	ignore := map[[2]string]bool{}
	n := 0
	for line := range strings.Lines(string(gold)) {
		var row struct {
			Incident string
			DocIDs   []string    `json:"doc_ids"`
			Ignore   [][2]string `json:"ignore_pairs"`
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		n++
		for _, id := range row.DocIDs {
			source[id], incident[id] = n, row.Incident
		}
		for _, p := range row.Ignore {
			ignore[p], ignore[[2]string{p[1], p[0]}] = true, true
		}
	}
	var both, either int
	for a := range source {
		for b := range source {
			if a >= b || ignore[[2]string{a, b}] {
				continue
			}
			is, said := source[a] == source[b], found[a] == found[b]
			if is && said {
				both += 2
			}
			if is {
				either++
			}
			if said {
				either++
			}
		}
	}
	type sources struct {
		want map[int]bool
		got  map[GroupID]bool
	}
	of := map[string]sources{}
	for id, in := range incident {
		if of[in].want == nil {
			of[in] = sources{map[int]bool{}, map[GroupID]bool{}}
		}
		of[in].want[source[id]], of[in].got[found[id]] = true, true
	}
	right := 0
	for _, s := range of {
		if len(s.want) == len(s.got) {
			right++
		}
	}
	f1, share := float64(both)/float64(either), float64(right)/float64(len(of))
	t.Logf("pair F1 %.4f, incidents with the right number of sources %.4f", f1, share)
	if f1 < .96 || share < .85 {
		t.Errorf("pair F1 %.4f and right numbers of sources %.4f, want .96 and .85", f1, share)
	}
}

// synthetic makes report n of a body of reports about one war: words as frequent as in language (Zipf), names of places and people that many
// reports share, and, in every tenth, half of the report before it.
func synthetic(n int) string {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	zipf := rand.NewZipf(r, 1.1, 20, 30_000)
	var b strings.Builder
	if n%10 == 9 {
		before := synthetic(n - 1)
		b.WriteString(before[:len(before)/2])
	}
	for range 12 {
		for range 14 {
			if r.IntN(5) == 0 {
				fmt.Fprintf(&b, "Name%d ", r.IntN(4000))
			} else {
				fmt.Fprintf(&b, "w%x ", zipf.Uint64()*7)
			}
		}
		b.WriteString("end. ")
	}
	return b.String()
}

func BenchmarkAdd(b *testing.B) {
	ctx := context.Background()
	var x Memory
	k := NewKeeper(&x, Options{})
	add := func(n int) {
		s := Sign(synthetic(n), nil)
		if _, err := k.Add(ctx, Member{Report: sitrep.ReportID(fmt.Sprint("r-", n))}, &s); err != nil {
			b.Fatal(err)
		}
	}
	const held = 20_000
	for n := range held {
		add(n)
	}
	b.ResetTimer()
	for n := range b.N {
		add(held + n)
	}
	b.StopTimer()
	largest, common := 0, 0
	for _, in := range x.buckets {
		largest = max(largest, len(in))
		if len(in) > k.common {
			common++
		}
	}
	b.ReportMetric(float64(largest), "largest-bucket")
	b.ReportMetric(float64(common), "common-buckets")
}

func BenchmarkSign(b *testing.B) {
	s := synthetic(1)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		sig := Sign(s, nil)
		sig.Keys()
	}
}

func BenchmarkCompare(b *testing.B) {
	s, t := signed(b, wire), signed(b, reworded)
	for b.Loop() {
		Compare(s, t)
	}
}

func TestLongTextsThatRepeatThemselvesTakeLittleTime(t *testing.T) {
	long := func(seed uint64) string {
		r := rand.New(rand.NewPCG(2, seed))
		var b strings.Builder
		for range 4000 {
			for range 10 {
				fmt.Fprintf(&b, "Name%d ", r.IntN(80))
			}
			b.WriteString("fled.\n")
		}
		return b.String()
	}
	a, b := long(1), long(2)
	start := time.Now()
	sa, sb := Sign(a, nil), Sign(b, nil)
	Compare(&sa, &sb)
	Passages(a, b)
	if d := time.Since(start); d > 5*time.Second { // 0.1 s on an idle core
		t.Errorf("took %v", d)
	}
}
