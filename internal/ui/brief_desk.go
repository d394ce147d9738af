package ui

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sitrep"
	"sitrep/internal/situation"
)

// briefAsk is what a brief is asked about. Equal ones ask for the same.
type briefAsk struct {
	Place, Country, Query string
	From, To              sitrep.Date
	Short, Since          bool
}

// madeBrief is a brief with what was taken for granted to make it. It is not changed any more.
type madeBrief struct {
	Brief *situation.Brief // nil where no report tells anything of what is asked
	Page  *briefPage       // the same as its template takes it
	Notes []string
}

// The bounds of the desk: how many briefs are made at once and how many wait for that, how many are kept and about how many bytes of them, how long one may
// take, and for how long a fault is an answer before the brief is tried again.
const (
	briefsAtOnce  = 2
	briefsWaiting = 16
	briefsKept    = 64
	briefsBytes   = 48 << 20
	briefTakes    = 5 * time.Minute
	briefFault    = 15 * time.Second
)

// errDeskFull says that so many briefs are waiting to be made that no other is taken.
var errDeskFull = errors.New("many briefs are being made; ask again in a minute")

// briefDesk makes briefs in the background, a few at a time, and keeps the last of them. It may be used from many goroutines.
type briefDesk struct {
	write func(context.Context, briefAsk) (madeBrief, error)
	clock func() time.Time
	slots chan struct{}

	mu      sync.Mutex
	entries map[briefAsk]*briefEntry
	waiting int // being made or waiting for it
	bytes   int // of what is kept
	turn    int // counts questions, to tell what was asked for last
}

// briefEntry is what the desk knows of a question.
type briefEntry struct {
	made  *madeBrief // the last that was made, nil for none
	seq   int64      // of the log's entry that made stands on
	bytes int

	err    error // why the last try, of failed and at, came to nothing
	at     time.Time
	failed int64

	done  chan struct{} // closed when the brief in the making is there, nil where none is
	since time.Time     // when it was asked for
	turn  int
}

func newBriefDesk(clock func() time.Time, write func(context.Context, briefAsk) (madeBrief, error)) *briefDesk {
	return &briefDesk{write: write, clock: clock, slots: make(chan struct{}, briefsAtOnce), entries: map[briefAsk]*briefEntry{}}
}

// briefState is how it stands with a brief.
type briefState struct {
	Made *madeBrief // nil before the first
	// Making says that a newer one than Made is being made, since when, and how many others are with it.
	Making bool
	Since  time.Time
	Beside int
	// Err says why there is no newer one.
	Err error
}

// ask gives the brief of a question over the archive as of the log's entry seq, and has it made where there is none. It waits no longer than that for it.
func (d *briefDesk) ask(ctx context.Context, q briefAsk, seq int64, wait time.Duration) briefState {
	done := d.begin(ctx, q, seq)
	if done != nil && wait > 0 {
		t := time.NewTimer(wait)
		defer t.Stop()
		select {
		case <-done:
		case <-t.C:
		case <-ctx.Done():
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	e := d.entries[q]
	if e == nil {
		return briefState{Err: errDeskFull}
	}
	s := briefState{Made: e.made, Making: e.done != nil, Since: e.since}
	switch {
	case s.Making:
		s.Beside = d.waiting - 1
	case e.err != nil && e.failed == seq:
		s.Err = e.err
	case e.made == nil || e.seq != seq:
		s.Err = errDeskFull
	}
	return s
}

// begin has a brief made where that is called for, and gives what tells when it is there: nil where nothing is being made.
func (d *briefDesk) begin(ctx context.Context, q briefAsk, seq int64) chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn++
	e := d.entries[q]
	if e != nil {
		e.turn = d.turn
		switch {
		case e.done != nil:
			return e.done
		case e.made != nil && e.seq == seq:
			return nil
		case e.err != nil && e.failed == seq && d.clock().Sub(e.at) < briefFault:
			return nil
		}
	}
	if d.waiting >= briefsWaiting {
		return nil
	}
	if e == nil {
		e = &briefEntry{turn: d.turn}
		d.entries[q] = e
	}
	d.waiting++
	e.done, e.since = make(chan struct{}), d.clock()
	// Who asked may go away meanwhile; who comes back finds it made.
	go d.run(context.WithoutCancel(ctx), q, seq, e, e.done)
	return e.done
}

func (d *briefDesk) run(ctx context.Context, q briefAsk, seq int64, e *briefEntry, done chan struct{}) {
	d.slots <- struct{}{}
	defer func() { <-d.slots }()
	ctx, cancel := context.WithTimeout(ctx, briefTakes)
	defer cancel()
	made, err := d.made(ctx, q)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waiting--
	e.done = nil
	close(done)
	if err != nil {
		e.err, e.at, e.failed = err, d.clock(), seq
		d.forget()
		return
	}
	d.bytes -= e.bytes
	e.made, e.seq, e.err = &made, seq, nil
	e.bytes = sizeOf(made.Brief)
	d.bytes += e.bytes
	d.forget()
}

// made makes a brief; a panic is an error, as it would end the server where no request catches it.
func (d *briefDesk) made(ctx context.Context, q briefAsk) (m madeBrief, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("making the brief: %v", r)
		}
	}()
	return d.write(ctx, q)
}

// forget drops what was asked for longest ago, but for what is being made, until what is kept is within bounds.
func (d *briefDesk) forget() {
	for len(d.entries) > briefsKept || d.bytes > briefsBytes && len(d.entries) > 1 {
		var oldest briefAsk
		var found *briefEntry
		for q, e := range d.entries {
			if e.done == nil && (found == nil || e.turn < found.turn) {
				oldest, found = q, e
			}
		}
		if found == nil {
			return
		}
		d.bytes -= found.bytes
		delete(d.entries, oldest)
	}
}

// sizeOf is about how many bytes a brief takes, with its page, which shares its texts.
func sizeOf(b *situation.Brief) int {
	const each = 400 // of a row without its texts
	n := 1000
	if b == nil {
		return n
	}
	for i := range b.Sections {
		s := &b.Sections[i]
		for k := range s.Statements {
			n += each + len(s.Statements[k].Text) + 8*len(s.Statements[k].Cites)
		}
		for k := range s.Tables {
			for r := range s.Tables[k].Rows {
				row := &s.Tables[k].Rows[r]
				n += each + 8*len(row.Cites)
				for _, c := range row.Cells {
					n += 16 + len(c)
				}
			}
		}
		for k := range s.Charts {
			n += each * (len(s.Charts[k].Days) + len(s.Charts[k].Marks) + len(s.Charts[k].Spots))
		}
	}
	for i := range b.Citations {
		c := &b.Citations[i]
		n += 2*each + len(c.Quote) + len(c.Title) + len(c.Publisher) + len(c.URL)
	}
	return n
}
