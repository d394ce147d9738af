package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"maps"
	"runtime"
	"slices"
	"sync"

	"sitrep/internal/fuse"
)

// Where many reports wait, all accounts are fused together in memory and what differs is written: the rows are those that fusing the reports
// one by one gives.

// keptAccount is a row of accounts.
type keptAccount struct {
	report, head int64
	body, edges  []byte
}

// together is one run of fusing all accounts.
type together struct {
	p       *pen
	was     map[int64]keptAccount
	waiting map[int64]bool // reports
	groups  [][]*fuse.Account
	heads   map[fuse.AccountID]fuse.AccountID
}

// fuseAll brings all events up to date.
func (p *pen) fuseAll(ctx context.Context) (Fused, error) {
	f := &together{p: p, was: map[int64]keptAccount{}, waiting: map[int64]bool{}, heads: map[fuse.AccountID]fuse.AccountID{}}
	w, err := fuse.Default()
	if err != nil {
		return Fused{}, err
	}
	pins, err := p.pins()
	if err != nil {
		return Fused{}, err
	}
	accounts, err := f.load(ctx, w, pins)
	if err != nil {
		return Fused{}, err
	}
	set := fuse.NewSet(w, fuse.Options{})
	set.Load(accounts)
	set.Pin(pins...)
	f.groups = set.Groups()
	for _, g := range f.groups {
		for _, a := range g {
			f.heads[a.ID()] = g[0].ID()
		}
	}
	c, groups := f.change()
	if err := f.write(set); err != nil {
		return Fused{}, err
	}
	events, err := f.retell(ctx, c, groups)
	if err != nil {
		return Fused{}, err
	}
	_, err = p.do("DELETE FROM unfused")
	return Fused{Reports: len(f.waiting), Events: events}, err
}

// load gives all accounts: those of reports that wait as they are now, of others as they are kept.
func (f *together) load(ctx context.Context, w *fuse.Weights, pins []fuse.Pin) ([]*fuse.Account, error) {
	p := f.p
	if err := p.each(func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		f.waiting[n] = true
		return err
	}, "SELECT report FROM unfused"); err != nil {
		return nil, err
	}
	if err := p.each(func(r *sql.Rows) error {
		var n int64
		var k keptAccount
		err := r.Scan(&n, &k.report, &k.head, &k.body, &k.edges)
		f.was[n] = k
		return err
	}, "SELECT n, report, coalesce(head, n), body, edges FROM accounts"); err != nil {
		return nil, err
	}
	var out []*fuse.Account
	if err := p.each(func(r *sql.Rows) error {
		_, a, err := openAccount(r)
		out = append(out, a)
		return err
	}, accountColumns+"NOT EXISTS (SELECT 1 FROM unfused u WHERE u.report = a.report)"); err != nil {
		return nil, err
	}
	parts := slices.Collect(slices.Chunk(slices.Sorted(maps.Keys(f.waiting)), 200))
	fresh := make([][]*fuse.Account, len(parts))
	err := each(ctx, len(parts), func() func(int) error {
		return func(i int) error {
			all, err := p.a.standing(ctx, parts[i])
			for _, x := range all {
				fresh[i] = append(fresh[i], accountsOf(w, x.Extraction, x.origin, pins)...)
			}
			return err
		}
	})
	return append(out, slices.Concat(fresh...)...), err
}

// each calls functions that worker makes with all numbers below n, on all cores; the first error ends it.
func each(ctx context.Context, n int, worker func() func(int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan int)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			do := worker()
			for i := range next {
				if err := do(i); err != nil {
					stop(err)
					return
				}
			}
		})
	}
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	all.Wait()
	return context.Cause(ctx)
}

// change says which groups are other than before, and gives those that are there now.
func (f *together) change() (gone []fuse.AccountID, came [][]*fuse.Account) {
	size := map[int64]int{}
	for _, k := range f.was {
		size[k.head]++
	}
	for _, g := range f.groups {
		head, _ := accountNumber(g[0].ID())
		same := size[head] == len(g)
		for _, a := range g {
			n, _ := accountNumber(a.ID())
			k, there := f.was[n]
			same = same && there && k.head == head && !f.waiting[k.report]
		}
		if same {
			delete(size, head)
		} else {
			came = append(came, g)
		}
	}
	for head := range size {
		gone = append(gone, accountID(head))
	}
	slices.Sort(gone)
	return gone, came
}

// write keeps the accounts of a set in the place of those that were.
func (f *together) write(set *fuse.Set) error {
	p := f.p
	type place struct{ bucket, day, account int64 }
	var entries []place
	enter := func(n int64, a *fuse.Account) {
		for _, k := range a.Keys() {
			entries = append(entries, place{int64(int32(k)), int64(a.Entry().Day), n})
		}
	}
	leave := func(n int64) error {
		k := f.was[n]
		a, err := fuse.OpenAccount(reportID(k.report), "", k.body)
		if err != nil {
			return err
		}
		return accountIndex{p}.Remove(p.ctx, a)
	}
	if err := set.Each(func(a *fuse.Account, links []fuse.Edge) error {
		n, err := accountNumber(a.ID())
		if err != nil {
			return err
		}
		report, err := reportNumber(a.Report)
		if err != nil {
			return err
		}
		body, err := a.AppendBinary(nil)
		if err != nil {
			return err
		}
		edges, err := packEdges(links)
		if err != nil {
			return err
		}
		h, err := accountNumber(f.heads[a.ID()])
		if err != nil {
			return err
		}
		var head any
		if h != n {
			head = h
		}
		was, there := f.was[n]
		switch {
		case there && was.report == report && bytes.Equal(was.body, body):
			if was.head != h || !bytes.Equal(was.edges, edges) {
				_, err = p.do("UPDATE accounts SET head = ?, edges = ? WHERE n = ?", head, orNone(edges), n)
			}
			delete(f.was, n)
			return err
		case there:
			if err := leave(n); err != nil {
				return err
			}
			delete(f.was, n)
		}
		enter(n, a)
		_, err = p.do("INSERT INTO accounts (n, report, head, body, edges) VALUES (?, ?, ?, ?, ?)", n, report, head, body, orNone(edges))
		return err
	}); err != nil {
		return err
	}
	for n := range f.was {
		if err := leave(n); err != nil {
			return err
		}
	}
	slices.SortFunc(entries, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.bucket, y.bucket), cmp.Compare(x.day, y.day), cmp.Compare(x.account, y.account))
	})
	for _, e := range entries {
		if _, err := p.do("INSERT INTO account_buckets (bucket, day, account) VALUES (?, ?, ?)", e.bucket, e.day, e.account); err != nil {
			return err
		}
	}
	return nil
}

// retellAtOnce is how many groups are told between two writes.
const retellAtOnce = 2000

// retell makes the events of groups anew.
func (f *together) retell(ctx context.Context, gone []fuse.AccountID, groups [][]*fuse.Account) (int, error) {
	t, err := f.p.retelling(gone)
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(groups, retellAtOnce) {
		some := slices.Collect(slices.Chunk(part, 100))
		told := make([][]newEvent, len(some))
		if err := each(ctx, len(some), func() func(int) error {
			read := f.p.a.rereader(ctx)
			return func(i int) error {
				if err := read.fetch(some[i]...); err != nil {
					return err
				}
				for _, g := range some[i] {
					events, err := f.p.a.told(g, read)
					if err != nil {
						return err
					}
					told[i] = append(told[i], events...)
				}
				return nil
			}
		}); err != nil {
			return 0, err
		}
		if err := t.put(slices.Concat(told...)); err != nil {
			return 0, err
		}
	}
	return t.changed, t.finish()
}
