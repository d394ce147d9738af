package work

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"sitrep/codebook"
	"sitrep/internal/extract"
	"sitrep/internal/ingest"
	"sitrep/internal/store"
)

// BenchmarkIngest takes a body of reports into a new archive: SITREP_BODY names files and folders that hold one, else the project's own
// samples serve. It gives reports a second, and the archive's bytes for each byte of text.
func BenchmarkIngest(b *testing.B) {
	sources := filepath.SplitList(os.Getenv("SITREP_BODY"))
	if len(sources) == 0 {
		sources = []string{"../../samples"}
	}
	book, err := codebook.Default()
	if err != nil {
		b.Fatal(err)
	}
	reader, err := extract.New(book)
	if err != nil {
		b.Fatal(err)
	}
	reports, size, text := 0, int64(0), 0
	for b.Loop() {
		dir := b.TempDir()
		archive, err := store.Open(context.Background(), dir, store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		g := Ingest{Archive: archive, Reader: reader}
		tally, err := g.Run(context.Background(), func(ctx context.Context, found func(ingest.Item) error, refused func(string, error)) error {
			return ingest.Options{}.Walk(ctx, sources, func(item ingest.Item) error {
				text += len(item.Plain())
				return found(item)
			}, refused)
		})
		if err != nil {
			b.Fatal(err)
		}
		if err := archive.Close(); err != nil {
			b.Fatal(err)
		}
		reports += tally.New
		size += ingest.Size([]string{dir})
	}
	b.ReportMetric(float64(reports)/b.Elapsed().Seconds(), "reports/s")
	b.ReportMetric(float64(size)/float64(text), "archive/text")
}
