package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"sitrep"
	"sitrep/internal/fuse"
)

// Accounts are kept for fuse.Keeper, which decides; see that package for what is kept and why. The number of an account is that in its id, so
// ordered that numbers are in the order of ids. Its edges stand in its row, the number and the score (32-bit float) of each, big-endian.
//
// All reports of a group of copies have accounts: each is evidence of its own, and may tell more than the others. They have one origin, by which they are
// counted.

// accountIndex is the fuse.Index of one change of the archive.
type accountIndex struct{ p *pen }

var _ fuse.Index = accountIndex{}

// accountNumber reads the number of an account, ordered.
func accountNumber(id fuse.AccountID) (int64, error) {
	n, err := number("a-", string(id))
	return ordered(uint64(n)), err
}

func accountID(n int64) fuse.AccountID {
	return fuse.AccountID(fmt.Sprintf("a-%016x", unordered(n)))
}

// accountNumbers reads the numbers of accounts.
func accountNumbers(ids []fuse.AccountID) ([]int64, error) {
	out := make([]int64, len(ids))
	for i, id := range ids {
		n, err := accountNumber(id)
		if err != nil {
			return nil, err
		}
		out[i] = n
	}
	return out, nil
}

// in runs a statement that ends in "IN (%s)" for every part of numbers. Lists have a few lengths only, as every statement is prepared once:
// what is missing is filled up with the last number.
func (p *pen) in(scan func(*sql.Rows) error, statement string, numbers []int64) error {
	for part := range slices.Chunk(numbers, 256) {
		size := 256
		for _, s := range []int{64, 16, 4, 1} {
			if len(part) <= s {
				size = s
			}
		}
		args := anys(part)
		for len(args) < size {
			args = append(args, part[len(part)-1])
		}
		if err := p.each(scan, fmt.Sprintf(statement, marks(size)), args...); err != nil {
			return err
		}
	}
	return nil
}

const accountColumns = `SELECT a.n, a.report, l.id, a.body FROM accounts a JOIN reports r ON r.id = a.report LEFT JOIN reports l ON l.key = r.lead WHERE `

// openAccount reads a row of accountColumns.
func openAccount(r *sql.Rows) (int64, *fuse.Account, error) {
	var n, report int64
	var lead sql.NullInt64
	var body []byte
	if err := r.Scan(&n, &report, &lead, &body); err != nil {
		return 0, nil, err
	}
	a, err := fuse.OpenAccount(reportID(report), originOf(report, lead), body)
	return n, a, err
}

// originOf is the origin of a report: the first of its group of copies.
func originOf(report int64, lead sql.NullInt64) string {
	if lead.Valid {
		report = lead.Int64
	}
	return string(reportID(report))
}

func (x accountIndex) OfReport(_ context.Context, report sitrep.ReportID) ([]*fuse.Account, error) {
	id, err := reportNumber(report)
	if err != nil {
		return nil, err
	}
	var out []*fuse.Account
	err = x.p.each(func(r *sql.Rows) error {
		_, a, err := openAccount(r)
		out = append(out, a)
		return err
	}, accountColumns+"a.report = ? ORDER BY a.n", id)
	return out, err
}

func (x accountIndex) Accounts(_ context.Context, ids []fuse.AccountID) ([]*fuse.Account, error) {
	numbers, err := accountNumbers(ids)
	if err != nil {
		return nil, err
	}
	found := make(map[int64]*fuse.Account, len(ids))
	if err := x.p.in(func(r *sql.Rows) error {
		n, a, err := openAccount(r)
		found[n] = a
		return err
	}, accountColumns+"a.n IN (%s)", numbers); err != nil {
		return nil, err
	}
	out := make([]*fuse.Account, len(ids))
	for i, n := range numbers {
		if out[i] = found[n]; out[i] == nil {
			return nil, x.p.a.damaged("account " + string(ids[i]) + " is missing")
		}
	}
	return out, nil
}

