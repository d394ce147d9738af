package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"sitrep/internal/wording"
	"sitrep/internal/work"
)

// bar shows how far an ingest is, on standard error where that is a terminal.
type bar struct {
	progress *mpb.Progress // nil: not shown
	line     *mpb.Bar
	total    int64
	tally    chan work.Tally // holds the last one
	start    time.Time
	// out is where lines go that are told meanwhile: above the bar.
	out io.Writer
}

// newBar makes a bar for so many bytes to read; 0 where that is not known.
func newBar(con console, total int64) *bar {
	f, ok := con.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return &bar{out: con.err}
	}
	b := &bar{total: total, tally: make(chan work.Tally, 1), start: time.Now()}
	b.tally <- work.Tally{}
	b.progress = mpb.New(mpb.WithOutput(f), mpb.WithWidth(24), mpb.WithRefreshRate(150*time.Millisecond))
	var left decor.Decorator = decor.Elapsed(decor.ET_STYLE_GO)
	style := mpb.NopStyle()
	if total > 0 {
		style = mpb.BarStyle().Lbound("[").Filler("=").Tip(">").Padding(" ").Rbound("]")
		left = decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO, decor.WC{}), "")
	}
	b.line = b.progress.New(total, style, mpb.BarRemoveOnComplete(),
		mpb.AppendDecorators(
			decor.Any(func(decor.Statistics) string {
				t := <-b.tally
				b.tally <- t
				return fmt.Sprintf(" %s, %.0f/s, %s new", wording.CountOf(t.Found(), "report", "reports"), float64(t.Found())/time.Since(b.start).Seconds(), wording.Number(t.New+t.Changed))
			}),
			decor.Name("  "), left,
			decor.Name(map[bool]string{true: " left", false: ""}[total > 0])))
	b.out = b.progress
	return b
}

// show says how far it is.
func (b *bar) show(t work.Tally) {
	if b.progress != nil {
		<-b.tally
		b.tally <- t
	}
}

// taken says that so many bytes more were read.
func (b *bar) taken(n int64) {
	// The last byte is kept back, because the bar goes when it is full.
	if b.progress != nil && b.total > 0 && b.line.Current()+n < b.total {
		b.line.IncrInt64(n)
	}
}

// end takes the bar away.
func (b *bar) end() {
	if b.progress != nil {
		b.line.Abort(true)
		b.progress.Wait()
	}
}
