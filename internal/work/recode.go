package work

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"sync"

	"sitrep"
	"sitrep/internal/extract"
	"sitrep/internal/origin"
	"sitrep/internal/store"
)

// Rereader is an archive whose reports are read again: [store.Archive].
type Rereader interface {
	Pending(ctx context.Context, d store.Reader, after string, limit int) (store.Page[store.Unread], error)
	Report(ctx context.Context, id string) (*store.Held, error)
	AddReadings(ctx context.Context, batch []store.Reread) (int, error)
}

// Recode reads the reports of an archive again with another reader: those that have no reading by it. The new readings stand beside the
// old ones. What was written stays written, so that a run that is cut off is made whole by running it again.
type Recode struct {
	Archive Rereader
	Reader  Reader
	// Of is what the Reader's extractions say that they were read with.
	Of store.Reader
	// Dry writes nothing.
	Dry bool
	// Workers is how many reports are read at a time; 0 is as many as there are cores.
	Workers int
	// Changed is told of each claim that the new reading has otherwise than the one that stood. It may be nil, and is called from one
	// goroutine at a time, report by report, the latest published first.
	Changed func(Difference)
	// Failed is told of each report that could not be read. It may be nil.
	Failed func(id sitrep.ReportID, reason error)
	// Progress is told how many reports were read. It may be nil.
	Progress func(done int)
}

// Difference is a claim that two readings of a report have differently.
type Difference struct {
	Report sitrep.ReportID
	// Old and New are the claim as either reading has it, nil where it has none.
	Old, New *sitrep.Claim
	// Sentence is the words that it rests on, in the new reading if that has it.
	Sentence string
	// Slots names what differs where both have it: type, modality, a role, place, time, figures, attribution.
	Slots []string
}

// atOnce is how many reports are read between two writes.
const atOnce = 128

// reread is a report read again.
type reread struct {
	before *sitrep.Extraction
	after  *sitrep.Extraction
	sign   *origin.Signature
	err    error // of reading it
	fault  error // of the archive
}

// Run reads again. It gives the number of reports read.
func (r *Recode) Run(ctx context.Context) (done int, err error) {
	workers := r.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	for after := ""; ; {
		page, err := r.Archive.Pending(ctx, r.Of, after, atOnce)
		if err != nil {
			return done, err
		}
		results := make([]reread, len(page.Rows))
		next := make(chan int)
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				for i := range next {
					results[i] = r.read(ctx, &page.Rows[i])
				}
			})
		}
		for i := range page.Rows {
			next <- i
		}
		close(next)
		all.Wait()
		n, err := r.keep(ctx, page.Rows, results)
		if err != nil {
			return done, err
		}
		done += n
		if r.Progress != nil {
			r.Progress(done)
		}
		if after = page.Next; after == "" {
			return done, nil
		}
	}
}

// read reads one report. A fault in the program is that report's error.
func (r *Recode) read(ctx context.Context, u *store.Unread) (out reread) {
	if out.fault = ctx.Err(); out.fault != nil {
		return out
	}
	defer func() {
		if fault := recover(); fault != nil {
			out.err = fmt.Errorf("a fault in sitrep (%v); please report it with this report", fault)
		}
	}()
	held, err := r.Archive.Report(ctx, string(u.ID))
	if err != nil {
		out.fault = err
		return out
	}
	out.before = held.AsRead
	i := &u.Item
	x, err := r.Reader.Read(extract.Input{Original: i.Plain(), Received: i.Received, Published: i.Published, Publisher: i.Publisher, Author: i.Author,
		URL: i.URL, Notes: i.Notes})
	if err != nil {
		out.err = err
		return out
	}
	signature := origin.Sign(x.Report.Text, x.Blocks)
	out.after, out.sign = &x, &signature
	return out
}

// keep writes what was read and tells what changed.
func (r *Recode) keep(ctx context.Context, rows []store.Unread, results []reread) (n int, err error) {
	var batch []store.Reread
	for _, x := range results {
		if x.fault != nil {
			return 0, x.fault
		}
		if x.after != nil {
			batch = append(batch, store.Reread{Extraction: x.after, Signature: x.sign})
		}
	}
	if !r.Dry && len(batch) > 0 {
		if _, err := r.Archive.AddReadings(ctx, batch); err != nil {
			return 0, err
		}
	}
	for i, x := range results {
		switch {
		case x.err != nil && r.Failed != nil:
			r.Failed(rows[i].ID, x.err)
		case x.after != nil && r.Changed != nil:
			for _, d := range Differences(x.before, x.after) {
				r.Changed(d)
			}
		}
	}
	return len(batch), nil
}

// Differences gives the claims that two readings of a report have differently, in the order of the newer one, then those that only the
// older one has. Before may be nil: then all are new.
func Differences(before, after *sitrep.Extraction) []Difference {
	var out []Difference
	old := map[sitrep.ClaimID]*sitrep.Claim{}
	if before != nil {
		for i := range before.Claims {
			old[before.Claims[i].ID] = &before.Claims[i]
		}
	}
	for i := range after.Claims {
		c := &after.Claims[i]
		d := Difference{Report: after.Report.ID, Old: old[c.ID], New: c, Sentence: c.Evidence.Of(after.Report.Text)}
		delete(old, c.ID)
		if d.Old != nil {
			if d.Slots = slots(d.Old, c); len(d.Slots) == 0 {
				continue
			}
		}
		out = append(out, d)
	}
	if before == nil {
		return out
	}
	for i := range before.Claims {
		if c := &before.Claims[i]; old[c.ID] != nil {
			out = append(out, Difference{Report: before.Report.ID, Old: c, Sentence: c.Evidence.Of(before.Report.Text)})
		}
	}
	return out
}

// slots names what two readings of a claim have differently. How a slot was found, and how sure it is, does not count.
func slots(a, b *sitrep.Claim) []string {
	var out []string
	differ := func(name string, x, y any) {
		if !reflect.DeepEqual(x, y) {
			out = append(out, name)
		}
	}
	differ("type", a.Type+":"+a.Subtype, b.Type+":"+b.Subtype)
	differ("modality", a.Modality, b.Modality)
	for _, role := range sitrep.Roles {
		differ(string(role), filled(a.Roles[role]), filled(b.Roles[role]))
	}
	differ("place", placed(a.Place), placed(b.Place))
	differ("time", timed(a.Time), timed(b.Time))
	differ("figures", counted(a.Figures), counted(b.Figures))
	differ("attribution", attributed(a.Attribution), attributed(b.Attribution))
	return out
}

// filled is the fillers of a role by their words and what these stand for.
func filled(list []sitrep.Filler) (out [][2]string) {
	for _, f := range list {
		out = append(out, [2]string{f.Text, f.Name})
	}
	return out
}

func placed(p *sitrep.Place) (out sitrep.Place) {
	if p != nil {
		out = *p
		out.By, out.Entity, out.Candidates = "", "", nil
	}
	return out
}

func timed(p *sitrep.Period) (out sitrep.Period) {
	if p != nil {
		out = *p
		out.By = ""
	}
	return out
}

func counted(list []sitrep.Figure) (out []sitrep.Figure) {
	for _, f := range list {
		f.By = ""
		out = append(out, f)
	}
	return out
}

func attributed(a *sitrep.Attribution) (out sitrep.Attribution) {
	if a != nil {
		out = *a
		out.By, out.Entity = "", ""
	}
	return out
}