func (x accountIndex) Holders(ctx context.Context, claims []sitrep.ClaimID) (map[sitrep.ClaimID]fuse.AccountID, error) {
	wanted := map[sitrep.ClaimID]bool{}
	numbers := make([]int64, len(claims))
	for i, c := range claims {
		n, err := claimNumber(c)
		if err != nil {
			return nil, err
		}
		numbers[i], wanted[c] = n, true
	}
	reports := map[int64]bool{}
	if err := x.p.in(func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		reports[id] = true
		return err
	}, "SELECT r.id FROM claims c JOIN reports r ON r.key = c.report WHERE c.id IN (%s)", numbers); err != nil {
		return nil, err
	}
	out := map[sitrep.ClaimID]fuse.AccountID{}
	for id := range reports {
		accounts, err := x.OfReport(ctx, reportID(id))
		if err != nil {
			return nil, err
		}
		for _, a := range accounts {
			for _, c := range a.Claims {
				if wanted[c] {
					out[c] = a.ID()
				}
			}
		}
	}
	return out, nil
}

func (x accountIndex) Put(_ context.Context, a *fuse.Account) error {
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
	if _, err := x.p.do("INSERT INTO accounts (n, report, body) VALUES (?, ?, ?)", n, report, body); err != nil {
		return err
	}
	for _, k := range a.Keys() {
		if _, err := x.p.do("INSERT INTO account_buckets (bucket, day, account) VALUES (?, ?, ?)", int64(int32(k)), a.Entry().Day, n); err != nil {
			return err
		}
	}
	return nil
}

func (x accountIndex) Remove(_ context.Context, a *fuse.Account) error {
	n, err := accountNumber(a.ID())
	if err != nil {
		return err
	}
	for _, k := range a.Keys() {
		if _, err := x.p.do("DELETE FROM account_buckets WHERE bucket = ? AND day = ? AND account = ?", int64(int32(k)), a.Entry().Day, n); err != nil {
			return err
		}
	}
	_, err = x.p.do("DELETE FROM accounts WHERE n = ?", n)
	return err
}

func (x accountIndex) entries(statement string, args ...any) ([]fuse.Entry, error) {
	var out []fuse.Entry
	err := x.p.each(func(r *sql.Rows) error {
		var day, n int64
		err := r.Scan(&day, &n)
		out = append(out, fuse.Entry{Day: int(day), Rank: unordered(n), Account: accountID(n)})
		return err
	}, statement, args...)
	return out, err
}

func (x accountIndex) Around(_ context.Context, key uint32, at fuse.Entry, n int) (before, after []fuse.Entry, err error) {
	const from = "SELECT day, account FROM account_buckets WHERE bucket = ? AND (day, account) "
	k, account := int64(int32(key)), ordered(at.Rank)
	before, err = x.entries(from+"< (?, ?) ORDER BY day DESC, account DESC LIMIT ?", k, at.Day, account, n)
	if err == nil {
		after, err = x.entries(from+"> (?, ?) ORDER BY day, account LIMIT ?", k, at.Day, account, n)
	}
	return before, after, err
}

func (x accountIndex) Between(_ context.Context, key uint32, a, b fuse.Entry, most int) (n int, err error) {
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	_, err = x.p.one([]any{&n}, `SELECT count(*) FROM (SELECT 1 FROM account_buckets WHERE bucket = ? AND (day, account) > (?, ?) AND (day, account) < (?, ?) LIMIT ?) q`,
		int64(int32(key)), a.Day, ordered(a.Rank), b.Day, ordered(b.Rank), most)
	return n, err
}

const edgeSize = 12

func openEdges(b []byte) ([]fuse.Edge, error) {
	if len(b)%edgeSize != 0 {
		return nil, fmt.Errorf("the edges of an account have %d bytes", len(b))
	}
	var out []fuse.Edge
	for ; len(b) > 0; b = b[edgeSize:] {
		out = append(out, fuse.Edge{To: fuse.AccountID("a-" + hexOf(b[:8])), Score: math.Float32frombits(binary.BigEndian.Uint32(b[8:]))})
	}
	return out, nil
}

// packEdges is nil for none, as the column is.
func packEdges(edges []fuse.Edge) ([]byte, error) {
	var b []byte
	for _, e := range edges {
		n, err := number("a-", string(e.To))
		if err != nil {
			return nil, err
		}
		b = binary.BigEndian.AppendUint64(b, uint64(n))
		b = binary.BigEndian.AppendUint32(b, math.Float32bits(e.Score))
	}
	return b, nil
}

func (x accountIndex) Edges(_ context.Context, of []fuse.AccountID) ([][]fuse.Edge, error) {
	numbers, err := accountNumbers(of)
	if err != nil {
		return nil, err
	}
	found := make(map[int64][]fuse.Edge, len(of))
	if err := x.p.in(func(r *sql.Rows) error {
		var n int64
		var b []byte
		if err := r.Scan(&n, &b); err != nil {
			return err
		}
		found[n], err = openEdges(b)
		return err
	}, "SELECT n, edges FROM accounts WHERE n IN (%s)", numbers); err != nil {
		return nil, err
	}
	out := make([][]fuse.Edge, len(of))
	for i, n := range numbers {
		out[i] = found[n]
	}
	return out, nil
}

func (x accountIndex) SetEdges(_ context.Context, of fuse.AccountID, edges []fuse.Edge) error {
	n, err := accountNumber(of)
	if err != nil {
		return err
	}
	b, err := packEdges(edges)
	if err == nil {
		_, err = x.p.do("UPDATE accounts SET edges = ? WHERE n = ?", orNone(b), n)
	}
	return err
}

// orNone is b, null where it is empty.
func orNone(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

func (x accountIndex) Heads(_ context.Context, of []fuse.AccountID) ([]fuse.AccountID, error) {
	numbers, err := accountNumbers(of)
	if err != nil {
		return nil, err
	}
	found := make(map[int64]int64, len(of))
	if err := x.p.in(func(r *sql.Rows) error {
		var n, head int64
		err := r.Scan(&n, &head)
		found[n] = head
		return err
	}, "SELECT n, coalesce(head, n) FROM accounts WHERE n IN (%s)", numbers); err != nil {
		return nil, err
	}
	out := make([]fuse.AccountID, len(of))
	for i, n := range numbers {
		head, ok := found[n]
		if !ok {
			return nil, x.p.a.damaged("account " + string(of[i]) + " is missing")
		}
		out[i] = accountID(head)
	}
	return out, nil
}

func (x accountIndex) Members(_ context.Context, heads []fuse.AccountID) ([][]fuse.AccountID, error) {
	numbers, err := accountNumbers(heads)
	if err != nil {
		return nil, err
	}
	found := make(map[int64][]int64, len(heads))
	for _, statement := range []string{"SELECT n, n FROM accounts WHERE head IS NULL AND n IN (%s)", "SELECT DISTINCT head, n FROM accounts WHERE head IN (%s)"} {
		if err := x.p.in(func(r *sql.Rows) error {
			var head, n int64
			err := r.Scan(&head, &n)
			found[head] = append(found[head], n)
			return err
		}, statement, numbers); err != nil {
			return nil, err
		}
	}
	out := make([][]fuse.AccountID, len(heads))
	for i, h := range numbers {
		slices.Sort(found[h])
		for _, n := range found[h] {
			out[i] = append(out[i], accountID(n))
		}
	}
	return out, nil
}

func (x accountIndex) SetHead(_ context.Context, of, head fuse.AccountID) error {
	n, err := accountNumber(of)
	if err != nil {
		return err
	}
	h, err := accountNumber(head)
	if err != nil {
		return err
	}
	var to any
	if h != n {
		to = h
	}
	_, err = x.p.do("UPDATE accounts SET head = ? WHERE n = ?", to, n)
	return err
}
